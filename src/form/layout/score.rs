//! How the form itself works a measure out and scores it, as formulas.
//!
//! It is scored on what the pack scores: the year to date; at a point in time the latest; an
//! increase each quarter on the quarter. Earlier quarters stand on the hidden Meta sheet.

use super::sheet::SheetKey;
use super::whole::Parts;
use crate::form::expression::{Expression, Function, Operator};
use crate::form::slot::{FigurePart, Slot};
use crate::form::words::NoFigure;
use crate::plan::Status;
use crate::plan::{FigureId, Formula, Measure, TargetRule, Timing};
use crate::quantity::{Amount, Decimal, Unit};

/// The row key of a figure, on Measures and on Meta.
pub(super) fn figure_key(measure: &Measure, figure: &FigureId) -> String {
    format!("{}/{figure}", measure.id)
}

/// The row key of the figure beside which a measure's result stands.
pub(super) fn result_key(measure: &Measure) -> String {
    measure.formula.figures().first().map_or_else(String::new, |id| figure_key(measure, id))
}

/// The cell a service types a figure into.
pub(super) fn typed(measure: &Measure, figure: &FigureId) -> Expression {
    Expression::Input(Slot::Figure(measure.id.clone(), figure.clone(), FigurePart::Value))
}

/// The cell with the reason why there is none.
pub(super) fn reason(measure: &Measure, figure: &FigureId) -> Expression {
    Expression::Input(Slot::Figure(measure.id.clone(), figure.clone(), FigurePart::Reason))
}

/// A figure of an earlier quarter of this year, 1 to 3.
fn earlier(measure: &Measure, figure: &FigureId, quarter: u8) -> Expression {
    let column = match quarter {
        1 => "q1",
        2 => "q2",
        _ => "q3",
    };
    Expression::Cell(SheetKey::Meta, figure_key(measure, figure), column)
}

/// Whether a figure is a number that can be used: not below zero, and whole where it counts.
fn usable(measure: &Measure, figure: &FigureId) -> Expression {
    let value = || typed(measure, figure);
    let unit = measure.figure(figure).map_or(Unit::Count, |figure| figure.unit);
    let not_below = value().binary(Operator::AtLeast, Expression::whole(0));
    let fine = match unit {
        Unit::Pounds => not_below,
        Unit::Count | Unit::Days => Expression::all(vec![
            not_below,
            value().binary(Operator::Equal, value().apply(Function::Int)),
        ]),
    };
    // INT of a text is an error, so the question is asked only of numbers.
    Expression::when(value().is_number(), fine, Expression::whole(0))
}

/// The figures of the formula, added up over the quarters 1 to `last`, with what is typed now.
fn total(measure: &Measure, figure: &FigureId, now: u8) -> Expression {
    if now <= 1 {
        return typed(measure, figure);
    }
    let mut parts: Vec<_> = (1..now).map(|quarter| earlier(measure, figure, quarter)).collect();
    parts.push(typed(measure, figure));
    Expression::sum(parts)
}

/// The measure's amount from one expression a figure; `idle` where there is nothing to divide by.
fn amount(measure: &Measure, of: &dyn Fn(&FigureId) -> Expression, idle: Expression) -> Expression {
    let divided = |part: &FigureId, whole: Expression| {
        Expression::when(
            whole.clone().binary(Operator::More, Expression::whole(0)),
            of(part).binary(Operator::Over, whole),
            idle,
        )
    };
    match &measure.formula {
        Formula::Percentage { numerator, denominator, .. } => divided(numerator, of(denominator)),
        Formula::PerDay { numerator, days } => divided(numerator, of(days)),
        Formula::Ratio { left, right } => divided(left, of(left).binary(Operator::Plus, of(right))),
        Formula::Count { count, .. } => of(count),
        Formula::Money { amount } => of(amount),
    }
}

/// `otherwise`, unless every figure can be used and no part exceeds its whole.
fn guarded(measure: &Measure, then: Expression, otherwise: Expression) -> Expression {
    let figures = measure.formula.figures();
    let all = figures.into_iter().map(|figure| usable(measure, figure)).collect();
    let then = match &measure.formula {
        Formula::Percentage { numerator, denominator, .. } => {
            let whole = typed(measure, denominator);
            let fits = typed(measure, numerator).binary(Operator::AtMost, whole);
            Expression::when(fits, then, nothing())
        }
        Formula::Count { .. }
        | Formula::Money { .. }
        | Formula::Ratio { .. }
        | Formula::PerDay { .. } => then,
    };
    Expression::when(Expression::all(all), then, otherwise)
}

