//! From the draft to the final: approval, holds let pass, and the final itself.

use super::decided::{By, authority, day, take};
use super::fault::RunError;
use super::holding::{approval, held};
use super::inputs::Inputs;
use super::refused::{AskedError, ReleaseError};
use super::rendering::rendered;
use super::{Job, MadePack, Reconciled, keeper, look, make, reconciled, send, status_page, view};
use crate::calendar::{NaiveDate, Quarter};
use crate::compose::{Approved, Edition, State, compose};
use crate::config::{PackFile, ReleaseRule};
use crate::finding::Code;
use crate::intake::Reader;
use crate::release::{Hold, content, standing};
use crate::store::{Decision, DecisionKind, Final, PackVersion, Record, Staged, Subject};
use std::path::PathBuf;

/// A final that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeFinal {
    /// Its version.
    pub version: u32,
    /// Whether it was made now; otherwise it was there.
    pub new: bool,
    /// Its files.
    pub files: Vec<PathBuf>,
    /// Its messages.
    pub messages: Vec<PathBuf>,
    /// The decision that approved it.
    pub approval: Option<i64>,
}

/// What a release came to.
#[derive(Clone, Debug)]
pub enum Released {
    /// The final is there.
    Final(MadeFinal),
    /// Something holds it.
    Held(Vec<Hold>),
}

/// What an approval came to.
#[derive(Clone, Debug)]
pub enum Approval {
    /// It is given.
    Given(Box<Decision>),
    /// Something holds the pack, and would alter it.
    Held(Vec<Hold>),
}

/// Which pack is decided on.
#[derive(Clone, Copy, Debug)]
pub struct AtHand<'a> {
    /// What was read.
    pub inputs: &'a Inputs,
    /// Where returns are opened.
    pub reader: &'a Reader,
    /// The quarter.
    pub quarter: Quarter,
    /// The pack's id.
    pub pack: &'a str,
}

/// The last version of a pack, as it would be made now from what it was made from then.
struct Draft<'a> {
    job: &'a Job<'a>,
    pack: &'a PackFile,
    reconciled: &'a Reconciled<'a>,
    known: &'a PackVersion,
    edition: &'a Edition,
}

impl AtHand<'_> {
    fn pack(&self) -> Result<&PackFile, AskedError> {
        let packs = &self.inputs.packs;
        packs.iter().find(|pack| pack.recipe.id == self.pack).ok_or_else(|| AskedError::NoPack {
            name: self.pack.to_owned(),
            known: packs.iter().map(|pack| &*pack.recipe.id).collect::<Vec<_>>().join(", "),
        })
    }

    /// Looks at the draft at hand, with nobody else at work. The data go to the day that they
    /// went to when it was made: what came since is for the next version.
    fn look<T>(
        &self,
        then: impl FnOnce(&Draft<'_>, &mut Record) -> Result<T, RunError>,
    ) -> Result<T, RunError> {
        self.pack()?;
        self.inputs.plan(self.quarter)?;
        self.look_in(&mut keeper::hold(self.inputs)?.record, then)
    }

    /// The same by somebody who holds the record already.
    fn look_in<T>(
        &self,
        record: &mut Record,
        then: impl FnOnce(&Draft<'_>, &mut Record) -> Result<T, RunError>,
    ) -> Result<T, RunError> {
        let pack = self.pack()?;
        let quarter = self.quarter.to_string();
        let known = record.last_version(&pack.recipe.id, &quarter)?;
        let body = || pack.recipe.body.clone();
        let known = known.ok_or_else(|| ReleaseError::NoVersion { body: body(), quarter })?;
        let changed = || ReleaseError::Changed { body: body(), version: known.version };
        let as_at: NaiveDate = known.as_at.parse().map_err(|_| changed())?;
        let (inputs, quarter, reader) = (self.inputs, self.quarter, self.reader);
        let job = Job { inputs, quarter, as_at, reader, write: true };
        reconciled(&job, |whole| {
            let done = view::for_pack(&job, pack, whole, |reconciled| {
                let edition = make::again(&job, pack, reconciled, record, &known)?;
                let job = &job;
                let draft = Draft { job, pack, reconciled, known: &known, edition: &edition };
                then(&draft, record)
            })?;
            // The officers' page says what is final.
            status_page::written::write(&job, &look::stands(&job, whole, record)?)?;
            Ok(done)
        })
    }
}

impl Draft<'_> {
    /// Refuses a draft that would not be made again as it was.
    fn unchanged(&self) -> Result<(), RunError> {
        let Self { job, pack, reconciled, known, edition } = *self;
        let now = make::with_material(job, pack, reconciled, edition, |material| {
            Ok(content(&compose(material, &job.inputs.templates)?))
        })?;
        if now == known.composed {
            return Ok(());
        }
        let body = pack.recipe.body.clone();
        Err(ReleaseError::Changed { body, version: known.version }.into())
    }

    fn holds(&self) -> Vec<Hold> {
        held(self.job, self.pack, self.reconciled, Some(self.known))
    }
}

