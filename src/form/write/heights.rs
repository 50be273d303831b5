//! Heights of rows, in points: the library sets none for wrapped text, and a printed form
//! must not cut its words.

use crate::form::layout::{Cell, Row, SheetKey, Tone};

/// How many lines a text takes in a column of `width` characters, words kept whole.
pub(super) fn lines(text: &str, width: u16) -> u16 {
    let width = usize::from(width.saturating_sub(1)).max(1);
    let mut lines = 1u16;
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines += 1;
            used = length;
        } else {
            used += length + usize::from(used > 0);
        }
    }
    lines
}

/// A line at the top of a sheet.
pub(super) const fn lead(tone: Tone) -> u16 {
    match tone {
        Tone::Title => 30,
        Tone::Subtitle => 21,
        Tone::Plain | Tone::First | Tone::Further | Tone::Remark => 20,
    }
}

/// Room for the sentences that are typed into a row, in lines: a set height does not grow.
pub(super) fn least(sheet: SheetKey, row: &Row) -> u16 {
    let prose =
        row.cells.iter().any(|cell| matches!(cell, Cell::Input(input) if input.kind.is_prose()));
    match sheet {
        SheetKey::Commentary if !row.key.starts_with("restatement") => 4,
        SheetKey::Actions | SheetKey::Context if prose => 3,
        SheetKey::Budget | SheetKey::Capital if prose => 2,
        // The words of the Check column take two lines.
        SheetKey::Measures => 2,
        SheetKey::Cover
        | SheetKey::Commentary
        | SheetKey::Actions
        | SheetKey::Budget
        | SheetKey::Virements
        | SheetKey::Capital
        | SheetKey::People
        | SheetKey::Context
        | SheetKey::Meta => 1,
    }
}

/// The height of a row of so many lines, up to what Excel allows.
pub(super) fn row(sheet: SheetKey, lines: u16) -> u16 {
    let padding = if sheet == SheetKey::Cover { 10 } else { 6 };
    (padding + 14 * lines.min(26)).min(400)
}
