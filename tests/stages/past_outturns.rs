//! Outturns of earlier years: returned, entered from a publication, printed, or a gap.

use crate::support::{INPUTS, Known};
use quarterpack::finding::{Code, Finding};
use quarterpack::plan::{MeasureId, Past, read_past};
use quarterpack::quantity::{Amount, Percent};
use quarterpack::reconcile::{History, MeasurePosition, Outturn, reconcile};

fn past(text: &str) -> Past {
    read_past("outturns.toml", text, &INPUTS.plans).unwrap()
}

fn entry(measure: &str, period: &str, what: &str) -> String {
    format!(
        "[[outturn]]\nmeasure = \"{measure}\"\nperiod = \"{period}\"\n{what}\n\
         publication = \"Annual Report\"\npage = 14\nentered_by = \"Performance Officer\"\n\
         entered_on = 2023-06-14\n"
    )
}

fn stands(quarter: &str, past: &Past, id: &str) -> (MeasurePosition, Vec<Finding>) {
    stand(&Known::at(quarter), past, id)
}

fn stand(known: &Known, past: &Past, id: &str) -> (MeasurePosition, Vec<Finding>) {
    let history = History::new(&INPUTS.plans, &known.returns).with_past(past);
    let limits = &INPUTS.settings.limits;
    let (position, findings) =
        reconcile(known.plan, known.job.quarter, known.job.as_at, &history, limits);
    let id = MeasureId::from(id);
    (
        MeasurePosition::clone(&position.measures.iter().find(|one| one.measure == id).unwrap()),
        findings,
    )
}

fn percent(text: &str) -> Amount {
    Amount::Percent(Percent::new(text.parse().unwrap()))
}

fn of(findings: &[Finding], code: Code) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.code == code).collect()
}

#[test]
fn a_year_between_two_plans_is_a_gap_and_not_nought() {
    let (measure, _) = stands("2023-24 Q2", &Past::default(), "M13");
    let years: Vec<(String, Option<Amount>)> =
        measure.years.iter().map(|one| (one.year.to_string(), one.outturn.amount())).collect();
    // 2021-22 comes from four returns; the plan prints 2022-23 as “tbc at Q4”.
    assert_eq!(years[1], ("2021-22".into(), Some(percent("65"))));
    assert!(matches!(measure.years[1].outturn, Outturn::Returned(_)));
    assert_eq!(years[2], ("2022-23".into(), None));
    // The quarters of that year are gaps in the trend.
    let gaps: Vec<Option<Amount>> = measure.trend.iter().map(|(_, amount)| *amount).collect();
    assert_eq!(gaps[..3], [None, None, None]);
    let (untold, _) = stands("2021-22 Q4", &Past::default(), "M08");
    assert!(untold.years.iter().all(|year| year.outturn.amount().is_none()));
}

#[test]
fn an_entered_quarter_fills_the_trend_and_the_year_ago() {
    let past = past(&entry("2023-24 13", "2022-23 Q2", "figures = { num = 60, den = 96 }"));
    let (before, _) = stands("2023-24 Q2", &Past::default(), "M13");
    let (measure, findings) = stands("2023-24 Q2", &past, "M13");
    assert_eq!(measure.trend[0].1, Some(percent("62.5")));
    assert_ne!(measure.since_last_year, before.since_last_year);
    assert_eq!(measure.entries().count(), 1);
    // Nothing of this year changes by it.
    assert_eq!((&measure.quarters, &measure.score), (&before.quarters, &before.score));
    assert!(of(&findings, Code::O01).is_empty());
}

#[test]
fn an_entered_year_counts_before_what_the_plan_leaves_open() {
    let past = past(&entry("2023-24 M13", "2022-23", "result = \"66.7%\""));
    let (measure, _) = stands("2023-24 Q2", &past, "M13");
    assert_eq!(measure.years[2].outturn.amount(), Some(percent("66.7")));
    // The measure's earlier name leads to the same figure.
    let older = "2020-21";
    let past = self::past(&entry("2021-22 M05", older, "result = \"61%\""));
    let (measure, _) = stands("2023-24 Q2", &past, "M13");
    assert_eq!(measure.years[0].outturn.amount(), Some(percent("61")));
}

