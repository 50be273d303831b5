//! Measures a zip archive before anything in it is opened: every part is inflated, so that its
//! true size and its checksum are known; the parts of an ordinary return are kept, so that this is
//! done once. The only module that names zip.

use super::kind::Kind;
use super::limits::{INFLATED, PART, PARTS, RATIO, RATIO_FROM};
use super::workbook::{Excess, Unreadable};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// How much of a part's beginning is looked at.
const HEAD: usize = 256;

/// Parts of an archive are kept up to so many bytes together: many times an ordinary return, and
/// a small part of a reader's memory.
const KEPT: u64 = 16 << 20;

/// What an archive holds, measured.
#[derive(Debug, Default)]
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    /// The entry `mimetype`, by which OpenDocument files name their kind.
    pub(super) mimetype: Option<String>,
    /// By names in small letters with forward slashes.
    parts: BTreeMap<String, Part>,
}

/// A part of an archive.
#[derive(Debug)]
struct Part {
    /// As the archive writes it.
    name: String,
    /// None in an archive that is too large to be kept.
    content: Option<Vec<u8>>,
}

impl<'a> Archive<'a> {
    /// Whether there is a part of this name, written in small letters.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    /// The names, in small letters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// A part, inflated. As readers do it looks names up without regard to case.
    pub(super) fn part(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        let part = self.parts.get(&name.to_lowercase())?;
        if let Some(content) = &part.content {
            return Some(Cow::Borrowed(content));
        }
        let mut zip = ZipArchive::new(Cursor::new(self.bytes)).ok()?;
        let file = zip.by_name(&part.name).ok()?;
        let mut content = Vec::new();
        file.take(PART).read_to_end(&mut content).ok()?;
        Some(Cow::Owned(content))
    }

    /// The archive for a library that inflates each part as often as it reads it: the same parts,
    /// not packed, where they were kept.
    pub(super) fn plain(&self) -> Cow<'a, [u8]> {
        self.unpacked().map_or(Cow::Borrowed(self.bytes), Cow::Owned)
    }

    fn unpacked(&self) -> Option<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for part in self.parts.values() {
            writer.start_file(&*part.name, stored).ok()?;
            writer.write_all(part.content.as_deref()?).ok()?;
        }
        Some(writer.finish().ok()?.into_inner())
    }
}

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Measures an archive.
///
/// # Errors
/// It is damaged, ambiguous (two parts of one name, overlapping parts), locked, or asks for more
/// than a return can need.
pub(super) fn measure(bytes: &[u8]) -> Result<Archive<'_>, Unreadable> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| broken(&fault))?;
    if zip.len() > PARTS {
        return Err(Excess::Parts.into());
    }
    if zip.has_duplicate_names() {
        return Err(Unreadable::Ambiguous("two of its parts have the same name".into()));
    }
    if zip.has_overlapping_entries().map_err(|fault| broken(&fault))? {
        return Err(Unreadable::Ambiguous("two of its parts overlap".into()));
    }
    let mut archive = Archive { bytes, ..Archive::default() };
    let mut inflated = 0;
    for index in 0..zip.len() {
        let measured = part(&mut zip, index, KEPT.saturating_sub(inflated))?;
        let Measured { written, name, size, head, content } = measured;
        inflated += size;
        if inflated > INFLATED {
            return Err(Excess::Inflated.into());
        }
        legible(&name, &head)?;
        if name == "mimetype" {
            archive.mimetype = Some(String::from_utf8_lossy(&head).into_owned());
        }
        // Readers look parts up without regard to case: two that differ in it alone are one.
        if archive.parts.insert(name, Part { name: written, content }).is_some() {
            return Err(Unreadable::Ambiguous("two of its parts have the same name".into()));
        }
    }
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if dense(inflated, packed) {
        return Err(Excess::Ratio.into());
    }
    if inflated > KEPT {
        archive.parts.values_mut().for_each(|part| part.content = None);
    }
    Ok(archive)
}

fn dense(inflated: u64, packed: u64) -> bool {
    inflated > RATIO_FROM && inflated / packed.max(1) > RATIO
}

