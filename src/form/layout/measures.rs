//! The sheet Measures: a row a figure.

use super::input::InputKind;
use super::score;
use super::sheet::{Block, Cell, Column, Lead, Row, Sheet, SheetKey, Show, Tone};
use super::whole::Parts;
use crate::form::expression::{Expression, Function, Operator};
use crate::form::slot::{FigurePart, Slot};
use crate::form::words::NoFigure;
use crate::plan::{Figure, FigureId, Formula, Measure, TargetRule};
use crate::quantity::{Decimal, Unit};

/// The reference of a figure as the form shows it: the measure's number and a letter, `13a`.
#[must_use]
pub fn figure_reference(measure: &Measure, figure: &FigureId) -> Option<String> {
    figure_references(measure).find(|(id, _)| *id == figure).map(|(_, reference)| reference)
}

/// Every figure of a measure with its reference.
pub fn figure_references(measure: &Measure) -> impl Iterator<Item = (&FigureId, String)> {
    let letters = ('a'..='z').chain('A'..='Z');
    let named = measure.figures.iter().zip(letters);
    named.map(|(figure, letter)| (&figure.id, format!("{}{letter}", measure.number)))
}

pub(super) fn sheet(parts: &Parts<'_>) -> Sheet {
    let columns = vec![
        Column::left("ref", "Ref.", 7),
        Column::left("measure", "Measure", 32),
        Column::left("figure", "Figure to enter", 30),
        Column::right("target", "Target", 17),
        Column::right("last", "Last quarter", 11),
        Column::right("value", "This quarter", 11),
        Column::left("reason", "If no figure, why", 19),
        Column::right("result", "Result", 11),
        Column::right("year", "Year to date", 11),
        Column::left("check", "Check", 27),
    ];
    let measures = parts.plan.measures_of(parts.service);
    let rows = measures.flat_map(|measure| rows(parts, measure)).collect();
    let block = Block::new("figures", columns).rows(rows, &parts.none("measure"));
    let lead = Lead::pair(
        parts.title(SheetKey::Measures),
        "Fill in the yellow cells. Enter counts, not percentages. If there is no figure, leave \
         it empty and choose why. Comments stand on the next sheet.",
    );
    Sheet::new(SheetKey::Measures, lead, vec![block]).freeze(1)
}

fn rows(parts: &Parts<'_>, measure: &Measure) -> Vec<Row> {
    let results = score::result_key(measure);
    let figures = measure.figures.iter().zip(figure_references(measure)).enumerate();
    let row = |(index, (figure, (_, reference))): (usize, (&Figure, (_, String)))| {
        let key = score::figure_key(measure, &figure.id);
        let holds_result = key == results;
        let tone = if index == 0 { Tone::First } else { Tone::Further };
        let last = parts
            .context
            .last(parts.quarter)
            .and_then(|last| last.figures.get(&(measure.id.clone(), figure.id.clone())).copied());
        let (result, year, target) = if holds_result {
            (result(measure), year(parts, measure), Cell::text(target_words(measure)))
        } else {
            (Cell::Blank, Cell::Blank, Cell::Blank)
        };
        let cells = vec![
            Cell::text(reference),
            Cell::text(&*measure.short),
            Cell::text(&*figure.label),
            target,
            Cell::earlier(last, unit_show(figure.unit)),
            value(measure, figure, last),
            why(measure, figure),
            result,
            year,
            Cell::Worked(check(measure, figure, last, holds_result), Show::Check),
        ];
        Row::new(key, cells).tone(tone)
    };
    figures.map(row).collect()
}

const fn unit_show(unit: Unit) -> Show {
    match unit {
        Unit::Count | Unit::Days => Show::Whole,
        Unit::Pounds => Show::Pounds,
    }
}

/// The target as a reader says it: `75% or more`; as printed where it can't be read.
fn target_words(measure: &Measure) -> String {
    match &measure.target.rule {
        TargetRule::AtLeast(amount) => format!("{} or more", amount.as_target()),
        TargetRule::AtMost(amount) => format!("{} or less", amount.as_target()),
        TargetRule::IncreaseEachQuarter { and_at_least: None } => "Increase".into(),
        TargetRule::IncreaseEachQuarter { and_at_least: Some(floor) } => {
            format!("Increase; {} or more", floor.as_target())
        }
        TargetRule::ToBeConfirmed => "To be confirmed".into(),
        TargetRule::None => "None".into(),
    }
}

/// An example of what to type: last quarter's figure, or one that looks like it.
fn example(figure: &Figure, last: Option<Decimal>) -> String {
    let usual = match figure.unit {
        Unit::Count => "48",
        Unit::Pounds => "53900",
        Unit::Days => "92",
    };
    last.map_or_else(|| usual.into(), |last| last.normalize().to_string())
}

fn asked(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "how many",
        Unit::Pounds => "the amount in whole pounds",
        Unit::Days => "the number of days",
    }
}

