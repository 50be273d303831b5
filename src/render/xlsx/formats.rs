//! Fonts, rules and colours of cells, from the visual standard.

use super::grid::Figure;
use super::numbers;
use crate::compose::{Align, Emphasis, Status};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Body text and rules.
pub(super) const INK: Color = Color::RGB(0x14_181C);
/// Second text.
pub(super) const SECOND: Color = Color::RGB(0x4B_535B);
/// Lines between rows; decoration.
pub(super) const HAIRLINE: Color = Color::RGB(0xC4_CAD0);
/// The edge of the light status colours.
pub(super) const EDGE: Color = Color::RGB(0x66_6E76);
const WHITE: Color = Color::RGB(0xFF_FFFF);
const LINK: Color = Color::RGB(0x1F_5C9E);
const FONT: &str = "Arial";

/// The font of cells that nobody sets: a column's width counts its digits.
pub(super) fn unset() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10)
}

/// Body text. A digit of Arial 10 is as wide as the unit of a column's width.
pub(super) fn body() -> Format {
    unset().set_font_color(INK)
}

/// A line above a table, at this size.
pub(super) fn heading(size: u8) -> Format {
    body().set_font_size(size).set_bold()
}

/// A line in the second ink.
pub(super) fn second() -> Format {
    body().set_font_color(SECOND)
}

/// A line that links to another sheet.
pub(super) fn link() -> Format {
    centred(cell(Align::Left, Emphasis::Plain))
        .set_font_color(LINK)
        .set_underline(rust_xlsxwriter::FormatUnderline::Single)
}

/// "DRAFT, version 2" in its box.
pub(super) fn boxed() -> Format {
    body()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Medium)
        .set_border_color(INK)
}

/// A column's head. Heads of numbers stand clear of the filter's arrow, and numbers under them.
pub(super) fn head(align: Align) -> Format {
    let format = body()
        .set_bold()
        .set_text_wrap()
        .set_border_top(FormatBorder::Medium)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_top_color(INK)
        .set_border_bottom_color(INK)
        .set_align(FormatAlign::Bottom);
    match align {
        Align::Left => format.set_align(FormatAlign::Left).set_indent(1),
        Align::Right => format.set_align(FormatAlign::Right).set_indent(1),
    }
}

/// A cell of a table.
pub(super) fn cell(align: Align, emphasis: Emphasis) -> Format {
    let format = body()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(HAIRLINE);
    let format = match align {
        Align::Left => format.set_align(FormatAlign::Left).set_indent(1),
        Align::Right => format.set_align(FormatAlign::Right).set_indent(1),
    };
    match emphasis {
        Emphasis::Plain => format,
        Emphasis::Bold => format.set_bold(),
        Emphasis::Faint => format.set_font_color(SECOND),
    }
}

/// In a row of one line, text stands in the middle.
pub(super) fn centred(format: Format) -> Format {
    format.set_align(FormatAlign::VerticalCenter)
}

/// A cell of the total row.
pub(super) fn total(align: Align) -> Format {
    centred(cell(align, Emphasis::Bold))
        .set_border_top(FormatBorder::Thin)
        .set_border_top_color(INK)
        .set_border_bottom(FormatBorder::Medium)
        .set_border_bottom_color(INK)
}

/// Adds a number's format to a cell's.
pub(super) fn with_number(format: Format, figure: &Figure) -> Format {
    // A number never wraps; LibreOffice drops the indent of one that may.
    format.unset_text_wrap().set_num_format(numbers::code(figure.format, figure.word.as_deref()))
}

/// The fill of a status, the ink on it, and the edge around it.
pub(super) const fn status_colours(status: Status) -> (Color, Color, Color) {
    match status {
        Status::Blue => (Color::RGB(0x1F_5C9E), WHITE, Color::RGB(0x1F_5C9E)),
        Status::Green => (Color::RGB(0x1F_7A43), WHITE, Color::RGB(0x1F_7A43)),
        Status::Amber => (Color::RGB(0xF5_A800), INK, Color::RGB(0x87_5800)),
        Status::Red => (Color::RGB(0xC0_1F2E), WHITE, Color::RGB(0xC0_1F2E)),
        Status::ReportLater => (WHITE, INK, EDGE),
        Status::Contextual => (Color::RGB(0xDD_E2E6), INK, EDGE),
    }
}

/// A cell with a status that nobody changes.
pub(super) fn status_cell(status: Status) -> Format {
    let (fill, ink, edge) = status_colours(status);
    centred(cell(Align::Left, Emphasis::Bold))
        .set_background_color(fill)
        .set_font_color(ink)
        .set_border(FormatBorder::Thin)
        .set_border_color(edge)
}

/// How a status stands in a cell: its word on its colour.
pub(super) fn status(status: Status) -> Format {
    let (fill, ink, edge) = status_colours(status);
    Format::new()
        .set_background_color(fill)
        .set_font_color(ink)
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_border_color(edge)
}
