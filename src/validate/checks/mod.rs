//! The checks on a return: an ordered list, one file a family.
//!
//! Each check looks at the return, at the plan and at the service's earlier returns of the same
//! year, and gives back findings. Nothing is changed here.

mod actions;
mod budget;
mod measures;
mod people;

use super::returned::Return;
use super::thresholds::Thresholds;
use crate::calendar::NaiveDate;
use crate::finding::{Code, Finding};
use crate::plan::Plan;

/// What a check may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The plan of the return's year.
    pub plan: &'a Plan,
    /// The return.
    pub returned: &'a Return,
    /// The same service's returns for earlier quarters of the year, oldest first.
    pub earlier: &'a [&'a Return],
    /// The limits.
    pub thresholds: &'a Thresholds,
    /// The day to which the data go.
    pub as_at: NaiveDate,
}

/// A check: the rules it covers, and what it does.
pub struct Check {
    /// The codes it can report.
    pub codes: &'static [Code],
    run: fn(&Context<'_>) -> Vec<Finding>,
}

/// Every check, in the order in which findings are told.
pub const CHECKS: &[Check] = &[
    Check { codes: &[Code::M01, Code::M02], run: measures::parts },
    Check { codes: &[Code::M05], run: measures::money },
    Check { codes: &[Code::M06], run: measures::complete },
    Check { codes: &[Code::M07], run: measures::stages },
    Check { codes: &[Code::M09], run: measures::restatements },
    Check { codes: &[Code::M11], run: measures::changes },
    Check { codes: &[Code::M14], run: measures::report_later },
    Check { codes: &[Code::A01, Code::A02, Code::A03], run: actions::complete },
    Check { codes: &[Code::A04], run: actions::late },
    Check { codes: &[Code::A05], run: actions::progress },
    Check { codes: &[Code::A06], run: actions::reports },
    Check { codes: &[Code::A07], run: actions::moved },
    Check { codes: &[Code::B06], run: budget::subjective },
    Check { codes: &[Code::B07], run: budget::spend },
    Check { codes: &[Code::B08], run: budget::explained },
    Check { codes: &[Code::B09], run: budget::period },
    Check { codes: &[Code::H01, Code::H02], run: people::people },
];

/// Rules that a return made from the form can't break or can't be asked about, and why they
/// are not run on it. They run on workbooks that were not made from the form.
pub const NOT_RUN: &[(Code, &str)] = &[
    (Code::M03, "the form works the percentage out; services quote none"),
    (Code::M08, "the form asks for each quarter by itself, not for a running total"),
    (Code::M10, "the form works the year to date out; services quote none"),
    (Code::B03, "the form works the current budget out; services quote none"),
    (Code::B05, "the form works variances and their words out; services quote none"),
];

/// Runs every check.
#[must_use]
pub fn run(context: &Context<'_>) -> Vec<Finding> {
    CHECKS.iter().flat_map(|check| (check.run)(context)).collect()
}

/// An amount that moved by more than so many percent of what it was.
pub(super) fn moved_by(
    was: crate::quantity::Decimal,
    is: crate::quantity::Decimal,
) -> Option<crate::quantity::Decimal> {
    ((is - was).abs() * crate::quantity::Decimal::ONE_HUNDRED).checked_div(was.abs())
}
