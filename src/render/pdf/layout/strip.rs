//! Strips: what is laid out before it is known where on which page it falls.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::typeset::shape::Set;
use super::page::{Area, Draw, Link, Owner, Piece};
use super::theme::{FOOT, TOP, page_size};
use super::tree::Id;
use crate::compose::PageLayout;
use std::sync::Arc;

/// A table's head, drawn again where the table goes on.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) height: f32,
    pub(crate) draws: Vec<Draw>,
    /// The table's left and right edge.
    pub(crate) edges: (f32, f32),
    /// "Table continues on the next page."
    pub(crate) goes_on: Arc<Set>,
}

/// A band across the page that doesn't break. Its pieces count from its top and the body's left
/// edge.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strip {
    pub(crate) height: f32,
    /// The space before it, dropped at a page's top; of two spaces that meet the larger holds.
    pub(crate) before: f32,
    /// The space after it.
    pub(crate) after: f32,
    /// It stays on the page of the strip that follows.
    pub(crate) keep: bool,
    /// It begins a page that lies this way.
    pub(crate) page: Option<PageLayout>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) links: Vec<Link>,
    /// Bookmarks, and how far below its top they are.
    pub(crate) marks: Vec<(usize, f32)>,
    /// Where figures stand.
    pub(crate) figures: Vec<(Id, Area)>,
    /// The table it is a row of.
    pub(crate) head: Option<Arc<Head>>,
}

/// The height of a page's body.
pub(crate) fn body_height(layout: PageLayout) -> f32 {
    page_size(layout).1 - TOP - FOOT
}

impl Strip {
    /// Moves all of it.
    pub(crate) fn shift(&mut self, dx: f32, dy: f32) {
        self.pieces.iter_mut().for_each(|piece| piece.shift(dx, dy));
        for link in &mut self.links {
            link.area = link.area.moved(dx, dy);
        }
        for (_, area) in &mut self.figures {
            *area = area.moved(dx, dy);
        }
        for (_, below) in &mut self.marks {
            *below += dy;
        }
    }

    fn absorb(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
        self.links.extend(other.links);
        self.figures.extend(other.figures);
        self.marks.extend(other.marks);
    }

    /// Cuts it where a page of a height ends: what is left over, if that helps. Draws stay whole.
    pub(crate) fn cut(&mut self, height: f32) -> Option<Self> {
        let below = |draw: &Draw| draw.area().bottom > height + 0.1;
        // Only what is read makes a rest worth a page: not a rule alone.
        let read = self.pieces.iter().filter(|piece| piece.owner != Owner::Artifact);
        let lowest = read.flat_map(|piece| &piece.draws).filter(|draw| below(draw));
        let from = lowest.map(|draw| draw.area().top).fold(f32::MAX, f32::min);
        if from <= 0.1 || from >= self.height {
            return None;
        }
        let mut rest = Self { height: self.height - from, ..Self::default() };
        for piece in &mut self.pieces {
            let (over, kept) = std::mem::take(&mut piece.draws).into_iter().partition(below);
            piece.draws = kept;
            if !Vec::is_empty(&over) {
                rest.pieces.push(Piece { owner: piece.owner, draws: over });
            }
        }
        self.pieces.retain(|piece| !piece.draws.is_empty());
        rest.pieces.iter_mut().for_each(|piece| piece.shift(0.0, -from));
        (rest.after, rest.keep) = (self.after, self.keep);
        rest.head.clone_from(&self.head);
        // Columns have lines of their own: one may reach further down than where the rest begins.
        let kept = self.pieces.iter().flat_map(|piece| &piece.draws);
        let end = kept.map(|draw| draw.area().bottom).fold(from, f32::max);
        (self.height, self.after, self.keep) = (height.min(end), 0.0, false);
        Some(rest)
    }
}

/// The height of strips one below the other, the space before the first not counted.
pub(crate) fn height_of(strips: &[Strip]) -> f32 {
    let (mut height, mut after) = (0.0, None);
    for strip in strips {
        height += after.map_or(0.0, |after| strip.before.max(after)) + strip.height;
        after = Some(strip.after);
    }
    height
}

/// Makes one strip of several: they stay together.
pub(crate) fn join(strips: Vec<Strip>) -> Strip {
    let mut whole = Strip::default();
    let mut after = None;
    for mut strip in strips {
        match after {
            None => whole.before = strip.before,
            Some(after) => whole.height += strip.before.max(after),
        }
        after = Some(strip.after);
        strip.shift(0.0, whole.height);
        whole.height += strip.height;
        whole.keep = strip.keep;
        whole.absorb(strip);
    }
    whole.after = after.unwrap_or_default();
    whole
}

/// Puts one strip beside another.
pub(crate) fn beside(mut left: Strip, right: Strip) -> Strip {
    left.height = left.height.max(right.height);
    left.before = left.before.max(right.before);
    left.after = left.after.max(right.after);
    left.keep |= right.keep;
    left.absorb(right);
    left
}

/// Moves strips to the right.
pub(crate) fn indent(mut strips: Vec<Strip>, by: f32) -> Vec<Strip> {
    for strip in &mut strips {
        strip.shift(by, 0.0);
    }
    strips
}
