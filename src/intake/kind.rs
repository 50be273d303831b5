//! What a file really is, by its content: its name may say anything.

use super::archive::{self, Archive};
use super::compound;
use super::workbook::Unreadable;
use serde::{Deserialize, Serialize};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A workbook that can be read.
    Workbook(Format),
    /// Nothing at all.
    Empty,
    /// A workbook, or another Office file, that asks for a password.
    Password,
    /// A workbook of before 1993.
    AncientWorkbook,
    /// A workbook as Excel 2003 wrote it in XML.
    XmlWorkbook,
    /// An OpenDocument file that is no spreadsheet.
    OpenDocument,
    /// A text document.
    WordDocument,
    /// Slides.
    Slides,
    /// An old Office file that is no workbook.
    OldOffice,
    /// An archive that is no Office file.
    Archive,
    /// An archive with a workbook in it.
    PackedWorkbook,
    /// A PDF.
    Pdf,
    /// A web page, which some programs write under an Excel name.
    WebPage,
    /// An e-mail message.
    Message,
    /// A picture.
    Picture,
    /// Plain text, most often with commas between values.
    PlainText,
    /// Something else.
    Unknown,
}

/// How a workbook is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// An Excel Workbook, since 2007.
    #[default]
    Xlsx,
    /// The same with macros.
    Xlsm,
    /// An Excel Workbook of 1993 to 2003.
    Xls,
    /// An Excel Binary Workbook.
    Xlsb,
    /// An OpenDocument Spreadsheet.
    Ods,
}

impl Format {
    /// In plain words, after "the file is".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Xlsx => "an Excel Workbook (.xlsx)",
            Self::Xlsm => "an Excel workbook with macros (.xlsm)",
            Self::Xls => "an Excel 97-2003 Workbook (.xls)",
            Self::Xlsb => "an Excel Binary Workbook (.xlsb)",
            Self::Ods => "an OpenDocument Spreadsheet (.ods)",
        }
    }
}

impl Kind {
    /// In plain words, after "the file is".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Workbook(format) => format.words(),
            Self::Empty => "empty: it has no content at all",
            Self::Password => "protected by a password, so nobody but its owner can open it",
            Self::AncientWorkbook => "an Excel workbook of before 1993, which is not read here",
            Self::XmlWorkbook => "an XML Spreadsheet of Excel 2003, which is not read here",
            Self::OpenDocument => "an OpenDocument file that is not a spreadsheet (such as .odt)",
            Self::WordDocument => "a Word document, not a workbook",
            Self::Slides => "a PowerPoint file, not a workbook",
            Self::OldOffice => "an old Office file that is not a workbook",
            Self::Archive => "a compressed archive that holds no workbook",
            Self::PackedWorkbook => "a zip archive with a workbook in it",
            Self::Pdf => "a PDF, not a workbook",
            Self::WebPage => "a web page under a workbook's name",
            Self::Message => "an e-mail message, not a workbook",
            Self::Picture => "a picture, not a workbook",
            Self::PlainText => "plain text (such as .csv), not a workbook",
            Self::Unknown => "not a workbook, and of a kind that is not known here",
        }
    }

    /// What to do about it, where the general advice does not fit.
    #[must_use]
    pub const fn remedy(self) -> Option<&'static str> {
        match self {
            Self::Password => Some(
                "Open the file in Excel, choose File, Info, Protect Workbook, Encrypt with \
                 Password, clear the password, save it and send it again.",
            ),
            Self::Empty => Some("Save the form again and send it; check the size before sending."),
            Self::Archive | Self::PackedWorkbook => {
                Some("Take the workbook out of the archive and send it by itself.")
            }
            Self::Message => Some(
                "Save the workbook that is attached to the message, and send that file itself. A \
                 message is opened only where its sender's address is named as a service's, and a \
                 workbook is attached to it.",
            ),
            Self::Pdf
            | Self::WordDocument
            | Self::OpenDocument
            | Self::Slides
            | Self::OldOffice
            | Self::Picture => {
                Some("Send the form itself, the Excel Workbook (.xlsx) that was sent out.")
            }
            Self::PlainText => Some(
                "A text file keeps one sheet and no markers. Fill in the form that was sent out \
                 and send that.",
            ),
            Self::Workbook(_)
            | Self::AncientWorkbook
            | Self::XmlWorkbook
            | Self::WebPage
            | Self::Unknown => None,
        }
    }
}

/// Tells what a file is by its content. An archive is measured on the way.
///
/// # Errors
/// It is an archive that is damaged or asks for too much.
pub fn kind(bytes: &[u8]) -> Result<Kind, Unreadable> {
    of(bytes).map(|(kind, _)| kind)
}

/// Tells what the bytes are. An archive is measured on the way.
///
/// # Errors
/// It is an archive that is damaged or asks for too much.
pub(super) fn of(bytes: &[u8]) -> Result<(Kind, Option<Archive<'_>>), Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let archive = archive::measure(bytes)?;
        return Ok((packed(&archive), Some(archive)));
    }
    if bytes.starts_with(compound::START) {
        return Ok((compound::kind(bytes)?, None));
    }
    Ok((plain(bytes), None))
}

