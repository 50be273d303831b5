//! Where a finding or a figure stands: file › sheet › cell.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A cell's address, both counted from 0; written as Excel does, `F14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellAddress {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
}

/// A place in a file; the more is known, the narrower. Thousands of cells share the names of one
/// file and its sheets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Place {
    /// The file's name, without its folder.
    pub file: Arc<str>,
    /// The sheet's name as its user sees it on the tab, or a section of a plan file.
    pub sheet: Option<Arc<str>>,
    /// The cell, where it is one.
    pub cell: Option<CellAddress>,
}

impl Place {
    /// The whole file.
    #[must_use]
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), sheet: None, cell: None }
    }

    /// A sheet of it.
    #[must_use]
    pub fn sheet(file: impl Into<Arc<str>>, sheet: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), sheet: Some(sheet.into()), cell: None }
    }

    /// A cell of this place's sheet.
    #[must_use]
    pub fn at(&self, cell: CellAddress) -> Self {
        Self { cell: Some(cell), ..self.clone() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, " › {sheet}")?;
        }
        if let Some(cell) = self.cell {
            write!(f, " › {cell}")?;
        }
        Ok(())
    }
}

impl fmt::Display for CellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut left = u32::from(self.column) + 1;
        while left > 0 {
            let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
            letters.push(char::from(b'A' + digit));
            left = (left - 1) / 26;
        }
        for letter in letters.iter().rev() {
            write!(f, "{letter}")?;
        }
        write!(f, "{}", self.row + 1)
    }
}

/// Not a cell's address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a cell such as F14")]
pub struct NoAddress(String);

impl FromStr for CellAddress {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let fault = || NoAddress(text.into());
        let split = text.find(|c: char| c.is_ascii_digit()).ok_or_else(fault)?;
        let (letters, digits) = text.split_at(split);
        let mut column = 0u32;
        for letter in letters.bytes() {
            if !letter.is_ascii_uppercase() {
                return Err(fault());
            }
            column = column * 26 + u32::from(letter - b'A') + 1;
            if column > 16_384 {
                return Err(fault());
            }
        }
        let row: u32 = digits.parse().map_err(|_| fault())?;
        let column = column.checked_sub(1).and_then(|c| u16::try_from(c).ok()).ok_or_else(fault)?;
        Ok(Self { row: row.checked_sub(1).ok_or_else(fault)?, column })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_excel_does() {
        for text in ["A1", "F14", "Z9", "AA10", "XFD1048576"] {
            let address: CellAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
        }
        for wrong in ["", "14", "F", "F0", "f1", "XFE1"] {
            assert!(wrong.parse::<CellAddress>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_place_reads_from_file_to_cell() {
        let place = Place::sheet("q2.xlsx", "Measures").at("F14".parse().unwrap());
        assert_eq!(place.to_string(), "q2.xlsx › Measures › F14");
    }
}
