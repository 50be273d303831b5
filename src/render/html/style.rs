//! The page's style sheet, and the policy that allows it and nothing else.

use crate::theme::{Ink, Theme, WHITE, written};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Sizes and lengths: the visual standard as a style sheet. Its colours and faces are the theme's.
const SHEET: &str = include_str!("style.css");

/// A page's style sheet.
pub(super) struct Style {
    sheet: String,
    /// Whether pictures that the page carries may be shown.
    pictures: bool,
}

impl Style {
    /// The sheet, with what runs along the head and foot of every printed page.
    pub(super) fn for_page(theme: &Theme, title: &str, mark: &str, footer: &str) -> Self {
        let (second, faces) = (written(theme.colours.second), theme.page_faces.css());
        let furniture = format!("font: 9pt/11.3pt {faces}; color: {second}");
        let named = variables(theme);
        let (title, mark, footer) = (quoted(title), quoted(mark), quoted(footer));
        let sheet = format!(
            "\n{named}{SHEET}@page {{\n\
             @top-left {{ content: {title}; {furniture} }}\n\
             @top-right {{ content: {mark}; {furniture}; font-weight: bold }}\n\
             @bottom-left {{ content: {footer}; {furniture} }}\n\
             @bottom-right {{ content: \"Page \" counter(page) \" of \" counter(pages); {furniture} }}\n\
             }}\n"
        );
        Self { sheet, pictures: theme.logo.is_some() }
    }

    /// The sheet as it stands in the page.
    pub(super) fn sheet(&self) -> &str {
        &self.sheet
    }

    /// A Content-Security-Policy: no scripts, nothing loaded from anywhere, no other style than
    /// this one, known by its hash, and no picture but a logo that the page carries.
    pub(super) fn policy(&self) -> String {
        let hash = BASE64.encode(Sha256::digest(self.sheet.as_bytes()));
        let pictures = if self.pictures { "img-src data:; " } else { "" };
        format!(
            "default-src 'none'; style-src 'sha256-{hash}'; {pictures}base-uri 'none'; \
             form-action 'none'"
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_string() {
        assert_eq!(quoted("a 1\"</style>\\\n"), "\"a 1\\22 \\3c \\2f style\\3e \\5c \\a \"");
        let style = Style::for_page(&Theme::default(), "</style><script>", "DRAFT", "x");
        assert!(!style.sheet().contains("</"), "nothing that could end the sheet");
    }
}
