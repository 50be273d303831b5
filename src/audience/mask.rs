//! Numbers taken out of free text: a comment must not say what its table keeps back.

use super::numbers::{self, ENDINGS, Number, is_year};
use super::words::Words;
use crate::calendar::MONTHS;

/// The sign that stands for what is kept back.
pub(super) const SIGN: &str = "[c]";

/// A number after one of these names a thing, and counts nobody.
const NAMING: [&str; 14] = [
    "quarter",
    "measure",
    "measures",
    "section",
    "appendix",
    "rule",
    "version",
    "revision",
    "paragraph",
    "page",
    "stage",
    "level",
    "p",
    "row",
];

/// After one of these, such a word is none that names: this quarter 3 came.
const DETERMINED: [&str; 34] = [
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "those",
    "last",
    "next",
    "previous",
    "prior",
    "past",
    "current",
    "each",
    "every",
    "per",
    "any",
    "another",
    "same",
    "first",
    "second",
    "third",
    "fourth",
    "final",
    "our",
    "their",
    "its",
    "whole",
    "full",
    "latest",
    "earlier",
    "one",
    "following",
    "no",
];

/// A number behind one of these that can be a year is one.
const BEFORE_YEAR: [&str; 9] =
    ["in", "since", "during", "until", "before", "after", "year", "spring", "summer"];

/// What numbers a text must not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    /// Small counts: whole numbers up to this one.
    small: u32,
    /// Whether every number is taken out, whatever it is.
    strict: bool,
}

impl Mask {
    /// A mask of small counts: those below `smallest_shown`.
    #[must_use]
    pub const fn small(smallest_shown: u32) -> Self {
        Self { small: smallest_shown.saturating_sub(1), strict: false }
    }

    /// A mask of every number but dates and names: for texts about figures that are kept back,
    /// which may be told by a sum, a difference, a share or what they were before.
    #[must_use]
    pub const fn strict() -> Self {
        Self { small: 0, strict: true }
    }

    /// Whether every number is taken out.
    #[must_use]
    pub const fn is_strict(self) -> bool {
        self.strict
    }

    /// The text with `[c]` in the place of each number that it must not say, in digits or
    /// in words. Dates, and numbers that name a quarter or a measure, stay.
    #[must_use]
    pub fn text(self, text: &str) -> String {
        let words = Words::of(text);
        let mut out = words.before();
        let mut nth = 0;
        while nth < words.len() {
            let number = numbers::at(&words, nth);
            let last = nth + number.map_or(1, |number| number.words);
            if number.is_some_and(|number| self.hides(&words, nth, number)) {
                out.push_str(SIGN);
                out.push_str(unit(words.word(nth)));
                out.push_str(&words.between(last - 1));
            } else {
                for word in nth..last {
                    out.push_str(words.word(word));
                    out.push_str(&words.between(word));
                }
            }
            nth = last;
        }
        out
    }

    /// Whether a text says a number that it must not. `own` are words of the plan in it, whose
    /// numbers are public.
    #[must_use]
    pub fn is_said(self, text: &str, own: &[&str]) -> bool {
        let rest = without(text, own);
        self.text(&rest) != rest
    }

    /// The same of a text of the program's own: its numbers are in digits (“the one before” counts
    /// nobody), but for what it quotes.
    #[must_use]
    pub fn is_told(self, text: &str, own: &[&str]) -> bool {
        let mut parts = text.split('“');
        let in_digits = |text: &str| {
            let text = without(text, own);
            let words = Words::of(&text);
            (0..words.len()).any(|nth| {
                let number = numbers::at(&words, nth).filter(|number| number.digits);
                number.is_some_and(|number| self.hides(&words, nth, number))
            })
        };
        parts.next().is_some_and(in_digits)
            || parts.any(|part| match part.split_once('”') {
                Some((quoted, rest)) => self.is_said(quoted, own) || in_digits(rest),
                None => self.is_said(part, own),
            })
    }

    /// Whether a number that begins at a word must not be said.
    fn hides(self, words: &Words<'_>, nth: usize, number: Number) -> bool {
        let small = |count| (1..=self.small).contains(&count);
        (self.strict || number.value.is_some_and(small)) && !(number.digits && names(words, nth))
    }
}

