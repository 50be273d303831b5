//! How wide columns are, and where lines of running text break.
//!
//! Widths are counted in characters, as a workbook counts them.

use super::grid::{Grid, Held, TotalValue};
use crate::calendar::short_date;
use crate::compose::Align;

/// No sheet is narrower: the lines above and below a table run over the empty columns beside it.
const NARROWEST: u16 = 88;
/// The width of a column that nobody sets, rounded up.
const UNSET: u16 = 9;
/// From this width on, a sheet is printed on its side.
const WIDE: u16 = 110;
/// The width of a column that is read aloud and not printed.
const SPOKEN: u16 = 90;
/// Room for a small chart.
const SPARKLINE: usize = 14;

/// On a sheet wider than this, columns of words are made narrower: on paper it would be printed
/// at less than two thirds of its size.
const LEGIBLE: u16 = 215;
/// The most room that a long word is given in a column.
const LONGEST_WORD: usize = 60;
/// The narrowest that a column of words is made.
const NARROWEST_WORDS: u16 = 24;
/// The widest that columns may be together to stay in view beside those that are scrolled.
const IN_VIEW: u16 = 56;

/// The widths of a grid's columns.
pub(super) fn widths(grid: &Grid) -> Vec<u16> {
    let mut widths: Vec<u16> = (0..grid.columns.len()).map(|column| width(grid, column)).collect();
    while printed(grid, &widths) > LEGIBLE {
        let words = widths.iter_mut().zip(&grid.columns).filter(|(_, column)| column.printed);
        let Some((widest, _)) = words.max_by_key(|(width, _)| **width) else { break };
        if *widest <= NARROWEST_WORDS {
            break;
        }
        *widest -= 1;
    }
    widths
}

/// How wide the columns that stand on paper are together.
pub(super) fn printed(grid: &Grid, widths: &[u16]) -> u16 {
    let on_paper = widths.iter().zip(&grid.columns).filter(|(_, column)| column.printed);
    on_paper.map(|(width, _)| width).sum()
}

/// How many columns stay in view when a sheet is scrolled sideways: those that name the rows, as
/// far as they leave room for others.
pub(super) fn kept_in_view(grid: &Grid, widths: &[u16]) -> usize {
    let fit = |columns: &usize| widths.iter().take(*columns).sum::<u16>() <= IN_VIEW;
    (0..=grid.naming).rev().find(fit).unwrap_or(0)
}

/// How many characters a line above or below a table of this width may have.
pub(super) fn line_width(width: u16) -> u16 {
    width.max(NARROWEST)
}

/// How many empty columns beside a table of this width such a line may run over.
pub(super) fn columns_beside(width: u16) -> u16 {
    NARROWEST.saturating_sub(width).div_ceil(UNSET)
}

/// How many pages a sheet takes side by side, so that none is printed at less than four fifths of
/// its size; its first columns, of this width together, stand on each of them.
pub(super) fn pages_across(width: u16, repeated: u16) -> u16 {
    // A page of A4 on its side holds so many characters of Arial 10 at their full size.
    const PAGE: u16 = 144;
    const SMALLEST: u16 = PAGE * 5 / 4;
    if width <= SMALLEST {
        return 1;
    }
    width.saturating_sub(repeated).div_ceil(SMALLEST.saturating_sub(repeated).max(1))
}

/// How wide the columns on the first of so many pages are together: the first columns stand on each
/// page, and beside them as many others as leave the pages alike.
pub(super) fn first_page(grid: &Grid, widths: &[u16], repeated: usize, across: u16) -> u16 {
    let on_paper = widths.iter().zip(&grid.columns).filter(|(_, column)| column.printed);
    let on_paper: Vec<u16> = on_paper.map(|(width, _)| *width).collect();
    let (kept, others) = on_paper.split_at(repeated.min(on_paper.len()));
    let (kept, whole): (u16, u16) = (kept.iter().sum(), on_paper.iter().sum());
    let filled = |room: u16| -> Option<u16> {
        let mut pages = vec![kept];
        for width in others {
            match pages.last_mut() {
                Some(page) if *page + width <= room => *page += width,
                _ => pages.push(kept + width),
            }
        }
        let fits = pages.iter().all(|page| *page <= room);
        pages.first().copied().filter(|_| fits && pages.len() <= usize::from(across))
    };
    (whole / across.max(1)..=whole).find_map(filled).unwrap_or(whole)
}

/// Whether a sheet of this width is printed on its side, whatever its section's pages do: a
/// flattened table has more columns, one that stands alone may have room.
pub(super) const fn lies_on_its_side(width: u16) -> bool {
    width > WIDE
}

fn width(grid: &Grid, column: usize) -> u16 {
    let Some(own) = grid.columns.get(column) else { return 0 };
    // A head is bold and wraps between words; the filter's arrow needs room beside the longest.
    let head = own.head.split(' ').map(|word| characters(word) * 11 / 10).max().unwrap_or(0) + 4;
    if !own.printed {
        return SPOKEN;
    }
    let totals = grid.total.iter().filter_map(|total| total.get(column)).map(|value| match value {
        TotalValue::Fixed(value) => need(&value.held, own.align),
        TotalValue::Live(figure) => characters(&figure.shown) + 4,
    });
    let cells = grid.rows.iter().filter_map(|row| row.get(column));
    let need = cells.map(|value| need(&value.held, own.align)).chain(totals).max().unwrap_or(0);
    u16::try_from(need.max(head).max(6)).unwrap_or(u16::MAX)
}

