//! Whole packs laid out and rendered.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::fixture;
use super::document::{self, Document};
use super::layout::page::{Area, Draw, Owner, Page};
use super::layout::theme::{MARGIN, TINT};
use super::layout::tree::Role;
use super::render;
use super::typeset::fonts;
use super::typeset::shape::{Set, Setter};
use crate::compose::{
    Block, Cell, Column, Content, Pack, PageLayout, Row, Section, SectionStyle, Status, StatusBar,
    Table, Text, Width,
};

mod exceptions;
mod pages;
mod tables;
mod whole;

fn lay(pack: &Pack) -> Document {
    document::lay(pack, Setter::new(fonts::carried().unwrap()), None)
}

/// A line's characters, as they are copied from the file.
fn read(document: &Document, set: &Set, nth: usize) -> String {
    let stretches = &set.lines[nth].stretches;
    let letters = stretches.iter().flat_map(|s| s.glyphs.iter().map(|g| (s.face, g.code)));
    letters.map(|(face, code)| document.maker.set.faces[face].text(code)).collect()
}

/// The texts of a page with the room they take.
fn texts(document: &Document, page: &Page) -> Vec<(String, Area)> {
    let draws = page.pieces.iter().flat_map(|piece| &piece.draws);
    draws
        .filter_map(|draw| match draw {
            Draw::Text { set, nth, .. } => Some((read(document, set, *nth), draw.area())),
            Draw::Fill { .. } | Draw::Path(_) | Draw::Logo { .. } => None,
        })
        .collect()
}

fn has(document: &Document, page: &Page, wanted: &str) -> bool {
    texts(document, page).iter().any(|(text, _)| text.contains(wanted))
}

/// What holds of every pack, whatever is in it.
fn check(document: &Document) {
    let count = document.order.len();
    assert_eq!(count, document.pages.len());
    for (number, (_, page)) in (1..).zip(document.in_order()) {
        assert!(
            has(document, page, &format!("Page {number} of {count}")),
            "page {number}: no footer"
        );
        let own = page.pieces.iter().filter(|piece| piece.owner != Owner::Artifact).count();
        assert!(own > 0, "page {number} is empty");
        inside(number, page);
        large_enough(number, page);
        apart(number, &texts(document, page));
        ends_well(document, number, page);
    }
}

/// Nothing stands in the margins.
fn inside(number: usize, page: &Page) {
    let (width, height) = page.size;
    for draw in page.pieces.iter().flat_map(|piece| &piece.draws) {
        let area = draw.area();
        let sides = area.left > MARGIN - 1.0 && area.right < width - MARGIN + 1.0;
        assert!(sides, "page {number}: {area:?} {draw:?}");
        assert!(area.top > 20.0 && area.bottom < height - 20.0, "page {number}: {area:?}");
    }
    let limit = height - super::layout::theme::FOOT + 1.5;
    for piece in page.pieces.iter().filter(|piece| piece.owner != Owner::Artifact) {
        for draw in &piece.draws {
            assert!(draw.area().bottom < limit, "page {number}: {draw:?} in the footer's room");
        }
    }
}

/// Nothing is set smaller than nine points.
fn large_enough(number: usize, page: &Page) {
    for draw in page.pieces.iter().flat_map(|piece| &piece.draws) {
        if let Draw::Text { set, nth, .. } = draw {
            for stretch in &set.lines[*nth].stretches {
                assert!(stretch.size >= 9.0, "page {number}: {} points", stretch.size);
            }
        }
    }
}

/// No two texts overlap. Lines are set tighter than their boxes, so the letters' room counts.
fn apart(number: usize, texts: &[(String, Area)]) {
    let letters = |area: &Area| {
        let (tall, middle) = (area.bottom - area.top, f32::midpoint(area.top, area.bottom));
        Area { top: middle - tall * 0.3, bottom: middle + tall * 0.3, ..*area }
    };
    for (nth, (text, area)) in texts.iter().enumerate() {
        let a = letters(area);
        for (other, area) in &texts[..nth] {
            let b = letters(area);
            let meet = a.left + 0.2 < b.right
                && b.left + 0.2 < a.right
                && a.top < b.bottom
                && b.top < a.bottom;
            assert!(!meet, "page {number}: “{text}” {a:?} meets “{other}” {b:?}");
        }
    }
}

