//! A finding in plain text: what is wrong, where, the rows with a caret under the cell, what was
//! read, and what to do.

use super::{Excerpt, ExcerptRow, Finding, catalogue};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;

/// A remedy that was written down. A rule's own words are not held again.
pub(super) fn remedy<'de, D: Deserializer<'de>>(from: D) -> Result<Cow<'static, str>, D::Error> {
    let words = <&str>::deserialize(from)?;
    let of_rule = catalogue().iter().map(|rule| rule.remedy).find(|remedy| *remedy == words);
    Ok(of_rule.map_or_else(|| Cow::Owned(words.to_owned()), Cow::Borrowed))
}

/// The rows of an excerpt as lines: row number, cells one below the other, a caret under the
/// cell that the finding is about.
#[must_use]
pub fn excerpt_lines(rows: &[ExcerptRow]) -> Vec<String> {
    let rows = Excerpt::as_shown(rows.to_vec()).rows();
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| filled_up(row.cells.clone(), columns)).collect();
    let width = |column: usize| {
        let all = cells.iter().filter_map(|row| row.get(column));
        all.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut lines = Vec::new();
    for (row, cells) in rows.iter().zip(&cells) {
        let last = cells.len().saturating_sub(1);
        let padded = cells.iter().zip(&widths).enumerate().map(|(nth, (cell, width))| {
            // The figure stands last, and figures are compared from the right.
            if nth == last { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        let joined = padded.collect::<Vec<_>>().join(" │ ");
        lines.push(format!("{:>6} │ {}", row.row, joined.trim_end()));
        // What stood last still does, with room before it where a row has fewer cells.
        let marked = row.marked.filter(|marked| *marked < row.cells.len());
        if let Some(marked) = marked.map(|at| if at + 1 == row.cells.len() { last } else { at }) {
            let before: usize = widths.iter().take(marked).map(|width| width + 3).sum();
            let own = cells.get(marked).map_or(1, |cell| cell.chars().count().max(1));
            let column = widths.get(marked).copied().unwrap_or(own).max(own);
            let before = before + if marked == last { column - own } else { 0 };
            lines.push(format!("       │ {}{}", " ".repeat(before), "^".repeat(own)));
        }
    }
    lines
}

fn filled_up(mut row: Vec<String>, columns: usize) -> Vec<String> {
    while row.len() < columns {
        row.insert(row.len().saturating_sub(1), String::new());
    }
    row
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = self.about.as_ref().map_or_else(String::new, |about| format!("{about}: "));
        writeln!(f, "{} {}: {about}{}", self.severity.word(), self.code, self.message)?;
        writeln!(f, "  {}", self.place)?;
        for line in excerpt_lines(&self.excerpt.rows()) {
            writeln!(f, "  {line}")?;
        }
        if let Some(read) = &self.read {
            writeln!(f, "  {read}")?;
        }
        write!(f, "  to do: {}", self.remedy)
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::{Code, ExcerptRow, Finding, Place};

    #[test]
    fn rows_stand_one_below_the_other_with_the_caret_under_the_figure() {
        let row = |row, words: [&str; 3], marked| ExcerptRow {
            row,
            cells: words.map(Into::into).to_vec(),
            marked,
        };
        let place = Place::sheet("q2.xlsx", "Measures").at("F14".parse().unwrap());
        let finding = Finding::new(Code::M01, place, "the part is larger than the whole")
            .about("Measure 5")
            .excerpt(vec![
                row(14, ["5a", "Reports submitted on time", "148"], None),
                row(15, ["5b", "Reports due", "41"], Some(2)),
            ])
            .read("read 148 of 41")
            .remedy("Check F14 and F15.");
        insta::assert_snapshot!(finding.to_string(), @r"
        error M01: Measure 5: the part is larger than the whole
          q2.xlsx › Measures › F14
              14 │ 5a │ Reports submitted on time │ 148
              15 │ 5b │ Reports due               │  41
                 │                                   ^^
          read 148 of 41
          to do: Check F14 and F15.
        ");
    }
}
