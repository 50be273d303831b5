//! Native charts: counts by status as stacked bars, exceptions as lines.

use super::book::Book;
use super::cells::{row_number, shortened};
use super::formats::Look;
use super::numbers;
use super::page::{self, ROW};
use super::sheet::SetOut;
use super::texts;
use super::trends::{self, Series};
use crate::compose::{ChartTarget, Exception, LineChart, Pack, Status, StatusBar};
use crate::quantity::Decimal;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLine,
    ChartLineDashType, ChartMarker, ChartMarkerType, ChartSeries, ChartSolidFill, ChartType, Color,
    ObjectMovement, Worksheet, XlsxError,
};

/// The name of the sheet with the lines.
pub(super) const SHEET: &str = "Charts";
/// The width of its one column, in characters.
const WIDTH: u16 = 94;
/// How many line charts a page holds, so that none is cut in two.
const CHARTS_A_PAGE: usize = 2;
/// How many breaks a sheet may have (`rust_xlsxwriter`, after Excel); further pages end where
/// Excel ends them.
const BREAKS: usize = 1_023;
/// The rows that a line chart covers.
const LINE_ROWS: usize = 15;
/// The rows that the bars cover.
const BAR_ROWS: usize = 24;
/// The longest alternative text, in characters.
const ALT_TEXT: usize = 255;

/// A line chart before it is drawn.
#[derive(Clone, Debug)]
pub(super) struct LinePlan {
    status: Status,
    title: String,
    alt: String,
    target: Option<ChartTarget>,
    axis: [(Decimal, String); 2],
    /// The series on the sheet "Trends".
    series: usize,
}

impl LinePlan {
    /// The chart of an exception.
    pub(super) fn new(exception: &Exception, chart: &LineChart, series: usize) -> Self {
        Self {
            status: exception.status,
            title: exception.title.clone(),
            alt: chart.alt.clone(),
            target: chart.target.clone(),
            axis: chart.axis.clone(),
            series,
        }
    }
}

/// Writes the sheet of counts by status, the bars under their table.
pub(super) fn write_status(
    book: &Book,
    pack: &Pack,
    set_out: &SetOut,
    bars: &[StatusBar],
    worksheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    set_out.write(book, &pack.identity, BAR_ROWS + 1, worksheet)?;
    let mut first = row_number(set_out.head_row() + 1)?;
    let top = row_number(set_out.free_row() + 1)?;
    let mut left = 0;
    for bar in bars {
        let parts = row_number(bar.parts.len())?;
        let chart = stacked(&book.look, bar, &set_out.sheet.name, first);
        worksheet.insert_chart_with_offset(top, 0, &chart, left, 0)?;
        first += parts;
        left += BAR_WIDTH + 24;
    }
    Ok(())
}

/// The width of a chart with one bar, in pixels.
const BAR_WIDTH: u32 = 300;

/// A bar that stands upright: so a word fits into the smallest part, whatever its share.
fn stacked(look: &Look, bar: &StatusBar, sheet: &str, first: u32) -> Chart {
    let mut chart = Chart::new(ChartType::ColumnStacked);
    for (row, (status, _)) in (first..).zip(&bar.parts) {
        let (fill, ink, edge) = look.status_colours(*status);
        let mut format = ChartFormat::new();
        format.set_solid_fill(ChartSolidFill::new().set_color(fill));
        format.set_border(ChartLine::new().set_color(edge).set_width(0.75));
        let mut label = ChartDataLabel::new();
        label.show_series_name().show_value().set_separator(' ').set_num_format("#,##0");
        label.set_position(ChartDataLabelPosition::Center).set_font(&font(look, 9, ink, true));
        chart
            .add_series()
            .set_name((sheet, row, 1))
            .set_categories((sheet, row, 0, row, 0))
            .set_values((sheet, row, 2, row, 2))
            .set_format(&mut format)
            .set_data_label(&label)
            .set_gap(20)
            .set_overlap(100);
    }
    chart.title().set_name(&bar.title).set_font(&font(look, 12, look.ink(), true));
    chart.legend().set_hidden();
    chart.x_axis().set_hidden(true);
    let all: usize = bar.parts.iter().map(|(_, count)| count).sum();
    let all = numbers::double(Decimal::from(all));
    chart.y_axis().set_hidden(true).set_major_gridlines(false).set_min(0).set_max(all);
    frame(&mut chart, &bar.alt);
    chart.set_width(BAR_WIDTH).set_height(ROW * 23);
    chart
}

