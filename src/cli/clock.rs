//! Today, in UTC: the one place that asks the clock.

use crate::calendar::{NaiveDate, NaiveDateTime};

#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
pub(super) fn today() -> NaiveDate {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).date_naive()
}

/// The time, in UTC.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
pub(super) fn utc_now() -> NaiveDateTime {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).naive_utc()
}
