//! What got better and what got worse since last quarter, as far as the summary has room.

use super::material::Material;
use super::pack::Block;
use super::recipe::{Numbering, SectionKind};
use super::summary::{ROW, SMALL_LINE, small_lines};
use super::table::{Cell, Column, NumberFormat, Row, Table, Width, mm};
use super::text::Text;
use super::{cells, words};
use crate::plan::{Measure, Status};
use crate::quantity::{Decimal, plural};
use crate::reconcile::{Judgement, MeasurePosition, Quarterly};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most rows of what changed that leave the summary on one page.
const MOST_CHANGES: usize = 9;

/// How many are chosen where there are more; a sentence names the others.
const CHOSEN_CHANGES: usize = 8;

/// The most measures that a sentence names by their numbers; it counts them where there are more.
const MOST_NAMED: usize = 60;

const GROUP: usize = 190;

/// What got better and what got worse since last quarter.
pub(super) fn blocks(material: &Material<'_>, numbering: &Numbering, room: usize) -> Vec<Block> {
    let quarter = material.quarter();
    if quarter.number() == 1 {
        let text =
            "Quarter\u{a0}1 begins the year: there is no earlier quarter of it to compare with.";
        return vec![Block::Note(Text::plain(text))];
    }
    let last = quarter.previous();
    let moved = moved(material);
    let most = if moved.len() > MOST_CHANGES { CHOSEN_CHANGES } else { moved.len() };
    let rows = change_rows(material, moved.iter().take(most));
    let not_compared = not_compared(material);
    let footnote =
        |others: String| super::measures::with_note(format!("{others}{not_compared}"), material);
    // As many as leave the summary on its page; three in any case.
    let (rows, others) = (3..=most)
        .rev()
        .map(|most| chosen(&moved, &rows, most))
        .find(|(rows, left_out)| {
            let text = small_lines(&footnote(also(left_out, numbering)));
            heights(rows) + text * SMALL_LINE <= room
        })
        .unwrap_or_else(|| chosen(&moved, &rows, most.min(3)));
    let others = also(&others, numbering);
    let mut blocks = vec![Block::Subheading(format!("What changed since {}", last.in_text()))];
    if rows.is_empty() {
        blocks.push(Block::Note(Text::plain(not_compared)));
        return blocks;
    }
    blocks.push(Block::Table(Table {
        id: "changes-since-last-quarter".into(),
        title: format!("What changed since {}", last.in_text()),
        group_head: Some("Change".into()),
        columns: vec![
            Column::text("No.", mm(6.5)).naming_rows(),
            Column::text("Measure", Width::Fitted),
            Column::number(last.short(), mm(15.0)),
            Column::number(quarter.short(), mm(15.0)),
            Column::text("Moved", mm(31.0)),
            Column::text("Status", mm(23.5)),
        ],
        rows,
        notes: Vec::new(),
        footnote: Some(Text::plain(footnote(others))),
        dense: true,
    }));
    blocks
}

/// What a movement is told under, in this order.
const GROUPS: [(&str, &[Judgement]); 4] = [
    ("Better", &[Judgement::Better]),
    ("Worse", &[Judgement::Worse]),
    ("No change", &[Judgement::NoChange]),
    ("No target: higher or lower", &[Judgement::Higher, Judgement::Lower]),
];

/// A measure that got better, got worse, stayed, or moved without a target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Moved {
    /// Red and amber first, and of others what got worse.
    rank: usize,
    number: u32,
    group: &'static str,
}

/// Every measure that can be compared, in the order in which they have a row where not all have.
fn moved(material: &Material<'_>) -> Vec<Moved> {
    let of = |(measure, position): (&Measure, Arc<MeasurePosition>)| {
        let judgement = position.since_last_quarter.movement()?.judgement;
        let (group, _) = *GROUPS.iter().find(|(_, judgements)| judgements.contains(&judgement))?;
        let rank = match (position.status, group) {
            (Status::Red, _) => 0,
            (Status::Amber, _) => 1,
            (_, "Worse") => 2,
            (_, "Better") => 3,
            _ => 4,
        };
        Some(Moved { rank, number: measure.number, group })
    };
    let mut moved: Vec<Moved> = material.measures().filter_map(of).collect();
    moved.sort_unstable();
    moved
}

/// The rows of measures, by their numbers.
fn change_rows<'a>(
    material: &Material<'_>,
    of: impl Iterator<Item = &'a Moved>,
) -> BTreeMap<u32, Row> {
    let wanted: BTreeSet<u32> = of.map(|one| one.number).collect();
    let measures = material.measures().filter(|(measure, _)| wanted.contains(&measure.number));
    measures.map(|(measure, position)| (measure.number, change_row(measure, &position))).collect()
}