/// Writes the sheet of lines.
pub(super) fn write_lines(
    book: &Book,
    pack: &Pack,
    plans: &[LinePlan],
    worksheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let look = &book.look;
    worksheet.set_name(SHEET)?;
    worksheet.set_column_width(0, f64::from(WIDTH))?;
    let title = "Exceptions over the last quarters";
    worksheet.write_string_with_format(0, 0, title, &look.heading(16))?;
    if let Some(mark) = pack.identity.not_for_publication() {
        worksheet.write_string_with_format(1, 0, mark, &look.heading(10))?;
    }
    let mut next = 2;
    let mut breaks = Vec::new();
    for (index, plan) in plans.iter().enumerate() {
        if index > 0 && index % CHARTS_A_PAGE == 0 && breaks.len() < BREAKS {
            breaks.push(row_number(next)?);
        }
        let heading = format!("{}: {}", plan.status.word(), plan.title);
        // Bold and two points larger than what a column's width counts.
        for line in texts::lines(&heading, WIDTH * 3 / 4) {
            worksheet.write_string_with_format(row_number(next)?, 0, line, &look.heading(12))?;
            next += 1;
        }
        if let Some(chart) = line(book, plan)? {
            worksheet.insert_chart_with_offset(row_number(next)?, 0, &chart, 0, 4)?;
        }
        next += LINE_ROWS;
        for text in texts::lines(&plan.alt, WIDTH) {
            worksheet.write_string_with_format(row_number(next)?, 0, text, &look.second())?;
            next += 1;
        }
        next += 1;
    }
    page::set_up(worksheet, look, &pack.identity, false, (next, 1))?;
    // A sheet that is fitted to pages ignores breaks; this one fits at nearly its own size.
    worksheet.set_print_scale(95).set_page_breaks(&breaks)?;
    Ok(())
}

fn line(book: &Book, plan: &LinePlan) -> Result<Option<Chart>, XlsxError> {
    let look = &book.look;
    let Some((series, first, last)) = book.trend(plan.series)? else { return Ok(None) };
    let quarters = (trends::SHEET, first, trends::QUARTER, last, trends::QUARTER);
    let mut chart = Chart::new(ChartType::Line);

    let last_point = series.points.len().saturating_sub(1);
    let labels: Vec<ChartDataLabel> = series
        .points
        .iter()
        .enumerate()
        .map(|(index, (_, point))| match point {
            Some((value, shown)) => {
                let at = label_position(plan, *value, index == last_point);
                words_label(look, shown, look.ink(), true, at)
            }
            None => hidden_label(),
        })
        .collect();
    // Only a series that the chart made takes markers: one pushed later loses them.
    chart
        .add_series()
        .set_name("Figure")
        .set_categories(quarters)
        .set_values((trends::SHEET, first, trends::FIGURE, last, trends::FIGURE))
        .set_format(
            ChartFormat::new().set_line(ChartLine::new().set_color(look.ink()).set_width(2)),
        )
        .set_marker(&dot(look))
        .set_data_label(ChartDataLabel::new().show_value().set_font(&font(
            look,
            9,
            look.ink(),
            true,
        )))
        .set_custom_data_labels(&labels);
    if let Some(target) = &plan.target {
        chart.push_series(&target_line(look, target, quarters, (first, last), series));
    }
    let [(low, _), (high, label)] = plan.axis.clone();
    let code = numbers::axis_code(series.format, &label);
    let stored = |value| numbers::stored(value, series.format);
    chart
        .y_axis()
        .set_min(stored(low))
        .set_max(stored(high))
        .set_major_unit(stored(high - low))
        .set_num_format(code)
        .set_font(&font(look, 9, look.second_ink(), false))
        .set_format(ChartFormat::new().set_no_line())
        // Labels stand where gridlines would strike them; every point says its figure.
        .set_major_gridlines(false);
    chart.x_axis().set_font(&font(look, 9, look.second_ink(), false));
    chart.legend().set_hidden();
    chart.title().set_hidden();
    frame(&mut chart, &plan.alt);
    chart.set_width(640).set_height(ROW * 14);
    Ok(Some(chart))
}

