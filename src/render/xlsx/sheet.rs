//! A sheet with one native table: titles above, notes below.

use super::book::Book;
use super::cells::{
    cached, clean, column_letters, column_number, row_number, shortened, write_made, write_value,
};
use super::cover;
use super::formats::Look;
use super::grid::{Figure, Grid, Held, TotalValue, Value};
use super::layout;
use super::made;
use super::page;
use crate::compose::{Align, Identity, Status};
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, Formula, Table, TableColumn, TableFunction,
    TableStyle, Url, Worksheet, XlsxError,
};

/// The longest alternative text that Excel shows, in characters.
const ALT_TEXT: usize = 255;

/// The least height of a row with a small chart, in points.
const SMALL_CHART: u32 = 30;

/// A sheet with one table.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// Its name.
    pub(super) name: String,
    /// Row 1: the section it belongs to.
    pub(super) section: String,
    /// A line about it on the cover.
    pub(super) about: String,
    /// Row 2: what the table shows.
    pub(super) title: String,
    /// Row 3 of an exempt paper: that it is not for publication.
    pub(super) mark: Option<String>,
    /// Below: what leads up to the table, and its footnote.
    pub(super) intro: Vec<String>,
    /// The table's name in the file.
    pub(super) table_name: String,
    /// The table.
    pub(super) grid: Grid,
    /// What is listed under it.
    pub(super) notes: Vec<String>,
}

impl Sheet {
    /// Measures it, once: how wide its columns are says where its lines break.
    pub(super) fn set_out(&self) -> SetOut<'_> {
        let widths = layout::widths(&self.grid);
        let width = layout::printed(&self.grid, &widths);
        let in_view = layout::kept_in_view(&self.grid, &widths);
        let repeated = widths.iter().take(in_view).sum();
        let across = layout::pages_across(width, repeated);
        let room = if across > 1 && in_view > 0 {
            layout::first_page(&self.grid, &widths, in_view, across).saturating_sub(repeated)
        } else {
            layout::line_width(width / across)
        };
        let broken = |texts: &[String]| -> Vec<String> {
            texts.iter().flat_map(|text| layout::lines(text, room)).collect()
        };
        let (intro, notes) = (broken(&self.intro), broken(&self.notes));
        SetOut { sheet: self, widths, width, in_view, across, intro, notes }
    }
}

/// A sheet whose columns have their widths and whose lines are broken.
pub(super) struct SetOut<'s> {
    /// What stands on it.
    pub(super) sheet: &'s Sheet,
    widths: Vec<u16>,
    /// How wide what stands on paper is.
    width: u16,
    /// How many columns from the left stay in view, and stand on each page.
    in_view: usize,
    /// How many pages it takes side by side.
    across: u16,
    intro: Vec<String>,
    notes: Vec<String>,
}

