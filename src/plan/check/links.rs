//! Links to the council plan: in one form, there, and under the priority they point to (P13).

use super::super::ids::OutcomeId;
use super::super::measure::Link;
use super::super::model::Plan;
use super::values::shown;
use super::{action_part, listed, measure_part, odd};
use crate::finding::{Code, Finding, Severity};

/// A link with the item it stands on.
struct Linked<'p> {
    part: String,
    link: &'p Link,
    outcome: &'p OutcomeId,
}

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let items = items(plan);
    let mut findings = Vec::new();
    findings.extend(forms(plan, &items));
    findings.extend(two_forms_of_one(plan, &items));
    findings.extend(items.iter().filter_map(|item| unread(plan, item)));
    findings.extend(none(plan, &items));
    findings.extend(other_priority(plan, &items));
    findings
}

/// Codes of two plans in two forms: the same digits may be two outcomes.
pub(super) fn between(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let (before, after) = (shapes(&items(earlier)), shapes(&items(later)));
    let words = |shapes: &[(String, String, usize)]| {
        listed(shapes.iter().map(|(_, example, _)| format!("“{example}”")))
    };
    let same = before.iter().map(|(shape, ..)| shape).eq(after.iter().map(|(shape, ..)| shape));
    if same || before.is_empty() || after.is_empty() {
        return Vec::new();
    }
    let message = format!(
        "links are written {} in {}, and {} in {}",
        words(&before),
        earlier.year,
        words(&after),
        later.year
    );
    let remedy = "Read each code within its own plan: the same digits can be two outcomes.";
    vec![odd(later, Code::P13, "Links", message).severity(Severity::Note).remedy(remedy)]
}

fn items(plan: &Plan) -> Vec<Linked<'_>> {
    let measures = plan.measures.iter().map(|measure| Linked {
        part: measure_part(measure),
        link: &measure.link,
        outcome: &measure.outcome,
    });
    let actions = plan.actions.iter().map(|action| Linked {
        part: action_part(action),
        link: &action.link,
        outcome: &action.outcome,
    });
    measures.chain(actions).collect()
}

/// The shapes of the links, each with its first example and how often: a letter or none, and
/// how many digits after the point (`C12.2` is `C6.1` with a larger number).
fn shapes(items: &[Linked]) -> Vec<(String, String, usize)> {
    let mut shapes: Vec<(String, String, usize)> = Vec::new();
    for item in items.iter().filter(|item| !item.link.codes.is_empty()) {
        let printed = &item.link.printed;
        let letter = if printed.starts_with('C') { "C" } else { "" };
        let minor = printed.split_once('.').map_or(0, |(_, minor)| minor.len());
        let shape = format!("{letter}.{minor}");
        match shapes.iter_mut().find(|(known, ..)| *known == shape) {
            Some((_, _, count)) => *count += 1,
            None => shapes.push((shape, printed.clone(), 1)),
        }
    }
    shapes.sort();
    shapes
}

fn forms(plan: &Plan, items: &[Linked]) -> Option<Finding> {
    let shapes = shapes(items);
    let asked = |(shape, ..): &(String, String, usize)| shape == ".2";
    if shapes.iter().all(asked) {
        return None;
    }
    let each = listed(shapes.iter().map(|(_, example, count)| format!("“{example}” ({count})")));
    let message = match shapes.len() {
        1 => format!("links are written as {each}, and not as two digits, a point, two digits"),
        _ => format!("links are written in {} forms: {each}", shapes.len()),
    };
    let finding = odd(plan, Code::P13, "Links", message);
    if shapes.len() == 1 {
        return Some(finding);
    }
    let with_letter = items.iter().filter(|item| item.link.printed.starts_with('C'));
    let parts = listed(with_letter.map(|item| item.part.clone()));
    Some(finding.read(format!("with a C: {parts}")))
}

