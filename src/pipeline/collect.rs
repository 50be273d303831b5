//! Every file in the inbox read and checked by itself.

use super::Job;
use crate::calendar::{FinancialYear, NaiveDateTime, Quarter};
use crate::finding::Finding;
use crate::form::{FormContext, Layout};
use crate::intake::{Arrival, Identity, Opened, RawReturn, ReadError};
use crate::packed::{Packed, Shelf};
use crate::plan::{Plan, ServiceId, ServiceNames};
use crate::validate::{self, KeptReturn, PersonalText, Return, Source, Unreadable};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file that is a return.
#[derive(Clone, Debug)]
pub struct ReadReturn {
    /// The return.
    pub returned: KeptReturn,
    /// What was found while it was read, packed.
    findings: Option<Packed>,
    /// Texts in which personal data was found.
    pub personal: Vec<PersonalText>,
}

impl ReadReturn {
    /// What was found while it was read.
    ///
    /// # Errors
    /// It can't be unpacked, as a return can't.
    pub fn findings(&self) -> Result<Vec<Finding>, Unreadable> {
        let findings = self.findings.as_ref().and_then(Packed::read);
        findings.ok_or_else(|| Unreadable { file: self.returned.source.file.clone() })
    }
}

/// What the inbox held.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// Returns, in the order of arrival.
    pub returns: Vec<ReadReturn>,
    /// Files that are no return: when they came, and why they are not used.
    pub refused: Vec<(Option<NaiveDateTime>, Vec<Finding>)>,
}

/// Reads and checks every file of the inbox that had come by the day the data go to.
///
/// # Errors
/// No reader of workbooks can be started, or a file is no longer what it was.
pub fn collect(job: &Job<'_>) -> Result<Collected, ReadError> {
    let mut collected = Collected::default();
    let inbox = &job.inputs.inbox;
    for finding in &inbox.findings {
        collected.refused.push((None, vec![finding.clone()]));
    }
    let arrivals: Vec<&Arrival> = came(job).collect();
    for (arrival, read) in arrivals.iter().zip(read(job, &arrivals)?) {
        match read {
            Ok(read) => collected.returns.push(read),
            Err(findings) => collected.refused.push((arrival.arrived, findings)),
        }
    }
    collected
        .returns
        .sort_by_key(|read| (read.returned.source.received, read.returned.source.file.clone()));
    Ok(collected)
}

/// The files that had come by the day the data go to.
pub(super) fn came<'a>(job: &Job<'a>) -> impl Iterator<Item = &'a Arrival> + use<'a> {
    let as_at = job.as_at;
    let in_time = move |arrival: &&Arrival| arrival.arrived.is_none_or(|at| at.date() <= as_at);
    job.inputs.inbox.arrivals.iter().filter(in_time)
}

/// A file read and checked: a return, or why there is none.
pub(super) type Checked = Result<ReadReturn, Vec<Finding>>;

/// Reads and checks files. The cells of a workbook take far more room than what is kept of it:
/// each is checked as soon as it is open.
///
/// # Errors
/// No reader of workbooks can be started, or a file is no longer what it was.
pub(super) fn read(job: &Job<'_>, arrivals: &[&Arrival]) -> Result<Vec<Checked>, ReadError> {
    let plans = job.inputs.plans.iter();
    let services: Services<'_> =
        plans.map(|plan| (plan.year, (plan, plan.service_names()))).collect();
    let shelf = Shelf::default();
    let check = |arrival: &Arrival, opened: Opened| {
        check(job, &services, arrival, &opened).map(|checked| checked.kept(&shelf))
    };
    job.reader.each(arrivals, check)
}

/// Every plan, with its services by all that they are called.
type Services<'a> = BTreeMap<FinancialYear, (&'a Plan, ServiceNames<'a>)>;

/// A file read and checked, and not put away yet.
struct Fresh {
    returned: Return,
    findings: Vec<Finding>,
    personal: Vec<PersonalText>,
}

impl Fresh {
    fn kept(self, shelf: &Shelf) -> ReadReturn {
        let findings = Packed::of(&self.findings).map(|packed| shelf.put(packed));
        let returned = KeptReturn::of(&self.returned, shelf);
        ReadReturn { returned, findings, personal: self.personal }
    }
}

fn check(
    job: &Job<'_>,
    services: &Services<'_>,
    arrival: &Arrival,
    opened: &Opened,
) -> Result<Fresh, Vec<Finding>> {
    let whose = |identity: &Identity| -> Option<(&Plan, ServiceId, Quarter)> {
        let quarter: Quarter = identity.quarter.parse().ok()?;
        let (plan, names) = services.get(&quarter.year())?;
        Some((*plan, names.called(&identity.service)?.id.clone(), quarter))
    };
    // A file's form is asked for several times.
    let laid = RefCell::new(BTreeMap::new());
    let layout = |identity: &Identity| {
        let (plan, service, quarter) = whose(identity)?;
        let key = (service, quarter);
        if let Some(layout) = laid.borrow().get(&key) {
            return Some(Arc::clone(layout));
        }
        let layout = Layout::new(plan, &key.0, quarter, &FormContext::default()).ok()?;
        let layout = Arc::new(layout);
        laid.borrow_mut().insert(key, Arc::clone(&layout));
        Some(layout)
    };
    let (raw, mut findings) = crate::intake::read_opened(&arrival.file, opened, &layout);
    // What a file says that is no return can name somebody as well.
    let refused = |findings: Vec<Finding>| {
        Err(findings.into_iter().map(validate::without_personal_data).collect())
    };
    let Some(raw) = raw else { return refused(findings) };
    let Some((plan, service, quarter)) = whose(&named(&raw)) else { return refused(findings) };
    let received = arrival.arrived.unwrap_or_else(|| job.as_at.and_time(chrono::NaiveTime::MIN));
    let source = Source { file: arrival.file.clone(), hash: arrival.digest.clone(), received };
    let limits = &job.inputs.settings.limits;
    let cleared = super::decided::cleared(&job.inputs.decisions, &arrival.digest);
    let (returned, found) =
        validate::read_cleared(&raw, source, plan, &service, quarter, limits, &cleared);
    findings.extend(found);
    let findings = findings.into_iter().map(|finding| returned.shown(finding)).collect();
    let personal = validate::personal_texts(&raw, &cleared);
    Ok(Fresh { returned, findings, personal })
}

fn named(raw: &RawReturn) -> Identity {
    Identity {
        service: raw.service.clone(),
        quarter: raw.quarter.clone(),
        plan_hash: raw.plan_hash.clone(),
        template: raw.template.clone(),
    }
}
