//! The pages: every figure of the pack is read again in them, and what a browser and a screen
//! reader need is there. Read with a browser's parser.

use super::walk::{Held, cells, spaced, unspaced, words};
use super::{AUTUMN, every, samples};
use quarterpack::compose::{Cell, Content, Row, Table};
use quarterpack::pipeline::{Job, compose_pack, standing, status_page};
use quarterpack::render::html;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

fn all<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn within<'p>(element: ElementRef<'p>, selector: &str) -> Vec<ElementRef<'p>> {
    element.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    spaced(&element.text().collect::<String>())
}

/// Without the labels of drawings, which say in words what is shown.
fn is_in_a_drawing(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|one| one.value().name() == "svg")
}

/// The pages of the samples, of a pack without returns, and the status page.
fn pages() -> Vec<(&'static str, String)> {
    let mut inputs = quarterpack::pipeline::Inputs {
        inbox: quarterpack::intake::Inbox::default(),
        ..super::whole::read_again()
    };
    inputs.packs.truncate(1);
    let empty = Job { inputs: &inputs, ..AUTUMN.known.job };
    let nothing = compose_pack(&empty, &inputs.packs[0]).unwrap();
    let status = |job: &Job<'_>| {
        let now = standing(job).unwrap();
        status_page(job, &now, Some(&[])).unwrap()
    };
    let mut pages: Vec<(&str, String)> = samples()
        .iter()
        .zip(["year end", "autumn"])
        .map(|(sample, name)| (name, html::render(&sample.pack)))
        .collect();
    pages.push(("no returns", html::render(&nothing)));
    pages.push(("status", status(&AUTUMN.known.job)));
    pages.push(("status, no returns", status(&empty)));
    pages
}

/// What a cell should say, apart from its drawings: the figure, its word, notes, second line.
fn said(cell: &Cell) -> String {
    let trend = matches!(cell.content, Content::Trend(_));
    let mut parts: Vec<String> = words(cell).filter(|_| !trend).into_iter().collect();
    parts.extend(cell.notes.iter().map(|label| format!("[{label}]")));
    parts.extend(cell.second.iter().map(|second| second.text.clone()));
    spaced(&parts.join(" "))
}

/// What it says on the page.
fn shown(cell: ElementRef<'_>) -> String {
    let mut out = String::new();
    for node in cell.descendants() {
        if let Some(line) = node.value().as_text() {
            let parent = node.parent().and_then(ElementRef::wrap).unwrap();
            let drawing = parent.value().name() == "title" || is_in_a_drawing(parent);
            let hidden = parent.value().attr("class") == Some("vh");
            if !drawing && !hidden {
                out.push_str(line);
            }
        } else if node.value().as_element().is_some_and(|one| one.name() == "br") {
            out.push(' ');
        }
    }
    spaced(&out)
}

/// Cell for cell: the table on the page has the cells of the pack's table, and no others.
#[test]
fn every_cell_is_read_again_in_its_place() {
    let mut read = 0;
    for pack in every() {
        let page = Html::parse_document(&html::render(pack));
        for table in Held::of(pack).tables {
            let drawn = all(&page, &format!("#table-{} tbody tr:not(.group)", table.id));
            let rows: Vec<&[Cell]> =
                table.rows.iter().map(cells).filter(|cells| !cells.is_empty()).collect();
            assert_eq!(drawn.len(), rows.len(), "rows of {}", table.id);
            for (drawn, row) in drawn.into_iter().zip(rows) {
                let shown: Vec<String> = within(drawn, "td, th").into_iter().map(shown).collect();
                let said: Vec<String> = row.iter().map(said).collect();
                assert_eq!(shown, said, "{}", table.id);
                read += row.iter().filter(|c| matches!(c.content, Content::Number { .. })).count();
            }
            heads(&page, table);
        }
    }
    assert!(read > 400, "{read} numbers");
}

/// Each head is above its column, each group above its rows.
fn heads(page: &Html, table: &Table) {
    let heads: Vec<String> =
        all(page, &format!("#table-{} thead tr > *", table.id)).into_iter().map(text).collect();
    let wanted: Vec<String> = table.columns.iter().map(|column| spaced(&column.head)).collect();
    assert_eq!(heads, wanted, "{}", table.id);
    let groups: Vec<String> =
        all(page, &format!("#table-{} tr.group th", table.id)).into_iter().map(text).collect();
    let wanted = table.rows.iter().filter_map(|row| match row {
        Row::Group { shown, .. } => Some(spaced(shown)),
        Row::Cells(_) | Row::Total(_) => None,
    });
    assert_eq!(groups, wanted.collect::<Vec<_>>(), "{}", table.id);
}

