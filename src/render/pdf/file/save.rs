//! The file's bytes: small objects packed into streams, and the table by which they are found
//! (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! lopdf's own writer copies every object before it writes it, and packs at the highest level:
//! for a tagged file, which has a hundred small objects a page, that is most of the work.

use super::super::PdfError;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::io::Write as _;

/// Objects in one packed stream: many enough to pack well, few enough that a reader which wants
/// one of them unpacks little.
const PACK: usize = 200;

/// How hard to pack, of 9: beyond it files hardly shrink.
const LEVEL: u32 = 6;

/// Where an object is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    /// So many bytes from the file's beginning.
    At(usize),
    /// In the packed stream of this number, the nth there.
    Packed(u32, usize),
}

/// A file being written.
pub(crate) struct Saver {
    out: Vec<u8>,
    /// By object number.
    places: Vec<Place>,
    pack: Vec<u8>,
    /// Number and place in the pack of each packed object.
    packed: Vec<(u32, usize)>,
}

impl Saver {
    /// Begins a file in which objects have numbers up to `last`; further ones are its own.
    pub(crate) fn new(last: u32) -> Self {
        // The comment's bytes tell programs that the file is not text (7.5.2).
        let out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let places = (0..=last).map(|_| Place::Nowhere).collect();
        Self { out, places, pack: vec![], packed: vec![] }
    }

    /// Writes an object.
    ///
    /// # Errors
    /// When a stream can't be packed.
    pub(crate) fn object(&mut self, id: ObjectId, object: Object) -> Result<(), PdfError> {
        if let Object::Stream(stream) = object {
            self.stream(id.0, stream)
        } else {
            self.small(id, |out| put(out, &object))
        }
    }

    /// Writes an object other than a stream, as bytes.
    ///
    /// # Errors
    /// When the objects before it can't be packed.
    pub(crate) fn small(
        &mut self,
        id: ObjectId,
        write: impl FnOnce(&mut Vec<u8>),
    ) -> Result<(), PdfError> {
        self.packed.push((id.0, self.pack.len()));
        write(&mut self.pack);
        self.pack.push(b'\n');
        if self.packed.len() == PACK { self.close_pack() } else { Ok(()) }
    }

    fn close_pack(&mut self) -> Result<(), PdfError> {
        let packed = std::mem::take(&mut self.packed);
        if packed.is_empty() {
            return Ok(());
        }
        let stream = self.next();
        let mut content = vec![];
        for (nth, (id, at)) in packed.iter().enumerate() {
            self.place(*id, Place::Packed(stream, nth));
            number(&mut content, *id);
            number(&mut content, *at);
        }
        content.push(b'\n');
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", Object::Name(b"ObjStm".to_vec()));
        dictionary.set("N", whole(packed.len()));
        dictionary.set("First", whole(content.len()));
        content.append(&mut self.pack);
        self.stream(stream, Stream::new(dictionary, content))
    }

    fn next(&mut self) -> u32 {
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.push(Place::Nowhere);
        next
    }

    fn place(&mut self, id: u32, place: Place) {
        let at = usize::try_from(id).ok();
        if let Some(known) = at.and_then(|at| self.places.get_mut(at)) {
            *known = place;
        }
    }

    fn stream(&mut self, id: u32, stream: Stream) -> Result<(), PdfError> {
        let Stream { mut dict, content, .. } = packed_stream(stream)?;
        dict.set("Length", whole(content.len()));
        self.place(id, Place::At(self.out.len()));
        // Writing to memory never fails.
        let _ = writeln!(self.out, "{id} 0 obj");
        put_dictionary(&mut self.out, &dict);
        self.out.extend_from_slice(b"stream\n");
        self.out.extend_from_slice(&content);
        self.out.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }

    /// Writes the table of objects, and gives the whole file.
    ///
    /// # Errors
    /// When the table can't be packed.
    pub(crate) fn finish(mut self, mut trailer: Dictionary) -> Result<Vec<u8>, PdfError> {
        self.close_pack()?;
        let table = self.next();
        let at = self.out.len();
        self.place(table, Place::At(at));
        let mut rows = Vec::with_capacity(self.places.len() * 7);
        for place in &self.places {
            // A kind, four bytes, two bytes; the first number is free for ever (7.5.4).
            let (kind, long, short) = match *place {
                Place::Nowhere => (0, 0, u16::MAX),
                Place::At(at) => (1, u32::try_from(at).unwrap_or(u32::MAX), 0),
                Place::Packed(pack, nth) => (2, pack, u16::try_from(nth).unwrap_or(u16::MAX)),
            };
            rows.push(kind);
            rows.extend_from_slice(&long.to_be_bytes());
            rows.extend_from_slice(&short.to_be_bytes());
        }
        trailer.set("Type", Object::Name(b"XRef".to_vec()));
        trailer.set("Size", whole(self.places.len()));
        trailer.set("W", Object::Array([1, 4, 2].map(Object::Integer).to_vec()));
        self.stream(table, Stream::new(trailer, rows))?;
        let _ = write!(self.out, "startxref\n{at}\n%%EOF\n");
        Ok(self.out)
    }
}

