//! The one-page summary: status counts, the money, what changed, how good the data are.

use super::material::Material;
use super::money;
use super::pack::{Block, StatusBar};
use super::recipe::{Numbering, SectionKind};
use super::table::{Cell, Column, Made, NumberFormat, Row, Table, Width, mm};
use super::tally::Tally;
use super::text::Text;
use super::{cells, words};
use crate::finding::Severity;
use crate::plan::{Measure, Status};
use crate::quantity::{Decimal, fixed, plural};
use crate::reconcile::{Judgement, MeasurePosition, Quarterly};
use std::collections::BTreeSet;

/// The most rows of what changed that leave the summary on one page.
const MOST_CHANGES: usize = 9;

/// How many are chosen where there are more; a sentence names the others.
const CHOSEN_CHANGES: usize = 8;

/// What the page has room for beside headings, bars and heads of tables, and what each thing on it
/// takes, in tenths of a point. So much that it need not be exact: a page that is not full is none
/// the worse.
const PAGE: usize = 4_750;
const LEAD_LINE: usize = 200;
const ROW: usize = 165;
const GROUP: usize = 190;
const SMALL_LINE: usize = 113;

/// The page, with what the body is asked to do in it.
pub(super) fn blocks(
    material: &Material<'_>,
    numbering: &Numbering,
    asked: Option<Text>,
) -> Vec<Block> {
    let tally = Tally::of(material);
    let lead = tally.measures_sentence();
    let lead = [nothing_returned(material), Some(lead), super::standing::part_sentence(material)];
    let lead = lead.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let lead_lines = lead.chars().count().div_ceil(78);
    let mut blocks = vec![Block::Lead(Text::plain(lead))];
    blocks.extend(bar(&tally.measures, "measure"));
    blocks.extend(bar(&tally.actions, "action"));
    let facts = money::facts(material, numbering);
    if facts.is_empty() {
        blocks.push(Block::Table(counts(&tally)));
    } else {
        blocks.push(Block::SideBySide {
            left: vec![Block::Table(counts(&tally))],
            right: vec![Block::Subheading("The money".into()), Block::Facts(facts)],
            left_percent: 54,
        });
    }
    let under = |heading: &str, text: String| Text::bold(heading).then(text);
    let last = [
        asked,
        Some(under("Data quality. ", quality(material, numbering))),
        Some(under("This version. ", version(material, numbering))),
    ];
    let last: Vec<Text> = last.into_iter().flatten().collect();
    let notes = last.iter().map(|text| small_lines(&text.to_string())).sum::<usize>();
    let taken = lead_lines * LEAD_LINE + tally.statuses().count() * ROW + notes * SMALL_LINE;
    blocks.extend(changes(material, numbering, PAGE.saturating_sub(taken)));
    blocks.extend(last.into_iter().map(Block::Note));
    blocks
}

/// How many lines a text takes in small type over the page's width, at the most.
fn small_lines(text: &str) -> usize {
    text.chars().count().div_ceil(100)
}

/// Nothing where there is nothing to count.
fn bar(counts: &[(Status, usize)], noun: &str) -> Option<Block> {
    let parts: Vec<(Status, usize)> = counts.iter().copied().filter(|(_, n)| *n > 0).collect();
    let all: usize = parts.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return None;
    }
    let title = format!("{all} {}", words::noun(all, noun));
    let said: Vec<String> = parts.iter().map(|(s, n)| format!("{} {n}", s.word())).collect();
    let alt = format!("Bar of {title} by status: {}.", said.join(", "));
    Some(Block::StatusBar(StatusBar { title, parts, alt }))
}

