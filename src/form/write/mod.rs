//! A form written as a workbook: blank, or with what is entered into it.

mod dropdown;
mod heights;
mod look;
mod page;
pub mod style;

use super::evaluate::Value;
use super::filled::{Entry, Filled, Worked, day_number};
use super::layout::{Cell, Column, Label, Layout, Row, Sheet, SheetKey, Tone};
use crate::calendar::Datelike;
use crate::quantity::Decimal;
use look::Look;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError,
};

/// A form that can't be written.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// A sheet of it.
    #[error("can't write the sheet {sheet} of the form for {service}, {quarter}")]
    Sheet {
        /// The sheet.
        sheet: &'static str,
        /// The service's name.
        service: String,
        /// The quarter.
        quarter: String,
        /// What the workbook library says.
        source: Box<XlsxError>,
    },
    /// The file as a whole.
    #[error("can't write the form for {service}, {quarter}, as a workbook")]
    Workbook {
        /// The service's name.
        service: String,
        /// The quarter.
        quarter: String,
        /// What the workbook library says.
        source: Box<XlsxError>,
    },
}

/// Writes a form as an .xlsx file; the same layout and entries make the same bytes.
///
/// # Errors
/// An entry that no workbook can hold, such as a text of more than 32,767 characters.
pub fn write(layout: &Layout, filled: &Filled) -> Result<Vec<u8>, FormError> {
    let mut workbook = Workbook::new();
    let worked = Worked::new(layout, filled);
    for sheet in &layout.sheets {
        let drawn = Drawn { layout, filled, worked: &worked, sheet };
        drawn.onto(workbook.add_worksheet()).map_err(|source| FormError::Sheet {
            sheet: sheet.key.tab(),
            service: layout.service_name.clone(),
            quarter: layout.quarter.to_string(),
            source: Box::new(source),
        })?;
    }
    finished(layout, &mut workbook).map_err(|source| FormError::Workbook {
        service: layout.service_name.clone(),
        quarter: layout.quarter.to_string(),
        source: Box::new(source),
    })
}

fn finished(layout: &Layout, workbook: &mut Workbook) -> Result<Vec<u8>, XlsxError> {
    // The library would take the wall clock; the quarter's last day is as good and never moves.
    let end = layout.quarter.end();
    let day = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(end.year()).unwrap_or(1900);
    let properties = DocProperties::new()
        .set_title(format!("Quarterly return: {}, {}", layout.service_name, layout.quarter))
        .set_subject("Return form")
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, day(end.month()), day(end.day()))?);
    workbook.set_properties(&properties);
    workbook.save_to_buffer()
}

/// A sheet on its way into the workbook.
struct Drawn<'a> {
    layout: &'a Layout,
    filled: &'a Filled,
    worked: &'a Worked<'a>,
    sheet: &'a Sheet,
}

