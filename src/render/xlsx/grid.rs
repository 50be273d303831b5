//! Tables flattened for a workbook: groups, second lines and notes become columns.

use super::names::unique_heads;
use super::shape::{Part, Shape};
use super::trends::{Series, Trends};
use crate::calendar::{NaiveDate, Quarter};
use crate::compose::{
    Align, Cell, Content, Emphasis, Made, NumberFormat, Row, SUPPRESSED, Status, Table, Trend,
};
use crate::quantity::Decimal;

/// A rectangle of values under heads that are unique: what a native table can hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// Its columns.
    pub(super) columns: Vec<GridColumn>,
    /// Its rows, each with one value a column.
    pub(super) rows: Vec<Vec<Value>>,
    /// Its total, one a column.
    pub(super) total: Option<Vec<TotalValue>>,
    /// How many columns from the left name the rows.
    pub(super) naming: usize,
}

/// A column's head, and how its cells stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GridColumn {
    /// Its head.
    pub(super) head: String,
    /// How its cells stand.
    pub(super) align: Align,
    /// Whether it stands on paper too: a chart in words would print the chart twice.
    pub(super) printed: bool,
    /// How its figures follow from others of their rows; the columns are the grid's.
    pub(super) made: Option<Made>,
}

/// A value in a grid.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    /// What it is.
    pub(super) held: Held,
    /// How strongly it is set.
    pub(super) emphasis: Emphasis,
    /// How its figure follows from others, where that is another way than its column's.
    pub(super) made: Option<Made>,
}

/// What a cell of the workbook holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held {
    /// Nothing, and nothing is meant.
    Empty,
    /// Words.
    Words(String),
    /// A number with its format.
    Number(Figure),
    /// A day.
    Day(NaiveDate),
    /// A status.
    Status(Status),
    /// A small chart of a series on the sheet "Trends".
    Sparkline(usize),
}

/// A number with its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// The exact value.
    pub(super) value: Decimal,
    /// How it is shown.
    pub(super) format: NumberFormat,
    /// As the page shows it, with its word: how much room it needs.
    pub(super) shown: String,
    /// The word after it.
    pub(super) word: Option<String>,
}

/// A cell of the total row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TotalValue {
    /// As it stands in the pack.
    Fixed(Value),
    /// Worked out by the workbook; the figure is the pack's.
    Live(Figure),
}

impl TotalValue {
    /// Its number, where it is one.
    pub(super) const fn figure(&self) -> Option<&Figure> {
        match self {
            Self::Live(figure) => Some(figure),
            Self::Fixed(value) => value.figure(),
        }
    }
}

impl Value {
    /// Words in the plain style.
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self { held: Held::Words(text.into()), ..Self::EMPTY }
    }

    /// Words, or nothing.
    pub(super) fn any_words(text: &str) -> Self {
        if text.is_empty() { Self::EMPTY } else { Self::words(text) }
    }

    /// A status.
    pub(super) const fn status(status: Status) -> Self {
        Self { held: Held::Status(status), emphasis: Emphasis::Plain, made: None }
    }

    /// A number as a page would show it.
    pub(super) fn number(value: Decimal, format: NumberFormat, shown: impl Into<String>) -> Self {
        let figure = Figure { value, format, shown: shown.into(), word: None };
        Self { held: Held::Number(figure), ..Self::EMPTY }
    }

    /// Its number, where it is one.
    pub(super) const fn figure(&self) -> Option<&Figure> {
        match &self.held {
            Held::Number(figure) => Some(figure),
            Held::Empty | Held::Words(_) | Held::Day(_) | Held::Status(_) | Held::Sparkline(_) => {
                None
            }
        }
    }

    /// Nothing.
    pub(super) const EMPTY: Self =
        Self { held: Held::Empty, emphasis: Emphasis::Plain, made: None };
}

impl Grid {
    /// A grid of these heads, which are made unique.
    pub(super) fn headed(heads: &[(String, Align)]) -> Self {
        let names: Vec<String> = heads.iter().map(|(head, _)| head.clone()).collect();
        let columns = unique_heads(&names)
            .into_iter()
            .zip(heads)
            .map(|(head, (_, align))| GridColumn { head, align: *align, printed: true, made: None })
            .collect();
        Self { columns, rows: Vec::new(), total: None, naming: 1 }
    }

