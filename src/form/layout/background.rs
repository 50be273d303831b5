//! The sheet Context: top risks and demand statistics that the service reports.

use super::input::InputKind;
use super::sheet::{Block, Cell, Column, Lead, Row, Sheet, SheetKey, Show};
use super::whole::Parts;
use crate::form::slot::{RiskPart, Slot, StatisticPart};
use crate::form::words::RiskDirection;
use crate::plan::{Risk, Statistic};
use crate::quantity::trimmed;

pub(super) fn sheet(parts: &Parts<'_>) -> Sheet {
    let lead = Lead::pair(
        parts.title(SheetKey::Context),
        "Which way each top risk moves and what is done about it; the latest demand statistics.",
    );
    Sheet::new(SheetKey::Context, lead, vec![risks(parts), statistics(parts)]).freeze(1)
}

fn risks(parts: &Parts<'_>) -> Block {
    let columns = vec![
        Column::left("risk", "Top risk", 44),
        Column::left("last", "Last quarter", 18),
        Column::left("direction", "Which way it moves", 18),
        Column::left("mitigation", "What is done about it", 30),
    ];
    let risks = parts.plan.risks.iter().filter(|risk| risk.service == *parts.service);
    let rows = risks.map(|risk| risk_row(parts, risk)).collect();
    Block::new("risks", columns).rows(rows, &parts.none("top risk"))
}

fn risk_row(parts: &Parts<'_>, risk: &Risk) -> Row {
    let last = parts.context.last(parts.quarter).and_then(|last| last.risks.get(&risk.id));
    let cells = vec![
        Cell::text(&*risk.text),
        Cell::earlier_text(last.map_or("", |direction| direction.word())),
        Cell::input(
            Slot::Risk(risk.id.clone(), RiskPart::Direction),
            InputKind::Word(RiskDirection::ALL.iter().map(|one| one.word()).collect()),
            "Which way it moves",
            "Choose whether the risk is rising, steady or falling since last quarter.",
        ),
        Cell::words(
            Slot::Risk(risk.id.clone(), RiskPart::Mitigation),
            "What is done about it",
            "In a sentence, such as: A recruitment campaign began in August.",
        ),
    ];
    Row::new(format!("risk/{}", risk.id), cells)
}

fn statistics(parts: &Parts<'_>) -> Block {
    let columns = vec![
        Column::left("statistic", "Demand statistic", 44),
        Column::left("plan", "In the plan", 18),
        Column::right("last", "Last quarter", 18),
        Column::left("period", "Period of the latest value", 30),
        Column::right("latest", "Latest value", 16),
        Column::right("before", "A year before", 16),
        Column::left("comment", "Comment", 40),
    ];
    let owned = parts.plan.statistics.iter().filter(|one| one.service == *parts.service);
    let rows = owned.map(|statistic| statistic_row(parts, statistic)).collect();
    Block::new("statistics", columns)
        .titled("Demand statistics")
        .rows(rows, &parts.none("demand statistic"))
}

fn statistic_row(parts: &Parts<'_>, statistic: &Statistic) -> Row {
    let last = parts.context.last(parts.quarter);
    let last = last.and_then(|last| last.statistics.get(&statistic.id)).copied();
    let slot = |part| Slot::Statistic(statistic.id.clone(), part);
    let planned = statistic
        .to
        .as_ref()
        .map_or_else(String::new, |(value, when)| format!("{} ({when})", trimmed(*value, 2)));
    let number = |part, title: &str, message: &str| {
        Cell::input(slot(part), InputKind::Number, title, message)
    };
    let cells = vec![
        Cell::text(&*statistic.short),
        Cell::text(planned),
        Cell::earlier(last, Show::Decimal),
        Cell::words(
            slot(StatisticPart::Period),
            "Period",
            "The period that the latest value is for, such as July to September 2023.",
        ),
        number(StatisticPart::Latest, "Latest value", "The latest value, such as 441."),
        number(
            StatisticPart::YearBefore,
            "A year before",
            "The value of the like period a year before, such as 398.",
        ),
        Cell::words(slot(StatisticPart::Comment), "Comment", "A remark, where one is needed."),
    ];
    Row::new(format!("statistic/{}", statistic.id), cells)
}
