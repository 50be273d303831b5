//! The sheets Virements and Capital, in thousands of pounds.

use super::budget::{apart, in_thousands, large};
use super::input::InputKind;
use super::meta;
use super::sheet::{Block, Cell, Column, Lead, Row, Sheet, SheetKey, Show};
use super::whole::Parts;
use crate::form::context::Thresholds;
use crate::form::expression::Expression;
use crate::form::slot::{ProjectPart, Slot, VirementPart};
use crate::plan::{Project, ProjectId};

/// Rows for virements.
const VIREMENTS: u16 = 8;

pub(super) fn virements(parts: &Parts<'_>) -> Sheet {
    let lead = Lead::pair(
        parts.title(SheetKey::Virements),
        "All amounts in thousands of pounds (£000), above zero. Enter each virement that touches \
         one of your lines; the other end may lie with another service.",
    );
    let columns = vec![
        Column::left("ref", "Reference", 16),
        Column::right("on", "Approved on", 14),
        Column::left("by", "Approved by (role)", 24),
        Column::left("from", "From", 32),
        Column::left("to", "To", 32),
        Column::right("amount", "Amount £000", 12),
        Column::left("purpose", "What for", 40),
    ];
    let mut block = Block::new("virements", columns);
    let listed = meta::lists_lines(parts.plan);
    block.rows = (0..VIREMENTS).map(|index| virement(index, listed)).collect();
    Sheet::new(SheetKey::Virements, lead, vec![block])
}

fn virement(index: u16, listed: bool) -> Row {
    let slot = |part| Slot::Virement(index, part);
    let line = |part, title: &str| {
        if !listed {
            return Cell::words(slot(part), title, "The budget line, as the plan writes it.");
        }
        Cell::input(
            slot(part),
            InputKind::WordOf(meta::line_names()),
            title,
            "Choose the budget line from the list, as the plan writes it.",
        )
    };
    let cells = vec![
        Cell::words(
            slot(VirementPart::Reference),
            "Reference",
            "The virement's reference, the same at both ends, such as V23-07.",
        ),
        Cell::date(slot(VirementPart::ApprovedOn), "Approved on", "Such as 12/09/2023."),
        Cell::role(slot(VirementPart::Approver), "Approved by"),
        line(VirementPart::From, "From"),
        line(VirementPart::To, "To"),
        Cell::thousands(
            slot(VirementPart::Amount),
            "Amount",
            "In thousands of pounds, above zero, such as 120 for £120,000.",
        ),
        Cell::words(
            slot(VirementPart::Purpose),
            "What for",
            "Such as: Fostering fees, approved in August.",
        ),
    ];
    Row::new(format!("virement/{}", index + 1), cells)
}

pub(super) fn capital(parts: &Parts<'_>) -> Sheet {
    let lead = Lead::pair(
        parts.title(SheetKey::Capital),
        "All amounts in thousands of pounds (£000). Slippage is the current programme less the \
         forecast.",
    );
    let columns = vec![
        Column::left("project", "Project", 38),
        Column::right("programme", "Programme £000", 12),
        Column::right("changes", "Approved changes £000", 12),
        Column::right("current", "Current programme £000", 12),
        Column::right("last-spend", "Last quarter: spend £000", 12),
        Column::right("spend", "Spend to date £000", 12),
        Column::right("last-forecast", "Last quarter: forecast £000", 12),
        Column::right("forecast", "Forecast for the year £000", 12),
        Column::right("slippage", "Slippage £000", 14),
        Column::left("explanation", "Explanation", 36),
        Column::left("check", "Check", 28),
    ];
    let projects = parts.plan.projects_of(parts.service);
    let rows = projects.map(|project| project_row(parts, project)).collect();
    let block = Block::new("projects", columns).rows(rows, &parts.none("capital project"));
    Sheet::new(SheetKey::Capital, lead, vec![block]).freeze(1)
}

fn project_row(parts: &Parts<'_>, project: &Project) -> Row {
    let id = &project.id;
    let slot = |part| Slot::Project(id.clone(), part);
    let last = parts.context.last(parts.quarter).and_then(|last| last.projects.get(id)).copied();
    let last = last.unwrap_or_default();
    let at = |column| Expression::Cell(SheetKey::Capital, id.to_string(), column);
    let changes = Expression::Input(slot(ProjectPart::Changes)).or_nothing();
    let current = Expression::sum(vec![at("programme"), changes]);
    let forecast = Expression::Input(slot(ProjectPart::Forecast));
    let cells = vec![
        Cell::text(&*project.text),
        Cell::number(in_thousands(project.budget.value.unwrap_or_default()), Show::Thousands),
        Cell::thousands(
            slot(ProjectPart::Changes),
            "Approved changes",
            "Approved changes to the programme, such as 50 for £50,000 in, -50 for out. Leave it \
             empty where there is none.",
        ),
        Cell::Worked(current, Show::Thousands),
        Cell::earlier(last.actual, Show::Thousands),
        Cell::thousands(
            slot(ProjectPart::SpendToDate),
            "Spend to date",
            "The spend up to the period's end on the Cover, such as 310.",
        ),
        Cell::earlier(last.forecast, Show::Thousands),
        Cell::thousands(
            slot(ProjectPart::Forecast),
            "Forecast for the year",
            "The spend forecast for the whole year, such as 480.",
        ),
        Cell::Worked(apart(at("current"), forecast), Show::Text),
        Cell::words(
            slot(ProjectPart::Explanation),
            "Explanation",
            "Why it slips or runs over, such as: The contractor starts in November.",
        ),
        Cell::Worked(project_check(id, &parts.context.thresholds), Show::Check),
    ];
    Row::new(id.to_string(), cells)
}

fn project_check(id: &ProjectId, limits: &Thresholds) -> Expression {
    let typed = |part| Expression::Input(Slot::Project(id.clone(), part));
    let say = Expression::text;
    let current = Expression::Cell(SheetKey::Capital, id.to_string(), "current");
    let needs = [typed(ProjectPart::SpendToDate), typed(ProjectPart::Forecast)];
    let numbers = needs.iter().map(|one| one.clone().is_number()).collect();
    let empty = needs.iter().map(|one| one.clone().is_empty()).collect();
    let explained = Expression::when(
        typed(ProjectPart::Explanation).is_filled(),
        say("OK: explanation given"),
        say("Explanation needed"),
    );
    let past = large(&current, &typed(ProjectPart::Forecast), current.clone(), limits);
    Expression::when(
        Expression::all(numbers),
        Expression::when(past, explained, say("OK")),
        Expression::when(
            Expression::any(empty),
            say("To do: enter spend and forecast"),
            say("Mend: type digits only, such as 310"),
        ),
    )
}
