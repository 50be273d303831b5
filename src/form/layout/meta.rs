//! The hidden sheet Meta: what the form was made from, the lists of its drop-downs, and the
//! figures of earlier quarters that the year to date needs.

use super::score;
use super::sheet::{Block, Cell, Column, Lead, Row, Sheet, SheetKey, Show};
use super::whole::{Parts, TEMPLATE};
use crate::form::expression::Expression;
use crate::plan::{Measure, Plan};
use crate::quantity::Decimal;

/// Row keys of what the form was made from.
pub(in crate::form) const TEMPLATE_ROW: &str = "template";
/// The plan's year.
pub(in crate::form) const PLAN_ROW: &str = "plan";
/// The plan's hash.
pub(in crate::form) const HASH_ROW: &str = "plan-hash";
/// The service's id.
pub(in crate::form) const SERVICE_ROW: &str = "service";
/// The quarter.
pub(in crate::form) const QUARTER_ROW: &str = "quarter";

pub(super) fn sheet(parts: &Parts<'_>) -> Sheet {
    let lead = Lead::pair(
        "What this form was made from".into(),
        "Used when the return is read. Please leave this sheet as it is.",
    );
    let blocks = vec![made_from(parts), markers(parts), earlier(parts), lines(parts)];
    Sheet::new(SheetKey::Meta, lead, blocks)
}

/// Budget lines up to which a form offers all of the plan's in a list: a longer one nobody looks
/// through, and every form would carry it.
const LISTED: usize = 500;

/// Whether virements are chosen from a list of all lines; otherwise they are typed.
pub(super) fn lists_lines(plan: &Plan) -> bool {
    plan.revenue.len() <= LISTED
}

/// The names of all budget lines of the plan, for the lists of the virements.
pub(super) fn line_names() -> Expression {
    Expression::Area(SheetKey::Meta, "lines", "line")
}

fn made_from(parts: &Parts<'_>) -> Block {
    let row = |key: &str, what: &str, value: String| {
        Row::new(key, vec![Cell::text(what), Cell::earlier_text(value)])
    };
    let mut block = Block::new(
        "made-from",
        vec![Column::left("what", "What", 30), Column::left("value", "Value", 70)],
    );
    block.rows = vec![
        row(TEMPLATE_ROW, "Template", TEMPLATE.into()),
        row(PLAN_ROW, "Plan", parts.plan.year.to_string()),
        row(HASH_ROW, "Plan's hash", parts.plan.hash.clone()),
        row(SERVICE_ROW, "Service", parts.service.to_string()),
        row(QUARTER_ROW, "Quarter", parts.quarter.to_string()),
    ];
    block
}

fn markers(parts: &Parts<'_>) -> Block {
    let rows = SheetKey::ALL.into_iter().map(|key| {
        let marker = format!("{}:{}:{}", key.tab(), parts.service, parts.quarter);
        Row::new(
            format!("marker/{}", key.tab()),
            vec![Cell::text(key.tab()), Cell::earlier_text(marker.to_lowercase())],
        )
    });
    let columns = vec![Column::left("sheet", "Sheet", 30), Column::left("marker", "Marker", 70)];
    Block::new("markers", columns).titled("Sheets").rows(rows.collect(), "")
}

/// Only quarters with every figure of the formula count.
fn earlier(parts: &Parts<'_>) -> Block {
    let columns = vec![
        Column::left("figure", "Figure", 30),
        Column::left("label", "Label", 70),
        Column::right("q1", "Q1", 12),
        Column::right("q2", "Q2", 12),
        Column::right("q3", "Q3", 12),
    ];
    let rows = parts.plan.measures_of(parts.service).flat_map(|measure| {
        let known = score::known(parts, measure);
        measure.figures.iter().map(move |figure| {
            let mut cells = vec![
                Cell::text(score::figure_key(measure, &figure.id)),
                Cell::text(&*figure.label),
            ];
            for number in 1..=3 {
                let value = known
                    .contains(&number)
                    .then(|| value(parts, measure, &figure.id, number))
                    .flatten();
                cells.push(Cell::earlier(value, Show::Decimal));
            }
            Row::new(score::figure_key(measure, &figure.id), cells)
        })
    });
    Block::new("earlier", columns)
        .titled("Earlier quarters of this year")
        .rows(rows.collect(), "None")
}

fn value(
    parts: &Parts<'_>,
    measure: &Measure,
    figure: &crate::plan::FigureId,
    number: u8,
) -> Option<Decimal> {
    let key = (measure.id.clone(), figure.clone());
    let mut earlier = parts.context.this_year(parts.quarter);
    let (_, found) = earlier.find(|(quarter, _)| quarter.number() == number)?;
    found?.figures.get(&key).copied()
}

fn lines(parts: &Parts<'_>) -> Block {
    let listed = if lists_lines(parts.plan) { &*parts.plan.revenue } else { &[] };
    let rows = listed
        .iter()
        .map(|line| Row::new(format!("line/{}", line.id), vec![Cell::text(&*line.text)]));
    Block::new("lines", vec![Column::left("line", "Budget lines of the plan", 30)])
        .titled("Lists")
        .rows(rows.collect(), "None")
}
