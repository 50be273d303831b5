//! Decisions: who may take them, what those that count come to, and which were withdrawn.

use super::fault::RunError;
use super::inputs::Inputs;
use super::refused::{AskedError, who_may};
use super::{Job, Reconciled, collect, holding, keeper, make};
use crate::audience::Clearance;
use crate::calendar::{NaiveDate, Quarter};
use crate::compose::Decided;
use crate::config::PackFile;
use crate::plan::Plan;
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

/// The role and the reason as they are recorded, where the role may decide.
pub(super) fn authority(inputs: &Inputs, by: &By<'_>) -> Result<(String, String), AskedError> {
    let release = &inputs.settings.release;
    let role = release.approver(by.role).ok_or_else(|| AskedError::Role {
        role: by.role.trim().to_owned(),
        may: who_may(&release.approvers),
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
    let (now, public) = (job.quarter, pack.recipe.is_public());
    job.inputs.decisions.iter().filter(move |one| match one.kind {
        DecisionKind::ClearPersonalData => {
            one.subject.sha256.as_deref().is_some_and(|hash| came.contains(hash))
        }
        DecisionKind::OverrideHold => {
            one.subject.pack.as_ref() == Some(&name)
                && one.subject.quarter.as_ref() == Some(&quarter)
        }
        // Later packs of the year, and of the next, show the quarter too.
        DecisionKind::ClearSuppression => {
            let of = one.subject.quarter.as_deref().and_then(|of| of.parse::<Quarter>().ok());
            public && of.is_some_and(|of| of <= now)
        }
        // These change the marking, or nothing.
        DecisionKind::Approve | DecisionKind::Withdraw => false,
    })
}

/// What a pack shows of decisions: texts cleared in the returns that count, small numbers shown
/// all the same, holds let pass.
pub(super) fn shown(job: &Job<'_>, pack: &PackFile, reconciled: &Reconciled<'_>) -> Vec<Decided> {
    let mut all: Vec<Decided> = make::in_quarter(job, reconciled)
        .flat_map(|returned| clearings(&job.inputs.decisions, &returned.source.hash))
        .map(|one| Decided { what: what(one), ..decided(one) })
        .collect();
    let smallest = job.inputs.settings.small_numbers.smallest_shown;
    all.extend(reconciled.withheld.cleared.iter().map(|one| Decided {
        what: shown_small(reconciled.plan, one, smallest),
        role: one.approver.clone(),
        reason: one.reason.clone(),
        on: one.on,
    }));
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

/// `Measure 4, 2023-24 Q1 is shown, with a count below 5`
pub(super) fn shown_small(plan: &Plan, cleared: &Clearance, smallest: u32) -> String {
    let measure = plan.measure(&cleared.measure);
    let measure = measure.map_or_else(String::new, |one| format!("Measure {}, ", one.number));
    format!("{measure}{} is shown, with a count below {smallest}", cleared.quarter)
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

/// Takes a decision back: it counts no longer, and stays to be read. Gives the decision, and its
/// withdrawal.
///
/// # Errors
/// When the role may not, or there is no such decision, or the final that it approved is made.
pub fn withdraw(
    inputs: &Inputs,
    number: i64,
    by: &By<'_>,
) -> Result<(Decision, Decision), RunError> {
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
    let taken = take(record, kind, subject, content, None, (role, reason), by.at)?;
    Ok((known, taken))
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