/// Where a point's label is out of the way: the last one beside its point; the others above,
/// or below where the target's line runs close above.
fn label_position(plan: &LinePlan, value: Decimal, is_last: bool) -> ChartDataLabelPosition {
    let [(low, _), (high, _)] = &plan.axis;
    let above = plan.target.as_ref().map(|target| target.value - value);
    // A label takes about a sixth of the chart's height.
    let close = (*high - *low) / Decimal::from(6);
    if is_last {
        ChartDataLabelPosition::Right
    } else if above.is_some_and(|above| above >= Decimal::ZERO && above < close) {
        ChartDataLabelPosition::Below
    } else {
        ChartDataLabelPosition::Above
    }
}

/// The target as a dashed line, named where the figures leave most room.
fn target_line(
    look: &Look,
    target: &ChartTarget,
    quarters: (&str, u32, u16, u32, u16),
    (first, last): (u32, u32),
    series: &Series,
) -> ChartSeries {
    let distance = |value: &(Decimal, String)| (value.0 - target.value).abs();
    let far = |point: &Option<(Decimal, String)>| point.as_ref().map_or(Decimal::MAX, distance);
    // Of equals the earliest: its label stands apart from that of the last point.
    let roomiest = (0..series.points.len())
        .rev()
        .max_by_key(|index| series.points.get(*index).map(|(_, point)| far(point)));
    let words = format!("Target {} {}", target.shown, target.words);
    let above = ChartDataLabelPosition::Above;
    let labels: Vec<ChartDataLabel> = (0..series.points.len())
        .map(|index| {
            if Some(index) == roomiest {
                words_label(look, &words, look.second_ink(), false, above)
            } else {
                hidden_label()
            }
        })
        .collect();
    let mut dashes = ChartLine::new();
    dashes.set_color(look.ink()).set_width(1).set_dash_type(ChartLineDashType::Dash);
    let mut line = ChartSeries::new();
    line.set_name("Target")
        .set_categories(quarters)
        .set_values((trends::SHEET, first, trends::TARGET, last, trends::TARGET))
        .set_format(ChartFormat::new().set_line(&dashes))
        .set_marker(ChartMarker::new().set_none())
        .set_data_label(
            ChartDataLabel::new()
                .show_value()
                .set_position(ChartDataLabelPosition::Above)
                .set_font(&font(look, 9, look.second_ink(), false)),
        )
        .set_custom_data_labels(&labels);
    line
}

fn dot(look: &Look) -> ChartMarker {
    let mut marker = ChartMarker::new();
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(look.ink()));
    format.set_border(ChartLine::new().set_color(look.ink()));
    marker.set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut format);
    marker
}

fn hidden_label() -> ChartDataLabel {
    ChartDataLabel::new().set_hidden().to_custom()
}

fn words_label(
    look: &Look,
    words: &str,
    colour: Color,
    bold: bool,
    position: ChartDataLabelPosition,
) -> ChartDataLabel {
    ChartDataLabel::new()
        .set_value(words)
        .set_font(&font(look, 9, colour, bold))
        .set_position(position)
        .to_custom()
}

fn font(look: &Look, size: u8, colour: Color, bold: bool) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(look.face()).set_size(size).set_color(colour);
    if bold {
        font.set_bold();
    } else {
        font.unset_bold();
    }
    font
}

/// No frame; its words for those who don't see it; it keeps its size when rows are filtered.
fn frame(chart: &mut Chart, alt: &str) {
    chart.chart_area().set_format(ChartFormat::new().set_no_border());
    chart.set_alt_text(shortened(alt, ALT_TEXT));
    chart.set_object_movement(ObjectMovement::DontMoveOrSizeWithCells);
}
