//! What a file really is, by its content: its name may say anything.

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An Excel workbook, as far as its first look goes.
    Workbook,
    /// Nothing at all.
    Empty,
    /// A workbook, or another Office file, that asks for a password.
    Password,
    /// An Excel workbook of before 2007.
    OldWorkbook,
    /// A binary Excel workbook.
    BinaryWorkbook,
    /// A spreadsheet of another program.
    OpenDocument,
    /// A text document.
    WordDocument,
    /// Slides.
    Slides,
    /// An old Office file that is no workbook.
    OldOffice,
    /// A zip archive that is no Office file.
    Archive,
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

impl Kind {
    /// In plain words, after "the file is".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Workbook => "an Excel workbook",
            Self::Empty => "empty: it has no content at all",
            Self::Password => "protected by a password, so nobody but its owner can open it",
            Self::OldWorkbook => "an Excel workbook of the old kind (.xls), whatever its name says",
            Self::BinaryWorkbook => "a binary Excel workbook (.xlsb), whatever its name says",
            Self::OpenDocument => "an OpenDocument file (such as .ods), whatever its name says",
            Self::WordDocument => "a Word document, not a workbook",
            Self::Slides => "a PowerPoint file, not a workbook",
            Self::OldOffice => "an old Office file that is not a workbook",
            Self::Archive => "a zip archive that holds no workbook",
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
            Self::Archive => Some("Take the workbook out of the archive and send it by itself."),
            Self::Pdf | Self::WordDocument | Self::Slides | Self::Picture | Self::Message => {
                Some("Send the form itself, the Excel Workbook (.xlsx) that was sent out.")
            }
            Self::PlainText => Some(
                "A text file keeps one sheet and no markers. Fill in the form that was sent out \
                 and send that.",
            ),
            Self::Workbook
            | Self::OldWorkbook
            | Self::BinaryWorkbook
            | Self::OpenDocument
            | Self::OldOffice
            | Self::WebPage
            | Self::Unknown => None,
        }
    }
}

/// The first bytes of an OLE compound file.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Tells what the bytes are.
pub(super) fn of(bytes: &[u8]) -> Kind {
    if bytes.is_empty() {
        return Kind::Empty;
    }
    if bytes.starts_with(COMPOUND) {
        return compound(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive(bytes);
    }
    if bytes.starts_with(b"%PDF-") {
        return Kind::Pdf;
    }
    let pictures: [&[u8]; 4] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM"];
    if pictures.iter().any(|start| bytes.starts_with(start)) {
        return Kind::Picture;
    }
    written(bytes)
}

/// Streams of a compound file are named in UTF-16 in its directory.
fn compound(bytes: &[u8]) -> Kind {
    let named = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        holds(bytes, &wide)
    };
    if named("EncryptedPackage") {
        Kind::Password
    } else if named("Workbook") || named("Book") {
        Kind::OldWorkbook
    } else {
        Kind::OldOffice
    }
}

/// The names of an archive's entries stand in it uncompressed.
fn archive(bytes: &[u8]) -> Kind {
    if holds(bytes, b"xl/workbook.bin") {
        Kind::BinaryWorkbook
    } else if holds(bytes, b"xl/workbook.xml") || holds(bytes, b"xl/worksheets/") {
        Kind::Workbook
    } else if holds(bytes, b"word/document") {
        Kind::WordDocument
    } else if holds(bytes, b"ppt/presentation") {
        Kind::Slides
    } else if holds(bytes, b"vnd.oasis.opendocument") {
        Kind::OpenDocument
    } else if holds(bytes, b"workbook.xml") || holds(bytes, b"[Content_Types].xml") {
        // Some programs keep the parts elsewhere; the reader follows the relationships.
        Kind::Workbook
    } else {
        Kind::Archive
    }
}

fn written(bytes: &[u8]) -> Kind {
    let start = bytes.get(..4096).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start);
    let begin = text.trim_start_matches('\u{feff}').trim_start().to_lowercase();
    if begin.starts_with("<!doctype html") || begin.starts_with("<html") || begin.contains("<table")
    {
        return Kind::WebPage;
    }
    if ["from:", "received:", "return-path:", "mime-version:", "message-id:"]
        .iter()
        .any(|header| begin.starts_with(header))
    {
        return Kind::Message;
    }
    let odd = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    let lost = text.matches('\u{fffd}').count();
    if odd == 0 && lost * 50 <= text.chars().count() { Kind::PlainText } else { Kind::Unknown }
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_counts_and_not_the_name() {
        let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let compound = |name: &str| [COMPOUND, &wide(name)].concat();
        let zip = |name: &str| [b"PK\x03\x04....", name.as_bytes()].concat();
        let check = |bytes: &[u8], kind| assert_eq!(of(bytes), kind);
        check(b"", Kind::Empty);
        check(&compound("EncryptedPackage"), Kind::Password);
        check(&compound("Workbook"), Kind::OldWorkbook);
        check(&compound("WordDocument"), Kind::OldOffice);
        check(&zip("xl/workbook.xml"), Kind::Workbook);
        check(&zip("xl/workbook.bin"), Kind::BinaryWorkbook);
        check(&zip("word/document.xml"), Kind::WordDocument);
        check(&zip("photo.jpg"), Kind::Archive);
        check(b"%PDF-1.7\n", Kind::Pdf);
        check(b"\xEF\xBB\xBF<html><body>", Kind::WebPage);
        check("Measure,Figure\n13a,95\n£1,2\n".as_bytes(), Kind::PlainText);
        check(b"From: service@council.example\r\n", Kind::Message);
        check(&[0, 1, 2, 3, 4, 5], Kind::Unknown);
    }
}
