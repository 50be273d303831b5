//! Where the cells of a return stand, and what a finding shows of them. There are hundreds in a
//! return and tens of thousands of returns, so they are kept in one sorted slice.

use crate::finding::{ExcerptRow, Place};
use crate::form::Slot;
use crate::intake::{RawCell, RawReturn};
use std::sync::Arc;

/// Where the cells of a return stand.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Places {
    /// By slot; those that a form has no slot for come first.
    cells: Box<[Standing]>,
}

/// A cell, where it stands, and the words of the form left of it, which the cells of a row share.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    /// What the cell is for; none for a number that the form works out.
    slot: Option<Slot>,
    place: Place,
    labels: Arc<[String]>,
    text: Box<str>,
}

impl Places {
    /// Of the cells of a return.
    #[must_use]
    pub fn of(raw: &RawReturn) -> Self {
        let quoted = raw.quoted.values().map(|cell| Standing::new(None, cell));
        let cells = raw.cells.iter().map(|(slot, cell)| Standing::new(Some(slot.clone()), cell));
        Self { cells: quoted.chain(cells).collect() }
    }

    /// Where a cell stands; none where it was not found.
    #[must_use]
    pub fn get(&self, slot: &Slot) -> Option<&Place> {
        let at = self.cells.binary_search_by(|cell| cell.slot.as_ref().cmp(&Some(slot))).ok()?;
        self.cells.get(at).map(|cell| &cell.place)
    }

    /// The slot of the cell at a place.
    #[must_use]
    pub fn slot_at(&self, place: &Place) -> Option<&Slot> {
        self.cells.iter().filter(|cell| cell.place == *place).find_map(|cell| cell.slot.as_ref())
    }

    /// The row around the cell at a place, as a finding shows it; none for a place that is no cell.
    #[must_use]
    pub fn excerpt(&self, place: &Place) -> Option<ExcerptRow> {
        let row = place.cell?.row + 1;
        let cell = self.cells.iter().find(|cell| cell.place == *place)?;
        let text = cell.text.to_string();
        let cells: Vec<String> = cell.labels.iter().cloned().chain([text]).collect();
        let marked = Some(cells.len() - 1);
        Some(ExcerptRow { row, cells, marked })
    }
}

impl Standing {
    fn new(slot: Option<Slot>, cell: &RawCell) -> Self {
        let (place, labels) = (cell.place.clone(), Arc::clone(&cell.labels));
        Self { slot, place, labels, text: cell.quoted().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::CellAddress;
    use crate::form::{CoverField, PeoplePart};
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
        let standing = |slot, row, text| Standing::new(slot, &cell(row, text));
        let (cover, people) = (Slot::Cover(CoverField::Revision), Slot::People(PeoplePart::Reason));
        let places = Places {
            cells: Box::from([
                standing(None, 9, "12"),
                standing(Some(cover.clone()), 3, "1"),
                standing(Some(people.clone()), 5, "None"),
            ]),
        };
        assert_eq!(places.get(&cover), Some(&at(3)));
        assert_eq!(places.get(&Slot::Cover(CoverField::CompletedBy)), None);
        assert_eq!(places.slot_at(&at(5)), Some(&people));
        assert_eq!(places.slot_at(&at(9)), None, "the form works it out");
        let row = places.excerpt(&at(9)).unwrap();
        assert_eq!((row.row, row.marked), (10, Some(1)));
        assert_eq!(row.cells, ["Staff in post", "12"]);
        assert_eq!(places.excerpt(&Place::file("a.xlsx")), None);
    }
}
