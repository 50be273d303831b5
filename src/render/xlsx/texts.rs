//! How much room a text takes, and where its lines break.
//!
//! Widths are counted in characters, as a workbook counts them.

/// How wide the letters of ASCII are, in hundredths of a digit of Arial.
const LETTERS: [usize; 128] = {
    let mut letters = [0; 128];
    let (mut at, mut code) = (0, 0);
    while at < letters.len() {
        letters[at] = match char::from_u32(code) {
            Some(c) => letter(c),
            None => 0,
        };
        (at, code) = (at + 1, code + 1);
    }
    letters
};

fn wide(c: char) -> usize {
    let found = usize::try_from(u32::from(c)).ok().and_then(|at| LETTERS.get(at));
    found.copied().unwrap_or_else(|| letter(c))
}

/// The room that a text asks for, in the units of a column's width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// Of its widest line.
    pub(super) line: usize,
    /// Of its longest word, such as a file's name: programs break it where they like, and not
    /// where a row's height was worked out.
    pub(super) word: usize,
    /// How many lines it has of itself.
    lines: usize,
}

impl Extent {
    /// Measures a text.
    pub(super) fn of(text: &str) -> Self {
        let (mut line, mut word, mut lines) = (0, 0, 0);
        for of_line in text.lines() {
            let (mut so_far, mut in_word) = (0, 0);
            for c in of_line.chars() {
                let wide = wide(c);
                so_far += wide;
                in_word = if c.is_whitespace() { 0 } else { in_word + wide };
                word = word.max(in_word);
            }
            line = line.max(so_far);
            lines += 1;
        }
        Self { line: rounded(line), word: rounded(word), lines }
    }

    /// How many lines the text that was measured takes in a column of this width.
    pub(super) fn lines_in(self, text: &str, width: u16) -> usize {
        let room = room_in(width);
        if self.line <= usize::from(room) { self.lines } else { count_lines(text, room) }
    }
}

/// How wide a text is in the units of a column's width, rounded up.
pub(super) fn characters(text: &str) -> usize {
    rounded(breadth(text))
}

/// A digit of Arial 10 is a twentieth wider than a unit of a column's width.
const fn rounded(breadth: usize) -> usize {
    (breadth * 21).div_ceil(2000)
}

/// How wide a text is, in hundredths of a digit of Arial.
fn breadth(text: &str) -> usize {
    text.chars().map(wide).sum()
}

/// How wide a letter is, in hundredths of a digit of Arial (from the metrics of Helvetica, which
/// Arial shares; others count as a digit).
const fn letter(c: char) -> usize {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 40,
        ' ' | '\u{a0}' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '[' | ']' => 50,
        'r' | '(' | ')' | '-' | '“' | '”' => 60,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 90,
        'F' | 'T' | 'Z' => 110,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | '&' => 120,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'w' => 130,
        'G' | 'O' | 'Q' => 140,
        'm' | 'M' => 150,
        'W' | '%' | '…' | '—' => 180,
        _ => 100,
    }
}

/// Breaks a text into lines no wider than so many characters, so that it can run over the cells
/// to its right: merged cells are kept out of the workbook.
pub(super) fn lines(text: &str, width: u16) -> Vec<&str> {
    let mut lines = Vec::new();
    each_line(text, width, |line| lines.push(line));
    lines
}

/// How many lines that takes.
fn count_lines(text: &str, width: u16) -> usize {
    let mut lines = 0;
    each_line(text, width, |_| lines += 1);
    lines
}

fn each_line<'t>(text: &'t str, width: u16, mut found: impl FnMut(&'t str)) {
    let room = usize::from(width) * 2000;
    for paragraph in text.lines() {
        // Where the line begins and ends in the paragraph, and how wide it is.
        let (mut from, mut to, mut taken) = (0, 0, 0);
        let mut at = 0;
        for word in paragraph.split(' ') {
            let wide = breadth(word);
            let end = at + word.len();
            if from == to {
                (from, taken) = (at, wide);
            } else if (taken + letter(' ') + wide) * 21 > room {
                found(paragraph.get(from..to).unwrap_or_default());
                (from, taken) = (at, wide);
            } else {
                taken += letter(' ') + wide;
            }
            to = end;
            at = end + 1;
        }
        found(paragraph.get(from..to).unwrap_or_default());
    }
}

/// The height in points of a row whose tallest text takes so many lines.
///
/// Heights are set, because not every program fits rows to wrapped text when it opens a file.
pub(super) fn row_height(lines: usize) -> u32 {
    // Arial 10 takes 13 points a line; the visual standard asks for 1.1 mm above and below.
    const LINE: usize = 13;
    const PADDING: usize = 5;
    // The tallest row that the file format allows.
    const TALLEST: usize = 409;
    u32::try_from((lines * LINE + PADDING).min(TALLEST)).unwrap_or(0)
}

/// How many lines a row has whose texts take so many: one, if none has any.
pub(super) fn tallest(lines: impl Iterator<Item = usize>) -> usize {
    lines.max().unwrap_or(0).max(1)
}

/// How many lines a text takes in a column of this width.
pub(super) fn lines_in(text: &str, width: u16) -> usize {
    count_lines(text, room_in(width))
}

/// The cell's own margins and the indent take a part of the column.
const fn room_in(width: u16) -> u16 {
    width.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_as_wide_as_they_are_in_arial() {
        assert_eq!(breadth("0123456789"), 1000);
        assert!(breadth("illicit") < breadth("WWW"));
    }

    #[test]
    fn a_text_asks_for_its_widest_line_and_its_longest_word() {
        let found = Extent::of("one\nfour five\nseventeen");
        let wide = characters("seventeen");
        assert_eq!(found, Extent { line: wide, word: wide, lines: 3 });
        let found = Extent::of("to be or not\nbudget");
        let (line, word) = (characters("to be or not"), characters("budget"));
        assert_eq!(found, Extent { line, word, lines: 2 });
        assert_eq!(Extent::of(""), Extent::default());
    }

    proptest! {
        #[test]
        fn lines_keep_every_word(text in "[a-z]{1,5}( [a-z]{1,5}){0,20}", width in 10_u16..40) {
            let lines = lines(&text, width);
            prop_assert_eq!(lines.join(" "), text.as_str());
            prop_assert!(lines.iter().all(|line| characters(line) <= usize::from(width)));
        }

        #[test]
        fn lines_are_counted_as_they_break(text in "[ a-zé\n]{0,80}", width in 1_u16..40) {
            prop_assert_eq!(count_lines(&text, width), lines(&text, width).len());
            prop_assert_eq!(Extent::of(&text).lines_in(&text, width), lines_in(&text, width));
        }
    }
}
