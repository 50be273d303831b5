//! The journal's entries done again, one after the other.

use super::{Rebuilt, Remade, Remaking};
use crate::calendar::{NaiveDate, NaiveDateTime, Quarter};
use crate::compose::Edition;
use crate::config::PackFile;
use crate::intake::{Arrival, Inbox, Reader, closed};
use crate::pipeline::inputs::{Inputs, RunError};
use crate::pipeline::make::{Rendered, draft, fingerprint, overrides, rendered};
use crate::pipeline::published::{published, since};
use crate::pipeline::release;
use crate::pipeline::remember::{self, TIME};
use crate::pipeline::texts::Texts;
use crate::pipeline::{Job, Reconciled, reconciled, view};
use crate::progress;
use crate::store::{
    Archive, ArrivalEntry, Came, DecisionEntry, Final, Journal, JournalEntry, MadeEntry, MadeFile,
    MadeFrom, PackVersion, Reading, Record, RunEntry,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The kind of decision by which a return is removed when its time is past.
pub(in crate::pipeline) const REMOVAL: &str = "removal";

/// Returns by name and SHA-256.
pub(super) type Returns = BTreeSet<(String, String)>;

/// Does every entry again, in a record that has none yet. Gives the returns that can't be compared.
pub(super) fn replay(
    journal: &Journal,
    archive: &Archive,
    reader: &Reader,
    anew: &mut Record,
    rebuilt: &mut Rebuilt,
) -> Result<Returns, RunError> {
    let removals = journal.entries.iter().filter_map(|entry| {
        let JournalEntry::Decision(one) = entry else { return None };
        let file = || (one.subject.clone(), one.content.clone().unwrap_or_default());
        (one.kind == REMOVAL).then(file)
    });
    let mut replay = Replay {
        archive,
        reader,
        anew,
        rebuilt,
        removed: removals.collect(),
        unsure: Returns::new(),
        arrivals: BTreeMap::new(),
        made: BTreeMap::new(),
    };
    let mut run: Option<&RunEntry> = None;
    let mut entries = journal.entries.as_slice();
    let all = entries.len();
    while let Some((entry, rest)) = entries.split_first() {
        progress::at("Making the record anew", all.saturating_sub(entries.len()), all);
        let steps = steps_of_one_run(entries);
        entries = match (entry, run) {
            (_, Some(run)) if steps > 0 => {
                let (steps, rest) = entries.split_at(steps);
                replay.run(run, steps)?;
                rest
            }
            (JournalEntry::Arrival(arrival), _) => {
                replay.arrival(arrival)?;
                rest
            }
            (JournalEntry::Run(now), _) => {
                run = Some(now);
                rest
            }
            (JournalEntry::Decision(decision), _) => {
                replay.decision(decision)?;
                rest
            }
            (JournalEntry::Decided(decision), _) => {
                replay.anew.decide(decision)?;
                rest
            }
            (JournalEntry::Ledger(ledger), _) => {
                replay.anew.repeat_ledger(ledger)?;
                rest
            }
            (JournalEntry::Timetable(done), _) => {
                replay.anew.repeat_timetable(done)?;
                rest
            }
            (
                JournalEntry::Noted(_)
                | JournalEntry::Made(_)
                | JournalEntry::Kept(_)
                | JournalEntry::Final(_),
                _,
            ) => rest,
        };
    }
    progress::at("Making the record anew", all, all);
    replay.removed.append(&mut replay.unsure);
    Ok(replay.removed)
}

/// Whether an entry is what a run made.
const fn is_step(entry: &JournalEntry) -> bool {
    matches!(
        entry,
        JournalEntry::Noted(_)
            | JournalEntry::Made(_)
            | JournalEntry::Kept(_)
            | JournalEntry::Final(_)
    )
}

/// How many entries are what one run did, what it queued between them among them; the last is
/// something that it made. None where the first is not.
fn steps_of_one_run(entries: &[JournalEntry]) -> usize {
    if !entries.first().is_some_and(is_step) {
        return 0;
    }
    let beside = |entry: &JournalEntry| {
        matches!(entry, JournalEntry::Ledger(_) | JournalEntry::Timetable(_))
    };
    let together = entries.iter().take_while(|one| is_step(one) || beside(one)).count();
    let together = entries.get(..together).unwrap_or_default();
    together.iter().rposition(is_step).map_or(0, |last| last + 1)
}

struct Replay<'a> {
    archive: &'a Archive,
    reader: &'a Reader,
    anew: &'a mut Record,
    rebuilt: &'a mut Rebuilt,
    removed: Returns,
    /// Returns whose findings can't be compared: they rest on some that were removed.
    unsure: Returns,
    arrivals: BTreeMap<i64, &'a ArrivalEntry>,
    /// The files of each version so far.
    made: BTreeMap<String, Vec<MadeFile>>,
}

