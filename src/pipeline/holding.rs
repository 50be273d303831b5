//! What holds the packs of a quarter: the facts gathered, and the approval looked for.

use super::decided::{day, is_of, passed};
use super::fault::RunError;
use super::{Job, Reconciled, make, view};
use crate::calendar::long_date;
use crate::config::{PackFile, ReleaseRule};
use crate::release::{self, Facts, Hold, Waiting};
use crate::store::{Decision, DecisionKind, Final, PackVersion, Record};
use crate::validate::KeptReturn;

/// A pack between draft and final.
#[derive(Clone, Debug)]
pub struct PackState {
    /// Its id.
    pub name: String,
    /// The body it is for.
    pub body: String,
    /// Its last version; none where none was made yet.
    pub version: Option<u32>,
    /// What holds its final.
    pub holds: Vec<Hold>,
    /// The last final, where there is one.
    pub last: Option<Final>,
}

/// How the packs of a quarter stand between draft and final.
pub(super) fn states(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
    record: &Record,
) -> Result<Vec<PackState>, RunError> {
    let quarter = job.quarter.to_string();
    let finals = record.finals(&quarter)?;
    let due = job.inputs.packs.iter();
    let due = due.filter(|pack| pack.recipe.quarters.contains(&job.quarter.number()));
    due.map(|pack| {
        let name = pack.recipe.id.clone();
        let known = record.last_version(&name, &quarter)?;
        let holds = view::for_pack(job, pack, reconciled, |part| {
            Ok(held(job, pack, part, known.as_ref()))
        })?;
        Ok(PackState {
            body: pack.recipe.body.clone(),
            version: known.as_ref().map(|known| known.version),
            holds,
            last: finals.iter().rfind(|one| one.name == name).cloned(),
            name,
        })
    })
    .collect()
}

/// What holds a pack whose last version is known.
pub(super) fn held(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    known: Option<&PackVersion>,
) -> Vec<Hold> {
    let waiting = match &pack.release {
        ReleaseRule::Approval { approver } if approval(job, pack, known).is_none() => {
            Some(Waiting { role: approver.clone(), before: before(job, pack) })
        }
        ReleaseRule::Automatic | ReleaseRule::Approval { .. } => None,
    };
    holds(job, pack, reconciled, waiting.as_ref())
}

/// What holds the final of a draft that nobody has seen yet.
pub(super) fn holds_of_draft(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
) -> Vec<Hold> {
    let waiting = match &pack.release {
        ReleaseRule::Automatic => None,
        ReleaseRule::Approval { approver } => {
            Some(Waiting { role: approver.clone(), before: None })
        }
    };
    holds(job, pack, reconciled, waiting.as_ref())
}

fn holds(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    waiting: Option<&Waiting>,
) -> Vec<Hold> {
    let returns: Vec<&KeptReturn> = make::in_quarter(job, reconciled).collect();
    release::holds(&Facts {
        pack: &pack.recipe.id,
        exempt: pack.recipe.exempt.is_some(),
        outstanding: job.inputs.settings.release.outstanding_holds,
        plan: reconciled.plan,
        position: reconciled.position,
        findings: reconciled.findings,
        returns: &returns,
        passed: &passed(job, pack),
        waiting,
    })
}

/// The approval of a version as it was made, by the role that approves the pack.
pub(super) fn approval<'a>(
    job: &Job<'a>,
    pack: &PackFile,
    known: Option<&PackVersion>,
) -> Option<&'a Decision> {
    let known = known.filter(|known| !known.composed.is_empty())?;
    let ReleaseRule::Approval { approver } = &pack.release else { return None };
    job.inputs.decisions.iter().rev().find(|one| {
        one.kind == DecisionKind::Approve
            && is_of(one, job, pack)
            && one.subject.version == Some(known.version)
            && one.content == known.composed
            && one.role.eq_ignore_ascii_case(approver)
    })
}

/// An approval that was given to something else: what to say of it.
fn before(job: &Job<'_>, pack: &PackFile) -> Option<String> {
    let mut given = job.inputs.decisions.iter().rev();
    let given = given.find(|one| one.kind == DecisionKind::Approve && is_of(one, job, pack))?;
    let version = given.subject.version.unwrap_or_default();
    let on =
        day(&given.at).map_or_else(|| "before".to_owned(), |day| format!("on {}", long_date(day)));
    Some(format!("version {version} was approved {on}, and the pack has changed since"))
}
