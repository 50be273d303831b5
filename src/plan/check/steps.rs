//! Steps: dated, dated by a day, one report each, one service each (P09, P10, P12, P28, P32).

use super::super::model::{Action, Plan, Report, ReportDue, Step};
use super::{action_part, dates, listed, odd, step_part, steps_of};
use crate::calendar::long_date;
use crate::finding::{Code, Finding};
use crate::quantity::plural;

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let each = steps_of(plan).flat_map(|(action, step)| {
        let part = step_part(action, step);
        [
            undated(step).map(|message| odd(plan, Code::P09, &part, message)),
            vague(step).map(|message| odd(plan, Code::P10, &part, message)),
            blank(action, step).map(|message| odd(plan, Code::P12, &part, message)),
            mixed(plan, step).map(|message| odd(plan, Code::P28, &part, message)),
        ]
    });
    each.flatten().chain(several(plan)).collect()
}

fn undated(step: &Step) -> Option<String> {
    let reports = step.reports.iter().all(|report| report.due == ReportDue::NoDate);
    let dated = step.when_printed.is_some() || step.due.is_some() || !reports;
    (!dated).then(|| "no date and no quarter is set".into())
}

/// A time in words that leaves the day, or the quarter, to the reader.
fn vague(step: &Step) -> Option<String> {
    let printed = step.when_printed.as_deref()?;
    let lower = printed.to_lowercase();
    if let Some(due) = step.due {
        let exact = dates::named_in(printed).iter().any(|date| date.day_said);
        return (!exact).then(|| format!("“{printed}” names no day; read as {}", long_date(due)));
    }
    if lower.contains("bi-annual") || lower.contains("biannual") {
        return Some(format!(
            "“{printed}” can mean twice a year or every two years{}",
            read_as(step)
        ));
    }
    let open = lower.contains("annual") || lower.contains("month");
    open.then(|| format!("“{printed}” names no quarter{}", read_as(step)))
}

fn read_as(step: &Step) -> String {
    let quarters = step.reports.iter().find_map(|report| match &report.due {
        ReportDue::Quarters(quarters) => Some(quarters),
        ReportDue::By(_) | ReportDue::NoDate => None,
    });
    quarters.map(|quarters| format!("; read as {}", in_words(quarters))).unwrap_or_default()
}

fn in_words(quarters: &[u8]) -> String {
    let noun = if quarters.len() == 1 { "quarter" } else { "quarters" };
    format!("{noun} {}", listed(quarters.iter().map(ToString::to_string)))
}

fn blank(action: &Action, step: &Step) -> Option<String> {
    step.service_printed
        .trim()
        .is_empty()
        .then(|| format!("no service is printed; read as “{}”", action.service_printed))
}

fn mixed(plan: &Plan, step: &Step) -> Option<String> {
    let first = step.reports.first()?;
    if step.reports.iter().all(|report| report.due == first.due) {
        return None;
    }
    let each = step.reports.iter().map(|report| promised(plan, report));
    Some(format!(
        "one step promises {}: {}",
        plural(step.reports.len(), "report", "reports at different times"),
        listed(each)
    ))
}

fn promised(plan: &Plan, report: &Report) -> String {
    let body = report.audience.as_ref().and_then(|id| plan.audience(id));
    let body = body.map_or("a body that is not named", |audience| audience.name.as_str());
    let when = match &report.due {
        ReportDue::Quarters(quarters) => format!("in {}", in_words(quarters)),
        ReportDue::By(day) => format!("by {}", long_date(*day)),
        ReportDue::NoDate => "with no date".into(),
    };
    format!("to {body} {when}")
}

/// Steps that share the number of their action.
fn several(plan: &Plan) -> impl Iterator<Item = Finding> {
    plan.actions.iter().filter(|action| action.steps.len() > 1).map(|action| {
        let steps = plural(action.steps.len(), "step stands", "steps stand");
        let ids = listed(action.steps.iter().map(|step| step.id.to_string()));
        let message = format!("{steps} under one number; they are called {ids}");
        odd(plan, Code::P32, action_part(action), message)
    })
}
