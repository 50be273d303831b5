//! Which columns a table of the pack takes in a workbook, and its rows in them.

use super::grid::{Held, Value, held};
use crate::compose::{
    Align, Arrow, Cell, Content, Emphasis, Made, NumberFormat, Row, Second, Table, Total, Trend,
};

/// What a column of the grid shows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
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
pub(super) struct Shape<'t> {
    table: &'t Table,
    /// The columns of the grid.
    pub(super) parts: Vec<Part>,
    /// How many columns of the table name its rows, from the left.
    pub(super) naming: usize,
    /// Whether it has one total, and rows above it.
    pub(super) one_total: bool,
}

impl<'t> Shape<'t> {
    /// The columns that a table takes.
    pub(super) fn of(table: &'t Table) -> Self {
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

    /// Their heads.
    pub(super) fn heads(&self) -> Vec<(String, Align)> {
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
    pub(super) fn is_summed(&self, column: usize) -> bool {
        let Some(Part::Main(index)) = self.parts.get(column) else { return false };
        self.table.columns.get(*index).is_some_and(|column| column.total == Total::Sum)
    }

    /// How a column's figures follow from others, which are counted as the grid counts them.
    pub(super) fn made(&self, part: Part) -> Option<Made> {
        let Part::Main(index) = part else { return None };
        self.here(self.table.columns.get(index)?.made?)
    }

    /// The same with columns counted as the grid counts them.
    fn here(&self, made: Made) -> Option<Made> {
        let at = |index: usize| self.parts.iter().position(|part| *part == Part::Main(index));
        Some(match made {
            Made::Sum(first, last) => Made::Sum(at(first)?, at(last)?),
            Made::Difference(one, other) => Made::Difference(at(one)?, at(other)?),
            Made::Share(of) => Made::Share(at(of)?),
            Made::Change(is, was) => Made::Change(at(is)?, at(was)?),
            Made::Same(column) => Made::Same(at(column)?),
            Made::Above(_) | Made::Quotient(..) => made,
        })
    }

    /// A row in these columns; `keep` takes its trends.
    pub(super) fn flatten(
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
            Part::Group => Value::any_words(if total { "" } else { group }),
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
                    | Content::Suppressed(_)
                    | Content::Number { .. }
                    | Content::Date { .. }
                    | Content::Status(_)) => held(content),
                };
                Value { held, emphasis, made: cell.made.and_then(|made| self.here(made)) }
            }
            Part::Second(index) => {
                Value::any_words(&cell(index).second.as_ref().map_or_else(String::new, in_one_line))
            }
            Part::Notes => {
                let labels = cells.iter().flat_map(|cell| &cell.notes).map(String::as_str);
                Value::any_words(&labels.collect::<Vec<_>>().join(", "))
            }
            Part::InWords(index) => match &cell(index).content {
                Content::Trend(trend) => Value::any_words(&trend.alt),
                Content::Empty
                | Content::Text(_)
                | Content::Missing(_)
                | Content::Suppressed(_)
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
