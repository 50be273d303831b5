//! Money and people in a plan: lines of its budgets, projects, headcounts.

use super::ids::{LineId, ProjectId, ServiceId};
use super::words::Words;
use crate::calendar::{FinancialYear, NaiveDate};
use crate::quantity::{Decimal, Money};

/// A printed number with its reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantified<T> {
    /// As printed.
    pub printed: String,
    /// As read.
    pub value: T,
}

/// A line of the net revenue budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetLine {
    /// Its id.
    pub id: LineId,
    /// As printed.
    pub text: String,
    /// The service that reports on it.
    pub service: ServiceId,
    /// The annual budget; none while it is to be set.
    pub budget: Quantified<Option<Money>>,
    /// Its share of the total, as printed.
    pub percent_printed: Words,
}

/// A project of the capital programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// As printed.
    pub text: String,
    /// The service that reports on it.
    pub service: ServiceId,
    /// The programme for the year; none while it is to be set.
    pub budget: Quantified<Option<Money>>,
    /// The project of an earlier plan that it carries on.
    pub continues: Option<(FinancialYear, ProjectId)>,
}

/// People by service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Employees {
    /// The month they were counted in, as printed: `February 2023`.
    pub as_at_printed: String,
    /// The last day of that month.
    pub as_at: NaiveDate,
    /// The lines.
    pub lines: Vec<EmployeesLine>,
    /// The printed total.
    pub total: Quantified<Decimal>,
}

/// The people of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployeesLine {
    /// As printed.
    pub text: String,
    /// The service.
    pub service: ServiceId,
    /// Headcount.
    pub headcount: Quantified<Decimal>,
}