/// One code printed in two ways.
fn two_forms_of_one(plan: &Plan, items: &[Linked]) -> Vec<Finding> {
    let mut codes: Vec<&str> =
        items.iter().flat_map(|item| &item.link.codes).map(String::as_str).collect();
    codes.sort_unstable();
    codes.dedup();
    let of = |code: &str| {
        let mut prints: Vec<&str> = items
            .iter()
            .filter(|item| item.link.codes.iter().any(|known| known == code))
            .map(|item| item.link.printed.as_str())
            .collect();
        prints.sort_unstable();
        prints.dedup();
        (prints.len() > 1).then(|| {
            let message = format!("one link is written {}", super::quoted(prints.iter().rev()));
            odd(plan, Code::P13, "Links", message).about(format!("Link {code}"))
        })
    };
    codes.into_iter().filter_map(of).collect()
}

fn is_nothing(link: &Link) -> bool {
    matches!(link.printed.trim(), "" | "-" | "–")
}

fn unread(plan: &Plan, item: &Linked) -> Option<Finding> {
    let odd_one = item.link.codes.is_empty() && !is_nothing(item.link);
    odd_one.then(|| {
        let message = format!("{} is no link", shown(&item.link.printed));
        odd(plan, Code::P13, &item.part, message)
    })
}

fn none(plan: &Plan, items: &[Linked]) -> Option<Finding> {
    let mut prints: Vec<(&str, Vec<String>)> = Vec::new();
    for item in items.iter().filter(|item| is_nothing(item.link)) {
        let printed = item.link.printed.trim();
        match prints.iter_mut().find(|(known, _)| *known == printed) {
            Some((_, parts)) => parts.push(item.part.clone()),
            None => prints.push((printed, vec![item.part.clone()])),
        }
    }
    if prints.is_empty() {
        return None;
    }
    let count: usize = prints.iter().map(|(_, parts)| parts.len()).sum();
    let read: Vec<String> = prints
        .iter()
        .map(|(word, parts)| format!("{} on {}", shown(word), listed(parts.clone())))
        .collect();
    let message = format!(
        "{count} of {} measures and actions {} no link",
        items.len(),
        if count == 1 { "has" } else { "have" }
    );
    let finding = odd(plan, Code::P13, "Links", message).severity(Severity::Note);
    Some(finding.read(read.join("; ")).remedy("Print the link, or “-” where there is none."))
}

/// Where most links begin with the number of the priority they stand under, those that do not.
fn other_priority(plan: &Plan, items: &[Linked]) -> Vec<Finding> {
    let under = |outcome: &OutcomeId| {
        let holds = |p: &super::super::Priority| p.outcomes.iter().any(|o| o.id == *outcome);
        plan.priorities.iter().position(holds).map(|index| index + 1)
    };
    let pointed: Vec<(&Linked, usize, usize)> = items
        .iter()
        .filter_map(|item| {
            let major = item.link.codes.first()?.split('.').next()?.parse().ok()?;
            Some((item, major, under(item.outcome)?))
        })
        .collect();
    let (fit, not): (Vec<_>, Vec<_>) =
        pointed.into_iter().partition(|(_, major, own)| major == own);
    if fit.len() <= not.len() {
        return Vec::new();
    }
    not.into_iter().map(|(item, major, own)| disagrees(plan, item, major, own)).collect()
}

fn disagrees(plan: &Plan, item: &Linked, major: usize, own: usize) -> Finding {
    let priority = |number: usize| {
        let found = number.checked_sub(1).and_then(|index| plan.priorities.get(index));
        found.map(|priority| {
            let none = priority.when_none.as_ref().map(|none| format!(" (“{none}”)"));
            format!("{}{}", priority.text, none.unwrap_or_default())
        })
    };
    let message = format!(
        "“{}” begins with {major}, which would be {}; the outcome stands under {own}, {}",
        item.link.printed,
        priority(major).unwrap_or_else(|| "no priority of the plan".into()),
        priority(own).unwrap_or_default(),
    );
    odd(plan, Code::P13, &item.part, message)
        .severity(Severity::Note)
        .read("taking it that a link begins with the priority's number, as most links here do")
        .remedy("Ask the plan's owner what the number stands for.")
}
