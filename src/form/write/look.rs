//! How cells look: yellow with a border to fill in, grey where worked out, white elsewhere.

use crate::form::layout::{Align, InputKind, Show, Source, Tone};
use crate::quantity::Unit;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Ink.
pub(super) const INK: Color = Color::RGB(0x0014_181C);
/// Second text: labels that repeat, figures of earlier quarters.
const SECOND: Color = Color::RGB(0x004B_535B);
/// Hairlines between rows.
const HAIRLINE: Color = Color::RGB(0x00C4_CAD0);
/// Worked out.
const TINT: Color = Color::RGB(0x00F1_F3F4);
/// To fill in.
const INPUT: Color = Color::RGB(0x00FF_F6D6);
/// The border of what is to fill in (contrast 4.9 on white).
const INPUT_EDGE: Color = Color::RGB(0x008A_6D00);
/// A day, as a table writes it.
pub(super) const DAY: &str = "d mmm yyyy";

/// A cell's column and row, as far as they decide how it looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) align: Align,
    pub(super) tone: Tone,
}

fn base() -> Format {
    Format::new()
        .set_font_name("Arial")
        .set_font_size(11)
        .set_font_color(INK)
        .set_align(FormatAlign::VerticalCenter)
}

/// A line at the top of a sheet. It is not wrapped: it runs over the cells to its right.
pub(super) fn lead(tone: Tone) -> Format {
    match tone {
        Tone::Title => base().set_font_size(18).set_bold(),
        Tone::Subtitle => base().set_font_size(13).set_bold(),
        Tone::Plain | Tone::First | Tone::Further | Tone::Remark => base(),
    }
    .set_align(FormatAlign::Left)
    .set_indent(1)
}

/// A head: a rule above and below, heavier on the Cover, where it is a section's name.
pub(super) fn head(align: Align, section: bool) -> Format {
    let format = base()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Bottom)
        .set_align(side(align))
        .set_indent(1)
        .set_border_bottom(FormatBorder::Medium)
        .set_border_bottom_color(INK);
    if section {
        format.set_font_size(12)
    } else {
        format.set_border_top(FormatBorder::Medium).set_border_top_color(INK)
    }
}

/// Keys and markers.
pub(super) fn hidden() -> Format {
    base().set_font_color(SECOND)
}

const fn side(align: Align) -> FormatAlign {
    match align {
        Align::Left => FormatAlign::Left,
        Align::Right => FormatAlign::Right,
    }
}

/// How a number is shown.
fn number_format(show: Show) -> Option<&'static str> {
    match show {
        Show::Text | Show::Strong | Show::Check | Show::Input => None,
        Show::Percent => Some("0.0%"),
        Show::Whole => Some("#,##0"),
        Show::Pounds => Some("£#,##0"),
        Show::PerDay => Some("0.0\" a day\""),
        Show::Thousands => Some("#,##0.###;-#,##0.###;0"),
        Show::Decimal => Some("General"),
    }
}

/// The look of what is to be filled in.
fn bordered() -> Format {
    base()
        .set_text_wrap()
        .set_background_color(INPUT)
        .set_border(FormatBorder::Thin)
        .set_border_color(INPUT_EDGE)
}

impl Look {
    fn lined(self) -> Format {
        base()
            .set_text_wrap()
            .set_align(side(self.align))
            .set_indent(1)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(HAIRLINE)
    }

    /// Nothing.
    pub(super) fn blank(self) -> Format {
        self.lined()
    }

    /// The form's own text; one that only repeats the row above stands back.
    pub(super) fn label(self, repeats: bool, column: &str) -> Format {
        let format = self.lined();
        if self.tone == Tone::Remark {
            // Not wrapped, it runs over the empty cells to its right.
            return format.unset_text_wrap();
        }
        if repeats {
            return format.set_font_color(SECOND);
        }
        let named = matches!(column, "ref" | "what" | "line" | "project" | "risk" | "statistic");
        if named && matches!(self.tone, Tone::First | Tone::Plain) {
            return format.set_bold();
        }
        if column == "line" {
            return format.set_indent(3);
        }
        if column == "note" { format.set_font_color(SECOND) } else { format }
    }

    /// The form's own number.
    pub(super) fn number(self, show: Show, source: Source) -> Format {
        let format = self.lined().set_num_format(number_format(show).unwrap_or("General"));
        if source == Source::Earlier { format.set_font_color(SECOND) } else { format }
    }

    /// The form's own day.
    pub(super) fn day(self, source: Source) -> Format {
        self.number(Show::Decimal, source).set_num_format(DAY)
    }

    /// Worked out.
    pub(super) fn worked(self, show: Show) -> Format {
        if show == Show::Check {
            return self.lined();
        }
        let format = self.lined().set_background_color(TINT);
        if show == Show::Strong {
            return format.set_bold();
        }
        number_format(show).map_or(format.clone(), |shown| format.set_num_format(shown))
    }

    /// A sample of a look, in the key to the colours.
    pub(super) fn sample(self, show: Show) -> Format {
        if show == Show::Input {
            bordered()
        } else if show == Show::Text {
            self.worked(Show::Text)
        } else {
            self.lined()
        }
    }

    /// To fill in.
    pub(super) fn input(self, kind: &InputKind) -> Format {
        let align =
            if kind.is_number() && self.align == Align::Right { Align::Right } else { Align::Left };
        let format = bordered().set_unlocked().set_align(side(align)).set_indent(1);
        let shown = match kind {
            InputKind::Figure(Unit::Pounds) => "£#,##0.##;-£#,##0.##;£0",
            InputKind::Thousands => "#,##0.###;-#,##0.###;0",
            InputKind::Date => DAY,
            // Excel shows 76% as such only in a cell of no set format; in one set to whole
            // numbers it would show 1, and nobody would see what is wrong.
            InputKind::Figure(Unit::Count | Unit::Days)
            | InputKind::OfHundred
            | InputKind::WholeFrom(_)
            | InputKind::Number
            | InputKind::Text
            | InputKind::Word(_)
            | InputKind::WordOf(_) => "General",
        };
        format.set_num_format(shown)
    }
}

/// White on ink, for what is to be mended.
pub(super) fn mend() -> Format {
    Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(INK)
        .set_foreground_color(INK)
}

/// Bold, for what is still needed.
pub(super) fn needed() -> Format {
    Format::new().set_bold()
}
