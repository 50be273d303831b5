//! Two plans in a row: measures in other words, tables under other heads, other words for
//! nothing (P24, P36).

use super::super::model::Plan;
use super::between::pairs;
use super::{listed, measure_part, odd, quoted, words};
use crate::finding::{Code, Finding};

/// Words that come and go with the form of a sentence and not with its sense.
const FORM: [&str; 12] =
    ["of", "are", "is", "the", "a", "to", "be", "and", "for", "our", "percentage", "in"];

pub(super) fn check(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let mut findings = reworded(earlier, later);
    findings.extend(headings(earlier, later));
    findings.extend(nothing(earlier, later));
    findings
}

fn reworded(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let changed = pairs(earlier, later).filter_map(|(before, after)| {
        let gone = words_not_in(&before.text, &after.text);
        let new = words_not_in(&after.text, &before.text);
        if gone.is_empty() && new.is_empty() {
            return None;
        }
        let side = |words: &[String], what: &str| {
            (!words.is_empty()).then(|| format!("{what} {}", quoted(words)))
        };
        let sides: Vec<String> =
            [side(&gone, "gone"), side(&new, "new")].into_iter().flatten().collect();
        let message =
            format!("the words have changed since {}: {}", earlier.year, sides.join("; "));
        let finding = odd(later, Code::P36, measure_part(after), message);
        Some(finding.read(format!("“{}” was “{}”", after.text, before.text)))
    });
    changed.collect()
}

/// The words of one text that the other lacks, without figures and words of form.
fn words_not_in(text: &str, other: &str) -> Vec<String> {
    let other: Vec<String> = bare_words(other).map(str::to_lowercase).collect();
    let mut missing: Vec<String> = bare_words(text)
        .filter(|word| {
            let word = word.to_lowercase();
            !FORM.contains(&word.as_str()) && !word.ends_with('%') && !other.contains(&word)
        })
        .map(str::to_owned)
        .collect();
    missing.dedup();
    missing
}

fn bare_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace().map(|word| word.trim_matches(['.', ',']));
    words.filter(|word| !word.is_empty())
}

fn headings(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let (before, after) = (&earlier.headings, &later.headings);
    let mut findings = Vec::new();
    if before.priorities != after.priorities {
        let message = format!("“{}” is now “{}”", before.priorities, after.priorities);
        findings.push(odd(later, Code::P36, "Section 3", message));
    }
    if before.measures != after.measures {
        let message = format!(
            "the columns of the measures were {}, and are {}",
            quoted(&before.measures),
            quoted(&after.measures),
        );
        findings.push(odd(later, Code::P36, "Section 4.a", message));
    }
    findings
}

/// The words for nothing of both plans together.
fn nothing(earlier: &Plan, later: &Plan) -> Option<Finding> {
    let (before, after) = (words::words_for_nothing(earlier), words::words_for_nothing(later));
    let mut all: Vec<String> = before.iter().map(|(word, _)| word.clone()).collect();
    all.extend(
        after
            .iter()
            .map(|(word, _)| word.clone())
            .filter(|word| !before.iter().any(|(known, _)| known == word)),
    );
    let differ = all.len() > before.len() || all.len() > after.len();
    (differ && all.len() > 1).then(|| {
        let message = format!(
            "{} and {} write nothing in {} ways: {}",
            earlier.year,
            later.year,
            all.len(),
            listed(all.iter().cloned()),
        );
        odd(later, Code::P24, "Words for nothing", message)
    })
}
