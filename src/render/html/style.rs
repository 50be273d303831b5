//! The page's style sheet, and the policy that allows it and nothing else.

use crate::theme::{Ink, Theme, WHITE, written};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Sizes and lengths: the visual standard as a style sheet. Its colours and faces are the theme's.
const SHEET: &str = include_str!("style.css");

/// A page's style sheet.
pub(super) struct Style(String);

impl Style {
    /// The sheet, with what runs along the head and foot of every printed page.
    pub(super) fn for_page(theme: &Theme, title: &str, mark: &str, footer: &str) -> Self {
        let (second, faces) = (written(theme.colours.second), theme.page_faces.css());
        let furniture = format!("font: 9pt/11.3pt {faces}; color: {second}");
        let named = variables(theme);
        let (title, mark, footer) = (quoted(title), quoted(mark), quoted(footer));
        Self(format!(
            "\n{named}{SHEET}@page {{\n\
             @top-left {{ content: {title}; {furniture} }}\n\
             @top-right {{ content: {mark}; {furniture}; font-weight: bold }}\n\
             @bottom-left {{ content: {footer}; {furniture} }}\n\
             @bottom-right {{ content: \"Page \" counter(page) \" of \" counter(pages); {furniture} }}\n\
             }}\n"
        ))
    }

    /// The sheet as it stands in the page.
    pub(super) fn sheet(&self) -> &str {
        &self.0
    }

    /// A Content-Security-Policy: no scripts, nothing loaded from anywhere, no other style than
    /// this one, known by its hash.
    pub(super) fn policy(&self) -> String {
        let hash = base64(&Sha256::digest(self.0.as_bytes()));
        format!(
            "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
        )
    }
}

/// The theme's colours and faces by the names that the sheet has for them, light and dark.
fn variables(theme: &Theme) -> String {
    let (light, dark) = (&theme.colours, &theme.dark);
    let light = [
        ("ground", WHITE),
        ("ink", light.ink),
        ("second", light.second),
        ("axis", light.axis),
        ("hair", light.hairline),
        ("tint", light.tint),
        ("link", light.link),
        ("blue", light.blue),
        ("green", light.green),
        ("amber", light.amber),
        ("amber-edge", light.amber_edge),
        ("red", light.red),
        ("grey", light.grey),
        ("pale", light.pale),
        ("on-fill", WHITE),
        ("on-amber", light.ink),
        ("inside", WHITE),
    ];
    let dark = [
        ("ground", dark.ground),
        ("ink", dark.ink),
        ("second", dark.second),
        ("axis", dark.axis),
        ("hair", dark.hairline),
        ("tint", dark.tint),
        ("link", dark.link),
        ("blue", dark.blue),
        ("green", dark.green),
        ("amber", dark.amber),
        ("amber-edge", dark.amber),
        ("red", dark.red),
        ("grey", dark.grey),
        ("pale", dark.pale),
        ("on-fill", dark.ground),
        ("on-amber", dark.ground),
        ("inside", dark.ground),
    ];
    let rules = |named: &[(&str, Ink)]| -> String {
        named.iter().fold(String::new(), |all, (name, ink)| {
            let ink = written(*ink);
            all + &format!("--{name}: {ink}; ")
        })
    };
    format!(
        ":root {{ {}--faces: {}; color-scheme: light dark }}\n\
         @media screen and (prefers-color-scheme: dark) {{\n:root {{ {}}}\n}}\n",
        rules(&light),
        theme.page_faces.css(),
        rules(&dark)
    )
}

/// A text as a string of a style sheet: all that isn't a letter, a digit or a space is written by
/// its number, so that nothing ends the string or the sheet.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        let plain = character.is_alphanumeric() || character == ' ';
        if plain {
            quoted.push(character);
        } else {
            // Writing into a string never fails.
            let _ = write!(quoted, "\\{:x} ", u32::from(character));
        }
    }
    quoted.push('"');
    quoted
}

/// Base64 as in RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |nth: usize| u32::from(three.get(nth).copied().unwrap_or_default());
        let all = byte(0) << 16 | byte(1) << 8 | byte(2);
        for nth in 0..4 {
            let six = usize::try_from(all >> (18 - 6 * nth) & 63).unwrap_or_default();
            let letter = LETTERS.get(six).copied().map_or('=', char::from);
            text.push(if nth > three.len() { '=' } else { letter });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_as_the_standard_shows_it() {
        // RFC 4648, section 10.
        let of = |text: &str| base64(text.as_bytes());
        assert_eq!([of(""), of("f"), of("fo"), of("foo")], ["", "Zg==", "Zm8=", "Zm9v"]);
        assert_eq!([of("foob"), of("foobar")], ["Zm9vYg==", "Zm9vYmFy"]);
    }

    #[test]
    fn nothing_leaves_its_string() {
        assert_eq!(quoted("a 1\"</style>\\\n"), "\"a 1\\22 \\3c \\2f style\\3e \\5c \\a \"");
        let style = Style::for_page(&Theme::default(), "</style><script>", "DRAFT", "x");
        assert!(!style.sheet().contains("</"), "nothing that could end the sheet");
    }
}
