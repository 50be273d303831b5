//! Texts in which personal data was found, and what a reviewer decided of them.

use super::personal::{Personal, personal};
use crate::finding::{CellAddress, Place};
use crate::intake::{RawReturn, RawValue, digest};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a reviewer decided of a text in which personal data was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClearedAs {
    /// It is no personal data: the text may be printed as it stands.
    NotPersonal,
    /// It is, and stays masked; it holds nothing any more.
    KeepMasked,
}

impl ClearedAs {
    /// Both.
    pub const ALL: [Self; 2] = [Self::NotPersonal, Self::KeepMasked];

    /// The word on the command line and in the record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotPersonal => "not-personal",
            Self::KeepMasked => "keep-masked",
        }
    }
}

/// A reviewer's decision on a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearing {
    /// SHA-256 of the text that was looked at: it says nothing of another.
    pub text: String,
    /// What was decided.
    pub outcome: ClearedAs,
    /// The role that decided.
    pub role: String,
}

/// What reviewers decided of one return's texts, by sheet and cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleared(BTreeMap<(String, String), Clearing>);

impl Cleared {
    /// Adds a decision; a later one on the same cell stands in the place of an earlier one.
    pub fn add(&mut self, sheet: &str, cell: &str, clearing: Clearing) {
        self.0.insert((sheet.to_owned(), cell.to_owned()), clearing);
    }

    /// The decision on the text of a cell, where there is one on this very text.
    #[must_use]
    pub fn of(&self, place: &Place, text: &str) -> Option<&Clearing> {
        let cell = place.cell.map(|cell| CellAddress::to_string(&cell)).unwrap_or_default();
        let sheet = place.sheet.as_deref().unwrap_or_default().to_owned();
        self.0.get(&(sheet, cell)).filter(|clearing| clearing.text == digest(text.as_bytes()))
    }

    /// Whether a text may be printed as it stands.
    pub(super) fn as_it_stands(&self, place: &Place, text: &str) -> bool {
        self.of(place, text).is_some_and(|one| one.outcome == ClearedAs::NotPersonal)
    }
}

/// A text of a return in which personal data was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalText {
    /// Where it stands.
    pub place: Place,
    /// The text, as it stands in the cell.
    pub text: String,
    /// What was found in it, and where in the text.
    pub found: Vec<(Personal, Range<usize>)>,
    /// What a reviewer decided of it.
    pub clearing: Option<Clearing>,
}

impl PersonalText {
    /// SHA-256 of the text.
    #[must_use]
    pub fn hash(&self) -> String {
        digest(self.text.as_bytes())
    }

    /// What was found, each kind once: `a person’s name, a postcode and a telephone number`.
    #[must_use]
    pub fn kinds(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for (kind, _) in &self.found {
            if !words.contains(&kind.words()) {
                words.push(kind.words());
            }
        }
        match words.split_last() {
            Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            _ => words.join(""),
        }
    }

    /// The text on one line with square brackets around each find, which is masked unless it is
    /// asked for.
    #[must_use]
    pub fn marked(&self, show: bool) -> String {
        let starts = |at: usize| self.found.iter().any(|(_, range)| range.start == at);
        let ends = |at: usize| self.found.iter().any(|(_, range)| range.end == at);
        let inside = |at: usize| self.found.iter().any(|(_, range)| range.contains(&at));
        let mut marked = String::new();
        for (at, c) in self.text.char_indices() {
            if ends(at) {
                marked.push(']');
            }
            if starts(at) {
                marked.push('[');
            }
            marked.push(if !show && inside(at) && c.is_alphanumeric() { '•' } else { c });
        }
        if ends(self.text.len()) {
            marked.push(']');
        }
        marked.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Every text of a return in which personal data is found, cell by cell, then what stands
/// outside the form's rows.
#[must_use]
pub fn personal_texts(raw: &RawReturn, cleared: &Cleared) -> Vec<PersonalText> {
    let cells = raw.cells.values().filter_map(|cell| match &cell.value {
        RawValue::Text(text) => Some((&cell.place, text)),
        RawValue::Empty
        | RawValue::Number { .. }
        | RawValue::Date(_)
        | RawValue::Truth(_)
        | RawValue::Error(_)
        | RawValue::OutOfRange(_) => None,
    });
    let strays = raw.strays.iter().map(|stray| (&stray.place, &stray.text));
    cells
        .chain(strays)
        .filter_map(|(place, text)| {
            let found = personal(text);
            (!found.is_empty()).then(|| PersonalText {
                place: place.clone(),
                text: text.clone(),
                found,
                clearing: cleared.of(place, text).cloned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> PersonalText {
        let place = Place::sheet("a.xlsx", "Commentary").at("C7".parse().unwrap());
        let (text, found) = (text.to_owned(), personal(text));
        PersonalText { place, text, found, clearing: None }
    }

    #[test]
    fn finds_are_marked_and_masked_unless_asked_for() {
        let one = text("Mrs Janet Brown\nof ML3 0AA; ring 01698 455455");
        assert_eq!(one.kinds(), "a person’s name, a postcode and a telephone number");
        assert_eq!(one.marked(false), "[••• ••••• •••••] of [••• •••]; ring [••••• ••••••]");
        assert_eq!(one.marked(true), "[Mrs Janet Brown] of [ML3 0AA]; ring [01698 455455]");
    }

    #[test]
    fn a_clearing_is_of_one_text_in_one_cell() {
        let one = text("Mrs Janet Brown");
        let mut cleared = Cleared::default();
        let outcome = ClearedAs::NotPersonal;
        let clearing = Clearing { text: one.hash(), outcome, role: "Head".into() };
        cleared.add("Commentary", "C7", clearing.clone());
        assert_eq!(cleared.of(&one.place, &one.text), Some(&clearing));
        assert!(cleared.as_it_stands(&one.place, &one.text));
        assert_eq!(cleared.of(&one.place, "Mrs Janet Browne"), None);
        let other = Place::sheet("a.xlsx", "Commentary").at("C8".parse().unwrap());
        assert_eq!(cleared.of(&other, &one.text), None);
        cleared.add("Commentary", "C7", Clearing { outcome: ClearedAs::KeepMasked, ..clearing });
        assert!(!cleared.as_it_stands(&one.place, &one.text), "the later one stands");
    }
}
