//! The program itself through two financial years, hour by hour, as cron calls it: returns come on
//! time, late, twice and never; calls are killed at random steps, two of them run at once, and for
//! a week nothing runs.

use crate::place::{Place, root};
use quarterpack::calendar::Quarter;
use quarterpack::form::{CoverField, Entry, Filled, FormContext, Layout, Slot, write};
use quarterpack::pipeline::{Inputs, known};
use quarterpack::plan::ServiceId;
use quarterpack::store::{Delivery, Record};
use quarterpack::timetable::{Instant, Timetable, due};
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

const HOUR: i64 = 3600;
const BEGIN: &str = "2023-04-01T00:00:00Z";
const END: &str = "2025-03-31T23:00:00Z";
/// From the day before a deadline: a reminder and the deadline fall into the week.
const OFF: &str = "2023-10-12T00:00:00Z";

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn later(now: Instant, hours: i64) -> Instant {
    Instant::from_timestamp(now.timestamp() + hours * HOUR, 0).unwrap()
}

/// The skeleton that a new council begins with, for two years and the last quarter of the one before, with a short pack that waits for
/// nobody.
fn council() -> Place {
    let place = Place::empty();
    let skeleton =
        |name: &str| std::fs::read_to_string(root().join("config/skeleton").join(name)).unwrap();
    for year in [2022, 2023, 2024] {
        let name = |from: i32| format!("{from}-{:02}", (from + 1) % 100);
        let plan = skeleton("plan.toml")
            .replace("{{year}}", &name(year))
            .replace("{{before}}", &name(year - 1))
            .replace("{{start_month}}", &format!("April {year}"))
            .replace("{{start}}", &format!("{year}-04-01"))
            .replace("{{end_month}}", &format!("March {}", year + 1))
            .replace("{{end}}", &format!("{}-03-31", year + 1));
        place.write(&format!("plans/{}.toml", name(year)), &plan);
    }
    place.write("quarterpack.toml", &skeleton("quarterpack.toml"));
    // The final of an exempt pack waits for nobody; the officers see its draft alone.
    let lists = skeleton("lists.toml")
        .replace("[\"pdf\", \"xlsx\"]", "[\"xlsx\"]")
        .replace(
            "name = \"Committee clerks\"\n",
            "name = \"Committee clerks\"\nrestricted = true\n",
        )
        .replace(
            "performance@council.example\"\npacks = [\"committee\"]",
            "performance@council.example\"\npacks = [\"others\"]",
        );
    place.write("lists.toml", &lists);
    let pack = skeleton("pack.toml");
    let (before, rest) = pack.split_once("sections = [").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    let few =
        "exempt = \"1\"\nformats = [\"xlsx\"]\nsections = [\"purpose\", \"changes\", \"sources\"]";
    place.write("packs/committee.toml", &format!("{before}{few}{after}"));
    std::fs::create_dir_all(place.path("inbox")).unwrap();
    place
}

/// Returns that come in an hour: into which file, with what in it.
type Arrivals = BTreeMap<i64, Vec<(String, Vec<u8>)>>;

/// Each service sends otherwise each quarter: on time, late, twice, never.
fn arrivals(inputs: &Inputs, timetable: &Timetable) -> Arrivals {
    let mut all = Arrivals::new();
    let ways: [&[i64]; 4] = [&[-50], &[100], &[-26, 60], &[]];
    let mut nth = 0;
    let quarters: Vec<Quarter> =
        inputs.plans.iter().flat_map(|plan| quarters_of(plan.year)).collect();
    for quarter in quarters {
        let steps = timetable.of_quarter(quarter);
        let deadline = steps.iter().find(|step| step.key().ends_with("/deadline")).unwrap().at;
        for service in ["first-service", "second-service"] {
            for (revision, hours) in (1..).zip(ways[nth % ways.len()]) {
                let file = format!("{service}-{}-r{revision}.xlsx", quarter.slug());
                let when = later(deadline, *hours);
                if when < at(BEGIN) || when > at(END) {
                    continue;
                }
                let when = when.timestamp() / HOUR;
                let bytes = returned(inputs, quarter, service, revision);
                all.entry(when).or_default().push((file, bytes));
            }
            nth += 1;
        }
        // Not the same way each quarter.
        nth += 1;
    }
    all
}

