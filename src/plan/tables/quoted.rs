//! Texts as TOML writes them.

use std::fmt::Write as _;

/// A text in quotes, on one line.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                // Writing into a string never fails.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The lines of a remark, without what no comment may hold.
pub(super) fn remark(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(|line| {
        let line: String = line.chars().filter(|c| !c.is_control() || *c == '\t').collect();
        if line.is_empty() { "#".into() } else { format!("# {line}") }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_read_back(text in any::<String>()) {
            let file = format!("a = {}", super::text(&text));
            let read: toml::Table = file.parse().unwrap();
            prop_assert_eq!(read["a"].as_str(), Some(&*text));
        }

        #[test]
        fn no_remark_ends_its_comment(text in any::<String>()) {
            let lines: Vec<String> = super::remark(&text).collect();
            let file: Result<toml::Table, _> = lines.join("\n").parse();
            prop_assert!(file.is_ok_and(|file| file.is_empty()));
        }
    }
}
