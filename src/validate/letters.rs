//! Characters as people's programs leave them, in one form: spaces of every width, digits of
//! other scripts, full-width signs.

/// The digit 0 of scripts whose ten digits follow one another: Arabic (two kinds), Devanagari,
/// Bengali, Gurmukhi, full width (Unicode, general category Nd).
const ZEROES: [char; 6] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ff10}'];

/// Raised and lowered digits: they mark footnotes, and are no part of a number.
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉";

/// A text in plain characters, lower case, trimmed, with single spaces.
pub(super) fn plain(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !invisible(*c)).map(one).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Marks that take no room: byte order, zero-width space and joiners, direction marks.
const fn invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

fn one(c: char) -> char {
    if let Some(digit) = digit(c) {
        return digit;
    }
    match c {
        // Full-width signs and letters stand 0xFEE0 above the plain ones.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '−' | '–' | '—' | '‐' | '‑' | '﹣' => '-',
        '٫' => '.',
        '٬' | '’' | '‘' => '\'',
        '٪' => '%',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn digit(c: char) -> Option<char> {
    ZEROES.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10)?;
        char::from_digit(value, 10)
    })
}

/// Whether a text holds a footnote's raised digit.
pub(super) fn raised(c: char) -> bool {
    RAISED.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_scripts_and_widths_come_out_plain() {
        assert_eq!(plain("٣٤"), "34");
        assert_eq!(plain("\u{ff11}\u{ff12}\u{ff05}"), "12%");
        assert_eq!(plain(" 1\u{202f}234\u{200b} "), "1 234");
        assert_eq!(plain("−3"), "-3");
        assert_eq!(plain("N/A\u{a0}"), "n/a");
    }
}
