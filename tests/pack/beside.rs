//! What stands beside the tables, front sheet, exceptions with their figures and charts, counts in
//! bars, facts, alternative texts, is read again in every format, as the tables are in `formats` and
//! `html`.

use super::every;
use super::walk::{Held, unspaced};
use calamine::{Data, Reader, Xlsx};
use quarterpack::calendar::long_date;
use quarterpack::compose::{Block, Fact, NumberFormat, Pack, Trend};
use quarterpack::quantity::Decimal;
use quarterpack::render::{html, pdf, xlsx};
use std::collections::BTreeSet;
use std::io::Cursor;

/// Every figure and word that a pack has beside its tables, as it is shown.
struct Beside {
    /// Words and figures that each format shows as they are.
    said: Vec<String>,
    /// What charts show at their points.
    points: Vec<String>,
    /// Figures of exceptions that a workbook holds as numbers, as pages write them.
    numbers: Vec<(String, (Decimal, NumberFormat))>,
    /// What is said of drawings to those who don't see them.
    spoken: Vec<String>,
}

fn gather<'p>(blocks: &'p [Block], found: &mut Vec<&'p Fact>) {
    for block in blocks {
        match block {
            Block::Facts(facts) => found.extend(facts),
            Block::SideBySide { left, right, .. } => {
                gather(left, found);
                gather(right, found);
            }
            _ => {}
        }
    }
}

impl Beside {
    fn of(pack: &Pack) -> Self {
        let held = Held::of(pack);
        let front = &pack.front;
        let mut said = vec![front.report_to.clone(), front.report_by.clone()];
        said.extend(front.subject.iter().cloned());
        said.extend(front.meeting.map(long_date));
        let mut told = Vec::new();
        pack.sections.iter().for_each(|section| gather(&section.blocks, &mut told));
        for fact in told {
            said.extend([fact.heading.clone(), fact.text.to_string()]);
        }
        let (mut points, mut spoken, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        for exception in &held.exceptions {
            said.push(exception.title.clone());
            for figure in &exception.figures {
                said.extend([figure.label.clone(), figure.detail.clone()]);
                match figure.number {
                    None => said.push(figure.value.clone()),
                    Some(number) => numbers.push((figure.value.clone(), number)),
                }
            }
            for remark in &exception.remarks {
                said.extend([remark.heading.clone(), remark.text.to_string()]);
            }
            if let Some(chart) = &exception.chart {
                let known = chart.points.iter().filter_map(|point| point.value.as_ref());
                points.extend(known.map(|(_, label)| label.clone()));
                spoken.push(chart.alt.clone());
            }
        }
        for bar in &held.bars {
            said.push(bar.title.clone());
            spoken.push(bar.alt.clone());
        }
        said.retain(|text| !text.is_empty());
        Self { said, points, numbers, spoken }
    }
}

fn lost<'t>(wanted: &'t [String], all: &str) -> Vec<&'t String> {
    wanted.iter().filter(|text| !all.contains(&unspaced(text))).collect()
}

#[test]
fn the_pdf_says_it_all() {
    for pack in every() {
        let rendered = pdf::render(pack).unwrap();
        let file = lopdf::Document::load_mem(&rendered.bytes).unwrap();
        let pages: Vec<u32> = file.get_pages().into_keys().collect();
        let text = file.extract_text(&pages).unwrap();
        let furniture = [
            unspaced(&pack.identity.title),
            unspaced(&pack.identity.mark().0),
            unspaced(&pack.identity.footer()),
        ];
        let lines: Vec<String> = text.lines().map(unspaced).collect();
        let own = lines.iter().filter(|line| {
            let page = line.starts_with("Page") && line.contains("of");
            !furniture.contains(line) && !page && !line.starts_with("Tablecontinues")
        });
        let all: String = own.map(String::as_str).collect();
        let beside = Beside::of(pack);
        let stem = &pack.identity.file_stem;
        assert_eq!(lost(&beside.said, &all), Vec::<&String>::new(), "{stem}");
        // A label in a chart is a text of its own, and no part of another.
        let drawn: BTreeSet<&str> = lines.iter().map(String::as_str).collect();
        for label in &beside.points {
            assert!(drawn.contains(&*unspaced(label)), "{stem}: {label} in a chart");
        }
        let held = Held::of(pack);
        for (status, count) in held.bars.iter().flat_map(|bar| &bar.parts) {
            let label = unspaced(&format!("{} {count}", status.word()));
            assert!(drawn.contains(&*label), "{stem}: {label} in a bar");
        }
        let alternatives: String = file
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok()?.get(b"Alt").ok())
            .filter_map(|alt| lopdf::decode_text_string(alt).ok())
            .map(|alt| unspaced(&alt))
            .collect();
        let mut spoken = beside.spoken;
        spoken.extend(trends(&held).into_iter().map(|trend| trend.alt.clone()));
        assert_eq!(lost(&spoken, &alternatives), Vec::<&String>::new(), "{stem}");
    }
}

