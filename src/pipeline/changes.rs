//! What differs between two versions of a pack, and what made it differ.

use super::Job;
use super::fault::RunError;
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

/// What differs from a version before: figures and statuses first, then what services say.
pub(super) fn since(
    (before, version): (&[Published], u32),
    reissue: bool,
    (now, words): (&[Published], &BTreeMap<String, String>),
    causes: &Causes,
) -> Since {
    // A version that was made before texts were noted has none to compare with.
    let texts = before.iter().any(is_said);
    let compared = |one: &&Published| texts || !is_said(one);
    let old: BTreeMap<&str, &Published> =
        before.iter().map(|one| (one.key.as_str(), one)).collect();
    let stay = returns(before) == returns(now);
    let mut changes: Vec<Change> = Vec::new();
    for new in now.iter().filter(compared) {
        let old = old.get(new.key.as_str()).copied();
        let same = old.is_some_and(|old| old.shown == new.shown && old.value == new.value);
        if !same {
            changes.push(change(old, Some(new), words, by(old, new, causes, stay)));
        }
    }
    let known: BTreeSet<&str> = now.iter().map(|new| new.key.as_str()).collect();
    for gone in before.iter().filter(|old| !known.contains(old.key.as_str())) {
        let by = if is_said(gone) { withdrawn(gone, now, causes, stay) } else { "the plan".into() };
        changes.push(change(Some(gone), None, words, by));
    }
    changes.sort_by_key(|change| change.said);
    Since { version, reissue, changes }
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

/// The returns that something is made from.
fn returns(all: &[Published]) -> BTreeSet<&str> {
    all.iter().filter_map(|one| one.source_sha256.as_deref()).collect()
}

/// What took a text away: the service's later return, where there is one.
fn withdrawn(gone: &Published, now: &[Published], causes: &Causes, stay: bool) -> String {
    let subject = |one: &Published| one.key.rsplit_once('/').map(|(key, _)| key.to_owned());
    // Another row of the same thing tells which return counts for it now.
    let beside = now.iter().find(|one| subject(one) == subject(gone) && one.source_file.is_some());
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
mod tests {
    use super::*;

    fn one(key: &str, shown: &str, source: Option<&str>) -> Published {
        Published {
            key: key.into(),
            label: format!("Label of {key}"),
            shown: shown.into(),
            value: None,
            source_file: source.map(|name| format!("{name}.xlsx")),
            source_sha256: source.map(ToOwned::to_owned),
        }
    }

    #[test]
    fn each_difference_is_told_with_the_return_that_made_it() {
        let before = [
            one("measure/M01/status", "Red", Some("v1")),
            one("measure/M02/status", "Red", Some("v1")),
            one("measure/M03/2023-24 Q2", "7", Some("v1")),
            one("budget/total/forecast", "£1 million", None),
            one("measure/M05/2023-24 Q1", "[c]", None),
            one("measure/M06/2023-24 Q1", "40.0%", Some("v1")),
            one("measure/M99/status", "Green", Some("v1")),
        ];
        let now = [
            one("measure/M01/status", "Green", Some("v2")),
            one("measure/M02/status", "Red", Some("v2")),
            one("measure/M03/2023-24 Q2", "not returned", None),
            one("budget/total/forecast", "£2 million", None),
            one("measure/M04/status", "Green", Some("v2")),
            one("measure/M05/2023-24 Q1", "36.4%", Some("v1")),
            one("measure/M06/2023-24 Q1", "[c]", None),
        ];
        let causes = Causes::default();
        let since = since((&before, 1), false, (&now, &BTreeMap::new()), &causes);
        let told: Vec<(&str, &str, &str, &str)> =
            since.changes.iter().map(|one| (&*one.label, &*one.old, &*one.new, &*one.by)).collect();
        assert_eq!(
            told,
            [
                ("Label of measure/M01/status", "Red", "Green", "v2.xlsx"),
                (
                    "Label of measure/M03/2023-24 Q2",
                    "7",
                    "not returned",
                    "v1.xlsx, which no longer counts"
                ),
                (
                    "Label of budget/total/forecast",
                    "£1 million",
                    "£2 million",
                    "the lines it adds up"
                ),
                ("Label of measure/M04/status", "not shown", "Green", "v2.xlsx"),
                (
                    "Label of measure/M05/2023-24 Q1",
                    "[c]",
                    "36.4%",
                    "a decision on small numbers, or another return"
                ),
                (
                    "Label of measure/M06/2023-24 Q1",
                    "40.0%",
                    "[c]",
                    "a decision on small numbers, or another return"
                ),
                ("Label of measure/M99/status", "Green", "not shown", "the plan"),
            ]
        );
    }

    /// What differs between two versions' inputs is named as the cause, and nothing that doesn't.
    #[test]
    fn where_the_return_is_the_same_the_cause_is_what_differs() {
        let before = [one("measure/M02/status", "Red", Some("v1"))];
        let now = [one("measure/M02/status", "Amber", Some("v1"))];
        let told = |causes: &Causes| {
            since((&before, 1), false, (&now, &BTreeMap::new()), causes).changes.remove(0).by
        };
        let texts = |plan: &str| {
            BTreeMap::from([
                ("plans/2023-24.toml".to_owned(), plan.to_owned()),
                ("templates/report/purpose.txt".to_owned(), plan.to_owned()),
            ])
        };
        let (old, new) = (texts("a"), texts("b"));
        let same = Causes::between(("2023-10-27", &old), ("2023-10-27", &old));
        assert_eq!(told(&same), "a decision on small numbers");
        let day = Causes::between(("2023-10-27", &old), ("2023-10-30", &old));
        assert_eq!(told(&day), "the day the data go to");
        let plan = Causes::between(("2023-10-27", &old), ("2023-10-27", &new));
        assert_eq!(told(&plan), "plans/2023-24.toml");
        let both = Causes::between(("2023-10-27", &old), ("2023-10-30", &new));
        assert_eq!(told(&both), "plans/2023-24.toml, or the day the data go to");
    }

    /// A decision is named as what changed something where no return is another.
    #[test]
    fn what_a_decision_changed_names_no_return() {
        let masked = |shown: &str| Published {
            value: Some(shown.to_owned()),
            shown: shown.into(),
            ..one("measure/M01/comment", "", Some("v1"))
        };
        let before = [
            one("measure/M05/2023-24 Q1", "[c]", None),
            masked("[masked]"),
            one("a", "1", Some("v1")),
        ];
        let now = |source| {
            [
                one("measure/M05/2023-24 Q1", "36.4%", Some("v1")),
                masked("Ms"),
                one("a", "1", Some(source)),
            ]
        };
        let told = |now: &[Published], causes: &Causes| -> Vec<String> {
            let all = since((&before, 1), false, (now, &BTreeMap::new()), causes).changes;
            all.into_iter().map(|one| one.by).collect()
        };
        let settings = Causes(vec!["quarterpack.toml".into()]);
        assert_eq!(
            told(&now("v1"), &Causes::default()),
            ["a decision on small numbers", "a decision on personal data"]
        );
        assert_eq!(
            told(&now("v1"), &settings),
            ["quarterpack.toml, or a decision on small numbers", "quarterpack.toml"]
        );
        // Where some return is another, it may be that.
        let other = told(&now("v2"), &Causes::default());
        assert_eq!(other[0], "a decision on small numbers, or another return");
        assert!(other.contains(&"a decision, or another return".to_owned()), "{other:?}");
    }

    /// The old words stand nowhere: they may have been taken back because they named somebody.
    #[test]
    fn texts_are_told_where_they_differ_and_last_and_without_what_they_were() {
        let row = |key: &str, words: &str, source: &str| Published {
            value: Some(words.to_owned()),
            shown: "in words".into(),
            ..one(key, "", Some(source))
        };
        let before = [
            row("measure/M01/comment", "a", "v1"),
            row("measure/M02/comment", "b", "v1"),
            row("measure/M03/comment", "c", "v1"),
            one("measure/M01/status", "Red", Some("v1")),
        ];
        let now = [
            row("measure/M01/comment", "z", "v2"),
            row("measure/M03/comment", "c", "v2"),
            one("action/A01/A01a/due", "31 March 2024", Some("v2")),
            one("measure/M01/status", "Amber", Some("v2")),
        ];
        let long = "More posts were empty. ".repeat(20);
        let words = BTreeMap::from([("measure/M01/comment".to_owned(), long.clone())]);
        let told = since((&before, 1), false, (&now, &words), &Causes::default()).changes;
        let told: Vec<_> = told.iter().map(|one| (&*one.old, &*one.new, one.said)).collect();
        let shortened = format!("{}…", long.chars().take(MOST).collect::<String>().trim_end());
        assert_eq!(
            told,
            [
                ("Red", "Amber", false),
                ("worded otherwise", &*shortened, true),
                ("none", "31 March 2024", true),
                ("in words", "none", true),
            ]
        );
        // A version of before texts were kept says nothing of them.
        let told = since((&before[3..], 1), false, (&now, &words), &Causes::default()).changes;
        assert_eq!(told.len(), 1, "{told:?}");
    }
}