fn value(measure: &Measure, figure: &Figure, last: Option<Decimal>) -> Cell {
    let message = format!(
        "Enter {}, such as {}. For no figure, leave this empty and choose why in the next column.",
        asked(figure.unit),
        example(figure, last)
    );
    let slot = Slot::Figure(measure.id.clone(), figure.id.clone(), FigurePart::Value);
    Cell::input(slot, InputKind::Figure(figure.unit), "This quarter", &message)
}

fn why(measure: &Measure, figure: &Figure) -> Cell {
    let words = NoFigure::ALL.iter().map(|reason| reason.word()).collect();
    Cell::input(
        Slot::Figure(measure.id.clone(), figure.id.clone(), FigurePart::Reason),
        InputKind::Word(words),
        "If no figure, why",
        "Only where the cell to the left is empty: choose why there is no figure. 0 is a figure.",
    )
}

fn amount_show(measure: &Measure) -> Show {
    match measure.formula {
        Formula::Percentage { .. } => Show::Percent,
        Formula::Count { .. } => Show::Whole,
        Formula::Money { .. } => Show::Pounds,
        Formula::Ratio { .. } => Show::Text,
        Formula::PerDay { .. } => Show::PerDay,
    }
}

fn result(measure: &Measure) -> Cell {
    let number = score::quarter_number(measure);
    Cell::Worked(score::shown(measure, number), amount_show(measure))
}

fn year(parts: &Parts<'_>, measure: &Measure) -> Cell {
    let number = score::year_number(measure, parts.quarter.number());
    Cell::Worked(score::shown(measure, number), amount_show(measure))
}

/// What a service sees while it types: the figure alone first, then the measure's status.
fn check(
    measure: &Measure,
    figure: &Figure,
    last: Option<Decimal>,
    holds_result: bool,
) -> Expression {
    let value = || score::typed(measure, &figure.id);
    let reason = || score::reason(measure, &figure.id);
    let say = Expression::text;
    let fine = if holds_result {
        let row = super::commentary::row_key(measure);
        Expression::Cell(SheetKey::Commentary, row, "check")
    } else {
        say("OK")
    };
    let number = Expression::when(
        reason().is_filled(),
        say("Mend: a figure and a reason; delete one"),
        Expression::when(
            value().binary(Operator::Less, Expression::whole(0)),
            say("Mend: enter 0 or more"),
            whole(measure, figure, last, part_of_whole(measure, figure, fine)),
        ),
    );
    let digits = format!("Mend: type digits only, such as {}", example(figure, last));
    Expression::when(
        value().apply(Function::IsError),
        say("Mend: type the number itself"),
        Expression::when(
            value().is_number(),
            number,
            Expression::when(value().is_filled(), say(&digits), without_figure(&reason())),
        ),
    )
}

/// Counts are whole. A fraction is most often a percentage: the form says which count it makes.
fn whole(
    measure: &Measure,
    figure: &Figure,
    last: Option<Decimal>,
    fine: Expression,
) -> Expression {
    if figure.unit == Unit::Pounds {
        return fine;
    }
    let value = || score::typed(measure, &figure.id);
    let mend = Expression::text(format!("Mend: enter {}, such as ", asked(figure.unit)));
    let usual = Expression::text(example(figure, last));
    let such_as = match &measure.formula {
        Formula::Percentage { numerator, denominator, .. } if *numerator == figure.id => {
            let whole = || score::typed(measure, denominator);
            let product = value().binary(Operator::Times, whole());
            let made = Expression::Call(Function::Round, vec![product, Expression::whole(0)]);
            let below_one = value().binary(Operator::Less, Expression::whole(1));
            Expression::when(
                whole().is_number(),
                Expression::when(below_one, made, usual.clone()),
                usual,
            )
        }
        _ => usual,
    };
    Expression::when(
        value().binary(Operator::Unequal, value().apply(Function::Int)),
        mend.then(such_as),
        fine,
    )
}

fn part_of_whole(measure: &Measure, figure: &Figure, fine: Expression) -> Expression {
    match &measure.formula {
        Formula::Percentage { numerator, denominator, .. } if *numerator == figure.id => {
            let whole = || score::typed(measure, denominator);
            let exceeds = score::typed(measure, numerator).binary(Operator::More, whole());
            Expression::when(
                whole().is_number(),
                Expression::when(
                    exceeds,
                    Expression::text("Mend: a part cannot exceed its whole"),
                    fine.clone(),
                ),
                fine,
            )
        }
        _ => fine,
    }
}

fn without_figure(reason: &Expression) -> Expression {
    let known = NoFigure::ALL.iter().map(|one| reason.clone().is(one.word())).collect();
    Expression::when(
        reason.clone().is_empty(),
        Expression::text("To do: enter a figure, or choose why not"),
        Expression::when(
            Expression::any(known),
            Expression::text("OK: ").then(reason.clone().apply(Function::Lower)),
            Expression::text("Mend: choose a reason from the list"),
        ),
    )
}
