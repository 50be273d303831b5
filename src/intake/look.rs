//! A look over the workbook as a whole: merged and hidden cells.

use super::excerpts;
use super::raw::RawReturn;
use super::workbook::{SheetCells, Workbook};
use crate::finding::{CellAddress, Code, Finding, Place};
use std::collections::{BTreeMap, BTreeSet};

/// F10 and F11. `used`: the tabs that are read.
pub(super) fn over(
    file: &str,
    workbook: &Workbook,
    used: &[&str],
    raw: &RawReturn,
) -> Vec<Finding> {
    let mut inputs: BTreeMap<&str, BTreeSet<CellAddress>> = BTreeMap::new();
    for cell in raw.cells.values() {
        if let (Some(sheet), Some(at)) = (&cell.place.sheet, cell.place.cell) {
            inputs.entry(sheet).or_default().insert(at);
        }
    }
    let none = BTreeSet::new();
    let mut findings = Vec::new();
    for sheet in &workbook.sheets {
        let inputs = inputs.get(&*sheet.name).unwrap_or(&none);
        findings.extend(merged(file, sheet, inputs));
        if used.contains(&&*sheet.name) && !inputs.is_empty() {
            findings.extend(hidden(file, sheet, inputs));
        }
    }
    findings
}

/// F10: a merged range over several input cells.
fn merged(file: &str, sheet: &SheetCells, inputs: &BTreeSet<CellAddress>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (first, last) in &sheet.merged {
        let within = |at: &&CellAddress| {
            (first.row..=last.row).contains(&at.row)
                && (first.column..=last.column).contains(&at.column)
        };
        let count = inputs.iter().filter(within).count();
        if count > 1 {
            let place = Place::sheet(file, &*sheet.name).at(*first);
            let message = format!("merged cells cover {count} cells for figures");
            let read = format!("{first}:{last} are merged; only what stands in {first} is read");
            let excerpt = excerpts::row(sheet, first.row, Some(first.column));
            let finding = Finding::new(Code::F10, place, message).read(read);
            findings.push(finding.excerpt(excerpt.into_iter().collect()));
        }
    }
    findings
}

/// F11: a sheet, rows or columns with input cells that are out of sight.
fn hidden(file: &str, sheet: &SheetCells, inputs: &BTreeSet<CellAddress>) -> Vec<Finding> {
    let place = Place::sheet(file, &*sheet.name);
    let mut findings = Vec::new();
    if !sheet.visible {
        let message = format!("the sheet “{}” is hidden", sheet.name);
        findings.push(Finding::new(Code::F11, place.clone(), message));
    }
    let rows: BTreeSet<u32> =
        inputs.iter().map(|at| at.row).filter(|row| sheet.hidden_rows.contains(row)).collect();
    let columns: BTreeSet<u16> = inputs
        .iter()
        .map(|at| at.column)
        .filter(|column| sheet.hidden_columns.contains(column))
        .collect();
    if let Some(first) = rows.first() {
        let named: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
        let at = place.at(CellAddress { row: *first, column: 0 });
        let read = format!("hidden: row {}; what stands there is used", named.join(", "));
        let finding = Finding::new(Code::F11, at, "rows with figures are hidden").read(read);
        let excerpt = excerpts::row(sheet, *first, None);
        findings.push(finding.excerpt(excerpt.into_iter().collect()));
    }
    if let Some(first) = columns.first() {
        let named: Vec<String> = columns
            .iter()
            .map(|column| CellAddress { row: 0, column: *column }.to_string())
            .map(|name| name.trim_end_matches('1').to_owned())
            .collect();
        let at = place.at(CellAddress { row: 0, column: *first });
        let read = format!("hidden: column {}; what stands there is used", named.join(", "));
        findings.push(Finding::new(Code::F11, at, "columns with figures are hidden").read(read));
    }
    findings
}
