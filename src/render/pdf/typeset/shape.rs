//! Sets text: shaping, direction, fallback and line breaking by parley, each result kept.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::layout::theme::{Ink, Style};
use super::super::layout::units::{code, real};
use super::fonts::{FAMILIES, Face, MAIN_FACES};
use super::rich::Rich;
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{Cluster, FontContext, FontFamily, FontStyle, FontWeight, Layout, LayoutContext};
use parley::{LineHeight, OverflowWrap, StyleProperty};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// Drawn where no carried face has the character; the text layer keeps the character itself.
const STAND_IN: char = '\u{FFFD}';
/// Noto Sans above and below the baseline, in ems (its `hhea` table).
const ASCENT: f32 = 1.069;
const DESCENT: f32 = 0.293;
/// So many results are kept for use again; then all are let go, so that memory follows the
/// pages and not the variety of their words.
const KEPT: usize = 4096;

/// A glyph, by its code, and where it stands from the line's left end and baseline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    pub(crate) code: u16,
    pub(crate) x: f32,
    pub(crate) up: f32,
}

/// Glyphs of one face and colour, left to right. `spoken` is the text where the glyphs alone
/// don't give it.
#[derive(Debug)]
pub(crate) struct Stretch {
    pub(crate) face: usize,
    pub(crate) size: f32,
    pub(crate) ink: Ink,
    pub(crate) spoken: Option<String>,
    pub(crate) glyphs: Vec<Glyph>,
}

/// A line of set text.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) stretches: Vec<Stretch>,
    /// Without the spaces at its end.
    pub(crate) width: f32,
}

/// Text broken into lines.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) lines: Vec<Line>,
    /// From baseline to baseline.
    pub(crate) lead: f32,
    /// From a line's top to its baseline.
    pub(crate) baseline: f32,
    /// Its characters where some run from right to left: its element carries them as read.
    pub(crate) rtl: Option<String>,
}

impl Set {
    /// The height of all lines.
    pub(crate) fn height(&self) -> f32 {
        real(self.lines.len()) * self.lead
    }

    /// The width of the widest line.
    pub(crate) fn width(&self) -> f32 {
        self.lines.iter().map(|line| line.width).fold(0.0, f32::max)
    }
}

/// Characters of a text that no face has: where the stand-in is, and for what.
type Swapped = Vec<(usize, char)>;

/// The shaper with its faces.
pub(crate) struct Setter {
    /// The faces.
    pub(crate) faces: Vec<Face>,
    /// Characters that no face has.
    pub(crate) missing: BTreeSet<char>,
    fonts: FontContext,
    scratch: LayoutContext<Ink>,
    done: HashMap<(Rich, u32), Arc<Set>>,
    widths: HashMap<Rich, (f32, f32)>,
}

