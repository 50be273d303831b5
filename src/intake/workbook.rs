//! What a workbook holds, whatever the format it came in: sheets of cells.

use super::kind::{Format, Kind};
use super::raw::RawValue;
use crate::finding::CellAddress;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The sheets of a workbook, in the order of the tabs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// The format it came in.
    pub format: Format,
    /// Its worksheets.
    pub sheets: Vec<SheetCells>,
    /// Worksheets that could not be read: the tab's name and what the reader said.
    pub unreadable: Vec<(String, String)>,
    /// What is in it beside the cells.
    pub remarks: Vec<Remark>,
}

/// The cells of a sheet that hold something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SheetCells {
    /// The tab's name.
    pub name: String,
    /// Whether its tab is in sight.
    pub visible: bool,
    /// Its cells, row by row.
    #[serde(with = "super::packed::cells")]
    pub cells: BTreeMap<CellAddress, SheetCell>,
    /// Merged ranges: first and last cell.
    pub merged: Vec<(CellAddress, CellAddress)>,
    /// Rows that are hidden, from 0.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that are hidden, from 0.
    pub hidden_columns: BTreeSet<u16>,
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetCell {
    /// What it holds; [`RawValue::Empty`] where a formula has no cached result.
    pub value: RawValue,
    /// Its formula, without the leading `=`.
    pub formula: Option<String>,
}

/// Something about a workbook that a person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remark {
    /// It holds a macro project.
    Macros,
    /// This sheet is a sheet of Excel 4.0 macros, and is not read.
    MacroSheet(String),
    /// Some of its values come from other workbooks, as they stood when it was saved.
    ExternalLinks,
    /// It holds remarks that are pinned to cells.
    Comments,
    /// It holds copies of data behind pivot tables.
    Pivots,
    /// Its days are counted from 1904; they are read rightly.
    Epoch1904,
    /// The formulas of this sheet can't be read; its values can.
    NoFormulas(String),
}

/// A file that holds no readable workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unreadable {
    /// It is something else.
    #[error("the file is {}", .0.words())]
    Kind(Kind),
    /// It begins as a workbook does, and then breaks off or makes no sense; what the reader says.
    #[error("the file is damaged, or was not sent whole")]
    Damaged(String),
    /// Two programs could read two different things from it; what is there twice.
    #[error("the file can be read in two ways: {0}")]
    Ambiguous(String),
    /// A part of it is in an encoding that is not read.
    #[error("the file is written in {encoding}, which is not read here")]
    Encoding {
        /// The part's name.
        part: String,
        /// The encoding's.
        encoding: String,
    },
    /// It has no worksheet.
    #[error("the file holds no worksheet")]
    NoSheet,
    /// It has sheets of Excel 4.0 macros, beside which nothing else can be read.
    #[error("the file holds a sheet of Excel 4.0 macros, and can't be read beside it")]
    MacroSheet,
    /// It holds far more than any return.
    #[error("{0}")]
    TooLarge(#[from] Excess),
    /// The reader failed.
    #[error("the file is damaged in a way that stops the reader")]
    Stopped,
    /// The reader ran out of memory.
    #[error("the file asks for more memory than a return can need")]
    Memory,
    /// The reader ran out of time.
    #[error("the file asks for more time than a return can need")]
    Time,
}

/// More of something than a return can have; the numbers stand in [`super::limits`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Excess {
    /// The file itself.
    #[error("the file is larger than 50 MB, far more than a return")]
    File,
    /// Its parts.
    #[error("the file is made of more than 1,000 parts, far more than a return")]
    Parts,
    /// One part.
    #[error("the file unpacks to more than a return can hold")]
    Part(String),
    /// All parts.
    #[error("the file unpacks to more than a return can hold")]
    Inflated,
    /// What it unpacks to, beside what it is.
    #[error("the file unpacks to more than 200 times its size, as no return does")]
    Ratio,
    /// Its filled cells.
    #[error("the file holds more than 250,000 filled cells, far more than a return")]
    Cells,
    /// A cell far outside: sheet and cell.
    #[error("something stands far outside the form, in {1}")]
    FarCell(String, CellAddress),
    /// A cell's text: sheet and cell.
    #[error("the text in {1} is longer than a cell of Excel can hold")]
    LongText(String, CellAddress),
    /// All texts.
    #[error("the file holds more than 20 MB of text, far more than a return")]
    Text,
}
