//! A file → a return as it stands, with findings; a file that can't be read is one of them.

use super::excerpts;
use super::heading;
use super::identity::{Identity, Said, disagreements, identify, said};
use super::locate::locate;
use super::open::open;
use super::raw::RawReturn;
use super::remarks;
use super::tabs::looks_like_the_form;
use super::workbook::{Excess, Unreadable, Workbook};
use crate::finding::{Code, ExcerptRow, Finding, Place};
use crate::form::{Layout, TEMPLATE};
use std::sync::Arc;

/// Reads a file in this process: for files that were made here. Files from outside are opened
/// by a [`super::Reader`] and then handed to [`read_opened`].
#[must_use]
pub fn read(
    file: &str,
    bytes: &[u8],
    layout_for: &dyn Fn(&Identity) -> Option<Arc<Layout>>,
) -> (Option<RawReturn>, Vec<Finding>) {
    read_opened(file, &open(bytes), layout_for)
}

/// Reads a workbook that was opened. `layout_for` is asked for the form of the service and the
/// quarter that the file names; it answers none where there is no such form.
#[must_use]
pub fn read_opened(
    file: &str,
    opened: &Result<Workbook, Unreadable>,
    layout_for: &dyn Fn(&Identity) -> Option<Arc<Layout>>,
) -> (Option<RawReturn>, Vec<Finding>) {
    let workbook = match opened {
        Ok(workbook) => workbook,
        Err(error) => return (None, vec![unreadable(file, error)]),
    };
    read_workbook(file, workbook, layout_for)
}

/// The same for a workbook that is open.
#[must_use]
pub fn read_workbook(
    file: &str,
    workbook: &Workbook,
    layout_for: &dyn Fn(&Identity) -> Option<Arc<Layout>>,
) -> (Option<RawReturn>, Vec<Finding>) {
    let mut findings = remarks::findings(file, workbook);
    let Some(identity) = identify(workbook) else {
        let (raw, found) = without_markers(file, workbook, layout_for);
        findings.splice(0..0, found);
        return (raw, findings);
    };
    let Some(layout) = layout_for(&identity) else {
        let message = "there is no form for the service and quarter that the file names";
        let read = format!("it says “{}”, “{}”", identity.service, identity.quarter);
        let finding = Finding::new(Code::F02, Place::file(file), message).read(read);
        findings.insert(0, finding.excerpt(beginning(workbook)));
        return (None, findings);
    };
    let (raw, found) = locate(file, workbook, &identity, &layout);
    findings.splice(0..0, found);
    findings.extend(other_version(file, &identity, &layout));
    findings.extend(disagreements(file, workbook, &layout, layout_for));
    (Some(raw), findings)
}

/// The form without its markers, or another workbook with a table of measures.
fn without_markers(
    file: &str,
    workbook: &Workbook,
    layout_for: &dyn Fn(&Identity) -> Option<Arc<Layout>>,
) -> (Option<RawReturn>, Vec<Finding>) {
    let refused = |message: &str, read: String, remedy: String| {
        let finding = Finding::new(Code::F02, Place::file(file), message).read(read);
        (None, vec![finding.remedy(remedy).excerpt(beginning(workbook))])
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

/// How the first sheet in sight begins: by it a sender knows which file is meant.
fn beginning(workbook: &Workbook) -> Vec<ExcerptRow> {
    let first = workbook.sheets.iter().find(|sheet| sheet.visible && !sheet.cells.is_empty());
    first.map(|sheet| excerpts::first_rows(sheet, 3)).unwrap_or_default()
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

/// A file that can't be read, as its sender should be told.
fn unreadable(file: &str, error: &Unreadable) -> Finding {
    let finding = |place| Finding::new(Code::F01, place, error.to_string());
    let whole = || finding(Place::file(file));
    match error {
        Unreadable::Kind(kind) => match kind.remedy() {
            Some(remedy) => whole().remedy(remedy),
            None => whole(),
        },
        Unreadable::Damaged(fault) => whole().read(format!("the reader says: {fault}")),
        Unreadable::Encoding { part, .. } => whole().read(format!("in its part {part}")),
        Unreadable::MacroSheet => whole().remedy(
            "Open the file in Excel, right-click the tab of the macro sheet, choose Delete, save \
             it as an Excel Workbook (.xlsx), and send it again.",
        ),
        Unreadable::TooLarge(excess) => too_large(excess, &finding, whole()),
        Unreadable::Ambiguous(_) | Unreadable::NoSheet => whole(),
        Unreadable::Stopped | Unreadable::Memory | Unreadable::Time => {
            whole().remedy(COPY).read("the reader was stopped; the other files are read")
        }
    }
}

/// What helps where a file as such is at fault.
const COPY: &str = "Open the form that was sent out, copy your figures into it (Paste Special, \
                    Values), save it as an Excel Workbook (.xlsx) and send that.";

fn too_large(excess: &Excess, finding: &dyn Fn(Place) -> Finding, whole: Finding) -> Finding {
    match excess {
        Excess::FarCell(sheet, at) => finding(Place::sheet(&*whole.place.file, &**sheet).at(*at))
            .read("a form ends before row 20,000 and column SF")
            .remedy("Delete what stands there (go to it with Ctrl+G), save and send it again."),
        Excess::LongText(sheet, at) => finding(Place::sheet(&*whole.place.file, &**sheet).at(*at))
            .remedy("Shorten the text, save and send it again."),
        Excess::Part(part) => whole.read(format!("its part {part}")).remedy(COPY),
        Excess::File
        | Excess::Parts
        | Excess::Inflated
        | Excess::Ratio
        | Excess::Cells
        | Excess::Text => whole.remedy(COPY),
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
    let message = "the plan was changed after this form went out";
    let read = format!(
        "the form bears the plan’s mark {}, a form made now {}; the figures are read",
        short(hash),
        short(&layout.plan_hash)
    );
    let finding = Finding::new(Code::F02, place(), message).read(read);
    Some(finding.severity(crate::finding::Severity::Warning).remedy(
        "Nothing to mend in the form: whatever the plan now says otherwise is named cell by cell.",
    ))
}
