//! Single cells: text, number, day, a word from a list; each doubt becomes a finding.

use super::cleared::Cleared;
use super::days::{self, Day};
use super::epoch::pasted;
use super::personal::masked;
use super::values::{self, Asked, Typed};
use crate::calendar::{Datelike, NaiveDate, Quarter, long_date};
use crate::finding::{Code, ExcerptRow, Finding, Severity};
use crate::form::{CommentaryPart, NoFigure, ReportPart, Slot, StepPart};
use crate::intake::{RawCell, RawReturn, RawValue};
use crate::quantity::Decimal;
use std::collections::BTreeSet;

/// Reads cells of one return and keeps what was found.
pub(super) struct Cells<'a> {
    pub(super) raw: &'a RawReturn,
    pub(super) findings: Vec<Finding>,
    /// Some day in the file stands month first.
    american: bool,
    cleared: &'a Cleared,
    /// The quarter that the return is for.
    quarter: Option<Quarter>,
    /// Cells that hold something, and nothing that can be used.
    pub(super) unusable: BTreeSet<Slot>,
}

/// What a cell for a number holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Read {
    Number(Decimal),
    Reason(NoFigure),
    Empty,
    Unusable(String),
}

impl<'a> Cells<'a> {
    pub(super) fn new(raw: &'a RawReturn, cleared: &'a Cleared) -> Self {
        let month_first =
            |cell: &RawCell| matches!(&cell.value, RawValue::Text(text) if days::month_first(text));
        let american = raw.cells.values().any(month_first);
        let quarter = raw.quarter.parse().ok();
        Self { raw, findings: Vec::new(), american, cleared, quarter, unusable: BTreeSet::new() }
    }

