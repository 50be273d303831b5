//! What a measure amounts to, with its unit.

use super::money::Money;
use super::percent::Percent;
use super::written::{fixed, grouped, trimmed};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What a figure that a service types counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Whole things: people, visits, reports.
    Count,
    /// Pounds and pence.
    Pounds,
    /// Whole days.
    Days,
}

/// What a measure amounts to in a quarter, in the year to date, or as a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Amount {
    /// A number of things.
    Count(Decimal),
    /// A sum of money.
    Money(Money),
    /// A percentage.
    Percent(Percent),
    /// Two parts that make a hundred, such as 70/30: the first one's share.
    Ratio(Percent),
    /// A rate for each day.
    PerDay(Decimal),
}

impl Amount {
    /// The number by which two amounts of one kind are compared.
    #[must_use]
    pub const fn number(self) -> Decimal {
        match self {
            Self::Count(number) | Self::PerDay(number) => number,
            Self::Money(money) => money.in_pounds(),
            Self::Percent(percent) | Self::Ratio(percent) => percent.number(),
        }
    }

    /// An amount of the same kind with another number.
    #[must_use]
    pub const fn with_number(self, number: Decimal) -> Self {
        match self {
            Self::Count(_) => Self::Count(number),
            Self::PerDay(_) => Self::PerDay(number),
            Self::Money(_) => Self::Money(Money::pounds(number)),
            Self::Percent(_) => Self::Percent(Percent::new(number)),
            Self::Ratio(_) => Self::Ratio(Percent::new(number)),
        }
    }

    /// As a figure in a report: `70.4%`, `£53.9k`, `1,214`, `68/32`, `10.3 a day`.
    #[must_use]
    pub fn as_figure(self) -> String {
        match self {
            Self::Count(number) => grouped(number),
            Self::Money(money) => money.as_thousands(),
            Self::Percent(percent) => percent.as_figure(),
            Self::Ratio(share) => ratio(share),
            Self::PerDay(rate) => format!("{} a\u{a0}day", fixed(rate, 1)),
        }
    }

    /// As a target: `75%`, `£200k`, `3,000`, `70/30`, `10 a day`.
    #[must_use]
    pub fn as_target(self) -> String {
        match self {
            Self::Count(number) => grouped(number),
            Self::Money(money) => money.as_round_thousands(),
            Self::Percent(percent) => percent.as_target(),
            Self::Ratio(share) => ratio(share),
            Self::PerDay(rate) => format!("{} a\u{a0}day", trimmed(rate, 1)),
        }
    }

    /// The distance between two amounts of one kind, in words and without a sign:
    /// `6.3 points`, `£2.7k`, `57`, `0.4 a day`.
    #[must_use]
    pub fn distance(self, other: Self) -> String {
        let apart = (self.number() - other.number()).abs();
        match self {
            // Less than is shown is still something.
            Self::Percent(_) | Self::Ratio(_) if !apart.is_zero() && apart < Decimal::new(5, 2) => {
                "less than 0.1\u{a0}points".into()
            }
            Self::Percent(_) | Self::Ratio(_) => format!("{}\u{a0}points", fixed(apart, 1)),
            Self::Count(_) | Self::Money(_) | Self::PerDay(_) => {
                self.with_number(apart).as_figure()
            }
        }
    }
}

fn ratio(share: Percent) -> String {
    let first = share
        .number()
        .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    format!("{}/{}", first.normalize(), (Decimal::ONE_HUNDRED - first).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_by_kind() {
        let percent = |n: &str| Amount::Percent(Percent::new(n.parse().unwrap()));
        assert_eq!(percent("70.37").as_figure(), "70.4%");
        assert_eq!(percent("75").distance(percent("68.727")), "6.3\u{a0}points");
        assert_eq!(percent("68.7").distance(percent("68.72")), "less than 0.1\u{a0}points");
        let ratio = Amount::Ratio(Percent::new("68.2".parse().unwrap()));
        assert_eq!(ratio.as_figure(), "68/32");
        assert_eq!(Amount::PerDay("10.25".parse().unwrap()).as_figure(), "10.3 a\u{a0}day");
    }
}
