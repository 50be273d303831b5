//! What of the packs is final, and what holds the others.

use super::{Stands, date, lead_block, number, section, table};
use crate::calendar::NaiveDate;
use crate::compose::{Block, Cell, Column, Row, Section, Width};
use crate::pipeline::PackState;
use crate::quantity::plural;

impl Stands<'_> {
    /// Finals, and what stands in the way of those that are not made.
    pub(super) fn finals(&self) -> Section {
        let packs = &self.now.packs;
        let (last, all) = (packs.iter().filter(|pack| pack.last.is_some()).count(), packs.len());
        let lead = match all {
            0 => "No pack is due.".to_owned(),
            _ => format!("{last} of {} made final.", plural(all, "pack is", "packs are")),
        };
        let mut blocks = vec![lead_block(lead)];
        let rows: Vec<Row> = packs.iter().map(row).collect();
        if !rows.is_empty() {
            let columns = vec![
                Column::text("Pack", Width::Fitted).naming_rows(),
                Column::number("Final", Width::Millimetres(18.0)),
                Column::text("Made final on", Width::Millimetres(28.0)),
                Column::text("Approved by", Width::Millimetres(38.0)),
                Column::text("How it stands", Width::Fitted),
            ];
            blocks.push(Block::Table(table("finals", "Finals, pack by pack", columns, rows)));
        }
        let holds: Vec<Row> = packs.iter().flat_map(holds).collect();
        if !holds.is_empty() {
            let columns = vec![
                Column::text("Pack", Width::Fitted).naming_rows(),
                Column::text("Hold", Width::Fitted),
                Column::text("What stands", Width::Fitted),
                Column::text("What to do", Width::Fitted),
            ];
            let title = "What holds a final, and what was let pass";
            blocks.push(Block::Table(table("holds", title, columns, holds)));
        }
        section("finals", "Finals", blocks)
    }
}

/// Whether a pack's last version is final.
fn is_final(pack: &PackState) -> bool {
    pack.version.is_some() && pack.last.as_ref().map(|last| last.version) == pack.version
}

fn row(pack: &PackState) -> Row {
    let body = Cell::text(pack.body.as_str());
    let held = pack.holds.iter().filter(|hold| hold.stands()).count();
    let stands = match (pack.version, held) {
        _ if is_final(pack) => "the last version is final".to_owned(),
        (None, _) => "not made yet".to_owned(),
        (Some(version), 0) => format!("nothing holds version {version}"),
        (Some(version), held) => {
            format!("version {version} waits for {}", plural(held, "hold", "holds"))
        }
    };
    let Some(last) = &pack.last else {
        let none = Cell::empty;
        return Row::Cells(vec![body, Cell::missing("none"), none(), none(), Cell::text(stands)]);
    };
    let on = last.at.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    let approval = last.approval.map_or_else(
        || Cell::missing("no approval asked for"),
        |decision| Cell::text(format!("decision {decision}")),
    );
    Row::Cells(vec![
        body,
        number(usize::try_from(last.version).unwrap_or(usize::MAX)),
        on.map_or_else(|| Cell::text(last.at.as_str()), date),
        approval,
        Cell::text(stands),
    ])
}

/// What holds a pack whose last version is no final.
fn holds(pack: &PackState) -> Vec<Row> {
    if pack.version.is_none() || is_final(pack) {
        return Vec::new();
    }
    let row = |hold: &crate::release::Hold| {
        let to_do = match &hold.passed {
            None => hold.remedy.clone(),
            Some(passed) => format!("Let pass by the {}: {}", passed.role, passed.reason),
        };
        Row::Cells(vec![
            Cell::text(pack.body.as_str()),
            Cell::text(hold.to_string()),
            Cell::text(hold.items.join("; ")),
            Cell::text(to_do),
        ])
    };
    pack.holds.iter().map(row).collect()
}
