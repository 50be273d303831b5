//! Measures by resource outcome.

use super::cells;
use super::material::Material;
use super::notes::Notes;
use super::pack::Block;
use super::table::{Cell, Column, Made, Row, SUPPRESSED, Table, mm};
use super::text::Text;
use crate::audience::WithheldMeasure;
use crate::plan::{Formula, Measure, OutcomeId, Timing};
use crate::quantity::{Decimal, grouped, plural};
use crate::reconcile::{MeasurePosition, Quarterly};

/// The table of measures under their outcomes.
pub(super) fn by_outcome(material: &Material<'_>) -> Vec<Block> {
    let quarter = material.quarter();
    // The last quarter and this one; in the first quarter only this one.
    let shown: Vec<_> =
        [quarter.previous(), quarter].into_iter().filter(|q| q.year() == quarter.year()).collect();
    let mut columns = vec![
        Column::text("No.", mm(7.5)).naming_rows(),
        Column::text("Measure and service", mm(49.0)).second("Service"),
        Column::number("Target", mm(19.0)).second("Target asks"),
    ];
    columns.extend(shown.iter().map(|q| Column::number(q.short(), mm(15.0)).second("Basis")));
    columns.push(Column::number("Year to date", mm(17.0)).second("Year to date covers"));
    columns.push(Column::text("Trend and target", mm(19.5)));
    let since = if quarter.number() > 1 { quarter.previous().short() } else { "last year".into() };
    columns.push(
        Column::text(format!("Status, and since {since}"), mm(28.5))
            .second(format!("Since {since}")),
    );
    let mut notes = Notes::default();
    let rows = under_outcomes(material, |measure, position| {
        let labels = notes.of(&measure_notes(material, measure, position));
        row(material, measure, position, shown.len(), labels)
    });
    let table = Table {
        id: "measures".into(),
        title: format!("Measures by resource outcome, {}", quarter.in_text()),
        group_head: Some("Resource outcome".into()),
        columns,
        rows,
        notes: notes.list(),
        footnote: Some(Text::plain(with_note(basis(material), material))),
        dense: false,
    };
    let intro = format!(
        "{}, {} of {} ({}). Trend: the last five quarters, this quarter as a dot; the dashed line \
         is the target.",
        plural(material.plan.measures.len(), "measure", "measures"),
        quarter.in_text(),
        quarter.year(),
        quarter.months()
    );
    let mut blocks = vec![Block::Note(Text::plain(intro)), Block::Table(table)];
    blocks.extend(super::outlook::blocks(material));
    blocks
}

/// A group row for each outcome that has measures, then its measures.
fn under_outcomes(
    material: &Material<'_>,
    mut row: impl FnMut(&Measure, &MeasurePosition) -> Vec<Cell>,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut under: Option<&OutcomeId> = None;
    for (measure, position) in material.measures() {
        if under != Some(&measure.outcome) {
            under = Some(&measure.outcome);
            let name = outcome_text(material, &measure.outcome);
            rows.push(Row::Group { shown: format!("Outcome: {name}"), name });
        }
        rows.push(Row::Cells(row(measure, &position)));
    }
    rows
}

pub(super) fn outcome_text(material: &Material<'_>, id: &OutcomeId) -> String {
    let found = material.plan.outcomes().find(|outcome| outcome.id == *id);
    found.map_or_else(String::new, |outcome| outcome.text.clone())
}

fn row(
    material: &Material<'_>,
    measure: &Measure,
    position: &MeasurePosition,
    quarters: usize,
    labels: Vec<String>,
) -> Vec<Cell> {
    let service = measure.lead().map_or_else(String::new, |id| material.service_name(id));
    let mut name = Cell::text(measure.text.as_str()).second(service);
    name.notes = labels;
    let number = Decimal::from(measure.number);
    let mut row = vec![
        Cell::number(number, super::NumberFormat::Whole, measure.number.to_string()),
        name,
        cells::target(&measure.target, material.quarter()),
    ];
    let first = position.quarters.len().saturating_sub(quarters);
    row.extend(position.quarters.iter().skip(first).map(|(_, q)| cells::quarterly(q)));
    let year = cells::year_to_date(position);
    let made = year_made(measure, quarters, quarters == position.quarters.len());
    row.push(made.map_or(year.clone(), |made| year.made(made)));
    let withheld = material.withheld;
    let kept_back = withheld.of(&measure.id).filter(|hidden| hidden.trend);
    let why = kept_back.map(|_| withheld.reason.as_str());
    row.push(cells::trend(position, &measure.target, &measure.short, why));
    let travel = if material.quarter().number() > 1 {
        &position.since_last_quarter
    } else {
        &position.since_last_year
    };
    let status = Cell::status(position.status).moved(cells::arrow(travel), travel.word());
    row.push(status);
    row
}

