//! How wide a table's columns are.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::chart::sparkline;
use super::super::layout::maker::Maker;
use super::super::layout::theme::{SMALL, Style};
use super::super::layout::units::{mm, real};
use super::super::typeset::rich::Rich;
use super::cell::{self, Main};
use crate::compose::{Align, Cell, Column, Row, Table, Width};

/// A column on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// Its left edge.
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) right: bool,
    /// The room right of the decimal point, the point itself counted.
    pub(crate) tail: f32,
    /// The room for words after the figures, with the space before them.
    pub(crate) word: f32,
}

/// From a figure to the word after it.
pub(crate) const WORD_GAP: f32 = mm(1.3);

/// What a column's cells need.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Need {
    /// Its longest word.
    least: f32,
    /// All of it without a break.
    most: f32,
    /// What can't be broken at all.
    hard: f32,
    /// Figures: left of the point, right of it, whole ones, the words after them.
    lead: f32,
    tail: f32,
    whole: f32,
    word: f32,
}

/// The columns' places within a width.
pub(crate) fn places(maker: &mut Maker, table: &Table, base: Style, width: f32) -> Vec<Place> {
    let needs: Vec<Need> =
        table.columns.iter().enumerate().map(|(nth, _)| need(maker, table, nth, base)).collect();
    let gaps = gaps(&table.columns);
    let room = width - gaps.iter().sum::<f32>();
    let mut wishes: Vec<Wish> = table.columns.iter().zip(&needs).map(Wish::of).collect();
    count_gaps_in(&mut wishes, &table.columns, &gaps, room);
    let mut widths = share_out(&wishes, room);
    fill_up(&mut widths, &table.columns, room);
    let mut x = 0.0;
    let mut places = vec![];
    for ((column, need), (width, gap)) in
        table.columns.iter().zip(&needs).zip(widths.iter().zip(&gaps))
    {
        x += gap;
        let right = column.align == Align::Right;
        places.push(Place { x, width: *width, right, tail: need.tail, word: need.word });
        x += width;
    }
    places
}

/// The space before each column: more before words that follow words.
fn gaps(columns: &[Column]) -> Vec<f32> {
    let words = |column: &Column| column.align == Align::Left;
    let before = |nth: usize| nth.checked_sub(1).and_then(|before| columns.get(before));
    let gap = |(nth, column)| match before(nth) {
        None => 0.0,
        Some(_) if words(column) => mm(3.0),
        Some(_) => mm(1.5),
    };
    columns.iter().enumerate().map(gap).collect()
}

fn need(maker: &mut Maker, table: &Table, nth: usize, base: Style) -> Need {
    let mut need = Need::default();
    for row in &table.rows {
        let (cells, total) = match row {
            Row::Group { .. } => continue,
            Row::Cells(cells) => (cells, false),
            Row::Total(cells) => (cells, true),
        };
        if let Some(cell) = cells.get(nth) {
            need.add(maker, cell, if total { base.bold() } else { base });
        }
    }
    if need.word > 0.0 {
        need.word += WORD_GAP;
    }
    let figures = (need.lead + need.tail).max(need.whole);
    if figures > 0.0 {
        need.hard = need.hard.max(figures + need.word);
    }
    if let Some(column) = table.columns.get(nth) {
        let head = Rich::new(&column.head, SMALL.bold());
        let (least, most) = maker.set.widths(&head);
        need.least = need.least.max(least);
        need.hard = need.hard.max(least);
        // A head over figures may take two lines, so that it doesn't widen its column.
        let two_lines = if column.align == Align::Right { most * 0.6 } else { most };
        need.most = need.most.max(least).max(two_lines);
    }
    need.least = need.least.max(need.hard);
    need.most = need.most.max(need.least);
    need
}