#[test]
fn every_word_and_every_figure_beside_the_tables_is_read_again() {
    for pack in every() {
        let page = Html::parse_document(&html::render(pack));
        let everything = unspaced(&text(page.root_element()));
        let held = Held::of(pack);
        let mut wanted: Vec<String> = held.texts.clone();
        wanted.extend(held.subheadings.iter().map(|text| (*text).to_owned()));
        wanted.extend(held.bars.iter().map(|bar| bar.alt.clone()));
        for exception in &held.exceptions {
            wanted.extend(exception.chart.iter().map(|chart| chart.alt.clone()));
        }
        for table in &held.tables {
            for cell in table.rows.iter().flat_map(cells) {
                if let Content::Trend(trend) = &cell.content {
                    wanted.push(trend.alt.clone());
                }
            }
        }
        let lost: Vec<&String> =
            wanted.iter().filter(|text| !everything.contains(&unspaced(text))).collect();
        assert_eq!(lost, Vec::<&String>::new());

        let blocks = all(&page, "article.exception");
        assert_eq!(blocks.len(), held.exceptions.len());
        for (block, exception) in blocks.into_iter().zip(&held.exceptions) {
            let figures = within(block, ".figures .value").into_iter().map(text);
            let values = exception.figures.iter().map(|figure| spaced(&figure.value));
            assert!(figures.eq(values), "{}", exception.title);
            let labels: BTreeSet<String> =
                within(block, ".line-chart text").into_iter().map(text).collect();
            let points = exception.chart.iter().flat_map(|chart| &chart.points);
            for (_, label) in points.filter_map(|point| point.value.as_ref()) {
                assert!(labels.contains(&spaced(label)), "{label} in the chart");
            }
        }
        let bars: Vec<String> =
            all(&page, ".bar .part-label, .bar-labels b").into_iter().map(text).collect();
        let parts: usize = held.bars.iter().map(|bar| bar.parts.len()).sum();
        assert_eq!(bars.len(), parts, "{bars:?}");
        for (status, count) in held.bars.iter().flat_map(|bar| &bar.parts) {
            assert!(bars.contains(&format!("{} {count}", status.word())), "{bars:?}");
        }
        let identity = &pack.identity;
        for words in [&identity.mark().0, &identity.footer(), &pack.front.report_by] {
            assert!(everything.contains(&unspaced(words)), "{words}");
        }
    }
}

