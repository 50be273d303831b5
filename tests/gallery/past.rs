//! Findings that come of past outturns beside returns and plans.

use crate::desk::{Desk, LIMITS, PLANS};
use quarterpack::finding::{Code, Finding};
use quarterpack::plan::read_past;
use quarterpack::reconcile::{History, reconcile};

/// The finding of a code that an entry causes.
pub(crate) fn caused(code: Code) -> Option<Finding> {
    let (period, result) = match code {
        Code::O01 => ("2023-24 Q1", "99%"),
        Code::O02 => ("2021-22", "66%"),
        _ => return None,
    };
    let text = format!(
        "[[outturn]]\nmeasure = \"2023-24 M13\"\nperiod = \"{period}\"\nresult = \"{result}\"\n\
         publication = \"Annual Performance Report\"\npage = 14\n\
         entered_by = \"Performance Officer\"\nentered_on = 2023-06-14\n"
    );
    let past = read_past("outturns.toml", &text, &PLANS).unwrap();
    let returned = Desk::of("children-and-justice", "2023-24 Q1").read().0?;
    let history = History::new(&PLANS, [&returned]).with_past(&past);
    let quarter = returned.quarter;
    let plan = history.plan(quarter.year())?;
    let (_, found) = reconcile(plan, quarter, quarter.end(), &history, &LIMITS);
    found.into_iter().find(|finding| finding.code == code)
}
