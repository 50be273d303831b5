//! What a pack publishes: figure by figure, and what services say.

use super::Reconciled;
use super::said;
use crate::calendar::Quarter;
use crate::plan::{Plan, ServiceId};
use crate::quantity::{Amount, Decimal, Money, grouped};
use crate::reconcile::{ActionPosition, LineFigures, MeasurePosition, Position, Quarterly};
use crate::store::Published;
use crate::validate::Source;
use std::collections::{BTreeMap, BTreeSet};

/// What a pack publishes. There are hundreds of thousands of rows where services are by the
/// thousand, so they are made one by one, as often as somebody walks along them.
pub(super) struct Publishing<'r> {
    reconciled: &'r Reconciled<'r>,
    sources: Sources<'r>,
}

/// Where figures come from: the returns that count for the quarter.
struct Sources<'a> {
    by_service: BTreeMap<&'a ServiceId, &'a Source>,
    by_file: BTreeMap<&'a str, &'a Source>,
}

impl<'r> Publishing<'r> {
    pub(super) fn of(reconciled: &'r Reconciled<'r>) -> Self {
        let Reconciled { position, selection, .. } = *reconciled;
        let used = || selection.used.iter().map(|read| &read.returned);
        let sources = Sources {
            by_service: used()
                .filter(|returned| returned.quarter == position.quarter)
                .map(|returned| (&returned.service, &returned.source))
                .collect(),
            by_file: used().map(|one| (one.source.file.as_str(), &one.source)).collect(),
        };
        Self { reconciled, sources }
    }

    /// Every figure and status of the position, then everything that is said, in the pack's order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Published> {
        let Reconciled { plan, position, .. } = *self.reconciled;
        let sources = &self.sources;
        let measures = position.measures.iter().flat_map(move |measure| {
            let number = plan.measure(&measure.measure).map_or(0, |known| known.number);
            of_measure((number, position.quarter), &measure, sources)
        });
        let actions = position.actions.iter().map(move |one| of_action(plan, &one, sources));
        let of = |service: &ServiceId| sources.by_service.get(service).copied();
        measures
            .chain(actions)
            .chain(of_revenue(plan, position, sources))
            .chain(of_capital(plan, position, sources))
            .chain(of_people(plan, position, sources))
            .chain(said::rows(self.reconciled, of).map(|(row, _)| row))
    }

    /// The services' own words, by the keys of their rows, of those that are asked for.
    pub(super) fn words(&self, of: &BTreeSet<&str>) -> BTreeMap<String, String> {
        if of.is_empty() {
            return BTreeMap::new();
        }
        let rows = said::rows(self.reconciled, |_| None);
        let wanted = rows.filter(|(row, _)| of.contains(&*row.key) && said::in_own_words(&row.key));
        wanted.map(|(row, words)| (row.key, words)).collect()
    }
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

fn of_action(plan: &Plan, action: &ActionPosition, sources: &Sources<'_>) -> Published {
    let number = plan.action(&action.action).map_or(0, |known| known.number);
    let name = format!("Action {number}");
    let source = action.service.as_ref().and_then(|service| sources.by_service.get(service));
    let key = format!("action/{}/status", action.action);
    row(key, &name, "status", action.status.word().to_owned(), None, source)
}

fn of_revenue<'a>(
    plan: &'a Plan,
    position: &'a Position,
    sources: &'a Sources<'_>,
) -> impl Iterator<Item = Published> + 'a {
    let figures = |id: &str, name: &str, of: &LineFigures, source: Option<&&Source>| {
        [
            ("current", "current budget", of.current()),
            ("forecast", "forecast", of.forecast),
            ("budget-to-date", "budget to date", of.budget_to_date),
            ("actual-to-date", "actual to date", of.actual_to_date),
        ]
        .map(|(key, what, value)| money(format!("budget/{id}/{key}"), name, what, value, source))
    };
    let lines = position.revenue.lines.iter().flat_map(move |line| {
        let name = plan.line(&line.line).map_or("", |known| known.text.as_str());
        let source = sources.by_service.get(&line.service);
        figures(line.line.as_str(), name, &line.figures, source)
    });
    let total = std::iter::once(&position.revenue.total);
    lines.chain(total.flat_map(move |total| figures("total", "Revenue total", total, None)))
}

fn of_capital<'a>(
    plan: &'a Plan,
    position: &'a Position,
    sources: &'a Sources<'_>,
) -> impl Iterator<Item = Published> + 'a {
    let capital = &position.capital;
    let all = capital.projects.iter().chain(std::iter::once(&capital.total));
    all.flat_map(move |one| {
        let known = one.project.as_ref().and_then(|id| plan.project(id));
        let name = known.map_or("Capital total", |known| known.text.as_str());
        let id = one.project.as_ref().map_or("total", |id| id.as_str());
        let source = known.and_then(|known| sources.by_service.get(&known.service));
        [
            ("current", "current budget", one.current()),
            ("spend", "spend to date", one.spend),
            ("forecast", "forecast", one.forecast),
        ]
        .map(|(key, what, value)| money(format!("capital/{id}/{key}"), name, what, value, source))
    })
}

