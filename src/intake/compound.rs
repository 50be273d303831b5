//! OLE compound files: old Office files, locked new ones, and saved messages all begin alike.
//! The only module that names cfb.

use super::kind::{Format, Kind};
use super::limits::FILE;
use super::workbook::Unreadable;
use cfb::CompoundFile;
use std::io::{Cursor, Read};

/// The first bytes of a compound file ([MS-CFB] 2.2).
pub(super) const START: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Tells what a compound file is by the streams at its root; one whose directory is damaged
/// is told by the names that stand in it.
///
/// # Errors
/// It is cut off before its directory.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Unreadable> {
    match CompoundFile::open(Cursor::new(bytes)) {
        Ok(file) => Ok(by_names(&|name| file.exists(name))),
        Err(fault) => {
            let told = by_names(&|name| stands(bytes, name));
            let lost = told == Kind::OldOffice;
            if lost { Err(Unreadable::Damaged(fault.to_string())) } else { Ok(told) }
        }
    }
}

/// Entries of a directory are 128 bytes long and begin with the name.
fn stands(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.chunks(128).any(|entry| entry.starts_with(&wide))
}

fn by_names(has: &dyn Fn(&str) -> bool) -> Kind {
    if has("EncryptedPackage") {
        Kind::Password
    } else if has("Workbook") || has("Book") {
        // Excel 5 and 95 named the stream “Book”.
        Kind::Workbook(Format::Xls)
    } else if has("WordDocument") {
        Kind::WordDocument
    } else if has("PowerPoint Document") {
        Kind::Slides
    } else if has("__properties_version1.0") {
        Kind::Message
    } else {
        Kind::OldOffice
    }
}

/// The stream of records of an old workbook.
pub(super) fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = if file.exists("Workbook") { "Workbook" } else { "Book" };
    let mut stream = Vec::new();
    file.open_stream(name).ok()?.take(FILE).read_to_end(&mut stream).ok()?;
    Some(stream)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn holding(stream: &str) -> Vec<u8> {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream(stream).unwrap().write_all(b"content").unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn streams_at_the_root_tell_the_kind() {
        let kind = |bytes: &[u8]| super::kind(bytes).unwrap();
        assert_eq!(kind(&holding("/EncryptedPackage")), Kind::Password);
        assert_eq!(kind(&holding("/Workbook")), Kind::Workbook(Format::Xls));
        assert_eq!(kind(&holding("/Book")), Kind::Workbook(Format::Xls));
        assert_eq!(kind(&holding("/WordDocument")), Kind::WordDocument);
        assert_eq!(kind(&holding("/__properties_version1.0")), Kind::Message);
        assert_eq!(kind(&holding("/Something")), Kind::OldOffice);
        // Cut off, the directory can't be followed any more; it can still be read.
        let whole = holding("/Workbook");
        let directory = whole.windows(6).position(|at| at == b"W\0o\0r\0").unwrap();
        assert_eq!(kind(&whole[..directory + 20]), Kind::Workbook(Format::Xls));
        assert!(super::kind(&whole[..directory]).is_err());
    }
}
