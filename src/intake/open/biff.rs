//! Which cells of an .xls show percentages, which rows and columns are hidden, what is merged: its
//! records ([MS-XLS] 2.1.4) say so, and the library keeps it to itself.

use super::bytes::{long, word};
use super::marks::Marks;
use super::xlsx::percent_sign;
use crate::finding::CellAddress;
use std::collections::BTreeSet;

/// Records, by their numbers in [MS-XLS] 2.3.
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const SHEET: u16 = 0x0085;
const FORMULA: u16 = 0x0006;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const MULTIPLE_RK: u16 = 0x00BD;
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;
const MERGED: u16 = 0x00E5;

/// The bit of a row's flags that hides it, and of a column's.
const ROW_HIDDEN: u16 = 0x20;
const COLUMN_HIDDEN: u16 = 0x01;

/// Excel's own formats 9 and 10: 0% and 0.00%.
const PERCENTS: [u16; 2] = [9, 10];

/// A record: its number, its content.
type Record<'a> = (u16, &'a [u8]);

/// The marks of each sheet, in the order of the tabs; none where the records make no sense.
pub(super) fn marks(stream: &[u8]) -> Option<Vec<Marks>> {
    let mut formats: BTreeSet<u16> = PERCENTS.into();
    let mut styles = Vec::new();
    let mut sheets = Vec::new();
    let wide = word(stream, 4)? == 0x0600;
    for (number, content) in records(stream).take_while(|(number, _)| *number != EOF) {
        match number {
            FORMAT => {
                let id = word(content, 0)?;
                if percent_sign(&format(content, wide)?) {
                    formats.insert(id);
                } else {
                    formats.remove(&id);
                }
            }
            XF => styles.push(word(content, 2)?),
            SHEET => sheets.push(usize::try_from(long(content, 0)?).ok()?),
            _ => {}
        }
    }
    let percent: Vec<bool> = styles.iter().map(|format| formats.contains(format)).collect();
    sheets.into_iter().map(|start| sheet(stream.get(start..)?, &percent)).collect()
}

/// A sheet's marks. Charts in it have records of their own between a BOF and an EOF.
fn sheet(stream: &[u8], percent: &[bool]) -> Option<Marks> {
    let mut marks = Marks::default();
    let mut depth = 0u32;
    for (number, content) in records(stream) {
        match number {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            FORMULA | NUMBER | RK if depth == 1 => {
                let (row, column) = (word(content, 0)?, word(content, 2)?);
                mark(&mut marks, (row, column), word(content, 4)?, percent);
            }
            MULTIPLE_RK if depth == 1 => {
                let (row, first) = (word(content, 0)?, word(content, 2)?);
                // A format (two bytes) and a number (four) each; the last column follows them.
                let cells = content.get(4..content.len().checked_sub(2)?)?;
                for (column, cell) in (first..).zip(cells.chunks_exact(6)) {
                    mark(&mut marks, (row, column), word(cell, 0)?, percent);
                }
            }
            ROW | COLUMNS | MERGED if depth == 1 => look(&mut marks, number, content)?,
            _ => {}
        }
    }
    Some(marks)
}

/// What is hidden, what is merged.
fn look(marks: &mut Marks, number: u16, content: &[u8]) -> Option<()> {
    match number {
        ROW => {
            let row = u32::from(word(content, 0)?);
            if word(content, 12)? & ROW_HIDDEN != 0 {
                marks.hide_rows(row..=row);
            }
        }
        COLUMNS => {
            let columns = u32::from(word(content, 0)?)..=u32::from(word(content, 2)?);
            if word(content, 8)? & COLUMN_HIDDEN != 0 {
                marks.hide_columns(columns);
            }
        }
        _ => {
            // How many there are; of each its rows, then its columns.
            for range in content.get(2..)?.chunks_exact(8) {
                let of = |at| word(range, at).map(u32::from);
                marks.merge((of(0)?, of(4)?), (of(2)?, of(6)?));
            }
        }
    }
    Some(())
}

fn mark(marks: &mut Marks, (row, column): (u16, u16), style: u16, percent: &[bool]) {
    if percent.get(usize::from(style)).copied().unwrap_or(false) {
        marks.percents.insert(CellAddress { row: row.into(), column });
    }
}

/// The text of a format: since Excel 97 a length in letters, a flag, and letters of one or two
/// bytes; before, a length and bytes. What matters in it is ASCII.
fn format(content: &[u8], wide: bool) -> Option<String> {
    if !wide {
        return Some(String::from_utf8_lossy(content.get(3..)?).into_owned());
    }
    let letters = content.get(5..)?;
    if content.get(4)? & 1 == 0 {
        return Some(String::from_utf8_lossy(letters).into_owned());
    }
    let units: Vec<u16> = letters.chunks_exact(2).filter_map(|pair| word(pair, 0)).collect();
    Some(String::from_utf16_lossy(&units))
}

/// The records up to the end, or to the first one that is cut off.
fn records(stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = stream.get(at..)?;
        let (number, length) = (word(rest, 0)?, usize::from(word(rest, 2)?));
        at += 4 + length;
        Some((number, rest.get(4..4 + length)?))
    })
}
