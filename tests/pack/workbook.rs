//! What a workbook has besides its figures: links, native tables, paper, formats, charts, formulas,
//! names. Read as the file holds it.
#![expect(clippy::float_arithmetic, reason = "formulas are worked out again as Excel does")]

use super::{AUTUMN, every};
use calamine::{Data, DataType, Range, Reader, Xlsx};
use quarterpack::compose::{Pack, Status};
use quarterpack::render::xlsx;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// The parts of a workbook, by their names.
type Parts = BTreeMap<String, String>;

fn parts(pack: &Pack) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsx::render(pack).unwrap())).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut parts = Parts::new();
    for name in names {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        parts.insert(name, text);
    }
    parts
}

/// The opening tags of a name, whole.
fn tags<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let open = format!("<{name}");
    let at = xml.match_indices(&open).map(|(at, _)| &xml[at..]);
    let named = at.filter(|rest| rest[open.len()..].starts_with([' ', '/', '>']));
    named.map(|rest| &rest[..=rest.find('>').unwrap()]).collect()
}

fn attribute<'x>(tag: &'x str, name: &str) -> Option<&'x str> {
    tag.split_once(&format!(" {name}=\"")).map(|(_, rest)| rest.split('"').next().unwrap())
}

/// A sheet's name, its part, and the native table on it.
struct Sheet<'p> {
    name: &'p str,
    xml: &'p str,
    table: Option<&'p str>,
}

fn sheets(parts: &Parts) -> Vec<Sheet<'_>> {
    let names = tags(&parts["xl/workbook.xml"], "sheet");
    (1..)
        .zip(names)
        .map(|(nth, tag)| {
            let links = parts.get(&format!("xl/worksheets/_rels/sheet{nth}.xml.rels"));
            let links = links.map_or_else(Vec::new, |links| tags(links, "Relationship"));
            let mut tables = links.into_iter().filter_map(|link| {
                let target = attribute(link, "Target")?.strip_prefix("../tables/")?;
                Some(parts[&format!("xl/tables/{target}")].as_str())
            });
            let (table, other) = (tables.next(), tables.next());
            assert_eq!(other, None, "a sheet a table");
            let name = attribute(tag, "name").unwrap();
            Sheet { name, xml: &parts[&format!("xl/worksheets/sheet{nth}.xml")], table }
        })
        .collect()
}

#[test]
fn the_cover_links_to_every_sheet_and_every_table_back() {
    for pack in every() {
        let parts = parts(pack);
        let all = sheets(&parts);
        let to = |sheet: &Sheet<'_>| -> Vec<String> {
            let links = tags(sheet.xml, "hyperlink").into_iter();
            links.map(|link| attribute(link, "location").unwrap().replace("&apos;", "'")).collect()
        };
        assert_eq!(all[0].name, "Cover");
        let wanted: Vec<String> =
            all[1..].iter().map(|sheet| format!("'{}'!A1", sheet.name)).collect();
        assert_eq!(to(&all[0]), wanted);
        for sheet in all.iter().filter(|sheet| sheet.table.is_some()) {
            assert_eq!(to(sheet), ["'Cover'!A1"], "{}", sheet.name);
        }
    }
}

#[test]
fn every_sheet_but_cover_and_charts_is_one_native_table_with_filters() {
    for pack in every() {
        let parts = parts(pack);
        let mut names = BTreeSet::new();
        for sheet in sheets(&parts) {
            let Some(table) = sheet.table else {
                assert!(["Cover", "Charts"].contains(&sheet.name), "{}", sheet.name);
                continue;
            };
            let tag = tags(table, "table")[0];
            assert!(names.insert(attribute(tag, "displayName").unwrap().to_lowercase()));
            let range = attribute(tag, "ref").unwrap();
            let filter = tags(table, "autoFilter");
            let filtered = attribute(filter[0], "ref").unwrap();
            assert_eq!(filtered.split(':').next(), range.split(':').next(), "{}", sheet.name);
            let heads: Vec<&str> = tags(table, "tableColumn")
                .into_iter()
                .map(|column| attribute(column, "name").unwrap())
                .collect();
            let unique: BTreeSet<String> = heads.iter().map(|head| head.to_lowercase()).collect();
            assert!(unique.len() == heads.len() && !unique.contains(""), "{heads:?}");
            assert!(tags(sheet.xml, "mergeCell").is_empty(), "{}", sheet.name);
        }
    }
}

