//! What stands on a page, as printpdf's operators.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::layout::page::{Area, Draw, Owner, Page, Path, Stroke};
use super::super::layout::theme::Ink;
use super::super::layout::tree::{Element, Id};
use super::super::layout::units::int;
use super::super::text_string;
use super::super::typeset::fonts::Face;
use super::super::typeset::shape::{Glyph, Set, Stretch};
use super::draw::{picture, resource};
use crate::theme::Colours;
use printpdf::{
    Color, DictItem, Line, LineCapStyle, LineDashPattern, LineJoinStyle, LinePoint, Op, PaintMode,
    PdfFontHandle, Polygon, PolygonRing, Pt, Rect, Rgb, TextMatrix, WindingOrder, XObjectTransform,
};
use std::collections::BTreeMap;

/// What pages are drawn with.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) faces: &'a [Face],
    pub(crate) elements: &'a [Element],
    pub(crate) colours: &'a Colours,
}

/// Draws a page; gives its operators, and the element of each marked-content number.
pub(crate) fn draw_page(desk: Desk<'_>, page: &Page) -> (Vec<Op>, Vec<Id>) {
    let mut canvas = Canvas::new(page.size.1, desk.faces, desk.colours);
    let mut owned = vec![];
    for piece in page.pieces.iter().filter(|piece| !piece.draws.is_empty()) {
        match piece.owner {
            Owner::Artifact => {
                canvas.ops.push(Op::BeginMarkedContent { tag: "Artifact".into() });
            }
            Owner::Element(id) => {
                let element = desk.elements.get(id.0);
                let tag = element.map_or("Span", |element| element.role.name());
                canvas.ops.push(begin(tag, "MCID", DictItem::Int(int(owned.len()))));
                owned.push(id);
            }
        }
        piece.draws.iter().for_each(|draw| canvas.draw(draw));
        canvas.ops.push(Op::EndMarkedContent);
    }
    (canvas.ops, owned)
}

fn begin(tag: &str, key: &str, value: DictItem) -> Op {
    let properties = DictItem::Dict { map: BTreeMap::from([(key.into(), value)]) };
    Op::BeginMarkedContentWithProperties { tag: tag.into(), properties }
}

fn string(data: Vec<u8>) -> DictItem {
    DictItem::String { data, literal: true }
}

/// An area of a page of this height.
pub(crate) fn rect(area: Area, page: f32, mode: Option<PaintMode>) -> Rect {
    let (width, height) = (Pt(area.right - area.left), Pt(area.bottom - area.top));
    let (x, y) = (Pt(area.left), Pt(page - area.bottom));
    Rect { x, y, width, height, mode, winding_order: None }
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
                let rectangle = rect(*area, self.height, Some(PaintMode::Fill));
                self.fill(*ink);
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Draw::Path(path) => self.path(path),
            Draw::Logo { area } => {
                let place = rect(*area, self.height, None);
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
