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
    /// A percentage that moves by more points than this since the same quarter of an earlier year
    /// is asked about.
    pub year_change_points: Decimal,
    /// A count or sum that moves by more percent than this since then is asked about.
    pub year_change_percent: Decimal,
    /// Points by which a percentage that a service quotes may differ from the one worked out.
    pub quoted_points: Decimal,
    /// Money is a thousandfold out when it is a thousand times the usual, give or take so many
    /// times.
    pub thousandfold_slack: Decimal,
    /// Quarters for which a figure may be not yet available before it is asked about.
    pub report_later_quarters: usize,
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

impl Thresholds {
    /// Whether a variance is so large, beside the budget that it is one of, that it needs an
    /// explanation.
    #[must_use]
    pub fn asks_why(&self, variance: Money, budget: Money) -> bool {
        let share = (variance.abs().in_pounds() * Decimal::ONE_HUNDRED)
            .checked_div(budget.abs().in_pounds());
        variance.abs() > self.explain_above
            && share.is_none_or(|share| share > self.explain_percent)
    }
}
