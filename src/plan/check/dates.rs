//! Dates in the plan's text: what is announced for a day before the year, or within it
//! (P18, P19).

use super::super::model::Plan;
use super::odd;
use crate::calendar::{Days, MONTHS, NaiveDate, long_date};
use crate::finding::{Code, Finding};

/// Words that announce. What follows them in a sentence is still to come.
const AHEAD: [&str; 6] = ["will", "expected", "anticipated", "due", "planned", "scheduled"];

/// A date that a text names.
pub(super) struct Named {
    /// As printed: `January 2021`.
    pub(super) printed: String,
    /// The day, or the last day of the month.
    pub(super) day: NaiveDate,
    /// Whether the text names the day.
    pub(super) day_said: bool,
    /// Whether a word that announces stands before it.
    ahead: bool,
}

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let statistics = plan.statistics.iter().map(|s| (s.short.clone(), s.text.as_str()));
    let passages = plan.texts.iter().map(|p| (format!("Section {}", p.section), p.text.as_str()));
    let each = passages.chain(statistics).flat_map(|(part, text)| {
        let named = sentences(text).flat_map(named_in).filter(|date| date.ahead);
        named.filter_map(move |date| passing(plan, &part, text, &date)).collect::<Vec<_>>()
    });
    each.collect()
}

fn passing(plan: &Plan, part: &str, text: &str, date: &Named) -> Option<Finding> {
    let printed = &date.printed;
    let year = plan.year;
    let (code, message) = if date.day < year.start() {
        (Code::P18, format!("“{printed}” is announced, and was over when {year} began"))
    } else if date.day <= year.end() {
        (Code::P19, format!("“{printed}” passes within {year}"))
    } else {
        return None;
    };
    let read = format!("{}: “{text}”", long_date(date.day));
    Some(odd(plan, code, part, message).read(read))
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ")
}

/// The dates of a text: a month with its year, and the day where it is said.
pub(super) fn named_in(text: &str) -> Vec<Named> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |index: usize| {
        words.get(index).copied().unwrap_or_default().trim_matches([',', '.', ':', ';', '(', ')'])
    };
    let mut found = Vec::new();
    for index in 0..words.len() {
        // “August/September 2022” is over when September is.
        let name = bare(index).rsplit('/').next().unwrap_or_default();
        let Some(month) = MONTHS.iter().position(|known| *known == name) else { continue };
        let year = bare(index + 1).parse::<i32>().ok().filter(|year| (1900..2200).contains(year));
        let Some(year) = year else { continue };
        let before = index.checked_sub(1).map(bare).unwrap_or_default();
        let said = before.parse::<u32>().ok();
        let month = u32::try_from(month + 1).unwrap_or(1);
        let Some(day) = said
            .map_or_else(|| end_of(year, month), |day| NaiveDate::from_ymd_opt(year, month, day))
        else {
            continue;
        };
        let printed = match said {
            Some(day) => format!("{day} {name} {year}"),
            None => format!("{name} {year}"),
        };
        let mut earlier = words.iter().take(index).map(|word| word.to_lowercase());
        let ahead = earlier.any(|word| AHEAD.contains(&word.as_str()));
        found.push(Named { printed, day, day_said: said.is_some(), ahead });
    }
    found
}

fn end_of(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_sub_days(Days::new(1))
}
