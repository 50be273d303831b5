//! Which sheets a workbook has, in their order, and what each of them shows.

use super::cells::row_number;
use super::charts::{self, LinePlan};
use super::cover;
use super::exceptions;
use super::formats::Look;
use super::gather::{Gathered, Placed, TextRow};
use super::grid::{Grid, Held, Value};
use super::names::{Names, SheetNames};
use super::sheet::{SetOut, Sheet};
use super::trends::{self, Series, Trends};
use crate::compose::{Align, Exception, NumberFormat, Pack, Section, StatusBar};
use crate::quantity::Decimal;
use crate::theme::Theme;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// The native tables of the sheets that the workbook adds of itself.
const OWN_TABLES: [&str; 4] = ["report_table", "status_table", "exceptions_table", "trends_table"];

/// A workbook before it is written.
pub(super) struct Book {
    /// Colours and face.
    pub(super) look: Look,
    /// Its sheets, in order.
    pub(super) leaves: Vec<Leaf>,
    /// Names of facts on the cover, with their cells.
    facts: Vec<(String, String)>,
    trends: Trends,
    /// The first row of figures on the sheet "Trends".
    first_trend: usize,
}

/// A sheet of the workbook.
pub(super) enum Leaf {
    /// The first one.
    Cover,
    /// A table.
    Table(Box<SetOut>),
    /// Counts by status, with a bar each.
    Status(Box<SetOut>, Vec<StatusBar>),
    /// A line chart for each exception.
    Charts(Vec<LinePlan>),
}

impl Leaf {
    /// Its name.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Cover => cover::SHEET,
            Self::Table(set_out) | Self::Status(set_out, _) => &set_out.sheet.name,
            Self::Charts(_) => charts::SHEET,
        }
    }

    /// A line about it for the contents.
    pub(super) fn about(&self) -> String {
        match self {
            Self::Cover => "This page".into(),
            Self::Table(set_out) | Self::Status(set_out, _) => set_out.sheet.about.clone(),
            Self::Charts(_) => "Each exception over the last quarters, as a line".into(),
        }
    }

    /// Writes it.
    pub(super) fn write(
        &self,
        book: &Book,
        pack: &Pack,
        worksheet: &mut Worksheet,
    ) -> Result<(), XlsxError> {
        match self {
            Self::Cover => cover::write(book, pack, worksheet),
            Self::Table(set_out) => set_out.write(book, &pack.identity, 0, worksheet),
            Self::Status(set_out, bars) => {
                charts::write_status(book, pack, set_out, bars, worksheet)
            }
            Self::Charts(plans) => charts::write_lines(book, pack, plans, worksheet),
        }
    }
}

impl Book {
    /// Lays a pack out in sheets.
    pub(super) fn of(pack: &Pack, theme: &Theme) -> Self {
        let gathered = Gathered::of(pack);
        let mut names = SheetNames::default();
        for kept in [cover::SHEET, "Report", "Status", "Exceptions", charts::SHEET, trends::SHEET] {
            names.give(kept);
        }
        let mut trends = Trends::default();
        let mut called = Names::default();
        // What the workbook names of itself, before the pack's tables may take it.
        for kept in cover::NAMES.into_iter().chain(OWN_TABLES) {
            called.give(kept);
        }
        let set_out = |sheet: Sheet| {
            let mark = pack.identity.not_for_publication();
            Box::new(SetOut::of(Sheet { mark, ..sheet }))
        };
        let mut leaves = vec![Leaf::Cover];
        leaves.extend(report(&gathered.text).map(set_out).map(Leaf::Table));
        if let Some((sheet, bars)) = status(&gathered.bars) {
            leaves.push(Leaf::Status(set_out(sheet), bars));
        }
        if let Some((sheet, plans)) = exceptions_of(&gathered.exceptions, pack, &mut trends) {
            leaves.push(Leaf::Table(set_out(sheet)));
            leaves.extend((!plans.is_empty()).then_some(Leaf::Charts(plans)));
        }
        for placed in &gathered.tables {
            let (name, table_name) =
                (names.give(&placed.table.title), called.give(&placed.table.id));
            let grid = Grid::of(placed.table, pack.identity.quarter, &mut trends);
            leaves.push(Leaf::Table(set_out(table_sheet(placed, name, table_name, grid))));
        }
        let mut first_trend = 0;
        if !trends.is_empty() {
            let sheet = set_out(trend_sheet(trends.grid()));
            first_trend = sheet.head_row() + 1;
            leaves.push(Leaf::Table(sheet));
        }
        let facts = cover::names(pack, theme.logo.as_deref());
        Self { leaves, facts, trends, first_trend, look: Look::of(theme) }
    }

    /// Names for formulas: of facts on the cover, and of the totals of tables, each with its cells.
    pub(super) fn names(&self) -> Vec<(String, String)> {
        let mut names: Vec<(String, String)> = self.facts.clone();
        for leaf in &self.leaves {
            if let Leaf::Table(set_out) = leaf {
                let total = set_out.total_cells();
                let name = || format!("{}_total", set_out.sheet.table_name);
                names.extend(total.map(|cells| (name(), cells)));
            }
        }
        names
    }