impl SetOut<'_> {
    /// The row of the table's head, from nought.
    pub(super) fn head_row(&self) -> usize {
        self.first_line() + self.intro.len()
    }

    /// The row under the titles, and under the mark of an exempt paper.
    fn first_line(&self) -> usize {
        2 + usize::from(self.sheet.mark.is_some())
    }

    /// Whether its first columns stand on each of several pages: what runs over their edge would be
    /// cut off there on every page but the first.
    fn repeats(&self) -> bool {
        self.across > 1 && self.in_view > 0
    }

    /// The column in which lines above and below the table begin: behind those that are repeated.
    fn line_column(&self) -> Result<u16, XlsxError> {
        column_number(if self.repeats() { self.in_view } else { 0 })
    }

    /// The first row that is free under table and notes.
    pub(super) fn free_row(&self) -> usize {
        let notes = self.notes.len();
        self.table_end() + if notes == 0 { 1 } else { notes + 2 }
    }

    /// The last row of the table.
    fn table_end(&self) -> usize {
        // A native table has at least one row.
        self.head_row()
            + self.sheet.grid.rows.len().max(1)
            + usize::from(self.sheet.grid.total.is_some())
    }

    /// Writes it; `below` is how many rows more are printed under its notes.
    pub(super) fn write(
        &self,
        book: &Book,
        identity: &Identity,
        below: usize,
        worksheet: &mut Worksheet,
    ) -> Result<(), XlsxError> {
        let look = &book.look;
        worksheet.set_name(&self.sheet.name)?;
        let widths = &self.widths;
        for (column, width) in widths.iter().enumerate() {
            worksheet.set_column_width(column_number(column)?, f64::from(*width))?;
        }
        worksheet.write_string_with_format(0, 0, &self.sheet.section, &look.heading(16))?;
        worksheet.write_string_with_format(1, 0, &self.sheet.title, &look.heading(12))?;
        if let Some(mark) = &self.sheet.mark {
            worksheet.write_string_with_format(2, 0, mark, &look.heading(10))?;
        }
        let at = self.line_column()?;
        for (index, line) in self.intro.iter().enumerate() {
            let row = row_number(self.first_line() + index)?;
            worksheet.write_string_with_format(row, at, line, &look.second())?;
        }
        self.write_table(book, worksheet)?;
        self.set_heights(worksheet)?;
        for (index, line) in self.notes.iter().enumerate() {
            let row = row_number(self.table_end() + 2 + index)?;
            worksheet.write_string_with_format(row, at, line, &look.body())?;
        }
        // For the screen: it lies beyond what is printed.
        let back =
            Url::new(format!("internal:'{}'!A1", cover::SHEET)).set_text("Back to the cover");
        let row = row_number(self.free_row() + below + 1)?;
        worksheet.write_url_with_format(row, 0, back, &look.back())?;
        let head = row_number(self.head_row())?;
        worksheet.set_freeze_panes(head + 1, column_number(self.in_view)?)?;
        worksheet.set_repeat_rows(head, head)?;
        self.set_up_paper(look, identity, below, worksheet)
    }

    fn set_up_paper(
        &self,
        look: &Look,
        identity: &Identity,
        below: usize,
        worksheet: &mut Worksheet,
    ) -> Result<(), XlsxError> {
        let width = self.width;
        let printed = self.sheet.grid.columns.iter().filter(|column| column.printed).count();
        let columns = column_number(printed)? + layout::columns_beside(width);
        let landscape = layout::lies_on_its_side(width);
        let rows = self.free_row() + below;
        page::set_up(worksheet, look, identity, landscape, (rows, columns))?;
        if self.across > 1 {
            worksheet.set_print_fit_to_pages(self.across, 0);
        }
        if self.repeats() {
            worksheet.set_repeat_columns(0, column_number(self.in_view)? - 1)?;
            // The titles run over that edge as well: on paper they stand at each page's head.
            let (first, last) = (row_number(self.first_line())?, row_number(rows - 1)?);
            worksheet.set_print_area(first, 0, last, columns - 1)?;
            page::say_title(worksheet, look, identity, &self.one_title());
        }
        Ok(())
    }

    /// Both titles in a line: `5. Exceptions: red and amber`; what they have in common once.
    fn one_title(&self) -> String {
        let Sheet { section, title, .. } = self.sheet;
        match section.split_once(". ") {
            Some((number, name)) if title.starts_with(name) => format!("{number}. {title}"),
            _ => format!("{section}: {title}"),
        }
    }

    fn write_table(&self, book: &Book, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        let widths = &self.widths;
        let look = &book.look;
        let first = self.head_row() + 1;
        for (index, row) in self.sheet.grid.rows.iter().enumerate() {
            let one_line = layout::row_lines(Self::texts(row, widths)) == 1;
            for (column, value) in row.iter().enumerate() {
                let format = look.cell(self.align(column), value.emphasis);
                let format = if one_line { Look::centred(format) } else { format };
                let at = (row_number(first + index)?, column_number(column)?);
                match made::formula(&self.sheet.grid, index, column, self.rows()) {
                    Some(formula) => write_made(worksheet, at, value, &formula, format)?,
                    None => write_value(book, worksheet, at, value, format)?,
                }
            }
        }
        let last_column = column_number(self.sheet.grid.columns.len().saturating_sub(1))?;
        let (head, end) = (row_number(self.head_row())?, row_number(self.table_end())?);
        worksheet.add_table(head, 0, end, last_column, &self.native(&book.look))?;
        for (column, value) in self.sheet.grid.total.iter().flatten().enumerate() {
            self.write_total(&book.look, worksheet, column, value)?;
        }
        self.colour_statuses(&book.look, worksheet)
    }

    /// The cells of its total's figures, for a name: `'Revenue budget'!$B$9:$I$9`.
    pub(super) fn total_cells(&self) -> Option<String> {
        let total = self.sheet.grid.total.as_ref()?;
        let figure = |value: &TotalValue| total_figure(value).is_some();
        let (first, last) = (total.iter().position(figure)?, total.iter().rposition(figure)?);
        let cell = |column| format!("${}${}", column_letters(column), self.rows().total);
        let sheet = self.sheet.name.replace('\'', "''");
        Some(format!("'{sheet}'!{}:{}", cell(first), cell(last)))
    }

    /// Where its rows stand, as Excel counts them.
    fn rows(&self) -> made::Rows {
        made::Rows { first: self.head_row() + 2, total: self.table_end() + 1 }
    }

    fn set_heights(&self, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        let widths = &self.widths;
        worksheet.set_row_height(0, 24)?.set_row_height(1, 20)?;
        let heads = self.sheet.grid.columns.iter().map(|column| column.head.as_str());
        // A head is bold, and shares its column with the filter's arrow.
        let beside_arrow = widths.iter().map(|width| width.saturating_sub(2));
        let height = layout::row_height(heads.zip(beside_arrow));
        worksheet.set_row_height(row_number(self.head_row())?, height)?;
        for (index, row) in self.sheet.grid.rows.iter().enumerate() {
            let small_chart = row.iter().any(|value| matches!(value.held, Held::Sparkline(_)));
            let height = layout::row_height(Self::texts(row, widths));
            let height = if small_chart { height.max(SMALL_CHART) } else { height };
            worksheet.set_row_height(row_number(self.head_row() + 1 + index)?, height)?;
        }
        if self.sheet.grid.total.is_some() {
            let height = layout::row_height(std::iter::empty());
            worksheet.set_row_height(row_number(self.table_end())?, height)?;
        }
        Ok(())
    }

    /// What may wrap in a row, with the widths it has.
    fn texts<'r>(row: &'r [Value], widths: &'r [u16]) -> impl Iterator<Item = (&'r str, u16)> {
        row.iter().map(|value| layout::wrapping(&value.held)).zip(widths.iter().copied())
    }

    fn align(&self, column: usize) -> Align {
        self.sheet.grid.columns.get(column).map_or(Align::Left, |column| column.align)
    }

    /// The native table's definition. Its cells are written beside it, with their formats.
    fn native(&self, look: &Look) -> Table {
        let columns: Vec<TableColumn> = self
            .sheet
            .grid
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let native = TableColumn::new()
                    .set_header(&column.head)
                    .set_header_format(look.head(column.align));
                let total = self.sheet.grid.total.as_ref().and_then(|total| total.get(index));
                match total.map(|value| self.total_formula(index, value)) {
                    Some(TotalWriting::Formula(formula)) => {
                        native.set_total_function(TableFunction::Custom(formula))
                    }
                    Some(TotalWriting::Words(words)) => native.set_total_label(words),
                    Some(TotalWriting::Nothing) | None => native,
                }
            })
            .collect();
        Table::new()
            .set_name(&self.sheet.table_name)
            .set_columns(&columns)
            .set_style(TableStyle::None)
            .set_banded_rows(false)
            .set_total_row(self.sheet.grid.total.is_some())
            .set_alt_text_title(shortened(&self.sheet.title, ALT_TEXT))
            .set_alt_text(shortened(
                &format!("{}. {}", self.sheet.section, self.sheet.title),
                ALT_TEXT,
            ))
    }

    fn write_total(
        &self,
        look: &Look,
        worksheet: &mut Worksheet,
        column: usize,
        value: &TotalValue,
    ) -> Result<(), XlsxError> {
        let (row, at) = (row_number(self.table_end())?, column_number(column)?);
        let format = look.total(self.align(column));
        match self.total_formula(column, value) {
            TotalWriting::Formula(formula) => {
                let format = total_figure(value)
                    .map_or(format.clone(), |figure| Look::with_number(format, figure));
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
                let (first, last) =
                    (self.head_row() + 2, self.head_row() + 1 + self.sheet.grid.rows.len());
                let formula = format!("ROUND(SUBTOTAL(109,{letter}{first}:{letter}{last}),9)");
                TotalWriting::Formula(Formula::new(formula).set_result(cached(figure)))
            }
            TotalValue::Fixed(value) => match &value.held {
                Held::Number(figure) => {
                    let formula = made::of_total(&self.sheet.grid, column, self.rows());
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
    fn colour_statuses(&self, look: &Look, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (first, last) = (row_number(self.head_row() + 1)?, row_number(self.table_end())?);
        for column in 0..self.sheet.grid.columns.len() {
            let mut cells = self.sheet.grid.rows.iter().filter_map(|row| row.get(column));
            if !cells.any(|value| matches!(value.held, Held::Status(_))) {
                continue;
            }
            for status in Status::SHOWN {
                let rule = ConditionalFormatCell::new()
                    .set_rule(ConditionalFormatCellRule::EqualTo(status.word()))
                    .set_format(look.status(status));
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

fn total_figure(value: &TotalValue) -> Option<&Figure> {
    match value {
        TotalValue::Live(figure) => Some(figure),
        TotalValue::Fixed(value) => value.figure(),
    }
}
