//! How packs look: the one place of colours, type and logo, for every format.

mod contrast;
mod faces;
mod logo;
mod near;
mod read;

pub use contrast::contrast;
pub use faces::Faces;
pub use logo::Logo;
pub use read::{Picture, ThemeError, read};

use std::sync::Arc;

/// A colour: red, green, blue.
pub type Ink = [u8; 3];

/// White: paper, and the ground of everything that is light.
pub const WHITE: Ink = [0xFF; 3];

/// A colour as a theme's file and style sheets write it: `#1F5C9E`.
#[must_use]
pub fn written([red, green, blue]: Ink) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

macro_rules! colours {
    ($(#[doc = $all:literal])* $of:ident; $($section:literal $key:ident $standard:expr, $doc:literal;)*) => {
        $(#[doc = $all])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $of { $(#[doc = $doc] pub $key: Ink,)* }

        impl $of {
            /// The visual standard's own.
            pub const STANDARD: Self = Self { $($key: $standard,)* };

            /// Each with its section and key in the theme's file.
            fn named(&mut self) -> Vec<(&'static str, &'static str, &mut Ink)> {
                vec![$(($section, stringify!($key), &mut self.$key),)*]
            }

            /// Each with the name it goes by in templates.
            #[must_use]
            pub fn by_name(&self) -> Vec<(&'static str, Ink)> {
                vec![$((stringify!($key), self.$key),)*]
            }

            /// The theme's own in the place of a colour of the standard.
            #[must_use]
            pub fn dress(&self, ink: Ink) -> Ink {
                $(if ink == Self::STANDARD.$key { return self.$key; })*
                ink
            }
        }
    };
}

colours! {
    /// Every colour of a theme on white.
    Colours;
    "colours" ink [0x14, 0x18, 0x1C], "Text and heavy rules.";
    "colours" second [0x4B, 0x53, 0x5B], "Second lines, notes, header and footer.";
    "colours" axis [0x7A, 0x82, 0x8A], "Axes, targets and ticks of charts.";
    "colours" hairline [0xC4, 0xCA, 0xD0], "Lines between rows.";
    "colours" tint [0xF1, 0xF3, 0xF4], "The ground of group rows.";
    "status" blue [0x1F, 0x5C, 0x9E], "Complete.";
    "colours" link [0x1F, 0x5C, 0x9E], "Links.";
    "status" green [0x1F, 0x7A, 0x43], "On target.";
    "status" red [0xC0, 0x1F, 0x2E], "Major shortfall.";
    "status" amber [0xF5, 0xA8, 0x00], "Minor shortfall.";
    "status" amber_edge [0x87, 0x58, 0x00], "Around amber.";
    "status" grey [0x66, 0x6E, 0x76], "Report later, contextual and kept back.";
    "status" pale [0xDD, 0xE2, 0xE6], "Contextual, in bars.";
}

colours! {
    /// The same on the dark ground of a screen whose reader asked for one: pages and messages.
    Dark;
    "dark" ground [0x15, 0x19, 0x1D], "What everything stands on; text on filled bars.";
    "dark" ink [0xE9, 0xEC, 0xEF], "Text and heavy rules.";
    "dark" second [0xB4, 0xBC, 0xC4], "Second lines, notes, foot.";
    "dark" axis [0x8D, 0x95, 0x9D], "Axes, targets and ticks of charts.";
    "dark" hairline [0x44, 0x4C, 0x54], "Lines between rows.";
    "dark" tint [0x22, 0x28, 0x2E], "The ground of group rows.";
    "dark" link [0x8E, 0xC1, 0xF5], "Links.";
    "dark" blue [0x8E, 0xC1, 0xF5], "Complete.";
    "dark" green [0x6C, 0xCB, 0x8E], "On target.";
    "dark" red [0xFF, 0x8A, 0x8F], "Major shortfall.";
    "dark" amber [0xF5, 0xB8, 0x3D], "Minor shortfall.";
    "dark" grey [0xB4, 0xBC, 0xC4], "Report later, contextual and kept back.";
    "dark" pale [0x35, 0x3C, 0x44], "Contextual, in bars.";
}

/// How packs look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its colours on white.
    pub colours: Colours,
    /// Its colours on a dark screen.
    pub dark: Dark,
    /// The workbook's face.
    pub workbook_face: String,
    /// The faces of pages.
    pub page_faces: Faces,
    /// The faces of messages.
    pub message_faces: Faces,
    /// The council's logo, where it has one.
    pub logo: Option<Arc<Logo>>,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            colours: Colours::STANDARD,
            dark: Dark::STANDARD,
            workbook_face: "Arial".into(),
            page_faces: Faces::of(&["Noto Sans", "Arial", "sans-serif"]),
            message_faces: Faces::of(&["Arial", "Helvetica", "sans-serif"]),
            logo: None,
        }
    }
}
