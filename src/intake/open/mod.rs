//! A workbook's bytes → sheets of cells. The only module that names calamine.
//!
//! .xlsx and .xlsb are streamed: only cells that are there take memory, whatever a file says of
//! its size. .xls and .ods are read whole by the library, which can be sent into an allocation
//! that ends the process: what keeps them in bounds is the process around them.

mod biff;
mod binary;
mod budget;
mod bytes;
mod dense;
mod look;
mod marks;
mod relations;
mod table;
mod value;
mod xlsb;
mod xlsx;

use super::archive::Archive;
use super::kind::{self, Format, Kind};
use super::workbook::{Remark, Unreadable, Workbook};
use budget::Budget;
use calamine::{Sheet, SheetType, SheetVisible};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a workbook in this process; the file's name plays no part.
///
/// A file made to do so can end the process or take all its memory: files from outside are read
/// through [`super::Reader::Children`].
///
/// # Errors
/// The bytes are not a workbook, or are damaged, or ask for more than a return can need.
pub fn open(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or(Err(Unreadable::Stopped))
}

fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let (kind, archive) = kind::of(bytes)?;
    let Kind::Workbook(format) = kind else { return Err(Unreadable::Kind(kind)) };
    let archive = archive.unwrap_or_default();
    // The library gives up a whole workbook for one such sheet.
    if archive.names().any(|name| name.starts_with("xl/macrosheets/")) {
        return Err(Unreadable::MacroSheet);
    }
    let mut workbook = match format {
        Format::Xlsx | Format::Xlsm => xlsx::read(&archive)?,
        Format::Xlsb => xlsb::read(&archive)?,
        Format::Xls => dense::xls(bytes)?,
        Format::Ods => dense::ods(&archive)?,
    };
    workbook.format = format;
    remark(&archive, &mut workbook);
    if workbook.sheets.is_empty() && workbook.unreadable.is_empty() {
        return Err(Unreadable::NoSheet);
    }
    Ok(workbook)
}

fn remark(archive: &Archive<'_>, workbook: &mut Workbook) {
    let starts = |start: &str| archive.names().any(|name| name.starts_with(start));
    // LibreOffice keeps a workbook's Basic in the folder Basic.
    if archive.has("xl/vbaproject.bin") || starts("basic/") || starts("scripts/") {
        workbook.remarks.push(Remark::Macros);
    }
    if starts("xl/externallinks/") {
        workbook.remarks.push(Remark::ExternalLinks);
    }
    if starts("xl/comments") || starts("xl/threadedcomments/") {
        workbook.remarks.push(Remark::Comments);
    }
    if starts("xl/pivotcache/") {
        workbook.remarks.push(Remark::Pivots);
    }
}

/// A workbook that the library does not open: it is behind a password, or damaged.
fn refused(locked: bool, fault: &dyn std::fmt::Display) -> Unreadable {
    if locked { Unreadable::Kind(Kind::Password) } else { Unreadable::Damaged(fault.to_string()) }
}

/// A worksheet as the library lists it.
struct Listed {
    /// Its place among all sheets, whatever their kind.
    index: usize,
    name: String,
    visible: bool,
}

/// The worksheets; sheets of macros are remarked on, sheets that are charts hold no cells.
fn listed(sheets: &[Sheet], remarks: &mut Vec<Remark>) -> Result<Vec<Listed>, Unreadable> {
    let mut names = BTreeSet::new();
    let mut listed = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        // The library finds sheets by their names, and would give the first one twice.
        if !names.insert(&sheet.name) {
            let twins = format!("two of its sheets are named “{}”", sheet.name);
            return Err(Unreadable::Ambiguous(twins));
        }
        match sheet.typ {
            SheetType::WorkSheet => {
                let visible = sheet.visible == SheetVisible::Visible;
                listed.push(Listed { index, name: sheet.name.clone(), visible });
            }
            SheetType::MacroSheet => remarks.push(Remark::MacroSheet(sheet.name.clone())),
            SheetType::ChartSheet | SheetType::DialogSheet | SheetType::Vba => {}
        }
    }
    Ok(listed)
}

/// Why a sheet was not read: it is damaged, or the whole file is refused for it.
enum Fault {
    Sheet(String),
    File(Unreadable),
}

impl Fault {
    fn sheet(fault: impl std::fmt::Display) -> Self {
        Self::Sheet(fault.to_string())
    }
}

impl<E: Into<Unreadable>> From<E> for Fault {
    fn from(fault: E) -> Self {
        Self::File(fault.into())
    }
}