/// A stream packed, unless it is already or must not be; any other object as it is.
///
/// # Errors
/// When it can't be packed.
pub(crate) fn packed(object: Object) -> Result<Object, PdfError> {
    let Object::Stream(stream) = object else { return Ok(object) };
    Ok(Object::Stream(packed_stream(stream)?))
}

fn packed_stream(mut stream: Stream) -> Result<Stream, PdfError> {
    if stream.allows_compression && !stream.dict.has(b"Filter") {
        stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
        packer.write_all(&stream.content).map_err(PdfError::Write)?;
        stream.content = packer.finish().map_err(PdfError::Write)?;
    }
    Ok(stream)
}

fn whole(count: usize) -> Object {
    Object::Integer(super::super::layout::units::int(count))
}

/// A number, after a space that parts it from what stands before.
pub(crate) fn number(out: &mut Vec<u8>, number: impl std::fmt::Display) {
    // Writing to memory never fails.
    let _ = write!(out, " {number}");
}

/// A reference to an object.
pub(crate) fn reference(out: &mut Vec<u8>, id: Option<ObjectId>) {
    match id {
        Some((number, generation)) => {
            let _ = write!(out, " {number} {generation} R");
        }
        None => out.extend_from_slice(b" null"),
    }
}

/// A text: UTF-16 in parentheses, what has a meaning there escaped (7.3.4.2).
pub(crate) fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\n' => out.extend_from_slice(b"\\n"),
            _ => out.push(*byte),
        }
    }
    out.push(b')');
}

fn put(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b" null"),
        Object::Boolean(truth) => {
            out.extend_from_slice(if *truth { b" true" } else { b" false" });
        }
        Object::Integer(whole) => number(out, whole),
        Object::Real(real) => number(out, real),
        Object::Name(name) => put_name(out, name),
        Object::String(bytes, _) => string(out, bytes),
        Object::Array(list) => {
            out.push(b'[');
            for one in list {
                put(out, one);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => put_dictionary(out, dictionary),
        Object::Reference(id) => reference(out, Some(*id)),
        // A stream is an object of its own (7.3.8.1); none is in another one.
        Object::Stream(stream) => put_dictionary(out, &stream.dict),
    }
}

fn put_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        put_name(out, key);
        put(out, value);
    }
    out.extend_from_slice(b">>");
}

/// A name; bytes that would end it are written by their numbers (7.3.5).
fn put_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;
    use lopdf::{Document, StringFormat};

    #[test]
    fn what_is_written_is_read_again() {
        let odd = "(a) \\ b\r\nc".as_bytes().to_vec();
        let mut saver = Saver::new(2 + 450);
        let catalogue = dictionary! {
            "Type" => Object::Name(b"Catalog".to_vec()),
            "Odd name" => Object::Name(b"a b#/c".to_vec()),
            "Odd" => Object::String(odd.clone(), StringFormat::Hexadecimal),
            "List" => Object::Array(vec![Object::Null, Object::Boolean(true), Object::Real(-1.5)]),
        };
        saver.object((1, 0), Object::Dictionary(catalogue.clone())).unwrap();
        let content = b"BT ET ".repeat(100);
        saver.object((2, 0), Object::Stream(Stream::new(dictionary! {}, content.clone()))).unwrap();
        // More than two packed streams.
        for id in 3..=452 {
            let list = |out: &mut Vec<u8>| {
                out.extend_from_slice(b"<</A(b)/K[");
                number(out, 7);
                reference(out, Some((2, 0)));
                number(out, 8);
                out.extend_from_slice(b"]>>");
            };
            saver.small((id, 0), list).unwrap();
        }
        let bytes = saver.finish(dictionary! { "Root" => Object::Reference((1, 0)) }).unwrap();
        let read = Document::load_mem(&bytes).unwrap();
        assert_eq!(read.catalog().unwrap().get(b"Odd").unwrap().as_str().unwrap(), odd);
        assert_eq!(read.catalog().unwrap(), &read_form(&catalogue));
        let stream = read.get_object((2, 0)).unwrap().as_stream().unwrap();
        assert_eq!(stream.decompressed_content().unwrap(), content);
        for id in [3, 202, 203, 452] {
            let small = read.get_dictionary((id, 0)).unwrap();
            let list = small.get(b"K").unwrap().as_array().unwrap();
            assert_eq!(list[..], [7.into(), Object::Reference((2, 0)), 8.into()]);
            assert_eq!(small.get(b"A").unwrap().as_str().unwrap(), b"b");
        }
    }

    /// As lopdf reads it: texts are literal.
    fn read_form(dictionary: &Dictionary) -> Dictionary {
        let mut read = dictionary.clone();
        for (_, value) in &mut read {
            if let Object::String(_, format) = value {
                *format = StringFormat::Literal;
            }
        }
        read
    }
}
