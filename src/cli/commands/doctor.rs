//! `doctor`: whether what quarterpack needs is there and as it should be. Nothing is sent, and
//! nothing but a file that it writes and removes again is changed.

mod content;
mod files;
mod mail;
mod times;

use crate::cli::clock::Clock;
use crate::cli::{Exit, Failure};
use crate::config::Settings;
use crate::intake::Reader;
use crate::pipeline::{Inputs, settings};
use crate::quantity::plural;
use crate::timetable::Instant;
use std::io::Write;
use std::path::Path;

/// What a check found: what was looked at, and how it is.
pub(super) struct Found {
    what: String,
    is: Is,
}

enum Is {
    /// As it should be.
    Good(String),
    /// As it may be, and worth knowing.
    Note(String),
    /// Not as it should be, and what to do.
    Wrong { how: String, remedy: String },
}

impl Found {
    fn good(what: impl Into<String>, is: impl Into<String>) -> Self {
        Self { what: what.into(), is: Is::Good(is.into()) }
    }

    fn note(what: impl Into<String>, is: impl Into<String>) -> Self {
        Self { what: what.into(), is: Is::Note(is.into()) }
    }

    fn bad(what: impl Into<String>, how: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), is: Is::Wrong { how: how.into(), remedy: remedy.into() } }
    }
}

/// What is looked at.
pub(super) struct Patient<'a> {
    /// The configuration's file.
    config: &'a Path,
    settings: &'a Settings,
    /// Everything that the configuration names; none where that can't be used.
    inputs: Result<&'a Inputs, &'a Failure>,
    reader: &'a Reader,
    now: Instant,
}

/// How a check looks: at the settings and what is outside, or at all that they name.
enum Look {
    Outside(fn(&Patient<'_>) -> Vec<Found>),
    Named(fn(&Inputs, &Patient<'_>) -> Vec<Found>),
}

/// Every check, in the order in which they are told. A new one is a line here.
const CHECKS: &[(&str, Look)] = &[
    ("Configuration", Look::Outside(content::configuration)),
    ("Plans", Look::Named(content::plans)),
    ("Templates", Look::Named(|inputs, _| content::templates(inputs))),
    ("Fonts", Look::Named(|inputs, _| content::fonts(inputs))),
    ("Reading returns", Look::Outside(content::readers)),
    ("Folders", Look::Outside(files::folders)),
    ("Disk", Look::Outside(files::disk)),
    ("Permissions", Look::Outside(files::permissions)),
    ("Clock", Look::Outside(times::clock)),
    ("Holidays", Look::Outside(times::holidays)),
    ("Timetable", Look::Named(times::timetable)),
    ("Who is written to", Look::Named(|inputs, _| mail::lists(inputs))),
    ("Secrets", Look::Outside(|patient| mail::kept_secrets(patient.settings))),
    ("Delivery", Look::Named(|inputs, _| mail::delivery(inputs))),
];

pub(super) fn run(
    config: &Path,
    now: Option<&str>,
    reader: &Reader,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    // Without settings there is nothing to look at.
    let settings = settings(config)?;
    let clock = Clock::new(now, settings.timetable.zone)?;
    let inputs = super::read(config).map_err(Failure::from);
    let patient =
        Patient { config, settings: &settings, inputs: inputs.as_ref(), reader, now: clock.now() };
    let mut wrong = 0_usize;
    for (heading, look) in CHECKS {
        writeln!(out, "{heading}:")?;
        let found = match (look, patient.inputs) {
            (Look::Outside(look), _) => look(&patient),
            (Look::Named(look), Ok(inputs)) => look(inputs, &patient),
            (Look::Named(_), Err(_)) => {
                writeln!(out, "  not looked at: the configuration can't be used\n")?;
                continue;
            }
        };
        for Found { what, is } in found {
            match is {
                Is::Good(is) => writeln!(out, "  ok     {what}: {is}")?,
                Is::Note(is) => writeln!(out, "  note   {what}: {is}")?,
                Is::Wrong { how, remedy } => {
                    wrong += 1;
                    writeln!(out, "  WRONG  {what}: {how}\n         to do: {remedy}")?;
                }
            }
        }
        writeln!(out)?;
    }
    if wrong == 0 {
        writeln!(out, "Everything is as it should be. Nothing was sent.")?;
        return Ok(Exit::Done);
    }
    let verb = if wrong == 1 { "is" } else { "are" };
    let things = plural(wrong, "thing", "things");
    writeln!(out, "{things} {verb} not as it should be. Nothing was sent.")?;
    Ok(Exit::Undelivered)
}
