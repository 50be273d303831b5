//! The packs' workbooks again by `rust_xlsxwriter`, with what they have beside cells: a format for each
//! style, widths and heights, tables, conditional formats, sparklines and charts, as often as
//! they stand there. What is left out (links, names, alternative texts) costs next to nothing.

use calamine::Data;
use quick_xml::events::{BytesStart, Event};
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartType, Color, ConditionalFormatCell, ConditionalFormatCellRule,
    Format, FormatAlign, FormatBorder, Formula, Sparkline, Table, TableColumn, Workbook, Worksheet,
};
use std::collections::HashMap;
use std::error::Error;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Values by their places.
pub(crate) type Values = HashMap<(u32, u16), Data>;

type Parts<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// What a sheet has beside the values of its cells.
#[derive(Default)]
pub(crate) struct Features {
    /// First and last column, and their width.
    widths: Vec<(u16, u16, f64)>,
    /// A row, and its height.
    heights: Vec<(u32, f64)>,
    /// The style of each cell; most are empty.
    styles: Vec<(u32, u16, usize)>,
    formulas: HashMap<(u32, u16), String>,
    /// The ranges of conditional formats, one a rule.
    rules: Vec<String>,
    /// Where a small chart stands, and what it shows.
    sparklines: Vec<(String, String)>,
    /// The ranges of tables, with their heads.
    tables: Vec<(String, Vec<String>)>,
    charts: Vec<Series>,
}

/// The series of a chart: what they show, and how many labels they have of their own.
type Series = Vec<(Vec<String>, usize)>;

impl Features {
    /// Of the sheet with this number.
    pub(crate) fn read(book: &[u8], number: usize) -> Result<Self, Box<dyn Error>> {
        let mut parts = ZipArchive::new(Cursor::new(book))?;
        let mut found = Self::default();
        let sheet = format!("xl/worksheets/sheet{number}.xml");
        found.read_sheet(&text(&mut parts, &sheet)?)?;
        for target in targets(&mut parts, &format!("xl/worksheets/_rels/sheet{number}.xml.rels"))? {
            if target.starts_with("xl/tables/") {
                found.tables.push(table(&text(&mut parts, &target)?)?);
            } else if let Some(name) = target.strip_prefix("xl/drawings/") {
                for chart in targets(&mut parts, &format!("xl/drawings/_rels/{name}.rels"))? {
                    if chart.starts_with("xl/charts/") {
                        found.charts.push(series(&text(&mut parts, &chart)?)?);
                    }
                }
            }
        }
        Ok(found)
    }

    fn read_sheet(&mut self, xml: &str) -> Result<(), Box<dyn Error>> {
        let (mut row, mut cell, mut within) = (0, (0, 0), String::new());
        let (mut words, mut range) = (String::new(), String::new());
        each(xml, |event| {
            match event {
                Seen::Tag(tag) => {
                    within = name(tag);
                    words.clear();
                    match within.as_str() {
                        "col" => self.widths.push((
                            number::<u16>(tag, "min")? - 1,
                            number::<u16>(tag, "max")? - 1,
                            number(tag, "width")?,
                        )),
                        "row" => {
                            row = number::<u32>(tag, "r")? - 1;
                            if attribute(tag, "ht").is_some() {
                                self.heights.push((row, number(tag, "ht")?));
                            }
                        }
                        "c" => {
                            cell = (row, column(&attribute(tag, "r").unwrap_or_default()));
                            if attribute(tag, "s").is_some() {
                                self.styles.push((cell.0, cell.1, number(tag, "s")?));
                            }
                        }
                        "conditionalFormatting" => {
                            range = attribute(tag, "sqref").unwrap_or_default();
                        }
                        "cfRule" => self.rules.push(range.clone()),
                        _ => {}
                    }
                }
                Seen::Words(text) => words.push_str(text),
                Seen::End(_) if !words.is_empty() => {
                    let words = std::mem::take(&mut words);
                    match within.as_str() {
                        "f" => {
                            self.formulas.insert(cell, words);
                        }
                        "xm:f" => range = words,
                        "xm:sqref" => self.sparklines.push((words, range.clone())),
                        _ => {}
                    }
                }
                Seen::End(_) => {}
            }
            Ok(())
        })
    }

    /// Writes them with the values.
    pub(crate) fn write(
        &self,
        values: &Values,
        sheet: &mut Worksheet,
    ) -> Result<(), Box<dyn Error>> {
        for (first, last, width) in &self.widths {
            for column in *first..=*last {
                sheet.set_column_width(column, *width)?;
            }
        }
        for (row, height) in &self.heights {
            sheet.set_row_height(*row, *height)?;
        }
        let mut formats = HashMap::new();
        for (row, column, style) in &self.styles {
            let format = formats.entry(*style).or_insert_with(|| format(*style));
            match (self.formulas.get(&(*row, *column)), values.get(&(*row, *column))) {
                (Some(formula), value) => {
                    let result = value.map(ToString::to_string).unwrap_or_default();
                    let formula = Formula::new(formula).set_result(result);
                    sheet.write_formula_with_format(*row, *column, formula, format)?;
                }
                (None, Some(Data::Float(number))) => {
                    sheet.write_number_with_format(*row, *column, *number, format)?;
                }
                (None, Some(value)) => {
                    sheet.write_string_with_format(*row, *column, value.to_string(), format)?;
                }
                (None, None) => {
                    sheet.write_blank(*row, *column, format)?;
                }
            }
        }
        for (range, heads) in &self.tables {
            let heads: Vec<_> =
                heads.iter().map(|head| TableColumn::new().set_header(head)).collect();
            let ((top, left), (bottom, right)) = ends(range);
            let native = Table::new().set_columns(&heads);
            sheet.add_table(top, left, bottom, right, &native)?;
        }
        for range in &self.rules {
            let ((top, left), (bottom, right)) = ends(range);
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo("Green"))
                .set_format(Format::new().set_bold().set_background_color(Color::Green));
            sheet.add_conditional_format(top, left, bottom, right, &rule)?;
        }
        for (at, range) in &self.sparklines {
            let (row, column) = ends(at).0;
            let small = Sparkline::new().set_range(range.as_str()).show_last_point(true);
            sheet.add_sparkline(row, column, &small)?;
        }
        for (row, series) in (0..).zip(&self.charts) {
            sheet.insert_chart(row * 16, 0, &chart(series))?;
        }
        Ok(())
    }
}

