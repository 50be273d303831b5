//! How a pack becomes final, as its file says.

use super::PackFile;
use crate::config::Release;
use crate::config::fault::{ConfigError, line_of};
use std::path::Path;

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
        release: &Release,
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

/// `release` and `approver` of a pack file. Without them the pack needs no approval.
pub(super) fn release_rule(
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
