//! Every figure of the pack is read again in the workbook and in the PDF.

use super::every;
use super::walk::{Held, cells, unspaced, words};
use calamine::{Data, DataType, Reader, Xlsx};
use quarterpack::compose::{Content, NumberFormat, Pack, Table};
use quarterpack::quantity::Decimal;
use quarterpack::render::{pdf, xlsx};
use std::io::Cursor;

fn book(pack: &Pack) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = xlsx::render(pack).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.load_tables().unwrap();
    book
}

/// The sheet on which a table of the pack stands: the native table carries its id.
fn sheet_of(book: &Xlsx<Cursor<Vec<u8>>>, table: &Table) -> String {
    let name = table.id.replace('-', "_");
    let sheets = book.sheet_names();
    let has =
        |sheet: &&String| book.table_names_in_sheet(sheet).into_iter().any(|one| *one == name);
    let mut found = sheets.iter().filter(has);
    let sheet = found.next().unwrap_or_else(|| panic!("no table {name}")).clone();
    assert_eq!(found.next(), None, "{name}");
    sheet
}

/// A number as Excel holds it: a percentage as its share of one.
fn stored(value: Decimal, format: NumberFormat) -> f64 {
    let share = if format == NumberFormat::Percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    (value / share).to_string().parse().unwrap()
}

#[test]
fn every_number_is_read_again_in_the_workbook() {
    let counts = |table: &&&Table| {
        let mut all = table.rows.iter().flat_map(cells);
        all.any(|cell| matches!(cell.content, Content::Number { .. }))
    };
    for pack in every() {
        let mut book = book(pack);
        let held = Held::of(pack);
        let mut read = 0;
        let tables = held.tables.iter().filter(|table| !in_an_exception(&held, table));
        for table in tables.filter(counts) {
            let name = sheet_of(&book, table);
            let range = book.worksheet_range(&name).unwrap();
            let mut numbers: Vec<f64> =
                range.used_cells().filter_map(|(_, _, cell)| cell.get_float()).collect();
            for cell in table.rows.iter().flat_map(cells) {
                let Content::Number { value, format, .. } = &cell.content else { continue };
                let wanted = stored(*value, *format);
                let at = numbers.iter().position(|one| one.to_bits() == wanted.to_bits());
                numbers.remove(at.unwrap_or_else(|| panic!("{name}: {wanted} is missing")));
                read += 1;
            }
            assert_eq!(numbers, Vec::<f64>::new(), "{name}: numbers that the pack does not have");
        }
        assert!(read > 60, "{}: {read}", pack.identity.file_stem);
    }
}

/// Exceptions stand on one sheet together.
fn in_an_exception(held: &Held<'_>, table: &Table) -> bool {
    held.exceptions.iter().any(|one| std::ptr::eq(&raw const one.improvement, table))
}

#[test]
fn every_word_is_read_again_in_the_workbook() {
    for pack in every() {
        let mut book = book(pack);
        let mut all = String::new();
        for (_, range) in book.worksheets() {
            for (_, _, cell) in range.used_cells() {
                if let Data::String(text) = cell {
                    // A long note above or below a table takes several rows.
                    all.push_str(&unspaced(text));
                }
            }
        }
        let held = Held::of(pack);
        for cell in held.tables.iter().flat_map(|table| &table.rows).flat_map(cells) {
            let said = match &cell.content {
                Content::Text(text) => text.to_string(),
                Content::Missing(words) => words.clone(),
                Content::Suppressed(_) => "[c]".into(),
                Content::Status(status) => status.word().into(),
                Content::Empty
                | Content::Number { .. }
                | Content::Date { .. }
                | Content::Trend(_) => continue,
            };
            assert!(all.contains(&unspaced(&said)), "“{said}” is not in the workbook");
        }
        let numeric = |text: &&String| text.starts_with(|c: char| c == '£' || c.is_ascii_digit());
        let texts = held.texts.iter().filter(|text| !numeric(text));
        let lost: Vec<&String> = texts.filter(|text| !all.contains(&unspaced(text))).collect();
        assert_eq!(lost, Vec::<&String>::new(), "{} texts", held.texts.len());
    }
}

/// The texts of the PDF, each as it was drawn, in the order of drawing.
fn drawn(pack: &Pack) -> Vec<String> {
    let rendered = pdf::render(pack).unwrap();
    assert!(rendered.missing.is_empty(), "{:?}", rendered.missing);
    let file = lopdf::Document::load_mem(&rendered.bytes).unwrap();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    assert_eq!(pages.len(), rendered.pages);
    let text = file.extract_text(&pages).unwrap();
    text.lines().map(unspaced).filter(|line| !line.is_empty()).collect()
}

/// Each number stands in the PDF as a text of its own, in the order of the pack.
#[test]
fn every_number_is_read_again_in_the_pdf() {
    for pack in every() {
        let lines = drawn(pack);
        let held = Held::of(pack);
        let mut at = 0;
        for table in &held.tables {
            for cell in table.rows.iter().flat_map(cells) {
                let Content::Number { shown, word, .. } = &cell.content else { continue };
                let shown = unspaced(shown);
                let whole = unspaced(&words(cell).unwrap());
                let found = lines[at..].iter().position(|line| *line == shown || *line == whole);
                let found = found.unwrap_or_else(|| panic!("{}: {shown} is missing", table.id));
                at += found + 1;
                if let Some(word) = word.as_ref().filter(|_| lines[at - 1] == shown) {
                    assert_eq!(lines[at], unspaced(word), "{}: the word after {shown}", table.id);
                }
            }
        }
    }
}

#[test]
fn every_word_is_read_again_in_the_pdf() {
    for pack in every() {
        let lines = drawn(pack);
        // Whatever stands at the head and the foot of a page may come between two lines.
        let furniture = [
            unspaced(&pack.identity.title),
            unspaced(&pack.identity.mark().0),
            unspaced(&pack.identity.footer()),
        ];
        let own = |line: &&String| {
            let repeated = line.starts_with("Tablecontinues") || furniture.contains(line);
            let page = line.starts_with("Page") && line.contains("of");
            !repeated && !page
        };
        let all: String = lines.iter().filter(own).map(String::as_str).collect();
        let held = Held::of(pack);
        let texts = held.texts.iter().map(String::as_str).chain(held.subheadings.iter().copied());
        let lost: Vec<&str> = texts.filter(|text| !all.contains(&unspaced(text))).collect();
        assert_eq!(lost, Vec::<&str>::new(), "{} texts", held.texts.len());
    }
}
