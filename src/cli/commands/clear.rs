//! `clear`: personal data found in the returns that count, and what a reviewer says of it.

use super::Asked;
use crate::cli::args::Clear;
use crate::cli::{Exit, Failure, clock};
use crate::pipeline::{By, Inputs, Job, PersonalPlace, clear, personal_places};
use crate::quantity::plural;
use crate::validate::ClearedAs;
use std::io::{self, Write};

pub(super) fn run(
    inputs: &mut Inputs,
    asked: &Clear,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let reader = super::reader()?;
    let job = Asked { quarter: asked.quarter }.job(inputs, &reader);
    let all = (&asked.of, &asked.cell, &asked.outcome, &asked.by, &asked.because);
    let (Some(file), Some(cell), Some(outcome), Some(role), Some(reason)) = all else {
        list(out, &job, &personal_places(&job)?, asked.show)?;
        return Ok(Exit::Done);
    };
    let outcome = ClearedAs::ALL.into_iter().find(|known| known.word() == outcome);
    let outcome = outcome.unwrap_or(ClearedAs::KeepMasked);
    let by = By { role, reason, at: &clock::now() };
    let (taken, place) = clear(&job, file, cell, outcome, &by)?;
    let said = match outcome {
        ClearedAs::NotPersonal => "it is no personal data, and is printed as it stands",
        ClearedAs::KeepMasked => "it stays masked, and no longer holds the pack",
    };
    writeln!(
        out,
        "Cleared by the {}: {} (decision {})",
        taken.role, place.text.place, taken.number
    )?;
    writeln!(out, "  {}", place.text.marked(asked.show))?;
    writeln!(out, "  {}: {said}.", place.text.kinds())?;
    writeln!(out, "Another return, or another text in that cell, is to be looked at again.")?;
    let quarter = job.quarter;
    writeln!(out, "  to do: quarterpack run --quarter \"{quarter}\"")?;
    super::note(inputs, quarter)?;
    Ok(Exit::Done)
}

fn list(
    out: &mut dyn Write,
    job: &Job<'_>,
    places: &[PersonalPlace],
    show: bool,
) -> io::Result<()> {
    let open = places.iter().filter(|place| place.text.clearing.is_none()).count();
    let all = plural(places.len(), "text", "texts");
    writeln!(
        out,
        "Personal data found in the returns that count, {}: {all}, {open} to clear",
        job.quarter
    )?;
    for place in places {
        let text = &place.text;
        writeln!(out, "\n  {}", text.place)?;
        writeln!(out, "    {}", text.marked(show))?;
        writeln!(
            out,
            "    {}; SHA-256 {}",
            text.kinds(),
            place.sha256.get(..12).unwrap_or_default()
        )?;
        match &text.clearing {
            Some(clearing) => {
                writeln!(out, "    cleared by the {}: {}", clearing.role, clearing.outcome.word())?;
            }
            None => writeln!(
                out,
                "    to do: quarterpack clear --quarter \"{}\" --return \"{}\" --cell \"{}\" \
                 --as keep-masked --by ROLE --because TEXT",
                job.quarter,
                text.place.file,
                place.address()
            )?,
        }
    }
    if open > 0 && !show {
        writeln!(out, "\n--show prints what is masked here; --as not-personal where it is none.")?;
    }
    Ok(())
}
