//! A run that would find and make nothing new says again what the last one said: nothing that it
//! reads was touched since, nor anything that it made, nor the record.
//!
//! What a run finds follows from what it reads and from the record alone, so what it said can be
//! said again. Whether files were touched is told by their sizes and times (`store::Seen`), as make
//! and git do.

use super::fault::RunError;
use super::status_page::written;
use super::{Making, Outcome};
use crate::config::{Settings, Way};
use crate::store::{Seen, write_whole};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The file, in the record's folder.
const FILE: &str = "last-run";

/// What is asked of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The program, as it lies on the disk.
    pub program: PathBuf,
    /// The configuration.
    pub config: PathBuf,
    /// The quarter.
    pub quarter: String,
    /// The day the data go to.
    pub as_at: String,
}

/// What a run said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// In words.
    pub words: String,
    /// Whether it found errors in returns.
    pub errors: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    question: Question,
    read: Vec<Seen>,
    made: Vec<Seen>,
    answer: Answer,
}

/// Everything that a run is about to read, as it is now.
#[derive(Debug)]
pub struct Watch {
    question: Question,
    record: PathBuf,
    read: Vec<Seen>,
}

impl Watch {
    /// Looks at everything that a run reads; `now` by the clock. None where a run sends messages
    /// itself: what waits in the ledger is due with every run.
    #[must_use]
    pub fn of(settings: &Settings, question: Question, now: SystemTime) -> Option<Self> {
        if settings.delivery.sending.way != Way::Outbox {
            return None;
        }
        let paths = &settings.paths;
        let texts = [&question.config, &paths.lists, &paths.theme].into_iter();
        let texts = texts.chain(paths.arrivals.iter().chain(&paths.outturns));
        let mut read = vec![Seen::made(&question.program)];
        read.extend(texts.map(|path| Seen::now(path, now)));
        read.extend(beside(&paths.theme)?.iter().map(|path| Seen::now(path, now)));
        for folder in [&paths.plans, &paths.packs, &paths.templates, &paths.inbox] {
            if folder.is_dir() {
                // What can't be listed is told by the run itself.
                Seen::below(folder, now, &mut read).ok()?;
            } else {
                read.push(Seen::now(folder, now));
            }
        }
        Some(Self { question, record: paths.record(), read })
    }

    /// What the last run said, where it was asked the same and nothing was touched since.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        let kept = std::fs::read(self.record.join(FILE)).ok()?;
        let kept: Kept = postcard::from_bytes(&kept).ok()?;
        let same = kept.question == self.question
            && kept.read.len() == self.read.len()
            && kept.read.iter().zip(&self.read).all(|(kept, now)| kept.is(now))
            && kept.made.iter().all(Seen::holds);
        same.then_some(kept.answer)
    }

    /// Keeps what a run said, once it has ended.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn keep(self, outcome: &Outcome, answer: Answer) -> Result<(), RunError> {
        let Self { question, record, read } = self;
        let files = ["record.sqlite", "record.sqlite-wal", "journal.jsonl"];
        let files = files.iter().map(|name| record.join(name));
        let made: Vec<Seen> = files.chain(outcome.made()).map(|path| Seen::made(&path)).collect();
        let kept = Kept { question, read, made, answer };
        // What can't be put into bytes is only worked out again.
        let Ok(bytes) = postcard::to_stdvec(&kept) else { return Ok(()) };
        Ok(write_whole(&record.join(FILE), &bytes)?)
    }
}

/// The pictures that a theme may name: a logo lies beside its file. None where they can't be
/// listed.
fn beside(theme: &Path) -> Option<Vec<PathBuf>> {
    let folder = match theme.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    if !folder.is_dir() {
        return Some(Vec::new());
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).ok()? {
        found.push(entry.ok()?.path());
    }
    found.retain(|path| !path.is_dir() && path != theme);
    found.sort();
    Some(found)
}

impl Outcome {
    /// What the next run would come to, were nothing touched until then; none where this one made
    /// a final, which the next would only find.
    #[must_use]
    pub fn again(&self) -> Option<Self> {
        let mut again = self.clone();
        for pack in &mut again.packs {
            if pack.last.as_ref().is_some_and(|last| last.new) {
                return None;
            }
            pack.making = Making::Unchanged;
            pack.pages = None;
            pack.missing.clear();
            pack.refused.clear();
        }
        Some(again)
    }

    /// Every file that it made or found in its place.
    fn made(&self) -> impl Iterator<Item = PathBuf> {
        let packs = self.packs.iter().flat_map(|pack| {
            let last = pack.last.iter().flat_map(|last| last.files.iter().chain(&last.messages));
            pack.files.iter().chain(&pack.messages).chain(last)
        });
        let pages = [self.status.clone(), written::beside(&self.status, self.quarter)];
        packs.chain(&self.receipts).cloned().chain(pages)
    }
}
