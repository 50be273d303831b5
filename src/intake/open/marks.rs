//! What the library does not say of a sheet and its cells, found in the file itself.

use crate::finding::CellAddress;
use crate::intake::direction::straight;
use crate::intake::limits::{COLUMNS, ROWS};
use crate::intake::raw::RawValue;
use crate::intake::workbook::{SheetCell, SheetCells};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// What is found of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Cells that show their number as a percentage.
    pub(super) percents: BTreeSet<CellAddress>,
    /// Cells that show an error, with what they show.
    pub(super) errors: BTreeMap<CellAddress, String>,
    /// Rows that are hidden.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// Columns that are hidden.
    pub(super) hidden_columns: BTreeSet<u16>,
    /// Merged ranges: first and last cell.
    pub(super) merged: Vec<(CellAddress, CellAddress)>,
}

impl Marks {
    /// Hides rows; beyond the caps no cell is read.
    pub(super) fn hide_rows(&mut self, rows: RangeInclusive<u32>) {
        self.hidden_rows.extend(*rows.start()..=(*rows.end()).min(ROWS));
    }

    /// Hides columns; beyond the caps no cell is read.
    pub(super) fn hide_columns(&mut self, columns: RangeInclusive<u32>) {
        let columns = *columns.start()..=(*columns.end()).min(COLUMNS);
        self.hidden_columns.extend(columns.filter_map(|column| u16::try_from(column).ok()));
    }

    /// Merges the cells from one corner to the other: rows and columns.
    pub(super) fn merge(&mut self, first: (u32, u32), last: (u32, u32)) {
        let at = |(row, column): (u32, u32)| {
            Some(CellAddress { row, column: u16::try_from(column).ok()? })
        };
        if let (Some(first), Some(last)) = (at(first), at(last)) {
            self.merged.push((first, last));
        }
    }

    /// A sheet that looks so.
    pub(super) fn sheet(
        self,
        mut name: String,
        visible: bool,
        cells: BTreeMap<CellAddress, SheetCell>,
    ) -> SheetCells {
        let Self { hidden_rows, hidden_columns, merged, .. } = self;
        if let Cow::Owned(kept) = straight(&name) {
            name = kept;
        }
        SheetCells { name, visible, cells, merged, hidden_rows, hidden_columns }
    }

    /// The value as these marks have it.
    pub(super) fn applied(&self, at: CellAddress, value: RawValue) -> RawValue {
        if let Some(error) = self.errors.get(&at) {
            return RawValue::Error(error.clone());
        }
        match value {
            RawValue::Number { number, .. } if self.percents.contains(&at) => {
                RawValue::Number { number, percent: true }
            }
            RawValue::Number { .. }
            | RawValue::Empty
            | RawValue::Text(_)
            | RawValue::Date(_)
            | RawValue::Truth(_)
            | RawValue::Error(_)
            | RawValue::OutOfRange(_) => value,
        }
    }
}
