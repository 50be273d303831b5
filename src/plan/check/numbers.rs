//! How numbers are written: thousands grouped or not, money in k, m or million (P25).

use super::super::model::Plan;
use super::{odd, quoted};
use crate::finding::{Code, Finding};

const PART: &str = "Numbers";

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let (with, without) = thousands(plan);
    let mut findings = Vec::new();
    if !with.is_empty() && !without.is_empty() {
        let message = "thousands are written with a comma and without";
        let read = format!("with: {}; without: {}", quoted(&with), quoted(&without));
        findings.push(odd(plan, Code::P25, PART, message).read(read));
    }
    let money = money_forms(plan);
    if money.len() > 1 {
        let message = format!(
            "money is written in {} forms: {}",
            money.len(),
            quoted(money.iter().map(|(_, m)| m))
        );
        findings.push(odd(plan, Code::P25, "Money", message));
    }
    findings
}

/// Headcount tables of two plans in two forms.
pub(super) fn between(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let (before, after) = (&earlier.employees.total.printed, &later.employees.total.printed);
    if before.contains(',') == after.contains(',') {
        return Vec::new();
    }
    let message =
        format!("employees are “{before}” in {} and “{after}” in {}", earlier.year, later.year);
    vec![odd(later, Code::P25, "5.3 Employees", message)]
}

/// The numbers from a thousand up: grouped, and not.
fn thousands(plan: &Plan) -> (Vec<String>, Vec<String>) {
    let lines = plan.employees.lines.iter().map(|line| line.headcount.printed.as_str());
    let cells = lines
        .chain(std::iter::once(plan.employees.total.printed.as_str()))
        .chain(plan.measures.iter().map(|measure| measure.target.printed.as_str()))
        .chain(plan.measures.iter().flat_map(|m| &m.earlier).map(|value| value.printed.as_str()));
    let texts = plan.statistics.iter().map(|s| &s.text).chain(plan.texts.iter().map(|p| &p.text));
    let in_texts = texts
        .flat_map(|text| text.split_whitespace())
        .map(|word| word.trim_matches(['(', ')', '.', ',', ':', ';']));
    // A plain number of four digits in a text is a year more often than not.
    let in_texts = in_texts.filter(|word| !is_year(word));
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for word in cells.chain(in_texts) {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let number = digits > 3 && word.bytes().all(|b| b.is_ascii_digit() || b == b',');
        let list = if word.contains(',') { &mut with } else { &mut without };
        if number && !list.iter().any(|known| known == word) {
            list.push(word.to_owned());
        }
    }
    (with, without)
}

fn is_year(word: &str) -> bool {
    word.parse::<u16>().is_ok_and(|number| (1900..2100).contains(&number))
}

/// Each way in which money is written, with its first example.
fn money_forms(plan: &Plan) -> Vec<(&'static str, String)> {
    let cells = plan.measures.iter().flat_map(|measure| {
        let values = measure.earlier.iter().map(|value| value.printed.clone());
        values.chain(std::iter::once(String::from(&measure.target.printed)))
    });
    let texts = plan.texts.iter().flat_map(|passage| sums(&passage.text));
    let mut forms: Vec<(&'static str, String)> = Vec::new();
    for sum in cells.filter(|cell| cell.starts_with('£')).chain(texts) {
        let form = match sum {
            _ if sum.ends_with("million") => "million",
            _ if sum.ends_with('m') => "m",
            _ if sum.ends_with('k') => "k",
            _ => "plain",
        };
        if !forms.iter().any(|(known, _)| *known == form) {
            forms.push((form, sum));
        }
    }
    forms
}

/// `£175.763 million` of a sentence.
fn sums(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .iter()
        .enumerate()
        .filter(|(_, word)| word.starts_with('£'))
        .map(|(index, word)| match words.get(index + 1) {
            Some(scale) if scale.starts_with("million") => format!("{word} million"),
            _ => word.trim_matches(['.', ',']).to_owned(),
        })
        .collect()
}
