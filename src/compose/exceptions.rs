//! Exceptions: red and amber measures, with what is being done about them.

use super::cells::{drawn_target, target_text};
use super::key_figures::key_figures;
use super::material::Material;
use super::pack::{Block, ChartPoint, ChartTarget, Exception, Fact, LineChart};
use super::recipe::{Numbering, SectionKind};
use super::table::{Cell, Column, Content, Row, SUPPRESSED, Table, Width, mm};
use super::tally::Tally;
use super::text::Text;
use super::{axis, words};
use crate::calendar::{Quarter, long_date};
use crate::plan::{Measure, Status, TargetRule};
use crate::quantity::{Amount, Decimal};
use crate::reconcile::{MeasurePosition, Travel};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn blocks(material: &Material<'_>, numbering: &Numbering) -> Vec<Block> {
    let tally = Tally::of(material);
    let chosen = chosen(material);
    let lead = lead(&tally, chosen.len(), numbering);
    let lead = super::summary::nothing_returned(material)
        .map_or_else(|| lead.clone(), |nothing| format!("{nothing} {lead}"));
    let exceptions = chosen.into_iter().map(|(measure, position)| {
        Block::Exception(Box::new(exception(material, measure, &position)))
    });
    let exceptions: Vec<Block> = exceptions.collect();
    let note = super::measures::suppressed_note(material)
        .filter(|_| exceptions.iter().any(says_suppressed))
        .map(|note| {
            let note = format!("{note} In what a service says it stands in the place of a number.");
            Block::Note(Text::plain(note))
        });
    std::iter::once(Block::Lead(Text::plain(lead))).chain(note).chain(exceptions).collect()
}

/// Whether a number was taken out of what a service says.
fn says_suppressed(block: &Block) -> bool {
    let Block::Exception(exception) = block else { return false };
    let has = |text: &Text| text.to_string().contains(SUPPRESSED);
    let said = exception.improvement.rows.iter().flat_map(|row| match row {
        Row::Cells(cells) | Row::Total(cells) => cells.as_slice(),
        Row::Group { .. } => &[],
    });
    exception.remarks.iter().any(|fact| has(&fact.text))
        || said.into_iter().any(|cell| matches!(&cell.content, Content::Text(text) if has(text)))
}

/// Red measures, then amber ones, in the plan's order; where the pack has room for some of them
/// only, red ones before amber ones, and those that missed their targets by most.
fn chosen<'m>(material: &'m Material<'_>) -> Vec<(&'m Measure, Arc<MeasurePosition>)> {
    let order = |position: &MeasurePosition| match position.status {
        Status::Red => Some(0),
        Status::Amber => Some(1),
        Status::Blue
        | Status::Green
        | Status::ReportLater
        | Status::Contextual
        | Status::KeptBack => None,
    };
    let mut found: Vec<_> = material
        .measures()
        .enumerate()
        .filter_map(|(nth, (_, position))| {
            let order = order(&position)?;
            // What has no percent, a target of nothing, was missed by most of all.
            let missed = position.score.shortfall.as_ref();
            Some((order, missed.map(|missed| missed.percent.unwrap_or(Decimal::MAX)), nth))
        })
        .collect();
    if let Some(most) = material.recipe.exceptions_at_most {
        found.sort_by_key(|(order, percent, _)| (*order, Reverse(*percent)));
        found.truncate(most.get());
    }
    // Of hundreds of thousands no more are looked at again than are shown.
    let wanted: BTreeMap<usize, i32> =
        found.into_iter().map(|(order, _, nth)| (nth, order)).collect();
    let all = material.measures().enumerate();
    let mut chosen: Vec<_> = all.filter_map(|(nth, one)| Some((wanted.get(&nth)?, one))).collect();
    chosen.sort_by_key(|(order, _)| **order);
    chosen.into_iter().map(|(_, one)| one).collect()
}

