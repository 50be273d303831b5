//! A workbook of a plan → a plan file, or everything that is wrong with it.

use super::{CellFault, ImportError, folded};
use crate::calendar::NaiveDate;
use crate::finding::{CellAddress, Place};
use crate::intake::{Opened, RawValue, SheetCells, Workbook};
use crate::plan::Plan;
use crate::plan::tables::{Choice, Field, Kind, Misplaced, PlanText, Row, Tables, Written};
use crate::quantity::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Rows from the top among which the heads stand.
const TOP: u32 = 30;

/// A plan read from a workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The plan file.
    pub text: String,
    /// The plan.
    pub plan: Plan,
    /// What stands in the workbook and was not read, and why.
    pub passed_over: Vec<CellFault>,
}

/// Reads a plan from a workbook that was opened; `file` is its name, `to` that of the plan file.
///
/// # Errors
/// When the workbook could not be opened, or makes no plan.
pub fn import(file: &str, opened: &Opened, to: &str) -> Result<Imported, ImportError> {
    let refuse = |faults: Vec<CellFault>| ImportError { file: file.into(), faults };
    let workbook = opened.as_ref().map_err(|why| {
        refuse(vec![CellFault {
            place: Place::file(file),
            message: why.to_string(),
            remedy: "save it in Excel as an Excel Workbook (.xlsx) without a password".into(),
        }])
    })?;
    let mut gathered = Gathered::new(file);
    for kind in Kind::ALL {
        gathered.sheet(workbook, kind);
    }
    let written = gathered.tables.toml(&format!("A Resource Plan, read from {file}."));
    let read = crate::plan::read(to, &written.text);
    let mut faults = std::mem::take(&mut gathered.faults);
    let cells: BTreeSet<Written> = written.faults.iter().map(|fault| fault.cell).collect();
    // One fault a cell: what it shows comes before that nothing can be made of it.
    let told: BTreeSet<Place> = faults.iter().map(|fault| fault.place.clone()).collect();
    let misplaced = written.faults.iter().map(|fault| gathered.misplaced(fault));
    faults.extend(misplaced.filter(|fault| !told.contains(&fault.place)));
    match read {
        Ok(plan) if faults.is_empty() => {
            Ok(Imported { text: written.text, plan, passed_over: gathered.passed_over })
        }
        Ok(_) => Err(refuse(sorted(faults))),
        Err(error) => {
            let of_plan = error.faults.iter().filter(|fault| {
                !written.origin(fault.at).is_some_and(|cell| cells.contains(&cell))
            });
            faults.extend(of_plan.map(|fault| gathered.placed(&written, fault)));
            Err(refuse(sorted(faults)))
        }
    }
}

/// In the order of the sheets, row by row.
fn sorted(mut faults: Vec<CellFault>) -> Vec<CellFault> {
    let sheet = |place: &Place| {
        let name = place.sheet.as_deref().unwrap_or_default();
        Kind::ALL.iter().position(|kind| folded(kind.sheet()) == folded(name))
    };
    faults.sort_by_key(|fault| (sheet(&fault.place), fault.place.cell, fault.message.clone()));
    faults.dedup();
    faults
}

/// What was gathered from the sheets, and where each part of it stands.
struct Gathered<'f> {
    file: &'f str,
    tables: Tables,
    /// The name of each kind's tab.
    tabs: BTreeMap<Kind, String>,
    cells: BTreeMap<Written, CellAddress>,
    faults: Vec<CellFault>,
    passed_over: Vec<CellFault>,
}

impl<'f> Gathered<'f> {
    fn new(file: &'f str) -> Self {
        Self {
            file,
            tables: Tables::default(),
            tabs: BTreeMap::new(),
            cells: BTreeMap::new(),
            faults: Vec::new(),
            passed_over: Vec::new(),
        }
    }

    fn place(&self, kind: Kind, cell: Option<CellAddress>) -> Place {
        let tab = self.tabs.get(&kind).map_or(kind.sheet(), String::as_str);
        let place = Place::sheet(self.file, tab);
        cell.map_or(place.clone(), |cell| place.at(cell))
    }

