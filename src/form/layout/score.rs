//! How the form itself works a measure out and scores it, as formulas.
//!
//! It is scored on what the pack scores: the year to date; at a point in time the latest; an
//! increase each quarter on the quarter. Earlier quarters stand on the hidden Meta sheet.

use super::sheet::SheetKey;
use super::whole::Parts;
use crate::form::expression::{Expression, Function, Operator};
use crate::form::slot::{FigurePart, Slot};
use crate::plan::{FigureId, Formula, Measure, TargetRule, Timing};
use crate::quantity::{Amount, Decimal, Unit};
use crate::reconcile::Status;

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

/// The measure's amount from one expression a figure; nothing where it can't be divided.
fn amount(measure: &Measure, of: &dyn Fn(&FigureId) -> Expression) -> Expression {
    let divided = |part: &FigureId, whole: Expression| {
        Expression::when(
            whole.clone().binary(Operator::More, Expression::whole(0)),
            of(part).binary(Operator::Over, whole),
            Expression::text(""),
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

/// Nothing, unless every figure can be used and no part exceeds its whole.
fn guarded(measure: &Measure, then: Expression) -> Expression {
    let figures = measure.formula.figures();
    let all = figures.into_iter().map(|figure| usable(measure, figure)).collect();
    let then = match &measure.formula {
        Formula::Percentage { numerator, denominator, .. } => {
            let whole = typed(measure, denominator);
            let fits = typed(measure, numerator).binary(Operator::AtMost, whole);
            Expression::when(fits, then, Expression::text(""))
        }
        Formula::Count { .. }
        | Formula::Money { .. }
        | Formula::Ratio { .. }
        | Formula::PerDay { .. } => then,
    };
    Expression::when(Expression::all(all), then, Expression::text(""))
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
    guarded(measure, amount(measure, &|figure| typed(measure, figure)))
}

/// The year to date as a number, or nothing; at a point in time it is the quarter's.
pub(super) fn year_number(measure: &Measure, now: u8) -> Expression {
    match measure.formula.timing() {
        Timing::AtQuarterEnd => quarter_number(measure),
        Timing::InQuarter => guarded(measure, amount(measure, &|id| total(measure, id, now))),
    }
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

/// What a target asks for by the end of this quarter.
fn due(measure: &Measure, amount: Amount, now: u8) -> Decimal {
    let target = scaled(amount);
    if !measure.is_cumulative() {
        return target;
    }
    let index = usize::from(now.saturating_sub(1));
    let set = measure.target.profile.and_then(|profile| profile.get(index).copied());
    set.map_or_else(|| target * Decimal::from(now) / Decimal::from(4), |share| target * share)
}

/// The status that the figures make, in words.
pub(super) fn status(parts: &Parts<'_>, measure: &Measure) -> Expression {
    let now = parts.quarter.number();
    let scored = match &measure.target.rule {
        TargetRule::AtLeast(target) => {
            let year = year_cell(measure, parts);
            against(&year, due(measure, *target, now), parts, Operator::AtLeast)
        }
        TargetRule::AtMost(target) => {
            let year = year_cell(measure, parts);
            against(&year, due(measure, *target, now), parts, Operator::AtMost)
        }
        TargetRule::IncreaseEachQuarter { and_at_least } => increase(parts, measure, *and_at_least),
        TargetRule::ToBeConfirmed | TargetRule::None => word(Status::Contextual),
    };
    let late =
        measure.formula.figures().into_iter().map(|figure| {
            reason(measure, figure).is(crate::form::NoFigure::NotYetAvailable.word())
        });
    let missing = match measure.target.rule {
        TargetRule::ToBeConfirmed => word(Status::ReportLater),
        TargetRule::AtLeast(_)
        | TargetRule::AtMost(_)
        | TargetRule::IncreaseEachQuarter { .. }
        | TargetRule::None => Expression::when(
            Expression::any(late.collect()),
            word(Status::ReportLater),
            Expression::text(""),
        ),
    };
    let result = Expression::Cell(SheetKey::Measures, result_key(measure), "result");
    Expression::when(result.shows_nothing(), missing, scored)
}

fn word(status: Status) -> Expression {
    Expression::text(status.word())
}

/// The year to date as a number: for a ratio, whose cell shows text, worked out again.
fn year_cell(measure: &Measure, parts: &Parts<'_>) -> Expression {
    match measure.formula {
        Formula::Ratio { .. } => year_number(measure, parts.quarter.number()),
        Formula::Percentage { .. }
        | Formula::Count { .. }
        | Formula::Money { .. }
        | Formula::PerDay { .. } => {
            Expression::Cell(SheetKey::Measures, result_key(measure), "year")
        }
    }
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

/// More than in the quarter before, and at least the printed figure where there is one. The
/// first quarter, and one after a gap, sets the base.
fn increase(parts: &Parts<'_>, measure: &Measure, floor: Option<Amount>) -> Expression {
    let now = parts.quarter.number();
    if now <= 1 {
        return word(Status::Contextual);
    }
    let before = amount(measure, &|figure| earlier(measure, figure, now - 1));
    let present = before.clone().is_number();
    let is = match measure.formula {
        Formula::Ratio { .. } => quarter_number(measure),
        Formula::Percentage { .. }
        | Formula::Count { .. }
        | Formula::Money { .. }
        | Formula::PerDay { .. } => {
            Expression::Cell(SheetKey::Measures, result_key(measure), "result")
        }
    };
    let left = Decimal::ONE - parts.context.thresholds.amber_share;
    let edge = before.clone().binary(Operator::Times, Expression::Number(left));
    let mut far = vec![is.clone().binary(Operator::Less, edge)];
    let mut met = vec![is.clone().binary(Operator::More, before)];
    if let Some(floor) = floor.map(scaled) {
        far.push(is.clone().binary(Operator::Less, Expression::Number(floor * left)));
        met.push(is.binary(Operator::AtLeast, Expression::Number(floor)));
    }
    let scored = Expression::when(
        Expression::any(far),
        word(Status::Red),
        Expression::when(Expression::all(met), word(Status::Green), word(Status::Amber)),
    );
    Expression::when(present, scored, word(Status::Contextual))
}
