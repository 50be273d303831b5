//! Which figures are small numbers of people.

use crate::plan::{FigureId, Formula, Measure};
use crate::quantity::{Amount, Decimal, Fraction, Unit};
use crate::reconcile::{QuarterFigure, SourceCell};

/// What counts as a small number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallNumbers {
    /// Counts of people below this are kept back.
    pub smallest_shown: u32,
    /// Whether nought is shown: it says of nobody anything.
    pub show_zero: bool,
}

impl SmallNumbers {
    /// Whether a count is one that is kept back.
    #[must_use]
    pub fn holds(self, count: Decimal) -> bool {
        if count.is_zero() { !self.show_zero } else { count < Decimal::from(self.smallest_shown) }
    }

    /// Why a figure is kept back, as packs say it: `fewer than 5`.
    #[must_use]
    pub fn reason(self) -> String {
        format!("suppressed: fewer than {}", self.smallest_shown)
    }

    /// Whether a measure's quarter is kept back: a count that the plan marks is small, or what is
    /// left of the whole is, which a reader finds by taking one from the other. `beside` are the
    /// figures that stand beside the scored ones, by their labels.
    #[must_use]
    pub fn keep_back(
        self,
        measure: &Measure,
        quarter: &QuarterFigure,
        beside: &[(String, Decimal)],
    ) -> bool {
        // By their order: an earlier plan may call its figures otherwise.
        let number = |(id, source): (&FigureId, &SourceCell)| {
            let known = measure.figure(id)?;
            (known.small_numbers && known.unit == Unit::Count).then_some(source.number)
        };
        let named = measure.formula.figures().into_iter().zip(quarter.sources.iter());
        let counts: Vec<Option<Decimal>> = named.map(number).collect();
        let own = counts.iter().flatten().any(|count| self.holds(*count));
        let rest = match (&measure.formula, counts.as_slice()) {
            (Formula::Percentage { .. }, [Some(part), Some(whole)]) => self.holds(*whole - *part),
            _ => false,
        };
        let entered = quarter.entered.is_some()
            && is_marked(measure)
            && self.tells(quarter.fraction, quarter.amount, measure);
        own || rest || entered || self.any_beside(measure, beside)
    }

    /// Whether counts that were entered from a publication, or a count itself, are small.
    #[must_use]
    pub fn tells(self, of: Option<Fraction>, amount: Amount, measure: &Measure) -> bool {
        let whole = matches!(measure.formula, Formula::Percentage { .. });
        let counts = of.is_some_and(|Fraction { part, whole: all, .. }| {
            self.holds(part) || self.holds(all) || (whole && self.holds(all - part))
        });
        counts || matches!(amount, Amount::Count(count) if self.holds(count))
    }

    /// Whether a figure beside the scored ones is a small number.
    #[must_use]
    pub fn any_beside(self, measure: &Measure, beside: &[(String, Decimal)]) -> bool {
        let marked = |label: &str| {
            measure.figures.iter().any(|figure| figure.label == label && figure.small_numbers)
        };
        beside.iter().any(|(label, number)| marked(label.as_str()) && self.holds(*number))
    }
}

/// Whether a plan marks any figure of a measure as a count of people that may be small.
pub(super) fn is_marked(measure: &Measure) -> bool {
    measure.figures.iter().any(|figure| figure.small_numbers)
}
