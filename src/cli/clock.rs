//! Today, in UTC: the one place that asks the clock.

use crate::calendar::NaiveDate;

#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
pub(super) fn today() -> NaiveDate {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).date_naive()
}