impl Setter {
    /// A shaper that knows these faces and none of the machine's.
    pub(crate) fn new(faces: Vec<Face>) -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        for face in &faces {
            collection.register_fonts(Blob::new(Arc::new(face.bytes)), None);
        }
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        Self {
            faces,
            missing: BTreeSet::new(),
            fonts,
            scratch: LayoutContext::new(),
            done: HashMap::new(),
            widths: HashMap::new(),
        }
    }

    /// Sets text in lines of at most a width; a word longer than that is broken.
    pub(crate) fn set(&mut self, rich: &Rich, width: f32) -> Arc<Set> {
        let key = (rich.clone(), width.to_bits());
        if let Some(set) = self.done.get(&key) {
            return Arc::clone(set);
        }
        let set = Arc::new(self.shape(rich, width));
        if self.done.len() >= KEPT {
            self.done.clear();
        }
        self.done.insert(key, Arc::clone(&set));
        set
    }

    /// Sets text in one line, however long.
    pub(crate) fn line(&mut self, text: &str, style: Style) -> Arc<Set> {
        self.set(&Rich::new(text, style), f32::MAX)
    }

    /// Sets text in as few lines as a width allows, and those as even as can be.
    pub(crate) fn even(&mut self, rich: &Rich, width: f32) -> Arc<Set> {
        let mut best = self.set(rich, width);
        let lines = best.lines.len();
        let (least, _) = self.widths(rich);
        if lines < 2 || least > width {
            return best;
        }
        let (mut low, mut high) = (least, width);
        while high - low > 1.0 {
            let middle = f32::midpoint(low, high);
            let tried = self.set(rich, middle);
            if tried.lines.len() > lines {
                low = middle;
            } else {
                (best, high) = (tried, middle);
            }
        }
        best
    }

    /// The widths of the longest word and of the whole text in one line.
    pub(crate) fn widths(&mut self, rich: &Rich) -> (f32, f32) {
        if let Some(widths) = self.widths.get(rich) {
            return *widths;
        }
        let (shown, _) = self.visible(&rich.text());
        let widths = self.layout(&shown, rich, OverflowWrap::BreakWord).calculate_content_widths();
        if self.widths.len() >= KEPT {
            self.widths.clear();
        }
        // A hair more, or a text measured here could break when it is set to that very width.
        let widths = (widths.min + 0.05, widths.max + 0.05);
        self.widths.insert(rich.clone(), widths);
        widths
    }

    fn has(&self, c: char) -> bool {
        let (main, rest) = self.faces.split_at(MAIN_FACES.min(self.faces.len()));
        main.iter().all(|face| face.has(c)) || rest.iter().all(|face| face.has(c))
    }

    /// The characters of a text that no face has.
    pub(crate) fn undrawn(&mut self, text: &str) -> BTreeSet<char> {
        let before = std::mem::take(&mut self.missing);
        self.visible(text);
        std::mem::replace(&mut self.missing, before)
    }

    /// Puts the stand-in where a character has no glyph; gives back what stood where.
    fn visible(&mut self, text: &str) -> (String, Swapped) {
        let (mut shown, mut swapped) = (String::with_capacity(text.len()), vec![]);
        for c in text.chars() {
            let unseen = c.is_control()
                || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
                || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}');
            if unseen || self.has(c) {
                shown.push(c);
            } else {
                self.missing.insert(c);
                swapped.push((shown.len(), c));
                shown.push(STAND_IN);
            }
        }
        (shown, swapped)
    }

    /// Shapes text. `shown` is as long as the rich text's, but for characters swapped.
    fn layout(&mut self, shown: &str, rich: &Rich, wrap: OverflowWrap) -> Layout<Ink> {
        let base = rich.style();
        let lead = f32::from(base.lead) / 10.0;
        let mut builder = self.scratch.ranged_builder(&mut self.fonts, shown, 1.0, false);
        builder.push_default(FontFamily::Source(FAMILIES.into()));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(lead)));
        builder.push_default(StyleProperty::OverflowWrap(wrap));
        let (mut chars, mut start) = (shown.char_indices(), 0);
        for (text, style) in &rich.runs {
            // Stand-ins may differ in length from what they stand for: count characters.
            let end = chars
                .by_ref()
                .take(text.chars().count())
                .last()
                .map_or(start, |(at, c)| at + c.len_utf8());
            let range = start..end;
            let size = StyleProperty::FontSize(f32::from(style.size) / 10.0);
            builder.push(size, range.clone());
            builder.push(StyleProperty::Brush(style.ink), range.clone());
            if style.bold {
                builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range.clone());
            }
            if style.italic {
                builder.push(StyleProperty::FontStyle(FontStyle::Italic), range);
            }
            start = end;
        }
        builder.build(shown)
    }

    fn shape(&mut self, rich: &Rich, width: f32) -> Set {
        let style = rich.style();
        let (size, lead) = (f32::from(style.size) / 10.0, f32::from(style.lead) / 10.0);
        let baseline = (lead - (ASCENT + DESCENT) * size) / 2.0 + ASCENT * size;
        let (shown, swapped) = self.visible(&rich.text());
        let mut set = Set { lines: vec![], lead, baseline, rtl: None };
        if shown.is_empty() {
            return set;
        }
        let mut layout = self.layout(&shown, rich, OverflowWrap::Anywhere);
        layout.break_all_lines(Some(width));
        let words = Words { shown: &shown, swapped: &swapped };
        let mut rtl = false;
        for line in layout.lines() {
            let metrics = line.metrics();
            let (mut stretches, mut x, mut end) = (vec![], 0.0, 0.0);
            for run in line.runs() {
                let start = run.font().data.as_ref().as_ptr();
                let Some(face) = self.faces.iter_mut().position(|f| f.bytes.as_ptr() == start)
                else {
                    continue;
                };
                rtl |= run.is_rtl();
                let units = units(run.clusters(), run.is_rtl());
                let pen = Pen { face, size: run.font_size(), rtl: run.is_rtl() };
                if let Some(kept) = self.faces.get_mut(face) {
                    x = pen.write(kept, &words, units, (x, &mut end), &mut stretches);
                }
            }
            stretches.retain(|stretch: &Stretch| !stretch.glyphs.is_empty());
            // What is laid out stays until every page is drawn: no room is kept for more.
            for stretch in &mut stretches {
                stretch.glyphs = stretch.glyphs.as_slice().into();
            }
            let advance = metrics.advance - metrics.hanging_advance;
            set.lines.push(Line { stretches, width: if rtl { advance } else { end } });
        }
        set.rtl = rtl.then(|| rich.text());
        set
    }
}