impl Need {
    fn add(&mut self, maker: &mut Maker, cell: &Cell, base: Style) {
        match cell::main(cell, base) {
            Main::Nothing => {}
            Main::Words(rich) | Main::Gone(rich) => {
                let (least, most) = maker.set.widths(&rich);
                (self.least, self.most) = (self.least.max(least), self.most.max(most));
            }
            Main::Figure { shown, style, word } => {
                let figure = cell::figure(maker, &shown, style);
                if figure.pointed {
                    self.lead = self.lead.max(figure.lead);
                    self.tail = self.tail.max(figure.set.width() - figure.lead);
                } else {
                    self.whole = self.whole.max(figure.set.width());
                }
                let word = word.map_or(0.0, |word| maker.set.line(&word, style).width());
                self.word = self.word.max(word);
            }
            Main::Status(status) => self.hard = self.hard.max(cell::status_width(maker, status)),
            Main::Trend(_) => self.hard = self.hard.max(sparkline::WIDTH),
        }
        if let Some(second) = &cell.second {
            let rich = Rich::new(&second.text, SMALL);
            let (least, most) = maker.set.widths(&rich);
            let arrow = second.arrow.map_or(0.0, |_| cell::ARROW_ROOM);
            self.least = self.least.max(least + arrow);
            self.most = self.most.max(most + arrow);
        }
    }
}

/// What a column is asked to be.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Wish {
    fixed: Option<f32>,
    /// What can't be broken at all.
    hard: f32,
    least: f32,
    most: f32,
}

impl Wish {
    fn of((column, need): (&Column, &Need)) -> Self {
        let fixed = match column.width {
            Width::Millimetres(millimetres) => Some(mm(millimetres.max(0.0)).max(need.hard)),
            Width::Fitted => None,
        };
        let least = fixed.map_or(need.least, |fixed| need.least.min(fixed));
        Self { fixed, hard: need.hard, least, most: need.most.max(least) }
    }
}

/// Where fixed widths fit the page only without the space between them, each is taken to hold
/// the space beside it: a column of figures the space before it, but words before figures, and
/// the first column, the space after them.
fn count_gaps_in(wishes: &mut [Wish], columns: &[Column], gaps: &[f32], room: f32) {
    let asked: f32 = wishes.iter().map(|wish| wish.fixed.unwrap_or(wish.least)).sum();
    let part = ((asked - room).max(0.0) / gaps.iter().sum::<f32>().max(0.01)).min(1.0);
    for (nth, gap) in gaps.iter().enumerate().skip(1) {
        let aligned = |nth: usize| columns.get(nth).map(|column| column.align);
        let words_first =
            (aligned(nth - 1), aligned(nth)) == (Some(Align::Left), Some(Align::Right));
        let holder = if nth == 1 || words_first { nth - 1 } else { nth };
        if let Some(Wish { fixed: Some(fixed), least, .. }) = wishes.get_mut(holder) {
            *fixed = (*fixed - gap * part).max(*least);
        }
    }
}

/// Widths that fit a room: fixed columns as asked, the others by what they need; all shrunk
/// towards their longest words where that is too much, and beyond where even those don't fit.
fn share_out(wishes: &[Wish], room: f32) -> Vec<f32> {
    let cap = room / 2.0;
    let least: Vec<f32> = wishes.iter().map(|wish| wish.least.min(cap).max(wish.hard)).collect();
    let asked: Vec<f32> = wishes
        .iter()
        .zip(&least)
        .map(|(wish, least)| wish.fixed.unwrap_or(*least).max(*least))
        .collect();
    let (all_least, all_asked) = (least.iter().sum::<f32>(), asked.iter().sum::<f32>());
    let hard: Vec<f32> = wishes.iter().map(|wish| wish.hard).collect();
    let all_hard = hard.iter().sum::<f32>();
    if all_hard >= room {
        return hard.iter().map(|hard| hard * room / all_hard).collect();
    }
    if all_least >= room {
        return between(&hard, &least, room);
    }
    if all_asked >= room {
        return between(&least, &asked, room);
    }
    let mut widths = asked;
    grow(&mut widths, wishes, room - all_asked);
    widths
}

