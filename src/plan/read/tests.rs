//! The plan files that come with the product load, whole; faulty ones say what is wrong.

use super::read;
use crate::plan::{
    Direction, Formula, Plan, Reading, ReportDue, Sensitivity, TargetRule, Timing, Words,
};
use crate::quantity::{Amount, Decimal, Money, Percent, Unit};
use proptest::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

pub(crate) const PLAN_2021: &str = include_str!("../../../config/plans/2021-22.toml");
pub(crate) const PLAN_2023: &str = include_str!("../../../config/plans/2023-24.toml");

/// A plan file with a change to its first such text; the head's comments are left alone.
pub(crate) fn edited(text: &str, from: &str, to: &str) -> String {
    let (head, body) = text.split_at(text.find("[plan]").unwrap());
    let other = body.replacen(from, to, 1);
    assert_ne!(other, body, "nothing to change: {from}");
    format!("{head}{other}")
}

fn plan(file: &str, text: &str) -> Plan {
    read(file, text).unwrap_or_else(|error| panic!("{error}"))
}

fn old() -> Plan {
    plan("2021-22.toml", PLAN_2021)
}

fn new() -> Plan {
    plan("2023-24.toml", PLAN_2023)
}

/// Measures, actions, steps, outcomes, priorities, lines, projects, people, risks, statistics.
fn counts(plan: &Plan) -> [usize; 10] {
    [
        plan.measures.len(),
        plan.actions.len(),
        plan.actions.iter().map(|action| action.steps.len()).sum(),
        plan.outcomes().count(),
        plan.priorities.len(),
        plan.revenue.len(),
        plan.capital.len(),
        plan.employees.lines.len(),
        plan.risks.len(),
        plan.statistics.len(),
    ]
}

#[test]
fn both_plans_are_complete() {
    assert_eq!(counts(&old()), [21, 17, 20, 15, 5, 4, 2, 3, 4, 5]);
    assert_eq!(counts(&new()), [14, 14, 14, 13, 7, 4, 2, 3, 5, 6]);
}

/// A large file is taken apart batch by batch; one with a header in quotes is taken whole.
#[test]
fn a_plan_reads_the_same_batch_by_batch_and_whole() {
    for text in [PLAN_2021, PLAN_2023] {
        assert!(super::pieces::Pieces::of(text).is_some());
        let quoted = edited(text, "[[note]]", "[[\"note\"]]");
        assert_eq!(super::pieces::Pieces::of(&quoted), None);
        let (cut, whole) = (plan("plan.toml", text), plan("plan.toml", &quoted));
        assert_eq!(Plan { hash: String::new(), ..cut }, Plan { hash: String::new(), ..whole });
    }
}

#[test]
fn a_fault_far_down_in_a_large_file_is_told_with_its_line() {
    let last = PLAN_2023.rfind("\n[[measure]]").unwrap();
    let (before, after) = PLAN_2023.split_at(last);
    let comments = format!("\n#{}", "-".repeat(99)).repeat(1_000);
    let text = format!("{before}{comments}{after}");
    plan("large.toml", &text);
    let fault = |from: &str, to: &str| {
        let wrong = format!("{before}{comments}{}", after.replacen(from, to, 1));
        let until = before.len() + comments.len() + after.find(from).unwrap();
        let line = wrong[..until].matches('\n').count() + 1;
        let error = read("large.toml", &wrong).unwrap_err();
        assert_eq!(error.faults[0].line, line, "{error}");
        error.faults.len()
    };
    assert_eq!(fault("direction =", "directions ="), 1);
    assert!(fault("direction = \"", "direction = ") >= 1);
}

#[test]
fn the_sums_are_exact() {
    for (plan, revenue, capital, people) in
        [(old(), 175_763, 6_839, 2_944), (new(), 219_616, 1_984, 2_859)]
    {
        let lines: Option<Money> = plan.revenue.iter().map(|line| line.budget.value).sum();
        assert_eq!(
            (lines, plan.revenue_total.value),
            (Some(Money::thousands(revenue)), Some(Money::thousands(revenue)))
        );
        let projects: Option<Money> = plan.capital.iter().map(|project| project.budget.value).sum();
        assert_eq!(
            (projects, plan.capital_total.value),
            (Some(Money::thousands(capital)), Some(Money::thousands(capital)))
        );
        let heads: Decimal = plan.employees.lines.iter().map(|line| line.headcount.value).sum();
        assert_eq!((heads, plan.employees.total.value), (people.into(), people.into()));
    }
}

fn percent(number: i64) -> Amount {
    Amount::Percent(Percent::new(number.into()))
}

