//! A file → a return as it stands, with findings; a file that can't be read is one of them.

use super::heading;
use super::identity::{Identity, Said, disagreements, identify, said};
use super::locate::locate;
use super::raw::RawReturn;
use super::tabs::looks_like_the_form;
use super::workbook::{Unreadable, Workbook, open};
use crate::finding::{Code, Finding, Place};
use crate::form::{Layout, TEMPLATE};
use std::error::Error;

/// Reads a file. `layout_for` is asked for the form of the service and the quarter that the
/// file names; it answers none where there is no such form.
#[must_use]
pub fn read(
    file: &str,
    bytes: &[u8],
    layout_for: &dyn Fn(&Identity) -> Option<Layout>,
) -> (Option<RawReturn>, Vec<Finding>) {
    let workbook = match open(bytes) {
        Ok(workbook) => workbook,
        Err(error) => return (None, vec![unreadable(file, &error)]),
    };
    read_workbook(file, &workbook, layout_for)
}

/// The same for a workbook that is open already.
#[must_use]
pub fn read_workbook(
    file: &str,
    workbook: &Workbook,
    layout_for: &dyn Fn(&Identity) -> Option<Layout>,
) -> (Option<RawReturn>, Vec<Finding>) {
    let Some(identity) = identify(workbook) else {
        return without_markers(file, workbook, layout_for);
    };
    let Some(layout) = layout_for(&identity) else {
        let message = "there is no form for the service and quarter that the file names";
        let read = format!("it says “{}”, “{}”", identity.service, identity.quarter);
        return (None, vec![Finding::new(Code::F02, Place::file(file), message).read(read)]);
    };
    let (raw, mut findings) = locate(file, workbook, &identity, &layout);
    findings.extend(other_version(file, &identity, &layout));
    findings.extend(disagreements(file, workbook, &layout, layout_for));
    (Some(raw), findings)
}

/// The form without its markers, or another workbook with a table of measures.
fn without_markers(
    file: &str,
    workbook: &Workbook,
    layout_for: &dyn Fn(&Identity) -> Option<Layout>,
) -> (Option<RawReturn>, Vec<Finding>) {
    let refused = |message: &str, read: String, remedy: String| {
        let finding = Finding::new(Code::F02, Place::file(file), message).read(read);
        (None, vec![finding.remedy(remedy)])
    };
    let (identity, layout) = match said(workbook, layout_for) {
        Said::One(identity, layout) => (identity, layout),
        Said::Unclear(read, remedy) => {
            let message = "the workbook is not the form, and does not say whose return it is";
            return refused(message, read, remedy);
        }
    };
    let mut found = if looks_like_the_form(workbook, &layout) {
        let (raw, mut findings) = locate(file, workbook, &identity, &layout);
        findings.insert(0, by_labels(file, &layout));
        (Some(raw), findings)
    } else if let Some((raw, findings)) = heading::read(file, workbook, &identity, &layout) {
        (Some(raw), findings)
    } else {
        let message = "the workbook is not the form, and has no table of measures";
        let read = "no row names a measure with its value, or its numerator and denominator";
        let remedy = "Fill in the form that was sent out for this quarter and send that.";
        return refused(message, read.into(), remedy.into());
    };
    found.1.extend(disagreements(file, workbook, &layout, layout_for));
    found
}

/// The hidden sheet and the markers are gone: a person should look at what was read.
fn by_labels(file: &str, layout: &Layout) -> Finding {
    let message = "the form has lost its hidden markers; it is read by its labels";
    let read = format!("its titles say {}, {}", layout.service_name, layout.quarter);
    Finding::new(Code::F02, Place::file(file), message)
        .severity(crate::finding::Severity::Warning)
        .read(read)
        .remedy(
            "Look at the figures that were read; next time, fill in the form as it was sent out.",
        )
}

fn unreadable(file: &str, error: &Unreadable) -> Finding {
    let finding = Finding::new(Code::F01, Place::file(file), error.to_string());
    match error {
        Unreadable::Kind(kind) => match kind.remedy() {
            Some(remedy) => finding.remedy(remedy),
            None => finding,
        },
        Unreadable::Damaged(_) => {
            let source = error.source().map(ToString::to_string).unwrap_or_default();
            finding.read(format!("the reader says: {source}"))
        }
        Unreadable::NoSheet | Unreadable::TooLarge | Unreadable::Panicked => finding,
    }
}

/// A form of another template asks for other things; one of another state of the plan file
/// asks for the same by the same keys, so a person should look and the figures count.
fn other_version(file: &str, identity: &Identity, layout: &Layout) -> Option<Finding> {
    let place = || Place::file(file);
    if identity.template.as_deref().is_some_and(|template| template != TEMPLATE) {
        let read = format!(
            "the form's version is “{}”; this one is “{TEMPLATE}”",
            identity.template.as_deref().unwrap_or_default()
        );
        return Some(Finding::new(Code::F02, place(), "the form is of another version").read(read));
    }
    let hash = identity.plan_hash.as_deref()?;
    if hash == layout.plan_hash {
        return None;
    }
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    let message = "the form was made before the plan file last changed";
    let read = format!("plan {} in the form, {} now", short(hash), short(&layout.plan_hash));
    let finding = Finding::new(Code::F02, place(), message).read(read);
    Some(finding.severity(crate::finding::Severity::Warning).remedy(
        "Nothing to do where targets and budgets are the same: they are compared cell by cell.",
    ))
}
