//! Which tab of a workbook is which sheet of the form: by its marker, or else by its heads, its
//! title and its name.

use super::heads::heads;
use super::identity::{MARKER, Marker, marker};
use super::raw::{RawReturn, RawValue, Stray};
use super::words::{folded, text};
use super::workbook::{SheetCells, Workbook};
use crate::finding::{Code, Finding, Place, Severity};
use crate::form::{Layout, Sheet, SheetKey, Slot};

/// The sheets of a workbook that belong to the form, and what is odd about the others.
pub(super) struct Tabs<'a> {
    /// The form's sheet, the workbook's, and its column of keys where it still has one.
    pub(super) found: Vec<(&'a Sheet, &'a SheetCells, Option<u16>)>,
    pub(super) findings: Vec<Finding>,
    pub(super) strays: Vec<Stray>,
}

/// Points from which on a tab is taken for a sheet of the form.
const ENOUGH: usize = 4;

pub(super) fn match_up<'a>(
    file: &str,
    workbook: &'a Workbook,
    layout: &'a Layout,
    raw: &mut RawReturn,
) -> Tabs<'a> {
    let mut tabs = Tabs { found: Vec::new(), findings: Vec::new(), strays: Vec::new() };
    for (name, why) in &workbook.unreadable {
        let place = Place::sheet(file, &**name);
        let message = format!("the sheet “{name}” is damaged and can't be read");
        tabs.findings.push(Finding::new(Code::F01, place, message).read(why.clone()));
    }
    let mut used = Vec::new();
    let mut without = Vec::new();
    for form in &layout.sheets {
        match marked(file, workbook, layout, form, &mut used, &mut tabs.findings) {
            Some((sheet, keys)) => tabs.found.push((form, sheet, Some(keys))),
            None => without.push(form),
        }
    }
    let any_marked = !tabs.found.is_empty();
    for form in without {
        match by_labels(workbook, form, &used) {
            Some((index, sheet)) => {
                used.push(index);
                if any_marked {
                    tabs.findings.push(unmarked(file, form, sheet));
                }
                tabs.found.push((form, sheet, key_column(form, sheet)));
            }
            None => gone(file, workbook, form, any_marked, raw, &mut tabs.findings),
        }
    }
    tabs.found.sort_by_key(|(form, ..)| form.key);
    tabs.findings.extend(renamed(file, &tabs.found));
    let extra = workbook.sheets.iter().enumerate().filter(|(index, _)| !used.contains(index));
    for (_, sheet) in extra {
        match twin(sheet, &tabs.found) {
            Some((form, first)) => tabs.findings.push(twice(file, form, first, sheet)),
            None => foreign(file, sheet, &mut tabs.findings, &mut tabs.strays),
        }
    }
    tabs
}

/// The tab with a sheet's marker, and the column in which the marker stands.
fn marked<'a>(
    file: &str,
    workbook: &'a Workbook,
    layout: &Layout,
    form: &Sheet,
    used: &mut Vec<usize>,
    findings: &mut Vec<Finding>,
) -> Option<(&'a SheetCells, u16)> {
    let word = form.key.tab().to_ascii_lowercase();
    let mut candidates = workbook.sheets.iter().enumerate().filter_map(|(index, sheet)| {
        let (at, marker) = marker(sheet)?;
        (marker.sheet == word).then_some((index, sheet, at, marker))
    });
    let (index, sheet, at, marker) = candidates.next()?;
    used.push(index);
    let own = format!("{MARKER}{}:{}:{}", marker.sheet, marker.service, marker.quarter);
    if own != layout.marker(form.key) {
        findings.push(other_form(file, sheet, &marker));
    }
    for (index, again, ..) in candidates {
        used.push(index);
        findings.push(twice(file, form, sheet, again));
    }
    Some((sheet, at.column))
}

fn twice(file: &str, form: &Sheet, first: &SheetCells, again: &SheetCells) -> Finding {
    let message = format!("the sheet {} is there twice", form.key.tab());
    let read = format!("“{}” is read, “{}” is not", first.name, again.name);
    let finding = Finding::new(Code::F07, Place::sheet(file, &*again.name), message).read(read);
    finding.remedy("Delete the one that does not count, and send the file again.")
}

/// How much a tab looks like a sheet of the form: up to 4 for its heads, 2 for its title and its
/// name each.
fn likeness(form: &Sheet, sheet: &SheetCells) -> usize {
    let (mut wanted, mut found) = (0, 0);
    for block in &form.blocks {
        wanted += block.columns.iter().filter(|column| !column.head.is_empty()).count();
        found += heads(sheet, block).iter().map(super::heads::Head::found).max().unwrap_or(0);
    }
    let tab = folded(form.key.tab());
    let name = folded(&sheet.name).split(' ').any(|word| word == tab);
    let begins = |says: String| {
        says.split_once(' ').is_some_and(|(first, _)| first == tab)
            || (form.key == SheetKey::Cover && says.starts_with("quarterly return"))
    };
    let mut top = sheet.cells.iter().take_while(|(at, _)| at.row < 8);
    let titled = top.any(|(_, cell)| begins(folded(&text(&cell.value))));
    let by_heads = (found * 4).checked_div(wanted).unwrap_or(0);
    if by_heads == 0 { 0 } else { by_heads + 2 * usize::from(name) + 2 * usize::from(titled) }
}

