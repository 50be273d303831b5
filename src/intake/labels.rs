//! The rows of a block found by what the form itself says in them, where their keys are gone.

use super::heads::Head;
use super::words::folded;
use super::workbook::SheetCells;
use crate::form::{Block, Cell, Label, Row, Source};
use std::collections::{BTreeMap, BTreeSet};

/// What the form says in a row, by the columns in which it was found.
fn signature(row: &Row, head: &Head) -> Vec<(u16, String)> {
    let cells = row.cells.iter().zip(&head.columns);
    let words = cells.filter_map(|(cell, column)| match cell {
        Cell::Label(Label::Text(text, Source::Plan)) => Some(((*column)?, folded(text))),
        Cell::Label(_) | Cell::Blank | Cell::Input(_) | Cell::Worked(..) | Cell::Sample(_) => None,
    });
    words.filter(|(_, text)| !text.is_empty()).collect()
}

/// The first words of a row are its name; a target that was typed over does not lose it.
fn is(sheet: &SheetCells, row: u32, signature: &[(u16, String)]) -> bool {
    let says = |(column, text): &(u16, String)| folded(&sheet.says(row, *column)) == *text;
    let matching = signature.iter().filter(|part| says(part)).count();
    signature.first().is_some_and(says) && matching * 2 >= signature.len()
        || signature.len() > 2 && matching + 1 == signature.len()
}

/// The sheet's row for each row of the block, by its key. `known`: rows that were found by their
/// keys. `until`: the row at which the next block begins.
pub(super) fn rows<'a>(
    sheet: &SheetCells,
    block: &'a Block,
    head: &Head,
    known: &BTreeMap<&str, u32>,
    until: u32,
) -> BTreeMap<&'a str, u32> {
    let below: Vec<u32> =
        sheet.rows().into_iter().filter(|row| *row > head.row && *row < until).collect();
    let mut taken: BTreeSet<u32> = known.values().copied().collect();
    let mut found: BTreeMap<&str, u32> = BTreeMap::new();
    let signatures: Vec<_> = block.rows.iter().map(|row| signature(row, head)).collect();
    let unique =
        |one: &Vec<(u16, String)>| signatures.iter().filter(|other| *other == one).count() == 1;
    for (row, signature) in block.rows.iter().zip(&signatures) {
        if let Some(at) = known.get(&*row.key) {
            found.insert(&row.key, *at);
        } else if !signature.is_empty() && unique(signature) {
            let mut at =
                below.iter().filter(|at| !taken.contains(at) && is(sheet, **at, signature));
            // Two rows that say the same are for a person to choose between.
            if let (Some(at), None) = (at.next().copied(), at.next()) {
                taken.insert(at);
                found.insert(&row.key, at);
            }
        }
    }
    let fixed: BTreeSet<u32> = found.values().copied().collect();
    let mut anchor = head.row;
    for (row, signature) in block.rows.iter().zip(&signatures) {
        if let Some(at) = found.get(&*row.key) {
            anchor = *at;
            continue;
        }
        // Rows that go by one name in several groups stand below their own group's first row.
        let next = fixed.iter().copied().find(|at| *at > anchor).unwrap_or(until);
        let free = signature.is_empty() && row.cells.iter().any(|cell| cell.slot().is_some());
        let mut at = below.iter().copied().filter(|at| {
            *at > anchor && *at < next && !taken.contains(at) && (free || is(sheet, *at, signature))
        });
        if let Some(at) = at.next().filter(|_| free || !signature.is_empty()) {
            taken.insert(at);
            found.insert(&row.key, at);
            anchor = if free { at } else { anchor };
        }
    }
    found
}
