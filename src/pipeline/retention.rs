//! Returns whose time is past, and other things about the record that a person decides.

use super::decided::By;
use super::fault::RunError;
use super::inputs::Inputs;
use super::keeper;
use super::rebuild::REMOVAL;
use crate::calendar::{FinancialYear, NaiveDate, Quarter};
use crate::store::{DecisionEntry, Host, KeptReturn, Record, RecordError, RunLock};

/// A return that is kept and whose time is past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastReturn {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The financial year that it is of: that of its quarter, or else that in which it came.
    pub year: FinancialYear,
    /// Whether it lies in the inbox still, from where nothing is removed.
    pub in_inbox: bool,
}

/// The returns whose time is past on a day: the setting's years after the end of the financial
/// year that they are of. None where returns are kept for ever.
///
/// # Errors
/// When the record can't be read.
pub fn past(inputs: &Inputs, today: NaiveDate) -> Result<Vec<PastReturn>, RunError> {
    Ok(past_in(inputs, &Record::look(&inputs.settings.paths.record())?, today)?)
}

fn past_in(
    inputs: &Inputs,
    record: &Record,
    today: NaiveDate,
) -> Result<Vec<PastReturn>, RecordError> {
    let years = inputs.settings.keep_years;
    if years == 0 {
        return Ok(Vec::new());
    }
    let this = Quarter::of(today).year().start_year();
    let kept = record.kept_returns()?.into_iter();
    let past = kept.filter_map(|one| {
        let year = year_of(&one)?;
        // Years that have ended since the one that it is of.
        let ended = this - year.start_year() - 1;
        let in_inbox = inputs.inbox.arrivals.iter().any(|there| there.digest == one.sha256);
        let past = PastReturn { file: one.file, sha256: one.sha256, year, in_inbox };
        (ended >= i32::from(years)).then_some(past)
    });
    Ok(past.collect())
}

fn year_of(one: &KeptReturn) -> Option<FinancialYear> {
    let of_quarter = one.quarter.as_ref().and_then(|quarter| quarter.parse::<Quarter>().ok());
    let came = || one.arrived.as_ref()?.get(..10)?.parse::<NaiveDate>().ok().map(Quarter::of);
    of_quarter.or_else(came).map(Quarter::year)
}

/// Removes the returns whose time is past: their bytes from the archive, what was quoted from them
/// from the database. That they came, what they said in figures and that they were removed stays.
///
/// # Errors
/// When the record can't be changed.
pub fn remove(inputs: &Inputs, today: NaiveDate, by: &By<'_>) -> Result<Vec<PastReturn>, RunError> {
    let mut held = keeper::hold(inputs)?;
    let past = past_in(inputs, &held.record, today)?;
    for one in &past {
        held.record.remove(&DecisionEntry {
            kind: REMOVAL.into(),
            subject: one.file.clone(),
            content: Some(one.sha256.clone()),
            role: by.role.to_owned(),
            reason: by.reason.to_owned(),
            at: by.at.to_owned(),
        })?;
    }
    // Also what a removal that was killed has left.
    held.record.sweep()?;
    Ok(past)
}

/// Takes the record over for this host. Gives the host that it belonged to; where that is this one,
/// nothing is written.
///
/// # Errors
/// When the record can't be changed.
pub fn adopt(inputs: &Inputs, host: &Host, by: &By<'_>) -> Result<Option<Host>, RunError> {
    let folder = inputs.settings.paths.record();
    let _lock = RunLock::take(&folder)?;
    let before = Host::of(&folder)?;
    if before.as_ref().is_some_and(|before| host.is(before)) {
        return Ok(before);
    }
    let mut record = Record::open(&folder)?;
    let from = before.as_ref().map_or_else(String::new, |host| format!(", before {host}"));
    record.note_decision(&DecisionEntry {
        kind: "host".into(),
        subject: format!("{host}{from}"),
        content: None,
        role: by.role.to_owned(),
        reason: by.reason.to_owned(),
        at: by.at.to_owned(),
    })?;
    host.adopt(&folder)?;
    Ok(before)
}
