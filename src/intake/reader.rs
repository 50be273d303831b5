//! Reads workbooks: in this process, or in processes that can be lost without harm.

use super::arrival::{Arrival, Changed, digest};
use super::confine::Confinement;
use super::limits::FILE;
use super::open::open;
use super::process::{Fate, Process};
use super::records::Records;
use super::workbook::{Excess, Unreadable, Workbook};
use crate::progress;
use std::borrow::Cow;
use std::io;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A file, opened: its cells, or why there are none.
pub type Opened = Result<Workbook, Unreadable>;

/// Where workbooks are read.
#[derive(Clone, Debug)]
pub enum Reader {
    /// In this process: for files that were made here.
    InProcess,
    /// In processes of their own, each with few rights, little memory and a clock: for files
    /// from outside.
    Children {
        /// The program quarterpack.
        program: PathBuf,
        /// How many read at the same time.
        at_once: usize,
    },
    /// Elsewhere, and earlier: a file that has a record is not opened.
    Recorded {
        /// What was opened elsewhere.
        records: Records,
        /// Where every other file is read.
        otherwise: Box<Reader>,
    },
}

/// No reader can be started: no file can be read.
#[derive(Debug, thiserror::Error)]
#[error("can't start a reader of workbooks, {} read-sheets", program.display())]
pub struct ReaderError {
    program: PathBuf,
    source: io::Error,
}

/// Files that could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing reads workbooks.
    #[error(transparent)]
    Reader(#[from] ReaderError),
    /// A file is no longer what it was.
    #[error(transparent)]
    Changed(#[from] Changed),
}

/// A run needs a reader for so many files before a second one is worth its start.
const FILES_FOR_ONE: usize = 4;

impl Reader {
    /// Opens files; the answers come in the order of the files, and each is the same whatever
    /// the others do.
    ///
    /// # Errors
    /// No reader can be started. What is wrong with a file is no error.
    pub fn open_all(&self, files: &[&[u8]]) -> Result<Vec<Opened>, ReaderError> {
        let load = |at: usize| Ok(Cow::Borrowed(files.get(at).copied().unwrap_or_default()));
        let known = |at: usize| files.get(at).and_then(|file| self.known(|| digest(file)));
        let files = Files { count: files.len(), known: &known, load: &load };
        self.all(files, &|_, opened| opened).map_err(|error| match error {
            ReadError::Reader(error) => error,
            // Files that are held don't change.
            ReadError::Changed(changed) => {
                ReaderError { program: PathBuf::new(), source: io::Error::other(changed) }
            }
        })
    }

    /// Opens files that arrived and does something with each: what of them is kept, and no more
    /// than one for each reader is in memory at a time. The answers come in the order of the
    /// files.
    ///
    /// # Errors
    /// No reader can be started, or a file is no longer what it was.
    pub fn each<T: Send>(
        &self,
        arrivals: &[&Arrival],
        then: impl Fn(&Arrival, Opened) -> T + Sync,
    ) -> Result<Vec<T>, ReadError> {
        let load = |at: usize| {
            arrivals.get(at).map_or(Ok(Cow::Borrowed(&[][..])), |arrival| arrival.bytes())
        };
        let known = |at: usize| arrivals.get(at).and_then(|one| self.known(|| one.digest.clone()));
        let then = |at: usize, opened| arrivals.get(at).map(|arrival| then(arrival, opened));
        let files = Files { count: arrivals.len(), known: &known, load: &load };
        Ok(self.all(files, &then)?.into_iter().flatten().collect())
    }

    /// What is known of a file without opening it.
    fn known(&self, digest: impl Fn() -> String) -> Option<Opened> {
        match self {
            Self::InProcess | Self::Children { .. } => None,
            Self::Recorded { records, .. } => records.opened(&digest()),
        }
    }

    fn all<'a, T: Send>(
        &self,
        files: Files<'a>,
        then: &'a (dyn Fn(usize, Opened) -> T + Sync),
    ) -> Result<Vec<T>, ReadError> {
        match self {
            Self::InProcess => (0..files.count)
                .map(|at| {
                    if let Some(known) = (files.known)(at) {
                        return Ok(then(at, known));
                    }
                    let file = (files.load)(at)?;
                    Ok(then(at, fits(&file).and_then(|()| open(&file))))
                })
                .collect(),
            Self::Recorded { otherwise, .. } => otherwise.all(files, then),
            Self::Children { program, at_once } => {
                let readers = files.count.div_ceil(FILES_FOR_ONE).min(*at_once).max(1);
                let (next, read) = (AtomicUsize::new(0), AtomicUsize::new(0));
                let queue = Queue { program: program.clone(), files, then, next, read };
                let mut done = queue.shared_by(readers)?;
                done.sort_by_key(|(index, _)| *index);
                Ok(done.into_iter().map(|(_, done)| done).collect())
            }
        }
    }

    /// How the readers are confined on this machine; none where they are not.
    ///
    /// # Errors
    /// No reader can be started.
    pub fn confinement(&self) -> Result<Option<Confinement>, ReaderError> {
        match self {
            Self::InProcess => Ok(None),
            Self::Recorded { otherwise, .. } => otherwise.confinement(),
            Self::Children { program, .. } => {
                let process = start(program)?;
                let confinement = process.confinement;
                process.end();
                Ok(Some(confinement))
            }
        }
    }
}

