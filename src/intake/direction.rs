//! Signs that turn the direction of writing: none of them is kept.
//!
//! They can't be seen, and turn the words and numbers beside them round: “12” reads as “21”, a name
//! ends in another word. English and Gaelic need none, and words in Arabic or Hebrew are written
//! from the right without them (Unicode Standard Annex 9).

use std::borrow::Cow;

/// A text from outside without the signs that turn it round.
pub(super) fn straight(text: &str) -> Cow<'_, str> {
    if text.contains(turns) { text.replace(turns, "").into() } else { text.into() }
}

/// Marks, embeddings, overrides and isolates of direction.
fn turns(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_turns_a_text_round_is_left_out_and_nothing_else() {
        for (text, kept) in [
            ("\u{202E}95 of 100\u{202C}", "95 of 100"),
            ("a\u{200E}\u{200F}\u{202A}\u{202B}\u{202D}b\u{2066}\u{2067}\u{2068}\u{2069}", "ab"),
            ("Gàidhlig, خدمة 12 – 😀\u{200D}", "Gàidhlig, خدمة 12 – 😀\u{200D}"),
        ] {
            assert_eq!(straight(text), kept);
        }
        assert!(matches!(straight("95"), Cow::Borrowed("95")));
    }
}
