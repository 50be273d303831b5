//! What differs between two versions of a pack, and what made it differ.

use super::Job;
use super::differing::{Differing, differing};
use super::fault::RunError;
use super::published::Publishing;
use super::said::is_said;
use crate::compose::{Change, SUPPRESSED, Since};
use crate::store::{Published, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What stands where a service said nothing.
pub(super) const NOTHING: &str = "none";

/// What stands for words that a service replaced.
pub(super) const REWORDED: &str = "worded otherwise";

/// The decision that shows a small number, or its withdrawal.
const SMALL: &str = "a decision on small numbers";

/// How much of a text is told.
const MOST: usize = 160;

/// What else than returns differs between two versions' inputs.
#[derive(Clone, Debug, Default)]
pub(super) struct Causes(Vec<String>);

impl Causes {
    /// What differs between a version that was made and the one that is being made.
    ///
    /// # Errors
    /// When the record can't be read.
    pub(super) fn now(
        job: &Job<'_>,
        record: &Record,
        name: &str,
        before: u32,
    ) -> Result<Self, RunError> {
        let texts = job.inputs.texts.iter();
        let now = texts.map(|(name, text)| (name.clone(), text.sha256.clone())).collect();
        let old = made(record, name, &job.quarter.to_string(), before)?;
        Ok(Self::between((&old.0, &old.1), (&job.as_at.to_string(), &now)))
    }

    /// What differs between two versions that were made.
    ///
    /// # Errors
    /// When the record can't be read.
    pub(super) fn then(
        record: &Record,
        name: &str,
        quarter: &str,
        before: u32,
    ) -> Result<Self, RunError> {
        let old = made(record, name, quarter, before)?;
        let new = made(record, name, quarter, before + 1)?;
        Ok(Self::between((&old.0, &old.1), (&new.0, &new.1)))
    }

    fn between(
        (old_day, old): (&str, &BTreeMap<String, String>),
        (new_day, new): (&str, &BTreeMap<String, String>),
    ) -> Self {
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let differ = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
        // Figures follow from plans, settings and packs: no wording and no picture changes one.
        let mut causes: Vec<String> = differ.filter(|name| shapes_figures(name)).cloned().collect();
        if old_day != new_day {
            causes.push("the day the data go to".into());
        }
        Self(causes)
    }

    /// What else than the return that a figure or text comes from changed it. Where no return
    /// is another, and no file and no day, a decision is what is left: on personal data for what a
    /// service says, on small numbers for figures.
    fn told(&self, said: bool, returns_stay: bool) -> String {
        match (self.0.is_empty(), returns_stay) {
            (false, _) => self.0.join(", or "),
            (true, true) if said => "a decision on personal data".into(),
            (true, true) => SMALL.into(),
            (true, false) => "a decision, or another return".into(),
        }
    }

    /// What made a figure one that is kept back, or one that is not any more.
    fn kept_back(&self, returns_stay: bool) -> String {
        match (self.0.is_empty(), returns_stay) {
            (_, false) => format!("{SMALL}, or another return"),
            (true, true) => SMALL.into(),
            (false, true) => format!("{}, or {SMALL}", self.0.join(", or ")),
        }
    }
}

/// Whether a text of the configuration is a plan, settings or a pack.
fn shapes_figures(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// The day that a version's data went to, and its texts by their hashes.
fn made(
    record: &Record,
    name: &str,
    quarter: &str,
    version: u32,
) -> Result<(String, BTreeMap<String, String>), RunError> {
    let versions = record.versions(quarter)?;
    let known = versions.into_iter().find(|one| one.name == name && one.version == version);
    let texts = record.made_from(name, quarter, version)?;
    Ok((known.map_or_else(String::new, |known| known.as_at), texts))
}

/// What differs from a version before: figures and statuses first, then what services say. The
/// version is known by its name, quarter and number.
///
/// # Errors
/// When the record can't be read.
pub(super) fn since(
    record: &Record,
    before: (&str, &str, u32),
    reissue: bool,
    now: &Publishing<'_>,
    causes: &Causes,
) -> Result<Since, RunError> {
    let (name, quarter, version) = before;
    let walked =
        record.walk_published(name, quarter, version, |before| differing(before, now.rows()));
    let found = walked?;
    let changed = found.other.iter().map(|(_, new)| new.key.as_str()).collect();
    let words = now.words(&changed);
    let beside = beside(&found.gone, || now.rows());
    Ok(Since { version, reissue, changes: told(&found, &words, &beside, causes) })
}

/// What differs, told. `words`: the services' own, by the keys of rows. `beside`: of things of which
/// something is gone, what stands there still.
fn told(
    found: &Differing,
    words: &BTreeMap<String, String>,
    beside: &BTreeMap<String, Published>,
    causes: &Causes,
) -> Vec<Change> {
    let stay = found.returns_stay;
    let mut changes: Vec<Change> = Vec::new();
    for (old, new) in &found.other {
        let by = by(old.as_ref(), new, causes, stay);
        changes.push(change(old.as_ref(), Some(new), words, by));
    }
    for gone in &found.gone {
        let by = if is_said(gone) {
            withdrawn(gone, subject(gone).and_then(|one| beside.get(one)), causes, stay)
        } else {
            "the plan".into()
        };
        changes.push(change(Some(gone), None, words, by));
    }
    changes.sort_by_key(|change| change.said);
    changes
}

/// What a row is about: all of its key but the end.
fn subject(row: &Published) -> Option<&str> {
    row.key.rsplit_once('/').map(|(subject, _)| subject)
}

/// Of each thing of which something that a service said is gone, the first row that comes from a
/// return.
fn beside<I: Iterator<Item = Published>>(
    gone: &[Published],
    now: impl Fn() -> I,
) -> BTreeMap<String, Published> {
    let said = gone.iter().filter(|gone| is_said(gone));
    let wanted: BTreeSet<&str> = said.filter_map(subject).collect();
    let mut found = BTreeMap::new();
    if wanted.is_empty() {
        return found;
    }
    for row in now().filter(|row| row.source_file.is_some()) {
        let about = subject(&row).filter(|about| wanted.contains(about));
        if let Some(about) = about.filter(|about| !found.contains_key(*about)) {
            found.insert(about.to_owned(), row);
        }
    }
    found
}

/// A change as it is told. Of a service's own words the new ones are told, and not what they were:
/// what was taken back or masked is to stand nowhere any more.
fn change(
    old: Option<&Published>,
    new: Option<&Published>,
    words: &BTreeMap<String, String>,
    by: String,
) -> Change {
    let one = new.or(old);
    let said = one.is_some_and(is_said);
    let none = if said { NOTHING } else { "not shown" };
    let shown = |one: Option<&Published>| one.map_or(none, |one| one.shown.as_str()).to_owned();
    let told = new.and_then(|new| words.get(&new.key));
    let (old, new) = match told {
        Some(words) => {
            let before = if old.is_some() { REWORDED } else { NOTHING };
            (before.to_owned(), beginning(words))
        }
        None => (shown(old), shown(new)),
    };
    Change { label: one.map_or_else(String::new, |one| one.label.clone()), old, new, by, said }
}

/// As much of a text as is told.
fn beginning(text: &str) -> String {
    let told: String = text.chars().take(MOST).collect();
    if told.len() == text.len() { told } else { format!("{}…", told.trim_end()) }
}

/// What took a text away: the service's later return, where there is one. `beside`: another row of
/// the same thing, which tells which return counts for it now.
fn withdrawn(gone: &Published, beside: Option<&Published>, causes: &Causes, stay: bool) -> String {
    match beside {
        Some(beside) => by(Some(gone), beside, causes, stay),
        None => gone.source_file.as_ref().map_or_else(
            || causes.told(true, stay),
            |file| format!("{file}, or the one in its place"),
        ),
    }
}

/// The return that changed a figure; what else did, where it is the return of before.
fn by(old: Option<&Published>, new: &Published, causes: &Causes, stay: bool) -> String {
    let told = || causes.told(is_said(new), stay);
    let before = old.and_then(|old| old.source_sha256.as_deref());
    let kept = |one: &Published| one.shown.starts_with(SUPPRESSED);
    if old.is_some_and(|old| kept(old) != kept(new)) {
        return causes.kept_back(stay);
    }
    match (&new.source_file, &new.source_sha256) {
        (Some(file), hash) if hash.as_deref() != before => file.clone(),
        (Some(_), _) => told(),
        (None, _) if new.key.contains("/total/") => "the lines it adds up".into(),
        (None, _) => old
            .and_then(|old| old.source_file.as_ref())
            .map_or_else(told, |file| format!("{file}, which no longer counts")),
    }
}

#[cfg(test)]
mod tests;