/// The small charts of a pack's tables that show something.
fn trends<'p>(held: &Held<'p>) -> Vec<&'p Trend> {
    let cells = held.tables.iter().flat_map(|table| &table.rows).flat_map(super::walk::cells);
    cells
        .filter_map(|cell| match &cell.content {
            quarterpack::compose::Content::Trend(trend) => Some(trend),
            _ => None,
        })
        .filter(|trend| trend.points.iter().flatten().next().is_some())
        .collect()
}

#[test]
fn the_workbook_says_it_all() {
    for pack in every() {
        let bytes = xlsx::render(pack).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let (mut all, mut numbers) = (String::new(), BTreeSet::new());
        let mut counted = Vec::new();
        for (name, range) in book.worksheets() {
            for (row, _, cell) in range.used_cells() {
                match cell {
                    Data::String(text) => all.push_str(&unspaced(text)),
                    Data::Float(number) if ["Trends", "Exceptions"].contains(&&*name) => {
                        numbers.insert(number.to_bits());
                    }
                    _ => {}
                }
                if let (Data::Float(number), "Status") = (cell, name.as_str()) {
                    let word = range.get((row, 1)).unwrap().to_string();
                    counted.push((word, number.to_string()));
                }
            }
        }
        let stem = &pack.identity.file_stem;
        let beside = Beside::of(pack);
        assert_eq!(lost(&beside.said, &all), Vec::<&String>::new(), "{stem}");
        assert_eq!(lost(&beside.spoken, &all), Vec::<&String>::new(), "{stem}");
        for (shown, (value, format)) in &beside.numbers {
            assert!(numbers.contains(&stored(*value, *format)), "{stem}: {shown} is no number");
        }
        let held = Held::of(pack);
        for exception in &held.exceptions {
            if let Some(chart) = &exception.chart {
                for (value, label) in chart.points.iter().filter_map(|point| point.value.as_ref()) {
                    let format = if label.contains('%') {
                        NumberFormat::Percent
                    } else {
                        NumberFormat::Whole
                    };
                    assert!(numbers.contains(&stored(*value, format)), "{stem}: {label}");
                }
            }
        }
        for trend in trends(&held) {
            for value in trend.points.iter().flatten() {
                let either = [NumberFormat::Percent, NumberFormat::Whole];
                let found = either.iter().any(|format| numbers.contains(&stored(*value, *format)));
                assert!(found, "{stem}: {value} of {}", trend.alt);
            }
        }
        let bars: Vec<(String, String)> = held
            .bars
            .iter()
            .flat_map(|bar| &bar.parts)
            .map(|(status, count)| (status.word().to_owned(), count.to_string()))
            .collect();
        assert_eq!(counted, bars, "{stem}");
    }
}

fn stored(value: Decimal, format: NumberFormat) -> u64 {
    let share = if format == NumberFormat::Percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    let number: f64 = (value / share).to_string().parse().unwrap();
    number.to_bits()
}

#[test]
fn the_page_says_it_all() {
    for pack in every() {
        let page = scraper::Html::parse_document(&html::render(pack));
        let all: String = page.root_element().text().map(unspaced).collect();
        let beside = Beside::of(pack);
        let stem = &pack.identity.file_stem;
        let figures: Vec<String> = beside.numbers.iter().map(|(shown, _)| shown.clone()).collect();
        for wanted in [&beside.said, &beside.points, &beside.spoken, &figures] {
            assert_eq!(lost(wanted, &all), Vec::<&String>::new(), "{stem}");
        }
    }
}
