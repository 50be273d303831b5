//! Finds the form's cells again in a workbook: sheets by their markers, rows by the hidden key
//! column, columns by their heads. Renamed tabs, moved sheets, inserted rows and columns and
//! sorted rows do no harm.

use super::raw::{RawCell, RawReturn, RawValue, Stray};
use super::rows;
use super::workbook::{SheetCells, Workbook};
use crate::finding::{CellAddress, Code, Finding, Place, Severity};
use crate::form::{Cell, Label, Layout, Sheet, SheetKey, Slot};
use std::collections::BTreeMap;

/// What a workbook says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The service's id.
    pub service: String,
    /// The quarter: `2023-24 Q2`.
    pub quarter: String,
    /// The plan's hash.
    pub plan_hash: Option<String>,
    /// The template's version.
    pub template: Option<String>,
}

/// The text with which every marker begins.
const MARKER: &str = "quarterpack:";

/// What the workbook says of itself: on its hidden sheet, or else in any sheet's marker.
#[must_use]
pub fn identify(workbook: &Workbook) -> Option<Identity> {
    let mut said = BTreeMap::new();
    let mut first = None;
    for sheet in &workbook.sheets {
        let Some((_, found)) = marker(sheet) else { continue };
        if found.sheet == SheetKey::Meta.tab().to_ascii_lowercase() {
            said = meta_rows(sheet);
        }
        first = first.or(Some(found));
    }
    let marker = first?;
    let said = |key: &str| said.get(key).filter(|text: &&String| !text.is_empty()).cloned();
    Some(Identity {
        service: said("service").unwrap_or(marker.service),
        quarter: said("quarter").unwrap_or(marker.quarter),
        plan_hash: said("plan-hash"),
        template: said("template"),
    })
}

/// A sheet's marker: `quarterpack:measures:children-and-justice:2023-24 Q2`.
struct Marker {
    sheet: String,
    service: String,
    quarter: String,
}

fn marker(sheet: &SheetCells) -> Option<(CellAddress, Marker)> {
    sheet.cells.iter().find_map(|(at, cell)| {
        let RawValue::Text(text) = &cell.value else { return None };
        let mut parts = text.trim().strip_prefix(MARKER)?.splitn(3, ':').map(str::to_owned);
        let marker =
            Marker { sheet: parts.next()?, service: parts.next()?, quarter: parts.next()? };
        Some((*at, marker))
    })
}

/// The value beside each key of the hidden sheet's first block.
fn meta_rows(sheet: &SheetCells) -> BTreeMap<String, String> {
    let Some((at, _)) = marker(sheet) else { return BTreeMap::new() };
    let mut rows = BTreeMap::new();
    for (address, cell) in &sheet.cells {
        let RawValue::Text(key) = &cell.value else { continue };
        if address.column != at.column {
            continue;
        }
        let row = CellAddress { row: address.row, column: 0 }..*address;
        // The label stands in the first column; the value is what comes next in the row.
        let value = sheet.cells.range(row).nth(1).map(|(_, cell)| text(&cell.value));
        rows.insert(key.clone(), value.unwrap_or_default());
    }
    rows
}

/// A value as text.
pub(super) fn text(value: &RawValue) -> String {
    let cell = RawCell {
        place: Place::default(),
        value: value.clone(),
        formula: None,
        labels: Vec::new(),
    };
    cell.quoted()
}

/// The sheets of a workbook that belong to the form, and what is odd about the others.
struct Sheets<'a> {
    found: Vec<(&'a Sheet, &'a SheetCells, u16)>,
    findings: Vec<Finding>,
    strays: Vec<Stray>,
}

/// Finds every cell of the form again.
#[must_use]
pub fn locate(
    file: &str,
    workbook: &Workbook,
    identity: &Identity,
    layout: &Layout,
) -> (RawReturn, Vec<Finding>) {
    let mut raw = RawReturn {
        file: file.into(),
        service: identity.service.clone(),
        quarter: identity.quarter.clone(),
        plan_hash: identity.plan_hash.clone(),
        template: identity.template.clone(),
        cells: BTreeMap::new(),
        typed_over: Vec::new(),
        lost: Vec::new(),
        strays: Vec::new(),
    };
    let mut findings = Vec::new();
    let sheets = sheets(file, workbook, layout, &mut raw);
    findings.extend(sheets.findings);
    raw.strays.extend(sheets.strays);
    for (sheet, cells, keys) in sheets.found {
        rows::read(&rows::Reading { file, sheet, cells, keys }, &mut raw, &mut findings);
    }
    (raw, findings)
}

