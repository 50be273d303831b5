//! Pack files: what a pack holds, for whom.

mod release;

pub use release::ReleaseRule;

use super::fault::{ConfigError, dotted, line_of, nearest};
use super::written::Day;
use crate::audience::{Filter, NoParagraph, Paragraphs, YearFilter};
use crate::calendar::FinancialYear;
use crate::compose::{Format, Recipe, SectionKind};
use crate::plan::Plan;
use release::release_rule;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;

/// A pack file, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFile {
    /// What the pack holds.
    pub recipe: Recipe,
    /// The address of whom to ask about it.
    pub contact: String,
    /// What the reader of a draft is asked to do.
    pub ask_draft: String,
    /// What the reader of a final pack is asked to do.
    pub ask_final: String,
    /// How it becomes final.
    pub release: ReleaseRule,
    /// The distribution lists it may go to, by their ids; empty for any.
    pub lists: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    body: String,
    #[serde(default)]
    several_bodies: bool,
    quarters: Vec<u8>,
    exempt: Option<String>,
    contact_team: String,
    contact: String,
    ask_draft: String,
    ask_final: String,
    sections: Vec<String>,
    #[serde(default)]
    services: Vec<String>,
    #[serde(default)]
    only: BTreeMap<String, Only>,
    formats: Option<Vec<String>>,
    exceptions_at_most: Option<NonZeroUsize>,
    #[serde(default)]
    lists: Vec<String>,
    release: Option<String>,
    approver: Option<String>,
    #[serde(default)]
    meetings: BTreeMap<String, Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Only {
    outcomes: Option<Vec<String>>,
    measures: Option<Vec<String>>,
    actions: Option<Vec<String>>,
}

type Fault<'a> = dyn Fn(&[&str], String) -> ConfigError + 'a;

/// Reads a pack file; its id is the file's name without the ending.
///
/// # Errors
/// When the text is no TOML, or names a section, a quarter or a key that there is not.
pub fn read_pack(file: &Path, text: &str) -> Result<PackFile, ConfigError> {
    let name = file.display().to_string();
    let written: Written = toml::from_str(text).map_err(|error| ConfigError::Syntax {
        file: name.clone(),
        detail: error.to_string().trim_end().to_owned(),
    })?;
    let value = |setting: &[&str], message: String| ConfigError::Value {
        file: name.clone(),
        line: line_of(text, setting),
        setting: dotted(setting),
        message,
    };
    let sections = sections(&written, &value)?;
    if written.quarters.is_empty() || written.quarters.iter().any(|q| !(1..=4).contains(q)) {
        return Err(value(&["quarters"], "give quarters from 1 to 4, such as [2, 4]".into()));
    }
    let exempt = written.exempt.as_deref().map(str::parse::<Paragraphs>).transpose();
    let exempt = exempt.map_err(|fault: NoParagraph| value(&["exempt"], fault.to_string()))?;
    let meetings = meetings(&written, &value)?;
    let filter = filter(&written, &value)?;
    let formats = formats(&written, &value)?;
    let release = release_rule(written.release.as_deref(), written.approver.clone(), &value)?;
    let id = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let recipe = Recipe {
        id,
        body: written.body,
        several_bodies: written.several_bodies,
        quarters: written.quarters,
        sections,
        meetings,
        contact: written.contact_team,
        exempt,
        filter,
        formats,
        exceptions_at_most: written.exceptions_at_most,
    };
    Ok(PackFile {
        recipe,
        contact: written.contact,
        ask_draft: written.ask_draft,
        ask_final: written.ask_final,
        release,
        lists: written.lists,
    })
}

/// Checks that the plans have what a pack's file names of them.
///
/// # Errors
/// With the file, the line and what the plans have.
pub fn check_pack(
    file: &Path,
    text: &str,
    pack: &PackFile,
    plans: &[Plan],
) -> Result<(), ConfigError> {
    pack.recipe.filter.check(plans).map_err(|fault| {
        let setting: Vec<&str> = fault.setting.iter().map(String::as_str).collect();
        ConfigError::Value {
            file: file.display().to_string(),
            line: line_of_year(text, &setting),
            setting: dotted(&setting),
            message: fault.message,
        }
    })
}

