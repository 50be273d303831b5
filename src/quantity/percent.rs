//! Percentages and the fractions they come from.

use super::written::{fixed, trimmed};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An exact percentage: 75 means 75%.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Percent(Decimal);

impl Percent {
    /// From its number: 75 for 75%.
    #[must_use]
    pub const fn new(percent: Decimal) -> Self {
        Self(percent)
    }

    /// Its number: 75 for 75%.
    #[must_use]
    pub const fn number(self) -> Decimal {
        self.0
    }

    /// One decimal: `70.4%`.
    #[must_use]
    pub fn as_figure(self) -> String {
        format!("{}%", fixed(self.0, 1))
    }

    /// As few decimals as say it: `75%`, as targets are printed.
    #[must_use]
    pub fn as_target(self) -> String {
        format!("{}%", trimmed(self.0, 1))
    }
}

/// So many of so many: the two counts behind a percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fraction {
    /// Those that count.
    pub part: Decimal,
    /// All there are.
    pub whole: Decimal,
}

impl Fraction {
    /// The percentage, unrounded; nothing of nothing has none.
    #[must_use]
    pub fn percent(self) -> Option<Percent> {
        self.per().map(|share| Percent::new(share * Decimal::ONE_HUNDRED))
    }

    /// The part for each one of the whole (a rate), unrounded.
    #[must_use]
    pub fn per(self) -> Option<Decimal> {
        self.part.checked_div(self.whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_exact_until_it_is_shown() {
        let of = |part: i64, whole: i64| Fraction { part: part.into(), whole: whole.into() };
        assert_eq!(of(95, 135).percent().unwrap().as_figure(), "70.4%");
        assert_eq!(of(0, 0).percent(), None);
        assert_eq!(Percent::new(Decimal::from(75)).as_target(), "75%");
    }
}
