//! The revenue statement: budget, virements, forecast and spend, line by line and in total.

use super::Now;
use super::positions::Positions;
use super::virements::Virements;
use crate::calendar::NaiveDate;
use crate::finding::{Finding, Place};
use crate::plan::{BudgetLine, LineId, ServiceId};
use crate::quantity::{Decimal, Money};
use crate::validate::BudgetReturn;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The revenue statement.
#[derive(Clone, Debug, PartialEq)]
pub struct RevenuePosition {
    /// The plan's lines, every one of them.
    pub lines: Positions<LinePosition>,
    /// Their sum; what a line lacks, the total lacks too.
    pub total: LineFigures,
    /// The last day of the finance period, where all lines that were returned share it.
    pub period_end: Option<NaiveDate>,
}

/// A line of the statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinePosition {
    /// The line.
    pub line: LineId,
    /// The service that reports it.
    pub service: ServiceId,
    /// Whether its service has sent a return.
    pub returned: bool,
    /// Its figures.
    pub figures: LineFigures,
    /// Why it is over or under.
    pub explanation: Option<String>,
    /// Where its forecast was read.
    pub place: Option<Place>,
    /// Where its actual was read.
    pub actual_place: Option<Place>,
}

/// Figures of a line or of the total. What was not returned is none, and never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFigures {
    /// The plan's annual budget; none while it is to be set.
    pub annual: Option<Money>,
    /// Virements and other approved changes.
    pub changes: Option<Money>,
    /// Forecast for the year.
    pub forecast: Option<Money>,
    /// Budget to the period's end.
    pub budget_to_date: Option<Money>,
    /// Actual to the period's end.
    pub actual_to_date: Option<Money>,
}

impl LineFigures {
    /// Annual budget and changes.
    #[must_use]
    pub fn current(&self) -> Option<Money> {
        Some(self.annual? + self.changes?)
    }

    /// Forecast less current budget: above zero is over.
    #[must_use]
    pub fn forecast_variance(&self) -> Option<Money> {
        Some(self.forecast? - self.current()?)
    }

    /// Actual less budget to date: above zero is over.
    #[must_use]
    pub fn variance_to_date(&self) -> Option<Money> {
        Some(self.actual_to_date? - self.budget_to_date?)
    }

    /// The forecast variance in percent of the current budget.
    #[must_use]
    pub fn forecast_percent(&self) -> Option<Decimal> {
        let variance = self.forecast_variance()?.in_pounds() * Decimal::ONE_HUNDRED;
        variance.checked_div(self.current()?.in_pounds())
    }
}

/// The statement while it is put together, service by service.
#[derive(Default)]
pub(super) struct Statement {
    virements: Virements,
    /// The last days of finance periods that services with budget lines gave.
    ends: BTreeSet<NaiveDate>,
}

impl Statement {
    /// Takes in what a service returned.
    pub(super) fn add(&mut self, now: &Now<'_>, service: &ServiceId, has_lines: bool) {
        let Some(returned) = now.history.returned(service, now.quarter) else { return };
        self.virements.add(service, &returned);
        self.ends.extend(returned.period_end.filter(|_| has_lines));
    }

    /// The statement, of the lines as they are without virements.
    pub(super) fn position(
        self,
        now: &Now<'_>,
        as_returned: &Positions<LinePosition>,
    ) -> (RevenuePosition, Vec<Finding>) {
        let (virements, findings) = self.virements.settled(now);
        let mut moved: BTreeMap<&LineId, Money> = BTreeMap::new();
        for virement in &virements {
            for line in BTreeSet::from([&virement.from, &virement.to]) {
                let so_far = moved.get(line).copied().unwrap_or_default();
                moved.insert(line, [so_far, virement.brings(line)].into_iter().sum());
            }
        }
        let mut lines = as_returned.clone();
        for (at, line) in as_returned.iter().enumerate() {
            if let Some((moved, other)) = moved.get(&line.line).zip(line.figures.changes) {
                let mut line = Arc::unwrap_or_clone(line);
                line.figures.changes = Some(*moved + other);
                lines.put(at, line);
            }
        }
        let total = total(&lines);
        let period_end = self.ends.first().copied().filter(|_| self.ends.len() == 1);
        (RevenuePosition { lines, total, period_end }, findings)
    }
}

/// What lines come to; what one of them lacks, the total lacks too.
pub(super) fn total(lines: &Positions<LinePosition>) -> LineFigures {
    let none = Some(Money::default());
    let mut total = LineFigures {
        annual: none,
        changes: none,
        forecast: none,
        budget_to_date: none,
        actual_to_date: none,
    };
    let add = |to: &mut Option<Money>, more: Option<Money>| {
        *to = to.zip(more).map(|(so_far, more)| so_far + more);
    };
    for line in lines {
        let LineFigures { annual, changes, forecast, budget_to_date, actual_to_date } =
            line.figures;
        add(&mut total.annual, annual);
        add(&mut total.changes, changes);
        add(&mut total.forecast, forecast);
        add(&mut total.budget_to_date, budget_to_date);
        add(&mut total.actual_to_date, actual_to_date);
    }
    total
}

/// A line without what virements bring to it.
pub(super) fn line(now: &Now<'_>, line: &BudgetLine) -> LinePosition {
    let whole = now.history.returned(&line.service, now.quarter);
    let returned: Option<&BudgetReturn> =
        whole.as_ref().and_then(|whole| whole.budget.get(&line.id));
    let figures = LineFigures {
        annual: line.budget.value,
        changes: returned.map(|returned| returned.other_changes.unwrap_or_default()),
        forecast: returned.and_then(|r| r.forecast),
        budget_to_date: returned.and_then(|r| r.budget_to_date),
        actual_to_date: returned.and_then(|r| r.actual_to_date),
    };
    LinePosition {
        line: line.id.clone(),
        service: line.service.clone(),
        returned: whole.is_some(),
        figures,
        explanation: returned.and_then(|r| r.explanation.clone()),
        place: returned.map(|r| r.place.clone()),
        actual_place: returned.map(|r| r.actual_place.clone()),
    }
}
