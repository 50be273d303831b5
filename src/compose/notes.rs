//! Numbered notes under a table: the same text has one number.

use super::text::Text;

/// Notes gathered while a table's rows are made.
#[derive(Default)]
pub(super) struct Notes(Vec<String>);

impl Notes {
    /// The labels of these notes, the lowest number first: a text that stands further up already has
    /// its number from there.
    pub(super) fn of(&mut self, texts: &[String]) -> Vec<String> {
        let mut numbers = Vec::new();
        for text in texts {
            let known = self.0.iter().position(|known| known == text);
            let nth = known.unwrap_or_else(|| {
                self.0.push(text.clone());
                self.0.len() - 1
            });
            numbers.push(nth + 1);
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| format!("note\u{a0}{number}")).collect()
    }

    /// Labels and texts, as they stand under the table.
    pub(super) fn list(self) -> Vec<(String, Text)> {
        let numbered = self.0.into_iter().enumerate();
        numbered.map(|(nth, text)| (format!("note\u{a0}{}", nth + 1), Text::plain(text))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_named_in_the_order_of_their_numbers() {
        let mut notes = Notes::default();
        let of = |notes: &mut Notes, texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
            notes.of(&texts).join(", ").replace('\u{a0}', " ")
        };
        assert_eq!(of(&mut notes, &["a", "b"]), "note 1, note 2");
        assert_eq!(of(&mut notes, &["c", "b", "a"]), "note 1, note 2, note 3");
        assert_eq!(of(&mut notes, &["b", "b"]), "note 2");
    }
}
