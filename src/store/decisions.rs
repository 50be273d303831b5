//! Decisions that people take: each bound to what was looked at, and each an entry of the log.

use super::audit::{self, Event};
use super::fault::RecordError;
use super::journal::{self, JournalEntry};
use super::record::Record;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What kind of decision it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// A version of a pack may be made final.
    Approve,
    /// A text in which personal data was found has been looked at.
    ClearPersonalData,
    /// A pack may be made final though something holds it.
    OverrideHold,
    /// A small number may be shown.
    ClearSuppression,
    /// An earlier decision no longer counts.
    Withdraw,
}

impl DecisionKind {
    const ALL: [Self; 5] = [
        Self::Approve,
        Self::ClearPersonalData,
        Self::OverrideHold,
        Self::ClearSuppression,
        Self::Withdraw,
    ];

    /// The word in the database and in the log.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::ClearPersonalData => "clear-personal-data",
            Self::OverrideHold => "override-hold",
            Self::ClearSuppression => "clear-suppression",
            Self::Withdraw => "withdraw",
        }
    }

    fn called(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a decision is about; what does not apply is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The pack, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// The quarter: `2023-24 Q2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarter: Option<String>,
    /// The pack's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The return, by its file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// SHA-256 of the return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The code of a hold, or what else has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The number of the decision that is withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdraws: Option<i64>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number, from 1; given when it is taken.
    pub number: i64,
    /// Its kind.
    pub kind: DecisionKind,
    /// What it is about.
    pub subject: Subject,
    /// SHA-256 of what was looked at.
    pub content: String,
    /// Which of several things was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The role that decided.
    pub role: String,
    /// Why.
    pub reason: String,
    /// When: UTC, ISO 8601.
    pub at: String,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = self.version.map(|version| format!("version {version}"));
        let withdraws = self.withdraws.map(|number| format!("decision {number}"));
        let pack = match (&self.pack, &self.quarter) {
            (Some(pack), Some(quarter)) => Some(format!("{pack} {quarter}")),
            (pack, quarter) => pack.clone().or_else(|| quarter.clone()),
        };
        let place: Vec<&str> = [&self.file, &self.sheet, &self.cell]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let place = Some(place.join(" › ")).filter(|place| !place.is_empty());
        let parts = [pack, version, place, self.code.clone(), withdraws];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl Decision {
    /// Its entry in the log, which says all that its row does.
    fn event(&self) -> Event {
        let outcome = self.outcome.as_ref().map_or_else(String::new, |one| format!("{one}, "));
        let file = self.subject.sha256.as_ref();
        let file = file.map_or_else(String::new, |hash| format!(", SHA-256 {hash}"));
        Event {
            at: self.at.clone(),
            event: self.kind.word(),
            subject: self.subject.to_string(),
            detail: format!(
                "decision {}: {outcome}by {}: {} (bound to {}{file})",
                self.number, self.role, self.reason, self.content
            ),
        }
    }
}

const COLUMNS: &str = "number, kind, pack, quarter, version, file, sha256, sheet, cell, code, \
                       withdraws, content, outcome, role, reason, at";

impl Record {
    /// Takes a decision: its row and its entry in the log, or neither. This is the one place
    /// that decisions are written at. Gives it with its number.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn decide(&mut self, decision: &Decision) -> Result<Decision, RecordError> {
        let mut taken = decision.clone();
        self.change(|transaction| {
            taken.number =
                transaction.query_row("SELECT count(*) + 1 FROM decision", [], |row| row.get(0))?;
            let subject = &taken.subject;
            transaction.execute(
                &format!(
                    "INSERT INTO decision ({COLUMNS}) VALUES \
                     (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
                ),
                params![
                    taken.number,
                    taken.kind.word(),
                    subject.pack,
                    subject.quarter,
                    subject.version,
                    subject.file,
                    subject.sha256,
                    subject.sheet,
                    subject.cell,
                    subject.code,
                    subject.withdraws,
                    taken.content,
                    taken.outcome,
                    taken.role,
                    taken.reason,
                    taken.at
                ],
            )?;
            audit::add(transaction, &taken.event())?;
            journal::add(transaction, &JournalEntry::Decided(taken.clone()))
        })?;
        Ok(taken)
    }

    /// Every decision ever taken, in its order, those that were withdrawn too.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, RecordError> {
        self.doing(|connection| {
            let mut asked =
                connection.prepare(&format!("SELECT {COLUMNS} FROM decision ORDER BY number"))?;
            let rows = asked.query_map([], decision_row)?;
            rows.filter_map(Result::transpose).collect()
        })
    }

    /// The decisions that count: none that was withdrawn, and no withdrawal.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn standing_decisions(&self) -> Result<Vec<Decision>, RecordError> {
        let mut all = self.decisions()?;
        let gone: BTreeSet<i64> = all.iter().filter_map(|one| one.subject.withdraws).collect();
        all.retain(|one| one.kind != DecisionKind::Withdraw && !gone.contains(&one.number));
        Ok(all)
    }

    /// What is wrong between the decisions and the log: rows that the log does not know, and
    /// entries whose row is gone or another.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn verify_decisions(&self) -> Result<Vec<String>, RecordError> {
        let rows: BTreeSet<(String, String, String, String)> = self
            .decisions()?
            .iter()
            .map(|one| {
                let event = one.event();
                (event.at, event.event.to_owned(), event.subject, event.detail)
            })
            .collect();
        let logged: BTreeSet<(String, String, String, String)> = self
            .log()?
            .into_iter()
            .filter(|entry| DecisionKind::called(&entry.event).is_some())
            .map(|entry| (entry.at, entry.event, entry.subject, entry.detail))
            .collect();
        let told = |one: &(String, String, String, String), what: &str| {
            format!("{} of {}: {what}", one.1, one.2)
        };
        let unknown =
            rows.difference(&logged).map(|one| told(one, "the log knows another, or none"));
        let gone = logged.difference(&rows).map(|one| told(one, "its row is gone, or another"));
        Ok(unknown.chain(gone).collect())
    }

    /// A decision by its number.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn decision(&self, number: i64) -> Result<Option<Decision>, RecordError> {
        let found = self.doing(|connection| {
            connection
                .query_row(
                    &format!("SELECT {COLUMNS} FROM decision WHERE number = ?1"),
                    [number],
                    decision_row,
                )
                .optional()
        })?;
        Ok(found.flatten())
    }
}

