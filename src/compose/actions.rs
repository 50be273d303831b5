//! Actions: reports due and made, what is late, all actions.

use super::material::Material;
use super::notes::Notes;
use super::pack::Block;
use super::steps::{moved, noted};
use super::table::{Cell, Column, Content, NumberFormat, Row, Table, Width, mm};
use super::tally::Tally;
use super::text::Text;
use super::words;
use crate::calendar::{NaiveDate, short_date};
use crate::plan::{Action, ReportDue, Status, Step};
use crate::quantity::{Decimal, plural};
use crate::reconcile::{ActionPosition, ReportPosition, StepPosition};

pub(super) fn steps<'a, 'p>(
    action: &'a Action,
    position: &'p ActionPosition,
) -> impl Iterator<Item = (&'a Step, &'p StepPosition)> {
    action.steps.iter().zip(&position.steps)
}

struct Due<'a> {
    action: &'a Action,
    step: &'a Step,
    report: ReportPosition,
}

fn reports<'a>(
    material: &'a Material<'_>,
    wanted: impl Fn(&ReportPosition) -> bool + 'a,
) -> Vec<Due<'a>> {
    let mut found = Vec::new();
    for (action, position) in material.actions() {
        for (step, at) in steps(action, &position) {
            let due = at.reports.iter().filter(|report| wanted(report));
            found.extend(due.cloned().map(|report| Due { action, step, report }));
        }
    }
    found
}

pub(super) fn number(action: &Action) -> Cell {
    Cell::number(Decimal::from(action.number), NumberFormat::Whole, action.number.to_string())
}

fn date(day: NaiveDate) -> Cell {
    let content = Content::Date { value: day, shown: short_date(day) };
    Cell { content, ..Cell::default() }
}

/// `3 of 4 reports due were made.`
fn reports_sentence(due: &[Due<'_>]) -> String {
    let made = due.iter().filter(|due| due.report.made_on().is_some()).count();
    let unknown = due.iter().filter(|due| due.report.returned.is_none()).count();
    let reports = plural(due.len(), "report", "reports");
    match (due.len(), unknown) {
        (0, _) => "No report was due.".into(),
        (1, 1) => "1 report was due; whether it was made was not returned.".into(),
        (all, n) if n == all => {
            format!("{reports} were due; whether they were made was not returned.")
        }
        (all, n) => {
            let was = if all == 1 { "was" } else { "were" };
            let not = if n == 0 {
                String::new()
            } else {
                format!("; for {} nothing was returned", words::number(n))
            };
            format!("{made} of {reports} due {was} made{not}.")
        }
    }
}

/// Section 7.
pub(super) fn blocks(material: &Material<'_>, number: &str) -> Vec<Block> {
    let quarter = material.quarter();
    let due = reports(material, |report| report.due_now);
    let sentence = format!("{} {}", Tally::of(material).actions_sentence(), reports_sentence(&due));
    let mut blocks = vec![Block::Lead(Text::plain(sentence))];
    blocks.push(Block::Subheading(format!("{number}.1 Reports due in {}", quarter.in_text())));
    if due.is_empty() {
        blocks.push(Block::Paragraph {
            number: None,
            text: Text::plain("The plan asks for no report in this quarter."),
        });
    } else {
        blocks.push(Block::Table(reports_table(material, &due)));
    }
    if let Some(note) = undated(material) {
        blocks.push(Block::Note(Text::plain(note)));
    }
    blocks.push(Block::Subheading(format!("{number}.2 Actions not on schedule")));
    let mut moves = Notes::default();
    let late = late_rows(material, &mut moves);
    if late.is_empty() {
        let tally = Tally::of(material);
        let unknown = tally.actions_at(Status::ReportLater);
        let text = Text::plain(if tally.all_actions() > 0 && unknown == tally.all_actions() {
            "No action was reported on: which are late is not known."
        } else if unknown > 0 {
            "No action that was reported on is late."
        } else {
            "No action is late."
        });
        blocks.push(Block::Paragraph { number: None, text });
    } else {
        blocks.push(Block::Table(late_table(late, moves.list())));
    }
    blocks.push(Block::Subheading(format!("{number}.3 All actions")));
    blocks.push(Block::Table(all_actions(material)));
    blocks
}

fn reports_table(material: &Material<'_>, due: &[Due<'_>]) -> Table {
    let quarter = material.quarter();
    let rows = due
        .iter()
        .map(|due| {
            let made = match (due.report.made_on(), &due.report.returned) {
                (Some(day), returned) => {
                    let cell = Cell::text(Text::bold("Made").then(format!(" {}", short_date(day))));
                    let reference = returned.as_ref().and_then(|r| r.reference.clone());
                    reference.into_iter().fold(cell, Cell::second)
                }
                (None, Some(returned)) => {
                    let cell = Cell::text(Text::bold("Not made"));
                    match returned.expected_on {
                        Some(day) => cell.second(format!("expected {}", short_date(day))),
                        None => cell,
                    }
                }
                (None, None) => Cell::missing("not returned"),
            };
            Row::Cells(vec![
                number(due.action),
                Cell::text(due.step.short.as_str()),
                Cell::text(audience(material, &due.report)),
                due_cell(due, quarter),
                made,
            ])
        })
        .collect();
    Table {
        id: "reports-due".into(),
        title: format!("Reports due in {}", quarter.in_text()),
        group_head: None,
        columns: vec![
            Column::text("Action", mm(13.0)).naming_rows(),
            Column::text("Report", Width::Fitted),
            Column::text("To", mm(46.0)),
            Column::text("Due", mm(24.0)),
            Column::text("Made?", mm(38.0)).second("Reference or expected"),
        ],
        rows,
        notes: Vec::new(),
        footnote: None,
        dense: false,
    }
}

