//! `approve` and `release`: from the draft to the final.

use super::{Asked, left_out};
use crate::calendar::Quarter;
use crate::cli::args::Who;
use crate::cli::{Exit, Failure, clock, holds};
use crate::pipeline::{Approval, AtHand, By, Inputs, MadeFinal, Released};
use crate::quantity::plural;
use crate::release::Hold;
use crate::store::Decision;
use std::io::{self, Write};

/// Which pack, of which quarter.
pub(super) struct Pack<'a> {
    pub(super) name: &'a str,
    pub(super) asked: Asked,
}

impl Pack<'_> {
    fn quarter(&self, inputs: &Inputs) -> Quarter {
        self.asked.quarter.unwrap_or_else(|| inputs.settings.quarter_on(clock::today()))
    }
}

pub(super) fn approve(
    inputs: &mut Inputs,
    pack: &Pack<'_>,
    version: Option<u32>,
    who: &Who,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let (quarter, reader) = (pack.quarter(inputs), &super::reader()?);
    let at = AtHand { inputs, reader, quarter, pack: pack.name };
    let by = By { role: &who.by, reason: &who.because, at: &clock::now() };
    match crate::pipeline::approve(&at, version, &by)? {
        Approval::Given(taken) => {
            let version = taken.subject.version.unwrap_or_default();
            writeln!(
                out,
                "Approved by the {}: {} {quarter}, version {version} (decision {}).",
                taken.role, pack.name, taken.number
            )?;
            writeln!(out, "  to do: {}", command(pack.name, quarter))?;
            super::note(inputs, quarter)?;
            Ok(Exit::Done)
        }
        Approval::Held(held) => {
            writeln!(
                out,
                "Not approved: something else holds the pack, and mending it alters it."
            )?;
            refused(out, &held)
        }
    }
}

fn refused(out: &mut dyn Write, held: &[Hold]) -> Result<Exit, Failure> {
    holds::print(out, held, "  ")?;
    Ok(Exit::Found)
}

/// The command that makes the final.
pub(super) fn command(pack: &str, quarter: Quarter) -> String {
    format!("quarterpack release {pack} --quarter \"{quarter}\"")
}

pub(super) fn release(
    inputs: &Inputs,
    pack: &Pack<'_>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let (quarter, reader) = (pack.quarter(inputs), &super::reader()?);
    let at = AtHand { inputs, reader, quarter, pack: pack.name };
    match crate::pipeline::release(&at, &clock::now())? {
        Released::Final(made) => {
            told(out, pack.name, &made)?;
            let waits = crate::pipeline::ledger(inputs, Some(&quarter.to_string()))?;
            let waits = waits.iter().filter(|one| one.state.is_open()).count();
            if waits > 0 {
                let messages = plural(waits, "message waits", "messages wait");
                writeln!(out, "{messages} to be sent: by quarterpack deliver, or the next due.")?;
            }
            left_out::tell(out, inputs, pack.name)?;
            Ok(Exit::Done)
        }
        Released::Held(held) => {
            writeln!(out, "Held: the final of {} {quarter} was not made.", pack.name)?;
            left_out::tell(out, inputs, pack.name)?;
            refused(out, &held)
        }
    }
}

/// Says which final there is.
pub(super) fn told(out: &mut dyn Write, pack: &str, made: &MadeFinal) -> io::Result<()> {
    let by = made.approval.map_or_else(String::new, |one| format!(", approved by decision {one}"));
    let verb = if made.new { "Made the final" } else { "The final is there" };
    writeln!(out, "{verb}: {pack}, version {}{by}:", made.version)?;
    for file in made.files.iter().chain(&made.messages) {
        writeln!(out, "  {}", file.display())?;
    }
    Ok(())
}

/// Makes the final, or lets a hold pass where its code, a role and a reason are given.
pub(super) fn release_or_pass(
    inputs: &mut Inputs,
    pack: &Pack<'_>,
    passing: (Option<&str>, Option<&str>, Option<&str>),
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let (Some(code), Some(by), Some(because)) = passing else {
        return release(inputs, pack, out);
    };
    let who = Who { by: by.to_owned(), because: because.to_owned() };
    override_hold(inputs, pack, code, &who, out)
}

pub(super) fn override_hold(
    inputs: &mut Inputs,
    pack: &Pack<'_>,
    code: &str,
    who: &Who,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let (quarter, reader) = (pack.quarter(inputs), &super::reader()?);
    let at = AtHand { inputs, reader, quarter, pack: pack.name };
    let by = By { role: &who.by, reason: &who.because, at: &clock::now() };
    let (Decision { role, number, .. }, hold) = crate::pipeline::override_hold(&at, code, &by)?;
    writeln!(out, "Let pass by the {role}: {hold} (decision {number}).")?;
    writeln!(out, "What more comes to stand holds again. The pack says who let it pass, and why.")?;
    writeln!(out, "  to do: quarterpack run --quarter \"{quarter}\"")?;
    super::note(inputs, quarter)?;
    Ok(Exit::Done)
}
