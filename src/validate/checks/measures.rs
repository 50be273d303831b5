//! Checks on measures: parts and wholes, stages, large changes.

use super::super::returned::{FigureState, Given, Return};
use super::{Context, moved_by};
use crate::finding::{Code, Finding, Place, Severity};
use crate::form::{NoFigure, RestatementPart, Slot};
use crate::plan::{FigureId, Formula, Measure, TargetRule};
use crate::quantity::{Decimal, Fraction, Money, Unit, exact, fixed};

pub(super) fn measures<'a>(context: &'a Context<'_>) -> impl Iterator<Item = &'a Measure> {
    context.plan.measures_of(&context.returned.service)
}

pub(super) fn about(measure: &Measure) -> String {
    format!("Measure {}", measure.number)
}

pub(super) fn given<'a>(
    returned: &'a Return,
    measure: &Measure,
    figure: &FigureId,
) -> Option<&'a Given> {
    returned.figures.get(&(measure.id.clone(), figure.clone()))
}

fn place(context: &Context<'_>, measure: &Measure, figure: &FigureId) -> Place {
    let whole = || Place::file(context.returned.source.file.clone());
    given(context.returned, measure, figure).map_or_else(whole, |given| given.place.clone())
}

fn label<'a>(measure: &'a Measure, figure: &FigureId) -> &'a str {
    measure.figure(figure).map_or("the figure", |figure| figure.label.as_str())
}

fn last_quarter<'a>(context: &Context<'a>) -> Option<&'a Return> {
    let before = context.returned.quarter.previous();
    context.earlier.iter().copied().find(|earlier| earlier.quarter == before)
}

/// Part and whole of a percentage, if both are numbers.
pub(super) fn fraction(returned: &Return, measure: &Measure) -> Option<Fraction> {
    let Formula::Percentage { numerator, denominator, .. } = &measure.formula else { return None };
    let part = returned.number(&measure.id, numerator)?;
    let whole = returned.number(&measure.id, denominator)?;
    Some(Fraction { part, whole })
}

/// M01 and M02: a part does not exceed its whole, and has one.
pub(super) fn parts(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in measures(context) {
        let Formula::Percentage { numerator, denominator, .. } = &measure.formula else { continue };
        let Some(now) = fraction(context.returned, measure) else { continue };
        if now.part <= now.whole {
            continue;
        }
        let (part, whole) = (label(measure, numerator), label(measure, denominator));
        let at = place(context, measure, numerator);
        let (code, message, read) = if now.whole.is_zero() {
            let read = format!("read {} for “{part}” and 0 for “{whole}”", exact(now.part));
            (Code::M02, "a part is given, and the whole is 0", read)
        } else {
            let read = format!(
                "read {} for “{part}” and {} for “{whole}”; a part cannot exceed its whole",
                exact(now.part),
                exact(now.whole)
            );
            (Code::M01, "the part is larger than the whole", read)
        };
        let last = last_quarter(context).and_then(|last| fraction(last, measure));
        let last = last.map_or_else(String::new, |last| {
            format!(" Last quarter had {} of {}.", exact(last.part), exact(last.whole))
        });
        let cells = format!("{} and {}", cell(&at), cell(&place(context, measure, denominator)));
        let excerpt = context.returned.excerpt(&[&at, &place(context, measure, denominator)]);
        let finding = Finding::new(code, at, message)
            .about(about(measure))
            .read(read)
            .remedy(format!("Check {cells}.{last}"))
            .excerpt(excerpt);
        findings.push(finding);
    }
    findings
}

fn cell(place: &Place) -> String {
    place.cell.map_or_else(|| "the cell".into(), |cell| cell.to_string())
}

