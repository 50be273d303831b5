//! What is left of the caps on a workbook's cells and texts.

use crate::finding::CellAddress;
use crate::intake::limits::{CELLS, COLUMNS, LETTERS, ROWS, TEXT};
use crate::intake::raw::RawValue;
use crate::intake::workbook::Excess;

/// What is left for a workbook.
#[derive(Clone)]
pub(super) struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { cells: CELLS, text: TEXT }
    }

    /// Takes a cell and its value off the budget, and gives its address.
    pub(super) fn cell(
        &mut self,
        sheet: &str,
        position: (u32, u32),
        value: &RawValue,
    ) -> Result<CellAddress, Excess> {
        let at = address(sheet, position)?;
        self.cells = self.cells.checked_sub(1).ok_or(Excess::Cells)?;
        if let RawValue::Text(text) = value {
            self.text(sheet, at, text)?;
        }
        Ok(at)
    }

    /// Takes a text off the budget.
    pub(super) fn text(&mut self, sheet: &str, at: CellAddress, text: &str) -> Result<(), Excess> {
        // Excel counts UTF-16 units, and 32,767 of them are no less than 32,767 bytes.
        if text.len() > LETTERS && text.encode_utf16().count() > LETTERS {
            return Err(Excess::LongText(sheet.into(), at));
        }
        self.text = self.text.checked_sub(text.len()).ok_or(Excess::Text)?;
        Ok(())
    }
}

/// The address of a filled cell, if a form can reach so far.
fn address(sheet: &str, (row, column): (u32, u32)) -> Result<CellAddress, Excess> {
    let narrow = u16::try_from(column).unwrap_or(u16::MAX);
    let at = CellAddress { row, column: narrow };
    if row < ROWS && column < COLUMNS { Ok(at) } else { Err(Excess::FarCell(sheet.into(), at)) }
}
