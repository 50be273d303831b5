//! Whose return a workbook is, and for which quarter: by its markers, or else by what it says.

use super::raw::RawValue;
use super::words::{Times, folded, text};
use super::workbook::{SheetCells, Workbook};
use crate::calendar::Quarter;
use crate::finding::{CellAddress, Code, Finding, Place, Severity};
use crate::form::{Layout, SheetKey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a workbook says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The service's id, or its name as it is written.
    pub service: String,
    /// The quarter: `2023-24 Q2`.
    pub quarter: String,
    /// The plan's hash.
    pub plan_hash: Option<String>,
    /// The template's version.
    pub template: Option<String>,
}

/// Answers with the form of a service and quarter, where there is one.
pub(super) type LayoutFor<'a> = &'a dyn Fn(&Identity) -> Option<Arc<Layout>>;

/// The text with which every marker begins.
pub(super) const MARKER: &str = "quarterpack:";

/// Cells of a sheet that may be its title.
const FIRSTS: usize = 3;
/// Rows from the top in which a workbook says what it is.
const TOP: u32 = 8;
/// Rows from the top that are looked through at all.
const DEPTH: u32 = 60;
/// The longest name of a service, in words.
const NAME: usize = 9;
/// The longest text that is looked through, in characters.
const LINE: usize = 200;

/// What the workbook's markers say: on its hidden sheet, or else in any sheet's marker.
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
pub(super) struct Marker {
    pub(super) sheet: String,
    pub(super) service: String,
    pub(super) quarter: String,
}

pub(super) fn marker(sheet: &SheetCells) -> Option<(CellAddress, Marker)> {
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

/// What a workbook without markers says of itself.
pub(super) enum Said {
    /// One service and one quarter, and their form.
    One(Identity, Arc<Layout>),
    /// Not enough, or too much: what is missing or named twice, and what to do.
    Unclear(String, String),
}

/// Looks for a service and a quarter in the texts of a workbook: beside the words Service and
/// Quarter, or else in titles and tabs, or else anywhere near the top.
pub(super) fn said(workbook: &Workbook, layout_for: LayoutFor<'_>) -> Said {
    let levels =
        [beside(workbook), firsts(workbook), titles(workbook, TOP), titles(workbook, DEPTH)];
    let mut quarters = BTreeSet::new();
    for texts in &levels {
        let mut times = Times::default();
        for text in texts {
            times.add(Times::of(text));
        }
        times.settle();
        quarters = times.quarters;
        if !quarters.is_empty() {
            break;
        }
    }
    let Some(quarter) = quarters.first().copied() else {
        let read = "no cell names a quarter, such as “2023-24 Q2”".to_owned();
        return Said::Unclear(read, "Write the year and the quarter into the first rows.".into());
    };
    if quarters.len() > 1 {
        let named: Vec<String> = quarters.iter().map(ToString::to_string).collect();
        let read = format!("it names {}", named.join(" and "));
        return Said::Unclear(read, "Name one quarter, in a cell beside the word Quarter.".into());
    }
    for texts in &levels {
        let found = services(texts, quarter, layout_for);
        match found.len() {
            0 => {}
            1 => {
                let one = found.into_values().next();
                if let Some((identity, layout)) = one {
                    return Said::One(identity, layout);
                }
            }
            _ => {
                let named: Vec<&str> =
                    found.values().map(|(_, layout)| &*layout.service_name).collect();
                let read = format!("it names {}", named.join(" and "));
                let remedy = "Name one service, in a cell beside the word Service.";
                return Said::Unclear(read, remedy.into());
            }
        }
    }
    let read = format!("it is for {quarter}; no cell names a service of that year’s plan");
    Said::Unclear(read, "Write the service’s name, as the plan has it, into the first row.".into())
}

/// Texts beside or below the words Service, Quarter and Year, or after them in one cell.
fn beside(workbook: &Workbook) -> Vec<String> {
    let keys = [
        "service",
        "service name",
        "quarter",
        "period",
        "reporting period",
        "year",
        "financial year",
    ];
    let mut texts = Vec::new();
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.visible) {
        for (at, cell) in sheet.cells.iter().take_while(|(at, _)| at.row < DEPTH) {
            let says = text(&cell.value);
            let key = |text: &str| keys.contains(&&*folded(text));
            if let Some((before, after)) = says.split_once(':').filter(|(before, _)| key(before))
                && !after.trim().is_empty()
            {
                texts.push(format!("{before} {after}"));
            } else if key(&says) {
                let right = sheet.says(at.row, at.column.saturating_add(1));
                let below = sheet.says(at.row + 1, at.column);
                let word = folded(&says);
                let value = if right.is_empty() || key(&right) { below } else { right };
                texts.push(if word.contains("quarter") {
                    format!("quarter {value}")
                } else {
                    value
                });
            }
        }
    }
    texts
}

