//! Exceptions as one flat table: a row for each improvement action, or for the measure alone
//! where there is none.

use super::grid::{Grid, Held, Value};
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

    let heads = vec!["Measure or action".to_owned(), "Status".to_owned()];
    let mut heads: Vec<_> = heads.into_iter().map(|head| (head, Align::Left)).collect();
    for nth in 0..figures {
        let label = label(exceptions, nth);
        heads.push((label.clone(), Align::Right));
        heads.push((format!("{label}: which"), Align::Left));
    }
    let words = remarks.iter().chain(&actions);
    heads.extend(words.map(|head| ((*head).to_owned(), Align::Left)));
    let mut grid = Grid::headed(&heads);

    for ((_, exception), improvement) in exceptions.iter().zip(&improvements) {
        let mut known = vec![Value::words(&exception.title), Value::status(exception.status)];
        for nth in 0..figures {
            known.extend(figure(exceptions, exception, nth));
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

/// A key figure as a number, and what it is beside it. Where the labels in its place differ, it
/// carries its own.
fn figure(exceptions: &[(&Section, &Exception)], exception: &Exception, nth: usize) -> [Value; 2] {
    let Some(KeyFigure { label: own, value, number, detail }) = exception.figures.get(nth) else {
        return [Value::EMPTY, Value::EMPTY];
    };
    let own = Some(own.as_str()).filter(|own| label(exceptions, nth) != **own);
    let detail = [own, Some(detail.as_str())].into_iter().flatten().filter(|one| !one.is_empty());
    let detail = detail.collect::<Vec<_>>().join("; ");
    let value = match number {
        Some((number, format)) => {
            let mut held = Value::number(*number, *format, value.as_str());
            if let Held::Number(figure) = &mut held.held {
                figure.word = value.split_once('\u{a0}').map(|(_, word)| word.to_owned());
            }
            held
        }
        None => Value::words(value.as_str()),
    };
    [value, Value::any_words(&detail)]
}
