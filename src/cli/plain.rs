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

/// Our own colours and weights: plain, bold, red, yellow, blue.
const OURS: [&str; 5] = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[31m", "\u{1b}[33m", "\u{1b}[34m"];

/// Whether a sign steers a terminal, or turns the direction of what comes after it.
fn steers(sign: char) -> bool {
    let turns = matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (sign.is_control() && !matches!(sign, '\n' | '\t'))
}

/// Whether a byte may begin a sign that is not written as it is: what a large run says again is
/// looked through byte by byte, and not sign by sign.
const fn may_begin_one(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11..=31 | 127 | 0xc2 | 0xe2)
}

/// Text as a terminal should have it.
fn plain(text: &str) -> Cow<'_, str> {
    let next = |text: &str| text.bytes().position(may_begin_one);
    if next(text).is_none() {
        return Cow::Borrowed(text);
    }
    let (mut said, mut rest) = (String::with_capacity(text.len()), text);
    // Such a byte is never in the middle of a sign.
    while let Some((clear, from)) = next(rest).and_then(|at| rest.split_at_checked(at)) {
        said.push_str(clear);
        let ours = OURS.iter().find_map(|ours| Some((*ours, from.strip_prefix(ours)?)));
        if let Some((ours, after)) = ours {
            said.push_str(ours);
            rest = after;
            continue;
        }
        let mut signs = from.chars();
        said.extend(signs.next().map(|sign| match sign {
            '\u{a0}' => ' ',
            sign if steers(sign) => char::REPLACEMENT_CHARACTER,
            sign => sign,
        }));
        rest = signs.as_str();
    }
    said.push_str(rest);
    Cow::Owned(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        write!(out, "{red}error{end}: a\u{1b}[2Jb\rc\u{202e}d\u{9b}e\tf\u{1b}[8mg\n").unwrap();
        // What a run said before is said again in one piece.
        let again = format!("{red}again{end}\n");
        out.write_all(again.as_bytes()).unwrap();
        let said = String::from_utf8(out.0).unwrap();
        let expected = format!(
            "{red}error{end}: a\u{fffd}[2Jb\u{fffd}c\u{fffd}d\u{fffd}e\tf\u{fffd}[8mg\n{again}"
        );
        assert_eq!(said, expected);
    }

    proptest! {
        /// Whatever is said, sign by sign and in one piece.
        #[test]
        fn every_sign_is_taken_by_itself(text in "(\\PC|[\u{0}-\u{1f}\u{7f}-\u{a0}\u{2020}-\u{2070}]){0,40}") {
            let one = |sign: char| match sign {
                '\u{a0}' => ' ',
                sign if steers(sign) => char::REPLACEMENT_CHARACTER,
                sign => sign,
            };
            let ours = OURS.iter().any(|ours| text.contains(ours));
            prop_assume!(!ours);
            prop_assert_eq!(plain(&text), text.chars().map(one).collect::<String>());
        }
    }
}