    /// A series, with its first and last row on the sheet "Trends".
    pub(super) fn trend(&self, number: usize) -> Result<Option<(&Series, u32, u32)>, XlsxError> {
        let Some((series, first)) = self.trends.get(number) else { return Ok(None) };
        let first = self.first_trend + first;
        let last = first + series.points.len().saturating_sub(1);
        Ok(Some((series, row_number(first)?, row_number(last)?)))
    }

    /// The first and last row of a series on the sheet "Trends".
    pub(super) fn trend_rows(&self, number: usize) -> Result<Option<(u32, u32)>, XlsxError> {
        Ok(self.trend(number)?.map(|(_, first, last)| (first, last)))
    }
}

/// A sheet that the workbook adds of itself.
fn own_sheet(name: &str, title: &str, intro: &[&str], grid: Grid) -> Sheet {
    Sheet {
        name: name.into(),
        section: name.into(),
        about: title.into(),
        title: title.into(),
        mark: None,
        intro: intro.iter().map(|line| (*line).to_owned()).collect(),
        table_name: format!("{}_table", name.to_lowercase()),
        grid,
        notes: Vec::new(),
    }
}

fn table_sheet(placed: &Placed<'_>, name: String, table_name: String, grid: Grid) -> Sheet {
    let table = placed.table;
    let heading = &placed.section.heading;
    let about = match table.title.strip_prefix(heading.as_str()) {
        // A title that begins with its section's heading says it once.
        Some(rest) => format!("{}{rest}", placed.section.title()),
        None => format!("{}: {}", placed.section.title(), table.title),
    };
    let footnote = table.footnote.as_ref().map(ToString::to_string);
    Sheet {
        name,
        section: placed.section.title(),
        about,
        title: table.title.clone(),
        mark: None,
        intro: placed.lead.iter().cloned().chain(footnote).collect(),
        table_name,
        grid,
        notes: table.notes.iter().map(|(label, text)| format!("[{label}] {text}")).collect(),
    }
}

fn report(text: &[TextRow]) -> Option<Sheet> {
    let heads = ["Section", "Item", "Text"].map(|head| (head.to_owned(), Align::Left));
    let mut grid = Grid::headed(&heads);
    grid.rows = text
        .iter()
        .map(|row| {
            vec![Value::words(&row.place), Value::any_words(&row.item), Value::words(&row.text)]
        })
        .collect();
    let sheet = own_sheet("Report", "The text of the report", &[], grid);
    (!text.is_empty()).then_some(sheet)
}

fn status(bars: &[(&Section, &StatusBar)]) -> Option<(Sheet, Vec<StatusBar>)> {
    let (section, _) = bars.first()?;
    let heads = [("Counted", Align::Left), ("Status", Align::Left), ("Number", Align::Right)];
    let mut grid = Grid::headed(&heads.map(|(head, align)| (head.to_owned(), align)));
    for (_, bar) in bars {
        for (status, count) in &bar.parts {
            let number =
                Value::number(Decimal::from(*count), NumberFormat::Whole, count.to_string());
            grid.rows.push(vec![Value::words(&bar.title), Value::status(*status), number]);
        }
    }
    let mut sheet = own_sheet("Status", "Counts by status", &[], grid);
    sheet.section = section.title();
    sheet.notes = bars.iter().map(|(_, bar)| bar.alt.clone()).collect();
    Some((sheet, bars.iter().map(|(_, bar)| (*bar).clone()).collect()))
}

/// The sheet of exceptions, and the charts of those that have one.
fn exceptions_of(
    exceptions: &[(&Section, &Exception)],
    pack: &Pack,
    trends: &mut Trends,
) -> Option<(Sheet, Vec<LinePlan>)> {
    let (section, _) = exceptions.first()?;
    let grid = exceptions::grid(exceptions, pack.identity.quarter, trends);
    let mut sheet =
        own_sheet("Exceptions", "Red and amber, with what is done about them", &[], grid);
    sheet.section = section.title();
    let plans = exceptions
        .iter()
        .filter_map(|(section, exception)| {
            let chart = exception.chart.as_ref()?;
            let series = Series::of_chart(&section.title(), exception, chart)?;
            Some(LinePlan::new(exception, chart, trends.add(series)))
        })
        .collect();
    Some((sheet, plans))
}

fn trend_sheet(grid: Grid) -> Sheet {
    let gaps = grid
        .rows
        .iter()
        .flatten()
        .any(|value| matches!(&value.held, Held::Words(w) if w == "no figure"));
    let intro = [
        "The last row of each series is this quarter.",
        "An empty figure is a gap: no figure is known.",
    ];
    let intro = if gaps { &intro[..] } else { &intro[..1] };
    own_sheet(trends::SHEET, "The figures behind the charts", intro, grid)
}
