//! Every action and step, word for word; dates that moved.

use super::actions::{NO_DATE, number, schedule, steps};
use super::material::Material;
use super::notes::Notes;
use super::pack::Block;
use super::table::{Cell, Column, Row, Table, Width, mm};
use super::text::Text;
use super::words;
use crate::calendar::{long_date, short_date};
use crate::plan::{Action, Step};
use crate::quantity::plural;
use crate::reconcile::StepPosition;

/// A cell with the note of a date that moved.
pub(super) fn noted(
    cell: Cell,
    moves: &mut Notes,
    action: &Action,
    step: &Step,
    at: &StepPosition,
) -> Cell {
    let note = moved(action, step, at);
    note.into_iter().flat_map(|note| moves.of(&[note])).fold(cell, Cell::noted)
}

/// `Action 3, Redesign day services: moved from 30 September 2023 to 31 December 2023, approved by
/// the Head of Health and Social Care. The building is not ready.`
pub(super) fn moved(action: &Action, step: &Step, at: &StepPosition) -> Option<String> {
    let (now, returned) = (at.due?, at.returned.as_ref()?);
    let (new, reason) = (returned.new_due?, returned.new_due_reason.as_deref()?);
    let approver = returned.new_due_approver.as_deref()?;
    if new != now || step.due == Some(now) {
        return None;
    }
    let day = long_date(now);
    let moved = match (step.due, schedule(step)) {
        (Some(from), _) => format!("moved from {} to {day}", long_date(from)),
        (None, plan) if plan == NO_DATE => format!("the plan set no date; set to {day}"),
        (None, plan) => format!("moved from {plan} to {day}"),
    };
    Some(format!(
        "Action {}, {}: {moved}, approved by the {approver}. {reason}",
        action.number, step.short
    ))
}

/// Every action and step, word for word, with how each step stands.
pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let mut rows = Vec::new();
    let mut under = None;
    let mut moves = Notes::default();
    for (action, position) in material.actions() {
        if under != Some(&action.outcome) {
            under = Some(&action.outcome);
            let name = super::measures::outcome_text(material, &action.outcome);
            rows.push(Row::Group { shown: format!("Outcome: {name}"), name });
        }
        for (nth, (step, at)) in steps(action, &position).enumerate() {
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
                noted(when_printed(action, step, at), &mut moves, action, step, at),
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
            Column::text("Status", mm(29.0)).second("What the service returned"),
        ],
        rows,
        notes: moves.list(),
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

/// What the plan says of the time, behind the day that counts where it moved.
fn when_printed(action: &Action, step: &Step, at: &StepPosition) -> Cell {
    let plan = schedule(step);
    let cell = match at.due {
        Some(now) if moved(action, step, at).is_some() => {
            Cell::text(format!("by {}", short_date(now))).second(format!("plan: {plan}"))
        }
        _ => Cell::text(plan),
    };
    step.inferred.iter().fold(cell, |cell, read| cell.second(read.as_str()))
}

/// What the service returned, as its own words; where the status is another than those come to,
/// why: `the service returned “On track”, 60%; it was due 35 days ago`.
fn state(at: &StepPosition) -> String {
    let Some(returned) = &at.returned else { return "not returned".into() };
    let Some(word) = returned.state else { return "the service returned no status".into() };
    let detail = match (returned.percent, returned.completed_on) {
        (_, Some(day)) => format!(", {}", short_date(day)),
        (Some(percent), None) => format!(", {}%", percent.normalize()),
        (None, None) => String::new(),
    };
    let said = format!("the service returned “{}”{detail}", word.word());
    match at.days_late.and_then(|days| usize::try_from(days).ok()) {
        Some(days) if crate::reconcile::said_status(word) != at.status => {
            format!("{said}; it was due {} ago", plural(days, "day", "days"))
        }
        _ => said,
    }
}