impl Drawn<'_> {
    fn onto(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        to.set_name(self.sheet.key.tab())?;
        // A formula that shows no text shows nothing, and not the library's 0.
        to.set_formula_result_default("");
        self.columns(to)?;
        for (row, lead) in (0u32..).zip(&self.sheet.lead) {
            to.write_with_format(row, 0, &*lead.text, &look::lead(lead.tone))?;
            to.set_row_height(row, heights::lead(lead.tone))?;
        }
        let keys = self.sheet.key_column();
        to.write_with_format(0, keys, self.layout.marker(self.sheet.key), &look::hidden())?;
        for block in &self.sheet.blocks {
            if let Some(title) = &block.title {
                let above = block.head_row.saturating_sub(1);
                to.write_with_format(above, 0, &**title, &look::lead(Tone::Subtitle))?;
                to.set_row_height(above, heights::lead(Tone::Subtitle) + 15)?;
            }
            self.head(to, block.head_row, &block.columns)?;
            to.write_with_format(block.head_row, keys, block.key, &look::hidden())?;
            for (row, line) in block.placed() {
                self.row(to, row, line, &block.columns)?;
                to.write_with_format(row, keys, &*line.key, &look::hidden())?;
            }
        }
        page::set(to, self.layout, self.sheet)
    }

    fn columns(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        for column in 0..self.sheet.key_column() {
            to.set_column_width(column, self.width(column))?;
        }
        to.set_column_width(self.sheet.key_column(), 20)?;
        to.set_column_hidden(self.sheet.key_column())?;
        Ok(())
    }

    fn width(&self, column: u16) -> u16 {
        width(self.sheet, column)
    }

    fn head(&self, to: &mut Worksheet, row: u32, columns: &[Column]) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (at, column) in (0u16..).zip(columns) {
            let format = look::head(column.align, self.sheet.key == SheetKey::Cover);
            to.write_with_format(row, at, &*column.head, &format)?;
            lines = lines.max(heights::lines(&column.head, self.width(at)));
        }
        let height = if self.sheet.key == SheetKey::Cover { 36 } else { 8 + 15 * lines };
        to.set_row_height(row, height)?;
        Ok(())
    }

    fn row(
        &self,
        to: &mut Worksheet,
        row: u32,
        line: &Row,
        columns: &[Column],
    ) -> Result<(), XlsxError> {
        let mut lines = heights::least(self.sheet.key, line);
        for ((at, column), cell) in (0u16..).zip(columns).zip(&line.cells) {
            self.cell(to, row, at, cell, column, line)?;
            let text = self.text(cell, line.tone);
            let taken = text.map_or(1, |text| heights::lines(text, self.width(at)));
            lines = lines.max(taken);
        }
        to.set_row_height(row, heights::row(self.sheet.key, lines))?;
        Ok(())
    }

    /// The text that a cell shows, where it is wrapped.
    fn text<'a>(&'a self, cell: &'a Cell, tone: Tone) -> Option<&'a str> {
        match cell {
            Cell::Label(Label::Text(text, _)) => (tone != Tone::Remark).then_some(&**text),
            Cell::Input(input) => match self.filled.get(&input.slot)? {
                Entry::Text(text) => Some(text),
                Entry::Number(_) | Entry::Percent(_) | Entry::Date(_) | Entry::Formula(..) => None,
            },
            Cell::Label(_) | Cell::Blank | Cell::Worked(..) | Cell::Sample(_) => None,
        }
    }

    fn cell(
        &self,
        to: &mut Worksheet,
        row: u32,
        at: u16,
        cell: &Cell,
        column: &Column,
        line: &Row,
    ) -> Result<(), XlsxError> {
        let look = Look { align: column.align, tone: line.tone };
        match cell {
            Cell::Blank => to.write_blank(row, at, &look.blank())?,
            Cell::Label(label) => match label {
                Label::Text(text, _) if text.is_empty() => {
                    to.write_blank(row, at, &look.blank())?
                }
                Label::Text(text, _) => {
                    let repeats = line.tone == Tone::Further
                        && matches!(column.key, "ref" | "measure" | "action");
                    to.write_with_format(row, at, &**text, &look.label(repeats, column.key))?
                }
                Label::Number(number, show, source) => {
                    to.write_with_format(row, at, float(*number), &look.number(*show, *source))?
                }
                Label::Date(day, source) => to.write_with_format(
                    row,
                    at,
                    float(day_number(*day).into()),
                    &look.day(*source),
                )?,
            },
            Cell::Sample(show) => to.write_blank(row, at, &look.sample(*show))?,
            Cell::Worked(formula, show) => {
                let written = formula.written(self.sheet.key, self.layout);
                let shows = self.worked.shows(self.sheet.key, &line.key, column.key);
                let formula = Formula::new(written).set_result(cached(&shows));
                to.write_formula_with_format(row, at, formula, &look.worked(*show))?
            }
            Cell::Input(input) => {
                dropdown::add(to, row, at, input, self)?;
                let format = look.input(&input.kind);
                match self.filled.get(&input.slot) {
                    None => to.write_blank(row, at, &format)?,
                    Some(entry) => enter(to, row, at, entry, &format)?,
                }
            }
        };
        Ok(())
    }
}

/// Blocks share their columns' widths: the first block that reaches so far sets it.
fn width(sheet: &Sheet, column: u16) -> u16 {
    let mut blocks = sheet.blocks.iter();
    let found = blocks.find_map(|block| block.columns.get(usize::from(column)));
    found.map_or(10, |column| column.width)
}

fn enter<'a>(
    to: &'a mut Worksheet,
    row: u32,
    at: u16,
    entry: &Entry,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    match entry {
        Entry::Number(number) => to.write_with_format(row, at, float(*number), format),
        Entry::Percent(share) => {
            let places =
                if (*share * Decimal::ONE_HUNDRED).fract().is_zero() { "0%" } else { "0.0%" };
            to.write_with_format(row, at, float(*share), &format.clone().set_num_format(places))
        }
        Entry::Text(text) if text.is_empty() => to.write_blank(row, at, format),
        Entry::Text(text) => to.write_with_format(row, at, &**text, format),
        Entry::Date(day) => {
            let format = format.clone().set_num_format(look::DAY);
            to.write_with_format(row, at, float(day_number(*day).into()), &format)
        }
        Entry::Formula(formula, shown) => {
            let result = match &**shown {
                Entry::Number(number) | Entry::Percent(number) => number.normalize().to_string(),
                Entry::Text(text) | Entry::Formula(text, _) => text.clone(),
                Entry::Date(day) => day_number(*day).to_string(),
            };
            to.write_formula_with_format(row, at, Formula::new(formula).set_result(result), format)
        }
    }
}

/// The nearest number that a workbook can hold: cells are doubles.
fn float(number: Decimal) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

fn cached(value: &Value) -> String {
    match value {
        Value::Empty => "0".into(),
        Value::Number(number) => float(*number).to_string(),
        Value::Text(text) | Value::Error(text) => text.clone(),
        Value::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.into(),
    }
}
