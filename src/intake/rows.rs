//! The cells of one sheet: its blocks by their keys, its rows by theirs, columns by their heads.

use super::locate::{label_text, text};
use super::raw::{RawCell, RawReturn, RawValue, Stray};
use super::workbook::{SheetCell, SheetCells};
use crate::finding::{CellAddress, Code, Finding, Place, Severity};
use crate::form::{Block, Cell, Column, Label, Row, Sheet, SheetKey};
use std::collections::{BTreeMap, BTreeSet};

/// A sheet of the form beside the one it was found in.
pub(super) struct Reading<'a> {
    /// The file's name.
    pub(super) file: &'a str,
    /// The form's sheet.
    pub(super) sheet: &'a Sheet,
    /// The workbook's.
    pub(super) cells: &'a SheetCells,
    /// The workbook's column of keys.
    pub(super) keys: u16,
}

/// Where a block's columns were found, in the form's order; none where one is gone.
type Columns = Vec<Option<u16>>;

/// Reads a sheet into the return.
pub(super) fn read(reading: &Reading<'_>, raw: &mut RawReturn, findings: &mut Vec<Finding>) {
    let keyed = reading.keyed();
    let mut known = reading.known();
    for block in &reading.sheet.blocks {
        let columns = reading.columns(block, &keyed, raw, findings);
        let mut lost = Vec::new();
        for row in &block.rows {
            let Some(at) = keyed.get(&*row.key).and_then(|rows| rows.first()) else {
                if row.cells.iter().any(|cell| cell.slot().is_some()) {
                    lost.push(row);
                }
                continue;
            };
            for ((cell, column), head) in row.cells.iter().zip(&columns).zip(&block.columns) {
                if let Some(column) = *column {
                    let address = CellAddress { row: *at, column };
                    known.insert(address);
                    reading.cell(cell, address, row, head, raw, findings);
                } else {
                    raw.lost.extend(cell.slot().cloned());
                }
            }
        }
        reading.lost_rows(&lost, raw, findings);
    }
    if reading.sheet.key == SheetKey::Meta {
        return;
    }
    reading.wrong_rows(&keyed, findings);
    reading.strays(&known, raw, findings);
}

