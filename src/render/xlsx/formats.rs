//! Fonts, rules and colours of cells, from the visual standard.

use super::grid::{Held, Value};
use super::numbers;
use crate::compose::{Align, Emphasis, NumberFormat, Status};
use crate::theme::{Ink, Logo, Theme};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use std::rc::Rc;

const WHITE: Color = Color::RGB(0xFF_FFFF);

/// How cells look, in a theme's colours and face.
#[derive(Clone, Debug)]
pub(super) struct Look {
    theme: Theme,
}

/// A colour as the workbook takes it.
fn colour([red, green, blue]: Ink) -> Color {
    Color::RGB(u32::from_be_bytes([0, red, green, blue]))
}

impl Look {
    /// In a theme.
    pub(super) fn of(theme: &Theme) -> Self {
        Self { theme: theme.clone() }
    }

    /// Its face.
    pub(super) fn face(&self) -> &str {
        &self.theme.workbook_face
    }

    /// Body text and rules.
    pub(super) fn ink(&self) -> Color {
        colour(self.theme.colours.ink)
    }

    /// Second text.
    pub(super) fn second_ink(&self) -> Color {
        colour(self.theme.colours.second)
    }

    /// Lines between rows; decoration.
    pub(super) fn hairline(&self) -> Color {
        colour(self.theme.colours.hairline)
    }

    /// The council's logo.
    pub(super) fn logo(&self) -> Option<&Logo> {
        self.theme.logo.as_deref()
    }

    /// The font of cells that nobody sets: a column's width counts its digits.
    pub(super) fn unset(&self) -> Format {
        Format::new().set_font_name(&self.theme.workbook_face).set_font_size(10)
    }

    /// Body text. A digit of Arial 10 is as wide as the unit of a column's width.
    pub(super) fn body(&self) -> Format {
        self.unset().set_font_color(self.ink())
    }

    /// A line above a table, at this size.
    pub(super) fn heading(&self, size: u8) -> Format {
        self.body().set_font_size(size).set_bold()
    }

    /// A line in the second ink.
    pub(super) fn second(&self) -> Format {
        self.body().set_font_color(self.second_ink())
    }

    /// A line that links to another sheet.
    pub(super) fn link(&self) -> Format {
        Self::centred(self.cell(Align::Left, Emphasis::Plain))
            .set_font_color(colour(self.theme.colours.link))
            .set_underline(rust_xlsxwriter::FormatUnderline::Single)
    }

    /// A line under a table that leads back to the cover.
    pub(super) fn back(&self) -> Format {
        self.body()
            .set_font_color(colour(self.theme.colours.link))
            .set_underline(rust_xlsxwriter::FormatUnderline::Single)
    }