fn audience(material: &Material<'_>, report: &ReportPosition) -> String {
    let found = report.audience.as_ref().and_then(|id| material.plan.audience(id));
    found.map_or_else(|| "not named in the plan".into(), |audience| audience.name.clone())
}

fn due_cell(due: &Due<'_>, quarter: crate::calendar::Quarter) -> Cell {
    match &due.report.due {
        ReportDue::By(day) => date(*day),
        ReportDue::Quarters(_) => Cell::text(quarter.in_text()),
        ReportDue::NoDate => Cell::missing(NO_DATE),
    }
}

/// Reports for which the plan sets no time, and which of them were made.
fn undated(material: &Material<'_>) -> Option<String> {
    let found = reports(material, |report| report.due == ReportDue::NoDate);
    if found.is_empty() {
        return None;
    }
    let mut numbers: Vec<String> = found.iter().map(|due| due.action.number.to_string()).collect();
    numbers.dedup();
    let made = found.iter().filter(|due| due.report.made_on().is_some()).count();
    let verb = if found.len() == 1 { "has" } else { "have" };
    let state = match made {
        0 => "none is made yet".to_owned(),
        n => format!("{} {} made", words::number(n), if n == 1 { "is" } else { "are" }),
    };
    Some(format!(
        "{} {verb} no date in the plan ({} {}); {state}.",
        words::capital(&format!(
            "{} {}",
            words::number(found.len()),
            words::noun(found.len(), "report")
        )),
        words::noun(numbers.len(), "action"),
        words::list(&numbers)
    ))
}

