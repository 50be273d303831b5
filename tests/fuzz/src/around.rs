//! Whole files around a part: a checksum would stop whatever is changed inside an archive, so
//! the targets change a part and pack it.

use crate::binary_workbook;
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Names and contents.
pub type Parts = Vec<(String, Vec<u8>)>;

const SAMPLE: &[u8] =
    include_bytes!("../../../samples/returns/2023-24/q2/performance-and-support-2023-24-q2.xlsx");
const ODD: &[u8] = include_bytes!("../../data/odd.xlsx");

/// The parts of an archive.
pub fn parts(bytes: &[u8]) -> Parts {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let names: Vec<usize> = (0..zip.len()).collect();
    let read = |index| {
        let mut file = zip.by_index(index).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a part");
        (file.name().expect("a name").into_owned(), content)
    };
    names.into_iter().map(read).collect()
}

/// An archive of these parts, not compressed.
pub fn packed<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(name, stored).expect("a part");
        writer.write_all(content).expect("a part");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Parts of an .xlsx that a first byte chooses from.
pub const XLSX: [&str; 5] = [
    "xl/worksheets/sheet2.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
];

/// A filled form with its Measures and its hidden sheet only.
pub static FORM: LazyLock<Parts> = LazyLock::new(|| {
    let kept = |name: &str| !name.starts_with("xl/worksheets/") || name == KEPT;
    let mut parts: Parts = parts(SAMPLE).into_iter().filter(|(name, _)| kept(name)).collect();
    for (name, content) in &mut parts {
        if name == "xl/workbook.xml" {
            let text = String::from_utf8(std::mem::take(content)).expect("text");
            *content = one_sheet(&text).into_bytes();
        } else if name == KEPT {
            XLSX[0].clone_into(name);
        } else if name == "xl/_rels/workbook.xml.rels" {
            let text = String::from_utf8(std::mem::take(content)).expect("text");
            *content = text
                .replace("worksheets/sheet2.xml", "worksheets/none.xml")
                .replace("worksheets/sheet3.xml", "worksheets/sheet2.xml")
                .into_bytes();
        }
    }
    parts
});

/// The sheet of measures in the sample.
const KEPT: &str = "xl/worksheets/sheet3.xml";

/// The list of sheets with the third one only, and without names for ranges.
fn one_sheet(workbook: &str) -> String {
    let (before, rest) = workbook.split_once("<sheets>").expect("sheets");
    let (sheets, after) = rest.split_once("</sheets>").expect("sheets");
    let third = sheets.split_inclusive("/>").nth(2).expect("a third sheet");
    let after = match after.split_once("</definedNames>") {
        Some((_, after)) => after,
        None => after,
    };
    format!("{before}<sheets>{third}</sheets>{after}")
}

/// The parts of what LibreOffice wrote, whose sheet is its first.
pub static CALC: LazyLock<Parts> = LazyLock::new(|| parts(ODD));

/// An archive with one part changed, which the first byte chooses.
pub fn with_chosen(base: &Parts, choice: &[&str], data: &[u8]) -> Vec<u8> {
    let (first, content) = data.split_first().unwrap_or((&0, &[]));
    let chosen = choice[usize::from(*first) % choice.len()];
    packed(base.iter().map(|(name, old)| (&**name, if name == chosen { content } else { &**old })))
}

/// An .ods around its content.
pub fn ods(content: &[u8]) -> Vec<u8> {
    let mimetype = &b"application/vnd.oasis.opendocument.spreadsheet"[..];
    let manifest = &b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>"[..];
    packed([("mimetype", mimetype), ("META-INF/manifest.xml", manifest), ("content.xml", content)])
}

/// Parts of an .xlsb that a first byte chooses from.
pub const XLSB: [&str; 4] =
    ["xl/worksheets/sheet1.bin", "xl/workbook.bin", "xl/styles.bin", "xl/sharedStrings.bin"];

/// A small .xlsb.
pub static BINARY: LazyLock<Parts> = LazyLock::new(binary_workbook::example);

/// An .xls: the file itself, or a compound file around its stream of records.
pub fn xls(data: &[u8]) -> Vec<u8> {
    match data.split_first() {
        None => Vec::new(),
        Some((0, file)) => file.to_vec(),
        Some((_, stream)) => {
            let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
            let mut at = file.create_stream("Workbook").expect("a stream");
            at.write_all(stream).expect("a stream");
            drop(at);
            file.into_inner().into_inner()
        }
    }
}

/// The stream of records in an .xls.
pub fn stream(file: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::open(Cursor::new(file)).expect("a compound file");
    let mut content = Vec::new();
    file.open_stream("Workbook").expect("a stream").read_to_end(&mut content).expect("a stream");
    content
}
