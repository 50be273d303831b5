//! Checks on the money: subjective lines, spend, explanations, the finance period.

use super::super::returned::{BudgetReturn, Return};
use super::Context;
use crate::calendar::{long_date, short_date};
use crate::finding::{Code, Finding, Place, Severity};
use crate::form::{BudgetPart, CoverField, Slot, Subjective, SubjectivePart};
use crate::plan::BudgetLine;
use crate::quantity::{Decimal, Money, exact};

pub(super) fn lines<'a>(
    context: &'a Context<'_>,
) -> impl Iterator<Item = (&'a BudgetLine, &'a BudgetReturn)> {
    let lines = context.plan.lines_of(&context.returned.service);
    lines.filter_map(|line| Some((line, context.returned.budget.get(&line.id)?)))
}

/// Budget of the year with virements and approved changes.
///
/// None while the budget is to be set.
pub(super) fn current(
    context: &Context<'_>,
    line: &BudgetLine,
    returned: &BudgetReturn,
) -> Option<Money> {
    let virements: Money =
        context.returned.virements.iter().map(|virement| virement.brings(&line.id)).sum();
    Some(line.budget.value? + virements + returned.other_changes.unwrap_or_default())
}

/// B06: the subjective lines make the budget line.
pub(super) fn subjective(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, returned) in lines(context).filter(|(_, returned)| !returned.subjective.is_empty()) {
        let wholes = [
            ("forecast for the year", returned.forecast, COLUMNS[0]),
            ("budget to date", returned.budget_to_date, COLUMNS[1]),
            ("actual to date", returned.actual_to_date, COLUMNS[2]),
        ];
        for (nth, (what, whole, columns)) in wholes.into_iter().enumerate() {
            let parts: Vec<Money> = returned
                .subjective
                .values()
                .filter_map(|amounts| amounts.get(nth).copied().flatten())
                .collect();
            let Some(whole) = whole.filter(|_| !parts.is_empty()) else { continue };
            let sum: Money = parts.iter().copied().sum();
            let count = Decimal::from(parts.len());
            let room = context.thresholds.rounding_a_line.in_pounds() * count;
            let apart = (whole - sum).abs();
            if apart.in_pounds() > room {
                let read = format!(
                    "read {} for the line; its {} subjective lines make {}, a difference of {}",
                    thousands(whole),
                    parts.len(),
                    thousands(sum),
                    thousands(apart)
                );
                let slot = Slot::Budget(line.id.clone(), columns.0);
                let place = context.returned.cell(&slot, &returned.place);
                let part = |one: &Subjective| {
                    context.returned.place(&Slot::Subjective(line.id.clone(), *one, columns.1))
                };
                let rows: Vec<Place> = returned.subjective.keys().map(part).collect();
                let rows: Vec<&Place> = rows.iter().chain([&place]).collect();
                let excerpt = context.returned.excerpt(&rows);
                let message = format!("the subjective lines do not make the {what}");
                let finding = Finding::new(Code::B06, place.clone(), message).about(&*line.text);
                findings.push(finding.read(read).excerpt(excerpt));
            }
        }
    }
    findings
}

/// The columns in which a line and its subjective lines are compared.
const COLUMNS: [(BudgetPart, SubjectivePart); 3] = [
    (BudgetPart::Forecast, SubjectivePart::Forecast),
    (BudgetPart::BudgetToDate, SubjectivePart::BudgetToDate),
    (BudgetPart::ActualToDate, SubjectivePart::ActualToDate),
];

fn thousands(money: Money) -> String {
    format!("£{}k", exact(money.in_pounds() / Decimal::ONE_THOUSAND))
}

/// B07: spend fell, stood still, or passed the year's budget.
pub(super) fn spend(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, returned) in lines(context) {
        let Some(actual) = returned.actual_to_date else { continue };
        let last = context
            .earlier
            .last()
            .and_then(|last| last.budget.get(&line.id))
            .and_then(|line| line.actual_to_date);
        let budget = current(context, line, returned);
        let (message, read) = match last {
            Some(last) if actual < last => (
                "spend to date fell",
                format!("{} after {} last quarter", thousands(actual), thousands(last)),
            ),
            Some(last) if actual == last => {
                ("spend to date stands where it stood last quarter", thousands(actual))
            }
            _ => match budget {
                Some(budget) if actual > budget => (
                    "spend to date exceeds the year's budget",
                    format!("{} of {}", thousands(actual), thousands(budget)),
                ),
                _ => continue,
            },
        };
        let finding = Finding::new(Code::B07, returned.actual_place.clone(), message);
        findings.push(finding.about(&*line.text).read(format!("read {read}")));
    }
    findings
}

/// B08: a variance past the limits has an explanation.
pub(super) fn explained(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let limits = context.thresholds;
    for (line, returned) in lines(context).filter(|(_, returned)| returned.explanation.is_none()) {
        let budget = current(context, line, returned);
        let past = |variance: Money, base: Money| limits.asks_why(variance, base);
        let to_date = returned.actual_to_date.zip(returned.budget_to_date).map(|(a, b)| (a - b, b));
        let year = returned.forecast.zip(budget).map(|(forecast, set)| (forecast - set, set));
        let (what, variance, severity) = match (to_date, year) {
            (Some((variance, base)), _) if past(variance, base) => {
                ("to date", variance, Severity::Error)
            }
            (_, Some((variance, base))) if past(variance, base) => {
                ("forecast for the year", variance, Severity::Warning)
            }
            _ => continue,
        };
        let way = if variance.is_negative() { "under" } else { "over" };
        let read = format!(
            "read no explanation of {} {way} {what}; more than {} and {}% is explained",
            thousands(variance.abs()),
            thousands(limits.explain_above),
            limits.explain_percent.normalize()
        );
        let slot = Slot::Budget(line.id.clone(), BudgetPart::Explanation);
        let place = context.returned.cell(&slot, &returned.place);
        let finding = Finding::new(Code::B08, place, "the variance has no explanation");
        findings.push(finding.about(&*line.text).read(read).severity(severity));
    }
    findings
}

/// B09: the finance period ends near the quarter's end.
pub(super) fn period(context: &Context<'_>) -> Vec<Finding> {
    let returned: &Return = context.returned;
    let file = returned.place(&Slot::Cover(CoverField::PeriodEnd));
    if returned.budget.is_empty() {
        return Vec::new();
    }
    let Some(end) = returned.period_end else {
        let finding = Finding::new(Code::B09, file, "the finance period's end is not given");
        return vec![finding.remedy("Give the last day of the finance period on the Cover.")];
    };
    let apart = (end - returned.quarter.end()).num_days().abs();
    if apart == 0 {
        return Vec::new();
    }
    let severity =
        if apart > context.thresholds.period_days { Severity::Error } else { Severity::Note };
    let read = format!(
        "read {}, {apart} days from {}",
        long_date(end),
        short_date(returned.quarter.end())
    );
    let message = "the finance period ends on another day than the quarter";
    vec![Finding::new(Code::B09, file, message).read(read).severity(severity)]
}
