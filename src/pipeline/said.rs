//! What a pack publishes of what services say: comments, improvement actions, how the steps of
//! actions are reported and when they are due, explanations.

use super::Reconciled;
use super::published::{Sources, row};
use crate::calendar::long_date;
use crate::intake::digest;
use crate::plan::{Action, Plan, ServiceId, Step};
use crate::reconcile::{MeasurePosition, Position, StepPosition};
use crate::store::Published;
use crate::validate::Source;
use std::collections::BTreeMap;

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

/// Whether it is so in a service's own words. Of these only a fingerprint is kept: a text that was
/// taken back, or masked since, is to stand nowhere any more.
fn in_own_words(key: &str) -> bool {
    ["/comment", "/improvement", "/explanation"].iter().any(|end| key.ends_with(end))
}

/// A row with the words of it, where there is something to say.
type Row = Option<(Published, String)>;

/// Everything that is said, in the pack's order.
pub(super) fn said(reconciled: &Reconciled<'_>, sources: &Sources<'_>) -> Vec<Published> {
    rows(reconciled, sources).into_iter().map(|(row, _)| row).collect()
}

/// The services' own words, by the keys of their rows.
pub(super) fn words(reconciled: &Reconciled<'_>) -> BTreeMap<String, String> {
    let rows = rows(reconciled, &Sources::default()).into_iter();
    rows.filter(|(row, _)| in_own_words(&row.key)).map(|(row, words)| (row.key, words)).collect()
}

fn rows(reconciled: &Reconciled<'_>, sources: &Sources<'_>) -> Vec<(Published, String)> {
    let Reconciled { plan, position, .. } = *reconciled;
    let of = |service: &ServiceId| sources.by_service.get(service).copied();
    let mut all = Vec::new();
    for one in &position.measures {
        let source = one.service.as_ref().and_then(of);
        all.extend(of_measure(plan, one, source));
    }
    all.extend(of_actions(plan, position, &of));
    for line in &position.revenue.lines {
        let name = plan.line(&line.line).map_or("", |known| known.text.as_str());
        let key = format!("budget/{}/explanation", line.line);
        all.push(text(key, name, "explanation", line.explanation.as_deref(), of(&line.service)));
    }
    for project in &position.capital.projects {
        let known = project.project.as_ref().and_then(|id| plan.project(id));
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
        let Some(action) = plan.action(&one.action) else { continue };
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
    let words = said?.to_owned();
    let (shown, value) = if in_own_words(&key) {
        ("in words".to_owned(), Some(digest(words.as_bytes())))
    } else {
        (words.clone(), None)
    };
    Some((row(key, name, what, shown, value, source.as_ref()), words))
}
