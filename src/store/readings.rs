//! What was read in the returns, by the latest run that judged it.

use super::arrivals;
use super::audit::{self, Event};
use super::fault::RecordError;
use super::hash::sha256_of_parts;
use super::journal::{self, JournalEntry, NotedEntry, StateEntry};
use super::reading::{FigureRow, FindingRow, Reading};
use super::record::Record;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

impl Record {
    /// Notes what was read, where it differs from what is noted. The word of a run for a later
    /// day stands against that of an earlier one, and findings of all checks against those of
    /// some. Gives how many readings were changed.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn note(
        &mut self,
        as_at: &str,
        readings: impl IntoIterator<Item = Reading>,
    ) -> Result<usize, RecordError> {
        let run = self.run.clone();
        self.change(|transaction| {
            let (mut states, mut changed) = (Vec::new(), 0);
            // There may be tens of thousands: each is made, written and dropped.
            for reading in readings {
                let arrival = arrivals::id(transaction, &reading.file, &reading.sha256)?;
                let Some(arrival) = arrival else { continue };
                let before = noted(transaction, arrival)?;
                let change = Change::of(before.as_ref(), &reading, as_at);
                if change.state {
                    states.push(reading.in_journal(arrival));
                }
                if change.state || change.content {
                    write(transaction, arrival, &reading, &change, as_at)?;
                    changed += 1;
                }
            }
            if changed > 0 {
                journal::add_run(transaction, run.as_ref())?;
                journal::add(transaction, &JournalEntry::Noted(NotedEntry { states }))?;
            }
            Ok(changed)
        })
    }

    /// Brings back what was read in returns whose state is noted already, in a record that is made
    /// anew: neither log nor journal tell of it.
    pub(super) fn bring_back(
        &mut self,
        as_at: &str,
        readings: &[Reading],
    ) -> Result<(), RecordError> {
        let mut known = Vec::new();
        for reading in readings {
            let Some(arrival) = self.arrival(&reading.file, &reading.sha256)? else { continue };
            if self.doing(|connection| noted(connection, arrival))?.is_some() {
                known.push((arrival, reading));
            }
        }
        self.change(|transaction| {
            for (arrival, reading) in &known {
                let change = Change { state: false, content: true, hash: content(reading) };
                write(transaction, *arrival, reading, &change, as_at)?;
            }
            Ok(())
        })
    }
}

fn noted(connection: &Connection, arrival: i64) -> rusqlite::Result<Option<Noted>> {
    connection
        .prepare_cached(
            "SELECT state, as_at, checked, checked_as_at, content FROM reading WHERE arrival = ?1",
        )?
        .query_row([arrival], |row| {
            Ok(Noted {
                state: row.get(0)?,
                as_at: row.get(1)?,
                checked: row.get(2)?,
                checked_as_at: row.get(3)?,
                content: row.get(4)?,
            })
        })
        .optional()
}

/// What is noted of a file.
struct Noted {
    state: String,
    as_at: String,
    checked: bool,
    checked_as_at: String,
    content: String,
}

/// What of a reading is to be written.
struct Change {
    state: bool,
    content: bool,
    hash: String,
}

impl Change {
    fn of(before: Option<&Noted>, reading: &Reading, as_at: &str) -> Self {
        let hash = content(reading);
        let Some(before) = before else { return Self { state: true, content: true, hash } };
        let later = as_at >= before.as_at.as_str();
        let better = match (before.checked, reading.checked) {
            (true, false) => false,
            (false, true) => true,
            (true, true) | (false, false) => as_at >= before.checked_as_at.as_str(),
        };
        Self {
            state: later && before.state != reading.state.word(),
            content: better && (before.content != hash || before.checked != reading.checked),
            hash,
        }
    }
}

fn content(reading: &Reading) -> String {
    let words = format!("{:?} {:?}", reading.findings, reading.figures);
    sha256_of_parts(&[&words])
}

fn write(
    transaction: &Transaction<'_>,
    arrival: i64,
    reading: &Reading,
    change: &Change,
    as_at: &str,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6, ?8) \
             ON CONFLICT (arrival) DO NOTHING",
        )?
        .execute(params![
            arrival,
            reading.service,
            reading.quarter,
            reading.revision,
            reading.state.word(),
            as_at,
            reading.checked,
            change.hash
        ])?;
    if change.state {
        transaction
            .prepare_cached("UPDATE reading SET state = ?2, as_at = ?3 WHERE arrival = ?1")?
            .execute(params![arrival, reading.state.word(), as_at])?;
        audit::add(transaction, &selection(reading, arrival, as_at))?;
    }
    if change.content {
        transaction
            .prepare_cached(
                "UPDATE reading SET service = ?2, quarter = ?3, revision = ?4, checked = ?5, \
                 checked_as_at = ?6, content = ?7 WHERE arrival = ?1",
            )?
            .execute(params![
                arrival,
                reading.service,
                reading.quarter,
                reading.revision,
                reading.checked,
                as_at,
                change.hash
            ])?;
        write_findings(transaction, arrival, &reading.findings)?;
        write_figures(transaction, arrival, &reading.figures)?;
    }
    Ok(())
}

