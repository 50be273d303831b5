//! Actions: reports due and made, what is late, all actions, and every action in full.

use super::material::Material;
use super::pack::Block;
use super::table::{Cell, Column, Content, NumberFormat, Row, Table, Width, mm};
use super::tally::Tally;
use super::text::Text;
use super::words;
use crate::calendar::{NaiveDate, short_date};
use crate::plan::{Action, ReportDue, Status, Step};
use crate::quantity::{Decimal, plural};
use crate::reconcile::{ActionPosition, ReportPosition, StepPosition};

fn actions<'a>(
    material: &'a Material<'_>,
) -> impl Iterator<Item = (&'a Action, &'a ActionPosition)> {
    material.actions()
}

fn steps<'a>(
    action: &'a Action,
    position: &'a ActionPosition,
) -> impl Iterator<Item = (&'a Step, &'a StepPosition)> {
    action.steps.iter().zip(&position.steps)
}

struct Due<'a> {
    action: &'a Action,
    step: &'a Step,
    report: &'a ReportPosition,
}

fn reports<'a>(
    material: &'a Material<'_>,
    wanted: impl Fn(&ReportPosition) -> bool + 'a,
) -> Vec<Due<'a>> {
    let mut found = Vec::new();
    for (action, position) in actions(material) {
        for (step, at) in steps(action, position) {
            let due = at.reports.iter().filter(|report| wanted(report));
            found.extend(due.map(|report| Due { action, step, report }));
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
    match due.len() {
        0 => "No report was due.".into(),
        all => format!(
            "{made} of {} due {} made.",
            plural(all, "report", "reports"),
            if all == 1 { "was" } else { "were" }
        ),
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
    let late = late_rows(material);
    if late.is_empty() {
        let text = Text::plain("No action that was returned is late.");
        blocks.push(Block::Paragraph { number: None, text });
    } else {
        blocks.push(Block::Table(late_table(late)));
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
                Cell::text(audience(material, due.report)),
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
        ReportDue::NoDate => Cell::missing("no date set"),
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
        "{} {verb} no date in the plan (actions {}); {state}.",
        words::capital(&format!(
            "{} {}",
            words::number(found.len()),
            words::noun(found.len(), "report")
        )),
        words::list(&numbers)
    ))
}

fn late_rows(material: &Material<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (action, position) in actions(material) {
        for (step, at) in steps(action, position) {
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
                when(at, step),
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
        (Some(now), None) => date(now).second("plan: no date set"),
        (None, _) => Cell::text(schedule(step)),
    }
}

/// What the plan says of the time: `every quarter`, `Q2 and Q4`, `no date set`.
fn schedule(step: &Step) -> String {
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
        [] => "no date set".into(),
        [1, 2, 3, 4] => "every quarter".into(),
        some => {
            let names: Vec<String> = some.iter().map(|quarter| format!("Q{quarter}")).collect();
            words::list(&names)
        }
    }
}

fn late_table(rows: Vec<Row>) -> Table {
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
        notes: Vec::new(),
        footnote: None,
        dense: false,
    }
}

fn all_actions(material: &Material<'_>) -> Table {
    let rows = actions(material)
        .map(|(action, position)| {
            let mut due: Vec<String> = action.steps.iter().map(schedule).collect();
            due.dedup();
            Row::Cells(vec![
                number(action),
                Cell::text(action.short.as_str()),
                Cell::text(due.join("; ")),
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
        notes: Vec::new(),
        footnote: None,
        dense: true,
    }
}

/// Every action and step, word for word, with how each step stands.
pub(super) fn in_full(material: &Material<'_>) -> Vec<Block> {
    let mut rows = Vec::new();
    let mut under = None;
    for (action, position) in actions(material) {
        if under != Some(&action.outcome) {
            under = Some(&action.outcome);
            let name = super::measures::outcome_text(material, &action.outcome);
            rows.push(Row::Group { shown: format!("Outcome: {name}"), name });
        }
        for (nth, (step, at)) in steps(action, position).enumerate() {
            let mut name = Cell::text(action.text.as_str());
            if nth > 0 {
                name = Cell::text(action.text.as_str()).faint();
            }
            let services: Vec<String> =
                action.services.iter().map(|id| material.service_name(id)).collect();
            rows.push(Row::Cells(vec![
                number(action),
                name.second(format!("{}; links {}", words::list(&services), links(action))),
                step_cell(step, at),
                when_printed(step),
                Cell::status(at.status).second(state(at)),
            ]));
        }
    }
    let count: usize = material.plan.actions.iter().map(|action| action.steps.len()).sum();
    let intro = format!(
        "{} in {}, word for word as the plan prints them.",
        plural(material.plan.actions.len(), "action", "actions"),
        plural(count, "step", "steps")
    );
    let table = Table {
        id: "actions-in-full".into(),
        title: "Every action and its steps".into(),
        group_head: Some("Resource outcome".into()),
        columns: vec![
            Column::text("No.", mm(8.0)).naming_rows(),
            Column::text("Action", mm(48.0)).second("Services and links"),
            Column::text("Step", Width::Fitted).second("Evidence or comment"),
            Column::text("Due", mm(30.0)).second("How the date is read"),
            Column::text("Status", mm(27.0)).second("Returned"),
        ],
        rows,
        notes: Vec::new(),
        footnote: None,
        dense: false,
    };
    vec![Block::Note(Text::plain(intro)), Block::Table(table)]
}

fn links(action: &Action) -> String {
    let printed = &action.link.printed;
    if printed.is_empty() {
        "none printed".into()
    } else if printed.chars().any(char::is_alphanumeric) {
        printed.clone()
    } else {
        // A dash by itself would look like a slip of ours.
        format!("“{printed}”")
    }
}

fn step_cell(step: &Step, at: &StepPosition) -> Cell {
    let cell = Cell::text(step.text.as_str());
    let said = at.returned.as_ref().and_then(|r| r.evidence.clone().or_else(|| r.comment.clone()));
    said.into_iter().fold(cell, Cell::second)
}

fn when_printed(step: &Step) -> Cell {
    let cell = Cell::text(schedule(step));
    step.inferred.iter().fold(cell, |cell, read| cell.second(read.as_str()))
}

fn state(at: &StepPosition) -> String {
    let Some(returned) = &at.returned else { return "not returned".into() };
    let word = returned.state.map_or("no status", crate::form::StepState::word);
    match (returned.percent, returned.completed_on) {
        (_, Some(day)) => format!("{word} {}", short_date(day)),
        (Some(percent), None) => format!("{word}, {}%", percent.normalize()),
        (None, None) => word.into(),
    }
}
