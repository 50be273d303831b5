//! A pack as a workbook: a cover with links, and a native table on every sheet.
//!
//! The work goes in two steps. First the pack is turned into plain `grid`s: groups and second
//! lines become columns, trends become rows of the sheet "Trends". Then each grid is written.

mod book;
mod cells;
mod charts;
mod cover;
mod exceptions;
mod formats;
mod gather;
mod grid;
mod layout;
mod made;
mod names;
mod numbers;
mod page;
mod shape;
mod sheet;
mod table;
mod texts;
mod trends;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use crate::compose::Pack;
use crate::theme::Theme;
use rust_xlsxwriter::{Workbook, XlsxError};

/// A workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// One of its sheets could not be written.
    #[error("the workbook's sheet “{sheet}” could not be written")]
    Sheet {
        /// The sheet's name.
        sheet: String,
        /// What the writer says.
        source: XlsxError,
    },
    /// The sheets are there, and could not be put together.
    #[error("the workbook could not be put together")]
    Assemble(#[source] XlsxError),
}

/// Writes a pack as an `.xlsx` workbook. The same pack gives the same bytes.
///
/// # Errors
/// When a sheet breaks a limit of the file format, such as more than 1,048,576 rows.
pub fn render(pack: &Pack) -> Result<Vec<u8>, WorkbookError> {
    render_in(pack, &Theme::default())
}

/// The same in a theme of the council's own.
///
/// # Errors
/// As for [`render`].
pub fn render_in(pack: &Pack, theme: &Theme) -> Result<Vec<u8>, WorkbookError> {
    let book = book::Book::of(pack, theme);
    let mut workbook = Workbook::new();
    let properties = page::properties(pack).map_err(WorkbookError::Assemble)?;
    workbook.set_properties(&properties);
    workbook
        .set_default_format(&book.look.unset(), page::ROW, page::COLUMN)
        .map_err(WorkbookError::Assemble)?;
    for leaf in &book.leaves {
        let worksheet = workbook.add_worksheet();
        leaf.write(&book, pack, worksheet)
            .map_err(|source| WorkbookError::Sheet { sheet: leaf.name().to_owned(), source })?;
    }
    for (name, cells) in book.names() {
        workbook.define_name(name, &format!("={cells}")).map_err(WorkbookError::Assemble)?;
    }
    workbook.save_to_buffer().map_err(WorkbookError::Assemble)
}
