//! Heights of rows, in points: the library sets none for wrapped text, and a printed form
//! must not cut its words.

use crate::form::layout::{SheetKey, Tone};

/// How many lines a text takes in a column of `width` characters, words kept whole.
pub(super) fn lines(text: &str, width: u16) -> u16 {
    let width = usize::from(width.saturating_sub(2)).max(1);
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
        Tone::Plain | Tone::First | Tone::Further | Tone::Total => 20,
    }
}

/// A row whose longest label takes so many lines.
pub(super) const fn row(sheet: SheetKey, lines: u16) -> u16 {
    match sheet {
        SheetKey::Cover | SheetKey::Measures => 8 + 15 * if lines < 1 { 1 } else { lines },
        _ => 5 + 15 * lines,
    }
}
