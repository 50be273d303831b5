//! The record made anew, from the journal and the archive alone; and compared with what there is.

mod compare;
mod replay;

pub(super) use replay::REMOVAL;

use super::fault::RunError;
use super::inputs::Inputs;
use super::keeper;
use crate::intake::Reader;
use crate::store::{Archive, Broken, Journal, Record, RecordError, RunLock, journal_of};
use std::path::Path;

/// What making the record anew gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Entries of the journal.
    pub entries: usize,
    /// The hash of its last line.
    pub head: String,
    /// Files that came, as they are in the archive.
    pub returns: usize,
    /// Every version that the journal knows, in its order.
    pub versions: Vec<Remade>,
    /// What was compared and is the same: a view's name and its rows, the log and its entries.
    pub same: Vec<(String, usize)>,
    /// What is not the same.
    pub differences: Vec<Difference>,
    /// Files of versions that are not in the output any more.
    pub missing: Vec<String>,
}

/// A version made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remade {
    /// The version: `social-work-committee 2023-24 Q2, version 1`.
    pub version: String,
    /// The program's version that made it, where that is not this one.
    pub program: Option<String>,
    /// How many files and messages it has.
    pub files: usize,
    /// What became of it.
    pub remaking: Remaking,
}

/// What became of a version that was made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remaking {
    /// Every file is the same, byte for byte.
    Same,
    /// These files are not.
    Differs(Vec<String>),
    /// It can't be made any more: these returns that it rests on were removed, their time past.
    Removed(Vec<String>),
    /// It could not be made.
    Failed(String),
}

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub place: String,
    /// What it is.
    pub what: String,
}

impl Rebuilt {
    /// Whether all that can be made anew is as it was.
    #[must_use]
    pub fn agrees(&self) -> bool {
        let fine = |one: &Remade| matches!(one.remaking, Remaking::Same | Remaking::Removed(_));
        self.differences.is_empty() && self.versions.iter().all(fine)
    }

    /// Begins with what the journal says.
    fn of(journal: &Journal) -> Self {
        let mut rebuilt =
            Self { entries: journal.entries.len(), head: journal.head.clone(), ..Self::default() };
        if let Some(Broken { line, what }) = journal.broken {
            let place = format!("journal.jsonl, line {line}");
            rebuilt.differs(place, format!("{what}; nothing from there on was made anew"));
        }
        rebuilt
    }

    fn differs(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.differences.push(Difference { place: place.into(), what: what.into() });
    }
}

/// Makes the record anew in memory, and compares it with the one there is: every version's files
/// by their hashes, the views row for row, the log and the journal. Nothing is written.
///
/// # Errors
/// When there is no journal, or the record there is can't be used.
pub fn verify(inputs: &Inputs, reader: &Reader) -> Result<Rebuilt, RunError> {
    let folder = inputs.settings.paths.record();
    // Not to begin one where there is none.
    journal_of(&folder)?;
    if !folder.join("record.sqlite").exists() {
        Record::look(&folder)?;
    }
    let held = keeper::hold(inputs)?;
    // Nor may the ledger move while it is compared. Where nobody ever sent, no lock is made.
    let sends = folder.join("delivery-lock").exists();
    let _sending = sends.then(|| RunLock::of_delivery(&folder)).transpose()?;
    let journal = journal_of(&folder)?;
    let mut rebuilt = Rebuilt::of(&journal);
    let archive = held.record.archive().clone();
    let mut anew = Record::in_memory(&archive)?;
    let unsure = replay::replay(&journal, &archive, reader, &mut anew, &mut rebuilt)?;
    compare::records(&held.record, &anew, &unsure, &mut rebuilt)?;
    compare::output(&inputs.settings.paths.output, &held.record, &mut rebuilt)?;
    Ok(rebuilt)
}

/// Makes the record anew in a folder that holds none yet, archive, journal and database.
///
/// # Errors
/// When there is no journal, when there is a record in the folder, or it can't be written.
pub fn rebuild(inputs: &Inputs, reader: &Reader, to: &Path) -> Result<Rebuilt, RunError> {
    let folder = inputs.settings.paths.record();
    let journal = journal_of(&folder)?;
    let _lock = RunLock::take(&folder)?;
    let target = to.join("record.sqlite");
    if target.exists() {
        return Err(RecordError::There { file: target }.into());
    }
    let mut rebuilt = Rebuilt::of(&journal);
    let mut anew = Record::open(to)?;
    replay::replay(&journal, &Archive::of(&folder), reader, &mut anew, &mut rebuilt)?;
    Ok(rebuilt)
}