/// M05: money a thousandfold from the target's share or from last quarter.
pub(super) fn money(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in measures(context) {
        for figure in measure.figures.iter().filter(|figure| figure.unit == Unit::Pounds) {
            let Some(now) = context.returned.number(&measure.id, &figure.id) else { continue };
            let last = last_quarter(context).and_then(|last| last.number(&measure.id, &figure.id));
            let target = match &measure.target.rule {
                TargetRule::AtLeast(crate::quantity::Amount::Money(target)) => {
                    Some(target.in_pounds() / Decimal::from(4))
                }
                TargetRule::AtLeast(_)
                | TargetRule::AtMost(_)
                | TargetRule::IncreaseEachQuarter { .. }
                | TargetRule::ToBeConfirmed
                | TargetRule::None => None,
            };
            let Some(usual) = last.or(target).filter(|usual| !usual.is_zero()) else { continue };
            let Some(times) = now.checked_div(usual) else { continue };
            let slack = context.thresholds.thousandfold_slack.max(Decimal::ONE);
            let hundreds = Decimal::ONE_THOUSAND / slack..=Decimal::ONE_THOUSAND * slack;
            let too_much = hundreds.contains(&times);
            let too_little = !times.is_zero()
                && Decimal::ONE.checked_div(times).is_some_and(|over| hundreds.contains(&over));
            if !too_much && !too_little {
                continue;
            }
            let meant =
                if too_much { now / Decimal::ONE_THOUSAND } else { now * Decimal::ONE_THOUSAND };
            let read = format!(
                "read £{}; about {} was to be expected",
                exact(now),
                Money::pounds(usual).as_pounds()
            );
            let finding = Finding::new(
                Code::M05,
                place(context, measure, &figure.id),
                format!("{} is a thousandfold from what is usual", figure.label),
            );
            let remedy = format!(
                "If £{} is meant, type {}; if the figure is right, say why in the comment.",
                exact(meant),
                meant.normalize()
            );
            findings.push(finding.about(about(measure)).read(read).remedy(remedy));
        }
    }
    findings
}

/// M06: all figures of a measure, or none of them.
pub(super) fn complete(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in measures(context).filter(|measure| measure.figures.len() > 1) {
        let states: Vec<_> = measure
            .figures
            .iter()
            .filter_map(|figure| Some((figure, given(context.returned, measure, &figure.id)?)))
            .collect();
        let some = states.iter().any(|(_, given)| matches!(given.state, FigureState::Number(_)));
        for (figure, given) in states {
            if some && matches!(given.state, FigureState::Blank) {
                let message = format!("{} is missing beside its partner", figure.label);
                let finding = Finding::new(Code::M06, given.place.clone(), message);
                let partner = measure.figures.iter().find(|one| one.id != figure.id);
                let partner = partner.map(|one| place(context, measure, &one.id));
                let rows: Vec<&Place> = partner.iter().chain([&given.place]).collect();
                let excerpt = context.returned.excerpt(&rows);
                findings.push(finding.about(about(measure)).excerpt(excerpt));
            }
        }
    }
    findings
}

/// M07: of three stages or more, none is larger than the one before.
pub(super) fn stages(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in measures(context) {
        let staged = matches!(measure.formula, Formula::Percentage { .. })
            && measure.figures.len() > 2
            && measure.figures.iter().all(|figure| figure.unit == Unit::Count);
        if !staged {
            continue;
        }
        for pair in measure.figures.windows(2) {
            let [before, after] = pair else { continue };
            // Part and whole of the percentage are looked at under M01.
            let of_formula = measure.formula.figures();
            if of_formula.contains(&&before.id) && of_formula.contains(&&after.id) {
                continue;
            }
            let number = |id| context.returned.number(&measure.id, id);
            let (Some(first), Some(second)) = (number(&before.id), number(&after.id)) else {
                continue;
            };
            if second > first {
                let read = format!(
                    "read {} for “{}” and {} for “{}”",
                    exact(first),
                    before.label,
                    exact(second),
                    after.label
                );
                let finding = Finding::new(
                    Code::M07,
                    place(context, measure, &after.id),
                    "more passed to this stage than reached the one before",
                );
                let first = place(context, measure, &before.id);
                let excerpt = context.returned.excerpt(&[&first, &finding.place]);
                findings.push(finding.about(about(measure)).read(read).excerpt(excerpt));
            }
        }
    }
    findings
}