fn quarters_of(year: quarterpack::calendar::FinancialYear) -> impl Iterator<Item = Quarter> {
    (1..=4).map(move |number| year.quarter(number).unwrap())
}

fn returned(inputs: &Inputs, quarter: Quarter, service: &str, revision: i64) -> Vec<u8> {
    let plan = inputs.plan(quarter).unwrap();
    let service = ServiceId::from(service);
    let layout = Layout::new(plan, &service, quarter, &FormContext::default()).unwrap();
    let mut filled = Filled::new();
    filled.insert(Slot::Cover(CoverField::Revision), Entry::Number(revision.into()));
    write(&layout, &filled).unwrap()
}

/// Chance, the same each time: a linear congruential generator (Knuth, MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, many: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % many
    }
}

fn start(place: &Place, now: Instant, stop_at: Option<u64>) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterpack"));
    command.env_clear().current_dir(place.path("")).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.args(["due", "--now", &now.format("%Y-%m-%dT%H:%M:%SZ").to_string()]);
    if let Some(step) = stop_at {
        command.env("QUARTERPACK_STOP_AT", step.to_string());
    }
    command.spawn().unwrap()
}

/// Calls at a moment until nothing is left to do: killed first at times, two at once at others.
/// Says whether one was killed.
fn call(place: &Place, now: Instant, chance: &mut Chance) -> bool {
    let mut killed = false;
    if chance.below(2) == 0 {
        let step = 1 + chance.below(50);
        killed = start(place, now, Some(step)).wait_with_output().unwrap().status.code().is_none();
    }
    let two = chance.below(3) == 0;
    let calls: Vec<_> = (0..=usize::from(two)).map(|_| start(place, now, None)).collect();
    for call in calls {
        let output = call.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{now}: {said}{err}");
    }
    killed
}

#[test]
fn two_years_of_returns_and_restarts_do_each_step_once() {
    let place = council();
    let inputs = Inputs::read(&place.path("quarterpack.toml")).unwrap();
    let timetable = inputs.timetable().unwrap();
    let mut arrivals = arrivals(&inputs, &timetable);
    let came: Vec<String> = arrivals.values().flatten().map(|(file, _)| file.clone()).collect();
    assert!(came.len() >= 14, "{came:?}");
    let mut chance = Chance(4);
    let (mut now, end) = (at(BEGIN), at(END));
    let off = at(OFF)..later(at(OFF), 7 * 24);
    let (mut calls, mut kills) = (0, 0);
    let mut seen = None;
    let mut new = false;
    while now <= end {
        for (file, bytes) in arrivals.remove(&(now.timestamp() / HOUR)).unwrap_or_default() {
            let path = place.path("inbox").join(file);
            std::fs::write(&path, bytes).unwrap();
            let when = std::time::SystemTime::from(now);
            std::fs::File::options().write(true).open(&path).unwrap().set_modified(when).unwrap();
            new = true;
        }
        if !off.contains(&now) {
            let idle = seen.as_ref().is_some_and(|known| due(&timetable, known, now).is_empty());
            if !idle || std::mem::take(&mut new) || chance.below(2000) == 0 {
                calls += 1;
                kills += usize::from(call(&place, now, &mut chance));
                let record = Record::look(&place.path("out/record")).unwrap();
                seen = Some(known(&record, &timetable, now).unwrap());
            }
        }
        now = later(now, 1);
    }
    assert!(calls > 60 && kills > 10, "the walk was too easy: {calls} calls, {kills} killed");
    judge_steps(&place, &timetable, &off);
    judge_messages(&place, &timetable, &came);
    for command in [["audit", "verify"], ["rebuild", "--verify"]] {
        let said = place.quarterpack(command);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    }
}