#[test]
fn pages_are_well_formed_and_need_nothing_from_outside() {
    for (name, source) in pages() {
        let page = Html::parse_document(&source);
        assert_eq!(page.errors, Vec::<std::borrow::Cow<'static, str>>::new(), "{name}");
        let html = page.root_element().value();
        assert_eq!(html.attr("lang"), Some("en-GB"), "{name}");
        assert!(!text(all(&page, "title")[0]).is_empty());
        for tag in ["script", "link", "img", "iframe", "object", "form", "input", "base", "[style]"]
        {
            assert_eq!(all(&page, tag).len(), 0, "{name}: {tag}");
        }
        for element in all(&page, "*") {
            for (attribute, value) in element.value().attrs() {
                assert!(!attribute.starts_with("on"), "{name}: {attribute}");
                let elsewhere = matches!(attribute, "href" | "src") && value.contains(':');
                assert!(!elsewhere, "{name}: {value}");
            }
        }
        let policy = all(&page, "meta[http-equiv=Content-Security-Policy]")[0];
        let policy = policy.value().attr("content").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(!policy.contains("script"), "{policy}");
    }
}

#[test]
fn headings_go_down_by_one_and_there_is_one_h1() {
    for (name, source) in pages() {
        let page = Html::parse_document(&source);
        let headings = all(&page, "h1, h2, h3, h4, h5, h6");
        let level = |one: &ElementRef<'_>| -> usize { one.value().name()[1..].parse().unwrap() };
        let levels: Vec<usize> = headings.iter().map(level).collect();
        assert_eq!(levels.first(), Some(&1), "{name}");
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
        assert!(headings.into_iter().all(|heading| !text(heading).is_empty()), "{name}");
    }
}

#[test]
fn landmarks_ids_and_links_hold() {
    for (name, source) in pages() {
        let page = Html::parse_document(&source);
        for landmark in ["main", "nav", "body > header", "body > footer"] {
            assert_eq!(all(&page, landmark).len(), 1, "{name}: {landmark}");
        }
        let first = all(&page, "body > *")[0].value();
        assert_eq!((first.attr("class"), first.attr("href")), (Some("skip"), Some("#content")));
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        for element in all(&page, "[id]") {
            *ids.entry(element.value().attr("id").unwrap()).or_default() += 1;
        }
        let twice: Vec<_> = ids.iter().filter(|(_, count)| **count > 1).collect();
        assert_eq!(twice.len(), 0, "{name}: {twice:?}");
        for link in all(&page, "a[href^='#']") {
            let to = link.value().attr("href").unwrap().trim_start_matches('#');
            assert!(ids.contains_key(to), "{name}: nothing is called {to}");
        }
        for attribute in ["aria-labelledby", "aria-describedby"] {
            for element in all(&page, &format!("[{attribute}]")) {
                let to = element.value().attr(attribute).unwrap();
                assert!(ids.contains_key(to), "{name}: {attribute} {to}");
            }
        }
        let listed: Vec<String> = all(&page, "nav a").into_iter().map(text).collect();
        let sections: Vec<String> =
            all(&page, "main > section[id] > h2").into_iter().map(text).collect();
        assert_eq!(listed, sections, "{name}: the contents are the sections");
    }
}

#[test]
fn tables_have_captions_and_scopes_and_can_be_reached_by_key() {
    for (name, source) in pages() {
        let page = Html::parse_document(&source);
        let mut names = BTreeSet::new();
        let tables = all(&page, "table");
        assert!(!tables.is_empty(), "{name}");
        for table in tables {
            let id = table.value().attr("id").unwrap();
            let captions = within(table, "caption");
            assert!(captions.len() == 1 && !text(captions[0]).is_empty(), "{name}: {id}");
            assert!(
                names.insert(text(captions[0])),
                "{name}: two tables go by {}",
                text(captions[0])
            );
            let region = ElementRef::wrap(table.parent().unwrap()).unwrap().value();
            assert_eq!(region.attr("tabindex"), Some("0"), "{name}: {id}");
            assert_eq!(region.attr("role"), Some("region"), "{name}: {id}");
            assert_eq!(region.attr("aria-labelledby"), captions[0].value().attr("id"));
            let columns = within(table, "thead tr > *").len();
            for head in within(table, "thead th") {
                assert_eq!(head.value().attr("scope"), Some("col"), "{name}: {id}");
            }
            for row in within(table, "tbody tr") {
                let cells = within(row, "th, td");
                if row.value().attr("class") == Some("group") {
                    let head = cells[0].value();
                    assert_eq!(head.attr("scope"), Some("rowgroup"), "{name}: {id}");
                    assert_eq!(head.attr("colspan"), Some(&*columns.to_string()));
                    continue;
                }
                assert_eq!(cells.len(), columns, "{name}: {id}");
                for head in within(row, "th") {
                    assert_eq!(head.value().attr("scope"), Some("row"), "{name}: {id}");
                }
            }
        }
    }
}

#[test]
fn drawings_say_what_they_show_or_stay_silent() {
    for (name, source) in pages() {
        let page = Html::parse_document(&source);
        for drawing in all(&page, "svg").into_iter().filter(|one| !is_in_a_drawing(*one)) {
            if drawing.value().attr("aria-hidden") == Some("true") {
                continue;
            }
            assert_eq!(drawing.value().attr("role"), Some("img"), "{name}");
            let title = within(drawing, "title");
            assert!(title.len() == 1 && !text(title[0]).is_empty(), "{name}");
        }
        // A status is never a colour alone: a mark of its own shape, and its word.
        for status in all(&page, ".status") {
            assert_eq!(within(status, "svg.mark").len(), 1, "{name}");
            assert!(!text(status).is_empty(), "{name}");
        }
    }
}
