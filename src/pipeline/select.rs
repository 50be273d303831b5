//! Which of the returns count: the highest revision of each service and quarter.

use super::Job;
use super::collect::{Collected, ReadReturn};
use super::revised::revised;
use crate::calendar::{Holidays, NaiveDate, Quarter, long_date};
use crate::compose::{Received, ReceivedFile};
use crate::finding::{Code, Finding, Place, Severity};
use crate::plan::{Plan, Service, ServiceId};
use crate::quantity::plural;
use crate::reconcile::History;
use crate::validate::{KeptReturn, Restatement, Return, Thresholds, Unreadable, checks};
use std::collections::{BTreeMap, BTreeSet};

/// The returns that count, and what was found in choosing them.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    /// One return for each service and quarter that has one, oldest quarter first.
    pub used: Vec<&'a ReadReturn>,
    /// What each service sent for the quarter of the run.
    pub received: Vec<Received>,
    /// Figures of earlier quarters that later revisions of their returns changed.
    pub revised: Vec<Restatement>,
    by_file: BTreeMap<&'a str, &'a ReadReturn>,
    chosen: Vec<Finding>,
    owners: BTreeMap<String, ServiceId>,
    /// Services that sent no return that can be used, by their names.
    silent: BTreeMap<String, ServiceId>,
}

/// Rules that could not run, and why.
type NotRun = Vec<(Code, String)>;

/// Chooses the returns that count.
///
/// # Errors
/// A return that was read is not there any more.
pub fn select<'a>(
    job: &Job<'_>,
    plan: &Plan,
    collected: &'a Collected,
    holidays: &Holidays,
    deadline: NaiveDate,
) -> Result<Selection<'a>, Unreadable> {
    let mut groups: BTreeMap<(Quarter, ServiceId), Vec<&'a ReadReturn>> = BTreeMap::new();
    let mut owners = BTreeMap::new();
    for read in &collected.returns {
        let returned = &read.returned;
        owners.insert(returned.source.file.clone(), returned.service.clone());
        groups.entry((returned.quarter, returned.service.clone())).or_default().push(read);
    }
    let (mut used, mut chosen) = (Vec::new(), refused(job, collected));
    chosen.extend(collected.returns.iter().filter_map(|read| other_quarter(job, read)));
    let mut changed = Vec::new();
    for ((quarter, _), reads) in &groups {
        let (best, clash) = best(reads);
        if *quarter == job.quarter {
            chosen.extend(clash);
        }
        let best = best.filter(|_| *quarter <= job.quarter);
        if let Some(best) = best {
            changed.extend(revised(job, holidays, best, reads)?);
        }
        used.extend(best);
    }
    // Files go by names of their own.
    let by_file: BTreeMap<&str, &ReadReturn> =
        used.iter().map(|read| (read.returned.source.file.as_str(), *read)).collect();
    let (mut received, mut silent) = (Vec::new(), BTreeMap::new());
    for service in &plan.services {
        let reads = groups.get(&(job.quarter, service.id.clone()));
        let counts = |read: &ReadReturn| {
            let used = by_file.get(read.returned.source.file.as_str());
            used.is_some_and(|used| used.returned.source == read.returned.source)
        };
        let files: Vec<ReceivedFile> = reads
            .into_iter()
            .flatten()
            .map(|read| ReceivedFile {
                file: read.returned.source.file.clone(),
                received: read.returned.source.received,
                days_late: holidays.between(deadline, read.returned.source.received.date()),
                revision: read.returned.revision,
                used: counts(read),
            })
            .collect();
        if files.is_empty() {
            silent.insert(service.name.clone(), service.id.clone());
        }
        chosen.extend(timing(service, &files, deadline));
        received.push(Received { service: service.id.clone(), files });
    }
    Ok(Selection { used, received, revised: changed, by_file, chosen, owners, silent })
}

/// Findings of files that are no return: those that came while this quarter was collected.
fn refused(job: &Job<'_>, collected: &Collected) -> Vec<Finding> {
    let mine = |at: Option<crate::calendar::NaiveDateTime>| {
        at.is_none_or(|at| Quarter::of(at.date()).previous() == job.quarter)
    };
    collected.refused.iter().filter(|(at, _)| mine(*at)).flat_map(|(_, f)| f.clone()).collect()
}

/// The highest revision that is one return. The same bytes again change nothing; two different
/// returns with one revision are for a person to choose between: neither is used, and the revision
/// below them, if there is one, stays in force until somebody has chosen.
pub(super) fn best<'a>(reads: &[&'a ReadReturn]) -> (Option<&'a ReadReturn>, Vec<Finding>) {
    let mut revisions: BTreeMap<u32, Vec<&'a ReadReturn>> = BTreeMap::new();
    for read in reads {
        revisions.entry(read.returned.revision).or_default().push(read);
    }
    let one_return = |at: &&Vec<&'a ReadReturn>| {
        let hashes: BTreeSet<&str> = at.iter().map(|r| r.returned.source.hash.as_str()).collect();
        hashes.len() == 1
    };
    let chosen = revisions.values().rev().find(one_return);
    let used = chosen.and_then(|at| at.first().copied());
    let above = |revision: u32| used.is_none_or(|used| revision > used.returned.revision);
    let undecided = revisions.iter().rev().filter(|(revision, _)| above(**revision));
    let mut findings: Vec<Finding> = undecided.flat_map(|(_, at)| clash(at, used)).collect();
    let again = chosen.into_iter().flat_map(|at| at.iter().skip(1)).map(|read| {
        Finding::new(Code::F04, place(read), "the same return was sent again")
            .severity(Severity::Note)
            .remedy("Nothing to do.")
    });
    findings.extend(again);
    (used, findings)
}

