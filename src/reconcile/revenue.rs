//! The revenue statement: budget, virements, forecast and spend, line by line and in total.

use super::Now;
use crate::calendar::NaiveDate;
use crate::finding::{Code, Finding, Place};
use crate::form::{Slot, VirementPart};
use crate::plan::{BudgetLine, LineId, ServiceId};
use crate::quantity::{Decimal, Money};
use crate::validate::{BudgetReturn, Return, Virement};
use std::collections::{BTreeMap, BTreeSet};

/// The revenue statement.
#[derive(Clone, Debug, PartialEq)]
pub struct RevenuePosition {
    /// The plan's lines, every one of them.
    pub lines: Vec<LinePosition>,
    /// Their sum; what a line lacks, the total lacks too.
    pub total: LineFigures,
    /// The last day of the finance period, where all lines that were returned share it.
    pub period_end: Option<NaiveDate>,
}

/// A line of the statement.
#[derive(Clone, Debug, PartialEq)]
pub struct LinePosition {
    /// The line.
    pub line: LineId,
    /// The service that reports it.
    pub service: ServiceId,
    /// Whether its service has sent a return.
    pub returned: bool,
    /// Its figures.
    pub figures: LineFigures,
    /// Why it is over or under.
    pub explanation: Option<String>,
    /// Where its forecast was read.
    pub place: Option<Place>,
    /// Where its actual was read.
    pub actual_place: Option<Place>,
}

/// Figures of a line or of the total. What was not returned is none, and never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineFigures {
    /// The plan's annual budget; none while it is to be set.
    pub annual: Option<Money>,
    /// Virements and other approved changes.
    pub changes: Option<Money>,
    /// Forecast for the year.
    pub forecast: Option<Money>,
    /// Budget to the period's end.
    pub budget_to_date: Option<Money>,
    /// Actual to the period's end.
    pub actual_to_date: Option<Money>,
}

impl LineFigures {
    /// Annual budget and changes.
    #[must_use]
    pub fn current(&self) -> Option<Money> {
        Some(self.annual? + self.changes?)
    }

    /// Forecast less current budget: above zero is over.
    #[must_use]
    pub fn forecast_variance(&self) -> Option<Money> {
        Some(self.forecast? - self.current()?)
    }

    /// Actual less budget to date: above zero is over.
    #[must_use]
    pub fn variance_to_date(&self) -> Option<Money> {
        Some(self.actual_to_date? - self.budget_to_date?)
    }

    /// The forecast variance in percent of the current budget.
    #[must_use]
    pub fn forecast_percent(&self) -> Option<Decimal> {
        let variance = self.forecast_variance()?.in_pounds() * Decimal::ONE_HUNDRED;
        variance.checked_div(self.current()?.in_pounds())
    }
}

pub(super) fn position(now: &Now<'_>) -> (RevenuePosition, Vec<Finding>) {
    let (virements, findings) = virements(now);
    let mut moved: BTreeMap<&LineId, Money> = BTreeMap::new();
    for virement in virements {
        for line in BTreeSet::from([&virement.from, &virement.to]) {
            let so_far = moved.get(line).copied().unwrap_or_default();
            moved.insert(line, [so_far, virement.brings(line)].into_iter().sum());
        }
    }
    let line = |line: &BudgetLine| {
        line_position(now, line, moved.get(&line.id).copied().unwrap_or_default())
    };
    let lines: Vec<LinePosition> = now.plan.revenue.iter().map(line).collect();
    let total = total(&lines);
    let ends: BTreeSet<NaiveDate> = now
        .plan
        .revenue
        .iter()
        .filter_map(|line| now.history.returned(&line.service, now.quarter)?.period_end)
        .collect();
    let period_end = ends.first().copied().filter(|_| ends.len() == 1);
    (RevenuePosition { lines, total, period_end }, findings)
}

/// What lines come to; what one of them lacks, the total lacks too.
pub(super) fn total(lines: &[LinePosition]) -> LineFigures {
    let sum = |of: fn(&LineFigures) -> Option<Money>| -> Option<Money> {
        lines.iter().map(|line| of(&line.figures)).sum()
    };
    LineFigures {
        annual: sum(|f| f.annual),
        changes: sum(|f| f.changes),
        forecast: sum(|f| f.forecast),
        budget_to_date: sum(|f| f.budget_to_date),
        actual_to_date: sum(|f| f.actual_to_date),
    }
}

