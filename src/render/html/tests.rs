//! The page of the pack that was written by hand.

use super::super::fixture::{pack, pack_of, section_of, table};
use super::render;
use crate::compose::{Block, Cell, Column, Row, Text, Width};

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

#[test]
fn an_exempt_paper_says_so_on_top_and_on_every_printed_page() {
    let mut pack = pack();
    pack.identity.exempt = Some("14".into());
    let page = render(&pack);
    let boxed = "<p class=\"version boxed\">NOT FOR PUBLICATION, paragraph\u{a0}14</p>";
    assert!(page.contains(boxed));
    assert!(page.contains("@top-right { content: \"NOT FOR PUBLICATION\\2c  paragraph\\a0 14\""));
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
}
