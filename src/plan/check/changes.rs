//! Stated changes, worked out again, and whether they compare like with like (P03, P04).

use super::super::model::{Plan, Statistic};
use super::odd;
use crate::finding::{Code, Finding, Severity};
use crate::quantity::{Decimal, trimmed};
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

const PART: &str = "Demand statistics";

/// Words after which a stated change need only be near: within a point of it.
const HEDGES: [&str; 8] =
    ["around", "about", "just under", "just over", "almost", "nearly", "approximately", "over"];

/// What a stated change and the two values beside it come to.
enum Verdict {
    Holds { exact: Decimal, hedged: bool },
    Wrong { exact: Decimal },
    NoValues,
}

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    plan.statistics.iter().flat_map(|statistic| one(plan, statistic)).collect()
}

/// The stated changes that hold.
pub(super) fn held(plan: &Plan) -> Vec<String> {
    let holds = |statistic: &Statistic| match verdict(statistic)? {
        Verdict::Holds { exact, hedged } => Some(format!(
            "{PART}: {}, {} stated, {}% worked out{}",
            statistic.short,
            stated(statistic),
            trimmed(exact, 2),
            if hedged { " (stated as a round figure)" } else { "" },
        )),
        Verdict::Wrong { .. } | Verdict::NoValues => None,
    };
    plan.statistics.iter().filter_map(holds).collect()
}

fn one(plan: &Plan, statistic: &Statistic) -> Vec<Finding> {
    let mut findings = Vec::new();
    let about = |finding: Finding| finding.about(&statistic.short);
    match verdict(statistic) {
        Some(Verdict::Wrong { exact }) => {
            let message =
                format!("the change stated as {} is {}%", stated(statistic), trimmed(exact, 1));
            let finding = odd(plan, Code::P03, PART, message).read(arithmetic(statistic, exact));
            findings.push(about(finding));
        }
        Some(Verdict::NoValues) => {
            let message = format!("the change of {} can't be worked out again", stated(statistic));
            let finding = odd(plan, Code::P03, PART, message)
                .severity(Severity::Note)
                .read(format!("“{}” gives no values", statistic.text))
                .remedy("Print the two values and when they were taken.");
            findings.push(about(finding));
        }
        Some(Verdict::Holds { .. }) | None => {}
    }
    if let (false, Some((from, before)), Some((to, after))) =
        (statistic.like_for_like, &statistic.from, &statistic.to)
    {
        let message = format!("{before} is compared with {after}, which are other months");
        let read = format!("{} and {}", trimmed(*from, 1), trimmed(*to, 1));
        findings.push(about(odd(plan, Code::P04, PART, message).read(read)));
    }
    findings
}

fn verdict(statistic: &Statistic) -> Option<Verdict> {
    let stated = statistic.change_printed?;
    let (Some((from, _)), Some((to, _))) = (&statistic.from, &statistic.to) else {
        return Some(Verdict::NoValues);
    };
    let exact = percent_of(to.checked_sub(*from)?, *from)?;
    let size = exact.abs();
    let rounded = size.round_dp_with_strategy(stated.scale(), MidpointAwayFromZero);
    let hedged = HEDGES.iter().any(|word| {
        let near = format!("{word} a {stated}%");
        let plain = format!("{word} {stated}%");
        statistic.text.contains(&near) || statistic.text.contains(&plain)
    });
    let near = hedged && (size - stated).abs() < Decimal::ONE;
    let holds = rounded == stated || near;
    Some(if holds { Verdict::Holds { exact, hedged } } else { Verdict::Wrong { exact } })
}

fn arithmetic(statistic: &Statistic, exact: Decimal) -> String {
    let (Some((from, _)), Some((to, _)), Some(stated)) =
        (&statistic.from, &statistic.to, statistic.change_printed)
    else {
        return String::new();
    };
    let step = to - from;
    let words = format!(
        "from {} to {}: {} of {} is {}%; stated {stated}%; difference {} points",
        trimmed(*from, 1),
        trimmed(*to, 1),
        trimmed(step, 1),
        trimmed(*from, 1),
        trimmed(exact, 1),
        trimmed((exact.abs() - stated).abs(), 1),
    );
    let on_the_later = percent_of(step, *to).filter(|other| {
        other.round_dp_with_strategy(stated.scale(), MidpointAwayFromZero) == stated
    });
    let Some(other) = on_the_later else { return words };
    format!(
        "{words}; {} of {} is {}%: the later figure was taken as the base",
        trimmed(step, 1),
        trimmed(*to, 1),
        trimmed(other, 1),
    )
}

fn percent_of(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED)
}

fn stated(statistic: &Statistic) -> String {
    statistic.change_printed.map(|change| format!("{change}%")).unwrap_or_default()
}
