//! Every measure in full: its counts quarter by quarter, and as the plan prints it.

use super::material::Material;
use super::measures::suppressed_note;
use super::notes::Notes;
use super::pack::Block;
use super::table::{Cell, Column, Made, Row, Table, Width, mm};
use super::text::Text;
use super::{cells, past};
use crate::plan::{FigureId, Formula, Measure, Reading, Timing};
use crate::quantity::{Decimal, Money, Unit, grouped, plural};
use crate::reconcile::{MeasurePosition, Quarterly};

/// Every measure with its counts, quarter by quarter, as printed and as linked.
pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let measures = material.plan.measures.len();
    let all = plural(measures, "measure", "measures");
    let figures_asked: usize = material.plan.measures.iter().map(|one| one.figures.len()).sum();
    let intro = format!(
        "{all}, worked out from {}; below each, what they come to.",
        plural(figures_asked, "figure", "figures")
    );
    let printed = format!("{all}, with the values of earlier years that the plan prints.");
    let mut blocks = vec![
        Block::Subheading("Figures returned, by quarter".into()),
        Block::Note(Text::plain(intro)),
        Block::Table(figures(material)),
    ];
    blocks.extend(past::years(material));
    blocks.push(Block::Subheading("As the plan prints them".into()));
    blocks.push(Block::Note(Text::plain(printed)));
    blocks.push(Block::Table(print(material)));
    blocks
}

fn figures(material: &Material<'_>) -> Table {
    let quarters = material.quarter().number();
    let mut columns =
        vec![Column::text("Ref.", mm(11.0)).naming_rows(), Column::text("Figure", Width::Fitted)];
    let year = material.quarter().year().quarters();
    let shown: Vec<_> = year.into_iter().take(usize::from(quarters)).collect();
    columns.extend(shown.iter().map(|q| Column::number(q.short(), mm(19.0))));
    columns.push(Column::number("Year to date", mm(22.0)));
    let mut rows = Vec::new();
    for (measure, position) in material.measures() {
        let text = format!("{}. {}", measure.number, measure.text);
        rows.push(Row::Group { shown: text.clone(), name: text });
        for nth in 0..measure.figures.len() {
            rows.push(Row::Cells(figure_row(measure, &position, nth, shown.len())));
        }
        let made = result_made(measure);
        let with = |cell: Cell| made.map_or(cell.clone(), |made| cell.made(made));
        let mut result = vec![Cell::empty(), Cell::text(Text::bold("Result"))];
        result.extend(position.quarters.iter().map(|(_, q)| with(cells::quarterly(q).bold())));
        result.push(with(cells::year_to_date(&position).bold()));
        rows.push(Row::Cells(result));
    }
    Table {
        id: "measures-figures".into(),
        title: "Figures returned for every measure, by quarter".into(),
        group_head: Some("Measure".into()),
        columns,
        rows,
        notes: Vec::new(),
        footnote: suppressed_note(material).map(Text::plain),
        dense: true,
    }
}

/// How a measure's result follows from its figures in the rows above it.
fn result_made(measure: &Measure) -> Option<Made> {
    let up = |wanted: &FigureId| {
        let nth = measure.figures.iter().position(|figure| figure.id == *wanted)?;
        Some(measure.figures.len() - nth)
    };
    Some(match &measure.formula {
        Formula::Percentage { numerator, denominator, .. } => {
            Made::Quotient(up(numerator)?, up(denominator)?)
        }
        Formula::PerDay { numerator, days } => Made::Quotient(up(numerator)?, up(days)?),
        Formula::Count { count, .. } => Made::Above(up(count)?),
        Formula::Money { amount } => Made::Above(up(amount)?),
        Formula::Ratio { .. } => return None,
    })
}

/// How the year to date of a figure follows from its quarters: their sum, or the latest of them.
fn year_made(measure: &Measure, row: &[Cell]) -> Option<Made> {
    // Reference and name stand before the quarters.
    let latest = (2..row.len()).rev().find(|at| {
        row.get(*at).is_some_and(|cell| matches!(cell.content, super::Content::Number { .. }))
    })?;
    Some(match measure.formula.timing() {
        Timing::AtQuarterEnd => Made::Same(latest),
        Timing::InQuarter => Made::Sum(2, row.len() - 1),
    })
}