    pub(super) fn cell(&self, slot: &Slot) -> Option<&'a RawCell> {
        self.raw.cell(slot)
    }

    pub(super) fn place(&self, slot: &Slot) -> crate::finding::Place {
        let whole = || crate::finding::Place::file(self.raw.file.clone());
        self.cell(slot).map_or_else(whole, |cell| cell.place.clone())
    }

    pub(super) fn find(&mut self, code: Code, cell: &RawCell, message: String) -> &mut Finding {
        let finding = Finding::new(code, cell.place.clone(), message).excerpt(excerpt(cell));
        self.findings.push(finding);
        // Just pushed, so there is one.
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Text as it stands; line breaks become spaces, for they would break a header or a table.
    pub(super) fn text(&mut self, slot: &Slot) -> Option<String> {
        let cell = self.cell(slot)?;
        let text = match &cell.value {
            RawValue::Empty => return None,
            RawValue::Error(_) => {
                self.error_value(cell);
                self.unusable.insert(slot.clone());
                return None;
            }
            // Personal data goes no further than the return itself: D01 tells of it, and what is
            // made of the return has it masked, unless a reviewer has said that it is none.
            RawValue::Text(text) => {
                let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if self.cleared.as_it_stands(&cell.place, text) { line } else { masked(&line) }
            }
            RawValue::Number { .. }
            | RawValue::Date(_)
            | RawValue::Truth(_)
            | RawValue::OutOfRange(_) => cell.quoted(),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// A day.
    pub(super) fn day(&mut self, slot: &Slot, what: &str) -> Option<NaiveDate> {
        let cell = self.cell(slot)?;
        match &cell.value {
            RawValue::Empty => None,
            RawValue::Date(day) => self.counted_day(slot, cell, what, *day),
            RawValue::Error(_) => {
                self.error_value(cell);
                None
            }
            RawValue::Text(text) if text.trim().is_empty() => None,
            RawValue::Text(text) => self.typed_day(cell, what, text),
            RawValue::Number { number, .. } => {
                let said = number.trunc().to_string().parse().ok().and_then(days::serial);
                self.no_day(cell, &format!("{what} is a number, not a date"), said.as_deref());
                None
            }
            RawValue::Truth(_) | RawValue::OutOfRange(_) => {
                self.no_day(cell, &format!("{what} is not a date"), None);
                None
            }
        }
    }

    /// A day as Excel holds it; F14 where it was pasted from a workbook that counts otherwise.
    fn counted_day(
        &mut self,
        slot: &Slot,
        cell: &RawCell,
        what: &str,
        day: NaiveDate,
    ) -> Option<NaiveDate> {
        // New dates may lie years ahead.
        let later = matches!(
            slot,
            Slot::Step(_, StepPart::NewDue)
                | Slot::Report(_, _, ReportPart::ExpectedOn)
                | Slot::Commentary(_, CommentaryPart::By)
        );
        let Some(other) = self.quarter.and_then(|quarter| pasted(day, quarter, later)) else {
            return Some(day);
        };
        let finding = self.find(Code::F14, cell, format!("{what} is four years and a day out"));
        finding.severity = Severity::Error;
        finding.read = Some(format!(
            "read {}, which could be that day, or {}, pasted from a workbook that counts days from \
             another year; it is not used",
            long_date(day),
            long_date(other)
        ));
        finding.remedy = "Type the date that is meant, as day, month, year.".into();
        None
    }

    fn typed_day(&mut self, cell: &RawCell, what: &str, text: &str) -> Option<NaiveDate> {
        match days::day(text, self.american) {
            Day::Is(day) => {
                let written = long_date(day);
                let finding = self.find(Code::C07, cell, format!("{what} is text"));
                finding.read = Some(format!("read “{}” as {written}", text.trim()));
                Some(day)
            }
            Day::Doubt(said) => {
                self.no_day(cell, &format!("{what} can't be read"), Some(&said));
                None
            }
            Day::Not => {
                self.no_day(cell, &format!("{what} can't be read"), None);
                None
            }
        }
    }

    fn no_day(&mut self, cell: &RawCell, message: &str, said: Option<&str>) {
        let read = match said {
            Some(said) => format!("read “{}”, which {said}; it is not used", cell.quoted().trim()),
            None => format!("read “{}”; it is not used", cell.quoted().trim()),
        };
        let finding = self.find(Code::C07, cell, message.into());
        finding.severity = Severity::Error;
        finding.read = Some(read);
    }

    /// A number as typed, not yet judged. `percent_ok`: a percentage may stand here.
    pub(super) fn number(
        &mut self,
        slot: &Slot,
        what: &str,
        asked: Asked,
        percent_ok: bool,
    ) -> Read {
        let Some(cell) = self.cell(slot) else { return Read::Empty };
        let read = match &cell.value {
            RawValue::Empty => Read::Empty,
            RawValue::Text(text) if text.trim().is_empty() => Read::Empty,
            RawValue::Number { percent: true, .. } if !percent_ok => {
                self.percentage(cell, what, asked)
            }
            RawValue::Number { number, .. } => Read::Number(*number),
            RawValue::Text(text) => self.typed(cell, what, text, asked, percent_ok),
            RawValue::Error(_) => {
                self.error_value(cell);
                Read::Unusable(cell.quoted())
            }
            RawValue::Date(day) => self.turned_into_a_day(cell, what, *day),
            RawValue::Truth(_) | RawValue::OutOfRange(_) => {
                let quoted = cell.quoted();
                let finding = self.find(Code::C06, cell, format!("{what} is no number"));
                finding.read = Some(format!("read “{quoted}”; it is not used"));
                Read::Unusable(quoted)
            }
        };
        self.formula(cell, what, &read);
        if matches!(read, Read::Unusable(_)) {
            self.unusable.insert(slot.clone());
        }
        read
    }

    /// Excel makes a day of `7/3` and of `3/70` as they are typed.
    fn turned_into_a_day(&mut self, cell: &RawCell, what: &str, day: NaiveDate) -> Read {
        let quoted = cell.quoted();
        let (date, month) = (day.day(), day.month());
        let typed = if date == 1 && !(2015..2045).contains(&day.year()) {
            format!("{month}/{:02}", day.year() % 100)
        } else {
            format!("{date}/{month}")
        };
        let finding = self.find(Code::C06, cell, format!("{what} is a date, not a number"));
        finding.read = Some(format!(
            "read {quoted}; it could be a date, or {typed}, which Excel turns into a date as it is \
             typed; it is not used"
        ));
        finding.remedy =
            "Type one number in each cell; format the cell as a number first if it shows a date."
                .into();
        Read::Unusable(quoted)
    }

    fn typed(
        &mut self,
        cell: &RawCell,
        what: &str,
        text: &str,
        asked: Asked,
        percent_ok: bool,
    ) -> Read {
        let shown = text.trim().to_owned();
        match values::number(text, asked) {
            Typed::Number(number) => {
                let finding = self.find(Code::C03, cell, format!("{what} is held as text"));
                finding.read = Some(format!("read “{shown}” as {}", number.normalize()));
                Read::Number(number)
            }
            Typed::Percent(percent) if percent_ok => Read::Number(percent),
            Typed::Percent(_) => self.percentage(cell, what, asked),
            Typed::Reason(reason) => {
                let finding =
                    self.find(Code::C03, cell, format!("{what} is a word where a number belongs"));
                finding.read = Some(format!("read “{shown}” as “{}”", reason.word()));
                finding.remedy =
                    "Leave the figure empty and choose the reason in the next column.".into();
                Read::Reason(reason)
            }
            Typed::Doubt(said) => {
                let finding = self.find(Code::C03, cell, format!("{what} could be two things"));
                finding.severity = Severity::Error;
                finding.read = Some(format!("read “{shown}”, which {said}; it is not used"));
                finding.remedy = "Type the one that is meant, in digits; or leave the figure \
                                  empty and choose why there is none."
                    .into();
                Read::Unusable(shown)
            }
            Typed::Unclear => {
                let finding = self.find(Code::C03, cell, format!("{what} is not a number"));
                finding.severity = Severity::Error;
                finding.read = Some(format!("read “{shown}”; it is not used"));
                Read::Unusable(shown)
            }
        }
    }

    fn percentage(&mut self, cell: &RawCell, what: &str, asked: Asked) -> Read {
        let quoted = cell.quoted();
        let (code, wanted, remedy) = match asked {
            Asked::Count | Asked::Number => (
                Code::M04,
                "a count",
                "Enter how many, such as 96; the form works out the percentage.",
            ),
            Asked::Pounds => (Code::M04, "a sum", "Type the amount in pounds, such as 53900."),
            Asked::Thousands => (
                Code::B10,
                "a sum",
                "Type the amount in thousands of pounds; percentages are worked out from it.",
            ),
        };
        let message = format!("{what} is a percentage where {wanted} is asked for");
        let finding = self.find(code, cell, message);
        finding.severity = Severity::Error;
        finding.read = Some(format!("read “{quoted}”; it is not used"));
        finding.remedy = remedy.into();
        Read::Unusable(quoted)
    }

    fn error_value(&mut self, cell: &RawCell) {
        let quoted = cell.quoted();
        let finding = self.find(Code::C01, cell, format!("the cell shows {quoted}"));
        finding.read = Some(format!("read {quoted}"));
    }

    fn formula(&mut self, cell: &RawCell, what: &str, read: &Read) {
        let (Some(formula), Read::Number(number)) = (&cell.formula, read) else { return };
        let message = format!("{what} is a formula");
        let text = format!("read ={formula}; its last value, {}, is used", number.normalize());
        self.find(Code::C02, cell, message).read = Some(text);
    }
}

/// The row around a cell.
pub(super) fn excerpt(cell: &RawCell) -> Vec<ExcerptRow> {
    let Some(address) = cell.address() else { return Vec::new() };
    let mut cells = cell.labels.to_vec();
    cells.push(cell.quoted());
    let marked = Some(cells.len() - 1);
    vec![ExcerptRow { row: address.row + 1, cells, marked }]
}
