//! A workbook that was not made from the form: a heading row that names measure, numerator,
//! denominator (or value) and comment, with a measure in each row below it.

use super::identity::Identity;
use super::raw::{Basis, Quoted, RawCell, RawReturn, RawValue};
use super::words::folded;
use super::workbook::{SheetCells, Workbook};
use super::{locate, look};
use crate::finding::{CellAddress, Code, Finding, Place, Severity};
use crate::form::{Cell, CommentaryPart, FigurePart, Layout, Row, SheetKey, Slot};
use crate::plan::{FigureId, MeasureId};
use std::collections::{BTreeMap, BTreeSet};

/// What a column of the heading row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Reference,
    Measure,
    Figure,
    Numerator,
    Denominator,
    Value,
    Percentage,
    YearToDate,
    Reason,
    Comment,
    Action,
    Owner,
    By,
}

/// The words by which columns go, marks and case aside; a longer head may begin with them.
const HEADS: [(Role, &[&str]); 13] = [
    (Role::YearToDate, &["year to date", "ytd", "cumulative"]),
    (Role::Reference, &["ref", "reference", "no", "number", "measure no", "measure number", "id"]),
    (Role::Figure, &["figure to enter", "figure", "what is counted"]),
    (Role::Numerator, &["numerator", "num", "part", "achieved"]),
    (Role::Denominator, &["denominator", "denom", "den", "whole", "out of", "total"]),
    (Role::Percentage, &["%", "percentage", "percent", "per cent", "performance", "result"]),
    (Role::Value, &["value", "this quarter", "actual", "count", "amount", "outturn"]),
    (Role::Measure, &["measure", "performance measure", "indicator", "kpi", "pi", "description"]),
    (Role::Reason, &["if no figure why", "reason"]),
    (Role::Action, &["improvement action", "action"]),
    (Role::Owner, &["owner", "owners role", "responsible"]),
    (Role::By, &["by when", "due", "due date"]),
    (Role::Comment, &["comment", "comments", "commentary", "narrative", "explanation", "remarks"]),
];

/// A heading row: where it is, and the column of each role.
struct Heading<'a> {
    sheet: &'a SheetCells,
    row: u32,
    columns: BTreeMap<Role, u16>,
}

/// A measure of the form, as a reader would name it.
struct Known<'a> {
    id: MeasureId,
    number: String,
    short: String,
    /// Figure, its reference, what it is called, the row's labels.
    figures: Vec<(FigureId, String, String, &'a Row)>,
}

/// What a row of the table names.
enum Named<'k> {
    Figure(&'k Known<'k>, usize),
    Measure(&'k Known<'k>),
    Unknown,
}

/// Reads the workbook, if it has such a table.
pub(super) fn read(
    file: &str,
    workbook: &Workbook,
    identity: &Identity,
    layout: &Layout,
) -> Option<(RawReturn, Vec<Finding>)> {
    let tables: Vec<Heading<'_>> = workbook.sheets.iter().filter_map(heading).collect();
    let first = tables.first()?;
    let mut raw = locate::empty(file, identity);
    raw.basis = Basis::Heading;
    let mut findings = vec![basis(file, first)];
    let known = measures(layout);
    let mut seen: BTreeSet<&MeasureId> = BTreeSet::new();
    for table in &tables {
        Table { file, heading: table, known: &known }.read(&mut raw, &mut seen, &mut findings);
    }
    let missing: Vec<String> = known
        .iter()
        .filter(|measure| !seen.contains(&measure.id))
        .map(|measure| format!("{} {}", measure.number, measure.short))
        .collect();
    if !missing.is_empty() {
        let message = "measures of the plan are missing from the table";
        let finding = Finding::new(Code::F08, Place::sheet(file, &*first.sheet.name), message);
        let finding = finding.read(format!("not found: {}", missing.join("; ")));
        findings.push(finding.remedy("Add a row for each, with its number as in the plan."));
    }
    let used: Vec<&str> = tables.iter().map(|table| &*table.sheet.name).collect();
    findings.extend(look::over(file, workbook, &used, &raw));
    Some((raw, findings))
}

