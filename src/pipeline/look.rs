//! Looking at the record: the log, the views, and how a quarter stands.

use super::fault::RunError;
use super::inputs::Inputs;
use super::rebuild::REMOVAL;
use super::{Job, PackState, Reconciled, by_service, holding, reconciled, undrawn};
use crate::calendar::NaiveDate;
use crate::compose::Received;
use crate::finding::Finding;
use crate::plan::Plan;
use crate::store::{
    Broken, Delivery, Entry, PackVersion, Record, RecordError, Verified, View, journal_of,
    read_journal,
};
use std::collections::BTreeSet;

fn record(inputs: &Inputs) -> Result<Record, RecordError> {
    Record::look(&inputs.settings.paths.record())
}

/// The log, entry by entry.
///
/// # Errors
/// When the record can't be read.
pub fn audit_log(inputs: &Inputs) -> Result<Vec<Entry>, RunError> {
    Ok(record(inputs)?.log()?)
}

/// What looking the record through gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditReport {
    /// The log.
    pub log: Verified,
    /// Arrivals and decisions that the log does not know, and archived files that are gone or not
    /// as they came.
    pub files: Vec<String>,
}

/// Looks the log and the archive through.
///
/// # Errors
/// When the record can't be read.
pub fn audit_report(inputs: &Inputs) -> Result<AuditReport, RunError> {
    let record = record(inputs)?;
    let log = record.verify_log()?;
    let logged: BTreeSet<(String, String)> = record
        .log()?
        .into_iter()
        .filter(|entry| entry.event == "arrival")
        .map(|entry| {
            let hash = entry.detail.split([' ', ',']).nth(1).unwrap_or_default().to_owned();
            (entry.subject, hash)
        })
        .collect();
    let mut files = record.verify_decisions()?;
    let arrivals = record.arrivals()?;
    for known in &arrivals {
        if !logged.contains(&(known.file.clone(), known.sha256.clone())) {
            files.push(format!("{}: the log does not know that it came", known.file));
        }
    }
    for (sha256, file) in record.everything()? {
        if let Err(error) = record.archive().get(&sha256, &file) {
            files.push(format!("{file}: {error}"));
        }
    }
    let removed = record.removed()?;
    let decided: BTreeSet<(String, Option<String>)> = record
        .noted_decisions(REMOVAL)?
        .into_iter()
        .map(|decision| (decision.subject, decision.content))
        .collect();
    for (file, sha256) in &removed {
        if !decided.contains(&(file.clone(), Some(sha256.clone()))) {
            files.push(format!("{file}: it was removed, and nobody decided that"));
        }
    }
    let arrivals = arrivals.into_iter().map(|known| (known.file, known.sha256));
    let there: BTreeSet<(String, String)> = arrivals.chain(removed).collect();
    for (file, _) in logged.difference(&there) {
        files.push(format!("{file}: the log knows that it came, and its row is gone"));
    }
    files.extend(journal(inputs, &record)?);
    Ok(AuditReport { log, files })
}

/// What is wrong with the journal: in its own lines, or beside the database.
fn journal(inputs: &Inputs, record: &Record) -> Result<Option<String>, RecordError> {
    let folder = inputs.settings.paths.record();
    let text = record.journal_text()?;
    if text.is_empty() {
        return Ok(None);
    }
    let journal = match journal_of(&folder) {
        Ok(journal) => journal,
        Err(RecordError::NotThere { .. }) => {
            return Ok(Some("journal.jsonl is gone; the next run writes it again".into()));
        }
        Err(error) => return Err(error),
    };
    if let Some(Broken { line, what }) = journal.broken {
        return Ok(Some(format!("journal.jsonl, line {line}: {what}")));
    }
    let (known, there) = (read_journal(&text), journal.entries.len());
    if let Some(Broken { line, what }) = known.broken {
        return Ok(Some(format!("the journal in the database, line {line}: {what}")));
    }
    let (has, shared) = (known.entries.len(), known.entries.len().min(there));
    if known.entries.get(..shared) != journal.entries.get(..shared) {
        return Ok(Some("journal.jsonl is not the journal of this database".into()));
    }
    Ok((has != there).then(|| {
        format!("journal.jsonl has {there} entries, and the database {has}: the next run says more")
    }))
}

/// The views that other programs read.
///
/// # Errors
/// When the record can't be read.
pub fn views(inputs: &Inputs) -> Result<Vec<View>, RunError> {
    Ok(record(inputs)?.views()?)
}

/// How a quarter stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The day by which returns are due.
    pub deadline: NaiveDate,
    /// What each service sent.
    pub received: Vec<Received>,
    /// What is wrong, service by service.
    pub findings: Vec<(String, Vec<Finding>)>,
    /// What was made.
    pub versions: Vec<PackVersion>,
    /// The messages of the quarter.
    pub messages: Vec<Delivery>,
    /// The packs of the quarter, between draft and final.
    pub packs: Vec<PackState>,
    /// Signs that no font has, by the services in whose returns they stand.
    pub undrawn: Vec<(String, Vec<char>)>,
}

impl Standing {
    /// Findings of files that belong to no service.
    pub fn no_service(&self, plan: &Plan) -> impl Iterator<Item = (&str, &[Finding])> {
        let service = |name: &str| plan.services.iter().any(|one| one.name == name);
        let groups = self.findings.iter().filter(move |(name, _)| !service(name));
        groups.map(|(name, found)| (name.as_str(), found.as_slice()))
    }
}

/// How a quarter stands: who has sent, what is wrong, what was made. Nothing is written.
///
/// # Errors
/// When there is no plan for the quarter, or the record can't be read.
pub fn standing(job: &Job<'_>) -> Result<Standing, RunError> {
    let record = record(job.inputs)?;
    reconciled(job, |reconciled| stands(job, reconciled, &record))
}

/// How a quarter stands, once its returns are reconciled.
pub(super) fn stands(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
    record: &Record,
) -> Result<Standing, RunError> {
    let quarter = job.quarter.to_string();
    Ok(Standing {
        deadline: reconciled.deadline,
        received: reconciled.selection.received.clone(),
        findings: by_service(reconciled.plan, reconciled.selection, reconciled.findings),
        versions: record.versions(&quarter)?,
        messages: super::send::known(record, Some(&quarter))?,
        packs: holding::states(job, reconciled, record)?,
        undrawn: undrawn::undrawn(job, reconciled)?,
    })
}