/// Widths that fill a room, between ones that are too small for it and ones too large.
fn between(small: &[f32], large: &[f32], room: f32) -> Vec<f32> {
    let (all_small, all_large) = (small.iter().sum::<f32>(), large.iter().sum::<f32>());
    let part = (room - all_small) / (all_large - all_small).max(0.01);
    small.iter().zip(large).map(|(small, large)| small + (large - small) * part).collect()
}

/// Gives spare room to the fitted columns: first towards what they need without a break, the
/// square root of what each lacks as its weight, so that a long comment doesn't starve the rest;
/// then what is left in equal parts.
fn grow(widths: &mut [f32], wishes: &[Wish], mut spare: f32) {
    let fitted: Vec<bool> = wishes.iter().map(|wish| wish.fixed.is_none()).collect();
    for _ in 0..wishes.len() {
        let lacks: Vec<f32> = (wishes.iter().zip(&*widths).zip(&fitted))
            .map(|((wish, width), fitted)| if *fitted { (wish.most - width).max(0.0) } else { 0.0 })
            .collect();
        let weight: f32 = lacks.iter().map(|lack| lack.sqrt()).sum();
        if weight <= 0.1 || spare <= 0.1 {
            break;
        }
        let mut given = 0.0;
        for (width, lack) in widths.iter_mut().zip(&lacks) {
            let part = (spare * lack.sqrt() / weight).min(*lack);
            *width += part;
            given += part;
        }
        spare -= given;
    }
    let count = fitted.iter().filter(|fitted| **fitted).count();
    for (width, _) in widths.iter_mut().zip(&fitted).filter(|(_, fitted)| **fitted) {
        *width += spare.max(0.0) / real(count);
    }
}

/// Where all columns are fixed and narrower than the room, the room goes where it shows least:
/// to a last column of words, else to the column that names the rows.
fn fill_up(widths: &mut [f32], columns: &[Column], room: f32) {
    let spare = room - widths.iter().sum::<f32>();
    if spare <= 0.1 {
        return;
    }
    let words = |column: &&Column| column.align == Align::Left;
    let last = columns.last().filter(words).map(|_| columns.len().saturating_sub(1));
    let named = || columns.iter().position(|column| column.names_row);
    let first = || columns.iter().position(|column| words(&column));
    if let Some(width) = last.or_else(named).or_else(first).and_then(|nth| widths.get_mut(nth)) {
        *width += spare;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(least: f32, most: f32) -> Wish {
        Wish { fixed: None, hard: 0.0, least, most }
    }
    fn fixed(width: f32, least: f32) -> Wish {
        Wish { fixed: Some(width), hard: 0.0, least, most: width }
    }

    #[test]
    fn widths_fill_the_room_whatever_is_asked() {
        let cases = [
            vec![fitted(20.0, 50.0), fitted(30.0, 900.0), fixed(40.0, 10.0)],
            vec![fixed(300.0, 20.0), fixed(300.0, 30.0)],
            vec![fitted(400.0, 900.0), fitted(500.0, 600.0)],
            vec![fitted(5.0, 10.0)],
        ];
        for wishes in cases {
            let widths = share_out(&wishes, 400.0);
            let sum: f32 = widths.iter().sum();
            assert!((sum - 400.0).abs() < 0.1, "{wishes:?} gives {widths:?}");
        }
    }

    #[test]
    fn a_long_comment_does_not_starve_a_short_text() {
        let widths = share_out(&[fitted(30.0, 120.0), fitted(40.0, 4000.0)], 400.0);
        assert!(widths[0] > 60.0, "{widths:?}");
    }

    #[test]
    fn fixed_columns_keep_their_width_where_there_is_room() {
        let widths = share_out(&[fixed(50.0, 10.0), fitted(10.0, 1000.0)], 400.0);
        assert!((widths[0] - 50.0).abs() < 0.01, "{widths:?}");
    }
}
