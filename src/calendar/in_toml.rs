//! Dates in TOML files: `2023-11-15`, bare or in quotes.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error};

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Bare(toml::value::Datetime),
    Quoted(String),
}

impl Written {
    fn day<E: Error>(self) -> Result<NaiveDate, E> {
        let text = match self {
            Self::Bare(date) => date.to_string(),
            Self::Quoted(text) => text,
        };
        text.parse().map_err(|_| E::custom(format!("“{text}” is not a day such as 2023-11-15")))
    }
}

/// One day; for `#[serde(deserialize_with)]`.
///
/// # Errors
/// When the text is not a day of the calendar.
pub fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    Written::deserialize(from)?.day()
}

/// A day that may be absent; for `#[serde(default, deserialize_with)]`.
///
/// # Errors
/// When the text is not a day of the calendar.
pub fn optional_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    day(from).map(Some)
}

/// A list of days; for `#[serde(deserialize_with)]`.
///
/// # Errors
/// When one of them is not a day of the calendar.
pub fn days<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<NaiveDate>, D::Error> {
    Vec::<Written>::deserialize(from)?.into_iter().map(Written::day).collect()
}