/// The characters a value asks for. Long texts wrap in wider columns; words that stand in the
/// place of a number take no more room than they must.
fn need(held: &Held, align: Align) -> usize {
    match held {
        Held::Empty => 0,
        Held::Words(text) if align == Align::Right => {
            text.split(' ').map(characters).max().unwrap_or(0) + 4
        }
        Held::Words(text) => match text.lines().map(characters).max() {
            None => 0,
            Some(length @ 0..=30) => length + 3,
            Some(31..=66) => unbroken(text).clamp(33, LONGEST_WORD),
            Some(67..=140) => unbroken(text).clamp(42, LONGEST_WORD),
            Some(_) => 60,
        },
        Held::Number(figure) => characters(&figure.shown) + 4,
        Held::Day(day) => characters(&short_date(*day)) + 3,
        Held::Status(status) => characters(status.word()) + 5,
        Held::Sparkline(_) => SPARKLINE,
    }
}

/// The room that a text's longest word asks for, such as a file's name: programs break it where
/// they like, and not where a row's height was worked out.
fn unbroken(text: &str) -> usize {
    text.split_whitespace().map(characters).max().unwrap_or(0) + 3
}

/// How wide a text is, in hundredths of a digit of Arial, by the widths of its letters
/// (from the metrics of Helvetica, which Arial shares; others count as a digit).
fn breadth(text: &str) -> usize {
    text.chars().map(letter).sum()
}

/// How wide a letter is, in hundredths of a digit of Arial.
const fn letter(c: char) -> usize {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 40,
        ' ' | '\u{a0}' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '[' | ']' => 50,
        'r' | '(' | ')' | '-' | '“' | '”' => 60,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 90,
        'F' | 'T' | 'Z' => 110,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | '&' => 120,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'w' => 130,
        'G' | 'O' | 'Q' => 140,
        'm' | 'M' => 150,
        'W' | '%' | '…' | '—' => 180,
        _ => 100,
    }
}

/// How wide a text is in the units of a column's width, rounded up: a digit of Arial 10 is a
/// twentieth wider than such a unit.
fn characters(text: &str) -> usize {
    (breadth(text) * 21).div_ceil(2000)
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
    // The cell's own margins and the indent take a part of the column.
    let fits = |(text, width): (&str, u16)| lines(text, width.saturating_sub(1)).len();
    texts.map(fits).max().unwrap_or(0).max(1)
}

/// The text of a value as far as it may wrap.
pub(super) fn wrapping(held: &Held) -> &str {
    match held {
        Held::Words(text) => text,
        Held::Empty | Held::Number(_) | Held::Day(_) | Held::Status(_) | Held::Sparkline(_) => "",
    }
}

/// Breaks a text into lines no wider than so many characters, so that it can run over the cells
/// to its right: merged cells are kept out of the workbook.
pub(super) fn lines(text: &str, width: u16) -> Vec<String> {
    let room = usize::from(width) * 2000;
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let (mut line, mut taken) = (String::new(), 0);
        for word in paragraph.split(' ') {
            let wide = breadth(word);
            if line.is_empty() {
                taken = wide;
            } else if (taken + letter(' ') + wide) * 21 > room {
                lines.push(std::mem::take(&mut line));
                taken = wide;
            } else {
                line.push(' ');
                taken += letter(' ') + wide;
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::grid::Value;
    use super::*;
    use proptest::prelude::*;

    fn grid(texts: &[&str]) -> Grid {
        let head = ("Head".to_owned(), Align::Left);
        let mut grid = Grid::headed(&vec![head; texts.len()]);
        grid.rows.push(texts.iter().map(|text| Value::words(*text)).collect());
        grid
    }

    #[test]
    fn a_wide_sheet_takes_from_its_widest_columns_what_paper_has_not() {
        let long = "A sentence of many words. ".repeat(20);
        let mut wide = grid(&["1", &long, &long, &long, &long, &long]);
        let found = widths(&wide);
        assert_eq!(found.iter().sum::<u16>(), LEGIBLE);
        assert!(found.iter().skip(1).all(|width| *width > NARROWEST_WORDS), "{found:?}");
        assert_eq!(kept_in_view(&wide, &found), 1);
        wide.naming = 2;
        assert_eq!(kept_in_view(&wide, &found), 2);
        wide.naming = 3;
        assert_eq!(kept_in_view(&wide, &found), 2);
    }

    #[test]
    fn a_wide_sheet_goes_on_to_a_second_page_rather_than_in_small_print() {
        assert_eq!([pages_across(88, 10), pages_across(180, 10)], [1, 1]);
        assert_eq!([pages_across(215, 40), pages_across(400, 40)], [2, 3]);
    }

    #[test]
    fn the_first_page_has_the_columns_that_leave_pages_alike() {
        let four = grid(&["a", "b", "c", "d"]);
        assert_eq!(first_page(&four, &[20, 60, 60, 60], 1, 2), 140);
        assert_eq!(first_page(&four, &[20, 60, 60, 60], 1, 3), 80);
        assert_eq!(first_page(&four, &[20, 90, 30, 30], 1, 2), 110);
        assert_eq!(first_page(&four, &[20, 60, 60, 60], 0, 1), 200);
    }

    #[test]
    fn letters_are_as_wide_as_they_are_in_arial() {
        assert_eq!(breadth("0123456789"), 1000);
        assert!(breadth("illicit") < breadth("WWW"));
    }

    proptest! {
        #[test]
        fn lines_keep_every_word(text in "[a-z]{1,5}( [a-z]{1,5}){0,20}", width in 10_u16..40) {
            let lines = lines(&text, width);
            prop_assert_eq!(lines.join(" "), text);
            prop_assert!(lines.iter().all(|line| characters(line) <= usize::from(width)));
        }
    }
}