/// A format with as many properties as a cell of a pack has.
fn format(style: usize) -> Format {
    Format::new()
        .set_font_name("Arial")
        .set_font_size(10)
        .set_font_color(Color::RGB(0x0B_0C0C))
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_align(FormatAlign::Left)
        .set_indent(1)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(Color::RGB(0xB1_B4B6))
        .set_num_format(format!("#,##0\" {style}\""))
}

fn chart(series: &Series) -> Chart {
    let mut chart = Chart::new(ChartType::Line);
    for (ranges, labels) in series {
        let own = chart.add_series();
        if let [.., categories, values] = ranges.as_slice() {
            own.set_categories(categories.as_str()).set_values(values.as_str());
        }
        let labels: Vec<_> = (0..*labels)
            .map(|nth| ChartDataLabel::new().set_value(nth.to_string().as_str()).to_custom())
            .collect();
        own.set_custom_data_labels(&labels);
    }
    chart
}

/// The book of these sheets.
pub(crate) fn book<'s>(
    sheets: impl Iterator<Item = (&'s str, &'s Features, &'s Values)>,
) -> Result<usize, Box<dyn Error>> {
    let mut book = Workbook::new();
    for (name, features, values) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        features.write(values, sheet)?;
    }
    Ok(book.save_to_buffer()?.len())
}

fn table(xml: &str) -> Result<(String, Vec<String>), Box<dyn Error>> {
    let (mut range, mut heads) = (String::new(), Vec::new());
    each(xml, |event| {
        if let Seen::Tag(tag) = event {
            match name(tag).as_str() {
                "table" => range = attribute(tag, "ref").unwrap_or_default(),
                "tableColumn" => heads.push(attribute(tag, "name").unwrap_or_default()),
                _ => {}
            }
        }
        Ok(())
    })?;
    Ok((range, heads))
}

fn series(xml: &str) -> Result<Series, Box<dyn Error>> {
    let (mut found, mut words) = (Series::new(), String::new());
    each(xml, |event| {
        match event {
            Seen::Tag(tag) => {
                words.clear();
                match (name(tag).as_str(), found.last_mut()) {
                    ("c:ser", _) => found.push((Vec::new(), 0)),
                    ("c:dLbl", Some((_, labels))) => *labels += 1,
                    _ => {}
                }
            }
            Seen::Words(text) => words.push_str(text),
            Seen::End("c:f") => {
                if let Some((ranges, _)) = found.last_mut() {
                    ranges.push(std::mem::take(&mut words));
                }
            }
            Seen::End(_) => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// What a part refers to, by its name in the file.
fn targets(parts: &mut Parts<'_>, rels: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut found = Vec::new();
    if parts.index_for_name(rels).is_none() {
        return Ok(found);
    }
    each(&text(parts, rels)?, |event| {
        if let Seen::Tag(tag) = event
            && let Some(target) = attribute(tag, "Target")
        {
            found.push(target.replace("../", "xl/"));
        }
        Ok(())
    })?;
    Ok(found)
}

fn text(parts: &mut Parts<'_>, part: &str) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    parts.by_name(part)?.read_to_string(&mut text)?;
    Ok(text)
}

/// What matters of a part's XML.
enum Seen<'e> {
    Tag(&'e BytesStart<'e>),
    Words(&'e str),
    End(&'e str),
}

fn each(
    xml: &str,
    mut found: impl FnMut(Seen<'_>) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        let event = reader.read_event()?;
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            found(Seen::Tag(tag))?;
        } else if let Event::Text(words) = &event {
            found(Seen::Words(words))?;
        } else if let Event::End(tag) = &event {
            found(Seen::End(tag.name().as_ref()))?;
        } else if matches!(event, Event::Eof) {
            return Ok(());
        }
    }
}

fn name(tag: &BytesStart<'_>) -> String {
    tag.name().as_ref().to_owned()
}

fn attribute(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = tag.try_get_attribute(key).ok()??;
    Some(found.value.into_owned())
}

fn number<N: std::str::FromStr>(tag: &BytesStart<'_>, key: &str) -> Result<N, Box<dyn Error>> {
    let text = attribute(tag, key).ok_or("an attribute is missing")?;
    text.parse().map_err(|_| format!("{key}: {text} is no number").into())
}

/// The column of a cell, from nought: `AB12` is 27.
fn column(cell: &str) -> u16 {
    let letters = cell.bytes().filter(u8::is_ascii_uppercase);
    letters.fold(0, |so_far, letter| so_far * 26 + u16::from(letter - b'A') + 1).saturating_sub(1)
}

/// The first and last cell of a range such as `A1:B2`; of one cell, that twice.
fn ends(range: &str) -> ((u32, u16), (u32, u16)) {
    let cell = |cell: &str| {
        let digits = cell.trim_start_matches(|c: char| !c.is_ascii_digit());
        (digits.parse::<u32>().unwrap_or(1).saturating_sub(1), column(cell))
    };
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    (cell(first), cell(last))
}
