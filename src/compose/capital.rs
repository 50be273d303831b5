//! The capital programme, with what slips into the next year.

use super::cells::{budgeted, millions};
use super::material::Material;
use super::money::part_footnote;
use super::notes::Notes;
use super::pack::Block;
use super::table::{Cell, Column, Made, Row, Table, Width, mm};
use super::text::Text;
use super::{unusable, words};
use crate::calendar::short_date;
use crate::reconcile::ProjectPosition;

/// `£0.200 million of £1.984 million slips to 2024-25.`
pub(super) fn sentence(material: &Material<'_>) -> String {
    let total = &material.position.capital.total;
    let next = material.quarter().year().next();
    match (total.slippage(), total.current()) {
        (Some(slip), Some(current)) if slip.is_zero() => {
            format!(
                "The capital programme of {} is forecast to be spent in the year.",
                current.in_text()
            )
        }
        (Some(slip), Some(current)) if slip.is_negative() => format!(
            "The capital programme is forecast to run **{} over** its budget of {}.",
            slip.abs().in_text(),
            current.in_text()
        ),
        (Some(slip), Some(current)) => {
            format!("**{}** of {} slips to {next}.", slip.in_text(), current.in_text())
        }
        _ => format!(
            "There is no forecast for the whole capital programme of {}.",
            words::budget(total.programme)
        ),
    }
}

/// The capital programme.
pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let capital = &material.position.capital;
    let to = material.position.revenue.period_end.map_or_else(|| "date".to_owned(), short_date);
    let mut notes = Notes::default();
    let mut rows: Vec<Row> = capital
        .projects
        .iter()
        .map(|project| {
            let known = project.project.as_ref().and_then(|id| material.plan.project(id));
            let text = known.map_or("", |known| known.text.as_str());
            let mut name = Cell::text(text);
            if let Some(why) = &project.explanation {
                name = notes.of(&[format!("{text}: {why}")]).into_iter().fold(name, Cell::noted);
            }
            let mut row = project_row(name, project);
            let needed = project.project.as_ref().map(unusable::of_project);
            unusable::tell(material, &mut row, &needed.unwrap_or_default());
            Row::Cells(row)
        })
        .collect();
    let mut total = project_row(Cell::text("Total"), &capital.total);
    for project in capital.projects.iter().filter_map(|one| one.project.as_ref()) {
        unusable::tell(material, &mut total, &unusable::of_project(project));
    }
    rows.push(Row::Total(total));
    let table = Table {
        id: "capital-programme".into(),
        title: format!("Capital programme {}", material.quarter().year()),
        group_head: None,
        columns: vec![
            Column::text("Project, £ million", Width::Fitted).naming_rows(),
            Column::number("Programme", mm(20.0)).summed(),
            Column::number("Current budget", mm(16.0)).summed(),
            Column::number(format!("Spend to {to}"), mm(20.0)).summed(),
            Column::number("Forecast for year", mm(18.0)).summed(),
            Column::number("Slippage", mm(18.0)).summed().made(Made::Difference(2, 4)),
        ],
        rows,
        notes: notes.list(),
        footnote: part_footnote(
            material,
            material.plan.capital.len() < material.whole.capital.len(),
        ),
        dense: false,
    };
    vec![Block::Lead(Text::marked(&sentence(material))), Block::Table(table)]
}

fn project_row(name: Cell, project: &ProjectPosition) -> Vec<Cell> {
    vec![
        name,
        budgeted(project.programme),
        millions(project.current()),
        millions(project.spend),
        millions(project.forecast),
        millions(project.slippage()),
    ]
}
