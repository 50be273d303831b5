//! Outturns of earlier years beside one another, where some were entered from publications.

use super::cells;
use super::material::Material;
use super::notes::Notes;
use super::pack::Block;
use super::table::{Cell, Column, Row, Table, Width, mm};
use super::text::Text;
use crate::reconcile::{Outturn, YearOutturn};

/// The table of earlier years, with the publications as notes; nothing where no figure was
/// entered, for then the plan's own print says the same.
pub(super) fn years(material: &Material<'_>) -> Vec<Block> {
    let any = material.measures().any(|(_, position)| position.entries().next().is_some());
    if !any {
        return Vec::new();
    }
    let first = material.measures().next().map(|(_, position)| position);
    let mut columns =
        vec![Column::text("No.", mm(8.0)).naming_rows(), Column::text("Measure", Width::Fitted)];
    for year in first.iter().flat_map(|first| &first.years) {
        columns.push(Column::number(year.year.to_string(), mm(26.0)).second("Known from"));
    }
    let mut notes = Notes::default();
    let rows = material.measures().map(|(measure, position)| {
        let mut row =
            vec![Cell::text(measure.number.to_string()), Cell::text(measure.short.as_str())];
        row.extend(position.years.iter().map(|year| cell(year, &mut notes)));
        Row::Cells(row)
    });
    let table = Table {
        id: "earlier-years".into(),
        title: "Outturns of earlier years".into(),
        group_head: None,
        columns,
        rows: rows.collect(),
        notes: notes.list(),
        footnote: Some(Text::plain(
            "Returns count first, then figures entered from publications, then what the plan \
             prints. A year of which nothing is known is a gap.",
        )),
        dense: false,
    };
    vec![Block::Subheading("Outturns of earlier years".into()), Block::Table(table)]
}

fn cell(year: &YearOutturn, notes: &mut Notes) -> Cell {
    match &year.outturn {
        Outturn::Returned(total) => match total.amount {
            Some(amount) if total.is_partial() => {
                cells::amount(amount).second(format!("returned, {}", total.coverage()))
            }
            Some(amount) => cells::amount(amount).second("returned"),
            None => Cell::missing("no figure"),
        },
        Outturn::Entered(entered) => {
            let note = format!("{}, {}.", entered.source.named(), entered.source.entry());
            let cell = cells::amount(entered.amount).second("published");
            notes.of(&[note]).into_iter().fold(cell, Cell::noted)
        }
        Outturn::Printed(plan, value) => {
            Cell::text(value.printed.as_str()).second(format!("printed, {plan}"))
        }
        Outturn::Suppressed { fewer_than } => Cell::suppressed(*fewer_than),
        Outturn::Gap => Cell::missing("no figure"),
    }
}
