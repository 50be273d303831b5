//! A plan as tables of text: what a plan file and a workbook of a plan have in common.
//!
//! Tables hold words and judge nothing. They are made from a plan, or gathered from a workbook;
//! [`Tables::toml`] writes them as a plan file, and knows of each value which cell it is from, so
//! that one reader with one set of rules serves both.

mod from_plan;
mod fields;
mod kind;
mod parts;
mod quoted;
mod write;

pub use kind::{Choice, Field, Kind};
pub use write::{Misplaced, PlanText, Written};

use std::collections::BTreeMap;

/// A plan as tables of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    rows: BTreeMap<Kind, Vec<Row>>,
    after: BTreeMap<Kind, Vec<String>>,
}

/// A row: a text for each field of its kind, and remarks for whoever edits the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Texts by the keys of fields; what is not there is blank.
    pub cells: BTreeMap<&'static str, String>,
    /// Remarks above a field, by its key; above the whole entry where the key is empty.
    pub remarks: Vec<(&'static str, String)>,
}

impl Tables {
    /// The rows of a kind, in order.
    #[must_use]
    pub fn rows(&self, kind: Kind) -> &[Row] {
        self.rows.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The rows of a kind, to change them.
    pub fn rows_mut(&mut self, kind: Kind) -> &mut Vec<Row> {
        self.rows.entry(kind).or_default()
    }

    /// Remarks below the rows of a kind.
    #[must_use]
    pub fn after(&self, kind: Kind) -> &[String] {
        self.after.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Adds a remark below the rows of a kind.
    pub fn remark_after(&mut self, kind: Kind, text: impl Into<String>) {
        self.after.entry(kind).or_default().push(text.into());
    }

    /// Adds a row.
    pub fn add(&mut self, kind: Kind, row: Row) {
        self.rows_mut(kind).push(row);
    }
}

impl Row {
    /// The text of a field; blank where there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        self.cells.get(key).map_or("", String::as_str)
    }

    /// Sets the text of a field; a blank one is taken out.
    pub fn set(&mut self, key: &'static str, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            self.cells.remove(key);
        } else {
            self.cells.insert(key, text);
        }
    }

    /// The same with a text in a field.
    #[must_use]
    pub fn with(mut self, key: &'static str, text: impl Into<String>) -> Self {
        self.set(key, text);
        self
    }

    /// Adds a remark above a field.
    pub fn remark(&mut self, key: &'static str, text: impl Into<String>) {
        self.remarks.push((key, text.into()));
    }
}

#[cfg(test)]
mod tests;
