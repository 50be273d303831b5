//! Where the cells of a return stand, and what a finding shows of them. There are hundreds in a
//! return, and tens of thousands of returns are written down and taken up again: what cells share
//! is kept once, and all words in two texts.

use crate::finding::{CellAddress, ExcerptRow, Place};
use crate::form::Slot;
use crate::intake::{RawCell, RawReturn};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Where the cells of a return stand.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Places {
    file: Arc<str>,
    sheets: Box<[Arc<str>]>,
    /// Numbers that the form works out have no slot, and come first; the others come in the order
    /// of their slots.
    cells: Box<[Standing]>,
    /// How many have no slot.
    worked_out: u32,
    slots: Box<[Slot]>,
    /// The words of the form left of a cell, which the cells of a row share: in `labels`.
    labelled: Box<[Box<[Range<u32>]>]>,
    labels: Box<str>,
    texts: Box<str>,
}

/// A cell: where it stands, and what stands in it and left of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Standing {
    at: Option<CellAddress>,
    /// Where its text ends; it begins at the end of the one before.
    until: u32,
    labelled: u16,
    sheet: Option<u8>,
}

impl Places {
    /// Of the cells of a return.
    #[must_use]
    pub fn of(raw: &RawReturn) -> Self {
        let worked_out = raw.quoted.values().map(|cell| (None, cell));
        Packing::default()
            .pack(worked_out.chain(raw.cells.iter().map(|(slot, cell)| (Some(slot), cell))))
    }

    /// Where a cell stands; none where it was not found.
    #[must_use]
    pub fn get(&self, slot: &Slot) -> Option<Place> {
        let at = self.slots.binary_search(slot).ok()?;
        self.cells.get(at_number(self.worked_out) + at).map(|cell| self.place(cell))
    }

    /// The slot of the cell at a place, where it is one of a free row: a restatement's, a virement's.
    #[must_use]
    pub fn row_at(&self, place: &Place) -> Option<&Slot> {
        let cells = self.cells.iter().skip(at_number(self.worked_out));
        let free = |slot: &Slot| matches!(slot, Slot::Restatement(..) | Slot::Virement(..));
        let mut rows = self.slots.iter().zip(cells).filter(|(slot, _)| free(slot));
        rows.find(|(_, cell)| self.stands(cell, place)).map(|(slot, _)| slot)
    }

    /// The row around the cell at a place, as a finding shows it; none for a place that is no cell.
    #[must_use]
    pub fn excerpt(&self, place: &Place) -> Option<ExcerptRow> {
        let row = place.cell?.row + 1;
        let at = self.cells.iter().position(|cell| self.stands(cell, place))?;
        let cell = self.cells.get(at)?;
        let before = at.checked_sub(1).and_then(|before| self.cells.get(before));
        let text = said(&self.texts, &(before.map_or(0, |before| before.until)..cell.until));
        let words = self.labelled.get(usize::from(cell.labelled))?.iter();
        let labels = words.map(|words| said(&self.labels, words));
        let cells: Vec<String> = labels.chain([text]).map(str::to_owned).collect();
        let marked = Some(cells.len() - 1);
        Some(ExcerptRow { row, cells, marked })
    }

    fn place(&self, cell: &Standing) -> Place {
        let sheet = cell.sheet.and_then(|at| self.sheets.get(usize::from(at)).cloned());
        Place { file: Arc::clone(&self.file), sheet, cell: cell.at }
    }

    fn stands(&self, cell: &Standing, place: &Place) -> bool {
        cell.at == place.cell && self.place(cell) == *place
    }
}

fn said<'w>(words: &'w str, at: &Range<u32>) -> &'w str {
    words.get(at_number(at.start)..at_number(at.end)).unwrap_or_default()
}

/// Places while they are packed.
#[derive(Default)]
struct Packing {
    sheets: Vec<Arc<str>>,
    labelled: Vec<Box<[Range<u32>]>>,
    /// The number of the labels, by where they are kept.
    known: HashMap<*const String, u16>,
    labels: String,
    texts: String,
}

impl Packing {
    /// Those without a slot come first, and the others in the order of their slots.
    fn pack<'r>(mut self, all: impl Iterator<Item = (Option<&'r Slot>, &'r RawCell)>) -> Places {
        let (mut cells, mut slots) = (Vec::new(), Vec::new());
        let mut file = None;
        for (slot, cell) in all {
            file.get_or_insert_with(|| Arc::clone(&cell.place.file));
            cells.push(self.standing(cell));
            slots.extend(slot.cloned());
        }
        Places {
            file: file.unwrap_or_default(),
            sheets: self.sheets.into(),
            worked_out: count(cells.len() - slots.len()),
            cells: cells.into(),
            slots: slots.into(),
            labelled: self.labelled.into(),
            labels: self.labels.into(),
            texts: self.texts.into(),
        }
    }

    fn standing(&mut self, cell: &RawCell) -> Standing {
        let sheet = cell.place.sheet.as_ref().and_then(|name| self.sheet(name));
        let (at, labelled) = (cell.place.cell, self.labelled(&cell.labels));
        self.texts.push_str(&cell.quoted());
        Standing { at, until: count(self.texts.len()), labelled, sheet }
    }

    fn sheet(&mut self, name: &Arc<str>) -> Option<u8> {
        let at = self.sheets.iter().position(|known| known == name).unwrap_or_else(|| {
            self.sheets.push(Arc::clone(name));
            self.sheets.len() - 1
        });
        u8::try_from(at).ok()
    }

    fn labelled(&mut self, labels: &Arc<[String]>) -> u16 {
        if let Some(known) = self.known.get(&labels.as_ptr()) {
            return *known;
        }
        let said = labels.iter().map(|label| {
            let from = count(self.labels.len());
            self.labels.push_str(label);
            from..count(self.labels.len())
        });
        let said = said.collect();
        let number = u16::try_from(self.labelled.len()).unwrap_or(u16::MAX);
        self.labelled.push(said);
        self.known.insert(labels.as_ptr(), number);
        number
    }
}

fn at_number(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A return's cells and words are held to millions where it is read.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{CoverField, PeoplePart, VirementPart};
    use crate::intake::RawValue;

    #[test]
    fn a_cell_is_found_by_what_it_is_for_and_by_where_it_stands() {
        let at = |row| Place::sheet("a.xlsx", "People").at(CellAddress { row, column: 2 });
        let cell = |row, text: &str| RawCell {
            place: at(row),
            value: RawValue::Text(text.into()),
            formula: None,
            labels: Arc::from(["Staff in post".to_owned()]),
        };
        let (cover, people) = (Slot::Cover(CoverField::Revision), Slot::People(PeoplePart::Reason));
        let cells = [cell(9, "12"), cell(3, "1"), cell(7, "80"), cell(5, "None")];
        let row = Slot::Virement(2, VirementPart::Amount);
        let slots = [None, Some(&cover), Some(&row), Some(&people)];
        let places = Packing::default().pack(slots.into_iter().zip(&cells));
        assert_eq!(places.get(&cover), Some(at(3)));
        assert_eq!(places.get(&Slot::Cover(CoverField::CompletedBy)), None);
        assert_eq!(places.get(&people), Some(at(5)));
        assert_eq!(places.row_at(&at(7)), Some(&row));
        assert_eq!(places.row_at(&at(5)), None, "not of a free row");
        let row = places.excerpt(&at(9)).unwrap();
        assert_eq!((row.row, row.marked), (10, Some(1)));
        assert_eq!(row.cells, ["Staff in post", "12"]);
        assert_eq!(places.excerpt(&Place::file("a.xlsx")), None);
    }
}
