//! Ids: each one once, and every mention of one leading somewhere.

use super::super::fault::{Faults, instead};
use super::super::written::Text;
use crate::calendar::FinancialYear;
use std::collections::HashSet;
use toml::Spanned;

/// The longest short name that fits a narrow table's column.
const SHORT: usize = 42;

/// The ids of one kind, in the file's order.
pub(super) struct Ids {
    kind: &'static str,
    list: Vec<String>,
    known: HashSet<String>,
}

impl Ids {
    /// Gathers the ids of a kind (`service`), noting any that is there twice or empty.
    pub(super) fn gather<'w>(
        kind: &'static str,
        ids: impl IntoIterator<Item = &'w Text>,
        faults: &mut Faults,
    ) -> Self {
        let mut list: Vec<String> = Vec::new();
        let mut known = HashSet::new();
        for id in ids {
            let word = id.get_ref();
            if word.trim().is_empty() {
                faults.add(id.span(), kind, "the id is empty", "give it an id of its own");
            } else if !known.insert(word.clone()) {
                let message = format!("there is more than one {kind} with the id “{word}”");
                faults.add(
                    id.span(),
                    format!("{kind} {word}"),
                    message,
                    "give each an id of its own",
                );
            }
            list.push(word.clone());
        }
        Self { kind, list, known }
    }

    /// An id that must be one of them; given back either way, so that reading goes on.
    pub(super) fn find<T: for<'a> From<&'a str>>(
        &self,
        id: &Text,
        path: &str,
        faults: &mut Faults,
    ) -> T {
        let word = id.get_ref().as_str();
        if !self.known.contains(word) {
            let message = format!("there is no {} “{word}”", self.kind);
            faults.add(
                id.span(),
                path,
                message,
                instead(word, self.list.iter().map(String::as_str)),
            );
        }
        T::from(word)
    }

    /// A list of ids, at least one.
    pub(super) fn find_all<T: for<'a> From<&'a str>>(
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
pub(super) fn short(text: &Text, path: &str, faults: &mut Faults) -> String {
    let length = text.get_ref().chars().count();
    if length == 0 || length > SHORT {
        let message = format!("the short name has {length} characters");
        faults.add(text.span(), path, message, format!("use 1 to {SHORT} characters"));
    }
    text.get_ref().clone()
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
