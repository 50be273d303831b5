//! Personal data found in the returns that count: what stands, and what a reviewer says of it.

use super::decided::{By, authority, take};
use super::fault::RunError;
use super::refused::AskedError;
use super::{Job, keeper, reconciled};
use crate::store::{Decision, DecisionKind, Subject};
use crate::validate::{ClearedAs, PersonalText};

/// A text in which personal data was found, and the return that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalPlace {
    /// SHA-256 of the return.
    pub sha256: String,
    /// The text, what was found in it, and what was decided of it.
    pub text: PersonalText,
}

/// Every text of the returns that count for the quarter in which personal data was found.
/// Nothing is written.
///
/// # Errors
/// When there is no plan for the quarter, or nothing reads workbooks.
pub fn personal_places(job: &Job<'_>) -> Result<Vec<PersonalPlace>, RunError> {
    reconciled(job, |reconciled| {
        let used = reconciled.selection.used.iter();
        let mine = used.filter(|read| read.returned.quarter == job.quarter);
        Ok(mine
            .flat_map(|read| {
                let sha256 = &read.returned.source.hash;
                let texts = read.personal.iter().cloned();
                texts.map(|text| PersonalPlace { sha256: sha256.clone(), text })
            })
            .collect())
    })
}

/// Records what a reviewer says of a text: bound to the return's bytes, the cell, and the text.
/// The return goes by its file's name or the first digits of its SHA-256, the cell by sheet and
/// address: `Commentary!C7`.
///
/// # Errors
/// When the role may not decide, or there is no such text.
pub fn clear(
    job: &Job<'_>,
    name: &str,
    cell: &str,
    outcome: ClearedAs,
    by: &By<'_>,
) -> Result<(Decision, PersonalPlace), RunError> {
    let who = authority(job.inputs, by)?;
    let mut held = keeper::hold(job.inputs)?;
    let record = &mut held.record;
    let places = personal_places(job)?;
    let is_named = |place: &&PersonalPlace| {
        &*place.text.place.file == name || (name.len() >= 6 && place.sha256.starts_with(name))
    };
    let mine: Vec<&PersonalPlace> = places.iter().filter(is_named).collect();
    if mine.is_empty() {
        let quarter = job.quarter.to_string();
        return Err(unknown(job, name, cell, quarter)?.into());
    }
    let found = mine.into_iter().find(|place| address(&place.text) == plain(cell));
    let found = found
        .ok_or_else(|| AskedError::NoText { place: format!("{name}, {cell}") })
        .map_err(RunError::from)?;
    let place = &found.text.place;
    let subject = Subject {
        quarter: Some(job.quarter.to_string()),
        file: Some(place.file.to_string()),
        sha256: Some(found.sha256.clone()),
        sheet: place.sheet.as_deref().map(Into::into),
        cell: place.cell.map(|cell| cell.to_string()),
        ..Subject::default()
    };
    let kind = DecisionKind::ClearPersonalData;
    let (content, outcome) = (found.text.hash(), Some(outcome.word().to_owned()));
    let taken = take(record, kind, subject, content, outcome, who, by.at)?;
    Ok((taken, found.clone()))
}

/// Whether it is the return that is not known, or the cell that nothing was found in.
fn unknown(job: &Job<'_>, name: &str, cell: &str, quarter: String) -> Result<AskedError, RunError> {
    reconciled(job, |reconciled| {
        let mut used = reconciled.selection.used.iter().map(|read| &read.returned);
        let known = used.any(|one| {
            let source = &one.source;
            let named = source.file == name || (name.len() >= 6 && source.hash.starts_with(name));
            one.quarter == job.quarter && named
        });
        Ok(if known {
            AskedError::NoText { place: format!("{name}, {cell}") }
        } else {
            AskedError::NoReturn { name: name.to_owned(), quarter }
        })
    })
}

/// `Commentary!C7`, as a person would name the cell of a text.
pub(super) fn address(text: &PersonalText) -> String {
    let cell = text.place.cell.map(|cell| cell.to_string()).unwrap_or_default();
    format!("{}!{cell}", text.place.sheet.clone().unwrap_or_default())
}

/// An address without the quotation marks and dollars that Excel writes: `'Sheet 1'!$C$7`.
fn plain(cell: &str) -> String {
    let Some((sheet, cell)) = cell.trim().rsplit_once('!') else { return cell.to_owned() };
    let sheet = sheet.strip_prefix('\'').and_then(|one| one.strip_suffix('\'')).unwrap_or(sheet);
    format!("{}!{}", sheet.replace("''", "'"), cell.replace('$', "").to_uppercase())
}

impl PersonalPlace {
    /// `Commentary!C7`, as [`clear`] takes it.
    #[must_use]
    pub fn address(&self) -> String {
        address(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_as_excel_or_a_person_would() {
        for text in ["Commentary!C7", "Commentary!c7", "'Commentary'!$C$7", " Commentary!C7 "] {
            assert_eq!(plain(text), "Commentary!C7", "{text}");
        }
        assert_eq!(plain("'Pat''s notes'!A1"), "Pat's notes!A1");
        assert_eq!(plain("C7"), "C7");
    }
}
