//! A workbook as a package of parts: what is not changed is copied raw.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The most that one part may come to when it is read for marking, in bytes.
const LARGEST_PART: u64 = 64 * 1024 * 1024;

/// A package that can't be read or written.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The archive is damaged.
    #[error("the workbook's archive can't be read")]
    Zip(#[from] zip::result::ZipError),
    /// A part can't be read or written.
    #[error("the part {part} can't be copied")]
    Part {
        /// Its name.
        part: String,
        /// Why.
        source: std::io::Error,
    },
}

/// A package, with the parts that are to change.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    changed: BTreeMap<String, String>,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, PackageError> {
        Ok(Self { archive: ZipArchive::new(Cursor::new(bytes))?, changed: BTreeMap::new() })
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.changed.contains_key(part) || self.archive.index_for_name(part).is_some()
    }

    /// A part's text as it will be; none where there is no such part.
    pub(super) fn text(&mut self, part: &str) -> Result<Option<String>, PackageError> {
        if let Some(text) = self.changed.get(part) {
            return Ok(Some(text.clone()));
        }
        if self.archive.index_for_name(part).is_none() {
            return Ok(None);
        }
        let file = self.archive.by_name(part)?;
        let mut text = String::new();
        file.take(LARGEST_PART)
            .read_to_string(&mut text)
            .map_err(|source| PackageError::Part { part: part.into(), source })?;
        Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
    }

    /// Sets a part's text: a part that is there, or a new one.
    pub(super) fn set(&mut self, part: &str, text: String) {
        self.changed.insert(part.to_owned(), text);
    }

    /// The package with its changes. New parts come last, in the order of their names; their
    /// date is the format's first day, so that the same input gives the same bytes.
    pub(super) fn write(mut self) -> Result<Vec<u8>, PackageError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        let mut written = BTreeSet::new();
        for index in 0..self.archive.len() {
            let file = self.archive.by_index_raw(index)?;
            let name = file.name()?.into_owned();
            match self.changed.get(&name) {
                None => out.raw_copy_file(file)?,
                Some(text) => put(&mut out, &name, text, options)?,
            }
            written.insert(name);
        }
        for (name, text) in self.changed.iter().filter(|(name, _)| !written.contains(*name)) {
            put(&mut out, name, text, options)?;
        }
        Ok(out.finish()?.into_inner())
    }
}

fn put(
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    text: &str,
    options: SimpleFileOptions,
) -> Result<(), PackageError> {
    out.start_file(name, options)?;
    out.write_all(text.as_bytes())
        .map_err(|source| PackageError::Part { part: name.into(), source })
}

/// The folder of a part, with its slash: `xl/worksheets/`.
pub(super) fn folder(part: &str) -> &str {
    part.rfind('/').and_then(|at| part.get(..=at)).unwrap_or_default()
}

/// The part of a part's relationships: `xl/worksheets/_rels/sheet1.xml.rels`.
pub(super) fn relationships_of(part: &str) -> String {
    let folder = folder(part);
    let file = part.get(folder.len()..).unwrap_or(part);
    format!("{folder}_rels/{file}.rels")
}

/// The part that a relationship of `from` leads to.
pub(super) fn target(from: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut parts: Vec<&str> = folder(from).split('/').filter(|part| !part.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            step => parts.push(step),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relationships_lead_to_parts() {
        assert_eq!(relationships_of("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(target("xl/worksheets/sheet1.xml", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(
            target("xl/workbook.xml", "/xl/worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
    }
}