#[test]
fn every_kind_of_target_is_read() {
    let (old, new) = (old(), new());
    let rule = |plan: &Plan, id: &str| plan.measure(&id.into()).unwrap().target.rule.clone();
    assert_eq!(rule(&old, "M15"), TargetRule::AtLeast(percent(80)));
    assert_eq!(rule(&old, "M16"), TargetRule::AtLeast(Amount::Ratio(Percent::new(70.into()))));
    assert_eq!(rule(&old, "M17"), TargetRule::AtLeast(Amount::PerDay(10.into())));
    let least = Some(Amount::Count(800.into()));
    assert_eq!(rule(&old, "M19"), TargetRule::IncreaseEachQuarter { and_at_least: least });
    assert_eq!(rule(&old, "M07"), TargetRule::None);
    assert_eq!(rule(&old, "M11"), TargetRule::AtMost(percent(12)));
    assert_eq!(rule(&new, "M01"), TargetRule::AtLeast(Amount::Money(Money::thousands(200))));
    assert_eq!(rule(&new, "M03"), TargetRule::IncreaseEachQuarter { and_at_least: None });
    assert_eq!(rule(&new, "M06"), TargetRule::AtMost(percent(10)));
    assert_eq!(rule(&new, "M10"), TargetRule::ToBeConfirmed);
}

#[test]
fn the_misprint_is_suspect_and_keeps_its_print() {
    let new = new();
    let measure = new.measure(&"M01".into()).unwrap();
    let value = measure.earlier.first().unwrap();
    assert_eq!(value.printed, "£267");
    let pounds = |n: i64| Amount::Money(Money::pounds(n.into()));
    assert_eq!(value.reading, Reading::Suspect { printed: pounds(267), meant: pounds(267_000) });
    assert_eq!(measure.notes, ["The plan prints the 2021-22 figure as “£267”; £267k is meant."]);
    let words = measure.earlier.get(1).unwrap();
    assert_eq!((words.printed.as_str(), &words.reading), ("tbc at Q4", &Reading::ToBeConfirmed));
}

#[test]
fn what_entries_have_alike_is_held_once() {
    let plan = new();
    let lie = |words: &Words| words.as_str().as_ptr();
    let mut printed = HashMap::new();
    for measure in &plan.measures {
        let words = &measure.service_printed;
        let known = *printed.entry(words.clone()).or_insert(lie(words));
        assert_eq!(known, lie(words), "{}: {words}", measure.id);
    }
    assert!(printed.len() < plan.measures.len());
    let links: Vec<_> = plan.measures.iter().map(|measure| &measure.link).collect();
    let same = links.iter().flat_map(|one| links.iter().map(move |other| (one, other)));
    assert!(same.clone().filter(|(one, other)| one == other).count() > links.len());
    assert!(same.filter(|(one, other)| one == other).all(|(one, other)| Arc::ptr_eq(one, other)));
}

#[test]
fn totals_that_build_up_have_a_profile() {
    let (old, new) = (old(), new());
    let quarters = [25, 50, 75, 100].map(|share| Decimal::new(share, 2));
    let with = |plan: &Plan| -> Vec<u32> {
        let with = plan
            .measures
            .iter()
            .filter(|measure| measure.target.profile.as_deref() == Some(&quarters));
        with.map(|measure| measure.number).collect()
    };
    assert_eq!(with(&old), [1, 18, 21]);
    assert_eq!(with(&new), [1, 9]);
    assert!(new.measures.iter().filter(|m| m.target.profile.is_some()).count() == 2);
}

#[test]
fn figures_timing_and_sensitivity_are_read() {
    let (old, new) = (old(), new());
    let days = old.measure(&"M17".into()).unwrap();
    assert_eq!(days.figure(&"den".into()).unwrap().unit, Unit::Days);
    let placements = new.measure(&"M06".into()).unwrap();
    assert_eq!(placements.formula.timing(), Timing::AtQuarterEnd);
    assert_eq!(placements.direction, Direction::LowerIsBetter);
    let referrals = old.measure(&"M07".into()).unwrap();
    assert_eq!(referrals.sensitivity, Sensitivity::ChildProtection);
    assert!(referrals.figures.iter().all(|figure| figure.small_numbers));
    assert!(matches!(referrals.formula, Formula::Percentage { .. }));
    let clients = old.measure(&"M21".into()).unwrap();
    let ids: Vec<&str> = clients.figures.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(ids, ["clients", "benefit_awards", "backdated", "debt"]);
}