fn selection(reading: &Reading, arrival: i64, as_at: &str) -> Event {
    Event {
        at: as_at.to_owned(),
        event: "selection",
        subject: reading.file.clone(),
        detail: reading.in_journal(arrival).logged(&reading.sha256),
    }
}

impl Reading {
    fn in_journal(&self, arrival: i64) -> StateEntry {
        StateEntry {
            arrival,
            service: self.service.clone(),
            quarter: self.quarter.clone(),
            revision: self.revision,
            state: self.state.word().to_owned(),
        }
    }
}

impl StateEntry {
    /// What the log says of it.
    pub(super) fn logged(&self, sha256: &str) -> String {
        let what = match (&self.service, &self.quarter, self.revision) {
            (Some(service), Some(quarter), Some(revision)) => {
                format!("{service}, {quarter}, revision {revision}: ")
            }
            _ => String::new(),
        };
        format!("{what}{} (SHA-256 {sha256})", self.state)
    }
}

fn write_findings(
    transaction: &Transaction<'_>,
    arrival: i64,
    findings: &[FindingRow],
) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM finding WHERE arrival = ?1", [arrival])?;
    let mut insert = transaction
        .prepare_cached("INSERT INTO finding VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    for (nth, one) in (1_i64..).zip(findings) {
        insert.execute(params![
            arrival,
            nth,
            one.code,
            one.severity,
            one.sheet,
            one.cell,
            one.about,
            one.message,
            one.read,
            one.remedy
        ])?;
    }
    Ok(())
}

fn write_figures(
    transaction: &Transaction<'_>,
    arrival: i64,
    figures: &[FigureRow],
) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM figure WHERE arrival = ?1", [arrival])?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO figure VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (nth, one) in (1_i64..).zip(figures) {
        insert.execute(params![
            arrival,
            nth,
            one.kind,
            one.item,
            one.figure,
            one.quarter,
            one.number,
            one.reason,
            one.sheet,
            one.cell,
            one.restated_from
        ])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::hash::sha256;
    use crate::store::{Came, ReturnState};

    fn reading(state: ReturnState, checked: bool) -> Reading {
        Reading {
            file: "a.xlsx".into(),
            sha256: sha256(b"a"),
            service: Some("children".into()),
            quarter: Some("2023-24 Q2".into()),
            revision: Some(1),
            state,
            checked,
            findings: Vec::new(),
            figures: Vec::new(),
        }
    }

    fn record() -> (tempfile::TempDir, Record) {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        assert_eq!(receive(&mut record), 1);
        (folder, record)
    }

    fn receive(record: &mut Record) -> usize {
        let hash = sha256(b"a");
        let came =
            Came { file: "a.xlsx", sha256: &hash, bytes: &&b"a"[..], arrived: Some("2023-10-12") };
        record.receive(&[came]).unwrap()
    }

    fn state(record: &Record) -> String {
        record.doing(|one| one.query_row("SELECT state FROM reading", [], |r| r.get(0))).unwrap()
    }

    #[test]
    fn the_same_bytes_again_are_recognised() {
        let (_folder, mut record) = record();
        assert_eq!(receive(&mut record), 0);
        assert_eq!(record.arrivals().unwrap().len(), 1);
        assert_eq!(record.archive().get(&sha256(b"a"), "a.xlsx").unwrap(), b"a");
        assert_eq!(record.log().unwrap().len(), 1);
    }

    #[test]
    fn what_is_known_is_not_written_again() {
        let (_folder, mut record) = record();
        let one = reading(ReturnState::Used, true);
        assert_eq!(record.note("2023-10-27", [one.clone()]).unwrap(), 1);
        assert_eq!(record.note("2023-10-27", [one.clone()]).unwrap(), 0);
        assert_eq!(record.log().unwrap().len(), 2);
    }

    #[test]
    fn a_run_for_an_earlier_day_does_not_undo_a_later_one() {
        let (_folder, mut record) = record();
        record.note("2023-10-27", [reading(ReturnState::Superseded, true)]).unwrap();
        record.note("2023-10-16", [reading(ReturnState::Used, true)]).unwrap();
        assert_eq!(state(&record), "superseded");
        record.note("2023-11-16", [reading(ReturnState::Used, false)]).unwrap();
        assert_eq!(state(&record), "used");
    }

    #[test]
    fn findings_of_all_checks_are_kept_from_those_of_some() {
        let (_folder, mut record) = record();
        let count = |record: &Record| -> i64 {
            record
                .doing(|one| one.query_row("SELECT count(*) FROM finding", [], |r| r.get(0)))
                .unwrap()
        };
        let mut full = reading(ReturnState::Used, true);
        full.findings.push(FindingRow {
            code: "M13".into(),
            severity: "error".into(),
            sheet: None,
            cell: None,
            about: None,
            message: "it is wrong".into(),
            read: None,
            remedy: "Mend it.".into(),
        });
        record.note("2023-10-27", [full]).unwrap();
        record.note("2024-01-27", [reading(ReturnState::Used, false)]).unwrap();
        assert_eq!(count(&record), 1);
        record.note("2024-01-27", [reading(ReturnState::Used, true)]).unwrap();
        assert_eq!(count(&record), 0);
    }
}
