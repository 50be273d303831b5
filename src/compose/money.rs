//! Revenue and capital: statements, and the sentences that say what they come to.

use super::cells::{budgeted, in_or_out, millions, variance};
use super::material::Material;
use super::notes::Notes;
use super::pack::{Block, Fact};
use super::recipe::{Numbering, SectionKind};
use super::table::{Cell, Column, Made, Row, Table, Width, mm};
use super::text::Text;
use super::{capital, employees, unusable, words};
use crate::calendar::{long_date, short_date};
use crate::quantity::{Decimal, Money, fixed};
use crate::reconcile::{LineFigures, LinePosition};
use std::sync::Arc;

fn over_or_under(money: Money) -> &'static str {
    if money.is_negative() { "under" } else { "over" }
}

/// "The year is forecast to end **£0.625 million over** the current budget of £219.616 million
/// (0.3%)." Two stars set words in bold, as in [`super::Text::marked`].
#[must_use]
pub fn revenue_sentence(material: &Material<'_>) -> String {
    let total = &material.position.revenue.total;
    match (total.forecast_variance(), total.current(), total.forecast_percent()) {
        (Some(variance), Some(current), _) if variance.is_zero() => {
            format!("The year is forecast to end on the current budget of {}.", current.in_text())
        }
        (Some(variance), Some(current), Some(percent)) => format!(
            "The year is forecast to end **{} {}** the current budget of {} ({}%).",
            variance.abs().in_text(),
            over_or_under(variance),
            current.in_text(),
            fixed(percent.abs(), 1)
        ),
        _ => {
            let missing: Vec<String> = material
                .position
                .revenue
                .lines
                .iter()
                .filter(|line| line.figures.forecast.is_none())
                .map(|line| line_text(material, &line))
                .collect();
            format!(
                "There is no forecast for the whole budget of {}: none was returned for {}.",
                words::budget(total.annual),
                words::list(&missing)
            )
        }
    }
}

/// What the committee is asked to note: "the forecast revenue overspend of £0.625 million".
pub(super) fn recommendation(material: &Material<'_>) -> String {
    let lines = material.plan.revenue.len();
    let of = if lines < material.whole.revenue.len() {
        format!(
            " on the {} {} in this report",
            words::number(lines),
            words::noun(lines, "budget line")
        )
    } else {
        String::new()
    };
    match material.position.revenue.total.forecast_variance() {
        Some(variance) if variance.is_zero() => format!("the balanced revenue forecast{of}"),
        Some(variance) => {
            let word = if variance.is_negative() { "underspend" } else { "overspend" };
            format!("the forecast revenue {word} of {}{of}", variance.abs().in_text())
        }
        None => "the revenue budget, of which part was not returned,".into(),
    }
}

/// The money and the people in one line each, for the summary.
pub(super) fn facts(material: &Material<'_>, numbering: &Numbering) -> Vec<Fact> {
    let fact = |heading: &str, sentence: String, kind| Fact {
        heading: heading.into(),
        text: Text::marked(&format!(
            "{sentence} {}.",
            words::capital(&numbering.reference(kind).unwrap_or_default())
        )),
    };
    let facts = [
        (SectionKind::Revenue, "Revenue", revenue_sentence(material)),
        (SectionKind::Capital, "Capital", capital::sentence(material)),
        (SectionKind::Employees, "Employees", employees::sentence(material)),
    ];
    let facts = facts.into_iter().filter(|(kind, ..)| material.recipe.has(*kind));
    facts.map(|(kind, heading, sentence)| fact(heading, sentence, kind)).collect()
}

fn line_text(material: &Material<'_>, line: &LinePosition) -> String {
    let found = material.plan.line(&line.line);
    found.map_or_else(String::new, |known| known.text.clone())
}

