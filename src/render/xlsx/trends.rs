//! The sheet "Trends": every series behind a small chart or a line chart, one figure a row.

use super::grid::{Grid, Value};
use super::numbers::format_of_label;
use crate::calendar::Quarter;
use crate::compose::{Align, Exception, LineChart, NumberFormat, Trend};
use crate::quantity::Decimal;

/// The sheet's name, to which charts refer.
pub(super) const SHEET: &str = "Trends";
/// The column of the quarters.
pub(super) const QUARTER: u16 = 2;
/// The column of the figures.
pub(super) const FIGURE: u16 = 3;
/// The column of the targets.
pub(super) const TARGET: u16 = 4;

/// The figures of one chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Series {
    /// The table or section it belongs to.
    of: String,
    /// The row it belongs to.
    row: String,
    /// What its figures count.
    pub(super) format: NumberFormat,
    /// Oldest first; the label where the pack has one.
    pub(super) points: Vec<(Quarter, Option<(Decimal, String)>)>,
    /// The target at this quarter.
    target: Option<Decimal>,
}

impl Series {
    /// The series of a small chart; none where no quarter has a figure.
    pub(super) fn of_trend(
        table: &str,
        row: &str,
        trend: &Trend,
        format: NumberFormat,
        this_quarter: Quarter,
    ) -> Option<Self> {
        trend.points.iter().flatten().next()?;
        let mut quarter = this_quarter;
        let mut points: Vec<_> = trend
            .points
            .iter()
            .rev()
            .map(|point| {
                let this = quarter;
                quarter = quarter.previous();
                (this, point.map(|value| (value, String::new())))
            })
            .collect();
        points.reverse();
        Some(Self { of: table.into(), row: row.into(), format, points, target: trend.target })
    }

    /// The series of an exception's chart; none where no quarter has a figure.
    pub(super) fn of_chart(
        section: &str,
        exception: &Exception,
        chart: &LineChart,
    ) -> Option<Self> {
        let label = chart.points.iter().rev().find_map(|point| point.value.as_ref())?;
        let points =
            chart.points.iter().map(|point| (point.quarter, point.value.clone())).collect();
        Some(Self {
            of: section.into(),
            row: exception.title.clone(),
            format: format_of_label(&label.1),
            points,
            target: chart.target.as_ref().map(|target| target.value),
        })
    }
}

/// Every series, in the order in which the charts stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Trends {
    /// Each with the number of its first row among the grid's rows.
    series: Vec<(Series, usize)>,
}

impl Trends {
    /// Keeps a series; its number is what charts refer to.
    pub(super) fn add(&mut self, series: Series) -> usize {
        let first = self.series.last().map_or(0, |(last, first)| first + last.points.len());
        self.series.push((series, first));
        self.series.len() - 1
    }

    /// Whether there is nothing to show.
    pub(super) const fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// A series, with the number of its first row among the grid's rows.
    pub(super) fn get(&self, number: usize) -> Option<(&Series, usize)> {
        self.series.get(number).map(|(series, first)| (series, *first))
    }

    /// As one table.
    pub(super) fn grid(&self) -> Grid {
        let heads = [
            ("Measure or row", Align::Left),
            ("Table or section", Align::Left),
            ("Quarter", Align::Left),
            ("Figure", Align::Right),
            ("Target this quarter", Align::Right),
            ("Remark", Align::Left),
        ];
        let mut grid = Grid::headed(&heads.map(|(head, align)| (head.to_owned(), align)));
        for (series, _) in &self.series {
            for (quarter, value) in &series.points {
                grid.rows.push(series.row(*quarter, value.as_ref()));
            }
        }
        grid
    }
}

impl Series {
    fn row(&self, quarter: Quarter, value: Option<&(Decimal, String)>) -> Vec<Value> {
        let number = |value: Decimal| {
            let places = value.normalize().scale().min(3);
            Value::number(value, self.format, crate::quantity::fixed(value, places))
        };
        // A gap must be an empty cell: charts draw words as nought.
        let remark = if value.is_some() { "" } else { "no figure" };
        vec![
            Value::words(&self.row),
            Value::words(&self.of),
            Value::words(quarter.to_string()),
            value.map_or(Value::EMPTY, |(value, _)| number(*value)),
            self.target.map_or(Value::EMPTY, number),
            Value::any_words(remark),
        ]
    }
}
