//! Pack files: what a pack holds, for whom.

use super::fault::{ConfigError, line_of, nearest};
use super::written::Day;
use crate::compose::{Recipe, SectionKind};
use serde::Deserialize;
use std::collections::BTreeMap;
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
}

/// How a pack becomes final, once nothing holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReleaseRule {
    /// Without an approval.
    Automatic,
    /// When a role has approved the draft.
    Approval {
        /// The role.
        approver: String,
    },
}

impl PackFile {
    /// Refuses a pack whose approver is not among the roles that may decide.
    ///
    /// # Errors
    /// With the file, its line and the roles there are.
    pub fn check_approver(
        &self,
        file: &Path,
        text: &str,
        release: &super::Release,
    ) -> Result<(), ConfigError> {
        let ReleaseRule::Approval { approver } = &self.release else { return Ok(()) };
        if release.approver(approver).is_some() {
            return Ok(());
        }
        let known = match release.approvers.join(", ") {
            none if none.is_empty() => "none is named there".to_owned(),
            known => format!("they are {known}"),
        };
        Err(ConfigError::Value {
            file: file.display().to_string(),
            line: line_of(text, &["approver"]),
            setting: "approver".into(),
            message: format!(
                "“{approver}” is not among the roles under [release] approvers in the settings: \
                 {known}"
            ),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    body: String,
    quarters: Vec<u8>,
    exempt: Option<String>,
    contact_team: String,
    contact: String,
    ask_draft: String,
    ask_final: String,
    #[serde(default)]
    release: Option<String>,
    #[serde(default)]
    approver: Option<String>,
    sections: Vec<String>,
    #[serde(default)]
    meetings: BTreeMap<String, Day>,
}

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
        setting: setting.join("."),
        message,
    };
    let mut sections = Vec::new();
    for id in &written.sections {
        let known = || SectionKind::ALL.iter().map(|kind| kind.id());
        let kind = SectionKind::ALL.iter().find(|kind| kind.id() == id).copied();
        let Some(kind) = kind else {
            let near = nearest(id, known()).map_or_else(
                || format!("known are {}", known().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean “{near}”?"),
            );
            return Err(value(&["sections"], format!("there is no section “{id}”; {near}")));
        };
        if sections.contains(&kind) {
            return Err(value(&["sections"], format!("the section “{id}” is named twice")));
        }
        sections.push(kind);
    }
    if written.quarters.is_empty() || written.quarters.iter().any(|q| !(1..=4).contains(q)) {
        return Err(value(&["quarters"], "give quarters from 1 to 4, such as [2, 4]".into()));
    }
    let mut meetings = Vec::new();
    for (quarter, day) in &written.meetings {
        let parsed = quarter.parse().map_err(|fault: crate::calendar::UnknownPeriod| {
            value(&["meetings", quarter], fault.to_string())
        })?;
        meetings.push((parsed, day.0));
    }
    let release = release_rule(written.release.as_deref(), written.approver, &value)?;
    let id = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let recipe = Recipe {
        id,
        body: written.body,
        quarters: written.quarters,
        sections,
        meetings,
        contact: written.contact_team,
        exempt: written.exempt,
    };
    Ok(PackFile {
        recipe,
        contact: written.contact,
        ask_draft: written.ask_draft,
        ask_final: written.ask_final,
        release,
    })
}

/// `release` and `approver` of a pack file. Without them the pack needs no approval.
fn release_rule(
    rule: Option<&str>,
    approver: Option<String>,
    value: &dyn Fn(&[&str], String) -> ConfigError,
) -> Result<ReleaseRule, ConfigError> {
    let approver = approver.map(|role| role.trim().to_owned()).filter(|role| !role.is_empty());
    match (rule, approver) {
        (Some("approval"), Some(approver)) => Ok(ReleaseRule::Approval { approver }),
        (Some("approval"), None) => {
            let message = "say which role approves it: approver = \"Head of Service\"";
            Err(value(&["release"], message.into()))
        }
        (None | Some("automatic"), None) => Ok(ReleaseRule::Automatic),
        (None | Some("automatic"), Some(_)) => {
            let message = "an approver is named, and no approval asked for; write release = \
                           \"approval\", or leave the approver out";
            Err(value(&["approver"], message.into()))
        }
        (Some(other), _) => {
            let message = format!("“{other}” is neither “automatic” nor “approval”");
            Err(value(&["release"], message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../config/packs/social-work-committee.toml");

    fn fault(text: &str) -> String {
        read_pack(Path::new("packs/swc.toml"), text).unwrap_err().to_string()
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