fn basis(file: &str, heading: &Heading<'_>) -> Finding {
    let at = CellAddress { row: heading.row, column: 0 };
    let place = Place::sheet(file, &*heading.sheet.name).at(at);
    let message = "the workbook is not the form; its table of measures is read by its heading row";
    let heads: Vec<String> = heading
        .columns
        .values()
        .map(|column| format!("“{}”", heading.sheet.says(heading.row, *column).trim()))
        .collect();
    Finding::new(Code::F02, place, message)
        .severity(Severity::Warning)
        .read(format!(
            "read the columns {}; actions, money and people are not in it",
            heads.join(", ")
        ))
        .remedy("Check the figures that were read, and fill in the form for the rest.")
}

/// The first row with a column for measures and one for figures.
fn heading(sheet: &SheetCells) -> Option<Heading<'_>> {
    sheet.rows().into_iter().take(60).find_map(|row| {
        let mut columns = BTreeMap::new();
        for column in 0..sheet.width() {
            if let Some(role) = role(&folded(&sheet.says(row, column))) {
                columns.entry(role).or_insert(column);
            }
        }
        let has = |role| columns.contains_key(&role);
        let names = has(Role::Reference) || has(Role::Measure);
        let fraction = has(Role::Numerator) && has(Role::Denominator);
        let figures = fraction || has(Role::Value) || has(Role::Percentage);
        (names && figures).then_some(Heading { sheet, row, columns })
    })
}

fn role(head: &str) -> Option<Role> {
    let is = |word: &&str| head == *word;
    let begins = |word: &&str| {
        word.len() > 4 && head.strip_prefix(*word).is_some_and(|rest| rest.starts_with(' '))
    };
    let exact = HEADS.iter().find(|(_, words)| words.iter().any(&is));
    let longer = || HEADS.iter().find(|(_, words)| words.iter().any(&begins));
    exact.or_else(longer).map(|(role, _)| *role)
}

/// The measures of the form with their figures, in its order.
fn measures(layout: &Layout) -> Vec<Known<'_>> {
    let mut all: Vec<Known<'_>> = Vec::new();
    let sheet = layout.sheet(SheetKey::Measures);
    let rows = sheet.into_iter().flat_map(|sheet| &sheet.blocks).flat_map(|block| &block.rows);
    for row in rows {
        let value = row.cells.iter().find_map(|cell| {
            let Slot::Figure(measure, figure, FigurePart::Value) = cell.slot()? else {
                return None;
            };
            Some((measure, figure))
        });
        let Some((measure, figure)) = value else { continue };
        let mut labels = row.cells.iter().filter_map(locate::label_text);
        let (Some(reference), Some(short), Some(label)) =
            (labels.next(), labels.next(), labels.next())
        else {
            continue;
        };
        let number = reference.trim_end_matches(|c: char| c.is_alphabetic()).to_owned();
        let figure = (figure.clone(), folded(&reference), folded(&label), row);
        match all.last_mut().filter(|last| last.id == *measure) {
            Some(last) => last.figures.push(figure),
            None => all.push(Known { id: measure.clone(), number, short, figures: vec![figure] }),
        }
    }
    all
}

struct Table<'a, 'k> {
    file: &'a str,
    heading: &'a Heading<'a>,
    known: &'k [Known<'k>],
}

