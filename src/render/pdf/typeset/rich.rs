//! Text in one or several styles, as it goes to the shaper.

use super::super::layout::theme::{SMALL, Style};
use crate::compose::Text;
use unicode_normalization::UnicodeNormalization as _;

/// Text in runs of a style each. The first run's leading holds for every line.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) struct Rich {
    /// Its runs; none is empty.
    pub(crate) runs: Vec<(String, Style)>,
}

/// A text in composed form: a letter and its accent as one character, where there is one.
pub(crate) fn composed(text: &str) -> String {
    text.nfc().collect()
}

impl Rich {
    /// Text in one style.
    pub(crate) fn new(text: &str, style: Style) -> Self {
        Self::default().then(text, style)
    }

    /// A pack's running text, its bold and italic words on top of a style.
    pub(crate) fn of(text: &Text, style: Style) -> Self {
        text.0.iter().fold(Self::default(), |rich, span| {
            let (bold, italic) = (style.bold || span.bold, style.italic || span.italic);
            rich.then(&span.text, Style { bold, italic, ..style })
        })
    }

    /// Adds text. It is put in composed form; line ends and tabs become what they mean here.
    pub(crate) fn then(mut self, text: &str, style: Style) -> Self {
        let plain = |c: char| match c {
            '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\r' => None,
            c if c.is_control() => Some(' '),
            c => Some(c),
        };
        let mut composed = String::with_capacity(text.len());
        for c in text.nfc().filter_map(plain) {
            // A line's end is no word's end to those who read or copy the text: a space is.
            if c == '\n' && !composed.ends_with([' ', '\n']) && !composed.is_empty() {
                composed.push(' ');
            }
            composed.push(c);
        }
        let text = composed;
        if !text.is_empty() {
            self.runs.push((text, style));
        }
        self
    }

    /// Adds the labels of notes in square brackets and small type: `[notes 4 and 5]`.
    pub(crate) fn noted(self, labels: &[String]) -> Self {
        let Some(label) = note_label(labels) else { return self };
        let space = if self.runs.is_empty() { "" } else { " " };
        self.then(&format!("{space}{label}"), SMALL.faint())
    }

    /// The style of its first run.
    pub(crate) fn style(&self) -> Style {
        self.runs.first().map_or(SMALL, |(_, style)| *style)
    }

    /// Its characters.
    pub(crate) fn text(&self) -> String {
        self.runs.iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// The labels of notes as one: `[note 1]`, `[notes 4 and 5]`, `[notes 1, 2 and 3]`.
pub(crate) fn note_label(labels: &[String]) -> Option<String> {
    let [.., last] = labels else { return None };
    let numbers: Vec<&str> = labels.iter().filter_map(|l| l.strip_prefix("note ")).collect();
    let label = match numbers.as_slice() {
        [] | [_] => labels.join(", "),
        [first @ .., end] if numbers.len() == labels.len() => {
            format!("notes {} and {end}", first.join(", "))
        }
        [..] => labels.join(", "),
    };
    debug_assert!(label.ends_with(last.trim_start_matches("note ")), "the last label ends it");
    Some(format!("[{}]", label.replace(' ', "\u{a0}")))
}

#[cfg(test)]
mod tests {
    use super::super::super::layout::theme::BODY;
    use super::*;

    #[test]
    fn labels_of_several_notes_are_one() {
        let label = |labels: &[&str]| {
            let labels: Vec<String> = labels.iter().map(ToString::to_string).collect();
            note_label(&labels).map(|label| label.replace('\u{a0}', " "))
        };
        assert_eq!(label(&[]), None);
        assert_eq!(label(&["note 1"]).as_deref(), Some("[note 1]"));
        assert_eq!(label(&["note 4", "note 5"]).as_deref(), Some("[notes 4 and 5]"));
        assert_eq!(label(&["note 1", "a"]).as_deref(), Some("[note 1, a]"));
    }

    #[test]
    fn text_is_composed_and_without_controls() {
        let rich = Rich::new("Ca\u{301}se\r\nnext\tcell\u{7}", BODY);
        assert_eq!(rich.text(), "C\u{e1}se \nnext cell ");
    }
}
