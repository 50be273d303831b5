//! Tables flattened for a workbook: groups, second lines and notes become columns.

use super::names::unique_heads;
use super::trends::{Series, Trends};
use crate::calendar::{NaiveDate, Quarter};
use crate::compose::{
    Align, Arrow, Cell, Content, Emphasis, NumberFormat, Row, Second, Status, Table, Total, Trend,
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
}

/// A column's head, and how its cells stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GridColumn {
    /// Its head.
    pub(super) head: String,
    /// How its cells stand.
    pub(super) align: Align,
}

/// A value in a grid.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    /// What it is.
    pub(super) held: Held,
    /// How strongly it is set.
    pub(super) emphasis: Emphasis,
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

impl Value {
    /// Words in the plain style.
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self { held: Held::Words(text.into()), emphasis: Emphasis::Plain }
    }

    /// A status.
    pub(super) const fn status(status: Status) -> Self {
        Self { held: Held::Status(status), emphasis: Emphasis::Plain }
    }

    /// A number as a page would show it.
    pub(super) fn number(value: Decimal, format: NumberFormat, shown: impl Into<String>) -> Self {
        let figure = Figure { value, format, shown: shown.into(), word: None };
        Self { held: Held::Number(figure), emphasis: Emphasis::Plain }
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
    pub(super) const EMPTY: Self = Self { held: Held::Empty, emphasis: Emphasis::Plain };
}

impl Grid {
    /// A grid of these heads, which are made unique.
    pub(super) fn headed(heads: &[(String, Align)]) -> Self {
        let names: Vec<String> = heads.iter().map(|(head, _)| head.clone()).collect();
        let columns = unique_heads(&names)
            .into_iter()
            .zip(heads)
            .map(|(head, (_, align))| GridColumn { head, align: *align })
            .collect();
        Self { columns, rows: Vec::new(), total: None }
    }