/// Approves the last version of a pack, by the role that its file names. The approval is bound to
/// the pack's content. Nothing else may hold it: what is mended later would alter it.
///
/// # Errors
/// When the role may not, when there is no draft, when another version is asked for than the
/// last, or when the draft is no longer what would be made.
pub fn approve(at: &AtHand<'_>, version: Option<u32>, by: &By<'_>) -> Result<Approval, RunError> {
    let pack = at.pack()?;
    let body = || pack.recipe.body.clone();
    let ReleaseRule::Approval { approver } = &pack.release else {
        return Err(AskedError::NoApproval { body: body() }.into());
    };
    let (role, reason) = authority(at.inputs, by)?;
    if !role.eq_ignore_ascii_case(approver) {
        let may = format!("the pack for the {} is approved by the {approver}", body());
        return Err(AskedError::Role { role, may }.into());
    }
    at.look(|draft, record| {
        let known = draft.known;
        if let Some(asked) = version.filter(|asked| *asked != known.version) {
            let last = known.version;
            return Err(ReleaseError::Replaced { body: body(), asked, last }.into());
        }
        draft.unchanged()?;
        let holds = draft.holds();
        if standing(&holds).any(|hold| hold.code != Code::R06) {
            return Ok(Approval::Held(holds));
        }
        let subject = Subject {
            pack: Some(known.name.clone()),
            quarter: Some(known.quarter.clone()),
            version: Some(known.version),
            ..Subject::default()
        };
        let content = known.composed.clone();
        let kind = DecisionKind::Approve;
        let taken = take(record, kind, subject, content, None, (role, reason), by.at)?;
        Ok(Approval::Given(Box::new(taken)))
    })
}

/// Lets a hold pass: exactly what stands now. Gives the hold as it was.
///
/// # Errors
/// When the role may not, or when it does not hold the pack, or is none that may be let pass.
pub fn override_hold(
    at: &AtHand<'_>,
    code: &str,
    by: &By<'_>,
) -> Result<(Decision, Hold), RunError> {
    let who = authority(at.inputs, by)?;
    let body = at.pack()?.recipe.body.clone();
    at.look(|draft, record| {
        let code = code.trim().to_uppercase();
        let holds = draft.holds();
        let found = standing(&holds).find(|hold| hold.code.to_string() == code);
        let Some(hold) = found else { return Err(AskedError::NotHeld { code, body }.into()) };
        if !hold.may_pass() {
            let instead = hold.remedy.clone();
            return Err(AskedError::NotPassable { code, instead }.into());
        }
        let subject = Subject {
            pack: Some(draft.known.name.clone()),
            quarter: Some(draft.known.quarter.clone()),
            version: Some(draft.known.version),
            code: Some(code),
            ..Subject::default()
        };
        let kind = DecisionKind::OverrideHold;
        let taken = take(record, kind, subject, hold.binds.clone(), None, who, by.at)?;
        Ok((taken, hold.clone()))
    })
}

/// Makes the final of the last version of a pack, where nothing holds it. It differs from the
/// draft in its marking alone. `now` is when: UTC, ISO 8601.
///
/// # Errors
/// When there is no draft, when the draft is no longer what would be made, or when files or the
/// record can't be written.
pub fn release(at: &AtHand<'_>, now: &str) -> Result<Released, RunError> {
    at.look(|draft, record| released(draft, record, now))
}

/// A release by somebody who holds the record already.
pub(super) fn release_in(
    at: &AtHand<'_>,
    record: &mut Record,
    now: &str,
) -> Result<Released, RunError> {
    at.look_in(record, |draft, record| released(draft, record, now))
}

fn released(draft: &Draft<'_>, record: &mut Record, now: &str) -> Result<Released, RunError> {
    draft.unchanged()?;
    let holds = draft.holds();
    if standing(&holds).next().is_some() {
        return Ok(Released::Held(holds));
    }
    Ok(Released::Final(finish(draft, record, now)?))
}

/// Whether a draft is to be made before the final: there is none, or a return of its quarter came
/// since, and neither a role nor a final stands for the draft as it is.
pub(super) fn wants_draft(
    at: &AtHand<'_>,
    record: &Record,
    as_at: NaiveDate,
) -> Result<bool, RunError> {
    let pack = at.pack()?;
    let Some(known) = record.last_version(&pack.recipe.id, &at.quarter.to_string())? else {
        return Ok(true);
    };
    let Ok(before) = known.as_at.parse::<NaiveDate>() else { return Ok(true) };
    let (inputs, quarter, reader) = (at.inputs, at.quarter, at.reader);
    let job = Job { inputs, quarter, as_at, reader, write: false };
    if approval(&job, pack, Some(&known)).is_some() || there(record, &known)?.is_some() {
        return Ok(false);
    }
    // One that was killed before its messages were queued: whoever is to see it has not.
    if !record.has_queued(send::messages_of(&known))? {
        return Ok(true);
    }
    let collected = super::collect(&job)?;
    let came = |day: NaiveDate| day > before && day <= as_at;
    let mut returns = collected.returns.iter().map(|read| &read.returned);
    Ok(returns.any(|one| one.quarter == quarter && came(one.source.received.date())))
}

