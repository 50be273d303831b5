//! `forms`: the blank return forms of a quarter.

use super::Asked;
use crate::cli::{Exit, Failure};
use crate::form::file_name;
use crate::pipeline::{FormsError, Inputs, blank_form};
use crate::plan::ServiceId;
use crate::store::write_whole;
use std::io::Write;
use std::path::Path;

#[derive(Debug, thiserror::Error)]
#[error("there is no service “{asked}”; known are {known}")]
struct NoService {
    asked: String,
    known: String,
}

pub(super) fn run(
    inputs: &Inputs,
    asked: Asked,
    service: Option<&str>,
    to: Option<&Path>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let quarter = asked.or_open(inputs);
    let plan = inputs.plan(quarter)?;
    let reader = super::reader()?;
    let services: Vec<ServiceId> = match service {
        None => plan.services.iter().map(|service| service.id.clone()).collect(),
        Some(asked) => {
            let known: Vec<&str> = plan.services.iter().map(|s| s.id.as_str()).collect();
            let found = plan.service_called(asked).ok_or_else(|| {
                Failure::configuration(NoService { asked: asked.into(), known: known.join(", ") })
            })?;
            vec![found.id.clone()]
        }
    };
    let usual = inputs.settings.paths.output.join("forms").join(quarter.slug());
    let folder = to.unwrap_or(&usual);
    for service in services {
        let bytes = blank_form(inputs, &reader, plan, &service, quarter)?;
        let path = folder.join(file_name(&service, quarter));
        write_whole(&path, &bytes).map_err(Failure::work)?;
        writeln!(out, "{}", crate::pipeline::shown(&path).display())?;
    }
    Ok(Exit::Done)
}

impl From<FormsError> for Failure {
    fn from(error: FormsError) -> Self {
        Self::work(error)
    }
}