/// How the year to date follows from the quarters that the row shows: the latest at a point in time;
/// their sum, where all of the year are there and it is no share.
fn year_made(measure: &Measure, shown: usize, all: bool) -> Option<Made> {
    /// The first quarter stands behind number, name and target.
    const FIRST: usize = 3;
    let last = FIRST + shown.checked_sub(1)?;
    let summed = matches!(measure.formula, Formula::Count { .. } | Formula::Money { .. });
    match measure.formula.timing() {
        Timing::AtQuarterEnd => Some(Made::Same(last)),
        Timing::InQuarter if all && summed => Some(Made::Sum(FIRST, last)),
        Timing::InQuarter => None,
    }
}

/// What a reader must know about a measure's row.
fn measure_notes(
    material: &Material<'_>,
    measure: &Measure,
    position: &MeasurePosition,
) -> Vec<String> {
    let mut notes = measure.notes.clone();
    if let Some(hidden) = material.withheld.of(&measure.id) {
        notes.extend(withheld_notes(hidden));
    }
    for (quarter, quarterly) in &position.quarters {
        match quarterly {
            Quarterly::NotReturned => notes.push(format!(
                "{} was not returned and is not estimated.",
                super::words::capital(&quarter.in_text())
            )),
            Quarterly::Unusable(why) => notes
                .push(format!("{} can't be used: {why}. It is not estimated.", quarter.in_text())),
            Quarterly::NotHeld
            | Quarterly::NoFigure(_)
            | Quarterly::Figure(_)
            | Quarterly::Suppressed { .. } => {}
        }
    }
    for change in &position.restated {
        let reason = change.reason.as_deref().unwrap_or("no reason was given");
        let old = change.old.map_or_else(|| "no figure".into(), grouped);
        notes.push(format!(
            "{} was restated from {old} to {}: {}.",
            change.quarter.in_text(),
            grouped(change.new),
            reason.trim_end_matches('.')
        ));
    }
    if let Some(change) = &position.changed {
        notes.push(format!(
            "Calculated as {}; changed to {} by the {}: {}.",
            position.score.status.word(),
            change.status.word(),
            change.approver.as_deref().unwrap_or_default(),
            change.reason.as_deref().unwrap_or_default().trim_end_matches('.')
        ));
    }
    notes
}

/// What a reader must know about figures of a measure that are kept back.
fn withheld_notes(hidden: &WithheldMeasure) -> Vec<String> {
    let mut notes = Vec::new();
    if hidden.status {
        notes.push(
            "The status is suppressed too, because it would give the figure away.".to_owned(),
        );
    }
    if hidden.trend {
        notes.push("No trend is drawn, because earlier figures are suppressed.".to_owned());
    }
    for quarter in &hidden.restated {
        notes.push(format!("{} was restated; the figures are suppressed.", quarter.in_text()));
    }
    notes
}

/// A footnote, and what `[c]` stands for.
pub(super) fn with_note(text: impl Into<String>, material: &Material<'_>) -> String {
    [Some(text.into()), suppressed_note(material)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// What `[c]` stands for, where a table has one.
pub(super) fn suppressed_note(material: &Material<'_>) -> Option<String> {
    let withheld = material.withheld;
    (!withheld.is_empty()).then(|| {
        format!(
            "{SUPPRESSED} {}: a count of people is, or would follow from the figure.",
            withheld.reason
        )
    })
}

fn basis(material: &Material<'_>) -> String {
    let latest: Vec<String> = material
        .plan
        .measures
        .iter()
        .filter(|m| m.formula.timing() == Timing::AtQuarterEnd)
        .map(|m| m.number.to_string())
        .collect();
    let so_far = format!(
        "Year to date counts all cases in the quarters so far, {} of {} unless the table says \
         otherwise.",
        material.quarter().number(),
        plural(usize::from(material.quarter().number()), "quarter", "quarters")
    );
    if latest.is_empty() {
        return so_far;
    }
    let verb = if latest.len() == 1 { "Measure" } else { "Measures" };
    let are = if latest.len() == 1 { "is" } else { "are" };
    let list = super::words::list(&latest);
    format!("{so_far} {verb} {list} {are} counted at the quarter’s end: the latest counts.")
}
