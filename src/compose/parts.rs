//! How measures and actions stand under each priority and in each service.

use super::cells::count;
use super::material::Material;
use super::pack::Block;
use super::table::{Cell, Column, Made, Row, Table, Width, mm};
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

/// What a table counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Measures,
    Actions,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Measures, Self::Actions];

    const fn plural(self) -> &'static str {
        match self {
            Self::Measures => "measures",
            Self::Actions => "actions",
        }
    }

    /// The statuses that it can have.
    fn statuses(self) -> impl Iterator<Item = Status> {
        let never = match self {
            Self::Measures => Status::Blue,
            Self::Actions => Status::Contextual,
        };
        Status::ALL.into_iter().filter(move |status| *status != never)
    }

    fn of(self, row: &Counted) -> &[Status] {
        match self {
            Self::Measures => &row.measures,
            Self::Actions => &row.actions,
        }
    }
}

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let called = &material.plan.headings.priorities;
    let priorities = by_priority(material);
    let services = by_service(material);
    let mut blocks = Vec::new();
    let by = [
        ("priority", called.as_str(), "stand under", "priorities", &priorities),
        ("service", "service", "are reported by", "services", &services),
    ];
    for (id, head, verb, noun, rows) in by {
        blocks.push(Block::Subheading(format!("By {head}")));
        for kind in Kind::ALL {
            if rows.iter().any(|row| !kind.of(row).is_empty()) {
                blocks.push(Block::Note(Text::plain(sentence(kind, rows, verb, noun))));
                blocks.push(Block::Table(table(kind, id, head, rows)));
            }
        }
    }
    blocks.push(Block::Note(Text::plain(
        "What several services answer for is counted under the one that reports it.",
    )));
    blocks
}

/// `Red and amber measures stand under 2 of 5 priorities: Get it right …`
fn sentence(kind: Kind, counted: &[Counted], verb: &str, noun: &str) -> String {
    let missed = |one: &Counted| at(kind.of(one), &[Status::Red, Status::Amber]);
    let named: Vec<String> = counted
        .iter()
        .filter(|one| missed(one) > 0)
        .map(|one| format!("{} ({})", one.name, missed(one)))
        .collect();
    let (all, what) = (counted.len(), kind.plural());
    if named.is_empty() {
        return format!("No red or amber {what} {verb} any of {all} {noun}.");
    }
    format!("Red and amber {what} {verb} {} of {all} {noun}: {}.", named.len(), words::list(&named))
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

/// A row a priority or a service, with the sum of each status below and that of each row beside.
fn table(kind: Kind, id: &str, head: &str, rows: &[Counted]) -> Table {
    let mut made: Vec<Row> = rows
        .iter()
        .map(|row| Row::Cells(cells(Cell::text(row.name.as_str()), kind, kind.of(row))))
        .collect();
    let all: Vec<Status> = rows.iter().flat_map(|row| kind.of(row)).copied().collect();
    made.push(Row::Total(cells(Cell::text("Total"), kind, &all)));
    let what = words::capital(kind.plural());
    let mut columns = vec![Column::text(words::capital(head), Width::Fitted).naming_rows()];
    columns.extend(kind.statuses().map(|status| {
        let width = match status {
            Status::Contextual => 19.0,
            Status::Green | Status::Amber | Status::ReportLater => 12.5,
            Status::Blue | Status::Red => 10.0,
        };
        Column::number(status.word(), mm(width)).summed()
    }));
    let statuses = kind.statuses().count();
    let sum = Column::number(what.as_str(), mm(18.0));
    columns.push(sum.made(Made::Sum(1, statuses)).summed());
    Table {
        id: format!("{}-by-{id}", kind.plural()),
        title: format!("{what} by {head}"),
        group_head: None,
        columns,
        rows: made,
        notes: Vec::new(),
        footnote: None,
        dense: true,
    }
}

/// A name and its counts, one for each status that there can be.
fn cells(name: Cell, kind: Kind, statuses: &[Status]) -> Vec<Cell> {
    let mut cells = vec![name];
    cells.extend(kind.statuses().map(|status| count(at(statuses, &[status]))));
    cells.push(count(statuses.len()));
    cells
}
