//! Outturns of earlier years kept back: a year is a sum of its quarters, and may be small itself.

use super::small::SmallNumbers;
use crate::calendar::Quarter;
use crate::plan::{Measure, Period};
use crate::reconcile::{MeasurePosition, Outturn, Quarterly, YearOutturn};
use std::collections::BTreeSet;

/// Takes out the years that a small number would follow from, and their quarters. What a plan
/// prints stays: the plan is public, and is not made from returns. `hidden` are the quarters of
/// this year and the last that are kept back. Whether anything was taken out.
pub(super) fn hide_years(
    rule: SmallNumbers,
    measure: &Measure,
    position: &mut MeasurePosition,
    (hidden, cleared): (&BTreeSet<Quarter>, &BTreeSet<Quarter>),
) -> bool {
    let mut any = false;
    for year in &mut position.years {
        let holds = tells(rule, measure, year, (hidden, cleared));
        // Nobody shows them; they were there to be looked at.
        year.quarters.clear();
        let printed = matches!(year.outturn, Outturn::Printed(..) | Outturn::Gap);
        if holds && !printed {
            year.outturn = Outturn::Suppressed { fewer_than: rule.smallest_shown };
            any = true;
        }
    }
    let before = position.entered.len();
    position.entered.retain(|entered| {
        let gone = match entered.period {
            Period::Quarter(quarter) => hidden.contains(&quarter),
            Period::Year(_) => false,
        };
        !gone && !rule.tells(entered.fraction, entered.amount, measure)
    });
    any || before != position.entered.len()
}

fn tells(
    rule: SmallNumbers,
    measure: &Measure,
    year: &YearOutturn,
    (hidden, cleared): (&BTreeSet<Quarter>, &BTreeSet<Quarter>),
) -> bool {
    let small = |(quarter, known): &(Quarter, Quarterly)| {
        let figure = known.figure().is_some_and(|figure| rule.keep_back(measure, figure, &[]));
        !cleared.contains(quarter) && (figure || known.suppressed().is_some())
    };
    let in_year = year.year.quarters();
    let itself = match &year.outturn {
        Outturn::Returned(total) => {
            total.amount.is_some_and(|amount| rule.tells(total.fraction, amount, measure))
        }
        Outturn::Entered(entered) => rule.tells(entered.fraction, entered.amount, measure),
        Outturn::Printed(..) | Outturn::Gap | Outturn::Suppressed { .. } => false,
    };
    itself
        || year.quarters.iter().any(small)
        || in_year.iter().any(|quarter| hidden.contains(quarter))
}