/// A text as shown, and the characters that stand-ins stand for.
struct Words<'a> {
    shown: &'a str,
    swapped: &'a [(usize, char)],
}

impl Words<'_> {
    /// The characters meant by a range of the text as shown.
    fn meant(&self, range: Range<usize>) -> Vec<char> {
        let Some(part) = self.shown.get(range.clone()) else { return vec![] };
        let real = |at: usize| self.swapped.binary_search_by_key(&at, |swap| swap.0).ok();
        let real = |at| real(at).and_then(|index| self.swapped.get(index)).map(|swap| swap.1);
        part.char_indices().map(|(at, c)| real(range.start + at).unwrap_or(c)).collect()
    }
}

/// The glyphs of one unit of text, such as a letter or a ligature.
struct Unit {
    text: Range<usize>,
    ink: Ink,
    glyphs: Vec<parley::Glyph>,
}

/// A ligature is one cluster with glyphs and others, without, that go on with it.
fn units<'a>(clusters: impl Iterator<Item = Cluster<'a, Ink>>, rtl: bool) -> Vec<Unit> {
    let mut units: Vec<Unit> = vec![];
    for cluster in clusters.filter(|cluster| !cluster.is_hard_line_break()) {
        match units.last_mut() {
            Some(unit) if cluster.is_ligature_continuation() => {
                unit.text.end = cluster.text_range().end;
            }
            _ => units.push(Unit {
                text: cluster.text_range(),
                ink: cluster.style().brush,
                glyphs: cluster.glyphs().collect(),
            }),
        }
    }
    if rtl {
        units.reverse();
    }
    units
}

/// Writes units of text as glyphs of a face.
struct Pen {
    face: usize,
    size: f32,
    rtl: bool,
}

impl Pen {
    /// Writes from `x` on; gives back where it ends, and in `end` where its last letter does. Glyphs go from left to right whatever way
    /// the text runs, and readers turn right-to-left letters round: so a unit of several letters
    /// is written turned as well.
    fn write(
        &self,
        face: &mut Face,
        words: &Words<'_>,
        units: Vec<Unit>,
        (mut x, end): (f32, &mut f32),
        stretches: &mut Vec<Stretch>,
    ) -> f32 {
        let mut fresh = true;
        for unit in units {
            let mut letters = words.meant(unit.text);
            if self.rtl {
                letters.reverse();
            }
            let text: String = letters.iter().collect();
            // Several glyphs for one unit of text: only the whole has a meaning.
            let odd = unit.glyphs.len() > 1 && !self.rtl;
            if odd || fresh || stretches.last().is_some_and(|last| last.ink != unit.ink) {
                let spoken = odd.then(|| text.clone());
                let (face, size, ink) = (self.face, self.size, unit.ink);
                stretches.push(Stretch { face, size, ink, spoken, glyphs: vec![] });
            }
            fresh = odd;
            for (index, glyph) in unit.glyphs.iter().enumerate() {
                let letter = letters.get(index).or(letters.last());
                let part = if unit.glyphs.len() == 1 {
                    text.clone()
                } else {
                    letter.map(ToString::to_string).unwrap_or_default()
                };
                let id = usize::try_from(glyph.id).ok().and_then(code).unwrap_or(0);
                let code = face.code(id, &part);
                if let Some(last) = stretches.last_mut() {
                    last.glyphs.push(Glyph { code, x: x + glyph.x, up: -glyph.y });
                }
                x += glyph.advance;
            }
            if !text.trim().is_empty() {
                *end = x;
            }
        }
        x
    }
}
