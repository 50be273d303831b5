//! `rebuild`: the record made anew, compared with the one there is or written for use.

use crate::cli::{Exit, Failure};
use crate::pipeline::{self, Inputs, Rebuilt, Remade, Remaking};
use crate::quantity::plural;
use std::io::{self, Write};
use std::path::Path;

pub(super) fn verify(inputs: &Inputs, out: &mut dyn Write) -> Result<Exit, Failure> {
    let reader = super::reader()?;
    let rebuilt = pipeline::verify(inputs, &reader)?;
    tell(out, &rebuilt)?;
    if !rebuilt.agrees() {
        writeln!(out, "The record made anew is not the one there is.")?;
        return Ok(Exit::Found);
    }
    writeln!(out, "The record made anew is the one there is.")?;
    Ok(Exit::Done)
}

pub(super) fn write(inputs: &Inputs, to: &Path, out: &mut dyn Write) -> Result<Exit, Failure> {
    let reader = super::reader()?;
    let rebuilt = pipeline::rebuild(inputs, &reader, to)?;
    tell(out, &rebuilt)?;
    writeln!(out, "The record was made anew in {}.", to.display())?;
    writeln!(
        out,
        "To use it: move record.sqlite away where it is there still, then quarterpack restore \
         --from {}",
        to.display()
    )?;
    Ok(if rebuilt.agrees() { Exit::Done } else { Exit::Found })
}

fn tell(out: &mut dyn Write, rebuilt: &Rebuilt) -> io::Result<()> {
    let entries = plural(rebuilt.entries, "entry", "entries");
    writeln!(out, "The journal: {entries}; the last one’s hash is {}", rebuilt.head)?;
    let files = plural(rebuilt.returns, "file", "files");
    writeln!(out, "The archive: {files} as they came")?;
    for one in &rebuilt.versions {
        version(out, one)?;
    }
    for (name, rows) in &rebuilt.same {
        writeln!(out, "The same: {name}, {}", plural(*rows, "row", "rows"))?;
    }
    for one in &rebuilt.differences {
        writeln!(out, "Not the same: {}: {}", one.place, one.what)?;
    }
    if !rebuilt.missing.is_empty() {
        let count = plural(rebuilt.missing.len(), "file", "files");
        writeln!(out, "Not in the output any more: {count}")?;
        for path in &rebuilt.missing {
            writeln!(out, "  {path}")?;
        }
    }
    Ok(())
}

fn version(out: &mut dyn Write, one: &Remade) -> io::Result<()> {
    let Remade { version, program, files, remaking } = one;
    let files = plural(*files, "file", "files");
    match remaking {
        Remaking::Same => writeln!(out, "{version}: {files} made again, byte for byte the same")?,
        Remaking::Differs(paths) => {
            writeln!(out, "Not the same: {version}: {}", paths.join(", "))?;
        }
        Remaking::Removed(returns) => writeln!(
            out,
            "{version}: it can’t be made again, for returns that it rests on were removed when \
             their time was past: {}",
            returns.join(", ")
        )?,
        Remaking::Failed(why) => writeln!(out, "Not made again: {version}: {why}")?,
    }
    if let Some(program) = program.as_ref().filter(|_| *remaking != Remaking::Same) {
        writeln!(
            out,
            "  It was made by quarterpack {program}, and this is {}: that version makes it the \
             same.",
            env!("CARGO_PKG_VERSION")
        )?;
    }
    Ok(())
}
