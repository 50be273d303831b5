//! The sheet Commentary: a row a measure, and below it the restatements of earlier quarters.

use super::input::InputKind;
use super::score;
use super::sheet::{Block, Cell, Column, Lead, Row, Sheet, SheetKey, Show};
use super::whole::Parts;
use crate::form::expression::Expression;
use crate::form::slot::{CommentaryPart, RestatementPart, Slot};
use crate::plan::Measure;
use crate::plan::Status;

/// Rows for restatements.
const RESTATEMENTS: u16 = 6;

/// The row key of a measure.
pub(super) fn row_key(measure: &Measure) -> String {
    measure.id.to_string()
}

pub(super) fn sheet(parts: &Parts<'_>) -> Sheet {
    let columns = vec![
        Column::left("ref", "Ref.", 8),
        Column::left("measure", "Measure", 26),
        Column::left("status", "Status worked out", 12),
        Column::left("comment", "Comment: why the figure is what it is", 36),
        Column::left("action", "Improvement action: what will be done", 28),
        Column::left("owner", "Owner's role", 16),
        Column::right("by", "By when", 13),
        Column::left("override", "Status instead", 13),
        Column::left("why", "Reason for the other status", 22),
        Column::left("approver", "Approver's role", 16),
        Column::left("check", "Check", 24),
    ];
    let measures = parts.plan.measures_of(parts.service);
    let rows = measures.map(|measure| row(parts, measure)).collect();
    let block = Block::new("measures", columns).rows(rows, &parts.none("measure"));
    let lead = Lead::pair(
        parts.title(SheetKey::Commentary),
        "Amber needs a comment. Red needs a comment and an improvement action: what, whose role, \
         by when. Roles only, no names.",
    );
    Sheet::new(SheetKey::Commentary, lead, vec![block, restatements(parts)]).freeze(2)
}

fn row(parts: &Parts<'_>, measure: &Measure) -> Row {
    let slot = |part| Slot::Commentary(measure.id.clone(), part);
    let words = Status::ALL.into_iter().filter(|status| *status != Status::Blue);
    let cells = vec![
        Cell::text(measure.number.to_string()),
        Cell::text(&*measure.short),
        Cell::Worked(score::status(parts, measure), Show::Text),
        Cell::words(
            slot(CommentaryPart::Comment),
            "Comment",
            "Say in a sentence or two why the figure is what it is, such as: Fewer foster \
             households are available for teenagers. Needed for amber and red.",
        ),
        Cell::words(
            slot(CommentaryPart::Action),
            "Improvement action",
            "Say what will be done, such as: A second recruitment round for foster carers. \
             Needed for red; otherwise leave it empty.",
        ),
        Cell::role(slot(CommentaryPart::Owner), "Owner's role"),
        Cell::date(
            slot(CommentaryPart::By),
            "By when",
            "The day by which it will be done, such as 31/12/2023.",
        ),
        Cell::input(
            slot(CommentaryPart::Override),
            InputKind::Word(words.map(Status::word).collect()),
            "Status instead",
            "Only where another status is right: choose it, give the reason and the role that \
             approved it. Otherwise leave this empty.",
        ),
        Cell::words(
            slot(CommentaryPart::OverrideReason),
            "Reason",
            "Why this status and not the one worked out. The pack shows both.",
        ),
        Cell::role(slot(CommentaryPart::OverrideApprover), "Approver's role"),
        Cell::Worked(check(measure), Show::Check),
    ];
    Row::new(row_key(measure), cells)
}

/// A changed status needs a reason and an approver; red a comment and an improvement action,
/// amber a comment.
fn check(measure: &Measure) -> Expression {
    let cell = |part| Expression::Input(Slot::Commentary(measure.id.clone(), part));
    let filled = |parts: &[CommentaryPart]| {
        Expression::all(parts.iter().map(|part| cell(*part).is_filled()).collect())
    };
    let say = Expression::text;
    let action = [
        CommentaryPart::Comment,
        CommentaryPart::Action,
        CommentaryPart::Owner,
        CommentaryPart::By,
    ];
    let red = Expression::when(
        filled(&action),
        say("Red: comment and action given"),
        say("Red: comment and action needed"),
    );
    let amber = Expression::when(
        filled(&[CommentaryPart::Comment]),
        say("Amber: comment given"),
        say("Amber: comment needed"),
    );
    let status = |status: Status| {
        let counted = Expression::Cell(SheetKey::Commentary, row_key(measure), "status");
        let instead = || cell(CommentaryPart::Override);
        Expression::when(
            instead().is_empty(),
            counted.is(status.word()),
            instead().is(status.word()),
        )
    };
    let worked = Expression::Cell(SheetKey::Commentary, row_key(measure), "status");
    let none = Expression::when(worked.shows_nothing(), say("OK: no status yet"), say("OK"));
    let amber = Expression::when(status(Status::Amber), amber, none);
    let commented = Expression::when(status(Status::Red), red, amber);
    let approved = filled(&[CommentaryPart::OverrideReason, CommentaryPart::OverrideApprover]);
    Expression::when(
        cell(CommentaryPart::Override).is_filled(),
        Expression::when(
            approved,
            commented.clone(),
            say("Mend: a changed status needs a reason and an approver"),
        ),
        commented,
    )
}

fn restatements(parts: &Parts<'_>) -> Block {
    let columns = vec![
        Column::left("ref", "Figure's ref.", 8),
        Column::left("quarter", "Quarter", 28),
        Column::right("old", "Figure as returned", 12),
        Column::left("why", "Why it changes", 36),
        Column::right("new", "Figure as it should be", 30),
    ];
    let quarters: Vec<_> = ["Q1", "Q2", "Q3"]
        .into_iter()
        .take(usize::from(parts.quarter.number().saturating_sub(1)))
        .collect();
    let row = |index: u16| {
        let slot = |part| Slot::Restatement(index, part);
        let quarter =
            if quarters.is_empty() { InputKind::Text } else { InputKind::Word(quarters.clone()) };
        let cells = vec![
            Cell::words(
                slot(RestatementPart::Reference),
                "Figure's reference",
                "As on the sheet Measures, such as 13a. Only for a figure of an earlier quarter \
                 that has changed.",
            ),
            Cell::input(
                slot(RestatementPart::Quarter),
                quarter,
                "Quarter",
                "The quarter of this year whose figure changes, such as Q1.",
            ),
            Cell::input(
                slot(RestatementPart::Old),
                InputKind::Number,
                "Figure as returned",
                "The figure as it was first returned, such as 48.",
            ),
            Cell::words(
                slot(RestatementPart::Reason),
                "Why it changes",
                "Such as: Two late reports were recorded in July.",
            ),
            Cell::input(
                slot(RestatementPart::New),
                InputKind::Number,
                "Figure as it should be",
                "The figure as it should be, such as 50.",
            ),
        ];
        Row::new(format!("restatement/{}", index + 1), cells)
    };
    let mut block = Block::new("restatements", columns).titled("Restatements of earlier quarters");
    block.rows = (0..RESTATEMENTS).map(row).collect();
    block
}
