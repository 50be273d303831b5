//! What people type where a day belongs, read without guessing.

use super::letters::plain;
use crate::calendar::{Datelike, NaiveDate, long_date};

/// A text read as a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// It is this day.
    Is(NaiveDate),
    /// It can't be used; why, or both readings, in words that follow the text itself.
    Doubt(String),
    /// It is no day.
    Not,
}

/// Days from 30 December 1899 to 1 January 1904, where the two ways of counting in Excel begin.
pub(super) const BETWEEN_EPOCHS: i64 = 1462;

/// Years that a return may name.
const YEARS: std::ops::Range<i32> = 1990..2100;

/// Reads a text as a day: day, month, year; or year, month, day. `american`: other days in the
/// file stand month first, so that `03/04/2023` could be either.
pub(super) fn day(text: &str, american: bool) -> Day {
    let folded = plain(text);
    match numbers(&folded) {
        Some((a, b, c)) if a > 31 => made(a, b, c).map_or_else(|| short_month(b, a), Day::Is),
        Some((day, month, year)) => British { day, month, year: full(year) }.read(american),
        None => worded(&folded),
    }
}

/// Whether a text is a day that can only be month first, such as `10/13/2023`.
pub(super) fn month_first(text: &str) -> bool {
    let Some((month, day, year)) = numbers(&plain(text)) else { return false };
    month <= 12 && (13..=31).contains(&day) && made(full(year), month, day).is_some()
}

/// A day that was written as a number of days, and what it may be.
pub(super) fn serial(days: i64) -> Option<String> {
    let base = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let at = |days: i64| base.checked_add_signed(chrono::Duration::try_days(days)?);
    let (one, other) = (at(days)?, at(days + BETWEEN_EPOCHS)?);
    YEARS.contains(&one.year()).then(|| {
        format!("could be {}, or {} if days count from 1904", long_date(one), long_date(other))
    })
}

struct British {
    day: i32,
    month: i32,
    year: i32,
}

impl British {
    fn read(&self, american: bool) -> Day {
        let Self { day, month, year } = *self;
        match (made(year, month, day), made(year, day, month)) {
            (Some(one), Some(other)) if american && one != other => Day::Doubt(format!(
                "could be {} or {}: other dates in this file stand month first",
                long_date(one),
                long_date(other)
            )),
            (Some(one), _) => Day::Is(one),
            (None, Some(other)) => Day::Doubt(format!(
                "has no month {month}; month first it would be {}",
                long_date(other)
            )),
            (None, None) if month > 12 => Day::Doubt(format!("has no month {month}")),
            (None, None) => short_month(month, year),
        }
    }
}

/// A day that its month does not have.
fn short_month(month: i32, year: i32) -> Day {
    let next = if month == 12 { made(year + 1, 1, 1) } else { made(year, month + 1, 1) };
    let last = next.and_then(|next| next.pred_opt());
    last.map_or(Day::Not, |last| {
        Day::Doubt(format!("is no day: that month ends on {}", long_date(last)))
    })
}

fn made(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    let made = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    made.filter(|day| YEARS.contains(&day.year()))
}

const fn full(year: i32) -> i32 {
    if year < 100 { 2000 + year } else { year }
}

