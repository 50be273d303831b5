//! A workbook that was not made from the form: a heading row that names measure, numerator,
//! denominator (or value) and comment, with a measure in each row below it.

use super::identity::Identity;
use super::naming::{self, Known, Named, Said};
use super::raw::{Basis, Quoted, RawCell, RawReturn, RawValue};
use super::words::folded;
use super::workbook::{SheetCells, Workbook};
use super::{excerpts, locate, look};
use crate::finding::{CellAddress, Code, Finding, Place, Severity};
use crate::form::{Cell, CommentaryPart, FigurePart, Layout, Row, Slot};
use crate::plan::MeasureId;
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
    let known = naming::measures(layout);
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
            let mut named = self.named(row, last);
            if let Named::Alike(measure, inner) = named {
                findings.push(self.alike(row, &said, measure));
                named = *inner;
            }
            match named {
                Named::Unknown(_) if said.is_empty() => {}
                Named::Unknown(candidates) => {
                    if self.has_figures(row) {
                        findings.push(self.unknown(row, &said, &candidates));
                    }
                }
                Named::Alike(..) => {}
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

    fn finding(&self, row: u32, message: &str) -> Finding {
        let excerpt = excerpts::row(self.heading.sheet, row, None);
        let finding = Finding::new(Code::F07, self.place(row, 0), message);
        finding.excerpt(excerpt.into_iter().collect())
    }

    /// The words are not quite those of the plan, and no other measure's are like them.
    fn alike(&self, row: u32, said: &str, measure: &Known<'_>) -> Finding {
        let finding =
            self.finding(row, "a measure is known by words that are not quite the plan’s");
        let read = format!("read “{said}” as {}", measure.title());
        finding
            .severity(Severity::Note)
            .read(read)
            .remedy("Nothing to do where that is meant; otherwise begin the row with its number.")
    }

    /// The row names no measure, or could name several.
    fn unknown(&self, row: u32, said: &str, candidates: &[&Known<'_>]) -> Finding {
        let titles: Vec<String> = candidates.iter().map(|measure| measure.title()).collect();
        let (message, read) = if titles.is_empty() {
            let message = "a row names no measure of this service’s plan; it is not read";
            (message, format!("read “{said}”"))
        } else {
            let message = "which measure a row names is not clear; it is not read";
            (message, format!("read “{said}”, which could be {}", titles.join(" or ")))
        };
        self.finding(row, message).read(read).remedy("Begin the row with the measure’s number.")
    }

    fn has_figures(&self, row: u32) -> bool {
        [Role::Numerator, Role::Denominator, Role::Value, Role::Percentage]
            .iter()
            .any(|role| !self.says(row, *role).is_empty())
    }

    /// What the row names.
    fn named(&self, row: u32, last: Option<&'k Known<'k>>) -> Named<'k> {
        let [reference, name, figure] = [Role::Reference, Role::Measure, Role::Figure]
            .map(|role| folded(&self.says(row, role)));
        naming::named(self.known, &Said { reference, name, figure }, last)
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
            labels: super::rows::labels(form_row).into(),
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
