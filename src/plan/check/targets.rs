//! Targets: set, one for a measure, in step with the wording, with a direction and with terms
//! that are said (P07, P20, P21, P22, P23).

use super::super::measure::{Measure, TargetRule};
use super::super::model::Plan;
use super::super::values::TO_BE_SET;
use super::values::{asked, shown};
use super::{listed, measure_part, odd, quoted};
use crate::finding::{Code, Finding, Severity};
use crate::quantity::{Amount, Decimal, plural};

/// Words that say a target is a ceiling.
const CEILING: [&str; 6] =
    ["no more than", "at most", "maximum", "less than", "fewer than", "up to"];

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let each = plan.measures.iter().flat_map(|measure| {
        let part = measure_part(measure);
        [
            unset(measure).map(|message| odd(plan, Code::P07, &part, message)),
            composite(measure)
                .map(|(message, read)| odd(plan, Code::P20, &part, message).read(read)),
            wording(measure).map(|message| odd(plan, Code::P21, &part, message)),
            direction(measure).map(|message| odd(plan, Code::P22, &part, message)),
            days(measure).map(|message| odd(plan, Code::P23, &part, message)),
        ]
    });
    each.flatten().chain(repeated(plan)).collect()
}

fn unset(measure: &Measure) -> Option<String> {
    let printed = &measure.target.printed;
    match measure.target.rule {
        // P39 tells those.
        TargetRule::ToBeConfirmed if printed == TO_BE_SET => None,
        TargetRule::ToBeConfirmed => Some(format!("the target is {}", shown(printed))),
        TargetRule::None => Some(format!("no target is printed: {}", shown(printed))),
        TargetRule::AtLeast(_) | TargetRule::AtMost(_) | TargetRule::IncreaseEachQuarter { .. } => {
            None
        }
    }
}

/// Figures beside those that the formula needs, or a number and its rate in one sentence.
fn composite(measure: &Measure) -> Option<(String, String)> {
    let needed = measure.formula.figures();
    let beside: Vec<&str> = measure
        .figures
        .iter()
        .filter(|figure| !needed.contains(&&figure.id))
        .map(|figure| figure.label.as_str())
        .collect();
    let lower = measure.text.to_lowercase();
    let both = lower.contains("number of") && lower.contains(" rate");
    if beside.is_empty() && !both {
        return None;
    }
    let scored = needed.iter().filter_map(|id| measure.figure(id)).map(|f| f.label.as_str());
    let count = plural(measure.figures.len(), "figure is", "figures are");
    let message = match measure.target.printed.trim() {
        "" => format!("{count} asked for in one measure, and no target is printed"),
        printed => format!("{count} asked for in one measure, under the target “{printed}”"),
    };
    let scored = format!("read as being for {}", quoted(scored));
    let read = match beside.len() {
        0 => scored,
        1 => format!("{scored}; beside it {}", quoted(&beside)),
        _ => format!(
            "{scored}; beside it {}, each kept by itself and never added to the others",
            quoted(&beside)
        ),
    };
    Some((message, read))
}

fn wording(measure: &Measure) -> Option<String> {
    let printed = shown(&measure.target.printed);
    if let TargetRule::IncreaseEachQuarter { and_at_least: Some(least) } = &measure.target.rule {
        return Some(format!(
            "the wording asks for an increase each quarter, and the target is {printed}: \
             both are scored, {} and more than the quarter before",
            least.as_target()
        ));
    }
    let monitored = measure.text.to_lowercase().starts_with("monitor");
    if monitored && asked(&measure.target.rule).is_some() {
        return Some(format!("the wording is “Monitor”, and the target is {printed}"));
    }
    disagrees(measure)
}

/// A figure in the wording that is not the target's.
fn disagrees(measure: &Measure) -> Option<String> {
    let (named, target) = named(measure)?;
    (named != target).then(|| {
        format!("the wording says {named}, and the target is “{}”", measure.target.printed)
    })
}

/// Measures whose wording repeats the target, said once for the plan.
fn repeated(plan: &Plan) -> Option<Finding> {
    let repeat: Vec<String> = plan
        .measures
        .iter()
        .filter(|measure| named(measure).is_some_and(|(named, target)| named == target))
        .map(|measure| measure.number.to_string())
        .collect();
    (!repeat.is_empty()).then(|| {
        let message = "the wording repeats the target; each agrees with the target's column";
        odd(plan, Code::P21, "Measures", message)
            .severity(Severity::Note)
            .read(format!("measures {}", listed(repeat)))
            .remedy("Change both when the target changes.")
    })
}

/// The figure in a measure's wording beside the target's.
fn named(measure: &Measure) -> Option<(Decimal, Decimal)> {
    let target = asked(&measure.target.rule)?;
    let mut words = measure.text.split_whitespace();
    let found = match target {
        Amount::Percent(_) => words.find_map(|word| word.strip_suffix('%')?.parse().ok()),
        Amount::PerDay(_) => words.find_map(|word| word.parse().ok()),
        Amount::Count(_) | Amount::Money(_) | Amount::Ratio(_) => None,
    };
    Some((found?, target.number()))
}

fn direction(measure: &Measure) -> Option<String> {
    let said = format!("{} {}", measure.text, measure.target.printed).to_lowercase();
    let printed = shown(&measure.target.printed);
    if let TargetRule::AtMost(amount) = measure.target.rule {
        let ceiling = CEILING.iter().any(|word| said.contains(word));
        let read = amount.as_target();
        return (!ceiling).then(|| {
            format!("{printed} is printed without “no more than”; read as at most {read}")
        });
    }
    let ratio = matches!(measure.target.rule, TargetRule::AtLeast(Amount::Ratio(_)));
    (ratio && !said.contains("at least"))
        .then(|| format!("{printed} does not say which part should be larger"))
}

/// “seven days”, “per day”: which days?
fn days(measure: &Measure) -> Option<String> {
    let words: Vec<&str> = measure.text.split_whitespace().collect();
    let at = words.iter().position(|word| {
        matches!(word.trim_matches([',', '.']).to_lowercase().as_str(), "day" | "days")
    })?;
    let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
    if matches!(before.to_lowercase().as_str(), "working" | "calendar") {
        return None;
    }
    let day = words.get(at).copied().unwrap_or_default();
    Some(format!("“{before} {day}” does not say whether working days or calendar days are counted"))
}