    /// Flattens a table of the pack; its trends are added to `trends`.
    pub(super) fn of(table: &Table, this_quarter: Quarter, trends: &mut Trends) -> Self {
        let shape = Shape::of(table);
        let mut grid = Self::headed(&shape.heads());
        grid.naming = shape.naming;
        for (column, part) in grid.columns.iter_mut().zip(&shape.parts) {
            column.printed = !matches!(part, Part::InWords(_));
            column.made = shape.made(*part);
        }
        let mut group = String::new();
        let last = table.rows.len().saturating_sub(1);
        for (index, row) in table.rows.iter().enumerate() {
            match row {
                Row::Group { name, .. } => group.clone_from(name),
                Row::Total(cells) if index == last && shape.one_total => {
                    let values = shape.flatten(&group, cells, true, &mut |_, _| Held::Empty);
                    grid.total = Some(totals(&shape, &grid.rows, values));
                }
                Row::Cells(cells) | Row::Total(cells) => {
                    let total = matches!(row, Row::Total(_));
                    let mut keep = |trend: &Trend, format| {
                        let name = row_name(shape.naming, cells);
                        let series =
                            Series::of_trend(&table.title, &name, trend, format, this_quarter);
                        series.map_or(Held::Empty, |series| Held::Sparkline(trends.add(series)))
                    };
                    grid.rows.push(shape.flatten(&group, cells, total, &mut keep));
                }
            }
        }
        grid
    }
}

/// What a cell of the pack is in a workbook.
pub(super) fn held(content: &Content) -> Held {
    match content {
        Content::Empty | Content::Trend(_) => Held::Empty,
        Content::Text(text) if text.is_empty() => Held::Empty,
        Content::Text(text) => Held::Words(text.to_string()),
        Content::Missing(words) => Held::Words(words.clone()),
        Content::Suppressed(_) => Held::Words(SUPPRESSED.into()),
        Content::Number { value, format, shown, word } => {
            let shown =
                word.as_ref().map_or_else(|| shown.clone(), |word| format!("{shown} {word}"));
            Held::Number(Figure { value: *value, format: *format, shown, word: word.clone() })
        }
        Content::Date { value, .. } => Held::Day(*value),
        Content::Status(status) => Held::Status(*status),
    }
}

/// What a row is called: the cells of the columns that name it.
fn row_name(naming: usize, cells: &[Cell]) -> String {
    let words = cells.iter().take(naming).filter_map(|cell| match held(&cell.content) {
        Held::Words(words) => Some(words),
        Held::Number(figure) => Some(figure.shown),
        Held::Empty | Held::Day(_) | Held::Status(_) | Held::Sparkline(_) => None,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A total is live where the rows of the grid do add up to the pack's figure; where the pack's
/// total counts more than its rows show, the pack's figure stands.
fn totals(shape: &Shape<'_>, rows: &[Vec<Value>], values: Vec<Value>) -> Vec<TotalValue> {
    let live = |index: usize, total: &Figure| {
        let figures: Vec<&Figure> =
            rows.iter().filter_map(|row| row.get(index)).filter_map(Value::figure).collect();
        let sum: Decimal = figures.iter().map(|figure| figure.value).sum();
        shape.is_summed(index)
            && figures.iter().all(|figure| figure.format == total.format)
            && sum == total.value
    };
    values
        .into_iter()
        .enumerate()
        .map(|(index, value)| match value.figure() {
            Some(figure) if live(index, figure) => TotalValue::Live(figure.clone()),
            Some(_) | None => TotalValue::Fixed(value),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::{Column, Width};

    fn flat(cells: Vec<Vec<Cell>>) -> Vec<String> {
        let rows = cells.into_iter().map(Row::Cells).collect();
        let table = Table {
            id: "table".into(),
            title: "Table".into(),
            group_head: None,
            columns: vec![
                Column::text("No.", Width::Fitted).naming_rows(),
                Column::text("Measure and service", Width::Fitted).second("Service"),
            ],
            rows,
            notes: Vec::new(),
            footnote: None,
            dense: false,
        };
        let grid = Grid::of(&table, "2023-24 Q2".parse().unwrap(), &mut Trends::default());
        assert_eq!(grid.naming, 2, "a number alone names nothing");
        grid.columns.into_iter().map(|column| column.head).collect()
    }

    #[test]
    fn second_lines_take_a_column_only_where_there_are_any() {
        let first = || vec![Cell::text("1"), Cell::text("Savings")];
        let second = vec![Cell::text("2"), Cell::text("Carers").second("Adults")];
        assert_eq!(flat(vec![first()]), ["No.", "Measure and service"]);
        assert_eq!(flat(vec![first(), second]), ["No.", "Measure", "Service"]);
    }
}
