//! `lists import`: distribution lists from a workbook.

use crate::cli::{Exit, Failure};
use crate::config::PackFile;
use crate::deliver::{DistributionLists, ImportError, ListSheet, ListsError, lists_from};
use crate::intake::{RawValue, SheetCell, SheetCells, Unreadable, Workbook, read_file};
use crate::pipeline::{RunError, check_new_lists, left_out_of, settings};
use crate::quantity::plural;
use crate::store::write_whole;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("{} can't be read", .file.display())]
    File { file: PathBuf, source: std::io::Error },
    #[error("{} can't be used", .file.display())]
    Workbook { file: PathBuf, source: Unreadable },
    #[error("{} holds no lists that can be used", .file.display())]
    Lists { file: PathBuf, source: ImportError },
}

/// Writes the lists of a workbook into the file that the configuration names.
pub(super) fn import(
    config: &Path,
    file: &Path,
    dry_run: bool,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let settings = settings(config)?;
    let from = || file.to_path_buf();
    let bytes = read_file(file)
        .map_err(|source| Failure::configuration(Unusable::File { file: from(), source }))?;
    // From outside, as returns are: read by a confined child.
    let opened = super::reader()?.open_all(&[&bytes])?.pop();
    let workbook = opened.unwrap_or(Err(Unreadable::NoSheet)).map_err(|source| {
        Failure::found(Unusable::Workbook { file: from(), source })
            .hint("save it as .xlsx, without a password")
    })?;
    let text = lists_from(&sheets(&workbook)).map_err(|source| {
        Failure::found(Unusable::Lists { file: from(), source }).hint(
            "docs/lists.md shows the columns: List, Role, Address, Packs, Formats, Restricted; \
             and on a second sheet Service, Address",
        )
    })?;
    let name = file.display().to_string();
    let lists = DistributionLists::read(&text, &name, &settings.delivery.allowed_domains)
        .map_err(|error: ListsError| Failure::found(error))?;
    let packs = check_new_lists(config, &lists).map_err(|error| {
        let disagrees = matches!(error, RunError::NewLists(_) | RunError::NoSuchPack { .. });
        let failure = Failure::from(error);
        if disagrees { Failure { exit: Exit::Found, ..failure } } else { failure }
    })?;
    if dry_run {
        write!(out, "{text}")?;
        return Ok(Exit::Done);
    }
    let target = &settings.paths.lists;
    if let Ok(before) = std::fs::read(target) {
        let mut beside = target.as_os_str().to_owned();
        beside.push(".before");
        write_whole(Path::new(&beside), &before).map_err(Failure::work)?;
    }
    write_whole(target, text.as_bytes()).map_err(Failure::work)?;
    let target = crate::pipeline::shown(target);
    writeln!(
        out,
        "Wrote {}: recipients for {}; addresses of {}.",
        target.display(),
        lists.packs().join(", "),
        plural(lists.services().count(), "service", "services")
    )?;
    not_restricted(out, &lists, &packs, &target)?;
    Ok(Exit::Done)
}

/// Says who asks for an exempt pack and does not get it, as `config check` does.
fn not_restricted(
    out: &mut dyn Write,
    lists: &DistributionLists,
    packs: &[PackFile],
    target: &Path,
) -> io::Result<()> {
    for one in packs.iter().flat_map(|pack| left_out_of(lists, pack)) {
        writeln!(out, "warning: {one}")?;
        writeln!(out, "  to do: {}", one.remedy(target))?;
    }
    Ok(())
}

fn sheets(workbook: &Workbook) -> Vec<ListSheet> {
    workbook.sheets.iter().map(rows).collect()
}

/// A sheet's filled rows, each with its texts by column.
fn rows(sheet: &SheetCells) -> ListSheet {
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (address, cell) in &sheet.cells {
        // Numbered as a person sees them, from 1.
        let row = rows.entry(address.row + 1).or_default();
        let column = usize::from(address.column);
        // Lists have a handful of columns; what stands far out is none of them.
        if column < 50 {
            if row.len() <= column {
                row.resize(column + 1, String::new());
            }
            if let Some(place) = row.get_mut(column) {
                *place = text(cell);
            }
        }
    }
    ListSheet { name: sheet.name.clone(), rows: rows.into_iter().collect() }
}

fn text(cell: &SheetCell) -> String {
    match &cell.value {
        RawValue::Text(text) => text.clone(),
        RawValue::Truth(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        RawValue::Number { number, .. } => number.normalize().to_string(),
        RawValue::Empty | RawValue::Date(_) | RawValue::Error(_) | RawValue::OutOfRange(_) => {
            String::new()
        }
    }
}
