//! Numbers taken out of free text: a comment must not say what its table keeps back.

use crate::quantity::{Decimal, fixed};
use std::collections::BTreeSet;

/// The sign that stands for what is kept back.
pub(super) const SIGN: &str = "[c]";

/// Number words, from one.
const WORDS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// Words for nought.
const NOUGHT: [&str; 5] = ["no", "none", "zero", "nil", "nobody"];

/// A number after one of these names a thing, and counts nobody.
const NAMING: [&str; 16] = [
    "quarter",
    "measure",
    "measures",
    "action",
    "section",
    "appendix",
    "note",
    "rule",
    "version",
    "revision",
    "stage",
    "paragraph",
    "page",
    "item",
    "p",
    "level",
];

/// A number before one of these is a day.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Numbers that a text must not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    /// As they are written: `41`, `95.3`.
    written: BTreeSet<String>,
    /// Small counts: whole numbers up to this one.
    small: u32,
    /// Whether every number is taken out, whatever it is.
    strict: bool,
}

impl Mask {
    /// A mask of small counts: those below `smallest_shown`.
    #[must_use]
    pub fn small(smallest_shown: u32) -> Self {
        Self { small: smallest_shown.saturating_sub(1), ..Self::default() }
    }

    /// The same for texts whose numbers are worked out from the figures in ways of their own, such
    /// as a distance or a change: every number goes, but for dates and names.
    #[must_use]
    pub fn strict(&self) -> Self {
        Self { strict: true, ..self.clone() }
    }

    /// Whether every number is taken out.
    #[must_use]
    pub const fn is_strict(&self) -> bool {
        self.strict
    }

    /// Adds a number, with and without decimals.
    pub fn add(&mut self, number: Decimal) {
        let number = number.abs();
        for places in 0..=2 {
            self.written.insert(fixed(number, places));
        }
        self.written.insert(number.normalize().to_string());
    }

    /// The text with `[c]` in the place of each number that it must not say, in digits or
    /// in words. Dates, and numbers that name a quarter or a measure, stay.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let tokens = tokens(text);
        let word = |at: usize| {
            let token = tokens.get(at).copied().unwrap_or_default();
            token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
        };
        let words: Vec<usize> = (0..tokens.len()).filter(|at| !word(*at).is_empty()).collect();
        let mut out = String::new();
        let mut nth: usize = 0;
        for (at, token) in tokens.iter().enumerate() {
            if word(at).is_empty() {
                out.push_str(token);
                continue;
            }
            let before = nth.checked_sub(1).and_then(|n| words.get(n)).map(|at| word(*at));
            let after = words.get(nth + 1).map(|at| word(*at));
            nth += 1;
            let names = before.as_deref().is_some_and(|word| NAMING.contains(&word));
            // A year, and the second half of a financial year, as in 2023-24.
            let half = before.as_deref().is_some_and(is_year) && token.len() == 2;
            let year = is_year(token) || half;
            let day = after.is_some_and(|word| MONTHS.contains(&&*word));
            if !names && !day && (self.says(token) || (self.strict && !year && is_number(token))) {
                out.push_str(SIGN);
            } else {
                out.push_str(token);
            }
        }
        out
    }

    /// Whether a token is a number that must not be said.
    fn says(&self, token: &str) -> bool {
        let lower = token.to_lowercase();
        if NOUGHT.contains(&&*lower) {
            return self.written.contains("0");
        }
        if lower == "both" {
            return self.small >= 2 || self.written.contains("2");
        }
        if let Some(at) = WORDS.iter().position(|word| *word == lower) {
            let number = at + 1;
            return usize::try_from(self.small).is_ok_and(|small| number <= small)
                || self.written.contains(&number.to_string());
        }
        let digits = token.replace(',', "");
        if !is_number(&digits) {
            return false;
        }
        let small = digits.parse::<u32>().is_ok_and(|n| (1..=self.small).contains(&n));
        let longer = digits.trim_end_matches('0').trim_end_matches('.');
        small
            || self.written.contains(&digits)
            || (digits.contains('.') && self.written.contains(longer))
    }
}

fn is_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a number is a year, as it stands in dates and names of quarters.
fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year: u32| (1990..2100).contains(&year))
}

/// Words, numbers (with their points and commas inside), and what stands between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let inside = |at: usize| {
        let Some((_, c)) = letters.get(at) else { return false };
        let digit = |n: Option<usize>| {
            n.and_then(|n| letters.get(n)).is_some_and(|(_, c)| c.is_ascii_digit())
        };
        let point = matches!(c, '.' | ',') && digit(at.checked_sub(1)) && digit(Some(at + 1));
        c.is_alphanumeric() || point
    };
    for at in 1..letters.len() {
        if inside(at) != inside(at - 1) {
            cuts.extend(letters.get(at).map(|(byte, _)| *byte));
        }
    }
    cuts.push(text.len());
    cuts.windows(2)
        .filter_map(|pair| if let [from, to] = pair { text.get(*from..*to) } else { None })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mask() -> Mask {
        let mut mask = Mask::small(5);
        mask.add(Decimal::from(41));
        mask.add(Decimal::new(953_488, 4));
        mask
    }

    #[test]
    fn numbers_that_are_kept_back_are_taken_out_of_a_text() {
        let mask = mask();
        for (said, shown) in [
            ("Two of 41 families could not come.", "[c] of [c] families could not come."),
            ("It was 95.3%, or 95 in a hundred", "It was [c]%, or [c] in a hundred"),
            ("On 4 October, in Quarter 2, 43 came", "On 4 October, in Quarter 2, 43 came"),
            ("Measure 3: 4, and 1,234", "Measure 3: [c], and 1,234"),
            ("Q2 and 2023-24", "Q2 and 2023-24"),
            ("None came, no child, both late", "None came, no child, [c] late"),
            ("", ""),
        ] {
            assert_eq!(mask.text(said), shown);
        }
    }

    #[test]
    fn a_strict_mask_leaves_dates_and_names_alone() {
        let mask = mask().strict();
        for (said, shown) in [
            ("the result is 27.3 points short", "the result is [c] points short"),
            ("read 40 of 1,043, up by 12%", "read [c] of [c], up by [c]%"),
            ("Check F4 and F5 by 13 October 2023", "Check F4 and F5 by 13 October 2023"),
            ("Measure 2, 2023-24 Q1: 99 came", "Measure 2, 2023-24 Q1: [c] came"),
        ] {
            assert_eq!(mask.text(said), shown);
        }
    }

    proptest! {
        #[test]
        fn no_number_that_is_kept_back_stays_and_no_other_word_goes(before in "[a-z ]{0,12}", n in 1u32..5, after in "[ a-z]{0,12}") {
            let text = format!("so {before} of {n} of {after}");
            let shown = Mask::small(5).text(&text);
            prop_assert!(!shown.split(' ').any(|word| word == n.to_string()), "{}", shown);
            prop_assert_eq!(tokens(&text).concat(), text);
        }
    }
}
