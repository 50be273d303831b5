//! Files that people really send, and files made to do harm: what is read is right, what can't
//! be read is told, and nothing brings the product down.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

mod binary;
#[path = "../support/binary_workbook.rs"]
mod binary_workbook;
mod bombs;
mod by_hand;
mod cost;
mod desk;
mod formats;
mod mutations;
mod refused;
mod silent;

use quarterpack::finding::Finding;
use quarterpack::intake::{Opened, Reader, read_opened};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A file of the repository.
fn file(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Readers as the product starts them.
fn readers(at_once: usize) -> Reader {
    Reader::Children { program: PathBuf::from(env!("CARGO_BIN_EXE_quarterpack")), at_once }
}

/// What a reader makes of a file.
fn opened(bytes: &[u8]) -> Opened {
    readers(1).open_all(&[bytes]).unwrap().remove(0)
}

/// A filled form as it was written, and as LibreOffice saved it.
const XLSX: &str = "samples/returns/2023-24/q2/children-and-justice-2023-24-q2.xlsx";
const XLS: &str = "tests/data/form.xls";
const ODS: &str = "tests/data/form.ods";

/// What the sender of a file is told.
fn told(opened: &Opened) -> Vec<Finding> {
    read_opened("return.xlsx", opened, &|_| None).1
}

/// The first thing that the sender of a file is told.
fn first(bytes: &[u8]) -> String {
    let findings = told(&opened(bytes));
    format!("{} {}", findings[0].code, findings[0].message)
}

type Parts = Vec<(String, Vec<u8>)>;

/// The parts of an archive.
fn parts(bytes: &[u8]) -> Parts {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let read = |index| {
        let mut file = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (file.name().unwrap().into_owned(), content)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(read).collect()
}

/// An archive of these parts.
fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive with one part changed.
fn with_part(bytes: &[u8], name: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    let part = parts.iter_mut().find(|(part, _)| part == name).unwrap();
    part.1 = change(String::from_utf8(std::mem::take(&mut part.1)).unwrap()).into_bytes();
    zipped(&parts)
}
