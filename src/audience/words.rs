//! A text as words and numbers, with what stands between them.

/// A text, taken apart without anything lost.
pub(super) struct Words<'t> {
    tokens: Vec<&'t str>,
    /// Which of the tokens are words or numbers.
    at: Vec<usize>,
}

impl<'t> Words<'t> {
    /// Takes a text apart.
    pub(super) fn of(text: &'t str) -> Self {
        let tokens = tokens(text);
        let is_word = |at: &usize| {
            tokens.get(*at).is_some_and(|token| token.chars().any(char::is_alphanumeric))
        };
        let at = (0..tokens.len()).filter(is_word).collect();
        Self { tokens, at }
    }

    /// How many words and numbers there are.
    pub(super) const fn len(&self) -> usize {
        self.at.len()
    }

    /// A word as it is written; empty behind the last.
    pub(super) fn word(&self, nth: usize) -> &'t str {
        self.at.get(nth).and_then(|at| self.tokens.get(*at)).copied().unwrap_or_default()
    }

    /// A word in small letters.
    pub(super) fn lower(&self, nth: usize) -> String {
        self.word(nth).to_lowercase()
    }

    /// What stands between a word and the next.
    pub(super) fn between(&self, nth: usize) -> String {
        let next = self.at.get(nth + 1).copied().unwrap_or(self.tokens.len());
        let from = self.at.get(nth).map_or(next, |at| at + 1);
        self.tokens.get(from..next).unwrap_or_default().concat()
    }

    /// What stands before the first word.
    pub(super) fn before(&self) -> String {
        let first = self.at.first().copied().unwrap_or(self.tokens.len());
        self.tokens.get(..first).unwrap_or_default().concat()
    }

    /// Whether a word and the next can be one number: nothing but room or a hyphen is between.
    pub(super) fn joined(&self, nth: usize) -> bool {
        let between = self.between(nth);
        !between.is_empty() && between.chars().all(|c| c.is_whitespace() || is_hyphen(c))
    }

    /// Whether a hyphen joins a word to the next.
    pub(super) fn hyphen(&self, nth: usize) -> bool {
        let between = self.between(nth);
        !between.is_empty() && between.chars().all(is_hyphen)
    }

    /// Whether nothing but room is between a word and the next.
    pub(super) fn spaced(&self, nth: usize) -> bool {
        let between = self.between(nth);
        !between.is_empty() && between.chars().all(char::is_whitespace)
    }

    /// Whether the sentence pauses behind a word.
    pub(super) fn pauses(&self, nth: usize) -> bool {
        self.between(nth).contains([',', ':', ';'])
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '–')
}

/// Words, numbers (with their points and commas inside), and what stands between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let inside = |at: usize| {
        let Some((_, c)) = letters.get(at) else { return false };
        let digit = |n: Option<usize>| {
            n.and_then(|n| letters.get(n)).is_some_and(|(_, c)| c.is_ascii_digit())
        };
        let point = matches!(c, '.' | ',') && digit(at.checked_sub(1)) && digit(Some(at + 1));
        c.is_alphanumeric() || point
    };
    for at in 1..letters.len() {
        if inside(at) != inside(at - 1) {
            cuts.extend(letters.get(at).map(|(byte, _)| *byte));
        }
    }
    cuts.push(text.len());
    cuts.windows(2)
        .filter_map(|pair| if let [from, to] = pair { text.get(*from..*to) } else { None })
        .filter(|token| !token.is_empty())
        .collect()
}
