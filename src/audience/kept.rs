//! Small numbers one by one, for whoever decides whether one of them is shown all the same.

use super::small::{SmallNumbers, is_marked};
use crate::calendar::Quarter;
use crate::plan::{Measure, MeasureId, Plan};
use crate::quantity::Decimal;
use crate::reconcile::{ContextFigure, MeasurePosition, Position, QuarterFigure};
use std::collections::BTreeMap;

/// A measure's quarter that holds a small number, and is kept back from public packs as one.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallQuarter {
    /// The measure, in the plan of the quarter that is reported.
    pub measure: MeasureId,
    /// The quarter.
    pub quarter: Quarter,
    /// Its figure; none where only what stands beside it is there.
    pub figure: Option<QuarterFigure>,
    /// The figures that stand beside it, by their labels.
    pub beside: Vec<(String, Decimal)>,
}

impl SmallQuarter {
    /// The counts in it, each with what it counts.
    #[must_use]
    pub fn counts(&self, measure: &Measure) -> Vec<(String, Decimal)> {
        let label =
            |id| measure.figure(id).map_or_else(String::new, |known| String::from(&known.label));
        let ids = measure.formula.figures();
        let sources = self.figure.iter().flat_map(|figure| figure.sources.iter());
        // By their order: an earlier plan may call its figures otherwise.
        let own = ids.into_iter().zip(sources).map(|(id, source)| (label(id), source.number));
        own.chain(self.beside.iter().cloned()).collect()
    }
}

/// Every quarter of every measure that holds a small number, of all that packs would show.
#[must_use]
pub fn small_numbers(rule: SmallNumbers, plan: &Plan, position: &Position) -> Vec<SmallQuarter> {
    let measures = position.measures.iter();
    let known = measures.filter_map(|one| Some((plan.measure(&one.measure)?, one)));
    let marked = known.filter(|(measure, _)| is_marked(measure));
    marked.flat_map(|(measure, one)| of_measure(rule, measure, &one)).collect()
}

/// The quarters of a measure that hold a small number, oldest first.
pub(super) fn of_measure(
    rule: SmallNumbers,
    measure: &Measure,
    position: &MeasurePosition,
) -> Vec<SmallQuarter> {
    let beside = |quarter: Quarter| -> Vec<(String, Decimal)> {
        let nth = position.quarters.iter().position(|(known, _)| *known == quarter);
        let number = |context: &ContextFigure| context.quarters.get(nth?).copied().flatten();
        let figures = position.context.iter();
        figures.filter_map(|figure| Some((figure.label.clone(), number(figure)?))).collect()
    };
    let mut found = BTreeMap::new();
    for (quarter, one) in position.behind.iter().chain(&position.quarters) {
        let beside = beside(*quarter);
        let small = match one.figure() {
            Some(figure) => rule.keep_back(measure, figure, &beside),
            None => rule.any_beside(measure, &beside),
        };
        if small {
            let (measure, figure) = (measure.id.clone(), one.figure().cloned());
            found.insert(*quarter, SmallQuarter { measure, quarter: *quarter, figure, beside });
        }
    }
    found.into_values().collect()
}