/// Checks a pack's lists against those there are: each with its id, and whether it asks for the
/// pack.
///
/// # Errors
/// When the pack names a list that there is not, or a list asks for it that it does not name.
pub fn check_lists(
    file: &Path,
    text: &str,
    pack: &PackFile,
    lists: &[(&str, bool)],
) -> Result<(), ConfigError> {
    let value = |message: String| ConfigError::Value {
        file: file.display().to_string(),
        line: line_of(text, &["lists"]),
        setting: "lists".into(),
        message,
    };
    for id in &pack.lists {
        if !lists.iter().any(|(known, _)| known == id) {
            let known = lists.iter().map(|(known, _)| *known);
            return Err(value(unknown("list", id, known)));
        }
    }
    for (id, asks) in lists {
        if *asks && !pack.lists.is_empty() && !pack.lists.iter().any(|named| named == id) {
            return Err(value(format!(
                "the list “{id}” asks for this pack and is not named here; name it, or take the \
                 pack off the list"
            )));
        }
    }
    Ok(())
}

/// Refuses settings whose list of officers is none: drafts would go to nobody.
///
/// # Errors
/// With the file, its line and the nearest list.
pub fn check_officers(
    file: &Path,
    text: &str,
    officers: Option<&str>,
    lists: &[&str],
) -> Result<(), ConfigError> {
    let Some(id) = officers.filter(|id| !lists.contains(id)) else { return Ok(()) };
    Err(ConfigError::Value {
        file: file.display().to_string(),
        line: line_of(text, &["delivery", "officers"]),
        setting: "delivery.officers".into(),
        message: unknown("list", id, lists.iter().copied()),
    })
}

/// The line of a setting below `[only."2023-24"]`, whose heading has quotation marks.
fn line_of_year(text: &str, setting: &[&str]) -> usize {
    match setting {
        ["only", year, key @ ..] => {
            let heading = format!("only.\"{year}\"");
            match key {
                [] => {
                    let wanted = format!("[{heading}]");
                    let at = text.lines().position(|line| line.trim() == wanted);
                    at.map_or(1, |at| at + 1)
                }
                [key, ..] => line_of(text, &[&heading, key]),
            }
        }
        other => line_of(text, other),
    }
}

fn sections(written: &Written, value: &Fault<'_>) -> Result<Vec<SectionKind>, ConfigError> {
    let mut sections = Vec::new();
    for id in &written.sections {
        let known = SectionKind::ALL.iter().map(|kind| kind.id());
        let kind = SectionKind::ALL.iter().find(|kind| kind.id() == id).copied();
        let kind = kind.ok_or_else(|| value(&["sections"], unknown("section", id, known)))?;
        if sections.contains(&kind) {
            return Err(value(&["sections"], format!("the section “{id}” is named twice")));
        }
        sections.push(kind);
    }
    Ok(sections)
}

/// What is said of an id that nothing has: `there is no list “x”; did you mean “y”?`
pub fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let near = nearest(id, known.clone()).map_or_else(
        || format!("known are {}", known.collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean “{near}”?"),
    );
    format!("there is no {what} “{id}”; {near}")
}

fn meetings(
    written: &Written,
    value: &Fault<'_>,
) -> Result<Vec<(crate::calendar::Quarter, crate::calendar::NaiveDate)>, ConfigError> {
    let one = |(quarter, day): (&String, &Day)| {
        let parsed = quarter.parse().map_err(|fault: crate::calendar::UnknownPeriod| {
            value(&["meetings", quarter], fault.to_string())
        })?;
        Ok((parsed, day.0))
    };
    written.meetings.iter().map(one).collect()
}

fn filter(written: &Written, value: &Fault<'_>) -> Result<Filter, ConfigError> {
    fn ids<T>(from: Option<&Vec<String>>) -> Option<Vec<T>>
    where
        T: for<'a> From<&'a str>,
    {
        from.map(|ids| ids.iter().map(|id| T::from(id)).collect())
    }
    let mut years = BTreeMap::new();
    for (year, only) in &written.only {
        let parsed: FinancialYear =
            year.parse().map_err(|fault: crate::calendar::UnknownPeriod| {
                value(&["only", year], fault.to_string())
            })?;
        let only = YearFilter {
            outcomes: ids(only.outcomes.as_ref()),
            measures: ids(only.measures.as_ref()),
            actions: ids(only.actions.as_ref()),
        };
        years.insert(parsed, only);
    }
    Ok(Filter { services: ids(Some(&written.services)).unwrap_or_default(), years })
}