fn plain(bytes: &[u8]) -> Kind {
    let starts = |starts: &[&[u8]]| starts.iter().any(|start| bytes.starts_with(start));
    if bytes.is_empty() {
        Kind::Empty
    } else if starts(&[b"%PDF-"]) {
        Kind::Pdf
    } else if starts(&[b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM", b"II*\0", b"MM\0*"]) {
        Kind::Picture
    } else if starts(&[b"7z\xBC\xAF\x27\x1C", b"Rar!", b"\x1F\x8B"]) {
        Kind::Archive
    } else if starts(&[b"{\\rtf"]) {
        Kind::WordDocument
    } else if starts(&[b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0"]) {
        // The record BOF of Excel 2.1, 3 and 4, which stood in no compound file yet.
        Kind::AncientWorkbook
    } else {
        written(bytes)
    }
}

/// An archive by the full names of its parts.
fn packed(archive: &Archive<'_>) -> Kind {
    let has = |name: &str| archive.has(name);
    let any = |test: &dyn Fn(&str) -> bool| archive.names().any(test);
    if let Some(kind) = archive.mimetype.as_deref().and_then(open_document) {
        return kind;
    }
    if has("xl/workbook.bin") {
        Kind::Workbook(Format::Xlsb)
    } else if has("xl/vbaproject.bin") {
        Kind::Workbook(Format::Xlsm)
    } else if has("xl/workbook.xml") || any(&|name| name.starts_with("xl/worksheets/")) {
        Kind::Workbook(Format::Xlsx)
    } else if any(&|name| name.starts_with("word/document")) {
        Kind::WordDocument
    } else if any(&|name| name.starts_with("ppt/presentation")) {
        Kind::Slides
    } else if any(&|name| [".xlsx", ".xlsm", ".xls", ".xlsb"].iter().any(|e| name.ends_with(e))) {
        Kind::PackedWorkbook
    } else if any(&|name| name.ends_with("workbook.xml")) || has("[content_types].xml") {
        // Some programs keep the parts elsewhere; the reader follows the relationships.
        Kind::Workbook(Format::Xlsx)
    } else {
        Kind::Archive
    }
}

/// OpenDocument, part 2 (packages): the first entry, `mimetype`, names the kind.
fn open_document(mimetype: &str) -> Option<Kind> {
    let kind = mimetype.trim().strip_prefix("application/vnd.oasis.opendocument.")?;
    Some(match kind {
        "spreadsheet" => Kind::Workbook(Format::Ods),
        _ => Kind::OpenDocument,
    })
}

fn written(bytes: &[u8]) -> Kind {
    let start = bytes.get(..4096).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start);
    let begin = text.trim_start_matches('\u{feff}').trim_start().to_lowercase();
    if begin.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        return Kind::XmlWorkbook;
    }
    // Excel's “single file web page” is written as a message.
    let page = begin.contains("x-document-type: workbook");
    if page
        || begin.starts_with("<!doctype html")
        || begin.starts_with("<html")
        || begin.contains("<table")
    {
        return Kind::WebPage;
    }
    let headers = ["from:", "received:", "return-path:", "mime-version:", "message-id:"];
    let more = ["delivered-to:", "date:", "subject:", "to:", "x-mozilla", "arc-seal:"];
    if headers.iter().chain(&more).any(|header| begin.starts_with(header)) {
        return Kind::Message;
    }
    let odd = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    let lost = text.matches('\u{fffd}').count();
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if wide || (odd == 0 && lost * 50 <= text.chars().count()) {
        Kind::PlainText
    } else {
        Kind::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::archive::example;

    #[test]
    fn content_counts_and_not_the_name() {
        let check = |bytes: &[u8], kind| assert_eq!(of(bytes).unwrap().0, kind);
        let zip = |names: &[&str]| {
            let parts: Vec<_> = names.iter().map(|name| (*name, &b"<x/>"[..])).collect();
            example::zip(&parts)
        };
        check(b"", Kind::Empty);
        check(&zip(&["xl/workbook.xml"]), Kind::Workbook(Format::Xlsx));
        check(&zip(&["xl/workbook.xml", "xl/vbaProject.bin"]), Kind::Workbook(Format::Xlsm));
        check(&zip(&["xl/workbook.bin"]), Kind::Workbook(Format::Xlsb));
        check(&zip(&["word/document.xml", "[Content_Types].xml"]), Kind::WordDocument);
        check(&zip(&["ppt/presentation.xml"]), Kind::Slides);
        check(&zip(&["photo.jpg"]), Kind::Archive);
        check(&zip(&["Q2 return.xlsx"]), Kind::PackedWorkbook);
        let ods = |kind: &str| {
            example::zip(&[("mimetype", format!("application/vnd.oasis.{kind}").as_bytes())])
        };
        check(&ods("opendocument.spreadsheet"), Kind::Workbook(Format::Ods));
        check(&ods("opendocument.text"), Kind::OpenDocument);
        check(b"%PDF-1.7\n", Kind::Pdf);
        check(b"\xEF\xBB\xBF<html><body>", Kind::WebPage);
        check("Measure,Figure\n13a,95\n£1,2\n".as_bytes(), Kind::PlainText);
        check(b"From: service@council.example\r\n", Kind::Message);
        check(b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", Kind::WebPage);
        check(b"{\\rtf1\\ansi", Kind::WordDocument);
        check(b"\x09\x02\x06\0\0\0\x10\0", Kind::AncientWorkbook);
        check(&[0, 1, 2, 3, 4, 5], Kind::Unknown);
    }
}