fn sheets<'a>(
    file: &str,
    workbook: &'a Workbook,
    layout: &'a Layout,
    raw: &mut RawReturn,
) -> Sheets<'a> {
    let mut sheets = Sheets { found: Vec::new(), findings: Vec::new(), strays: Vec::new() };
    for (name, why) in &workbook.unreadable {
        let place = Place::sheet(file, &**name);
        let message = format!("the sheet “{name}” is damaged and can't be read");
        sheets.findings.push(Finding::new(Code::F01, place, message).read(why.clone()));
    }
    let mut used = Vec::new();
    for form in &layout.sheets {
        let wanted = layout.marker(form.key);
        let mut candidates = workbook.sheets.iter().enumerate().filter_map(|(index, sheet)| {
            let (at, marker) = marker(sheet)?;
            let word = form.key.tab().to_ascii_lowercase();
            (marker.sheet == word).then_some((index, sheet, at, marker))
        });
        let Some((index, sheet, at, marker)) = candidates.next() else {
            gone(file, form, raw, &mut sheets.findings);
            continue;
        };
        used.push(index);
        let own = format!("{MARKER}{}:{}:{}", marker.sheet, marker.service, marker.quarter);
        if own != wanted {
            sheets.findings.push(other_form(file, sheet, &marker));
        }
        for (index, twin, ..) in candidates {
            used.push(index);
            let place = Place::sheet(file, &*twin.name);
            let message = format!("the sheet {} is there twice", form.key.tab());
            let read = format!("“{}” is read, “{}” is not", sheet.name, twin.name);
            sheets.findings.push(Finding::new(Code::F07, place, message).read(read));
        }
        sheets.found.push((form, sheet, at.column));
    }
    let extra = workbook.sheets.iter().enumerate().filter(|(index, _)| !used.contains(index));
    for (_, sheet) in extra {
        not_of_the_form(file, sheet, &mut sheets.findings, &mut sheets.strays);
    }
    sheets
}

/// A sheet of the form that is not in the workbook: every slot on it is lost.
fn gone(file: &str, form: &Sheet, raw: &mut RawReturn, findings: &mut Vec<Finding>) {
    let slots: Vec<Slot> =
        form.cells().filter_map(|(_, _, cell, _)| cell.slot().cloned()).collect();
    if slots.is_empty() && form.key != SheetKey::Meta {
        return;
    }
    let message = format!("the sheet {} is missing", form.key.tab());
    let finding = Finding::new(Code::F05, Place::file(file), message);
    findings.push(if form.key == SheetKey::Meta {
        finding.severity(Severity::Warning).read("the hidden sheet with the form's version is gone")
    } else {
        finding
    });
    raw.lost.extend(slots);
}

/// A sheet copied over from another form holds another service's or quarter's figures.
fn other_form(file: &str, sheet: &SheetCells, marker: &Marker) -> Finding {
    let message = "a sheet comes from another form";
    let read = format!("the sheet is from the form of {} for {}", marker.service, marker.quarter);
    Finding::new(Code::F02, Place::sheet(file, &*sheet.name), message).read(read)
}

fn not_of_the_form(
    file: &str,
    sheet: &SheetCells,
    findings: &mut Vec<Finding>,
    strays: &mut Vec<Stray>,
) {
    let place = Place::sheet(file, &*sheet.name);
    let Some((first, cell)) = sheet.cells.iter().next() else { return };
    let message = "a sheet that is not part of the form is not read";
    let read = format!("it begins with “{}”", text(&cell.value));
    findings.push(Finding::new(Code::F09, place.clone(), message).read(read));
    let stray = Stray { place: place.at(*first), text: text(&cell.value) };
    strays.push(stray);
}

/// What the form itself says in a cell, where it is the plan's word.
pub(super) fn label_text(cell: &Cell) -> Option<String> {
    use crate::form::Source;
    match cell {
        Cell::Label(Label::Text(text, Source::Plan)) => Some(text.clone()),
        Cell::Label(Label::Number(number, _, Source::Plan)) => Some(number.normalize().to_string()),
        Cell::Label(Label::Date(day, Source::Plan)) => Some(crate::calendar::short_date(*day)),
        Cell::Label(_) | Cell::Blank | Cell::Input(_) | Cell::Worked(..) | Cell::Sample(_) => None,
    }
}
