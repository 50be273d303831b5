//! Colours, sizes and lengths of the pages: the visual standard in numbers.

use super::units::mm;
use crate::compose::{PageLayout, Status};

pub(crate) use crate::theme::Ink;

// The standard's colours, by which layout names them; drawing dresses them in the theme's own.

/// Text and heavy rules.
pub(crate) const INK: Ink = [0x14, 0x18, 0x1C];
/// Second lines, notes and furniture.
pub(crate) const SECOND: Ink = [0x4B, 0x53, 0x5B];
/// Axes, targets and ticks of charts.
pub(crate) const AXIS: Ink = [0x7A, 0x82, 0x8A];
/// Lines between rows.
pub(crate) const HAIRLINE: Ink = [0xC4, 0xCA, 0xD0];
/// The ground of group rows.
pub(crate) const TINT: Ink = [0xF1, 0xF3, 0xF4];
/// White.
pub(crate) const WHITE: Ink = [0xFF, 0xFF, 0xFF];
/// Report later and contextual.
pub(crate) const GREY: Ink = [0x66, 0x6E, 0x76];
const PALE: Ink = [0xDD, 0xE2, 0xE6];
/// The edge of amber.
pub(crate) const AMBER_EDGE: Ink = [0x87, 0x58, 0x00];

/// The colour of a status's mark.
pub(crate) const fn mark_ink(status: Status) -> Ink {
    match status {
        Status::Blue => [0x1F, 0x5C, 0x9E],
        Status::Green => [0x1F, 0x7A, 0x43],
        Status::Amber => [0xF5, 0xA8, 0x00],
        Status::Red => [0xC0, 0x1F, 0x2E],
        Status::ReportLater | Status::Contextual | Status::KeptBack => GREY,
    }
}

/// A status's part of a bar: its ground, its edge, and the colour of text on it.
pub(crate) const fn bar_inks(status: Status) -> (Ink, Option<Ink>, Ink) {
    match status {
        Status::Blue | Status::Green | Status::Red => (mark_ink(status), None, WHITE),
        Status::Amber => (mark_ink(status), Some(AMBER_EDGE), INK),
        Status::ReportLater => (WHITE, Some(GREY), INK),
        Status::Contextual => (PALE, Some(GREY), INK),
        Status::KeptBack => (GREY, None, WHITE),
    }
}

/// A style of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Style {
    /// Size in tenths of a point.
    pub(crate) size: u16,
    /// From baseline to baseline, in tenths of a point.
    pub(crate) lead: u16,
    /// Bold.
    pub(crate) bold: bool,
    /// Italic.
    pub(crate) italic: bool,
    /// Colour.
    pub(crate) ink: Ink,
}

impl Style {
    const fn new(size: u16, lead: u16) -> Self {
        Self { size, lead, bold: false, italic: false, ink: INK }
    }
    /// The same in bold.
    pub(crate) const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }
    /// The same in another colour.
    pub(crate) const fn ink(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }
    /// The same in the colour of second lines.
    pub(crate) const fn faint(self) -> Self {
        self.ink(SECOND)
    }
}

/// "Report" on the front sheet.
pub(crate) const TITLE: Style = Style::new(280, 340).bold();
/// The figure in an exception block.
pub(crate) const FIGURE: Style = Style::new(180, 240).bold();
/// A section's heading.
pub(crate) const HEADING: Style = Style::new(160, 230).bold();
/// The sentence a section comes to; the subject.
pub(crate) const LEAD: Style = Style::new(140, 200);
/// Running text; bold, a subheading.
pub(crate) const BODY: Style = Style::new(120, 170);
/// A table's cell.
pub(crate) const CELL: Style = Style::new(100, 128);
/// Statements beside charts and tables: cells' type with room between the lines.
pub(crate) const FACT: Style = Style::new(100, 144);
/// Column heads, second lines, notes, labels of charts, furniture: nothing is smaller.
pub(crate) const SMALL: Style = Style::new(90, 113);

/// The heaviest table rule, in points: above a head and under a total.
pub(crate) const RULE_HEAVY: f32 = mm(0.5);
/// Under a head, above a total, at a table's end.
pub(crate) const RULE: f32 = mm(0.25);
/// Between rows, and above the footer.
pub(crate) const RULE_HAIR: f32 = mm(0.15);
/// A box in the running header.
pub(crate) const RULE_BOX: f32 = mm(0.3);

/// Left and right margin.
pub(crate) const MARGIN: f32 = mm(20.0);
/// Where the body begins, from the page's top.
pub(crate) const TOP: f32 = mm(25.0);
/// Where it ends, from the page's foot.
pub(crate) const FOOT: f32 = mm(20.0);
/// How far paragraphs hang from their numbers.
pub(crate) const HANG: f32 = mm(14.0);

/// Width and height of a page, A4.
pub(crate) const fn page_size(layout: PageLayout) -> (f32, f32) {
    match layout {
        PageLayout::Portrait => (mm(210.0), mm(297.0)),
        PageLayout::Landscape => (mm(297.0), mm(210.0)),
    }
}
