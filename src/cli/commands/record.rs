//! `record`: what is done with the record itself.

use crate::cli::{Exit, Failure};
use crate::pipeline::{By, Inputs, adopt};
use std::io::Write;

#[derive(Debug, thiserror::Error)]
#[error("this host is not known")]
struct NoHost;

pub(super) fn adopt_here(
    inputs: &Inputs,
    by: &By<'_>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let host = inputs.host.as_ref().ok_or_else(|| Failure::work(NoHost))?;
    let before = adopt(inputs, host, by)?;
    let folder = inputs.settings.paths.record();
    let folder = crate::pipeline::shown(&folder);
    write!(out, "The record in {} belongs to {host} now", folder.display())?;
    match before.filter(|before| !before.is(host)) {
        Some(before) => writeln!(out, ". Nothing may run on {before} with it any more.")?,
        None => writeln!(out, ".")?,
    }
    Ok(Exit::Done)
}
