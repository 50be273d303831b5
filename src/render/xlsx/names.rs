//! Names that a workbook accepts: of sheets, of tables, and of a table's columns.

use std::collections::BTreeSet;

/// The longest name of a sheet, in characters (a limit of the file format).
const SHEET_NAME: usize = 31;

/// Words that say nothing at the end of a name.
const HANGING: [&str; 9] = ["and", "as", "by", "every", "for", "in", "of", "the", "to"];

/// Sheet names already given, compared as Excel does: without regard to case.
#[derive(Debug, Default)]
pub(super) struct SheetNames(BTreeSet<String>);

impl SheetNames {
    /// A name of at most 31 characters that no other sheet has.
    pub(super) fn give(&mut self, wanted: &str) -> String {
        let base = safe(wanted);
        let mut name = shortened(&base, SHEET_NAME);
        let mut next = 2_u32;
        // Excel keeps the name "History" for itself.
        while name.eq_ignore_ascii_case("history") || self.0.contains(&name.to_lowercase()) {
            let suffix = format!(" {next}");
            name = shortened(&base, SHEET_NAME - suffix.len()) + &suffix;
            next += 1;
        }
        self.0.insert(name.to_lowercase());
        name
    }
}

/// Without the characters that Excel forbids, and without quotes at the ends.
fn safe(wanted: &str) -> String {
    let allowed = |c: char| if r"[]:*?/\".contains(c) || c.is_control() { ' ' } else { c };
    let name: String = wanted.chars().map(allowed).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() { "Sheet".into() } else { name.into() }
}

/// The first words that fit; a single long word is cut.
fn shortened(name: &str, limit: usize) -> String {
    if units(name) <= limit {
        return name.into();
    }
    let mut kept = String::new();
    for c in name.chars() {
        if units(&kept) + c.len_utf16() > limit {
            break;
        }
        kept.push(c);
    }
    let mut words = kept.rsplit_once(' ').map_or(kept.as_str(), |(words, _)| words);
    // Nothing hangs at the end that the words cut off would have held.
    while let Some((before, last)) = words.rsplit_once(' ') {
        if !HANGING.contains(&last) {
            break;
        }
        words = before;
    }
    words.trim_end_matches(['\'', ' ', ',', ';', '-']).to_owned()
}

/// Excel counts UTF-16 units.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Names of native tables and of cells, as formulas call them: `revenue_budget`.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A name of letters, digits and underscores that is no cell's address and that nothing else
    /// has, from a stable name of the pack's.
    pub(super) fn give(&mut self, wanted: &str) -> String {
        let letters: String = wanted
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .take(60)
            .collect();
        let base = if is_address(&letters) { format!("table_{letters}") } else { letters };
        let mut name = base.clone();
        let mut next = 2_u32;
        while !self.0.insert(name.to_lowercase()) {
            name = format!("{base}_{next}");
            next += 1;
        }
        name
    }
}

/// Whether a program could take a name for a cell, a row or a column (`B2`, `R1C1`, `C`), or
/// whether it does not begin as a name does.
fn is_address(name: &str) -> bool {
    let letters = name.chars().take_while(char::is_ascii_alphabetic).count();
    let rest = name.get(letters..).unwrap_or_default();
    let numbered = rest.chars().all(|c| c.is_ascii_digit());
    let row_and_column = name.chars().all(|c| "RrCc".contains(c) || c.is_ascii_digit());
    letters == 0 || row_and_column || (letters <= 3 && numbered)
}

/// Makes heads unique, as a native table demands: a repeated head is told apart by the head
/// before it (`% (Actions)`), and if that is not enough by a number.
pub(super) fn unique_heads(heads: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut unique = Vec::with_capacity(heads.len());
    let mut before = String::new();
    for (index, head) in heads.iter().enumerate() {
        let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
        let head = if head.is_empty() { format!("Column {}", index + 1) } else { head };
        let repeated = heads.iter().filter(|other| other.eq_ignore_ascii_case(&head)).count() > 1;
        let mut name = head.clone();
        if repeated && !before.is_empty() {
            name = format!("{head} ({before})");
        }
        let plain = name.clone();
        let mut next = 2_u32;
        while !seen.insert(name.to_lowercase()) {
            name = format!("{plain} {next}");
            next += 1;
        }
        if !repeated {
            before = head;
        }
        unique.push(name);
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn repeated_heads_are_told_apart_by_the_head_before() {
        let heads = ["Status", "Measures", "%", "Actions", "%", "", "status"].map(String::from);
        let expected = [
            "Status",
            "Measures",
            "% (Measures)",
            "Actions",
            "% (Actions)",
            "Column 6",
            "status (Column 6)",
        ];
        assert_eq!(unique_heads(&heads), expected);
    }

    #[test]
    fn a_long_title_keeps_its_first_words() {
        let mut names = SheetNames::default();
        let long = "Employees by service: headcount at 30 September";
        assert_eq!(names.give(long), "Employees by service headcount");
        assert_eq!(names.give(long), "Employees by service 2");
        assert_eq!(names.give("History"), "History 2");
        assert_eq!(names.give("'*'"), "Sheet");
    }

    #[test]
    fn a_name_is_no_address_and_no_other_has_it() {
        let mut names = Names::default();
        for (wanted, given) in [
            ("revenue-budget", "revenue_budget"),
            ("Revenue budget", "Revenue_budget_2"),
            ("q2", "table_q2"),
            ("r1c1", "table_r1c1"),
            ("c", "table_c"),
            ("2023", "table_2023"),
            ("", "table_"),
            ("plan-notes", "plan_notes"),
        ] {
            assert_eq!(names.give(wanted), given, "{wanted}");
        }
    }

    proptest! {
        #[test]
        fn every_sheet_name_is_accepted_and_unique(titles in prop::collection::vec(".{0,60}", 1..12)) {
            let mut names = SheetNames::default();
            let mut seen = BTreeSet::new();
            for title in titles.iter().chain(&titles) {
                let name = names.give(title);
                prop_assert!((1..=31).contains(&name.encode_utf16().count()), "{name:?}");
                prop_assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{name:?}");
                prop_assert!(!name.starts_with('\'') && !name.ends_with('\''), "{name:?}");
                prop_assert!(seen.insert(name.to_lowercase()), "{name:?}");
            }
        }

        #[test]
        fn heads_are_unique(heads in prop::collection::vec("[a-c% ]{0,3}", 1..10)) {
            let unique = unique_heads(&heads);
            let folded: BTreeSet<_> = unique.iter().map(|h| h.to_lowercase()).collect();
            prop_assert_eq!(folded.len(), heads.len());
        }
    }
}
