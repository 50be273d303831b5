//! The page of the pack that was written by hand.

use super::super::fixture::{pack, pack_of, section_of, table};
use super::{render, render_in};
use crate::compose::{Block, Cell, Column, Row, Text, Width};
use crate::theme::{Faces, Theme};

#[test]
fn a_page_needs_nothing_else() {
    let page = render(&pack());
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\""));
    for foreign in ["<script", " on", "src=", "url(", "@import", "http:", "https:", "style=\""] {
        let at = page.find(foreign).filter(|_| foreign != " on");
        assert_eq!(at, None, "{foreign}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
    assert_eq!(render(&pack()), page, "the same again");
}

#[test]
fn what_a_service_writes_is_text() {
    let hostile = "<script>alert(1)</script> \" ' & 😀 \u{0}";
    let arabic = "خدمة ممتازة 12";
    let columns = vec![Column::text(hostile, Width::Fitted).naming_rows()];
    let rows = vec![Row::Cells(vec![Cell::text(hostile).second(hostile)])];
    let page = render(&pack_of(vec![section_of(vec![
        Block::Note(Text::plain(hostile)),
        Block::Paragraph { number: None, text: Text::plain(arabic) },
        Block::Table(table("hostile", columns, rows)),
    ])]));
    let escaped = "&lt;script&gt;alert(1)&lt;/script&gt; &quot; &#39; &amp; 😀  ";
    assert_eq!(page.matches(escaped).count(), 4);
    assert!(!page.contains("<script"));
    assert!(page.contains(&format!("<p class=\"para\" dir=\"auto\">{arabic}</p>")));
}

/// Long words break before they would push the page wider than a phone, and no printed page ends with
/// a heading or the head of a table.
#[test]
fn the_page_breaks_its_words_and_keeps_its_headings() {
    let page = render(&pack());
    let (screen, print) = page.split_once("@media print").unwrap();
    assert!(screen.contains("overflow-wrap: anywhere;"));
    assert!(screen.contains(".figures .value { display: block; overflow-wrap: normal;"));
    let kept =
        "h2, h3, .lead, caption, thead, thead tr, h2 + .note, h3 + .note { break-after: avoid; }";
    assert!(print.contains(kept));
    assert!(print.contains("tbody:first-of-type tr:first-child { break-before: avoid; }"));
}

#[test]
fn an_exempt_paper_says_so_on_top_and_on_every_printed_page() {
    let mut pack = pack();
    pack.identity.exempt = Some("paragraph\u{a0}14".into());
    let page = render(&pack);
    let version = pack.identity.version;
    let boxed = format!(
        "<p class=\"version boxed\">NOT FOR PUBLICATION, paragraph\u{a0}14. DRAFT, version\u{a0}{version}</p>"
    );
    assert!(page.contains(&boxed));
    assert!(page.contains("@top-right { content: \"NOT FOR PUBLICATION\\2c  paragraph\\a0 14"));
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
}

#[test]
fn a_page_is_dressed_by_the_theme() {
    let mut theme = Theme::default();
    theme.colours.second = [0x10, 0x20, 0x30];
    theme.dark.red = [0xF0, 0xA0, 0xB0];
    theme.page_faces = Faces::read("House Sans, Arial").unwrap();
    let page = render_in(&pack(), &theme);
    assert_eq!(page.matches("#102030").count(), 5, "text, and each corner of a printed page");
    assert!(page.contains("--red: #F0A0B0;"));
    assert_eq!(page.matches("'House Sans', Arial").count(), 5);
    assert!(!page.contains("Noto Sans") && !page.contains("#4B535B"));
}

#[test]
fn the_sheet_holds_no_colour_and_no_face_of_its_own() {
    let sheet = include_str!("style.css");
    assert!(!sheet.contains("Arial"));
    let colour = |rule: &str| rule.contains(": #") || rule.contains(" #");
    assert_eq!(sheet.lines().find(|line| colour(line)), None);
}
