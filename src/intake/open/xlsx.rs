//! .xlsx and .xlsm, streamed.

use super::look::Looks;
use super::relations;
use super::value::value;
use super::{Budget, Fault, Listed, listed};
use crate::finding::CellAddress;
use crate::intake::raw::RawValue;
use crate::intake::workbook::{Remark, SheetCell, Unreadable, Workbook};
use calamine::{Reader, Style, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::Cursor;

type File<'a> = Xlsx<Cursor<&'a [u8]>>;
type Cells = BTreeMap<CellAddress, SheetCell>;

pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let damaged = |fault: XlsxError| Unreadable::Damaged(fault.to_string());
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    if let Some(why) = relations::styles_lost(bytes, &relations::workbook(bytes), "xl/styles.xml") {
        return Err(Unreadable::Damaged(why));
    }
    let mut workbook = Workbook::default();
    if file.has_1904_epoch() {
        workbook.remarks.push(Remark::Epoch1904);
    }
    let looks = Looks::of(bytes);
    let mut budget = Budget::new();
    for Listed { index, name, visible } in listed(file.sheets_metadata(), &mut workbook.remarks)? {
        match cells(&mut file, &name, &mut budget) {
            Ok(cells) => {
                workbook.sheets.push(looks.at(index).sheet(name, visible, cells));
            }
            Err(Fault::Sheet(fault)) => workbook.unreadable.push((name, fault)),
            Err(Fault::File(fault)) => return Err(fault),
        }
    }
    Ok(workbook)
}

/// Two passes over the sheet: values with their formats, then formulas.
///
/// The library knows the errors of Excel 2007 only. At a newer one, such as `#SPILL!`, it loses
/// count of the columns where cells don't say their address: then the second pass, which does
/// not look at values, gives the places, and the first is made again.
fn cells(file: &mut File<'_>, name: &str, budget: &mut Budget) -> Result<Cells, Fault> {
    let before = budget.clone();
    let mut cells = Cells::new();
    let known = values(file, name, budget, &mut cells, None)?;
    if !known {
        let places = places(file, name)?;
        *budget = before;
        cells.clear();
        values(file, name, budget, &mut cells, Some(&places))?;
    }
    formulas(file, name, budget, &mut cells)?;
    Ok(cells)
}

type Places = Vec<(u32, u32)>;

/// Reads the values; answers whether the library knew them all.
fn values(
    file: &mut File<'_>,
    name: &str,
    budget: &mut Budget,
    cells: &mut Cells,
    places: Option<&Places>,
) -> Result<bool, Fault> {
    let mut known = true;
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    for index in 0.. {
        let place = places.and_then(|places| places.get(index)).copied();
        let (found, value) = match reader.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let percent = reader.styles().get(style).is_some_and(is_percent);
                (cell.get_position(), value(cell.get_value(), percent))
            }
            Ok(None) => break,
            Err(XlsxError::CellError(error)) => {
                known = false;
                // Without its place it waits for the pass that knows it.
                let Some(place) = place else { continue };
                (place, RawValue::Error(error))
            }
            Err(fault) => return Err(Fault::sheet(fault)),
        };
        if value != RawValue::Empty {
            let at = budget.cell(name, place.unwrap_or(found), &value)?;
            cells.insert(at, SheetCell { value, formula: None });
        }
    }
    Ok(known)
}

/// Where each cell of the sheet stands, empty ones among them.
fn places(file: &mut File<'_>, name: &str) -> Result<Places, Fault> {
    let mut places = Places::new();
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    while let Some(cell) = reader.next_formula().map_err(Fault::sheet)? {
        places.push(cell.get_position());
    }
    Ok(places)
}

/// Reads the formulas.
fn formulas(
    file: &mut File<'_>,
    name: &str,
    budget: &mut Budget,
    cells: &mut Cells,
) -> Result<(), Fault> {
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    while let Some(cell) = reader.next_formula().map_err(Fault::sheet)? {
        let formula = cell.get_value();
        if formula.is_empty() {
            continue;
        }
        let at = budget.cell(name, cell.get_position(), &RawValue::Empty)?;
        budget.text(name, at, formula)?;
        let empty = SheetCell { value: RawValue::Empty, formula: None };
        cells.entry(at).or_insert(empty).formula = Some(formula.clone());
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
