//! Small words of sentences: numbers, lists, movements.

use crate::quantity::{Decimal, Money, grouped};
use crate::reconcile::{Judgement, Movement};
use std::cmp::Ordering;

const SMALL: [&str; 10] =
    ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// Up to nine in words, beyond in digits.
pub(super) fn number(count: usize) -> String {
    SMALL.get(count).map_or_else(|| digits(count), |word| (*word).to_owned())
}

/// In digits, thousands apart: `1,512`.
pub(super) fn digits(count: usize) -> String {
    grouped(Decimal::from(count))
}

/// The same at the beginning of a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A budget in a sentence; one that no plan has set yet is to be confirmed.
pub(super) fn budget(set: Option<Money>) -> String {
    set.map_or_else(|| "an amount to be confirmed".into(), Money::in_text)
}

/// `one`, `one and two`, `one, two and three`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// `measure`, `measures`.
pub(super) fn noun(count: usize, one: &str) -> String {
    if count == 1 { one.to_owned() } else { format!("{one}s") }
}

/// `Three of 14 measures`, `All 7 measures`, `The one measure`: the beginning of a sentence.
pub(super) fn some_of(count: usize, all: usize, one: &str) -> String {
    let (in_all, nouns) = (digits(all), noun(all, one));
    match count {
        _ if all == 1 && count == 1 => format!("The one {one}"),
        _ if count == all => format!("All {in_all} {nouns}"),
        _ => format!("{} of {in_all} {nouns}", capital(&number(count))),
    }
}

/// `one is`, `two are`.
pub(super) fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// `up 1.5 points`, `down £2.7k`, `no change`.
pub(super) fn change(movement: &Movement) -> String {
    let distance = movement.is.distance(movement.was);
    match movement.way {
        Ordering::Greater => format!("up {distance}"),
        Ordering::Less => format!("down {distance}"),
        Ordering::Equal => "no change".into(),
    }
}

/// `**Better** than Quarter 1 (67.1%)`; a level figure is `the same as`.
pub(super) fn than(movement: &Movement, then: &str) -> String {
    let was = movement.was.as_figure();
    match movement.judgement {
        Judgement::NoChange => format!("**No change** since {then} ({was})"),
        Judgement::Better | Judgement::Worse | Judgement::Higher | Judgement::Lower => {
            format!("**{}** than {then} ({was})", movement.judgement.word())
        }
    }
}

/// A share of a whole in percent with one decimal: `7.1%`.
pub(super) fn share(part: usize, whole: usize) -> Option<Decimal> {
    (Decimal::from(part) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_they_are_spoken() {
        let of = |items: &[&str]| list(&items.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(of(&[]), "");
        assert_eq!(of(&["one"]), "one");
        assert_eq!(of(&["one", "two", "three"]), "one, two and three");
        assert_eq!(capital(&number(2)), "Two");
        assert_eq!(number(12), "12");
        assert_eq!(some_of(3, 14, "measure"), "Three of 14 measures");
        assert_eq!(some_of(7, 7, "measure"), "All 7 measures");
        assert_eq!(some_of(1, 1, "action"), "The one action");
    }
}
