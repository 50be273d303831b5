//! Free text of a return as a whole: personal data, and decimal commas.

use super::cells::excerpt;
use super::cleared::{Cleared, ClearedAs, PersonalText, personal_texts};
use super::personal::masked;
use super::values::decimal_comma;
use crate::finding::{Code, Excerpt, Finding, Place, Severity};
use crate::intake::{RawCell, RawReturn, RawValue};
use std::collections::BTreeMap;

/// D01: personal data, wherever somebody typed text; a note where a reviewer has looked at it.
pub(super) fn personal_data(raw: &RawReturn, cleared: &Cleared) -> Vec<Finding> {
    let rows: BTreeMap<&Place, &RawCell> =
        raw.cells.values().map(|cell| (&cell.place, cell)).collect();
    let texts = personal_texts(raw, cleared);
    let row = |text: &PersonalText| rows.get(&text.place).map(|cell| excerpt(cell));
    texts.iter().map(|text| found(text).excerpt(row(text).unwrap_or_default())).collect()
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

fn found(text: &PersonalText) -> Finding {
    let short: String = masked(&text.text).chars().take(160).collect();
    let message = format!("the text holds {}", text.kinds());
    let finding = Finding::new(Code::D01, text.place.clone(), message)
        .read(format!("read “{short}”, masked here"));
    let Some(clearing) = &text.clearing else { return finding };
    let said = match clearing.outcome {
        ClearedAs::NotPersonal => "it is no personal data",
        ClearedAs::KeepMasked => "it stays masked",
    };
    let remedy = format!("Nothing to do: {said}, said the {}.", clearing.role);
    finding.severity(Severity::Note).remedy(remedy)
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
    finding.read = finding.read.as_deref().map(masked);
    finding.message = masked(&finding.message);
    let mut rows = finding.excerpt.rows();
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        *cell = masked(cell);
    }
    finding.excerpt = Excerpt::as_shown(rows);
    finding
}