/// A text without words of the plan.
fn without(text: &str, own: &[&str]) -> String {
    let mut own: Vec<&str> = own.iter().copied().filter(|own| !own.is_empty()).collect();
    // A label may stand in another.
    own.sort_by_key(|own| std::cmp::Reverse(own.len()));
    own.iter().fold(text.to_owned(), |rest, own| rest.replace(own, "…"))
}

/// What stands behind a number as one word: the m of 4m.
fn unit(word: &str) -> &str {
    let from = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    let unit = from.filter(|from| *from > 0).and_then(|from| word.get(from..)).unwrap_or_default();
    let ordinal = ENDINGS.contains(&&*unit.to_lowercase());
    if unit.chars().all(|c| c.is_ascii_alphabetic()) && !ordinal { unit } else { "" }
}

/// Whether a number in digits is a day, a year, or the name of a thing.
fn names(words: &Words<'_>, nth: usize) -> bool {
    year(words, nth)
        || half_of_year(words, nth)
        || day(words, nth)
        || in_date(words, nth)
        || named(words, nth)
}

/// A year that stands as one: in a date, with the next year's end, behind such as “in”. Any other
/// number of that size may be a count.
fn year(words: &Words<'_>, nth: usize) -> bool {
    if !is_year(words.word(nth)) {
        return false;
    }
    let before = nth.checked_sub(1).filter(|before| words.spaced(*before));
    let word = before.map(|before| words.word(before)).unwrap_or_default();
    let next = words.word(nth + 1);
    let two_years = next.len() == 2
        && next.bytes().all(|b| b.is_ascii_digit())
        && (words.hyphen(nth) || words.between(nth) == "/");
    two_years || MONTHS.contains(&word) || BEFORE_YEAR.contains(&&*word.to_lowercase())
}

/// The second half of a financial year, as in 2023-24 and 2023/24.
fn half_of_year(words: &Words<'_>, nth: usize) -> bool {
    let Some(before) = nth.checked_sub(1) else { return false };
    words.word(nth).len() == 2
        && is_year(words.word(before))
        && (words.hyphen(before) || words.between(before) == "/")
}

/// `4 October`, `the 4th of October`.
fn day(words: &Words<'_>, nth: usize) -> bool {
    let word = words.word(nth);
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_day = digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day));
    let ordinal = digits.len() < word.len();
    let month = |at: usize| MONTHS.contains(&words.word(at));
    let of = ordinal && words.word(nth + 1) == "of" && month(nth + 2);
    is_day && ((words.spaced(nth) && month(nth + 1)) || of)
}

/// `04/10/2023`, `4.10.2023`, `2023-10-04`.
fn in_date(words: &Words<'_>, nth: usize) -> bool {
    if let [day, month, year] = words.word(nth).split('.').collect::<Vec<_>>()[..] {
        return is_date(day, month, year);
    }
    let joined = |at: usize| ["/", "-"].contains(&&*words.between(at));
    let begins = |from: usize| {
        let [one, two, three] = [from, from + 1, from + 2].map(|at| words.word(at));
        joined(from) && joined(from + 1) && (is_date(one, two, three) || is_date(three, two, one))
    };
    (0..3).any(|back| nth.checked_sub(back).is_some_and(begins))
}

fn is_date(day: &str, month: &str, year: &str) -> bool {
    let upto = |text: &str, most: u32| text.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
    upto(day, 31) && upto(month, 12) && is_year(year)
}

/// `Quarter 2`, `measure 3`; not `this quarter 3`.
fn named(words: &Words<'_>, nth: usize) -> bool {
    let Some(before) = nth.checked_sub(1) else { return false };
    let name = words.lower(before);
    if !words.spaced(before) || !NAMING.contains(&&*name) {
        return false;
    }
    let determiner = before
        .checked_sub(1)
        .is_some_and(|at| DETERMINED.contains(&&*words.lower(at)) && !words.pauses(at));
    !determiner && words.word(nth).bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests;