    /// "DRAFT, version 2" in its box.
    pub(super) fn boxed(&self) -> Format {
        self.body()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Medium)
            .set_border_color(self.ink())
    }

    /// A column's head. Heads of numbers stand clear of the filter's arrow, and numbers under them.
    pub(super) fn head(&self, align: Align) -> Format {
        let format = self
            .body()
            .set_bold()
            .set_text_wrap()
            .set_border_top(FormatBorder::Medium)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_top_color(self.ink())
            .set_border_bottom_color(self.ink())
            .set_align(FormatAlign::Bottom);
        match align {
            Align::Left => format.set_align(FormatAlign::Left).set_indent(1),
            Align::Right => format.set_align(FormatAlign::Right).set_indent(1),
        }
    }

    /// A cell of a table.
    pub(super) fn cell(&self, align: Align, emphasis: Emphasis) -> Format {
        let format = self
            .body()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(self.hairline());
        let format = match align {
            Align::Left => format.set_align(FormatAlign::Left).set_indent(1),
            Align::Right => format.set_align(FormatAlign::Right).set_indent(1),
        };
        match emphasis {
            Emphasis::Plain => format,
            Emphasis::Bold => format.set_bold(),
            Emphasis::Faint => format.set_font_color(self.second_ink()),
        }
    }

    /// In a row of one line, text stands in the middle.
    pub(super) fn centred(format: Format) -> Format {
        format.set_align(FormatAlign::VerticalCenter)
    }

    /// A cell of the total row.
    pub(super) fn total(&self, align: Align) -> Format {
        Self::centred(self.cell(align, Emphasis::Bold))
            .set_border_top(FormatBorder::Thin)
            .set_border_top_color(self.ink())
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(self.ink())
    }

    /// Adds a number's format to a cell's.
    pub(super) fn with_number(format: Format, number: NumberFormat, word: Option<&str>) -> Format {
        // A number never wraps; LibreOffice drops the indent of one that may.
        format.unset_text_wrap().set_num_format(numbers::code(number, word))
    }

    /// The fill of a status, the ink on it, and the edge around it.
    pub(super) fn status_colours(&self, status: Status) -> (Color, Color, Color) {
        let all = &self.theme.colours;
        let (ink, grey) = (self.ink(), colour(all.grey));
        match status {
            Status::Blue => (colour(all.blue), WHITE, colour(all.blue)),
            Status::Green => (colour(all.green), WHITE, colour(all.green)),
            Status::Amber => (colour(all.amber), ink, colour(all.amber_edge)),
            Status::Red => (colour(all.red), WHITE, colour(all.red)),
            Status::ReportLater => (WHITE, ink, grey),
            Status::Contextual => (colour(all.pale), ink, grey),
            Status::KeptBack => (grey, WHITE, grey),
        }
    }

    /// A cell with a status that nobody changes.
    pub(super) fn status_cell(&self, status: Status) -> Format {
        let (fill, ink, edge) = self.status_colours(status);
        Self::centred(self.cell(Align::Left, Emphasis::Bold))
            .set_background_color(fill)
            .set_font_color(ink)
            .set_border(FormatBorder::Thin)
            .set_border_color(edge)
    }

    /// How a status stands in a cell: its word on its colour.
    pub(super) fn status(&self, status: Status) -> Format {
        let (fill, ink, edge) = self.status_colours(status);
        Format::new()
            .set_background_color(fill)
            .set_font_color(ink)
            .set_bold()
            .set_border(FormatBorder::Thin)
            .set_border_color(edge)
    }
}

/// What the format of a table's cell hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind<'v> {
    align: Align,
    emphasis: Emphasis,
    /// In a row of one line, text stands in the middle.
    one_line: bool,
    holds: Holds<'v>,
}

/// What a cell holds, as far as its format hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds<'v> {
    Words,
    /// Words that begin as a formula does: editing such a cell must not make one of it.
    LikeFormula,
    Number(NumberFormat, Option<&'v str>),
    Day,
    Status,
}

impl<'v> Kind<'v> {
    /// The kind of a cell.
    pub(super) fn of(value: &'v Value, align: Align, one_line: bool) -> Self {
        let holds = match &value.held {
            Held::Words(text) if text.starts_with(['=', '+', '-', '@']) => Holds::LikeFormula,
            Held::Empty | Held::Sparkline(_) | Held::Words(_) => Holds::Words,
            Held::Number(figure) => Holds::Number(figure.format, figure.word.as_deref()),
            Held::Day(_) => Holds::Day,
            Held::Status(_) => Holds::Status,
        };
        Self { align, emphasis: value.emphasis, one_line, holds }
    }
}

/// The formats of a table's cells, each made once: thousands of cells have a few.
pub(super) struct CellFormats<'l, 'v> {
    look: &'l Look,
    /// Few: they are found faster than a hash of one.
    made: Vec<(Kind<'v>, Rc<Format>)>,
}

impl<'l, 'v> CellFormats<'l, 'v> {
    /// None yet.
    pub(super) const fn of(look: &'l Look) -> Self {
        Self { look, made: Vec::new() }
    }

    /// The format of such a cell.
    pub(super) fn of_cell(&mut self, kind: Kind<'v>) -> Rc<Format> {
        if let Some((_, format)) = self.made.iter().find(|(made, _)| *made == kind) {
            return Rc::clone(format);
        }
        let format = Rc::new(self.make(kind));
        self.made.push((kind, Rc::clone(&format)));
        format
    }

    fn make(&self, kind: Kind<'v>) -> Format {
        let format = self.look.cell(kind.align, kind.emphasis);
        let format = if kind.one_line { Look::centred(format) } else { format };
        match kind.holds {
            Holds::Words => format,
            Holds::LikeFormula => format.set_quote_prefix(),
            Holds::Number(number, word) => Look::with_number(format, number, word),
            Holds::Day => format.set_num_format("d mmm yyyy"),
            Holds::Status => format.set_bold(),
        }
    }
}