/// What a run does after a draft: says what holds the final, and makes it where the settings let
/// runs do so and nothing does.
pub(super) fn after_run(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    record: &mut Record,
    made: MadePack,
) -> Result<MadePack, RunError> {
    let known = record.last_version(&pack.recipe.id, &job.quarter.to_string())?;
    // In a run that writes nothing, the version may be one that there is not yet.
    let known = known.filter(|known| known.version == made.version);
    let holds = held(job, pack, reconciled, known.as_ref());
    let Some(known) = known else { return Ok(MadePack { holds, ..made }) };
    let last = there(record, &known)?;
    let wanted = job.inputs.settings.state == State::Final && standing(&holds).next().is_none();
    let half = match &last {
        Some(last) => !is_queued(record, last)?,
        None => false,
    };
    let last = if job.write && (wanted || half) {
        let edition = &make::again(job, pack, reconciled, record, &known)?;
        let draft = Draft { job, pack, reconciled, known: &known, edition };
        Some(finish(&draft, record, &job.as_at.to_string())?)
    } else {
        last.map(|last| told(job, &last, false))
    };
    Ok(MadePack { holds, last, ..made })
}

/// Whether the messages of a final are in the ledger: one that was killed may have noted the final
/// and not yet those.
fn is_queued(record: &Record, last: &Final) -> Result<bool, RunError> {
    let messages = last.files.iter().filter(|file| !file.is_pack());
    Ok(record.has_queued(messages.map(|file| file.path.as_str()))?)
}

fn there(record: &Record, known: &PackVersion) -> Result<Option<Final>, RunError> {
    let mut finals = record.finals(&known.quarter)?;
    finals.retain(|one| one.name == known.name && one.version == known.version);
    Ok(finals.pop())
}

/// The final of a draft that nothing holds. One that is there already is left alone, and what is
/// missing of it is put back.
fn finish(draft: &Draft<'_>, record: &mut Record, now: &str) -> Result<MadeFinal, RunError> {
    let Draft { job, pack, reconciled, known, edition } = *draft;
    let output = &job.inputs.settings.paths.output;
    let last = there(record, known)?;
    if let Some(last) = &last
        && last.files.iter().all(|file| make::is_there(output, file))
        && is_queued(record, last)?
    {
        return Ok(told(job, last, false));
    }
    let approved_by = match &last {
        Some(last) => last.approval.map(|number| record.decision(number)).transpose()?.flatten(),
        None => approval(job, pack, Some(known)).cloned(),
    };
    let edition = marked_final(edition, approved_by.as_ref());
    let made = rendered(job, pack, reconciled, record, &edition)?;
    let list = made.list();
    if let Some(last) = &last {
        let packs = last.files.iter().filter(|file| file.is_pack());
        if let Some(other) = packs.into_iter().find(|file| !list.contains(file)) {
            return Err(ReleaseError::Differs { file: other.path.clone() }.into());
        }
    }
    let mut staged = Staged::default();
    for ((path, bytes), file) in made.files.iter().zip(&list) {
        if !make::is_there(output, file) {
            staged.add(&output.join(path), bytes)?;
        }
    }
    let messages = made.messages;
    let version = PackVersion { files: list.clone(), ..known.clone() };
    if let Some(last) = last {
        staged.place()?;
        send::queue_pack(job, pack, record, &version, &messages)?;
        return Ok(told(job, &last, false));
    }
    let made = Final {
        name: known.name.clone(),
        quarter: known.quarter.clone(),
        version: known.version,
        composed: known.composed.clone(),
        approval: approved_by.map(|one| one.number),
        at: now.to_owned(),
        files: list,
    };
    keeper::works_on_known(job, record)?;
    record.release(&made)?;
    staged.place()?;
    send::queue_pack(job, pack, record, &version, &messages)?;
    Ok(told(job, &made, true))
}

/// A draft as a final: it differs in its marking alone.
pub(super) fn marked_final(draft: &Edition, approval: Option<&Decision>) -> Edition {
    let approved = approval.map(|one| Approved { role: one.role.clone(), on: day(&one.at) });
    Edition { state: State::Final, approved, ..draft.clone() }
}

fn told(job: &Job<'_>, made: &Final, new: bool) -> MadeFinal {
    let output = &job.inputs.settings.paths.output;
    MadeFinal {
        version: made.version,
        new,
        files: make::below(output, &made.files, true),
        messages: make::below(output, &made.files, false),
        approval: made.approval,
    }
}
