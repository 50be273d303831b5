//! .xls and .ods, which the library reads whole.

use super::value::value;
use super::{Budget, Listed, listed};
use crate::finding::CellAddress;
use crate::intake::kind::Kind;
use crate::intake::raw::RawValue;
use crate::intake::workbook::{Excess, Remark, SheetCell, SheetCells, Unreadable, Workbook};
use calamine::{Data, Ods, OdsError, Range, Reader, Xls, XlsError};
use std::collections::BTreeMap;
use std::io::Cursor;

type Cells = BTreeMap<CellAddress, SheetCell>;

pub(super) fn xls(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut file = Xls::new(Cursor::new(bytes)).map_err(|fault| {
        let locked = matches!(fault, XlsError::Password);
        if locked {
            Unreadable::Kind(Kind::Password)
        } else {
            Unreadable::Damaged(fault.to_string())
        }
    })?;
    let mut workbook = Workbook::default();
    if file.has_1904_epoch() {
        workbook.remarks.push(Remark::Epoch1904);
    }
    if !matches!(file.vba_project(), Ok(None)) {
        workbook.remarks.push(Remark::Macros);
    }
    sheets(&mut file, &mut workbook)?;
    Ok(workbook)
}

pub(super) fn ods(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut file = Ods::new(Cursor::new(bytes)).map_err(|fault| {
        let locked = matches!(fault, OdsError::Password);
        if locked {
            Unreadable::Kind(Kind::Password)
        } else {
            Unreadable::Damaged(fault.to_string())
        }
    })?;
    let mut workbook = Workbook::default();
    sheets(&mut file, &mut workbook)?;
    Ok(workbook)
}

fn sheets<'a, F>(file: &mut F, workbook: &mut Workbook) -> Result<(), Unreadable>
where
    F: Reader<Cursor<&'a [u8]>>,
    F::Error: std::fmt::Display,
{
    let mut budget = Budget::new();
    for Listed { name, visible } in listed(file.sheets_metadata(), &mut workbook.remarks)? {
        let values = file.worksheet_range(&name);
        let formulas = file.worksheet_formula(&name);
        match (values, formulas) {
            (Ok(values), Ok(formulas)) => {
                let cells = cells(&name, &values, &formulas, &mut budget)?;
                workbook.sheets.push(SheetCells { name, visible, cells });
            }
            (Err(fault), _) | (_, Err(fault)) => {
                workbook.unreadable.push((name, fault.to_string()));
            }
        }
    }
    Ok(())
}

fn cells(
    name: &str,
    values: &Range<Data>,
    formulas: &Range<String>,
    budget: &mut Budget,
) -> Result<Cells, Excess> {
    let mut cells = Cells::new();
    for (position, data) in used(values) {
        let value = error(value(data, false));
        if value != RawValue::Empty {
            let at = budget.cell(name, position, &value)?;
            cells.insert(at, SheetCell { value, formula: None });
        }
    }
    for (position, formula) in used(formulas).filter(|(_, formula)| !formula.is_empty()) {
        let at = budget.cell(name, position, &RawValue::Empty)?;
        budget.text(name, at, formula)?;
        let empty = SheetCell { value: RawValue::Empty, formula: None };
        cells.entry(at).or_insert(empty).formula = Some(formula.clone());
    }
    Ok(cells)
}

/// A range counts from its own first cell.
fn used<T>(range: &Range<T>) -> impl Iterator<Item = ((u32, u32), &T)>
where
    T: calamine::CellType,
{
    let (row, column) = range.start().unwrap_or_default();
    let from = |offset: usize, start: u32| {
        u32::try_from(offset).ok().and_then(|offset| offset.checked_add(start)).unwrap_or(u32::MAX)
    };
    range
        .used_cells()
        .map(move |(down, right, cell)| ((from(down, row), from(right, column)), cell))
}

/// An error value, which an .ods holds as the text that is shown for it.
fn error(value: RawValue) -> RawValue {
    const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];
    if let RawValue::Text(text) = &value
        && (ERRORS.contains(&&**text) || text.starts_with("Err:5"))
    {
        return RawValue::Error(text.clone());
    }
    value
}
