//! What the libraries alone take for the work of a run, to measure the program against.
//!
//! `cargo run --release --example floors -- FOLDER`, in whose `inbox` are returns as
//! `make-workload` makes them, and whose `out/packs` has the packs of a run.

#[path = "floors/reading.rs"]
mod reading;

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
    Ok(())
}

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
