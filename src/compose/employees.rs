//! Employees: how many people each service has, and how many more or fewer than the plan counted.

use super::cells::{more_or_fewer, people};
use super::material::Material;
use super::money::part_footnote;
use super::notes::Notes;
use super::pack::Block;
use super::table::{Cell, Column, Made, Row, Table, Width, mm};
use super::text::Text;
use super::unusable;
use crate::calendar::{NaiveDate, short_date};
use crate::quantity::{Decimal, grouped};
use crate::reconcile::ServicePeople;
use std::cmp::Ordering;

/// `2,845 people, 14 fewer than in February 2023.`
pub(super) fn sentence(material: &Material<'_>) -> String {
    let people = &material.position.people;
    let when = &material.plan.employees.as_at_printed;
    match people.headcount {
        Some(now) => {
            let change = now - people.planned;
            let word = match change.cmp(&Decimal::ZERO) {
                Ordering::Greater => format!("**{} more** than", grouped(change)),
                Ordering::Less => format!("**{} fewer** than", grouped(change.abs())),
                Ordering::Equal => "**as many** as".into(),
            };
            format!("{} people, {word} in {when}.", grouped(now))
        }
        None => format!(
            "There is no headcount for the whole Resource; the plan counted {} people in {when}.",
            grouped(people.planned)
        ),
    }
}

/// Employees by service.
pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let position = &material.position.people;
    let mut notes = Notes::default();
    let mut rows: Vec<Row> = position
        .services
        .iter()
        .map(|one| {
            let mut name = Cell::text(material.service_name(&one.service));
            if let Some(why) = &one.reason {
                let note = format!("{}: {why}", material.service_name(&one.service));
                name = notes.of(&[note]).into_iter().fold(name, Cell::noted);
            }
            let mut row = row(name, one, material.quarter().end());
            unusable::tell_people(material, &one.service, &mut row);
            Row::Cells(row)
        })
        .collect();
    let mut total = vec![
        Cell::text("Total"),
        people(Some(position.planned)),
        people(position.headcount),
        more_or_fewer(position.headcount.map(|now| now - position.planned)),
        people(position.full_time_equivalent),
    ];
    for one in &position.services {
        unusable::tell_people(material, &one.service, &mut total);
    }
    rows.push(Row::Total(total));
    let ends = material.quarter().end();
    let table = Table {
        id: "employees".into(),
        title: "Employees by service".into(),
        group_head: None,
        columns: vec![
            Column::text("Service, headcount", Width::Fitted).naming_rows(),
            Column::number(material.plan.employees.as_at_printed.clone(), mm(20.0)).summed(),
            Column::number(short_date(ends), mm(18.0)).summed(),
            Column::number("Change", mm(20.0)).summed().made(Made::Difference(2, 1)),
            Column::number("Full-time equivalent", mm(19.0)).summed(),
        ],
        rows,
        notes: notes.list(),
        footnote: part_footnote(
            material,
            material.plan.employees.lines.len() < material.whole.employees.lines.len(),
        ),
        dense: false,
    };
    vec![Block::Lead(Text::marked(&sentence(material))), Block::Table(table)]
}

fn row(name: Cell, one: &ServicePeople, ends: NaiveDate) -> Vec<Cell> {
    // A count of another day than the column's head says so.
    let other = one.as_at.filter(|day| *day != ends && one.headcount.is_some());
    let now = people(one.headcount);
    vec![
        name,
        people(Some(one.planned)),
        other.map(|day| format!("at {}", short_date(day))).into_iter().fold(now, Cell::second),
        more_or_fewer(one.headcount.map(|now| now - one.planned)),
        people(one.full_time_equivalent),
    ]
}