fn counts(tally: &Tally) -> Table {
    let share = |count: usize, all: usize| {
        words::share(count, all).map_or_else(Cell::empty, |share| {
            Cell::number(share, NumberFormat::Percent, format!("{}%", fixed(share, 1)))
        })
    };
    let (measures, actions) = (tally.all_measures(), tally.all_actions());
    let mut rows: Vec<Row> = tally
        .statuses()
        .map(|status| {
            let mut row = vec![Cell::status(status)];
            let mut add = |can: bool, count: usize, all: usize| {
                if can {
                    row.extend([cells::count(count), share(count, all)]);
                } else {
                    row.extend([Cell::missing("n/a"), Cell::missing("n/a")]);
                }
            };
            add(status.is_of_measures(), tally.measures_at(status), measures);
            add(status.is_of_actions(), tally.actions_at(status), actions);
            Row::Cells(row)
        })
        .collect();
    let whole = |all: usize| {
        let hundred = if all == 0 { Decimal::ZERO } else { Decimal::ONE_HUNDRED };
        Cell::number(hundred, NumberFormat::Percent, if all == 0 { "0%" } else { "100%" })
    };
    let total = vec![
        Cell::text("Total"),
        cells::count(measures),
        whole(measures),
        cells::count(actions),
        whole(actions),
    ];
    rows.push(Row::Total(total));
    Table {
        id: "status-counts".into(),
        title: "Measures and actions by status".into(),
        group_head: None,
        columns: vec![
            Column::text("Status", Width::Fitted).naming_rows(),
            Column::number("Measures", mm(19.0)).summed(),
            Column::number("%", mm(14.0)).made(Made::Share(1)),
            Column::number("Actions", mm(16.0)).summed(),
            Column::number("%", mm(14.0)).made(Made::Share(3)),
        ],
        rows,
        notes: Vec::new(),
        footnote: Some(Text::plain(
            "Blue is for actions only, Contextual for measures only. Percentages are rounded and \
             may not add to 100%.",
        )),
        dense: true,
    }
}

/// What got better and what got worse since last quarter.
fn changes(material: &Material<'_>, numbering: &Numbering, room: usize) -> Vec<Block> {
    let quarter = material.quarter();
    if quarter.number() == 1 {
        let text =
            "Quarter\u{a0}1 begins the year: there is no earlier quarter of it to compare with.";
        return vec![Block::Note(Text::plain(text))];
    }
    let last = quarter.previous();
    let groups = [
        ("Better", vec![Judgement::Better]),
        ("Worse", vec![Judgement::Worse]),
        ("No change", vec![Judgement::NoChange]),
        ("No target: higher or lower", vec![Judgement::Higher, Judgement::Lower]),
    ];
    let groups = groups.map(|(name, judgements)| {
        let found = material.measures().filter(|(_, position)| {
            let movement = position.since_last_quarter.movement();
            movement.is_some_and(|movement| judgements.contains(&movement.judgement))
        });
        (name, found.collect::<Vec<_>>())
    });
    let not_compared = not_compared(material);
    let footnote =
        |others: String| super::measures::with_note(format!("{others}{not_compared}"), material);
    let ranked = ranked(&groups);
    let most = if ranked.len() > MOST_CHANGES { CHOSEN_CHANGES } else { ranked.len() };
    // As many as leave the summary on its page; three in any case.
    let (rows, others) = (3..=most)
        .rev()
        .map(|most| chosen(&groups, &ranked, most))
        .find(|(rows, left_out)| {
            let text = small_lines(&footnote(also(left_out, numbering)));
            heights(rows) + text * SMALL_LINE <= room
        })
        .unwrap_or_else(|| chosen(&groups, &ranked, most.min(3)));
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

/// What got better, worse, stayed, or moved without a target.
type Groups<'a> = [(&'a str, Vec<(&'a Measure, &'a MeasurePosition)>); 4];

/// The numbers of measures in the order in which they have a row where not all have: red and amber
/// first, and of others what got worse.
fn ranked(groups: &Groups<'_>) -> Vec<u32> {
    let all = groups.iter().flat_map(|(name, found)| found.iter().map(move |one| (*name, *one)));
    let mut ranked: Vec<(usize, u32)> = all
        .map(|(name, (measure, position))| {
            let rank = match (position.status, name) {
                (Status::Red, _) => 0,
                (Status::Amber, _) => 1,
                (_, "Worse") => 2,
                (_, "Better") => 3,
                _ => 4,
            };
            (rank, measure.number)
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, number)| number).collect()
}

