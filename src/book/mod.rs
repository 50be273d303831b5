//! A plan as a workbook, for those who live in Excel: written from a plan or empty, and read back
//! to a plan file. One reader with one set of rules serves both: what it finds is told with the
//! sheet and the cell.

mod read;
mod write;

use crate::finding::Place;
use crate::quantity::plural;
use std::fmt;

pub use read::{Imported, import};
pub use write::{BookError, export, template};

/// A workbook that makes no plan, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ImportError {
    /// The file's name.
    pub file: String,
    /// At least one, in the order of the sheets.
    pub faults: Vec<CellFault>,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellFault {
    /// File, sheet and cell.
    pub place: Place,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do, without a full stop.
    pub remedy: String,
}

impl fmt::Display for CellFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.message, self.remedy)
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = plural(self.faults.len(), "fault", "faults");
        write!(f, "the workbook {} has {count}, and no plan was made of it", self.file)?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

/// A head as it is compared: no case, no spacing.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
