//! How a sheet of an .xlsx looks: what is hidden, what is merged (ECMA-376, part 1, 18.3.1.13,
//! 18.3.1.55 and 18.3.1.73).

use super::marks::Marks;
use super::relations::{self, tags};
use super::table::attribute;
use crate::finding::CellAddress;
use crate::intake::archive;
use quick_xml::events::BytesStart;

/// The marks of each sheet, in the order of the tabs.
pub(super) struct Looks<'a> {
    bytes: &'a [u8],
    parts: Vec<String>,
}

impl<'a> Looks<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        let workbook = relations::workbook(bytes);
        let related = relations::of(bytes, &workbook);
        let listed = archive::read(bytes, &workbook).map(|part| relations::sheets(&part));
        let part = |id: String| related.get(&id).cloned().unwrap_or_default();
        Self { bytes, parts: listed.unwrap_or_default().into_iter().map(part).collect() }
    }

    /// The marks of the sheet at this place among the tabs.
    pub(super) fn at(&self, index: usize) -> Marks {
        let part = self.parts.get(index).and_then(|part| archive::read(self.bytes, part));
        part.map(|part| marks(&part)).unwrap_or_default()
    }
}

fn marks(sheet: &[u8]) -> Marks {
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
