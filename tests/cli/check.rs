//! `check`: returns looked at by themselves.

use crate::place::Place;

#[test]
fn a_faulty_return_is_not_accepted() {
    let place = Place::new();
    let said = place.quarterpack([
        "check",
        "samples/returns/2023-24/q2/adult-and-older-people-2023-24-q2.xlsx",
    ]);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    let (findings, verdict) = said.out.trim_end().rsplit_once('\n').unwrap();
    insta::assert_snapshot!("check_faulty", findings);
    let expected = "adult-and-older-people-2023-24-q2.xlsx: not accepted as it is: 6 errors";
    assert!(verdict.starts_with(expected), "{verdict}");
    assert!(!place.path("out").exists(), "nothing is changed");
}

#[test]
fn a_clean_return_is_accepted() {
    let place = Place::new();
    let said = place
        .quarterpack(["check", "samples/returns/2023-24/q1/children-and-justice-2023-24-q1.xlsx"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!("check_clean", said.out);
}

#[test]
fn of_several_files_each_has_its_verdict() {
    let place = Place::new();
    let said = place.quarterpack([
        "check",
        "samples/returns/2023-24/q2/children-and-justice-OLD.xlsx",
        "samples/returns/2021-22/q3/performance-and-support-2021-22-q3.xlsx",
    ]);
    assert_eq!(said.code, 1);
    let verdicts: Vec<&str> = said.out.lines().filter(|line| line.contains(".xlsx: ")).collect();
    let [old, fine] = verdicts[..] else { panic!("{verdicts:?}") };
    let refused = "children-and-justice-OLD.xlsx: not accepted as it is: 1 error";
    assert!(old.starts_with(refused), "{old}");
    assert_eq!(fine, "performance-and-support-2021-22-q3.xlsx: accepted");
}

/// Of an old return the dates are seen from its own time: nothing was late then.
#[test]
fn an_old_return_is_judged_by_the_day_it_came() {
    let place = Place::new();
    let said = place.quarterpack([
        "check",
        "samples/returns/2021-22/q1/performance-and-support-2021-22-q1.xlsx",
    ]);
    assert!(!said.out.contains("A04"), "{}", said.out);
}

#[test]
fn a_file_that_is_not_there_is_an_error_of_usage() {
    let place = Place::new();
    let said = place.quarterpack(["check", "nowhere.xlsx"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.starts_with("error: nowhere.xlsx can't be read\n  because: "));
    assert_eq!(place.quarterpack(["check"]).code, 2);
}