/// A part, measured.
struct Measured {
    /// Its name as the archive writes it, and in small letters with forward slashes.
    written: String,
    name: String,
    /// Its true size.
    size: u64,
    /// Its beginning.
    head: Vec<u8>,
    /// All of it, where there is room.
    content: Option<Vec<u8>>,
}

/// Measures a part, and keeps what is not larger than the room there is.
fn part(zip: &mut Zip<'_>, index: usize, room: u64) -> Result<Measured, Unreadable> {
    let mut file = zip.by_index(index).map_err(|fault| broken(&fault))?;
    let written = file.name().map_err(|fault| broken(&fault))?.into_owned();
    let name = written.replace('\\', "/").to_lowercase();
    let (declared, packed) = (file.size(), file.compressed_size());
    if declared > PART {
        return Err(Excess::Part(name).into());
    }
    let mut content = (declared <= room).then(Vec::new);
    let (size, head) = inflate(&mut file, &name, packed, &mut content)?;
    if size != declared {
        let fault = format!("the part {name} holds {size} bytes and claims to hold {declared}");
        return Err(Unreadable::Damaged(fault));
    }
    Ok(Measured { written, name, size, head, content })
}

/// Reads a part to its end, where the library compares the checksum.
fn inflate(
    file: &mut ZipFile<'_, Cursor<&[u8]>>,
    name: &str,
    packed: u64,
    content: &mut Option<Vec<u8>>,
) -> Result<(u64, Vec<u8>), Unreadable> {
    let declared = file.size();
    let mut size = 0;
    let mut head = Vec::new();
    let mut buffer = vec![0; 32 << 10];
    loop {
        let fault = |fault| Unreadable::Damaged(format!("the part {name}: {fault}"));
        let got = file.read(&mut buffer).map_err(fault)?;
        if got == 0 {
            return Ok((size, head));
        }
        let chunk = buffer.get(..got).unwrap_or_default();
        head.extend(chunk.iter().take(HEAD.saturating_sub(head.len())));
        size += u64::try_from(got).unwrap_or(u64::MAX);
        if size > PART {
            return Err(Excess::Part(name.into()).into());
        }
        if dense(size, packed) {
            return Err(Excess::Ratio.into());
        }
        // One that holds more than it claims is refused at its end, and not kept until then.
        match content {
            Some(kept) if size <= declared => kept.extend_from_slice(chunk),
            Some(_) => *content = None,
            None => {}
        }
    }
}

/// The reader takes every XML part for UTF-8, and finds nothing in one that is written wider.
fn legible(name: &str, head: &[u8]) -> Result<(), Unreadable> {
    let xml = [".xml", ".rels"].iter().any(|end| name.ends_with(end));
    // Whatever an add-in or a register of documents keeps here is never read.
    let foreign = ["customxml/", "docprops/"].iter().any(|start| name.starts_with(start));
    if !xml || foreign {
        return Ok(());
    }
    let wide = [&b"\xFF\xFE"[..], b"\xFE\xFF", b"<\0", b"\0<"];
    let encoding = if wide.iter().any(|start| head.starts_with(start)) {
        "UTF-16".to_owned()
    } else {
        declared(head).unwrap_or_else(|| "UTF-8".into())
    };
    if ["utf-8", "utf8", "us-ascii"].contains(&&*encoding.to_lowercase()) {
        Ok(())
    } else {
        Err(Unreadable::Encoding { part: name.into(), encoding })
    }
}

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').strip_prefix("<?xml")?.split("?>").next()?;
    let (_, after) = text.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| ['"', '\''].contains(c))?;
    after.get(1..)?.split(quote).next().map(str::to_owned)
}

fn broken(fault: &ZipError) -> Unreadable {
    if let ZipError::UnsupportedArchive(what) = fault
        && what.to_lowercase().contains("password")
    {
        return Unreadable::Kind(Kind::Password);
    }
    Unreadable::Damaged(fault.to_string())
}

