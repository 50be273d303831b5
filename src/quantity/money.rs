//! Pounds sterling.

use super::written::{NO_BREAK_SPACE, fixed, trimmed};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// An exact sum of money in pounds.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize,
)]
pub struct Money(Decimal);

impl Money {
    /// No money.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// From pounds.
    #[must_use]
    pub const fn pounds(pounds: Decimal) -> Self {
        Self(pounds)
    }

    /// From thousands of pounds, the unit in which the plans print their budgets
    /// (three decimals of a million).
    #[must_use]
    pub fn thousands(thousands: i64) -> Self {
        Self(Decimal::from(thousands) * Decimal::ONE_THOUSAND)
    }

    /// In pounds.
    #[must_use]
    pub const fn in_pounds(self) -> Decimal {
        self.0
    }

    /// In millions of pounds, exact.
    #[must_use]
    pub fn in_millions(self) -> Decimal {
        self.0 / Decimal::from(1_000_000)
    }

    /// The sum without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Exactly nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Below nothing.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// A column in £ million: `0.625`, `219.616`.
    #[must_use]
    pub fn as_millions(self) -> String {
        fixed(self.in_millions(), 3)
    }

    /// In text: `£0.625 million`.
    #[must_use]
    pub fn in_text(self) -> String {
        format!("£{}{NO_BREAK_SPACE}million", self.as_millions())
    }

    /// Short: `£0.625m`.
    #[must_use]
    pub fn short_millions(self) -> String {
        format!("£{}m", self.as_millions())
    }

    /// The figure of a measure: `£2.346m` from a million pounds up, `£53.9k` from a thousand,
    /// `£870` below.
    #[must_use]
    pub fn as_thousands(self) -> String {
        if self.0.abs() < Decimal::ONE_THOUSAND {
            return self.as_pounds();
        }
        let sign = if self.is_negative() { "-" } else { "" };
        if self.is_in_millions() {
            return format!("{sign}{}", self.abs().short_millions());
        }
        format!("{sign}£{}k", fixed(self.0.abs() / Decimal::ONE_THOUSAND, 1))
    }

    /// A million pounds or more: `£12,345.7k` is hard to read.
    fn is_in_millions(self) -> bool {
        self.0.abs() >= Decimal::from(1_000_000)
    }

    /// A target as a plan prints it: `£200k`, `£175.5k`.
    #[must_use]
    pub fn as_round_thousands(self) -> String {
        if self.0.abs() < Decimal::ONE_THOUSAND {
            return self.as_pounds();
        }
        if self.is_in_millions() {
            return format!("£{}m", trimmed(self.in_millions(), 4));
        }
        format!("£{}k", trimmed(self.0 / Decimal::ONE_THOUSAND, 1))
    }

    /// Whole pounds: `£1,234`.
    #[must_use]
    pub fn as_pounds(self) -> String {
        let sign = if self.is_negative() { "-" } else { "" };
        format!("{sign}£{}", fixed(self.0.abs(), 0))
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_is_written_as_the_place_asks() {
        let money = Money::thousands(219_616);
        assert_eq!(money.as_millions(), "219.616");
        assert_eq!(money.in_text(), "£219.616\u{a0}million");
        assert_eq!(Money::pounds(Decimal::from(53_851)).as_thousands(), "£53.9k");
        assert_eq!(Money::pounds(Decimal::from(870)).as_thousands(), "£870");
        assert_eq!(Money::thousands(200).as_round_thousands(), "£200k");
        let large = Money::pounds(Decimal::from(12_345_678));
        assert_eq!([large.as_thousands(), (-large).as_thousands()], ["£12.346m", "-£12.346m"]);
        assert_eq!(Money::thousands(1_500).as_round_thousands(), "£1.5m");
    }

    fn sum() -> impl Strategy<Value = Money> {
        (-10_000_000_000_000_i64..10_000_000_000_000)
            .prop_map(|pence| Money::pounds(Decimal::new(pence, 2)))
    }

    proptest! {
        #[test]
        fn what_is_written_is_the_sum_to_half_of_its_last_digit(money in sum()) {
            let written = money.as_millions().replace(',', "").replace('−', "-");
            let millions: Decimal = written.parse().unwrap();
            let off = (money.in_millions() - millions).abs();
            prop_assert!(off <= Decimal::new(5, 4), "{}", money.as_millions());
            prop_assert!(money.in_text().contains(&money.as_millions()));
            let other = Money::ZERO - money;
            prop_assert_eq!(other.abs(), money.abs());
            prop_assert_eq!(other.abs().as_millions(), money.abs().as_millions());
        }

        #[test]
        fn sums_are_exact_in_any_order(mut all in prop::collection::vec(sum(), 0..20)) {
            let forth: Money = all.iter().copied().sum();
            all.reverse();
            let back: Money = all.iter().copied().sum();
            prop_assert_eq!(forth, back);
            for one in &all {
                prop_assert_eq!(forth - *one + *one, forth);
            }
        }
    }
}
