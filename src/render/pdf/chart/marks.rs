//! Marks of status and arrows, as paths: no font has them all.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::layout::page::{Area, Draw, Path, Point, Stroke};
use super::super::layout::theme::{AMBER_EDGE, GREY, INK, Ink, WHITE, mark_ink};
use super::super::layout::units::mm;
use crate::compose::{Arrow, Status};

/// The size of a mark in a line of text.
pub(crate) const MARK: f32 = mm(2.9);
/// The size of a mark at the head of an exception.
pub(crate) const LARGE: f32 = mm(5.0);
/// From a mark to its word.
pub(crate) const GAP: f32 = mm(1.4);
/// The width of an arrow, and from it to its word.
pub(crate) const ARROW: f32 = mm(1.5);

/// How far a Bézier handle stands from the end of a quarter circle, for a radius of one.
const KAPPA: f32 = 0.552_285;

/// A circle of four curves.
pub(crate) fn circle(x: f32, y: f32, r: f32, fill: Option<Ink>, stroke: Option<Stroke>) -> Draw {
    let k = r * KAPPA;
    let points = [
        (r, 0.0, false),
        (r, k, true),
        (k, r, true),
        (0.0, r, false),
        (-k, r, true),
        (-r, k, true),
        (-r, 0.0, false),
        (-r, -k, true),
        (-k, -r, true),
        (0.0, -r, false),
        (k, -r, true),
        (r, -k, true),
        (r, 0.0, false),
    ];
    let point = |(dx, dy, handle)| Point { x: x + dx, y: y + dy, handle };
    Draw::Path(Path { points: points.map(point).to_vec(), closed: true, fill, stroke })
}

/// A status's mark in a square of a size, its top left corner given.
pub(crate) fn status(status: Status, x: f32, y: f32, size: f32) -> Vec<Draw> {
    let unit = size / 10.0;
    let at = |points: &[(f32, f32)]| -> Vec<(f32, f32)> {
        points.iter().map(|(dx, dy)| (x + dx * unit, y + dy * unit)).collect()
    };
    let line = |ink, width: f32| Stroke { ink, width: width * unit, dash: None };
    let ink = mark_ink(status);
    let (cx, cy) = (x + size / 2.0, y + size / 2.0);
    match status {
        Status::Blue => vec![
            Draw::Fill {
                area: Area::new(x + unit * 0.4, y + unit * 0.4, unit * 9.2, unit * 9.2),
                ink,
            },
            Draw::line(&at(&[(2.5, 5.2), (4.4, 7.1), (7.6, 3.1)]), line(WHITE, 1.5)),
        ],
        Status::Green => vec![circle(cx, cy, unit * 4.8, Some(ink), None)],
        Status::Amber => {
            let corners = at(&[(5.0, 0.9), (9.5, 9.1), (0.5, 9.1)]);
            vec![Draw::shape(&corners, Some(ink), Some(line(AMBER_EDGE, 1.0)))]
        }
        Status::Red => {
            let corners = at(&[(5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (0.0, 5.0)]);
            vec![Draw::shape(&corners, Some(ink), None)]
        }
        Status::ReportLater => {
            vec![circle(cx, cy, unit * 4.0, Some(WHITE), Some(line(GREY, 1.5)))]
        }
        Status::Contextual => {
            vec![Draw::Fill { area: Area::new(x, y + unit * 3.8, unit * 10.0, unit * 2.4), ink }]
        }
        Status::KeptBack => {
            let corners = at(&[(1.2, 1.2), (8.8, 1.2), (8.8, 8.8), (1.2, 8.8)]);
            vec![Draw::shape(&corners, Some(WHITE), Some(line(GREY, 1.5)))]
        }
    }
}

/// An arrow in a box of [`ARROW`]'s width, its left edge and the text's baseline given.
pub(crate) fn arrow(arrow: Arrow, x: f32, baseline: f32) -> Vec<Draw> {
    let (half, tall) = (ARROW / 2.0, mm(2.0));
    let (cx, top, wing) = (x + half, baseline - tall, mm(0.75));
    let stroke = Stroke { ink: INK, width: mm(0.3), dash: None };
    let (shaft, head) = match arrow {
        Arrow::Up => (
            [(cx, baseline), (cx, top)],
            [(cx - wing, top + wing), (cx, top), (cx + wing, top + wing)],
        ),
        Arrow::Down => (
            [(cx, top), (cx, baseline)],
            [(cx - wing, baseline - wing), (cx, baseline), (cx + wing, baseline - wing)],
        ),
        Arrow::Level => {
            let (y, right) = (baseline - tall / 2.0, x + ARROW);
            ([(x, y), (right, y)], [(right - wing, y - wing), (right, y), (right - wing, y + wing)])
        }
    };
    vec![Draw::line(&shaft, stroke), Draw::line(&head, stroke)]
}

/// What an arrow says to those who can't see it.
pub(crate) const fn arrow_words(arrow: Arrow) -> &'static str {
    match arrow {
        Arrow::Up => "up",
        Arrow::Down => "down",
        Arrow::Level => "level",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_stays_in_its_square() {
        for each in Status::SHOWN {
            for draw in status(each, 10.0, 20.0, 8.0) {
                let area = draw.area();
                assert!(area.left > 9.5 && area.right < 18.5, "{each:?} {area:?}");
                assert!(area.top > 19.5 && area.bottom < 28.5, "{each:?} {area:?}");
            }
        }
    }
}