/// The revenue statement.
pub(super) fn revenue(material: &Material<'_>) -> Vec<Block> {
    let revenue = &material.position.revenue;
    let to = revenue.period_end.map_or_else(|| "date".to_owned(), short_date);
    let mut notes = Notes::default();
    let mut rows: Vec<Row> = revenue
        .lines
        .iter()
        .map(|line| {
            let text = line_text(material, &line);
            let mut name = Cell::text(text.as_str());
            if let Some(why) = &line.explanation {
                let variance = line.figures.forecast_variance().unwrap_or_default();
                let note = format!(
                    "{text}: {} {}. {why}",
                    variance.abs().in_text(),
                    over_or_under(variance)
                );
                name = notes.of(&[note]).into_iter().fold(name, Cell::noted);
            }
            let mut row = statement(name, &line.figures);
            unusable::tell(material, &mut row, &unusable::of_line(&line.line));
            Row::Cells(row)
        })
        .collect();
    let mut total = statement(Cell::text("Total"), &revenue.total);
    for line in &revenue.lines {
        unusable::tell(material, &mut total, &unusable::of_line(&line.line));
    }
    rows.push(Row::Total(total));
    let share = revenue_shares(material);
    let table = Table {
        id: "revenue-budget".into(),
        title: format!("Revenue budget {}", material.quarter().year()),
        group_head: None,
        columns: vec![
            Column::text("Budget line, £ million", Width::Fitted).naming_rows(),
            Column::number("Annual budget", mm(22.0)).summed(),
            Column::number("Approved changes", mm(26.0)).summed(),
            Column::number("Current budget", mm(22.0)).summed().made(Made::Sum(1, 2)),
            Column::number("Forecast for year", mm(22.0)).summed(),
            Column::number("Forecast, over or under", mm(28.0))
                .summed()
                .made(Made::Difference(4, 3)),
            Column::number(format!("Budget to {to}"), mm(24.0)).summed(),
            Column::number(format!("Actual to {to}"), mm(24.0)).summed(),
            Column::number("To date, over or under", mm(28.0))
                .summed()
                .made(Made::Difference(7, 6)),
        ],
        rows,
        notes: notes.list(),
        footnote: Some(Text::plain(finance_note(material))),
        dense: false,
    };
    let over: Vec<String> = said_lines(material);
    let sentence = format!("{} {}", revenue_sentence(material), over.join(" "));
    vec![
        Block::Lead(Text::marked(sentence.trim_end())),
        Block::Table(table),
        Block::Note(Text::plain(share)),
    ]
}

/// `Children and Families is £1.242 million over; the other three lines are under.`
fn said_lines(material: &Material<'_>) -> Vec<String> {
    let lines = &material.position.revenue.lines;
    let of = |over: bool| -> Vec<(String, Money)> {
        lines
            .iter()
            .filter_map(|line| {
                let variance = line.figures.forecast_variance()?;
                Some((line, variance))
            })
            .filter(|(_, variance)| !variance.is_zero() && variance.is_negative() != over)
            .map(|(line, variance)| (line_text(material, &line), variance.abs()))
            .collect()
    };
    let over = of(true);
    if over.is_empty() {
        return Vec::new();
    }
    let said: Vec<String> =
        over.iter().map(|(name, money)| format!("{name} is {} over", money.in_text())).collect();
    let under = of(false).len();
    let rest = match under {
        0 => String::new(),
        1 => "; one other line is under".into(),
        n => format!("; the other {} lines are under", words::number(n)),
    };
    let rest = if over.len() + under == lines.len() { rest } else { String::new() };
    vec![format!("{}{rest}.", words::list(&said))]
}

fn statement(name: Cell, figures: &LineFigures) -> Vec<Cell> {
    vec![
        name,
        budgeted(figures.annual),
        in_or_out(figures.changes),
        millions(figures.current()),
        millions(figures.forecast),
        variance(figures.forecast_variance()),
        millions(figures.budget_to_date),
        millions(figures.actual_to_date),
        variance(figures.variance_to_date()),
    ]
}

