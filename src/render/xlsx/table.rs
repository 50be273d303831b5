//! A native table on its sheet: its cells with their formats, its total, its statuses' colours.

use super::book::Book;
use super::cells::{
    cached, clean, column_letters, column_number, row_number, shortened, write_made, write_value,
};
use super::formats::{CellFormats, Kind, Look};
use super::grid::{Grid, GridColumn, Held, TotalValue};
use super::made::Formulas;
use super::sheet::{SetOut, Sheet};
use crate::compose::{Align, Status};
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, Formula, Table, TableColumn, TableFunction,
    TableStyle, Worksheet, XlsxError,
};

/// The longest alternative text that Excel shows, in characters.
const ALT_TEXT: usize = 255;

/// Writes the table of a sheet.
pub(super) fn write(
    set_out: &SetOut,
    book: &Book,
    worksheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let grid = &set_out.sheet.grid;
    let formulas = Formulas::of(grid, set_out.rows());
    let writer = Writer { set_out, grid, look: &book.look, formulas };
    writer.write_cells(book, worksheet)?;
    let last_column = column_number(grid.columns.len().saturating_sub(1))?;
    let (head, end) = (row_number(set_out.head_row())?, row_number(set_out.table_end())?);
    worksheet.add_table(head, 0, end, last_column, &writer.native())?;
    for (column, value) in grid.total.iter().flatten().enumerate() {
        writer.write_total(worksheet, column, value)?;
    }
    writer.colour_statuses(worksheet)
}

/// What the parts of a table are written with.
struct Writer<'s> {
    set_out: &'s SetOut,
    grid: &'s Grid,
    look: &'s Look,
    formulas: Formulas<'s>,
}

impl Writer<'_> {
    fn write_cells(&self, book: &Book, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut formats = CellFormats::of(self.look);
        let first = self.set_out.head_row() + 1;
        for (index, row) in self.grid.rows.iter().enumerate() {
            let one_line = self.set_out.is_one_line(index);
            for (column, value) in row.iter().enumerate() {
                let format = formats.of_cell(Kind::of(value, self.align(column), one_line));
                let at = (row_number(first + index)?, column_number(column)?);
                match self.formulas.of_cell(index, column) {
                    Some(formula) => write_made(worksheet, at, value, &formula, &format)?,
                    None => write_value(book, worksheet, at, value, &format)?,
                }
            }
        }
        Ok(())
    }

    fn align(&self, column: usize) -> Align {
        self.grid.columns.get(column).map_or(Align::Left, |column| column.align)
    }

    /// The native table's definition. Its cells are written beside it, with their formats.
    fn native(&self) -> Table {
        let column = |(index, column): (usize, &GridColumn)| {
            let native = TableColumn::new()
                .set_header(&column.head)
                .set_header_format(self.look.head(column.align));
            let total = self.grid.total.as_ref().and_then(|total| total.get(index));
            match total.map(|value| self.total_formula(index, value)) {
                Some(TotalWriting::Formula(formula)) => {
                    native.set_total_function(TableFunction::Custom(formula))
                }
                Some(TotalWriting::Words(words)) => native.set_total_label(words),
                Some(TotalWriting::Nothing) | None => native,
            }
        };
        let columns: Vec<TableColumn> = self.grid.columns.iter().enumerate().map(column).collect();
        let Sheet { section, title, table_name, .. } = &self.set_out.sheet;
        Table::new()
            .set_name(table_name)
            .set_columns(&columns)
            .set_style(TableStyle::None)
            .set_banded_rows(false)
            .set_total_row(self.grid.total.is_some())
            .set_alt_text_title(shortened(title, ALT_TEXT))
            .set_alt_text(shortened(&format!("{section}. {title}"), ALT_TEXT))
    }

    fn write_total(
        &self,
        worksheet: &mut Worksheet,
        column: usize,
        value: &TotalValue,
    ) -> Result<(), XlsxError> {
        let (row, at) = (row_number(self.set_out.table_end())?, column_number(column)?);
        let format = self.look.total(self.align(column));
        match self.total_formula(column, value) {
            TotalWriting::Formula(formula) => {
                let format = value.figure().map_or(format.clone(), |figure| {
                    Look::with_number(format, figure.format, figure.word.as_deref())
                });
                worksheet.write_formula_with_format(row, at, formula, &format)?;
            }
            TotalWriting::Words(words) => {
                worksheet.write_string_with_format(row, at, words, &format)?;
            }
            TotalWriting::Nothing => {
                worksheet.write_blank(row, at, &format)?;
            }
        }
        Ok(())
    }

    /// A total as the file writes it. A live one adds up what the filter lets through, without
    /// the residue that adding doubles leaves (0.120 in and 0.120 out are exactly nothing). A
    /// fixed number is a formula too, since a total row takes formulas and words only.
    fn total_formula(&self, column: usize, value: &TotalValue) -> TotalWriting {
        match value {
            TotalValue::Live(figure) => {
                let letter = column_letters(column);
                let (first, last) = (
                    self.set_out.head_row() + 2,
                    self.set_out.head_row() + 1 + self.grid.rows.len(),
                );
                let formula = format!("ROUND(SUBTOTAL(109,{letter}{first}:{letter}{last}),9)");
                TotalWriting::Formula(Formula::new(formula).set_result(cached(figure)))
            }
            TotalValue::Fixed(value) => match &value.held {
                Held::Number(figure) => {
                    let formula = self.formulas.of_total(column);
                    let formula = formula.unwrap_or_else(|| cached(figure));
                    TotalWriting::Formula(Formula::new(formula).set_result(cached(figure)))
                }
                Held::Words(words) => TotalWriting::Words(clean(words)),
                Held::Status(status) => TotalWriting::Words(status.word().into()),
                Held::Day(day) => TotalWriting::Words(crate::calendar::short_date(*day)),
                Held::Empty | Held::Sparkline(_) => TotalWriting::Nothing,
            },
        }
    }

    /// A status is its word on its colour; the colour follows the word when someone changes it.
    fn colour_statuses(&self, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (first, last) =
            (row_number(self.set_out.head_row() + 1)?, row_number(self.set_out.table_end())?);
        for column in 0..self.grid.columns.len() {
            let mut cells = self.grid.rows.iter().filter_map(|row| row.get(column));
            if !cells.any(|value| matches!(value.held, Held::Status(_))) {
                continue;
            }
            for status in Status::SHOWN {
                let rule = ConditionalFormatCell::new()
                    .set_rule(ConditionalFormatCellRule::EqualTo(status.word()))
                    .set_format(self.look.status(status));
                let at = column_number(column)?;
                worksheet.add_conditional_format(first, at, last, at, &rule)?;
            }
        }
        Ok(())
    }
}

/// How a cell of the total row is written.
enum TotalWriting {
    Nothing,
    Words(String),
    Formula(Formula),
}
