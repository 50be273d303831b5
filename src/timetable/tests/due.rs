//! What is due, what is skipped, what is tried again.

use super::*;
use crate::timetable::steps::tests::{committee, timetable};
use crate::timetable::wake::next;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn known() -> Known {
    Known { begun: at("2023-09-01T00:00:00Z"), steps: BTreeMap::new() }
}

fn set(known: &mut Known, key: &str, state: StepState, written: &str, attempts: u32) {
    let written = at(written);
    known.steps.insert(key.into(), StepRecord { state, planned: written, written, attempts });
}

fn table() -> Timetable {
    timetable(vec![committee(&[("2023-24 Q2", "2023-11-15")])])
}

fn told(known: &Known, now: &str) -> Vec<String> {
    let decisions = due(&table(), known, at(now));
    decisions
        .iter()
        .map(|one| match one {
            Decision::Do { step, attempt } => format!("{} {attempt}", step.key()),
            Decision::Skip { step, reason } => format!("{} skipped: {reason}", step.key()),
        })
        .collect()
}

#[test]
fn a_step_is_due_from_its_minute_on_and_once() {
    let mut known = known();
    assert!(told(&known, "2023-10-02T07:59:59Z").is_empty());
    assert_eq!(told(&known, "2023-10-02T08:00:00Z"), ["2023-24 Q2/open 1"]);
    set(&mut known, "2023-24 Q2/open", StepState::Done, "2023-10-02T08:00:00Z", 1);
    assert!(told(&known, "2023-10-02T08:00:00Z").is_empty());
}

#[test]
fn what_fell_due_before_the_timetable_began_is_nobodys_business() {
    let known = Known { begun: at("2023-10-02T08:00:01Z"), steps: BTreeMap::new() };
    assert!(told(&known, "2023-10-05T08:00:00Z").is_empty());
}

#[test]
fn after_a_week_off_each_missed_step_is_done_once_in_order_and_the_senseless_are_skipped() {
    let known = known();
    assert_eq!(
        told(&known, "2023-10-16T08:00:00Z"),
        [
            "2023-24 Q2/open 1",
            "2023-24 Q2/reminder/5-before-deadline skipped: the next reminder takes its place",
            "2023-24 Q2/reminder/1-before-deadline skipped: the deadline has passed",
            "2023-24 Q2/deadline 1",
        ]
    );
    // On the day itself there is time still.
    assert_eq!(
        told(&known, "2023-10-13T08:00:00Z"),
        [
            "2023-24 Q2/open 1",
            "2023-24 Q2/reminder/5-before-deadline skipped: the next reminder takes its place",
            "2023-24 Q2/reminder/1-before-deadline 1",
        ]
    );
}

#[test]
fn beyond_the_window_a_step_is_skipped_with_the_setting_that_says_so() {
    let told = told(&known(), "2023-10-20T08:00:00Z");
    assert_eq!(
        told[0],
        "2023-24 Q2/open skipped: it fell due more than 14 days ago (timetable.catch_up_days)"
    );
}

#[test]
fn a_failed_step_is_tried_again_later_and_holds_up_no_other() {
    let mut known = known();
    let (key, draft) = ("2023-24 Q2/deadline", "2023-24 Q2/draft/committee");
    for done in ["open", "reminder/5-before-deadline", "reminder/1-before-deadline"] {
        set(&mut known, &format!("2023-24 Q2/{done}"), StepState::Done, "2023-10-12T08:00:00Z", 1);
    }
    set(&mut known, key, StepState::Failed, "2023-10-18T08:00:00Z", 1);
    assert_eq!(told(&known, "2023-10-18T08:04:59Z"), [format!("{draft} 1")]);
    assert_eq!(told(&known, "2023-10-18T08:05:00Z"), [format!("{key} 2"), format!("{draft} 1")]);
    // The waits grow, and the last one stays.
    set(&mut known, draft, StepState::Done, "2023-10-18T08:00:00Z", 1);
    for (attempts, wait) in [(2, 15), (3, 60), (4, 60), (9, 60)] {
        set(&mut known, key, StepState::Failed, "2023-10-18T08:00:00Z", attempts);
        let (when, _) = next(&table(), &known, at("2023-10-18T08:00:00Z")).unwrap();
        let tried = at("2023-10-18T08:00:00Z") + TimeDelta::minutes(wait);
        assert!(when <= tried);
        assert!(told(&known, &(tried - TimeDelta::seconds(1)).to_rfc3339()).is_empty());
        assert_eq!(told(&known, &tried.to_rfc3339()), [format!("{key} {}", attempts + 1)]);
    }
}

#[test]
fn what_was_interrupted_goes_on_at_once_and_then_as_if_it_had_failed() {
    let mut known = known();
    set(&mut known, "2023-24 Q2/open", StepState::Started, "2023-10-02T08:00:00Z", 1);
    assert_eq!(told(&known, "2023-10-02T08:00:01Z"), ["2023-24 Q2/open 2"]);
    set(&mut known, "2023-24 Q2/open", StepState::Started, "2023-10-02T08:00:01Z", 2);
    assert!(told(&known, "2023-10-02T08:00:02Z").is_empty());
    assert_eq!(told(&known, "2023-10-02T08:05:01Z"), ["2023-24 Q2/open 3"]);
}