/// Three numbers with one kind of mark between them.
fn numbers(text: &str) -> Option<(i32, i32, i32)> {
    // A time behind the day is left out.
    let text = text.split([' ', 't']).next()?;
    let mark = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(mark, '/' | '-' | '.') {
        return None;
    }
    let mut parts = text.split(mark).map(|part| {
        (part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    });
    let three = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(three)
}

/// `12 October 2023`, `Thursday 12th Oct 23`, `October 12, 2023`; and `October 2023`, which names
/// no day.
fn worded(text: &str) -> Day {
    let spaced = text.replace([',', '-', '/', '.'], " ");
    let mut words: Vec<&str> = spaced.split_whitespace().collect();
    words.retain(|word| !matches!(*word, "of" | "the" | "on" | "by") && !weekday(word));
    let month = |word: &str| {
        let known = crate::calendar::MONTHS.iter().position(|name| {
            let name = name.to_lowercase();
            name == word || (word.len() >= 3 && word.len() <= 4 && name.starts_with(word))
        })?;
        i32::try_from(known + 1).ok()
    };
    let number = |word: &str| {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let ending = word.get(bare.len()..)?;
        matches!(ending, "" | "st" | "nd" | "rd" | "th").then(|| bare.parse::<i32>().ok())?
    };
    let named = match words.as_slice() {
        [day, name, year] | [name, day, year] if month(name).is_some() && number(day).is_some() => {
            (number(day), month(name), number(year))
        }
        [.., name, year] | [name, year] if month(name).is_some() && number(year).is_some() => {
            let year = full(number(year).unwrap_or_default());
            return Day::Doubt(match short_month(month(name).unwrap_or(1), year) {
                Day::Doubt(_) => "names a month and no day".into(),
                Day::Is(_) | Day::Not => return Day::Not,
            });
        }
        _ => return Day::Not,
    };
    let (Some(day), Some(month), Some(year)) = named else { return Day::Not };
    let year = full(year);
    made(year, month, day).map_or_else(|| short_month(month, year), Day::Is)
}

fn weekday(word: &str) -> bool {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.iter().any(|day| word.len() >= 3 && day.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, american: bool) -> String {
        match day(text, american) {
            Day::Is(day) => day.to_string(),
            Day::Doubt(said) => said.replace('\u{a0}', " "),
            Day::Not => "not".into(),
        }
    }

    #[test]
    fn days_are_british_or_said() {
        let cases = [
            ("12/10/2023", "2023-10-12"),
            ("12-10-23", "2023-10-12"),
            ("12.10.2023", "2023-10-12"),
            ("2023-10-12", "2023-10-12"),
            ("2023-10-12T00:00:00", "2023-10-12"),
            ("12 October 2023", "2023-10-12"),
            ("Thurs 12th Oct 2023", "2023-10-12"),
            ("30 Sept 23", "2023-09-30"),
            ("12-Oct-2023", "2023-10-12"),
            ("October 12, 2023", "2023-10-12"),
            ("10/13/2023", "has no month 13; month first it would be 13 October 2023"),
            ("31/06/2023", "is no day: that month ends on 30 June 2023"),
            ("29/02/2023", "is no day: that month ends on 28 February 2023"),
            ("31 September 2023", "is no day: that month ends on 30 September 2023"),
            ("Sept 2023", "names a month and no day"),
            ("end of September 2023", "names a month and no day"),
            ("next week", "not"),
            ("", "not"),
            ("12/10", "not"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, false), expected, "{text}");
        }
    }

    #[test]
    fn where_others_stand_month_first_both_readings_are_said() {
        assert!(month_first("10/13/2023") && !month_first("13/10/2023"));
        assert_eq!(
            read("03/04/2023", true),
            "could be 3 April 2023 or 4 March 2023: other dates in this file stand month first"
        );
        assert_eq!(read("04/04/2023", true), "2023-04-04");
        assert_eq!(read("13/04/2023", true), "2023-04-13");
    }

    #[test]
    fn a_number_of_days_is_said_both_ways() {
        let said = serial(45_200).unwrap().replace('\u{a0}', " ");
        assert_eq!(said, "could be 1 October 2023, or 2 October 2027 if days count from 1904");
        assert_eq!(serial(48), None);
    }

    proptest! {
        #[test]
        fn a_written_day_reads_as_itself(days in 0i64..30_000) {
            let day_is = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Duration::days(days);
            for format in ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%A %d %b %Y"] {
                let text = day_is.format(format).to_string();
                prop_assert_eq!(day(&text, false), Day::Is(day_is), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_fall(text in "\\PC*") {
            let _ = day(&text, true);
            let _ = month_first(&text);
        }
    }
}
