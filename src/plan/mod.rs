//! The Resource Plan: what was promised for a financial year, as printed and as read.
//!
//! Wherever the plan prints something that needs reading (a target, a value, a date, the name
//! of a service), the model keeps the printed text beside the checked reading.

mod budgets;
mod check;
mod fault;
mod ids;
mod measure;
mod model;
mod part;
mod past;
mod read;
mod reports;
pub mod roll;
mod status;
pub mod tables;
mod values;
mod words;
mod written;

pub use budgets::{BudgetLine, Employees, EmployeesLine, Project, Quantified};
pub use check::{check, found, held};
pub use fault::{Fault, PlanError};
pub use ids::{
    ActionId, AudienceId, FigureId, LineId, MeasureId, OutcomeId, ProjectId, RiskId, ServiceId,
    StatisticId, StepId,
};
pub use measure::{
    Direction, EarlierValue, Figure, Formula, Link, Measure, MeasureRef, Reading, Sensitivity,
    Target, TargetRule, Timing,
};
pub use model::{
    Action, Audience, Headings, Note, Outcome, Passage, Plan, Priority, Report, ReportDue, Risk,
    Service, ServiceNames, Statistic, Step,
};
pub use part::{Chosen, chosen};
pub use past::{Entered, Past, PastOutturn, Period, Publication};
pub use read::{PastError, read, read_past};
pub use status::Status;
pub use words::Words;
