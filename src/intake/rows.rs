//! The cells of one sheet: its blocks by their keys, its rows by theirs, columns by their heads.

use super::excerpts;
use super::heads::{self, Head};
use super::locate::label_text;
use super::raw::{Quoted, RawCell, RawReturn, RawValue, Stray};
use super::words::{folded, text};
use super::workbook::{SheetCell, SheetCells};
use super::{labels, leftovers};
use crate::finding::{CellAddress, Code, ExcerptRow, Finding, Place, Severity};
use crate::form::{Block, Cell, Column, Label, Row, Sheet, SheetKey};
use crate::plan::{LineId, MeasureId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A sheet of the form beside the one it was found in.
pub(super) struct Reading<'a> {
    /// The file, and the sheet as its tab is named.
    pub(super) place: Place,
    /// The form's sheet.
    pub(super) sheet: &'a Sheet,
    /// The workbook's.
    pub(super) cells: &'a SheetCells,
    /// The workbook's column of keys, where it is still there.
    pub(super) keys: Option<u16>,
    /// Whether the plan was changed after the form went out: then what the form says otherwise
    /// is not the service's doing.
    pub(super) outdated: bool,
}

/// What to do where the plan was changed after the form went out.
const OUTDATED: &str = "Nothing to mend in the form: the plan was changed after it went out, and the \
                        plan counts. Ask for a new form where targets or budgets were changed.";

/// Reads a sheet into the return.
pub(super) fn read(reading: &Reading<'_>, raw: &mut RawReturn, findings: &mut Vec<Finding>) {
    let keyed = reading.keyed();
    let mut known = reading.known();
    let heads: Vec<Option<Head>> =
        reading.sheet.blocks.iter().map(|block| reading.head(block, &keyed)).collect();
    for (nth, block) in reading.sheet.blocks.iter().enumerate() {
        let head = heads.get(nth).cloned().flatten();
        let until = heads.iter().skip(nth + 1).flatten().map(|head| head.row).min();
        let head = reading.columns(block, head, raw, findings);
        let rows = reading.rows(block, &head, &keyed, until.unwrap_or(u32::MAX));
        let mut lost = Vec::new();
        for row in &block.rows {
            let Some(at) = rows.get(&*row.key) else {
                if row.cells.iter().any(|cell| cell.slot().is_some()) {
                    lost.push(row);
                }
                continue;
            };
            let words: Arc<[String]> = labels(row).into();
            for ((cell, column), column_head) in
                row.cells.iter().zip(&head.columns).zip(&block.columns)
            {
                if let Some(column) = *column {
                    let address = CellAddress { row: *at, column };
                    known.insert(address);
                    reading.cell(cell, address, (row, &words), column_head, raw, findings);
                } else {
                    raw.lost.extend(cell.slot().cloned());
                }
            }
        }
        let above = lost.first().and_then(|row| above(block, row, &rows));
        reading.lost_rows(&lost, above.or(Some(head.row)), raw, findings);
    }
    if reading.sheet.key == SheetKey::Meta {
        return;
    }
    leftovers::wrong_rows(reading, &keyed, findings);
    leftovers::twice(reading, &heads, findings);
    leftovers::strays(reading, &known, &heads, raw, findings);
}

