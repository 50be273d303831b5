//! The file: fonts' maps, metadata, output intent, and the bytes.

pub(crate) mod draw;
pub(crate) mod icc;
pub(crate) mod outline;
pub(crate) mod save;
pub(crate) mod tag;
pub(crate) mod xmp;

use self::draw::Drawn;
use super::PdfError;
use super::document::Document;
use super::text;
use crate::compose::Identity;
use lopdf::Object::{Array, Boolean, Integer, Reference};
use lopdf::{Object, ObjectId, Stream, StringFormat, dictionary};
use save::Saver;
use sha2::{Digest as _, Sha256};
use tag::name;
use xmp::Facts;

const PRODUCER: &str = "quarterpack";

/// Tags a drawn document and writes it.
///
/// # Errors
/// When the drawn file isn't as expected, or can't be written.
pub(crate) fn write(
    drawn: Drawn,
    document: &Document,
    identity: &Identity,
) -> Result<Vec<u8>, PdfError> {
    let Drawn { mut file, fonts, owners } = drawn;
    let pages: Vec<ObjectId> = file.page_iter().collect();
    for (resource, subset) in fonts {
        mend_font(&mut file, &pages, &resource, subset.to_glyph, subset.to_text)?;
    }
    let structure = tag::tag(&mut file, document, &pages, &owners)?;
    let outlines = outline::write(&mut file, document, &pages);
    let date = identity.as_at.format("%Y%m%d");
    let when = [format!("D:{date}000000Z"), format!("{}T00:00:00Z", identity.as_at)];
    let subject = format!("{}, {}", identity.audience, identity.quarter);
    let facts = Facts {
        title: &identity.title,
        author: &identity.author,
        subject: &subject,
        producer: PRODUCER,
        when: &when[1],
    };
    information(&mut file, &facts, &when[0])?;
    catalogue(&mut file, &facts, outlines)?;
    let id = Object::String(fingerprint(&file), StringFormat::Hexadecimal);
    file.trailer.set("ID", Array(vec![id.clone(), id]));
    let mut saver = Saver::new(file.max_id);
    for (id, object) in std::mem::take(&mut file.objects) {
        saver.object(id, object)?;
    }
    structure.write(&mut saver)?;
    saver.finish(file.trailer)
}

/// Puts our own maps in the place of printpdf's, which keep one text a glyph and take codes for
/// glyph numbers.
fn mend_font(
    file: &mut lopdf::Document,
    pages: &[ObjectId],
    resource: &str,
    to_glyph: Vec<u8>,
    to_text: Vec<u8>,
) -> Result<(), PdfError> {
    let page = pages.first().ok_or(PdfError::NoPages)?;
    let resources = file.get_dict_in_dict(file.get_dictionary(*page)?, b"Resources")?;
    let fonts = file.get_dict_in_dict(resources, b"Font")?;
    let font = fonts.get(resource.as_bytes())?.as_reference()?;
    let to_glyph = file.add_object(Stream::new(dictionary! {}, to_glyph));
    let font = file.get_dictionary_mut(font)?;
    let old = font.get(b"ToUnicode")?.as_reference()?;
    let below = font.get_mut(b"DescendantFonts")?.as_array_mut()?.first_mut();
    let below = below.ok_or(PdfError::NoPages)?.as_dict_mut()?;
    below.set("CIDToGIDMap", Reference(to_glyph));
    file.objects.insert(old, Object::Stream(Stream::new(dictionary! {}, to_text)));
    Ok(())
}

/// The document information: the same as in the metadata packet, in the place of printpdf's.
fn information(file: &mut lopdf::Document, facts: &Facts<'_>, when: &str) -> Result<(), PdfError> {
    let information = dictionary! {
        "Title" => text(facts.title),
        "Author" => text(facts.author),
        "Subject" => text(facts.subject),
        "Producer" => text(facts.producer),
        "CreationDate" => Object::string_literal(when),
        "ModDate" => Object::string_literal(when),
    };
    let place = file.trailer.get(b"Info")?.as_reference()?;
    file.objects.insert(place, Object::Dictionary(information));
    Ok(())
}

fn catalogue(
    file: &mut lopdf::Document,
    facts: &Facts<'_>,
    outlines: Option<ObjectId>,
) -> Result<(), PdfError> {
    let profile = Stream::new(dictionary! { "N" => Integer(3) }, icc::srgb());
    let profile = file.add_object(profile);
    let intent = dictionary! {
        "Type" => name("OutputIntent"),
        "S" => name("GTS_PDFA1"),
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => Reference(profile),
    };
    let kind = dictionary! { "Type" => name("Metadata"), "Subtype" => name("XML") };
    let packet = Stream::new(kind, xmp::packet(facts).into_bytes()).with_compression(false);
    let packet = file.add_object(packet);
    let numbered = Object::Dictionary(dictionary! { "S" => name("D") });
    let catalogue = file.catalog_mut()?;
    catalogue.set("MarkInfo", dictionary! { "Marked" => Boolean(true) });
    catalogue.set("Lang", Object::string_literal("en-GB"));
    catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => Boolean(true) });
    catalogue.set("Metadata", Reference(packet));
    catalogue.set("OutputIntents", Array(vec![Object::Dictionary(intent)]));
    catalogue.set("PageLabels", dictionary! { "Nums" => Array(vec![Integer(0), numbered]) });
    if let Some(outlines) = outlines {
        catalogue.set("Outlines", Reference(outlines));
        catalogue.set("PageMode", name("UseOutlines"));
    }
    Ok(())
}

/// The same document always gets the same identifier, another one another: 16 bytes of a digest
/// over all streams.
fn fingerprint(file: &lopdf::Document) -> Vec<u8> {
    let mut digest = Sha256::new();
    for stream in file.objects.values().filter_map(|object| object.as_stream().ok()) {
        digest.update(&stream.content);
    }
    digest.finalize().iter().copied().take(16).collect()
}