fn line_position(now: &Now<'_>, line: &BudgetLine, moved: Money) -> LinePosition {
    let whole = now.history.returned(&line.service, now.quarter);
    let returned: Option<&BudgetReturn> = whole.and_then(|whole| whole.budget.get(&line.id));
    let figures = LineFigures {
        annual: line.budget.value,
        changes: returned.map(|returned| moved + returned.other_changes.unwrap_or_default()),
        forecast: returned.and_then(|r| r.forecast),
        budget_to_date: returned.and_then(|r| r.budget_to_date),
        actual_to_date: returned.and_then(|r| r.actual_to_date),
    };
    LinePosition {
        line: line.id.clone(),
        service: line.service.clone(),
        returned: whole.is_some(),
        figures,
        explanation: returned.and_then(|r| r.explanation.clone()),
        place: returned.map(|r| r.place.clone()),
        actual_place: returned.map(|r| r.actual_place.clone()),
    }
}

/// The virements of which both ends are known, once each, and what is wrong with the others.
/// A virement between lines of one service has both ends in one return; one between services
/// is entered by both, under one reference.
fn virements<'a>(now: &Now<'a>) -> (Vec<&'a Virement>, Vec<Finding>) {
    let mut entered: BTreeMap<String, Vec<(&ServiceId, &'a Virement)>> = BTreeMap::new();
    let mut findings = Vec::new();
    for service in &now.plan.services {
        let Some(returned) = now.history.returned(&service.id, now.quarter) else { continue };
        for virement in &returned.virements {
            findings.extend(incomplete(returned, virement));
            let reference = virement.reference.clone().unwrap_or_default();
            entered.entry(reference).or_default().push((&service.id, virement));
        }
    }
    let owners: BTreeMap<&LineId, &ServiceId> =
        now.plan.revenue.iter().map(|known| (&known.id, &known.service)).collect();
    let owner = |line: &LineId| owners.get(line).copied();
    let mut settled = Vec::new();
    for (reference, ends) in &entered {
        let Some((_, first)) = ends.first() else { continue };
        let wanted: BTreeSet<&ServiceId> =
            [owner(&first.from), owner(&first.to)].into_iter().flatten().collect();
        let given: BTreeSet<&ServiceId> = ends.iter().map(|(service, _)| *service).collect();
        let same = ends.iter().all(|(_, one)| {
            one.amount == first.amount && one.from == first.from && one.to == first.to
        });
        if same && wanted.is_subset(&given) {
            settled.push(*first);
        } else {
            findings.push(one_ended(now, reference, first, &wanted, &given, same));
        }
    }
    (settled, findings)
}

fn incomplete(returned: &Return, virement: &Virement) -> Option<Finding> {
    let missing: Vec<(VirementPart, &str)> = [
        (virement.reference.is_none(), (VirementPart::Reference, "a reference")),
        (virement.approved_on.is_none(), (VirementPart::ApprovedOn, "the day of approval")),
        (virement.approver.is_none(), (VirementPart::Approver, "the approver's role")),
    ]
    .into_iter()
    .filter_map(|(missing, what)| missing.then_some(what))
    .collect();
    let (first, _) = missing.first()?;
    let place = if let Some(Slot::Virement(row, _)) = returned.row_at(&virement.place) {
        returned.cell(&Slot::Virement(*row, *first), &virement.place)
    } else {
        virement.place.clone()
    };
    let words: Vec<&str> = missing.iter().map(|(_, what)| *what).collect();
    let message = format!("a virement lacks {}", words.join(" and "));
    Some(Finding::new(Code::B04, place, message))
}

fn one_ended(
    now: &Now<'_>,
    reference: &str,
    virement: &Virement,
    wanted: &BTreeSet<&ServiceId>,
    given: &BTreeSet<&ServiceId>,
    same: bool,
) -> Finding {
    let name = |id: &&ServiceId| {
        now.plan.service(id).map_or_else(|| id.to_string(), |service| service.name.clone())
    };
    let line = |id: &LineId| now.plan.line(id).map_or("", |line| line.text.as_str());
    let read = format!(
        "read {} from {} to {}",
        virement.amount.in_text(),
        line(&virement.from),
        line(&virement.to)
    );
    let (message, remedy) = if same {
        let absent: Vec<String> = wanted.difference(given).map(name).collect();
        let message = "one end only is entered; it is not used";
        let remedy = format!("{} enters the same virement in its return.", absent.join(" and "));
        (message, remedy)
    } else {
        (
            "the two ends differ; it is not used",
            "Enter the same lines and the same amount at both ends.".into(),
        )
    };
    Finding::new(Code::B04, virement.place.clone(), message)
        .about(if reference.is_empty() {
            "Virement without a reference".to_owned()
        } else {
            format!("Virement {reference}")
        })
        .read(read)
        .remedy(remedy)
}
