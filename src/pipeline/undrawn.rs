//! Signs in returns that no carried font has: a PDF shows a substitute in their place.

use super::{Job, Reconciled, make};
use crate::compose::Format;
use crate::render::pdf;
use crate::validate::{Places, Return, Unreadable};
use std::collections::BTreeSet;

/// The signs that no font has, by the services in whose returns they stand; nothing where no pack
/// of the quarter is made as a PDF.
pub(super) fn undrawn(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
) -> Result<Vec<(String, Vec<char>)>, Unreadable> {
    let number = job.quarter.number();
    let mut packs = job.inputs.packs.iter().filter(|pack| pack.recipe.quarters.contains(&number));
    if !packs.any(|pack| pack.recipe.formats.contains(&Format::Pdf)) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for returned in make::in_quarter(job, reconciled) {
        // The derived text names every field, so that none is left out; what stands in the form
        // around the cells is drawn nowhere.
        let whole = Return { places: Places::default(), ..returned.whole()? };
        let signs: BTreeSet<char> = unusual(&format!("{whole:?}"));
        let text: String = signs.into_iter().collect();
        if text.is_empty() {
            continue;
        }
        // A program whose own fonts can't be read makes no PDF, and says so there.
        let signs = pdf::undrawn([text.as_str()]).unwrap_or_default();
        let signs: Vec<char> = signs.into_iter().flatten().collect();
        let name = reconciled.plan.service(&returned.service).map(|service| service.name.clone());
        if let Some(name) = name.filter(|_| !signs.is_empty()) {
            found.push((name, signs));
        }
    }
    Ok(found)
}

/// What of a derived text is beyond Latin: as it stands, or as `\u{1f600}`.
fn unusual(text: &str) -> BTreeSet<char> {
    let written = text.split("\\u{").skip(1).filter_map(|rest| {
        let (number, _) = rest.split_once('}')?;
        char::from_u32(u32::from_str_radix(number, 16).ok()?)
    });
    text.chars().chain(written).filter(|c| u32::from(*c) >= 0x250).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_found_as_they_stand_and_as_they_are_written() {
        let found = unusual(&format!("{:?}", "Gàidhlig 😀 \u{e000} \u{feff} “x” \\u{zz}"));
        let found: Vec<char> = found.into_iter().collect();
        assert_eq!(found, ['“', '”', '\u{e000}', '\u{feff}', '😀']);
    }
}
