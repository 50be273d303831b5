//! What people type where a number belongs, read without guessing.
//!
//! A text that can only be one number is read. One that could be two things is not: both
//! readings are said in words, and a person chooses.

use super::letters::{plain, raised};
use crate::form::NoFigure;
use crate::intake::limits::NUMBER;
use crate::quantity::{Decimal, fixed, grouped};

/// What the cell asks for: the same text can be clear in one and doubtful in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Whole things.
    Count,
    /// Pounds.
    Pounds,
    /// Thousands of pounds.
    Thousands,
    /// A number of any kind.
    Number,
}

/// A text read as a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Typed {
    /// It is this number, without doubt.
    Number(Decimal),
    /// It is this percentage: 76 for `76%`.
    Percent(Decimal),
    /// It says why there is no figure.
    Reason(NoFigure),
    /// It could be two things: both, in words that follow the text itself.
    Doubt(String),
    /// It is nothing that can be used.
    Unclear,
}

/// Reads a text as a number: ` 1,234 `, `£1.2k`, `95%`, `(250)`, `tbc`.
pub(super) fn number(text: &str, asked: Asked) -> Typed {
    let folded = plain(text);
    if let Some(said) = word(&folded) {
        return said;
    }
    if let Some(doubt) = marked(&folded) {
        return Typed::Doubt(doubt);
    }
    let (sign, rest) = signed(&folded);
    let (pounds, rest) = match rest.strip_prefix('£') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, rest),
    };
    if let Some(percent) = rest.strip_suffix('%') {
        return match digits(percent.trim_end()) {
            Digits::Number(number) => Typed::Percent(sign * number),
            Digits::Either(..) | Digits::Not => Typed::Unclear,
        };
    }
    let (rest, scale) = scaled(rest);
    match (digits(rest), scale) {
        (Digits::Number(number), None) => whole(sign * number, pounds, asked),
        // 1.234m can only be 1,234,000: nobody groups thousands before a million.
        (Digits::Number(number) | Digits::Either(_, number), Some(scale)) => {
            with_scale(sign * number, scale, asked)
        }
        (Digits::Either(grouped_as, fraction), None) => {
            Typed::Doubt(two(sign * grouped_as, sign * fraction))
        }
        (Digits::Not, _) => doubt(&folded).map_or(Typed::Unclear, Typed::Doubt),
    }
}

/// Whether a text is a number with a comma as its decimal mark, as in `12,5`.
pub(super) fn decimal_comma(text: &str) -> bool {
    let folded = plain(text);
    let Some((whole, part)) = folded.rsplit_once(',') else { return false };
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ' ' | '£' | '-')).collect();
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all(&whole) && all(part) && part.len() != 3
}

fn two(one: Decimal, other: Decimal) -> String {
    format!("could be {} or {}", grouped(one), other.normalize())
}

fn signed(text: &str) -> (Decimal, &str) {
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (-Decimal::ONE, inner.trim());
    }
    match text.strip_prefix('-') {
        Some(inner) => (-Decimal::ONE, inner.trim_start()),
        None => (Decimal::ONE, text),
    }
}

/// A sum with a pound sign where thousands are asked for may be either.
fn whole(number: Decimal, pounds: bool, asked: Asked) -> Typed {
    if pounds && asked == Asked::Thousands {
        let thousands = grouped(number * Decimal::ONE_THOUSAND);
        return Typed::Doubt(format!("could be £{} or £{thousands}", grouped(number)));
    }
    Typed::Number(number)
}

fn with_scale(number: Decimal, scale: Decimal, asked: Asked) -> Typed {
    let Some(full) = number.checked_mul(scale) else { return Typed::Unclear };
    match asked {
        Asked::Thousands if scale == Decimal::ONE_THOUSAND => {
            let words = (grouped(full), grouped(full * Decimal::ONE_THOUSAND));
            Typed::Doubt(format!("could be £{} or £{}, in a column of £000", words.0, words.1))
        }
        Asked::Thousands => Typed::Number((full / Decimal::ONE_THOUSAND).normalize()),
        Asked::Count => {
            let about = grouped(full);
            Typed::Doubt(format!("could be {about} or a rounded number near {about}"))
        }
        Asked::Pounds | Asked::Number => Typed::Number(full.normalize()),
    }
}

