//! The rows of a sheet beside a finding. There are tens of thousands of findings, and who shows the
//! rows of one does so once: they are held as one text and the lengths of what it is made of.

use serde::{Deserialize, Serialize};

/// One row of a sheet beside a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptRow {
    /// The row's number in the sheet, from 1.
    pub row: u32,
    /// The texts of the cells that matter, left to right.
    pub cells: Vec<String>,
    /// Which of the cells the finding is about.
    pub marked: Option<usize>,
}

/// The widest that a cell of an excerpt is shown, in characters.
const WIDEST: usize = 34;

/// Rows of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The texts of all cells, one after another.
    words: Box<str>,
    /// Of each row its number, the place from 1 of its marked cell or 0, how many cells it has, and
    /// how long each is, in bytes.
    shape: Box<[u32]>,
}

impl Excerpt {
    /// The rows as they are shown: no more of a cell is held than that. Whoever masks what is in a
    /// cell does so before; of what is cut in two nobody can tell any more what it was.
    #[must_use]
    pub fn as_shown(mut rows: Vec<ExcerptRow>) -> Self {
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            *cell = shortened(cell);
        }
        rows.into()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shape.is_empty()
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> Vec<ExcerptRow> {
        let (mut words, mut shape) = (&*self.words, self.shape.iter().copied());
        let mut rows = Vec::new();
        while let (Some(row), Some(marked), Some(count)) =
            (shape.next(), shape.next(), shape.next())
        {
            let lengths = shape.by_ref().take(place(count)).map(place);
            let cells = lengths.map(|length| {
                let (cell, rest) = words.split_at_checked(length).unwrap_or((words, ""));
                words = rest;
                cell.to_owned()
            });
            let cells = cells.collect();
            rows.push(ExcerptRow { row, cells, marked: marked.checked_sub(1).map(place) });
        }
        rows
    }
}

impl From<Vec<ExcerptRow>> for Excerpt {
    fn from(rows: Vec<ExcerptRow>) -> Self {
        let (mut words, mut shape) = (String::new(), Vec::new());
        for ExcerptRow { row, cells, marked } in rows {
            shape.extend([row, marked.map_or(0, |marked| number(marked) + 1), number(cells.len())]);
            shape.extend(cells.iter().map(|cell| number(cell.len())));
            words.extend(cells);
        }
        Self { words: words.into(), shape: shape.into() }
    }
}

fn shortened(cell: &str) -> String {
    let one_line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= WIDEST {
        return one_line;
    }
    let kept: String = one_line.chars().take(WIDEST - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Cells have no more than 32,767 characters.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX - 1)
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_what_they_were(
            rows: Vec<(u32, Vec<String>, Option<u16>)>,
        ) {
            let row = |(row, cells, marked): (u32, Vec<String>, Option<u16>)| {
                ExcerptRow { row, cells, marked: marked.map(usize::from) }
            };
            let mut rows: Vec<ExcerptRow> = rows.into_iter().map(row).collect();
            let excerpt = Excerpt::from(rows.clone());
            prop_assert_eq!(excerpt.is_empty(), rows.is_empty());
            prop_assert_eq!(excerpt.rows(), rows.clone());
            for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
                *cell = shortened(cell);
                prop_assert!(cell.chars().count() <= WIDEST);
            }
            let shown = Excerpt::as_shown(excerpt.rows());
            prop_assert_eq!(shown.rows(), rows);
            prop_assert_eq!(Excerpt::as_shown(shown.rows()), shown);
        }
    }
}