fn place(read: &ReadReturn) -> Place {
    Place::file(read.returned.source.file.clone())
}

/// Different returns with one revision, and what counts meanwhile.
fn clash(at: &[&ReadReturn], used: Option<&ReadReturn>) -> Vec<Finding> {
    let names: Vec<&str> = at.iter().map(|read| read.returned.source.file.as_str()).collect();
    let neither = if names.len() == 2 { "neither" } else { "none" };
    let stays = used.map_or_else(String::new, |used| {
        let KeptReturn { revision, source, .. } = &used.returned;
        format!("; revision {revision}, {}, stays in force", source.file)
    });
    let message =
        format!("{} returns have one revision number; {neither} is used{stays}", names.len());
    let finding = |read: &&ReadReturn| {
        let read_names =
            format!("read revision {} in {}", read.returned.revision, names.join(" and "));
        Finding::new(Code::F04, place(read), message.clone()).read(read_names)
    };
    at.iter().map(finding).collect()
}

/// W01: nothing came. W03: it came late.
fn timing(service: &Service, files: &[ReceivedFile], deadline: NaiveDate) -> Option<Finding> {
    let due = format!("due on {}", long_date(deadline));
    let Some(first) = files.first() else {
        let place = Place::file("no return");
        let message = format!("no return that can be used has come from {}", service.name);
        return Some(Finding::new(Code::W01, place, message).about(&*service.name).read(due));
    };
    (first.days_late > 0).then(|| {
        let late = plural(first.days_late, "working day", "working days");
        let message = format!("the return came {late} after the deadline");
        Finding::new(Code::W03, Place::file(first.file.clone()), message).read(due)
    })
}

impl Selection<'_> {
    /// Everything found in the files that count for the run's quarter, in the choice of them, and
    /// by the checks; and the rules that could not run on them, and why: services are named where
    /// the reason is not one for all.
    ///
    /// # Errors
    /// What was found in a file is not there any more.
    pub fn checked(
        &self,
        job: &Job<'_>,
        plan: &Plan,
        history: &History<'_>,
    ) -> Result<(Vec<Finding>, NotRun), Unreadable> {
        let mut findings = self.chosen.clone();
        let mut reasons: BTreeMap<(Code, String), Vec<String>> = BTreeMap::new();
        let mut all = 0;
        for read in self.used.iter().filter(|read| read.returned.quarter == job.quarter) {
            all += 1;
            findings.extend(read.findings()?);
            let service = &read.returned.service;
            let Some(returned) = history.returned(service, job.quarter) else { continue };
            let (found, not_run) =
                looked_at(history, &returned, &job.inputs.settings.limits, job.as_at);
            findings.extend(found);
            let name = plan.service(service).map(|service| service.name.clone());
            for reason in not_run {
                reasons.entry(reason).or_default().extend(name.clone());
            }
        }
        let told = reasons.into_iter().map(|((code, why), names)| {
            let why = if names.len() == all { why } else { format!("{}: {why}", names.join(", ")) };
            (code, why)
        });
        Ok((findings, told.collect()))
    }

    /// Whether a file is the return that counts for a quarter.
    #[must_use]
    pub fn is_used(&self, file: &str, quarter: Quarter) -> bool {
        self.by_file.get(file).is_some_and(|read| read.returned.quarter == quarter)
    }

    /// The service whose file this is.
    #[must_use]
    pub fn service_of(&self, file: &str) -> Option<ServiceId> {
        self.owners.get(file).cloned()
    }

    /// The service that a finding is for: the one whose file it is in, or the one of which it says
    /// that no return has come.
    #[must_use]
    pub fn whose(&self, finding: &Finding) -> Option<ServiceId> {
        if finding.code == Code::W01 {
            return self.silent.get(finding.about.as_deref()?).cloned();
        }
        self.service_of(&finding.place.file)
    }
}

/// What the checks find in a return beside the others known, and those that could not run.
pub(super) fn looked_at(
    history: &History<'_>,
    returned: &Return,
    thresholds: &Thresholds,
    as_at: NaiveDate,
) -> (Vec<Finding>, Vec<(Code, String)>) {
    let Some(plan) = history.plan(returned.quarter.year()) else { return Default::default() };
    let (earlier, before) = (history.earlier(returned), history.years_before(returned));
    let earlier: Vec<&Return> = earlier.iter().map(|one| &**one).collect();
    let years_before: Vec<&Return> = before.iter().map(|one| &**one).collect();
    let (earlier, years_before) = (earlier.as_slice(), years_before.as_slice());
    let context = checks::Context { plan, returned, earlier, years_before, thresholds, as_at };
    (checks::run(&context), checks::not_run(&context))
}

/// F03: a first return for another quarter that came while this one was collected.
fn other_quarter(job: &Job<'_>, read: &ReadReturn) -> Option<Finding> {
    let returned = &read.returned;
    let came = Quarter::of(returned.source.received.date()).previous();
    if returned.quarter == job.quarter || came != job.quarter || returned.revision > 1 {
        return None;
    }
    let message = "a return for another quarter came while this one was collected";
    let finding = Finding::new(Code::F03, Place::file(returned.source.file.clone()), message);
    let read = format!("it is for {}; {} is being collected", returned.quarter, job.quarter);
    Some(finding.severity(Severity::Warning).read(read))
}
