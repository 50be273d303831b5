//! A simulated clock walks through two financial years, hour by hour, with a real record, crashes
//! at random moments, failures, and weeks in which nothing runs.

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng};
use quarterpack::calendar::{Holidays, Quarter};
use quarterpack::pipeline::{ActionError, Actions, known, pass};
use quarterpack::store::{Record, RunLock};
use quarterpack::timetable::{
    Body, Decision, Instant, Rules, Step, StepState, Timetable, Zone, due, overdue,
};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

const HOUR: i64 = 3600;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn later(now: Instant, seconds: i64) -> Instant {
    Instant::from_timestamp(now.timestamp() + seconds, 0).unwrap()
}

/// The defaults, through the configuration that carries them.
fn rules() -> Rules {
    let text = "[delivery]\nfrom = \"a@council.example\"\nreply_to = \"b@council.example\"\n";
    quarterpack::config::read(std::path::Path::new("q.toml"), text).unwrap().timetable
}

fn meeting(quarter: &str, day: &str) -> (Quarter, quarterpack::calendar::NaiveDate) {
    (quarter.parse().unwrap(), day.parse().unwrap())
}

fn timetable() -> Timetable {
    let committee = Body {
        pack: "committee".into(),
        name: "Committee".into(),
        quarters: vec![2, 4],
        meetings: vec![
            meeting("2023-24 Q2", "2023-11-15"),
            meeting("2023-24 Q4", "2024-06-05"),
            meeting("2024-25 Q2", "2024-11-20"),
        ],
    };
    let team = Body {
        pack: "team".into(),
        name: "Team".into(),
        quarters: vec![1, 2, 3, 4],
        meetings: Vec::new(),
    };
    Timetable {
        rules: rules(),
        holidays: Holidays::scotland([]).unwrap(),
        bodies: vec![committee, team],
    }
}

/// What was done: each effect under its step's key, with the moments.
#[derive(Default)]
struct World {
    effects: BTreeMap<String, Vec<Instant>>,
    crash: bool,
    fail: bool,
    crashed: usize,
    failures: usize,
}

impl Actions for World {
    fn perform(
        &mut self,
        _: &mut Record,
        step: &Step,
        now: Instant,
    ) -> Result<String, ActionError> {
        if std::mem::take(&mut self.fail) {
            self.failures += 1;
            return Err("the disk is full".into());
        }
        if std::mem::take(&mut self.crash) {
            self.crashed += 1;
            // As if the power were cut: nothing more is noted.
            std::panic::resume_unwind(Box::new("the power is cut"));
        }
        self.effects.entry(step.key()).or_default().push(now);
        Ok("done".into())
    }
}

/// Chance, the same each time.
struct Chance(TestRng);

impl Chance {
    fn one_in(&mut self, many: u32) -> bool {
        self.0.next_u32().is_multiple_of(many)
    }
}

/// The lock of the run. A child that another test starts holds it too for the moment until the
/// child is another program.
fn lock(folder: &std::path::Path) -> RunLock {
    for _ in 0..500 {
        if let Ok(lock) = RunLock::take(folder) {
            return lock;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    RunLock::take(folder).unwrap()
}

/// One call, as a process makes it: it takes the lock, opens the record, and may crash.
fn call(folder: &std::path::Path, timetable: &Timetable, now: Instant, world: &mut World) {
    let _lock = lock(folder);
    let mut record = Record::open(folder).unwrap();
    record.timetable_begins(&quarterpack::timetable::in_record(now)).unwrap();
    let done = catch_unwind(AssertUnwindSafe(|| {
        let passed = pass(&mut record, timetable, now, world, &|| false);
        passed.map_err(|error| error.to_string())
    }));
    // A crash is part of the walk; a record that can't be used is not.
    if let Ok(passed) = done {
        passed.unwrap();
    }
}

/// Walks two years in steps of an hour. From `off` to `off + away` nothing runs.
fn walk(seed: u8, off: i64, away: i64) {
    let folder = tempfile::tempdir().unwrap();
    let timetable = timetable();
    let mut chance = Chance(TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]));
    let mut world = World::default();
    let (begin, end) = (at("2023-04-01T00:00:00Z"), at("2025-03-31T23:00:00Z"));
    let mut now = begin;
    // Whether something is due is asked every hour; the record is opened where it is, and often
    // where it is not.
    let mut seen = None;
    while now <= end {
        let hours = (now.timestamp() - begin.timestamp()) / HOUR;
        if !(off..off + away).contains(&hours) {
            let idle = seen.as_ref().is_some_and(|known| due(&timetable, known, now).is_empty());
            if !idle || chance.one_in(40) {
                world.crash = chance.one_in(6);
                world.fail = chance.one_in(6);
                call(folder.path(), &timetable, now, &mut world);
                let record = Record::look(folder.path()).unwrap();
                seen = Some(known(&record, &timetable, now).unwrap());
            }
        }
        now = later(now, HOUR);
    }
    judge(folder.path(), &timetable, &world, (begin, end), (off, away));
}

