//! Texts of a return, packed: there are tens of thousands of returns, and hardly any of what
//! stands in them is asked for again.

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::io::{Read as _, Write as _};

/// A text, deflated.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct PackedText(Box<[u8]>);

impl PackedText {
    pub(super) fn of(text: &str) -> Self {
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        // Writing to memory never fails.
        let packed = packing.write_all(text.as_bytes()).and_then(|()| packing.finish());
        Self(packed.unwrap_or_default().into())
    }

    /// The text again; none where it can't be unpacked, which is never so of one packed here.
    pub(super) fn read(&self) -> Option<String> {
        if self.0.is_empty() {
            return Some(String::new());
        }
        let mut text = String::new();
        DeflateDecoder::new(&*self.0).read_to_string(&mut text).ok().map(|_| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_comes_back_as_it_was(text in ".{0,400}") {
            prop_assert_eq!(PackedText::of(&text).read(), Some(text));
        }
    }

    #[test]
    fn no_text_is_no_text() {
        assert_eq!(PackedText::default().read().as_deref(), Some(""));
        assert_eq!(PackedText::of("").read().as_deref(), Some(""));
    }
}
