//! Today and now, in UTC: the one place that asks the clock.

use crate::calendar::{NaiveDate, NaiveDateTime};
use chrono::{DateTime, Utc};

pub(super) fn today() -> NaiveDate {
    utc().date_naive()
}

/// Now, as decisions are recorded: `2023-11-01T10:30:00Z`.
pub(super) fn now() -> String {
    utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
fn utc() -> DateTime<Utc> {
    DateTime::<Utc>::from(std::time::SystemTime::now())
}

/// The time, in UTC.
pub(super) fn utc_now() -> NaiveDateTime {
    utc().naive_utc()
}
