//! The ledger of deliveries: a row a message, written before and after it leaves.
//!
//! Nothing leaves without a row that says so, and a row changes its state in one transaction
//! with its entry in the log. Times are UTC, ISO 8601, and come with what is noted.

use super::audit::{self, Event};
use super::decide::in_words;
use super::fault::RecordError;
use super::journal::{self, JournalEntry, LedgerEntry};
use super::record::Record;
use rusqlite::{OptionalExtension, Row, Transaction, params};

mod answer;
mod message;

pub use message::{Delivery, DeliveryState, Moved, NewDelivery, Ruled, Ruling, Settled};

const COLUMNS: &str = "id, message_id, kind, quarter, pack, version, subject, role, recipient, \
                       path, sha256, exempt, state, handed_over, attempts, first_at, next_at, \
                       settled_at, reply, remedy";

impl Record {
    /// Queues messages, or notes that they were put into the outbox. One that is in the ledger
    /// already stays as it is.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn queue(&mut self, messages: &[NewDelivery], outbox: bool) -> Result<usize, RecordError> {
        let mut new = Vec::new();
        for message in messages {
            if !self.knows_message(&message.message_id, &message.path)? {
                new.push(message);
            }
        }
        if new.is_empty() {
            return Ok(0);
        }
        let state = if outbox { DeliveryState::Outbox } else { DeliveryState::Queued };
        self.change(|transaction| {
            new.iter().try_for_each(|one| insert(transaction, one, state.word()))?;
            let queued = new.iter().map(|one| ((*one).clone(), state.word().to_owned()));
            let entry = LedgerEntry { queued: queued.collect(), ..LedgerEntry::default() };
            journal::add(transaction, &JournalEntry::Ledger(entry))
        })?;
        Ok(new.len())
    }

    /// Whether every one of these files is in the ledger.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn has_queued<'p>(
        &self,
        paths: impl IntoIterator<Item = &'p str>,
    ) -> Result<bool, RecordError> {
        for path in paths {
            let known = self.doing(|connection| {
                connection
                    .query_row("SELECT 1 FROM delivery WHERE path = ?1", [path], |_| Ok(()))
                    .optional()
            })?;
            if known.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn knows_message(&self, id: &str, path: &str) -> Result<bool, RecordError> {
        self.doing(|connection| {
            let before = format!("before the ledger: {path}");
            let found = connection.query_row(
                "SELECT 1 FROM delivery WHERE message_id IN (?1, ?2)",
                [id, &before],
                |_| Ok(()),
            );
            Ok(found.optional()?.is_some())
        })
    }

    /// Every message, in the order in which they were queued; of one quarter, where it is given.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn deliveries_of(&self, quarter: Option<&str>) -> Result<Vec<Delivery>, RecordError> {
        self.rows("?1 IS NULL OR quarter = ?1", quarter)
    }

    /// The messages that should be tried now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn due(&self, now: &str) -> Result<Vec<Delivery>, RecordError> {
        self.rows("state IN ('queued', 'retry') AND (next_at IS NULL OR next_at <= ?1)", Some(now))
    }

    /// One message.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn delivery(&self, id: i64) -> Result<Option<Delivery>, RecordError> {
        Ok(self.rows("id = CAST(?1 AS INTEGER)", Some(&id.to_string()))?.pop())
    }

    /// Messages that have failed and that the officers have not been told of.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn failures_not_told(&self) -> Result<Vec<Delivery>, RecordError> {
        self.rows(
            "state IN ('refused', 'expired', 'unknown') AND told = 0 AND kind <> 'failure' \
             AND ?1 IS NULL",
            None,
        )
    }

    fn rows(&self, which: &str, value: Option<&str>) -> Result<Vec<Delivery>, RecordError> {
        self.doing(|connection| {
            let asked = format!("SELECT {COLUMNS} FROM delivery WHERE {which} ORDER BY id");
            let mut asked = connection.prepare_cached(&asked)?;
            asked.query_map([value], row)?.collect()
        })
    }

    /// The Message-IDs of earlier versions of a pack that went to an address, oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn earlier_messages(
        &self,
        pack: &str,
        quarter: &str,
        version: u32,
        recipient: &str,
    ) -> Result<Vec<String>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare_cached(
                "SELECT message_id FROM delivery WHERE pack = ?1 AND quarter = ?2 \
                 AND version < ?3 AND lower(recipient) = lower(?4) ORDER BY version, id",
            )?;
            asked.query_map(params![pack, quarter, version, recipient], |row| row.get(0))?.collect()
        })
    }

    /// Takes a message in hand. Of several processes one gets it.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn claim(&mut self, id: i64, now: &str) -> Result<bool, RecordError> {
        self.change(|transaction| {
            let claimed = transaction.execute(
                "UPDATE delivery SET state = 'sending', handed_over = 0, \
                 attempts = attempts + 1, first_at = coalesce(first_at, ?2), settled_at = ?2 \
                 WHERE id = ?1 AND state IN ('queued', 'retry')",
                params![id, now],
            )?;
            if claimed == 1 {
                tell_journal(transaction, &[id], &[])?;
            }
            Ok(claimed == 1)
        })
    }

    /// Notes that the message itself is about to be written to the server: from here on only the
    /// server's answer says what became of it.
    ///
    /// # Errors
    /// When the database can't be changed; then nothing may be written to the server.
    pub fn handing_over(&mut self, id: i64) -> Result<(), RecordError> {
        self.change(|transaction| {
            transaction.execute(
                "UPDATE delivery SET handed_over = 1 WHERE id = ?1 AND state = 'sending'",
                [id],
            )?;
            tell_journal(transaction, &[id], &[])
        })
    }

    /// Notes what came of an attempt, and puts it into the log where it is final.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn settle(
        &mut self,
        delivery: &Delivery,
        settled: &Settled,
        now: &str,
    ) -> Result<(), RecordError> {
        self.change(|transaction| settle(transaction, delivery, settled, now))
    }

    /// Sorts what a killed process left under way: a message that was written to the server is
    /// unknown, any other is tried again. Only for the one process that delivers.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn recover(&mut self, now: &str) -> Result<Vec<Delivery>, RecordError> {
        let left = self.rows("state = 'sending' AND ?1 IS NULL", None)?;
        for delivery in &left {
            let settled = if delivery.handed_over {
                Settled {
                    state: DeliveryState::Unknown,
                    reply: "quarterpack ended while the message was being handed over".into(),
                    remedy: "it may have been delivered: ask the recipient, or look into the \
                             server's log, before it is sent again"
                        .into(),
                    next_at: None,
                }
            } else {
                Settled {
                    state: DeliveryState::Retry,
                    reply: "quarterpack ended before the message was handed over".into(),
                    remedy: "nothing: it is tried again".into(),
                    next_at: None,
                }
            };
            self.settle(delivery, &settled, now)?;
        }
        Ok(left)
    }

    /// A person's word on a message that was refused, given up, or whose fate is unknown.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn rule(&mut self, id: i64, ruling: &Ruling, now: &str) -> Result<Ruled, RecordError> {
        let Some(delivery) = self.delivery(id)? else { return Ok(Ruled::NoSuch) };
        if !delivery.state.has_failed() {
            return Ok(Ruled::Settled(delivery.state));
        }
        let (state, event) = if ruling.again { ("queued", "resend") } else { ("sent", "arrived") };
        self.change(|transaction| {
            transaction.execute(
                "UPDATE delivery SET state = ?2, handed_over = 0, attempts = 0, first_at = NULL, \
                 next_at = NULL, settled_at = ?3, told = 0, reply = ?4, remedy = '' WHERE id = ?1",
                params![id, state, now, format!("{event}, by {}: {}", ruling.by, ruling.because)],
            )?;
            let event = Event {
                at: now.to_owned(),
                event,
                subject: subject(&delivery),
                detail: format!(
                    "it was {}; by {}: {}",
                    delivery.state.word(),
                    ruling.by,
                    ruling.because
                ),
            };
            audit::add(transaction, &event)?;
            tell_journal(transaction, &[id], &[event])
        })?;
        Ok(Ruled::Done)
    }

    /// Queues what tells the officers of failures, and notes that they are told: both or neither,
    /// so that they are told once.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn tell(&mut self, failed: &[i64], notices: &[NewDelivery]) -> Result<(), RecordError> {
        self.change(|transaction| {
            for id in failed {
                transaction.execute("UPDATE delivery SET told = 1 WHERE id = ?1", [id])?;
            }
            let state = DeliveryState::Queued.word();
            notices.iter().try_for_each(|one| insert(transaction, one, state))?;
            let queued = notices.iter().map(|one| (one.clone(), state.to_owned()));
            let entry = LedgerEntry {
                queued: queued.collect(),
                moved: moved(transaction, failed)?,
                events: Vec::new(),
            };
            journal::add(transaction, &JournalEntry::Ledger(entry))
        })
    }

    /// Casts doubt on everything that was still to be sent: in a record that was brought back
    /// from a backup it may have been sent since.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn doubt(&mut self) -> Result<usize, RecordError> {
        let open: Vec<i64> = self
            .rows("state IN ('queued', 'sending', 'retry') AND ?1 IS NULL", None)?
            .iter()
            .map(|one| one.id)
            .collect();
        if open.is_empty() {
            return Ok(0);
        }
        self.change(|transaction| {
            let changed = transaction.execute(
                "UPDATE delivery SET state = 'unknown', told = 1, \
                 reply = 'the record was brought back from a backup: it may have been sent since', \
                 remedy = 'ask the recipient, or look into the server''s log, before it is sent' \
                 WHERE state IN ('queued', 'sending', 'retry')",
                [],
            )?;
            tell_journal(transaction, &open, &[])?;
            Ok(changed)
        })
    }
}

