//! A pack made, written and put into the outbox; or left alone where nothing has changed.

use super::changes::{Causes, since};
use super::fault::RunError;
use super::published::Publishing;
use super::release::MadeFinal;
use super::rendering::{Rendered, rendered};
use super::{Anew, Job, Reconciled, collect, decided, send};
use crate::compose::{Edition, Material, Since, SourceFile, State};
use crate::config::PackFile;
use crate::finding::Finding;
use crate::intake::digest;
use crate::release::Hold;
use crate::store::{Event, MadeFile, PackVersion, Published, Record, Staged, write_whole};
use crate::validate::KeptReturn;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How it came that a pack is at its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// It was made.
    New,
    /// It was there already, and nothing has changed.
    Unchanged,
    /// Something that it is made from has changed, and it would be the same.
    Same,
    /// Files of it were missing, and were made again.
    Restored,
}

/// A pack that was made.
#[derive(Clone, Debug)]
pub struct MadePack {
    /// The body it is for.
    pub body: String,
    /// Its version.
    pub version: u32,
    /// How it came to that.
    pub making: Making,
    /// Pages of its PDF; none where it was left alone.
    pub pages: Option<usize>,
    /// Its files.
    pub files: Vec<PathBuf>,
    /// Its messages.
    pub messages: Vec<PathBuf>,
    /// Characters that no font has, and that a reader sees as a substitute.
    pub missing: Vec<char>,
    /// Roles that asked for it and may not have it, with their lists.
    pub refused: Vec<String>,
    /// The pack's id.
    pub name: String,
    /// What holds its final.
    pub holds: Vec<Hold>,
    /// Its final, where there is one.
    pub last: Option<MadeFinal>,
}

/// Makes a pack, unless the version there is would be the same. A reissue is made regardless.
pub(super) fn make(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    record: &mut Record,
    anew: &Anew<'_>,
) -> Result<MadePack, RunError> {
    let output = &job.inputs.settings.paths.output;
    let (name, quarter) = (&pack.recipe.id, job.quarter.to_string());
    let inputs = fingerprint(job, pack, reconciled);
    let known = record.last_version(name, &quarter)?;
    let reissue = anew(name, known.as_ref().map(|known| known.version));
    if !reissue
        && let Some(known) =
            known.as_ref().filter(|known| known.inputs == inputs && !known.composed.is_empty())
        && whole(output, known)
        // A run that was killed may have noted the version and not yet its messages.
        && record.has_queued(send::messages_of(known))?
    {
        return Ok(left_alone(output, pack, known));
    }
    let now = Publishing::of(reconciled);
    if let Some(known) = known.as_ref().filter(|_| !reissue) {
        let kept = keep(job, pack, reconciled, record, known, &inputs, &now)?;
        if let Some(kept) = kept {
            return Ok(kept);
        }
    }
    let since = known
        .as_ref()
        .map(|known| -> Result<Since, RunError> {
            let causes = Causes::now(job, record, name, known.version)?;
            since(record, (name, &quarter, known.version), reissue, &now, &causes)
        })
        .transpose()?;
    let version = known.map_or(1, |known| known.version + 1);
    let edition = draft(job, pack, reconciled, version, since);
    let made = rendered(job, pack, reconciled, record, &edition)?;
    // Whole on the disk beside their places before the version is noted, in them after: a full
    // disk or a record that can't be written leave nothing half-made.
    let mut staged = Staged::default();
    if job.write {
        for (path, bytes) in &made.files {
            staged.add(&output.join(path), bytes)?;
        }
    }
    let made_version = PackVersion {
        name: name.clone(),
        audience: pack.recipe.body.clone(),
        quarter,
        version,
        as_at: job.as_at.to_string(),
        reissue,
        inputs,
        composed: made.composed.clone(),
        files: made.list(),
    };
    if job.write {
        let texts = job.inputs.made_from();
        record.made(&made_version, &texts, now.rows(), &overrides(job, reconciled))?;
        staged.place()?;
        send::queue_pack(job, pack, record, &made_version, &made.messages)?;
    }
    Ok(told(output, pack, &made_version, Making::New, Some(made)))
}

