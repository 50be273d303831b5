//! What the library does not say of a cell in an .xls or an .ods, found in the file itself.

use crate::finding::CellAddress;
use crate::intake::raw::RawValue;
use std::collections::{BTreeMap, BTreeSet};

/// What is found of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Cells that show their number as a percentage.
    pub(super) percents: BTreeSet<CellAddress>,
    /// Cells that show an error, with what they show.
    pub(super) errors: BTreeMap<CellAddress, String>,
}

impl Marks {
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
