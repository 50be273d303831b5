//! What a form shows of the service's earlier quarters of the year.

use super::Returned;
use quarterpack::calendar::Quarter;
use quarterpack::form::{
    BudgetPart, Earlier, Entry, FigurePart, Filled, PeoplePart, ProjectPart, RiskDirection,
    RiskPart, Slot, StatisticPart, StepPart, StepState,
};
use quarterpack::plan::ServiceId;
use quarterpack::quantity::Decimal;
use std::collections::BTreeMap;

/// Earlier quarters of the year, as the service last returned them.
pub(super) fn past(
    returned: &Returned,
    service: &ServiceId,
    now: Quarter,
) -> BTreeMap<Quarter, Earlier> {
    returned
        .iter()
        .filter(|((of, quarter), _)| of == service && *quarter < now)
        .map(|((_, quarter), filled)| (*quarter, earlier(filled)))
        .collect()
}

fn earlier(filled: &Filled) -> Earlier {
    let mut earlier = Earlier::default();
    for (slot, entry) in filled {
        numbers(&mut earlier, slot, entry);
        words(&mut earlier, slot, entry, filled);
    }
    earlier
}

fn numbers(earlier: &mut Earlier, slot: &Slot, entry: &Entry) {
    let Some(number) = number(entry) else { return };
    match slot {
        Slot::Figure(measure, figure, FigurePart::Value) => {
            earlier.figures.insert((measure.clone(), figure.clone()), number);
        }
        Slot::Budget(line, BudgetPart::Forecast) => {
            earlier.lines.entry(line.clone()).or_default().forecast = Some(number);
        }
        Slot::Budget(line, BudgetPart::ActualToDate) => {
            earlier.lines.entry(line.clone()).or_default().actual = Some(number);
        }
        Slot::Project(project, ProjectPart::Forecast) => {
            earlier.projects.entry(project.clone()).or_default().forecast = Some(number);
        }
        Slot::Project(project, ProjectPart::SpendToDate) => {
            earlier.projects.entry(project.clone()).or_default().actual = Some(number);
        }
        Slot::People(PeoplePart::Headcount) => earlier.headcount = Some(number),
        Slot::People(PeoplePart::FullTimeEquivalent) => {
            earlier.full_time_equivalent = Some(number);
        }
        Slot::Statistic(statistic, StatisticPart::Latest) => {
            earlier.statistics.insert(statistic.clone(), number);
        }
        Slot::Cover(_)
        | Slot::Figure(..)
        | Slot::Commentary(..)
        | Slot::Restatement(..)
        | Slot::Step(..)
        | Slot::Report(..)
        | Slot::Budget(..)
        | Slot::Subjective(..)
        | Slot::Virement(..)
        | Slot::Project(..)
        | Slot::People(_)
        | Slot::Risk(..)
        | Slot::Statistic(..) => {}
    }
}

fn words(earlier: &mut Earlier, slot: &Slot, entry: &Entry, filled: &Filled) {
    let Entry::Text(text) = entry else { return };
    if let (Slot::Step(step, StepPart::State), Some(state)) = (slot, StepState::called(text)) {
        let percent = filled.get(&Slot::Step(step.clone(), StepPart::Percent)).and_then(number);
        earlier.steps.insert(step.clone(), (state, percent));
    }
    if let (Slot::Risk(risk, RiskPart::Direction), Some(direction)) =
        (slot, RiskDirection::called(text))
    {
        earlier.risks.insert(risk.clone(), direction);
    }
}

fn number(entry: &Entry) -> Option<Decimal> {
    match entry {
        Entry::Number(number) => Some(*number),
        Entry::Formula(_, shown) => number_shown(shown),
        Entry::Percent(_) | Entry::Text(_) | Entry::Date(_) => None,
    }
}

fn number_shown(shown: &Entry) -> Option<Decimal> {
    if let Entry::Number(number) = shown { Some(*number) } else { None }
}
