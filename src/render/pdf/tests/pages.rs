//! Where pages end: sections that go on, rows that don't stand alone, contents of many pages.

use super::{check, columns, has, lay, one_table, row};
use crate::compose::{Block, Section, Text};
use crate::render::fixture;
use crate::render::pdf::layout::page::Page;

#[test]
fn contents_of_many_sections_go_on_and_lead_to_their_pages_all_the_same() {
    let sections = (4..124).map(|number| Section {
        heading: format!("Section called {number}"),
        ..section_of_lines(&number.to_string(), 30)
    });
    let document = lay(&fixture::pack_of(sections.collect()));
    check(&document);
    let pages: Vec<(usize, &Page)> = document.in_order().collect();
    let linked: Vec<usize> = pages.iter().map(|(_, page)| page.links.len()).collect();
    assert!(linked[1] > 20 && linked[2] > 20 && linked.iter().sum::<usize>() == 120, "{linked:?}");
    for link in pages.iter().flat_map(|(_, page)| &page.links) {
        let mark = &document.maker.marks[link.to];
        let number = pages.iter().position(|(at, _)| *at == mark.page).unwrap() + 1;
        assert!(link.words.ends_with(&format!(", page {number}")), "{}", link.words);
        assert!(has(&document, pages[number - 1].1, &mark.title), "{} on {number}", mark.title);
    }
}

/// A section of so many lines that asks for a page of its own.
fn section_of_lines(number: &str, lines: usize) -> Section {
    let text = || Block::Note(Text::plain("A line."));
    let blocks = (0..lines).map(|_| text()).collect();
    Section { number: number.into(), new_page: true, ..fixture::section_of(blocks) }
}

#[test]
fn a_section_goes_on_below_one_that_leaves_most_of_its_page() {
    for (lines, pages) in [(12, 1), (30, 2)] {
        let sections = vec![section_of_lines("4", lines), section_of_lines("5", 3)];
        let document = lay(&fixture::pack_of(sections));
        check(&document);
        // The front sheet comes before them.
        assert_eq!(document.pages.len(), 1 + pages, "{lines} lines");
    }
}

#[test]
fn no_row_stands_alone_at_a_pages_foot_or_head() {
    for rows in 20..60 {
        let mut table = fixture::table("long", columns(), (1..=rows).map(|n| row(n, "")).collect());
        table.dense = false;
        let document = lay(&one_table(table));
        let numbers = |page: &Page| -> usize {
            (1..=rows).filter(|n| has(&document, page, &format!("Measure {n},"))).count()
        };
        let counts: Vec<usize> =
            document.in_order().map(|(_, page)| numbers(page)).filter(|count| *count > 0).collect();
        assert!(counts.iter().all(|count| *count > 1), "{rows} rows: {counts:?}");
    }
}

#[test]
fn a_short_table_stays_whole() {
    for lines in 30..50 {
        let lines = (0..lines).map(|_| Block::Note(Text::plain("A line.")));
        let mut table = fixture::table("short", columns(), (1..=6).map(|n| row(n, "")).collect());
        table.dense = true;
        let blocks = lines.chain([Block::Table(table)]).collect();
        let document = lay(&fixture::pack_of(vec![fixture::section_of(blocks)]));
        let holds = |page: &&Page| (1..=6).any(|n| has(&document, page, &format!("Measure {n},")));
        assert_eq!(document.pages.iter().filter(holds).count(), 1);
    }
}

#[test]
fn a_remark_stays_with_the_table_above_it() {
    for rows in 20..60 {
        let table = fixture::table("long", columns(), (1..=rows).map(|n| row(n, "")).collect());
        let remark = Block::Note(Text::plain("A remark on it."));
        let pack = fixture::pack_of(vec![fixture::section_of(vec![Block::Table(table), remark])]);
        let document = lay(&pack);
        let mut pages = document.in_order().map(|(_, page)| page);
        let page = pages.find(|page| has(&document, page, "A remark on it.")).unwrap();
        assert!(has(&document, page, &format!("Measure {rows},")), "{rows} rows");
    }
}

/// A number in two parts is another number: one too long for its place is set smaller.
#[test]
fn a_figure_stays_in_one_piece() {
    for figure in ["£12,345,678.9k", "1,234,567,890.5", "£123,456,789,012"] {
        let mut long = fixture::red();
        long.figures[1].value = figure.into();
        let blocks = vec![Block::Exception(Box::new(long))];
        let document = lay(&fixture::pack_of(vec![fixture::section_of(blocks)]));
        check(&document);
        assert!(document.pages.iter().any(|page| has(&document, page, figure)), "{figure}");
    }
}
