//! Pages drawn through printpdf.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::PdfError;
use super::super::document::Document;
use super::super::layout::page::{Link, Page};
use super::super::layout::tree::Id;
use super::super::layout::units::int;
use super::super::typeset::fonts::{Face, Subset};
use super::canvas::{Desk, draw_page, rect};
use super::save::packed;
use crate::theme::{Logo, Theme};
use printpdf::{
    Actions, BorderArray, Codepoint, ColorArray, Destination, DictItem, ExternalStream,
    ExternalXObject, FontId, LinkAnnotation, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Pt, TextItem, XObject, XObjectId,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A document drawn but not yet tagged.
pub(crate) struct Drawn {
    pub(crate) file: lopdf::Document,
    /// By font resource: the maps from codes to glyphs and to text.
    pub(crate) fonts: Vec<(String, Subset)>,
    /// By page in reading order: the element of each marked-content number.
    pub(crate) owners: Vec<Vec<Id>>,
}

/// Pages that are drawn at a time: printpdf's operators take a hundred times the room of what is
/// made of them.
const BATCH: usize = 16;

/// Draws a document.
///
/// # Errors
/// When a font can't be cut down, or the file isn't as printpdf makes it.
pub(crate) fn draw(document: &Document, title: &str, theme: &Theme) -> Result<Drawn, PdfError> {
    let (mut file, fonts) = bare(document, title, theme)?;
    let Document { pages, order, maker } = document;
    let pages: Vec<&Page> = order.iter().filter_map(|at| pages.get(*at)).collect();
    let (faces, elements) = (&*maker.set.faces, &*maker.tree.elements);
    let desk = Desk { faces, elements, colours: &theme.colours };
    let drawn: Result<Vec<_>, _> =
        pages.par_chunks(BATCH).map(|batch| contents(desk, batch)).collect();
    let ids: Vec<lopdf::ObjectId> = file.page_iter().collect();
    let mut owners = vec![];
    for (id, (content, owned)) in ids.into_iter().zip(drawn?.into_iter().flatten()) {
        let place = file.get_dictionary(id)?.get(b"Contents")?.as_reference()?;
        file.objects.insert(place, content);
        owners.push(owned);
    }
    Ok(Drawn { file, fonts, owners })
}

/// The file with its fonts and its picture, and pages that have links and nothing else.
fn bare(
    document: &Document,
    title: &str,
    theme: &Theme,
) -> Result<(lopdf::Document, Vec<(String, Subset)>), PdfError> {
    let mut pdf = PdfDocument::new(title);
    let faces = &document.maker.set.faces;
    let mut fonts = vec![];
    for (nth, face) in faces.iter().enumerate().filter(|(_, face)| face.is_used()) {
        // Six capitals and a plus mark a subset (ISO 32000-1, 9.6.4).
        let letter = "ABCDEFGH".get(nth..=nth).unwrap_or("Z");
        let subset = face.embed(&format!("QPACK{letter}"))?;
        // Not add_font: it names the font at random, and no two runs would be alike.
        pdf.resources.fonts.map.insert(resource(nth), PdfFont::new(subset.font.clone()));
        fonts.push((resource(nth).0, subset));
    }
    if let Some(logo) = &theme.logo {
        pdf.resources.xobjects.map.insert(picture(), XObject::External(image(logo)));
    }
    let place: BTreeMap<usize, usize> = document.order.iter().copied().zip(0..).collect();
    let go_to = |link: &Link| {
        let mark = document.maker.marks.get(link.to);
        let page = mark.and_then(|mark| place.get(&mark.page)).copied().unwrap_or_default();
        let height = mark.and_then(|mark| document.pages.get(mark.page)).map(|page| page.size.1);
        let top = height.zip(mark).map(|(height, mark)| height - mark.top);
        Destination::Xyz { page: page + 1, left: None, top, zoom: None }
    };
    let page = |(_, page): (usize, &Page)| {
        let links = page.links.iter().map(|link| annotation(link, page.size.1, go_to(link)));
        sized(page, links.collect())
    };
    let mut pages: Vec<PdfPage> = document.in_order().map(page).collect();
    pages.push(specimen(faces));
    pdf.with_pages(pages);
    let mut file = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut vec![]);
    take_out_the_last_page(&mut file)?;
    Ok((file, fonts))
}

