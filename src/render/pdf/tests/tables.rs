//! Tables on their pages: heads again, long words and rows, columns wider than the paper.

use super::*;

#[test]
fn a_long_table_has_its_head_on_every_page() {
    let mut rows: Vec<Row> = (1..=300).map(|n| row(n, "Short.")).collect();
    for at in (0..300).step_by(7).rev() {
        let name = format!("Outcome {at}");
        rows.insert(at, Row::Group { shown: name.clone(), name });
    }
    let table = fixture::table("long", columns(), rows);
    let document = lay(&one_table(table));
    check(&document);
    let pages: Vec<&Page> = document.in_order().map(|(_, page)| page).collect();
    assert!(pages.len() > 10);
    // The front sheet and the contents come first.
    let (last, whole) = pages[2..].split_last().unwrap();
    for page in whole {
        assert!(has(&document, page, "Comment") && has(&document, page, "continues on the next"));
    }
    assert!(has(&document, last, "Comment") && !has(&document, last, "continues on the next"));
    let numbers = pages.iter().flat_map(|page| texts(&document, page));
    let found = numbers.filter(|(text, _)| text.contains("of no great length")).count();
    assert_eq!(found, 300, "each row once, in one line");
}

#[test]
fn a_table_without_rows_says_so() {
    let document = lay(&one_table(fixture::table("empty", columns(), vec![])));
    check(&document);
    assert!(document.pages.iter().any(|page| has(&document, page, "None.")));
}

#[test]
fn long_words_break_and_long_comments_wrap() {
    let word = "Donaudampfschifffahrtsgesellschaft".repeat(9);
    let comment = "The backlog of orders carried over from last year has halved. ".repeat(30);
    let rows = vec![row(1, &word), row(2, &comment), row(3, &format!("{comment} {word}"))];
    let table = fixture::table("long-words", columns(), rows);
    let blocks = vec![
        Block::Lead(Text::plain(&word)),
        Block::Subheading(word.clone()),
        Block::Paragraph { number: Some("4.1.".into()), text: Text::plain(&comment) },
        Block::Items(vec![("(1)".into(), Text::plain(&word))]),
        Block::Table(table),
    ];
    check(&lay(&fixture::pack_of(vec![fixture::section_of(blocks)])));
}

#[test]
fn a_row_taller_than_a_page_goes_on_under_its_head() {
    let comment = "One sentence of a very long comment that nobody cut short. ".repeat(260);
    let rows = vec![row(1, "Short."), row(2, &comment), row(3, "Short.")];
    let document = lay(&one_table(fixture::table("tall", columns(), rows)));
    check(&document);
    let heads = document.pages.iter().filter(|page| has(&document, page, "Comment")).count();
    assert!(heads >= 3, "{heads}");
    let begins = |page: &Page| has(&document, page, "Short.") && has(&document, page, "nobody");
    assert!(document.pages.iter().any(begins), "it begins where there is room for it");
    let said: usize = document
        .pages
        .iter()
        .flat_map(|page| texts(&document, page))
        .map(|(text, _)| text.matches("nobody").count())
        .sum();
    assert_eq!(said, 260, "nothing of it is lost");
}

#[test]
fn columns_wider_than_the_page_are_made_to_fit() {
    let wide = |n: usize| Column::number(format!("Column {n}"), Width::Millimetres(60.0));
    let cells = (0..9).map(|n| {
        let value = crate::quantity::Decimal::from(n * 1000);
        Cell::number(value, crate::compose::NumberFormat::Whole, format!("{n},000.125"))
    });
    let rows = vec![Row::Cells(cells.collect())];
    check(&lay(&one_table(fixture::table("wide", (0..9).map(wide).collect(), rows))));
}
