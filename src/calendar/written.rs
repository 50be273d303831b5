//! How dates are written.

use chrono::{Datelike, NaiveDate};

/// The months' names.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn month_name(month: u32) -> &'static str {
    let index = usize::try_from(month.saturating_sub(1)).unwrap_or(0);
    MONTHS.get(index).copied().unwrap_or("")
}

fn month_short(month: u32) -> &'static str {
    let name = month_name(month);
    name.get(..3).unwrap_or(name)
}

/// In text: `15 November 2023`, held together by no-break spaces.
#[must_use]
pub fn long_date(date: NaiveDate) -> String {
    format!("{}\u{a0}{}\u{a0}{}", date.day(), month_name(date.month()), date.year())
}

/// In tables: `15 Nov 2023`, held together by no-break spaces.
#[must_use]
pub fn short_date(date: NaiveDate) -> String {
    format!("{}\u{a0}{}\u{a0}{}", date.day(), month_short(date.month()), date.year())
}

/// In a narrow cell, the year known: `30 Sep`.
#[must_use]
pub fn day_month(date: NaiveDate) -> String {
    format!("{}\u{a0}{}", date.day(), month_short(date.month()))
}
