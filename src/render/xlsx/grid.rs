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
            .map(|(head, (_, align))| GridColumn { head, align: *align, printed: true })
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

/// What a column of the grid shows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The cells of this column.
    Main(usize),
    /// The second lines of this column.
    Second(usize),
    /// The group of each row.
    Group,
    /// The labels of each row's notes.
    Notes,
    /// The trends of this column, in words.
    InWords(usize),
}

/// Which columns a table takes in a workbook: those that name its rows, the group, the others,
/// the notes, and trends in words. Second lines have a column where there are any.
struct Shape<'t> {
    table: &'t Table,
    parts: Vec<Part>,
    naming: usize,
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
        let any = |index: usize, test: fn(&Cell) -> bool| {
            cells().any(|row| row.get(index).is_some_and(test))
        };
        let naming = naming_columns(table);
        let grouped = table.rows.iter().any(|row| matches!(row, Row::Group { .. }));
        let mut parts = Vec::new();
        for index in 0..table.columns.len() {
            if index == naming && grouped {
                parts.push(Part::Group);
            }
            parts.push(Part::Main(index));
            if any(index, |cell| cell.second.is_some()) {
                parts.push(Part::Second(index));
            }
        }
        if cells().flatten().any(|cell| !cell.notes.is_empty()) {
            parts.push(Part::Notes);
        }
        let trends = |index: &usize| any(*index, |cell| matches!(cell.content, Content::Trend(_)));
        parts.extend((0..table.columns.len()).filter(trends).map(Part::InWords));
        let totals = table.rows.iter().filter(|row| matches!(row, Row::Total(_))).count();
        let one_total = totals == 1 && table.rows.len() > 1;
        Self { table, parts, naming, one_total }
    }

    fn heads(&self) -> Vec<(String, Align)> {
        let head = |index: usize| self.table.columns.get(index).map_or("", |column| &column.head);
        let second = |index: usize| {
            let column = self.table.columns.get(index);
            column.and_then(|column| column.second_head.clone())
        };
        let named = |part: &Part| match *part {
            Part::Main(index) => match second(index) {
                Some(second) if self.parts.contains(&Part::Second(index)) => {
                    without(head(index), &second)
                }
                Some(_) | None => head(index).to_owned(),
            },
            Part::Second(index) => second(index).unwrap_or_else(|| format!("{} note", head(index))),
            Part::Group => self.table.group_head.clone().unwrap_or_else(|| "Group".into()),
            Part::Notes => "Notes".into(),
            Part::InWords(index) => format!("{}, in words", head(index)),
        };
        self.parts.iter().map(|part| (named(part), self.align(*part))).collect()
    }

    fn align(&self, part: Part) -> Align {
        match part {
            Part::Main(index) => self.table.columns.get(index).map_or(Align::Left, |c| c.align),
            Part::Second(_) | Part::Group | Part::Notes | Part::InWords(_) => Align::Left,
        }
    }

    /// Whether the workbook adds a column of the grid up.
    fn is_summed(&self, column: usize) -> bool {
        let Some(Part::Main(index)) = self.parts.get(column) else { return false };
        self.table.columns.get(*index).is_some_and(|column| column.total == Total::Sum)
    }

    fn flatten(
        &self,
        group: &str,
        cells: &[Cell],
        total: bool,
        keep: &mut dyn FnMut(&Trend, NumberFormat) -> Held,
    ) -> Vec<Value> {
        let empty = Cell::empty();
        let cell = |index: usize| cells.get(index).unwrap_or(&empty);
        let mut format = NumberFormat::Decimals(1);
        let mut value = |part: &Part| match *part {
            // A total speaks for every group.
            Part::Group => words(if total { "" } else { group }),
            Part::Main(index) => {
                let cell = cell(index);
                let emphasis = if total { Emphasis::Bold } else { cell.emphasis };
                if let Content::Number { format: own, .. } = &cell.content {
                    // A trend counts what the figures before it in its row count.
                    format = *own;
                }
                let held = match &cell.content {
                    Content::Trend(trend) => keep(trend, format),
                    content @ (Content::Empty
                    | Content::Text(_)
                    | Content::Missing(_)
                    | Content::Number { .. }
                    | Content::Date { .. }
                    | Content::Status(_)) => held(content),
                };
                Value { held, emphasis }
            }
            Part::Second(index) => {
                words(&cell(index).second.as_ref().map_or_else(String::new, in_one_line))
            }
            Part::Notes => {
                let labels = cells.iter().flat_map(|cell| &cell.notes).map(String::as_str);
                words(&labels.collect::<Vec<_>>().join(", "))
            }
            Part::InWords(index) => match &cell(index).content {
                Content::Trend(trend) => words(&trend.alt),
                Content::Empty
                | Content::Text(_)
                | Content::Missing(_)
                | Content::Number { .. }
                | Content::Date { .. }
                | Content::Status(_) => Value::EMPTY,
            },
        };
        self.parts.iter().map(&mut value).collect()
    }
}

/// How many of a table's columns name its rows, from the left: where that is a number, the words
/// after it do too.
fn naming_columns(table: &Table) -> usize {
    let named = table.columns.iter().rposition(|column| column.names_row);
    let named = named.map_or(0, |last| last + 1);
    let in_words = table.rows.iter().any(|row| match row {
        Row::Cells(cells) => cells.iter().take(named).any(|cell| has_words(&held(&cell.content))),
        Row::Total(_) | Row::Group { .. } => false,
    });
    if in_words { named } else { named + 1 }.clamp(1, table.columns.len().max(1))
}

/// Whether it says more than a number or a reference such as `13a` or `M07` does.
fn has_words(held: &Held) -> bool {
    matches!(held, Held::Words(words) if !words.contains(|c: char| c.is_ascii_digit()))
}

/// A head without what its column's second lines are called: they have a head of their own.
fn without(head: &str, second: &str) -> String {
    let tail = head.len().checked_sub(second.len()).filter(|at| head.is_char_boundary(*at));
    let Some((start, end)) = tail.map(|at| head.split_at(at)) else { return head.to_owned() };
    let kept = start.trim_end().strip_suffix("and").map(|kept| kept.trim_end_matches([' ', ',']));
    match kept {
        Some(kept) if end.eq_ignore_ascii_case(second) && !kept.is_empty() => kept.to_owned(),
        Some(_) | None => head.to_owned(),
    }
}

/// Words, or nothing.
fn words(text: &str) -> Value {
    if text.is_empty() { Value::EMPTY } else { Value::words(text) }
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
fn in_one_line(second: &Second) -> String {
    let way = second.arrow.map(|arrow| match arrow {
        Arrow::Up => "Up",
        Arrow::Down => "Down",
        Arrow::Level => "Level",
    });
    match way {
        Some(way) if second.text.is_empty() => way.to_owned(),
        Some(way) => format!("{way}: {}", second.text),
        None => second.text.clone(),
    }
}

/// What a row is called: the cells of the columns that name it.
fn row_name(table: &Table, cells: &[Cell]) -> String {
    let words =
        cells.iter().take(naming_columns(table)).filter_map(|cell| match held(&cell.content) {
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
