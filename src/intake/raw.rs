//! A return as it stands in the file: each input cell of the form with what is in it.

use crate::calendar::NaiveDate;
use crate::finding::{CellAddress, Place};
use crate::form::Slot;
use crate::plan::{LineId, MeasureId};
use crate::quantity::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A return as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct RawReturn {
    /// The file's name.
    pub file: String,
    /// The service named inside, by its id in the plan's words, not yet checked.
    pub service: String,
    /// The quarter named inside, `2023-24 Q2`, not yet checked.
    pub quarter: String,
    /// The hash of the plan that the form was made from.
    pub plan_hash: Option<String>,
    /// The version of the form's template.
    pub template: Option<String>,
    /// Input cells that were found; a cell that is empty is in here as [`RawValue::Empty`].
    pub cells: BTreeMap<Slot, RawCell>,
    /// Texts of the form itself (targets, budgets) that were typed over: the address, what the
    /// form says, what stands there.
    pub typed_over: Vec<(Place, String, String)>,
    /// Slots of the form whose row or column is gone.
    pub lost: Vec<Slot>,
    /// Cells with something in them that belong to no row or column of the form.
    pub strays: Vec<Stray>,
    /// By what it was read.
    pub basis: Basis,
    /// Numbers that the form works out, where somebody typed them.
    pub quoted: BTreeMap<Quoted, RawCell>,
}

/// By what a return was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// The form's hidden markers and keys.
    #[default]
    Markers,
    /// The form's own labels: its markers are gone.
    Labels,
    /// A heading row of a workbook that was not made from the form: measures and comments only.
    Heading,
}

/// A number that the form works out itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Quoted {
    /// A measure's result for the quarter.
    Result(MeasureId),
    /// Its year to date.
    YearToDate(MeasureId),
    /// A budget line's current budget.
    Current(LineId),
    /// Its variance to date.
    Variance(LineId),
}

/// An input cell.
#[derive(Clone, Debug, PartialEq)]
pub struct RawCell {
    /// Where it stands: file, sheet as its tab is named, cell.
    pub place: Place,
    /// What is in it.
    pub value: RawValue,
    /// The formula, where the value comes from one.
    pub formula: Option<String>,
    /// The words of the form left of it in its row, for excerpts.
    pub labels: Arc<[String]>,
}

/// What is in a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RawValue {
    /// Nothing; beside a formula: it was saved without a result.
    Empty,
    /// A number. `percent`: the cell shows it as a percentage, so 0.76 is seen as 76%.
    Number {
        /// The number as stored.
        #[serde(with = "super::packed::decimal")]
        number: Decimal,
        /// Shown as a percentage.
        percent: bool,
    },
    /// Text, trimmed of nothing: line breaks are in it as they stand in the cell.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// True or false.
    Truth(bool),
    /// An Excel error such as `#REF!`.
    Error(String),
    /// A number beyond all bounds: infinity, or with more than 18 digits before the point.
    OutOfRange(String),
}

/// Something outside the form's rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Where.
    pub place: Place,
    /// What it says.
    pub text: String,
}

impl RawReturn {
    /// The cell in a slot, if its row and column were found.
    #[must_use]
    pub fn cell(&self, slot: &Slot) -> Option<&RawCell> {
        self.cells.get(slot)
    }
}

impl RawCell {
    /// Its address in the sheet.
    #[must_use]
    pub fn address(&self) -> Option<CellAddress> {
        self.place.cell
    }

    /// What is in it, as a person would quote it.
    #[must_use]
    pub fn quoted(&self) -> String {
        self.value.quoted()
    }
}

impl RawValue {
    /// As a person would quote it.
    #[must_use]
    pub fn quoted(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Number { number, percent: false } => number.normalize().to_string(),
            Self::Number { number, percent: true } => {
                format!("{}%", (*number * Decimal::ONE_HUNDRED).normalize())
            }
            Self::Text(text) | Self::Error(text) | Self::OutOfRange(text) => text.clone(),
            Self::Date(date) => crate::calendar::short_date(*date),
            Self::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.into(),
        }
    }
}
