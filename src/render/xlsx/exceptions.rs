//! Exceptions as one flat table: a row for each improvement action, or for the measure alone
//! where there is none.

use super::grid::{Grid, Value};
use super::trends::Trends;
use crate::calendar::Quarter;
use crate::compose::{Align, Exception, KeyFigure, Section};

/// Flattens them.
pub(super) fn grid(
    exceptions: &[(&Section, &Exception)],
    this_quarter: Quarter,
    trends: &mut Trends,
) -> Grid {
    let remarks =
        distinct(exceptions.iter().flat_map(|(_, e)| &e.remarks).map(|r| r.heading.as_str()));
    let improvements: Vec<Grid> = exceptions
        .iter()
        .map(|(_, exception)| Grid::of(&exception.improvement, this_quarter, trends))
        .collect();
    let actions = distinct(improvements.iter().flat_map(|g| &g.columns).map(|c| c.head.as_str()));
    let figures = exceptions.iter().map(|(_, e)| e.figures.len()).max().unwrap_or(0);

    let mut heads = vec!["Measure or action".to_owned(), "Status".to_owned()];
    for nth in 0..figures {
        heads.push(label(exceptions, nth));
    }
    heads.extend(remarks.iter().chain(&actions).map(|head| (*head).to_owned()));
    let heads: Vec<_> = heads.into_iter().map(|head| (head, Align::Left)).collect();
    let mut grid = Grid::headed(&heads);

    for ((_, exception), improvement) in exceptions.iter().zip(&improvements) {
        let mut known = vec![Value::words(&exception.title), Value::status(exception.status)];
        for nth in 0..figures {
            known.push(figure(exceptions, exception, nth));
        }
        for heading in &remarks {
            let texts = exception.remarks.iter().filter(|remark| remark.heading == **heading);
            let texts: Vec<_> = texts.map(|remark| remark.text.to_string()).collect();
            known.push(Value::any_words(&texts.join("\n")));
        }
        let none = vec![Value::EMPTY; improvement.columns.len()];
        let rows = if improvement.rows.is_empty() { vec![none] } else { improvement.rows.clone() };
        for row in rows {
            let mut values = known.clone();
            values.extend(actions.iter().map(|head| {
                let column = improvement.columns.iter().position(|column| column.head == **head);
                column.and_then(|column| row.get(column)).cloned().unwrap_or(Value::EMPTY)
            }));
            grid.rows.push(values);
        }
    }
    grid
}

/// In the order in which they first stand.
fn distinct<'a>(heads: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for head in heads {
        if !seen.contains(&head) {
            seen.push(head);
        }
    }
    seen
}

/// The labels of the figures in one place: one where they agree, otherwise each of them.
fn label(exceptions: &[(&Section, &Exception)], nth: usize) -> String {
    let labels =
        exceptions.iter().filter_map(|(_, e)| e.figures.get(nth)).map(|f| f.label.as_str());
    distinct(labels).join(", or ")
}

/// A key figure, its detail on a second line. Where the labels in its place differ, it carries its own.
fn figure(exceptions: &[(&Section, &Exception)], exception: &Exception, nth: usize) -> Value {
    let Some(KeyFigure { label: own, value, detail }) = exception.figures.get(nth) else {
        return Value::EMPTY;
    };
    let value =
        if label(exceptions, nth) == *own { value.clone() } else { format!("{own} {value}") };
    Value::any_words(&if detail.is_empty() { value } else { format!("{value}\n{detail}") })
}
