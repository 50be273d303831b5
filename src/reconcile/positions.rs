//! The positions of measures, or of actions. A plan of thousands of services has hundreds of
//! thousands of them, and a pack shows those of a few: they are kept packed, service by service.

use crate::packed::{Packed, Shelf};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Positions in the plan's order, or in that of a part of it.
pub struct Positions<T> {
    bundles: Arc<[Bundle<T>]>,
    /// Where each lies: in which bundle, and as which of it.
    places: Arc<[(u32, u32)]>,
    /// Those that stand in the place of what lies there.
    changed: BTreeMap<usize, Arc<T>>,
}

/// What can lie packed.
pub trait Pack: Serialize + DeserializeOwned + PartialEq {}

impl<T: Serialize + DeserializeOwned + PartialEq> Pack for T {}

/// The positions of a service, or of a pack's part of the plan.
enum Bundle<T> {
    Open(Vec<Arc<T>>),
    Packed(Packed, PhantomData<T>),
}

/// So many bundles are open at once while positions are walked along: where a plan goes from
/// service to service and back, none is opened again and again.
const OPEN: usize = 16;

impl<T: Pack> Bundle<T> {
    /// Positions as they are, where they would not come back as they were.
    fn of(values: Vec<T>, shelf: &Shelf) -> Self {
        match Packed::of(&values) {
            Some(packed) if packed.read().as_ref() == Some(&values) => {
                Self::Packed(shelf.put(packed), PhantomData)
            }
            _ => Self::Open(values.into_iter().map(Arc::new).collect()),
        }
    }

    /// What can't be unpacked was not packed; what its file has lost is missing, and
    /// [`Positions::is_lost`] says so.
    fn open(&self) -> Vec<Arc<T>> {
        match self {
            Self::Open(values) => values.clone(),
            Self::Packed(packed, _) => {
                let values: Vec<T> = packed.read().unwrap_or_default();
                values.into_iter().map(Arc::new).collect()
            }
        }
    }
}

impl<T: Pack> Positions<T> {
    /// These, as they are.
    #[must_use]
    pub fn open(values: Vec<Arc<T>>) -> Self {
        let places = (0..).zip(&values).map(|(nth, _)| (0, nth)).collect();
        Self { bundles: [Bundle::Open(values)].into(), places, changed: BTreeMap::new() }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// All of them, in their order.
    #[must_use]
    pub fn iter(&self) -> Walk<'_, T> {
        Walk { all: self, next: 0, open: VecDeque::new() }
    }

    /// Whether some were missing when they were asked for, since the file in which they lie could
    /// not be read: nothing may be made of the others.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        let lost = |bundle: &Bundle<T>| match bundle {
            Bundle::Open(_) => false,
            Bundle::Packed(packed, _) => packed.is_lost(),
        };
        self.bundles.iter().any(lost)
    }

    /// The one at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Arc<T>> {
        self.iter().at(at)
    }

    /// Those at these places, open: what a pack shows is asked for again and again.
    #[must_use]
    pub fn chosen(&self, places: &[usize]) -> Self {
        let mut walk = self.iter();
        Self::open(places.iter().filter_map(|at| walk.at(*at)).collect())
    }

    /// Puts another in the place of one.
    pub fn put(&mut self, at: usize, value: T) {
        if at < self.len() {
            self.changed.insert(at, Arc::new(value));
        }
    }
}

/// A walk along positions.
pub struct Walk<'a, T> {
    all: &'a Positions<T>,
    next: usize,
    open: VecDeque<(usize, Arc<[Arc<T>]>)>,
}

impl<T: Pack> Walk<'_, T> {
    /// The one at a place, wherever the walk has come to.
    pub fn at(&mut self, at: usize) -> Option<Arc<T>> {
        if let Some(changed) = self.all.changed.get(&at) {
            return Some(Arc::clone(changed));
        }
        let (bundle, nth) = *self.all.places.get(at)?;
        let (bundle, nth) = (usize::try_from(bundle).ok()?, usize::try_from(nth).ok()?);
        let all = self.all.bundles.get(bundle)?;
        if let Bundle::Open(values) = all {
            return values.get(nth).cloned();
        }
        if let Some((_, values)) = self.open.iter().rev().find(|(known, _)| *known == bundle) {
            return values.get(nth).cloned();
        }
        if self.open.len() == OPEN {
            self.open.pop_front();
        }
        let values: Arc<[Arc<T>]> = all.open().into();
        self.open.push_back((bundle, Arc::clone(&values)));
        values.get(nth).cloned()
    }
}

impl<T: Pack> Iterator for Walk<'_, T> {
    type Item = Arc<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next;
        self.next += 1;
        self.at(next)
    }
}

