//! An exception: a measure or an action that is red or amber, in one block that never splits.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::blocks;
use super::chart::line_chart;
use super::chart::marks::{self, LARGE};
use super::layout::maker::{Maker, Room, share_of};
use super::layout::page::{Area, Draw, Piece};
use super::layout::strip::{Strip, beside, body_height, height_of, join};
use super::layout::theme::{BODY, FIGURE, HAIRLINE, INK, LEAD, RULE, SMALL, Style};
use super::layout::tree::Role;
use super::layout::units::mm;
use super::table;
use super::typeset::rich::Rich;
use crate::compose::{Exception, KeyFigure, PageLayout};

/// From the left edge to the measure's name.
const TITLE_X: f32 = mm(26.0);
/// The four figures' left edges, in parts of a width of 170 mm.
const FIGURES: [f32; 4] = [0.0, 33.0 / 170.0, 73.0 / 170.0, 116.0 / 170.0];
/// What is left empty between a figure and the next.
const BETWEEN: f32 = mm(3.5);
const REMARKS_X: f32 = mm(88.0);

/// Lays a block out: one strip, or several that keep together where one would not fit a page.
pub(crate) fn lay(
    maker: &mut Maker,
    room: Room,
    block: &Exception,
    lies: PageLayout,
) -> Vec<Strip> {
    let mut strips = vec![title(maker, room, block)];
    if !block.figures.is_empty() {
        strips.push(figures(maker, room, &block.figures));
    }
    strips.extend(middle(maker, room, block));
    strips.extend(table::lay(maker, room, &block.improvement, false));
    if height_of(&strips) > body_height(lies) {
        return strips;
    }
    let mut whole = join(strips);
    (whole.before, whole.after, whole.keep) = (16.0, 16.0, false);
    vec![whole]
}

fn title(maker: &mut Maker, room: Room, block: &Exception) -> Strip {
    let element = maker.tree.add(room.parent, Role::Heading(3));
    let word = format!("{} ", block.status.word());
    let word = maker.set.line(&word, BODY.bold());
    let x = TITLE_X.max(LARGE + mm(2.0) + word.width() + mm(3.0));
    let set = maker.text(element, &Rich::new(&block.title, BODY.bold()), room.width - x);
    let top = mm(3.2);
    let weight = mm(0.7);
    let mut artifacts = vec![Draw::rule(0.0, room.width, weight / 2.0, weight, INK)];
    let middle = top + word.baseline - 4.3;
    artifacts.extend(marks::status(block.status, 0.0, middle - LARGE / 2.0, LARGE));
    let mut draws = Draw::lines(&word, LARGE + mm(2.0), top);
    draws.extend(Draw::lines(&set, x, top));
    let mark = maker.mark(2, format!("{}: {}", block.status.word(), block.title));
    Strip {
        height: top + set.height().max(word.height()),
        after: 6.0,
        before: 16.0,
        keep: true,
        pieces: vec![Piece::artifact(artifacts), Piece::of(element, draws)],
        marks: vec![(mark, 0.0)],
        ..Strip::default()
    }
}

/// The figures side by side: label, figure, detail.
fn figures(maker: &mut Maker, room: Room, figures: &[KeyFigure]) -> Strip {
    let mut strip = Strip { after: 6.0, keep: true, ..Strip::default() };
    let count = figures.len();
    let left = |nth: usize| match FIGURES.get(nth).filter(|_| count <= FIGURES.len()) {
        Some(part) => part * room.width,
        None => share_of(room.width, count, nth),
    };
    for (nth, figure) in figures.iter().enumerate() {
        let x = left(nth);
        let end = if nth + 1 < count { left(nth + 1) - BETWEEN } else { room.width };
        let element = maker.tree.add(room.parent, Role::Paragraph);
        let (mut y, mut draws) = (0.0, vec![]);
        let size = fitting(maker, &figure.value, end - x);
        let parts =
            [(&figure.label, SMALL.bold()), (&figure.value, size), (&figure.detail, SMALL.faint())];
        for (text, style) in parts {
            // The space at its end keeps a part from the next where it is read or copied.
            let set = maker.text(element, &Rich::new(&format!("{text} "), style), end - x);
            draws.extend(Draw::lines(&set, x, y));
            y += set.height();
        }
        strip.height = strip.height.max(y);
        strip.pieces.push(Piece::of(element, draws));
    }
    let y = strip.height + 5.0;
    strip.height = y + 0.5;
    let rule = Draw::rule(0.0, room.width, y, RULE, HAIRLINE);
    strip.pieces.push(Piece::artifact(vec![rule]));
    strip
}

/// The largest size in which no word of a figure is broken: a number in two parts is another number.
fn fitting(maker: &mut Maker, value: &str, room: f32) -> Style {
    let mut fits =
        |style: Style| value.split(' ').all(|word| maker.set.line(word, style).width() <= room);
    [FIGURE, LEAD.bold()].into_iter().find(|style| fits(*style)).unwrap_or(BODY.bold())
}

/// The chart, and beside it what is remarked.
fn middle(maker: &mut Maker, room: Room, block: &Exception) -> Vec<Strip> {
    let Some(chart) = &block.chart else {
        return super::layout::maker::kept(blocks::facts(maker, room, &block.remarks));
    };
    let figure = maker.tree.add(room.parent, Role::Figure);
    maker.tree.describe(figure, &chart.alt);
    let draws = line_chart::draw(maker, chart);
    let area = Area::new(0.0, 0.0, line_chart::WIDTH, line_chart::HEIGHT);
    let left = Strip {
        height: line_chart::HEIGHT,
        before: 6.0,
        after: 6.0,
        keep: true,
        pieces: vec![Piece::of(figure, draws)],
        figures: vec![(figure, area)],
        ..Strip::default()
    };
    // Beside the chart there has to be room for words; else they go under it.
    if room.width < REMARKS_X + mm(40.0) {
        let under = blocks::facts(maker, room, &block.remarks);
        return std::iter::once(left).chain(under).collect();
    }
    let narrow = Room { width: room.width - REMARKS_X, ..room };
    let remarks = blocks::facts(maker, narrow, &block.remarks);
    // Remarks too long to stand beside the chart go under it, where they can break.
    if height_of(&remarks) > mm(150.0) {
        let wide = blocks::facts(maker, room, &block.remarks);
        return std::iter::once(left).chain(wide).collect();
    }
    let mut remarks = join(remarks);
    remarks.shift(REMARKS_X, 0.0);
    let mut both = beside(left, remarks);
    both.keep = true;
    vec![both]
}
