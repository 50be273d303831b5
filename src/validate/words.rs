//! Texts of a return, packed: there are tens of thousands of returns, and hardly any of what
//! stands in them is asked for again.

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::io::{Read as _, Write as _};

/// A text, deflated.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Words(Box<[u8]>);

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        // Writing to memory never fails.
        let packed = packing.write_all(text.as_bytes()).and_then(|()| packing.finish());
        Self(packed.unwrap_or_default().into())
    }

    /// The text again.
    pub(super) fn read(&self) -> String {
        let mut text = String::new();
        // What was packed here unpacks; nothing else comes here.
        let _ = DeflateDecoder::new(&*self.0).read_to_string(&mut text);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_comes_back_as_it_was(text in ".{0,400}") {
            prop_assert_eq!(Words::of(&text).read(), text);
        }
    }

    #[test]
    fn no_text_is_no_text() {
        assert_eq!(Words::default().read(), "");
        assert_eq!(Words::of("").read(), "");
    }
}
