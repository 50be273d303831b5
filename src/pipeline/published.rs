//! What a pack publishes, figure by figure, and what of it differs between two versions.

use super::Reconciled;
use crate::compose::{Change, SUPPRESSED, Since};
use crate::plan::{Plan, ServiceId};
use crate::quantity::{Amount, Decimal, Money, grouped};
use crate::reconcile::{LineFigures, MeasurePosition, Position, Quarterly};
use crate::store::Published;
use crate::validate::Source;
use std::collections::{BTreeMap, BTreeSet};

/// Where figures come from: the returns that count for the quarter.
struct Sources<'a> {
    by_service: BTreeMap<&'a ServiceId, &'a Source>,
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
    let numbers: BTreeMap<_, u32> = plan.measures.iter().map(|one| (&one.id, one.number)).collect();
    for measure in &position.measures {
        let number = numbers.get(&measure.measure).copied().unwrap_or_default();
        all.extend(of_measure(number, measure, &sources));
    }
    all.extend(of_actions(plan, position, &sources));
    all.extend(of_revenue(plan, position, &sources));
    all.extend(of_capital(plan, position, &sources));
    all.extend(of_people(plan, position, &sources));
    all
}

fn of_measure(number: u32, measure: &MeasurePosition, sources: &Sources<'_>) -> Vec<Published> {
    let name = format!("Measure {number}");
    let key = |what: &str| format!("measure/{}/{what}", measure.measure);
    let sender = measure.service.as_ref().and_then(|service| sources.by_service.get(service));
    let mut all = Vec::new();
    for (quarter, one) in &measure.quarters {
        let read = one.figure().and_then(|figure| figure.sources.last());
        let source = read.and_then(|read| sources.by_file.get(&*read.place.file));
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
    let numbers: BTreeMap<_, u32> = plan.actions.iter().map(|one| (&one.id, one.number)).collect();
    let one = |action: &crate::reconcile::ActionPosition| {
        let number = numbers.get(&action.action).copied().unwrap_or_default();
        let name = format!("Action {number}");
        let source = action.service.as_ref().and_then(|service| sources.by_service.get(service));
        let key = format!("action/{}/status", action.action);
        row(key, &name, "status", action.status.word().to_owned(), None, source)
    };
    position.actions.iter().map(one).collect()
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
    let names: BTreeMap<_, _> =
        plan.revenue.iter().map(|one| (&one.id, one.text.as_str())).collect();
    let mut all = Vec::new();
    for line in &position.revenue.lines {
        let name = names.get(&line.line).copied().unwrap_or_default();
        let source = sources.by_service.get(&line.service);
        all.extend(figures(line.line.as_str(), name, &line.figures, source));
    }
    all.extend(figures("total", "Revenue total", &position.revenue.total, None));
    all
}

fn of_capital(plan: &Plan, position: &Position, sources: &Sources<'_>) -> Vec<Published> {
    let capital = &position.capital;
    let projects: BTreeMap<_, _> = plan.capital.iter().map(|one| (&one.id, one)).collect();
    let mut all = Vec::new();
    for one in capital.projects.iter().chain(std::iter::once(&capital.total)) {
        let known = one.project.as_ref().and_then(|id| projects.get(id));
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
    let names: BTreeMap<_, _> =
        plan.services.iter().map(|one| (&one.id, one.name.as_str())).collect();
    let mut all = Vec::new();
    let mut add = |id: &str, name: &str, what: &str, value: Option<Decimal>, source| {
        let shown = value.map_or_else(|| "not returned".to_owned(), grouped);
        let key = format!("people/{id}/{}", what.replace(' ', "-"));
        let value = value.map(|value| value.normalize().to_string());
        all.push(row(key, name, what, shown, value, source));
    };
    for one in &people.services {
        let known = names.get(&one.service).copied().unwrap_or_default();
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

fn row(
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

/// What differs from a version before.
pub(super) fn since(before: &[Published], version: u32, reissue: bool, now: &[Published]) -> Since {
    let old: BTreeMap<&str, &Published> =
        before.iter().map(|one| (one.key.as_str(), one)).collect();
    let mut changes: Vec<Change> = Vec::new();
    for new in now {
        let old = old.get(new.key.as_str());
        let same = old.is_some_and(|old| old.shown == new.shown && old.value == new.value);
        if !same {
            changes.push(Change {
                label: new.label.clone(),
                old: old.map_or_else(|| "not shown".into(), |old| old.shown.clone()),
                new: new.shown.clone(),
                by: by(old.copied(), new),
            });
        }
    }
    let known: BTreeSet<&str> = now.iter().map(|new| new.key.as_str()).collect();
    for gone in before.iter().filter(|old| !known.contains(old.key.as_str())) {
        changes.push(Change {
            label: gone.label.clone(),
            old: gone.shown.clone(),
            new: "not shown".into(),
            by: "the plan".into(),
        });
    }
    Since { version, reissue, changes }
}

/// The return that changed a figure; what else did, where it is the return of before.
fn by(old: Option<&Published>, new: &Published) -> String {
    let before = old.and_then(|old| old.source_sha256.as_deref());
    let kept = |one: &Published| one.shown.starts_with(SUPPRESSED);
    if old.is_some_and(|old| kept(old) != kept(new)) {
        return "a decision on small numbers, or another return".into();
    }
    match (&new.source_file, &new.source_sha256) {
        (Some(file), hash) if hash.as_deref() != before => file.clone(),
        (Some(_), _) if new.key.ends_with("/status") => {
            "the plan, the settings, a decision, or the day the data go to".into()
        }
        (Some(_), _) => "the plan, the settings, or another return".into(),
        (None, _) if new.key.contains("/total/") => "the lines it adds up".into(),
        (None, _) => old.and_then(|old| old.source_file.as_ref()).map_or_else(
            || "no return counts".into(),
            |file| format!("{file}, which no longer counts"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(key: &str, shown: &str, source: Option<&str>) -> Published {
        Published {
            key: key.into(),
            label: format!("Label of {key}"),
            shown: shown.into(),
            value: None,
            source_file: source.map(|name| format!("{name}.xlsx")),
            source_sha256: source.map(ToOwned::to_owned),
        }
    }

    #[test]
    fn each_difference_is_told_with_the_return_that_made_it() {
        let before = [
            one("measure/M01/status", "Red", Some("v1")),
            one("measure/M02/status", "Red", Some("v1")),
            one("measure/M03/2023-24 Q2", "7", Some("v1")),
            one("budget/total/forecast", "£1 million", None),
            one("measure/M05/2023-24 Q1", "[c]", None),
            one("measure/M06/2023-24 Q1", "40.0%", Some("v1")),
            one("measure/M99/status", "Green", Some("v1")),
        ];
        let now = [
            one("measure/M01/status", "Green", Some("v2")),
            one("measure/M02/status", "Red", Some("v2")),
            one("measure/M03/2023-24 Q2", "not returned", None),
            one("budget/total/forecast", "£2 million", None),
            one("measure/M04/status", "Green", Some("v2")),
            one("measure/M05/2023-24 Q1", "36.4%", Some("v1")),
            one("measure/M06/2023-24 Q1", "[c]", None),
        ];
        let since = since(&before, 1, false, &now);
        let told: Vec<(&str, &str, &str, &str)> =
            since.changes.iter().map(|one| (&*one.label, &*one.old, &*one.new, &*one.by)).collect();
        assert_eq!(
            told,
            [
                ("Label of measure/M01/status", "Red", "Green", "v2.xlsx"),
                (
                    "Label of measure/M03/2023-24 Q2",
                    "7",
                    "not returned",
                    "v1.xlsx, which no longer counts"
                ),
                (
                    "Label of budget/total/forecast",
                    "£1 million",
                    "£2 million",
                    "the lines it adds up"
                ),
                ("Label of measure/M04/status", "not shown", "Green", "v2.xlsx"),
                (
                    "Label of measure/M05/2023-24 Q1",
                    "[c]",
                    "36.4%",
                    "a decision on small numbers, or another return"
                ),
                (
                    "Label of measure/M06/2023-24 Q1",
                    "40.0%",
                    "[c]",
                    "a decision on small numbers, or another return"
                ),
                ("Label of measure/M99/status", "Green", "not shown", "the plan"),
            ]
        );
    }
}
