//! Ids: each one once, and every mention of one leading somewhere.

use super::super::fault::{Faults, instead};
use super::super::written::Text;
use crate::calendar::FinancialYear;
use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::Hash;
use toml::Spanned;

/// The longest short name that fits a narrow table's column.
const SHORT: usize = 42;

/// The ids of one kind: in the plan each is one text, however often it is named.
pub(super) struct Ids<T> {
    kind: &'static str,
    /// In the file's order.
    list: Vec<T>,
    known: HashSet<T>,
}

impl<T: Clone + Eq + Hash + Borrow<str> + for<'a> From<&'a str>> Ids<T> {
    /// None yet of a kind (`service`).
    pub(super) fn of(kind: &'static str) -> Self {
        Self { kind, list: Vec::new(), known: HashSet::new() }
    }

    /// Those of a kind, noting any that is there twice or empty.
    pub(super) fn gather<'w>(
        kind: &'static str,
        ids: impl IntoIterator<Item = &'w Text>,
        faults: &mut Faults,
    ) -> Self {
        let mut all = Self::of(kind);
        for id in ids {
            all.add(id, faults);
        }
        all
    }

    /// One more, which is noted where it is there already or empty.
    pub(super) fn add(&mut self, id: &Text, faults: &mut Faults) -> T {
        let (kind, word) = (self.kind, id.get_ref().as_str());
        let new = T::from(word);
        if word.trim().is_empty() {
            faults.add(id.span(), kind, "the id is empty", "give it an id of its own");
        } else if !self.known.insert(new.clone()) {
            let message = format!("there is more than one {kind} with the id “{word}”");
            let path = format!("{kind} {word}");
            faults.add(id.span(), path, message, "give each an id of its own");
        }
        self.list.push(new.clone());
        new
    }

    /// An id that must be one of them; given back either way, so that reading goes on.
    pub(super) fn find(&self, id: &Text, path: &str, faults: &mut Faults) -> T {
        let word = id.get_ref().as_str();
        self.known.get(word).cloned().unwrap_or_else(|| {
            let message = format!("there is no {} “{word}”", self.kind);
            let remedy = instead(word, self.list.iter().map(Borrow::borrow));
            faults.add(id.span(), path, message, remedy);
            T::from(word)
        })
    }

    /// A list of ids, at least one.
    pub(super) fn find_all(
        &self,
        ids: &Spanned<Vec<Text>>,
        path: &str,
        faults: &mut Faults,
    ) -> Vec<T> {
        if ids.get_ref().is_empty() {
            let message = format!("no {} is named", self.kind);
            faults.add(
                ids.span(),
                path,
                message,
                format!("name the {} that reports first", self.kind),
            );
        }
        ids.get_ref().iter().map(|id| self.find(id, path, faults)).collect()
    }
}

/// A short name that fits.
pub(super) fn short(text: Text, path: &str, faults: &mut Faults) -> String {
    let length = text.get_ref().chars().count();
    if length == 0 || length > SHORT {
        let message = format!("the short name has {length} characters");
        faults.add(text.span(), path, message, format!("use 1 to {SHORT} characters"));
    }
    text.into_inner()
}

/// `2021-22 M05`: the earlier plan's year and an id in it.
pub(super) fn earlier(
    text: &Text,
    year: FinancialYear,
    path: &str,
    faults: &mut Faults,
) -> Option<(FinancialYear, String)> {
    let split = text.get_ref().trim().split_once(' ');
    let found = split.and_then(|(plan, id)| Some((plan.parse::<FinancialYear>().ok()?, id.trim())));
    match found {
        Some((plan, id)) if plan < year => Some((plan, id.to_owned())),
        Some((plan, _)) => {
            let message = format!("{plan} is not before {year}");
            faults.add(text.span(), path, message, "name an earlier plan");
            None
        }
        None => {
            let message = format!("“{}” names nothing of an earlier plan", text.get_ref());
            faults.add(
                text.span(),
                path,
                message,
                "write its year and the id, such as 2021-22 M05",
            );
            None
        }
    }
}
