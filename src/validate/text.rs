//! Free text of a return as a whole: personal data, and decimal commas.

use super::cells::excerpt;
use super::personal::{masked, personal};
use super::values::decimal_comma;
use crate::finding::{Code, Finding, Place};
use crate::intake::{RawCell, RawReturn, RawValue};

/// D01: personal data, wherever somebody typed text.
pub(super) fn personal_data(raw: &RawReturn) -> Vec<Finding> {
    let mut findings = Vec::new();
    for cell in raw.cells.values() {
        let finding = text(cell).and_then(|text| found(cell.place.clone(), text));
        findings.extend(finding.map(|finding| finding.excerpt(excerpt(cell))));
    }
    let strays = raw.strays.iter();
    findings.extend(strays.filter_map(|stray| found(stray.place.clone(), &stray.text)));
    findings
}

fn text(cell: &RawCell) -> Option<&str> {
    match &cell.value {
        RawValue::Text(text) => Some(text),
        RawValue::Empty
        | RawValue::Number { .. }
        | RawValue::Date(_)
        | RawValue::Truth(_)
        | RawValue::Error(_)
        | RawValue::OutOfRange(_) => None,
    }
}

fn found(place: Place, text: &str) -> Option<Finding> {
    let kinds = personal(text);
    let mut words: Vec<&str> = Vec::new();
    for (kind, _) in &kinds {
        if !words.contains(&kind.words()) {
            words.push(kind.words());
        }
    }
    let (last, first) = words.split_last()?;
    let named = if first.is_empty() {
        (*last).to_owned()
    } else {
        format!("{} and {last}", first.join(", "))
    };
    let short: String = masked(text).chars().take(160).collect();
    let finding = Finding::new(Code::D01, place, format!("the text holds {named}"));
    Some(finding.read(format!("read “{short}”, masked here")))
}

/// F14: numbers with a comma as the decimal mark, once for the file.
pub(super) fn decimal_commas(raw: &RawReturn) -> Option<Finding> {
    let mut with_comma = raw.cells.values().filter(|cell| text(cell).is_some_and(decimal_comma));
    let first = with_comma.next()?;
    let more = with_comma.count();
    let read = if more == 0 {
        format!("read “{}”", first.quoted())
    } else {
        format!("read “{}”, and {more} more like it", first.quoted())
    };
    let message = "numbers are typed with a comma as the decimal mark";
    Some(Finding::new(Code::F14, first.place.clone(), message).read(read))
}

/// The finding with personal data masked wherever it quotes a text.
#[must_use]
pub fn without_personal_data(mut finding: Finding) -> Finding {
    finding.read = finding.read.map(|read| masked(&read));
    finding.message = masked(&finding.message);
    for row in &mut finding.excerpt {
        for cell in &mut row.cells {
            *cell = masked(cell);
        }
    }
    finding
}