#[cfg(test)]
pub(super) mod example {
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// An archive of these parts.
    pub(in crate::intake) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(parts: &[(&str, &[u8])]) -> Unreadable {
        let bytes = example::zip(parts);
        measure(&bytes).map(|_| ()).unwrap_err()
    }

    #[test]
    fn parts_are_measured_and_named_in_small_letters() {
        let bytes = example::zip(&[("xl/Workbook.xml", b"<w/>"), ("a", b"")]);
        let archive = measure(&bytes).unwrap();
        assert!(archive.has("xl/workbook.xml"));
        assert_eq!(archive.names().count(), 2);
    }

    #[test]
    fn parts_are_the_same_whether_they_were_kept_or_not() {
        let large: Vec<u8> = (0..KEPT).map(|at| u8::try_from(at * at % 251).unwrap()).collect();
        let small = example::zip(&[("xl\\Workbook.xml", b"<w/>"), ("a", b"one")]);
        let too_large = example::zip(&[("a", b"one"), ("b", &large), ("xl/c", b"two")]);
        for (bytes, kept) in [(&small, true), (&too_large, false)] {
            let archive = measure(bytes).unwrap();
            assert_eq!(archive.part("A").as_deref(), Some(&b"one"[..]));
            assert_eq!(archive.part("nothing"), None);
            assert_eq!(matches!(archive.plain(), Cow::Owned(_)), kept);
            let plain = archive.plain();
            let again = measure(&plain).unwrap();
            assert_eq!(again.names().collect::<Vec<_>>(), archive.names().collect::<Vec<_>>());
            assert!(archive.names().all(|name| again.part(name) == archive.part(name)));
        }
        assert_eq!(measure(&small).unwrap().part("xl/workbook.xml").as_deref(), Some(&b"<w/>"[..]));
    }

    #[test]
    fn what_can_mean_two_things_is_refused() {
        let twins = refused(&[("xl/workbook.xml", b"<a/>"), ("XL/workbook.xml", b"<b/>")]);
        assert!(matches!(twins, Unreadable::Ambiguous(_)), "{twins:?}");
        // The same name twice: a writer refuses that, so the second is renamed in the bytes.
        let mut bytes = example::zip(&[("xl/a.xml", b"<a/>"), ("xl/b.xml", b"<b/>")]);
        while let Some(at) = bytes.windows(8).position(|name| name == b"xl/b.xml") {
            bytes[at + 3] = b'a';
        }
        assert!(matches!(measure(&bytes).unwrap_err(), Unreadable::Ambiguous(_)));
    }

    #[test]
    fn encodings_that_the_reader_would_take_for_nothing_are_refused() {
        let wide: Vec<u8> = "<?xml version=\"1.0\"?><worksheet/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for part in [&wide[..], b"<?xml version='1.0' encoding='windows-1252'?><w/>"] {
            let fault = refused(&[("xl/worksheets/sheet1.xml", part)]);
            assert!(matches!(fault, Unreadable::Encoding { .. }), "{fault:?}");
            let foreign = example::zip(&[("customXml/item1.xml", part)]);
            assert!(measure(&foreign).is_ok());
        }
    }

    #[test]
    fn bombs_and_damage_are_refused() {
        let zeros = vec![0; 12 << 20];
        assert_eq!(refused(&[("xl/a", &zeros)]), Unreadable::TooLarge(Excess::Ratio));
        let many: Vec<_> = (0..1_001).map(|number| format!("p{number}")).collect();
        let many: Vec<_> = many.iter().map(|name| (&**name, &b""[..])).collect();
        assert_eq!(refused(&many), Unreadable::TooLarge(Excess::Parts));
        let good = example::zip(&[("xl/a", b"the quick brown fox")]);
        let checksum = good.windows(4).position(|start| start == b"PK\x01\x02").unwrap() + 16;
        let mut wrong = good.clone();
        wrong[checksum] ^= 1;
        assert!(matches!(measure(&wrong).unwrap_err(), Unreadable::Damaged(_)));
        assert!(matches!(measure(&good[..good.len() / 2]).unwrap_err(), Unreadable::Damaged(_)));
    }
}
