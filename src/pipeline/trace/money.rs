//! Budget lines and capital projects back to their cells.

use super::{Found, TracedCell, cell, empty, goes_by, returned};
use crate::finding::{Code, Place};
use crate::form::{BudgetPart, ProjectPart, Slot};
use crate::pipeline::Reconciled;
use crate::plan::LineId;
use crate::quantity::{Decimal, Money, trimmed};
use crate::validate::{Unreadable, Virement};

pub(super) fn line(reconciled: &Reconciled<'_>, name: &str) -> Result<Option<Found>, Unreadable> {
    let known = &reconciled.plan.revenue;
    let line = known.iter().find(|one| goes_by(name, one.id.as_str(), &one.text));
    let Some(line) = line else { return Ok(None) };
    let position = reconciled.position.revenue.lines.iter().find(|one| one.line == line.id);
    let Some(position) = position else { return Ok(None) };
    let figures = &position.figures;
    let mut trace = empty(format!("Revenue budget, {}", line.text));
    trace.arithmetic = vec![
        sum("Current budget", "annual budget", figures.annual, figures.changes, figures.current()),
        less("Forecast variance", figures.forecast, figures.current()),
        less("Variance to date", figures.actual_to_date, figures.budget_to_date),
    ];
    let returned = returned(reconciled, &position.service, reconciled.position.quarter)?;
    if let Some(returned) = &returned
        && let Some(one) = returned.budget.get(&line.id)
    {
        for (what, money, part) in [
            ("other approved changes", one.other_changes, BudgetPart::OtherChanges),
            ("forecast for the year", one.forecast, BudgetPart::Forecast),
            ("budget to date", one.budget_to_date, BudgetPart::BudgetToDate),
            ("actual to date", one.actual_to_date, BudgetPart::ActualToDate),
        ] {
            let place = returned.place(&Slot::Budget(line.id.clone(), part));
            trace.cells.extend(in_thousands(reconciled, what, money, Some(&place)));
        }
    }
    for virement in &virements(reconciled, &line.id)? {
        let what = virement.reference.as_deref().unwrap_or("without a reference");
        let used = if counts(reconciled, virement) { "" } else { ", not used" };
        let what = format!("virement {what}{used}");
        let amount = Some(virement.amount);
        trace.cells.extend(in_thousands(reconciled, &what, amount, Some(&virement.place)));
        let approver = virement.approver.as_deref().unwrap_or("nobody");
        let purpose = virement.purpose.as_deref().unwrap_or("no purpose is given");
        let decided = format!("{what}: approved by {approver}; {purpose}");
        // Of one between services both ends are entered.
        if !trace.decisions.contains(&decided) {
            trace.decisions.push(decided);
        }
    }
    Ok(Some(Found { key: format!("budget/{}/", line.id), trace }))
}

pub(super) fn project(
    reconciled: &Reconciled<'_>,
    name: &str,
) -> Result<Option<Found>, Unreadable> {
    let known = &reconciled.plan.capital;
    let project = known.iter().find(|one| goes_by(name, one.id.as_str(), &one.text));
    let Some(project) = project else { return Ok(None) };
    let capital = &reconciled.position.capital;
    let position = capital.projects.iter().find(|one| one.project.as_ref() == Some(&project.id));
    let Some(position) = position else { return Ok(None) };
    let mut trace = empty(format!("Capital programme, {}", project.text));
    let (programme, current) = (position.programme, position.current());
    trace.arithmetic = vec![
        sum("Current budget", "programme", programme, position.changes, current),
        less("Slippage", current, position.forecast),
    ];
    let returned = returned(reconciled, &project.service, reconciled.position.quarter)?;
    if let Some(returned) = &returned
        && let Some(one) = returned.projects.get(&project.id)
    {
        for (what, money, part) in [
            ("approved changes", one.changes, ProjectPart::Changes),
            ("spend to date", one.spend, ProjectPart::SpendToDate),
            ("forecast for the year", one.forecast, ProjectPart::Forecast),
        ] {
            let place = returned.place(&Slot::Project(project.id.clone(), part));
            trace.cells.extend(in_thousands(reconciled, what, money, Some(&place)));
        }
    }
    Ok(Some(Found { key: format!("capital/{}/", project.id), trace }))
}

fn shown(money: Option<Money>) -> String {
    money.map_or_else(|| "not returned".to_owned(), Money::as_pounds)
}

fn sum(
    what: &str,
    first: &str,
    base: Option<Money>,
    changes: Option<Money>,
    all: Option<Money>,
) -> String {
    let base = base.map_or_else(|| "to be set".to_owned(), Money::as_pounds);
    format!("{what}: {first} {base} + approved changes {} = {}", shown(changes), shown(all))
}

fn less(what: &str, from: Option<Money>, other: Option<Money>) -> String {
    let difference = from.zip(other).map(|(from, other)| from - other);
    format!("{what}: {} - {} = {}", shown(from), shown(other), shown(difference))
}

/// The form asks for money in thousands of pounds.
fn in_thousands(
    reconciled: &Reconciled<'_>,
    what: &str,
    money: Option<Money>,
    place: Option<&Place>,
) -> Option<TracedCell> {
    let thousands = money?.in_pounds() / Decimal::ONE_THOUSAND;
    let what = format!("{}, {what}", reconciled.position.quarter);
    let cell = cell(reconciled, what, trimmed(thousands, 10), place?);
    Some(TracedCell { unit: "£ thousand", ..cell })
}

/// Every virement that a return of the quarter enters for a line.
fn virements(reconciled: &Reconciled<'_>, line: &LineId) -> Result<Vec<Virement>, Unreadable> {
    let quarter = reconciled.position.quarter;
    let used = reconciled.selection.used.iter().map(|read| &read.returned);
    let mut all = Vec::new();
    for returned in used.filter(|returned| returned.quarter == quarter) {
        all.extend(returned.whole()?.virements);
    }
    all.retain(|virement| virement.from == *line || virement.to == *line);
    Ok(all)
}

/// A virement with one end only, or with ends that differ, is not used (rule B04).
fn counts(reconciled: &Reconciled<'_>, virement: &Virement) -> bool {
    let reference = virement.reference.as_ref().map(|one| format!("Virement {one}"));
    let mut against = reconciled.findings.iter().filter(|found| found.code == Code::B04);
    !against.any(|found| found.about.is_some() && found.about == reference)
}