impl Reading<'_> {
    fn place(&self) -> Place {
        Place::sheet(self.file, &*self.cells.name)
    }

    fn at(&self, row: u32, column: u16) -> Option<&SheetCell> {
        self.cells.cells.get(&CellAddress { row, column })
    }

    /// Every key of the key column with the rows in which it stands.
    fn keyed(&self) -> BTreeMap<String, Vec<u32>> {
        let mut keyed: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (address, cell) in &self.cells.cells {
            if address.column == self.keys
                && let RawValue::Text(key) = &cell.value
            {
                keyed.entry(key.trim().into()).or_default().push(address.row);
            }
        }
        keyed
    }

    /// Cells that are the form's whatever they say: its first lines, titles, heads and keys.
    fn known(&self) -> BTreeSet<CellAddress> {
        let mut known = BTreeSet::new();
        let leads = u32::try_from(self.sheet.lead.len()).unwrap_or(0);
        known.extend((0..leads).map(|row| CellAddress { row, column: 0 }));
        for address in self.cells.cells.keys() {
            if address.column == self.keys {
                known.insert(*address);
            }
        }
        known
    }

    /// Finds a block's columns by their heads, in the row that carries the block's key.
    fn columns(
        &self,
        block: &Block,
        keyed: &BTreeMap<String, Vec<u32>>,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) -> Columns {
        let Some(head) = keyed.get(block.key).and_then(|rows| rows.first()).copied() else {
            return self.shifted(block);
        };
        let mut taken = BTreeSet::new();
        let mut columns: Columns = Vec::new();
        for column in &block.columns {
            let found = (0..self.keys).find(|at| {
                !column.head.is_empty()
                    && !taken.contains(at)
                    && self.at(head, *at).is_some_and(|cell| same(&text(&cell.value), &column.head))
            });
            taken.extend(found);
            columns.push(found);
        }
        self.unnamed(block, head, &taken, &mut columns, raw, findings);
        let gone: Vec<_> = block
            .columns
            .iter()
            .zip(&columns)
            .filter(|(column, found)| found.is_none() && !column.head.is_empty())
            .map(|(column, _)| format!("“{}”", column.head))
            .collect();
        if !gone.is_empty() {
            let message =
                if gone.len() == 1 { "a column is missing" } else { "columns are missing" };
            let place = self.place().at(CellAddress { row: head, column: 0 });
            let read = format!("not found: {}", gone.join(", "));
            findings.push(Finding::new(Code::F06, place, message).read(read));
        }
        columns
    }

    /// A column whose head was typed over, or that has none, stands between its neighbours.
    fn unnamed(
        &self,
        block: &Block,
        head: u32,
        taken: &BTreeSet<u16>,
        columns: &mut Columns,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) {
        for index in 0..columns.len() {
            if columns.get(index).copied().flatten().is_some() {
                continue;
            }
            let before = index.checked_sub(1).map(|one| columns.get(one).copied().flatten());
            let next = match before {
                None => Some(0),
                Some(left) => left.map(|left| left + 1),
            };
            let after = columns.get(index + 1).copied().flatten().unwrap_or(self.keys);
            let Some(at) = next.filter(|at| *at < after && !taken.contains(at)) else { continue };
            // With a column inserted beside it, which of the two is meant can't be told.
            let alone = after == at + 1 || index + 1 == columns.len();
            let Some(column) = block.columns.get(index) else { continue };
            if column.head.is_empty() || alone {
                if let Some(slot) = columns.get_mut(index) {
                    *slot = Some(at);
                }
                if !column.head.is_empty() {
                    let place = self.place().at(CellAddress { row: head, column: at });
                    let stands = self.at(head, at).map(|cell| text(&cell.value));
                    let stands = stands.unwrap_or_default();
                    let finding = typed_over("a column's head was changed", &place)
                        .severity(Severity::Warning)
                        .read(over(&column.head, &stands));
                    findings.push(finding);
                    raw.typed_over.push((place, column.head.clone(), stands));
                }
            }
        }
    }

    /// Where even the row of heads is gone: the form's own columns, if none was inserted.
    fn shifted(&self, block: &Block) -> Columns {
        let same = self.keys == self.sheet.key_column();
        (0u16..).zip(&block.columns).map(|(at, _)| same.then_some(at)).collect()
    }

    fn cell(
        &self,
        cell: &Cell,
        address: CellAddress,
        row: &Row,
        column: &Column,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) {
        let found = self.cells.cells.get(&address);
        let place = self.place().at(address);
        let stands = found.map_or_else(String::new, |found| text(&found.value));
        match cell {
            Cell::Input(input) => {
                let value = found.map_or(RawValue::Empty, |found| found.value.clone());
                let formula = found.and_then(|found| found.formula.clone());
                let labels = labels(row);
                raw.cells.insert(input.slot.clone(), RawCell { place, value, formula, labels });
            }
            Cell::Label(_) => {
                if let Some(form) = label_text(cell)
                    && !same(&form, &stands)
                {
                    let finding = typed_over("a text of the form itself was changed", &place);
                    findings.push(finding.read(over(&form, &stands)));
                    raw.typed_over.push((place, form, stands));
                }
            }
            Cell::Worked(..) => {
                let typed = found.is_some_and(|found| found.formula.is_none());
                if typed && !stands.is_empty() {
                    // It is worked out afresh anyway: no figure is wrong for it.
                    let finding = typed_over("a formula of the form was typed over", &place)
                        .severity(Severity::Warning)
                        .read(format!("{}: read “{stands}”", column.head));
                    findings.push(finding);
                    let form = format!("{}, worked out by the form", column.head);
                    raw.typed_over.push((place, form, stands));
                }
            }
            Cell::Blank | Cell::Sample(_) => {
                if !stands.is_empty() {
                    raw.strays.push(Stray { place, text: stands });
                }
            }
        }
    }

    fn lost_rows(&self, lost: &[&Row], raw: &mut RawReturn, findings: &mut Vec<Finding>) {
        if lost.is_empty() {
            return;
        }
        let names: Vec<_> = lost.iter().map(|row| labels(row).join(" ")).collect();
        let message = if lost.len() == 1 { "a row is missing" } else { "rows are missing" };
        let read = format!("not found: {}", names.join("; "));
        findings.push(Finding::new(Code::F08, self.place(), message).read(read));
        for row in lost {
            raw.lost.extend(row.cells.iter().filter_map(|cell| cell.slot().cloned()));
        }
    }

    /// Keys that are there twice, or that this form does not know.
    fn wrong_rows(&self, keyed: &BTreeMap<String, Vec<u32>>, findings: &mut Vec<Finding>) {
        let mut form: BTreeSet<&str> = BTreeSet::new();
        for block in &self.sheet.blocks {
            form.insert(block.key);
            form.extend(block.rows.iter().map(|row| &*row.key));
        }
        for (key, rows) in keyed {
            if key.starts_with("quarterpack:") {
                continue;
            }
            if !form.contains(&**key) {
                for row in rows {
                    let place = self.place().at(CellAddress { row: *row, column: 0 });
                    let message = "a row does not belong to this form and is not read";
                    let read = format!("its key is “{key}”");
                    findings.push(Finding::new(Code::F07, place, message).read(read));
                }
            } else if let [first, again @ ..] = &**rows {
                for row in again {
                    let place = self.place().at(CellAddress { row: *row, column: 0 });
                    let message = "a row of the form is there twice";
                    let read = format!("row {} is read, row {} is not", first + 1, row + 1);
                    findings.push(Finding::new(Code::F07, place, message).read(read));
                }
            }
        }
    }

    /// What stands outside the form's cells: one finding a row.
    fn strays(
        &self,
        known: &BTreeSet<CellAddress>,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) {
        let heads = self.heads();
        for (address, cell) in &self.cells.cells {
            let stands = text(&cell.value);
            if !known.contains(address)
                && !heads.contains(&address.row)
                && !stands.trim().is_empty()
            {
                let place = self.place().at(*address);
                raw.strays.push(Stray { place, text: stands });
            }
        }
        let mut rows: BTreeMap<u32, (Place, Vec<String>)> = BTreeMap::new();
        let here = raw.strays.iter().filter(|stray| stray.place.sheet == self.place().sheet);
        for stray in here {
            let row = stray.place.cell.map_or(0, |cell| cell.row);
            let entry = rows.entry(row).or_insert_with(|| (stray.place.clone(), Vec::new()));
            entry.1.push(stray.text.clone());
        }
        for (place, texts) in rows.into_values() {
            let message = "something stands outside the form's cells and is not read";
            let read = format!("it says “{}”", texts.join(" "));
            findings.push(Finding::new(Code::F09, place, message).read(read));
        }
    }

    /// Rows of heads and block titles: an inserted column may have a head of its own.
    fn heads(&self) -> BTreeSet<u32> {
        let keyed = self.keyed();
        let mut heads = BTreeSet::new();
        for block in &self.sheet.blocks {
            for row in keyed.get(block.key).into_iter().flatten() {
                heads.insert(*row);
                if block.title.is_some() {
                    heads.extend(row.checked_sub(1));
                }
            }
        }
        heads
    }
}

fn typed_over(message: &str, place: &Place) -> Finding {
    Finding::new(Code::F12, place.clone(), message)
}

/// What stands where the form says something else.
fn over(form: &str, stands: &str) -> String {
    if stands.is_empty() {
        format!("read nothing where the form says “{form}”")
    } else {
        format!("read “{stands}” where the form says “{form}”")
    }
}

/// The form's own words in a row, for excerpts.
fn labels(row: &Row) -> Vec<String> {
    let words = row.cells.iter().take_while(|cell| cell.slot().is_none());
    words
        .filter_map(|cell| match cell {
            Cell::Label(Label::Text(text, _)) if !text.is_empty() => Some(text.clone()),
            Cell::Label(_) | Cell::Blank | Cell::Input(_) | Cell::Worked(..) | Cell::Sample(_) => {
                None
            }
        })
        .collect()
}

/// Whether two texts are one to a reader: any spacing, any case.
fn same(one: &str, other: &str) -> bool {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    folded(one) == folded(other)
}
