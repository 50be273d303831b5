//! The year to date: sums of sums, never a mean of percentages; the latest for what is counted
//! at the quarter's end.

use super::quarterly::{Quarterly, amount_of};
use crate::calendar::Quarter;
use crate::form::NoFigure;
use crate::plan::{Formula, Timing};
use crate::quantity::{Amount, Decimal, Fraction, Money};
use serde::{Deserialize, Serialize};

/// A measure in the year so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearToDate {
    /// What it amounts to; none while no quarter has a figure.
    pub amount: Option<Amount>,
    /// The two counts behind it.
    pub fraction: Option<Fraction>,
    /// The quarter it stands at, for what is counted at the quarter's end.
    pub at: Option<Quarter>,
    /// Quarters that are in it: with a figure, or with nothing to count.
    pub covered: usize,
    /// Quarters that could be.
    pub of: usize,
}

impl YearToDate {
    /// Whether a quarter is missing from it.
    #[must_use]
    pub const fn is_partial(&self) -> bool {
        self.covered < self.of
    }

    /// `1 of 2 quarters`
    #[must_use]
    pub fn coverage(&self) -> String {
        let noun = if self.of == 1 { "quarter" } else { "quarters" };
        format!("{} of {} {noun}", self.covered, self.of)
    }
}

/// Adds up the quarters of a year, as [`Formula`] asks.
pub(super) fn of(formula: &Formula, quarters: &[(Quarter, Quarterly)]) -> YearToDate {
    let of = quarters.len();
    let figures: Vec<_> =
        quarters.iter().filter_map(|(quarter, one)| Some((*quarter, one.figure()?))).collect();
    let idle = quarters
        .iter()
        .filter(|(_, one)| matches!(one, Quarterly::NoFigure(NoFigure::NoActivity)))
        .count();
    if formula.timing() == Timing::AtQuarterEnd {
        let last = figures.last();
        return YearToDate {
            amount: last.map(|(_, figure)| figure.amount),
            fraction: last.and_then(|(_, figure)| figure.fraction),
            at: last.map(|(quarter, _)| *quarter),
            covered: figures.len() + idle,
            of,
        };
    }
    let mut sum = YearToDate { amount: None, fraction: None, at: None, covered: 0, of };
    sum.covered = figures.len() + idle;
    if figures.is_empty() {
        return sum;
    }
    // Quarter by quarter, the figures in the formula's order.
    let total = |nth: usize| -> Decimal {
        figures.iter().filter_map(|(_, figure)| figure.sources.get(nth)).map(|s| s.number).sum()
    };
    match formula {
        Formula::Count { .. } => sum.amount = Some(Amount::Count(total(0))),
        Formula::Money { .. } => sum.amount = Some(Amount::Money(Money::pounds(total(0)))),
        Formula::Percentage { .. } | Formula::Ratio { .. } | Formula::PerDay { .. } => {
            if let Ok((amount, fraction)) = amount_of(formula, total(0), total(1)) {
                (sum.amount, sum.fraction) = (Some(amount), Some(fraction));
            }
        }
    }
    sum
}
