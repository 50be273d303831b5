//! The journal's entries done again, one after the other.

mod versions;

use super::{Rebuilt, Remaking};
use crate::calendar::{NaiveDate, NaiveDateTime, Quarter};
use crate::intake::{Arrival, Inbox, Reader, closed};
use crate::pipeline::fault::RunError;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::remember::{self, TIME};
use crate::pipeline::texts::Texts;
use crate::pipeline::{Job, Reconciled, reconciled, view};
use crate::progress;
use crate::store::{
    Archive, ArrivalEntry, Came, DecisionEntry, Journal, JournalEntry, MadeFile, Reading, Record,
    RunEntry,
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

    /// What can be read still in the returns of a run, where some are gone.
    fn readings(&self, run: &RunEntry) -> Result<Vec<Reading>, RunError> {
        let mut left = run.clone();
        left.returns.retain(|(number, _)| {
            self.arrivals.get(number).is_some_and(|entry| !self.is_removed(entry))
        });
        let Ok((inputs, quarter, as_at)) = self.inputs(&left) else { return Ok(Vec::new()) };
        let reader = self.reader;
        let job = Job { inputs: &inputs, quarter, as_at, reader, write: true };
        reconciled(&job, |reconciled| {
            Ok(remember::readings(&job, reconciled).collect::<Result<_, _>>()?)
        })
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
}
