//! The form's look for other workbooks that people fill in.

use super::look::{self, DAY, Look};
use crate::form::layout::{Align, InputKind, Tone};
use rust_xlsxwriter::{Color, Format, FormatAlign};

const LEFT: Look = Look { align: Align::Left, tone: Tone::Plain };

/// The title of a sheet.
#[must_use]
pub fn title() -> Format {
    look::lead(Tone::Title)
}

/// A line below it; it runs over the cells to its right.
#[must_use]
pub fn lead() -> Format {
    look::lead(Tone::Plain)
}

/// The head of a column.
#[must_use]
pub fn head() -> Format {
    look::head(Align::Left, false)
}

/// A text that is not to be changed.
#[must_use]
pub fn label() -> Format {
    LEFT.blank().set_align(FormatAlign::Top)
}

/// The same, bold.
#[must_use]
pub fn name() -> Format {
    label().set_bold()
}

/// The same, standing back: what to write.
#[must_use]
pub fn help() -> Format {
    label().set_font_color(Color::RGB(0x004B_535B))
}

/// A cell to fill in that keeps what is typed as it is typed.
#[must_use]
pub fn words() -> Format {
    LEFT.input(&InputKind::Text).set_num_format("@").set_align(FormatAlign::Top)
}

/// A cell to fill in with a whole number.
#[must_use]
pub fn whole() -> Format {
    LEFT.input(&InputKind::Text).set_align(FormatAlign::Top)
}

/// A cell to fill in with a day.
#[must_use]
pub fn day() -> Format {
    LEFT.input(&InputKind::Date).set_num_format(DAY).set_align(FormatAlign::Top)
}
