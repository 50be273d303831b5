//! A pack's running text as HTML.

use super::markup::{Attribute, Markup, finds_its_way};
use crate::compose::{Span, Text};

/// An element with running text in it.
pub(super) fn element(
    markup: &mut Markup,
    name: &'static str,
    attributes: &[Attribute<'_>],
    text: &Text,
) {
    with_lead(markup, name, attributes, None, text);
    markup.own("\n");
}

/// An element with running text that hangs from a number or label.
pub(super) fn with_lead(
    markup: &mut Markup,
    name: &'static str,
    attributes: &[Attribute<'_>],
    lead: Option<&str>,
    text: &Text,
) {
    // The number keeps its place; only the text beside it finds its own way.
    let auto = text.0.iter().any(|span| finds_its_way(&span.text));
    let mut all = attributes.to_vec();
    if auto && lead.is_none() {
        all.push(("dir", "auto"));
    }
    markup.element(name, &all, |m| match lead {
        None => running(m, text),
        Some(lead) => {
            m.element("span", &[("class", "no")], |m| m.text(lead));
            m.space();
            let way: &[Attribute<'_>] = if auto { &[("dir", "auto")] } else { &[] };
            m.element("span", way, |m| running(m, text));
        }
    });
}

/// An element with plain text in it.
pub(super) fn plain(
    markup: &mut Markup,
    name: &'static str,
    attributes: &[Attribute<'_>],
    text: &str,
) {
    let mut all = attributes.to_vec();
    if finds_its_way(text) {
        all.push(("dir", "auto"));
    }
    markup.element(name, &all, |m| lines(m, text));
}

/// Running text, its bold and italic words marked.
pub(super) fn running(markup: &mut Markup, text: &Text) {
    for Span { text, bold, italic } in &text.0 {
        match (bold, italic) {
            (false, false) => lines(markup, text),
            (true, false) => markup.element("strong", &[], |m| lines(m, text)),
            // Only names of Acts are italic.
            (false, true) => markup.element("cite", &[], |m| lines(m, text)),
            (true, true) => {
                markup.element("strong", &[], |m| m.element("cite", &[], |m| lines(m, text)));
            }
        }
    }
}

/// Text with its line ends kept.
fn lines(markup: &mut Markup, text: &str) {
    for (nth, line) in text.split(['\n', '\u{2028}', '\u{2029}']).enumerate() {
        if nth > 0 {
            markup.void("br", &[]);
        }
        markup.text(line);
    }
}
