//! A slot: the meaning of one input cell of the form, wherever on a sheet it stands.

use super::words::Subjective;
use crate::plan::{FigureId, LineId, MeasureId, ProjectId, RiskId, StatisticId, StepId};
use serde::{Deserialize, Serialize};

/// The meaning of one input cell. Rows of free tables (restatements, virements) count from 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Slot {
    /// On the Cover.
    Cover(CoverField),
    /// A figure of a measure.
    Figure(MeasureId, FigureId, FigurePart),
    /// What the service says of a measure.
    Commentary(MeasureId, CommentaryPart),
    /// A restatement of an earlier quarter's figure.
    Restatement(u16, RestatementPart),
    /// A step of an action.
    Step(StepId, StepPart),
    /// A report that a step promises, by its place in the step's list.
    Report(StepId, u16, ReportPart),
    /// A revenue budget line, in thousands of pounds.
    Budget(LineId, BudgetPart),
    /// A subjective line below a budget line, in thousands of pounds.
    Subjective(LineId, Subjective, SubjectivePart),
    /// A virement, in thousands of pounds.
    Virement(u16, VirementPart),
    /// A capital project, in thousands of pounds.
    Project(ProjectId, ProjectPart),
    /// The service's people.
    People(PeoplePart),
    /// A top risk.
    Risk(RiskId, RiskPart),
    /// A demand statistic.
    Statistic(StatisticId, StatisticPart),
}

/// What the Cover asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CoverField {
    /// Role that filled the form in.
    CompletedBy,
    /// 1 for the first return, one more for each correction.
    Revision,
    /// Role that signs the return off.
    SignedOffBy,
    /// Day of the sign-off.
    SignedOffOn,
    /// Last day of the finance period to which the money goes.
    PeriodEnd,
}

/// What is asked of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FigurePart {
    /// The number.
    Value,
    /// Why there is none: a word of [`super::NoFigure`].
    Reason,
}

/// What is asked about a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CommentaryPart {
    /// Why the figure is what it is.
    Comment,
    /// What will be done.
    Action,
    /// Role that owns the improvement action.
    Owner,
    /// Day by which it will be done.
    By,
    /// Status in place of the one worked out.
    Override,
    /// Why.
    OverrideReason,
    /// Role that approved it.
    OverrideApprover,
}

/// What is asked of a restatement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RestatementPart {
    /// The figure's reference as on the Measures sheet, such as `13a`.
    Reference,
    /// The quarter: `Q1`.
    Quarter,
    /// The figure as first returned.
    Old,
    /// The figure as it should be.
    New,
    /// Why.
    Reason,
}

/// What is asked of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StepPart {
    /// A word of [`super::StepState`].
    State,
    /// How far it is, 0 to 100.
    Percent,
    /// Day on which it was completed.
    CompletedOn,
    /// Where that can be seen.
    Evidence,
    /// New date, where it moved.
    NewDue,
    /// Why it moved.
    NewDueReason,
    /// Role that approved the new date.
    NewDueApprover,
    /// What slipped and why, and what is done about it.
    Comment,
    /// Role that owns the remedy.
    Owner,
}

/// What is asked of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ReportPart {
    /// Day of the meeting to which it was made.
    MadeOn,
    /// The paper's reference.
    Reference,
    /// Day on which it is now expected, where it was not made.
    ExpectedOn,
}

/// What is asked of a budget line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BudgetPart {
    /// Approved changes other than virements (in above zero).
    OtherChanges,
    /// Forecast spend for the year.
    Forecast,
    /// Budget proportion to the period's end.
    BudgetToDate,
    /// Actual spend to the period's end.
    ActualToDate,
    /// Why it is over or under.
    Explanation,
}

/// What is asked of a subjective line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SubjectivePart {
    /// Forecast spend for the year.
    Forecast,
    /// Budget proportion to the period's end.
    BudgetToDate,
    /// Actual spend to the period's end.
    ActualToDate,
}

/// What is asked of a virement. A virement has two ends; a service enters those on its own
/// budget lines, and the other end may lie with another service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum VirementPart {
    /// Its reference, the same at both ends.
    Reference,
    /// Day of approval.
    ApprovedOn,
    /// Role that approved it.
    Approver,
    /// The budget line it leaves, by name.
    From,
    /// The budget line it enters, by name.
    To,
    /// The amount, above zero.
    Amount,
    /// What it is for.
    Purpose,
}

/// What is asked of a capital project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProjectPart {
    /// Approved changes to the programme (in above zero).
    Changes,
    /// Spend to the period's end.
    SpendToDate,
    /// Forecast spend for the year.
    Forecast,
    /// Why it slips, or runs over.
    Explanation,
}

/// What is asked about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PeoplePart {
    /// Employees, each counted once.
    Headcount,
    /// Full-time equivalent.
    FullTimeEquivalent,
    /// Day on which they were counted.
    AsAt,
    /// Why the number changed.
    Reason,
}

/// What is asked of a top risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RiskPart {
    /// A word of [`super::RiskDirection`].
    Direction,
    /// What is done about it.
    Mitigation,
}

/// What is asked of a demand statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StatisticPart {
    /// The latest value.
    Latest,
    /// The period it is for, such as "July to September 2023".
    Period,
    /// The value of the like period a year before.
    YearBefore,
    /// A remark.
    Comment,
}
