//! Texts of a sheet compared as a reader would: any spacing, any case, no marks.

use super::raw::RawValue;
use super::workbook::SheetCells;
use crate::calendar::{FinancialYear, MONTHS, Quarter};
use crate::finding::CellAddress;
use std::collections::BTreeSet;

/// A value as text.
pub(super) fn text(value: &RawValue) -> String {
    value.quoted()
}

/// Letters and digits in lower case, with one space between words; `%` and `£` count as words.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut apart = false;
    let mut push = |apart: &mut bool, c: char| {
        if std::mem::take(apart) && !folded.is_empty() {
            folded.push(' ');
        }
        folded.push(c);
    };
    for c in text.chars() {
        match c {
            '\'' | '’' => {}
            '%' => {
                apart = true;
                push(&mut apart, c);
                apart = true;
            }
            '£' => {
                apart = true;
                push(&mut apart, c);
            }
            c if c.is_ascii_alphanumeric() => push(&mut apart, c.to_ascii_lowercase()),
            c if c.is_alphanumeric() => c.to_lowercase().for_each(|c| push(&mut apart, c)),
            _ => apart = true,
        }
    }
    folded
}

impl SheetCells {
    /// What a cell says; nothing where it is empty.
    pub(super) fn says(&self, row: u32, column: u16) -> String {
        let cell = self.cells.get(&CellAddress { row, column });
        cell.map_or_else(String::new, |cell| text(&cell.value))
    }

    /// Rows with something in them.
    pub(super) fn rows(&self) -> BTreeSet<u32> {
        self.cells.keys().map(|at| at.row).collect()
    }

    /// One past its last column with something in it.
    pub(super) fn width(&self) -> u16 {
        self.cells.keys().map(|at| at.column.saturating_add(1)).max().unwrap_or(0)
    }

    /// The first cell of the merged range that a cell lies in.
    pub(super) fn merged_from(&self, at: CellAddress) -> Option<CellAddress> {
        let holds = |(first, last): &&(CellAddress, CellAddress)| {
            (first.row..=last.row).contains(&at.row)
                && (first.column..=last.column).contains(&at.column)
        };
        self.merged.iter().find(holds).map(|(first, _)| *first)
    }
}

/// What a text says of a quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Times {
    /// Whole quarters: `Q2 2023/24`, `2023-24 Quarter 2`, `July to September 2023`.
    pub(super) quarters: BTreeSet<Quarter>,
    /// Financial years.
    pub(super) years: BTreeSet<FinancialYear>,
    /// Numbers of quarters, 1 to 4.
    pub(super) numbers: BTreeSet<u8>,
}

impl Times {
    /// What a text says.
    pub(super) fn of(text: &str) -> Self {
        let folded = folded(text);
        let words: Vec<&str> = folded.split(' ').collect();
        let mut times = Self::default();
        for (at, word) in words.iter().enumerate() {
            let next = words.get(at + 1).copied().unwrap_or_default();
            times.years.extend(year(word, next));
            times.numbers.extend(number(word, next));
            times.quarters.extend(months(words.get(at..).unwrap_or_default()));
        }
        // Several quarters of the one year that the text names are as many quarters.
        if let (1, Some(year)) = (times.years.len(), times.years.first()) {
            times.quarters.extend(times.numbers.iter().filter_map(|number| year.quarter(*number)));
        }
        times
    }

    /// With what another text says.
    pub(super) fn add(&mut self, other: Self) {
        self.quarters.extend(other.quarters);
        self.years.extend(other.years);
        self.numbers.extend(other.numbers);
    }

    /// One year and one number make a quarter.
    pub(super) fn settle(&mut self) {
        if let (1, Some(year), 1, Some(number)) =
            (self.years.len(), self.years.first(), self.numbers.len(), self.numbers.first())
        {
            self.quarters.extend(year.quarter(*number));
        }
    }
}

/// `2023 24`, `2023 2024`, `23 24`, as two words that follow one another.
fn year(word: &str, next: &str) -> Option<FinancialYear> {
    let start: i32 = match word.len() {
        4 => word.parse().ok()?,
        2 => 2000 + word.parse::<i32>().ok()?,
        _ => return None,
    };
    let end: i32 = next.parse().ok()?;
    let follows = end == start + 1 || (next.len() == 2 && end == (start + 1) % 100);
    ((2000..2100).contains(&start) && follows).then(|| FinancialYear::starting(start))?
}

/// `q2`, `quarter 2`, `quarter two`, `qtr 2`, `2nd quarter`, `second quarter`.
fn number(word: &str, next: &str) -> Option<u8> {
    let digit = |text: &str| text.parse::<u8>().ok().filter(|number| (1..=4).contains(number));
    if let Some(number) = word.strip_prefix('q').or(word.strip_prefix("qtr")).and_then(digit) {
        return Some(number);
    }
    if matches!(word, "q" | "qtr" | "quarter") {
        let named = ["one", "two", "three", "four"].iter().position(|name| *name == next);
        return digit(next).or_else(|| u8::try_from(named? + 1).ok());
    }
    let ordinals = [["1st", "first"], ["2nd", "second"], ["3rd", "third"], ["4th", "fourth"]];
    let nth = ordinals.iter().position(|names| names.contains(&word))?;
    matches!(next, "quarter" | "qtr").then(|| u8::try_from(nth + 1).ok())?
}

/// `july to september 2023`, `jul sep 2023`: the first and the last month of a quarter.
fn months(words: &[&str]) -> Option<Quarter> {
    let month = |word: &str| {
        let known = |name: &str| {
            let name = name.to_lowercase();
            name == word
                || (word.len() == 3 && name.starts_with(word))
                || (word == "sept" && name == "september")
        };
        MONTHS.iter().position(|name| known(name)).and_then(|at| u32::try_from(at + 1).ok())
    };
    let words: Vec<&str> = words.iter().copied().filter(|word| *word != "to").take(3).collect();
    let [first, last, year] = words.as_slice() else { return None };
    let (first, last) = (month(first)?, month(last)?);
    let year: i32 = year.parse().ok().filter(|year| (2000..2100).contains(year))?;
    let quarter = Quarter::of(crate::calendar::NaiveDate::from_ymd_opt(year, last, 1)?);
    let begins = crate::calendar::NaiveDate::from_ymd_opt(year, first, 1)?;
    (last == first + 2 && quarter.start() == begins).then_some(quarter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_named_in_many_ways() {
        let quarter: Quarter = "2023-24 Q2".parse().unwrap();
        for text in [
            "2023-24 Quarter 2: July to September 2023",
            "Q2 2023/24",
            "Quarter two, 2023-2024",
            "2nd quarter of 23/24",
            "Jul-Sep 2023",
            "children-and-justice-2023-24-q2.xlsx",
            "Second Quarter 2023/24 return",
        ] {
            assert_eq!(Times::of(text).quarters, BTreeSet::from([quarter]), "{text}");
        }
        for text in ["2023", "Q2", "2023-24", "May to July 2023", "24 of 25 cases", ""] {
            assert_eq!(Times::of(text).quarters, BTreeSet::new(), "{text}");
        }
    }

    #[test]
    fn texts_are_one_whatever_their_marks() {
        assert_eq!(folded("Annual budget\n£000"), folded("ANNUAL  BUDGET (£000)"));
        assert_eq!(folded("Owner’s role"), "owners role");
        assert_eq!(folded("95%"), "95 %");
    }
}
