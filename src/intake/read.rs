//! A file → a return as it stands, with findings; a file that can't be read is one of them.

use super::locate::{Identity, identify, locate};
use super::open::open;
use super::raw::RawReturn;
use super::remarks;
use super::workbook::{Excess, Unreadable, Workbook};
use crate::finding::{Code, Finding, Place};
use crate::form::{Layout, TEMPLATE};

/// Reads a file in this process: for files that were made here. Files from outside are opened
/// by a [`super::Reader`] and then handed to [`read_opened`].
#[must_use]
pub fn read(
    file: &str,
    bytes: &[u8],
    layout_for: &dyn Fn(&Identity) -> Option<Layout>,
) -> (Option<RawReturn>, Vec<Finding>) {
    read_opened(file, &open(bytes), layout_for)
}

/// Reads a workbook that was opened. `layout_for` is asked for the form of the service and the
/// quarter that the file names; it answers none where there is no such form.
#[must_use]
pub fn read_opened(
    file: &str,
    opened: &Result<Workbook, Unreadable>,
    layout_for: &dyn Fn(&Identity) -> Option<Layout>,
) -> (Option<RawReturn>, Vec<Finding>) {
    let workbook = match opened {
        Ok(workbook) => workbook,
        Err(error) => return (None, vec![unreadable(file, error)]),
    };
    let mut findings = remarks::findings(file, workbook);
    let Some(identity) = identify(workbook) else {
        let message = "the workbook is not the form that was sent out";
        let read = "no sheet of it carries the form's marker";
        findings.insert(0, Finding::new(Code::F02, Place::file(file), message).read(read));
        return (None, findings);
    };
    let Some(layout) = layout_for(&identity) else {
        let message = "there is no form for the service and quarter that the file names";
        let read = format!("it says “{}”, “{}”", identity.service, identity.quarter);
        findings.insert(0, Finding::new(Code::F02, Place::file(file), message).read(read));
        return (None, findings);
    };
    let (raw, found) = locate(file, workbook, &identity, &layout);
    findings.extend(found);
    findings.extend(other_version(file, &identity, &layout));
    (Some(raw), findings)
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
    let message = "the form was made before the plan file last changed";
    let read = format!("plan {} in the form, {} now", short(hash), short(&layout.plan_hash));
    let finding = Finding::new(Code::F02, place(), message).read(read);
    Some(finding.severity(crate::finding::Severity::Warning).remedy(
        "Nothing to do where targets and budgets are the same: they are compared cell by cell.",
    ))
}
