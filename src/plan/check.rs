//! What is odd in the plans themselves: each family of checks in a file of its own, every plan
//! first by itself, then beside the one before it.
//!
//! Nothing here knows a particular plan: each finding is worked out from what the plan file
//! holds. What only a person can see stands in the file as a note, and is passed on from there.

mod between;
mod bodies;
mod changes;
mod dates;
mod links;
mod money_between;
mod notes;
mod numbers;
mod outcomes;
mod services;
mod steps;
mod sums;
mod targets;
mod unset;
mod values;
mod words;
mod words_between;

use super::measure::Measure;
use super::model::{Action, Plan, Step};
use crate::finding::{Code, Finding, Place};

/// The checks of one plan, in the order of their codes.
const ALONE: &[fn(&Plan) -> Vec<Finding>] = &[
    sums::check,
    changes::check,
    values::check,
    targets::check,
    steps::check,
    services::check,
    links::check,
    outcomes::check,
    dates::check,
    words::check,
    numbers::check,
    bodies::check,
    notes::check,
    unset::check,
];

/// The checks of a plan beside the one before it: earlier, later.
const BETWEEN: &[fn(&Plan, &Plan) -> Vec<Finding>] = &[
    between::check,
    money_between::check,
    words_between::check,
    numbers::between,
    bodies::between,
    links::between,
];

/// Everything that is odd in the plans, oldest plan first, then between each and the next.
#[must_use]
pub fn check(plans: &[Plan]) -> Vec<Finding> {
    found(plans).collect()
}

/// The same, check by check: of a large plan there is a great deal to note.
pub fn found(plans: &[Plan]) -> impl Iterator<Item = Finding> {
    let mut plans: Vec<&Plan> = plans.iter().collect();
    plans.sort_by_key(|plan| plan.year);
    let later = plans.iter().skip(1).copied();
    let pairs: Vec<(&Plan, &Plan)> = plans.iter().copied().zip(later).collect();
    let alone = plans.into_iter().flat_map(|plan| ALONE.iter().flat_map(move |check| check(plan)));
    let between = pairs
        .into_iter()
        .flat_map(|(earlier, later)| BETWEEN.iter().flat_map(move |check| check(earlier, later)));
    alone.chain(between)
}

/// What was worked out again and holds, one sentence each: so that a plan is not called right
/// where nothing was checked.
#[must_use]
pub fn held(plan: &Plan) -> Vec<String> {
    sums::held(plan).into_iter().chain(changes::held(plan)).collect()
}

/// A finding about a part of a plan, named as its reader knows it: `Measure 13`.
fn odd(plan: &Plan, code: Code, part: impl Into<String>, message: impl Into<String>) -> Finding {
    let part = part.into();
    Finding::new(code, Place::sheet(&*plan.file, &*part), message).about(part)
}

fn measure_part(measure: &Measure) -> String {
    format!("Measure {}", measure.number)
}

fn action_part(action: &Action) -> String {
    format!("Action {}", action.number)
}

/// `Action 8`, or `Action 11, step 2` where there are several.
fn step_part(action: &Action, step: &Step) -> String {
    let number = step.id.as_str().rsplit('.').next().unwrap_or_default();
    match action.steps.len() {
        0 | 1 => action_part(action),
        _ => format!("{}, step {number}", action_part(action)),
    }
}

/// Every step of a plan with its action.
fn steps_of(plan: &Plan) -> impl Iterator<Item = (&Action, &Step)> {
    plan.actions.iter().flat_map(|action| action.steps.iter().map(move |step| (action, step)))
}

/// `“a”, “b” and “c”`.
fn quoted<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    listed(texts.into_iter().map(|text| format!("“{}”", text.as_ref())))
}

/// `a, b and c`.
fn listed(texts: impl IntoIterator<Item = String>) -> String {
    let mut texts: Vec<String> = texts.into_iter().collect();
    let last = texts.pop().unwrap_or_default();
    if texts.is_empty() { last } else { format!("{} and {last}", texts.join(", ")) }
}

#[cfg(test)]
mod tests;
