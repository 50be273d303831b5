//! .xlsx and .xlsm, streamed.

use super::look::Looks;
use super::relations;
use super::value::value;
use super::{Budget, Fault, Listed, listed};
use crate::finding::CellAddress;
use crate::intake::archive::Archive;
use crate::intake::direction::straight;
use crate::intake::raw::RawValue;
use crate::intake::workbook::{Remark, SheetCell, Unreadable, Workbook};
use calamine::{Reader, Style, Xlsx, XlsxError};
use memchr::memmem;
use std::collections::BTreeMap;
use std::io::Cursor;

type File<'a> = Xlsx<Cursor<&'a [u8]>>;
type Cells = BTreeMap<CellAddress, SheetCell>;

pub(super) fn read(archive: &Archive<'_>) -> Result<Workbook, Unreadable> {
    let damaged = |fault: XlsxError| Unreadable::Damaged(fault.to_string());
    let plain = archive.plain();
    let mut file = Xlsx::new(Cursor::new(&*plain)).map_err(damaged)?;
    let workbook = relations::workbook(archive);
    if let Some(why) = relations::styles_lost(archive, &workbook, "xl/styles.xml") {
        return Err(Unreadable::Damaged(why));
    }
    let looks = Looks::of(archive, &workbook);
    let mut workbook = Workbook::default();
    if file.has_1904_epoch() {
        workbook.remarks.push(Remark::Epoch1904);
    }
    let mut budget = Budget::new();
    for Listed { index, name, visible } in listed(file.sheets_metadata(), &mut workbook.remarks)? {
        let part = looks.part(index);
        match cells(&mut file, &name, part.as_deref(), &mut budget) {
            Ok(cells) => {
                let marks = part.as_deref().map(super::look::marks).unwrap_or_default();
                workbook.sheets.push(marks.sheet(name, visible, cells));
            }
            Err(Fault::Sheet(fault)) => workbook.unreadable.push((name, fault)),
            Err(Fault::File(fault)) => return Err(fault),
        }
    }
    Ok(workbook)
}

/// One pass over the sheet; a short one before it where cells may show percentages.
///
/// The library knows the errors of Excel 2007 only. At a newer one, such as `#SPILL!`, it loses
/// count of the columns where cells don't say their address: then the sheet is read again, in two
/// passes, of which one does not look at values and gives the places.
fn cells(
    file: &mut File<'_>,
    name: &str,
    part: Option<&[u8]>,
    budget: &mut Budget,
) -> Result<Cells, Fault> {
    let before = budget.clone();
    if let Some(percents) = percents(file, name, part)?
        && let Some(cells) = together(file, name, &percents, budget)?
    {
        return Ok(cells);
    }
    let places = places(file, name)?;
    *budget = before;
    let mut cells = Cells::new();
    values(file, name, budget, &mut cells, &places)?;
    formulas(file, name, budget, &mut cells)?;
    Ok(cells)
}

/// Values and formulas together; none where the library does not know a value.
fn together(
    file: &mut File<'_>,
    name: &str,
    percents: &Places,
    budget: &mut Budget,
) -> Result<Option<Cells>, Fault> {
    let mut cells = Cells::new();
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    loop {
        let found = match reader.next_cell_with_formula() {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(Some(cells)),
            Err(XlsxError::CellError(_)) => return Ok(None),
            Err(fault) => return Err(Fault::sheet(fault)),
        };
        let value = value(&found.value, percents.binary_search(&found.pos).is_ok());
        let formula = found.formula.filter(|formula| !formula.is_empty());
        if value == RawValue::Empty && formula.is_none() {
            continue;
        }
        let at = budget.cell(name, found.pos, &value)?;
        if let Some(formula) = &formula {
            budget.text(name, at, formula)?;
        }
        cells.insert(at, SheetCell { value, formula });
    }
}

/// Where cells show percentages, in order; none where a cell without a style of its own does.
fn percents(file: &mut File<'_>, name: &str, part: Option<&[u8]>) -> Result<Option<Places>, Fault> {
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    let styles: Vec<bool> = reader.styles().iter().map(is_percent).collect();
    if styles.first() == Some(&true) {
        return Ok(None);
    }
    let mut places = Places::new();
    let ids = styles.iter().enumerate().filter(|(_, percent)| **percent);
    let ids: Vec<String> = ids.map(|(id, _)| id.to_string()).collect();
    if part.is_some_and(|part| !names_one_of(part, &ids)) {
        return Ok(Some(places));
    }
    while let Some((row, column, style)) = reader.next_style_id().map_err(Fault::sheet)? {
        if styles.get(style) == Some(&true) {
            places.push((row, column));
        }
    }
    places.sort_unstable();
    Ok(Some(places))
}

/// Whether an attribute of a part can be one of these numbers.
fn names_one_of(part: &[u8], numbers: &[String]) -> bool {
    let quoted = |number: &String| [format!("\"{number}\""), format!("'{number}'")];
    let has = |text: &str| memmem::find(part, text.as_bytes()).is_some();
    // A number may hide behind a reference to its digits.
    has("&#") || numbers.iter().flat_map(quoted).any(|text| has(&text))
}

type Places = Vec<(u32, u32)>;

/// Reads the values; where the library does not know one, its place is known from the other pass.
fn values(
    file: &mut File<'_>,
    name: &str,
    budget: &mut Budget,
    cells: &mut Cells,
    places: &Places,
) -> Result<(), Fault> {
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    for index in 0.. {
        let place = places.get(index).copied();
        let (found, value) = match reader.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let percent = reader.styles().get(style).is_some_and(is_percent);
                (cell.get_position(), value(cell.get_value(), percent))
            }
            Ok(None) => break,
            Err(XlsxError::CellError(error)) => {
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
    Ok(())
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
        cells.entry(at).or_insert(empty).formula = Some(straight(formula).into_owned());
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
