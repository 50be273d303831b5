//! Input cells: what may be typed, and what the form says beside them.

use super::sheet::Cell;
use crate::form::expression::Expression;
use crate::form::slot::Slot;
use crate::quantity::Unit;

/// A cell to be filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What it is for.
    pub slot: Slot,
    /// What may be typed.
    pub kind: InputKind,
    /// The title of the message beside it: up to 32 characters.
    pub title: String,
    /// The message: an example and the way out, up to 255 characters.
    pub message: String,
}

/// What may be typed into an input cell.
#[derive(Clone, Debug, PartialEq)]
pub enum InputKind {
    /// A figure of a measure.
    Figure(Unit),
    /// A sum in thousands of pounds, above or below zero.
    Thousands,
    /// How far, 0 to 100.
    OfHundred,
    /// A whole number from this one up.
    WholeFrom(u16),
    /// A number of any kind.
    Number,
    /// A day.
    Date,
    /// Some words.
    Text,
    /// A word of a list.
    Word(Vec<&'static str>),
    /// A word of a list that stands in a column of the form.
    WordOf(Expression),
}

impl InputKind {
    /// Whether it leans to the right, as numbers and dates do.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        match self {
            Self::Figure(_)
            | Self::Thousands
            | Self::OfHundred
            | Self::WholeFrom(_)
            | Self::Number
            | Self::Date => true,
            Self::Text | Self::Word(_) | Self::WordOf(_) => false,
        }
    }

    /// Whether a few words or sentences go into it.
    #[must_use]
    pub const fn is_prose(&self) -> bool {
        matches!(self, Self::Text)
    }
}

impl Cell {
    /// An input with its message.
    #[must_use]
    pub fn input(slot: Slot, kind: InputKind, title: &str, message: &str) -> Self {
        Self::Input(Input { slot, kind, title: title.into(), message: message.into() })
    }

    /// A sum in thousands of pounds.
    #[must_use]
    pub fn thousands(slot: Slot, title: &str, message: &str) -> Self {
        Self::input(slot, InputKind::Thousands, title, message)
    }

    /// Some words.
    #[must_use]
    pub fn words(slot: Slot, title: &str, message: &str) -> Self {
        Self::input(slot, InputKind::Text, title, message)
    }

    /// A role, never a person's name.
    #[must_use]
    pub fn role(slot: Slot, title: &str) -> Self {
        Self::input(
            slot,
            InputKind::Text,
            title,
            "Role only, such as Service Manager. No names of persons.",
        )
    }

    /// A day.
    #[must_use]
    pub fn date(slot: Slot, title: &str, message: &str) -> Self {
        Self::input(slot, InputKind::Date, title, message)
    }
}
