//! .xlsx and .xlsm, streamed.

use super::value::value;
use super::{Budget, Fault, Listed, listed};
use crate::finding::CellAddress;
use crate::intake::raw::RawValue;
use crate::intake::workbook::{Remark, SheetCell, SheetCells, Unreadable, Workbook};
use calamine::{Reader, Style, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::Cursor;

type File<'a> = Xlsx<Cursor<&'a [u8]>>;
type Cells = BTreeMap<CellAddress, SheetCell>;

pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let damaged = |fault: XlsxError| Unreadable::Damaged(fault.to_string());
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut workbook = Workbook::default();
    if file.has_1904_epoch() {
        workbook.remarks.push(Remark::Epoch1904);
    }
    let mut budget = Budget::new();
    for Listed { name, visible } in listed(file.sheets_metadata(), &mut workbook.remarks)? {
        match cells(&mut file, &name, &mut budget) {
            Ok(cells) => workbook.sheets.push(SheetCells { name, visible, cells }),
            Err(Fault::Sheet(fault)) => workbook.unreadable.push((name, fault)),
            Err(Fault::File(fault)) => return Err(fault),
        }
    }
    Ok(workbook)
}

/// Two passes over the sheet: values with their formats, then formulas.
fn cells(file: &mut File<'_>, name: &str, budget: &mut Budget) -> Result<Cells, Fault> {
    let mut cells = Cells::new();
    let unknown = values(file, name, budget, &mut cells)?;
    formulas(file, name, budget, &mut cells, &unknown)?;
    Ok(cells)
}

/// Reads the values; the library knows the errors of Excel 2007 only, and gives none but its
/// name for a newer one such as `#SPILL!`: which cell of the sheet it is in, is counted.
fn values(
    file: &mut File<'_>,
    name: &str,
    budget: &mut Budget,
    cells: &mut Cells,
) -> Result<BTreeMap<u64, String>, Fault> {
    let mut unknown = BTreeMap::new();
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    for index in 0.. {
        let (cell, style) = match reader.next_cell_with_style_id() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(XlsxError::CellError(error)) => {
                unknown.insert(index, error);
                continue;
            }
            Err(fault) => return Err(Fault::sheet(fault)),
        };
        let percent = reader.styles().get(style).is_some_and(is_percent);
        let value = value(cell.get_value(), percent);
        if value != RawValue::Empty {
            let at = budget.cell(name, cell.get_position(), &value)?;
            cells.insert(at, SheetCell { value, formula: None });
        }
    }
    Ok(unknown)
}

/// Reads the formulas, and with them the places of errors that the first pass did not know.
fn formulas(
    file: &mut File<'_>,
    name: &str,
    budget: &mut Budget,
    cells: &mut Cells,
    unknown: &BTreeMap<u64, String>,
) -> Result<(), Fault> {
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    for index in 0.. {
        let Some(cell) = reader.next_formula().map_err(Fault::sheet)? else { break };
        let error = unknown.get(&index);
        if error.is_none() && cell.get_value().is_empty() {
            continue;
        }
        let value = error.map_or(RawValue::Empty, |error| RawValue::Error(error.clone()));
        let at = budget.cell(name, cell.get_position(), &value)?;
        budget.text(name, at, cell.get_value())?;
        let cell_there = cells.entry(at).or_insert(SheetCell { value, formula: None });
        if !cell.get_value().is_empty() {
            cell_there.formula = Some(cell.get_value().clone());
        }
    }
    Ok(())
}

/// Whether the format shows a percent sign that is not mere text.
fn is_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| percent_sign(&format.format_code))
}

/// Whether a number format shows a percent sign that is not mere text.
pub(super) fn percent_sign(format: &str) -> bool {
    let mut quoted = false;
    let mut escaped = false;
    for letter in format.chars() {
        if escaped {
            escaped = false;
        } else if letter == '"' {
            quoted = !quoted;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == '%' && !quoted {
            return true;
        }
    }
    false
}
