//! Checks on numbers that were typed where the form works them out, or that a workbook of a
//! service's own quotes beside its counts.

use super::super::returned::{FigureState, QuotedNumber, Return, Side};
use super::Context;
use super::measures::{about, fraction, given, measures};
use crate::finding::{Code, Finding};
use crate::intake::{Basis, Quoted};
use crate::plan::{Formula, LineId, Measure, Timing};
use crate::quantity::{Decimal, Money, Percent, exact};

pub(super) fn quotes_percentage(returned: &Return) -> bool {
    returned.quoted.keys().any(|quoted| matches!(quoted, Quoted::Result(_)))
}

pub(super) fn quotes_year(returned: &Return) -> bool {
    returned.quoted.keys().any(|quoted| matches!(quoted, Quoted::YearToDate(_)))
}

pub(super) fn quotes_current(returned: &Return) -> bool {
    returned.quoted.keys().any(|quoted| matches!(quoted, Quoted::Current(_)))
}

pub(super) fn quotes_variance(returned: &Return) -> bool {
    returned.quoted.keys().any(|quoted| matches!(quoted, Quoted::Variance(_)))
}

/// How a quoted percentage stands to the one that the counts make.
enum Compared {
    Same,
    /// 0.95 for 95, or 95 for 0.95.
    Hundredfold,
    Differs,
}

/// A cell that is shown as a percentage is taken at its word; a bare number may be a share.
fn compared(said: &QuotedNumber, made: Decimal, room: Decimal) -> Compared {
    let near = |number: Decimal| (number - made).abs() <= room;
    let hundred = Decimal::ONE_HUNDRED;
    if near(said.number) {
        Compared::Same
    } else if near(said.number * hundred) || near(said.number / hundred) {
        Compared::Hundredfold
    } else {
        Compared::Differs
    }
}

/// M03 and M04: a percentage that was typed is the one the counts make, on one scale. M06: a
/// percentage without its counts is no figure.
pub(super) fn percentages(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in measures(context) {
        let Some(said) = context.returned.quoted.get(&Quoted::Result(measure.id.clone())) else {
            continue;
        };
        if !matches!(measure.formula, Formula::Percentage { .. }) {
            continue;
        }
        let made = fraction(context.returned, measure);
        let Some(made) = made.and_then(|made| made.percent().map(Percent::number)) else {
            findings.extend(alone(context, measure, said));
            continue;
        };
        let code = match compared(said, made, context.thresholds.quoted_points) {
            Compared::Same => continue,
            Compared::Hundredfold => Code::M04,
            Compared::Differs => Code::M03,
        };
        let typed = shown(said);
        let made = Percent::new(made).as_figure();
        let finding = if code == Code::M04 {
            Finding::new(code, said.place.clone(), "the percentage typed is a hundredfold out")
                .read(format!("read {typed}; the counts make {made}, which is used"))
                .remedy(format!("If {made} is meant, type it so; if not, check the counts."))
        } else {
            Finding::new(
                code,
                said.place.clone(),
                "the percentage typed is not the one the counts make",
            )
            .read(format!("read {typed}; the counts make {made}, which is used"))
        };
        findings.push(finding.about(about(measure)));
    }
    findings
}

fn shown(said: &QuotedNumber) -> String {
    format!("{}{}", said.number.normalize(), if said.percent { "%" } else { "" })
}

/// In a workbook of the service's own, a percentage is often all there is.
fn alone(context: &Context<'_>, measure: &Measure, said: &QuotedNumber) -> Option<Finding> {
    let empty = measure.formula.figures().into_iter().all(|figure| {
        given(context.returned, measure, figure)
            .is_none_or(|given| matches!(given.state, FigureState::Blank))
    });
    (empty && context.returned.basis == Basis::Heading).then(|| {
        let message = "a percentage stands without the counts that make it";
        Finding::new(Code::M06, said.place.clone(), message)
            .about(about(measure))
            .read(format!("read {}; it is not used", shown(said)))
            .remedy("Give both counts: how many, and of how many.")
    })
}

/// Part and whole, or a sum and one, over the year so far; none where a quarter is missing.
fn year(context: &Context<'_>, measure: &Measure) -> Option<(Decimal, bool)> {
    let quarters = usize::from(context.returned.quarter.number());
    let returns: Vec<&Return> =
        context.earlier.iter().copied().chain(std::iter::once(context.returned)).collect();
    if returns.len() != quarters {
        return None;
    }
    let over = |figure| -> Option<Decimal> {
        match measure.formula.timing() {
            Timing::AtQuarterEnd => context.returned.number(&measure.id, figure),
            Timing::InQuarter => {
                returns.iter().map(|returned| returned.number(&measure.id, figure)).sum()
            }
        }
    };
    match &measure.formula {
        Formula::Percentage { numerator, denominator, .. } => {
            let percent =
                (over(numerator)? * Decimal::ONE_HUNDRED).checked_div(over(denominator)?)?;
            Some((percent, true))
        }
        Formula::Count { count: figure, .. } | Formula::Money { amount: figure } => {
            Some((over(figure)?, false))
        }
        Formula::Ratio { .. } | Formula::PerDay { .. } => None,
    }
}

