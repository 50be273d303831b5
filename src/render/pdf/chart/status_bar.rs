//! Counts by status as one stacked bar whose parts say what they are.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::layout::maker::{Maker, Room};
use super::super::layout::page::{Area, Draw, Piece, Stroke};
use super::super::layout::strip::Strip;
use super::super::layout::theme::{AXIS, CELL, SMALL, bar_inks};
use super::super::layout::tree::Role;
use super::super::layout::units::{mm, real};
use super::super::typeset::shape::Set;
use crate::compose::{Status, StatusBar};
use std::sync::Arc;

const HEIGHT: f32 = mm(7.5);
const WHITE_GAP: f32 = mm(0.7);
const TICK: f32 = mm(1.4);
/// A label goes inside where it has so much to spare.
const SPARE: f32 = mm(5.0);
const INSET: f32 = mm(2.2);
/// Between two labels in one row.
const APART: f32 = mm(2.0);
const BAR_TOP: f32 = 17.0;

/// A label beside the bar: where its part begins, and where the label stands.
struct Label {
    tick: f32,
    x: f32,
    set: Arc<Set>,
}

/// Lays a bar out over the whole width.
pub(crate) fn lay(maker: &mut Maker, room: Room, bar: &StatusBar) -> Strip {
    let element = maker.tree.add(room.parent, Role::Paragraph);
    let title = maker.set.line(&bar.title, CELL.bold());
    let title_end = title.width() + mm(4.0);
    let mut strip = Strip { before: 10.0, after: 8.0, ..Strip::default() };
    strip.pieces.push(Piece::of(element, Draw::lines(&title, 0.0, 0.0)));
    let figure = maker.tree.add(room.parent, Role::Figure);
    maker.tree.describe(figure, &bar.alt);
    let mut draws = vec![];
    let (mut above, mut below): (Vec<Label>, Vec<Label>) = (vec![], vec![]);
    for (status, count, area) in parts(bar, room.width) {
        let (ground, edge, text) = bar_inks(status);
        draws.push(Draw::Fill { area, ink: ground });
        draws.extend(edge.map(|ink| Draw::edge(area, mm(0.3), ink)));
        let words = StatusBar::label(status, count);
        let inside = maker.set.line(&words, SMALL.bold().ink(text));
        if inside.width() + SPARE <= area.right - area.left {
            let y = BAR_TOP + (HEIGHT - inside.lead) / 2.0;
            draws.extend(Draw::lines(&inside, area.left + INSET, y));
            continue;
        }
        let set = maker.set.line(&words, SMALL.bold());
        let free = |row: &[Label], from: f32| {
            row.last().map_or(from, |last| last.x + last.set.width() + APART)
        };
        let (over, under) = (free(&above, title_end), free(&below, 0.0));
        let x = area.left;
        let row = if over <= x || over <= under { &mut above } else { &mut below };
        let from = if over <= x || over <= under { over } else { under };
        row.push(Label { tick: area.left + 0.3, x: x.max(from), set });
    }
    let bottom = BAR_TOP + HEIGHT;
    draws.extend(labels(&mut above, room.width, BAR_TOP - TICK, BAR_TOP - TICK - SMALL_LEAD));
    draws.extend(labels(&mut below, room.width, bottom, bottom + TICK));
    strip.height = bottom + if below.is_empty() { 0.0 } else { TICK + SMALL_LEAD };
    strip.figures.push((figure, Area::new(0.0, 0.0, room.width, strip.height)));
    strip.pieces.push(Piece::of(figure, draws));
    strip
}

const SMALL_LEAD: f32 = 11.3;

/// The parts with the room they take. A part is never thinner than it can be seen.
fn parts(bar: &StatusBar, width: f32) -> Vec<(Status, usize, Area)> {
    let total: usize = bar.parts.iter().map(|(_, count)| count).sum();
    let gaps = WHITE_GAP * real(bar.parts.len().saturating_sub(1));
    let least = mm(1.2);
    let spare = width - gaps - least * real(bar.parts.len());
    let mut left = 0.0;
    let mut part = |(status, count): &(Status, usize)| {
        let wide = least + spare * real(*count) / real(total.max(1));
        let area = Area::new(left, BAR_TOP, wide, HEIGHT);
        left = area.right + WHITE_GAP;
        (*status, *count, area)
    };
    bar.parts.iter().map(&mut part).collect()
}

/// Draws labels on their ticks, moved to the left where the last would leave the width.
fn labels(row: &mut [Label], width: f32, tick: f32, top: f32) -> Vec<Draw> {
    let mut end = width;
    for label in row.iter_mut().rev() {
        label.x = label.x.min(end - label.set.width());
        end = label.x - APART;
    }
    let stroke = Stroke { ink: AXIS, width: mm(0.2), dash: None };
    let mut draws = vec![];
    for label in row {
        draws.push(Draw::line(&[(label.tick, tick), (label.tick, tick + TICK)], stroke));
        draws.extend(Draw::lines(&label.set, label.x, top));
    }
    draws
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_width_and_keep_their_gaps() {
        let counts = [(Status::Green, 10), (Status::Amber, 1), (Status::Red, 1)];
        let bar = StatusBar { title: "12".into(), parts: counts.to_vec(), alt: "Bar".into() };
        let parts = parts(&bar, 400.0);
        let last = parts.last().map(|part| part.2.right).unwrap_or_default();
        assert!((last - 400.0).abs() < 0.01, "{last}");
        for pair in parts.windows(2) {
            assert!((pair[1].2.left - pair[0].2.right - WHITE_GAP).abs() < 0.01);
        }
    }
}