impl<'a, T: Pack> IntoIterator for &'a Positions<T> {
    type Item = Arc<T>;
    type IntoIter = Walk<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Clone for Walk<'_, T> {
    fn clone(&self) -> Self {
        Self { all: self.all, next: self.next, open: self.open.clone() }
    }
}

impl<T> Clone for Positions<T> {
    fn clone(&self) -> Self {
        let (bundles, places) = (Arc::clone(&self.bundles), Arc::clone(&self.places));
        Self { bundles, places, changed: self.changed.clone() }
    }
}

impl<T: Pack> PartialEq for Positions<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Pack + fmt::Debug> fmt::Debug for Positions<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Positions that are worked out service by service, and stand in another order.
pub(super) struct Gathering<'s, T> {
    shelf: &'s Shelf,
    bundles: Vec<Bundle<T>>,
    /// How many bundles there are.
    count: u32,
    places: Vec<Option<(u32, u32)>>,
}

impl<'s, T: Pack> Gathering<'s, T> {
    /// Room for so many, which are put on a shelf.
    pub(super) fn of(length: usize, shelf: &'s Shelf) -> Self {
        Self { shelf, bundles: Vec::new(), count: 0, places: vec![None; length] }
    }

    /// Takes those of a service, each with its place.
    pub(super) fn add(&mut self, of_service: Vec<(usize, T)>) {
        if of_service.is_empty() {
            return;
        }
        let bundle = self.count;
        let (places, values): (Vec<usize>, Vec<T>) = of_service.into_iter().unzip();
        for (nth, at) in (0..).zip(places) {
            if let Some(place) = self.places.get_mut(at) {
                *place = Some((bundle, nth));
            }
        }
        self.bundles.push(Bundle::of(values, self.shelf));
        self.count += 1;
    }

    /// All of them, in their order.
    pub(super) fn all(self) -> Positions<T> {
        Positions {
            bundles: self.bundles.into(),
            places: self.places.into_iter().flatten().collect(),
            changed: BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn gathered(services: &[Vec<(usize, String)>], length: usize) -> Positions<String> {
        let shelf = Shelf::default();
        let mut gathering = Gathering::of(length, &shelf);
        for of_service in services {
            gathering.add(of_service.clone());
        }
        gathering.all()
    }

    proptest! {
        /// Whatever services they come from, they stand in the plan's order, a part of them too.
        #[test]
        fn positions_stand_in_their_order(
            whose in prop::collection::vec(0_usize..40, 0..200),
            chosen in prop::collection::btree_set(0_usize..220, 0..50),
        ) {
            let words: Vec<String> = (0..whose.len()).map(|nth| nth.to_string()).collect();
            let services: Vec<Vec<(usize, String)>> = (0..40)
                .map(|service| {
                    let mine = whose.iter().enumerate().filter(|(_, of)| **of == service);
                    mine.map(|(at, _)| (at, words[at].clone())).collect()
                })
                .collect();
            let mut all = gathered(&services, words.len());
            prop_assert!(all.iter().map(|one| one.to_string()).eq(words.iter().cloned()));
            let places: Vec<usize> = chosen.into_iter().collect();
            let part = all.chosen(&places);
            let known = places.iter().filter_map(|at| words.get(*at));
            prop_assert!(part.iter().map(|one| one.to_string()).eq(known.cloned()));
            if !words.is_empty() {
                let before = all.clone();
                all.put(0, "other".into());
                prop_assert!(all.get(0).is_some_and(|one| *one == "other"));
                prop_assert!(before.get(0).is_some_and(|one| *one == "0"));
                prop_assert!(all != before && all.len() == before.len());
            }
        }
    }

    #[test]
    fn what_the_file_has_lost_is_not_passed_over() {
        let shelf = Shelf::of_file();
        let mut gathering = Gathering::of(2, &shelf);
        gathering.add(vec![(0, "one".to_owned()), (1, "two".to_owned())]);
        let all = gathering.all();
        assert_eq!((all.iter().count(), all.is_lost()), (2, false));
        shelf.spoil();
        let part = all.chosen(&[1]);
        assert_eq!((part.len(), all.is_lost()), (0, true));
    }

    /// Something that does not come back as it was.
    #[derive(Debug, PartialEq)]
    struct Fleeting(u8);

    impl Serialize for Fleeting {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_u8(0)
        }
    }

    impl<'de> serde::Deserialize<'de> for Fleeting {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            Ok(Self(u8::deserialize(from)?))
        }
    }

    #[test]
    fn what_would_not_come_back_as_it_was_is_kept_as_it_is() {
        let shelf = Shelf::default();
        let mut gathering = Gathering::of(2, &shelf);
        gathering.add(vec![(1, Fleeting(7)), (0, Fleeting(8))]);
        let all = gathering.all();
        assert_eq!(all.iter().map(|one| one.0).collect::<Vec<_>>(), [8, 7]);
    }
}