/// Every format, unless the file names some.
fn formats(written: &Written, value: &Fault<'_>) -> Result<Vec<Format>, ConfigError> {
    let Some(named) = &written.formats else { return Ok(Format::ALL.to_vec()) };
    let mut formats = Vec::new();
    for id in named {
        let known = Format::ALL.iter().map(|format| format.id());
        let format = Format::ALL.iter().find(|format| format.id() == id).copied();
        formats.push(format.ok_or_else(|| value(&["formats"], unknown("format", id, known)))?);
    }
    if formats.is_empty() {
        return Err(value(&["formats"], "name a format, such as [\"pdf\"]".into()));
    }
    Ok(formats)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../config/packs/social-work-committee.toml");

    fn fault(text: &str) -> String {
        read_pack(Path::new("packs/swc.toml"), text).unwrap_err().to_string()
    }

    #[test]
    fn the_example_in_the_documentation_loads() {
        let page = include_str!("../../docs/pack-file.md");
        let example = page.split("```toml").nth(1).unwrap().split("```").next().unwrap();
        let pack = read_pack(Path::new("packs/swc.toml"), example).unwrap();
        assert!(
            matches!(&pack.release, ReleaseRule::Approval { approver } if approver.contains("Head"))
        );
        assert_eq!(pack.recipe.formats.len(), Format::ALL.len());
    }

    #[test]
    fn the_sample_pack_loads() {
        let pack = read_pack(Path::new("packs/social-work-committee.toml"), SAMPLE).unwrap();
        assert_eq!(pack.recipe.id, "social-work-committee");
        assert_eq!(pack.recipe.sections.len(), SectionKind::ALL.len());
        let meeting = pack.recipe.meeting("2023-24 Q2".parse().unwrap()).unwrap();
        assert_eq!(meeting.to_string(), "2023-11-15");
    }

    #[test]
    fn wrong_pack_files_are_told_with_place_and_remedy() {
        assert!(
            fault(&SAMPLE.replace("\"revenue\"", "\"revenu\"")).contains("did you mean “revenue”?")
        );
        assert!(fault(&SAMPLE.replace("\"revenue\"", "\"risks\"")).contains("named twice"));
        assert!(fault(&SAMPLE.replace("[2, 4]", "[2, 5]")).contains("quarters from 1 to 4"));
        assert!(fault(&SAMPLE.replace("body =", "boddy =")).contains("boddy"));
        for paragraph in ["", "banana", "77", "1 and"] {
            let said =
                fault(&SAMPLE.replace("# exempt = \"1\"", &format!("exempt = \"{paragraph}\"")));
            assert!(said.contains(", line 9, exempt: "), "{said}");
            assert!(said.contains("write such as \"1\" or \"1 and 6\""), "{said}");
        }
        assert!(fault(&SAMPLE.replace("2023-24 Q2", "2023-24 Q7")).contains("Q7"));
        let release = "release = \"approval\"";
        assert!(fault(&SAMPLE.replace(release, "release = \"later\"")).contains("neither"));
        assert!(fault(&SAMPLE.replace(release, "")).contains("no approval asked for"));
        let approver = "approver = \"Head of Performance and Support\"";
        assert!(fault(&SAMPLE.replace(approver, "")).contains("say which role approves it"));
    }

    #[test]
    fn an_approver_is_one_of_the_roles_that_may_decide() {
        let file = Path::new("packs/social-work-committee.toml");
        let pack = read_pack(file, SAMPLE).unwrap();
        let among = |roles: &[&str]| {
            let approvers = roles.iter().map(|role| (*role).to_owned()).collect();
            let release = crate::config::Release { approvers, outstanding_holds: true };
            pack.check_approver(file, SAMPLE, &release).map_err(|fault| fault.to_string())
        };
        assert_eq!(among(&["Clerk", "head of performance and support"]), Ok(()));
        let refused = among(&["Clerk"]).unwrap_err();
        assert!(refused.starts_with("packs/social-work-committee.toml, line "), "{refused}");
        assert!(refused.ends_with("they are Clerk"), "{refused}");
    }
}
