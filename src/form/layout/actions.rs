//! The sheet Actions: a row a step, then the reports that are due in the quarter.

use super::input::InputKind;
use super::sheet::{Block, Cell, Column, Lead, Row, Sheet, SheetKey, Show, Tone};
use super::whole::Parts;
use crate::calendar::{Quarter, short_date};
use crate::form::expression::Expression;
use crate::form::slot::{ReportPart, Slot, StepPart};
use crate::form::words::StepState;
use crate::plan::{Action, Report, ReportDue, Step};
use crate::quantity::trimmed;

pub(super) fn sheet(parts: &Parts<'_>) -> Sheet {
    let lead = Lead::pair(
        parts.title(SheetKey::Actions),
        "Choose how each step stands. A step that slips needs a comment; Complete needs 100, the \
         day and the evidence.",
    );
    let sheet = Sheet::new(SheetKey::Actions, lead, vec![steps(parts), reports(parts)]);
    sheet.freeze(3)
}

fn steps(parts: &Parts<'_>) -> Block {
    let columns = vec![
        Column::left("ref", "Ref.", 7),
        Column::left("action", "Action", 24),
        Column::left("step", "Step", 28),
        Column::left("due", "Due, as printed", 16),
        Column::left("last", "Last quarter", 15),
        Column::left("state", "Status", 16),
        Column::right("percent", "Percent complete", 13),
        Column::right("completed", "Completed on", 13),
        Column::left("evidence", "Where that can be seen", 22),
        Column::left("comment", "Comment: what slipped and why", 30),
        Column::left("owner", "Owner's role", 18),
        Column::right("new", "New date", 13),
        Column::left("why", "Why it moved", 24),
        Column::left("approver", "Approver's role", 18),
        Column::left("check", "Check", 28),
    ];
    let actions = parts.plan.actions_of(parts.service);
    let rows = actions.flat_map(|action| {
        (0..).zip(&action.steps).map(|(index, step)| row(parts, action, index, step))
    });
    Block::new("steps", columns).rows(rows.collect(), &parts.none("action"))
}

fn reference(action: &Action, index: usize) -> String {
    if action.steps.len() == 1 {
        action.number.to_string()
    } else {
        format!("{}.{}", action.number, index + 1)
    }
}

fn row(parts: &Parts<'_>, action: &Action, index: usize, step: &Step) -> Row {
    let last = parts.context.last(parts.quarter).and_then(|last| last.steps.get(&step.id));
    let last = last.map_or_else(String::new, |(state, percent)| match percent {
        Some(percent) => format!("{}, {}%", state.word(), trimmed(*percent, 1)),
        None => state.word().into(),
    });
    let due = step.when_printed.as_deref().unwrap_or("No date set");
    let mut cells = vec![
        Cell::text(reference(action, index)),
        Cell::text(&*action.short),
        Cell::text(&*step.short),
        Cell::text(due),
        Cell::earlier_text(last),
    ];
    cells.extend(inputs(step));
    cells.push(Cell::Worked(step_check(parts.quarter, step), Show::Check));
    let tone = if index == 0 { Tone::First } else { Tone::Further };
    Row::new(step.id.to_string(), cells).tone(tone)
}

fn inputs(step: &Step) -> [Cell; 9] {
    let slot = |part| Slot::Step(step.id.clone(), part);
    let words = StepState::ALL.iter().map(|state| state.word()).collect();
    [
        Cell::input(
            slot(StepPart::State),
            InputKind::Word(words),
            "Status",
            "Choose how the step stands at the quarter's end. Minor slippage is up to 30 days.",
        ),
        Cell::input(
            slot(StepPart::Percent),
            InputKind::OfHundred,
            "Percent complete",
            "How far the step is, from 0 to 100, such as 60. Type 60, not 60%.",
        ),
        Cell::date(
            slot(StepPart::CompletedOn),
            "Completed on",
            "Only for Complete: the day it was done, such as 12/09/2023.",
        ),
        Cell::words(
            slot(StepPart::Evidence),
            "Evidence",
            "Only for Complete: where it can be seen, such as: Committee paper of 6 September.",
        ),
        Cell::words(
            slot(StepPart::Comment),
            "Comment",
            "What slipped and why, and what is done about it. Leave it empty where nothing slips.",
        ),
        Cell::role(slot(StepPart::Owner), "Owner's role"),
        Cell::date(
            slot(StepPart::NewDue),
            "New date",
            "Only where the date has moved: the new day, such as 31/12/2023. The plan's date \
             stays visible.",
        ),
        Cell::words(
            slot(StepPart::NewDueReason),
            "Why it moved",
            "Why the date has moved, such as: The contract was let in August.",
        ),
        Cell::role(slot(StepPart::NewDueApprover), "Approver's role"),
    ]
}

