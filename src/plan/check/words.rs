//! Words: for nothing, for what is not settled, and for what is cited (P24, P33, P34, P38).

use super::super::measure::{Reading, TargetRule};
use super::super::model::Plan;
use super::values::shown;
use super::{listed, odd, quoted, steps_of};
use crate::calendar::long_date;
use crate::finding::{Code, Finding};

/// Words of a figure that may still change.
const UNSETTLED: [&str; 4] =
    ["will be finalised", "provisional", "to be agreed", "subject to approval"];

/// What a text can cite by number.
const CITED: [&str; 4] = ["Table", "Graph", "Figure", "Chart"];

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let nothing = nothing(plan).map(|message| odd(plan, Code::P24, "Words for nothing", message));
    let mut findings: Vec<Finding> = nothing.into_iter().collect();
    findings.extend(marks(plan));
    findings.extend(unsettled(plan));
    findings.extend(headcount(plan));
    findings.extend(missing_citations(plan));
    findings
}

/// The words a plan uses where there is nothing, each with how often.
pub(super) fn words_for_nothing(plan: &Plan) -> Vec<(String, usize)> {
    let targets = plan.measures.iter().filter(|measure| {
        matches!(measure.target.rule, TargetRule::None | TargetRule::ToBeConfirmed)
    });
    let targets = targets.map(|measure| measure.target.printed.as_str());
    let values = plan
        .measures
        .iter()
        .flat_map(|measure| &measure.earlier)
        .filter(|value| !matches!(value.reading, Reading::Value(_) | Reading::Suspect { .. }));
    let values = values.map(|value| value.printed.as_str());
    let links = plan.measures.iter().map(|m| &m.link).chain(plan.actions.iter().map(|a| &a.link));
    let links = links.filter(|link| link.codes.is_empty()).map(|link| link.printed.as_str());
    let services = steps_of(plan).map(|(_, step)| step.service_printed.as_str());
    let services = services.filter(|printed| printed.trim().is_empty());
    let new = plan.measures.iter().filter_map(|measure| measure.notes_printed.as_deref());
    let new = new.filter(|note| note.starts_with("New measure")).map(|_| "New measure");
    let mut words: Vec<(String, usize)> = Vec::new();
    for word in targets.chain(values).chain(links).chain(services).chain(new) {
        let word = shown(word);
        match words.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => words.push((word, 1)),
        }
    }
    words
}

fn nothing(plan: &Plan) -> Option<String> {
    let words = words_for_nothing(plan);
    let each = listed(words.iter().map(|(word, count)| format!("{word} ({count})")));
    (words.len() > 1).then(|| format!("nothing is written in {} ways: {each}", words.len()))
}

/// A sentence that explains a mark which nothing carries.
fn marks(plan: &Plan) -> Option<Finding> {
    let explained = plan.texts.iter().find(|passage| passage.text.contains("Targets marked “"))?;
    let mark = explained.text.split(['“', '”']).nth(1)?;
    let used = plan.measures.iter().any(|measure| measure.target.printed == mark);
    (!used).then(|| {
        let blank = plan.measures.iter().filter(|m| m.target.printed.trim().is_empty()).count();
        let message = format!("the text explains the mark “{mark}”, and no target carries it");
        let part = format!("Section {}", explained.section);
        let finding = odd(plan, Code::P24, part, message);
        finding.read(format!("“{}”; {blank} targets are blank", explained.text))
    })
}

fn unsettled(plan: &Plan) -> Vec<Finding> {
    let open = plan.texts.iter().filter(|passage| {
        let text = passage.text.to_lowercase();
        UNSETTLED.iter().any(|words| text.contains(words))
    });
    open.map(|passage| {
        let message = "the figures of this section may not be final";
        let part = format!("Section {}", passage.section);
        odd(plan, Code::P33, part, message).read(format!("“{}”", passage.text))
    })
    .collect()
}

fn headcount(plan: &Plan) -> Option<Finding> {
    let people = &plan.employees;
    (people.as_at < plan.year.start()).then(|| {
        let message = format!(
            "employees were counted in “{}”, before {} began on {}",
            people.as_at_printed,
            plan.year,
            long_date(plan.year.start()),
        );
        odd(plan, Code::P34, "5.3 Employees", message)
            .read("the lines are people (headcount), not full-time equivalents")
    })
}

/// “(Table 1)” where only “Graph 1:” is printed.
fn missing_citations(plan: &Plan) -> Vec<Finding> {
    let captions: Vec<&str> =
        plan.texts.iter().filter_map(|passage| caption(&passage.text)).collect();
    let statistics = plan.statistics.iter().map(|s| (s.short.clone(), s.text.as_str()));
    let passages = plan.texts.iter().map(|p| (format!("Section {}", p.section), p.text.as_str()));
    let mut findings = Vec::new();
    for (part, text) in statistics.chain(passages) {
        for cited in citations(text).into_iter().filter(|cited| !captions.contains(&cited.as_str()))
        {
            let message = format!("“{cited}” is cited and not printed");
            let there = if captions.is_empty() {
                "nothing of the kind is".into()
            } else {
                quoted(&captions)
            };
            findings.push(odd(plan, Code::P38, &part, message).read(format!("printed: {there}")));
        }
    }
    findings
}

/// `Graph 1` of `Graph 1: Population projections`.
fn caption(text: &str) -> Option<&str> {
    let (head, _) = text.split_once(':')?;
    let (kind, number) = head.split_once(' ')?;
    (CITED.contains(&kind) && number.parse::<u16>().is_ok()).then_some(head)
}

fn citations(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(['(', ')', '.', ',', ':', ';']).to_owned();
    words
        .windows(2)
        .filter_map(|pair| {
            let (kind, number) = (bare(pair.first()?), bare(pair.last()?));
            let cites = CITED.contains(&kind.as_str()) && number.parse::<u16>().is_ok();
            cites.then(|| format!("{kind} {number}"))
        })
        .collect()
}
