//! Top risks with their direction and mitigation; demand statistics recomputed.

use super::material::Material;
use super::notes::Notes;
use super::pack::Block;
use super::table::{Cell, Column, Made, NumberFormat, Row, Table, Width, mm};
use super::text::Text;
use super::{unusable, words};
use crate::plan::Statistic;
use crate::quantity::{Decimal, fixed, trimmed};
use crate::validate::{RiskReturn, StatisticReturn};

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Lead(Text::plain(lead(material)))];
    blocks.push(Block::Subheading("Top risks".into()));
    blocks.push(Block::Table(risks(material)));
    blocks.push(Block::Subheading("Demand".into()));
    blocks.push(Block::Note(Text::plain(demand_sentence(material))));
    blocks.push(Block::Table(statistics(material)));
    blocks
}

fn returned_risk<'a>(material: &'a Material<'_>, nth: usize) -> Option<&'a RiskReturn> {
    let risk = material.plan.risks.get(nth)?;
    material.context.iter().find_map(|returned| returned.beside.risks.get(&risk.id))
}

fn lead(material: &Material<'_>) -> String {
    let all = material.plan.risks.len();
    let known: Vec<_> =
        (0..all).filter_map(|nth| returned_risk(material, nth)?.direction).collect();
    let rising = known.iter().filter(|known| **known == crate::form::RiskDirection::Rising).count();
    let (number, of) = (|n| words::capital(&words::number(n)), words::number(all));
    let missing = all - known.len();
    if missing == all {
        return format!("No service said how the {of} top risks stand.");
    }
    let verb = if rising > 1 { "are" } else { "is" };
    let first = format!("{} of the {of} top risks {verb} rising.", number(rising));
    match missing {
        0 => first,
        1 => format!("{first} One was not reported on."),
        more => format!("{first} {} were not reported on.", number(more)),
    }
}

