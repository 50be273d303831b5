//! Which cells of an .ods show percentages or errors, what is hidden, what is merged: its
//! `content.xml` says so (OpenDocument 1.3, part 3, 19.387, 19.755, 19.676), and the library keeps
//! it to itself.

use super::marks::Marks;
use crate::finding::CellAddress;
use crate::intake::limits::{CELLS, COLUMNS, ROWS};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The marks of each table, in their order; none where the part makes no sense.
pub(super) fn marks(content: &[u8]) -> Option<Vec<Marks>> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk::default();
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) => walk.start(&tag)?,
            Event::Text(text) => walk.text(text.as_ref()),
            Event::End(tag) => walk.end(tag.name().as_ref()),
            // Inside a table that has no end nobody knows what is missing.
            Event::Eof => return (walk.open == 0 && walk.marked <= CELLS).then_some(walk.tables),
            Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
        buffer.clear();
    }
}

/// Where in the tables the walk is.
#[derive(Default)]
struct Walk {
    tables: Vec<Marks>,
    /// Tables that were begun and not ended.
    open: usize,
    /// Cells that were marked.
    marked: usize,
    row: u32,
    rows: u32,
    column: u32,
    /// The next column that is described, before the rows.
    described: u32,
    /// The cell that is being read, where it is marked: how often it stands side by side, and
    /// the text of its error so far.
    cell: Option<Cell>,
    /// Inside a note on a cell, whose text is not the cell's.
    noted: bool,
}

struct Cell {
    times: u32,
    percent: bool,
    error: Option<String>,
}

impl Walk {
    fn start(&mut self, tag: &BytesStart<'_>) -> Option<()> {
        match tag.name().as_ref() {
            "table:table" => {
                self.tables.push(Marks::default());
                self.open += 1;
                (self.row, self.rows, self.described) = (0, 0, 0);
            }
            "table:table-column" => {
                let first = self.described;
                let times = number(tag, "table:number-columns-repeated")?;
                self.described = first.saturating_add(times);
                if let (true, Some(marks)) = (hidden(tag)?, self.tables.last_mut())
                    && let Some(last) = self.described.checked_sub(1)
                {
                    marks.hide_columns(first..=last);
                }
            }
            "table:table-row" => {
                self.row = self.row.saturating_add(self.rows);
                self.rows = number(tag, "table:number-rows-repeated")?;
                self.column = 0;
                if let (true, Some(marks)) = (hidden(tag)?, self.tables.last_mut())
                    && let Some(last) = self.row.saturating_add(self.rows).checked_sub(1)
                {
                    marks.hide_rows(self.row..=last);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let is =
                    |key: &str, value: &str| Some(attribute(tag, key)?.as_deref() == Some(value));
                let percent = is("office:value-type", "percentage")?;
                let error = is("calcext:value-type", "error")?.then(String::new);
                let times = number(tag, "table:number-columns-repeated")?;
                self.cell = Some(Cell { times, percent, error });
                let down = number(tag, "table:number-rows-spanned")?;
                let right = number(tag, "table:number-columns-spanned")?;
                self.span(down, right);
            }
            "office:annotation" => self.noted = true,
            _ => {}
        }
        Some(())
    }

    fn span(&mut self, down: u32, right: u32) {
        let to = |from: u32, size: u32| from.saturating_add(size.saturating_sub(1));
        if (down > 1 || right > 1)
            && self.row < ROWS
            && let Some(marks) = self.tables.last_mut()
        {
            let last = (to(self.row, down), to(self.column, right));
            marks.merge((self.row, self.column), last);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(Cell { error: Some(error), .. }) = &mut self.cell
            && !self.noted
        {
            error.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.mark(&cell);
                    self.column = self.column.saturating_add(cell.times);
                }
            }
            "office:annotation" => self.noted = false,
            "table:table" => self.open = self.open.saturating_sub(1),
            _ => {}
        }
    }

    /// Beyond the caps no cell is read, so none needs a mark.
    fn mark(&mut self, cell: &Cell) {
        if !cell.percent && cell.error.is_none() {
            return;
        }
        let Some(marks) = self.tables.last_mut() else { return };
        for row in self.row..self.row.saturating_add(self.rows).min(ROWS) {
            for column in self.column..self.column.saturating_add(cell.times).min(COLUMNS) {
                let Ok(column) = u16::try_from(column) else { return };
                self.marked += 1;
                if self.marked > CELLS {
                    return;
                }
                let at = CellAddress { row, column };
                if let Some(error) = &cell.error {
                    marks.errors.insert(at, error.clone());
                } else {
                    marks.percents.insert(at);
                }
            }
        }
    }
}

/// Whether a row or a column is out of sight: hidden, or left out by a filter.
fn hidden(tag: &BytesStart<'_>) -> Option<bool> {
    let said = attribute(tag, "table:visibility")?;
    Some(said.is_some_and(|said| said == "collapse" || said == "filter"))
}

/// How often a row or a cell is repeated; once where it does not say.
fn number(tag: &BytesStart<'_>, key: &str) -> Option<u32> {
    attribute(tag, key)?.map_or(Some(1), |value| value.parse().ok())
}

/// An attribute's value; the outer none where the tag makes no sense.
#[expect(clippy::option_option, reason = "a tag without the attribute is in order")]
pub(super) fn attribute(tag: &BytesStart<'_>, key: &str) -> Option<Option<String>> {
    let found = tag.try_get_attribute(key).ok()?;
    Some(found.map(|found| found.value.into_owned()))
}
