//! The spine: a quarter's run, stage after stage.
//!
//! Files are read at the beginning and written at the end; between them values are handed from
//! stage to stage. One bad return never stops the others: it is told, and the run goes on.

mod changes;
mod check;
mod clearing;
mod collect;
mod decided;
mod delivery;
mod disclosing;
mod examples;
mod differing;
mod due;
mod fault;
mod forms;
mod holding;
mod incoming;
mod inputs;
mod keeper;
mod listed;
mod look;
mod make;
pub mod messages;
mod outstanding;
mod published;
mod said;
mod rebuild;
mod receipts;
mod refused;
mod recipients;
mod release;
mod rendering;
mod remember;
mod retention;
mod revised;
mod roll;
mod ruling;
mod select;
mod texts;
mod send;
mod status_page;
mod trace;
mod transports;
mod unchanged;
mod undrawn;
mod view;

use crate::audience::Withheld;
use crate::calendar::{NaiveDate, Quarter};
use crate::compose::{Pack, Received, Tally, compose};
use crate::config::PackFile;
use crate::finding::{Code, Finding};
use crate::intake::Reader;
use crate::plan::{Plan, ServiceId};
use crate::progress;
use crate::reconcile::{History, Position, reconcile};
use crate::store::{Record, Reissue};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

pub(crate) use crate::store::shown;
pub use check::check_files;
pub use clearing::{PersonalPlace, clear, personal_places};
pub use collect::{Collected, ReadReturn, collect};
pub use decided::{By, decisions, withdraw};
pub use disclosing::{KeptBack, kept_back, show_small};
pub use due::{
    ActionError, Actions, Call, DueReport, Health, Schedule, Standstill, StepReport, Taken, Waits,
    due, health, known, last_step, metrics, pass, schedule,
};
pub use examples::{Tested, examples, test};
pub use fault::RunError;
pub use forms::{FormsError, blank_form, blank_forms};
pub use holding::PackState;
pub use inputs::{Inputs, check_new_lists, settings};
pub use keeper::other_host;
pub use listed::listed;
pub use look::{AuditReport, Standing, audit_log, audit_report, standing, views};
pub use make::{MadePack, Making};
pub use outstanding::{Outstanding, outstanding};
pub use rebuild::{Difference, Rebuilt, Remade, Remaking, rebuild, verify};
pub use receipts::write_one as write_receipt;
pub use recipients::{LeftOut, left_out, left_out_of};
pub use refused::{AskedError, ReleaseError};
pub use release::{Approval, AtHand, MadeFinal, Released, approve, override_hold, release};
pub use retention::{PastReturn, adopt, past, remove};
pub use roll::{RolledPlan, roll};
pub use ruling::rule;
pub use select::{Selection, select};
pub use send::{Delivered, Surroundings, deliver, ledger, queue};
pub use status_page::status_page;
pub use status_page::written::{note_on_page, quarters_with_a_page};
pub use texts::ReadText;
pub use trace::{Trace, TracedCell, trace};
pub use transports::{NoSecret, Secrets, transport};
pub use unchanged::{Answer, Question, Watch};
pub use view::check_exempt_content;

/// What a run is asked to do.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// Settings, plans, packs, lists, templates and the inbox, read.
    pub inputs: &'a Inputs,
    /// The quarter.
    pub quarter: Quarter,
    /// The day the data go to.
    pub as_at: NaiveDate,
    /// Where returns are opened.
    pub reader: &'a Reader,
    /// Whether files are written; otherwise the run only says what it would do.
    pub write: bool,
}

/// What a run found and made.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The quarter.
    pub quarter: Quarter,
    /// The day the data go to.
    pub as_at: NaiveDate,
    /// The day by which returns were due.
    pub deadline: NaiveDate,
    /// What each service sent.
    pub received: Vec<Received>,
    /// Findings in the returns that count and in files that could not be used, service by
    /// service; the last group is of files that belong to no service.
    pub findings: Vec<(String, Vec<Finding>)>,
    /// Rules that could not run, and why.
    pub not_run: Vec<(Code, String)>,
    /// Counts by status.
    pub tally: Tally,
    /// Whether bank holidays are known for the time up to the deadline; otherwise it counts
    /// weekends and local holidays only.
    pub holidays_known: bool,
    /// Files that came after the day the data go to, and were left alone.
    pub later: Vec<String>,
    /// Receipts and marked copies.
    pub receipts: Vec<PathBuf>,
    /// The status page for officers.
    pub status: PathBuf,
    /// The packs.
    pub packs: Vec<MadePack>,
    /// Packs that are not made for this quarter, and for which they are.
    pub not_due: Vec<(String, Vec<u8>)>,
    /// Whether a reissue that was ended before its end was gone on with.
    pub goes_on: bool,
}

