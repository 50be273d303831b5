//! What the libraries alone take for the work of a run, to measure the program against.
//!
//! `cargo run --release --example floors -- FOLDER`, in whose `inbox` are returns as
//! `make-workload` makes them, and whose `out/packs` has the packs of a run.

#[path = "floors/features.rs"]
mod features;
#[path = "floors/reading.rs"]
mod reading;
#[path = "floors/writing.rs"]
mod writing;

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let mut files = Vec::new();
    find(&Path::new(&folder).join("inbox"), "xlsx", &mut files)?;
    files.sort();
    let count = files.len();
    let mut out = std::io::stdout();
    for (name, floor) in reading::FLOORS {
        let started = Instant::now();
        let mut found = 0;
        for file in &files {
            found += floor(&std::fs::read(file)?)?;
        }
        let seconds = started.elapsed().as_secs_f64();
        writeln!(out, "{name}\t{seconds:.3}\t{count} files, {found}")?;
    }
    let mut packs = Vec::new();
    let mut books = Vec::new();
    find(&Path::new(&folder).join("out/packs"), "xlsx", &mut books)?;
    for book in books {
        let pdf = std::fs::read(book.with_extension("pdf"))?;
        packs.push(writing::Pack::read(&std::fs::read(&book)?, &pdf)?);
    }
    let pages: usize = packs.iter().map(writing::Pack::pages).sum();
    let writing: [(&str, Writing); 3] = [
        ("rust_xlsxwriter, the packs' cells", writing::Pack::workbook),
        ("rust_xlsxwriter, their formats, tables and charts too", writing::Pack::whole_workbook),
        ("printpdf, the packs' words", writing::Pack::pdf),
    ];
    for (name, floor) in writing {
        let started = Instant::now();
        let mut bytes = 0;
        for pack in &packs {
            bytes += floor(pack)?;
        }
        let seconds = started.elapsed().as_secs_f64();
        let count = packs.len();
        writeln!(out, "{name}\t{seconds:.3}\t{count} packs, {pages} pages, {bytes} bytes")?;
    }
    Ok(())
}

type Writing = fn(&writing::Pack) -> Result<usize, Box<dyn Error>>;

/// Files of a kind below a folder.
fn find(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, ending, files)?;
        } else if path.extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
    Ok(())
}
