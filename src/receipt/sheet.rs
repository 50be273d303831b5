//! Cells of a sheet marked: their style changed, or a cell put where there was none.

use super::xml::{Edits, Kind, Tag, XmlError, escaped, tags};
use crate::finding::CellAddress;
use std::collections::BTreeMap;

/// The namespace of relationships in a part (ECMA-376, part 1).
pub(super) const RELATIONSHIPS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What follows the reference to comments in a sheet (ECMA-376, part 1, `CT_Worksheet`).
const AFTER_COMMENTS: [&str; 8] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// The styles that cells have now; a cell that is not there has the first.
///
/// # Errors
/// When the part is no XML.
pub(super) fn styles(
    text: &str,
    cells: &[CellAddress],
) -> Result<BTreeMap<CellAddress, u32>, XmlError> {
    let all = tags(text)?;
    let mut found: BTreeMap<CellAddress, u32> = cells.iter().map(|cell| (*cell, 0)).collect();
    for (at, tag) in placed(&all) {
        if let Some(style) = found.get_mut(&at) {
            *style = tag.attribute("s").and_then(|style| style.parse().ok()).unwrap_or(0);
        }
    }
    Ok(found)
}

/// Cells with their addresses, also where the sheet leaves them out.
fn placed<'a, 't>(all: &'a [Tag<'t>]) -> Vec<(CellAddress, &'a Tag<'t>)> {
    let (mut row, mut column) = (0_u32, 0_u16);
    let mut cells = Vec::new();
    for tag in all.iter().filter(|tag| tag.kind != Kind::Close) {
        match tag.local() {
            "row" => {
                row = row_number(tag).unwrap_or(row + 1);
                column = 0;
            }
            "c" => {
                let said: Option<CellAddress> =
                    tag.attribute("r").and_then(|said| said.parse().ok());
                let at = said.unwrap_or(CellAddress { row: row.saturating_sub(1), column });
                column = at.column.saturating_add(1);
                cells.push((at, tag));
            }
            _ => {}
        }
    }
    cells
}

/// A row's number, from 1.
fn row_number(tag: &Tag<'_>) -> Option<u32> {
    tag.attribute("r").and_then(|number| number.parse().ok())
}

/// A sheet with its marks, and the relationship of comments that it had already.
pub(super) struct MarkedSheet {
    pub(super) text: String,
    pub(super) comments: Option<String>,
}

/// Gives cells their styles, and the sheet its reference to the notes' drawing.
///
/// # Errors
/// When the part is no XML.
pub(super) fn mark(
    text: &str,
    styles: &BTreeMap<CellAddress, u32>,
    relationship: &str,
) -> Result<MarkedSheet, XmlError> {
    let all = tags(text)?;
    let mut edits = Edits::default();
    let mut left: BTreeMap<CellAddress, u32> = styles.clone();
    for (at, tag) in placed(&all) {
        if let Some(style) = left.remove(&at) {
            edits.replace(tag.range.clone(), tag.with("s", &style.to_string()));
        }
    }
    put_missing(&all, &left, &mut edits);
    let comments = all
        .iter()
        .find(|tag| tag.local() == "legacyDrawing" && tag.kind != Kind::Close)
        .and_then(|tag| tag.attribute("id"));
    if comments.is_none() {
        refer(&all, relationship, &mut edits);
    }
    Ok(MarkedSheet { text: edits.apply(text), comments })
}

