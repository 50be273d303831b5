//! Rows of two versions of a pack side by side. Both are walked along once, and no more is held
//! than what differs or has not met its like yet: of a large pack's rows most are the same.

use super::said::is_said;
use crate::store::Published;
use std::collections::{BTreeMap, BTreeSet};

/// What differs between two versions.
#[derive(Debug)]
pub(super) struct Differing {
    /// Rows that are new, or other than they were, in the order of the new version: what was, what
    /// is. Of what services say there are none where the old version told nothing of that.
    pub(super) other: Vec<(Option<Published>, Published)>,
    /// Rows that are gone, in the order of the old version.
    pub(super) gone: Vec<Published>,
    /// Whether both are made from the same returns.
    pub(super) returns_stay: bool,
}

/// Rows that have not met their like, by their keys, each with its place in its version.
type Waiting = BTreeMap<String, (usize, Published)>;

#[derive(Default)]
struct Walk {
    old: Waiting,
    new: Waiting,
    other: BTreeMap<usize, (Option<Published>, Published)>,
}

/// Walks along two versions. Each has a key no more than once.
pub(super) fn differing(
    mut before: impl Iterator<Item = Published>,
    mut now: impl Iterator<Item = Published>,
) -> Differing {
    let mut walk = Walk::default();
    let (mut from_before, mut from_now) = (BTreeSet::new(), BTreeSet::new());
    // A version that was made before texts were noted has none to compare with.
    let mut texts = false;
    for nth in 0_usize.. {
        let (old, new) = (before.next(), now.next());
        if old.is_none() && new.is_none() {
            break;
        }
        if let Some(old) = &old {
            texts = texts || is_said(old);
            note_return(&mut from_before, old);
        }
        if let Some(new) = &new {
            note_return(&mut from_now, new);
        }
        walk.step(nth, old, new);
    }
    let Walk { old, new, mut other } = walk;
    other.extend(new.into_values().map(|(nth, new)| (nth, (None, new))));
    let gone: BTreeMap<usize, Published> = old.into_values().collect();
    let other = other.into_values().filter(|(_, new)| texts || !is_said(new));
    Differing {
        other: other.collect(),
        gone: gone.into_values().collect(),
        returns_stay: from_before == from_now,
    }
}

impl Walk {
    fn step(&mut self, nth: usize, old: Option<Published>, new: Option<Published>) {
        match (old, new) {
            // As it is nearly always.
            (Some(old), Some(new)) if old.key == new.key => self.met(nth, old, new),
            (old, new) => {
                if let Some(new) = new {
                    match self.old.remove(&new.key) {
                        Some((_, old)) => self.met(nth, old, new),
                        None => drop(self.new.insert(new.key.clone(), (nth, new))),
                    }
                }
                if let Some(old) = old {
                    match self.new.remove(&old.key) {
                        Some((nth, new)) => self.met(nth, old, new),
                        None => drop(self.old.insert(old.key.clone(), (nth, old))),
                    }
                }
            }
        }
    }

    fn met(&mut self, nth: usize, old: Published, new: Published) {
        if old.shown != new.shown || old.value != new.value {
            self.other.insert(nth, (Some(old), new));
        }
    }
}

/// Notes the return that a row comes from.
fn note_return(returns: &mut BTreeSet<String>, row: &Published) {
    if let Some(hash) = &row.source_sha256
        && !returns.contains(hash)
    {
        returns.insert(hash.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, shown: &str) -> Published {
        Published {
            key: key.into(),
            label: key.into(),
            shown: shown.into(),
            value: None,
            source_file: None,
            source_sha256: Some(shown.into()),
        }
    }

    fn rows(told: &str) -> Vec<Published> {
        told.split_whitespace().map(|one| row(one.get(..1).unwrap(), one)).collect()
    }

    /// Rows are met by their keys wherever they stand, and told in their versions' order.
    #[test]
    fn what_differs_is_found_wherever_it_stands() {
        for (before, now, other, gone) in [
            ("a1 b1 c1", "a1 b1 c1", "", ""),
            ("a1 b1 c1", "a1 b2 c1", "b1>b2", ""),
            ("a1 b1 c1", "x1 y1 a1 b1 c2", ">x1 >y1 c1>c2", ""),
            ("a1 b1 c1 d1", "c1 d2", "d1>d2", "a1 b1"),
            ("a1 b1 c1", "c2 b1 a2", "c1>c2 a1>a2", ""),
            ("", "a1 b1", ">a1 >b1", ""),
            ("b1 a1", "", "", "b1 a1"),
            ("d1 a1 c1", "b1 a1", ">b1", "d1 c1"),
        ] {
            let found = differing(rows(before).into_iter(), rows(now).into_iter());
            let told = found.other.iter().map(|(old, new)| {
                format!("{}>{}", old.as_ref().map_or("", |old| &old.shown), new.shown)
            });
            assert_eq!(told.collect::<Vec<_>>().join(" "), other, "{before} | {now}");
            let told: Vec<&str> = found.gone.iter().map(|gone| &*gone.shown).collect();
            assert_eq!(told.join(" "), gone, "{before} | {now}");
        }
    }

    /// However long the versions are, a row that was put in keeps two waiting at most.
    #[test]
    fn what_is_the_same_is_not_held() {
        let all = |from: u32| (from..10_000).map(|nth| row(&format!("{nth:05}"), "1"));
        let mut walk = Walk::default();
        let (mut before, mut now) = (all(1), all(0));
        for nth in 0..9_000 {
            walk.step(nth, before.next(), now.next());
            assert!(walk.old.len() + walk.new.len() <= 2, "{nth}");
            assert!(walk.other.is_empty(), "{nth}");
        }
    }

    #[test]
    fn other_returns_are_seen_where_figures_are_the_same() {
        let returns = |hash: &str| Published { source_sha256: Some(hash.into()), ..row("a", "1") };
        let stay = |old, new| {
            differing([returns(old)].into_iter(), [returns(new)].into_iter()).returns_stay
        };
        assert!(stay("1", "1"));
        assert!(!stay("1", "2"));
    }
}
