//! What a pack publishes: figure by figure, and what services say.

use super::Reconciled;
use super::said::said;
use crate::calendar::Quarter;
use crate::plan::{Plan, ServiceId};
use crate::quantity::{Amount, Decimal, Money, grouped};
use crate::reconcile::{LineFigures, MeasurePosition, Position, Quarterly};
use crate::store::Published;
use crate::validate::Source;
use std::collections::BTreeMap;

/// Where figures come from: the returns that count for the quarter.
#[derive(Default)]
pub(super) struct Sources<'a> {
    pub(super) by_service: BTreeMap<&'a ServiceId, &'a Source>,
    by_file: BTreeMap<&'a str, &'a Source>,
}

/// Every figure and status of the position, in the pack's order.
pub(super) fn published(reconciled: &Reconciled<'_>) -> Vec<Published> {
    let Reconciled { plan, position, selection, .. } = *reconciled;
    let used = || selection.used.iter().map(|read| &read.returned);
    let sources = Sources {
        by_service: used()
            .filter(|returned| returned.quarter == position.quarter)
            .map(|returned| (&returned.service, &returned.source))
            .collect(),
        by_file: used().map(|one| (one.source.file.as_str(), &one.source)).collect(),
    };
    let mut all = Vec::new();
    for measure in &position.measures {
        let number = plan.measure(&measure.measure).map_or(0, |known| known.number);
        all.extend(of_measure((number, position.quarter), measure, &sources));
    }
    all.extend(of_actions(plan, position, &sources));
    all.extend(of_revenue(plan, position, &sources));
    all.extend(of_capital(plan, position, &sources));
    all.extend(of_people(plan, position, &sources));
    all.extend(said(reconciled, &sources));
    all
}

fn of_measure(
    (number, this): (u32, Quarter),
    measure: &MeasurePosition,
    sources: &Sources<'_>,
) -> Vec<Published> {
    let name = format!("Measure {number}");
    let key = |what: &str| format!("measure/{}/{what}", measure.measure);
    let sender = measure.service.as_ref().and_then(|service| sources.by_service.get(service));
    let mut all = Vec::new();
    for (quarter, one) in &measure.quarters {
        let read = one.figure().and_then(|figure| figure.sources.last());
        let source = read.and_then(|read| sources.by_file.get(&*read.place.file));
        // Why there is no figure is said by the return as well.
        let source = source.or_else(|| sender.filter(|_| *quarter == this));
        let (shown, value) = quarterly(one);
        all.push(row(key(&quarter.to_string()), &name, &quarter.in_text(), shown, value, source));
    }
    let year = measure.year_to_date.amount;
    let shown = measure.year_words();
    all.push(row(key("year-to-date"), &name, "year to date", shown, year.map(exact), sender));
    let status = measure.status.word().to_owned();
    all.push(row(key("status"), &name, "status", status, None, sender));
    all
}

fn quarterly(one: &Quarterly) -> (String, Option<String>) {
    (one.words(), one.amount().map(exact))
}

fn exact(amount: Amount) -> String {
    amount.number().normalize().to_string()
}

fn of_actions(plan: &Plan, position: &Position, sources: &Sources<'_>) -> Vec<Published> {
    let actions = position.actions.iter().map(|action| {
        let number = plan.action(&action.action).map_or(0, |known| known.number);
        let name = format!("Action {number}");
        let source = action.service.as_ref().and_then(|service| sources.by_service.get(service));
        let key = format!("action/{}/status", action.action);
        row(key, &name, "status", action.status.word().to_owned(), None, source)
    });
    actions.collect()
}

fn of_revenue(plan: &Plan, position: &Position, sources: &Sources<'_>) -> Vec<Published> {
    let figures = |id: &str, name: &str, of: &LineFigures, source: Option<&&Source>| {
        [
            ("current", "current budget", of.current()),
            ("forecast", "forecast", of.forecast),
            ("budget-to-date", "budget to date", of.budget_to_date),
            ("actual-to-date", "actual to date", of.actual_to_date),
        ]
        .map(|(key, what, value)| money(format!("budget/{id}/{key}"), name, what, value, source))
    };
    let mut all = Vec::new();
    for line in &position.revenue.lines {
        let name = plan.line(&line.line).map_or("", |known| known.text.as_str());
        let source = sources.by_service.get(&line.service);
        all.extend(figures(line.line.as_str(), name, &line.figures, source));
    }
    all.extend(figures("total", "Revenue total", &position.revenue.total, None));
    all
}

fn of_capital(plan: &Plan, position: &Position, sources: &Sources<'_>) -> Vec<Published> {
    let capital = &position.capital;
    let mut all = Vec::new();
    for one in capital.projects.iter().chain(std::iter::once(&capital.total)) {
        let known = one.project.as_ref().and_then(|id| plan.project(id));
        let name = known.map_or("Capital total", |known| known.text.as_str());
        let id = one.project.as_ref().map_or("total", |id| id.as_str());
        let source = known.and_then(|known| sources.by_service.get(&known.service));
        for (key, what, value) in [
            ("current", "current budget", one.current()),
            ("spend", "spend to date", one.spend),
            ("forecast", "forecast", one.forecast),
        ] {
            all.push(money(format!("capital/{id}/{key}"), name, what, value, source));
        }
    }
    all
}

fn of_people(plan: &Plan, position: &Position, sources: &Sources<'_>) -> Vec<Published> {
    let people = &position.people;
    let mut all = Vec::new();
    let mut add = |id: &str, name: &str, what: &str, value: Option<Decimal>, source| {
        let shown = value.map_or_else(|| "not returned".to_owned(), grouped);
        let key = format!("people/{id}/{}", what.replace(' ', "-"));
        let value = value.map(|value| value.normalize().to_string());
        all.push(row(key, name, what, shown, value, source));
    };
    for one in &people.services {
        let known = plan.service(&one.service).map_or("", |known| known.name.as_str());
        let source = sources.by_service.get(&one.service);
        let id = one.service.as_str();
        add(id, known, "headcount", one.headcount, source);
        add(id, known, "full-time equivalent", one.full_time_equivalent, source);
    }
    add("total", "All employees", "headcount", people.headcount, None);
    add("total", "All employees", "full-time equivalent", people.full_time_equivalent, None);
    all
}

fn money(
    key: String,
    name: &str,
    what: &str,
    value: Option<Money>,
    source: Option<&&Source>,
) -> Published {
    let shown = value.map_or_else(|| "not returned".to_owned(), Money::in_text);
    let value = value.map(|money| money.in_pounds().normalize().to_string());
    row(key, name, what, shown, value, source)
}

pub(super) fn row(
    key: String,
    name: &str,
    what: &str,
    shown: String,
    value: Option<String>,
    source: Option<&&Source>,
) -> Published {
    Published {
        key,
        label: format!("{name}, {what}"),
        shown,
        value,
        source_file: source.map(|source| source.file.clone()),
        source_sha256: source.map(|source| source.hash.clone()),
    }
}