pub(super) fn insert(
    transaction: &Transaction<'_>,
    message: &NewDelivery,
    state: &str,
) -> rusqlite::Result<()> {
    let (pack, version) = message.pack.as_ref().map(|(pack, version)| (pack, version)).unzip();
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO delivery (message_id, kind, quarter, pack, version, subject, \
             role, recipient, path, sha256, exempt, state) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            message.message_id,
            message.kind,
            message.quarter,
            pack,
            version,
            message.subject,
            message.role,
            message.recipient,
            message.path,
            message.sha256,
            message.exempt,
            state
        ])
        .map(drop)
}

/// How messages stand, for the journal.
fn moved(transaction: &Transaction<'_>, ids: &[i64]) -> rusqlite::Result<Vec<Moved>> {
    let mut asked = transaction.prepare_cached(
        "SELECT message_id, state, handed_over, attempts, first_at, next_at, settled_at, reply, \
         remedy, told FROM delivery WHERE id = ?1",
    )?;
    let row = |row: &Row<'_>| {
        Ok(Moved {
            message_id: row.get(0)?,
            state: row.get(1)?,
            handed_over: row.get(2)?,
            attempts: row.get(3)?,
            first_at: row.get(4)?,
            next_at: row.get(5)?,
            settled_at: row.get(6)?,
            reply: row.get(7)?,
            remedy: row.get(8)?,
            told: row.get(9)?,
        })
    };
    ids.iter().map(|id| asked.query_row([id], row)).collect()
}

