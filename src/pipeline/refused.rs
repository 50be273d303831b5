//! Decisions that can't be taken and finals that can't be made, each with what to do about it.

use super::fault::RunError;

/// A decision that can't be taken, or a final that can't be made.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// What was asked for is not there, or whoever asks may not.
    #[error(transparent)]
    Asked(#[from] AskedError),
    /// There is no draft yet.
    #[error("there is no draft of the pack for the {body} for {quarter}")]
    NoVersion {
        /// The body.
        body: String,
        /// The quarter.
        quarter: String,
    },
    /// Another version than the last.
    #[error("version {asked} of the pack for the {body} is not the last: that is version {last}")]
    Replaced {
        /// The body.
        body: String,
        /// The version that was asked for.
        asked: u32,
        /// The last.
        last: u32,
    },
    /// The draft at hand is no longer what would be made.
    #[error(
        "what the pack for the {body} is made from has changed: it would no longer be version \
         {version} as it was made"
    )]
    Changed {
        /// The body.
        body: String,
        /// The last version.
        version: u32,
    },
    /// A final that can't be made again as it was.
    #[error("{file} is missing, and can't be made again as it was released")]
    Differs {
        /// The file.
        file: String,
    },
}

/// What was asked for is not there, or whoever asks may not.
#[derive(Debug, thiserror::Error)]
pub enum AskedError {
    /// A role that may not decide.
    #[error("“{role}” may not decide this; {may}")]
    Role {
        /// The role.
        role: String,
        /// Who may.
        may: String,
    },
    /// A role that may not decide on a message.
    #[error("“{role}” may not decide on a message; {may}")]
    DeliveryRole {
        /// The role.
        role: String,
        /// Who may.
        may: String,
    },
    /// No reason.
    #[error("a decision needs its reason")]
    NoReason,
    /// A reason with personal data in it: it is kept for ever, and printed.
    #[error("the reason holds {kinds}")]
    PersonalReason {
        /// What it holds.
        kinds: &'static str,
    },
    /// No such pack.
    #[error("there is no pack “{name}”; there are {known}")]
    NoPack {
        /// As it was called.
        name: String,
        /// Those there are.
        known: String,
    },
    /// A pack that needs no approval.
    #[error("the pack for the {body} needs no approval: its file says so")]
    NoApproval {
        /// The body.
        body: String,
    },
    /// A hold that is none.
    #[error("{code} does not hold the pack for the {body}")]
    NotHeld {
        /// The code.
        code: String,
        /// The body.
        body: String,
    },
    /// A hold that nobody may let pass.
    #[error("{code} can't be let pass: {instead}")]
    NotPassable {
        /// The code.
        code: String,
        /// What to do instead.
        instead: String,
    },
    /// No such return.
    #[error("no return that counts for {quarter} is called “{name}”, or has that SHA-256")]
    NoReturn {
        /// As it was called.
        name: String,
        /// The quarter.
        quarter: String,
    },
    /// No personal data there.
    #[error("nothing was found in {place} that could be cleared")]
    NoText {
        /// The place.
        place: String,
    },
    /// Nothing small there.
    #[error("no public pack keeps anything of {what} back as a small number")]
    NotSmall {
        /// The measure and the quarter.
        what: String,
    },
    /// A small number that is shown already.
    #[error("{what} is shown already, by decision {number}")]
    Shown {
        /// The measure and the quarter.
        what: String,
        /// The decision.
        number: i64,
    },
    /// No such decision, or one that can't be withdrawn.
    #[error("decision {number} can't be withdrawn: {why}")]
    NotWithdrawn {
        /// Its number.
        number: i64,
        /// Why.
        why: &'static str,
    },
}

/// Who may decide, for whoever may not.
pub(super) fn who_may(roles: &[String]) -> String {
    match roles.join(", ") {
        none if none.is_empty() => "the settings name nobody who may".to_owned(),
        those => format!("those who may are: {those}"),
    }
}

impl ReleaseError {
    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NoVersion { .. } => "make it first: quarterpack run",
            Self::Replaced { .. } => "look at the last version, and decide on that one",
            Self::Changed { .. } => {
                "run again, look at the new draft, and have that one approved where it needs \
                 approval"
            }
            Self::Differs { .. } => "bring it back from a backup of the output folder",
            Self::Asked(asked) => match asked {
                AskedError::Role { .. } => {
                    "have one of them decide, or name the role under [release] approvers in the \
                     settings"
                }
                AskedError::DeliveryRole { .. } => {
                    "have one of them decide, or name the role: on the list of delivery.officers, \
                     or under [release] approvers in the settings"
                }
                AskedError::NoReason => "say why, in a sentence that will be understood in a year",
                AskedError::PersonalReason { .. } => {
                    "write it without the person: reasons are kept in the log and stand in packs"
                }
                AskedError::NoPack { .. } => "name it by the name of its file, without .toml",
                AskedError::NoApproval { .. } => "make it final with quarterpack release",
                AskedError::NotHeld { .. } | AskedError::NotPassable { .. } => {
                    "quarterpack status says what holds it"
                }
                AskedError::NoReturn { .. } | AskedError::NoText { .. } => {
                    "quarterpack clear --list shows what was found, with file, sheet and cell"
                }
                AskedError::NotSmall { .. } => "quarterpack disclose lists what they keep back",
                AskedError::Shown { .. } => "to keep it back again: quarterpack withdraw",
                AskedError::NotWithdrawn { .. } => "quarterpack decisions lists them",
            },
        }
    }
}

impl From<AskedError> for RunError {
    fn from(error: AskedError) -> Self {
        Self::Release(error.into())
    }
}