fn sized(page: &Page, ops: Vec<Op>) -> PdfPage {
    PdfPage::new(Pt(page.size.0).into(), Pt(page.size.1).into(), ops)
}

fn annotation(link: &Link, height: f32, to: Destination) -> Op {
    let area = rect(link.area, height, None);
    let (border, none) = (BorderArray::Solid([0.0; 3]), ColorArray::Transparent);
    let link = LinkAnnotation::new(area, Actions::go_to(to), Some(border), Some(none), None);
    Op::LinkAnnotation { link }
}

/// What stands on a page, packed, and whose its marked pieces are.
type Content = (lopdf::Object, Vec<Id>);

/// The contents of pages.
fn contents(desk: Desk<'_>, pages: &[&Page]) -> Result<Vec<Content>, PdfError> {
    let mut pdf = PdfDocument::new("");
    let (drawn, owners): (Vec<_>, Vec<_>) = pages
        .iter()
        .map(|page| {
            let (ops, owned) = draw_page(desk, page);
            (sized(page, ops), owned)
        })
        .unzip();
    pdf.with_pages(drawn);
    // Lines of text are written as operators that printpdf does not know (`Canvas::stretch`).
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let mut file = pdf.to_lopdf_document(&options, &mut vec![]);
    let ids: Vec<lopdf::ObjectId> = file.page_iter().collect();
    let mut contents = vec![];
    for (id, owned) in ids.into_iter().zip(owners) {
        let place = file.get_dictionary(id)?.get(b"Contents")?.as_reference()?;
        let content = file.objects.remove(&place).ok_or(PdfError::NoPages)?;
        contents.push((packed(content)?, owned));
    }
    Ok(contents)
}

/// A page with every glyph that is drawn: by it printpdf knows which fonts and widths the file
/// needs.
fn specimen(faces: &[Face]) -> PdfPage {
    let mut ops = vec![Op::StartTextSection];
    for (nth, face) in faces.iter().enumerate().filter(|(_, face)| face.is_used()) {
        let codes = face.codes().map(|code| Codepoint::new(code, 0.0)).collect();
        ops.push(Op::SetFont { font: PdfFontHandle::External(resource(nth)), size: Pt(1.0) });
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codes)] });
    }
    ops.push(Op::EndTextSection);
    PdfPage::new(Pt(1.0).into(), Pt(1.0).into(), ops)
}

fn take_out_the_last_page(file: &mut lopdf::Document) -> Result<(), PdfError> {
    let tree = file.catalog()?.get(b"Pages")?.as_reference()?;
    let tree = file.get_dictionary_mut(tree)?;
    let page = tree.get_mut(b"Kids")?.as_array_mut()?.pop().ok_or(PdfError::NoPages)?;
    let left = tree.get(b"Kids")?.as_array()?.len();
    tree.set("Count", lopdf::Object::Integer(int(left)));
    let page = file.objects.remove(&page.as_reference()?).ok_or(PdfError::NoPages)?;
    for part in [b"Contents".as_slice(), b"Resources"] {
        file.objects.remove(&page.as_dict()?.get(part)?.as_reference()?);
    }
    Ok(())
}

pub(crate) fn resource(face: usize) -> FontId {
    FontId(format!("Face{face}"))
}

/// The logo's name among a page's resources.
pub(crate) fn picture() -> XObjectId {
    XObjectId("Logo".into())
}

/// A logo as the file holds it: points of red, green and blue, and nothing to see through.
fn image(logo: &Logo) -> ExternalXObject {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let number = |number: u32| DictItem::Int(i64::from(number));
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", number(logo.width)),
        ("Height", number(logo.height)),
        ("ColorSpace", name("DeviceRGB")),
        ("BitsPerComponent", number(8)),
    ];
    let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let stream = ExternalStream { dict, content: logo.points.clone(), compress: true };
    ExternalXObject { stream, width: None, height: None, dpi: None }
}
