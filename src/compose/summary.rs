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
use crate::plan::Status;
use crate::quantity::{Decimal, fixed, plural};

/// What the page has room for beside headings, bars and heads of tables, and what each thing on it
/// takes, in tenths of a point. So much that it need not be exact: a page that is not full is none
/// the worse.
const PAGE: usize = 4_750;
const LEAD_LINE: usize = 200;
pub(super) const ROW: usize = 165;
pub(super) const SMALL_LINE: usize = 113;

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
    blocks.extend(super::moved::blocks(material, numbering, PAGE.saturating_sub(taken)));
    blocks.extend(last.into_iter().map(Block::Note));
    blocks
}

/// How many lines a text takes in small type over the page's width, at the most.
pub(super) fn small_lines(text: &str) -> usize {
    text.chars().count().div_ceil(100)
}

/// Nothing where there is nothing to count.
fn bar(counts: &[(Status, usize)], noun: &str) -> Option<Block> {
    let parts: Vec<(Status, usize)> = counts.iter().copied().filter(|(_, n)| *n > 0).collect();
    let all: usize = parts.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return None;
    }
    let title = format!("{} {}", words::digits(all), words::noun(all, noun));
    let said = parts.iter().map(|(status, count)| StatusBar::label(*status, *count));
    let said: Vec<String> = said.map(|label| label.replace('\u{a0}', " ")).collect();
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
    let tail = match late {
        0 => String::new(),
        late => format!(", {} of them late", words::digits(late)),
    };
    let (used, all) = (words::digits(used.len()), words::digits(all));
    format!("{used} of {all} services sent returns that could be used{tail}.")
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
        "{} {} of {} measures have a figure for {}. {} and {} stand.{see}",
        returns_sentence(material),
        words::digits(usable),
        words::digits(material.plan.measures.len()),
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
