//! Exact numbers in TOML: a whole number, a decimal, or either in quotes.

use crate::quantity::Decimal;
use serde::{Deserialize, Deserializer, de::Error};

/// An exact decimal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exact(pub(super) Decimal);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(from)?;
        let text = match &value {
            toml::Value::String(text) => text.clone(),
            // A float's shortest text is what was typed.
            toml::Value::Integer(_) | toml::Value::Float(_) => value.to_string(),
            toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_)
            | toml::Value::Table(_) => {
                return Err(D::Error::custom(format!("{value} is not a number such as 5 or 2.5")));
            }
        };
        let number = text.trim().parse::<Decimal>();
        let number = number.ok().filter(|number| !number.is_sign_negative());
        let fault = || D::Error::custom(format!("{text} is not a number such as 5 or 2.5"));
        number.map(Self).ok_or_else(fault)
    }
}
