//! Totals and printed shares, worked out again without tolerance (P01, P02).

use super::super::budgets::Quantified;
use super::super::model::Plan;
use super::super::values;
use super::{listed, odd};
use crate::finding::{Code, Finding};
use crate::quantity::{Amount, Decimal, Money, fixed, grouped, plural};
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
use std::cell::LazyCell;

const REVENUE: &str = "5.1 Revenue budget";
const CAPITAL: &str = "5.2 Capital budget";
const PEOPLE: &str = "5.3 Employees";

/// A printed total with the lines that should make it.
struct Total {
    section: &'static str,
    printed: String,
    asserted: Decimal,
    lines: Vec<Decimal>,
    write: fn(Decimal) -> String,
}

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let totals = totals(plan);
    let wrong = totals.iter().filter(|total| total.calculated() != total.asserted);
    let mut findings: Vec<Finding> = wrong.map(|total| total.finding(plan)).collect();
    findings.extend(statements(plan));
    findings.extend(shares(plan));
    findings
}

/// The totals that hold, and the shares where all of them do.
pub(super) fn held(plan: &Plan) -> Vec<String> {
    let right = totals(plan).into_iter().filter(|total| total.calculated() == total.asserted);
    let mut held: Vec<String> = right
        .map(|t| {
            let lines = plural(t.lines.len(), "line makes", "lines make");
            format!("{}: {lines} {}, as printed", t.section, t.printed)
        })
        .collect();
    if shares(plan).is_empty() && plan.revenue_total.value.is_some() {
        let shares = plural(plan.revenue.len(), "printed share is", "printed shares are");
        held.push(format!("{REVENUE}: {shares} right"));
    }
    held
}

impl Total {
    fn calculated(&self) -> Decimal {
        self.lines.iter().sum()
    }

    fn finding(&self, plan: &Plan) -> Finding {
        let calculated = self.calculated();
        let lines: Vec<String> = self.lines.iter().map(|line| (self.write)(*line)).collect();
        let message = format!("the lines make {}, not {}", (self.write)(calculated), self.printed);
        odd(plan, Code::P01, self.section, message).read(format!(
            "printed {}; {} = {}; difference {}",
            self.printed,
            lines.join(" + "),
            (self.write)(calculated),
            (self.write)((self.asserted - calculated).abs()),
        ))
    }
}

/// The totals that are set, with all of their lines.
fn totals(plan: &Plan) -> Vec<Total> {
    let revenue = plan.revenue.iter().map(|line| line.budget.value).collect();
    let capital = plan.capital.iter().map(|line| line.budget.value).collect();
    let people = Total {
        section: PEOPLE,
        printed: plan.employees.total.printed.clone(),
        asserted: plan.employees.total.value,
        lines: plan.employees.lines.iter().map(|line| line.headcount.value).collect(),
        write: grouped,
    };
    let money = [
        millions(REVENUE, &plan.revenue_total, revenue),
        millions(CAPITAL, &plan.capital_total, capital),
    ];
    money.into_iter().flatten().chain([people]).collect()
}

fn millions(
    section: &'static str,
    total: &Quantified<Option<Money>>,
    lines: Option<Vec<Money>>,
) -> Option<Total> {
    Some(Total {
        section,
        printed: total.printed.clone(),
        asserted: total.value?.in_millions(),
        lines: lines?.into_iter().map(Money::in_millions).collect(),
        write: |number| fixed(number, 3),
    })
}

/// A sentence above a table must name the table's total.
fn statements(plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let tables =
        [("5.1", REVENUE, plan.revenue_total.value), ("5.2", CAPITAL, plan.capital_total.value)];
    for (section, part, total) in tables {
        let Some(total) = total else { continue };
        for passage in plan.texts.iter().filter(|passage| passage.section == section) {
            let Some(stated) = money_in(&passage.text) else { continue };
            if stated != total.in_pounds() {
                let message =
                    format!("the sentence does not name the table's {}", total.short_millions());
                findings
                    .push(odd(plan, Code::P01, part, message).read(format!("“{}”", passage.text)));
            }
        }
    }
    findings
}

/// The first sum of money of a sentence: `£175.763 million`, `£6.839m`.
fn money_in(text: &str) -> Option<Decimal> {
    let (_, after) = text.split_once('£')?;
    let mut words = after.split_whitespace();
    let first = words.next()?.trim_end_matches([',', '.']);
    let scale = words.next().filter(|word| *word == "million").unwrap_or_default();
    match values::amount(&format!("£{first} {scale}")) {
        Ok(Amount::Money(money)) => Some(money.in_pounds()),
        _ => None,
    }
}

fn shares(plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(total) = plan.revenue_total.value.map(Money::in_pounds) else { return findings };
    let added = LazyCell::new(|| added(plan, total));
    for line in &plan.revenue {
        let Some(printed) = values::number(&line.percent_printed) else { continue };
        let share = line.budget.value.and_then(|set| set.in_pounds().checked_div(total));
        let Some(exact) = share.and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED)) else {
            continue;
        };
        let right = exact.round_dp_with_strategy(printed.scale(), MidpointAwayFromZero);
        if right == printed {
            continue;
        }
        let message = format!("the share printed as {} is {right}", line.percent_printed);
        let read = format!(
            "{} of {} is {}%; difference {}; {}",
            line.budget.printed,
            plan.revenue_total.printed,
            fixed(exact, 3),
            (right - printed).abs(),
            *added,
        );
        findings.push(odd(plan, Code::P02, REVENUE, message).about(&line.text).read(read));
    }
    findings
}

/// What the shares add to, as printed and as they should be.
fn added(plan: &Plan, total: Decimal) -> String {
    let printed: Vec<Decimal> =
        plan.revenue.iter().filter_map(|line| values::number(&line.percent_printed)).collect();
    let right: Vec<Decimal> = plan
        .revenue
        .iter()
        .zip(&printed)
        .filter_map(|(line, printed)| {
            let share = line.budget.value?.in_pounds().checked_div(total)? * Decimal::ONE_HUNDRED;
            Some(share.round_dp_with_strategy(printed.scale(), MidpointAwayFromZero))
        })
        .collect();
    let sum = |shares: &[Decimal]| shares.iter().sum::<Decimal>();
    format!(
        "the printed shares add to {}, the right ones ({}) to {}, for they are rounded",
        sum(&printed),
        listed(right.iter().map(ToString::to_string)),
        sum(&right),
    )
}
