//! How measures and actions stand under each priority and in each service.

use super::cells::count;
use super::material::Material;
use super::pack::Block;
use super::table::{Cell, Column, Made, Row, Table, Width};
use super::text::Text;
use super::words;
use crate::plan::{OutcomeId, ServiceId, Status};
use std::collections::BTreeMap;

/// The statuses of what stands in one row.
struct Counted {
    name: String,
    measures: Vec<Status>,
    actions: Vec<Status>,
}

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let called = &material.plan.headings.priorities;
    let priorities = by_priority(material);
    let services = by_service(material);
    vec![
        Block::Lead(Text::plain(sentence(&priorities, "stand under", "priorities"))),
        Block::Subheading(format!("By {called}")),
        Block::Table(table("status-by-priority", called, &priorities)),
        Block::Subheading("By service".into()),
        Block::Note(Text::plain(sentence(&services, "are reported by", "services"))),
        Block::Table(table("status-by-service", "service", &services)),
        Block::Note(Text::plain(
            "What several services answer for is counted under the one that reports it.",
        )),
    ]
}

/// `Red and amber measures stand under 2 of 5 priorities: Get it right …`
fn sentence(counted: &[Counted], verb: &str, noun: &str) -> String {
    let missed = |one: &Counted| at(&one.measures, &[Status::Red, Status::Amber]);
    let named: Vec<String> = counted
        .iter()
        .filter(|one| missed(one) > 0)
        .map(|one| format!("{} ({})", one.name, missed(one)))
        .collect();
    let all = counted.len();
    if named.is_empty() {
        return format!("No red or amber measures {verb} any of {all} {noun}.");
    }
    format!(
        "Red and amber measures {verb} {} of {all} {noun}: {}.",
        named.len(),
        words::list(&named)
    )
}

fn at(statuses: &[Status], wanted: &[Status]) -> usize {
    statuses.iter().filter(|status| wanted.contains(status)).count()
}

fn by_priority(material: &Material<'_>) -> Vec<Counted> {
    let plan = material.plan;
    let priorities = plan.priorities.iter().map(|priority| {
        let under = |id: &OutcomeId| priority.outcomes.iter().any(|outcome| outcome.id == *id);
        let measures = material.measures().filter(|(measure, _)| under(&measure.outcome));
        let actions = material.actions().filter(|(action, _)| under(&action.outcome));
        Counted {
            name: priority.text.clone(),
            measures: measures.map(|(_, position)| position.status).collect(),
            actions: actions.map(|(_, position)| position.status).collect(),
        }
    });
    priorities.filter(|one| !one.measures.is_empty() || !one.actions.is_empty()).collect()
}

fn by_service(material: &Material<'_>) -> Vec<Counted> {
    let (mut measures, mut actions) = (BTreeMap::new(), BTreeMap::new());
    for (measure, position) in material.measures() {
        note(&mut measures, measure.lead(), position.status);
    }
    for (action, position) in material.actions() {
        note(&mut actions, action.services.first(), position.status);
    }
    let services = material.plan.services.iter().map(|service| Counted {
        name: service.name.clone(),
        measures: measures.remove(&service.id).unwrap_or_default(),
        actions: actions.remove(&service.id).unwrap_or_default(),
    });
    services.filter(|one| !one.measures.is_empty() || !one.actions.is_empty()).collect()
}

/// Notes a status under the service that leads.
fn note<'a>(
    by_service: &mut BTreeMap<&'a ServiceId, Vec<Status>>,
    lead: Option<&'a ServiceId>,
    status: Status,
) {
    if let Some(lead) = lead {
        by_service.entry(lead).or_default().push(status);
    }
}

/// Measures first, then actions, each with its sum.
fn table(id: &str, head: &str, rows: &[Counted]) -> Table {
    let mut made = Vec::new();
    for (name, actions) in [("Measures", false), ("Actions", true)] {
        let of = |row: &Counted| if actions { row.actions.clone() } else { row.measures.clone() };
        let all: Vec<Status> = rows.iter().flat_map(of).collect();
        if all.is_empty() {
            continue;
        }
        made.push(Row::Group { shown: name.into(), name: name.into() });
        for row in rows {
            made.push(Row::Cells(cells(Cell::text(row.name.as_str()), &of(row), actions)));
        }
        let sum = Cell::text(Text::bold(format!("All {}", name.to_lowercase())));
        let sum = cells(sum, &all, actions);
        made.push(Row::Cells(sum.into_iter().map(Cell::bold).collect()));
    }
    let mut columns = vec![Column::text(words::capital(head), Width::Fitted).naming_rows()];
    columns.extend(Status::ALL.map(|status| {
        let width = match status {
            Status::Contextual => 19.0,
            Status::Green | Status::Amber | Status::ReportLater => 12.5,
            Status::Blue | Status::Red => 10.0,
        };
        Column::number(status.word(), Width::Millimetres(width))
    }));
    let all = Column::number("All", Width::Millimetres(8.0));
    columns.push(all.made(Made::Sum(1, Status::ALL.len())));
    Table {
        id: id.into(),
        title: format!("Status by {head}"),
        group_head: Some("What is counted".into()),
        columns,
        rows: made,
        notes: Vec::new(),
        footnote: None,
        dense: true,
    }
}

/// A name and its counts, one for each status.
fn cells(name: Cell, statuses: &[Status], actions: bool) -> Vec<Cell> {
    let one = |status: Status| match status {
        Status::Blue if !actions => Cell::missing("n/a"),
        Status::Contextual if actions => Cell::missing("n/a"),
        Status::Blue
        | Status::Green
        | Status::Amber
        | Status::Red
        | Status::ReportLater
        | Status::Contextual => count(at(statuses, &[status])),
    };
    let mut cells = vec![name];
    cells.extend(Status::ALL.map(one));
    cells.push(count(statuses.len()));
    cells
}
