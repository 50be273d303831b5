//! How wide columns are, and where lines of running text break.
//!
//! Widths are counted in characters, as a workbook counts them.

use super::grid::{Grid, Held, TotalValue};
use crate::calendar::short_date;

/// No sheet is narrower: the lines above and below a table run over the empty columns beside it.
const NARROWEST: u16 = 88;
/// The width of a column that nobody sets, rounded up.
const UNSET: u16 = 9;
/// From this width on, a sheet is printed on its side.
const WIDE: u16 = 110;
/// Room for a small chart.
const SPARKLINE: usize = 14;

/// The widths of a grid's columns.
pub(super) fn widths(grid: &Grid) -> Vec<u16> {
    (0..grid.columns.len()).map(|column| width(grid, column)).collect()
}

/// How many characters a line above or below a table of these widths may have.
pub(super) fn line_width(widths: &[u16]) -> usize {
    usize::from(widths.iter().sum::<u16>().max(NARROWEST))
}

/// How many empty columns beside the table such a line may run over.
pub(super) fn columns_beside(widths: &[u16]) -> u16 {
    NARROWEST.saturating_sub(widths.iter().sum()).div_ceil(UNSET)
}

/// Whether a sheet of this width is printed on its side whatever the section says: flattened
/// tables have more columns than their pages.
pub(super) fn lies_on_its_side(widths: &[u16]) -> bool {
    widths.iter().sum::<u16>() > WIDE
}

fn width(grid: &Grid, column: usize) -> u16 {
    let head = grid.columns.get(column).map_or("", |column| column.head.as_str());
    // A head wraps between words; the filter's arrow needs room beside the longest.
    let head = head.split(' ').map(|word| word.chars().count()).max().unwrap_or(0) + 3;
    let totals = grid.total.iter().filter_map(|total| total.get(column)).map(|value| match value {
        TotalValue::Fixed(value) => need(&value.held),
        TotalValue::Live(figure) => figure.shown.chars().count() + 3,
    });
    let cells = grid.rows.iter().filter_map(|row| row.get(column)).map(|value| need(&value.held));
    let need = cells.chain(totals).max().unwrap_or(0);
    u16::try_from(need.max(head).max(6)).unwrap_or(u16::MAX)
}

/// The characters a value asks for. Long texts wrap in wider columns.
fn need(held: &Held) -> usize {
    match held {
        Held::Empty => 0,
        Held::Words(text) => match text.lines().map(|line| line.chars().count()).max() {
            None => 0,
            Some(length @ 0..=24) => length + 3,
            Some(25..=60) => 24,
            Some(61..=120) => 30,
            Some(_) => 60,
        },
        Held::Number(figure) => figure.shown.chars().count() + 3,
        Held::Day(day) => short_date(*day).chars().count() + 2,
        Held::Status(status) => status.word().len() + 3,
        Held::Sparkline(_) => SPARKLINE,
    }
}

/// The height of a row in points, for the tallest of its texts, each with its column's width.
///
/// Heights are set, because not every program fits rows to wrapped text when it opens a file.
pub(super) fn row_height<'t>(texts: impl Iterator<Item = (&'t str, u16)>) -> u32 {
    // Arial 10 takes 13 points a line; the visual standard asks for 1.1 mm above and below.
    const LINE: usize = 13;
    const PADDING: usize = 5;
    // The tallest row that the file format allows.
    const TALLEST: usize = 409;
    let count = row_lines(texts);
    u32::try_from((count * LINE + PADDING).min(TALLEST)).unwrap_or(0)
}

/// How many lines the tallest of a row's texts takes, each in its column's width.
pub(super) fn row_lines<'t>(texts: impl Iterator<Item = (&'t str, u16)>) -> usize {
    // Letters of Arial are on average narrower than its digits, by which widths are counted.
    let fits = |(text, width): (&str, u16)| lines(text, usize::from(width) * 11 / 10).len();
    texts.map(fits).max().unwrap_or(0).max(1)
}

/// The text of a value as far as it may wrap.
pub(super) fn wrapping(held: &Held) -> &str {
    match held {
        Held::Words(text) => text,
        Held::Empty | Held::Number(_) | Held::Day(_) | Held::Status(_) | Held::Sparkline(_) => "",
    }
}

/// Breaks a text into lines of at most `width` characters, so that it can run over the cells
/// to its right: merged cells are kept out of the workbook.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let length = line.chars().count() + 1 + word.chars().count();
            if !line.is_empty() && length > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_keep_every_word(text in "[a-z]{1,9}( [a-z]{1,9}){0,20}", width in 10_usize..40) {
            let lines = lines(&text, width);
            prop_assert_eq!(lines.join(" "), text);
            prop_assert!(lines.iter().all(|line| line.len() <= width));
        }
    }
}