fn nothing() -> Expression {
    Expression::text("")
}

/// The earlier quarters of the year, 1 to 3, for which every figure of the formula is there:
/// half a fraction would skew the sum.
pub(super) fn known(parts: &Parts<'_>, measure: &Measure) -> Vec<u8> {
    let figures = measure.formula.figures();
    let whole = |figures_then: &std::collections::BTreeMap<_, _>| {
        figures
            .iter()
            .all(|figure| figures_then.contains_key(&(measure.id.clone(), (*figure).clone())))
    };
    let earlier = parts.context.this_year(parts.quarter);
    earlier
        .filter(|(_, then)| then.is_some_and(|then| whole(&then.figures)))
        .map(|(quarter, _)| quarter.number())
        .collect()
}

/// The share of a ratio as text, such as `68/32`.
fn as_ratio(share: &Expression) -> Expression {
    let hundred = || Expression::whole(100);
    let first = Expression::Call(
        Function::Round,
        vec![share.clone().binary(Operator::Times, hundred()), Expression::whole(0)],
    );
    let second = hundred().binary(Operator::Minus, first.clone());
    let shown = first.then(Expression::text("/")).then(second);
    Expression::when(share.clone().is_number(), shown, Expression::text(""))
}

/// This quarter's amount as a number (a percentage and a ratio as a share of one), or nothing.
pub(super) fn quarter_number(measure: &Measure) -> Expression {
    let amount = amount(measure, &|figure| typed(measure, figure), nothing());
    guarded(measure, amount, nothing())
}

/// The year to date as a number, or nothing; at a point in time it is the latest. A quarter
/// with nothing to count leaves it as the earlier ones made it.
pub(super) fn year_number(parts: &Parts<'_>, measure: &Measure) -> Expression {
    let known = known(parts, measure);
    let at_end = measure.formula.timing() == Timing::AtQuarterEnd;
    let before = |figure: &FigureId| match known.last() {
        Some(last) if at_end => earlier(measure, figure, *last),
        _ => Expression::sum(
            known.iter().map(|quarter| earlier(measure, figure, *quarter)).collect(),
        ),
    };
    let without = if known.is_empty() { nothing() } else { amount(measure, &before, nothing()) };
    let now = parts.quarter.number();
    let with = if at_end {
        amount(measure, &|figure| typed(measure, figure), without.clone())
    } else {
        amount(measure, &|figure| total(measure, figure, now), nothing())
    };
    let idle = measure.formula.figures().into_iter();
    let idle = idle.map(|figure| reason(measure, figure).is(NoFigure::NoActivity.word()));
    let left = Expression::when(Expression::any(idle.collect()), without, nothing());
    guarded(measure, with, left)
}

/// How a number of this measure is shown: a ratio as text, the rest as it is.
pub(super) fn shown(measure: &Measure, number: Expression) -> Expression {
    match measure.formula {
        Formula::Ratio { .. } => as_ratio(&number),
        Formula::Percentage { .. }
        | Formula::Count { .. }
        | Formula::Money { .. }
        | Formula::PerDay { .. } => number,
    }
}

/// A target's number on the scale of the formulas: 0.75 for 75%.
fn scaled(amount: Amount) -> Decimal {
    match amount {
        Amount::Percent(_) | Amount::Ratio(_) => amount.number() / Decimal::ONE_HUNDRED,
        Amount::Count(_) | Amount::Money(_) | Amount::PerDay(_) => amount.number(),
    }
}

/// The status that the figures make, in words, as the pack will work it out.
pub(super) fn status(parts: &Parts<'_>, measure: &Measure) -> Expression {
    let year = year_cell(parts, measure);
    let scored = match &measure.target.rule {
        TargetRule::AtLeast(target) => at_least(parts, measure, &year, scaled(*target)),
        TargetRule::AtMost(target) => against(&year, scaled(*target), parts, Operator::AtMost),
        TargetRule::IncreaseEachQuarter { and_at_least } => increase(parts, measure, *and_at_least),
        TargetRule::ToBeConfirmed | TargetRule::None => word(Status::Contextual),
    };
    let figures = measure.formula.figures();
    let reasons = figures.iter().map(|figure| reason(measure, figure).is_filled()).collect();
    let typed = figures.iter().map(|figure| typed(measure, figure).is_number()).collect();
    let answered = Expression::any(vec![Expression::any(reasons), Expression::all(typed)]);
    let missing = Expression::when(answered, word(Status::ReportLater), nothing());
    Expression::when(year.shows_nothing(), missing, scored)
}