#[test]
fn reports_are_split_by_body_and_time() {
    let (old, new) = (old(), new());
    let reports = |plan: &Plan, id: &str| -> Vec<(Option<String>, ReportDue)> {
        let steps = plan.actions.iter().flat_map(|action| &action.steps);
        let step = steps.into_iter().find(|step| step.id.as_str() == id).unwrap();
        let each = step.reports.iter();
        each.map(|r| (r.audience.as_ref().map(ToString::to_string), r.due.clone())).collect()
    };
    let to = |body: &str| Some(body.to_owned());
    let quarters = |quarters: &[u8]| ReportDue::Quarters(quarters.to_vec());
    assert_eq!(
        reports(&old, "A13.1"),
        [(to("smt"), quarters(&[2, 4])), (to("swc"), quarters(&[4]))]
    );
    assert_eq!(
        reports(&new, "A09.1"),
        [(to("smt"), quarters(&[1, 2, 3, 4])), (to("swc"), ReportDue::NoDate)]
    );
    assert_eq!(reports(&old, "A10.2"), [(None, quarters(&[1, 2, 3, 4]))]);
    assert_eq!(reports(&old, "A06.1").len(), 3);
    assert_eq!(reports(&new, "A07.1"), []);
    let march = crate::calendar::NaiveDate::from_ymd_opt(2024, 3, 31).unwrap();
    assert_eq!(reports(&new, "A01.1"), [(None, ReportDue::By(march))]);
}

#[test]
fn links_take_one_form_and_names_find_their_service() {
    let (old, new) = (old(), new());
    assert_eq!(old.measure(&"M01".into()).unwrap().link.codes, ["06.01"]);
    assert_eq!(new.measure(&"M01".into()).unwrap().link.codes, ["01.06"]);
    assert_eq!(old.actions.get(5).unwrap().link.codes, [""; 0]);
    for name in ["Adult and Older", "adult and older  people's service", "adult-and-older-people"] {
        assert_eq!(new.service_called(name).unwrap().id.as_str(), "adult-and-older-people");
    }
    assert_eq!(new.service_called("Education"), None);
    assert!(new.risks.iter().all(|risk| risk.service.as_str() == "performance-and-support"));
}

#[test]
fn the_hash_is_of_the_text() {
    assert_eq!(new().hash.len(), 64);
    assert_ne!(new().hash, plan("2023-24.toml", &format!("{PLAN_2023}\n")).hash);
}

/// The faults of the 2023-24 file after one change to it.
fn faults(from: &str, to: &str) -> Vec<String> {
    let text = edited(PLAN_2023, from, to);
    let Err(error) = read("plan.toml", &text) else { panic!("this is no fault: {to}") };
    error
        .faults
        .iter()
        .map(|fault| {
            let line = text.lines().nth(fault.line - 1).unwrap().trim();
            format!("{line} | {}: {}; {}", fault.path, fault.message, fault.remedy)
        })
        .collect()
}

/// An unknown word names the nearest known one.
#[test]
fn unknown_names_say_what_was_meant() {
    assert_eq!(
        faults("services = [\"children-and-justice\"]", "services = [\"children-and-justise\"]"),
        ["services = [\"children-and-justise\"] | measure M02: there is no service \
          “children-and-justise”; did you mean “children-and-justice”?"]
    );
    assert_eq!(
        faults("outcome = \"O07\"", "outcome = \"O77\""),
        ["outcome = \"O77\" | measure M09: there is no outcome “O77”; did you mean “O07”?"]
    );
    assert_eq!(
        faults("notes_printed", "note_printed"),
        [
            "note_printed = \"Target increase from £175k to £200k to reflect previous performance\" | \
          measure M01: there is no key “note_printed” here; did you mean “notes_printed”?"
        ]
    );
    assert_eq!(
        faults("[[measure]]", "[[mesure]]"),
        ["[[mesure]] | the file: there is no part called “mesure”; did you mean “measure”?"]
    );
    assert_eq!(
        faults("direction = \"lower\"", "direction = \"lowr\""),
        ["direction = \"lowr\" | measure M06: “lowr” can't stand here; did you mean “lower”?"]
    );
}

#[test]
fn formulas_and_figures_must_agree() {
    assert_eq!(
        faults("{ money = \"saving\" }", "{ money = \"savings\" }"),
        [
            "formula = { money = \"savings\" } | measure M01 › formula: there is no figure “savings”; \
          did you mean “saving”?"
        ]
    );
    assert_eq!(
        faults("{ money = \"saving\" }", "{ count = \"saving\" }").first().unwrap(),
        "formula = { count = \"saving\" } | measure M01 › formula: the unit of “saving” is \
         pounds; it must be count"
    );
    assert_eq!(
        faults("{ money = \"saving\" }", "{ money = \"saving\", count = \"saving\" }")
            .first()
            .unwrap(),
        "formula = { money = \"saving\", count = \"saving\" } | measure M01 › formula: a formula \
         has one kind; write one of percentage, count, money, ratio and per_day"
    );
}

