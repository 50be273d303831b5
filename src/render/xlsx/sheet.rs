//! A sheet with one native table: titles above, notes below.

use super::book::Book;
use super::cells::{column_letters, column_number, row_number};
use super::cover;
use super::formats::Look;
use super::grid::{Grid, Held, TotalValue};
use super::layout;
use super::made;
use super::page;
use super::table;
use super::texts;
use crate::compose::Identity;
use rust_xlsxwriter::{Url, Worksheet, XlsxError};

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

/// A sheet whose columns have their widths, whose rows their heights, and whose lines are broken.
#[derive(Clone, Debug)]
pub(super) struct SetOut {
    /// What stands on it.
    pub(super) sheet: Sheet,
    widths: Vec<u16>,
    /// How many lines the tallest text of each of the table's rows takes.
    row_lines: Vec<usize>,
    /// How wide what stands on paper is.
    width: u16,
    /// How many columns from the left stay in view, and stand on each page.
    in_view: usize,
    /// How many pages it takes side by side.
    across: u16,
    intro: Vec<String>,
    notes: Vec<String>,
}

impl SetOut {
    /// Measures a sheet, once: how wide its columns are says where its lines break.
    pub(super) fn of(sheet: Sheet) -> Self {
        let extents = layout::extents(&sheet.grid);
        let widths = layout::widths(&sheet.grid, &extents);
        let width = layout::printed(&sheet.grid, &widths);
        let in_view = layout::kept_in_view(&sheet.grid, &widths);
        let repeated = widths.iter().take(in_view).sum();
        let across = layout::pages_across(width, repeated);
        let room = if across > 1 && in_view > 0 {
            layout::first_page(&sheet.grid, &widths, in_view, across).saturating_sub(repeated)
        } else {
            layout::line_width(width / across)
        };
        let broken = |paragraphs: &[String]| -> Vec<String> {
            let lines = paragraphs.iter().flat_map(|text| texts::lines(text, room));
            lines.map(ToOwned::to_owned).collect()
        };
        let (intro, notes) = (broken(&sheet.intro), broken(&sheet.notes));
        let row_lines = layout::row_lines(&sheet.grid, &extents, &widths);
        Self { sheet, widths, row_lines, width, in_view, across, intro, notes }
    }

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
    pub(super) fn table_end(&self) -> usize {
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
        table::write(self, book, worksheet)?;
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
        let Sheet { section, title, .. } = &self.sheet;
        match section.split_once(". ") {
            Some((number, name)) if title.starts_with(name) => format!("{number}. {title}"),
            _ => format!("{section}: {title}"),
        }
    }

    /// The cells of its total's figures, for a name: `'Revenue budget'!$B$9:$I$9`.
    pub(super) fn total_cells(&self) -> Option<String> {
        let total = self.sheet.grid.total.as_ref()?;
        let figure = |value: &TotalValue| value.figure().is_some();
        let (first, last) = (total.iter().position(figure)?, total.iter().rposition(figure)?);
        let cell = |column| format!("${}${}", column_letters(column), self.rows().total);
        let sheet = self.sheet.name.replace('\'', "''");
        Some(format!("'{sheet}'!{}:{}", cell(first), cell(last)))
    }

    /// Where its rows stand, as Excel counts them.
    pub(super) fn rows(&self) -> made::Rows {
        made::Rows { first: self.head_row() + 2, total: self.table_end() + 1 }
    }

    /// Whether a row of the table takes one line.
    pub(super) fn is_one_line(&self, row: usize) -> bool {
        self.row_lines.get(row) == Some(&1)
    }

    fn set_heights(&self, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        worksheet.set_row_height(0, 24)?.set_row_height(1, 20)?;
        // A head is bold, and shares its column with the filter's arrow.
        let heads = self.sheet.grid.columns.iter().zip(&self.widths);
        let lines = heads.map(|(own, width)| texts::lines_in(&own.head, width.saturating_sub(2)));
        let height = texts::row_height(texts::tallest(lines));
        worksheet.set_row_height(row_number(self.head_row())?, height)?;
        for (index, (row, lines)) in self.sheet.grid.rows.iter().zip(&self.row_lines).enumerate() {
            let small_chart = row.iter().any(|value| matches!(value.held, Held::Sparkline(_)));
            let height = texts::row_height(*lines);
            let height = if small_chart { height.max(SMALL_CHART) } else { height };
            worksheet.set_row_height(row_number(self.head_row() + 1 + index)?, height)?;
        }
        if self.sheet.grid.total.is_some() {
            worksheet.set_row_height(row_number(self.table_end())?, texts::row_height(1))?;
        }
        Ok(())
    }
}
