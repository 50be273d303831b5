//! Now and today: the one place that asks the clock.

use super::Failure;
use crate::calendar::NaiveDate;
use crate::timetable::{Instant, Zone};
use chrono::{NaiveDateTime, TimeDelta};
use std::time::SystemTime;

#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
pub(super) fn system() -> SystemTime {
    SystemTime::now()
}

pub(super) fn today() -> NaiveDate {
    Instant::from(system()).date_naive()
}

/// Now, as decisions are recorded: `2023-11-01T10:30:00Z`.
pub(super) fn now() -> String {
    Instant::from(system()).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The time, in UTC.
pub(super) fn utc_now() -> NaiveDateTime {
    Instant::from(system()).naive_utc()
}

/// A time that is none.
#[derive(Debug, thiserror::Error)]
#[error("“{0}” is not a time such as 2023-10-02T09:00")]
struct NoTime(String);

/// The clock that a command goes by: the system's, or one that was set for a test.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    ahead: TimeDelta,
    /// Whether files' times mean anything by it.
    pub(super) is_systems: bool,
}

impl Clock {
    /// The system's clock; one that begins at a time by the wall clock where one is named.
    pub(super) fn new(now: Option<&str>, zone: Zone) -> Result<Self, Failure> {
        let Some(text) = now else {
            return Ok(Self { ahead: TimeDelta::zero(), is_systems: true });
        };
        let fault = || Failure::configuration(NoTime(text.to_owned()));
        let written = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
        let mut read =
            written.iter().filter_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        let moment = match text.parse::<Instant>() {
            Ok(moment) => moment,
            Err(_) => zone.instant(read.next().ok_or_else(fault)?),
        };
        Ok(Self { ahead: moment - Instant::from(system()), is_systems: false })
    }

    /// Now.
    pub(super) fn now(self) -> Instant {
        let now = Instant::from(system());
        let now = now.checked_add_signed(self.ahead).unwrap_or(now);
        // Sent along a text of seconds, so that what is compared with it is in seconds too.
        now - TimeDelta::nanoseconds(i64::from(now.timestamp_subsec_nanos()))
    }
}
