//! The kinds of amounts and formulas in words, for faults.

use super::super::measure::Formula;
use crate::quantity::Amount;

/// What an amount is.
pub(super) const fn of(amount: Amount) -> &'static str {
    match amount {
        Amount::Count(_) => "a number",
        Amount::Money(_) => "a sum of money",
        Amount::Percent(_) => "a percentage",
        Amount::Ratio(_) => "a ratio",
        Amount::PerDay(_) => "a rate per day",
    }
}

/// What a formula makes, with an example of how to write it.
pub(super) const fn wanted(formula: &Formula) -> (&'static str, &'static str) {
    match formula {
        Formula::Percentage { .. } => ("a percentage", "75%"),
        Formula::Count { .. } => ("a number", "3,000"),
        Formula::Money { .. } => ("a sum of money", "£200k"),
        Formula::Ratio { .. } => ("a ratio", "70/30"),
        Formula::PerDay { .. } => ("a rate per day", "10 per day"),
    }
}
