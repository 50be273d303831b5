//! What an approval binds: the content of a pack, its marking left out.

use crate::compose::{Pack, State};
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

/// SHA-256 over everything that a pack says and shows, of which a draft is the canonical form: a
/// pack is composed as a draft to be hashed, and the state, the one thing that a final differs in,
/// is written as that of a draft here. Any other part, version and figures and wording, alters
/// the hash.
///
/// The parts are written as Rust writes values for developers: texts in quotation marks with
/// what is special escaped, every field with its name. No two different packs are written alike,
/// and a later program that writes them in another way asks for a new approval, never for none.
#[must_use]
pub fn content(pack: &Pack) -> String {
    let mut identity = pack.identity.clone();
    identity.state = State::Draft;
    let mut hash = Hashing::default();
    // Writing into a hash never fails.
    let _ = write!(hash, "{identity:?}\n{:?}\n{:?}", pack.front, pack.sections);
    hash.hex()
}

/// Hashes what is written to it: a pack's text is long, and nobody needs to hold it.
#[derive(Default)]
pub(super) struct Hashing(Sha256);

impl Hashing {
    /// In hexadecimal.
    pub(super) fn hex(self) -> String {
        let mut text = String::with_capacity(64);
        for byte in self.0.finalize() {
            // Writing into a string never fails.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl Write for Hashing {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
