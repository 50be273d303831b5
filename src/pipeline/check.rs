//! Returns looked at by themselves, beside the inbox's earlier ones.

use super::collect::{ReadReturn, read};
use super::select::looked_at;
use super::{Job, RunError};
use crate::finding::{Code, Finding};
use crate::intake::{Arrival, Inbox};
use crate::reconcile::{History, reconcile};
use crate::validate::KeptReturn;

/// Checks the files of the job's inbox. Earlier quarters come from `known`, and each file is
/// scored as if it were the only one for its quarter.
///
/// # Errors
/// No reader of workbooks can be started, a file is no longer what it was, or a return that was
/// read is not there any more.
pub fn check_files(job: &Job<'_>, known: &Inbox) -> Result<Vec<(String, Vec<Finding>)>, RunError> {
    let arrivals = &job.inputs.inbox.arrivals;
    let asked: Vec<&Arrival> = arrivals.iter().chain(&known.arrivals).collect();
    let mut read = read(job, &asked)?;
    let known = read.split_off(arrivals.len());
    let mut earlier: Vec<KeptReturn> =
        known.into_iter().filter_map(Result::ok).map(|read| read.returned).collect();
    // Where two revisions are known the higher one comes last, and counts.
    earlier.sort_by_key(|returned| (returned.quarter, returned.revision));
    let checked = arrivals.iter().zip(read).map(|(arrival, read)| {
        let found = match read {
            Ok(read) => check_one(job, &read, &earlier)?,
            Err(findings) => findings,
        };
        Ok((arrival.file.clone(), found))
    });
    checked.collect()
}

fn check_one(
    job: &Job<'_>,
    read: &ReadReturn,
    earlier: &[KeptReturn],
) -> Result<Vec<Finding>, RunError> {
    let returned = &read.returned;
    let before = |one: &&KeptReturn| {
        let earlier_year = one.quarter.year() < returned.quarter.year();
        earlier_year || (one.service == returned.service && one.quarter < returned.quarter)
    };
    let beside = earlier.iter().filter(before).chain(std::iter::once(returned));
    let history = History::new(&job.inputs.plans, beside);
    let mut findings = read.findings()?;
    let Some(plan) = history.plan(returned.quarter.year()) else { return Ok(findings) };
    let limits = &job.inputs.settings.limits;
    // An old return is judged by its own time.
    let came = returned.source.received.date();
    let as_at = job.inputs.settings.as_at.get(&returned.quarter).copied().unwrap_or(came);
    let (found, _) = looked_at(&history, &returned.whole()?, limits, as_at);
    findings.extend(found);
    let (_, reconciled) = reconcile(plan, returned.quarter, as_at, &history, limits);
    // The other end of a virement lies in a return that was not asked about.
    findings.extend(reconciled.into_iter().filter(|found| found.code != Code::B04));
    history.fault().map_or(Ok(findings), |fault| Err(fault.into()))
}
