//! How packs look: the one place of colours and type, for every format.

mod contrast;
mod read;

pub use contrast::contrast;
pub use read::{ThemeError, read};

/// A colour: red, green, blue.
pub type Ink = [u8; 3];

macro_rules! colours {
    ($($section:literal $key:ident $standard:expr, $doc:literal;)*) => {
        /// Every colour of a theme.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Colours { $(#[doc = $doc] pub $key: Ink,)* }

        impl Colours {
            /// The visual standard's own.
            pub const STANDARD: Self = Self { $($key: $standard,)* };

            /// Each with its section and key in the theme's file.
            fn named(&mut self) -> Vec<(&'static str, &'static str, &mut Ink)> {
                vec![$(($section, stringify!($key), &mut self.$key),)*]
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
    "colours" ink [0x14, 0x18, 0x1C], "Text and heavy rules.";
    "colours" second [0x4B, 0x53, 0x5B], "Second lines, notes, header and footer.";
    "colours" axis [0x7A, 0x82, 0x8A], "Axes, targets and ticks of charts.";
    "colours" hairline [0xC4, 0xCA, 0xD0], "Lines between rows.";
    "colours" tint [0xF1, 0xF3, 0xF4], "The ground of group rows.";
    "status" blue [0x1F, 0x5C, 0x9E], "Complete.";
    "colours" link [0x1F, 0x5C, 0x9E], "Links in the workbook.";
    "status" green [0x1F, 0x7A, 0x43], "On target.";
    "status" red [0xC0, 0x1F, 0x2E], "Major shortfall.";
    "status" amber [0xF5, 0xA8, 0x00], "Minor shortfall.";
    "status" amber_edge [0x87, 0x58, 0x00], "Around amber.";
    "status" grey [0x66, 0x6E, 0x76], "Report later and contextual.";
    "status" pale [0xDD, 0xE2, 0xE6], "Contextual, in bars.";
}

/// How packs look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its colours.
    pub colours: Colours,
    /// The workbook's face.
    pub workbook_face: String,
}

impl Default for Theme {
    fn default() -> Self {
        Self { colours: Colours::STANDARD, workbook_face: "Arial".into() }
    }
}
