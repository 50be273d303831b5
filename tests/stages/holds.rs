//! What holds a final pack: each hold is caused once, with the exact words that are told.

use crate::support::Known;
use quarterpack::finding::{Code, Finding, Place, Severity};
use quarterpack::packed::Shelf;
use quarterpack::reconcile::{ActionPosition, Position};
use quarterpack::release::{Facts, Hold, Passed, Waiting, holds, standing};
use quarterpack::validate::KeptReturn;
use std::sync::LazyLock;

/// A quarter whose returns hold nothing that is wrong.
static CLEAN: LazyLock<(Known, Position)> = LazyLock::new(|| {
    let known = Known::at("2021-22 Q4");
    let (position, _) = known.reconciled();
    (known, position)
});

/// The returns that count in it.
static KEPT: LazyLock<Vec<KeptReturn>> = LazyLock::new(|| {
    let (known, _) = &*CLEAN;
    let mine = known.returns.iter().filter(|one| one.quarter == known.job.quarter);
    mine.map(|one| KeptReturn::of(one, &Shelf::default())).collect()
});

static RETURNS: LazyLock<Vec<&'static KeptReturn>> = LazyLock::new(|| KEPT.iter().collect());

/// The holds of the clean quarter with these findings.
fn with<'a>(findings: &'a [Finding], change: impl FnOnce(&mut Facts<'a>)) -> Vec<Hold> {
    let (known, position) = &*CLEAN;
    let mut facts = Facts {
        pack: "social-work-committee",
        exempt: false,
        outstanding: true,
        plan: known.plan,
        position,
        findings,
        returns: &RETURNS,
        passed: &[],
        waiting: None,
    };
    change(&mut facts);
    holds(&facts)
}

fn told(holds: &[Hold]) -> String {
    let one = |hold: &Hold| {
        let mut lines = vec![hold.to_string()];
        lines.extend(hold.items.iter().map(|item| format!("  {item}")));
        lines.push(format!("  to do: {}", hold.remedy));
        lines.join("\n")
    };
    standing(holds).map(one).collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
}

fn codes(holds: &[Hold]) -> Vec<Code> {
    holds.iter().map(|hold| hold.code).collect()
}

/// A place in the return of a service that counts.
fn place(nth: usize, sheet: &str, cell: &str) -> Place {
    Place::sheet(&*RETURNS[nth].source.file, sheet).at(cell.parse().unwrap())
}

fn error(cell: &str) -> Finding {
    Finding::new(Code::M01, place(0, "Measures", cell), "the part is larger than the whole")
}

#[test]
fn a_clean_public_pack_is_held_by_nothing() {
    assert_eq!(codes(&with(&[], |_| ())), []);
}

