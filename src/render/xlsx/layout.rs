//! How wide columns are, and where lines of running text break.
//!
//! Widths are counted in characters, as a workbook counts them.

use super::grid::{Grid, Held, TotalValue};
use crate::calendar::short_date;
use crate::compose::Align;

/// No sheet is narrower: the lines above and below a table need the room.
const NARROWEST: u16 = 88;
/// From this width on, a sheet is printed on its side.
const WIDE: u16 = 120;
/// Room for a small chart.
const SPARKLINE: usize = 16;

/// The widths of a grid's columns.
pub(super) fn widths(grid: &Grid) -> Vec<u16> {
    let mut widths: Vec<u16> = (0..grid.columns.len()).map(|column| width(grid, column)).collect();
    let total: u16 = widths.iter().sum();
    let text = grid.columns.iter().rposition(|column| column.align == Align::Left);
    let last = widths.len().saturating_sub(1);
    if let Some(room) = widths.get_mut(text.unwrap_or(last)) {
        *room += NARROWEST.saturating_sub(total);
    }
    widths
}

/// Whether a sheet of this width is printed on its side whatever the section says: flattened
/// tables have more columns than their pages.
pub(super) fn lies_on_its_side(widths: &[u16]) -> bool {
    widths.iter().sum::<u16>() > WIDE
}

fn width(grid: &Grid, column: usize) -> u16 {
    let head = grid.columns.get(column).map_or("", |column| column.head.as_str());
    // A head wraps between words; the filter's arrow needs room beside the longest.
    let head = head.split(' ').map(|word| word.chars().count()).max().unwrap_or(0) + 4;
    let totals = grid.total.iter().filter_map(|total| total.get(column)).map(|value| match value {
        TotalValue::Fixed(value) => need(&value.held),
        TotalValue::Live(figure) => figure.shown.chars().count() + 2,
    });
    let cells = grid.rows.iter().filter_map(|row| row.get(column)).map(|value| need(&value.held));
    let need = cells.chain(totals).max().unwrap_or(0);
    u16::try_from(need.max(head).max(8)).unwrap_or(u16::MAX)
}

/// The characters a value asks for. Long texts wrap in wider columns.
fn need(held: &Held) -> usize {
    match held {
        Held::Empty => 0,
        Held::Words(text) => match text.lines().map(|line| line.chars().count()).max() {
            None => 0,
            Some(length @ 0..=26) => length + 2,
            Some(27..=60) => 30,
            Some(61..=160) => 40,
            Some(_) => 56,
        },
        Held::Number(figure) => figure.shown.chars().count() + 2,
        Held::Day(day) => short_date(*day).chars().count() + 2,
        Held::Status(status) => status.word().len() + 3,
        Held::Sparkline(_) => SPARKLINE,
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