fn start(program: &std::path::Path) -> Result<Process, ReaderError> {
    Process::start(program).map_err(|source| ReaderError { program: program.into(), source })
}

fn fits(file: &[u8]) -> Result<(), Unreadable> {
    let size = u64::try_from(file.len()).unwrap_or(u64::MAX);
    if size > FILE { Err(Excess::File.into()) } else { Ok(()) }
}

/// Gives a file's content.
type Load<'a> = &'a (dyn Fn(usize) -> Result<Cow<'a, [u8]>, Changed> + Sync);

/// Files to be read.
#[derive(Clone, Copy)]
struct Files<'a> {
    count: usize,
    /// What is known of one without opening it.
    known: &'a (dyn Fn(usize) -> Option<Opened> + Sync),
    load: Load<'a>,
}

/// Files that wait to be read, and what is done with each.
struct Queue<'a, T> {
    program: PathBuf,
    files: Files<'a>,
    then: &'a (dyn Fn(usize, Opened) -> T + Sync),
    next: AtomicUsize,
    read: AtomicUsize,
}

impl<T: Send> Queue<'_, T> {
    fn shared_by(&self, readers: usize) -> Result<Vec<(usize, T)>, ReadError> {
        let all = Mutex::new(Vec::with_capacity(self.files.count));
        let failed = Mutex::new(None);
        thread::scope(|scope| {
            for _ in 0..readers {
                scope.spawn(|| match self.work() {
                    Ok(done) => lock(&all).extend(done),
                    Err(fault) => *lock(&failed) = Some(fault),
                });
            }
        });
        match lock(&failed).take() {
            Some(fault) => Err(fault),
            None => Ok(std::mem::take(&mut *lock(&all))),
        }
    }

    /// One reader after the other, until no file waits.
    fn work(&self) -> Result<Vec<(usize, T)>, ReadError> {
        let mut done = Vec::new();
        let mut reader: Option<Process> = None;
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            if index >= self.files.count {
                break;
            }
            let opened = self.opened(index, &mut reader)?;
            done.push((index, (self.then)(index, opened)));
            // Others may have come further meanwhile; the last one is told when all are read.
            let read = self.read.fetch_add(1, Ordering::Relaxed) + 1;
            progress::at("Reading returns", read, self.files.count);
        }
        if let Some(reader) = reader {
            reader.end();
        }
        Ok(done)
    }

    fn opened(&self, index: usize, reader: &mut Option<Process>) -> Result<Opened, ReadError> {
        if let Some(known) = (self.files.known)(index) {
            return Ok(known);
        }
        let file = (self.files.load)(index)?;
        match fits(&file) {
            Ok(()) => Ok(self.read(&file, reader)?),
            Err(fault) => Ok(Err(fault)),
        }
    }

    /// Has a file read. A reader that dies has perhaps been spoilt by an earlier file: what a
    /// fresh one makes of this one counts.
    fn read(&self, file: &[u8], reader: &mut Option<Process>) -> Result<Opened, ReaderError> {
        let mut process = match reader.take() {
            Some(process) if process.is_worn() => {
                process.end();
                start(&self.program)?
            }
            Some(process) => process,
            None => start(&self.program)?,
        };
        loop {
            let fresh = process.asked == 0;
            match process.read(file) {
                Ok(opened) => {
                    *reader = Some(process);
                    return Ok(opened);
                }
                Err(Fate::Died) if !fresh => {
                    process.end();
                    process = start(&self.program)?;
                }
                Err(fate) => return Ok(Err(process.post_mortem(fate))),
            }
        }
    }
}

/// A lock whose holder panicked still holds what was put into it.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
