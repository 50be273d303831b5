//! A return, checked: every value in its own type, with the place it was read from.

use super::places::Places;
use crate::calendar::{NaiveDate, NaiveDateTime, Quarter};
use crate::finding::{ExcerptRow, Finding, Place};
use crate::form::{NoFigure, RiskDirection, Slot, StepState, Subjective};
use crate::intake::{Basis, Quoted};
use crate::plan::Status;
use crate::plan::{FigureId, LineId, MeasureId, ProjectId, RiskId, ServiceId, StatisticId, StepId};
use crate::quantity::{Decimal, Money};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A service's return for a quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Return {
    /// The service.
    pub service: ServiceId,
    /// The quarter.
    pub quarter: Quarter,
    /// 1 for the first return, one more for each correction.
    pub revision: u32,
    /// The file it was read from.
    pub source: Source,
    /// Role that filled it in.
    pub completed_by: Option<String>,
    /// Role that signed it off, and when.
    pub signed_off: Option<(String, Option<NaiveDate>)>,
    /// Last day of the finance period.
    pub period_end: Option<NaiveDate>,
    /// Figures of measures.
    pub figures: BTreeMap<(MeasureId, FigureId), Given>,
    /// What is said of measures.
    pub commentary: BTreeMap<MeasureId, Commentary>,
    /// Figures of earlier quarters that change.
    pub restatements: Vec<Restatement>,
    /// Steps of actions.
    pub steps: BTreeMap<StepId, StepReturn>,
    /// Reports promised by steps.
    pub reports: BTreeMap<(StepId, u16), ReportReturn>,
    /// Revenue budget lines.
    pub budget: BTreeMap<LineId, BudgetReturn>,
    /// Virements approved since 1 April.
    pub virements: Vec<Virement>,
    /// Capital projects.
    pub projects: BTreeMap<ProjectId, ProjectReturn>,
    /// People.
    pub people: PeopleReturn,
    /// Top risks.
    pub risks: BTreeMap<RiskId, RiskReturn>,
    /// Demand statistics.
    pub statistics: BTreeMap<StatisticId, StatisticReturn>,
    /// By what it was read.
    pub basis: Basis,
    /// Numbers that were typed where the form works them out.
    pub quoted: BTreeMap<Quoted, QuotedNumber>,
    /// Where its cells stand.
    pub places: Places,
    /// What was returned and can't be used: cells with an error value, or with something else
    /// than what they ask for.
    pub unusable: BTreeSet<Slot>,
}

/// A number that was typed where the form works it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedNumber {
    /// The number: points where it is shown as a percentage.
    pub number: Decimal,
    /// Whether it is shown with a percent sign.
    pub percent: bool,
    /// Whether it is under or over, where it says so.
    pub side: Option<Side>,
    /// Where it stands.
    pub place: Place,
}

/// On which side of its budget a sum is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Less was spent.
    Under,
    /// More was spent.
    Over,
}

impl Side {
    /// As the form writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Under => "under",
            Self::Over => "over",
        }
    }
}

/// Where a return came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
    /// When it arrived, local time.
    pub received: NaiveDateTime,
}

/// A figure of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// What was given.
    pub state: FigureState,
    /// Where it stands.
    pub place: Place,
}

/// What was given for a figure. A number (zero among them), the four reasons, an empty cell and
/// a text that is no number stay apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FigureState {
    /// A number; zero is one.
    Number(Decimal),
    /// None, for a reason.
    None(NoFigure),
    /// Nothing at all.
    Blank,
    /// Something that can't be used, as it stands there.
    Unusable(String),
}

/// What a service says of a measure.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Commentary {
    /// Why the figure is what it is.
    pub comment: Option<String>,
    /// What will be done.
    pub action: Option<String>,
    /// Role that owns it.
    pub owner: Option<String>,
    /// By when.
    pub by: Option<NaiveDate>,
    /// Status in place of the one worked out.
    pub changed_to: Option<Override>,
    /// Where the comment stands.
    pub place: Place,
}

/// A status that a service sets in place of the one worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The status.
    pub status: Status,
    /// Why.
    pub reason: Option<String>,
    /// Role that approved it.
    pub approver: Option<String>,
}

/// A figure of an earlier quarter that changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restatement {
    /// The measure.
    pub measure: MeasureId,
    /// Its figure.
    pub figure: FigureId,
    /// The quarter.
    pub quarter: Quarter,
    /// As first returned.
    pub old: Option<Decimal>,
    /// As it should be.
    pub new: Decimal,
    /// Why.
    pub reason: Option<String>,
    /// Where the new figure stands.
    pub place: Place,
}

/// How a step stands.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct StepReturn {
    /// The service's own word.
    pub state: Option<StepState>,
    /// How far it is, 0 to 100.
    pub percent: Option<Decimal>,
    /// Day of completion.
    pub completed_on: Option<NaiveDate>,
    /// Where that can be seen.
    pub evidence: Option<String>,
    /// New date, where it moved.
    pub new_due: Option<NaiveDate>,
    /// Why it moved.
    pub new_due_reason: Option<String>,
    /// Role that approved the new date.
    pub new_due_approver: Option<String>,
    /// What slipped and why.
    pub comment: Option<String>,
    /// Role that owns the remedy.
    pub owner: Option<String>,
    /// Where its status stands.
    pub place: Place,
}

