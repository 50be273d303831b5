//! Checks on actions: what complete means, what is late, reports due.

use super::super::returned::{Return, StepReturn};
use super::Context;
use crate::calendar::{NaiveDate, long_date};
use crate::finding::{Code, Finding, Severity};
use crate::form::{Slot, StepPart, StepState};
use crate::plan::{Action, Report, ReportDue, Step};
use crate::quantity::Decimal;

fn steps<'a>(
    context: &'a Context<'_>,
) -> impl Iterator<Item = (&'a Action, &'a Step, &'a StepReturn)> {
    context.plan.actions_of(&context.returned.service).flat_map(move |action| {
        action
            .steps
            .iter()
            .filter_map(move |step| Some((action, step, context.returned.steps.get(&step.id)?)))
    })
}

/// A finding at one of a step's cells.
fn at(
    context: &Context<'_>,
    code: Code,
    (action, step): (&Action, &Step),
    part: StepPart,
    message: &str,
) -> Finding {
    let place = context.returned.place(&Slot::Step(step.id.clone(), part));
    Finding::new(code, place, message).about(format!("Action {}", action.number))
}

fn finding(code: Code, action: &Action, step: &StepReturn, message: impl Into<String>) -> Finding {
    Finding::new(code, step.place.clone(), message).about(format!("Action {}", action.number))
}

/// A01, A02 and A03: a status is chosen, complete means complete, and was done in time past.
pub(super) fn complete(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (action, of, step) in steps(context) {
        let range = Decimal::ZERO..=Decimal::ONE_HUNDRED;
        if let Some(percent) = step.percent.filter(|percent| !range.contains(percent)) {
            let read = format!("read {}%", percent.normalize());
            let message = "how far it is, is not from 0 to 100";
            let part = StepPart::Percent;
            findings.push(at(context, Code::A01, (action, of), part, message).read(read));
        }
        if step.state.is_none() {
            findings.push(finding(Code::A01, action, step, "no status is chosen"));
            continue;
        }
        let done = step.state == Some(StepState::Complete);
        let whole = step.percent == Some(Decimal::ONE_HUNDRED);
        if done && !(whole && step.completed_on.is_some() && step.evidence.is_some()) {
            let missing = [
                (!whole).then_some("100%"),
                step.completed_on.is_none().then_some("the day of completion"),
                step.evidence.is_none().then_some("where that can be seen"),
            ];
            let missing: Vec<_> = missing.into_iter().flatten().collect();
            let message = format!("complete, without {}", missing.join(" and "));
            let part = if !whole {
                StepPart::Percent
            } else if step.completed_on.is_none() {
                StepPart::CompletedOn
            } else {
                StepPart::Evidence
            };
            findings.push(at(context, Code::A02, (action, of), part, &message));
        }
        if !done && (whole || step.completed_on.is_some()) {
            let what = if whole { "100%" } else { "a day of completion" };
            let state = step.state.map_or("", StepState::word);
            let read = format!("read “{state}” beside {what}");
            let message = format!("{what}, and not complete");
            findings.push(finding(Code::A02, action, step, message).read(read));
        }
        findings.extend(completion_day(context, (action, of), step));
    }
    findings
}

fn completion_day(
    context: &Context<'_>,
    of: (&Action, &Step),
    step: &StepReturn,
) -> Option<Finding> {
    let day = step.completed_on?;
    let sent = context.returned.source.received.date();
    if day > sent {
        let read = format!("read {}; the return came on {}", long_date(day), long_date(sent));
        let message = "the completion date lies after the return";
        return Some(at(context, Code::A03, of, StepPart::CompletedOn, message).read(read));
    }
    let start = context.plan.year.start();
    (day < start).then(|| {
        let read = format!("read {}; the plan begins on {}", long_date(day), long_date(start));
        let message = "the completion date lies before the plan's year";
        at(context, Code::A03, of, StepPart::CompletedOn, message)
            .read(read)
            .severity(Severity::Warning)
    })
}

