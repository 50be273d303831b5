//! Decisions: who may take them, what those that count come to, and which were withdrawn.

use super::inputs::{Inputs, RunError};
use super::{Job, Reconciled, collect, holding, keeper, make};
use crate::calendar::NaiveDate;
use crate::compose::Decided;
use crate::config::PackFile;
use crate::release::Passed;
use crate::store::{Decision, DecisionKind, Record, RecordError, Subject};
use crate::validate::{Cleared, ClearedAs, Clearing, personal};
use std::collections::BTreeSet;

/// Who takes a decision, why and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The role.
    pub role: &'a str,
    /// Why.
    pub reason: &'a str,
    /// When: UTC, ISO 8601, or the day alone.
    pub at: &'a str,
}

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
    /// No such decision, or one that can't be withdrawn.
    #[error("decision {number} can't be withdrawn: {why}")]
    NotWithdrawn {
        /// Its number.
        number: i64,
        /// Why.
        why: &'static str,
    },
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

/// The role and the reason as they are recorded, where the role may decide.
pub(super) fn authority(inputs: &Inputs, by: &By<'_>) -> Result<(String, String), AskedError> {
    let release = &inputs.settings.release;
    let role = release.approver(by.role).ok_or_else(|| AskedError::Role {
        role: by.role.trim().to_owned(),
        may: if release.approvers.is_empty() {
            "the settings name nobody who may".to_owned()
        } else {
            format!("those who may are: {}", release.approvers.join(", "))
        },
    })?;
    Ok((role.to_owned(), reason(by)?))
}

/// The reason as it is recorded: on one line, and without personal data.
pub(super) fn reason(by: &By<'_>) -> Result<String, AskedError> {
    let plain = by.reason.replace(char::is_control, " ");
    let reason = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        return Err(AskedError::NoReason);
    }
    if let Some((kind, _)) = personal(&reason).first() {
        return Err(AskedError::PersonalReason { kinds: kind.words() });
    }
    Ok(reason)
}

/// What reviewers decided of the texts of a return.
pub(super) fn cleared(decisions: &[Decision], sha256: &str) -> Cleared {
    let mut cleared = Cleared::default();
    for one in decisions.iter().filter(|one| one.kind == DecisionKind::ClearPersonalData) {
        let subject = &one.subject;
        let outcome = one.outcome.as_deref();
        let outcome = ClearedAs::ALL.into_iter().find(|known| Some(known.word()) == outcome);
        let (Some(outcome), Some(hash)) = (outcome, &subject.sha256) else { continue };
        if hash == sha256 {
            let said = |text: &Option<String>| text.clone().unwrap_or_default();
            let clearing = Clearing { text: one.content.clone(), outcome, role: one.role.clone() };
            cleared.add(&said(&subject.sheet), &said(&subject.cell), clearing);
        }
    }
    cleared
}

/// Whether a decision is about a pack of the job's quarter.
pub(super) fn is_of(decision: &Decision, job: &Job<'_>, pack: &PackFile) -> bool {
    let quarter = job.quarter.to_string();
    decision.subject.pack.as_ref() == Some(&pack.recipe.id)
        && decision.subject.quarter.as_ref() == Some(&quarter)
}

/// Holds of a pack that somebody let pass, whatever stood then.
pub(super) fn passed(job: &Job<'_>, pack: &PackFile) -> Vec<Passed> {
    let mine = job.inputs.decisions.iter().filter(|one| is_of(one, job, pack));
    mine.filter(|one| one.kind == DecisionKind::OverrideHold)
        .filter_map(|one| {
            Some(Passed {
                code: one.subject.code.as_deref()?.parse().ok()?,
                binds: one.content.clone(),
                role: one.role.clone(),
                reason: one.reason.clone(),
                at: one.at.clone(),
            })
        })
        .collect()
}

/// The decisions that shape a draft: on texts of returns that had come, and on its own holds.
pub(super) fn bearing<'a>(
    job: &Job<'a>,
    pack: &PackFile,
) -> impl Iterator<Item = &'a Decision> + use<'a> {
    let came: BTreeSet<&str> = collect::came(job).map(|one| one.digest.as_str()).collect();
    let (quarter, name) = (job.quarter.to_string(), pack.recipe.id.clone());
    job.inputs.decisions.iter().filter(move |one| match one.kind {
        DecisionKind::ClearPersonalData => {
            one.subject.sha256.as_deref().is_some_and(|hash| came.contains(hash))
        }
        DecisionKind::OverrideHold => {
            one.subject.pack.as_ref() == Some(&name)
                && one.subject.quarter.as_ref() == Some(&quarter)
        }
        DecisionKind::ClearSuppression => one.subject.quarter.as_ref() == Some(&quarter),
        // These change the marking, or nothing.
        DecisionKind::Approve | DecisionKind::Withdraw => false,
    })
}