impl Reading<'_> {
    pub(super) fn place(&self) -> Place {
        self.place.clone()
    }

    fn at(&self, row: u32, column: u16) -> Option<&SheetCell> {
        self.cells.cells.get(&CellAddress { row, column })
    }

    /// Every key of the key column with the rows in which it stands.
    fn keyed(&self) -> BTreeMap<String, Vec<u32>> {
        let mut keyed: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (address, cell) in &self.cells.cells {
            if Some(address.column) == self.keys
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
        let titles = self.sheet.blocks.iter().filter_map(|block| block.title.as_deref());
        let leads = self.sheet.lead.iter().map(|lead| &*lead.text);
        let lines: BTreeSet<String> = leads.chain(titles).map(folded).collect();
        for (address, cell) in &self.cells.cells {
            let line = || lines.contains(&folded(&text(&cell.value)));
            if Some(address.column) == self.keys || line() {
                known.insert(*address);
            }
        }
        known
    }

    /// The row of a block's heads: by its key, or else by what the heads say.
    fn head(&self, block: &Block, keyed: &BTreeMap<String, Vec<u32>>) -> Option<Head> {
        if let Some(row) = keyed.get(block.key).and_then(|rows| rows.first()) {
            return Some(heads::head_in(self.cells, block, *row, self.until()));
        }
        let mut found = heads::heads(self.cells, block);
        found.sort_by_key(|head| std::cmp::Reverse(head.found()));
        found.into_iter().next()
    }

    /// Columns from this one on are the form's own keys, or empty.
    fn until(&self) -> u16 {
        self.keys.unwrap_or_else(|| self.cells.width())
    }

    /// The rows of a block: by their keys, or else by what they say.
    fn rows<'b>(
        &self,
        block: &'b Block,
        head: &Head,
        keyed: &BTreeMap<String, Vec<u32>>,
        until: u32,
    ) -> BTreeMap<&'b str, u32> {
        let known: BTreeMap<&str, u32> = block
            .rows
            .iter()
            .filter_map(|row| Some((&*row.key, *keyed.get(&*row.key)?.first()?)))
            .collect();
        if known.len() == block.rows.len() {
            return known;
        }
        // Below a second row of the same heads the table begins again.
        let again = heads::heads(self.cells, block).into_iter().map(|again| again.row);
        let until = again.filter(|row| *row > head.row).fold(until, u32::min);
        labels::rows(self.cells, block, head, &known, until)
    }

    /// A block's columns by their heads; what is gone, or was moved, is told.
    fn columns(
        &self,
        block: &Block,
        head: Option<Head>,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) -> Head {
        let Some(mut head) = head else { return self.shifted(block) };
        let taken: BTreeSet<u16> = head.columns.iter().copied().flatten().collect();
        let mut columns = std::mem::take(&mut head.columns);
        self.unnamed(block, head.row, &taken, &mut columns, raw, findings);
        head.columns = columns;
        let gone: Vec<_> = block
            .columns
            .iter()
            .zip(&head.columns)
            .filter(|(column, found)| found.is_none() && !column.head.is_empty())
            .map(|(column, _)| format!("“{}”", column.head))
            .collect();
        let place = self.place().at(CellAddress { row: head.row, column: 0 });
        if !gone.is_empty() {
            let message =
                if gone.len() == 1 { "a column is missing" } else { "columns are missing" };
            let read = format!("not found: {}", gone.join(", "));
            let heads = excerpts::row(self.cells, head.row, None);
            let finding = Finding::new(Code::F06, place, message).read(read);
            findings.push(finding.excerpt(heads.into_iter().collect()));
        } else if (0u16..).zip(&head.columns).any(|(at, found)| *found != Some(at)) {
            let message = "columns stand elsewhere than in the form; they are found by their heads";
            let finding = Finding::new(Code::F06, place, message).severity(Severity::Note);
            findings.push(finding.remedy("Nothing to do."));
        }
        head
    }

    /// A column whose head was typed over, or that has none, stands between its neighbours.
    fn unnamed(
        &self,
        block: &Block,
        head: u32,
        taken: &BTreeSet<u16>,
        columns: &mut [Option<u16>],
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
            let after = columns.get(index + 1).copied().flatten().unwrap_or(self.until());
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
                    let finding = self
                        .typed_over("a column's head was changed", &place)
                        .severity(Severity::Warning)
                        .read(over("the form says", &column.head, &stands));
                    findings.push(finding);
                    raw.typed_over.push((place, column.head.clone(), stands));
                }
            }
        }
    }

    /// Where even the row of heads is gone: the form's own columns, if none was inserted.
    fn shifted(&self, block: &Block) -> Head {
        let same = self.keys == Some(self.sheet.key_column());
        let columns = (0u16..).zip(&block.columns).map(|(at, _)| same.then_some(at)).collect();
        Head { row: block.head_row, columns }
    }

    fn cell(
        &self,
        cell: &Cell,
        address: CellAddress,
        (row, words): (&Row, &Arc<[String]>),
        column: &Column,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) {
        let found = self.cells.cells.get(&address);
        let place = self.place().at(address);
        let stands = || found.map_or_else(String::new, |found| text(&found.value));
        match cell {
            Cell::Input(input) => {
                let value = found.map_or(RawValue::Empty, |found| found.value.clone());
                let formula = found.and_then(|found| found.formula.clone());
                let labels = Arc::clone(words);
                raw.cells.insert(input.slot.clone(), RawCell { place, value, formula, labels });
            }
            Cell::Label(_) => {
                let stands = stands();
                if let Some(form) = label_text(cell)
                    && !same(&form, &stands)
                {
                    let annual = self.sheet.key == SheetKey::Budget && column.key == "annual";
                    findings.push(self.differs(annual.then_some(row), &place, &form, &stands));
                    raw.typed_over.push((place, form, stands));
                }
            }
            Cell::Worked(..) => {
                let Some(typed) = found.filter(|found| found.formula.is_none()) else { return };
                let stands = stands();
                if !stands.is_empty() {
                    // It is worked out afresh anyway: no figure is wrong for it.
                    let finding = self
                        .typed_over(FORMULA_GONE, &place)
                        .severity(Severity::Warning)
                        .read(format!("{}: read “{stands}”", column.head));
                    findings.push(finding);
                    let form = format!("{}, worked out by the form", column.head);
                    raw.typed_over.push((place.clone(), form, stands));
                    if let Some(quoted) = quoted(self.sheet.key, &row.key, column.key) {
                        let (value, labels) = (typed.value.clone(), Arc::clone(words));
                        raw.quoted.insert(quoted, RawCell { place, value, formula: None, labels });
                    }
                }
            }
            Cell::Blank | Cell::Sample(_) => {
                let stands = stands();
                if !stands.is_empty() {
                    raw.strays.push(Stray { place, text: stands });
                }
            }
        }
    }

    /// A cell that is not as the plan has it: an annual budget in its row, or a text.
    fn differs(&self, budget: Option<&Row>, place: &Place, form: &str, stands: &str) -> Finding {
        let finding = if let Some(row) = budget {
            let message = "the annual budget differs from the plan’s";
            let at = place.cell.map(|cell| self.excerpt(cell)).unwrap_or_default();
            Finding::new(Code::B02, place.clone(), message).about(name(row)).excerpt(at)
        } else if self.outdated {
            self.typed_over("the plan now says something else", place)
        } else {
            self.typed_over("a text of the form itself was changed", place)
        };
        let whose = if self.outdated { "the plan now says" } else { "the form says" };
        let finding = finding.read(over(whose, form, stands));
        if self.outdated { finding.remedy(OUTDATED) } else { finding }
    }

    fn typed_over(&self, message: &str, place: &Place) -> Finding {
        let excerpt = place.cell.map(|cell| self.excerpt(cell)).unwrap_or_default();
        Finding::new(Code::F12, place.clone(), message).excerpt(excerpt)
    }

    fn excerpt(&self, at: CellAddress) -> Vec<ExcerptRow> {
        excerpts::row(self.cells, at.row, Some(at.column)).into_iter().collect()
    }

    fn lost_rows(
        &self,
        lost: &[&Row],
        above: Option<u32>,
        raw: &mut RawReturn,
        findings: &mut Vec<Finding>,
    ) {
        if lost.is_empty() {
            return;
        }
        let names: Vec<_> = lost.iter().map(|row| labels(row).join(" ")).collect();
        let money = self.sheet.key == SheetKey::Budget;
        let (code, message) = match (money, lost.len()) {
            (true, 1) => (Code::B01, "a budget line is missing"),
            (true, _) => (Code::B01, "budget lines are missing"),
            (false, 1) => (Code::F08, "a row is missing"),
            (false, _) => (Code::F08, "rows are missing"),
        };
        let place = above
            .map_or_else(|| self.place(), |row| self.place().at(CellAddress { row, column: 0 }));
        let below = above.map_or_else(String::new, |row| format!(" below row {}", row + 1));
        let read = format!("not found{below}: {}", names.join("; "));
        let excerpt = above.and_then(|row| excerpts::row(self.cells, row, None));
        let finding = Finding::new(code, place, message).read(read);
        let finding = finding.remedy(Code::F08.rule().remedy);
        findings.push(finding.excerpt(excerpt.into_iter().collect()));
        for row in lost {
            raw.lost.extend(row.cells.iter().filter_map(|cell| cell.slot().cloned()));
        }
    }
}

