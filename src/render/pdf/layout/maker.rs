//! What every block is laid out with: the shaper, the structure tree, the bookmarks.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::typeset::rich::Rich;
use super::super::typeset::shape::{Set, Setter};
use super::flow::Mark;
use super::page::{Draw, Piece};
use super::strip::Strip;
use super::theme::BODY;
use super::tree::{Id, Role, Tree};
use super::units::real;
use std::sync::Arc;

/// The shaper, the structure tree and the bookmarks.
pub(crate) struct Maker {
    pub(crate) set: Setter,
    pub(crate) tree: Tree,
    pub(crate) marks: Vec<Mark>,
}

/// Where blocks go: their element, and the room they have from the body's left edge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) parent: Id,
    pub(crate) width: f32,
}

impl Maker {
    /// An empty document.
    pub(crate) fn new(set: Setter) -> Self {
        Self { set, tree: Tree::new(), marks: vec![] }
    }

    /// Sets text for an element. Where it runs from right to left the element says how it reads.
    pub(crate) fn text(&mut self, element: Id, rich: &Rich, width: f32) -> Arc<Set> {
        let set = self.set.set(rich, width);
        self.texted(element, set)
    }

    /// Says how an element's set text reads where it runs from right to left.
    pub(crate) fn texted(&mut self, element: Id, set: Arc<Set>) -> Arc<Set> {
        if let (Some(text), Some(element)) = (&set.rtl, self.tree.get_mut(element)) {
            element.tell().actual.get_or_insert_default().push_str(text);
        }
        set
    }

    /// A bookmark for a strip that is still to be placed.
    pub(crate) fn mark(&mut self, level: u8, title: String) -> usize {
        self.marks.push(Mark { level, title, page: 0, top: 0.0 });
        self.marks.len() - 1
    }

    /// A text as an element of its own: a strip a line, so that pages may end between them, but
    /// not after the first line or before the last. In large type no word stands alone on the
    /// last line.
    pub(crate) fn paragraph(&mut self, room: Room, role: Role, rich: &Rich, x: f32) -> Vec<Strip> {
        let element = self.tree.add(room.parent, role);
        let mut set = self.set.set(rich, room.width - x);
        let alone = set.lines.last().is_some_and(|last| last.width < room.width * 0.15);
        if alone && rich.style().size > BODY.size {
            set = self.set.even(rich, room.width - x);
        }
        let set = self.texted(element, set);
        let mut strips = lines(element, &set, x);
        if matches!(role, Role::Heading(_)) {
            for strip in &mut strips {
                strip.keep = true;
            }
        }
        strips
    }
}

/// The lines of set text as strips that keep two lines together at either end.
pub(crate) fn lines(element: Id, set: &Arc<Set>, x: f32) -> Vec<Strip> {
    let count = set.lines.len();
    let strip = |nth: usize| Strip {
        height: set.lead,
        keep: nth + 1 < count && (nth == 0 || nth + 2 == count),
        pieces: vec![Piece::of(element, vec![Draw::Text { x, y: 0.0, set: Arc::clone(set), nth }])],
        ..Strip::default()
    };
    (0..count).map(strip).collect()
}

/// Sets the space before the first and after the last of strips.
pub(crate) fn spaced(mut strips: Vec<Strip>, before: f32, after: f32) -> Vec<Strip> {
    if let Some(first) = strips.first_mut() {
        first.before = before;
    }
    if let Some(last) = strips.last_mut() {
        last.after = after;
    }
    strips
}

/// Keeps strips together with what follows them.
pub(crate) fn kept(mut strips: Vec<Strip>) -> Vec<Strip> {
    let from = strips.len().saturating_sub(1);
    strips.iter_mut().skip(from).for_each(|strip| strip.keep = true);
    strips
}

/// Keeps strips together with each other.
pub(crate) fn together(mut strips: Vec<Strip>) -> Vec<Strip> {
    let last = strips.len().saturating_sub(1);
    strips.iter_mut().take(last).for_each(|strip| strip.keep = true);
    strips
}

/// The middle of so many equal shares of a width.
pub(crate) fn share_of(width: f32, count: usize, nth: usize) -> f32 {
    width * real(nth) / real(count.max(1))
}