    fn fault(
        &mut self,
        kind: Kind,
        cell: Option<CellAddress>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let place = self.place(kind, cell);
        self.faults.push(CellFault { place, message: message.into(), remedy: remedy.into() });
    }

    /// A fault of the tables at its cell.
    fn misplaced(&self, fault: &Misplaced) -> CellFault {
        let cell = self.cells.get(&fault.cell).copied();
        CellFault {
            place: self.place(fault.cell.kind, cell),
            message: fault.message.clone(),
            remedy: fault.remedy.clone(),
        }
    }

    /// A fault of the plan file at the cell that the value is from.
    fn placed(&self, written: &PlanText, fault: &crate::plan::Fault) -> CellFault {
        let origin = written.origin(fault.at);
        let place = origin.map_or_else(
            || Place::file(self.file),
            |cell| self.place(cell.kind, self.cells.get(&cell).copied()),
        );
        // A few remedies speak of the file's own form.
        let remedy = if fault.remedy.contains("[[action.step]]") {
            "add a row for it on the sheet Steps".to_owned()
        } else {
            fault.remedy.clone()
        };
        CellFault { place, message: format!("{}: {}", fault.path, fault.message), remedy }
    }

    fn sheet(&mut self, workbook: &Workbook, kind: Kind) {
        let wanted = folded(kind.sheet());
        if let Some((name, why)) =
            workbook.unreadable.iter().find(|(name, _)| folded(name) == wanted)
        {
            let message = format!("the sheet {name} can't be read: {why}");
            self.fault(kind, None, message, "copy it into a fresh workbook");
            return;
        }
        let Some(sheet) = workbook.sheets.iter().find(|sheet| folded(&sheet.name) == wanted) else {
            let message = format!("there is no sheet “{}”", kind.sheet());
            let remedy = "copy it from a workbook that `quarterpack plan export` made; it may be \
                          without entries";
            self.fault(kind, None, message, remedy);
            return;
        };
        self.tabs.insert(kind, sheet.name.clone());
        if kind == Kind::Plan {
            self.down(sheet);
        } else {
            self.across(sheet, kind);
        }
    }

    /// The sheet Plan: each field in a line, its head to the left of its value.
    fn down(&mut self, sheet: &SheetCells) {
        let kind = Kind::Plan;
        let mut row = Row::default();
        for field in kind.fields() {
            let label = sheet.cells.iter().find(|(at, cell)| {
                at.column == 0 && text_of(&cell.value).is_ok_and(|text| is_head(&text, field))
            });
            let Some((label, _)) = label else {
                let message = format!("there is no line “{}”", field.head);
                self.fault(kind, None, message, "write it into the first column, as it was");
                continue;
            };
            let at = CellAddress { row: label.row, column: 1 };
            self.cells.insert(Written { kind, row: 0, key: field.key }, at);
            self.take(sheet, kind, field, at, &mut row);
        }
        self.tables.add(kind, row);
    }

    fn across(&mut self, sheet: &SheetCells, kind: Kind) {
        let Some((heads, columns)) = heads(sheet, kind) else {
            let message = "the row of heads is not found";
            let names: Vec<&str> = kind.fields().iter().map(|field| field.head).collect();
            self.fault(kind, None, message, format!("head its columns {}", names.join(", ")));
            return;
        };
        for field in kind.fields().iter().filter(|field| !columns.contains_key(field.key)) {
            let message = format!("there is no column “{}”", field.head);
            let at = CellAddress { row: heads, column: 0 };
            self.fault(kind, Some(at), message, "head a column so; it may be empty");
        }
        let known: BTreeSet<u16> = columns.values().copied().collect();
        let below = |at: &CellAddress| at.row > heads;
        for (at, cell) in sheet.cells.iter().filter(|(at, _)| below(at)) {
            if !known.contains(&at.column) && text_of(&cell.value) != Ok(String::new()) {
                let place = self.place(kind, Some(*at));
                let message = "this stands in a column without a head of the plan's".to_owned();
                let remedy = "it is not read; move it where it belongs".to_owned();
                self.passed_over.push(CellFault { place, message, remedy });
            }
        }
        let rows: BTreeSet<u32> =
            sheet.cells.keys().filter(|at| below(at)).map(|at| at.row).collect();
        for sheet_row in rows {
            self.entry(sheet, kind, &columns, sheet_row);
        }
    }

