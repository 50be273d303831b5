//! Returns looked at by themselves, beside the inbox's earlier ones.

use super::Job;
use super::collect::{ReadReturn, read};
use crate::finding::Finding;
use crate::intake::{Arrival, Inbox, ReadError};
use crate::plan::Plan;
use crate::reconcile::{History, reconcile};
use crate::validate::{Return, checks};

/// Checks the files of the job's inbox. Earlier quarters come from `known`, and each file is
/// scored as if it were the only one for its quarter.
///
/// # Errors
/// No reader of workbooks can be started, or a file is no longer what it was.
pub fn check_files(job: &Job<'_>, known: &Inbox) -> Result<Vec<(String, Vec<Finding>)>, ReadError> {
    let arrivals = &job.inputs.inbox.arrivals;
    let asked: Vec<&Arrival> = arrivals.iter().chain(&known.arrivals).collect();
    let mut read = read(job, &asked)?;
    let known = read.split_off(arrivals.len());
    let mut earlier: Vec<Return> =
        known.into_iter().filter_map(Result::ok).map(|read| read.returned).collect();
    // Where two revisions are known the higher one comes last, and counts.
    earlier.sort_by_key(|returned| (returned.quarter, returned.revision));
    let checked = arrivals.iter().zip(read).map(|(arrival, read)| {
        let found = match read {
            Ok(read) => check_one(job, &read, &earlier),
            Err(findings) => findings,
        };
        (arrival.file.clone(), found)
    });
    Ok(checked.collect())
}

fn check_one(job: &Job<'_>, read: &ReadReturn, earlier: &[Return]) -> Vec<Finding> {
    let returned = &read.returned;
    let before = |one: &&Return| {
        let earlier_year = one.quarter.year() < returned.quarter.year();
        earlier_year || (one.service == returned.service && one.quarter < returned.quarter)
    };
    let beside: Vec<&Return> =
        earlier.iter().filter(before).chain(std::iter::once(returned)).collect();
    let history = History::new(&job.inputs.plans, beside);
    let mut findings = read.findings.clone();
    let plan: Option<&Plan> = history.plan(returned.quarter.year());
    let Some(plan) = plan else { return findings };
    let of_year = history.earlier(returned);
    let limits = &job.inputs.settings.limits;
    // An old return is judged by its own time.
    let came = returned.source.received.date();
    let as_at = job.inputs.settings.as_at.get(&returned.quarter).copied().unwrap_or(came);
    findings.extend(checks::run(&checks::Context {
        plan,
        returned,
        earlier: &of_year,
        years_before: &history.years_before(returned),
        thresholds: limits,
        as_at,
    }));
    let (_, reconciled) = reconcile(plan, returned.quarter, as_at, &history, limits);
    // The other end of a virement lies in a return that was not asked about.
    let reconciled = reconciled.into_iter().filter(|f| f.code != crate::finding::Code::B04);
    findings.extend(reconciled.map(|finding| returned.shown(finding)));
    findings
}
