//! Versions and finals made again, and compared with what was.

use super::super::{Remade, Remaking};
use super::Replay;
use crate::compose::Edition;
use crate::config::PackFile;
use crate::pipeline::changes::{Causes, since};
use crate::pipeline::fault::RunError;
use crate::pipeline::make::{draft, fingerprint, overrides};
use crate::pipeline::published::Publishing;
use crate::pipeline::release;
use crate::pipeline::rendering::{Rendered, rendered};
use crate::pipeline::{Job, Reconciled, view};
use crate::store::{Final, MadeEntry, MadeFile, PackVersion, RunEntry};

impl Replay<'_> {
    /// Makes a version again, from a pack's part of what was known.
    pub(super) fn version(
        &mut self,
        job: &Job<'_>,
        run: &RunEntry,
        pack: &PackFile,
        part: &Reconciled<'_>,
        entry: &MadeEntry,
        kept: bool,
    ) -> Result<(), RunError> {
        let version = entry.pack_version();
        let made = if fingerprint(job, pack, part) == version.inputs {
            self.made_again(job, pack, part, &version).map_err(|error| error.to_string())
        } else {
            Err("it was made from something else than the journal says".to_owned())
        };
        let remaking = match &made {
            Ok(made) => self.compared(&version, made)?,
            Err(why) => Remaking::Failed(why.clone()),
        };
        if kept {
            self.anew.kept(&version)?;
        } else if made.is_ok() {
            let texts = job.inputs.made_from();
            let events = overrides(job, part);
            self.anew.made(&version, &texts, Publishing::of(part).rows(), &events)?;
        } else {
            self.anew.repeat_made(entry)?;
        }
        self.note(run, &version, remaking);
        Ok(())
    }

    /// Makes a final again, as a release would, and compares its files.
    pub(super) fn last(
        &mut self,
        job: &Job<'_>,
        run: &RunEntry,
        reconciled: &Reconciled<'_>,
        last: &Final,
    ) -> Result<(), RunError> {
        let mut versions = self.anew.versions(&last.quarter)?;
        versions.retain(|one| one.name == last.name && one.version == last.version);
        let pack = job.inputs.packs.iter().find(|pack| pack.recipe.id == last.name);
        let remaking = match (pack, versions.pop()) {
            (Some(pack), Some(version)) => view::for_pack(job, pack, reconciled, |part| {
                let approval = last.approval.map(|number| self.anew.decision(number));
                let approval = approval.transpose()?.flatten();
                let draft = self.edition(job, pack, part, &version)?;
                let edition = release::marked_final(&draft, approval.as_ref());
                Ok(match rendered(job, pack, part, self.anew, &edition) {
                    Ok(made) => unlike(&last.files, &made.list()),
                    Err(error) => Remaking::Failed(error.to_string()),
                })
            })?,
            _ => Remaking::Failed("there is no such version, or no such pack".to_owned()),
        };
        self.anew.release(last)?;
        self.note_last(run, last, remaking);
        Ok(())
    }

    pub(super) fn note_last(&mut self, run: &RunEntry, last: &Final, remaking: Remaking) {
        let files = last.files.len();
        self.rebuilt.versions.push(remade(run, last.subject(), files, remaking));
    }

    fn made_again(
        &self,
        job: &Job<'_>,
        pack: &PackFile,
        reconciled: &Reconciled<'_>,
        version: &PackVersion,
    ) -> Result<Rendered, RunError> {
        let edition = self.edition(job, pack, reconciled, version)?;
        rendered(job, pack, reconciled, self.anew, &edition)
    }

    /// A version as a draft, with what it says of its changes.
    fn edition(
        &self,
        job: &Job<'_>,
        pack: &PackFile,
        reconciled: &Reconciled<'_>,
        version: &PackVersion,
    ) -> Result<Edition, RunError> {
        let since = match version.version {
            0 | 1 => None,
            nth => {
                let before = (&*version.name, &*version.quarter, nth - 1);
                let causes = Causes::now(job, self.anew, before.0, before.2)?;
                let now = Publishing::of(reconciled);
                Some(since(self.anew, before, version.reissue, &now, &causes)?)
            }
        };
        Ok(draft(job, pack, reconciled, version.version, since))
    }

    /// Whether what a version says of its changes rests on a version before that can't be made
    /// again.
    fn rests_on_removed(&self, version: &PackVersion) -> Result<Option<Remaking>, RunError> {
        let before = version.version.saturating_sub(1);
        let before = PackVersion { version: before, ..version.clone() };
        let PackVersion { name, quarter, version: nth, .. } = &before;
        if self.anew.walk_published(name, quarter, *nth, |rows| rows.next().is_some())? {
            return Ok(None);
        }
        let known = self.rebuilt.versions.iter().find(|one| one.version == before.subject());
        let known = known.map(|known| known.remaking.clone());
        Ok(known.filter(|remaking| matches!(remaking, Remaking::Removed(_))))
    }

    /// Files that were new with this entry, and the pack's own, against those made again.
    fn compared(&self, version: &PackVersion, made: &Rendered) -> Result<Remaking, RunError> {
        let before = self.made.get(&version.subject());
        let known = |file: &&MadeFile| before.is_some_and(|before| before.contains(file));
        let again = made.list();
        let mut other: Vec<String> = version
            .files
            .iter()
            .filter(|file| file.is_pack() || !known(file))
            .filter(|file| !again.contains(file))
            .map(|file| file.path.clone())
            .collect();
        let named = |file: &&MadeFile| version.files.iter().any(|one| one.path == file.path);
        other.extend(again.iter().filter(|file| !named(file)).map(|file| file.path.clone()));
        if other.is_empty() {
            return Ok(Remaking::Same);
        }
        Ok(self.rests_on_removed(version)?.unwrap_or(Remaking::Differs(other)))
    }

    pub(super) fn note(&mut self, run: &RunEntry, version: &PackVersion, remaking: Remaking) {
        let subject = version.subject();
        self.made.insert(subject.clone(), version.files.clone());
        let remade = remade(run, subject, version.files.len(), remaking);
        let versions = &mut self.rebuilt.versions;
        match versions.iter_mut().find(|known| known.version == remade.version) {
            // What was wrong with it once stays told.
            Some(known) if known.remaking == Remaking::Same => *known = remade,
            Some(_) => {}
            None => versions.push(remade),
        }
    }
}

fn remade(run: &RunEntry, version: String, files: usize, remaking: Remaking) -> Remade {
    let other = run.program != env!("CARGO_PKG_VERSION");
    let program = Some(run.program.clone()).filter(|_| other);
    Remade { version, program, files, remaking }
}

/// Which of two lists of files are not in both.
fn unlike(known: &[MadeFile], again: &[MadeFile]) -> Remaking {
    let missing = |one: &[MadeFile], other: &[MadeFile]| -> Vec<String> {
        one.iter().filter(|file| !other.contains(file)).map(|file| file.path.clone()).collect()
    };
    let mut other = missing(known, again);
    other.extend(missing(again, known));
    other.sort();
    other.dedup();
    if other.is_empty() { Remaking::Same } else { Remaking::Differs(other) }
}