fn word(status: Status) -> Expression {
    Expression::text(status.word())
}

/// The year to date as a number: for a ratio, whose cell shows text, worked out again.
fn year_cell(parts: &Parts<'_>, measure: &Measure) -> Expression {
    if matches!(measure.formula, Formula::Ratio { .. }) {
        return year_number(parts, measure);
    }
    Expression::Cell(SheetKey::Measures, result_key(measure), "year")
}

/// The quarter's amount as a number, likewise.
fn quarter_cell(measure: &Measure) -> Expression {
    if matches!(measure.formula, Formula::Ratio { .. }) {
        return quarter_number(measure);
    }
    Expression::Cell(SheetKey::Measures, result_key(measure), "result")
}

/// A total that builds up is scored against its share by the quarter's end. With an earlier
/// quarter missing it may have met that share; if it has not, nobody knows.
fn at_least(
    parts: &Parts<'_>,
    measure: &Measure,
    year: &Expression,
    target: Decimal,
) -> Expression {
    let now = parts.quarter.number();
    let Some(profile) = measure.target.profile.as_deref() else {
        return against(year, target, parts, Operator::AtLeast);
    };
    let index = usize::from(now.saturating_sub(1));
    let due = target * profile.get(index).copied().unwrap_or(Decimal::ONE);
    if known(parts, measure).len() + 1 < usize::from(now) {
        let met = year.clone().binary(Operator::AtLeast, Expression::Number(due));
        return Expression::when(met, word(Status::Green), word(Status::ReportLater));
    }
    against(year, due, parts, Operator::AtLeast)
}

/// Green where the target is met, amber within the threshold, red beyond.
fn against(is: &Expression, target: Decimal, parts: &Parts<'_>, asks: Operator) -> Expression {
    let share = parts.context.thresholds.amber_share;
    let edge = if asks == Operator::AtMost {
        target * (Decimal::ONE + share)
    } else {
        target * (Decimal::ONE - share)
    };
    let compared = |limit: Decimal| is.clone().binary(asks, Expression::Number(limit));
    Expression::when(
        compared(target),
        word(Status::Green),
        Expression::when(compared(edge), word(Status::Amber), word(Status::Red)),
    )
}

/// More than in the quarter before; and the year to date at least the printed figure, where
/// there is one. The first quarter, and one after a gap, sets the base.
fn increase(parts: &Parts<'_>, measure: &Measure, floor: Option<Amount>) -> Expression {
    let now = parts.quarter.number();
    let share = Decimal::ONE - parts.context.thresholds.amber_share;
    let year = year_cell(parts, measure);
    let floor = floor.map(scaled);
    let alone = floor
        .map_or(word(Status::Contextual), |floor| against(&year, floor, parts, Operator::AtLeast));
    let is = quarter_cell(measure);
    let idle = if floor.is_some() { alone.clone() } else { word(Status::ReportLater) };
    let scored = if now <= 1 {
        alone
    } else {
        let before = amount(measure, &|figure| earlier(measure, figure, now - 1), nothing());
        let edge = before.clone().binary(Operator::Times, Expression::Number(share));
        let mut far = vec![is.clone().binary(Operator::Less, edge)];
        let mut met = vec![is.clone().binary(Operator::More, before.clone())];
        if let Some(floor) = floor {
            far.push(year.clone().binary(Operator::Less, Expression::Number(floor * share)));
            met.push(year.binary(Operator::AtLeast, Expression::Number(floor)));
        }
        let compared = Expression::when(
            Expression::any(far),
            word(Status::Red),
            Expression::when(Expression::all(met), word(Status::Green), word(Status::Amber)),
        );
        Expression::when(before.is_number(), compared, alone)
    };
    Expression::when(is.shows_nothing(), idle, scored)
}
