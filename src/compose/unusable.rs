//! What was returned and can't be used, told apart from what was not returned.

use super::material::Material;
use super::table::{Cell, Content};
use super::words;
use crate::form::{BudgetPart, PeoplePart, ProjectPart, RiskPart, Slot, StatisticPart};
use crate::plan::{LineId, ProjectId, RiskId, ServiceId, Statistic};

/// The word for what no service has sent.
pub(super) const NOT_RETURNED: &str = "not returned";

/// The word for what was sent, and is not what was asked for.
const NOT_USABLE: &str = "not usable";

/// Cells of the form, each with the columns of a row that need it.
pub(super) type Needed = Vec<(Slot, &'static [usize])>;

/// What a row of the revenue statement needs.
pub(super) fn of_line(line: &LineId) -> Needed {
    let slot = |part| Slot::Budget(line.clone(), part);
    vec![
        (slot(BudgetPart::OtherChanges), &[2, 3, 5]),
        (slot(BudgetPart::Forecast), &[4, 5]),
        (slot(BudgetPart::BudgetToDate), &[6, 8]),
        (slot(BudgetPart::ActualToDate), &[7, 8]),
    ]
}

/// What a row of the capital programme needs.
pub(super) fn of_project(project: &ProjectId) -> Needed {
    let slot = |part| Slot::Project(project.clone(), part);
    vec![
        (slot(ProjectPart::Changes), &[2, 5]),
        (slot(ProjectPart::SpendToDate), &[3]),
        (slot(ProjectPart::Forecast), &[4, 5]),
    ]
}

/// What a row of the top risks needs.
pub(super) fn of_risk(risk: &RiskId) -> Needed {
    let slot = |part| Slot::Risk(risk.clone(), part);
    vec![(slot(RiskPart::Direction), &[1]), (slot(RiskPart::Mitigation), &[2])]
}

/// Tells in a row what was returned and can't be used.
pub(super) fn tell(material: &Material<'_>, row: &mut [Cell], needed: &Needed) {
    let is_unusable = |slot: &Slot| {
        material.context.iter().any(|returned| returned.beside.unusable.contains(slot))
    };
    for (_, columns) in needed.iter().filter(|(slot, _)| is_unusable(slot)) {
        for column in *columns {
            tell_at(row, *column);
        }
    }
}

/// The same in a row of the employees, of a service: the form's cells there are every service's.
pub(super) fn tell_people(material: &Material<'_>, service: &ServiceId, row: &mut [Cell]) {
    let mut from = material.context.iter().filter(|returned| returned.service == *service);
    let Some(returned) = from.next() else { return };
    for (part, columns) in
        [(PeoplePart::Headcount, &[2, 3][..]), (PeoplePart::FullTimeEquivalent, &[4])]
    {
        if returned.beside.unusable.contains(&Slot::People(part)) {
            for column in columns {
                tell_at(row, *column);
            }
        }
    }
}

/// The same in a row of the demand statistics, with a note that says what is wrong.
pub(super) fn tell_statistic(
    material: &Material<'_>,
    one: &Statistic,
    row: &mut [Cell],
) -> Option<String> {
    let slot = |part| Slot::Statistic(one.id.clone(), part);
    let parts = [
        (slot(StatisticPart::Latest), 2, "the latest value"),
        (slot(StatisticPart::YearBefore), 3, "the value of a year before"),
    ];
    let unusable =
        |slot| material.context.iter().any(|returned| returned.beside.unusable.contains(slot));
    let mut values = Vec::new();
    for (_, column, value) in parts.iter().filter(|(slot, ..)| unusable(slot)) {
        tell_at(row, *column);
        values.push((*value).to_owned());
    }
    let was = if values.len() == 1 { "was" } else { "were" };
    (!values.is_empty()).then(|| {
        format!(
            "{}: {} {was} returned, but what stands in the form can’t be read as a number. It is \
             not estimated.",
            one.short,
            words::list(&values)
        )
    })
}

fn tell_at(row: &mut [Cell], column: usize) {
    let Some(cell) = row.get_mut(column) else { return };
    if matches!(&cell.content, Content::Missing(words) if words == NOT_RETURNED) {
        cell.content = Content::Missing(NOT_USABLE.into());
    }
}