/// What a name of the sheet with this number stands for, such as its print area.
fn defined<'w>(workbook: &'w str, nth: usize, kind: &str) -> Option<&'w str> {
    let start = format!("<definedName name=\"_xlnm.{kind}\" localSheetId=\"{nth}\">");
    workbook.split_once(&start).map(|(_, rest)| rest.split('<').next().unwrap())
}

#[test]
fn heads_stay_in_view_and_on_every_page_of_a4_as_wide_as_the_sheet() {
    for pack in every() {
        let parts = parts(pack);
        let workbook = &parts["xl/workbook.xml"];
        for (nth, sheet) in sheets(&parts).iter().enumerate() {
            let defined = |kind: &str| defined(workbook, nth, kind);
            let paper = tags(sheet.xml, "pageSetup")[0];
            assert_eq!(attribute(paper, "paperSize"), Some("9"), "{}", sheet.name);
            assert!(defined("Print_Area").is_some(), "{}", sheet.name);
            let fits = sheet.xml.contains("<pageSetUpPr fitToPage=\"1\"/>");
            // Charts keep their size: a page break between them is asked for.
            assert_eq!(fits, sheet.name != "Charts", "{}", sheet.name);
            let furniture = sheet.xml.split_once("<oddHeader>").unwrap().1;
            let mark = pack.identity.mark().0;
            assert!(furniture.contains(mark.as_str()), "{}", sheet.name);
            assert!(furniture.contains("Page &amp;P of &amp;N"), "{}", sheet.name);
            let Some(table) = sheet.table else { continue };
            let head: String = attribute(tags(table, "table")[0], "ref")
                .unwrap()
                .split(':')
                .next()
                .unwrap()
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            let titles = defined("Print_Titles").unwrap();
            assert!(titles.ends_with(&format!("!${head}:${head}")), "{titles}");
            let pane = tags(sheet.xml, "pane")[0];
            assert_eq!(attribute(pane, "state"), Some("frozen"), "{}", sheet.name);
            assert_eq!(attribute(pane, "ySplit"), Some(&*head), "{}", sheet.name);
        }
    }
}

/// What runs over the edge of columns that are repeated is cut off there on all pages but the first.
#[test]
fn nothing_on_paper_runs_over_columns_that_every_page_repeats() {
    let mut wide = 0;
    for pack in every() {
        let parts = parts(pack);
        let workbook = &parts["xl/workbook.xml"];
        for (nth, sheet) in sheets(&parts).iter().enumerate() {
            let defined = |kind: &str| defined(workbook, nth, kind);
            // Such as 'Measures'!$A:$B,'Measures'!$5:$5 where columns are repeated.
            let titles = defined("Print_Titles").unwrap_or_default();
            let Some((columns, _)) = titles.split_once(',') else { continue };
            let last = columns.rsplit('$').next().unwrap();
            wide += 1;
            let rows = |range: &str| -> Vec<u32> {
                let cells = range.rsplit('!').next().unwrap().split(':');
                let digits = |cell: &str| cell.chars().filter(char::is_ascii_digit).collect();
                cells
                    .map(|cell| -> String { digits(cell) })
                    .map(|row| row.parse().unwrap())
                    .collect()
            };
            let paper = rows(defined("Print_Area").unwrap());
            let table = rows(attribute(tags(sheet.table.unwrap(), "table")[0], "ref").unwrap());
            for cell in tags(sheet.xml, "c") {
                let at = attribute(cell, "r").unwrap();
                let (column, row) = at.split_at(at.find(|c: char| c.is_ascii_digit()).unwrap());
                let row: u32 = row.parse().unwrap();
                let beside = row < table[0] || row > table[1];
                let on_paper = row >= paper[0] && row <= paper[1];
                assert!(!(beside && on_paper) || column > last, "{} {at}", sheet.name);
            }
            // What the sheet shows is said at the head of each page instead.
            let head = sheet.xml.split_once("<oddHeader>").unwrap().1;
            let head = head.split_once("</oddHeader>").unwrap().0;
            assert!(head.lines().count() == 2 && head.chars().count() < 420, "{head}");
        }
    }
    assert!(wide > 20, "{wide}");
}

