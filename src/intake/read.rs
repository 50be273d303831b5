//! A file → a return as it stands, with findings; a file that can't be read is one of them.

use super::locate::{Identity, identify, locate};
use super::raw::RawReturn;
use super::workbook::{Unreadable, open};
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
    let Some(identity) = identify(&workbook) else {
        let message = "the workbook is not the form that was sent out";
        let read = "no sheet of it carries the form's marker";
        return (None, vec![Finding::new(Code::F02, Place::file(file), message).read(read)]);
    };
    let Some(layout) = layout_for(&identity) else {
        let message = "there is no form for the service and quarter that the file names";
        let read = format!("it says “{}”, “{}”", identity.service, identity.quarter);
        return (None, vec![Finding::new(Code::F02, Place::file(file), message).read(read)]);
    };
    let (raw, mut findings) = locate(file, &workbook, &identity, &layout);
    findings.extend(other_version(file, &identity, &layout));
    (Some(raw), findings)
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
