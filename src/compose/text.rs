//! Running text with bold and italic words.

use std::fmt;

/// A piece of running text in one style.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Span {
    /// Its characters.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic; only for the names of Acts.
    pub italic: bool,
}

/// Running text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Span>);

impl Text {
    /// Text in one style.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Span { text: text.into(), ..Span::default() }])
    }

    /// Text all in bold.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self(vec![Span { text: text.into(), bold: true, italic: false }])
    }

    /// Text in which `**two stars**` set words in bold and `_underscores_` in italic.
    /// Only for wording of our own and of templates: text from a return is taken as it is.
    #[must_use]
    pub fn marked(text: &str) -> Self {
        let mut spans = Vec::new();
        for (index, part) in text.split("**").enumerate() {
            for (nth, piece) in part.split('_').enumerate() {
                if !piece.is_empty() {
                    let (bold, italic) = (index % 2 == 1, nth % 2 == 1);
                    spans.push(Span { text: piece.into(), bold, italic });
                }
            }
        }
        Self(spans)
    }

    /// Adds text in the plain style.
    #[must_use]
    pub fn then(mut self, text: impl Into<String>) -> Self {
        self.0.extend(Self::plain(text).0);
        self
    }

    /// Adds text in bold.
    #[must_use]
    pub fn then_bold(mut self, text: impl Into<String>) -> Self {
        self.0.extend(Self::bold(text).0);
        self
    }

    /// Nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| f.write_str(&span.text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_make_bold_and_underscores_italic() {
        let text = Text::marked("Ends **over** under the _Act_.");
        let styles: Vec<_> = text.0.iter().map(|s| (s.text.as_str(), s.bold, s.italic)).collect();
        let expected = [
            ("Ends ", false, false),
            ("over", true, false),
            (" under the ", false, false),
            ("Act", false, true),
            (".", false, false),
        ];
        assert_eq!(styles, expected);
        assert_eq!(text.to_string(), "Ends over under the Act.");
    }
}
