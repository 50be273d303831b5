//! What a sheet holds besides the form: rows it does not know, tables that are there twice, text
//! outside its cells.

use super::excerpts;
use super::heads::{self, Head};
use super::raw::{RawReturn, Stray};
use super::rows::Reading;
use super::words::text;
use crate::finding::{CellAddress, Code, Finding, Place};
use crate::form::SheetKey;
use std::collections::{BTreeMap, BTreeSet};

/// What to do about a table that is there twice.
const TWICE: &str = "Delete the table that does not count, and send the file again.";

/// Rows from which on a repetition is told once for the table.
const A_TABLE: usize = 3;

/// Keys that are there twice, or that this form does not know.
pub(super) fn wrong_rows(
    reading: &Reading<'_>,
    keyed: &BTreeMap<String, Vec<u32>>,
    findings: &mut Vec<Finding>,
) {
    let mut form: BTreeSet<&str> = BTreeSet::new();
    for block in &reading.sheet.blocks {
        form.insert(block.key);
        form.extend(block.rows.iter().map(|row| &*row.key));
    }
    let code = if reading.sheet.key == SheetKey::Budget { Code::B01 } else { Code::F07 };
    let at = |row: u32| reading.place().at(CellAddress { row, column: 0 });
    let mut again: Vec<(u32, u32)> = Vec::new();
    for (key, rows) in keyed.iter().filter(|(key, _)| !key.starts_with("quarterpack:")) {
        if !form.contains(&**key) {
            for row in rows {
                let message = "a row does not belong to this form and is not read";
                let says: Vec<String> = (0..reading.sheet.key_column())
                    .map(|column| reading.cells.says(*row, column))
                    .filter(|says| !says.is_empty())
                    .take(3)
                    .collect();
                let read = if says.is_empty() {
                    format!("its hidden key is “{key}”")
                } else {
                    format!("it says “{}”; its hidden key is “{key}”", says.join(" "))
                };
                let excerpt = excerpts::row(reading.cells, *row, None);
                let finding = Finding::new(code, at(*row), message).read(read);
                findings.push(finding.excerpt(excerpt.into_iter().collect()));
            }
        } else if let [first, more @ ..] = &**rows {
            again.extend(more.iter().map(|row| (*first, *row)));
        }
    }
    if again.len() >= A_TABLE {
        let (first, last) = (again.iter().min(), again.iter().map(|(_, row)| row).max());
        if let (Some((first, second)), Some(last)) = (first, last) {
            let read = format!(
                "the one from row {} on is read; rows {} to {} are not",
                first + 1,
                second + 1,
                last + 1
            );
            let message = "the table is on this sheet twice";
            findings.push(Finding::new(Code::F07, at(*second), message).read(read).remedy(TWICE));
        }
        return;
    }
    for (first, row) in again {
        let message = "a row of the form is there twice";
        let read = format!("row {} is read, row {} is not", first + 1, row + 1);
        let both = [first, row].into_iter();
        let both = both.filter_map(|row| excerpts::row(reading.cells, row, None));
        let finding = Finding::new(code, at(row), message).read(read).excerpt(both.collect());
        findings
            .push(finding.remedy("Delete the row that does not count, and send the file again."));
    }
}

/// A table whose keys are gone and whose heads stand in two places.
pub(super) fn twice(reading: &Reading<'_>, used: &[Option<Head>], findings: &mut Vec<Finding>) {
    if reading.keys.is_some() {
        return;
    }
    for (block, head) in reading.sheet.blocks.iter().zip(used) {
        let Some(head) = head else { continue };
        let others = heads::heads(reading.cells, block);
        let elsewhere = |other: &&Head| !used.iter().flatten().any(|one| one.row == other.row);
        for other in others.iter().filter(elsewhere).filter(|_| block.columns.len() > 3) {
            let place = reading.place().at(CellAddress { row: other.row, column: 0 });
            let message = "the table is on this sheet twice";
            let read = format!(
                "the one under row {} is read; the one under row {} is not",
                head.row + 1,
                other.row + 1
            );
            findings.push(Finding::new(Code::F07, place, message).read(read).remedy(TWICE));
        }
    }
}

/// What stands outside the form's cells: one finding a row.
pub(super) fn strays(
    reading: &Reading<'_>,
    known: &BTreeSet<CellAddress>,
    heads: &[Option<Head>],
    raw: &mut RawReturn,
    findings: &mut Vec<Finding>,
) {
    let mut head_rows = BTreeSet::new();
    for (block, head) in reading.sheet.blocks.iter().zip(heads) {
        let Some(head) = head else { continue };
        head_rows.insert(head.row);
        if block.title.is_some() || reading.keys.is_none() {
            head_rows.extend(head.row.checked_sub(1));
        }
    }
    for (address, cell) in &reading.cells.cells {
        let stands = text(&cell.value);
        if !known.contains(address)
            && !head_rows.contains(&address.row)
            && !stands.trim().is_empty()
        {
            let place = reading.place().at(*address);
            raw.strays.push(Stray { place, text: stands });
        }
    }
    let mut rows: BTreeMap<u32, (Place, Vec<String>)> = BTreeMap::new();
    let here = raw.strays.iter().filter(|stray| stray.place.sheet == reading.place().sheet);
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
