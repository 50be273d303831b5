//! Financial quarters and working days.

pub mod in_toml;
mod quarter;
mod working_days;
mod written;

pub use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime};
pub use quarter::{FinancialYear, Quarter, UnknownPeriod};
pub use working_days::{Holidays, HolidaysError};
pub use written::{MONTHS, day_month, long_date, short_date};