/// M09: a restatement gives its reason, and its old figure is the one that was returned.
pub(super) fn restatements(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in &context.returned.restatements {
        let number = context.plan.measure(&one.measure).map_or(0, |measure| measure.number);
        let subject = format!("Measure {number}");
        if one.reason.is_none() {
            let message = format!("{} is restated without a reason", one.quarter.in_text());
            let returned = context.returned;
            let place = if let Some(Slot::Restatement(row, _)) = returned.row_at(&one.place) {
                returned.cell(&Slot::Restatement(*row, RestatementPart::Reason), &one.place)
            } else {
                one.place.clone()
            };
            findings.push(Finding::new(Code::M09, place, message).about(&*subject));
        }
        let returned = context
            .earlier
            .iter()
            .find(|earlier| earlier.quarter == one.quarter)
            .and_then(|earlier| earlier.number(&one.measure, &one.figure));
        if let (Some(old), Some(was)) = (one.old, returned)
            && old != was
        {
            let read =
                format!("read {} as first returned; {} was", old.normalize(), was.normalize());
            let message = format!("the old figure is not the one returned for {}", one.quarter);
            let finding = Finding::new(Code::M09, one.place.clone(), message);
            findings.push(finding.about(subject).read(read));
        }
    }
    findings
}

/// M11: a figure moved by more than is usual since last quarter.
pub(super) fn changes(context: &Context<'_>) -> Vec<Finding> {
    let Some(last) = last_quarter(context) else { return Vec::new() };
    let mut findings = Vec::new();
    for measure in measures(context) {
        if let Some(finding) = percentage_change(context, last, measure) {
            findings.push(finding);
        }
        for figure in &measure.figures {
            let part_of_percentage = matches!(measure.formula, Formula::Percentage { .. })
                && measure.formula.figures().contains(&&figure.id);
            let days = figure.unit == Unit::Days;
            let whole = matches!(&measure.formula,
                Formula::Percentage { denominator, .. } if *denominator == figure.id);
            if days || (part_of_percentage && !whole) {
                continue;
            }
            let limit = if whole {
                context.thresholds.denominator_percent
            } else {
                context.thresholds.change_percent
            };
            let number = |from: &Return| from.number(&measure.id, &figure.id);
            let (Some(was), Some(is)) = (number(last), number(context.returned)) else { continue };
            let Some(by) = moved_by(was, is).filter(|by| *by > limit) else { continue };
            let read = format!(
                "read {} after {} last quarter, a change of {}%; more than {}% is asked about",
                exact(is),
                exact(was),
                fixed(by, 0),
                limit.normalize()
            );
            let message = format!("{} changed a good deal", figure.label);
            let at = place(context, measure, &figure.id);
            findings.push(Finding::new(Code::M11, at, message).about(about(measure)).read(read));
        }
    }
    findings
}

fn percentage_change(context: &Context<'_>, last: &Return, measure: &Measure) -> Option<Finding> {
    let Formula::Percentage { numerator, .. } = &measure.formula else { return None };
    let percent = |from: &Return| fraction(from, measure)?.percent();
    let (was, is) = (percent(last)?, percent(context.returned)?);
    let by = (is.number() - was.number()).abs();
    if by <= context.thresholds.change_points || is.number() > Decimal::ONE_HUNDRED {
        return None;
    }
    let read = format!(
        "the figures make {} after {} last quarter, a change of {} points; more than {} is asked about",
        is.as_figure(),
        was.as_figure(),
        fixed(by, 1),
        context.thresholds.change_points.normalize()
    );
    let at = place(context, measure, numerator);
    Some(
        Finding::new(Code::M11, at, "the percentage changed a good deal")
            .about(about(measure))
            .read(read),
    )
}