fn step_check(quarter: Quarter, step: &Step) -> Expression {
    let cell = |part| Expression::Input(Slot::Step(step.id.clone(), part));
    let state = |word: StepState| cell(StepPart::State).is(word.word());
    let say = Expression::text;
    let done = Expression::when(
        Expression::all(vec![
            cell(StepPart::Percent).is_exactly(100),
            cell(StepPart::CompletedOn).is_filled(),
            cell(StepPart::Evidence).is_filled(),
        ]),
        say("OK"),
        say("Mend: Complete needs 100, the day and the evidence"),
    );
    let major = Expression::when(
        Expression::all(vec![
            cell(StepPart::Comment).is_filled(),
            cell(StepPart::Owner).is_filled(),
        ]),
        say("Red: comment and owner given"),
        say("Red: comment and owner needed"),
    );
    let minor = Expression::when(
        cell(StepPart::Comment).is_filled(),
        say("Amber: comment given"),
        say("Amber: comment needed"),
    );
    let open = in_time(quarter, step, &cell(StepPart::NewDue));
    let known = StepState::ALL.iter().map(|word| state(*word)).collect();
    let judged = Expression::when(
        state(StepState::Complete),
        done,
        Expression::when(
            state(StepState::MajorSlippage),
            major,
            Expression::when(state(StepState::MinorSlippage), minor, open),
        ),
    );
    let moved = Expression::when(
        cell(StepPart::NewDue).is_filled(),
        Expression::when(
            Expression::all(vec![
                cell(StepPart::NewDueReason).is_filled(),
                cell(StepPart::NewDueApprover).is_filled(),
            ]),
            judged.clone(),
            say("Mend: a new date needs a reason and an approver"),
        ),
        judged,
    );
    Expression::when(
        cell(StepPart::State).is_empty(),
        say("To do: choose a status"),
        Expression::when(Expression::any(known), moved, say("Mend: choose a status from the list")),
    )
}

/// Not started and on track are right only while the date has not passed.
fn in_time(quarter: Quarter, step: &Step, new_due: &Expression) -> Expression {
    let fine = Expression::text("OK");
    match step.due {
        Some(due) if due < quarter.end() => {
            let late = format!("Mend: this was due on {}; say if it slips", short_date(due));
            Expression::when(new_due.clone().is_filled(), fine, Expression::text(late))
        }
        Some(_) | None => fine,
    }
}

fn reports(parts: &Parts<'_>) -> Block {
    let columns = vec![
        Column::left("ref", "Step", 7),
        Column::left("report", "Report due", 26),
        Column::left("to", "To", 30),
        Column::left("when", "When due", 18),
        Column::right("made", "Meeting on", 16),
        Column::left("paper", "Paper's reference", 16),
        Column::right("expected", "If not made, expected on", 13),
        Column::left("check", "Check of the report", 13),
    ];
    let mut rows = Vec::new();
    for action in parts.plan.actions_of(parts.service) {
        for (index, step) in (0..).zip(&action.steps) {
            for (place, report) in (0u16..).zip(&step.reports) {
                if is_due(report, parts.quarter) {
                    rows.push(report_row(parts, &reference(action, index), step, place, report));
                }
            }
        }
    }
    Block::new("reports", columns)
        .titled("Reports due in this quarter")
        .rows(rows, "No report is due from this service in this quarter.")
}

/// Reports of this quarter, and those for which the plan sets no time.
fn is_due(report: &Report, quarter: Quarter) -> bool {
    match &report.due {
        ReportDue::Quarters(numbers) => numbers.contains(&quarter.number()),
        ReportDue::By(day) => quarter.holds(*day),
        ReportDue::NoDate => true,
    }
}

fn report_row(parts: &Parts<'_>, reference: &str, step: &Step, place: u16, report: &Report) -> Row {
    let slot = |part| Slot::Report(step.id.clone(), place, part);
    let audience = report.audience.as_ref().and_then(|id| parts.plan.audience(id));
    let when = match &report.due {
        ReportDue::Quarters(_) => parts.quarter.in_text(),
        ReportDue::By(day) => format!("by {}", short_date(*day)),
        ReportDue::NoDate => "No date set".into(),
    };
    let cells = vec![
        Cell::text(reference),
        Cell::text(&*step.short),
        Cell::text(audience.map_or("Nobody named", |audience| &*audience.name)),
        Cell::text(when),
        Cell::date(
            slot(ReportPart::MadeOn),
            "Meeting on",
            "The day of the meeting to which the report was made, such as 06/09/2023. If it was \
             not made, leave this empty and say when it is expected.",
        ),
        Cell::words(
            slot(ReportPart::Reference),
            "Paper's reference",
            "The paper's reference or agenda item, such as item 7.",
        ),
        Cell::date(
            slot(ReportPart::ExpectedOn),
            "Expected on",
            "Only where it was not made: the day on which it is now expected.",
        ),
        Cell::Worked(report_check(step, place, report), Show::Check),
    ];
    Row::new(format!("{}/report/{}", step.id, place + 1), cells)
}

fn report_check(step: &Step, place: u16, report: &Report) -> Expression {
    let filled = |part| Expression::Input(Slot::Report(step.id.clone(), place, part)).is_filled();
    let say = Expression::text;
    let not_made = if report.due == ReportDue::NoDate {
        say("OK: no date set")
    } else {
        say("To do: when was it made, or is it expected?")
    };
    Expression::when(
        filled(ReportPart::MadeOn),
        Expression::when(
            filled(ReportPart::Reference),
            say("OK"),
            say("Mend: give the paper's reference"),
        ),
        Expression::when(filled(ReportPart::ExpectedOn), say("OK: not made yet"), not_made),
    )
}
