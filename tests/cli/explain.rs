//! `explain`: a rule, why it is there, and what to do.

use crate::place::Place;

#[test]
fn a_rule_is_explained_in_any_folder() {
    let said = Place::empty().quarterpack(["explain", "M12"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out, @r"
    M12 (error): red has a comment and an action, amber a comment

    Why: A committee asks why, what is being done, by whom and by when.
    To do: Fill in the comment and the improvement action on the Commentary sheet.
    ");
}

#[test]
fn a_rule_that_there_is_not_is_an_error_of_usage() {
    let said = Place::empty().quarterpack(["explain", "nonsense"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    insta::assert_snapshot!(said.err, @r"
    error: there is no rule “nonsense”
      to do: quarterpack explain lists every rule
    ");
}

#[test]
fn every_rule_is_listed_once() {
    let said = Place::empty().quarterpack(["explain"]);
    assert_eq!(said.code, 0);
    let mut codes: Vec<&str> = said.out.lines().filter_map(|line| line.split(' ').next()).collect();
    let count = codes.len();
    assert!(codes.contains(&"M12") && codes.contains(&"F01") && count > 50, "{count}");
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}
