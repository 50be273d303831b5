//! Pages drawn through printpdf.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::PdfError;
use super::super::document::Document;
use super::super::layout::page::{Area, Draw, Link, Owner, Page, Path, Stroke};
use super::super::layout::theme::Ink;
use super::super::layout::tree::Id;
use super::super::layout::units::int;
use super::super::text_string;
use super::super::typeset::fonts::{Face, Subset};
use super::super::typeset::shape::{Glyph, Set, Stretch};
use crate::theme::{Colours, Logo, Theme};
use printpdf::{
    Actions, BorderArray, Codepoint, Color, ColorArray, Destination, DictItem, ExternalStream,
    ExternalXObject, FontId, Line, LineCapStyle, LineDashPattern, LineJoinStyle, LinePoint,
    LinkAnnotation, Op, PaintMode, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions,
    Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder, XObject, XObjectId,
    XObjectTransform,
};
use std::collections::BTreeMap;

/// A document drawn but not yet tagged.
pub(crate) struct Drawn {
    pub(crate) file: lopdf::Document,
    /// By font resource: the maps from codes to glyphs and to text.
    pub(crate) fonts: Vec<(String, Subset)>,
    /// By page in reading order: the element of each marked-content number.
    pub(crate) owners: Vec<Vec<Id>>,
}