/// M10: a year to date that was typed is the one that the quarters make. M08: it does not fall.
pub(super) fn years_to_date(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in measures(context) {
        let Some(said) = context.returned.quoted.get(&Quoted::YearToDate(measure.id.clone()))
        else {
            continue;
        };
        if let Some(finding) = fell(context, measure, said) {
            findings.push(finding);
            continue;
        }
        let Some((made, percent)) = year(context, measure) else { continue };
        let room = if percent { context.thresholds.quoted_points } else { Decimal::ZERO };
        let share =
            percent && !said.percent && (said.number * Decimal::ONE_HUNDRED - made).abs() <= room;
        if (said.number - made).abs() <= room || share {
            continue;
        }
        let made = if percent { Percent::new(made).as_figure() } else { exact(made) };
        let message = "the year to date typed is not the one that the quarters make";
        let finding = Finding::new(Code::M10, said.place.clone(), message).about(about(measure));
        findings.push(
            finding.read(format!("read {}; the quarters make {made}, which is used", shown(said))),
        );
    }
    findings
}

/// What was counted in earlier quarters stays counted.
fn fell(context: &Context<'_>, measure: &Measure, said: &QuotedNumber) -> Option<Finding> {
    let figure = match &measure.formula {
        Formula::Count { count: figure, timing: Timing::InQuarter }
        | Formula::Money { amount: figure } => figure,
        Formula::Count { .. }
        | Formula::Percentage { .. }
        | Formula::Ratio { .. }
        | Formula::PerDay { .. } => return None,
    };
    let before: Decimal =
        context.earlier.iter().filter_map(|earlier| earlier.number(&measure.id, figure)).sum();
    (said.number < before).then(|| {
        Finding::new(Code::M08, said.place.clone(), "the running total is below what it was")
            .about(about(measure))
            .read(format!(
                "read {} for the year to date; the earlier quarters alone make {}",
                exact(said.number),
                exact(before)
            ))
    })
}

/// B03: a current budget that was typed is annual budget, virements and changes. B05: a variance
/// that was typed is budget less spend, and its word agrees.
pub(super) fn money(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (quoted, said) in &context.returned.quoted {
        match quoted {
            Quoted::Current(line) => findings.extend(current(context, line, said)),
            Quoted::Variance(line) => findings.extend(variance(context, line, said)),
            Quoted::Result(_) | Quoted::YearToDate(_) => {}
        }
    }
    findings
}

fn thousands(money: Money) -> Decimal {
    money.in_pounds() / Decimal::ONE_THOUSAND
}

fn current(context: &Context<'_>, line: &LineId, said: &QuotedNumber) -> Option<Finding> {
    let (line, returned) = super::budget::lines(context).find(|(known, _)| known.id == *line)?;
    let made = super::budget::current(context, line, returned)?;
    let apart = (said.number - thousands(made)).abs();
    let room = thousands(context.thresholds.rounding_a_line);
    (apart > room).then(|| {
        let message = "the current budget typed is not annual budget, virements and changes";
        let annual = thousands(line.budget.value.unwrap_or_default());
        let changes = thousands(made) - annual;
        Finding::new(Code::B03, said.place.clone(), message).about(&*line.text).read(format!(
            "read £{}k; £{}k and changes of £{}k make £{}k, a difference of £{}k",
            exact(said.number),
            exact(annual),
            exact(changes),
            exact(thousands(made)),
            exact(apart)
        ))
    })
}

fn variance(context: &Context<'_>, line: &LineId, said: &QuotedNumber) -> Option<Finding> {
    let (line, returned) = super::budget::lines(context).find(|(known, _)| known.id == *line)?;
    let made = thousands(returned.budget_to_date? - returned.actual_to_date?);
    let side = if made.is_sign_negative() { Side::Over } else { Side::Under };
    let other = said.side.is_some_and(|typed| typed != side) && !made.is_zero();
    let apart = (said.number.abs() - made.abs()).abs();
    if !other && apart <= thousands(context.thresholds.rounding_a_line) {
        return None;
    }
    let message = if other {
        "the variance’s word disagrees with the figures"
    } else {
        "the variance typed is not budget less spend"
    };
    let typed = format!(
        "{}{}",
        said.number.normalize(),
        said.side.map_or_else(String::new, |side| format!(" {}", side.word()))
    );
    Some(Finding::new(Code::B05, said.place.clone(), message).about(&*line.text).read(format!(
        "read “{typed}”; budget to date less actual to date is {} {}",
        exact(made.abs()),
        side.word()
    )))
}