#[test]
fn errors_in_returns_that_count_hold_it_and_warnings_and_other_files_do_not() {
    let elsewhere = Finding::new(Code::F01, Place::file("old.xlsx"), "the file is a web page");
    let warning = error("F9").severity(Severity::Warning);
    let found = [error("F4"), error("F7"), elsewhere, warning];
    let held = with(&found, |_| ());
    assert_eq!(codes(&held), [Code::R01]);
    insta::assert_snapshot!(told(&held), @r#"
    R01: 2 errors stand in the returns that count
      adult-and-older-people-2021-22-q4.xlsx: M01 (Measures › F4), M01 (Measures › F7)
      to do: Ask for corrected returns with a higher revision: the receipts say what to mend. Or have it let pass: quarterpack release social-work-committee --quarter "2021-22 Q4" --override-hold R01 --by ROLE --because TEXT
    "#);
}

#[test]
fn red_that_is_not_explained_holds_it() {
    let amber = "“A” is amber, without a comment";
    let amber = Finding::new(Code::M12, place(0, "Commentary", "C4"), amber);
    let amber = amber.severity(Severity::Warning);
    let red = "“Unpaid work” is red, without a comment";
    let red = Finding::new(Code::M12, place(0, "Commentary", "C9"), red).about("Measure 13");
    let held = with(&[amber, red], |_| ());
    assert_eq!(codes(&held), [Code::R02]);
    insta::assert_snapshot!(told(&held), @r#"
    R02: 1 measure is red, without the comment or the improvement action that is needed
      Measure 13: “Unpaid work” is red, without a comment (adult-and-older-people-2021-22-q4.xlsx › Commentary › C9)
      to do: Ask the service for the comment and the improvement action, in a return with a higher revision. Or have it let pass: quarterpack release social-work-committee --quarter "2021-22 Q4" --override-hold R02 --by ROLE --because TEXT
    "#);
}

#[test]
fn a_red_step_without_a_comment_holds_it_and_one_with_a_comment_does_not() {
    let (_, position) = &*CLEAN;
    let mut late = position.clone();
    let returned =
        |action: &ActionPosition| action.steps.iter().any(|step| step.returned.is_some());
    let at = late.actions.iter().position(|action| returned(&action)).unwrap();
    let mut action = ActionPosition::clone(&late.actions.get(at).unwrap());
    let step = action.steps.iter_mut().find(|step| step.returned.is_some()).unwrap();
    step.status = quarterpack::plan::Status::Red;
    let mut said = step.returned.clone().unwrap();
    said.comment = None;
    step.returned = Some(said);
    late.actions.put(at, action.clone());
    let held = with(&[], |facts| facts.position = &late);
    assert_eq!(codes(&held), [Code::R02]);
    assert!(told(&held).contains("a step is red, without a comment"), "{}", told(&held));
    let mut explained = late.clone();
    for returned in action.steps.iter_mut().filter_map(|step| step.returned.as_mut()) {
        returned.comment = Some("The contractor left.".into());
    }
    explained.actions.put(at, action);
    assert_eq!(codes(&with(&[], |facts| facts.position = &explained)), []);
}

#[test]
fn personal_data_holds_it_until_it_is_cleared() {
    let found = Finding::new(Code::D01, place(0, "Commentary", "C7"), "the text holds a postcode");
    let held = with(std::slice::from_ref(&found), |_| ());
    assert_eq!(codes(&held), [Code::R03]);
    assert!(!held[0].may_pass(), "each is cleared, and none let pass");
    insta::assert_snapshot!(told(&held), @r#"
    R03: personal data found in one text has not been looked at
      adult-and-older-people-2021-22-q4.xlsx › Commentary › C7: the text holds a postcode
      to do: Look at each and clear it: quarterpack clear --quarter "2021-22 Q4".
    "#);
    let cleared = found.severity(Severity::Note);
    assert_eq!(codes(&with(&[cleared], |_| ())), []);
}

#[test]
fn a_return_that_has_not_come_holds_it_unless_the_settings_say_otherwise() {
    let message = "no return that can be used has come from Children and Justice";
    let missing = Finding::new(Code::W01, Place::file("no return"), message);
    let missing = [missing.about("Children and Justice")];
    let held = with(&missing, |_| ());
    assert_eq!(codes(&held), [Code::R04]);
    insta::assert_snapshot!(told(&held), @r#"
    R04: one return has not come
      no return that can be used has come from Children and Justice
      to do: Ask the service for its return. Or have it let pass: quarterpack release social-work-committee --quarter "2021-22 Q4" --override-hold R04 --by ROLE --because TEXT
    "#);
    assert_eq!(codes(&with(&missing, |facts| facts.outstanding = false)), []);
}

#[test]
fn two_undecided_returns_hold_it_and_the_same_return_twice_does_not() {
    let message = "2 returns have one revision number; neither is used";
    let clash = |file: &str| {
        let read = "read revision 1 in a.xlsx and b.xlsx";
        Finding::new(Code::F04, Place::file(file), message).read(read)
    };
    let held = with(&[clash("a.xlsx"), clash("b.xlsx")], |_| ());
    assert_eq!(codes(&held), [Code::R05]);
    insta::assert_snapshot!(told(&held), @r#"
    R05: different returns have one revision, and neither is used
      read revision 1 in a.xlsx and b.xlsx
      to do: Ask the service which counts, and for that one with a higher revision. Or have it let pass: quarterpack release social-work-committee --quarter "2021-22 Q4" --override-hold R05 --by ROLE --because TEXT
    "#);
    assert_eq!(codes(&with(&[clash("a.xlsx").severity(Severity::Note)], |_| ())), []);
}

#[test]
fn an_approval_that_is_not_given_holds_it_last() {
    let before = "version 1 was approved on 3 November 2023, and the pack has changed since";
    let waiting = Waiting { role: "Head of Service".into(), before: Some(before.into()) };
    let held = with(&[error("F4")], |facts| facts.waiting = Some(&waiting));
    assert_eq!(codes(&held), [Code::R01, Code::R06]);
    assert!(!held[1].may_pass());
    insta::assert_snapshot!(told(&held[1..]), @r#"
    R06: it waits for the approval of the Head of Service
      version 1 was approved on 3 November 2023, and the pack has changed since
      to do: When nothing else holds it: quarterpack approve social-work-committee --quarter "2021-22 Q4" --by "Head of Service" --because TEXT
    "#);
}

#[test]
fn an_exempt_pack_waits_for_its_approval_alone() {
    let waiting = Waiting { role: "Head of Service".into(), before: None };
    let found = Finding::new(Code::D01, place(0, "Commentary", "C7"), "the text holds a postcode");
    let held = with(&[error("F4"), found], |facts| {
        facts.exempt = true;
        facts.waiting = Some(&waiting);
    });
    assert_eq!(codes(&held), [Code::R06]);
}

#[test]
fn what_was_let_pass_holds_again_when_more_stands_or_a_return_was_replaced() {
    let found = [error("F4")];
    let held = with(&found, |_| ());
    let passed = [Passed {
        code: Code::R01,
        binds: held[0].binds.clone(),
        role: "Head of Service".into(),
        reason: "it is small".into(),
        at: "2022-05-09T10:00:00Z".into(),
    }];
    let now = with(&found, |facts| facts.passed = &passed);
    assert_eq!(standing(&now).count(), 0);
    assert_eq!(now[0].passed.as_ref().unwrap().reason, "it is small", "and it is still told");
    let more = with(&[error("F4"), error("F7")], |facts| facts.passed = &passed);
    assert_eq!(standing(&more).count(), 1);
    let mut other: Vec<KeptReturn> = KEPT.clone();
    other[0].source.hash = "0".repeat(64);
    let other: Vec<&KeptReturn> = other.iter().collect();
    let again = with(&found, |facts| {
        facts.passed = &passed;
        facts.returns = &other;
    });
    assert_eq!(standing(&again).count(), 1, "the same words in another return");
    let elsewhere = [Passed { code: Code::R02, ..passed[0].clone() }];
    let not_this = with(&found, |facts| facts.passed = &elsewhere);
    assert_eq!(standing(&not_this).count(), 1);
}
