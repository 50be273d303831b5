//! How a sheet of an .xlsx looks: what is hidden, what is merged (ECMA-376, part 1, 18.3.1.13,
//! 18.3.1.55 and 18.3.1.73).

use super::marks::Marks;
use super::relations::{self, tags};
use super::table::attribute;
use crate::finding::CellAddress;
use crate::intake::archive::Archive;
use memchr::{memchr, memmem};
use quick_xml::events::BytesStart;
use std::borrow::Cow;

/// The parts of a workbook's sheets, in the order of the tabs.
pub(super) struct Looks<'a> {
    archive: &'a Archive<'a>,
    parts: Vec<String>,
}

impl<'a> Looks<'a> {
    pub(super) fn of(archive: &'a Archive<'a>, workbook: &str) -> Self {
        let related = relations::of(archive, workbook);
        let listed = archive.part(workbook).map(|part| relations::sheets(&part));
        let part = |id: String| related.get(&id).cloned().unwrap_or_default();
        Self { archive, parts: listed.unwrap_or_default().into_iter().map(part).collect() }
    }

    /// The part of the sheet at this place among the tabs.
    pub(super) fn part(&self, index: usize) -> Option<Cow<'a, [u8]>> {
        self.parts.get(index).and_then(|part| self.archive.part(part))
    }
}

/// How a sheet looks.
pub(super) fn marks(sheet: &[u8]) -> Marks {
    without_rows(sheet).map_or_else(|| marks_in(sheet), |outline| marks_in(&outline))
}

/// A sheet without its rows, which are most of it, where none of them is hidden.
fn without_rows(sheet: &[u8]) -> Option<Vec<u8>> {
    const ROWS: &[u8] = b"sheetData";
    let begin = memmem::find(sheet, ROWS)?;
    let begin = begin + memchr(b'>', sheet.get(begin..)?)? + 1;
    let end = memmem::rfind(sheet, ROWS)?;
    let end = memmem::rfind(sheet.get(begin..end)?, b"</")? + begin;
    let rows = sheet.get(begin..end)?;
    if [&b"hidden"[..], b"mergeCell", b"<!"].iter().any(|word| memmem::find(rows, word).is_some()) {
        return None;
    }
    Some([sheet.get(..begin)?, sheet.get(end..)?].concat())
}

fn marks_in(sheet: &[u8]) -> Marks {
    let mut marks = Marks::default();
    let mut row = 0u32;
    tags(sheet, |tag| match tag.local_name().as_ref() {
        "row" => {
            // A row that does not say its number follows the one before it.
            row = number(tag, "r").unwrap_or_else(|| row.saturating_add(1));
            if let (true, Some(row)) = (hidden(tag), row.checked_sub(1)) {
                marks.hide_rows(row..=row);
            }
        }
        "col" if hidden(tag) => {
            let column = |key| number(tag, key)?.checked_sub(1);
            if let (Some(first), Some(last)) = (column("min"), column("max")) {
                marks.hide_columns(first..=last);
            }
        }
        "mergeCell" => {
            if let Some((first, last)) = range(tag) {
                marks.merged.push((first, last));
            }
        }
        _ => {}
    });
    marks
}

fn hidden(tag: &BytesStart<'_>) -> bool {
    let said = attribute(tag, "hidden").flatten();
    said.is_some_and(|said| said == "1" || said == "true")
}

fn number(tag: &BytesStart<'_>, key: &str) -> Option<u32> {
    attribute(tag, key).flatten()?.parse().ok()
}

fn range(tag: &BytesStart<'_>) -> Option<(CellAddress, CellAddress)> {
    let range = attribute(tag, "ref").flatten()?;
    let (first, last) = range.split_once(':')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &str) -> String {
        format!(
            "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><x:sheetData>{rows}\
             </x:sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>"
        )
    }

    #[test]
    fn rows_are_looked_at_where_one_may_be_hidden() {
        let plain = sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
        let hiding = sheet("<row r=\"1\"/><row hidden='true'/>");
        for (sheet, cut, hidden) in [(plain, true, vec![]), (hiding, false, vec![1])] {
            assert_eq!(without_rows(sheet.as_bytes()).is_some(), cut);
            let found = marks(sheet.as_bytes());
            assert_eq!(found, marks_in(sheet.as_bytes()));
            assert_eq!(found.merged.len(), 1);
            assert_eq!(found.hidden_columns.into_iter().collect::<Vec<_>>(), [1, 2]);
            assert_eq!(found.hidden_rows.into_iter().collect::<Vec<_>>(), hidden);
        }
        for odd in ["", "<worksheet/>", "<sheetData/>", "sheetData>sheetData", "<a sheetData"] {
            assert_eq!(marks(odd.as_bytes()), marks_in(odd.as_bytes()));
        }
    }
}
