//! What a person should know of a workbook beside its figures: its format, macros, links.

use super::kind::Format;
use super::workbook::{Remark, Workbook};
use crate::finding::{Code, Finding, Place, Severity};

/// A finding for each remark, and one for a format that tells less than an .xlsx.
pub(super) fn findings(file: &str, workbook: &Workbook) -> Vec<Finding> {
    let format = untold(workbook.format).map(|untold| {
        let message = format!("the file is {}", workbook.format.words());
        let finding = Finding::new(Code::F01, Place::file(file), message).severity(Severity::Note);
        finding.read(untold).remedy("Nothing to mend. An Excel Workbook (.xlsx) tells us more.")
    });
    let remarks = workbook.remarks.iter().map(|remark| found(file, remark));
    format.into_iter().chain(remarks).collect()
}

/// What a format can't tell, as the reader stands; `docs/reading.md` says the same.
const fn untold(format: Format) -> Option<&'static str> {
    match format {
        Format::Xlsx | Format::Xlsm | Format::Xlsb => None,
        Format::Xls => Some("formulas too deep for .xls were saved as plain results"),
        Format::Ods => Some("results of formulas were saved with 15 digits, not with 17"),
    }
}

fn found(file: &str, remark: &Remark) -> Finding {
    let of = |code, message: &str| Finding::new(code, Place::file(file), message);
    let on = |sheet: &str, code, message| Finding::new(code, Place::sheet(file, sheet), message);
    match remark {
        Remark::Macros => of(Code::F13, "the file holds macros; they are never run")
            .severity(Severity::Note)
            .remedy("Nothing to mend where the figures were typed; an Excel Workbook (.xlsx) holds no macros."),
        Remark::MacroSheet(sheet) => {
            on(sheet, Code::F13, "the sheet holds Excel 4.0 macros; they are never run")
                .read("the sheet is not read")
        }
        Remark::ExternalLinks => of(Code::F13, "the file takes values from other workbooks")
            .read("the links are never followed: values are read as they were saved")
            .severity(Severity::Warning)
            .remedy("Choose Data, Edit Links, Break Link, look at the figures, and send it again."),
        Remark::Comments => of(Code::F13, "the file holds remarks pinned to cells")
            .read("they are not read")
            .severity(Severity::Note)
            .remedy("Put what we should read into the comment column."),
        Remark::Pivots => of(Code::F13, "the file holds pivot tables")
            .read("the copies of data behind them are not read"),
        Remark::Epoch1904 => of(Code::F14, "the file counts its days from 1904")
            .read("its dates are read as Excel shows them"),
        Remark::NoFormulas(sheet) => {
            on(sheet, Code::F01, "formulas on the sheet can't be read; their results can")
                .severity(Severity::Note)
                .remedy("Nothing to mend where the figures were typed as numbers.")
        }
    }
}