/// The rows of the first so many, under their groups, and the others by their numbers.
fn chosen(groups: &Groups<'_>, ranked: &[u32], most: usize) -> (Vec<Row>, Vec<String>) {
    let listed: BTreeSet<u32> = ranked.iter().take(most).copied().collect();
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    for (name, found) in groups {
        let count = plural(found.len(), "measure", "measures");
        let (mine, others): (Vec<_>, Vec<_>) =
            found.iter().partition(|(measure, _)| listed.contains(&measure.number));
        if !mine.is_empty() {
            rows.push(Row::Group { shown: format!("{name}: {count}"), name: (*name).into() });
            rows.extend(mine.into_iter().map(|(measure, position)| change_row(measure, position)));
        }
        let others: Vec<String> = others.iter().map(|(one, _)| one.number.to_string()).collect();
        if !others.is_empty() {
            left_out.push(format!("{} ({})", words::list(&others), name.to_lowercase()));
        }
    }
    (rows, left_out)
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
    let missing: Vec<String> = material
        .measures()
        .filter(|(_, position)| position.since_last_quarter.movement().is_none())
        .map(|(measure, position)| {
            let now = position.this_quarter();
            let before = position.quarters.iter().rev().nth(1).map(|(_, quarterly)| quarterly);
            let (when, which) = match (now, before) {
                (Some(now), _) if now.figure().is_none() => (quarter, Some(now)),
                (_, before) => (quarter.previous(), before),
            };
            let why = which.map_or_else(|| "not held".into(), Quarterly::words);
            format!("{} ({} {why})", measure.number, when.short())
        })
        .collect();
    let points = "Points are percentage points, worked out before rounding.";
    if missing.is_empty() {
        points.into()
    } else {
        format!("Not compared: {}. {points}", missing.join(", "))
    }
}

/// `No return that can be used has come for Quarter 2.` Nothing where one has.
pub(super) fn nothing_returned(material: &Material<'_>) -> Option<String> {
    let none = !material.received.is_empty()
        && material.received.iter().all(|received| received.used().is_none());
    let quarter = material.quarter().in_text();
    none.then(|| format!("No return that can be used has come for {quarter}."))
}

/// `3 of 3 services sent returns, 1 of them late.`
pub(super) fn returns_sentence(material: &Material<'_>) -> String {
    let all = material.received.len();
    let used: Vec<_> = material.received.iter().filter_map(|r| r.used()).collect();
    let late = material
        .received
        .iter()
        .filter(|r| r.files.first().is_some_and(|first| first.days_late > 0) && r.used().is_some())
        .count();
    let tail = if late > 0 { format!(", {late} of them late") } else { String::new() };
    format!("{} of {all} services sent returns that could be used{tail}.", used.len())
}

fn quality(material: &Material<'_>, numbering: &Numbering) -> String {
    let count = |severity| material.findings.iter().filter(|f| f.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let usable = material
        .position
        .measures
        .iter()
        .filter(|position| position.this_quarter().is_some_and(|q| q.figure().is_some()))
        .count();
    let see = numbering.see(" See ", SectionKind::Returns);
    format!(
        "{} {usable} of {} measures have a figure for {}. {} and {} stand.{see}",
        returns_sentence(material),
        material.plan.measures.len(),
        material.quarter().in_text(),
        plural(errors, "error", "errors"),
        plural(warnings, "warning", "warnings"),
    )
}

fn version(material: &Material<'_>, numbering: &Numbering) -> String {
    let edition = material.edition;
    let state = match edition.state {
        super::State::Draft => "DRAFT",
        super::State::Final => "final",
    };
    let approved = edition.approved.as_ref().map_or_else(String::new, |approved| {
        let on = approved.on.map(crate::calendar::long_date);
        let on = on.map_or_else(String::new, |day| format!(" on {day}"));
        format!(", approved by the {}{on}", approved.role)
    });
    let as_at = crate::calendar::long_date(material.position.as_at);
    let see = numbering.see(" Changes: see ", SectionKind::Changes);
    let version = edition.version;
    format!("Version\u{a0}{version}, {state}{approved}. Data as at {as_at}.{see}")
}
