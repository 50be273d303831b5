//! .xls and .ods, which the library reads whole.

use super::marks::Marks;
use super::value::value;
use super::{Budget, Listed, biff, listed, refused, table};
use crate::finding::CellAddress;
use crate::intake::archive::Archive;
use crate::intake::compound;
use crate::intake::direction::straight;
use crate::intake::raw::RawValue;
use crate::intake::workbook::{Excess, Remark, SheetCell, Unreadable, Workbook};
use calamine::{Data, Ods, OdsError, Range, Reader, Xls, XlsError};
use std::collections::BTreeMap;
use std::io::Cursor;

type Cells = BTreeMap<CellAddress, SheetCell>;

pub(super) fn xls(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut file = Xls::new(Cursor::new(bytes))
        .map_err(|fault| refused(matches!(fault, XlsError::Password), &fault))?;
    let mut workbook = Workbook::default();
    if file.has_1904_epoch() {
        workbook.remarks.push(Remark::Epoch1904);
    }
    if !matches!(file.vba_project(), Ok(None)) {
        workbook.remarks.push(Remark::Macros);
    }
    let marks = compound::workbook(bytes).and_then(|stream| biff::marks(&stream));
    sheets(&mut file, marks, &mut workbook)?;
    Ok(workbook)
}

pub(super) fn ods(archive: &Archive<'_>) -> Result<Workbook, Unreadable> {
    let locked = archive.part(MANIFEST).is_some_and(|manifest| has(&manifest, LOCKED));
    let marks = archive.part("content.xml").and_then(|content| table::marks(&content));
    // The library goes round for ever in a part that ends inside a table.
    if marks.is_none() && !locked {
        return Err(Unreadable::Damaged("its tables make no sense, or are cut off".into()));
    }
    let plain = archive.plain();
    let mut file = Ods::new(Cursor::new(&*plain))
        .map_err(|fault| refused(matches!(fault, OdsError::Password), &fault))?;
    let mut workbook = Workbook::default();
    sheets(&mut file, marks, &mut workbook)?;
    Ok(workbook)
}

/// Where an .ods says which of its parts are behind a password, and the word for it
/// (OpenDocument 1.3, part 2, 4.4).
const MANIFEST: &str = "META-INF/manifest.xml";
const LOCKED: &[u8] = b"encryption-data";

fn has(part: &[u8], word: &[u8]) -> bool {
    part.windows(word.len()).any(|bytes| bytes == word)
}

/// Reads every sheet. Without marks nobody can say which numbers are percentages.
fn sheets<'a, F>(
    file: &mut F,
    marks: Option<Vec<Marks>>,
    workbook: &mut Workbook,
) -> Result<(), Unreadable>
where
    F: Reader<Cursor<&'a [u8]>>,
    F::Error: std::fmt::Display,
{
    let mut budget = Budget::new();
    let Some(marks) = marks else {
        return Err(Unreadable::Damaged(
            "which of its numbers are percentages can't be told".into(),
        ));
    };
    for Listed { index, name, visible } in listed(file.sheets_metadata(), &mut workbook.remarks)? {
        let Some(marks) = marks.get(index).cloned() else {
            workbook.unreadable.push((name, "its cells are not where they should be".into()));
            continue;
        };
        let values = file.worksheet_range(&name);
        let formulas = file.worksheet_formula(&name);
        match (values, formulas) {
            (Ok(values), Ok(formulas)) => {
                let cells = cells(&name, &values, &formulas, &marks, &mut budget)?;
                workbook.sheets.push(marks.sheet(name, visible, cells));
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
    marks: &Marks,
    budget: &mut Budget,
) -> Result<Cells, Excess> {
    let mut cells = Cells::new();
    for (position, data) in used(values) {
        let value = value(data, false);
        if value != RawValue::Empty {
            let at = budget.cell(name, position, &value)?;
            cells.insert(at, SheetCell { value: marks.applied(at, value), formula: None });
        }
    }
    for (position, formula) in used(formulas).filter(|(_, formula)| !formula.is_empty()) {
        let at = budget.cell(name, position, &RawValue::Empty)?;
        budget.text(name, at, formula)?;
        let empty = SheetCell { value: RawValue::Empty, formula: None };
        cells.entry(at).or_insert(empty).formula = Some(straight(plain(formula)).into_owned());
    }
    Ok(cells)
}

/// A formula without the sign and, in an .ods, the language before it (OpenDocument 1.3, part 4).
fn plain(formula: &str) -> &str {
    let after = ["of:", "oooc:", "msoxl:"].iter().find_map(|name| formula.strip_prefix(name));
    let bare = after.unwrap_or(formula);
    bare.strip_prefix('=').unwrap_or(bare)
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
