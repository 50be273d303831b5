//! Measures at the year's end, should the year go on as it began: a forecast with its method.

use super::cells;
use super::material::Material;
use super::pack::Block;
use super::table::{Cell, Column, NumberFormat, Row, Table, Width, mm};
use super::text::Text;
use super::words;
use crate::plan::{Measure, TargetRule, Timing};
use crate::quantity::{Amount, Decimal};
use crate::reconcile::MeasurePosition;
use std::sync::Arc;

/// A measure at the year's end.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Outlook {
    amount: Amount,
    method: Method,
    /// Whether it meets the target; none where there is no amount to meet.
    meets: Option<bool>,
}

/// How a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    /// A total: as much in each quarter left as in those so far.
    EvenPace,
    /// A rate: the rest of the year is as the year to date.
    SameRate,
    /// A count at the quarter's end: the latest stays.
    LatestStays,
}

impl Method {
    const fn words(self) -> &'static str {
        match self {
            Self::EvenPace => "even pace",
            Self::SameRate => "same rate",
            Self::LatestStays => "latest stays",
        }
    }
}

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    // The year is over: what it came to stands in its own column.
    if material.quarter().number() == 4 {
        return Vec::new();
    }
    let rows: Vec<(&Measure, Arc<MeasurePosition>, Option<Outlook>)> = material
        .measures()
        .filter(|(_, position)| {
            position.year_to_date.amount.is_some() || position.year_suppressed().is_some()
        })
        .map(|(measure, position)| {
            let outlook = outlook(measure, &position);
            (measure, position, outlook)
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Subheading("Forecast for the year".into()),
        Block::Paragraph { number: None, text: Text::plain(sentence(&rows)) },
        Block::Table(table(material, &rows)),
    ]
}

fn outlook(measure: &Measure, position: &MeasurePosition) -> Option<Outlook> {
    let year = &position.year_to_date;
    let so_far = year.amount?;
    let quarters = Decimal::from(year.covered);
    let (amount, method) = if measure.is_cumulative() {
        let whole = (so_far.number() * Decimal::from(4)).checked_div(quarters)?;
        (so_far.with_number(whole), Method::EvenPace)
    } else if measure.formula.timing() == Timing::AtQuarterEnd {
        (so_far, Method::LatestStays)
    } else {
        (so_far, Method::SameRate)
    };
    let meets = match &measure.target.rule {
        TargetRule::AtLeast(least) => Some(amount.number() >= least.number()),
        TargetRule::AtMost(most) => Some(amount.number() <= most.number()),
        TargetRule::IncreaseEachQuarter { .. } | TargetRule::ToBeConfirmed | TargetRule::None => {
            None
        }
    };
    Some(Outlook { amount, method, meets })
}

/// `If the year goes on as it began, 9 of the 11 measures with a figure and a target meet it.`
fn sentence(rows: &[(&Measure, Arc<MeasurePosition>, Option<Outlook>)]) -> String {
    let judged: Vec<bool> =
        rows.iter().filter_map(|(_, _, outlook)| outlook.as_ref()?.meets).collect();
    let met = judged.iter().filter(|meets| **meets).count();
    let all = judged.len();
    match all {
        0 => "No measure with a figure has a target that a forecast could be held against.".into(),
        1 if met == 1 => {
            "If the year goes on as it began, the one measure with a figure and a target for the \
             year meets it."
                .into()
        }
        _ => format!(
            "If the year goes on as it began, {met} of {all} {} with a figure and a target for \
             the year {} it.",
            words::noun(all, "measure"),
            if met == 1 { "meets" } else { "meet" }
        ),
    }
}

fn table(
    material: &Material<'_>,
    rows: &[(&Measure, Arc<MeasurePosition>, Option<Outlook>)],
) -> Table {
    let made = rows
        .iter()
        .map(|(measure, position, outlook)| {
            let number = Decimal::from(measure.number);
            let hidden = position.year_suppressed().map(Cell::suppressed);
            let forecast = match outlook {
                Some(outlook) => cells::amount(outlook.amount).bold(),
                None => hidden.unwrap_or_else(|| Cell::missing("none")),
            };
            let target = cells::target_text(&measure.target);
            let verdict = match outlook.as_ref().and_then(|outlook| outlook.meets) {
                Some(true) => "meets it",
                Some(false) => "misses it",
                None => "not judged",
            };
            Row::Cells(vec![
                Cell::number(number, NumberFormat::Whole, measure.number.to_string()),
                Cell::text(measure.short.as_str()),
                Cell::text(target),
                cells::year_to_date(position),
                forecast,
                Cell::text(outlook.as_ref().map_or("none", |outlook| outlook.method.words())),
                Cell::text(verdict),
            ])
        })
        .collect();
    let note = "Even pace: a total grows in each quarter left as it did on average so far. Same \
                rate: the cases still to come go as those so far. Latest stays: the count at the \
                quarter’s end does not change. A forecast of the program, not of the services.";
    Table {
        id: "forecast".into(),
        title: format!("Forecast for {}", material.quarter().year()),
        group_head: None,
        columns: vec![
            Column::text("No.", mm(7.5)).naming_rows(),
            Column::text("Measure", Width::Fitted),
            Column::text("Target for the year", mm(30.0)),
            Column::number("Year to date", mm(17.0)).second("Year to date covers"),
            Column::number("Forecast", mm(17.0)).second("Forecast is"),
            Column::text("Method", mm(21.0)),
            Column::text("At year end", mm(19.0)),
        ],
        rows: made,
        notes: Vec::new(),
        footnote: Some(Text::plain(super::measures::with_note(note, material))),
        dense: true,
    }
}
