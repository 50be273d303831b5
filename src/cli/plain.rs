//! Text for a terminal: no-break spaces hold numbers and units together on a page, and a terminal
//! has no use for them; signs from outside that would steer it do not reach it.

use std::borrow::Cow;
use std::io::{self, Write};

/// Writes text with ordinary spaces, and nothing that steers a terminal but our own colours.
pub(super) struct Plain<W>(pub(super) W);

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What is written here comes from formatted text, piece by whole piece.
        match std::str::from_utf8(bytes) {
            Ok(text) => self.0.write_all(plain(text).as_bytes())?,
            Err(_) => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A piece of text as a terminal should have it.
fn plain(text: &str) -> Cow<'_, str> {
    let steers = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\t');
    let turns = |sign| matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // A colour of ours is a piece by itself.
    if is_style(text) || !text.contains(|sign| sign == '\u{a0}' || steers(sign) || turns(sign)) {
        return Cow::Borrowed(text);
    }
    let one = |sign| match sign {
        '\u{a0}' => ' ',
        sign if steers(sign) || turns(sign) => char::REPLACEMENT_CHARACTER,
        sign => sign,
    };
    Cow::Owned(text.chars().map(one).collect())
}

/// Whether a piece is colours and weights alone: `ESC [ 1 m`.
fn is_style(text: &str) -> bool {
    let mut styles = text.split("\u{1b}[");
    let number = |style: &str| {
        style
            .strip_suffix('m')
            .is_some_and(|all| all.chars().all(|c| c.is_ascii_digit() || c == ';'))
    };
    styles.next() == Some("") && text.len() > 2 && styles.all(number)
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

    #[test]
    fn nothing_from_outside_steers_a_terminal_and_our_colours_stay() {
        let (red, end) = ("\u{1b}[1m\u{1b}[31m", "\u{1b}[0m");
        let mut out = Plain(Vec::new());
        write!(out, "{red}error{end}: a\u{1b}[2Jb\rc\u{202e}d\u{9b}e\tf\n").unwrap();
        let said = String::from_utf8(out.0).unwrap();
        assert_eq!(said, format!("{red}error{end}: a\u{fffd}[2Jb\u{fffd}c\u{fffd}d\u{fffd}e\tf\n"));
    }
}