fn finance_note(material: &Material<'_>) -> String {
    let explained = explained(material);
    let period = material.position.revenue.period_end.map_or_else(
        || {
            let given =
                material.context.iter().any(|returned| returned.beside.period_end.is_some());
            let said = if given {
                "The services gave different dates for the end of the finance period."
            } else {
                "No service gave the end of its finance period."
            };
            said.to_owned()
        },
        |end| {
            let days = (end - material.quarter().end()).num_days();
            let apart = match days {
                0 => "on the quarter’s last day".to_owned(),
                1 => "one day after the quarter".to_owned(),
                -1 => "one day before the quarter’s end".to_owned(),
                d if d > 0 => format!("{} days after the quarter", words::number(days_count(d))),
                d => format!("{} days before the quarter’s end", words::number(days_count(d))),
            };
            format!("The finance period ended on {}, {apart}.", long_date(end))
        },
    );
    let net = material.position.revenue.total.changes;
    let changes = match net {
        Some(net) if net.is_zero() => "Approved changes add to zero.".to_owned(),
        Some(net) => {
            let way = if net.is_negative() { "out of" } else { "into" };
            format!("Approved changes bring {} {way} these budgets.", net.abs().in_text())
        }
        None => String::new(),
    };
    let part = part_note(material, material.plan.revenue.len() < material.whole.revenue.len());
    format!("{period} {changes} {explained}{part}")
}

/// Which variances are so large that they need an explanation, and which of those have none.
fn explained(material: &Material<'_>) -> String {
    let limits = material.thresholds;
    let large = format!(
        "more than {} and {}% of its budget",
        limits.explain_above.short_millions(),
        limits.explain_percent.normalize()
    );
    let is_large = |line: &Arc<LinePosition>| {
        let figures = &line.figures;
        [
            figures.forecast_variance().zip(figures.current()),
            figures.variance_to_date().zip(figures.budget_to_date),
        ]
        .into_iter()
        .flatten()
        .any(|(variance, budget)| limits.asks_why(variance, budget))
    };
    let asked: Vec<Arc<LinePosition>> =
        material.position.revenue.lines.iter().filter(is_large).collect();
    let without: Vec<String> = asked
        .iter()
        .filter(|line| line.explanation.is_none())
        .map(|line| line_text(material, line))
        .collect();
    let any =
        material.position.revenue.lines.iter().any(|line| {
            line.figures.forecast_variance().or(line.figures.variance_to_date()).is_some()
        });
    match (asked.len(), without.as_slice()) {
        (0, _) if !any => {
            format!("A variance of {large} needs an explanation; no variance is known yet.")
        }
        (0, _) => format!(
            "A variance of {large} needs an explanation; none that was returned is so large."
        ),
        (_, []) => format!("Every variance of {large} is explained."),
        (_, without) => format!(
            "A variance of {large} needs an explanation; none was returned for {}.",
            words::list(without)
        ),
    }
}

/// What a total is of, where the pack is about a part of the plan.
fn part_note(material: &Material<'_>, part: bool) -> String {
    let services: Vec<String> = material
        .plan
        .services
        .iter()
        .filter(|s| material.recipe.filter.has_service(&s.id))
        .map(|service| service.name.clone())
        .collect();
    if part {
        format!(" The total is of the lines in this report: {}.", words::list(&services))
    } else {
        String::new()
    }
}

/// The same as a footnote of its own.
pub(super) fn part_footnote(material: &Material<'_>, part: bool) -> Option<Text> {
    let note = part_note(material, part);
    (!note.is_empty()).then(|| Text::plain(note.trim_start()))
}

fn days_count(days: i64) -> usize {
    usize::try_from(days.abs()).unwrap_or(0)
}

/// The shares of the annual budget, worked out afresh (rule B10).
fn revenue_shares(material: &Material<'_>) -> String {
    let total = material.position.revenue.total.annual;
    let Some(total) = total.map(crate::quantity::Money::in_pounds) else {
        return "Shares of the annual budget can’t be worked out: part of it is to be set.".into();
    };
    let shares: Vec<String> = material
        .plan
        .revenue
        .iter()
        .filter_map(|line| {
            let share =
                (line.budget.value?.in_pounds() * Decimal::ONE_HUNDRED).checked_div(total)?;
            Some(format!("{} {}%", line.text, fixed(share, 1)))
        })
        .collect();
    format!("Shares of the annual budget, worked out afresh and rounded: {}.", words::list(&shares))
}
