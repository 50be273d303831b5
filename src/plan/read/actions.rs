//! Actions, their steps and the reports these promise.

use super::super::fault::Faults;
use super::super::ids::{ActionId, StepId};
use super::super::model::{Action, Report, ReportDue, Step};
use super::super::written;
use super::Known;
use super::measures::link;
use super::names;
use toml::Spanned;

/// An action, under its id and the ids of its steps.
pub(super) fn action(
    from: written::Action,
    (id, steps): (ActionId, Vec<StepId>),
    known: &Known,
    faults: &mut Faults,
) -> Action {
    let path = format!("action {id}");
    if from.step.is_empty() {
        faults.add(
            from.id.span(),
            &*path,
            "it has no step",
            "write a part that begins with [[action.step]]",
        );
    }
    Action {
        number: from.number,
        text: from.printed,
        short: names::short(from.short, &path, faults),
        outcome: known.outcomes.find(&from.outcome, &path, faults),
        services: known.services.find_all(&from.services, &path, faults),
        service_printed: known.shared.words(from.service_printed),
        link: known.shared.link(link(&from.link)),
        continues: from
            .continues
            .iter()
            .filter_map(|text| names::earlier(text, known.year, &path, faults))
            .collect(),
        steps: from
            .step
            .into_iter()
            .zip(steps)
            .map(|(from, step_id)| step(from, (step_id, &id), known, faults))
            .collect(),
        id,
    }
}

fn step(
    from: written::Step,
    (id, action): (StepId, &ActionId),
    known: &Known,
    faults: &mut Faults,
) -> Step {
    let path = format!("step {id}");
    if id.as_str().strip_prefix(action.as_str()).is_none_or(|rest| !rest.starts_with('.')) {
        let message = format!("“{id}” is not a step of {action}");
        faults.add(from.id.span(), &*path, message, format!("call it {action}.1 or the like"));
    }
    Step {
        id,
        text: from.printed,
        short: names::short(from.short, &path, faults),
        service_printed: known.shared.words(from.service_printed),
        when_printed: from.when.map(|when| known.shared.words(when)),
        due: from.due,
        inferred: from.read_as,
        reports: from.reports.iter().map(|each| report(each, &path, known, faults)).collect(),
    }
}

fn report(
    from: &Spanned<written::Report>,
    path: &str,
    known: &Known,
    faults: &mut Faults,
) -> Report {
    let path = format!("{path} › reports");
    let written = from.get_ref();
    let due = match (&written.quarters, written.by) {
        (None, None) => ReportDue::NoDate,
        (None, Some(day)) => ReportDue::By(day),
        (Some(quarters), None) => {
            let rising = quarters.windows(2).all(|pair| pair.first() < pair.last());
            let real = quarters.iter().all(|quarter| (1..=4).contains(quarter));
            if quarters.is_empty() || !rising || !real {
                let message = "these are not quarters of a year";
                faults.add(from.span(), &*path, message, "write some of 1 to 4, such as [2, 4]");
            }
            ReportDue::Quarters(quarters.clone())
        }
        (Some(_), Some(_)) => {
            let message = "a report is due in quarters or by a day, not both";
            faults.add(from.span(), &*path, message, "leave one of them out");
            ReportDue::NoDate
        }
    };
    let audience = written.to.as_ref().map(|to| known.audiences.find(to, &path, faults));
    Report { audience, due }
}
