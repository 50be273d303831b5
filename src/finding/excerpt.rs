//! The rows of a sheet beside a finding. There are tens of thousands of findings, and who shows the
//! rows of one does so once: they are held written down, without room for anything else.

use crate::packed::Written;
use serde::{Deserialize, Serialize};

/// One row of a sheet beside a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct Excerpt(Option<Written>);

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
        self.0.is_none()
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> Vec<ExcerptRow> {
        self.0.as_ref().and_then(Written::read).unwrap_or_default()
    }
}

impl From<Vec<ExcerptRow>> for Excerpt {
    fn from(rows: Vec<ExcerptRow>) -> Self {
        Self(if rows.is_empty() { None } else { Written::of(&rows) })
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
