//! Reading: inflating a file's parts, and calamine reading every cell of it.

use calamine::{Reader, Xlsx};
use std::error::Error;
use std::io::{Cursor, Read};

type Found = Result<usize, Box<dyn Error>>;

/// What a floor does to a file; how much of it it found.
type Floor = fn(&[u8]) -> Found;

/// Each floor by its name.
pub(crate) const FLOORS: [(&str, Floor); 3] = [
    ("inflating the parts", inflate),
    ("calamine, every value", values),
    ("calamine, every value and formula", values_and_formulas),
];

fn inflate(bytes: &[u8]) -> Found {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut size = 0;
    let mut part = Vec::new();
    for index in 0..archive.len() {
        part.clear();
        size += archive.by_index(index)?.read_to_end(&mut part)?;
    }
    Ok(size)
}

fn values(bytes: &[u8]) -> Found {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut cells = 0;
    for name in book.sheet_names() {
        cells += book.worksheet_range(&name)?.used_cells().count();
    }
    Ok(cells)
}

fn values_and_formulas(bytes: &[u8]) -> Found {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut cells = 0;
    for name in book.sheet_names() {
        cells += book.worksheet_range(&name)?.used_cells().count();
        cells += book.worksheet_formula(&name)?.used_cells().count();
    }
    Ok(cells)
}