/// The rows of the first so many, under their groups, and what the others are.
fn chosen(moved: &[Moved], rows: &BTreeMap<u32, Row>, most: usize) -> (Vec<Row>, Vec<String>) {
    let (listed, others) = moved.split_at_checked(most).unwrap_or((moved, &[]));
    let (mut shown, mut left_out) = (Vec::new(), Vec::new());
    for (name, _) in GROUPS {
        let of_group = |all: &[Moved]| {
            let numbers = all.iter().filter(|one| one.group == name).map(|one| one.number);
            numbers.collect::<BTreeSet<u32>>()
        };
        let (mine, rest) = (of_group(listed), of_group(others));
        let count = plural(mine.len() + rest.len(), "measure", "measures");
        if !mine.is_empty() {
            shown.push(Row::Group { shown: format!("{name}: {count}"), name: name.into() });
            shown.extend(mine.iter().filter_map(|number| rows.get(number)).cloned());
        }
        if !rest.is_empty() {
            let rest = measures_named(&rest.into_iter().collect::<Vec<_>>(), others.len());
            left_out.push(format!("{rest} ({})", name.to_lowercase()));
        }
    }
    (shown, left_out)
}

/// Measures by their numbers, `3 and 10`; how many they are where so many are named beside one
/// another that nobody would read them.
fn measures_named(numbers: &[u32], beside_one_another: usize) -> String {
    if beside_one_another > MOST_NAMED {
        return plural(numbers.len(), "measure", "measures");
    }
    words::list(&numbers.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// What rows take on the page.
fn heights(rows: &[Row]) -> usize {
    let height = |row: &Row| if matches!(row, Row::Group { .. }) { GROUP } else { ROW };
    rows.iter().map(height).sum()
}

/// `Not listed: 3 and 10 (better); 12 (no change). See section 6.`
fn also(left_out: &[String], numbering: &Numbering) -> String {
    if left_out.is_empty() {
        return String::new();
    }
    let see = numbering.see(" See ", SectionKind::Measures);
    format!("Not listed: {}.{see} ", left_out.join("; "))
}

fn change_row(measure: &Measure, position: &MeasurePosition) -> Row {
    let Some(movement) = position.since_last_quarter.movement() else {
        return Row::Cells(Vec::new());
    };
    Row::Cells(vec![
        Cell::number(
            Decimal::from(measure.number),
            NumberFormat::Whole,
            measure.number.to_string(),
        ),
        Cell::text(measure.short.as_str()),
        cells::amount(movement.was).faint(),
        cells::amount(movement.is).bold(),
        Cell::text(words::change(movement)),
        Cell::status(position.status),
    ])
}

fn not_compared(material: &Material<'_>) -> String {
    let quarter = material.quarter();
    let missing = || {
        let measures = material.measures();
        measures.filter(|(_, position)| position.since_last_quarter.movement().is_none())
    };
    let why = |(measure, position): (&Measure, Arc<MeasurePosition>)| {
        let now = position.this_quarter();
        let before = position.quarters.iter().rev().nth(1).map(|(_, quarterly)| quarterly);
        let (when, which) = match (now, before) {
            (Some(now), _) if now.figure().is_none() => (quarter, Some(now)),
            (_, before) => (quarter.previous(), before),
        };
        let why = which.map_or_else(|| "not held".into(), Quarterly::words);
        format!("{} ({} {why})", measure.number, when.short())
    };
    let points = "Points are percentage points, worked out before rounding.";
    let missing = match missing().count() {
        0 => return points.into(),
        many if many > MOST_NAMED => plural(many, "measure", "measures"),
        _ => missing().map(why).collect::<Vec<_>>().join(", "),
    };
    format!("Not compared: {missing}. {points}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out(measures: u32) -> Vec<String> {
        let group = |number: u32| if number.is_multiple_of(2) { "Better" } else { "Worse" };
        let of = |number| Moved { rank: 0, number, group: group(number) };
        let moved: Vec<Moved> = (1..=measures).map(of).collect();
        let row = || Row::Cells(Vec::new());
        let rows = moved.iter().map(|one| (one.number, row())).collect();
        let (shown, left_out) = chosen(&moved, &rows, 3);
        assert_eq!(shown.len(), 5, "three measures under two groups");
        left_out
    }

    /// A page of numbers would tell nobody anything.
    #[test]
    fn measures_without_a_row_are_named_where_they_are_few_and_counted_where_they_are_many() {
        assert_eq!(left_out(7), ["4 and 6 (better)", "5 and 7 (worse)"]);
        assert_eq!(left_out(3), [""; 0]);
        let many = left_out(5_003);
        assert_eq!(many, ["2,500\u{a0}measures (better)", "2,500\u{a0}measures (worse)"]);
    }
}