#[test]
fn a_meeting_that_moves_makes_no_second_draft_and_moves_the_final_pack() {
    let mut known = known();
    let draft = "2023-24 Q2/draft/committee";
    for step in table().of_quarter("2023-24 Q2".parse().unwrap()) {
        if matches!(step.kind, StepKind::Final(_)) {
            continue;
        }
        set(&mut known, &step.key(), StepState::Done, "2023-10-18T08:00:00Z", 1);
    }
    let moved = timetable(vec![committee(&[("2023-24 Q2", "2023-11-29")])]);
    assert!(due(&moved, &known, at("2023-11-06T09:00:00Z")).is_empty());
    let later = due(&moved, &known, at("2023-11-20T09:00:00Z"));
    let keys: Vec<String> = later.iter().map(|one| one.step().key()).collect();
    assert_eq!(keys, ["2023-24 Q2/final/committee"]);
    assert!(known.steps.contains_key(draft));
    // Left out because the body had met, and then the meeting was put off.
    set(&mut known, "2023-24 Q2/final/committee", StepState::Skipped, "2023-11-16T09:00:00Z", 0);
    assert_eq!(due(&moved, &known, at("2023-11-20T09:00:00Z")).len(), 1);
    assert!(due(&table(), &known, at("2023-11-20T09:00:00Z")).is_empty());
}

#[test]
fn a_setting_changed_in_mid_quarter_repeats_nothing() {
    let mut known = known();
    set(&mut known, "2023-24 Q2/open", StepState::Done, "2023-10-02T08:00:00Z", 1);
    let first = "2023-24 Q2/reminder/5-before-deadline";
    set(&mut known, first, StepState::Done, "2023-10-06T08:00:00Z", 1);
    let mut changed = table();
    changed.rules.deadline_working_days = 12;
    changed.rules.open = "2 working days after quarter end".parse().unwrap();
    changed.rules.at = chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap();
    assert!(due(&changed, &known, at("2023-10-11T12:00:00Z")).is_empty());
    // A rule that is new is a new reminder.
    changed.rules.reminders.push("3 working days before deadline".parse().unwrap());
    let more = due(&changed, &known, at("2023-10-12T12:00:00Z"));
    let keys: Vec<String> = more.iter().map(|one| one.step().key()).collect();
    assert_eq!(keys, ["2023-24 Q2/reminder/3-before-deadline"]);
}

#[test]
fn a_step_that_nobody_has_done_is_missed_after_the_grace() {
    let mut known = known();
    assert!(overdue(&table(), &known, at("2023-10-02T08:59:59Z")).is_empty());
    let missed = overdue(&table(), &known, at("2023-10-02T09:00:00Z"));
    assert_eq!((missed.len(), missed[0].why.as_str()), (1, "nobody has done it"));
    set(&mut known, "2023-24 Q2/open", StepState::Failed, "2023-10-02T08:00:00Z", 1);
    let failed = overdue(&table(), &known, at("2023-10-02T09:00:00Z"));
    assert_eq!(failed[0].why, "it failed once, on Mon 2 Oct 2023 09:00 BST");
    set(&mut known, "2023-24 Q2/open", StepState::Skipped, "2023-10-02T08:00:00Z", 0);
    assert!(overdue(&table(), &known, at("2023-10-02T09:00:00Z")).is_empty());
}

#[test]
fn a_job_that_was_missed_several_times_is_done_once() {
    let mut table = table();
    table.rules.jobs = vec![crate::timetable::Job {
        kind: crate::timetable::JobKind::Verify,
        when: "30 6 * * *".parse().unwrap(),
    }];
    let mut known = known();
    let jobs = |known: &Known, now| {
        let all = due(&table, known, at(now));
        all.iter()
            .map(|one| one.step().key())
            .filter(|key| key.starts_with("job/"))
            .collect::<Vec<_>>()
    };
    assert_eq!(jobs(&known, "2023-09-20T12:00:00Z"), ["job/verify/2023-09-20T05:30:00Z"]);
    set(&mut known, "job/verify/2023-09-20T05:30:00Z", StepState::Done, "2023-09-20T12:00:00Z", 1);
    assert!(jobs(&known, "2023-09-20T12:01:00Z").is_empty());
    assert_eq!(jobs(&known, "2023-09-21T05:30:00Z"), ["job/verify/2023-09-21T05:30:00Z"]);
}

#[test]
fn the_next_waking_is_the_first_of_steps_and_expressions() {
    let (when, what) = next(&table(), &known(), at("2023-09-30T12:00:00Z")).unwrap();
    assert_eq!(when, at("2023-10-02T06:00:00Z"));
    assert_eq!(what.shown(), "the inbox is looked at (*/15 7-18 * * Mon-Fri)");
    let mut quiet = table();
    quiet.rules.wake = Vec::new();
    let (when, what) = next(&quiet, &known(), at("2023-09-30T12:00:00Z")).unwrap();
    assert_eq!(
        (when, what.shown().as_str()),
        (at("2023-10-02T08:00:00Z"), "2023-24 Q2: forms go out")
    );
}
