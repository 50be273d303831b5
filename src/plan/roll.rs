//! Next year's plan from this year's and from how its last quarter ended: what carries on is
//! carried, what was reached is filled in with where it comes from, and what only people can
//! decide stands as “to be set”.

mod actions;
mod measures;
mod money;

use super::ids::{ActionId, LineId, MeasureId, ProjectId, ServiceId, StepId};
use super::model::Plan;
use super::tables::{Kind, Tables};
use crate::calendar::{FinancialYear, NaiveDate};
use crate::finding::Finding;
use crate::quantity::{Amount, Decimal, Money};
use std::collections::BTreeMap;

/// How a plan's year ended, as far as the last quarter's returns tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct YearEnd {
    /// What fixes the outturns: a published version, or that there is none. A sentence.
    pub fixed_by: String,
    /// Whether a version for the last quarter was published.
    pub is_fixed: bool,
    /// What each measure came to.
    pub outturns: BTreeMap<MeasureId, YearOutcome>,
    /// Actions that are complete.
    pub complete: Vec<ActionId>,
    /// How each step ended.
    pub steps: BTreeMap<StepId, StepEnd>,
    /// Forecast spend for the year, by budget line.
    pub lines: BTreeMap<LineId, Money>,
    /// Forecast spend for the year and slippage, by project.
    pub projects: BTreeMap<ProjectId, ProjectEnd>,
    /// Headcounts, and the day of each count.
    pub people: BTreeMap<ServiceId, (Decimal, Option<NaiveDate>)>,
}

/// What a measure came to in the year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearOutcome {
    /// The year to date of the last quarter; none where there is no figure.
    pub amount: Option<Amount>,
    /// `2 of 4 quarters`, where quarters are missing.
    pub partial: Option<String>,
    /// How it is made, and from what: `364 of 560, from q4.xlsx`.
    pub origin: String,
    /// What the returns make now, where that is not what was published.
    pub restated: Option<Amount>,
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq)]
pub struct StepEnd {
    /// Whether it is complete.
    pub complete: bool,
    /// What the service said: `On track, 60%`.
    pub said: String,
    /// Its day, where it moved.
    pub moved_to: Option<NaiveDate>,
}

/// How a project ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProjectEnd {
    /// Forecast spend of the year.
    pub forecast: Money,
    /// What slips into the next year; below zero it ran over.
    pub slippage: Money,
}

/// A new plan, and what its author should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Rolled {
    /// The new plan.
    pub tables: Tables,
    /// What should be looked at, about the old plan's parts.
    pub findings: Vec<Finding>,
    /// What was left out because it is done, or of the old document.
    pub left_out: Vec<String>,
}

impl Rolled {
    /// The plan file, with a head that says what it is.
    #[must_use]
    pub fn text(&self, from: &Plan, to: FinancialYear, fixed_by: &str) -> String {
        let title = format!(
            "The Resource Plan {to}: a skeleton, rolled over from {} ({}).\n\n{fixed_by}\n\
             Replace every “to be set”; `quarterpack plan check` lists what is left.",
            from.year, from.file
        );
        self.tables.toml(&title).text
    }
}

/// Rolls a plan over to a later year.
#[must_use]
pub fn roll(plan: &Plan, to: FinancialYear, end: &YearEnd) -> Rolled {
    let mut tables = Tables::of(plan);
    let mut rolled = Rolled { tables: Tables::default(), findings: vec![], left_out: vec![] };
    let next = Next { plan, to, end };
    next.head(&mut tables);
    next.measures(&mut tables, &mut rolled);
    next.actions(&mut tables, &mut rolled);
    next.money(&mut tables, &mut rolled);
    next.context(&mut tables, &mut rolled);
    rolled.tables = tables;
    rolled
}

/// What the parts of a roll look at.
#[derive(Clone, Copy)]
struct Next<'a> {
    plan: &'a Plan,
    to: FinancialYear,
    end: &'a YearEnd,
}

impl Next<'_> {
    /// A text of the old plan with the new year in the place of its own.
    fn renamed(&self, text: &str) -> String {
        text.replace(&self.plan.year.to_string(), &self.to.to_string())
    }

    fn head(&self, tables: &mut Tables) {
        for row in tables.rows_mut(Kind::Plan) {
            row.set("year", self.to.to_string());
            for key in ["title", "source"] {
                let renamed = self.renamed(row.get(key));
                row.set(key, renamed);
            }
            row.set("measure_columns", self.columns());
        }
    }

    /// The heads of the table of measures, with the years that the new plan prints.
    fn columns(&self) -> String {
        let old = &self.plan.headings.measures;
        let target = old.iter().position(|head| head.contains("Target"));
        let mut heads: Vec<String> = old.iter().take(1).cloned().collect();
        heads.extend(self.periods().iter().map(ToString::to_string));
        heads.push(format!("{} Target", self.to));
        let after = target.map_or(1, |at| at + 1);
        heads.extend(old.iter().skip(after).cloned());
        heads.join("\n")
    }

    /// The years that the new plan prints values of: the old plan's own, the one before it where
    /// the old plan prints that, and any between the two plans.
    fn periods(&self) -> Vec<FinancialYear> {
        let printed = |year: FinancialYear| {
            let values = self.plan.measures.iter().flat_map(|measure| &measure.earlier);
            values.into_iter().any(|value| value.year == Some(year))
        };
        let before = self.plan.year.previous();
        let mut periods: Vec<FinancialYear> =
            Some(before).filter(|y| printed(*y)).into_iter().collect();
        let mut year = self.plan.year;
        while year < self.to {
            periods.push(year);
            year = year.next();
        }
        periods
    }

    fn context(&self, tables: &mut Tables, rolled: &mut Rolled) {
        let year = self.plan.year;
        for kind in [Kind::Risks, Kind::Statistics] {
            for row in tables.rows_mut(kind) {
                row.remark("printed", format!("As {year} prints it: put the new text in."));
            }
        }
        let (texts, notes) = (self.plan.texts.len(), self.plan.notes.len());
        tables.rows_mut(Kind::Texts).clear();
        tables.rows_mut(Kind::Notes).clear();
        if texts + notes > 0 {
            let sentences = if texts == 1 { "sentence" } else { "sentences" };
            let words = if notes == 1 { "note" } else { "notes" };
            let said = format!(
                "{texts} {sentences} and {notes} {words}: they are about the {year} document"
            );
            tables.remark_after(Kind::Texts, format!("Left out: {said}."));
            rolled.left_out.push(said);
        }
    }
}

#[cfg(test)]
mod tests;