/// The last thing on a page is neither a heading nor a group's row.
fn ends_well(document: &Document, number: usize, page: &Page) {
    let body = page.pieces.iter().filter_map(|piece| match piece.owner {
        Owner::Element(id) => Some((document.maker.tree.elements[id.0].role, piece)),
        Owner::Artifact => None,
    });
    let bottom = |draws: &[Draw]| draws.iter().map(|draw| draw.area().bottom).fold(0.0, f32::max);
    let lowest = body.max_by(|a, b| bottom(&a.1.draws).total_cmp(&bottom(&b.1.draws)));
    let (role, piece) = lowest.unwrap();
    assert!(!matches!(role, Role::Heading(_)), "page {number} ends with a heading");
    let group = |draw: &Draw| matches!(draw, Draw::Fill { ink, area } if *ink == TINT && area.bottom > bottom(&piece.draws));
    let ends = page.pieces.iter().flat_map(|piece| &piece.draws).any(group);
    assert!(!ends, "page {number} ends with a group's row");
}

fn one_table(table: Table) -> Pack {
    fixture::pack_of(vec![fixture::section_of(vec![Block::Table(table)])])
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("No.", Width::Millimetres(9.0)),
        Column::text("Measure", Width::Fitted).naming_rows(),
        Column::text("Comment", Width::Fitted),
        Column::text("Status", Width::Fitted),
    ]
}

fn row(number: usize, comment: &str) -> Row {
    let name = format!("Measure {number}, of no great length");
    let cells = [Cell::text(number.to_string()), Cell::text(name), Cell::text(comment)];
    let second = Cell::status(Status::Amber).second("Worse");
    Row::Cells(cells.into_iter().chain([second]).collect())
}

#[test]
fn the_fixture_is_sound_and_is_written_to_be_looked_at() {
    let pack = fixture::pack();
    check(&lay(&pack));
    let rendered = render(&pack).unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/look");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("fixture.pdf"), &rendered.bytes).unwrap();
    assert!(rendered.bytes.starts_with(b"%PDF-1.7"));
    assert!(rendered.missing.is_empty(), "{:?}", rendered.missing);
}

#[test]
fn the_same_pack_gives_the_same_bytes() {
    let pack = fixture::pack();
    assert_eq!(render(&pack).unwrap(), render(&pack).unwrap());
    let mut other = pack.clone();
    other.front.report_by = "Another role".into();
    assert_ne!(render(&pack).unwrap().bytes, render(&other).unwrap().bytes);
}

#[test]
fn scripts_and_signs_without_a_glyph_keep_their_text() {
    let samples = [
        "Àrd-Ghàidhlig: Oifigear na Gàidhlig, Dùn Dè",
        "مرحبا بالعالم، السلام عليكم 2026",
        "Smile 🙂 and 東京 too",
        "Decomposed: e\u{301}, Ŵyn; office affidavit",
    ];
    let rows = (1..).zip(samples).map(|(n, text)| row(n, text)).collect();
    let pack = one_table(fixture::table("scripts", columns(), rows));
    let document = lay(&pack);
    check(&document);
    let rendered = render(&pack).unwrap();
    for c in ['東', '京'] {
        assert!(rendered.missing.contains(&c), "{:?}", rendered.missing);
        assert!(document.pages.iter().any(|page| has(&document, page, &c.to_string())));
    }
    assert!(document.pages.iter().any(|page| has(&document, page, "Dùn Dè")));
    let actual: Vec<&String> =
        document.maker.tree.elements.iter().filter_map(|e| e.told()?.actual.as_ref()).collect();
    assert_eq!(actual, [samples[1]], "the right-to-left text, and no other, is said whole");
}

#[test]
fn a_bar_of_many_small_parts_labels_each() {
    let parts = [(1, 1), (2, 90), (3, 1), (4, 1), (5, 1), (0, 1)];
    let parts = parts.map(|(at, count)| (Status::ALL[at], count)).to_vec();
    let bar = StatusBar { title: "95 measures".into(), parts, alt: "Bar".into() };
    let document = lay(&fixture::pack_of(vec![fixture::section_of(vec![Block::StatusBar(bar)])]));
    check(&document);
    for status in Status::ALL {
        assert!(document.pages.iter().any(|page| has(&document, page, status.word())));
    }
}

