//! Figures of measures: the outturns they make, and that none is missing unawares.

use super::{make, number, text, year};
use quarterpack::form::{CommentaryPart, FigurePart, RestatementPart, Slot};
use quarterpack::plan::{FigureId, Formula, Measure, Plan, Reading, Timing};
use quarterpack::quantity::{Amount, Decimal};
use std::collections::BTreeMap;

/// A figure in each quarter as first returned, with restatements put in their place.
fn by_quarter(
    plan: &Plan,
    samples: &[make::Sample],
    measure: &Measure,
    figure: &FigureId,
) -> BTreeMap<u8, Decimal> {
    let mut all = BTreeMap::new();
    let nth = measure.figures.iter().position(|one| one.id == *figure).unwrap();
    for sample in samples {
        let slot = Slot::Figure(measure.id.clone(), figure.clone(), FigurePart::Value);
        if let Some(value) = number(&sample.filled, &slot) {
            all.insert(sample.layout.quarter.number(), value);
        }
    }
    for sample in samples {
        let slot = |part| Slot::Restatement(0, part);
        let restated = text(&sample.filled, &slot(RestatementPart::Reference));
        if restated == Some(&*measure.figure_reference(nth))
            && plan.measures_of(&sample.layout.service).any(|one| one.id == measure.id)
        {
            let quarter = text(&sample.filled, &slot(RestatementPart::Quarter)).unwrap();
            let new = number(&sample.filled, &slot(RestatementPart::New)).unwrap();
            all.insert(quarter.trim_start_matches('Q').parse().unwrap(), new);
        }
    }
    all
}

/// What the four quarters make of a measure, in percent or pounds.
fn outturn(plan: &Plan, samples: &[make::Sample], measure: &Measure) -> Decimal {
    let over = |figure: &FigureId| {
        let quarters = by_quarter(plan, samples, measure, figure);
        assert_eq!(quarters.len(), 4, "measure {} has all quarters", measure.number);
        match measure.formula.timing() {
            Timing::InQuarter => quarters.values().copied().sum::<Decimal>(),
            Timing::AtQuarterEnd => quarters[&4],
        }
    };
    match &measure.formula {
        Formula::Percentage { numerator, denominator, .. } => {
            over(numerator) * Decimal::ONE_HUNDRED / over(denominator)
        }
        Formula::Money { amount } => over(amount),
        Formula::Count { count, .. } => over(count),
        Formula::Ratio { left, right } => {
            over(left) * Decimal::ONE_HUNDRED / (over(left) + over(right))
        }
        Formula::PerDay { numerator, days } => over(numerator) / over(days),
    }
}

#[test]
fn four_quarters_make_the_outturns_that_the_next_plan_prints() {
    let (plan, samples) = year("2021-22");
    let (next, _) = year("2023-24");
    let mut compared = Vec::new();
    for measure in &next.measures {
        let Some(earlier) = &measure.continues else { continue };
        let of = plan.measure(&earlier.id).unwrap();
        let value = measure.earlier.iter().find(|value| value.year == Some(plan.year)).unwrap();
        let amount = match &value.reading {
            Reading::Value(amount) | Reading::Suspect { meant: amount, .. } => amount,
            other => panic!("measure {} prints {other:?}", measure.number),
        };
        let printed = match amount {
            Amount::Percent(percent) => percent.number(),
            Amount::Money(money) => money.in_pounds(),
            other => panic!("measure {} prints {other:?}", measure.number),
        };
        assert_eq!(outturn(&plan, &samples, of), printed, "measure {}", measure.number);
        compared.push(measure.number);
    }
    assert_eq!(compared, [1, 4, 5, 6, 7, 8, 12, 13, 14]);
}

#[test]
fn every_status_has_its_measure_at_the_end_of_2021_22() {
    let (plan, samples) = year("2021-22");
    let made = |number: u32| {
        let measure = plan.measures.iter().find(|one| one.number == number).unwrap();
        outturn(&plan, &samples, measure)
    };
    let rounded = |number: u32| made(number).round_dp(1).to_string();
    // Green, amber by up to 5% of the target, red beyond: 68% of 75% and 72% of 80% are red.
    assert_eq!(rounded(16), "71.0");
    assert_eq!(rounded(17), "9.8");
    assert_eq!(rounded(2), "90.9");
    assert_eq!(rounded(15), "71.8");
    assert_eq!(made(18), Decimal::from(426));
    assert_eq!(made(21), Decimal::from(2496));
    let carers = plan.measures.iter().find(|one| one.number == 19).unwrap();
    let by = by_quarter(&plan, &samples, carers, &carers.figures[0].id);
    let all: Vec<_> = by.values().collect();
    assert!(all.is_sorted() && *all[3] > Decimal::from(800), "{all:?}");
}

#[test]
fn each_figure_is_a_number_or_has_a_reason_but_for_the_planted_blank() {
    for name in make::YEARS {
        let (plan, samples) = year(name);
        for sample in &samples {
            for measure in plan.measures_of(&sample.layout.service) {
                for figure in &measure.figures {
                    let slot = |part| Slot::Figure(measure.id.clone(), figure.id.clone(), part);
                    let given = sample.filled.contains_key(&slot(FigurePart::Value))
                        || sample.filled.contains_key(&slot(FigurePart::Reason));
                    let planted = sample.path.ends_with("people-2023-24-q2.xlsx")
                        && (measure.number, figure.id.as_str()) == (8, "den");
                    assert_eq!(given, !planted, "{}: {} {}", sample.path, measure.id, figure.id);
                }
            }
        }
    }
}

#[test]
fn comments_are_sentences_and_differ_from_quarter_to_quarter() {
    for name in make::YEARS {
        let (plan, samples) = year(name);
        for measure in &plan.measures {
            let slot = Slot::Commentary(measure.id.clone(), CommentaryPart::Comment);
            let mut before: Option<&str> = None;
            for sample in samples.iter().filter(|one| !one.path.ends_with("-v2.xlsx")) {
                let Some(comment) = text(&sample.filled, &slot) else { continue };
                let planted = comment == "As last quarter.";
                assert!(comment.chars().count() >= 40 || planted, "{}: {comment}", sample.path);
                assert!(comment.ends_with(['.', ')']), "{}: {comment}", sample.path);
                assert_ne!(before, Some(comment), "{}", sample.path);
                before = Some(comment);
            }
        }
    }
}
