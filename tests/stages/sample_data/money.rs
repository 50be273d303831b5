//! Budgets: parts make their wholes, virements have two ends, the forecast tells its story.

use super::{make, number, text, year};
use quarterpack::form::{BudgetPart, Slot, Subjective, SubjectivePart, VirementPart};
use quarterpack::plan::Plan;
use quarterpack::quantity::Decimal;
use std::collections::BTreeMap;

const PARTS: [(BudgetPart, SubjectivePart); 3] = [
    (BudgetPart::Forecast, SubjectivePart::Forecast),
    (BudgetPart::BudgetToDate, SubjectivePart::BudgetToDate),
    (BudgetPart::ActualToDate, SubjectivePart::ActualToDate),
];

#[test]
fn subjective_lines_make_their_budget_line_but_for_the_planted_one() {
    let mut apart = Vec::new();
    for name in make::YEARS {
        let (plan, samples) = year(name);
        for sample in &samples {
            for line in plan.revenue.iter().filter(|line| line.service == sample.layout.service) {
                for (part, below) in PARTS {
                    let whole =
                        number(&sample.filled, &Slot::Budget(line.id.clone(), part)).unwrap();
                    let sum: Decimal = Subjective::ALL
                        .iter()
                        .filter_map(|one| {
                            let slot = Slot::Subjective(line.id.clone(), *one, below);
                            number(&sample.filled, &slot)
                        })
                        .sum();
                    if whole != sum {
                        apart.push(format!("{} {part:?} {whole} {sum}", sample.path));
                    }
                }
            }
        }
    }
    let planted =
        "2023-24/q2/performance-and-support-2023-24-q2.xlsx ActualToDate 3646 3664".to_owned();
    assert_eq!(apart, [planted]);
}

/// Each virement of a quarter by its reference, with the services that entered it.
type Virements = BTreeMap<(u8, String), (String, String, Decimal, Vec<String>)>;

fn virements(plan: &Plan, samples: &[make::Sample]) -> Virements {
    let mut all = Virements::new();
    for sample in samples.iter().filter(|one| !one.path.ends_with("-v2.xlsx")) {
        for row in 0..8 {
            let slot = |part| Slot::Virement(row, part);
            let Some(reference) = text(&sample.filled, &slot(VirementPart::Reference)) else {
                continue;
            };
            let end = |part| {
                let name = text(&sample.filled, &slot(part)).unwrap();
                let line = plan.revenue.iter().find(|line| line.text == name).unwrap();
                line.service.to_string()
            };
            let amount = number(&sample.filled, &slot(VirementPart::Amount)).unwrap();
            let (from, to) = (end(VirementPart::From), end(VirementPart::To));
            let key = (sample.layout.quarter.number(), reference.to_owned());
            let one = all.entry(key).or_insert((from.clone(), to.clone(), amount, Vec::new()));
            assert_eq!((&one.0, &one.1, one.2), (&from, &to, amount), "{}", sample.path);
            one.3.push(sample.layout.service.to_string());
        }
    }
    all
}

#[test]
fn virements_have_both_ends_but_for_the_planted_one() {
    for name in make::YEARS {
        let (plan, samples) = year(name);
        let all = virements(&plan, &samples);
        assert!(all.len() >= 3, "{name} has virements");
        for ((quarter, reference), (from, to, _, mut entered)) in all {
            let mut ends = vec![from, to];
            ends.sort();
            ends.dedup();
            entered.sort();
            if reference == "V/23/03" {
                assert_eq!((quarter, &*entered), (2, &["children-and-justice".to_owned()][..]));
            } else {
                assert_eq!(entered, ends, "{reference} in quarter {quarter}");
            }
        }
    }
}

#[test]
fn the_forecast_of_2023_24_is_600_thousand_over_and_children_and_families_is_the_cause() {
    let (plan, samples) = year("2023-24");
    let mut variances = BTreeMap::new();
    for sample in samples.iter().filter(|one| one.layout.quarter.number() == 2) {
        for line in plan.revenue.iter().filter(|line| line.service == sample.layout.service) {
            let slot = Slot::Budget(line.id.clone(), BudgetPart::Forecast);
            let forecast = number(&sample.filled, &slot).unwrap();
            let mut current = line.budget.value.unwrap().in_pounds() / Decimal::ONE_THOUSAND;
            for row in 0..8 {
                let slot = |part| Slot::Virement(row, part);
                let end = |part| text(&sample.filled, &slot(part)) == Some(&*line.text);
                let Some(amount) = number(&sample.filled, &slot(VirementPart::Amount)) else {
                    continue;
                };
                if end(VirementPart::From) {
                    current -= amount;
                }
                if end(VirementPart::To) {
                    current += amount;
                }
            }
            variances.insert(line.id.to_string(), forecast - current);
        }
    }
    let total: Decimal = variances.values().copied().sum();
    assert_eq!(total, Decimal::from(600));
    assert_eq!(variances["children-and-families"], Decimal::from(1480));
    assert_eq!(variances.values().filter(|one| one.is_sign_negative()).count(), 3);
}
