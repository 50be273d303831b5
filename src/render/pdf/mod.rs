//! A pack as a PDF that can be read aloud (PDF/UA-1) and kept (PDF/A-2a).
//!
//! Layout makes a display list with a structure tree, free of any file format (`document`);
//! printpdf draws it (`file::draw`); what printpdf has no words for is added on its lopdf
//! document (`file`). Nothing is worked out here that a reader could take for a figure.

mod blocks;
mod chart;
mod contents;
mod document;
mod exception;
mod file;
mod front;
mod furniture;
mod layout;
mod table;
#[cfg(test)]
mod tests;
mod typeset;

use crate::compose::Pack;
use crate::theme::Theme;
use std::collections::BTreeSet;

/// A pack as a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters that no carried font has: a stand-in is drawn, the text layer keeps them.
    pub missing: Vec<char>,
}

/// A PDF that could not be made. None of these is caused by what a pack says.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A carried font can't be read.
    #[error("the carried font {name} can't be read")]
    Font {
        /// The font's name.
        name: &'static str,
    },
    /// A carried font can't be cut down to the glyphs used.
    #[error("the carried font {name} can't be cut down to the glyphs used")]
    Subset {
        /// The font's name.
        name: &'static str,
        /// What the subsetter says.
        source: subsetter::Error,
    },
    /// The drawn file has no page or no font where one was drawn.
    #[error("the drawn pages can't be found again for tagging")]
    NoPages,
    /// The drawn file isn't as expected.
    #[error("the drawn pages can't be tagged")]
    Tag(#[from] lopdf::Error),
    /// The file can't be written.
    #[error("the PDF's bytes can't be written")]
    Write(#[source] std::io::Error),
}

/// Makes a pack's PDF. The same pack always gives the same bytes; its dates are the day its
/// data go to.
///
/// # Errors
/// When a carried font can't be read, or the file can't be put together.
pub fn render(pack: &Pack) -> Result<Rendered, PdfError> {
    render_in(pack, &Theme::default())
}

/// The same in a theme of the council's own.
///
/// # Errors
/// As for [`render`].
pub fn render_in(pack: &Pack, theme: &Theme) -> Result<Rendered, PdfError> {
    let setter = typeset::shape::Setter::new(typeset::fonts::carried()?);
    let document = document::lay(pack, setter, theme.logo.as_deref());
    let drawn = file::draw::draw(&document, &pack.identity.title, theme)?;
    let bytes = file::write(drawn, &document, &pack.identity)?;
    let missing = document.maker.set.missing.iter().copied().collect();
    Ok(Rendered { bytes, pages: document.pages.len(), missing })
}

/// The characters of each text that no carried font has: a stand-in would be drawn.
///
/// # Errors
/// When a carried font can't be read.
pub fn undrawn(
    texts: impl IntoIterator<Item: AsRef<str>>,
) -> Result<Vec<BTreeSet<char>>, PdfError> {
    let mut setter = typeset::shape::Setter::new(typeset::fonts::carried()?);
    let texts = texts.into_iter();
    Ok(texts.map(|text| setter.undrawn(&typeset::rich::composed(text.as_ref()))).collect())
}

/// Text as PDF strings hold it: UTF-16, high byte first, after its mark.
fn text_string(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    [0xFE, 0xFF].into_iter().chain(units).collect()
}

/// A text string.
fn text(text: &str) -> lopdf::Object {
    lopdf::Object::String(text_string(text), lopdf::StringFormat::Hexadecimal)
}
