//! Clock, holidays, timetable.

use super::{Found, Patient};
use crate::calendar::{Months, long_date};
use crate::pipeline::{Health, Inputs, health};
use crate::quantity::plural;
use crate::timetable::of_record;
use std::time::Duration;

/// The clock against what it has said before: it can't be known to be right, but to be wrong.
pub(super) fn clock(patient: &Patient<'_>) -> Vec<Found> {
    let zone = patient.settings.timetable.zone;
    let shown = zone.shown(patient.now);
    let remedy = "set the clock, and keep it set (systemd-timesyncd, chrony)";
    if let Ok(inputs) = patient.inputs
        && let Ok(Some(last)) = crate::pipeline::last_step(inputs)
        && let Some(last) = of_record(&last).filter(|last| *last > patient.now)
    {
        let how = format!("it says {shown}, and the record has a step of {}", zone.shown(last));
        return vec![Found::bad("this machine's clock", how, remedy)];
    }
    let ahead = patient.inputs.ok().and_then(|inputs| {
        let local = zone.local(patient.now + Duration::from_secs(300));
        let mut arrivals = inputs.inbox.arrivals.iter();
        arrivals.find(|one| one.arrived.is_some_and(|came| came > local)).map(|one| &one.file)
    });
    if let Some(file) = ahead {
        let how = format!("it says {shown}, and {file} came later than that");
        return vec![Found::bad("this machine's clock", how, remedy)];
    }
    let is = format!("{shown}, by {}; compare it with a clock that you trust", zone.name());
    vec![Found::good("this machine's clock", is)]
}

/// Whether bank holidays are known for the coming year.
pub(super) fn holidays(patient: &Patient<'_>) -> Vec<Found> {
    let holidays = match patient.settings.holidays() {
        Ok(holidays) => holidays,
        Err(error) => {
            return vec![Found::bad("bank holidays", error.to_string(), "install it again")];
        }
    };
    let today = patient.settings.timetable.zone.day(patient.now);
    let until = today + Months::new(12);
    let last = holidays.last_known();
    let local = plural(patient.settings.local_holidays.len(), "local holiday", "local holidays");
    vec![if last >= until {
        let is = format!("they are known up to {}; {local}", long_date(last));
        Found::good("bank holidays", is)
    } else {
        let how = format!(
            "they are known up to {}, and the coming year ends on {}",
            long_date(last),
            long_date(until)
        );
        let remedy = "put those that come after it into collection.local_holidays, and their last \
                      day into holidays_known_to; or install a later version";
        Found::bad("bank holidays", how, remedy)
    }]
}

/// Whether something does what is due.
pub(super) fn timetable(inputs: &Inputs, patient: &Patient<'_>) -> Vec<Found> {
    let what = "the timetable";
    match health(inputs, patient.now) {
        Err(error) => {
            let remedy = error.remedy().unwrap_or("quarterpack audit verify says more");
            vec![Found::bad("the record", error.to_string(), remedy)]
        }
        Ok(Health::NotBegun) => {
            let is = "nothing runs it yet: quarterpack due, or quarterpack serve, begins it";
            vec![Found::note(what, is)]
        }
        Ok(Health::Running(stands)) if stands.overdue.is_empty() => {
            let next = stands.next.map_or_else(String::new, |(at, what)| {
                format!(": next on {}, {what}", inputs.settings.timetable.zone.shown(at))
            });
            vec![Found::good(what, format!("every step that was due is done or noted{next}"))]
        }
        Ok(Health::Running(stands)) => {
            let zone = inputs.settings.timetable.zone;
            let late = |one: &crate::timetable::Overdue| {
                let how = format!("due on {}, and not done", zone.shown(one.step.at));
                let remedy = "see that quarterpack due or serve runs, and what its log says";
                Found::bad(one.step.shown(), how, remedy)
            };
            stands.overdue.iter().map(late).collect()
        }
    }
}
