//! A cell's value as the library gives it → as it is kept.

use crate::calendar::NaiveDate;
use crate::intake::direction::straight;
use crate::intake::limits::NUMBER;
use crate::intake::raw::RawValue;
use crate::quantity::Decimal;
use calamine::{DataType, ExcelDateTime};

/// Excel's days: 1 January 1900 to 31 December 9999.
const DAYS: std::ops::Range<f64> = 1.0..2_958_466.0;

/// A value. `percent`: the cell shows it as a percentage.
pub(super) fn value(data: &impl DataType, percent: bool) -> RawValue {
    if let Some(number) = data.get_float() {
        decimal(number, percent)
    } else if let Some(text) = data.get_string() {
        worded(text)
    } else if let Some(number) = data.get_int() {
        RawValue::Number { number: Decimal::from(number), percent }
    } else if let Some(truth) = data.get_bool() {
        RawValue::Truth(truth)
    } else if let Some(moment) = data.get_datetime() {
        day(moment)
    } else if let Some(text) = data.get_datetime_iso() {
        let day = text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
        day.map_or_else(|| worded(text), RawValue::Date)
    } else if let Some(text) = data.get_duration_iso() {
        worded(text)
    } else if let Some(error) = data.get_error() {
        RawValue::Error(error.to_string())
    } else {
        RawValue::Empty
    }
}

fn worded(text: &str) -> RawValue {
    let text = straight(text);
    if text.is_empty() { RawValue::Empty } else { RawValue::Text((*text).into()) }
}

/// The decimal that the cell shows: the shortest one that makes the stored double.
fn decimal(number: f64, percent: bool) -> RawValue {
    let text = number.to_string();
    let exact = number.is_finite().then(|| text.parse::<Decimal>().ok()).flatten();
    let exact = exact.filter(|number| number.abs() < Decimal::from(NUMBER));
    exact.map_or(RawValue::OutOfRange(text), |number| RawValue::Number { number, percent })
}

/// A time of the day, and a length of time, are numbers here: nobody counts in them.
fn day(moment: ExcelDateTime) -> RawValue {
    let number = moment.as_f64();
    if !moment.is_datetime() || !DAYS.contains(&number) {
        return decimal(number, false);
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .map_or_else(|| decimal(number, false), RawValue::Date)
}
