//! A plan rolled over is the plan it was made from, with what changes at a year's end.

use super::{ProjectEnd, StepEnd, YearEnd, YearOutcome, roll};
use crate::calendar::FinancialYear;
use crate::finding::Code;
use crate::plan::read::tests::{PLAN_2021, PLAN_2023};
use crate::plan::tables::{Kind, Tables};
use crate::plan::{Measure, Plan, Reading, TargetRule, check, read};
use crate::quantity::{Amount, Decimal, Money, Percent};
use proptest::prelude::*;

fn year(text: &str) -> FinancialYear {
    text.parse().unwrap()
}

fn outcome(amount: Amount) -> YearOutcome {
    let origin = "from q4.xlsx".into();
    YearOutcome { amount: Some(amount), partial: None, origin, restated: None }
}

fn percent(text: &str) -> Amount {
    Amount::Percent(Percent::new(text.parse().unwrap()))
}

fn rolled(from: &Plan, to: &str, end: &YearEnd) -> (Plan, String, Vec<(Code, String)>) {
    let rolled = roll(from, year(to), end);
    let text = rolled.text(from, year(to), "Nothing fixes them.");
    let file = format!("{to}.toml");
    let plan = read(&file, &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let found = rolled.findings.into_iter().map(|one| (one.code, one.message.clone())).collect();
    (plan, text, found)
}

fn plans() -> [(Plan, &'static str); 2] {
    [
        (read("2021-22.toml", PLAN_2021).unwrap(), "2022-23"),
        (read("2023-24.toml", PLAN_2023).unwrap(), "2024-25"),
    ]
}

/// What of a measure does not change at a year's end.
fn lasting(measure: &Measure) -> Measure {
    let mut same = measure.clone();
    same.target.printed = "".into();
    (same.target.rule, same.target.profile) = (TargetRule::None, None);
    (same.earlier, same.notes, same.notes_printed, same.continues) =
        (Vec::new(), Vec::new(), None, None);
    same
}

#[test]
fn what_lasts_is_carried_whole_and_what_does_not_is_to_be_set() {
    for (old, to) in plans() {
        let (new, text, _) = rolled(&old, to, &YearEnd::default());
        assert_eq!(new.year.to_string(), to);
        assert_eq!(
            (&new.services, &new.audiences, &new.priorities),
            (&old.services, &old.audiences, &old.priorities)
        );
        assert_eq!(
            new.measures.iter().map(lasting).collect::<Vec<_>>(),
            old.measures.iter().map(lasting).collect::<Vec<_>>()
        );
        for measure in &new.measures {
            assert_eq!(measure.target.rule, TargetRule::ToBeConfirmed);
            let before = measure.continues.as_ref().unwrap();
            assert_eq!((before.plan, &before.id), (old.year, &measure.id));
            // Nobody returned anything: that is no nought.
            assert_eq!(measure.earlier.last().unwrap().reading, Reading::ToBeConfirmed);
        }
        assert_eq!(new.actions.len(), old.actions.len());
        assert!(new.actions.iter().flat_map(|one| &one.steps).all(|step| step.due.is_none()));
        assert!(new.revenue.iter().all(|line| line.budget.value.is_none()));
        assert_eq!((new.revenue_total.value, new.capital_total.value), (None, None));
        // What was printed stands beside it, for its author.
        assert!(text.contains(&format!("# {}: {}", old.year, old.revenue_total.printed)));
        let unset = check(&[new]).iter().filter(|one| one.code == Code::P39).count();
        let steps: usize = old.actions.iter().map(|action| action.steps.len()).sum();
        let (lines, projects) = (2 * old.revenue.len(), old.capital.len());
        assert_eq!(unset, old.measures.len() + steps + lines + projects + 2);
    }
}

#[test]
fn outturns_are_filled_in_with_where_they_come_from() {
    let [_, (old, to)] = plans();
    let mut end = YearEnd::default();
    end.outturns.insert("M04".into(), outcome(percent("93.96")));
    let missing = YearOutcome {
        amount: Some(percent("70")),
        partial: Some("3 of 4 quarters".into()),
        origin: "from q3.xlsx".into(),
        restated: None,
    };
    end.outturns.insert("M05".into(), missing);
    let restated = YearOutcome { restated: Some(percent("60")), ..outcome(percent("65")) };
    end.outturns.insert("M13".into(), restated);
    let (new, text, found) = rolled(&old, to, &end);
    let last = |id: &str| new.measure(&id.into()).unwrap().earlier.last().unwrap().clone();
    assert_eq!((last("M04").printed.as_str(), last("M04").year), ("94%", Some(old.year)));
    assert_eq!(last("M05").reading, Reading::ToBeConfirmed);
    // What was published is fixed; what the returns make since is said beside it.
    assert_eq!(last("M13").reading, Reading::Value(percent("65")));
    assert!(text.contains("# Restated since: the returns now make 60%."));
    assert!(text.contains("# 2023-24: target 75%; outturn 94% (from q4.xlsx)"));
    let told = |code: Code, part: &str| found.iter().any(|(c, m)| *c == code && m.contains(part));
    assert!(told(Code::P06, "the target of 75% is below the outturn of 2023-24, 94%"));
    assert!(told(Code::P08, "outturn 70%, 3 of 4 quarters only (from q3.xlsx)"));
    assert!(told(Code::P33, "published as 65% and the returns now make 60%"));
    let columns = ["Measure", "2022-23", "2023-24", "2024-25 Target", "Links", "Service", "Notes"];
    assert_eq!(new.headings.measures, columns);
}

#[test]
fn what_is_done_is_left_out_and_said() {
    let [_, (old, to)] = plans();
    let first = &old.actions[0];
    let mut end = YearEnd { complete: vec![first.id.clone()], ..YearEnd::default() };
    let open = &old.actions[1].steps[0];
    let said = StepEnd { complete: false, said: "On track, 60%".into(), moved_to: None };
    end.steps.insert(open.id.clone(), said);
    let (gone, slips) = (&old.capital[0], &old.capital[1]);
    let project = |forecast, slippage| ProjectEnd {
        forecast: Money::thousands(forecast),
        slippage: Money::thousands(slippage),
    };
    end.projects.insert(gone.id.clone(), project(1_232, 0));
    end.projects.insert(slips.id.clone(), project(552, 200));
    let service = &old.employees.lines[0].service;
    let day = "2024-03-31".parse().ok();
    end.people.insert(service.clone(), (Decimal::from(2_001), day));
    let (new, text, _) = rolled(&old, to, &end);
    assert_eq!(new.actions.len(), old.actions.len() - 1);
    assert!(text.contains(&format!("# Left out: 2023-24 {} is complete", first.id)));
    assert!(text.contains("On track, 60%"));
    assert_eq!(new.capital.len(), 1);
    assert!(text.contains("# 2023-24: programme 0.752; forecast 0.552; 0.200 slips to 2024-25"));
    assert_eq!(new.employees.lines[0].headcount.value, Decimal::from(2_001));
    assert_eq!(new.employees.as_at_printed, "March 2024");
    let sum: Decimal = new.employees.lines.iter().map(|line| line.headcount.value).sum();
    assert_eq!(new.employees.total.value, sum);
}

#[test]
fn years_between_two_plans_are_gaps() {
    let [(old, _), _] = plans();
    let (new, text, _) = rolled(&old, "2023-24", &YearEnd::default());
    let periods: Vec<&str> = new.measures[0].earlier.iter().map(|v| v.period.as_str()).collect();
    assert_eq!(periods, ["2021-22", "2022-23"]);
    assert!(text.contains("no plan and no return of 2022-23 is held: a gap, not nought"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever the outturns are, what is written is read, and rolls over again.
    #[test]
    fn any_outturn_makes_a_plan(tenths in 0i64..1_000_000, partial: bool, nth in 0usize..14) {
        let [_, (old, to)] = plans();
        let measure = &old.measures[nth];
        let number = Decimal::new(tenths, 2);
        let amount = match &measure.formula {
            crate::plan::Formula::Percentage { .. } => {
                Amount::Percent(Percent::new(number.min(Decimal::ONE_HUNDRED)))
            }
            crate::plan::Formula::Ratio { .. } => {
                Amount::Ratio(Percent::new(number.min(Decimal::ONE_HUNDRED)))
            }
            crate::plan::Formula::Count { .. } => Amount::Count(number.round()),
            crate::plan::Formula::Money { .. } => Amount::Money(Money::pounds(number)),
            crate::plan::Formula::PerDay { .. } => Amount::PerDay(number),
        };
        let partial = partial.then(|| "1 of 4 quarters".to_owned());
        let mut end = YearEnd::default();
        end.outturns.insert(measure.id.clone(), YearOutcome { partial, ..outcome(amount) });
        let (new, _, _) = rolled(&old, to, &end);
        let (again, _, _) = rolled(&new, "2025-26", &YearEnd::default());
        prop_assert_eq!(again.measures.len(), old.measures.len());
        let tables = Tables::of(&new);
        prop_assert_eq!(tables.rows(Kind::Measures).len(), old.measures.len());
    }
}