/// Tells the journal how messages stand after a change, and what was logged with it.
fn tell_journal(
    transaction: &Transaction<'_>,
    ids: &[i64],
    events: &[Event],
) -> rusqlite::Result<()> {
    let moved = moved(transaction, ids)?;
    let events = events.iter().map(in_words).collect();
    let entry = LedgerEntry { queued: Vec::new(), moved, events };
    journal::add(transaction, &JournalEntry::Ledger(entry))
}

fn settle(
    transaction: &Transaction<'_>,
    delivery: &Delivery,
    settled: &Settled,
    now: &str,
) -> rusqlite::Result<()> {
    transaction.execute(
        "UPDATE delivery SET state = ?2, next_at = ?3, settled_at = ?4, reply = ?5, remedy = ?6 \
         WHERE id = ?1",
        params![
            delivery.id,
            settled.state.word(),
            settled.next_at,
            now,
            settled.reply,
            settled.remedy
        ],
    )?;
    if settled.state.is_open() {
        return tell_journal(transaction, &[delivery.id], &[]);
    }
    let event = Event {
        at: now.to_owned(),
        event: settled.state.word(),
        subject: subject(delivery),
        detail: format!("sha256 {}, {}", delivery.message.sha256, settled.reply),
    };
    audit::add(transaction, &event)?;
    tell_journal(transaction, &[delivery.id], &[event])
}

fn subject(delivery: &Delivery) -> String {
    let NewDelivery { kind, recipient, message_id, .. } = &delivery.message;
    format!("message {}, {kind} to {recipient}, {message_id}", delivery.id)
}

fn row(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let pack: Option<String> = row.get(4)?;
    let version: Option<u32> = row.get(5)?;
    let state: String = row.get(12)?;
    let known = DeliveryState::ALL.into_iter().find(|(_, word)| *word == state);
    Ok(Delivery {
        id: row.get(0)?,
        message: NewDelivery {
            message_id: row.get(1)?,
            kind: row.get(2)?,
            quarter: row.get(3)?,
            pack: pack.zip(version),
            subject: row.get(6)?,
            role: row.get(7)?,
            recipient: row.get(8)?,
            path: row.get(9)?,
            sha256: row.get(10)?,
            exempt: row.get(11)?,
        },
        // The table allows no other words; a later version's would be looked at by a person.
        state: known.map_or(DeliveryState::Unknown, |(state, _)| state),
        handed_over: row.get(13)?,
        attempts: row.get(14)?,
        first_at: row.get(15)?,
        next_at: row.get(16)?,
        settled_at: row.get(17)?,
        reply: row.get(18)?,
        remedy: row.get(19)?,
    })
}

#[cfg(test)]
mod tests;
