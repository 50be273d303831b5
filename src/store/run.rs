//! What a run works on, told to the record before it writes.

use super::arrivals::Came;
use super::fault::RecordError;
use super::files::FileError;
use super::journal::{self, JournalEntry, RunEntry};
use super::packs::MadeFrom;
use super::record::Record;
use std::collections::BTreeMap;

/// What a run works on.
#[derive(Clone, Copy, Debug)]
pub struct RunInputs<'a> {
    /// The quarter.
    pub quarter: &'a str,
    /// The day the data go to.
    pub as_at: &'a str,
    /// The program's version.
    pub program: &'a str,
    /// The configuration, among the texts.
    pub config: &'a str,
    /// Every text that shapes what is made.
    pub texts: &'a [MadeFrom<'a>],
    /// The returns that are known, in their order.
    pub returns: &'a [Came<'a>],
    /// Files of the inbox that could not be opened, and what the system said.
    pub closed: &'a [(String, String)],
}

impl Record {
    /// Tells what the run works on: it goes into the journal with the first change that the run
    /// makes. The texts are in the archive when this returns.
    ///
    /// # Errors
    /// When a text can't be archived, or the database can't be read.
    pub fn works_on(&mut self, inputs: &RunInputs<'_>) -> Result<(), RecordError> {
        let mut texts = BTreeMap::new();
        for text in inputs.texts {
            self.archive_text(text)?;
            texts.insert(text.name.to_owned(), text.sha256.to_owned());
        }
        let mut returns = Vec::new();
        for came in inputs.returns {
            if let Some(arrival) = self.arrival(came.file, came.sha256)? {
                returns.push((arrival, came.arrived.map(ToOwned::to_owned)));
            }
        }
        self.run = Some(RunEntry {
            quarter: inputs.quarter.to_owned(),
            as_at: inputs.as_at.to_owned(),
            program: inputs.program.to_owned(),
            config: inputs.config.to_owned(),
            texts,
            returns,
            closed: inputs.closed.to_vec(),
        });
        Ok(())
    }

    /// Puts a text into the archive, unless the run that goes on has done so already.
    pub(super) fn archive_text(&self, text: &MadeFrom<'_>) -> Result<(), RecordError> {
        let known = self.run.as_ref().and_then(|run| run.texts.get(text.name));
        if known.is_some_and(|known| known == text.sha256) {
            return Ok(());
        }
        let bytes = text.text.load();
        let fault = |source| FileError { path: text.name.into(), doing: "read", source };
        Ok(self.archive().put(text.sha256, text.name, &bytes.map_err(fault)?)?)
    }

    /// The journal as the database has it, a line each.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn journal_lines(&self) -> Result<Vec<String>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare("SELECT line FROM journal ORDER BY seq")?;
            asked.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// The journal as the database has it, as the file should be.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn journal_text(&self) -> Result<String, RecordError> {
        Ok(journal::joined(&self.journal_lines()?))
    }

    /// Everything in the archive that the record speaks of: the SHA-256, and a name with the
    /// ending that it lies there under.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn everything(&self) -> Result<Vec<(String, String)>, RecordError> {
        let mut all: Vec<(String, String)> = self.doing(|connection| {
            let mut asked = connection.prepare(
                "SELECT sha256, file FROM arrival WHERE sha256 NOT IN \
                 (SELECT sha256 FROM arrival JOIN removed ON removed.arrival = arrival.id) \
                 UNION SELECT sha256, name FROM made_from",
            )?;
            asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })?;
        for line in self.journal_lines()? {
            if let Some(JournalEntry::Run(run)) = journal::entry(&line) {
                all.extend(run.texts.into_iter().map(|(name, hash)| (hash, name)));
            }
        }
        all.sort();
        all.dedup();
        Ok(all)
    }
}
