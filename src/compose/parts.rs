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

    /// The statuses that it can have; one that is kept back only where there is one.
    fn statuses(self, rows: &[Counted]) -> Vec<Status> {
        let kept = rows.iter().any(|row| self.of(row).contains(&Status::KeptBack));
        let can = |status: &Status| match self {
            Self::Measures => status.is_of_measures() && (kept || *status != Status::KeptBack),
            Self::Actions => status.is_of_actions(),
        };
        Status::SHOWN.into_iter().filter(can).collect()
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

/// `Red and amber measures stand under 2 of 5 priorities: Get it right …`, and how many there are of
/// which nothing is known.
fn sentence(kind: Kind, counted: &[Counted], verb: &str, noun: &str) -> String {
    let missed = |one: &Counted| at(kind.of(one), &[Status::Red, Status::Amber]);
    let named: Vec<String> = counted
        .iter()
        .filter(|one| missed(one) > 0)
        .map(|one| format!("{} ({})", one.name, missed(one)))
        .collect();
    let (all, what) = (counted.len(), kind.plural());
    let things: usize = counted.iter().map(|one| kind.of(one).len()).sum();
    let later: usize = counted.iter().map(|one| at(kind.of(one), &[Status::ReportLater])).sum();
    if later == things {
        return format!("How the {things} {what} stand is to be reported later.");
    }
    let later = match later {
        0 => String::new(),
        1 => format!(" One of {things} is to be reported later."),
        n => {
            format!(" {} of {things} are to be reported later.", words::capital(&words::number(n)))
        }
    };
    if named.is_empty() {
        return format!("No {what} that were reported on are red or amber.{later}");
    }
    let places = format!("{} of {all} {noun}: {}", named.len(), words::list(&named));
    format!("Red and amber {what} {verb} {places}.{later}")
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
    let statuses = kind.statuses(rows);
    let mut made: Vec<Row> = rows
        .iter()
        .map(|row| Row::Cells(cells(Cell::text(row.name.as_str()), &statuses, kind.of(row))))
        .collect();
    let all: Vec<Status> = rows.iter().flat_map(|row| kind.of(row)).copied().collect();
    made.push(Row::Total(cells(Cell::text("Total"), &statuses, &all)));
    let what = words::capital(kind.plural());
    let mut columns = vec![Column::text(words::capital(head), Width::Fitted).naming_rows()];
    columns.extend(statuses.iter().map(|status| {
        let width = match status {
            Status::Contextual => 19.0,
            Status::Green | Status::Amber | Status::ReportLater | Status::KeptBack => 12.5,
            Status::Blue | Status::Red => 10.0,
        };
        Column::number(status.word(), mm(width)).summed()
    }));
    let sum = Column::number(what.as_str(), mm(18.0));
    columns.push(sum.made(Made::Sum(1, statuses.len())).summed());
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
fn cells(name: Cell, shown: &[Status], all: &[Status]) -> Vec<Cell> {
    let mut cells = vec![name];
    cells.extend(shown.iter().map(|status| count(at(all, &[*status]))));
    cells.push(count(all.len()));
    cells
}