fn of_people<'a>(
    plan: &'a Plan,
    position: &'a Position,
    sources: &'a Sources<'_>,
) -> impl Iterator<Item = Published> + 'a {
    let people = &position.people;
    let both = |id: &str, name: &str, values: [Option<Decimal>; 2], source: Option<&&Source>| {
        let [heads, full_time] = values;
        [("headcount", heads), ("full-time equivalent", full_time)].map(|(what, value)| {
            let shown = value.map_or_else(|| "not returned".to_owned(), grouped);
            let key = format!("people/{id}/{}", what.replace(' ', "-"));
            let value = value.map(|value| value.normalize().to_string());
            row(key, name, what, shown, value, source)
        })
    };
    let services = people.services.iter().flat_map(move |one| {
        let known = plan.service(&one.service).map_or("", |known| known.name.as_str());
        let source = sources.by_service.get(&one.service);
        both(one.service.as_str(), known, [one.headcount, one.full_time_equivalent], source)
    });
    let all = std::iter::once([people.headcount, people.full_time_equivalent]);
    services.chain(all.flat_map(move |all| both("total", "All employees", all, None)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Reader, digest};
    use crate::pipeline::differing::differing;
    use crate::pipeline::{Inputs, Job, reconciled};
    use crate::store::{PackVersion, Record};
    use std::path::Path;

    fn version() -> PackVersion {
        PackVersion {
            name: "all".into(),
            audience: "Everybody".into(),
            quarter: "2023-24 Q2".into(),
            version: 1,
            as_at: "2023-10-27".into(),
            reissue: false,
            inputs: "ab".into(),
            composed: "cd".into(),
            files: Vec::new(),
        }
    }

    /// The parts of the position in the pack's order, figures first, by the beginnings of keys. The
    /// samples explain no change of headcount.
    const PARTS: [&str; 9] = [
        "measure", "action", "budget", "capital", "people", "measure", "action", "budget",
        "capital",
    ];

    /// Rows are made as they are asked for. What the record has of them is what they are, and a
    /// second walk gives the same again.
    #[test]
    fn rows_that_are_made_one_by_one_are_recorded_whole_and_in_order() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let inputs = Inputs::read(&root.join("config/quarterpack.toml")).unwrap();
        let quarter = "2023-24 Q2".parse().unwrap();
        let as_at = inputs.settings.as_at[&quarter];
        let reader = &Reader::InProcess;
        let job = Job { inputs: &inputs, quarter, as_at, reader, write: false };
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        let looked = reconciled(&job, |reconciled| {
            let now = Publishing::of(reconciled);
            record.made(&version(), &[], now.rows(), &[])?;
            let walk = |rows: &mut dyn Iterator<Item = Published>| rows.collect::<Vec<_>>();
            let noted = record.walk_published("all", "2023-24 Q2", 1, walk)?;
            assert_eq!(noted, now.rows().collect::<Vec<_>>());
            let found = differing(noted.iter().cloned(), now.rows());
            assert!(found.other.is_empty() && found.gone.is_empty() && found.returns_stay);
            all_parts_stand_in_order(&noted);
            sources_are_told(reconciled, &noted);
            words_are_those_of_the_rows(&now, &noted);
            Ok(())
        });
        looked.unwrap();
    }

    fn all_parts_stand_in_order(rows: &[Published]) {
        let said = rows.iter().position(said::is_said).unwrap();
        assert!(rows.iter().skip(said).all(said::is_said), "figures stand before what is said");
        let part = |row: &Published| row.key.split('/').next().unwrap().to_owned();
        let mut parts: Vec<String> = rows.iter().map(part).collect();
        parts.dedup();
        assert_eq!(parts, PARTS);
    }

    fn sources_are_told(reconciled: &Reconciled<'_>, rows: &[Published]) {
        let used = || reconciled.selection.used.iter().map(|read| &read.returned.source);
        for row in rows.iter().filter(|row| row.source_file.is_some()) {
            let of_row = |source: &&Source| row.source_file.as_deref() == Some(&*source.file);
            let source = used().find(of_row).unwrap();
            assert_eq!(row.source_sha256.as_deref(), Some(&*source.hash), "{}", row.key);
        }
        let key = format!("measure/M01/{}", reconciled.position.quarter);
        let first = rows.iter().find(|row| row.key == key).unwrap();
        assert!(first.source_file.is_some(), "{first:?}");
    }

    fn words_are_those_of_the_rows(now: &Publishing<'_>, rows: &[Published]) {
        let in_words = rows.iter().filter(|row| said::in_own_words(&row.key));
        let keys: BTreeSet<&str> = in_words.clone().map(|row| &*row.key).collect();
        let words = now.words(&keys);
        assert!(!keys.is_empty() && words.keys().eq(keys.iter().copied()));
        for row in in_words {
            assert_eq!(row.value.as_deref(), Some(&*digest(words[&row.key].as_bytes())));
        }
        let one = keys.first().copied().into_iter().collect();
        assert_eq!(now.words(&one).len(), 1, "no more than what is asked for");
    }
}
