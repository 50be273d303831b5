//! Notes on cells: the part that holds their text, and the drawing that shows them.

use super::xml::{Edits, Kind, XmlError, escaped, tags};
use crate::finding::CellAddress;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Who the notes are from.
const AUTHOR: &str = "quarterpack";

/// A new part of notes.
pub(super) fn new_part(notes: &BTreeMap<CellAddress, String>) -> String {
    let mut list = String::new();
    for (at, note) in notes {
        list.push_str(&comment("", *at, 0, note));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments \
         xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors><author>\
         {AUTHOR}</author></authors><commentList>{list}</commentList></comments>"
    )
}

fn comment(prefix: &str, at: CellAddress, author: usize, note: &str) -> String {
    let text = run(prefix, note);
    format!(
        "<{prefix}comment ref=\"{at}\" authorId=\"{author}\"><{prefix}text>{text}</{prefix}text>\
         </{prefix}comment>"
    )
}

fn run(prefix: &str, note: &str) -> String {
    let note = escaped(note);
    format!("<{prefix}r><{prefix}t xml:space=\"preserve\">{note}</{prefix}t></{prefix}r>")
}

/// Notes added to a part that was there. A cell that has a note already keeps it, and ours
/// stands below.
///
/// # Errors
/// When the part is no XML.
pub(super) fn added(text: &str, notes: &BTreeMap<CellAddress, String>) -> Result<String, XmlError> {
    let all = tags(text)?;
    let mut edits = Edits::default();
    let authors = all.iter().filter(|t| t.local() == "author" && t.kind != Kind::Close).count();
    let prefix = all.first().map_or("", |root| root.prefix());
    let close = |name: &str| all.iter().find(|tag| tag.local() == name && tag.kind == Kind::Close);
    if let Some(end) = close("authors") {
        edits.insert(end.range.start, format!("<{prefix}author>{AUTHOR}</{prefix}author>"));
    }
    let mut left = notes.clone();
    let mut here: Option<CellAddress> = None;
    for tag in &all {
        match (tag.local(), tag.kind) {
            ("comment", Kind::Open) => {
                here = tag.attribute("ref").and_then(|at| at.parse().ok());
            }
            ("text", Kind::Close) => {
                if let Some(note) = here.and_then(|at| left.remove(&at)) {
                    edits.insert(tag.range.start, run(prefix, &format!("\n\n{note}")));
                }
            }
            _ => {}
        }
    }
    if let Some(end) = close("commentList") {
        let more: String =
            left.iter().map(|(at, note)| comment(prefix, *at, authors, note)).collect();
        edits.insert(end.range.start, more);
    }
    Ok(edits.apply(text))
}

/// The cells of a part that have notes already.
///
/// # Errors
/// When the part is no XML.
pub(super) fn noted(text: &str) -> Result<Vec<CellAddress>, XmlError> {
    let all = tags(text)?;
    let comments = all.iter().filter(|tag| tag.local() == "comment" && tag.kind != Kind::Close);
    Ok(comments.filter_map(|tag| tag.attribute("ref")?.parse().ok()).collect())
}

/// A new drawing with a box for each note.
pub(super) fn new_drawing(cells: &[CellAddress]) -> String {
    let shapes = shapes(cells);
    format!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" \
         xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
         <v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" \
         path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>\
         <v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>{shapes}</xml>"
    )
}

/// Boxes added to a drawing that was there; it need not be well-formed XML, so that only its
/// end is looked for.
pub(super) fn added_drawing(text: &str, cells: &[CellAddress]) -> String {
    let (before, after) = text.rfind("</xml>").map_or((text, ""), |at| text.split_at(at));
    format!("{before}{}{after}", shapes(cells))
}

/// A hidden box, shown when the mouse is over the cell, three columns wide and six rows high.
fn shapes(cells: &[CellAddress]) -> String {
    let mut text = String::new();
    for (nth, at) in cells.iter().enumerate() {
        let (row, column) = (at.row, u32::from(at.column));
        let anchor = format!(
            "{}, 15, {}, 2, {}, 30, {}, 4",
            column + 1,
            row.saturating_sub(1),
            column + 4,
            row + 6
        );
        // Writing into a string never fails.
        let _ = write!(
            text,
            "<v:shape id=\"quarterpack_{nth}\" type=\"#_x0000_t202\" \
             style=\"position:absolute;visibility:hidden\" fillcolor=\"#ffffe1\" \
             o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:path o:connecttype=\"none\"/>\
             <v:textbox style=\"mso-direction-alt:auto\"/><x:ClientData ObjectType=\"Note\">\
             <x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>\
             <x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>\
             </x:ClientData></v:shape>"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_was_there_is_kept_and_ours_stands_below() {
        let at = |text: &str| text.parse::<CellAddress>().unwrap();
        let old = new_part(&BTreeMap::from([(at("B2"), "theirs".into())]));
        let notes = BTreeMap::from([(at("B2"), "ours".into()), (at("C3"), "a < b".into())]);
        let new = added(&old, &notes).unwrap();
        assert_eq!(noted(&new).unwrap(), [at("B2"), at("C3")]);
        let theirs = new.find("theirs").unwrap();
        assert!(theirs < new.find("ours").unwrap());
        assert!(new.contains("a &lt; b"));
        assert!(new.contains("authorId=\"1\""));
    }
}
