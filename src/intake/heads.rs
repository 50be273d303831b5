//! The heads of a block: in which row they stand, and which column each one is over.

use super::words::folded;
use super::workbook::SheetCells;
use crate::finding::CellAddress;
use crate::form::Block;
use std::collections::BTreeSet;

/// A row of heads in a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Its row, the lower one where heads stand over two rows.
    pub(super) row: u32,
    /// Where each column of the block was found, in the form's order.
    pub(super) columns: Vec<Option<u16>>,
}

impl Head {
    /// How many columns were found.
    pub(super) fn found(&self) -> usize {
        self.columns.iter().flatten().count()
    }
}

/// Every row that holds at least half of a block's heads, top down.
pub(super) fn heads(sheet: &SheetCells, block: &Block) -> Vec<Head> {
    let named = block.columns.iter().filter(|column| !column.head.is_empty()).count();
    let mut found: Vec<Head> = Vec::new();
    let width = sheet.width();
    for row in sheet.rows() {
        let head = head_in(sheet, block, row, width);
        let follows = found.last().is_some_and(|last| last.row + 1 == row);
        if head.found() * 2 >= named.max(1) && head.found() > 0 {
            // Of two rows of one head the one with more of it counts.
            if follows && found.last().is_some_and(|last| last.found() < head.found()) {
                found.pop();
            } else if follows {
                continue;
            }
            found.push(head);
        }
    }
    found
}

/// A block's heads in one row: each the first cell from the left that says it, by itself or with
/// the cell above it. `until`: columns from this one on are empty, or not looked at.
pub(super) fn head_in(sheet: &SheetCells, block: &Block, row: u32, until: u16) -> Head {
    let mut taken = BTreeSet::new();
    let said: Vec<[String; 2]> = (0..until).map(|column| over(sheet, row, column)).collect();
    let columns = block.columns.iter().map(|column| {
        let wanted = folded(&column.head);
        let at = (0u16..)
            .zip(&said)
            .find(|(at, said)| !wanted.is_empty() && !taken.contains(at) && said.contains(&wanted));
        let at = at.map(|(at, _)| at);
        taken.extend(at);
        at
    });
    Head { row, columns: columns.collect() }
}

/// What a cell says as a head: alone, and below the one above it.
fn over(sheet: &SheetCells, row: u32, column: u16) -> [String; 2] {
    let own = folded(&sheet.says(row, column));
    let Some(above) = row.checked_sub(1) else { return [own.clone(), own] };
    let at = CellAddress { row: above, column };
    let first = sheet.merged_from(at).unwrap_or(at);
    // A cell that is merged with the one above it holds nothing of its own.
    let over = folded(&sheet.says(first.row, first.column));
    let both = format!("{over} {own}").trim().to_owned();
    [own, both]
}
