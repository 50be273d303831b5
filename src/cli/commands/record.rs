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
    let folder = folder.display();
    match before {
        Some(before) if before.is(host) => {
            writeln!(
                out,
                "The record in {folder} belongs to {host} already; nothing was changed."
            )?;
        }
        Some(before) => writeln!(
            out,
            "The record in {folder} belongs to {host} now. Nothing may run on {before} with it any \
             more."
        )?,
        None => writeln!(out, "The record in {folder} belongs to {host} now.")?,
    }
    Ok(Exit::Done)
}
