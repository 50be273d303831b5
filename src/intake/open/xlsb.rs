//! .xlsb, streamed.

use super::marks::Marks;
use super::value::value;
use super::{Budget, Fault, Listed, binary, listed, refused, relations};
use crate::finding::CellAddress;
use crate::intake::archive::Archive;
use crate::intake::direction::straight;
use crate::intake::raw::RawValue;
use crate::intake::workbook::{Remark, SheetCell, Unreadable, Workbook};
use calamine::{Reader, Xlsb, XlsbError};
use std::collections::BTreeMap;
use std::io::Cursor;

type File<'a> = Xlsb<Cursor<&'a [u8]>>;
type Cells = BTreeMap<CellAddress, SheetCell>;

pub(super) fn read(archive: &Archive<'_>) -> Result<Workbook, Unreadable> {
    let plain = archive.plain();
    let mut file = Xlsb::new(Cursor::new(&*plain))
        .map_err(|fault| refused(matches!(fault, XlsbError::Password), &fault))?;
    let mut workbook = Workbook::default();
    if file.has_1904_epoch() {
        workbook.remarks.push(Remark::Epoch1904);
    }
    let marks = marks(archive);
    let mut budget = Budget::new();
    for Listed { index, name, visible } in listed(file.sheets_metadata(), &mut workbook.remarks)? {
        let Some(marks) = marks.get(index).cloned().flatten() else {
            workbook.unreadable.push((name, "its cells are not where they should be".into()));
            continue;
        };
        match cells(&mut file, &name, &marks, &mut budget, &mut workbook.remarks) {
            Ok(cells) => workbook.sheets.push(marks.sheet(name, visible, cells)),
            Err(Fault::Sheet(fault)) => workbook.unreadable.push((name, fault)),
            Err(Fault::File(fault)) => return Err(fault),
        }
    }
    Ok(workbook)
}

/// What the library does not say, of each sheet in the order of the tabs; none where its part is
/// not there.
fn marks(archive: &Archive<'_>) -> Vec<Option<Marks>> {
    const WORKBOOK: &str = "xl/workbook.bin";
    let percent = archive.part("xl/styles.bin").map(|part| binary::styles(&part));
    // Without styles every number is shown as it is.
    let percent = percent.unwrap_or_default();
    let related = relations::of(archive, WORKBOOK);
    let listed = archive.part(WORKBOOK).map(|part| binary::sheets(&part));
    let marks = |id: String| {
        let part = archive.part(related.get(&id)?)?;
        Some(binary::sheet(&part, &percent))
    };
    listed.unwrap_or_default().into_iter().map(marks).collect()
}

fn cells(
    file: &mut File<'_>,
    name: &str,
    marks: &Marks,
    budget: &mut Budget,
    remarks: &mut Vec<Remark>,
) -> Result<Cells, Fault> {
    let mut cells = Cells::new();
    values(file, name, marks, budget, &mut cells)?;
    match formulas(file, name, budget, &mut cells) {
        // The library knows fewer functions than Excel has; the values are there all the same.
        Err(Fault::Sheet(_)) => remarks.push(Remark::NoFormulas(name.into())),
        other => other?,
    }
    Ok(cells)
}

fn values(
    file: &mut File<'_>,
    name: &str,
    marks: &Marks,
    budget: &mut Budget,
    cells: &mut Cells,
) -> Result<(), Fault> {
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    while let Some(cell) = reader.next_cell().map_err(Fault::sheet)? {
        let value = value(cell.get_value(), false);
        if value != RawValue::Empty {
            let at = budget.cell(name, cell.get_position(), &value)?;
            cells.insert(at, SheetCell { value: marks.applied(at, value), formula: None });
        }
    }
    Ok(())
}

fn formulas(
    file: &mut File<'_>,
    name: &str,
    budget: &mut Budget,
    cells: &mut Cells,
) -> Result<(), Fault> {
    let mut reader = file.worksheet_cells_reader(name).map_err(Fault::sheet)?;
    while let Some(cell) = reader.next_formula().map_err(Fault::sheet)? {
        let at = budget.cell(name, cell.get_position(), &RawValue::Empty)?;
        budget.text(name, at, cell.get_value())?;
        let empty = SheetCell { value: RawValue::Empty, formula: None };
        cells.entry(at).or_insert(empty).formula = Some(straight(cell.get_value()).into_owned());
    }
    Ok(())
}
