//! Steps where they fall, and timetables that can't hold.

use super::*;
use crate::timetable::{Zone, in_record};

pub(in crate::timetable) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(in crate::timetable) fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}

pub(in crate::timetable) fn committee(meetings: &[(&str, &str)]) -> Body {
    Body {
        pack: "committee".into(),
        name: "Social Work Committee".into(),
        quarters: vec![2, 4],
        meetings: meetings.iter().map(|(of, on)| (quarter(of), day(on))).collect(),
    }
}

pub(in crate::timetable) fn timetable(bodies: Vec<Body>) -> Timetable {
    let rule = |text: &str| text.parse().unwrap();
    Timetable {
        rules: Rules {
            zone: Zone::named("Europe/London").unwrap(),
            from: None,
            at: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            deadline_at: NaiveTime::from_hms_opt(17, 0, 0).unwrap(),
            deadline_working_days: 10,
            open: rule("1 working day after quarter end"),
            reminders: vec![
                rule("5 working days before deadline"),
                rule("1 working day before deadline"),
            ],
            draft: rule("3 working days after deadline"),
            last: rule("7 working days before meeting"),
            last_without_meeting: rule("15 working days after deadline"),
            clear_days: 3,
            catch_up_days: 14,
            retry_minutes: vec![5, 15, 60],
            grace_minutes: 60,
            wake: vec!["*/15 7-18 * * Mon-Fri".parse().unwrap()],
            jobs: Vec::new(),
        },
        holidays: Holidays::scotland([]).unwrap(),
        bodies,
    }
}

fn told(timetable: &Timetable, of: &str) -> Vec<String> {
    let steps = timetable.of_quarter(quarter(of));
    steps
        .iter()
        .map(|step| format!("{} {}: {}", timetable.rules.zone.shown(step.at), step.kind, step.why))
        .collect()
}

