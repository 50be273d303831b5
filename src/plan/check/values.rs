//! Values of earlier years: their unit, whether they are there, and how they stand to the
//! target (P05, P06, P08, P31).

use super::super::measure::{EarlierValue, Measure, Reading, TargetRule};
use super::super::model::Plan;
use super::{listed, measure_part, odd};
use crate::finding::{Code, Finding};
use crate::quantity::{Amount, Decimal, plural, trimmed};

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in &plan.measures {
        findings.extend(suspect_units(plan, measure));
        findings.extend(against_the_last(plan, measure));
    }
    findings.extend(missing(plan));
    findings
}

/// A value that is a thousandth of the target, or a thousandfold, has lost its unit.
fn suspect_units(plan: &Plan, measure: &Measure) -> Vec<Finding> {
    let Some(target) = asked(&measure.target.rule) else { return Vec::new() };
    let thousandth = Decimal::from(200)..Decimal::from(5_000);
    let odd_one = |value: &EarlierValue| {
        let (Reading::Value(printed) | Reading::Suspect { printed, .. }) = value.reading else {
            return None;
        };
        let (small, large) =
            if printed.number() < target.number() { (printed, target) } else { (target, printed) };
        let times = large.number().checked_div(small.number())?;
        if !thousandth.contains(&times) {
            return None;
        }
        let message = format!("“{}” for {} has lost its unit", value.printed, value.period);
        let meant = match value.reading {
            Reading::Suspect { meant, .. } => format!("; {} is meant", meant.as_target()),
            Reading::Value(_)
            | Reading::ToBeConfirmed
            | Reading::NotApplicable
            | Reading::Blank => String::new(),
        };
        let read = format!(
            "the target “{}” is {} times as much{meant}",
            measure.target.printed,
            trimmed(times, 0),
        );
        Some(odd(plan, Code::P05, measure_part(measure), message).read(read))
    };
    measure.earlier.iter().filter_map(odd_one).collect()
}

/// The target beside the last value that the plan prints.
fn against_the_last(plan: &Plan, measure: &Measure) -> Option<Finding> {
    let target = asked(&measure.target.rule)?;
    let (value, last) = last(measure)?;
    let lower_is_better = matches!(measure.target.rule, TargetRule::AtMost(_));
    let lies_below = target.number() < last.number();
    if target.number() == last.number() {
        return None;
    }
    let period = &value.period;
    let part = measure_part(measure);
    let read = format!(
        "printed “{}” and “{}”: {}",
        value.printed,
        measure.target.printed,
        apart(target, last)
    );
    if lies_below != lower_is_better {
        let side = if lower_is_better { "looser than" } else { "below" };
        let message = format!(
            "the target of {} is {side} the last value, {} ({period})",
            target.as_target(),
            last.as_target(),
        );
        return Some(odd(plan, Code::P06, part, message).read(read));
    }
    // A baseline is where the measure starts from; only a year's result can have missed.
    value.year?;
    let message = format!(
        "the last result, {} ({period}), missed the target of {}",
        last.as_target(),
        target.as_target(),
    );
    Some(odd(plan, Code::P31, part, message).read(read))
}

/// How far the target is from the last value: in points, or with the share of it.
fn apart(target: Amount, last: Amount) -> String {
    let distance = target.distance(last);
    match last {
        Amount::Percent(_) | Amount::Ratio(_) => distance,
        Amount::Count(_) | Amount::Money(_) | Amount::PerDay(_) => {
            let step = (target.number() - last.number()).abs() * Decimal::ONE_HUNDRED;
            let share = step.checked_div(last.number()).unwrap_or_default();
            format!("{distance}, {}% of the last value", trimmed(share, 1))
        }
    }
}

/// Years without values: said once where the whole column is empty.
fn missing(plan: &Plan) -> Vec<Finding> {
    let mut periods: Vec<&str> = Vec::new();
    for value in plan.measures.iter().flat_map(|measure| &measure.earlier) {
        if !periods.contains(&value.period.as_str()) {
            periods.push(&value.period);
        }
    }
    periods.iter().flat_map(|period| column(plan, period)).collect()
}

fn column(plan: &Plan, period: &str) -> Vec<Finding> {
    let cells: Vec<(&Measure, &EarlierValue)> = plan
        .measures
        .iter()
        .flat_map(|measure| measure.earlier.iter().map(move |value| (measure, value)))
        .filter(|(_, value)| value.period == period)
        .collect();
    let empty: Vec<_> = cells.iter().filter(|(_, value)| amount(value).is_none()).collect();
    if !cells.is_empty() && empty.len() == cells.len() {
        let message = format!("no measure has a value for {period}");
        let finding = odd(plan, Code::P08, format!("Column {period}"), message);
        return vec![finding.read(tally(empty.iter().map(|(_, value)| value.printed.as_str())))];
    }
    empty.into_iter().map(|(measure, value)| lacking(plan, measure, value)).collect()
}

fn lacking(plan: &Plan, measure: &Measure, value: &EarlierValue) -> Finding {
    let printed = shown(&value.printed);
    let message = format!("there is no value for {}: {printed}", value.period);
    let finding = odd(plan, Code::P08, measure_part(measure), message);
    let increase = matches!(measure.target.rule, TargetRule::IncreaseEachQuarter { .. });
    if increase && measure.earlier.iter().all(|value| amount(value).is_none()) {
        let read = format!(
            "the target is “{}”: quarter 1 sets the base and can't be scored",
            measure.target.printed
        );
        return finding.read(read);
    }
    finding
}

/// `10 “tbc at Q4” and 4 “n/a”`.
fn tally<'p>(printed: impl Iterator<Item = &'p str>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for word in printed {
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let words = listed(counts.iter().map(|(word, count)| format!("{count} {}", shown(word))));
    let all = counts.iter().map(|(_, count)| count).sum();
    format!("{}: {words}", plural(all, "measure", "measures"))
}

/// A printed word in quotes, or `blank`.
pub(super) fn shown(printed: &str) -> String {
    if printed.trim().is_empty() { "blank".into() } else { format!("“{printed}”") }
}

/// The amount a value is compared by.
pub(super) const fn amount(value: &EarlierValue) -> Option<Amount> {
    match value.reading {
        Reading::Value(amount) | Reading::Suspect { meant: amount, .. } => Some(amount),
        Reading::ToBeConfirmed | Reading::NotApplicable | Reading::Blank => None,
    }
}

fn last(measure: &Measure) -> Option<(&EarlierValue, Amount)> {
    measure.earlier.iter().rev().find_map(|value| Some((value, amount(value)?)))
}

/// The amount a target asks for.
pub(super) const fn asked(rule: &TargetRule) -> Option<Amount> {
    match rule {
        TargetRule::AtLeast(amount) | TargetRule::AtMost(amount) => Some(*amount),
        TargetRule::IncreaseEachQuarter { and_at_least } => *and_at_least,
        TargetRule::ToBeConfirmed | TargetRule::None => None,
    }
}
