//! Entries of the journal brought into a record that is made anew, where what they were made from
//! is no longer kept: the words of the journal stand for what can't be worked out again.

use super::audit;
use super::deliveries::insert;
use super::fault::RecordError;
use super::journal::{
    self, JournalEntry, LedgerEntry, MadeEntry, NotedEntry, RunEntry, TimetableEntry,
};
use super::packs::write_version;
use super::reading::Reading;
use super::record::Record;
use rusqlite::params;

impl Record {
    /// What the run that is brought back works on.
    pub fn works_as(&mut self, run: RunEntry) {
        self.run = Some(run);
    }

    /// Notes what became of returns as the journal says it, with what can still be read in them.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn repeat_noted(
        &mut self,
        as_at: &str,
        noted: &NotedEntry,
        readings: &[Reading],
    ) -> Result<(), RecordError> {
        let run = self.run.clone();
        self.change(|transaction| {
            for one in &noted.states {
                transaction.execute(
                    "INSERT INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?6, '') \
                     ON CONFLICT (arrival) DO UPDATE SET state = ?5, as_at = ?6",
                    params![one.arrival, one.service, one.quarter, one.revision, one.state, as_at],
                )?;
                let (file, sha256): (String, String) = transaction.query_row(
                    "SELECT file, sha256 FROM arrival WHERE id = ?1",
                    [one.arrival],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )?;
                let detail = one.logged(&sha256);
                audit::add_texts(transaction, [as_at, "selection", &file, &detail])?;
            }
            journal::add_run(transaction, run.as_ref())?;
            journal::add(transaction, &JournalEntry::Noted(noted.clone()))
        })?;
        self.bring_back(as_at, readings)
    }

    /// Brings messages back into the ledger as they stood.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn repeat_ledger(&mut self, entry: &LedgerEntry) -> Result<(), RecordError> {
        self.change(|transaction| {
            for (message, state) in &entry.queued {
                insert(transaction, message, state)?;
            }
            for one in &entry.moved {
                transaction.execute(
                    "UPDATE delivery SET state = ?2, handed_over = ?3, attempts = ?4, \
                     first_at = ?5, next_at = ?6, settled_at = ?7, reply = ?8, remedy = ?9, \
                     told = ?10 WHERE message_id = ?1",
                    params![
                        one.message_id,
                        one.state,
                        one.handed_over,
                        one.attempts,
                        one.first_at,
                        one.next_at,
                        one.settled_at,
                        one.reply,
                        one.remedy,
                        one.told
                    ],
                )?;
            }
            for (at, event, subject, detail) in &entry.events {
                audit::add_texts(transaction, [at, event, subject, detail])?;
            }
            journal::add(transaction, &JournalEntry::Ledger(entry.clone()))
        })
    }

    /// Brings back what the timetable did.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn repeat_timetable(&mut self, entry: &TimetableEntry) -> Result<(), RecordError> {
        match entry {
            TimetableEntry::Began(at) => self.timetable_begins(at).map(drop),
            TimetableEntry::Step(row) => self.note_step(row),
            TimetableEntry::Answered(file, sha256, at) => self.note_answered(file, sha256, at),
            TimetableEntry::Mail(returns) => self.came_by_mail(returns),
        }
    }

    /// Notes a version without what it published.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn repeat_made(&mut self, made: &MadeEntry) -> Result<(), RecordError> {
        let run = self.run.clone();
        let version = made.pack_version();
        self.change(|transaction| {
            let pack = write_version(transaction, &version)?;
            for (name, hash) in run.iter().flat_map(|run| &run.texts) {
                transaction.execute(
                    "INSERT INTO made_from VALUES (?1, ?2, ?3)",
                    params![pack, name, hash],
                )?;
            }
            for (at, event, subject, detail) in &made.events {
                audit::add_texts(transaction, [at, event, subject, detail])?;
            }
            audit::add(transaction, &version.event())?;
            journal::add_run(transaction, run.as_ref())?;
            journal::add(transaction, &JournalEntry::Made(made.clone()))
        })
    }
}
