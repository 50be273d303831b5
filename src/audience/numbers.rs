//! Numbers as people write them: in digits, in words, as ordinals, fractions and multiples.

use super::words::Words;

/// Number words below twenty, from nought.
const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// The tens, from twenty.
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Words that multiply what stands before them, or stand for themselves.
const MULTIPLES: [(&str, u32); 8] = [
    ("dozen", 12),
    ("dozens", 12),
    ("hundred", 100),
    ("hundreds", 100),
    ("thousand", 1_000),
    ("thousands", 1_000),
    ("million", 1_000_000),
    ("millions", 1_000_000),
];

/// Ordinals below twenty, from the first; with an s the fractions of that name.
const ORDINALS: [&str; 19] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

/// Words that count by themselves.
const COUNTING: [(&str, u32); 13] = [
    ("both", 2),
    ("couple", 2),
    ("couples", 2),
    ("duo", 2),
    ("pair", 2),
    ("pairs", 2),
    ("quartet", 4),
    ("thrice", 3),
    ("trio", 3),
    ("triplets", 3),
    ("twice", 2),
    ("twin", 2),
    ("twins", 2),
];

/// Words for shares and multiples of what a reader may know.
const SHARES: [&str; 22] = [
    "double",
    "doubled",
    "doubles",
    "doubling",
    "fivefold",
    "fourfold",
    "half",
    "halved",
    "halves",
    "halving",
    "quadruple",
    "quadrupled",
    "tenfold",
    "tens",
    "threefold",
    "treble",
    "trebled",
    "trebling",
    "triple",
    "tripled",
    "tripling",
    "twofold",
];

/// Words for nought; “no” is none: it stands before whatever is not so.
const NOUGHT: [&str; 4] = ["none", "nil", "nobody", "nought"];

/// What “single” or “sole” counts one of stands behind one of these.
const BEFORE_SINGLE: [&str; 6] = ["a", "one", "only", "just", "every", "each"];

/// Ordinals before one of these count no people: the first quarter, a third sector.
const ORDERED: [&str; 21] = [
    "quarter", "quarters", "half", "year", "years", "time", "sector", "stage", "phase", "aid",
    "instance", "week", "month", "months", "weeks", "language", "floor", "draft", "meeting",
    "report", "contact",
];

/// After one of these “once” is a number of times.
const BEFORE_ONCE: [&str; 6] = ["only", "just", "than", "least", "seen", "visited"];

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// How many words it takes.
    pub(super) words: usize,
    /// How many it counts; none for what is no count: a share, a multiple, an ordinal.
    pub(super) value: Option<u32>,
    /// Whether it is written in digits.
    pub(super) digits: bool,
}

/// The number that begins at a word, where one does.
pub(super) fn at(words: &Words<'_>, nth: usize) -> Option<Number> {
    let word = words.lower(nth);
    if let Some(number) = in_digits(&word) {
        return Some(number);
    }
    let one = |value| Some(Number { words: 1, value: Some(value), digits: false });
    if NOUGHT.contains(&&*word) {
        return one(0);
    }
    let before = nth.checked_sub(1).map(|before| words.lower(before)).unwrap_or_default();
    let after = words.lower(nth + 1);
    let pronoun = before == "no" || after == "another" || (after == "off" && words.hyphen(nth));
    if word == "one" && pronoun {
        return None;
    }
    let share = Some(Number { words: 1, value: None, digits: false });
    match &*word {
        "single" | "sole" => return one(1).filter(|_| BEFORE_SINGLE.contains(&&*before)),
        "once" => return one(1).filter(|_| BEFORE_ONCE.contains(&&*before)),
        "neither" => return one(2).filter(|_| after == "of"),
        // A part of the whole; any other quarter is a time.
        "quarter" => return share.filter(|_| before == "a" && after == "of"),
        "half" if after == "a" && words.lower(nth + 2) == "dozen" => {
            return Some(Number { words: 3, value: Some(6), digits: false });
        }
        _ => {}
    }
    if let Some(number) = in_words(words, nth) {
        return Some(number);
    }
    if let Some((_, value)) = COUNTING.iter().find(|(known, _)| *known == word) {
        return one(*value);
    }
    // “Until the third day;” counts days. “The third day patient” does not.
    let of_days = matches!(&*after, "day" | "days") && words.pauses(nth + 1);
    let named = of_days || ORDERED.contains(&&*after) || (word == "first" && words.pauses(nth));
    let ordinal = ordinal(&word).is_some() && !named;
    share.filter(|_| ordinal || SHARES.contains(&&*word))
}