#[test]
fn values_carry_their_unit() {
    assert_eq!(
        faults("read = \"at least £200k\"", "read = \"at least 200\""),
        [
            "target = { printed = \"£200k\", read = \"at least 200\" } | measure M01 › target: “200” is \
          a number, and the formula makes a sum of money; write it with its unit, such as £200k"
        ]
    );
    assert_eq!(
        faults("read = \"at least £200k\"", "read = \"£200k\""),
        [
            "target = { printed = \"£200k\", read = \"£200k\" } | measure M01 › target: “£200k” is not \
          a target; write “at least £200k” or “at most £200k”"
        ]
    );
    assert_eq!(
        faults("total = \"219.616\"", "total = \"£219,616k\""),
        [
            "total = \"£219,616k\" | revenue › total: “£219,616k” is not in £ million to three places; \
          write it as the plan's table does, such as 219.616"
        ]
    );
    assert_eq!(
        faults("headcount = \"560\"", "headcount = \"about 560\""),
        [
            "headcount = \"about 560\" | employees › Children and Justice Services: “about 560” is not \
          a number of people; write a whole number, such as 2,859"
        ]
    );
}

#[test]
fn ids_stand_once() {
    assert_eq!(
        faults("id = \"M02\"", "id = \"M01\""),
        [
            "id = \"M01\" | measure M01: there is more than one measure with the id “M01”; give each \
          an id of its own"
        ]
    );
}

#[test]
fn what_is_not_toml_is_said_with_its_line() {
    let found = faults("year = \"2023-24\"", "year = \"2023-24");
    assert!(found.first().unwrap().starts_with("year = \"2023-24 | the file: this is not TOML: "));
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_file() {
    let edits = [
        ("outcome = \"O01\"", "outcome = \"O99\""),
        ("quarters = [2, 4]", "quarters = [4, 2]"),
        ("id = \"A03.1\"", "id = \"A04.9\""),
        ("code = \"P30\"", "code = \"P99\""),
        ("\"2021-22 M09\"", "\"2024-25 M09\""),
        ("printed = \"demand pressures (Emergency response)\"\n", ""),
    ];
    let text = edits.iter().fold(PLAN_2023.to_owned(), |text, (from, to)| edited(&text, from, to));
    let error = read("plan.toml", &text).unwrap_err();
    let told: Vec<&str> = error.faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "there is no outcome “O99”",
            "2024-25 is not before 2023-24",
            "“A04.9” is not a step of A03",
            "these are not quarters of a year",
            "the key “printed” is missing",
            "there is no rule “P99”",
        ]
    );
    let lines: Vec<usize> = error.faults.iter().map(|fault| fault.line).collect();
    assert!(lines.is_sorted(), "{lines:?}");
    let shown = error.to_string();
    assert!(shown.starts_with("the plan file plan.toml has 6\u{a0}faults\n  line "), "{shown}");
}

#[test]
fn an_empty_file_names_the_missing_parts() {
    let error = read("plan.toml", "").unwrap_err();
    let told: Vec<String> = error.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 1, the file: there is no [capital]; write a part that begins with [capital]",
            "line 1, the file: there is no [employees]; write a part that begins with [employees]",
            "line 1, the file: there is no [plan]; write a part that begins with [plan]",
            "line 1, the file: there is no [revenue]; write a part that begins with [revenue]",
        ]
    );
}

/// What is wrong elsewhere in the file is told where its head is missing too.
#[test]
fn a_part_that_nobody_knows_is_told_beside_a_missing_head() {
    let text = "[[wish]]\nid = 'a'\n";
    let told = read("plan.toml", text).unwrap_err().to_string();
    assert!(told.contains("there is no [plan]"), "{told}");
    assert!(told.contains("there is no part called “wish”"), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is cut out of a plan file, it is read or it is told what is wrong.
    #[test]
    fn a_torn_file_is_read_or_told_its_faults(from in 0usize..1_000, lines in 1usize..40) {
        let kept = PLAN_2023.lines().enumerate();
        let kept = kept.filter(|(index, _)| !(from..from + lines).contains(index));
        let text: Vec<&str> = kept.map(|(_, line)| line).collect();
        match read("plan.toml", &text.join("\n")) {
            Ok(plan) => prop_assert!(crate::plan::check(&[plan]).len() > 10),
            Err(error) => prop_assert!(!error.faults.is_empty()),
        }
    }
}

#[test]
fn the_example_in_the_documentation_is_the_plans_own() {
    let page = include_str!("../../../docs/plan-file.md");
    let example = page.split("```toml").nth(1).unwrap().split("```").next().unwrap();
    assert!(example.lines().count() > 10);
    for line in example.lines() {
        assert!(PLAN_2023.contains(line), "{line}");
    }
}