/// A04: past its date and still on track.
pub(super) fn late(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (action, step, returned) in steps(context) {
        let due: Option<NaiveDate> = returned.new_due.or_else(|| step.last_day(context.plan.year));
        let Some(due) = due.filter(|due| *due < context.as_at) else { continue };
        if matches!(returned.state, Some(StepState::OnTrack | StepState::NotStarted)) {
            let days = (context.as_at - due).num_days();
            let read = format!(
                "read “{}”; it was due on {}, {days} days before {}",
                returned.state.map_or("", StepState::word),
                long_date(due),
                long_date(context.as_at)
            );
            findings.push(
                finding(Code::A04, action, returned, "past its date and not said to be late")
                    .read(read),
            );
        }
    }
    findings
}

/// A05: progress that fell, or stood still while on track.
pub(super) fn progress(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (action, step, returned) in steps(context) {
        let percent = |from: &Return| from.steps.get(&step.id).and_then(|step| step.percent);
        let (Some(now), Some(last)) =
            (returned.percent, context.earlier.last().and_then(|last| percent(last)))
        else {
            continue;
        };
        let before = context.earlier.iter().rev().nth(1).and_then(|before| percent(before));
        let on_track = returned.state == Some(StepState::OnTrack);
        if now < last {
            let read = format!("read {}% after {}%", now.normalize(), last.normalize());
            let part = StepPart::Percent;
            findings.push(at(context, Code::A05, (action, step), part, "progress fell").read(read));
        } else if on_track && now == last && before == Some(now) && now < Decimal::ONE_HUNDRED {
            let read = format!("read {}% in three quarters running", now.normalize());
            let message = "progress stands still";
            let part = StepPart::Percent;
            findings.push(at(context, Code::A05, (action, step), part, message).read(read));
        }
    }
    findings
}

/// A06: a report due this quarter says when it was made.
pub(super) fn reports(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (action, step, _) in steps(context) {
        for (nth, report) in (0u16..).zip(&step.reports) {
            if !due_in(report, context.returned.quarter) {
                continue;
            }
            let Some(returned) = context.returned.reports.get(&(step.id.clone(), nth)) else {
                continue;
            };
            if returned.made_on.is_none() {
                let to = report
                    .audience
                    .as_ref()
                    .and_then(|id| context.plan.audience(id))
                    .map_or_else(String::new, |audience| format!(" to the {}", audience.name));
                let expected = returned.expected_on.map_or_else(String::new, |day| {
                    format!("read no date; it is expected on {}", long_date(day))
                });
                let mut found = Finding::new(
                    Code::A06,
                    returned.place.clone(),
                    format!("the report{to} due this quarter has no date"),
                )
                .about(format!("Action {}", action.number));
                found.read = Some(expected).filter(|text| !text.is_empty());
                findings.push(found);
            }
        }
    }
    findings
}

fn due_in(report: &Report, quarter: crate::calendar::Quarter) -> bool {
    match &report.due {
        ReportDue::Quarters(quarters) => quarters.contains(&quarter.number()),
        ReportDue::By(day) => quarter.holds(*day),
        ReportDue::NoDate => false,
    }
}

/// A07: a date that moved has a reason and an approver.
pub(super) fn moved(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (action, step, returned) in steps(context) {
        let Some(new) = returned.new_due.filter(|new| Some(*new) != step.due) else { continue };
        if returned.new_due_reason.is_none() || returned.new_due_approver.is_none() {
            let was = step.due.map_or_else(|| "no date".into(), long_date);
            let message = "the date moved without reason or approver";
            let (part, what) = if returned.new_due_reason.is_none() {
                (StepPart::NewDueReason, "reason")
            } else {
                (StepPart::NewDueApprover, "approver")
            };
            let read = format!("read no {what}; the date moved from {was} to {}", long_date(new));
            findings.push(at(context, Code::A07, (action, step), part, message).read(read));
        }
    }
    findings
}