/// A formula of the form that is not there any more, in words.
pub(super) const FORMULA_GONE: &str = "a formula of the form was typed over";

/// What a cell that the form works out says, where a rule compares it.
fn quoted(sheet: SheetKey, row: &str, column: &str) -> Option<Quoted> {
    let measure = || row.split('/').next().map(MeasureId::from);
    let line = || row.strip_prefix("line/").map(LineId::from);
    match (sheet, column) {
        (SheetKey::Measures, "result") => measure().map(Quoted::Result),
        (SheetKey::Measures, "year") => measure().map(Quoted::YearToDate),
        (SheetKey::Budget, "current") => line().map(Quoted::Current),
        (SheetKey::Budget, "variance") => line().map(Quoted::Variance),
        _ => None,
    }
}

/// The last row of the block above the first one that is lost: there a person begins to look.
fn above(block: &Block, lost: &Row, rows: &BTreeMap<&str, u32>) -> Option<u32> {
    let before = block.rows.iter().take_while(|row| row.key != lost.key);
    before.filter_map(|row| rows.get(&*row.key).copied()).last()
}

/// What a row is called.
fn name(row: &Row) -> String {
    labels(row).into_iter().next().unwrap_or_else(|| row.key.clone())
}

/// What stands where the form, or the plan, says something else.
fn over(whose: &str, form: &str, stands: &str) -> String {
    let stands = if stands.is_empty() { "nothing".into() } else { format!("“{stands}”") };
    format!("read {stands} where {whose} “{form}”")
}

/// The form's own words in a row, for excerpts.
pub(super) fn labels(row: &Row) -> Vec<String> {
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
    if one == other {
        return true;
    }
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    spaced(one) == spaced(other)
}
