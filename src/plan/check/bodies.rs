//! The bodies that reports go to: called by one name, and told apart (P27).

use super::super::model::{Audience, Plan};
use super::{action_part, listed, odd, quoted, step_part, steps_of};
use crate::finding::{Code, Finding};

/// A body's name somewhere in the plan's text.
struct Mention<'p> {
    part: String,
    body: &'p Audience,
    name: &'p str,
}

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let mentions = mentions(plan);
    let other = plan.audiences.iter().filter_map(|body| other_names(plan, body, &mentions));
    let joined = mentions.iter().filter_map(|mention| one_or_two(plan, mention));
    other.chain(joined).collect()
}

/// Bodies that two plans call by different names.
pub(super) fn between(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let (before, after) = (mentions(earlier), mentions(later));
    let renamed = later.audiences.iter().filter_map(|body| {
        let old = names_of(&before, body);
        let new = names_of(&after, body);
        if old.is_empty() || new.is_empty() || old == new {
            return None;
        }
        let message = format!(
            "{} is {} in {} and {} in {}",
            body.name,
            quoted(&old),
            earlier.year,
            quoted(&new),
            later.year,
        );
        Some(odd(later, Code::P27, "Bodies", message).about(&body.name))
    });
    renamed.collect()
}

fn names_of<'p>(mentions: &[Mention<'p>], body: &Audience) -> Vec<&'p str> {
    let here = mentions.iter().filter(|mention| mention.body.id == body.id);
    let mut names: Vec<&str> = here.map(|mention| mention.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn other_names(plan: &Plan, body: &Audience, mentions: &[Mention]) -> Option<Finding> {
    let names: Vec<&str> =
        names_of(mentions, body).into_iter().filter(|name| *name != body.name).collect();
    if names.is_empty() {
        return None;
    }
    let message = format!("{} is also called {}", body.name, quoted(&names));
    let places = names.iter().map(|name| {
        let here = mentions.iter().filter(|m| m.name == *name && m.body.id == body.id);
        let mut parts: Vec<String> = here.map(|mention| mention.part.clone()).collect();
        parts.dedup();
        format!("“{name}” in {}", listed(parts))
    });
    let finding = odd(plan, Code::P27, "Bodies", message).about(&body.name);
    Some(finding.read(places.collect::<Vec<_>>().join("; ")))
}

/// “the IJB, Performance and Audit Sub Committee”: a body and its sub committee, or one body?
fn one_or_two(plan: &Plan, mention: &Mention) -> Option<Finding> {
    let (first, rest) = mention.name.split_once(", ")?;
    let other = plan.audiences.iter().find(|body| names(body).any(|name| name == first))?;
    let message =
        format!("“{}” can be one body, or two: {} and its {rest}", mention.name, other.name);
    Some(odd(plan, Code::P27, &mention.part, message))
}

fn mentions(plan: &Plan) -> Vec<Mention<'_>> {
    let actions = plan.actions.iter().map(|action| (action_part(action), action.text.as_str()));
    let steps = steps_of(plan).map(|(action, step)| (step_part(action, step), step.text.as_str()));
    let passages = plan.texts.iter().map(|p| (format!("Section {}", p.section), p.text.as_str()));
    let texts = passages.chain(actions).chain(steps);
    texts.flat_map(|(part, text)| in_text(plan, &part, text)).collect()
}

/// The bodies that a text names; where one name is part of another, the longer one counts.
fn in_text<'p>(plan: &'p Plan, part: &str, text: &str) -> Vec<Mention<'p>> {
    let mut known: Vec<(&Audience, &str)> =
        plan.audiences.iter().flat_map(|body| names(body).map(move |name| (body, name))).collect();
    known.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
    let mut left = text.to_owned();
    let mut found = Vec::new();
    for (body, name) in known {
        if has_phrase(&left, name) {
            left = left.replace(name, "·");
            found.push(Mention { part: part.to_owned(), body, name });
        }
    }
    found
}

fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + phrase.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn names(body: &Audience) -> impl Iterator<Item = &str> {
    std::iter::once(body.name.as_str()).chain(body.aliases.iter().map(String::as_str))
}