/// Runs a quarter: returns in, packs out. A version that would be the same is not made again.
///
/// # Errors
/// When there is no plan for the quarter, when another run is at work, or when files or the
/// record can't be written. Faults of returns are no errors.
pub fn run(job: &Job<'_>) -> Result<Outcome, RunError> {
    run_and(job, false)
}

/// Runs a quarter, and makes a new version of each pack even where it would be the same. One that
/// was killed is gone on with: it makes each pack again once.
///
/// # Errors
/// As for [`run`].
pub fn reissue(job: &Job<'_>) -> Result<Outcome, RunError> {
    run_and(job, true)
}

fn run_and(job: &Job<'_>, reissue: bool) -> Result<Outcome, RunError> {
    // Without a plan, or with a pack that can't be made, there is no run, and no record is begun.
    view::check(job)?;
    let (folder, quarter) = (job.inputs.settings.paths.record(), job.quarter.to_string());
    if !job.write {
        let mut record = Record::look(&folder)?;
        let anew = |_: &str, _: Option<u32>| reissue;
        return run_holding(job, &mut record, &anew);
    }
    // Held until the run has ended.
    let mut held = keeper::hold(job.inputs)?;
    let record = &mut held.record;
    let outcome = if reissue {
        let (begun, goes_on) = Reissue::begin(&folder, record, &quarter)?;
        let outcome = run_holding(job, record, &|pack, last| begun.wants(pack, last))?;
        Outcome { goes_on, ..outcome }
    } else {
        run_holding(job, record, &|_, _| false)?
    };
    Reissue::end(&folder, &quarter)?;
    Ok(outcome)
}

/// Whether a pack, with this last version, is made again even where it would be the same.
type Anew<'a> = dyn Fn(&str, Option<u32>) -> bool + 'a;

/// A run by somebody who holds the record already, of packs that were checked.
fn run_holding(job: &Job<'_>, record: &mut Record, anew: &Anew<'_>) -> Result<Outcome, RunError> {
    if job.write {
        keeper::receive(job, record)?;
    }
    reconciled(job, |reconciled| {
        if job.write {
            remember::note(job, reconciled, record)?;
        }
        let (packs, not_due) = packs(job, reconciled, record, anew)?;
        let receipts = receipts::write_all(job, reconciled)?;
        let now = look::stands(job, reconciled, record)?;
        let status = status_page::written::write(job, &now)?;
        Ok(Outcome {
            quarter: job.quarter,
            as_at: job.as_at,
            deadline: reconciled.deadline,
            received: now.received,
            findings: now.findings,
            tally: Tally::of_position(reconciled.position),
            not_run: reconciled.not_run.to_vec(),
            holidays_known: reconciled.holidays_known,
            later: later(job),
            receipts,
            status,
            packs,
            not_due,
            goes_on: false,
        })
    })
}

/// The pack that a first run would make for this quarter, as a document that every format is
/// made from. Nothing is written, and the record is not asked.
///
/// # Errors
/// When there is no plan for the quarter, or the standing wording can't be filled in.
pub fn compose_pack(job: &Job<'_>, pack: &PackFile) -> Result<Pack, RunError> {
    reconciled(job, |reconciled| {
        view::for_pack(job, pack, reconciled, |part| {
            let edition = make::draft(job, pack, part, 1, None);
            make::with_material(job, pack, part, &edition, |material| {
                Ok(compose(material, &job.inputs.templates)?)
            })
        })
    })
}