fn by_labels<'a>(
    workbook: &'a Workbook,
    form: &Sheet,
    used: &[usize],
) -> Option<(usize, &'a SheetCells)> {
    if form.key == SheetKey::Meta {
        return None;
    }
    let free = workbook
        .sheets
        .iter()
        .enumerate()
        .filter(|(index, sheet)| !used.contains(index) && marker(sheet).is_none());
    let scored = free.map(|(index, sheet)| (likeness(form, sheet), index, sheet));
    let best = scored.filter(|(likeness, ..)| *likeness >= ENOUGH);
    // Of two that are equally alike the first tab is taken, and the other is told as its twin.
    let best = best.max_by_key(|(likeness, index, _)| (*likeness, std::cmp::Reverse(*index)));
    best.map(|(_, index, sheet)| (index, sheet))
}

/// Whether any tab looks like a sheet of the form.
pub(super) fn looks_like_the_form(workbook: &Workbook, layout: &Layout) -> bool {
    let figures = layout.sheets.iter().filter(|form| form.key != SheetKey::Cover);
    figures.into_iter().any(|form| by_labels(workbook, form, &[]).is_some())
}

/// The column that holds most of the sheet's keys, where only the marker is gone.
fn key_column(form: &Sheet, sheet: &SheetCells) -> Option<u16> {
    let keys: std::collections::BTreeSet<&str> =
        form.blocks.iter().flat_map(|block| block.rows.iter().map(|row| &*row.key)).collect();
    let mut columns = std::collections::BTreeMap::new();
    for (at, cell) in &sheet.cells {
        if let RawValue::Text(text) = &cell.value
            && keys.contains(text.trim())
        {
            *columns.entry(at.column).or_insert(0usize) += 1;
        }
    }
    let most = columns.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count * 2 > keys.len()).map(|(column, _)| column)
}

fn unmarked(file: &str, form: &Sheet, sheet: &SheetCells) -> Finding {
    let message =
        format!("the sheet {} has lost its marker; it is read by its heads", form.key.tab());
    let finding = Finding::new(Code::F05, Place::sheet(file, &*sheet.name), message);
    finding.severity(Severity::Warning).remedy(
        "Look at the figures that were read; next time, fill in the form as it was sent out.",
    )
}

/// Tabs under another name, once for the file.
fn renamed(file: &str, found: &[(&Sheet, &SheetCells, Option<u16>)]) -> Option<Finding> {
    let other =
        found.iter().filter(|(form, sheet, _)| folded(form.key.tab()) != folded(&sheet.name));
    let named: Vec<String> =
        other.map(|(form, sheet, _)| format!("“{}” as {}", sheet.name, form.key.tab())).collect();
    if named.is_empty() {
        return None;
    }
    let message = "sheets stand under other names; they are known again all the same";
    let finding = Finding::new(Code::F05, Place::file(file), message);
    let finding = finding.read(format!("read {}", named.join(", ")));
    Some(finding.severity(Severity::Note).remedy("Nothing to do."))
}

/// A sheet of the form that is not in the workbook: every slot on it is lost.
fn gone(
    file: &str,
    workbook: &Workbook,
    form: &Sheet,
    any_marked: bool,
    raw: &mut RawReturn,
    findings: &mut Vec<Finding>,
) {
    let slots: Vec<Slot> =
        form.cells().filter_map(|(_, _, cell, _)| cell.slot().cloned()).collect();
    let meta = form.key == SheetKey::Meta;
    if slots.is_empty() && !(meta && any_marked) {
        return;
    }
    let message = format!("the sheet {} is missing", form.key.tab());
    let finding = Finding::new(Code::F05, Place::file(file), message);
    findings.push(if meta {
        finding.severity(Severity::Warning).read("the hidden sheet with the form's version is gone")
    } else {
        let shown = workbook.sheets.iter().filter(|sheet| sheet.visible);
        let tabs: Vec<String> = shown.map(|sheet| format!("“{}”", sheet.name)).collect();
        finding.read(format!("the file has {}; none of them is it", tabs.join(", ")))
    });
    raw.lost.extend(slots);
}

/// A sheet copied over from another form holds another service's or quarter's figures.
fn other_form(file: &str, sheet: &SheetCells, marker: &Marker) -> Finding {
    let message = "a sheet comes from another form";
    let read = format!("the sheet is from the form of {} for {}", marker.service, marker.quarter);
    Finding::new(Code::F02, Place::sheet(file, &*sheet.name), message).read(read)
}

/// The sheet of the form that an unused tab is a copy of.
fn twin<'a>(
    sheet: &SheetCells,
    found: &[(&'a Sheet, &'a SheetCells, Option<u16>)],
) -> Option<(&'a Sheet, &'a SheetCells)> {
    let alike = found.iter().find(|(form, ..)| {
        form.blocks.first().is_some_and(|block| block.columns.len() > 3)
            && likeness(form, sheet) >= ENOUGH
    });
    alike.map(|(form, first, _)| (*form, *first))
}

fn foreign(file: &str, sheet: &SheetCells, findings: &mut Vec<Finding>, strays: &mut Vec<Stray>) {
    let place = Place::sheet(file, &*sheet.name);
    let Some((first, cell)) = sheet.cells.iter().next() else { return };
    let message = "a sheet that is not part of the form is not read";
    let read = format!("it begins with “{}”", text(&cell.value));
    findings.push(Finding::new(Code::F09, place.clone(), message).read(read));
    let stray = Stray { place: place.at(*first), text: text(&cell.value) };
    strays.push(stray);
}
