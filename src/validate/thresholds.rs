//! The limits that rules use; configured, with the council's defaults.

use crate::quantity::{Decimal, Money};

/// The limits that rules use.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    /// A measure short of its target by up to so many percent of it is amber, beyond is red.
    pub amber_percent: Decimal,
    /// An action late by up to so many days is amber, beyond is red.
    pub amber_days: i64,
    /// A variance above this sum …
    pub explain_above: Money,
    /// … and above so many percent of the budget needs an explanation.
    pub explain_percent: Decimal,
    /// A percentage that moves by more points than this since last quarter is asked about.
    pub change_points: Decimal,
    /// A count or sum that moves by more percent than this is asked about.
    pub change_percent: Decimal,
    /// A denominator that moves by more percent than this is asked about.
    pub denominator_percent: Decimal,
    /// A comment shorter than so many characters says too little.
    pub comment_characters: usize,
    /// A headcount that moves by more percent than this is asked about.
    pub headcount_percent: Decimal,
    /// Pounds by which each subjective line may be rounded.
    pub rounding_a_line: Money,
    /// Days between the finance period's end and the quarter's end that are an error.
    pub period_days: i64,
    /// Whether a missing sign-off is an error; otherwise it is a warning.
    pub require_sign_off: bool,
}
