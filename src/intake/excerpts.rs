//! Rows of a workbook beside a finding, as they stand in it. Whoever shows them masks personal
//! data (`validate::without_personal_data`).

use super::words::text;
use super::workbook::SheetCells;
use crate::finding::{CellAddress, ExcerptRow};

/// Cells of a row that are shown.
const SHOWN: usize = 5;

/// The longest text of a cell that is kept for an excerpt, in characters.
const LETTERS: usize = 120;

/// A row as it stands, with one of its cells marked where it has one there.
pub(super) fn row(sheet: &SheetCells, row: u32, marked: Option<u16>) -> Option<ExcerptRow> {
    let whole = CellAddress { row, column: 0 }..=CellAddress { row, column: u16::MAX };
    let mut said: Vec<(u16, String)> = sheet
        .cells
        .range(whole)
        .map(|(at, cell)| (at.column, text(&cell.value)))
        .filter(|(column, says)| {
            // The form's keys stand in a hidden column, and mean nothing to a reader.
            let hidden = sheet.hidden_columns.contains(column);
            Some(*column) == marked || !(hidden || says.trim().is_empty())
        })
        .map(|(column, says)| (column, says.chars().take(LETTERS).collect()))
        .collect();
    if let Some(column) = marked
        && !said.iter().any(|(known, _)| *known == column)
    {
        let at = said.iter().take_while(|(known, _)| *known < column).count();
        said.insert(at, (column, String::new()));
    }
    // The marked cell is among those that are shown, with what stands left of it.
    let at = said.iter().position(|(column, _)| Some(*column) == marked);
    let end = at.map_or(SHOWN, |at| at + 1).max(SHOWN).min(said.len());
    let shown = said.get(end.saturating_sub(SHOWN)..end)?;
    let marked = shown.iter().position(|(column, _)| Some(*column) == marked);
    let cells: Vec<String> = shown.iter().map(|(_, says)| says.clone()).collect();
    (!cells.is_empty()).then_some(ExcerptRow { row: row + 1, cells, marked })
}

/// The first rows with something in them.
pub(super) fn first_rows(sheet: &SheetCells, most: usize) -> Vec<ExcerptRow> {
    sheet.rows().into_iter().filter_map(|at| row(sheet, at, None)).take(most).collect()
}