impl<'a> Replay<'a> {
    fn arrival(&mut self, entry: &'a ArrivalEntry) -> Result<(), RunError> {
        self.arrivals.insert(entry.arrival, entry);
        match self.archive.get(&entry.sha256, &entry.file) {
            Ok(bytes) => {
                self.rebuilt.returns += 1;
                let came = Came {
                    file: &entry.file,
                    sha256: &entry.sha256,
                    bytes: &bytes.as_slice(),
                    arrived: entry.arrived.as_deref(),
                };
                self.anew.receive(&[came])?;
            }
            Err(error) => {
                if !self.is_removed(entry) {
                    self.rebuilt.differs(&*entry.file, error.to_string());
                }
                self.anew.receive_removed(entry)?;
            }
        }
        Ok(())
    }

    fn is_removed(&self, entry: &ArrivalEntry) -> bool {
        self.removed.contains(&(entry.file.clone(), entry.sha256.clone()))
    }

    /// What a person decided, and what happened outside: it is noted as it was.
    fn decision(&mut self, decision: &DecisionEntry) -> Result<(), RunError> {
        if decision.kind == REMOVAL {
            self.anew.remove(decision)?;
        } else {
            self.anew.note_decision(decision)?;
        }
        Ok(())
    }

    /// What one run did, or several that worked on the same.
    fn run(&mut self, run: &RunEntry, steps: &[JournalEntry]) -> Result<(), RunError> {
        self.anew.works_as(run.clone());
        let gone: Vec<String> = run
            .returns
            .iter()
            .filter_map(|(number, _)| self.arrivals.get(number))
            .filter(|entry| self.is_removed(entry))
            .map(|entry| entry.file.clone())
            .collect();
        if !gone.is_empty() {
            return self.repeat(run, steps, &Remaking::Removed(gone));
        }
        let (inputs, quarter, as_at) = match self.inputs(run) {
            Ok(found) => found,
            Err(why) => return self.repeat(run, steps, &Remaking::Failed(why)),
        };
        let reader = self.reader;
        let job = Job { inputs: &inputs, quarter, as_at, reader, write: true };
        let mut begun = false;
        let done = reconciled(&job, |reconciled| {
            begun = true;
            let of_run = run.returns.iter().filter_map(|(number, _)| self.arrivals.get(number));
            for entry in of_run {
                self.unsure.remove(&(entry.file.clone(), entry.sha256.clone()));
            }
            for step in steps {
                self.step(&job, run, reconciled, step)?;
            }
            Ok(())
        });
        match done {
            Err(error) if !begun => self.repeat(run, steps, &Remaking::Failed(error.to_string())),
            done => done,
        }
    }

    /// What the run read, from the archive; or why that can't be had.
    fn inputs(&self, run: &RunEntry) -> Result<(Inputs, Quarter, NaiveDate), String> {
        let quarter: Quarter = run.quarter.parse().map_err(|error| format!("{error}"))?;
        let as_at: NaiveDate = run.as_at.parse().map_err(|error| format!("{error}"))?;
        let mut texts = BTreeMap::new();
        for (name, sha256) in &run.texts {
            let bytes = self.archive.get(sha256, name).map_err(|error| error.to_string())?;
            // A record in another folder gets its own copy.
            let archive = self.anew.archive();
            archive.put(sha256, name, &bytes).map_err(|error| error.to_string())?;
            texts.insert(name.clone(), String::from_utf8_lossy(&bytes).into_owned());
        }
        let inputs = Inputs::of_texts(Path::new(&run.config), Texts::archived(texts));
        let mut inputs = inputs.map_err(|error| error.to_string())?;
        inputs.program.clone_from(&run.program);
        inputs.inbox = self.inbox(run)?;
        // Those that counted then: what was taken later is not there yet.
        inputs.decisions = self.anew.standing_decisions().map_err(|error| error.to_string())?;
        Ok((inputs, quarter, as_at))
    }

    fn inbox(&self, run: &RunEntry) -> Result<Inbox, String> {
        let mut inbox = Inbox::default();
        for (number, arrived) in &run.returns {
            let unknown = || format!("the journal names a return {number} that never came");
            let entry = self.arrivals.get(number).ok_or_else(unknown)?;
            self.archive.get(&entry.sha256, &entry.file).map_err(|error| error.to_string())?;
            let path = self.archive.path(&entry.sha256, &entry.file);
            let arrived = arrived.as_deref();
            let arrived = arrived.and_then(|at| NaiveDateTime::parse_from_str(at, TIME).ok());
            let (file, digest) = (entry.file.clone(), entry.sha256.clone());
            inbox.arrivals.push(Arrival::kept(file, digest, path, arrived));
        }
        let shut = run.closed.iter();
        inbox.findings = shut.map(|(file, said)| closed(file, said.clone())).collect();
        Ok(inbox)
    }

