//! HTML as it is written: elements that can't be left open, and text that can't be markup.

use std::collections::BTreeSet;

/// An attribute and its value.
pub(super) type Attribute<'a> = (&'static str, &'a str);

/// A page as it is written.
#[derive(Default)]
pub(super) struct Markup {
    out: String,
    ids: BTreeSet<String>,
}

impl Markup {
    /// An element: its contents are written by `inner`, and it is closed after them.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        inner: impl FnOnce(&mut Self),
    ) {
        self.void(name, attributes);
        inner(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element that ends a line of the source.
    pub(super) fn block(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        inner: impl FnOnce(&mut Self),
    ) {
        self.element(name, attributes, inner);
        self.out.push('\n');
    }

    /// An element without contents that is never closed, such as `meta`.
    pub(super) fn void(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// Text, in an element or in an attribute: nothing in it is taken for markup.
    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars().filter_map(allowed) {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                other => self.out.push(other),
            }
        }
    }

    /// A space between two pieces.
    pub(super) fn space(&mut self) {
        self.out.push(' ');
    }

    /// Markup of the program's own, such as a style sheet; nothing from outside.
    pub(super) fn own(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// A name that nothing else on the page has, made from what it should be called.
    pub(super) fn id(&mut self, wanted: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let base: String = wanted.chars().map(plain).collect();
        let first = std::iter::once(base.clone());
        let others = (2_u32..).map(|nth| format!("{base}-{nth}"));
        let id = first.chain(others).find(|id| !self.ids.contains(id)).unwrap_or(base);
        self.ids.insert(id.clone());
        id
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// Characters that may stand in a page (WHATWG HTML, "preprocessing the input stream"): controls
/// become spaces, non-characters the sign for what can't be shown.
fn allowed(character: char) -> Option<char> {
    let code = u32::from(character);
    match character {
        '\r' => None,
        '\n' => Some('\n'),
        c if c.is_control() => Some(' '),
        _ if code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code) => {
            Some(char::REPLACEMENT_CHARACTER)
        }
        c => Some(c),
    }
}

/// Whether a text may run from right to left, or changes the way of what stands beside it: then
/// its element is kept apart from the others, and finds its own way.
pub(super) fn finds_its_way(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(u32::from(c),
            // Hebrew to Arabic Extended-A, their presentation forms, and the scripts of plane 1.
            0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x1_0800..=0x1_0FFF
            | 0x1_E800..=0x1_EFFF
            // Marks, embeddings, overrides and isolates.
            | 0x200E..=0x200F | 0x202A..=0x202E | 0x2066..=0x2069)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let mut markup = Markup::default();
        markup.element("p", &[("title", "a\"b")], |m| m.text("</p><script>'&\u{0}\u{FFFF}"));
        let expected = "<p title=\"a&quot;b\">&lt;/p&gt;&lt;script&gt;&#39;&amp; \u{FFFD}</p>";
        assert_eq!(markup.finish(), expected);
    }

    #[test]
    fn ids_are_plain_and_unique() {
        let mut markup = Markup::default();
        assert_eq!(markup.id("Appendix 1"), "appendix-1");
        assert_eq!(markup.id("appendix-1"), "appendix-1-2");
        assert_eq!(markup.id("appendix 1"), "appendix-1-3");
    }

    #[test]
    fn arabic_finds_its_way_and_gaelic_does_not_need_to() {
        assert!(finds_its_way("خدمة 12"));
        assert!(finds_its_way("a\u{202E}b"));
        assert!(!finds_its_way("Gàidhlig é £ – 😀"));
    }
}
