//! What the configuration names, and whether it can be used: settings, plans, templates, fonts; and
//! whether returns can be read.

use super::{Found, Patient};
use crate::calendar::Quarter;
use crate::finding::Severity;
use crate::intake::Fence;
use crate::pipeline::Inputs;
use crate::plan::check;
use crate::quantity::plural;
use crate::render::pdf::undrawn;
use crate::wording;
use std::path::Path;

pub(super) fn configuration(patient: &Patient<'_>) -> Vec<Found> {
    let file = crate::pipeline::shown(patient.config).display().to_string();
    match patient.inputs {
        Ok(inputs) => {
            let packs = plural(inputs.packs.len(), "pack", "packs");
            vec![Found::good(file, format!("it can be used, with {packs}"))]
        }
        Err(failure) => {
            let mut how = failure.error.to_string();
            let mut cause = failure.error.source();
            while let Some(error) = cause {
                how = format!("{how}; because: {error}");
                cause = error.source();
            }
            let remedy = "mend what is said above; quarterpack config check says whether it helped";
            vec![Found::bad(file, how, failure.hint.clone().unwrap_or_else(|| remedy.into()))]
        }
    }
}

/// The plans of the quarter that is reported and of the one whose forms go out next.
pub(super) fn plans(inputs: &Inputs, patient: &Patient<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = inputs
        .plans
        .iter()
        .map(|plan| {
            let measures = plural(plan.measures.len(), "measure", "measures");
            let actions = plural(plan.actions.len(), "action", "actions");
            Found::good(plan.year.to_string(), format!("{measures}, {actions}"))
        })
        .collect();
    // What a plan says wrongly in print stays as it is printed.
    let findings = check(&inputs.plans);
    let errors = findings.iter().filter(|one| one.severity == Severity::Error).count();
    let errors = plural(errors, "error", "errors");
    let odd = plural(findings.len(), "odd thing", "odd things");
    let is = format!("{odd} in them, of which {errors}: quarterpack plan check");
    found.push(if findings.is_empty() {
        Found::good("their checks", "nothing odd")
    } else {
        Found::note("their checks", is)
    });
    let settings = patient.settings;
    let today = settings.timetable.zone.day(patient.now);
    let reported = settings.quarter_on(today);
    let running = settings.quarter.is_none().then(|| Quarter::of(today));
    for quarter in std::iter::once(reported).chain(running) {
        if !inputs.plans.iter().any(|plan| plan.year == quarter.year()) {
            let year = quarter.year();
            let how = format!("there is no plan for {year}, and none of its packs can be made");
            let remedy = format!("make one: quarterpack plan roll --year {year}");
            found.push(Found::bad(quarter.to_string(), how, remedy));
        }
    }
    found
}

/// Reading them has tried each with figures of its kind.
pub(super) fn templates(inputs: &Inputs) -> Vec<Found> {
    let folder = crate::pipeline::shown(&inputs.settings.paths.templates);
    // A copy that nobody has altered says what the program's own says.
    let lines = |text: &str| text.replace("\r\n", "\n");
    let is_own = |(name, carried): &(&str, &str)| {
        inputs.texts.iter().any(|(file, text)| {
            Path::new(file).ends_with(name)
                && text.text().is_ok_and(|text| lines(&text) != lines(carried))
        })
    };
    let own = wording::embedded().filter(is_own).count();
    let carried = wording::embedded().count();
    let is = format!("{own} of {carried} texts are your own; the others are the program's");
    vec![Found::good(folder.display().to_string(), is)]
}

/// Whether the fonts in the program draw every sign of what the packs are made of.
pub(super) fn fonts(inputs: &Inputs) -> Vec<Found> {
    let printed = inputs.texts.iter().filter(|(name, _)| !name.contains("email/"));
    let (mut found, mut names, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (name, read) in printed {
        match read.text() {
            Ok(text) => {
                names.push(name);
                texts.push(text);
            }
            Err(error) => {
                let remedy = "see that it can be read";
                found.push(Found::bad(name.clone(), error.to_string(), remedy));
            }
        }
    }
    let undrawn = match undrawn(texts) {
        Ok(undrawn) => undrawn,
        Err(error) => {
            let remedy = "install the program again";
            found.push(Found::bad("the program's fonts", error.to_string(), remedy));
            return found;
        }
    };
    for (name, signs) in names.into_iter().zip(undrawn) {
        found.extend(signs.into_iter().map(|sign| {
            let number = u32::from(sign);
            let how = format!("no font has “{sign}” (U+{number:04X}): a substitute is drawn");
            Found::bad(name.clone(), how, "write it otherwise, where it is printed")
        }));
    }
    if found.is_empty() {
        let is = "they draw every sign of plans, packs and texts";
        found.push(Found::good("the program's fonts", is));
    }
    found
}

pub(super) fn readers(patient: &Patient<'_>) -> Vec<Found> {
    let what = "a reader";
    match patient.reader.confinement() {
        Err(error) => {
            let remedy = "see that the program was not moved, and that this account may start \
                          processes";
            vec![Found::bad(what, error.to_string(), remedy)]
        }
        Ok(None) => vec![Found::note(what, "files are read in this process")],
        Ok(Some(confinement)) => {
            let fence = match confinement.fence {
                Fence::Whole => "it can open nothing, and connect nowhere",
                Fence::Partly => "the kernel fences it in part",
                Fence::Absent => "this kernel can't fence it (no Landlock)",
            };
            let limits =
                if confinement.limits { "memory and time are limited" } else { "without limits" };
            let is = format!("it starts; {fence}; {limits}");
            vec![match (confinement.fence, confinement.limits) {
                (Fence::Whole, true) => Found::good(what, is),
                _ => Found::note(what, is),
            }]
        }
    }
}