    fn step(
        &mut self,
        job: &Job<'_>,
        run: &RunEntry,
        reconciled: &Reconciled<'_>,
        step: &JournalEntry,
    ) -> Result<(), RunError> {
        let (entry, kept) = match step {
            JournalEntry::Made(entry) => (entry, false),
            JournalEntry::Kept(entry) => (entry, true),
            JournalEntry::Noted(_) => return remember::note(job, reconciled, self.anew),
            JournalEntry::Final(last) => return self.last(job, run, reconciled, last),
            JournalEntry::Ledger(ledger) => return Ok(self.anew.repeat_ledger(ledger)?),
            JournalEntry::Timetable(done) => return Ok(self.anew.repeat_timetable(done)?),
            JournalEntry::Arrival(_)
            | JournalEntry::Run(_)
            | JournalEntry::Decision(_)
            | JournalEntry::Decided(_) => return Ok(()),
        };
        let pack = job.inputs.packs.iter().find(|pack| pack.recipe.id == entry.pack);
        let Some(pack) = pack else {
            self.anew.repeat_made(entry)?;
            let why = "the settings of then know no such pack".to_owned();
            self.note(run, &entry.pack_version(), Remaking::Failed(why));
            return Ok(());
        };
        view::for_pack(job, pack, reconciled, |part| {
            self.version(job, run, pack, part, entry, kept)
        })
    }

    /// Makes a version again, from a pack's part of what was known.
    fn version(
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
            let texts = job.inputs.texts.iter();
            let texts: Vec<MadeFrom<'_>> =
                texts.map(|(name, text)| MadeFrom { name, text }).collect();
            let events = overrides(job, part);
            self.anew.made(&version, &texts, &published(part), &events)?;
        } else {
            self.anew.repeat_made(entry)?;
        }
        self.note(run, &version, remaking);
        Ok(())
    }

    /// Makes a final again, as a release would, and compares its files.
    fn last(
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

    fn note_last(&mut self, run: &RunEntry, last: &Final, remaking: Remaking) {
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
                let before = self.anew.published(&version.name, &version.quarter, nth - 1)?;
                Some(since(&before, nth - 1, version.reissue, &published(reconciled)))
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
        if !self.anew.published(name, quarter, *nth)?.is_empty() {
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

    /// What can be read still in the returns of a run, where some are gone.
    fn readings(&self, run: &RunEntry) -> Result<Vec<Reading>, RunError> {
        let mut left = run.clone();
        left.returns.retain(|(number, _)| {
            self.arrivals.get(number).is_some_and(|entry| !self.is_removed(entry))
        });
        let Ok((inputs, quarter, as_at)) = self.inputs(&left) else { return Ok(Vec::new()) };
        let reader = self.reader;
        let job = Job { inputs: &inputs, quarter, as_at, reader, write: true };
        reconciled(&job, |reconciled| Ok(remember::readings(&job, reconciled)))
    }

    /// Stands in for what can't be made again with what the journal says of it.
    fn repeat(
        &mut self,
        run: &RunEntry,
        steps: &[JournalEntry],
        why: &Remaking,
    ) -> Result<(), RunError> {
        let of_run = run.returns.iter().filter_map(|(number, _)| self.arrivals.get(number));
        // Their findings may rest on returns that are gone.
        self.unsure.extend(of_run.map(|entry| (entry.file.clone(), entry.sha256.clone())));
        for step in steps {
            match step {
                JournalEntry::Noted(noted) => {
                    // Where even that fails, the journal's words are what there is.
                    let readings = self.readings(run).unwrap_or_default();
                    self.anew.repeat_noted(&run.as_at, noted, &readings)?;
                }
                JournalEntry::Made(made) => {
                    self.anew.repeat_made(made)?;
                    self.note(run, &made.pack_version(), why.clone());
                }
                JournalEntry::Kept(kept) => self.anew.kept(&kept.pack_version())?,
                JournalEntry::Final(last) => {
                    self.anew.release(last)?;
                    self.note_last(run, last, why.clone());
                }
                JournalEntry::Ledger(ledger) => self.anew.repeat_ledger(ledger)?,
                JournalEntry::Timetable(done) => self.anew.repeat_timetable(done)?,
                JournalEntry::Arrival(_)
                | JournalEntry::Run(_)
                | JournalEntry::Decision(_)
                | JournalEntry::Decided(_) => {}
            }
        }
        Ok(())
    }

    fn note(&mut self, run: &RunEntry, version: &PackVersion, remaking: Remaking) {
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
