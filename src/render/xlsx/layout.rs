//! How wide columns are, and how many pages a sheet takes side by side.
//!
//! Widths are counted in characters, as a workbook counts them.

use super::grid::{Grid, Held, TotalValue, Value};
use super::texts::{Extent, characters, tallest};
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

/// The room that the words in a grid's rows ask for, one a cell; what never wraps asks for none.
pub(super) fn extents(grid: &Grid) -> Vec<Vec<Extent>> {
    let extent = |value: &Value| Extent::of(wrapping(&value.held));
    grid.rows.iter().map(|row| row.iter().map(extent).collect()).collect()
}

/// The widths of a grid's columns, whose words ask for so much room.
pub(super) fn widths(grid: &Grid, extents: &[Vec<Extent>]) -> Vec<u16> {
    let width = |column| width(grid, extents, column);
    let mut widths: Vec<u16> = (0..grid.columns.len()).map(width).collect();
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

fn width(grid: &Grid, extents: &[Vec<Extent>], column: usize) -> u16 {
    let Some(own) = grid.columns.get(column) else { return 0 };
    // A head is bold and wraps between words; the filter's arrow needs room beside the longest.
    let head = own.head.split(' ').map(|word| characters(word) * 11 / 10).max().unwrap_or(0) + 4;
    if !own.printed {
        return SPOKEN;
    }
    let totals = grid.total.iter().filter_map(|total| total.get(column)).map(|value| match value {
        TotalValue::Fixed(value) => need(&value.held, Extent::of(wrapping(&value.held)), own.align),
        TotalValue::Live(figure) => characters(&figure.shown) + 4,
    });
    let rows = grid.rows.iter().zip(extents);
    let cells = rows.filter_map(|(row, extents)| row.get(column).zip(extents.get(column)));
    let needs = cells.map(|(value, extent)| need(&value.held, *extent, own.align));
    let need = needs.chain(totals).max().unwrap_or(0);
    u16::try_from(need.max(head).max(6)).unwrap_or(u16::MAX)
}

/// The characters a value asks for. Long texts wrap in wider columns; words that stand in the
/// place of a number take no more room than they must.
fn need(held: &Held, Extent { line, word, .. }: Extent, align: Align) -> usize {
    match held {
        Held::Empty => 0,
        Held::Words(text) if align == Align::Right => longest_part(text) + 4,
        Held::Words(_) => match line {
            0 => 0,
            1..=30 => line + 3,
            31..=66 => (word + 3).clamp(33, LONGEST_WORD),
            67..=140 => (word + 3).clamp(42, LONGEST_WORD),
            _ => LONGEST_WORD,
        },
        Held::Number(figure) => characters(&figure.shown) + 4,
        Held::Day(day) => characters(&short_date(*day)) + 3,
        Held::Status(status) => characters(status.word()) + 5,
        Held::Sparkline(_) => SPARKLINE,
    }
}

/// The widest part of a text that breaks at its spaces only.
fn longest_part(text: &str) -> usize {
    text.split(' ').map(characters).max().unwrap_or(0)
}

/// How many lines the tallest text of each row takes in columns of these widths.
pub(super) fn row_lines(grid: &Grid, extents: &[Vec<Extent>], widths: &[u16]) -> Vec<usize> {
    let lines = |(row, extents): (&Vec<Value>, &Vec<Extent>)| {
        let cells = row.iter().zip(extents).zip(widths);
        let lines =
            cells.map(|((value, extent), width)| extent.lines_in(wrapping(&value.held), *width));
        tallest(lines)
    };
    grid.rows.iter().zip(extents).map(lines).collect()
}

/// The text of a value as far as it may wrap.
fn wrapping(held: &Held) -> &str {
    match held {
        Held::Words(text) => text,
        Held::Empty | Held::Number(_) | Held::Day(_) | Held::Status(_) | Held::Sparkline(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(texts: &[&str]) -> Grid {
        let head = ("Head".to_owned(), Align::Left);
        let mut grid = Grid::headed(&vec![head; texts.len()]);
        grid.rows.push(texts.iter().map(|text| Value::words(*text)).collect());
        grid
    }

    fn measured(grid: &Grid) -> Vec<u16> {
        widths(grid, &extents(grid))
    }

    #[test]
    fn a_wide_sheet_takes_from_its_widest_columns_what_paper_has_not() {
        let long = "A sentence of many words. ".repeat(20);
        let mut wide = grid(&["1", &long, &long, &long, &long, &long]);
        let found = measured(&wide);
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
}
