//! The sheet People: the service's employees.

use super::input::InputKind;
use super::sheet::{Block, Cell, Column, Label, Lead, Row, Sheet, SheetKey, Show, Source};
use super::whole::Parts;
use crate::form::context::Earlier;
use crate::form::expression::{Expression, Operator};
use crate::form::slot::{PeoplePart, Slot};
use crate::quantity::Decimal;

pub(super) fn sheet(parts: &Parts<'_>) -> Sheet {
    let lead = Lead::pair(
        parts.title(SheetKey::People),
        "Count each employee once. Give the reason where the number changes by more than a tenth.",
    );
    let columns = vec![
        Column::left("what", "Employees", 34),
        Column::right("plan", "In the plan", 14),
        Column::right("last", "Last quarter", 14),
        Column::right("value", "This quarter", 24),
        Column::left("note", "Note", 44),
        Column::left("check", "Check", 34),
    ];
    let mut block = Block::new("people", columns);
    block.rows = vec![headcount(parts), equivalent(parts), as_at(parts), reason()];
    Sheet::new(SheetKey::People, lead, vec![block])
}

fn typed(part: PeoplePart) -> Expression {
    Expression::Input(Slot::People(part))
}

fn last(parts: &Parts<'_>, of: fn(&Earlier) -> Option<Decimal>) -> Cell {
    Cell::earlier(parts.context.last(parts.quarter).and_then(of), Show::Decimal)
}

fn number(part: PeoplePart, title: &str, message: &str) -> Cell {
    Cell::input(Slot::People(part), InputKind::Number, title, message)
}

fn headcount(parts: &Parts<'_>) -> Row {
    let lines = parts.plan.employees_of(parts.service);
    let planned: Vec<_> = lines.map(|line| line.headcount.value).collect();
    let planned = (!planned.is_empty()).then(|| planned.into_iter().sum());
    let cells = vec![
        Cell::text("Headcount"),
        planned.map_or(Cell::Blank, |planned: Decimal| Cell::number(planned, Show::Whole)),
        last(parts, |earlier| earlier.headcount),
        number(
            PeoplePart::Headcount,
            "Headcount",
            "Employees, each counted once, such as 1204. Not full-time equivalents.",
        ),
        Cell::text("Employees, each counted once"),
        Cell::Worked(headcount_check(), Show::Check),
    ];
    Row::new("headcount", cells)
}

fn missing(value: &Expression, then: Expression) -> Expression {
    let say = Expression::text;
    Expression::when(
        value.clone().is_number(),
        then,
        Expression::when(
            value.clone().is_empty(),
            say("To do: enter the number"),
            say("Mend: type digits only, such as 1204"),
        ),
    )
}

fn headcount_check() -> Expression {
    let value = typed(PeoplePart::Headcount);
    missing(&value, Expression::text("OK"))
}

fn equivalent(parts: &Parts<'_>) -> Row {
    let value = typed(PeoplePart::FullTimeEquivalent);
    let exceeds = value.clone().binary(Operator::More, typed(PeoplePart::Headcount));
    let compared = Expression::when(
        typed(PeoplePart::Headcount).is_number(),
        Expression::when(
            exceeds,
            Expression::text("Mend: cannot exceed the headcount"),
            Expression::text("OK"),
        ),
        Expression::text("OK"),
    );
    let cells = vec![
        Cell::text("Full-time equivalent"),
        Cell::Blank,
        last(parts, |earlier| earlier.full_time_equivalent),
        number(
            PeoplePart::FullTimeEquivalent,
            "Full-time equivalent",
            "Such as 1020.5. It can't exceed the headcount.",
        ),
        Cell::text("One decimal is enough"),
        Cell::Worked(missing(&value, compared), Show::Check),
    ];
    Row::new("full-time-equivalent", cells)
}

fn as_at(parts: &Parts<'_>) -> Row {
    let value = typed(PeoplePart::AsAt);
    let check = Expression::when(
        value.is_filled(),
        Expression::text("OK"),
        Expression::text("To do: enter the day"),
    );
    let cells = vec![
        Cell::text("Counted on"),
        Cell::Label(Label::Text(parts.plan.employees.as_at_printed.clone(), Source::Plan)),
        Cell::Blank,
        Cell::date(
            Slot::People(PeoplePart::AsAt),
            "Counted on",
            "The day in the quarter on which they were counted, such as 30/09/2023.",
        ),
        Cell::text("A day in the quarter"),
        Cell::Worked(check, Show::Check),
    ];
    Row::new("as-at", cells)
}

fn reason() -> Row {
    let cells = vec![
        Cell::text("Reason for a large change"),
        Cell::Blank,
        Cell::Blank,
        Cell::words(
            Slot::People(PeoplePart::Reason),
            "Reason",
            "Only where the number changes by more than a tenth: why.",
        ),
        Cell::text("Only past a tenth"),
        Cell::Blank,
    ];
    Row::new("reason", cells)
}