    /// Flattens a table of the pack; its trends are added to `trends`.
    pub(super) fn of(table: &Table, this_quarter: Quarter, trends: &mut Trends) -> Self {
        let shape = Shape::of(table);
        let mut grid = Self::headed(&shape.heads());
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
                    let name = row_name(table, cells);
                    let mut keep = |trend: &Trend, format| {
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

/// Which columns a table takes in a workbook.
struct Shape<'t> {
    table: &'t Table,
    grouped: bool,
    /// For each of its columns: whether second lines, whether trends in words follow it.
    parts: Vec<(bool, bool)>,
    noted: bool,
    one_total: bool,
}

impl<'t> Shape<'t> {
    fn of(table: &'t Table) -> Self {
        let cells = || {
            table.rows.iter().filter_map(|row| match row {
                Row::Cells(cells) | Row::Total(cells) => Some(cells),
                Row::Group { .. } => None,
            })
        };
        let column = |index: usize, test: fn(&Cell) -> bool| {
            cells().any(|row| row.get(index).is_some_and(test))
        };
        let parts = table.columns.iter().enumerate().map(|(index, head)| {
            let seconds = head.second_head.is_some() || column(index, |cell| cell.second.is_some());
            (seconds, column(index, |cell| matches!(cell.content, Content::Trend(_))))
        });
        let groups = table.rows.iter().any(|row| matches!(row, Row::Group { .. }));
        let totals = table.rows.iter().filter(|row| matches!(row, Row::Total(_))).count();
        Self {
            table,
            grouped: groups || table.group_head.is_some(),
            parts: parts.collect(),
            noted: !table.notes.is_empty() || cells().flatten().any(|cell| !cell.notes.is_empty()),
            one_total: totals == 1 && table.rows.len() > 1,
        }
    }

    fn heads(&self) -> Vec<(String, Align)> {
        let mut heads = Vec::new();
        if self.grouped {
            let head = self.table.group_head.clone().unwrap_or_else(|| "Group".into());
            heads.push((head, Align::Left));
        }
        for (column, (seconds, in_words)) in self.table.columns.iter().zip(&self.parts) {
            heads.push((column.head.clone(), column.align));
            if *seconds {
                let note = || format!("{} note", column.head);
                heads.push((column.second_head.clone().unwrap_or_else(note), Align::Left));
            }
            if *in_words {
                heads.push((format!("{}, in words", column.head), Align::Left));
            }
        }
        if self.noted {
            heads.push(("Notes".into(), Align::Left));
        }
        heads
    }

    /// For each column of the grid: whether the workbook adds it up.
    fn summed(&self) -> Vec<bool> {
        let mut summed = Vec::new();
        summed.extend(self.grouped.then_some(false));
        for (column, (seconds, in_words)) in self.table.columns.iter().zip(&self.parts) {
            summed.push(column.total == Total::Sum);
            summed.extend(seconds.then_some(false));
            summed.extend(in_words.then_some(false));
        }
        summed.extend(self.noted.then_some(false));
        summed
    }

    fn flatten(
        &self,
        group: &str,
        cells: &[Cell],
        total: bool,
        keep: &mut dyn FnMut(&Trend, NumberFormat) -> Held,
    ) -> Vec<Value> {
        let mut values = Vec::new();
        if self.grouped {
            // A total speaks for every group.
            values.push(if total || group.is_empty() { Value::EMPTY } else { Value::words(group) });
        }
        let empty = Cell::empty();
        let mut format = NumberFormat::Decimals(1);
        for (index, (seconds, in_words)) in self.parts.iter().enumerate() {
            let cell = cells.get(index).unwrap_or(&empty);
            let emphasis = if total { Emphasis::Bold } else { cell.emphasis };
            if let Content::Number { format: own, .. } = &cell.content {
                // A trend counts what the figures before it in its row count.
                format = *own;
            }
            let mut alt = None;
            let held = match &cell.content {
                Content::Trend(trend) => {
                    alt = Some(trend.alt.clone()).filter(|alt| !alt.is_empty());
                    keep(trend, format)
                }
                content @ (Content::Empty
                | Content::Text(_)
                | Content::Missing(_)
                | Content::Number { .. }
                | Content::Date { .. }
                | Content::Status(_)) => held(content),
            };
            values.push(Value { held, emphasis });
            if *seconds {
                values.push(cell.second.as_ref().map_or(Value::EMPTY, in_one_line));
            }
            if *in_words {
                values.push(alt.map_or(Value::EMPTY, Value::words));
            }
        }
        if self.noted {
            let labels: Vec<_> =
                cells.iter().flat_map(|cell| &cell.notes).map(String::as_str).collect();
            let labels = labels.join(", ");
            values.push(if labels.is_empty() { Value::EMPTY } else { Value::words(labels) });
        }
        values
    }
}

fn held(content: &Content) -> Held {
    match content {
        Content::Empty | Content::Trend(_) => Held::Empty,
        Content::Text(text) if text.is_empty() => Held::Empty,
        Content::Text(text) => Held::Words(text.to_string()),
        Content::Missing(words) => Held::Words(words.clone()),
        Content::Number { value, format, shown, word } => {
            let shown =
                word.as_ref().map_or_else(|| shown.clone(), |word| format!("{shown} {word}"));
            Held::Number(Figure { value: *value, format: *format, shown, word: word.clone() })
        }
        Content::Date { value, .. } => Held::Day(*value),
        Content::Status(status) => Held::Status(*status),
    }
}

/// A second line as words: an arrow says which way the figure went.
fn in_one_line(second: &Second) -> Value {
    let way = second.arrow.map(|arrow| match arrow {
        Arrow::Up => "Up",
        Arrow::Down => "Down",
        Arrow::Level => "Level",
    });
    let text = match way {
        Some(way) if second.text.is_empty() => way.to_owned(),
        Some(way) => format!("{way}: {}", second.text),
        None => second.text.clone(),
    };
    if text.is_empty() { Value::EMPTY } else { Value::words(text) }
}

/// What a row is called: the cells of the columns that name it.
fn row_name(table: &Table, cells: &[Cell]) -> String {
    let words = |names_row: bool| -> Vec<String> {
        let named =
            table.columns.iter().zip(cells).filter(|(column, _)| column.names_row == names_row);
        named
            .filter_map(|(_, cell)| match held(&cell.content) {
                Held::Words(words) => Some(words),
                Held::Number(figure) => Some(figure.shown),
                Held::Empty | Held::Day(_) | Held::Status(_) | Held::Sparkline(_) => None,
            })
            .collect()
    };
    let names = words(true);
    if names.is_empty() {
        words(false).into_iter().next().unwrap_or_default()
    } else {
        names.join(" ")
    }
}

/// A total is live where the rows of the grid do add up to the pack's figure; where the pack's
/// total counts more than its rows show, the pack's figure stands.
fn totals(shape: &Shape<'_>, rows: &[Vec<Value>], values: Vec<Value>) -> Vec<TotalValue> {
    let summed = shape.summed();
    let live = |index: usize, total: &Figure| {
        let figures: Vec<&Figure> =
            rows.iter().filter_map(|row| row.get(index)).filter_map(Value::figure).collect();
        let sum: Decimal = figures.iter().map(|figure| figure.value).sum();
        summed.get(index) == Some(&true)
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