/// Every step that fell due has one settled row; what was done was done once, in its window.
fn judge(
    folder: &std::path::Path,
    timetable: &Timetable,
    world: &World,
    (begin, end): (Instant, Instant),
    (off, away): (i64, i64),
) {
    let record = Record::look(folder).unwrap();
    let rows: BTreeMap<String, _> =
        record.steps().unwrap().into_iter().map(|row| (row.key.clone(), row)).collect();
    let steps = timetable.between(begin, later(end, -5 * HOUR));
    assert!(steps.len() > 50, "two years have {} steps", steps.len());
    let gone = later(begin, off * HOUR)..later(begin, (off + away) * HOUR);
    for step in &steps {
        let row = rows.get(&step.key()).unwrap_or_else(|| panic!("{} is forgotten", step.key()));
        let done = world.effects.get(&step.key()).map_or(0, Vec::len);
        match row.state.as_str() {
            "done" => assert_eq!(done, 1, "{}", step.key()),
            "skipped" => {
                assert_eq!(done, 0, "{}", step.key());
                // Nothing is left out but what was missed, or what a failure held up too long.
                let held = row.attempts > 0 || gone.contains(&step.at);
                assert!(held, "{} was left out: {}", step.key(), row.detail);
            }
            other => panic!("{} stands as {other}", step.key()),
        }
        for when in world.effects.get(&step.key()).into_iter().flatten() {
            assert!(*when >= step.at, "{} came too early", step.key());
            let until = step.until.as_ref().map(|(until, _)| *until);
            assert!(until.is_none_or(|until| *when < until), "{} came too late", step.key());
            let waited = when.timestamp() - step.at.timestamp();
            assert!(waited <= 14 * 24 * HOUR, "{} waited {waited} s", step.key());
        }
    }
    assert_eq!(rows.len(), steps.len(), "nothing else was done");
    assert!(world.crashed > 0 && world.failures > 0, "the walk was too easy");
    let known = known(&record, timetable, end).unwrap();
    assert_eq!(overdue(timetable, &known, end), Vec::new());
    assert!(record.verify_log().unwrap().faults.is_empty());
}

#[test]
fn two_years_with_crashes_failures_and_a_week_off_at_a_deadline() {
    let begin = at("2023-04-01T00:00:00Z");
    // From Wednesday 11 October 2023: a reminder and the deadline fall into it.
    let off = (at("2023-10-11T00:00:00Z").timestamp() - begin.timestamp()) / HOUR;
    walk(1, off, 7 * 24);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_years_whatever_happens(seed in 0u8.., off in 0i64..17_000, away in 0i64..400) {
        walk(seed, off, away);
    }
}

/// Asked at any moment, and asked again: the same.
#[test]
fn what_is_due_depends_on_nothing_but_what_it_is_given() {
    let timetable = timetable();
    let known =
        quarterpack::timetable::Known { begun: at("2023-04-01T00:00:00Z"), steps: BTreeMap::new() };
    let now = at("2023-10-16T08:00:00Z");
    assert_eq!(due(&timetable, &known, now), due(&timetable, &known, now));
}

/// A record that says all is done, and time that goes back and forth: nothing is done again.
#[test]
fn a_clock_that_is_put_back_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let timetable = timetable();
    let mut world = World::default();
    let times = [
        "2023-09-30T08:00:00Z",
        "2023-10-02T08:00:00Z",
        "2023-10-01T08:00:00Z",
        "2023-10-02T08:00:00Z",
        "2023-10-13T16:30:00Z",
        "2023-10-02T09:00:00Z",
        "2023-10-13T16:30:00Z",
    ];
    for now in times {
        call(folder.path(), &timetable, at(now), &mut world);
    }
    assert!(world.effects.values().all(|times| times.len() == 1), "{:?}", world.effects);
    assert!(world.effects.contains_key("2023-24 Q2/deadline"));
}

#[test]
fn christmas_is_no_time_for_steps() {
    let timetable = timetable();
    let zone: Zone = timetable.rules.zone;
    let steps = timetable.between(at("2023-12-22T00:00:00Z"), at("2024-01-09T00:00:00Z"));
    let days: Vec<String> = steps.iter().map(|step| zone.day(step.at).to_string()).collect();
    assert_eq!(days, ["2024-01-03"], "the forms go out on the first working day");
}

#[test]
fn steps_on_the_days_on_which_clocks_change_are_at_their_time_by_the_wall() {
    let timetable = timetable();
    let zone = timetable.rules.zone;
    for quarter in ["2023-24 Q2", "2023-24 Q4", "2024-25 Q2"] {
        for step in timetable.of_quarter(quarter.parse().unwrap()) {
            let local = zone.local(step.at).format("%H:%M").to_string();
            assert!(["09:00", "17:00"].contains(&local.as_str()), "{} at {local}", step.key());
        }
    }
}

#[test]
fn a_failed_pack_holds_up_neither_the_other_pack_nor_the_next_quarter() {
    struct OneFails(Vec<String>);
    impl Actions for OneFails {
        fn perform(
            &mut self,
            _: &mut Record,
            step: &Step,
            _: Instant,
        ) -> Result<String, ActionError> {
            if step.kind.pack() == Some("committee") {
                return Err("no".into());
            }
            self.0.push(step.key());
            Ok(String::new())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let timetable = timetable();
    let mut record = Record::open(folder.path()).unwrap();
    record.timetable_begins("2023-10-01T00:00:00Z").unwrap();
    let mut actions = OneFails(Vec::new());
    let now = at("2023-10-18T08:00:00Z");
    let reports = pass(&mut record, &timetable, now, &mut actions, &|| false).unwrap();
    assert!(actions.0.contains(&"2023-24 Q2/draft/team".to_owned()), "{:?}", actions.0);
    let failed: Vec<String> =
        reports.iter().filter(|one| one.failed()).map(|one| one.step.key()).collect();
    assert_eq!(failed, ["2023-24 Q2/draft/committee"]);
    // It is tried again and again, until the final pack is due in its place.
    let known = known(&record, &timetable, now).unwrap();
    let end = due(&timetable, &known, at("2023-10-31T00:00:00Z"));
    assert!(end.iter().any(|one| matches!(one, Decision::Do { attempt: 2, .. })), "{end:?}");
    let row = record.steps().unwrap().into_iter().find(|row| row.key == failed[0]).unwrap();
    assert_eq!(StepState::of_word(&row.state), Some(StepState::Failed));
    assert_eq!(row.detail, "no");
}