#[test]
fn the_return_counts_where_an_entry_disagrees_and_that_is_found() {
    let wrong = past(&entry("2021-22 M05", "2021-22", "result = \"70%\""));
    let (measure, findings) = stands("2023-24 Q2", &wrong, "M13");
    assert_eq!(measure.years[1].outturn.amount(), Some(percent("65")));
    let found = of(&findings, Code::O01);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].message,
        "70.0% was entered, and the returns make 65.0% (364 of 560); the returns count"
    );
    assert_eq!(found[0].place.to_string(), "outturns.toml › Annual Report, page 14");
    let right = past(&entry("2021-22 M05", "2021-22", "result = \"65%\""));
    assert!(of(&stands("2023-24 Q2", &right, "M13").1, Code::O01).is_empty());
    let counts = past(&entry("2021-22 M05", "2021-22", "figures = { num = 364, den = 561 }"));
    assert_eq!(of(&stands("2023-24 Q2", &counts, "M13").1, Code::O01).len(), 1);
}

#[test]
fn what_contradicts_the_print_is_found() {
    let mut known = Known::at("2023-24 Q2");
    // Without returns of 2021-22 the plan's print is what is known of it: 65%.
    known.returns.retain(|one| one.quarter.year() == known.plan.year);
    let found = |result: &str| {
        let past = past(&entry("2023-24 M13", "2021-22", result));
        let (measure, findings) = stand(&known, &past, "M13");
        (measure.years[1].outturn.amount(), of(&findings, Code::O02).len())
    };
    assert_eq!(found("result = \"66%\""), (Some(percent("66")), 1));
    assert_eq!(found("figures = { num = 364, den = 560 }"), (Some(percent("65")), 0));
    let (printed, _) = stand(&known, &Past::default(), "M13");
    assert!(matches!(printed.years[1].outturn, Outturn::Printed(..)));
    assert_eq!(printed.years[1].outturn.amount(), Some(percent("65")));
    // Without a file of past outturns it is as the others know it.
    assert_eq!(known.reconciled().0.measures.len(), 14);
}

#[test]
fn faults_are_told_all_at_once_with_line_and_remedy() {
    let text = [
        entry("2023-24 M77", "2022-23", "result = \"66%\""),
        entry("2020-21 M01", "2020-21", "result = \"66%\""),
        entry("2023-24 M13", "last year", "result = \"66%\""),
        entry("2023-24 M13", "2024-25", "result = \"66%\""),
        entry("2023-24 M13", "2022-23", "result = \"66\""),
        entry("2023-24 M13", "2022-23", "figures = { num = 5 }"),
        entry("2023-24 M13", "2022-23", "figures = { num = 9, den = 5 }"),
        entry("2023-24 M13", "2022-23", "figures = { num = \"many\", den = 5 }"),
        entry("2023-24 M13", "2022-23", ""),
    ];
    let error = read_past("outturns.toml", &text.concat(), &INPUTS.plans).unwrap_err();
    insta::assert_snapshot!(error);
    let twice = entry("2023-24 M13", "2022-23", "result = \"66%\"").repeat(2);
    let error = read_past("outturns.toml", &twice, &INPUTS.plans).unwrap_err().to_string();
    assert!(error.contains("line 10") && error.contains("first in line 2"), "{error}");
}

#[test]
fn the_sample_file_is_read() {
    let past = past(include_str!("../../samples/outturns.toml"));
    assert_eq!(past.outturns.len(), 2);
    let (measure, findings) = stands("2023-24 Q2", &past, "M13");
    assert_eq!(measure.entries().count(), 2);
    assert!(of(&findings, Code::O01).is_empty() && of(&findings, Code::O02).is_empty());
}