/// Every step that fell due was done once, in its window, or left out for a reason that there was.
fn judge_steps(place: &Place, timetable: &Timetable, off: &std::ops::Range<Instant>) {
    let record = Record::look(&place.path("out/record")).unwrap();
    let mut rows: BTreeMap<String, _> =
        record.steps().unwrap().into_iter().map(|row| (row.key.clone(), row)).collect();
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in record.log().unwrap().into_iter().filter(|entry| entry.event == "step") {
        told.entry(entry.subject).or_default().push(entry.detail);
    }
    let steps = timetable.between(at(BEGIN), later(at(END), -5));
    assert!(steps.len() > 50, "{}", steps.len());
    for step in &steps {
        let key = step.key();
        let row = rows.remove(&key).unwrap_or_else(|| panic!("{key} is forgotten"));
        let written: Instant = row.written.parse().unwrap();
        assert_eq!(told.get(&key).map_or(0, Vec::len), 1, "{key} is told: {:?}", told.get(&key));
        match row.state.as_str() {
            "done" => {
                let until = step.until.as_ref().map(|(until, _)| *until);
                assert!(written >= step.at, "{key} came too early");
                assert!(until.is_none_or(|until| written < until), "{key} came too late");
                assert!(off.contains(&step.at) || written < later(step.at, 2), "{key}: {written}");
            }
            "skipped" => assert!(off.contains(&step.at), "{key}: {}", row.detail),
            other => panic!("{key} stands as {other}: {}", row.detail),
        }
    }
    assert_eq!(rows.into_keys().collect::<Vec<_>>(), Vec::<String>::new(), "nothing else");
    assert!(record.verify_log().unwrap().faults.is_empty());
}

/// Everybody has what they should, once: forms, receipts, drafts, finals.
fn judge_messages(place: &Place, timetable: &Timetable, came: &[String]) {
    let record = Record::look(&place.path("out/record")).unwrap();
    let ledger = record.deliveries_of(None).unwrap();
    let of = |quarter: Quarter, kind: &str| -> Vec<&Delivery> {
        let name = quarter.to_string();
        let mine = ledger.iter().filter(|row| row.message.kind == kind);
        mine.filter(|row| row.message.quarter == name).collect()
    };
    let begun = timetable.between(at(BEGIN), later(at(END), -5));
    let quarters: BTreeSet<Quarter> = begun.iter().filter_map(|step| step.quarter).collect();
    for quarter in quarters {
        let fell = |what: &str| begun.iter().any(|step| step.key() == format!("{quarter}/{what}"));
        if fell("open") {
            let forms: Vec<&str> =
                of(quarter, "form").iter().map(|row| row.message.recipient.as_str()).collect();
            assert_eq!(
                forms,
                ["first.service@council.example", "second.service@council.example"],
                "{quarter}"
            );
        }
        if fell("final/committee") {
            let versions = record.versions(&quarter.to_string()).unwrap().len();
            assert!((1..=3).contains(&versions), "{quarter}: {versions} versions");
            assert_eq!(of(quarter, "draft").len(), versions, "{quarter}: a message a version");
            assert_eq!(record.finals(&quarter.to_string()).unwrap().len(), 1, "{quarter}");
            assert_eq!(of(quarter, "pack").len(), 1, "{quarter}: one final to one recipient");
        }
    }
    let arrived: Vec<String> = record.arrivals().unwrap().into_iter().map(|one| one.file).collect();
    let sorted = |files: &[String]| -> BTreeSet<String> { files.iter().cloned().collect() };
    assert_eq!(sorted(&arrived), sorted(came), "none is lost");
    for known in record.arrivals().unwrap() {
        let short = &known.sha256[..8];
        let receipts = ledger.iter().filter(|row| row.message.path.contains(short));
        let receipts = receipts.filter(|row| row.message.kind == "receipt").count();
        assert_eq!(receipts, 1, "{}: one receipt", known.file);
    }
    // What is in the ledger is in the outbox, as it was made, and nothing else is.
    let mut named: Vec<String> = ledger.iter().map(|row| row.message.path.clone()).collect();
    let mut there: Vec<String> =
        place.files("out/outbox").into_iter().map(|(name, _)| format!("outbox/{name}")).collect();
    named.sort();
    there.sort();
    assert_eq!(named, there);
}
