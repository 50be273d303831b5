//! Numbered notes under a table: the same text has one number.

use super::text::Text;

/// Notes gathered while a table's rows are made.
#[derive(Default)]
pub(super) struct Notes(Vec<String>);

impl Notes {
    /// The labels of these notes, in order.
    pub(super) fn of(&mut self, texts: &[String]) -> Vec<String> {
        let mut labels = Vec::new();
        for text in texts {
            let known = self.0.iter().position(|known| known == text);
            let nth = known.unwrap_or_else(|| {
                self.0.push(text.clone());
                self.0.len() - 1
            });
            labels.push(format!("note\u{a0}{}", nth + 1));
        }
        labels
    }

    /// Labels and texts, as they stand under the table.
    pub(super) fn list(self) -> Vec<(String, Text)> {
        let numbered = self.0.into_iter().enumerate();
        numbered.map(|(nth, text)| (format!("note\u{a0}{}", nth + 1), Text::plain(text))).collect()
    }
}