/// The letters that make an ordinal of a number in digits: `4th`.
pub(super) const ENDINGS: [&str; 4] = ["st", "nd", "rd", "th"];

/// `41`, `95.3`, `1,234`, `4th`, `5s`, `x3`; and every other sign that stands for a number.
fn in_digits(word: &str) -> Option<Number> {
    if word.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        // However it is written, it may be a small count.
        return Some(Number { words: 1, value: Some(1), digits: true });
    }
    let rest = ["x", "no", "n", "ca"]
        .iter()
        .find_map(|before| word.strip_prefix(before))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(word);
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let digits: String = rest.chars().take_while(|c| of_number(*c)).filter(|c| *c != ',').collect();
    let whole = match digits.split_once('.') {
        Some((whole, decimals)) if decimals.bytes().all(|b| b == b'0') => whole,
        Some(_) => return Some(Number { words: 1, value: None, digits: true }),
        None => &digits,
    };
    Some(Number { words: 1, value: whole.parse().ok(), digits: true })
}

/// `four`, `twenty-three`, `one hundred and four`, `two dozen`.
fn in_words(words: &Words<'_>, nth: usize) -> Option<Number> {
    let (mut sum, mut part, mut at) = (0_u32, None::<u32>, nth);
    // What may still be added to the part: less than this.
    let mut room = u32::MAX;
    loop {
        let joined = at == nth || words.joined(at - 1);
        let word = if joined { words.lower(at) } else { String::new() };
        if let Some(value) = unit(&word).filter(|value| *value < room) {
            part = Some(part.unwrap_or(0) + value);
            room = if value >= 20 { 10 } else { 0 };
        } else if let Some((_, times)) = MULTIPLES.iter().find(|(known, _)| *known == word) {
            let all = part.unwrap_or(1).saturating_mul(*times);
            if *times >= 1_000 {
                sum = sum.saturating_add(all);
                part = Some(0);
                room = u32::MAX;
            } else {
                part = Some(all);
                room = if *times == 100 { 100 } else { 0 };
            }
        } else if word == "and"
            && part.is_some()
            && room >= 100
            && words.joined(at)
            && unit(&words.lower(at + 1)).is_some()
        {
            // One hundred and four.
        } else {
            break;
        }
        at += 1;
    }
    // An ordinal may end it: the twenty-third.
    if room == 10 && words.joined(at - 1) && ordinal(&words.lower(at)).is_some_and(|o| o < 10) {
        let last = ordinal(&words.lower(at)).unwrap_or(0);
        (part, at) = (Some(part.unwrap_or(0) + last), at + 1);
    }
    let value = sum.saturating_add(part?);
    Some(Number { words: at - nth, value: Some(value), digits: false })
}

/// A word for a number below a hundred.
fn unit(word: &str) -> Option<u32> {
    let nth = |list: &[&str]| list.iter().position(|known| *known == word);
    let small = nth(&UNITS).and_then(|at| u32::try_from(at).ok());
    let tens = || nth(&TENS).and_then(|at| u32::try_from(at).ok()).map(|at| (at + 2) * 10);
    small.or_else(tens)
}

/// `third`, `thirds`, `twentieth`.
fn ordinal(word: &str) -> Option<u32> {
    if word == "seconds" {
        return None;
    }
    let word = word.strip_suffix('s').unwrap_or(word);
    if let Some(at) = ORDINALS.iter().position(|known| *known == word) {
        return u32::try_from(at + 1).ok();
    }
    let ten = word.strip_suffix("ieth").map(|stem| format!("{stem}y"))?;
    unit(&ten)
}

/// Whether a word is a year, as it stands in dates and names of quarters.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year: u32| (1990..2100).contains(&year))
}