fn figure_row(
    measure: &Measure,
    position: &MeasurePosition,
    nth: usize,
    quarters: usize,
) -> Vec<Cell> {
    let Some(figure) = measure.figures.get(nth) else { return Vec::new() };
    let mut row =
        vec![Cell::text(measure.figure_reference(nth)), Cell::text(figure.label.as_str())];
    let context = position.context.iter().find(|c| figure.label == c.label.as_str());
    for at in 0..quarters {
        let known = position.quarters.get(at).map(|(_, quarterly)| quarterly);
        let number = match context {
            Some(context) => context.quarters.get(at).copied().flatten(),
            None => known
                .and_then(Quarterly::figure)
                .and_then(|known| known.sources.iter().find(|s| s.figure == figure.id))
                .map(|source| source.number),
        };
        let why = known.filter(|known| known.figure().is_none());
        if let Some(fewer_than) = known.and_then(Quarterly::suppressed) {
            row.push(Cell::suppressed(fewer_than));
            continue;
        }
        row.push(number.map_or_else(
            || Cell::missing(why.map_or_else(|| "no figure".into(), Quarterly::words)),
            |number| plain_figure(number, figure.unit),
        ));
    }
    if let Some(fewer_than) = position.year_suppressed() {
        row.push(Cell::suppressed(fewer_than));
        return row;
    }
    let total: Option<Decimal> = context.map_or_else(
        || formula_total(measure, position, &figure.id),
        |context| context.year_to_date,
    );
    let total = total.map_or_else(|| Cell::missing("none"), |n| plain_figure(n, figure.unit));
    let made = year_made(measure, &row);
    row.push(made.map_or(total.clone(), |made| total.made(made)));
    row
}

/// The year's sum of a figure that the measure is worked out from, or its latest.
fn formula_total(measure: &Measure, position: &MeasurePosition, id: &FigureId) -> Option<Decimal> {
    let numbers: Vec<Decimal> = position
        .quarters
        .iter()
        .filter_map(|(_, quarterly)| quarterly.figure())
        .filter_map(|figure| figure.sources.iter().find(|source| source.figure == *id))
        .map(|source| source.number)
        .collect();
    match measure.formula.timing() {
        Timing::AtQuarterEnd => numbers.last().copied(),
        Timing::InQuarter if numbers.is_empty() => None,
        Timing::InQuarter => Some(numbers.iter().sum()),
    }
}

fn plain_figure(number: Decimal, unit: Unit) -> Cell {
    match unit {
        Unit::Pounds => {
            Cell::number(number, super::NumberFormat::Pounds, Money::pounds(number).as_pounds())
        }
        Unit::Count | Unit::Days => {
            Cell::number(number, super::NumberFormat::Whole, grouped(number))
        }
    }
}

/// What the plan prints of every measure.
fn print(material: &Material<'_>) -> Table {
    let periods: Vec<String> = material
        .plan
        .measures
        .iter()
        .flat_map(|measure| measure.earlier.iter().map(|value| value.period.clone()))
        .fold(Vec::new(), |mut all, period| {
            if !all.contains(&period) {
                all.push(period);
            }
            all
        });
    let mut columns =
        vec![Column::text("No.", mm(8.0)).naming_rows(), Column::text("Measure", Width::Fitted)];
    columns.extend(periods.iter().map(|period| Column::text(period.clone(), mm(17.0))));
    columns.push(Column::text("Target", mm(20.0)));
    columns.push(Column::text("Links", mm(13.0)));
    columns
        .push(Column::text("Service and notes, as printed", mm(42.0)).second("Notes as printed"));
    let mut notes = Notes::default();
    let rows = material
        .plan
        .measures
        .iter()
        .map(|measure| {
            let mut row =
                vec![Cell::text(measure.number.to_string()), Cell::text(measure.short.as_str())];
            for period in &periods {
                let value = measure.earlier.iter().find(|value| value.period == *period);
                row.push(value.map_or_else(Cell::empty, |value| {
                    let cell = printed(&value.printed);
                    let suspect = matches!(value.reading, Reading::Suspect { .. });
                    let note = value.note.clone().filter(|_| suspect);
                    note.into_iter().flat_map(|note| notes.of(&[note])).fold(cell, Cell::noted)
                }));
            }
            row.push(printed(&measure.target.printed));
            row.push(printed(&measure.link.printed));
            let service = Cell::text(measure.service_printed.as_str());
            row.push(match &measure.notes_printed {
                Some(note) => service.second(note.as_str()),
                None => service,
            });
            Row::Cells(row)
        })
        .collect();
    Table {
        id: "measures-as-printed".into(),
        title: "Measures as printed in the plan".into(),
        group_head: None,
        columns,
        rows,
        notes: notes.list(),
        footnote: Some(Text::plain("As printed in the plan, faults included.")),
        dense: false,
    }
}

fn printed(text: &str) -> Cell {
    if text.is_empty() { Cell::missing("nothing printed") } else { Cell::text(text) }
}
