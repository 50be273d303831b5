//! Checks on employees.

use super::{Context, moved_by};
use crate::calendar::long_date;
use crate::finding::{Code, Finding};
use crate::form::{PeoplePart, Slot};
use crate::intake::Basis;
use crate::quantity::{exact, fixed};

/// H01 and H02: full-time equivalents within the headcount; large changes have a reason; the
/// day of the count lies in the quarter.
pub(super) fn people(context: &Context<'_>) -> Vec<Finding> {
    let people = &context.returned.people;
    let find =
        |code, message: &str| Finding::new(code, people.place.clone(), message).about("Employees");
    let mut findings = Vec::new();
    let Some(headcount) = people.headcount else {
        if context.returned.basis == Basis::Heading {
            return findings;
        }
        findings.push(
            find(Code::C04, "the headcount is empty").remedy("Type the number of employees."),
        );
        return findings;
    };
    if let Some(fte) = people.full_time_equivalent.filter(|fte| *fte > headcount) {
        let read = format!("read {} full-time equivalent of {}", exact(fte), exact(headcount));
        let place = context.returned.place(&Slot::People(PeoplePart::FullTimeEquivalent));
        let excerpt = context.returned.excerpt(&[&people.place, &place]);
        let finding = Finding::new(Code::H01, place, "more full-time equivalents than people");
        findings.push(finding.about("Employees").read(read).excerpt(excerpt));
    }
    if let Some(day) = people.as_at.filter(|day| !context.returned.quarter.holds(*day)) {
        let read = format!("read {}, outside {}", long_date(day), context.returned.quarter);
        let place = context.returned.place(&Slot::People(PeoplePart::AsAt));
        let message = "the day of the count lies outside the quarter";
        findings.push(Finding::new(Code::H02, place, message).about("Employees").read(read));
    }
    let planned = context
        .plan
        .employees_of(&context.returned.service)
        .next()
        .map(|line| ("in the plan", line.headcount.value));
    let last = context
        .earlier
        .last()
        .and_then(|last| last.people.headcount)
        .map(|headcount| ("last quarter", headcount));
    for (when, was) in [planned, last].into_iter().flatten() {
        let by = moved_by(was, headcount);
        let large = by.filter(|by| *by > context.thresholds.headcount_percent);
        if let (Some(by), None) = (large, &people.reason) {
            let read = format!(
                "read {} after {} {when}, a change of {}%",
                exact(headcount),
                exact(was),
                fixed(by, 0)
            );
            let message = "the headcount changed a good deal, without a reason";
            let place = context.returned.cell(&Slot::People(PeoplePart::Reason), &people.place);
            let finding = Finding::new(Code::H02, place, message).about("Employees");
            findings.push(finding.read(read));
        }
    }
    findings
}