#[test]
fn stacks_too_tall_to_stand_side_by_side_follow_each_other() {
    let rows = |from: usize| (from..from + 60).map(|n| row(n, "Short.")).collect();
    let stack = |from| vec![Block::Table(fixture::table("stack", columns(), rows(from)))];
    let both = Block::SideBySide { left: stack(1), right: stack(101), left_percent: 50 };
    check(&lay(&fixture::pack_of(vec![fixture::section_of(vec![both])])));
}

#[test]
fn a_short_pack_has_no_contents_and_a_long_one_leads_to_its_pages() {
    let short = lay(&fixture::pack_of(vec![]));
    check(&short);
    assert_eq!(short.pages.len(), 1);
    assert!(!has(&short, &short.pages[0], "Contents"));
    let long = lay(&fixture::pack());
    let pages: Vec<(usize, &Page)> = long.in_order().collect();
    let (_, contents) = pages[1];
    assert!(has(&long, contents, "Contents"));
    for link in &contents.links {
        let mark = &long.maker.marks[link.to];
        let number = pages.iter().position(|(at, _)| *at == mark.page).unwrap() + 1;
        assert!(link.words.ends_with(&format!(", page {number}")), "{}", link.words);
        let last_word = mark.title.rsplit(' ').next().unwrap();
        assert!(has(&long, pages[number - 1].1, last_word), "{} on {number}", mark.title);
    }
}

#[test]
fn sections_lie_as_they_ask() {
    let lies = |id: &str, layout| Section {
        id: id.into(),
        layout,
        new_page: false,
        ..fixture::section_of(vec![Block::Note(Text::plain("A note."))])
    };
    let sections = vec![
        lies("a", PageLayout::Landscape),
        lies("b", PageLayout::Landscape),
        lies("c", PageLayout::Portrait),
    ];
    let document = lay(&fixture::pack_of(sections));
    check(&document);
    let wide: Vec<bool> = document.in_order().map(|(_, page)| page.size.0 > page.size.1).collect();
    assert_eq!(wide, [false, true, false], "the second follows on the first one's page");
}

#[test]
fn paragraphs_of_the_standing_sections_hang_from_their_numbers() {
    let mut section = fixture::section_of(vec![Block::Paragraph {
        number: Some("1.1.".into()),
        text: Text::plain("Progress is reported. ".repeat(12)),
    }]);
    section.style = SectionStyle::Paragraphs;
    let document = lay(&fixture::pack_of(vec![section]));
    check(&document);
    let texts = texts(&document, &document.pages[0]);
    let left = texts.iter().filter(|(text, _)| text.contains("Progress is")).map(|t| t.1.left);
    for left in left {
        assert!((left - MARGIN - super::layout::theme::HANG).abs() < 0.01, "{left}");
    }
}

