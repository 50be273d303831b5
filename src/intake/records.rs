//! Files that were opened elsewhere: what each holds, kept under its SHA-256, so that a run takes
//! it in place of opening the file again.
//!
//! A record is what one's own job engine made with the same program, and is believed as to what
//! stands in the cells. What is looked after is that it is whole, of this program and of this file;
//! and whatever its bytes are, taking it in goes wrong in no other way than by not being used.

use super::limits::{ANSWER, CELLS, COLUMNS, ROWS};
use super::raw::RawValue;
use super::reader::Opened;
use super::workbook::{Unreadable, Workbook};
use super::{arrival::digest, workbook::SheetCells};
use crate::calendar::Datelike;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The form of a record. It goes up whenever what is kept of a workbook, or how it is read, comes
/// to be another within one version of the program.
const FORM: &str = "2";

/// What a record begins with.
const MARK: &str = "quarterpack cells";

/// The version of the program: another one may read a file otherwise.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Bytes in which the first line has ended.
const HEAD: usize = 256;

/// A folder of records, and what became of those that were asked for.
#[derive(Clone, Debug)]
pub struct Records {
    folder: PathBuf,
    seen: Arc<Mutex<Seen>>,
}

/// What became of the records that were asked for.
#[derive(Debug, Default)]
struct Seen {
    used: BTreeSet<String>,
    refused: BTreeMap<PathBuf, Unusable>,
}

/// Why a record is not used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// It can't be read from the disk.
    #[error("it can't be read: {0}")]
    Closed(#[from] io::Error),
    /// It is no record, or not whole, or holds what no reader says.
    #[error("it is damaged")]
    Damaged,
    /// Another version of the program made it.
    #[error("it was made by another version of quarterpack ({0})")]
    Version(String),
    /// It is the record of another file.
    #[error("it is the record of another file, {0}")]
    Other(String),
}