/// Leaves a version as it is where it would be made the same again; what is missing of it is
/// put back, and who is new on the list gets a message.
fn keep(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    record: &mut Record,
    known: &PackVersion,
    inputs: &str,
    now: &Publishing<'_>,
) -> Result<Option<MadePack>, RunError> {
    // Where figures differ there is no need to make it to know.
    let same = |before: &mut dyn Iterator<Item = Published>| before.eq(now.rows());
    if !record.walk_published(&known.name, &known.quarter, known.version, same)? {
        return Ok(None);
    }
    let output = &job.inputs.settings.paths.output;
    let edition = again(job, pack, reconciled, record, known)?;
    let made = rendered(job, pack, reconciled, record, &edition)?;
    let list = made.list();
    let as_known = |file: &MadeFile| known.files.iter().any(|one| one == file);
    if !list.iter().filter(|file| file.is_pack()).all(as_known) {
        return Ok(None);
    }
    let composed = made.composed.clone();
    let mut kept = PackVersion { inputs: inputs.to_owned(), composed, ..known.clone() };
    for ((path, bytes), file) in made.files.iter().zip(list) {
        let before = kept.files.iter_mut().find(|one| one.path == *path);
        // A message that is in the outbox is left alone, whatever it would say now.
        if before.as_ref().is_some_and(|before| is_there(output, before)) {
            continue;
        }
        if job.write {
            write_whole(&output.join(path), bytes)?;
        }
        match before {
            Some(before) => *before = file,
            None => kept.files.push(file),
        }
    }
    if job.write && kept != *known {
        record.kept(&kept)?;
    }
    if job.write {
        send::queue_pack(job, pack, record, &kept, &made.messages)?;
    }
    let making = if known.inputs == inputs { Making::Restored } else { Making::Same };
    Ok(Some(told(output, pack, &kept, making, Some(made))))
}

/// Overrides that the pack shows, for the log.
pub(super) fn overrides(job: &Job<'_>, reconciled: &Reconciled<'_>) -> Vec<Event> {
    let measures = reconciled.position.measures.iter();
    measures
        .filter_map(|measure| {
            let changed = measure.changed.as_ref()?;
            let said = |text: &Option<String>| text.clone().unwrap_or_default();
            Some(Event {
                at: job.as_at.to_string(),
                event: "override",
                subject: format!("{} {}", measure.measure, job.quarter),
                detail: format!(
                    "{} in place of {}, approved by {}: {}",
                    changed.status.word(),
                    measure.score.status.word(),
                    said(&changed.approver),
                    said(&changed.reason)
                ),
            })
        })
        .collect()
}

/// A version as a draft: what runs make. A final is made from one (`release.rs`).
pub(super) fn draft(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    version: u32,
    since: Option<Since>,
) -> Edition {
    Edition {
        version,
        state: State::Draft,
        deadline: reconciled.deadline,
        illustrative: job.inputs.settings.illustrative.clone(),
        since,
        decided: decided::shown(job, pack, reconciled),
        approved: None,
    }
}

/// The draft of a version that there is, as it would be made now.
pub(super) fn again(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    record: &Record,
    known: &PackVersion,
) -> Result<Edition, RunError> {
    let since = match known.version {
        0 | 1 => None,
        version => {
            let before = (&*known.name, &*known.quarter, version - 1);
            let causes = Causes::then(record, before.0, before.1, before.2)?;
            Some(since(record, before, known.reissue, &Publishing::of(reconciled), &causes)?)
        }
    };
    Ok(draft(job, pack, reconciled, known.version, since))
}

/// Gathers what a version of a pack is made from.
pub(super) fn with_material<T>(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    edition: &Edition,
    then: impl FnOnce(&Material<'_>) -> Result<T, RunError>,
) -> Result<T, RunError> {
    let sources = sources(job, reconciled);
    let context: Vec<&KeptReturn> = in_quarter(job, reconciled).collect();
    let received = reconciled.selection.received.iter();
    let received: Vec<_> =
        received.filter(|one| reconciled.services.contains(&one.service)).cloned().collect();
    let strays = strays(reconciled);
    let of_services = |finding: &&Finding| !strays.contains(&*finding.place.file);
    let findings: Vec<Finding> = reconciled.findings.iter().filter(of_services).cloned().collect();
    then(&Material {
        plan: reconciled.plan,
        whole: reconciled.whole,
        withheld: reconciled.withheld,
        position: reconciled.position,
        received: &received,
        findings: &findings,
        strays: strays.len(),
        plan_findings: reconciled.plan_findings,
        context: &context,
        not_run: reconciled.not_run,
        sources: &sources,
        recipe: &pack.recipe,
        thresholds: &job.inputs.settings.limits,
        edition,
    })
}

/// Files that are no return of any service. A body reads of returns; what came beside them is for
/// the officers.
fn strays<'a>(reconciled: &Reconciled<'a>) -> BTreeSet<&'a str> {
    let refused = reconciled.collected.refused.iter().flat_map(|(_, findings)| findings);
    let files: BTreeSet<&str> = refused.map(|finding| &*finding.place.file).collect();
    let told = reconciled.findings.iter().filter(|one| reconciled.selection.whose(one).is_none());
    told.map(|one| &*one.place.file).filter(|file| files.contains(file)).collect()
}