/// Tabs, and the first few texts of each sheet in sight.
fn firsts(workbook: &Workbook) -> Vec<String> {
    let mut texts = Vec::new();
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.visible) {
        texts.push(sheet.name.clone());
        texts.extend(sheet.cells.values().take(FIRSTS).map(|cell| text(&cell.value)));
    }
    texts
}

/// Tabs, and texts in the first rows of sheets in sight.
fn titles(workbook: &Workbook, rows: u32) -> Vec<String> {
    let mut texts = Vec::new();
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.visible) {
        texts.push(sheet.name.clone());
        let cells = sheet.cells.iter().take_while(|(at, _)| at.row < rows);
        texts.extend(cells.filter_map(|(_, cell)| match &cell.value {
            RawValue::Text(text) if text.chars().count() <= LINE => Some(text.clone()),
            RawValue::Text(_)
            | RawValue::Empty
            | RawValue::Number { .. }
            | RawValue::Date(_)
            | RawValue::Truth(_)
            | RawValue::Error(_)
            | RawValue::OutOfRange(_) => None,
        }));
    }
    texts
}

/// The services that texts name, each by its id with its form.
fn services(
    texts: &[String],
    quarter: Quarter,
    layout_for: LayoutFor<'_>,
) -> BTreeMap<String, (Identity, Arc<Layout>)> {
    let mut tried = BTreeSet::new();
    let mut found = BTreeMap::new();
    for text in texts {
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ';' | '|' | '(' | ')'))
            .filter(|word| !word.is_empty())
            .collect();
        for length in (1..=NAME.min(words.len())).rev() {
            for name in words.windows(length).map(|words| words.join(" ")) {
                if !tried.insert(name.to_lowercase()) {
                    continue;
                }
                let identity =
                    Identity { service: name, quarter: quarter.to_string(), ..Identity::default() };
                if let Some(layout) = layout_for(&identity) {
                    found.entry(layout.service.to_string()).or_insert((identity, layout));
                }
            }
        }
    }
    found
}

/// F03: the file's name, or the Cover's title, says another service or quarter than the form.
pub(super) fn disagreements(
    file: &str,
    workbook: &Workbook,
    layout: &Layout,
    layout_for: LayoutFor<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let inside = format!("{}, {}", layout.service_name, layout.quarter);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).replace('_', "-");
    let mut name = Times::of(&stem).quarters;
    name.retain(|quarter| *quarter != layout.quarter);
    let words = stem.replace('-', " ");
    let others = services(&[words], layout.quarter, layout_for);
    let ids = services(&[stem], layout.quarter, layout_for);
    let mine = layout.service.as_str();
    let other = |found: &BTreeMap<String, (Identity, Arc<Layout>)>| {
        if found.contains_key(mine) {
            return None;
        }
        found.values().next().map(|(_, layout)| layout.service_name.clone())
    };
    let said: Vec<String> = name
        .iter()
        .map(ToString::to_string)
        .chain(other(&others).or_else(|| other(&ids)))
        .collect();
    if !said.is_empty() {
        let message = "the file’s name disagrees with what is inside";
        let read = format!(
            "its name says {}; inside it is the return of {inside}, which counts",
            said.join(", ")
        );
        let finding = Finding::new(Code::F03, Place::file(file), message).read(read);
        findings.push(finding.severity(Severity::Warning).remedy(
            "Make sure that this is the file you meant to send; give it the form’s own name.",
        ));
    }
    findings.extend(cover(file, workbook, layout));
    findings
}

/// Last quarter's Cover over this quarter's form, or the other way round.
fn cover(file: &str, workbook: &Workbook, layout: &Layout) -> Option<Finding> {
    let tab = SheetKey::Cover.tab();
    let is_cover = |sheet: &&SheetCells| {
        marker(sheet).is_some_and(|(_, found)| found.sheet == tab.to_ascii_lowercase())
    };
    let sheet = workbook.sheets.iter().find(is_cover)?;
    let lead = |row: u32| Times::of(&sheet.says(row, 0)).quarters;
    let (row, said) = (0..3).find_map(|row| Some((row, lead(row).first().copied()?)))?;
    if said == layout.quarter {
        return None;
    }
    let place = Place::sheet(file, &*sheet.name).at(CellAddress { row, column: 0 });
    let message = "the Cover names another quarter than the form was made for";
    let read = format!("the Cover says {said}; the form is for {}", layout.quarter);
    Some(Finding::new(Code::F03, place, message).read(read))
}