#[test]
fn a_quarter_has_its_steps_each_with_its_reason() {
    let timetable = timetable(vec![committee(&[("2023-24 Q2", "2023-11-15")])]);
    insta::assert_snapshot!(told(&timetable, "2023-24 Q2").join("\n"), @r"
    Mon 2 Oct 2023 09:00 BST forms go out: 1 working day after quarter end, 30 September 2023
    Fri 6 Oct 2023 09:00 BST reminder: 5 working days before deadline, 13 October 2023
    Thu 12 Oct 2023 09:00 BST reminder: 1 working day before deadline, 13 October 2023
    Fri 13 Oct 2023 17:00 BST returns are due: 10 working days after quarter end, 30 September 2023
    Wed 18 Oct 2023 09:00 BST draft, committee: 3 working days after deadline, 13 October 2023
    Mon 6 Nov 2023 09:00 GMT final, committee: 7 working days before meeting, 15 November 2023; 9 November 2023 is the last day for 3 clear days
    ");
    assert_eq!(timetable.check(), Ok(()));
}

#[test]
fn christmas_new_year_and_february_are_counted_as_the_council_works() {
    let timetable = timetable(vec![committee(&[])]);
    insta::assert_snapshot!(told(&timetable, "2023-24 Q3").join("\n"), @r"
    Wed 3 Jan 2024 09:00 GMT forms go out: 1 working day after quarter end, 31 December 2023
    Tue 9 Jan 2024 09:00 GMT reminder: 5 working days before deadline, 16 January 2024
    Mon 15 Jan 2024 09:00 GMT reminder: 1 working day before deadline, 16 January 2024
    Tue 16 Jan 2024 17:00 GMT returns are due: 10 working days after quarter end, 31 December 2023
    ");
    insta::assert_snapshot!(told(&timetable, "2023-24 Q4").join("\n"), @r"
    Mon 1 Apr 2024 09:00 BST forms go out: 1 working day after quarter end, 31 March 2024
    Fri 5 Apr 2024 09:00 BST reminder: 5 working days before deadline, 12 April 2024
    Thu 11 Apr 2024 09:00 BST reminder: 1 working day before deadline, 12 April 2024
    Fri 12 Apr 2024 17:00 BST returns are due: 10 working days after quarter end, 31 March 2024
    Wed 17 Apr 2024 09:00 BST draft, committee: 3 working days after deadline, 12 April 2024
    Fri 3 May 2024 09:00 BST final, committee: 15 working days after deadline, 12 April 2024; no meeting is set
    ");
}

#[test]
fn the_29th_of_february_is_a_day_like_others() {
    let mut timetable =
        timetable(vec![Body { quarters: vec![3], ..committee(&[("2023-24 Q3", "2024-03-06")]) }]);
    timetable.rules.last = "4 working days before meeting".parse().unwrap();
    assert_eq!(timetable.check(), Ok(()));
    let last = timetable.of_quarter(quarter("2023-24 Q3")).pop().unwrap();
    assert_eq!(last.day, day("2024-02-29"));
}

#[test]
fn a_final_pack_that_misses_the_clear_days_is_refused_with_the_last_day_that_holds() {
    let mut timetable = timetable(vec![committee(&[("2023-24 Q2", "2023-11-15")])]);
    timetable.rules.last = "3 working days before meeting".parse().unwrap();
    let fault = timetable.check().unwrap_err();
    assert_eq!(fault.setting, "final");
    insta::assert_snapshot!(fault.message, @"by “3 working days before meeting” the final pack of 2023-24 Q2 for the Social Work Committee goes out on 10 November 2023; its papers open 3 clear days before the meeting on 15 November 2023, so the last day that holds is 9 November 2023: write “4 working days before meeting” or more, or move the meeting");
    timetable.rules.last = "4 working days before meeting".parse().unwrap();
    assert_eq!(timetable.check(), Ok(()));
    // Counted from the other side, the same day decides.
    timetable.rules.last = "19 working days after deadline".parse().unwrap();
    assert_eq!(timetable.check(), Ok(()));
    timetable.rules.last = "20 working days after deadline".parse().unwrap();
    assert!(timetable.check().unwrap_err().message.contains("9 November 2023"));
}

#[test]
fn what_has_no_sense_is_refused_before_it_happens() {
    let with = |change: fn(&mut Rules)| {
        let mut timetable = timetable(vec![committee(&[("2023-24 Q2", "2023-11-15")])]);
        change(&mut timetable.rules);
        timetable.check().unwrap_err()
    };
    let late =
        with(|rules| rules.reminders = vec!["11 working days after quarter end".parse().unwrap()]);
    assert_eq!(late.setting, "reminders");
    let draft = with(|rules| rules.draft = "1 working day before meeting".parse().unwrap());
    assert_eq!(draft.setting, "draft");
    assert!(
        draft.message.contains("not before the final pack on 6 November 2023"),
        "{}",
        draft.message
    );
    let open = with(|rules| rules.open = "1 working day before meeting".parse().unwrap());
    assert_eq!(open.setting, "open");
}

#[test]
fn years_without_bank_holidays_are_said() {
    let timetable = timetable(Vec::new());
    let steps = timetable.of_quarter(quarter("2027-28 Q3"));
    assert!(steps.iter().all(|step| !step.holidays_known));
    let said = Timetable::unknown_holidays(&steps, timetable.holidays.last_known()).unwrap();
    assert!(said.starts_with("Bank holidays are known up to 31 December 2027; "), "{said}");
    let known = timetable.of_quarter(quarter("2027-28 Q2"));
    assert!(known.iter().all(|step| step.holidays_known));
}

#[test]
fn steps_between_two_moments_are_those_of_their_quarters() {
    let timetable = timetable(vec![committee(&[("2023-24 Q2", "2024-03-20")])]);
    let from = "2023-10-01T00:00:00Z".parse().unwrap();
    let to = "2024-04-01T00:00:00Z".parse().unwrap();
    let all = timetable.between(from, to);
    let keys: Vec<String> = all.iter().map(Step::key).collect();
    assert!(keys.contains(&"2023-24 Q2/final/committee".to_owned()), "{keys:?}");
    let whole: Vec<String> = ["2023-24 Q2", "2023-24 Q3"]
        .iter()
        .flat_map(|of| timetable.of_quarter(quarter(of)))
        .map(|step| step.key())
        .collect();
    assert_eq!(keys.len(), whole.len());
    assert!(all.windows(2).all(|two| two[0].at <= two[1].at));
    assert_eq!(in_record(all[0].at), "2023-10-02T08:00:00Z");
}
