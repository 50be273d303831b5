//! `config check` and `config show`.

use crate::cli::{Exit, Failure};
use crate::pipeline::Inputs;
use crate::quantity::plural;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
#[error("{} can't be read", .file.display())]
struct Unreadable {
    file: PathBuf,
    source: std::io::Error,
}

/// Reading the inputs has checked them already; this says what there is.
pub(super) fn check(inputs: &Inputs, out: &mut dyn Write) -> Result<Exit, Failure> {
    let plans: Vec<String> = inputs.plans.iter().map(|plan| plan.year.to_string()).collect();
    let packs: Vec<&str> = inputs.packs.iter().map(|pack| pack.recipe.body.as_str()).collect();
    writeln!(out, "plans: {}", plans.join(", "))?;
    writeln!(out, "packs: {}", packs.join(", "))?;
    for pack in inputs.lists.packs() {
        if !inputs.packs.iter().any(|known| known.recipe.id == pack) {
            writeln!(out, "warning: a list names the pack “{pack}”, and there is no such pack")?;
        }
    }
    crate::pipeline::check_exempt_content(inputs)?;
    let lists = crate::pipeline::shown(&inputs.settings.paths.lists);
    for one in inputs.packs.iter().flat_map(|pack| crate::pipeline::left_out(inputs, pack)) {
        writeln!(out, "warning: {one}")?;
        writeln!(out, "  to do: {}", one.remedy(&lists))?;
    }
    let files = plural(inputs.inbox.arrivals.len(), "file", "files");
    writeln!(out, "inbox: {files}")?;
    writeln!(out, "The configuration can be used.")?;
    Ok(Exit::Done)
}

pub(super) fn show(file: &Path, out: &mut dyn Write) -> Result<Exit, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|source| Failure::configuration(Unreadable { file: file.into(), source }))?;
    for shown in crate::config::show(file, &text).map_err(Failure::configuration)? {
        let origin = if shown.named { file.display().to_string() } else { "default".into() };
        writeln!(out, "{} = {}  # {origin}", shown.setting, shown.value)?;
    }
    Ok(Exit::Done)
}