fn late_rows(material: &Material<'_>, moves: &mut Notes) -> Vec<Row> {
    let mut rows = Vec::new();
    for (action, position) in material.actions() {
        for (step, at) in steps(action, &position) {
            if !matches!(at.status, Status::Red | Status::Amber) {
                continue;
            }
            let returned = at.returned.as_ref();
            let late = at.days_late.map_or_else(
                || "Said to be late by the service.".to_owned(),
                |days| {
                    let count = usize::try_from(days).unwrap_or(0);
                    format!("{} late.", plural(count, "day", "days"))
                },
            );
            let comment = returned.and_then(|r| r.comment.clone());
            let why = comment.unwrap_or_else(|| "No comment was returned.".into());
            let owner = returned.and_then(|r| r.owner.clone());
            rows.push(Row::Cells(vec![
                number(action),
                Cell::text(format!("{}. {late}", step.short)),
                owner.into_iter().fold(Cell::text(why), Cell::second),
                noted(when(at, step), moves, action, step, at),
                Cell::status(at.status),
            ]));
        }
    }
    rows
}

/// The day that counts; the plan's beside it where it moved.
fn when(at: &StepPosition, step: &Step) -> Cell {
    match (at.due, step.due) {
        (Some(now), Some(plan)) if now != plan => {
            date(now).second(format!("plan: {}", short_date(plan)))
        }
        (Some(now), Some(_)) => date(now),
        (Some(now), None) => date(now).second(format!("plan: {}", schedule(step))),
        (None, _) => Cell::text(schedule(step)),
    }
}

/// What stands where the plan sets no time.
pub(super) const NO_DATE: &str = "no date set";

/// What the plan says of the time: `every quarter`, `Q2 and Q4`, `no date set`.
pub(super) fn schedule(step: &Step) -> String {
    if let Some(day) = step.due {
        return format!("by {}", short_date(day));
    }
    let mut quarters: Vec<u8> = step
        .reports
        .iter()
        .filter_map(|report| match &report.due {
            ReportDue::Quarters(quarters) => Some(quarters.clone()),
            ReportDue::By(_) | ReportDue::NoDate => None,
        })
        .flatten()
        .collect();
    quarters.sort_unstable();
    quarters.dedup();
    match quarters.as_slice() {
        [] => NO_DATE.into(),
        [1, 2, 3, 4] => "every quarter".into(),
        some => {
            let names: Vec<String> = some.iter().map(|quarter| format!("Q{quarter}")).collect();
            words::list(&names)
        }
    }
}

fn late_table(rows: Vec<Row>, notes: Vec<(String, Text)>) -> Table {
    Table {
        id: "actions-late".into(),
        title: "Actions not on schedule".into(),
        group_head: None,
        columns: vec![
            Column::text("Action", mm(13.0)).naming_rows(),
            Column::text("What is late", mm(42.0)),
            Column::text("Why, and the remedy", Width::Fitted).second("Owner"),
            Column::text("Due", mm(25.0)).second("Plan’s date"),
            Column::text("Status", mm(20.0)),
        ],
        rows,
        notes,
        footnote: None,
        dense: false,
    }
}

fn all_actions(material: &Material<'_>) -> Table {
    let mut moves = Notes::default();
    let rows = material
        .actions()
        .map(|(action, position)| {
            let mut due: Vec<String> = steps(action, &position)
                .map(|(step, at)| match at.due {
                    Some(now) if moved(action, step, at).is_some() => {
                        format!("by {}", short_date(now))
                    }
                    _ => schedule(step),
                })
                .collect();
            due.dedup();
            let due = steps(action, &position)
                .fold(Cell::text(due.join("; ")), |due, (step, at)| {
                    noted(due, &mut moves, action, step, at)
                });
            Row::Cells(vec![
                number(action),
                Cell::text(action.short.as_str()),
                due,
                Cell::status(position.status),
            ])
        })
        .collect();
    Table {
        id: "actions".into(),
        title: "All actions".into(),
        group_head: None,
        columns: vec![
            Column::text("No.", mm(9.0)).naming_rows(),
            Column::text("Action", Width::Fitted),
            Column::text("Due", mm(38.0)),
            Column::text("Status", mm(26.0)),
        ],
        rows,
        notes: moves.list(),
        footnote: None,
        dense: true,
    }
}