/// M14: "Not yet available" for more than two quarters, or beside figures of the same measure.
pub(super) fn report_later(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in measures(context) {
        for figure in &measure.figures {
            let later = |returned: &Return| {
                given(returned, measure, &figure.id)
                    .is_some_and(|g| g.state == FigureState::None(NoFigure::NotYetAvailable))
            };
            let partner = measure
                .figures
                .iter()
                .any(|figure| context.returned.number(&measure.id, &figure.id).is_some());
            let before = context.earlier.iter().filter(|earlier| later(earlier)).count();
            if later(context.returned) && partner {
                let message = format!(
                    "{} is not yet available beside figures of the same measure",
                    figure.label
                );
                let at = place(context, measure, &figure.id);
                findings.push(Finding::new(Code::M14, at, message).about(about(measure)));
            } else if later(context.returned) && before >= context.thresholds.report_later_quarters
            {
                let message =
                    format!("{} was not yet available in {} quarters", figure.label, before + 1);
                let at = place(context, measure, &figure.id);
                let finding = Finding::new(Code::M14, at, message).about(about(measure));
                findings.push(finding.severity(Severity::Warning));
            }
        }
    }
    findings
}

/// M11: a figure moved by more than is usual since the same quarter of an earlier year, through
/// the links between plans.
pub(super) fn since_last_year(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in measures(context) {
        let Some((then, id)) = context.year_before(measure) else { continue };
        let limits = context.thresholds;
        let (now, when) = (context.returned, then.quarter);
        let said = match &measure.formula {
            Formula::Percentage { numerator, denominator, .. } => {
                let percent = |returned: &Return, id: &crate::plan::MeasureId| {
                    let part = returned.number(id, numerator)?;
                    Fraction { part, whole: returned.number(id, denominator)? }.percent()
                };
                let (Some(is), Some(was)) = (percent(now, &measure.id), percent(then, id)) else {
                    continue;
                };
                let by = (is.number() - was.number()).abs();
                (by > limits.year_change_points && is.number() <= Decimal::ONE_HUNDRED).then(|| {
                    let (is, was) = (is.as_figure(), was.as_figure());
                    format!("the figures make {is} after {was} in {when}, {} points", fixed(by, 1))
                })
            }
            Formula::Count { count: figure, .. } | Formula::Money { amount: figure } => {
                let (Some(is), Some(was)) =
                    (now.number(&measure.id, figure), then.number(id, figure))
                else {
                    continue;
                };
                let by = moved_by(was, is).filter(|by| *by > limits.year_change_percent);
                by.map(|by| {
                    let (is, was) = (exact(is), exact(was));
                    format!("read {is} after {was} in {when}, a change of {}%", fixed(by, 0))
                })
            }
            Formula::Ratio { .. } | Formula::PerDay { .. } => None,
        };
        let (Some(read), Some(figure)) = (said, measure.formula.figures().first().copied()) else {
            continue;
        };
        let message = "the result is far from that of the same quarter of an earlier year";
        let finding = Finding::new(Code::M11, place(context, measure, figure), message);
        findings.push(finding.about(about(measure)).read(read));
    }
    findings
}

impl<'a> Context<'a> {
    /// The return of the same quarter in the year of the plan that a measure continues, and the
    /// measure's id in it.
    fn year_before(
        &self,
        measure: &'a Measure,
    ) -> Option<(&'a Return, &'a crate::plan::MeasureId)> {
        let before = measure.continues.as_ref()?;
        let quarter = before.plan.quarter(self.returned.quarter.number())?;
        let holds = |returned: &&&Return| {
            returned.quarter == quarter && returned.figures.keys().any(|(id, _)| *id == before.id)
        };
        self.years_before.iter().find(holds).map(|returned| (*returned, &before.id))
    }

    /// Whether any measure has such a return.
    pub(super) fn has_year_before(&self) -> bool {
        measures(self).any(|measure| self.year_before(measure).is_some())
    }
}
