//! XML as text with tags in it: found by their place, so that an edit leaves every other byte
//! as it was.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// A part that is not XML.
#[derive(Debug, thiserror::Error)]
#[error("a part of the workbook can't be read as XML")]
pub struct XmlError(#[from] quick_xml::Error);

/// Which kind of tag it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Empty,
}

/// A tag with its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Tag<'t> {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    raw: &'t str,
    name: &'t str,
}

impl<'t> Tag<'t> {
    /// The name without its namespace's prefix.
    pub(super) fn local(&self) -> &'t str {
        self.name.rsplit_once(':').map_or(self.name, |(_, local)| local)
    }

    /// The prefix with its colon, or nothing.
    pub(super) fn prefix(&self) -> &'t str {
        let colon = self.name.find(':').map_or(0, |at| at + 1);
        self.name.get(..colon).unwrap_or_default()
    }

    pub(super) fn name(&self) -> &'t str {
        self.name
    }

    /// An attribute's value, unescaped; the name counts without its prefix.
    pub(super) fn attribute(&self, wanted: &str) -> Option<String> {
        self.attributes().into_iter().find(|(name, _)| local(name) == wanted).map(|(_, raw)| {
            quick_xml::escape::unescape(&raw)
                .map_or_else(|_| raw.clone(), std::borrow::Cow::into_owned)
        })
    }

    /// Names and raw values, as they stand.
    fn attributes(&self) -> Vec<(String, String)> {
        let inner = self.raw.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
        let start = BytesStart::from_content(inner, self.name.len());
        let mut found = Vec::new();
        for attribute in start.attributes().with_checks(false).flatten() {
            found.push((attribute.key.as_ref().to_owned(), attribute.value.into_owned()));
        }
        found
    }

    /// The tag again, with an attribute set to a value that needs no escaping.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        let mut attributes = self.attributes();
        match attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => attributes.push((name.to_owned(), value.to_owned())),
        }
        let written: Vec<String> = attributes
            .iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", quoted(value)))
            .collect();
        let end = if self.kind == Kind::Empty { "/>" } else { ">" };
        format!("<{}{}{end}", self.name, written.concat())
    }

    /// An empty tag made into an opening one.
    pub(super) fn opened(&self) -> String {
        let inner = self.raw.trim_end_matches('>').trim_end_matches('/').trim_end();
        format!("{inner}>")
    }
}

/// A raw value may hold the other kind of quotes.
fn quoted(raw: &str) -> String {
    raw.replace('"', "&quot;")
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Every tag of a text, in order.
pub(super) fn tags(text: &str) -> Result<Vec<Tag<'_>>, XmlError> {
    let mut reader = Reader::from_str(text);
    let mut tags = Vec::new();
    let mut start = 0;
    loop {
        let event = reader.read_event()?;
        let end = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let kind = match &event {
            Event::Start(_) => Some(Kind::Open),
            Event::End(_) => Some(Kind::Close),
            Event::Empty(_) => Some(Kind::Empty),
            Event::Eof => return Ok(tags),
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => None,
        };
        if let (Some(kind), Some(raw)) = (kind, text.get(start..end)) {
            let inner = raw.trim_start_matches(['<', '/']);
            let stop = inner.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
            let name = stop.and_then(|stop| inner.get(..stop)).unwrap_or(inner);
            tags.push(Tag { kind, range: start..end, raw, name });
        }
        start = end;
    }
}

/// Text for an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    // Control characters have no place in XML; line breaks and tabs have.
    let clean: String =
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    quick_xml::escape::escape(clean.as_str()).into_owned()
}

/// Changes to a text, each at its place in the text as it was.
#[derive(Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, range: Range<usize>, with: String) {
        self.0.push((range, with));
    }

    pub(super) fn insert(&mut self, at: usize, text: String) {
        self.0.push((at..at, text));
    }

    /// The text with the changes made. Inserts at one place stand in the order they came.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len() + 256);
        let mut at = 0;
        for (range, with) in self.0 {
            out.push_str(text.get(at..range.start).unwrap_or_default());
            out.push_str(&with);
            at = range.end.max(at);
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_leaves_every_other_byte() {
        let text = "<?xml version='1.0'?>\n<x:a b = 'c&amp;d'  ><x:e/> <!-- <e> --></x:a>";
        let tags = tags(text).unwrap();
        let names: Vec<_> = tags.iter().map(|tag| (tag.kind, tag.local())).collect();
        assert_eq!(names, [(Kind::Open, "a"), (Kind::Empty, "e"), (Kind::Close, "a")]);
        assert_eq!(tags[0].attribute("b").as_deref(), Some("c&d"));
        assert_eq!(tags[0].prefix(), "x:");
        assert_eq!(tags[1].with("s", "3"), "<x:e s=\"3\"/>");
        assert_eq!(tags[1].opened(), "<x:e>");
        let mut edits = Edits::default();
        edits.insert(tags[2].range.start, "<x:f/>".into());
        edits.replace(tags[1].range.clone(), tags[1].with("s", "3"));
        let edited = edits.apply(text);
        assert_eq!(
            edited,
            text.replace("<x:e/>", "<x:e s=\"3\"/>").replace("--></", "--><x:f/></")
        );
    }
}
