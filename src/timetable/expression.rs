//! Cron expressions, read as crontab reads them or not at all.
//!
//! The library counts days of the week from 1 = Sunday and wants day of month *and* day of week;
//! crontab has 1 = Monday and *or*. What the two read differently is refused with the line meant.

use super::zone::{Instant, Zone};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use cron::Schedule;
use std::fmt;
use std::str::FromStr;

/// A cron expression of five, six or seven fields.
#[derive(Clone, Debug)]
pub struct Expression {
    text: String,
    schedule: Schedule,
}

/// Why an expression is not taken, and what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” {why}")]
pub struct CronFault {
    text: String,
    why: String,
}

/// By number as crontab counts, 0 to 7.
const DAYS: [&str; 8] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Expression {}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Expression {
    type Err = CronFault;

    fn from_str(text: &str) -> Result<Self, CronFault> {
        let fault = |why: String| CronFault { text: text.trim().to_owned(), why };
        let fields: Vec<&str> = text.split_whitespace().collect();
        let whole = match fields.len() {
            1 if text.trim().starts_with('@') => fields.join(" "),
            5 => format!("0 {}", fields.join(" ")),
            6 | 7 => fields.join(" "),
            count => {
                return Err(fault(format!(
                    "has {count} fields; five are minute, hour, day of month, month and day of \
                     week, such as “30 7 * * Mon-Fri”; a sixth before them is for seconds, a \
                     seventh after them for years"
                )));
            }
        };
        if fields.len() > 1 {
            read_otherwise(&fields).map_err(&fault)?;
        }
        let schedule = Schedule::from_str(&whole).map_err(|_| {
            fault(
                "is not a cron expression: minute 0-59, hour 0-23, day of month 1-31, month 1-12 \
                 or Jan-Dec, day of week Sun-Sat, with * , - and /"
                    .to_owned(),
            )
        })?;
        let expression = Self { text: fields.join(" "), schedule };
        if expression.from(NaiveDateTime::default()).next().is_none() {
            return Err(fault("never comes: there is no such day".to_owned()));
        }
        Ok(expression)
    }
}

/// What the library reads otherwise than crontab.
fn read_otherwise(fields: &[&str]) -> Result<(), String> {
    let mut meant: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
    // Counted from the left, seconds come first where there are any.
    let first = usize::from(fields.len() != 5);
    let (day, week) = (first + 2, first + 4);
    for (nth, field) in fields.iter().enumerate().filter(|(nth, _)| *nth != week) {
        if let Some(mended) = open_steps(field, first, nth)
            && let Some(place) = meant.get_mut(nth)
        {
            *place = mended;
        }
    }
    if meant.iter().zip(fields).any(|(meant, field)| meant != field) {
        return Err(format!(
            "has a step that begins at a number, which crontab and this program read \
             differently: write “{}”",
            meant.join(" ")
        ));
    }
    let field = fields.get(week).copied().unwrap_or("*");
    if let Some(named) = by_name(field)? {
        if let Some(place) = meant.get_mut(week) {
            *place = named;
        }
        return Err(format!(
            "has a day of the week as a number or round the week's end, which is read in more \
             ways than one: write “{}”",
            meant.join(" ")
        ));
    }
    let free = |field: Option<&&str>| field.is_none_or(|text| text.starts_with(['*', '?']));
    if !free(fields.get(day)) && !free(fields.get(week)) {
        let only = |nth: usize| {
            let mut line = meant.clone();
            if let Some(place) = line.get_mut(nth) {
                "*".clone_into(place);
            }
            line.join(" ")
        };
        return Err(format!(
            "names both a day of month and a day of week; crontab means “either”: write two \
             lines, “{}” and “{}”",
            only(week),
            only(day)
        ));
    }
    Ok(())
}

