//! An .xlsb put together by hand: no program at hand writes one ([MS-XLSB] 2.1 to 2.4).

/// A record: its number and its length in sevens of bits, its content.
pub(crate) fn record(number: u16, content: &[u8]) -> Vec<u8> {
    let [low, _] = number.to_le_bytes();
    let high = number >> 7;
    let mut record = match u8::try_from(high) {
        Ok(high) if high > 0 => vec![low | 0x80, high],
        _ => vec![low],
    };
    record.push(u8::try_from(content.len()).unwrap_or(0));
    record.extend(content);
    record
}

/// A text: its length, its letters in UTF-16.
pub(crate) fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u32::try_from(text.encode_utf16().count()).unwrap_or(0);
    [&length.to_le_bytes()[..], &units].concat()
}

/// A cell of the row: the kind of its value, its column, its style, its value.
pub(crate) fn cell(number: u16, column: u32, style: u8, value: &[u8]) -> Vec<u8> {
    record(number, &[&column.to_le_bytes()[..], &[style, 0, 0, 0], value].concat())
}

/// A row's beginning; `hidden`: it is out of sight.
pub(crate) fn row(number: u32, hidden: bool) -> Vec<u8> {
    let flags = [0, 0, 0, if hidden { 0x10 } else { 0 }, 0, 0, 0, 0, 0];
    record(0x00, &[&number.to_le_bytes()[..], &[0; 4], &flags].concat())
}

/// Columns, from one to another, that are hidden.
pub(crate) fn hidden_columns(first: u32, last: u32) -> Vec<u8> {
    let numbers = [first, last, 2048, 0].map(u32::to_le_bytes).concat();
    let info = record(0x3C, &[&numbers[..], &[1, 0]].concat());
    [record(0x0186, &[]), info, record(0x0187, &[])].concat()
}

/// A merged range: rows, columns.
pub(crate) fn merged(rows: [u32; 2], columns: [u32; 2]) -> Vec<u8> {
    let range = [rows[0], rows[1], columns[0], columns[1]].map(u32::to_le_bytes).concat();
    [record(0xB1, &1u32.to_le_bytes()), record(0xB0, &range), record(0xB2, &[])].concat()
}

/// A workbook of one sheet, Measures: its columns, its rows with their cells, what follows them.
pub(crate) fn book(columns: &[u8], rows: &[u8], after: &[u8]) -> Vec<(String, Vec<u8>)> {
    let bundle = [&[0; 4][..], &1u32.to_le_bytes(), &wide("r1"), &wide("Measures")].concat();
    let workbook = [
        record(0x83, &[]),
        record(0x8F, &[]),
        record(0x9C, &bundle),
        record(0x90, &[]),
        record(0x9D, &[0; 26]),
        record(0x84, &[]),
    ];
    let sheet = [
        &record(0x81, &[])[..],
        &record(0x94, &[0; 16]),
        columns,
        &record(0x91, &[]),
        rows,
        &record(0x92, &[]),
        after,
        &record(0x82, &[]),
    ];
    let related = "<Relationships><Relationship Id=\"r1\" Type=\"worksheet\" \
                   Target=\"worksheets/sheet1.bin\"/></Relationships>";
    vec![
        ("xl/workbook.bin".into(), workbook.concat()),
        ("xl/_rels/workbook.bin.rels".into(), related.as_bytes().to_vec()),
        ("xl/worksheets/sheet1.bin".into(), sheet.concat()),
        ("xl/styles.bin".into(), styles()),
    ]
}

/// Styles of cells: 0 shows a number as it is, 1 as `0%`, 2 as `0.0%`, 3 with a percent sign that
/// is mere text.
fn styles() -> Vec<u8> {
    let format = |id: u16, code: &str| record(0x2C, &[&id.to_le_bytes()[..], &wide(code)].concat());
    let style = |id: u16| record(0x2F, &[&[0, 0][..], &id.to_le_bytes(), &[0; 12]].concat());
    [
        record(0x0116, &[]),
        record(0x0267, &2u32.to_le_bytes()),
        format(164, "0.0%"),
        format(165, "0\" %\""),
        record(0x0268, &[]),
        record(0x0272, &1u32.to_le_bytes()),
        style(9),
        record(0x0273, &[]),
        record(0x0269, &4u32.to_le_bytes()),
        style(0),
        style(9),
        style(164),
        style(165),
        record(0x026A, &[]),
        record(0x0117, &[]),
    ]
    .concat()
}

/// A small workbook with a cell of each kind, a hidden row, a hidden column and a merged range.
pub(crate) fn example() -> Vec<(String, Vec<u8>)> {
    let cells = [
        row(4, false),
        cell(0x06, 0, 0, &wide("Reports\r\non time")),
        cell(0x05, 1, 1, &0.76f64.to_le_bytes()),
        cell(0x05, 2, 0, &f64::INFINITY.to_le_bytes()),
        cell(0x03, 3, 0, &[0x17]),
        cell(0x04, 4, 0, &[1]),
        cell(0x02, 5, 0, &((1234i32 << 2) | 2).to_le_bytes()),
        row(6, true),
        cell(0x05, 1, 2, &0.125f64.to_le_bytes()),
        cell(0x05, 2, 3, &3f64.to_le_bytes()),
    ];
    book(&hidden_columns(3, 4), &cells.concat(), &merged([4, 6], [1, 1]))
}
