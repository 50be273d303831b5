//! A workbook written as text: lines are rows, tabs part cells, a line that begins with `=`
//! begins a sheet.

use quarterpack::finding::CellAddress;
use quarterpack::intake::limits::NUMBER;
use quarterpack::intake::{RawValue, SheetCell, SheetCells, Workbook};
use quarterpack::quantity::Decimal;

/// The workbook that a text describes.
pub fn workbook(text: &str) -> Workbook {
    let mut book = Workbook::default();
    let mut row = 0;
    for line in text.lines().take(2_000) {
        if let Some(name) = line.strip_prefix('=') {
            let visible = !name.ends_with('~');
            book.sheets.push(SheetCells { name: name.into(), visible, ..SheetCells::default() });
            row = 0;
            continue;
        }
        let Some(sheet) = book.sheets.last_mut() else { continue };
        for (column, text) in (0u16..).zip(line.split('\t').take(100)) {
            if !text.is_empty() {
                let at = CellAddress { row, column };
                sheet.cells.insert(at, SheetCell { value: value(text), formula: None });
            }
        }
        row += 1;
    }
    book
}

/// `12`, `76%` and `2023-09-30` are what they look like, `'12` is text.
pub fn value(text: &str) -> RawValue {
    if let Some(text) = text.strip_prefix('\'') {
        return RawValue::Text(text.into());
    }
    let number = |text: &str, percent| {
        let number: Decimal = text.parse().ok()?;
        // No reader gives more.
        (number.abs() < Decimal::from(NUMBER)).then_some(RawValue::Number { number, percent })
    };
    let percent = text.strip_suffix('%').and_then(|text| number(text, true));
    let day = || text.parse().ok().map(RawValue::Date);
    percent
        .or_else(|| number(text, false))
        .or_else(day)
        .unwrap_or_else(|| RawValue::Text(text.into()))
}

/// A workbook written so.
pub fn written(book: &Workbook) -> String {
    let mut text = String::new();
    for sheet in &book.sheets {
        text.push_str(&format!("={}{}\n", sheet.name, if sheet.visible { "" } else { "~" }));
        let rows = sheet.cells.keys().map(|at| at.row + 1).max().unwrap_or(0);
        for row in 0..rows {
            let cells = sheet
                .cells
                .range(CellAddress { row, column: 0 }..=CellAddress { row, column: u16::MAX });
            let mut column = 0;
            for (at, cell) in cells {
                text.push_str(&"\t".repeat(usize::from(at.column - column)));
                column = at.column;
                text.push_str(&said(&cell.value));
            }
            text.push('\n');
        }
    }
    text
}

fn said(value: &RawValue) -> String {
    match value {
        RawValue::Number { number, percent } => {
            format!("{number}{}", if *percent { "%" } else { "" })
        }
        RawValue::Text(text) => format!("'{}", text.replace(['\n', '\t', '\r'], " ")),
        RawValue::Date(day) => day.to_string(),
        other => format!("{other:?}"),
    }
}