/// The year to date of what adds up, or of what counts as it stands, is worked out in its sheet.
#[test]
fn a_year_to_date_that_follows_from_its_row_is_live() {
    let parts = parts(&AUTUMN.pack);
    let all = sheets(&parts);
    let measures = all.iter().find(|one| one.name == "Measures by resource outcome").unwrap();
    let live = measures.xml.matches("<f>").count();
    assert!(live >= 4, "{live}");
}

#[test]
fn a_status_is_a_word_on_the_colour_that_follows_it() {
    let parts = parts(&AUTUMN.pack);
    let mut with_status = 0;
    for sheet in sheets(&parts) {
        let rules: Vec<&str> = tags(sheet.xml, "cfRule");
        if rules.is_empty() {
            continue;
        }
        with_status += 1;
        let blocks = tags(sheet.xml, "conditionalFormatting").len();
        assert_eq!(rules.len(), blocks * Status::SHOWN.len(), "{}", sheet.name);
        for status in Status::SHOWN {
            let formula = format!("<formula>\"{}\"</formula>", status.word());
            assert!(sheet.xml.contains(&formula), "{}: {formula}", sheet.name);
        }
    }
    assert!(with_status >= 6, "{with_status}");
}

#[test]
fn charts_have_words_for_those_who_do_not_see_them_and_trends_are_sparklines() {
    for pack in every() {
        let parts = parts(pack);
        let charts = parts.keys().filter(|name| name.starts_with("xl/charts/chart")).count();
        let drawings = parts.iter().filter(|(name, _)| name.starts_with("xl/drawings/drawing"));
        let frames: Vec<&str> = drawings.flat_map(|(_, xml)| tags(xml, "xdr:cNvPr")).collect();
        assert_eq!(frames.len(), charts);
        for frame in frames {
            let words = attribute(frame, "descr").unwrap_or_default();
            assert!(words.len() > 30, "{frame}");
        }
        let trends = sheets(&parts)
            .iter()
            .map(|sheet| tags(sheet.xml, "x14:sparkline").len())
            .sum::<usize>();
        let measures = super::walk::Held::of(pack);
        let measures = measures.tables.iter().filter(|table| table.id == "measures").count();
        assert!(trends > 0 || measures == 0, "{}", pack.identity.file_stem);
    }
}

#[test]
fn nothing_leads_out_of_the_workbook_and_nothing_runs() {
    for pack in every() {
        let parts = parts(pack);
        for (name, xml) in &parts {
            assert!(!name.contains("externalLink") && !name.contains("vba"), "{name}");
            assert!(!xml.contains("TargetMode=\"External\""), "{name}");
        }
        assert!(!parts["xl/workbook.xml"].contains("externalReference"));
        assert!(!parts["xl/workbook.xml"].contains("state=\"hidden\""), "nothing is hidden");
    }
}

