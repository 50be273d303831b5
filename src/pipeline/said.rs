//! What a pack publishes of what services say: comments, improvement actions, how the steps of
//! actions are reported and when they are due, explanations.

use super::Reconciled;
use super::published::{Sources, row};
use crate::calendar::long_date;
use crate::plan::{Action, Plan, ServiceId, Step};
use crate::reconcile::{MeasurePosition, Position, StepPosition};
use crate::store::Published;
use crate::validate::Source;

/// The ends of the keys of what is said, and no figure.
const SAID: [&str; 8] = [
    "/comment",
    "/improvement",
    "/improvement-by",
    "/reported",
    "/due",
    "/explanation",
    "/direction",
    "/mitigation",
];

/// Whether a row is of what a service says.
pub(super) fn is_said(published: &Published) -> bool {
    SAID.iter().any(|end| published.key.ends_with(end))
}

/// A row, where there is something to say.
type Row = Option<Published>;

/// Everything that is said, in the pack's order.
pub(super) fn said(reconciled: &Reconciled<'_>, sources: &Sources<'_>) -> Vec<Published> {
    let Reconciled { plan, position, .. } = *reconciled;
    let of = |service: &ServiceId| sources.by_service.get(service).copied();
    let mut all = Vec::new();
    for one in &position.measures {
        let source = one.service.as_ref().and_then(of);
        all.extend(of_measure(plan, one, source));
    }
    all.extend(of_actions(plan, position, &of));
    for line in &position.revenue.lines {
        let known = plan.revenue.iter().find(|known| known.id == line.line);
        let name = known.map_or("", |known| known.text.as_str());
        let key = format!("budget/{}/explanation", line.line);
        all.push(text(key, name, "explanation", line.explanation.as_deref(), of(&line.service)));
    }
    for project in &position.capital.projects {
        let known = plan.capital.iter().find(|known| Some(&known.id) == project.project.as_ref());
        let Some(known) = known else { continue };
        let key = format!("capital/{}/explanation", known.id);
        let why = project.explanation.as_deref();
        all.push(text(key, &known.text, "explanation", why, of(&known.service)));
    }
    for one in &position.people.services {
        let name = plan.service(&one.service).map_or("", |service| service.name.as_str());
        let key = format!("people/{}/explanation", one.service);
        all.push(text(key, name, "headcount, why", one.reason.as_deref(), of(&one.service)));
    }
    all.into_iter().flatten().collect()
}

fn of_measure(plan: &Plan, position: &MeasurePosition, source: Option<&Source>) -> Vec<Row> {
    let number = plan.measure(&position.measure).map_or(0, |measure| measure.number);
    let name = format!("Measure {number}");
    let Some(said) = &position.commentary else { return Vec::new() };
    let key = |what: &str| format!("measure/{}/{what}", position.measure);
    let action = said.action.as_ref().map(|action| match &said.owner {
        Some(owner) => format!("{action} ({owner})"),
        None => action.clone(),
    });
    let by = said.by.map(long_date);
    vec![
        text(key("comment"), &name, "comment", said.comment.as_deref(), source),
        text(key("improvement"), &name, "improvement action", action.as_deref(), source),
        text(key("improvement-by"), &name, "improvement action, by", by.as_deref(), source),
    ]
}

fn of_actions<'a>(
    plan: &Plan,
    position: &Position,
    of: &dyn Fn(&ServiceId) -> Option<&'a Source>,
) -> Vec<Row> {
    let mut all = Vec::new();
    for one in &position.actions {
        let Some(action) = plan.actions.iter().find(|action| action.id == one.action) else {
            continue;
        };
        let source = one.service.as_ref().and_then(of);
        for (step, at) in action.steps.iter().zip(&one.steps) {
            all.extend(of_step(action, step, at, source));
        }
    }
    all
}

fn of_step(action: &Action, step: &Step, at: &StepPosition, source: Option<&Source>) -> [Row; 3] {
    let name = if action.steps.len() == 1 {
        format!("Action {}", action.number)
    } else {
        format!("Action {}, {}", action.number, step.short)
    };
    let key = |what: &str| format!("action/{}/{}/{what}", action.id, step.id);
    let returned = at.returned.as_ref();
    let reported = returned.and_then(|returned| {
        let word = returned.state?.word().to_owned();
        Some(match (returned.percent, returned.completed_on) {
            (_, Some(day)) => format!("{word}, {}", long_date(day)),
            (Some(percent), None) => format!("{word}, {}%", percent.normalize()),
            (None, None) => word,
        })
    });
    let comment = returned.and_then(|r| r.comment.clone().or_else(|| r.evidence.clone()));
    let due = at.due.map(long_date);
    [
        text(key("reported"), &name, "as the service returned it", reported.as_deref(), source),
        text(key("due"), &name, "date due", due.as_deref(), source),
        text(key("comment"), &name, "comment", comment.as_deref(), source),
    ]
}

fn text(key: String, name: &str, what: &str, said: Option<&str>, source: Option<&Source>) -> Row {
    Some(row(key, name, what, said?.to_owned(), None, source.as_ref()))
}