fn scaled(text: &str) -> (&str, Option<Decimal>) {
    let million = Decimal::from(1_000_000);
    for (ending, scale) in
        [("million", million), ("k", Decimal::ONE_THOUSAND), ("mn", million), ("m", million)]
    {
        if let Some(rest) = text.strip_suffix(ending) {
            return (rest.trim_end(), Some(scale));
        }
    }
    (text, None)
}

/// Words that stand for a figure, or for none.
fn word(text: &str) -> Option<Typed> {
    let text = text.trim_end_matches('.');
    if let Some(reason) = NoFigure::called(text) {
        return Some(Typed::Reason(reason));
    }
    let later = ["tbc", "tba", "to be confirmed", "to follow", "awaited", "awaiting", "pending"];
    if later.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }) || matches!(text, "not available yet" | "not yet known" | "available at q4")
    {
        return Some(Typed::Reason(NoFigure::NotYetAvailable));
    }
    let doubt = |one: &str, other: &str| Some(Typed::Doubt(format!("could be {one} or {other}")));
    match text {
        "zero" | "nought" => Some(Typed::Number(Decimal::ZERO)),
        "nil" | "none" | "nil return" | "-" | "--" => doubt("0, the number,", "“No activity”"),
        "n/a" | "na" | "n.a" | "n\\a" => doubt("“Not applicable”", "“Not yet available”"),
        "not available" => doubt("“Not yet available”", "“Not collected”"),
        "not known" | "unknown" | "n/k" | "nk" | "?" | "dk" => {
            doubt("“Not yet available”", "“Not collected”")
        }
        "x" | "*" | "c" | "[c]" => doubt("a small number held back", "a slip"),
        _ => None,
    }
}

/// A number with a mark behind it: a footnote, or a sign that it is not final.
fn marked(text: &str) -> Option<String> {
    let is_mark = |c: char| raised(c) || matches!(c, '*' | '†' | '‡' | '#' | '^' | '~' | '+');
    let bare = text.trim_end_matches(is_mark).trim_end();
    if bare.len() < text.len() && !bare.is_empty() {
        let Digits::Number(number) = digits(bare) else { return None };
        let mark: String = text.get(bare.len()..).unwrap_or_default().trim().into();
        if mark.chars().all(raised) {
            let folded: String = mark.chars().filter_map(unraised).collect();
            let joined = format!("{}{folded}", number.normalize());
            return Some(format!("could be {} with a footnote, or {joined}", grouped(number)));
        }
        let read = if mark.starts_with('+') { "or more" } else { "with a footnote" };
        return Some(format!(
            "could be {0}, the figure, or {0} {read}, which is not final",
            grouped(number)
        ));
    }
    let open = text.rfind(['(', '['])?;
    let (before, note) = (text.get(..open)?.trim_end(), text.get(open + 1..)?);
    let note = note.strip_suffix([')', ']'])?;
    let Digits::Number(number) = digits(before) else { return None };
    Some(format!("could be {0} with the note “{note}”, or {0} without", grouped(number)))
}

fn unraised(c: char) -> Option<char> {
    let nth = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().chain("₀₁₂₃₄₅₆₇₈₉".chars()).position(|one| one == c)?;
    char::from_digit(u32::try_from(nth % 10).ok()?, 10)
}

/// Texts with a number in them that is not the whole of it.
fn doubt(text: &str) -> Option<String> {
    about(text).or_else(|| pair(text)).or_else(|| letters_for_digits(text))
}

/// Words before a number, and what they make of it.
const ABOUT: [(&[&str], &str); 3] = [
    (&["under", "less than", "fewer than", "up to", "<=", "<", "≤"], "below"),
    (&["over", "at least", "more than", ">=", ">", "≥"], "above"),
    (
        &[
            "approximately",
            "approx.",
            "approx",
            "about",
            "around",
            "circa",
            "roughly",
            "nearly",
            "almost",
            "estimated",
            "estimate",
            "est.",
            "est",
            "ca.",
            "c.",
            "c",
            "~",
            "≈",
        ],
        "near",
    ),
];

fn about(text: &str) -> Option<String> {
    ABOUT.iter().find_map(|(words, side)| {
        let rest = words.iter().find_map(|word| text.strip_prefix(word))?.trim_start();
        let Digits::Number(number) = digits(rest) else { return None };
        let number = grouped(number);
        Some(format!("could be {number}, the count, or a number {side} {number}"))
    })
}