#[test]
fn names_lead_to_what_they_say() {
    let bytes = xlsx::render(&AUTUMN.pack).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names: BTreeMap<String, String> = book
        .defined_names()
        .iter()
        .filter(|(name, _)| !name.starts_with("_xlnm"))
        .cloned()
        .collect();
    let mut at = |name: &str| {
        let (sheet, cells) = names[name].rsplit_once('!').unwrap();
        let range = book.worksheet_range(sheet.trim_matches('\'')).unwrap();
        let first = cells.split(':').next().unwrap().replace('$', "");
        value(&range, &first).to_string()
    };
    assert_eq!(at("Pack_quarter"), "2023-24 Q2, July to September 2023");
    assert_eq!(at("Pack_version"), "1, draft");
    assert_eq!(at("Data_as_at").replace('\u{a0}', " "), "27 October 2023");
    assert_eq!(at("Date_of_meeting").replace('\u{a0}', " "), "15 November 2023");
    assert_eq!(at("Pack_for"), "Social Work Committee");
    assert_eq!(at("revenue_budget_total"), "219.616");
    assert_eq!(at("capital_programme_total"), "1.984");
    assert_eq!(at("employees_total"), "2859");
    assert_eq!(at("status_counts_total"), "14");
    assert_eq!(names.len(), 13, "{names:?}");
}

#[test]
fn properties_say_whose_what_and_when_and_never_the_clock() {
    let parts = parts(&AUTUMN.pack);
    let core = &parts["docProps/core.xml"];
    for said in [
        "<dc:title>Social Work Resource Plan 2023-24: Quarter 2 progress report</dc:title>",
        "<dc:creator>South Lanarkshire Council, Social Work Resources</dc:creator>",
        "<cp:category>Social Work Committee</cp:category>",
        "<cp:contentStatus>DRAFT, version",
        "2023-10-27T00:00:00Z</dcterms:created>",
        "2023-10-27T00:00:00Z</dcterms:modified>",
    ] {
        assert!(core.replace('\u{a0}', " ").contains(said), "{said} in {core}");
    }
}

#[test]
fn numbers_have_formats_with_their_units() {
    let parts = parts(&AUTUMN.pack);
    let formats: Vec<&str> = tags(&parts["xl/styles.xml"], "numFmt")
        .into_iter()
        .map(|format| attribute(format, "formatCode").unwrap())
        .collect();
    for unit in ["0.0%", "£", " over", " under", " in", " out", " more", " fewer", " up", " down"]
    {
        assert!(formats.iter().any(|format| format.contains(unit)), "{unit} in {formats:?}");
    }
    // A bare sign says neither over nor under.
    let signed = |format: &&&str| format.contains("-#") || format.contains("+#");
    assert_eq!(formats.iter().find(signed), None);
}

/// The value at an address such as `B5`, whose column has one letter or two.
fn value<'r>(range: &'r Range<Data>, address: &str) -> &'r Data {
    let letters = address.chars().take_while(char::is_ascii_alphabetic);
    let column = letters.fold(0, |column, c| column * 26 + u32::from(c) - 64) - 1;
    let row: u32 = address.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap();
    range.get_value((row - 1, column)).unwrap()
}

