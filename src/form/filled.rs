//! What is entered into a form, and what its formulas then show.

use super::evaluate::{Cells, Value};
use super::layout::{Cell, Label, Layout, SheetKey};
use super::slot::Slot;
use crate::calendar::NaiveDate;
use crate::quantity::Decimal;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What is entered into a form; what is not in here stays empty.
pub type Filled = BTreeMap<Slot, Entry>;

/// What is entered into one cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A number.
    Number(Decimal),
    /// A number shown as a percentage: 0.76 is seen as 76%.
    Percent(Decimal),
    /// Some words; a number typed as words too.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A formula, as Excel writes it without the leading `=`, and what it shows.
    Formula(String, Box<Entry>),
}

/// The number of a day in Excel's calendar (days since 30 December 1899).
#[must_use]
pub(super) fn day_number(day: NaiveDate) -> i64 {
    let base = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    (day - base).num_days()
}

impl Entry {
    fn value(&self) -> Value {
        match self {
            Self::Number(number) | Self::Percent(number) => Value::Number(*number),
            Self::Text(text) if text.is_empty() => Value::Empty,
            Self::Text(text) => Value::Text(text.clone()),
            Self::Date(day) => Value::Number(day_number(*day).into()),
            Self::Formula(_, shown) => shown.error().map_or_else(|| shown.value(), Value::Error),
        }
    }

    /// What a formula shows where it fails, such as `#REF!`.
    fn error(&self) -> Option<String> {
        if let Self::Text(text) = self
            && text.starts_with('#')
            && text.ends_with(['!', '?', 'A'])
        {
            return Some(text.clone());
        }
        None
    }
}

/// The formulas of a filled form, worked out.
pub struct Worked<'a> {
    layout: &'a Layout,
    filled: &'a Filled,
    /// Formulas rest on one another: each is worked out once.
    known: RefCell<BTreeMap<(SheetKey, String, &'static str), Value>>,
}

impl<'a> Worked<'a> {
    /// For a form and what is entered into it.
    #[must_use]
    pub const fn new(layout: &'a Layout, filled: &'a Filled) -> Self {
        Self { layout, filled, known: RefCell::new(BTreeMap::new()) }
    }

    /// What a cell shows, by the keys of its row and its column.
    #[must_use]
    pub fn shows(&self, sheet: SheetKey, row: &str, column: &'static str) -> Value {
        let key = (sheet, row.to_owned(), column);
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let value = match self.layout.cell(sheet, row, column) {
            Some(Cell::Worked(formula, _)) => formula.value(self),
            Some(Cell::Input(input)) => self.input(&input.slot),
            Some(Cell::Label(label)) => match label {
                Label::Text(text, _) if text.is_empty() => Value::Empty,
                Label::Text(text, _) => Value::Text(text.clone()),
                Label::Number(number, ..) => Value::Number(*number),
                Label::Date(day, _) => Value::Number(day_number(*day).into()),
            },
            Some(Cell::Blank | Cell::Sample(_)) | None => Value::Empty,
        };
        self.known.borrow_mut().insert(key, value.clone());
        value
    }
}

impl Cells for Worked<'_> {
    fn input(&self, slot: &Slot) -> Value {
        self.filled.get(slot).map_or(Value::Empty, Entry::value)
    }

    fn cell(&self, sheet: SheetKey, row: &str, column: &'static str) -> Value {
        self.shows(sheet, row, column)
    }

    fn area(&self, sheet: SheetKey, block: &str, column: &'static str) -> Vec<Value> {
        let blocks = self.layout.sheet(sheet).map(|sheet| &sheet.blocks);
        let block = blocks.and_then(|blocks| blocks.iter().find(|one| one.key == block));
        let rows = block.map(|block| &block.rows).into_iter().flatten();
        rows.map(|row| self.shows(sheet, &row.key, column)).collect()
    }
}