#[test]
fn the_file_names_its_language_title_and_structure() {
    let bytes = render(&fixture::pack()).unwrap().bytes;
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let catalogue = file.catalog().unwrap();
    assert_eq!(catalogue.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    assert!(catalogue.get(b"StructTreeRoot").is_ok() && catalogue.get(b"Outlines").is_ok());
    let labels = file.get_dict_in_dict(catalogue, b"PageLabels").unwrap();
    let labels = labels.get(b"Nums").unwrap().as_array().unwrap();
    let style = labels[1].as_dict().unwrap().get(b"S").unwrap().as_name().unwrap();
    assert_eq!((labels[0].as_i64().unwrap(), style), (0, &b"D"[..]), "pages are labelled 1, 2, 3");
    for id in file.get_pages().into_values() {
        let page = file.get_dictionary(id).unwrap();
        assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
        assert!(page.get(b"StructParents").is_ok());
    }
}

#[test]
fn figures_line_up_on_their_points_whatever_word_follows() {
    let value = |shown: &str, word: &str| {
        let number = shown.parse().unwrap();
        Cell::worded(number, crate::compose::NumberFormat::MillionsOverUnder, shown, word)
    };
    let cells = [value("0.434", "under"), value("11.242", "over"), value("0.000", "")];
    let rows = cells.map(|cell| Row::Cells(vec![Cell::text("Line"), cell]));
    let columns = vec![
        Column::text("Line", Width::Fitted).naming_rows(),
        Column::number("Variance", Width::Millimetres(30.0)),
    ];
    let document = lay(&one_table(fixture::table("points", columns, rows.to_vec())));
    check(&document);
    let all: Vec<(String, Area)> =
        document.pages.iter().flat_map(|page| texts(&document, page)).collect();
    let right = |wanted: &str| all.iter().find(|(text, _)| text == wanted).unwrap().1.right;
    assert!((right("0.434") - right("11.242")).abs() < 0.1);
    assert!((right("0.434") - right("0.000")).abs() < 0.1);
    assert!(all.iter().any(|(text, _)| text == " under"), "a space keeps the word apart");
    assert!(matches!(value("0.000", "").content, Content::Number { word: None, .. }));
}

#[test]
fn numbers_too_long_to_hang_from_push_their_text_on() {
    let paragraph = |number: &str| Block::Paragraph {
        number: Some(number.into()),
        text: Text::plain("Progress is reported. ".repeat(9)),
    };
    let items = vec![("(number 11)".into(), Text::plain("be noted")), ("(2)".into(), "and".into())];
    let mut section = fixture::section_of(vec![paragraph("Annex 12.14.3."), Block::Items(items)]);
    section.style = SectionStyle::Paragraphs;
    section.number = "Appendix 12".into();
    check(&lay(&fixture::pack_of(vec![section])));
}

/// A table with words of these lengths, figures of one number, statuses and what is missing.
fn any_table(widths: &[Option<f32>], lengths: &[usize], dense: bool, number: i64) -> Table {
    let column = |(nth, width): (usize, &Option<f32>)| {
        let width = width.map_or(Width::Fitted, Width::Millimetres);
        let head = format!("Head of column {nth}");
        if nth % 3 == 1 { Column::number(head, width) } else { Column::text(head, width) }
    };
    let columns: Vec<Column> = widths.iter().enumerate().map(column).collect();
    let cell = |nth: usize, length: usize| match (nth % 3, length % 4) {
        (1, 0) => Cell::missing("not yet available").second("1 of 2 quarters"),
        (1, _) => {
            let value = crate::quantity::Decimal::new(number, 3);
            let format = crate::compose::NumberFormat::Millions;
            Cell::worded(value, format, value.to_string(), "under").second("at 30 Sep")
        }
        (_, 1) => Cell::status(Status::ReportLater).second("No comparison"),
        (_, 2) if nth > 0 => Cell::empty(),
        _ => Cell::text("A word or two of it. ".repeat(length)).noted("note 1"),
    };
    let row = |(at, length): (usize, &usize)| {
        let cells = (0..widths.len()).map(|nth| cell(nth, length + nth)).collect();
        match at % 9 {
            4 if at + 1 < lengths.len() => {
                Row::Group { shown: "A group".into(), name: "A group".into() }
            }
            8 => Row::Total(cells),
            _ => Row::Cells(cells),
        }
    };
    let rows = lengths.iter().enumerate().map(row).collect();
    Table { dense, ..fixture::table("any", columns, rows) }
}

/// A row that goes on over the page leaves room for the words that say so.
#[test]
fn a_long_row_leaves_room_for_the_words_under_it() {
    let lengths = [0, 21, 0, 21, 0, 9, 41, 66, 11];
    let table = any_table(&[None, Some(73.6464), None], &lengths, true, 70_464_405);
    check(&lay(&one_table(table)));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn any_table_stays_on_its_pages_and_within_its_columns(
        widths in proptest::collection::vec(proptest::option::of(2.0f32..90.0), 1..9),
        lengths in proptest::collection::vec(0usize..70, 1..40),
        dense: bool,
        number in 0i64..99_999_999,
    ) {
        let table = any_table(&widths, &lengths, dense, number);
        let document = lay(&one_table(table));
        if widths.len() <= 5 {
            check(&document);
        } else {
            // More than fits a page: words and figures are broken, but stay on it.
            for (number, (_, page)) in (1..).zip(document.in_order()) {
                inside(number, page);
        large_enough(number, page);
            }
        }
    }
}
