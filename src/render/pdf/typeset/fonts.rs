//! The faces carried in the program, and the codes under which their glyphs are written.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::PdfError;
use super::super::layout::units::{code, rounded};
use printpdf::{FontMetrics, ParsedFont, PdfFontMetricsStub};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// The families in the order they are asked for a character.
pub(crate) const FAMILIES: &str = "'Noto Sans', 'DejaVu Sans'";
/// How many of the faces are Noto Sans; the rest fill its gaps.
pub(crate) const MAIN_FACES: usize = 4;

/// One face. A code stands for one glyph *and* the text it was set for, so that two texts drawn
/// with one glyph (a space and a no-break space, say) both come back as they were.
pub(crate) struct Face {
    name: &'static str,
    /// The whole font file.
    pub(crate) bytes: &'static [u8],
    parsed: ParsedFont,
    codes: HashMap<u16, Vec<u16>>,
    /// Glyph and text by code; code 0 is the empty glyph and never used.
    glyphs: Vec<(u16, String)>,
    /// Advance widths by code, in thousandths of an em, as the file states them.
    widths: Vec<i16>,
}

/// A face cut down to what is used.
pub(crate) struct Subset {
    /// The font as printpdf takes it.
    pub(crate) font: ParsedFont,
    /// From codes to the subset's glyphs: the stream of `/CIDToGIDMap`.
    pub(crate) to_glyph: Vec<u8>,
    /// From codes to text: the stream of `/ToUnicode`.
    pub(crate) to_text: Vec<u8>,
}

impl Face {
    fn new(name: &'static str, bytes: &'static [u8]) -> Result<Self, PdfError> {
        let parsed = ParsedFont::from_bytes(bytes, 0, &mut vec![]);
        let parsed = parsed.ok_or(PdfError::Font { name })?;
        let glyphs = vec![(0, String::new())];
        Ok(Self { name, bytes, parsed, codes: HashMap::new(), glyphs, widths: vec![0] })
    }

    /// Whether it draws the character.
    pub(crate) fn has(&self, c: char) -> bool {
        self.parsed.codepoint_to_glyph.contains_key(&u32::from(c))
    }

    /// The code for a glyph set for a text. Past 65,535 codes the empty glyph is given.
    pub(crate) fn code(&mut self, glyph: u16, text: &str) -> u16 {
        let known = self.codes.entry(glyph).or_default();
        let same = |code: &&u16| {
            self.glyphs.get(usize::from(**code)).is_some_and(|(_, kept)| kept == text)
        };
        if let Some(code) = known.iter().find(same) {
            return *code;
        }
        let Some(fresh) = code(self.glyphs.len()) else { return 0 };
        known.push(fresh);
        self.glyphs.push((glyph, text.into()));
        let advance = self.parsed.get_glyph_width(glyph).unwrap_or(0);
        self.widths.push(self.em(i16::try_from(advance).unwrap_or(i16::MAX)));
        fresh
    }

    /// The text that a code stands for.
    #[cfg(test)]
    pub(crate) fn text(&self, code: u16) -> &str {
        &self.glyphs[usize::from(code)].1
    }

    /// The codes of its glyphs that are drawn.
    pub(crate) fn codes(&self) -> impl Iterator<Item = u16> {
        (0u16..).zip(&self.glyphs).skip(1).map(|(code, _)| code)
    }

    /// Whether any of its glyphs is drawn.
    pub(crate) fn is_used(&self) -> bool {
        self.glyphs.len() > 1
    }

    /// The advance of a code in thousandths of an em: what moves a reader's pen.
    pub(crate) fn width(&self, code: u16) -> f32 {
        self.widths.get(usize::from(code)).copied().map_or(0.0, f32::from)
    }

    fn em(&self, units: i16) -> i16 {
        rounded(f32::from(units) * 1000.0 / f32::from(self.parsed.units_per_em))
    }

    /// The face cut down to the glyphs that have codes, its numbers in thousandths of an em
    /// because printpdf cuts its own conversion short instead of rounding it.
    ///
    /// # Errors
    /// When the face can't be cut down.
    pub(crate) fn embed(&self, tag: &str) -> Result<Subset, PdfError> {
        let mut kept = subsetter::GlyphRemapper::new();
        let to_glyph = self.glyphs.iter().flat_map(|(glyph, _)| kept.remap(*glyph).to_be_bytes());
        let to_glyph = to_glyph.collect();
        let original_bytes = subsetter::subset(self.bytes, 0, &kept)
            .map_err(|source| PdfError::Subset { name: self.name, source })?;
        let metrics = &self.parsed.pdf_font_metrics;
        let widths = (0u16..).zip(&self.widths);
        let font = ParsedFont {
            original_bytes,
            font_index: 0,
            font_name: Some(format!("{tag}+{}", self.name)),
            codepoint_to_glyph: BTreeMap::new(),
            glyph_widths: widths.map(|(code, w)| (code, u16::try_from(*w).unwrap_or(0))).collect(),
            units_per_em: 1000,
            font_metrics: FontMetrics {
                ascent: self.em(self.parsed.font_metrics.ascent),
                descent: self.em(self.parsed.font_metrics.descent),
            },
            font_type: self.parsed.font_type,
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em: 1000,
                x_min: self.em(metrics.x_min),
                y_min: self.em(metrics.y_min),
                x_max: self.em(metrics.x_max),
                y_max: self.em(metrics.y_max),
                ..metrics.clone()
            },
        };
        Ok(Subset { font, to_glyph, to_text: self.to_text().into_bytes() })
    }

    /// The map from codes to text (ISO 32000-1, 9.10.3), at most 100 lines to a block.
    fn to_text(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let lines: Vec<String> = (0u16..)
            .zip(&self.glyphs)
            .skip(1)
            .map(|(code, (_, text))| {
                let units = text.encode_utf16().fold(String::new(), |mut hex, unit| {
                    let _ = write!(hex, "{unit:04X}");
                    hex
                });
                format!("<{code:04X}> <{units}>\n")
            })
            .collect();
        for block in lines.chunks(100) {
            let _ = writeln!(map, "{} beginbfchar", block.len());
            map.extend(block.iter().map(String::as_str));
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }
}

/// Noto Sans in four styles for the text, `DejaVu` Sans in two for what Noto Sans lacks.
///
/// # Errors
/// When a face can't be read.
pub(crate) fn carried() -> Result<Vec<Face>, PdfError> {
    Ok(vec![
        Face::new("NotoSans-Regular", notosans::REGULAR_TTF)?,
        Face::new("NotoSans-Bold", notosans::BOLD_TTF)?,
        Face::new("NotoSans-Italic", notosans::ITALIC_TTF)?,
        Face::new("NotoSans-BoldItalic", notosans::BOLD_ITALIC_TTF)?,
        Face::new("DejaVuSans", dejavu::sans::regular())?,
        Face::new("DejaVuSans-Bold", dejavu::sans::bold())?,
    ])
}
