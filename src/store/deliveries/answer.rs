//! Messages queued together with the note of what they answer: both or neither.

use super::{DeliveryState, NewDelivery, insert};
use crate::store::fault::RecordError;
use crate::store::journal::{self, JournalEntry, LedgerEntry};
use crate::store::record::Record;

impl Record {
    /// Queues what tells people of things that came, and notes that they are told, so that they
    /// are told once. Says how many messages are new.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn queue_telling(
        &mut self,
        messages: &[NewDelivery],
        outbox: bool,
        came: &[(String, String)],
        at: &str,
    ) -> Result<usize, RecordError> {
        let mut new = Vec::new();
        for message in messages {
            if !self.knows_message(&message.message_id, &message.path)? {
                new.push(message.clone());
            }
        }
        let state = if outbox { DeliveryState::Outbox } else { DeliveryState::Queued }.word();
        self.change(|transaction| {
            for (file, sha256) in came {
                super::super::steps_done::answered(transaction, file, sha256, at)?;
            }
            if new.is_empty() {
                return Ok(());
            }
            new.iter().try_for_each(|one| insert(transaction, one, state))?;
            let queued = new.iter().map(|one| (one.clone(), state.to_owned()));
            let entry = LedgerEntry { queued: queued.collect(), ..LedgerEntry::default() };
            journal::add(transaction, &JournalEntry::Ledger(entry))
        })?;
        Ok(new.len())
    }
}