/// A record that can't be written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// What became of the file says something of this machine, and nothing of the file.
    #[error("{0}")]
    OfThisMachine(Unreadable),
    /// The folder or the record can't be written.
    #[error("{} can't be written", .path.display())]
    File {
        /// The record.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What became of the records that were asked for.
#[derive(Debug)]
pub struct Told {
    /// How many were used.
    pub used: usize,
    /// Those that were not, each with the reason, in the order of their names.
    pub refused: Vec<(PathBuf, String)>,
}

impl Records {
    /// The records of a folder.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.into(), seen: Arc::default() }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the record of a file lies, by the file's SHA-256.
    #[must_use]
    pub fn path(&self, digest: &str) -> PathBuf {
        self.folder.join(format!("{digest}.cells"))
    }

    /// What a file holds by its record; none where there is no record of it that can be used.
    #[must_use]
    pub fn opened(&self, digest: &str) -> Option<Opened> {
        let path = self.path(digest);
        let read = match load(&path) {
            Ok(None) => return None,
            Ok(Some(bytes)) => taken(&bytes, digest),
            Err(error) => Err(error.into()),
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(opened) => {
                seen.used.insert(digest.to_owned());
                Some(opened)
            }
            Err(fault) => {
                seen.refused.insert(path, fault);
                None
            }
        }
    }

    /// Writes the record of a file, in one step: whoever looks sees none or a whole one, also
    /// where two machines write the same.
    ///
    /// # Errors
    /// The folder or the record can't be written; or there is nothing to keep, because the reader
    /// ran out of memory or time, or stopped, which it may not elsewhere.
    pub fn keep(&self, digest: &str, opened: &Opened) -> Result<PathBuf, Unwritten> {
        if let Err(fault) = opened
            && of_a_machine(fault)
        {
            return Err(Unwritten::OfThisMachine(fault.clone()));
        }
        let path = self.path(digest);
        let written = written(digest, opened).and_then(|bytes| self.place(&path, digest, &bytes));
        written.map_err(|source| Unwritten::File { path: path.clone(), source })?;
        Ok(path)
    }

    fn place(&self, path: &Path, digest: &str, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let (beside, mut file) = self.beside(digest)?;
        // It need not be on the disk: one that is cut off is seen by its sum, and made anew.
        let done = file.write_all(bytes).and_then(|()| fs::rename(&beside, path));
        if done.is_err() {
            // What is half-done is of no use; that it can't be removed changes nothing.
            let _ = fs::remove_file(&beside);
        }
        done
    }

    /// A file beside the record's place that nobody else writes.
    fn beside(&self, digest: &str) -> io::Result<(PathBuf, File)> {
        let mut nth = 0_u32;
        loop {
            let path = self.folder.join(format!(".{digest}.{nth}.part"));
            match File::create_new(&path) {
                Ok(file) => return Ok((path, file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && nth < 1_000 => {
                    nth += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// What became of the records that were asked for until now.
    #[must_use]
    pub fn told(&self) -> Told {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = seen.refused.iter().map(|(path, fault)| (path.clone(), fault.to_string()));
        Told { used: seen.used.len(), refused: refused.collect() }
    }
}

/// A record's bytes; of one that is longer than any no more than shows it.
fn load(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(ANSWER + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// A record: a line that says what it is, and what the file holds.
fn written(digest_of_file: &str, opened: &Opened) -> io::Result<Vec<u8>> {
    let body = postcard::to_stdvec(opened).map_err(io::Error::other)?;
    let sum = digest(&body);
    let mut bytes = format!("{MARK} {FORM} {PROGRAM} {digest_of_file} {sum}\n").into_bytes();
    bytes.extend(body);
    Ok(bytes)
}

/// What a record says that a file holds.
fn taken(bytes: &[u8], of: &str) -> Result<Opened, Unusable> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length > ANSWER) {
        return Err(Unusable::Damaged);
    }
    let head = bytes.iter().take(HEAD).position(|byte| *byte == b'\n');
    let (head, body) = head.and_then(|at| bytes.split_at_checked(at)).ok_or(Unusable::Damaged)?;
    let body = body.get(1..).unwrap_or_default();
    let head = std::str::from_utf8(head).ok().and_then(|head| head.strip_prefix(MARK));
    let words: Vec<&str> = head.ok_or(Unusable::Damaged)?.split(' ').skip(1).collect();
    // Of a record of another form nothing but the beginning is known.
    let [form, program, rest @ ..] = &*words else { return Err(Unusable::Damaged) };
    if (*form, *program) != (FORM, PROGRAM) {
        let shown = |word: &str| word.escape_debug().to_string();
        return Err(Unusable::Version(format!("{}, form {}", shown(program), shown(form))));
    }
    let [file, sum] = *rest else { return Err(Unusable::Damaged) };
    if sum != digest(body) {
        return Err(Unusable::Damaged);
    }
    if file != of {
        return Err(Unusable::Other(file.escape_debug().to_string()));
    }
    let (opened, rest) = postcard::take_from_bytes(body).map_err(|_| Unusable::Damaged)?;
    let likely = match &opened {
        Ok(workbook) => is_likely(workbook),
        Err(fault) => !of_a_machine(fault),
    };
    if rest.is_empty() && likely { Ok(opened) } else { Err(Unusable::Damaged) }
}

/// Whether this came of the machine or the moment as much as of the file.
fn of_a_machine(fault: &Unreadable) -> bool {
    matches!(fault, Unreadable::Stopped | Unreadable::Memory | Unreadable::Time)
}

/// Whether a reader could have said so: the stages behind it count on its limits.
fn is_likely(workbook: &Workbook) -> bool {
    let cells = workbook.sheets.iter().map(|sheet| sheet.cells.len()).sum::<usize>();
    cells <= CELLS && workbook.sheets.iter().all(is_in_bounds)
}

fn is_in_bounds(sheet: &SheetCells) -> bool {
    sheet.cells.iter().all(|(at, cell)| {
        let near = at.row < ROWS && u32::from(at.column) < COLUMNS;
        // Excel counts days up to the end of the year 9999.
        let known = match &cell.value {
            RawValue::Date(day) => (1..=9999).contains(&day.year()),
            RawValue::Empty
            | RawValue::Number { .. }
            | RawValue::Text(_)
            | RawValue::Truth(_)
            | RawValue::Error(_)
            | RawValue::OutOfRange(_) => true,
        };
        near && known
    })
}

#[cfg(test)]
mod tests;