impl<'k> Table<'_, 'k> {
    fn read(
        &self,
        raw: &mut RawReturn,
        seen: &mut BTreeSet<&'k MeasureId>,
        findings: &mut Vec<Finding>,
    ) {
        let sheet = self.heading.sheet;
        let mut last: Option<&Known<'_>> = None;
        for row in sheet.rows().into_iter().filter(|row| *row > self.heading.row) {
            let said = self.name(row);
            match self.named(row, last) {
                Named::Unknown if said.is_empty() => {}
                Named::Unknown => {
                    if self.has_figures(row) {
                        let message =
                            "a row names no measure of this service’s plan; it is not read";
                        let finding = Finding::new(Code::F07, self.place(row, 0), message);
                        let finding = finding.read(format!("it says “{said}”"));
                        findings.push(finding.remedy("Begin the row with the measure’s number."));
                    }
                }
                Named::Figure(measure, nth) => {
                    last = Some(measure);
                    seen.insert(&measure.id);
                    self.figure(row, measure, nth, raw, findings);
                    self.words(row, measure, raw);
                }
                Named::Measure(measure) => {
                    last = Some(measure);
                    seen.insert(&measure.id);
                    self.measure(row, measure, raw, findings);
                    self.words(row, measure, raw);
                }
            }
        }
    }

    fn place(&self, row: u32, column: u16) -> Place {
        Place::sheet(self.file, &*self.heading.sheet.name).at(CellAddress { row, column })
    }

    fn says(&self, row: u32, role: Role) -> String {
        let column = self.heading.columns.get(&role);
        column.map_or_else(String::new, |column| self.heading.sheet.says(row, *column))
    }

    fn name(&self, row: u32) -> String {
        let parts = [Role::Reference, Role::Measure, Role::Figure].map(|role| self.says(row, role));
        parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }

    fn has_figures(&self, row: u32) -> bool {
        [Role::Numerator, Role::Denominator, Role::Value, Role::Percentage]
            .iter()
            .any(|role| !self.says(row, *role).is_empty())
    }

    /// By reference, by a number before the name, or by the name; a row with nothing but a
    /// figure's name belongs to the measure above it.
    fn named(&self, row: u32, last: Option<&'k Known<'k>>) -> Named<'k> {
        let reference = folded(&self.says(row, Role::Reference));
        let name = folded(&self.says(row, Role::Measure));
        let figure = folded(&self.says(row, Role::Figure));
        let first = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
        for said in [reference.clone(), first(&name)] {
            let bare = said.trim_start_matches("measure").trim_start_matches('m').trim().to_owned();
            for measure in self.known {
                let nth = measure.figures.iter().position(|(_, one, ..)| *one == bare);
                if let Some(nth) = nth.filter(|_| !bare.is_empty()) {
                    return Named::Figure(measure, nth);
                }
                if bare == measure.number {
                    return Self::of(measure, &figure);
                }
            }
        }
        let same = |measure: &&Known<'_>| {
            let short = folded(&measure.short);
            !name.is_empty() && (short == name || name.starts_with(&format!("{short} ")))
        };
        if let Some(measure) = self.known.iter().find(same) {
            return Self::of(measure, &figure);
        }
        match last.filter(|_| reference.is_empty() && name.is_empty() && !figure.is_empty()) {
            Some(measure) => Self::of(measure, &figure),
            None => Named::Unknown,
        }
    }

    fn of(measure: &'k Known<'k>, figure: &str) -> Named<'k> {
        let nth = measure.figures.iter().position(|(_, _, label, _)| label == figure);
        match nth {
            Some(nth) => Named::Figure(measure, nth),
            None => Named::Measure(measure),
        }
    }

    /// A row for one figure.
    fn figure(
        &self,
        row: u32,
        measure: &Known<'_>,
        nth: usize,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) {
        let role = match (nth, self.says(row, Role::Value).is_empty()) {
            (0, true) if self.heading.columns.contains_key(&Role::Numerator) => Role::Numerator,
            (_, true) if self.heading.columns.contains_key(&Role::Denominator) => Role::Denominator,
            _ => Role::Value,
        };
        self.take(row, role, measure, nth, raw, findings);
        self.quoted(row, measure, raw);
    }

    /// A row for a whole measure.
    fn measure(
        &self,
        row: u32,
        measure: &Known<'_>,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) {
        let has = |role| self.heading.columns.contains_key(&role);
        if measure.figures.len() > 1 && has(Role::Numerator) && has(Role::Denominator) {
            self.take(row, Role::Numerator, measure, 0, raw, findings);
            self.take(row, Role::Denominator, measure, 1, raw, findings);
        } else if measure.figures.len() == 1 {
            let roles = [Role::Value, Role::Numerator, Role::Percentage];
            let role = roles.into_iter().find(|role| !self.says(row, *role).is_empty());
            self.take(row, role.unwrap_or(Role::Value), measure, 0, raw, findings);
        } else {
            let asked: Vec<String> =
                measure.figures.iter().filter_map(|(.., row)| label(row)).collect();
            let message = "one value stands where the measure asks for several figures";
            let finding = Finding::new(Code::M06, self.place(row, 0), message)
                .about(format!("Measure {}", measure.number))
                .read(format!("it asks for: {}", asked.join("; ")));
            findings.push(
                finding.remedy("Give each figure, in columns for numerator and denominator."),
            );
        }
        self.quoted(row, measure, raw);
    }

    fn take(
        &self,
        row: u32,
        role: Role,
        measure: &Known<'_>,
        nth: usize,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) {
        let Some((figure, .., form_row)) = measure.figures.get(nth) else { return };
        let Some(cell) = self.cell(row, role, form_row) else { return };
        let slot = Slot::Figure(measure.id.clone(), figure.clone(), FigurePart::Value);
        if let Some(first) = raw.cells.get(&slot) {
            let message = "the measure is there twice";
            let read = format!("{} is read, {} is not", first.place, cell.place);
            let finding = Finding::new(Code::F07, cell.place, message).read(read);
            findings.push(finding.about(format!("Measure {}", measure.number)));
            return;
        }
        raw.cells.insert(slot, cell);
        if let Some(reason) = self.cell(row, Role::Reason, form_row) {
            let slot = Slot::Figure(measure.id.clone(), figure.clone(), FigurePart::Reason);
            raw.cells.insert(slot, reason);
        }
    }

    fn cell(&self, row: u32, role: Role, form_row: &Row) -> Option<RawCell> {
        let column = *self.heading.columns.get(&role)?;
        let found = self.heading.sheet.cells.get(&CellAddress { row, column });
        Some(RawCell {
            place: self.place(row, column),
            value: found.map_or(RawValue::Empty, |found| found.value.clone()),
            formula: found.and_then(|found| found.formula.clone()),
            labels: super::rows::labels(form_row),
        })
    }

    fn quoted(&self, row: u32, measure: &Known<'_>, raw: &mut RawReturn) {
        let Some((.., form_row)) = measure.figures.first() else { return };
        let id = || measure.id.clone();
        for (role, quoted) in
            [(Role::Percentage, Quoted::Result(id())), (Role::YearToDate, Quoted::YearToDate(id()))]
        {
            if let Some(cell) = self.cell(row, role, form_row)
                && cell.value != RawValue::Empty
            {
                raw.quoted.entry(quoted).or_insert(cell);
            }
        }
    }

    fn words(&self, row: u32, measure: &Known<'_>, raw: &mut RawReturn) {
        let Some((.., form_row)) = measure.figures.first() else { return };
        for (role, part) in [
            (Role::Comment, CommentaryPart::Comment),
            (Role::Action, CommentaryPart::Action),
            (Role::Owner, CommentaryPart::Owner),
            (Role::By, CommentaryPart::By),
        ] {
            let Some(cell) = self.cell(row, role, form_row) else { continue };
            let slot = Slot::Commentary(measure.id.clone(), part);
            let known = raw.cells.get(&slot).is_some_and(|known| known.value != RawValue::Empty);
            if !known {
                raw.cells.insert(slot, cell);
            }
        }
    }
}

/// What the form calls a row's figure.
fn label(row: &Row) -> Option<String> {
    row.cells
        .iter()
        .filter(|cell| !matches!(cell, Cell::Blank))
        .filter_map(locate::label_text)
        .nth(2)
}