/// What a formula of the kinds that packs have comes to; what is no number counts nothing.
fn result(range: &Range<Data>, formula: &str) -> f64 {
    let number =
        |address: &str| value(range, &address.replace('$', "")).get_float().unwrap_or_default();
    let found = |part: &str| {
        let cells = part.strip_prefix("SUMIFS(").and_then(|rest| rest.strip_suffix("\")"))?;
        let (cells, reference) = cells.split_once(",\"").unwrap();
        let (figures, references) = cells.split_once(',').unwrap();
        assert!(references.starts_with("$A$"), "{formula}");
        let (first, last) = figures.split_once(':').unwrap();
        let (column, first) = first.split_once('$').unwrap();
        let rows = first.parse::<u32>().unwrap()..=last.split_once('$').unwrap().1.parse().unwrap();
        let named = |row: &u32| value(range, &format!("A{row}")).get_string() == Some(reference);
        let named: Vec<u32> = rows.filter(named).collect();
        assert_eq!(named.len(), 1, "{formula}");
        Some(number(&format!("{column}{}", named[0])))
    };
    if formula.starts_with("SUMIFS") {
        let parts: Vec<f64> = formula.split('/').map(|part| found(part).unwrap()).collect();
        return parts.get(1).map_or(parts[0], |whole| parts[0] / whole);
    }
    let whole = formula.strip_prefix("ROUND(").and_then(|rest| rest.strip_suffix(",9)"));
    if let Some(inner) = whole {
        let cells = inner.strip_prefix("SUBTOTAL(109,").or_else(|| inner.strip_prefix("SUM("));
        let Some(cells) = cells.and_then(|cells| cells.strip_suffix(')')) else {
            let (one, other) = inner.split_once('-').unwrap();
            return number(one) - number(other);
        };
        let (first, last) = cells.split_once(':').unwrap();
        let split = |cell: &str| {
            let at = cell.find(|c: char| c.is_ascii_digit()).unwrap();
            (cell[..at].to_owned(), cell[at..].parse::<u32>().unwrap())
        };
        let ((left, top), (right, bottom)) = (split(first), split(last));
        let columns = left.as_bytes()[0]..=right.as_bytes()[0];
        let cells = columns.flat_map(|column| (top..=bottom).map(move |row| (column, row)));
        return cells.map(|(column, row)| number(&format!("{}{row}", char::from(column)))).sum();
    }
    if let Some(rest) = formula.strip_suffix("*100") {
        let (change, was) = rest.split_once('/').unwrap();
        let (is, _) = change.trim_matches(['(', ')']).split_once('-').unwrap();
        return (number(is) - number(was)) / number(was) * 100.0;
    }
    match formula.split_once('/') {
        Some((part, all)) => number(part) / number(all),
        None => formula.parse().unwrap_or_else(|_| number(formula)),
    }
}

/// Totals, and figures that follow from others of their rows, are formulas; the results that stand
/// beside them, which phones and previews show, are what they come to.
#[test]
fn formulas_are_live_where_a_sum_is_checked_and_their_results_are_right() {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for pack in every() {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx::render(pack).unwrap())).unwrap();
        for name in book.sheet_names() {
            let (range, formulas) =
                (book.worksheet_range(&name).unwrap(), book.worksheet_formula(&name).unwrap());
            let (top, left) = formulas.start().unwrap_or_default();
            for (row, column, formula) in formulas.used_cells() {
                if formula.is_empty() {
                    continue;
                }
                let at = (u32::try_from(row).unwrap() + top, u32::try_from(column).unwrap() + left);
                let cached = range.get_value(at).and_then(Data::get_float).unwrap();
                let worked_out = result(&range, formula);
                let far = (cached - worked_out).abs() > 1e-9 * cached.abs().max(1.0);
                assert!(!far, "{name}: {formula} is {worked_out}, and {cached} is shown");
                let known = [
                    ("SUBTOTAL", "total"),
                    ("SUMIFS", "result"),
                    ("SUM", "sum of a row"),
                    ("*100", "change"),
                    ("ROUND", "difference"),
                    ("/", "share"),
                ];
                let kind = known.iter().find(|(sign, _)| formula.contains(sign));
                *kinds.entry(kind.map_or("number", |(_, kind)| kind)).or_default() += 1;
            }
        }
    }
    for kind in ["total", "result", "sum of a row", "change", "difference", "share"] {
        assert!(kinds.get(kind).is_some_and(|count| *count > 10), "{kind}: {kinds:?}");
    }
}

/// A sheet's name says what its table is; a long title is not cut in the middle of a sentence.
#[test]
fn the_sheet_of_measures_as_printed_has_its_whole_name() {
    let parts = parts(&AUTUMN.pack);
    let names: Vec<&str> = sheets(&parts).iter().map(|sheet| sheet.name).collect();
    assert!(names.contains(&"Measures as printed in the plan"), "{names:?}");
}
