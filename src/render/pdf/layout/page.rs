//! What is drawn: pages of marked pieces, in points from the top left corner, free of any file
//! format.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::typeset::shape::{Line, Set};
use super::theme::Ink;
use super::tree::Id;
use super::units::real;
use std::sync::Arc;

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

impl Area {
    /// From a corner and a size.
    pub(crate) const fn new(left: f32, top: f32, width: f32, height: f32) -> Self {
        Self { left, top, right: left + width, bottom: top + height }
    }

    /// The same, moved.
    pub(crate) const fn moved(self, dx: f32, dy: f32) -> Self {
        Self {
            left: self.left + dx,
            top: self.top + dy,
            right: self.right + dx,
            bottom: self.bottom + dy,
        }
    }
}

/// A line along a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) ink: Ink,
    pub(crate) width: f32,
    /// So much on, so much off.
    pub(crate) dash: Option<(f32, f32)>,
}

/// A point of a path, or a handle of a Bézier curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) handle: bool,
}

/// A path: filled, stroked or both. An open path is only stroked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    pub(crate) points: Vec<Point>,
    pub(crate) closed: bool,
    pub(crate) fill: Option<Ink>,
    pub(crate) stroke: Option<Stroke>,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub(crate) enum Draw {
    /// A line of set text, its top left corner given.
    Text { x: f32, y: f32, set: Arc<Set>, nth: usize },
    /// A filled rectangle.
    Fill { area: Area, ink: Ink },
    /// A path.
    Path(Path),
    /// The logo, which a pack has once.
    Logo { area: Area },
}

/// Whose content a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// An element of the structure tree.
    Element(Id),
    /// Nobody's: rules, grounds, marks whose word stands beside them, running heads.
    Artifact,
}

/// Draws under one mark.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) owner: Owner,
    pub(crate) draws: Vec<Draw>,
}

/// A link to a bookmarked place.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) area: Area,
    /// The bookmark it leads to.
    pub(crate) to: usize,
    /// What it says to those who can't see it.
    pub(crate) words: String,
    pub(crate) element: Id,
}

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Width and height.
    pub(crate) size: (f32, f32),
    pub(crate) pieces: Vec<Piece>,
    pub(crate) links: Vec<Link>,
}

impl Draw {
    /// Lines of set text from a top left corner, from the left.
    pub(crate) fn lines(set: &Arc<Set>, x: f32, y: f32) -> Vec<Self> {
        let line = |nth| Self::Text { x, y: y + real(nth) * set.lead, set: Arc::clone(set), nth };
        (0..set.lines.len()).map(line).collect()
    }

    /// Lines of set text that end at a right edge.
    pub(crate) fn lines_to(set: &Arc<Set>, right: f32, y: f32) -> Vec<Self> {
        let line = |(nth, line): (usize, &Line)| Self::Text {
            x: right - line.width,
            y: y + real(nth) * set.lead,
            set: Arc::clone(set),
            nth,
        };
        set.lines.iter().enumerate().map(line).collect()
    }

    /// A horizontal rule, centred on a height.
    pub(crate) fn rule(left: f32, right: f32, y: f32, weight: f32, ink: Ink) -> Self {
        Self::Fill { area: Area::new(left, y - weight / 2.0, right - left, weight), ink }
    }

    /// An open line through points.
    pub(crate) fn line(points: &[(f32, f32)], stroke: Stroke) -> Self {
        let point = |(x, y): &(f32, f32)| Point { x: *x, y: *y, handle: false };
        let points = points.iter().map(point).collect();
        Self::Path(Path { points, closed: false, fill: None, stroke: Some(stroke) })
    }

    /// A closed shape through points.
    pub(crate) fn shape(points: &[(f32, f32)], fill: Option<Ink>, stroke: Option<Stroke>) -> Self {
        let point = |(x, y): &(f32, f32)| Point { x: *x, y: *y, handle: false };
        let points = points.iter().map(point).collect();
        Self::Path(Path { points, closed: true, fill, stroke })
    }

    /// The edge of a rectangle, drawn within it.
    pub(crate) fn edge(area: Area, width: f32, ink: Ink) -> Self {
        let half = width / 2.0;
        let (left, right) = (area.left + half, area.right - half);
        let (top, bottom) = (area.top + half, area.bottom - half);
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        Self::shape(&corners, None, Some(Stroke { ink, width, dash: None }))
    }

    /// Moves it.
    pub(crate) fn shift(&mut self, dx: f32, dy: f32) {
        match self {
            Self::Text { x, y, .. } => (*x, *y) = (*x + dx, *y + dy),
            Self::Fill { area, .. } | Self::Logo { area } => *area = area.moved(dx, dy),
            Self::Path(path) => {
                for point in &mut path.points {
                    (point.x, point.y) = (point.x + dx, point.y + dy);
                }
            }
        }
    }

    /// The room it takes.
    pub(crate) fn area(&self) -> Area {
        match self {
            Self::Text { x, y, set, nth } => {
                let width = set.lines.get(*nth).map_or(0.0, |line| line.width);
                Area::new(*x, *y, width, set.lead)
            }
            Self::Fill { area, .. } | Self::Logo { area } => *area,
            Self::Path(path) => {
                let half = path.stroke.map_or(0.0, |stroke| stroke.width / 2.0);
                let none =
                    Area { left: f32::MAX, top: f32::MAX, right: f32::MIN, bottom: f32::MIN };
                path.points.iter().fold(none, |area, point| Area {
                    left: area.left.min(point.x - half),
                    top: area.top.min(point.y - half),
                    right: area.right.max(point.x + half),
                    bottom: area.bottom.max(point.y + half),
                })
            }
        }
    }
}

impl Piece {
    /// Draws that belong to an element.
    pub(crate) const fn of(element: Id, draws: Vec<Draw>) -> Self {
        Self { owner: Owner::Element(element), draws }
    }

    /// Draws that carry no meaning of their own.
    pub(crate) const fn artifact(draws: Vec<Draw>) -> Self {
        Self { owner: Owner::Artifact, draws }
    }

    /// Moves all of it.
    pub(crate) fn shift(&mut self, dx: f32, dy: f32) {
        self.draws.iter_mut().for_each(|draw| draw.shift(dx, dy));
    }
}