/// The packs, or else the messages, among files that were made.
pub(super) fn below(output: &Path, made: &[MadeFile], packs: bool) -> Vec<PathBuf> {
    let mine = |file: &&MadeFile| file.is_pack() == packs;
    made.iter().filter(mine).map(|file| super::shown(&output.join(&file.path))).collect()
}

/// Whether a file is still there as it was made.
pub(super) fn is_there(output: &Path, file: &MadeFile) -> bool {
    std::fs::read(output.join(&file.path)).is_ok_and(|bytes| digest(&bytes) == file.hash)
}

/// Whether every file of a version is.
fn whole(output: &Path, known: &PackVersion) -> bool {
    known.files.iter().all(|file| is_there(output, file))
}

fn left_alone(output: &Path, pack: &PackFile, known: &PackVersion) -> MadePack {
    told(output, pack, known, Making::Unchanged, None)
}

fn told(
    output: &Path,
    pack: &PackFile,
    version: &PackVersion,
    making: Making,
    made: Option<Rendered>,
) -> MadePack {
    let pages = made.as_ref().and_then(|made| made.pages);
    let (missing, refused) = made.map(|made| (made.missing, made.refused)).unwrap_or_default();
    MadePack {
        body: pack.recipe.body.clone(),
        version: version.version,
        making,
        pages,
        files: below(output, &version.files, true),
        messages: below(output, &version.files, false),
        missing,
        refused,
        name: version.name.clone(),
        holds: Vec::new(),
        last: None,
    }
}

pub(super) fn in_quarter<'a>(
    job: &'a Job<'_>,
    reconciled: &'a Reconciled<'_>,
) -> impl Iterator<Item = &'a KeptReturn> {
    let used = reconciled.selection.used.iter().map(|read| &read.returned);
    used.filter(|returned| returned.quarter == job.quarter)
}

/// SHA-256 over everything that a version is made from.
pub(super) fn fingerprint(job: &Job<'_>, pack: &PackFile, reconciled: &Reconciled<'_>) -> String {
    let head = format!(
        "{} {} {} {} {}",
        job.inputs.program, pack.recipe.id, job.quarter, job.as_at, reconciled.deadline
    );
    let shared = reconciled.made_from.get_or_init(|| shared(job)).clone();
    let decisions = decided::bearing(job, pack).map(|one| {
        format!("{} {} {} {:?} {}", one.kind.word(), one.number, one.role, one.outcome, one.content)
    });
    let all: Vec<String> = [head, shared].into_iter().chain(decisions).collect();
    digest(all.join("\n").as_bytes())
}

/// SHA-256 over the texts and returns that every pack is made from.
fn shared(job: &Job<'_>) -> String {
    let texts = job.inputs.texts.iter().map(|(name, text)| format!("{name} {}", text.sha256));
    let returns = collect::came(job).map(|arrival| {
        let came = arrival.arrived.map_or_else(String::new, |at| at.to_string());
        format!("{} {} {came}", arrival.file, arrival.digest)
    });
    // Whether a file is in the inbox still, or in the archive alone, makes no difference.
    let returns: BTreeSet<String> = returns.collect();
    digest(texts.chain(returns).collect::<Vec<_>>().join("\n").as_bytes())
}

/// The plan, and the returns of the quarter and of the year's earlier quarters.
fn sources(job: &Job<'_>, reconciled: &Reconciled<'_>) -> Vec<SourceFile> {
    let plan = reconciled.plan;
    let mut sources = vec![SourceFile {
        file: plan.source.clone(),
        used_for: "Targets, actions, budgets".into(),
        received: None,
        hash: plan.hash.clone(),
    }];
    let year = job.quarter.year();
    let used = reconciled.selection.used.iter().map(|read| &read.returned);
    let wanted = |returned: &&KeptReturn| {
        returned.quarter.year() == year && reconciled.services.contains(&returned.service)
    };
    for returned in used.filter(wanted) {
        let service = plan.service(&returned.service);
        let name = service.map_or_else(String::new, |service| service.name.clone());
        sources.push(SourceFile {
            file: returned.source.file.clone(),
            used_for: format!("{name}, {}", returned.quarter.short()),
            received: Some(returned.source.received),
            hash: returned.source.hash.clone(),
        });
    }
    sources.extend(past(job, reconciled));
    sources
}

/// The file of past outturns, where a figure of the pack comes from it.
fn past(job: &Job<'_>, reconciled: &Reconciled<'_>) -> Option<SourceFile> {
    let past = &job.inputs.past;
    let used =
        reconciled.position.measures.iter().any(|measure| measure.entries().next().is_some());
    used.then(|| SourceFile {
        file: past.file.clone(),
        used_for: "Past outturns, from publications".into(),
        received: None,
        hash: past.hash.clone(),
    })
}
