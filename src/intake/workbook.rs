//! A workbook's bytes → sheets of cells. The only module that names calamine.
//!
//! The reader streams: only cells that are there take memory, whatever a file says of its size.
//! It may still panic, or be sent into a very large allocation, by a file made to do so: panics
//! are caught here; a sandboxed reader process around it comes later.

use super::kind::{self, Kind};
use crate::calendar::NaiveDate;
use crate::finding::CellAddress;
use crate::quantity::Decimal;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::raw::RawValue;

/// More filled cells than this are no return: the largest form has some 3,000.
const CELLS: usize = 250_000;

/// Excel's days: 1 January 1900 to 31 December 9999.
const DAYS: std::ops::Range<f64> = 1.0..2_958_466.0;

/// The sheets of a workbook, in the order of the tabs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// Its worksheets.
    pub sheets: Vec<SheetCells>,
    /// Worksheets that could not be read: the tab's name and what the reader said.
    pub unreadable: Vec<(String, String)>,
    /// What it carries besides cells, as far as its format tells.
    pub carries: Carries,
}

/// What a workbook carries besides cells. A format that does not tell says no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate question to the file")]
pub struct Carries {
    /// Its days count from 1 January 1904, as on old Macs.
    pub days_from_1904: bool,
    /// Links to other workbooks.
    pub external_links: bool,
    /// Macros.
    pub macros: bool,
    /// Remarks that are pinned to cells.
    pub remarks: bool,
    /// Copies of data behind pivot tables.
    pub pivots: bool,
}

/// The cells of a sheet that hold something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetCells {
    /// The tab's name.
    pub name: String,
    /// Whether its tab is in sight.
    pub visible: bool,
    /// Its cells, row by row.
    pub cells: BTreeMap<CellAddress, SheetCell>,
    /// Merged ranges: first and last cell.
    pub merged: Vec<(CellAddress, CellAddress)>,
    /// Rows out of sight, as far as the format tells.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns out of sight, as far as the format tells.
    pub hidden_columns: BTreeSet<u16>,
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetCell {
    /// What it holds; [`RawValue::Empty`] where a formula has no cached result.
    pub value: RawValue,
    /// Its formula, without the leading `=`.
    pub formula: Option<String>,
}

/// A file that holds no readable workbook.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is something else.
    #[error("the file is {}", .0.words())]
    Kind(Kind),
    /// It begins as a workbook does, and then breaks off or makes no sense.
    #[error("the file is damaged, or was not sent whole")]
    Damaged(#[source] XlsxError),
    /// It has no worksheet.
    #[error("the file holds no worksheet")]
    NoSheet,
    /// It holds far more than any return.
    #[error("the file holds more than {CELLS} filled cells, far more than a return")]
    TooLarge,
    /// The reader failed.
    #[error("the file is damaged in a way that stops the reader")]
    Panicked,
}

/// Reads a workbook; the file's name plays no part.
///
/// # Errors
/// The bytes are not an .xlsx workbook, or are damaged.
pub fn open(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let kind = kind::of(bytes);
    if kind != Kind::Workbook {
        return Err(Unreadable::Kind(kind));
    }
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or(Err(Unreadable::Panicked))
}

fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(Unreadable::Damaged)?;
    let listed: Vec<_> = file
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    if listed.is_empty() {
        return Err(Unreadable::NoSheet);
    }
    let mut workbook = Workbook { carries: carries(&file, bytes), ..Workbook::default() };
    let mut left = CELLS;
    for (name, visible) in listed {
        match cells(&mut file, &name, &mut left) {
            Ok(cells) => {
                let merged = merged(&mut file, &name)?;
                let sheet = SheetCells { name, visible, cells, merged, ..SheetCells::default() };
                workbook.sheets.push(sheet);
            }
            Err(source) => workbook.unreadable.push((name, source.to_string())),
        }
        if left == 0 {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(workbook)
}

/// The names of an archive's entries stand in it uncompressed.
fn carries(file: &Xlsx<Cursor<&[u8]>>, bytes: &[u8]) -> Carries {
    let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    Carries {
        days_from_1904: file.has_1904_epoch(),
        external_links: holds(b"xl/externalLinks/externalLink"),
        macros: holds(b"xl/vbaProject.bin"),
        remarks: holds(b"xl/comments") || holds(b"xl/threadedComments/"),
        pivots: holds(b"xl/pivotCache/"),
    }
}

fn merged(
    file: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
) -> Result<Vec<(CellAddress, CellAddress)>, Unreadable> {
    let ranges = file.merge_cells_by_sheet_name(name).map_err(Unreadable::Damaged)?;
    let both = ranges.into_iter().filter_map(|range| address(range.start).zip(address(range.end)));
    Ok(both.collect())
}

type Cells = BTreeMap<CellAddress, SheetCell>;

/// Two passes over the sheet: values with their formats, then formulas.
fn cells(file: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut usize) -> Result<Cells, XlsxError> {
    let mut cells = values(file, name, left)?;
    formulas(file, name, left, &mut cells)?;
    Ok(cells)
}

fn values(
    file: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    left: &mut usize,
) -> Result<Cells, XlsxError> {
    let mut cells = Cells::new();
    let mut reader = file.worksheet_cells_reader(name)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let percent = reader.styles().get(style).is_some_and(is_percent);
        let value = value(cell.get_value(), percent);
        if value == RawValue::Empty {
            continue;
        }
        if let Some(at) = address(cell.get_position()) {
            cells.insert(at, SheetCell { value, formula: None });
            *left = left.saturating_sub(1);
        }
        if *left == 0 {
            break;
        }
    }
    Ok(cells)
}

fn formulas(
    file: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    left: &mut usize,
    cells: &mut Cells,
) -> Result<(), XlsxError> {
    let mut reader = file.worksheet_cells_reader(name)?;
    while let Some(record) = reader.next_cell_with_formula()? {
        if let (Some(formula), Some(at)) = (record.formula, address(record.pos)) {
            let empty = SheetCell { value: RawValue::Empty, formula: None };
            cells.entry(at).or_insert(empty).formula = Some(formula);
            *left = left.saturating_sub(1);
        }
        if *left == 0 {
            break;
        }
    }
    Ok(())
}

fn address((row, column): (u32, u32)) -> Option<CellAddress> {
    u16::try_from(column).ok().map(|column| CellAddress { row, column })
}

fn value(data: &DataRef<'_>, percent: bool) -> RawValue {
    match data {
        DataRef::Empty => RawValue::Empty,
        DataRef::Int(number) => RawValue::Number { number: Decimal::from(*number), percent },
        DataRef::Float(number) => decimal(*number, percent),
        DataRef::String(text) | DataRef::DurationIso(text) => worded(text),
        DataRef::SharedString(text) => worded(text),
        DataRef::Bool(truth) => RawValue::Truth(*truth),
        DataRef::DateTime(moment) => day(*moment),
        DataRef::DateTimeIso(text) => text
            .get(..10)
            .and_then(|day| day.parse::<NaiveDate>().ok())
            .map_or_else(|| worded(text), RawValue::Date),
        DataRef::Error(error) => RawValue::Error(error.to_string()),
    }
}

fn worded(text: &str) -> RawValue {
    if text.is_empty() { RawValue::Empty } else { RawValue::Text(text.into()) }
}

/// The decimal that the cell shows: the shortest one that makes the stored double.
fn decimal(number: f64, percent: bool) -> RawValue {
    let text = number.to_string();
    let exact = number.is_finite().then(|| text.parse::<Decimal>().ok()).flatten();
    exact.map_or(RawValue::OutOfRange(text), |number| RawValue::Number { number, percent })
}

/// A time of the day, and a length of time, are numbers here: nobody counts in them.
fn day(moment: ExcelDateTime) -> RawValue {
    let number = moment.as_f64();
    if !moment.is_datetime() || !DAYS.contains(&number) {
        return decimal(number, false);
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .map_or_else(|| decimal(number, false), RawValue::Date)
}

/// Whether the format shows a percent sign that is not mere text.
fn is_percent(style: &Style) -> bool {
    let Some(format) = &style.number_format else { return false };
    let mut quoted = false;
    let mut escaped = false;
    for letter in format.format_code.chars() {
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