/// What a pack shows of decisions: texts cleared in the returns that count, holds let pass.
pub(super) fn shown(job: &Job<'_>, pack: &PackFile, reconciled: &Reconciled<'_>) -> Vec<Decided> {
    let mut all: Vec<Decided> = make::in_quarter(job, reconciled)
        .flat_map(|returned| clearings(&job.inputs.decisions, &returned.source.hash))
        .map(|one| Decided { what: what(one), ..decided(one) })
        .collect();
    for hold in holding::holds_of_draft(job, pack, reconciled) {
        let what = format!("Let pass: {}", hold.message);
        all.extend(hold.passed.map(|passed| Decided {
            what,
            role: passed.role,
            reason: passed.reason,
            on: day(&passed.at),
        }));
    }
    all
}

/// The last clearing of each cell of a return.
pub(super) fn clearings<'a>(decisions: &'a [Decision], sha256: &str) -> Vec<&'a Decision> {
    let mut mine: Vec<&Decision> = Vec::new();
    for one in decisions.iter().filter(|one| {
        one.kind == DecisionKind::ClearPersonalData && one.subject.sha256.as_deref() == Some(sha256)
    }) {
        mine.retain(|known| known.subject != one.subject);
        mine.push(one);
    }
    mine
}

/// What a clearing says: `Personal data found in a.xlsx › Commentary › C7 stays masked`.
pub(super) fn what(clearing: &Decision) -> String {
    let subject = &clearing.subject;
    let place = [&subject.file, &subject.sheet, &subject.cell];
    let place: Vec<&str> = place.into_iter().flatten().map(String::as_str).collect();
    let place = place.join(" › ");
    if clearing.outcome.as_deref() == Some(ClearedAs::NotPersonal.word()) {
        format!("What was found in {place} is no personal data")
    } else {
        format!("Personal data found in {place} stays masked")
    }
}

fn decided(one: &Decision) -> Decided {
    Decided {
        what: String::new(),
        role: one.role.clone(),
        reason: one.reason.clone(),
        on: day(&one.at),
    }
}

/// The day of a time as it is recorded.
pub(super) fn day(at: &str) -> Option<NaiveDate> {
    at.get(..10)?.parse().ok()
}

/// Every decision, with whether it counts, in the order in which they were taken.
///
/// # Errors
/// When the record can't be read.
pub fn decisions(inputs: &Inputs) -> Result<Vec<(Decision, bool)>, RunError> {
    let record = Record::look(&inputs.settings.paths.record())?;
    let counts: BTreeSet<i64> = record.standing_decisions()?.iter().map(|one| one.number).collect();
    let all = record.decisions()?.into_iter();
    Ok(all
        .map(|one| {
            let counts = one.kind == DecisionKind::Withdraw || counts.contains(&one.number);
            (one, counts)
        })
        .collect())
}

/// Takes a decision back: it counts no longer, and stays to be read.
///
/// # Errors
/// When the role may not, or there is no such decision, or the final that it approved is made.
pub fn withdraw(inputs: &Inputs, number: i64, by: &By<'_>) -> Result<Decision, RunError> {
    let (role, reason) = authority(inputs, by)?;
    let mut held = keeper::hold(inputs)?;
    let record = &mut held.record;
    let refused = |why| RunError::from(AskedError::NotWithdrawn { number, why });
    let known = record.decision(number)?.ok_or_else(|| refused("there is none"))?;
    if known.kind == DecisionKind::Withdraw {
        return Err(refused("it is a withdrawal itself; take the decision anew"));
    }
    if !record.standing_decisions()?.contains(&known) {
        return Err(refused("it is withdrawn already"));
    }
    let quarter = known.subject.quarter.clone().unwrap_or_default();
    if record.finals(&quarter)?.iter().any(|one| one.approval == Some(number)) {
        return Err(refused("the final that it approved is made; only a new version mends that"));
    }
    let subject = Subject { withdraws: Some(number), ..Subject::default() };
    let kind = DecisionKind::Withdraw;
    let content = known.content.clone();
    Ok(take(record, kind, subject, content, None, (role, reason), by.at)?)
}

/// Takes a decision.
pub(super) fn take(
    record: &mut Record,
    kind: DecisionKind,
    subject: Subject,
    content: String,
    outcome: Option<String>,
    (role, reason): (String, String),
    at: &str,
) -> Result<Decision, RecordError> {
    let at = at.to_owned();
    record.decide(&Decision { number: 0, kind, subject, content, outcome, role, reason, at })
}