/// `5/15` is 5, 20, 35, 50 here and 5 alone in some crontabs.
fn open_steps(field: &str, first: usize, nth: usize) -> Option<String> {
    let last = match nth.checked_sub(first) {
        None | Some(0) => "59",
        Some(1) => "23",
        Some(2) => "31",
        Some(3) => "12",
        Some(_) => "2100",
    };
    let mut mended = false;
    let items: Vec<String> = field
        .split(',')
        .map(|item| match item.split_once('/') {
            Some((from, step)) if from.chars().all(char::is_alphanumeric) => {
                mended = true;
                let month = MONTHS.iter().position(|name| from.eq_ignore_ascii_case(name));
                let from = month.map_or_else(|| from.to_owned(), |nth| (nth + 1).to_string());
                format!("{from}-{last}/{step}")
            }
            _ => item.to_owned(),
        })
        .collect();
    mended.then(|| items.join(","))
}

/// The same days by their names, where they are written otherwise; ranges over the week's end as
/// a list. A step over all days means the same days to both.
fn by_name(field: &str) -> Result<Option<String>, String> {
    let mut mended = false;
    let mut items = Vec::new();
    for item in field.split(',') {
        let (range, step) = item.split_once('/').map_or((item, None), |(r, s)| (r, Some(s)));
        if range.is_empty() || range.starts_with(['*', '?']) {
            items.push(item.to_owned());
            continue;
        }
        let mut ends = range.splitn(2, '-').map(number);
        let (from, to) = (ends.next().flatten(), ends.next());
        let wrong = || format!("has “{item}” for days of the week: write Mon, Tue, … Sun");
        let from = from.ok_or_else(wrong)?;
        let to = match to {
            None => None,
            Some(to) => Some(to.ok_or_else(wrong)?),
        };
        let digits = range.contains(|c: char| c.is_ascii_digit());
        // The library's week begins on Sunday.
        let turns = to.is_some_and(|to| to % 7 < from % 7 || (from != to && to % 7 == 0));
        if !digits && !turns && (step.is_none() || to.is_some()) {
            items.push(item.to_owned());
            continue;
        }
        mended = true;
        let last = to.unwrap_or(if step.is_some() { 6 } else { from });
        let last = if last < from { last + 7 } else { last };
        let step: usize = step.map_or(Ok(1), str::parse).map_err(|_| wrong())?;
        for day in (from..=last).step_by(step.max(1)) {
            if let Some(name) = DAYS.get(day % 7) {
                items.push((*name).to_owned());
            }
        }
    }
    Ok(mended.then(|| items.join(",")))
}

/// A day of the week as crontab counts it, 0 to 7.
fn number(text: &str) -> Option<usize> {
    if text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok().filter(|day| *day <= 7);
    }
    let short = text.get(..3)?;
    DAYS.iter().position(|day| day.eq_ignore_ascii_case(short))
}

impl Expression {
    /// Times by the clock on the wall, as if it never were put forward or back.
    fn from(&self, wall: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> + '_ {
        let before: DateTime<Utc> = wall.and_utc();
        self.schedule.after_owned(before).map(|at| at.naive_utc())
    }

    /// The next moment after one. What falls on the hour that a clock skips comes once, when it
    /// skips; what falls on the hour that comes twice comes the first time only.
    #[must_use]
    pub fn next(&self, after: Instant, zone: Zone) -> Option<Instant> {
        // What the clock says may have come before, when it was put back; no clock goes back by more.
        let wall = zone.local(after) - Duration::hours(3);
        self.from(wall).map(|wall| zone.instant(wall)).find(|at| *at > after)
    }

    /// The last moment up to one, not before another.
    #[must_use]
    pub fn last(&self, since: Instant, now: Instant, zone: Zone) -> Option<Instant> {
        // Looked for in growing steps back, so that frequent ones are not counted from afar.
        let mut back = Duration::hours(2);
        loop {
            let from = (now - back).max(since);
            let mut found = None;
            let mut at = from - Duration::seconds(1);
            while let Some(next) = self.next(at, zone).filter(|next| *next <= now) {
                found = Some(next);
                at = next;
            }
            if found.is_some() || from <= since {
                return found.filter(|at| *at >= since);
            }
            back = back * 4;
        }
    }
}

#[cfg(test)]
#[path = "tests/expression.rs"]
mod tests;