/// Puts empty cells where a mark has none: into their row in the order of columns, or into a
/// new row in the order of rows.
fn put_missing(all: &[Tag<'_>], missing: &BTreeMap<CellAddress, u32>, edits: &mut Edits) {
    let Some(data) = all.iter().find(|tag| tag.local() == "sheetData" && tag.kind != Kind::Close)
    else {
        return;
    };
    let prefix = data.prefix();
    let cells = placed(all);
    let rows: Vec<(u32, &Tag<'_>)> = rows(all);
    let mut new_rows: BTreeMap<u32, String> = BTreeMap::new();
    for (at, style) in missing {
        let cell = format!("<{prefix}c r=\"{at}\" s=\"{style}\"/>");
        match rows.iter().find(|(number, _)| *number == at.row + 1) {
            None => new_rows.entry(at.row + 1).or_default().push_str(&cell),
            Some((_, tag)) if tag.kind == Kind::Empty => {
                let close = format!("</{}>", tag.name());
                edits.replace(tag.range.clone(), format!("{}{cell}{close}", tag.opened()));
            }
            Some((_, tag)) => {
                let next = cells
                    .iter()
                    .find(|(other, _)| other.row == at.row && other.column > at.column)
                    .map(|(_, tag)| tag.range.start);
                let end = || closing(all, tag).map(|close| close.range.start);
                if let Some(place) = next.or_else(end) {
                    edits.insert(place, cell);
                }
            }
        }
    }
    put_rows(all, data, &rows, new_rows, edits);
}

fn put_rows(
    all: &[Tag<'_>],
    data: &Tag<'_>,
    rows: &[(u32, &Tag<'_>)],
    new_rows: BTreeMap<u32, String>,
    edits: &mut Edits,
) {
    let prefix = data.prefix();
    let mut in_empty = String::new();
    for (number, cells) in new_rows {
        let row = format!("<{prefix}row r=\"{number}\">{cells}</{prefix}row>");
        if data.kind == Kind::Empty {
            in_empty.push_str(&row);
            continue;
        }
        let next = rows.iter().find(|(other, _)| *other > number).map(|(_, tag)| tag.range.start);
        let end = || closing(all, data).map(|close| close.range.start);
        if let Some(place) = next.or_else(end) {
            edits.insert(place, row);
        }
    }
    if !in_empty.is_empty() {
        let close = format!("</{}>", data.name());
        edits.replace(data.range.clone(), format!("{}{in_empty}{close}", data.opened()));
    }
}

fn rows<'a, 't>(all: &'a [Tag<'t>]) -> Vec<(u32, &'a Tag<'t>)> {
    let mut number = 0;
    all.iter()
        .filter(|tag| tag.local() == "row" && tag.kind != Kind::Close)
        .map(|tag| {
            number = row_number(tag).unwrap_or(number + 1);
            (number, tag)
        })
        .collect()
}

/// The end of an element that holds none of its own name.
fn closing<'a, 't>(all: &'a [Tag<'t>], open: &Tag<'t>) -> Option<&'a Tag<'t>> {
    all.iter().find(|tag| {
        tag.kind == Kind::Close && tag.local() == open.local() && tag.range.start >= open.range.end
    })
}

fn refer(all: &[Tag<'_>], relationship: &str, edits: &mut Edits) {
    let Some(root) = all.first() else { return };
    let before = all
        .iter()
        .find(|tag| AFTER_COMMENTS.contains(&tag.local()) && tag.kind != Kind::Close)
        .or_else(|| all.last())
        .map(|tag| tag.range.start);
    if let Some(place) = before {
        let prefix = root.prefix();
        let id = escaped(relationship);
        let reference =
            format!("<{prefix}legacyDrawing xmlns:r=\"{RELATIONSHIPS}\" r:id=\"{id}\"/>");
        edits.insert(place, reference);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> CellAddress {
        text.parse().unwrap()
    }

    #[test]
    fn cells_are_marked_where_they_are_and_put_where_they_are_not() {
        let text = "<worksheet><sheetData><row r=\"2\"><c r=\"A2\" s=\"4\"><v>1</v></c><c r=\"C2\"/>\
                    </row><row r=\"4\"/></sheetData><pageMargins/><tableParts/></worksheet>";
        let cells = ["A2", "B2", "D2", "B4", "A3"].map(at);
        let known = styles(text, &cells).unwrap();
        assert_eq!(known[&at("A2")], 4);
        let wanted = cells.into_iter().map(|cell| (cell, 9)).collect();
        let marked = mark(text, &wanted, "rIdNotes").unwrap();
        assert_eq!(marked.comments, None);
        let expected = "<worksheet><sheetData><row r=\"2\"><c r=\"A2\" s=\"9\"><v>1</v></c>\
            <c r=\"B2\" s=\"9\"/><c r=\"C2\"/><c r=\"D2\" s=\"9\"/></row>\
            <row r=\"3\"><c r=\"A3\" s=\"9\"/></row><row r=\"4\"><c r=\"B4\" s=\"9\"/></row>\
            </sheetData><pageMargins/>";
        assert!(marked.text.starts_with(expected), "{}", marked.text);
        assert!(marked.text.contains("r:id=\"rIdNotes\"/><tableParts/></worksheet>"));
    }

    #[test]
    fn comments_that_were_there_are_found() {
        let text = "<x:worksheet xmlns:r=\"r\"><x:sheetData/><x:legacyDrawing r:id=\"rId7\"/></x:worksheet>";
        let wanted = BTreeMap::from([(at("B2"), 1)]);
        let marked = mark(text, &wanted, "new").unwrap();
        assert_eq!(marked.comments.as_deref(), Some("rId7"));
        assert!(
            marked.text.contains(
                "<x:sheetData><x:row r=\"2\"><x:c r=\"B2\" s=\"1\"/></x:row></x:sheetData>"
            ),
            "{}",
            marked.text
        );
    }
}
