//! The sheet Cover: what the return is, how to fill it in, who signs it off, what is left.

use super::input::InputKind;
use super::sheet::{Block, Cell, Column, Lead, Row, Sheet, SheetKey, Show, Tone};
use super::whole::Parts;
use crate::calendar::{NaiveDate, long_date};
use crate::form::expression::{Expression, Function, Operator};
use crate::form::slot::{CoverField, Slot};

/// Sheets with a Check column: sheet, block.
const CHECKED: [(SheetKey, &str); 6] = [
    (SheetKey::Measures, "figures"),
    (SheetKey::Actions, "steps"),
    (SheetKey::Actions, "reports"),
    (SheetKey::Budget, "lines"),
    (SheetKey::Capital, "projects"),
    (SheetKey::People, "people"),
];

pub(super) fn sheet(parts: &Parts<'_>) -> Sheet {
    let quarter = parts.quarter;
    let line = |text: String, tone| Lead { text, tone };
    let lead = vec![
        line(format!("Quarterly return: {}", parts.name), Tone::Title),
        line(
            format!("{} {}: {}", quarter.year(), quarter.in_text(), quarter.months()),
            Tone::Subtitle,
        ),
        line(send_by(parts), Tone::Plain),
    ];
    Sheet::new(SheetKey::Cover, lead, vec![how(), about(parts), key()])
}

fn send_by(parts: &Parts<'_>) -> String {
    let day = parts.context.deadline.map(|day| format!(" by {}", weekday(day)));
    let address = parts.context.return_to.as_ref().map(|to| format!(" to {to}"));
    match (day, address) {
        (None, None) => "Send this file back when it is filled in".into(),
        (day, address) => {
            format!("Send{}{}", day.unwrap_or_default(), address.unwrap_or_default())
        }
    }
}

fn weekday(day: NaiveDate) -> String {
    format!("{} {}", day.format("%A"), long_date(day))
}

fn columns(heads: [&str; 3]) -> Vec<Column> {
    let [what, value, note] = heads;
    vec![
        Column::left("what", what, 30),
        Column::left("value", value, 46),
        Column::left("note", note, 46),
    ]
}

fn how() -> Block {
    let steps = [
        (
            "1. Fill in",
            "Yellow cells with a border, on every sheet from Cover to Context.",
            "Everything else is locked.",
        ),
        (
            "2. Enter counts",
            "The number of cases, such as 48. Not 76% and not “about 50”.",
            "The form works out the percentage.",
        ),
        (
            "3. If there is no figure",
            "Leave the cell empty and choose why beside it.",
            "0 means none. Empty means not known.",
        ),
        (
            "4. Read the Check column",
            "“OK”, or what to mend, in words. It looks at the year to date.",
            "Red needs a comment and an action; Amber a comment.",
        ),
        (
            "5. Save and send",
            "Keep the file’s name. To correct a return, send the whole file again with the next \
             revision number.",
            "The highest revision counts.",
        ),
    ];
    let mut block = Block::new("how", columns(["How to fill it in", "", ""]));
    block.rows = (1..)
        .zip(steps)
        .map(|(number, (what, how, note))| {
            let cells = vec![Cell::text(what), Cell::text(how), Cell::text(note)];
            Row::new(format!("how/{number}"), cells)
        })
        .collect();
    block
}

fn about(parts: &Parts<'_>) -> Block {
    let row = |key: &str, what: &str, cell: Cell, note: &str| {
        Row::new(key, vec![Cell::text(what), cell, Cell::text(note)])
    };
    let role = |field, title| Cell::role(Slot::Cover(field), title);
    let revision = Cell::input(
        Slot::Cover(CoverField::Revision),
        InputKind::WholeFrom(1),
        "Revision",
        "1 for the first return of the quarter, 2 for the first correction, and so on.",
    );
    let signed = Cell::date(
        Slot::Cover(CoverField::SignedOffOn),
        "Signed off on",
        "The day of the sign-off, such as 12/10/2023.",
    );
    let period = Cell::date(
        Slot::Cover(CoverField::PeriodEnd),
        "Finance period ends",
        "The last day of the finance period to which the money goes, such as 15/09/2023.",
    );
    let entered = Cell::Worked(entered(parts), Show::Text);
    let left = Cell::Worked(left(), Show::Strong);
    let mut block = Block::new("about", columns(["About this return", "Fill in", "Note"]));
    block.rows = vec![
        row(
            "completed-by",
            "Completed by (role)",
            role(CoverField::CompletedBy, "Completed by"),
            "Role only, no names",
        ),
        row("revision", "Revision", revision, "1 for the first return, 2 for its correction"),
        row(
            "signed-off-by",
            "Signed off by (role)",
            role(CoverField::SignedOffBy, "Signed off by"),
            "Role only, such as Head of Service",
        ),
        row("signed-off-on", "Signed off on", signed, "Such as 12 October 2023"),
        row("period-end", "Finance period ends", period, "The day to which the money goes"),
        row("entered", "Figures entered", entered, "Worked out for you"),
        row("left", "To mend before sending", left, "See the Check column on each sheet"),
    ];
    block
}

/// `Measures: 13 of 16`: numbers that can be used, of all that are asked for.
fn entered(parts: &Parts<'_>) -> Expression {
    let asked: usize =
        parts.plan.measures_of(parts.service).map(|measure| measure.figures.len()).sum();
    if asked == 0 {
        return Expression::text("No measures to report");
    }
    let typed = Expression::Call(
        Function::Count,
        vec![Expression::Area(SheetKey::Measures, "figures", "value")],
    );
    let not_whole = count(SheetKey::Measures, "figures", "Mend: enter*");
    Expression::text("Measures: ")
        .then(typed.binary(Operator::Minus, not_whole))
        .then(Expression::text(format!(" of {asked}")))
}

fn count(sheet: SheetKey, block: &'static str, criterion: &str) -> Expression {
    let area = Expression::Area(sheet, block, "check");
    Expression::Call(Function::CountIf, vec![area, Expression::text(criterion)])
}

/// What is left to mend, over every sheet that has a Check column.
fn left() -> Expression {
    let total = |criteria: &[&str]| {
        let counts = CHECKED.iter().flat_map(|(sheet, block)| {
            criteria.iter().map(|criterion| count(*sheet, block, criterion))
        });
        Expression::sum(counts.collect())
    };
    let entries = || total(&["Mend*", "To do*"]);
    let comments = || total(&["*needed"]);
    let some = |of: Expression, one: &str, many: &str| {
        let word = Expression::when(
            of.clone().binary(Operator::Equal, Expression::whole(1)),
            Expression::text(one),
            Expression::text(many),
        );
        of.then(word)
    };
    let nothing =
        entries().binary(Operator::Plus, comments()).binary(Operator::Equal, Expression::whole(0));
    let both = some(entries(), " entry; ", " entries; ").then(some(
        comments(),
        " comment or action",
        " comments or actions",
    ));
    Expression::when(nothing, Expression::text("Nothing: ready to send"), both)
}

fn key() -> Block {
    let row = |key: &str, show, what: &str, note: &str| {
        Row::new(key, vec![Cell::Sample(show), Cell::text(what), Cell::text(note)])
    };
    let mut block = Block::new("key", columns(["Key", "", ""]));
    block.rows = vec![
        row("key/input", Show::Input, "Yellow with a border", "You fill this in"),
        row("key/worked", Show::Text, "Grey", "Worked out for you: locked"),
        row("key/label", Show::Whole, "White", "From the plan or last quarter: locked"),
    ];
    block
}
