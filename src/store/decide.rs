//! Decisions of persons: in the log and in the journal, in one change.

use super::audit::{self, Event};
use super::fault::RecordError;
use super::journal::{self, Decision, JournalEntry};
use super::record::Record;
use rusqlite::Transaction;

impl Record {
    /// Notes a decision, in the log and in the journal.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn note_decision(&mut self, decision: &Decision) -> Result<(), RecordError> {
        self.change(|transaction| add(transaction, decision))
    }

    /// The decisions of a kind, in their order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn noted_decisions(&self, kind: &str) -> Result<Vec<Decision>, RecordError> {
        let mut found = Vec::new();
        for line in self.journal_lines()? {
            if let Some(JournalEntry::Decision(decision)) = journal::entry(&line)
                && decision.kind == kind
            {
                found.push(decision);
            }
        }
        Ok(found)
    }
}

/// Adds a decision to the log and the journal, as part of the change that it asks for.
pub(super) fn add(transaction: &Transaction<'_>, decision: &Decision) -> rusqlite::Result<()> {
    let Decision { kind, subject, content, role, reason, at } = decision;
    let bound = content.as_ref().map_or_else(String::new, |hash| format!(" (SHA-256 {hash})"));
    let detail = format!("by {role}: {reason}{bound}");
    audit::add_texts(transaction, [at.as_str(), kind, subject, &detail])?;
    journal::add(transaction, &JournalEntry::Decision(decision.clone()))
}

/// An event of the log as the journal has it.
pub(super) fn in_words(event: &Event) -> (String, String, String, String) {
    (event.at.clone(), event.event.to_owned(), event.subject.clone(), event.detail.clone())
}