/// Draws a document.
///
/// # Errors
/// When a font can't be cut down.
pub(crate) fn draw(document: &Document, title: &str, theme: &Theme) -> Result<Drawn, PdfError> {
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
    let colours = &theme.colours;
    let mut owners = vec![];
    let place: BTreeMap<usize, usize> = document.order.iter().copied().zip(0..).collect();
    let go_to = |link: &Link| {
        let mark = document.maker.marks.get(link.to);
        let page = mark.and_then(|mark| place.get(&mark.page)).copied().unwrap_or_default();
        let height = mark.and_then(|mark| document.pages.get(mark.page)).map(|page| page.size.1);
        let top = height.zip(mark).map(|(height, mark)| height - mark.top);
        Destination::Xyz { page: page + 1, left: None, top, zoom: None }
    };
    let pages = document.in_order().map(|(_, page)| {
        let (drawn, owned) = draw_page(document, page, colours, &go_to);
        owners.push(owned);
        drawn
    });
    let mut pages: Vec<PdfPage> = pages.collect();
    pages.push(specimen(faces));
    pdf.with_pages(pages);
    // Lines of text are written as operators that printpdf does not know (`Canvas::stretch`).
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let mut file = pdf.to_lopdf_document(&options, &mut vec![]);
    take_out_the_last_page(&mut file)?;
    Ok(Drawn { file, fonts, owners })
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

fn resource(face: usize) -> FontId {
    FontId(format!("Face{face}"))
}

/// The logo's name among a page's resources.
fn picture() -> XObjectId {
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

fn draw_page(
    document: &Document,
    page: &Page,
    colours: &Colours,
    go_to: &impl Fn(&Link) -> Destination,
) -> (PdfPage, Vec<Id>) {
    let faces = &document.maker.set.faces;
    let mut canvas = Canvas::new(page.size.1, faces, colours);
    let mut owned = vec![];
    for piece in page.pieces.iter().filter(|piece| !piece.draws.is_empty()) {
        match piece.owner {
            Owner::Artifact => {
                canvas.ops.push(Op::BeginMarkedContent { tag: "Artifact".into() });
            }
            Owner::Element(id) => {
                let element = document.maker.tree.elements.get(id.0);
                let tag = element.map_or("Span", |element| element.role.name());
                canvas.ops.push(begin(tag, "MCID", DictItem::Int(int(owned.len()))));
                owned.push(id);
            }
        }
        piece.draws.iter().for_each(|draw| canvas.draw(draw));
        canvas.ops.push(Op::EndMarkedContent);
    }
    for link in &page.links {
        let area = canvas.rect(link.area, None);
        let (border, none) = (BorderArray::Solid([0.0; 3]), ColorArray::Transparent);
        let go = Actions::go_to(go_to(link));
        let link = LinkAnnotation::new(area, go, Some(border), Some(none), None);
        canvas.ops.push(Op::LinkAnnotation { link });
    }
    (PdfPage::new(Pt(page.size.0).into(), Pt(page.size.1).into(), canvas.ops), owned)
}

fn begin(tag: &str, key: &str, value: DictItem) -> Op {
    let properties = DictItem::Dict { map: BTreeMap::from([(key.into(), value)]) };
    Op::BeginMarkedContentWithProperties { tag: tag.into(), properties }
}

fn string(data: Vec<u8>) -> DictItem {
    DictItem::String { data, literal: true }
}

/// A colour of the standard, in the theme's own.
fn color(colours: &Colours, ink: Ink) -> Color {
    let [r, g, b] = colours.dress(ink).map(|part| f32::from(part) / 255.0);
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}

/// A page being written: printpdf counts from the bottom, the display list from the top.
struct Canvas<'a> {
    ops: Vec<Op>,
    height: f32,
    faces: &'a [Face],
    colours: &'a Colours,
    /// Face and size, and the colour that areas and letters are filled with: they stay until they
    /// are changed.
    font: Option<(usize, u32)>,
    fill: Option<Ink>,
}

impl<'a> Canvas<'a> {
    fn new(height: f32, faces: &'a [Face], colours: &'a Colours) -> Self {
        Self { ops: vec![], height, faces, colours, font: None, fill: None }
    }

    fn fill(&mut self, ink: Ink) {
        if self.fill.replace(ink) != Some(ink) {
            self.ops.push(Op::SetFillColor { col: color(self.colours, ink) });
        }
    }

    fn draw(&mut self, draw: &Draw) {
        match draw {
            Draw::Text { x, y, set, nth } => self.text(set, *nth, *x, *y),
            Draw::Fill { area, ink } => {
                let rectangle = self.rect(*area, Some(PaintMode::Fill));
                self.fill(*ink);
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Draw::Path(path) => self.path(path),
            Draw::Logo { area } => {
                let place = self.rect(*area, None);
                let transform = XObjectTransform {
                    translate_x: Some(place.x),
                    translate_y: Some(place.y),
                    scale_x: Some(place.width.0),
                    scale_y: Some(place.height.0),
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                };
                self.ops.push(Op::UseXobject { id: picture(), transform });
            }
        }
    }

    fn rect(&self, area: Area, mode: Option<PaintMode>) -> Rect {
        let (width, height) = (Pt(area.right - area.left), Pt(area.bottom - area.top));
        let (x, y) = (Pt(area.left), Pt(self.height - area.bottom));
        Rect { x, y, width, height, mode, winding_order: None }
    }

    fn text(&mut self, set: &Set, nth: usize, x: f32, y: f32) {
        let Some(line) = set.lines.get(nth) else { return };
        for stretch in &line.stretches {
            self.stretch(stretch, x, self.height - y - set.baseline);
        }
    }

    /// One stretch of a line: a matrix where the height changes, and between the glyphs the
    /// numbers that put each where the shaper wants it. printpdf writes each glyph as a string of
    /// its own; here those that follow one another are one.
    fn stretch(&mut self, stretch: &Stretch, x: f32, y: f32) {
        let Some(face) = self.faces.get(stretch.face) else { return };
        if let Some(text) = &stretch.spoken {
            let item = DictItem::String { data: text_string(text), literal: false };
            self.ops.push(begin("Span", "ActualText", item));
        }
        self.ops.push(Op::StartTextSection);
        let font = (stretch.face, stretch.size.to_bits());
        if self.font.replace(font) != Some(font) {
            let font = PdfFontHandle::External(resource(stretch.face));
            self.ops.push(Op::SetFont { font, size: Pt(stretch.size) });
        }
        self.fill(stretch.ink);
        let level = |a: &Glyph, b: &Glyph| a.up.to_bits() == b.up.to_bits();
        for glyphs in stretch.glyphs.chunk_by(level) {
            let Some(first) = glyphs.first() else { continue };
            let mut pen = 0.0;
            let (mut shown, mut run) = (vec![], Vec::with_capacity(glyphs.len() * 2));
            for glyph in glyphs {
                let wanted = (glyph.x - first.x) * 1000.0 / stretch.size;
                // A number in TJ moves the pen back; under 2/1000 em nobody can see it.
                let back: f32 = (pen - wanted).round();
                if !run.is_empty() && back.abs() >= 2.0 {
                    shown.push(string(std::mem::take(&mut run)));
                    shown.push(DictItem::Real(back));
                    pen -= back;
                }
                run.extend_from_slice(&glyph.code.to_be_bytes());
                pen += face.width(glyph.code);
            }
            shown.push(string(run));
            let matrix = TextMatrix::Translate(Pt(x + first.x), Pt(y + first.up));
            self.ops.push(Op::SetTextMatrix { matrix });
            self.ops.push(Op::Unknown { key: "TJ".into(), value: vec![DictItem::Array(shown)] });
        }
        self.ops.push(Op::EndTextSection);
        if stretch.spoken.is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn path(&mut self, path: &Path) {
        let point = |point: &super::super::layout::page::Point| LinePoint {
            p: printpdf::Point { x: Pt(point.x), y: Pt(self.height - point.y) },
            bezier: point.handle,
        };
        let points: Vec<LinePoint> = path.points.iter().map(point).collect();
        if let Some(stroke) = path.stroke {
            self.stroke(stroke);
        }
        if let Some(ink) = path.fill {
            self.fill(ink);
        }
        let mode = match (path.fill, path.stroke) {
            (Some(_), Some(_)) => PaintMode::FillStroke,
            (Some(_), None) => PaintMode::Fill,
            (None, _) => PaintMode::Stroke,
        };
        self.ops.push(if path.closed {
            let rings = vec![PolygonRing { points }];
            let polygon = Polygon { rings, mode, winding_order: WindingOrder::NonZero };
            Op::DrawPolygon { polygon }
        } else {
            Op::DrawLine { line: Line { points, is_closed: false } }
        });
    }

    fn stroke(&mut self, stroke: Stroke) {
        let dash = stroke
            .dash
            .map_or_else(LineDashPattern::solid, |(on, off)| LineDashPattern::new(0.0, &[on, off]));
        self.ops.extend([
            Op::SetOutlineColor { col: color(self.colours, stroke.ink) },
            Op::SetOutlineThickness { pt: Pt(stroke.width) },
            Op::SetLineDashPattern { dash },
            Op::SetLineCapStyle { cap: LineCapStyle::Butt },
            Op::SetLineJoinStyle { join: LineJoinStyle::Miter },
        ]);
    }
}
