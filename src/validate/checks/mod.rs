//! The checks on a return: an ordered list, one file a family.
//!
//! Each check looks at the return, at the plan and at the service's earlier returns of the same
//! year, and gives back findings. Nothing is changed here.

mod actions;
mod budget;
mod disclosure;
mod measures;
mod not_run;
mod people;
mod quoted;

pub use not_run::not_run;

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
    /// Returns of any service for earlier years.
    pub years_before: &'a [&'a Return],
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
    Check { codes: &[Code::M11], run: measures::since_last_year },
    Check { codes: &[Code::M03, Code::M04, Code::M06], run: quoted::percentages },
    Check { codes: &[Code::M08, Code::M10], run: quoted::years_to_date },
    Check { codes: &[Code::B03, Code::B05], run: quoted::money },
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
    Check { codes: &[Code::D02], run: disclosure::small },
];

/// Runs every check. Each finding shows the row around its cell.
#[must_use]
pub fn run(context: &Context<'_>) -> Vec<Finding> {
    let found = CHECKS.iter().flat_map(|check| (check.run)(context));
    found.map(|finding| context.returned.shown(finding)).collect()
}

/// An amount that moved by more than so many percent of what it was.
pub(super) fn moved_by(
    was: crate::quantity::Decimal,
    is: crate::quantity::Decimal,
) -> Option<crate::quantity::Decimal> {
    ((is - was).abs() * crate::quantity::Decimal::ONE_HUNDRED).checked_div(was.abs())
}
