//! What many entries of a plan have alike: it is held once.

use super::super::ids::FigureId;
use super::super::measure::Link;
use super::super::words::Words;
use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

/// What was read so far: measures by the ten thousand call their figures `num` and `den`, and lead
/// to the same few places of the council plan.
#[derive(Default)]
pub(super) struct Shared {
    figures: RefCell<HashSet<FigureId>>,
    words: RefCell<HashSet<Words>>,
    links: RefCell<HashSet<Arc<Link>>>,
}

impl Shared {
    /// The id of a figure, as every other measure has it.
    pub(super) fn figure(&self, id: FigureId) -> FigureId {
        one_of(&self.figures, id)
    }

    /// A label, a service as printed, a target: words that stand beside many entries.
    pub(super) fn words(&self, words: String) -> Words {
        one_of(&self.words, words.into())
    }

    /// A link to the council plan.
    pub(super) fn link(&self, link: Link) -> Arc<Link> {
        one_of(&self.links, link.into())
    }
}

fn one_of<T: Clone + Eq + Hash>(known: &RefCell<HashSet<T>>, value: T) -> T {
    let mut known = known.borrow_mut();
    if let Some(known) = known.get(&value) {
        return known.clone();
    }
    known.insert(value.clone());
    value
}
