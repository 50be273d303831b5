//! `plan check`: what is odd in the plans.

use crate::place::Place;

fn counts(out: &str) -> Vec<&str> {
    out.lines().filter(|line| line.contains(".toml: ")).collect()
}

#[test]
fn both_plans_are_checked_and_what_they_hold_is_counted() {
    let place = Place::new();
    let said = place.quarterpack(["plan", "check"]);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    assert_eq!(
        counts(&said.out),
        [
            "2021-22.toml: 2 errors, 58 warnings, 24 notes",
            "2023-24.toml: 6 errors, 74 warnings, 31 notes",
        ]
    );
    let held: Vec<&str> = said.out.lines().filter(|line| line.starts_with("holds ")).collect();
    insta::assert_snapshot!("plan_holds", held.join("\n"));
    // One line a finding.
    let lines = said
        .out
        .lines()
        .filter(|line| ["error ", "warning ", "note "].iter().any(|word| line.starts_with(word)));
    assert_eq!(lines.count(), 2 + 58 + 24 + 6 + 74 + 31);
}

#[test]
fn a_file_named_is_checked_without_a_configuration() {
    let place = Place::new();
    std::fs::remove_file(place.path("config/quarterpack.toml")).unwrap();
    let said = place.quarterpack(["plan", "check", "config/plans/2021-22.toml"]);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    assert_eq!(counts(&said.out).len(), 1);
    let full = place.quarterpack(["plan", "check", "--full", "config/plans/2021-22.toml"]);
    assert!(full.out.lines().count() > said.out.lines().count());
    assert!(full.out.contains("\n  to do: "));
}

/// A plan file that can't be read has faults, as one that is odd has; one that is not there is
/// asked for wrongly.
#[test]
fn a_plan_that_is_no_plan_has_faults_and_one_that_is_not_there_is_wrong_usage() {
    let place = Place::new();
    place.write("bad.toml", "x\n");
    let said = place.quarterpack(["plan", "check", "bad.toml"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("bad.toml has 1 fault"), "{}", said.err);
    assert_eq!(place.quarterpack(["plan", "check", "none.toml"]).code, 2);
}

/// The help names every view that is written.
#[test]
fn the_help_of_export_names_every_view() {
    let said = Place::new().quarterpack(["export", "--help"]).out;
    for view in quarterpack::store::VIEWS {
        assert!(said.contains(view), "{view}: {said}");
    }
}