    fn entry(
        &mut self,
        sheet: &SheetCells,
        kind: Kind,
        columns: &BTreeMap<&'static str, u16>,
        sheet_row: u32,
    ) {
        let mut row = Row::default();
        let nth = self.tables.rows(kind).len();
        let mut spots = Vec::new();
        let before = self.faults.len();
        for field in kind.fields() {
            let Some(column) = columns.get(field.key) else { continue };
            let at = CellAddress { row: sheet_row, column: *column };
            spots.push((Written { kind, row: nth, key: field.key }, at));
            self.take(sheet, kind, field, at, &mut row);
        }
        // A row in which nothing stands is none.
        if row.cells.is_empty() && self.faults.len() == before {
            return;
        }
        self.cells.extend(spots);
        self.tables.add(kind, row);
    }

    fn take(
        &mut self,
        sheet: &SheetCells,
        kind: Kind,
        field: &'static Field,
        at: CellAddress,
        row: &mut Row,
    ) {
        let Some(cell) = sheet.cells.get(&at) else { return };
        match text_of(&cell.value) {
            Ok(text) => row.set(field.key, shaped(field, &text)),
            Err(shown) => {
                let message = format!("the cell shows {shown}");
                self.fault(kind, Some(at), message, "type what should stand there");
            }
        }
    }
}

fn is_head(text: &str, field: &Field) -> bool {
    folded(text) == folded(field.head)
}

/// The row of the heads, and the column of each field: the row that has the most of them.
fn heads(sheet: &SheetCells, kind: Kind) -> Option<(u32, BTreeMap<&'static str, u16>)> {
    let mut rows: BTreeMap<u32, BTreeMap<&'static str, u16>> = BTreeMap::new();
    for (at, cell) in sheet.cells.iter().filter(|(at, _)| at.row < TOP) {
        let Ok(text) = text_of(&cell.value) else { continue };
        if let Some(field) = kind.fields().iter().find(|field| is_head(&text, field)) {
            rows.entry(at.row).or_default().entry(field.key).or_insert(at.column);
        }
    }
    let needed = kind.fields().len().min(2);
    let best = rows.into_iter().rev().max_by_key(|(_, columns)| columns.len())?;
    (best.1.len() >= needed).then_some(best)
}

/// What a cell holds, as it would be written down; or what it shows that is no text.
fn text_of(value: &RawValue) -> Result<String, String> {
    match value {
        RawValue::Empty => Ok(String::new()),
        RawValue::Text(text) => Ok(text.replace("\r\n", "\n").trim_end().to_owned()),
        RawValue::Number { number, percent: false } => Ok(number.normalize().to_string()),
        RawValue::Number { number, percent: true } => {
            Ok(format!("{}%", (*number * Decimal::ONE_HUNDRED).normalize()))
        }
        RawValue::Date(day) => Ok(day.to_string()),
        RawValue::Truth(truth) => Ok(if *truth { "yes" } else { "no" }.into()),
        RawValue::Error(shown) | RawValue::OutOfRange(shown) => Err(shown.clone()),
    }
}

/// A word of a list in its own case; a day typed as text as a day.
fn shaped(field: &Field, text: &str) -> String {
    match field.choice {
        Choice::OneOf(words) => {
            let found = words.iter().find(|word| folded(word) == folded(text));
            found.map_or_else(|| text.to_owned(), |word| (*word).to_owned())
        }
        Choice::Day => {
            let typed = text.trim();
            let day = NaiveDate::parse_from_str(typed, "%d/%m/%Y");
            day.map_or_else(|_| typed.to_owned(), |day| day.to_string())
        }
        Choice::Whole | Choice::Ids | Choice::IdOf(_) => text.trim().to_owned(),
        Choice::Words | Choice::Lines => text.to_owned(),
    }
}