/// `10-15`, `10 to 15`, `70/30`, `70:30`, `48 of 63`, `12 34`.
fn pair(text: &str) -> Option<String> {
    let joints = [" out of ", " of ", " to ", "-", "/", ":", " and ", " or ", " & ", " "];
    joints.iter().find_map(|joint| {
        let (one, other) = text.split_once(joint)?;
        let (Digits::Number(one), Digits::Number(other)) =
            (digits(one.trim()), digits(other.trim()))
        else {
            return None;
        };
        let (one, other) = (grouped(one), grouped(other));
        Some(match *joint {
            "/" | ":" => {
                format!("could be the ratio {one} to {other}, or {one} of {other}")
            }
            " of " | " out of " => {
                format!("could be {one}, the part, or {other}, the whole")
            }
            "-" | " to " => {
                format!("could be {one}, {other} or any number between them")
            }
            _ => format!("could be {one} or {other}"),
        })
    })
}

/// `1O5`, `l2`: a letter that looks like a digit.
fn letters_for_digits(text: &str) -> Option<String> {
    let swapped: String = text
        .chars()
        .map(|c| match c {
            'o' => '0',
            'l' | 'i' => '1',
            other => other,
        })
        .collect();
    let Digits::Number(number) = digits(&swapped) else { return None };
    let letter = if text.contains('o') { "O for 0" } else { "l for 1" };
    let number = fixed(number, number.normalize().scale());
    Some(format!("could be {number}, with the letter {letter}, or a slip of the keyboard"))
}

/// Digits with their marks.
enum Digits {
    /// One number.
    Number(Decimal),
    /// With thousands grouped, or with a decimal part.
    Either(Decimal, Decimal),
    /// None.
    Not,
}

/// Plain digits, perhaps with a point, as a number.
fn plain_number(text: &str) -> Option<Decimal> {
    let number = text.parse::<Decimal>().ok().map(|number| number.normalize());
    number.filter(|number| number.abs() < Decimal::from(NUMBER))
}

/// Digits with one kind of mark between thousands, and one before the decimal part.
fn digits(text: &str) -> Digits {
    let plain = plain_number;
    let number = |text: Option<Decimal>| text.map_or(Digits::Not, Digits::Number);
    let only = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if only(text) {
        return number(plain(text));
    }
    for mark in [' ', '\''] {
        if text.contains(mark) {
            let Some(joined) = ungrouped(text, mark) else { return Digits::Not };
            return if joined.contains(mark) { Digits::Not } else { digits(&joined) };
        }
    }
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let joined = |mark: char| ungrouped(text, mark);
    let decimal = |mark: char| {
        let (whole, part) = text.split_once(mark)?;
        (only(whole) && only(part)).then(|| plain(&format!("{whole}.{part}"))).flatten()
    };
    match (commas, points) {
        (_, 0) if commas > 0 => match (joined(','), decimal(',')) {
            (Some(whole), _) => number(plain(&whole)),
            (None, Some(part)) => {
                let without = plain(&text.replace(',', ""));
                without.map_or(Digits::Not, |without| Digits::Either(without, part))
            }
            (None, None) => Digits::Not,
        },
        (0, 1) => match (joined('.').and_then(|whole| plain(&whole)), decimal('.')) {
            (Some(whole), Some(part)) => Digits::Either(whole, part),
            (None, Some(part)) => Digits::Number(part),
            (_, None) => Digits::Not,
        },
        (0, _) => number(joined('.').and_then(|whole| plain(&whole))),
        // Both marks: the last one is the decimal mark.
        (_, 1) if text.rfind('.') > text.rfind(',') => mixed(text, '.', ','),
        (1, _) => mixed(text, ',', '.'),
        _ => Digits::Not,
    }
}

fn mixed(text: &str, point: char, group: char) -> Digits {
    let read = || {
        let (whole, part) = text.split_once(point)?;
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        plain_number(&format!("{}.{part}", ungrouped(whole, group)?))
    };
    read().map_or(Digits::Not, Digits::Number)
}

/// Without the marks between thousands, where they stand right: `1,234,567`. What follows a
/// decimal point stays.
fn ungrouped(text: &str, mark: char) -> Option<String> {
    let (whole, part) = match text.find(['.', ',']).filter(|_| mark != '.' && mark != ',') {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let mut groups = whole.split(mark);
    let first = groups.next()?;
    let fine = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut joined = first.to_owned();
    if !(1..=3).contains(&first.len()) || !fine(first) || first.starts_with('0') {
        return None;
    }
    for group in groups {
        if group.len() != 3 || !fine(group) {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined + part)
}

#[cfg(test)]
mod tests;
