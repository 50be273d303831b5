//! The journal: what the database can be made anew from, in a file beside it.
//!
//! Each line is written to the database in the transaction of the change that it tells, and after
//! that to the file. So the database is never behind the file, and where the file is behind, a
//! kill between the two, the next start adds what is missing ([`file`]).

mod file;
mod line;

pub(super) use file::JournalFile;
pub use file::journal_of;
pub use line::{Broken, Journal, read};
pub(super) use line::{entry, joined};

use super::decisions;
use super::deliveries::{Moved, NewDelivery};
use super::finals::Final;
use super::packs::{MadeFile, PackVersion};
use super::steps_done::{MailReturn, StepRow};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "lowercase")]
pub enum JournalEntry {
    /// A file came.
    Arrival(ArrivalEntry),
    /// What the entries after this one were made from, until the next of its kind.
    Run(RunEntry),
    /// What was read in the returns was noted.
    Noted(NotedEntry),
    /// A version was made.
    Made(MadeEntry),
    /// A version stayed though its inputs changed, or files of it were made again.
    Kept(MadeEntry),
    /// A person decided something, or something happened that can't be worked out again.
    Decision(Decision),
    /// A person took a decision that has a row of its own.
    Decided(decisions::Decision),
    /// A version was made final.
    Final(Final),
    /// Messages were queued, or stand otherwise than before.
    Ledger(LedgerEntry),
    /// The timetable did something by itself.
    Timetable(TimetableEntry),
}

/// What became of messages in one change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// Messages that are new, with the word of the state that they begin in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queued: Vec<(NewDelivery, String)>,
    /// How others stand now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
    /// What was logged with it: at, event, subject, detail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<(String, String, String, String)>,
}

/// What the timetable did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimetableEntry {
    /// It ran for the first time, then.
    Began(String),
    /// How a step stands.
    Step(StepRow),
    /// The sender of a file was told that it came: file, SHA-256, when.
    Answered(String, String, String),
    /// Returns came with messages.
    Mail(Vec<MailReturn>),
}

/// A file that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivalEntry {
    /// Its number, from 1, in the order in which files were noted.
    pub arrival: i64,
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many bytes.
    pub bytes: i64,
    /// When it came, local time.
    pub arrived: Option<String>,
}

/// What a run worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEntry {
    /// The quarter.
    pub quarter: String,
    /// The day the data go to.
    pub as_at: String,
    /// The program's version.
    pub program: String,
    /// The configuration, among the texts.
    pub config: String,
    /// Every text that shaped it, by name: its SHA-256, under which it is archived.
    pub texts: BTreeMap<String, String>,
    /// The returns that were known, by their numbers, with the times that counted.
    pub returns: Vec<(i64, Option<String>)>,
    /// Files of the inbox that could not be opened, and what the system said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<(String, String)>,
}

/// What became of returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotedEntry {
    /// The returns whose state is new.
    pub states: Vec<StateEntry>,
}

/// What became of a return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateEntry {
    /// Its number.
    pub arrival: i64,
    /// The service, where it is a return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The quarter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarter: Option<String>,
    /// The revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// The word of its state.
    pub state: String,
}

/// A version of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeEntry {
    /// The pack's id.
    pub pack: String,
    /// The body it is for.
    pub audience: String,
    /// The quarter.
    pub quarter: String,
    /// From 1.
    pub version: u32,
    /// The day its data go to.
    pub as_at: String,
    /// Whether it was made again deliberately.
    pub reissue: bool,
    /// SHA-256 over everything it was made from.
    pub inputs: String,
    /// SHA-256 over its files.
    pub content: String,
    /// SHA-256 over the pack as it was composed, its marking left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub composed: String,
    /// Its files and messages: path and SHA-256.
    pub files: Vec<(String, String)>,
    /// What else was logged with it: at, event, subject, detail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<(String, String, String, String)>,
}

/// A decision of a person, or something that happened outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its kind, one word: `approval`, `host`, `removal`.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// SHA-256 of what it binds, where it binds something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The role of who decided.
    pub role: String,
    /// Why.
    pub reason: String,
    /// When: a day or a time.
    pub at: String,
}

impl MadeEntry {
    pub(super) fn of(version: &PackVersion) -> Self {
        let files = version.files.iter();
        Self {
            pack: version.name.clone(),
            audience: version.audience.clone(),
            quarter: version.quarter.clone(),
            version: version.version,
            as_at: version.as_at.clone(),
            reissue: version.reissue,
            inputs: version.inputs.clone(),
            content: version.content(),
            composed: version.composed.clone(),
            files: files.map(|file| (file.path.clone(), file.hash.clone())).collect(),
            events: Vec::new(),
        }
    }

    /// The version.
    #[must_use]
    pub fn pack_version(&self) -> PackVersion {
        let files = self.files.iter();
        PackVersion {
            name: self.pack.clone(),
            audience: self.audience.clone(),
            quarter: self.quarter.clone(),
            version: self.version,
            as_at: self.as_at.clone(),
            reissue: self.reissue,
            inputs: self.inputs.clone(),
            composed: self.composed.clone(),
            files: files
                .map(|(path, hash)| MadeFile { path: path.clone(), hash: hash.clone() })
                .collect(),
        }
    }
}

/// Adds an entry, as part of the change that it tells.
pub(super) fn add(transaction: &Transaction<'_>, entry: &JournalEntry) -> rusqlite::Result<()> {
    let last: Option<(i64, String)> = transaction
        .prepare_cached("SELECT seq, line FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, before) = last.unwrap_or_default();
    let text = line::write(seq + 1, line::hash_in(&before), entry)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    transaction
        .prepare_cached("INSERT INTO journal VALUES (?1, ?2)")?
        .execute(params![seq + 1, text])?;
    Ok(())
}

/// Adds what a run works on, unless the last entry of that kind says the same.
pub(super) fn add_run(
    transaction: &Transaction<'_>,
    run: Option<&RunEntry>,
) -> rusqlite::Result<()> {
    let Some(run) = run else { return Ok(()) };
    let last: Option<String> = transaction
        .prepare_cached(
            "SELECT line FROM journal WHERE line LIKE '%\"entry\":\"run\"%' \
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    let entry = JournalEntry::Run(run.clone());
    if last.and_then(|line| line::entry(&line)).is_some_and(|last| last == entry) {
        return Ok(());
    }
    add(transaction, &entry)
}