/// Takes the returns as far as packs can be made from them.
fn reconciled<T>(
    job: &Job<'_>,
    then: impl FnOnce(&Reconciled<'_>) -> Result<T, RunError>,
) -> Result<T, RunError> {
    job.inputs.plan(job.quarter)?;
    reconciled_with(job, &collect(job)?, then)
}

/// The same with what was collected already, for the same day.
fn reconciled_with<T>(
    job: &Job<'_>,
    collected: &Collected,
    then: impl FnOnce(&Reconciled<'_>) -> Result<T, RunError>,
) -> Result<T, RunError> {
    let inputs = job.inputs;
    let plan = inputs.plan(job.quarter)?;
    let holidays = inputs.settings.holidays()?;
    let deadline = holidays.after(job.quarter.end(), inputs.settings.deadline_working_days);
    let selection = select(job, plan, collected, &holidays, deadline)?;
    let (position, findings, not_run) = {
        let history = History::new(&inputs.plans, selection.used.iter().map(|read| &read.returned))
            .with_past(&inputs.past)
            .with_revised(&selection.revised);
        let (mut findings, not_run) = selection.checked(job, plan, &history)?;
        let limits = &inputs.settings.limits;
        let (position, found) = reconcile(plan, job.quarter, job.as_at, &history, limits);
        findings.extend(found);
        // They stay for the whole run.
        findings.shrink_to_fit();
        history.fault().map_or(Ok((position, findings, not_run)), Err)?
    };
    let services: Vec<ServiceId> = plan.services.iter().map(|one| one.id.clone()).collect();
    view::not_lost(&position)?;
    let done = then(&Reconciled {
        plan,
        whole: plan,
        withheld: &Withheld::default(),
        services: &services,
        plan_findings: &[],
        of_plans: &OnceLock::new(),
        position: &position,
        collected,
        selection: &selection,
        findings: &findings,
        not_run: &not_run,
        deadline,
        holidays_known: holidays.covers(deadline),
        made_from: &OnceLock::new(),
    })?;
    view::not_lost(&position)?;
    Ok(done)
}

/// Files of the inbox that came after the day the data go to, and before the next quarter ends:
/// what comes later still belongs to another quarter.
fn later(job: &Job<'_>) -> Vec<String> {
    let until = job.quarter.next().end();
    let arrivals = job.inputs.inbox.arrivals.iter();
    arrivals
        .filter(|arrival| {
            let day = arrival.arrived.map(|at| at.date());
            day.is_some_and(|day| day > job.as_at && day <= until)
        })
        .map(|arrival| arrival.file.clone())
        .collect()
}

/// Packs that were made, and the bodies whose packs are for other quarters, with those quarters.
type Packs = (Vec<MadePack>, Vec<(String, Vec<u8>)>);

fn packs(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
    record: &mut Record,
    anew: &Anew<'_>,
) -> Result<Packs, RunError> {
    let mut packs = Vec::new();
    let mut not_due = Vec::new();
    let all = job.inputs.packs.len();
    for (nth, pack) in job.inputs.packs.iter().enumerate() {
        progress::at("Making packs", nth, all);
        if pack.recipe.quarters.contains(&job.quarter.number()) {
            let made = view::for_pack(job, pack, reconciled, |part| {
                let made = make::make(job, pack, part, record, anew)?;
                release::after_run(job, pack, part, record, made)
            })?;
            packs.push(made);
        } else {
            not_due.push((pack.recipe.body.clone(), pack.recipe.quarters.clone()));
        }
    }
    progress::at("Making packs", all, all);
    Ok((packs, not_due))
}

/// What packs are made from.
#[derive(Clone, Copy)]
struct Reconciled<'a> {
    /// The plan, or the part of it that a pack is about.
    plan: &'a Plan,
    whole: &'a Plan,
    /// What is kept back from a pack's readers.
    withheld: &'a Withheld,
    /// The services that report on it.
    services: &'a [ServiceId],
    /// Those that a pack tells; none before a pack is chosen.
    plan_findings: &'a [Finding],
    /// What is odd in the plan, once a pack has asked for it.
    of_plans: &'a OnceLock<Vec<Finding>>,
    position: &'a Position,
    collected: &'a Collected,
    selection: &'a Selection<'a>,
    findings: &'a [Finding],
    not_run: &'a [(Code, String)],
    deadline: NaiveDate,
    holidays_known: bool,
    /// SHA-256 over the texts and returns that every pack is made from, once one was made.
    made_from: &'a OnceLock<String>,
}

/// Findings under the services that they are for; the rest under no service.
fn by_service(
    plan: &Plan,
    selection: &Selection<'_>,
    findings: &[Finding],
) -> Vec<(String, Vec<Finding>)> {
    let mut groups: Vec<(String, Vec<Finding>)> =
        plan.services.iter().map(|service| (service.name.clone(), Vec::new())).collect();
    groups.push(("Files that belong to no service".into(), Vec::new()));
    let places: BTreeMap<&ServiceId, usize> =
        plan.services.iter().enumerate().map(|(at, service)| (&service.id, at)).collect();
    for finding in findings {
        let at = selection.whose(finding).and_then(|owner| places.get(&owner).copied());
        let at = at.unwrap_or(plan.services.len());
        if let Some((_, group)) = groups.get_mut(at) {
            group.push(finding.clone());
        }
    }
    groups.retain(|(_, group)| !group.is_empty());
    groups
}
