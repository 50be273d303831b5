//! Files that are no workbook under a workbook's name, each by its true name.

use super::{XLSX, file, first, zipped};
use std::io::{Cursor, Write};

fn compound(stream: &str) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(b"content").unwrap();
    file.into_inner().into_inner()
}

fn zip(names: &[&str]) -> Vec<u8> {
    zipped(&names.iter().map(|name| ((*name).to_owned(), b"<x/>".to_vec())).collect::<Vec<_>>())
}

#[test]
fn what_is_no_workbook_is_refused_by_its_true_name() {
    let web = b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>".to_vec();
    let mail = b"Received: from mail.council.example\r\nSubject: Return\r\n\r\n".to_vec();
    let csv = b"Measure,Numerator,Denominator\n13a,95,100\n".to_vec();
    let word = zip(&["[Content_Types].xml", "word/document.xml"]);
    let packed = zipped(&[("return.xlsx".into(), file(XLSX))]);
    let cases: [(Vec<u8>, &str); 14] = [
        (Vec::new(), "empty: it has no content at all"),
        (csv, "plain text (such as .csv), not a workbook"),
        (web, "a web page under a workbook's name"),
        (b"%PDF-1.7\n%\xE2\xE3".to_vec(), "a PDF, not a workbook"),
        (word, "a Word document, not a workbook"),
        (compound("WordDocument"), "a Word document, not a workbook"),
        (mail, "an e-mail message, not a workbook"),
        (compound("__properties_version1.0"), "an e-mail message, not a workbook"),
        (b"\x89PNG\r\n\x1A\n".to_vec(), "a picture, not a workbook"),
        (b"\xFF\xD8\xFF\xE0".to_vec(), "a picture, not a workbook"),
        (zip(&["minutes.txt"]), "a compressed archive that holds no workbook"),
        (packed, "a zip archive with a workbook in it"),
        (
            compound("EncryptedPackage"),
            "protected by a password, so nobody but its owner can open it",
        ),
        (vec![0; 3000], "not a workbook, and of a kind that is not known here"),
    ];
    for (bytes, name) in cases {
        assert_eq!(first(&bytes), format!("F01 the file is {name}"));
    }
}

#[test]
fn a_file_that_was_not_sent_whole_is_refused() {
    for path in [XLSX, super::XLS, super::ODS] {
        let whole = file(path);
        for tenth in 1..10 {
            let told = first(&whole[..whole.len() * tenth / 10]);
            assert!(told.starts_with("F01 the file is damaged"), "{path} {tenth}: {told}");
        }
    }
}