fn lead(tally: &Tally, set_out: usize, numbering: &Numbering) -> String {
    let missed = tally.measures_at(Status::Red) + tally.measures_at(Status::Amber);
    let late = tally.actions_at(Status::Red) + tally.actions_at(Status::Amber);
    let those = words::some_of(missed, tally.all_measures(), "measure");
    let first = match missed {
        0 => none_missed(tally),
        1 => format!("{those} missed its target."),
        _ if set_out < missed => {
            let missed_by_most = match set_out {
                1 => "the one that missed it by most is set out here".to_owned(),
                _ => format!(
                    "the {} that missed it by most are set out here{}",
                    words::number(set_out),
                    in_order(tally, ", ")
                ),
            };
            let rest = numbering.see(" All are in ", SectionKind::Measures);
            format!("{those} missed their target: {missed_by_most}.{rest}")
        }
        _ => format!("{those} missed their target{}.", in_order(tally, ": ")),
    };
    let actions = tally.all_actions();
    let verb = if late == 1 { "is" } else { "are" };
    let those = words::some_of(late, actions, "action");
    let actions_in_all = words::digits(actions);
    let unknown = tally.actions_at(Status::ReportLater);
    let late = match (actions, numbering.reference(SectionKind::Actions)) {
        (0, _) => return first,
        (_, see) if late == 0 && unknown > 0 => {
            let see = see.map_or_else(String::new, |see| format!(": see {see}"));
            let known = words::digits(actions - unknown);
            if unknown == actions {
                format!("How {actions_in_all} actions stand is to be reported later{see}.")
            } else {
                format!("None of the {known} actions that were reported on is late{see}.")
            }
        }
        (_, see) => {
            let see = see.map_or_else(String::new, |see| format!(": see {see}"));
            match late {
                0 => format!("None of the {actions_in_all} actions is late{see}."),
                _ => format!("{those} {verb} late{see}."),
            }
        }
    };
    format!("{first} {late}")
}

/// `: red first, then amber`, where there are both.
fn in_order(tally: &Tally, mark: &str) -> String {
    let both = tally.measures_at(Status::Red) > 0 && tally.measures_at(Status::Amber) > 0;
    if both { format!("{mark}red first, then amber") } else { String::new() }
}

/// No target was missed, as far as that is known.
fn none_missed(tally: &Tally) -> String {
    let all = words::digits(tally.all_measures());
    let scored = words::digits(tally.scored());
    match (tally.scored(), tally.measures_at(Status::ReportLater)) {
        (0, later) if later > 0 => {
            format!("Which of {all} measures met their targets is to be reported later.")
        }
        (0, _) => format!("None of the {all} measures can be scored against a target."),
        (known, 0) if known < tally.all_measures() => {
            format!("None of the {scored} measures that could be scored missed its target.")
        }
        (_, 0) => format!("None of {all} measures missed its target."),
        (_, later) => format!(
            "None of the {scored} measures that could be scored missed its target; {} of {all} will \
             be reported later.",
            words::number(later)
        ),
    }
}

fn exception(material: &Material<'_>, measure: &Measure, position: &MeasurePosition) -> Exception {
    Exception {
        status: position.status,
        title: format!("Measure {}: {}", measure.number, measure.text),
        figures: key_figures(material, measure, position),
        chart: chart(measure, position),
        remarks: remarks(measure, position),
        improvement: improvement(measure, position),
    }
}

fn chart(measure: &Measure, position: &MeasurePosition) -> Option<LineChart> {
    let known: Vec<(Quarter, Amount)> = position
        .trend
        .iter()
        .filter_map(|(quarter, amount)| Some((*quarter, (*amount)?)))
        .collect();
    let ((from, first), (to, last)) = (known.first()?, known.last()?);
    if known.len() < 2 {
        return None;
    }
    let now = position.trend.last()?.0;
    let target = drawn_target(&measure.target, now).map(|amount| {
        let words = match &measure.target.rule {
            TargetRule::AtMost(_) => "or less",
            TargetRule::AtLeast(_) if measure.target.profile.is_some() => "a quarter",
            TargetRule::AtLeast(_)
            | TargetRule::IncreaseEachQuarter { .. }
            | TargetRule::ToBeConfirmed
            | TargetRule::None => "or more",
        };
        ChartTarget { value: amount.number(), shown: amount.as_target(), words: words.into() }
    });
    let values = known.iter().map(|(_, amount)| amount.number());
    let ends = axis::ends(values.chain(target.iter().map(|target| target.value)));
    let hundred = matches!(first, Amount::Percent(_) | Amount::Ratio(_));
    // Nothing is more than all of it.
    let top = if hundred { ends.1.min(Decimal::ONE_HUNDRED) } else { ends.1 };
    let ends = (ends.0, top);
    let label = |number| first.with_number(number).as_target();
    let judged = position.since_last_quarter.word().to_lowercase();
    let alt = format!(
        "Line chart: {}, by quarter. From {} in {from} to {} in {to}; target {}; {judged} than the \
         quarter before, {}.",
        measure.short,
        first.as_figure(),
        last.as_figure(),
        target_text(&measure.target),
        match position.score.shortfall.as_ref() {
            Some(shortfall) if shortfall.above => "above the target",
            Some(_) => "below the target",
            None => "at or beyond the target",
        }
    );
    let points = position
        .trend
        .iter()
        .map(|(quarter, amount)| ChartPoint {
            quarter: *quarter,
            value: amount.map(|amount| (amount.number(), amount.as_figure())),
        })
        .collect();
    let axis = [(ends.0, label(ends.0)), (ends.1, label(ends.1))];
    Some(LineChart { alt, points, target, axis })
}