/// Whether a report was made.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct ReportReturn {
    /// Day of the meeting.
    pub made_on: Option<NaiveDate>,
    /// The paper's reference.
    pub reference: Option<String>,
    /// Day on which it is now expected.
    pub expected_on: Option<NaiveDate>,
    /// Where it stands.
    pub place: Place,
}

/// A revenue budget line; what is missing is none, and never zero.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct BudgetReturn {
    /// Approved changes other than virements.
    pub other_changes: Option<Money>,
    /// Forecast for the year.
    pub forecast: Option<Money>,
    /// Budget to the period's end.
    pub budget_to_date: Option<Money>,
    /// Actual to the period's end.
    pub actual_to_date: Option<Money>,
    /// Why it is over or under.
    pub explanation: Option<String>,
    /// Its subjective lines: forecast, budget to date, actual to date.
    pub subjective: BTreeMap<Subjective, [Option<Money>; 3]>,
    /// Where the forecast stands.
    pub place: Place,
    /// Where the actual to date stands.
    pub actual_place: Place,
}

/// A virement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Virement {
    /// Its reference.
    pub reference: Option<String>,
    /// Day of approval.
    pub approved_on: Option<NaiveDate>,
    /// Role that approved it.
    pub approver: Option<String>,
    /// The line it leaves.
    pub from: LineId,
    /// The line it enters.
    pub to: LineId,
    /// The amount, above zero.
    pub amount: Money,
    /// What it is for.
    pub purpose: Option<String>,
    /// Where the amount stands.
    pub place: Place,
}

/// A capital project; what is missing is none, and never zero.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct ProjectReturn {
    /// Approved changes.
    pub changes: Option<Money>,
    /// Spend to the period's end.
    pub spend: Option<Money>,
    /// Forecast for the year.
    pub forecast: Option<Money>,
    /// Why it slips.
    pub explanation: Option<String>,
    /// Where the forecast stands.
    pub place: Place,
}

/// People; what is missing is none, and never zero.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct PeopleReturn {
    /// Employees, each counted once.
    pub headcount: Option<Decimal>,
    /// Full-time equivalent.
    pub full_time_equivalent: Option<Decimal>,
    /// Day on which they were counted.
    pub as_at: Option<NaiveDate>,
    /// Why the number changed.
    pub reason: Option<String>,
    /// Where the headcount stands.
    pub place: Place,
}

/// A top risk.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct RiskReturn {
    /// Which way it moves.
    pub direction: Option<RiskDirection>,
    /// What is done about it.
    pub mitigation: Option<String>,
}

/// A demand statistic.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct StatisticReturn {
    /// The latest value.
    pub latest: Option<Decimal>,
    /// The period it is for.
    pub period: Option<String>,
    /// The value of the like period a year before.
    pub year_before: Option<Decimal>,
    /// A remark.
    pub comment: Option<String>,
}

impl Virement {
    /// What it brings to a budget line: below zero where it leaves it.
    #[must_use]
    pub fn brings(&self, line: &LineId) -> Money {
        let into = if self.to == *line { self.amount } else { Money::ZERO };
        let out = if self.from == *line { self.amount } else { Money::ZERO };
        into - out
    }
}

/// What stands in a cell, in words.
fn said(stands: &str) -> String {
    match stands.split_whitespace().collect::<Vec<_>>().join(" ") {
        empty if empty.is_empty() => "read nothing: the cell is empty".into(),
        stands => format!("read “{stands}”"),
    }
}

impl Return {
    /// Where a cell stands; the whole file where it was not found.
    #[must_use]
    pub fn place(&self, slot: &Slot) -> Place {
        self.places.get(slot).unwrap_or_else(|| Place::file(self.source.file.clone()))
    }

    /// Where a cell stands, or else another place of it.
    #[must_use]
    pub fn cell(&self, slot: &Slot, or: &Place) -> Place {
        self.places.get(slot).unwrap_or_else(|| or.clone())
    }

    /// The slot of the cell at a place, where it is one of a free row: a restatement's, a virement's.
    #[must_use]
    pub fn row_at(&self, place: &Place) -> Option<&Slot> {
        self.places.row_at(place)
    }

    /// The rows around cells, for a finding; the last of them is marked.
    #[must_use]
    pub fn excerpt(&self, places: &[&Place]) -> Vec<ExcerptRow> {
        let mut rows: Vec<ExcerptRow> =
            places.iter().filter_map(|place| self.places.excerpt(place)).collect();
        let before = rows.len().saturating_sub(1);
        for row in rows.iter_mut().take(before) {
            row.marked = None;
        }
        rows
    }

    /// A finding with the row around its cell and with what was read there, where it does not
    /// say so yet, and with personal data masked.
    #[must_use]
    pub fn shown(&self, mut finding: Finding) -> Finding {
        if finding.excerpt.is_empty() {
            finding.excerpt = self.excerpt(&[&finding.place]).into();
        }
        if finding.read.is_none() && finding.place.cell.is_some() {
            let row = self.places.excerpt(&finding.place);
            let stands = row.and_then(|row| row.cells.into_iter().last());
            finding.read = stands.map(|stands| said(&stands));
        }
        super::without_personal_data(finding)
    }

    /// The number given for a figure, if one was.
    #[must_use]
    pub fn number(&self, measure: &MeasureId, figure: &FigureId) -> Option<Decimal> {
        match self.figures.get(&(measure.clone(), figure.clone()))?.state {
            FigureState::Number(number) => Some(number),
            FigureState::None(_) | FigureState::Blank | FigureState::Unusable(_) => None,
        }
    }
}
