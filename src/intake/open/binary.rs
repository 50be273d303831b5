//! What the library does not say of an .xlsb: which cells show percentages, which rows and
//! columns are hidden, what is merged ([MS-XLSB] 2.3 and 2.4).

use super::bytes::{long, word};
use super::marks::Marks;
use super::xlsx::percent_sign;
use crate::finding::CellAddress;
use std::collections::BTreeSet;

/// Records, by their numbers in [MS-XLSB] 2.3.2.
const ROW: u16 = 0x00;
const CELLS: std::ops::RangeInclusive<u16> = 0x01..=0x0B;
const FORMAT: u16 = 0x2C;
const STYLE: u16 = 0x2F;
const COLUMNS: u16 = 0x3C;
const SHEET: u16 = 0x9C;
const MERGED: u16 = 0xB0;
const STYLES_BEGIN: u16 = 0x0269;
const STYLES_END: u16 = 0x026A;

/// Excel's own formats 9 and 10: 0% and 0.00%.
const PERCENTS: [u16; 2] = [9, 10];

/// A row is hidden: a bit of the byte at this place of its record.
const ROW_HIDDEN: (usize, u8) = (11, 0x10);

/// No relation: a sheet that Excel lists and that has no part.
const NONE: u32 = 0xFFFF_FFFF;

/// Whether each style of cells shows a percentage.
pub(super) fn styles(part: &[u8]) -> Vec<bool> {
    let mut formats: BTreeSet<u16> = PERCENTS.into();
    let mut styles = Vec::new();
    let mut within = false;
    for (number, content) in records(part) {
        match number {
            FORMAT => {
                let (Some(id), Some(code)) = (word(content, 0), wide(content, 2)) else { continue };
                if percent_sign(&code) {
                    formats.insert(id);
                } else {
                    formats.remove(&id);
                }
            }
            STYLES_BEGIN => within = true,
            STYLES_END => within = false,
            STYLE if within => {
                styles.push(word(content, 2).is_some_and(|format| formats.contains(&format)));
            }
            _ => {}
        }
    }
    styles
}

/// The relation of each sheet to its part, in the order of the tabs.
pub(super) fn sheets(workbook: &[u8]) -> Vec<String> {
    let listed = records(workbook).filter(|(number, _)| *number == SHEET);
    listed
        .filter(|(_, content)| long(content, 8) != Some(NONE))
        .map(|(_, content)| wide(content, 8).unwrap_or_default())
        .collect()
}

/// A sheet's marks. `percent`: whether each style shows a percentage.
pub(super) fn sheet(part: &[u8], percent: &[bool]) -> Marks {
    let mut marks = Marks::default();
    let mut row = 0;
    for (number, content) in records(part) {
        match number {
            ROW => {
                row = long(content, 0).unwrap_or(u32::MAX);
                let (at, bit) = ROW_HIDDEN;
                if content.get(at).is_some_and(|flags| flags & bit != 0) {
                    marks.hide_rows(row..=row);
                }
            }
            COLUMNS => {
                let hidden = word(content, 16).is_some_and(|flags| flags & 1 != 0);
                if let (true, Some(first), Some(last)) =
                    (hidden, long(content, 0), long(content, 4))
                {
                    marks.hide_columns(first..=last);
                }
            }
            MERGED => {
                let of = |at| long(content, at);
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (of(0), of(4), of(8), of(12))
                {
                    marks.merge((top, left), (bottom, right));
                }
            }
            number if CELLS.contains(&number) => {
                // A column, and three bytes for the style beside one of flags.
                let (Some(column), Some(style)) = (long(content, 0), long(content, 4)) else {
                    continue;
                };
                let style = usize::try_from(style & 0x00FF_FFFF).unwrap_or(usize::MAX);
                if let (Some(true), Ok(column)) = (percent.get(style), u16::try_from(column)) {
                    marks.percents.insert(CellAddress { row, column });
                }
            }
            _ => {}
        }
    }
    marks
}

/// A text: its length in letters, letters of two bytes.
fn wide(bytes: &[u8], at: usize) -> Option<String> {
    let length = usize::try_from(long(bytes, at)?).ok()?.checked_mul(2)?;
    let start = at.checked_add(4)?;
    let letters = bytes.get(start..start.checked_add(length)?)?;
    let units: Vec<u16> = letters.chunks_exact(2).filter_map(|pair| word(pair, 0)).collect();
    Some(String::from_utf16_lossy(&units))
}

/// The records up to the end, or to the first one that is cut off. Numbers and lengths stand in
/// bytes of seven bits, the lowest first ([MS-XLSB] 2.1.4).
fn records(part: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let number = u16::try_from(sevens(&mut rest, 2)?).ok()?;
        let length = usize::try_from(sevens(&mut rest, 4)?).ok()?;
        let content = rest.get(..length)?;
        rest = rest.get(length..)?;
        Some((number, content))
    })
}

/// A number in at most so many bytes; the highest bit of each says that another one follows.
fn sevens(rest: &mut &[u8], most: u32) -> Option<u32> {
    let mut number = 0;
    for nth in 0..most {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & 0x7F) << (7 * nth);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_end_where_the_bytes_do() {
        let part = [0x05, 0x02, 1, 2, 0x86, 0x03, 0x00, 0x2C, 0x81, 0x01, 9];
        let found: Vec<_> = records(&part).collect();
        assert_eq!(found, [(5, &[1, 2][..]), (0x0186, &[][..])]);
        assert_eq!(wide(&[2, 0, 0, 0, b'0', 0, b'%', 0], 0).as_deref(), Some("0%"));
        assert_eq!(wide(&[255, 255, 255, 255], 0), None);
    }
}