/// "**Better** than Quarter 1 (67.1%) and **better** than Quarter 2 last year (61.8%)."
fn direction(measure: &Measure, position: &MeasurePosition) -> Text {
    let since = |travel: &Travel, last_year: bool| {
        travel.movement().map(|movement| {
            let quarter = movement.since.in_text();
            let then = if last_year { format!("{quarter} last year") } else { quarter };
            words::than(movement, &then)
        })
    };
    let (quarter, year) =
        (since(&position.since_last_quarter, false), since(&position.since_last_year, true));
    let sentence = match (quarter, year) {
        (Some(first), Some(second)) => {
            let second = second
                .replacen("**B", "**b", 1)
                .replacen("**W", "**w", 1)
                .replacen("**N", "**n", 1);
            format!("{first} and {second}.")
        }
        (Some(only), None) if position.since_last_year == Travel::Suppressed => {
            format!("{only}. The figure of a year ago is suppressed.")
        }
        (Some(only), None) => format!("{only}. There is no figure of a year ago to compare with."),
        (None, Some(only)) if position.since_last_quarter == Travel::Suppressed => {
            format!("{only}. The figure of last quarter is suppressed.")
        }
        (None, Some(only)) => {
            format!("{only}. There is no figure of last quarter to compare with.")
        }
        (None, None) if position.since_last_quarter == Travel::Suppressed => {
            "[c]: a comparison would give a suppressed figure away.".into()
        }
        (None, None) => "There is no earlier figure to compare with.".into(),
    };
    let lower = if measure.direction.is_lower() { " Lower is better." } else { "" };
    Text::marked(&format!("{sentence}{lower}"))
}

fn remarks(measure: &Measure, position: &MeasurePosition) -> Vec<Fact> {
    let mut facts =
        vec![Fact { heading: "Direction of travel".into(), text: direction(measure, position) }];
    let said = position.commentary.as_ref();
    let comment = said.and_then(|said| said.comment.clone());
    facts.push(Fact {
        heading: "Service’s comment".into(),
        text: Text::plain(comment.unwrap_or_else(|| "No comment was returned.".into())),
    });
    if let Some(change) = &position.changed {
        facts.push(Fact {
            heading: "Status".into(),
            text: Text::plain(format!(
                "Calculated as {}; changed to {} by the {}. {}",
                position.score.status.word(),
                change.status.word(),
                change.approver.as_deref().unwrap_or_default(),
                change.reason.as_deref().unwrap_or_default()
            )),
        });
    }
    facts
}

/// The improvement actions that the section sets out, as a recommendation names them: `the
/// improvement actions`, `the improvement actions for two of them`; nothing where there is none.
pub(super) fn improvement_actions(material: &Material<'_>) -> String {
    let has = |position: &MeasurePosition| {
        position.commentary.as_ref().is_some_and(|said| said.action.is_some())
    };
    let given = chosen(material).iter().filter(|(_, position)| has(position)).count();
    let tally = Tally::of(material);
    let missed = tally.measures_at(Status::Red) + tally.measures_at(Status::Amber);
    let actions = words::noun(given, "improvement action");
    match given {
        0 => String::new(),
        all if all == missed => format!("the {actions}"),
        some => format!("the {actions} for {} of them", words::number(some)),
    }
}

fn improvement(measure: &Measure, position: &MeasurePosition) -> Table {
    let said = position.commentary.as_ref();
    let given = said.is_some_and(|said| said.action.is_some());
    let gap = |words: &str| if given { Cell::missing(words) } else { Cell::empty() };
    let or_missing = |text: Option<&String>, words: &str| {
        text.map_or_else(|| gap(words), |text| Cell::text(text.as_str()))
    };
    let action = said.and_then(|said| said.action.as_ref()).map_or_else(
        || Cell::missing("No improvement action was returned."),
        |action| Cell::text(action.as_str()),
    );
    let by = said.and_then(|said| said.by).map_or_else(
        || gap("no date set"),
        |day| {
            let shown = long_date(day);
            Cell { content: super::Content::Date { value: day, shown }, ..Cell::default() }
        },
    );
    Table {
        id: format!("improvement-{}", measure.id.as_str().to_lowercase()),
        title: format!("Improvement action for measure {}", measure.number),
        group_head: None,
        columns: vec![
            Column::text("Improvement action", Width::Fitted).naming_rows(),
            Column::text("Owner", mm(50.0)),
            Column::text("By", mm(34.0)),
        ],
        rows: vec![Row::Cells(vec![
            action,
            or_missing(said.and_then(|said| said.owner.as_ref()), "not returned"),
            by,
        ])],
        notes: Vec::new(),
        footnote: None,
        dense: false,
    }
}