/// `Of 6 statistics, 3 are up on the like period a year before, 1 is down and 1 is unchanged; 1
/// can't be compared.`
fn demand_sentence(material: &Material<'_>) -> String {
    let changes: Vec<Option<Decimal>> = material
        .plan
        .statistics
        .iter()
        .map(|one| {
            let returned =
                material.context.iter().find_map(|r| r.beside.statistics.get(&one.id))?;
            percent_change(returned.year_before?, returned.latest?)
        })
        .collect();
    let count = |wanted: &dyn Fn(&Option<Decimal>) -> bool| {
        changes.iter().filter(|change| wanted(change)).count()
    };
    let up = count(&|change| change.is_some_and(|c| c > Decimal::ZERO));
    let down = count(&|change| change.is_some_and(|c| c < Decimal::ZERO));
    let same = count(&|change| change.is_some_and(|c| c.is_zero()));
    let none = count(&Option::is_none);
    let said: Vec<String> = [(up, "up"), (down, "down"), (same, "unchanged")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {} {word}", words::are(count)))
        .collect();
    let all = changes.len();
    if said.is_empty() {
        return format!("None of {all} statistics can be compared with a year before.");
    }
    let rest = if none > 0 { format!("; {none} can’t be compared") } else { String::new() };
    format!(
        "Of {all} statistics, {} against the like period a year before{rest}.",
        words::list(&said)
    )
}

fn risks(material: &Material<'_>) -> Table {
    let rows = (0..material.plan.risks.len())
        .filter_map(|nth| {
            let risk = material.plan.risks.get(nth)?;
            let returned = returned_risk(material, nth);
            let direction = returned.and_then(|r| r.direction).map_or_else(
                || Cell::missing(unusable::NOT_RETURNED),
                |direction| Cell::text(Text::bold(direction.word())),
            );
            let mitigation = returned.and_then(|r| r.mitigation.clone());
            let mut row = vec![
                Cell::text(risk.text.as_str()),
                direction,
                mitigation.map_or_else(|| Cell::missing(unusable::NOT_RETURNED), Cell::text),
            ];
            unusable::tell(material, &mut row, &unusable::of_risk(&risk.id));
            Some(Row::Cells(row))
        })
        .collect();
    Table {
        id: "top-risks".into(),
        title: "Top risks".into(),
        group_head: None,
        columns: vec![
            Column::text("Top risk, as the plan prints it", mm(66.0)).naming_rows(),
            Column::text("Direction", mm(24.0)),
            Column::text("What is being done", Width::Fitted),
        ],
        rows,
        notes: Vec::new(),
        footnote: None,
        dense: false,
    }
}

fn statistics(material: &Material<'_>) -> Table {
    let mut notes = Notes::default();
    let rows = material
        .plan
        .statistics
        .iter()
        .map(|one| {
            let returned = material
                .context
                .iter()
                .find_map(|returned| returned.beside.statistics.get(&one.id));
            let comment = returned.and_then(|returned| returned.comment.as_deref());
            let comment = comment.map(|comment| format!("{}: {comment}", one.short));
            let mut row = row(one, returned);
            let unusable = unusable::tell_statistic(material, one, &mut row);
            let said: Vec<String> = comment.into_iter().chain(unusable).collect();
            if let Some(name) = row.first_mut().filter(|_| !said.is_empty()) {
                name.notes = notes.of(&said);
            }
            Row::Cells(row)
        })
        .collect();
    Table {
        id: "demand".into(),
        title: "Demand statistics".into(),
        group_head: None,
        columns: vec![
            Column::text("What is counted", Width::Fitted).naming_rows().second("The plan says"),
            Column::text("Its change, worked out", mm(38.0)),
            Column::number("Latest", mm(22.0)).second("Period"),
            Column::number("Year before", mm(13.0)),
            Column::number("Change, %", mm(18.0)).made(Made::Change(2, 3)),
        ],
        rows,
        notes: notes.list(),
        footnote: Some(Text::plain(format!(
            "The plan’s sentences stand as printed. The latest value is compared with the like \
             period a year before, so that seasons do not mislead.{}",
            units(&material.plan.statistics)
        ))),
        dense: false,
    }
}

/// ` Counted in: Population, people; Average weekly package of care, hours a week for each user.`
fn units(statistics: &[Statistic]) -> String {
    let of = |one: &Statistic| {
        let unit = one.unit.as_ref()?;
        // A name that ends in its unit says it already.
        let says = one.short.to_lowercase().ends_with(&unit.to_lowercase());
        (!says).then(|| format!("{}, {unit}", one.short))
    };
    let known: Vec<String> = statistics.iter().filter_map(of).collect();
    if known.is_empty() { String::new() } else { format!(" Counted in: {}.", known.join("; ")) }
}

fn row(one: &Statistic, returned: Option<&StatisticReturn>) -> Vec<Cell> {
    let number = |value: Option<Decimal>| {
        value.map_or_else(
            || Cell::missing(unusable::NOT_RETURNED),
            |n| Cell::number(n, NumberFormat::Decimals(decimals(n)), trimmed(n, 1)),
        )
    };
    let latest = returned.and_then(|r| r.latest);
    let before = returned.and_then(|r| r.year_before);
    let mut latest_cell = number(latest);
    if let Some(period) = returned.and_then(|r| r.period.clone()) {
        latest_cell = latest_cell.second(period);
    }
    let change = latest.zip(before).and_then(|(is, was)| percent_change(was, is));
    vec![
        Cell::text(Text::bold(one.short.as_str())).second(one.text.as_str()),
        Cell::text(worked_out(one)),
        latest_cell,
        number(before),
        change.map_or_else(
            || Cell::missing("no comparison"),
            |change| {
                let word = match change.cmp(&Decimal::ZERO) {
                    std::cmp::Ordering::Greater => "up",
                    std::cmp::Ordering::Less => "down",
                    std::cmp::Ordering::Equal => "",
                };
                let shown = fixed(change.abs(), 1);
                Cell::worded(change, NumberFormat::UpDown, shown, word)
            },
        ),
    ]
}

fn decimals(number: Decimal) -> u8 {
    u8::from(!number.fract().is_zero())
}

fn percent_change(was: Decimal, is: Decimal) -> Option<Decimal> {
    ((is - was) * Decimal::ONE_HUNDRED).checked_div(was)
}

/// `288 to 441 is 53.1%; the plan says 35%.`
fn worked_out(one: &Statistic) -> String {
    let stated = one.change_printed.map(|change| format!("the plan says {}%", trimmed(change, 1)));
    let (Some((from, _)), Some((to, _))) = (&one.from, &one.to) else {
        let stated = stated.map_or_else(String::new, |stated| format!("{stated}; "));
        return words::capital(&format!("{stated}no base is given, so it can’t be worked out."));
    };
    let Some(change) = percent_change(*from, *to) else { return String::new() };
    let way = if change.is_sign_negative() { "down" } else { "up" };
    let worked = format!(
        "{} to {} is {way} {}%",
        trimmed(*from, 1),
        trimmed(*to, 1),
        fixed(change.abs(), 1)
    );
    let like = if one.like_for_like { "" } else { " The two periods are not alike." };
    match stated {
        Some(stated) => format!("{worked}; {stated}.{like}"),
        None => format!("{worked}.{like}"),
    }
}
