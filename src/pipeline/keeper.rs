//! The record opened to be written: by one run at a time, and by the host that it belongs to.

use super::Job;
use super::fault::RunError;
use super::inputs::Inputs;
use super::remember::TIME;
use crate::intake::Arrival;
use crate::store::{Bytes, Came, Host, Record, RecordError, RunInputs, RunLock};
use std::borrow::Cow;
use std::io;

/// The record, held: nobody else writes it until this is dropped.
pub(super) struct Held {
    pub(super) record: Record,
    _lock: RunLock,
}

/// Opens the record to be written. Whatever writes it goes through here.
pub(super) fn hold(inputs: &Inputs) -> Result<Held, RecordError> {
    let folder = inputs.settings.paths.record();
    let lock = RunLock::take(&folder)?;
    Ok(Held { record: open(inputs)?, _lock: lock })
}

/// Opens the record to be written beside a run: by whoever delivers, and holds the lock of that.
pub(super) fn open(inputs: &Inputs) -> Result<Record, RecordError> {
    let folder = inputs.settings.paths.record();
    // Before the database is touched: what two hosts write at once is lost.
    if let Some(host) = &inputs.host {
        host.claim(&folder)?;
    }
    Record::open(&folder)
}

/// The host that the record belongs to, where that is another one.
///
/// # Errors
/// When the note of it can't be read.
pub fn other_host(inputs: &Inputs) -> Result<Option<Host>, RecordError> {
    let its = Host::of(&inputs.settings.paths.record())?;
    Ok(its.filter(|its| inputs.host.as_ref().is_some_and(|mine| !mine.is(its))))
}

/// Archives every file of the inbox and notes that it came, before anything is read in it; and
/// tells the record what the run works on.
pub(super) fn receive(job: &Job<'_>, record: &mut Record) -> Result<(), RunError> {
    let arrivals = &job.inputs.inbox.arrivals;
    let times = times(arrivals);
    let came = came(arrivals, &times);
    record.receive(&came)?;
    works_on(job, record, &came)
}

/// The same for a release, which takes nothing in: of the inbox, what the record knows.
pub(super) fn works_on_known(job: &Job<'_>, record: &mut Record) -> Result<(), RunError> {
    let arrivals = &job.inputs.inbox.arrivals;
    let times = times(arrivals);
    works_on(job, record, &came(arrivals, &times))
}

fn works_on(job: &Job<'_>, record: &mut Record, came: &[Came<'_>]) -> Result<(), RunError> {
    let inputs = job.inputs;
    let texts = inputs.made_from();
    let closed = inputs.inbox.findings.iter();
    let closed: Vec<(String, String)> = closed
        .map(|one| (one.place.file.to_string(), one.read.clone().unwrap_or_default()))
        .collect();
    record.works_on(&RunInputs {
        quarter: &job.quarter.to_string(),
        as_at: &job.as_at.to_string(),
        program: &inputs.program,
        config: &inputs.config,
        texts: &texts,
        returns: came,
        closed: &closed,
    })?;
    Ok(())
}

impl Bytes for Arrival {
    fn load(&self) -> io::Result<Cow<'_, [u8]>> {
        self.bytes().map_err(io::Error::other)
    }
}

fn times(arrivals: &[Arrival]) -> Vec<Option<String>> {
    arrivals.iter().map(|one| Some(one.arrived?.format(TIME).to_string())).collect()
}

fn came<'a>(arrivals: &'a [Arrival], times: &'a [Option<String>]) -> Vec<Came<'a>> {
    let came = |(arrival, arrived): (&'a Arrival, &'a Option<String>)| Came {
        file: &arrival.file,
        sha256: &arrival.digest,
        bytes: arrival,
        arrived: arrived.as_deref(),
    };
    arrivals.iter().zip(times).map(came).collect()
}
