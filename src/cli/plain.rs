//! Text for a terminal: no-break spaces hold numbers and units together on a page; a terminal
//! has no use for them.

use std::io::{self, Write};

/// Writes text with ordinary spaces.
pub(super) struct Plain<W>(pub(super) W);

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What is written here comes from formatted text, piece by whole piece.
        match std::str::from_utf8(bytes) {
            Ok(text) => self.0.write_all(text.replace('\u{a0}', " ").as_bytes())?,
            Err(_) => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_break_spaces_become_spaces_and_other_signs_stay() {
        let mut out = Plain(Vec::new());
        write!(out, "27\u{a0}October › é\u{a0}%").unwrap();
        assert_eq!(String::from_utf8(out.0).unwrap(), "27 October › é %");
    }
}
