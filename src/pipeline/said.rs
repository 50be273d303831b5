//! What a pack publishes of what services say: comments, improvement actions, how the steps of
//! actions are reported and when they are due, explanations.

use super::Reconciled;
use super::published::row;
use crate::calendar::long_date;
use crate::intake::digest;
use crate::plan::{Action, Plan, ServiceId, Step};
use crate::reconcile::{ActionPosition, MeasurePosition, StepPosition};
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

/// Whether it is so in a service's own words. Of these only a fingerprint is kept: a text that was
/// taken back, or masked since, is to stand nowhere any more.
pub(super) fn in_own_words(key: &str) -> bool {
    ["/comment", "/improvement", "/explanation"].iter().any(|end| key.ends_with(end))
}

/// A row with the words of it, where there is something to say.
type Row = Option<(Published, String)>;

/// Everything that is said, in the pack's order, each row with the words of it. `of`: the return
/// that comes from a service.
pub(super) fn rows<'r>(
    reconciled: &Reconciled<'r>,
    of: impl Fn(&ServiceId) -> Option<&'r Source> + Copy,
) -> impl Iterator<Item = (Published, String)> {
    let Reconciled { plan, position, .. } = *reconciled;
    let measures = position.measures.iter().flat_map(move |one| {
        let source = one.service.as_ref().and_then(of);
        of_measure(plan, &one, source)
    });
    let actions = position.actions.iter().flat_map(move |one| of_action(plan, &one, of));
    let lines = position.revenue.lines.iter().map(move |line| {
        let name = plan.line(&line.line).map_or("", |known| known.text.as_str());
        let key = format!("budget/{}/explanation", line.line);
        text(key, name, "explanation", line.explanation.as_deref(), of(&line.service))
    });
    let projects = position.capital.projects.iter().map(move |project| {
        let known = project.project.as_ref().and_then(|id| plan.project(id))?;
        let key = format!("capital/{}/explanation", known.id);
        let why = project.explanation.as_deref();
        text(key, &known.text, "explanation", why, of(&known.service))
    });
    let people = position.people.services.iter().map(move |one| {
        let name = plan.service(&one.service).map_or("", |service| service.name.as_str());
        let key = format!("people/{}/explanation", one.service);
        text(key, name, "headcount, why", one.reason.as_deref(), of(&one.service))
    });
    measures.chain(actions).chain(lines).chain(projects).chain(people).flatten()
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

fn of_action<'a>(
    plan: &Plan,
    one: &ActionPosition,
    of: impl Fn(&ServiceId) -> Option<&'a Source>,
) -> Vec<Row> {
    let Some(action) = plan.action(&one.action) else { return Vec::new() };
    let source = one.service.as_ref().and_then(of);
    let steps = action.steps.iter().zip(&one.steps);
    steps.flat_map(|(step, at)| of_step(action, step, at, source)).collect()
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