/// A decision of a kind that only a later version of the program knows is none here.
fn decision_row(row: &Row<'_>) -> rusqlite::Result<Option<Decision>> {
    let kind: String = row.get(1)?;
    let Some(kind) = DecisionKind::called(&kind) else { return Ok(None) };
    Ok(Some(Decision {
        number: row.get(0)?,
        kind,
        subject: Subject {
            pack: row.get(2)?,
            quarter: row.get(3)?,
            version: row.get(4)?,
            file: row.get(5)?,
            sha256: row.get(6)?,
            sheet: row.get(7)?,
            cell: row.get(8)?,
            code: row.get(9)?,
            withdraws: row.get(10)?,
        },
        content: row.get(11)?,
        outcome: row.get(12)?,
        role: row.get(13)?,
        reason: row.get(14)?,
        at: row.get(15)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn approval() -> Decision {
        Decision {
            number: 0,
            kind: DecisionKind::Approve,
            subject: Subject {
                pack: Some("swc".into()),
                quarter: Some("2023-24 Q2".into()),
                version: Some(1),
                ..Subject::default()
            },
            content: "ab".into(),
            outcome: None,
            role: "Head of Service".into(),
            reason: "it is right".into(),
            at: "2023-11-01T10:00:00Z".into(),
        }
    }

    fn withdrawal(number: i64) -> Decision {
        let subject = Subject { withdraws: Some(number), ..Subject::default() };
        Decision { kind: DecisionKind::Withdraw, subject, ..approval() }
    }

    #[test]
    fn a_decision_is_a_row_and_an_entry_of_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        let taken = record.decide(&approval()).unwrap();
        assert_eq!(taken, Decision { number: 1, ..approval() });
        assert_eq!(record.decisions().unwrap(), std::slice::from_ref(&taken));
        assert_eq!(record.decision(1).unwrap(), Some(taken));
        assert_eq!(record.decision(2).unwrap(), None);
        let log = record.log().unwrap();
        assert_eq!(log.len(), 1);
        assert_eq!(
            (log[0].event.as_str(), log[0].subject.as_str(), log[0].detail.as_str()),
            (
                "approve",
                "swc 2023-24 Q2, version 1",
                "decision 1: by Head of Service: it is right (bound to ab)"
            )
        );
        assert_eq!(record.verify_log().unwrap().faults, []);
        assert_eq!(record.verify_decisions().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_is_withdrawn_no_longer_counts_and_stays_to_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        record.decide(&approval()).unwrap();
        record.decide(&approval()).unwrap();
        record.decide(&withdrawal(1)).unwrap();
        let standing: Vec<i64> =
            record.standing_decisions().unwrap().iter().map(|one| one.number).collect();
        assert_eq!(standing, [2]);
        assert_eq!(record.decisions().unwrap().len(), 3);
        record.decide(&withdrawal(99)).unwrap_err();
        assert_eq!(record.log().unwrap().len(), 3, "neither a row nor an entry");
    }

    #[test]
    fn a_row_that_was_changed_put_in_or_taken_out_is_found() {
        for sql in [
            "UPDATE decision SET role = 'Anybody'",
            "UPDATE decision SET content = 'cd'",
            "UPDATE decision SET version = 2",
            "DELETE FROM decision",
            "INSERT INTO decision SELECT 2, kind, pack, quarter, version, file, sha256, sheet, \
             cell, code, withdraws, content, outcome, role, reason, at FROM decision",
        ] {
            let folder = tempfile::tempdir().unwrap();
            let mut record = Record::open(folder.path()).unwrap();
            record.decide(&approval()).unwrap();
            if !sql.starts_with("INSERT") {
                record.connection.execute_batch(sql).unwrap_err();
            }
            record
                .connection
                .execute_batch(
                    "DROP TRIGGER decision_is_not_changed; DROP TRIGGER decision_is_not_shortened;",
                )
                .unwrap();
            record.connection.execute_batch(sql).unwrap();
            assert!(!record.verify_decisions().unwrap().is_empty(), "{sql}");
        }
    }
}
