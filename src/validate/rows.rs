//! The other sheets: restatements, actions, money, people, context.

use super::cells::{Cells, Read};
use super::returned::{
    BudgetReturn, PeopleReturn, ProjectReturn, ReportReturn, Restatement, RiskReturn,
    StatisticReturn, StepReturn, Virement,
};
use super::values::Asked;
use crate::calendar::Quarter;
use crate::finding::{Code, Place, Severity};
use crate::form::{
    BudgetPart, PeoplePart, ProjectPart, ReportPart, RestatementPart, RiskDirection, RiskPart,
    Slot, StatisticPart, StepPart, StepState, Subjective, SubjectivePart, VirementPart,
};
use crate::plan::{
    BudgetLine, LineId, Plan, ProjectId, RiskId, ServiceId, StatisticId, Step, StepId,
};
use crate::quantity::{Decimal, Money};
use std::collections::BTreeMap;

/// Free rows of a sheet that are looked at; the form offers fewer.
const FREE_ROWS: u16 = 64;

pub(super) fn restatements(
    cells: &mut Cells<'_>,
    plan: &Plan,
    service: &ServiceId,
    now: Quarter,
) -> Vec<Restatement> {
    let mut all = Vec::new();
    for row in 0..FREE_ROWS {
        let slot = |part| Slot::Restatement(row, part);
        let Some(reference) = cells.text(&slot(RestatementPart::Reference)) else { continue };
        let quarter = cells.text(&slot(RestatementPart::Quarter)).unwrap_or_default();
        let found = plan.measures_of(service).find_map(|measure| {
            let figure = (0..measure.figures.len()).find(|nth| {
                measure.figure_reference(*nth).eq_ignore_ascii_case(reference.trim())
            })?;
            Some((measure.id.clone(), measure.figures.get(figure)?.id.clone()))
        });
        let number: Option<u8> = quarter.trim().trim_start_matches(['Q', 'q']).trim().parse().ok();
        let earlier = number.and_then(|n| now.year().quarter(n)).filter(|q| *q < now);
        let old = amount(cells, &slot(RestatementPart::Old), "The figure as first returned");
        let new = amount(cells, &slot(RestatementPart::New), "The restated figure");
        let reason = cells.text(&slot(RestatementPart::Reason));
        let place = cells.place(&slot(RestatementPart::New));
        let (Some((measure, figure)), Some(quarter), Some(new)) = (found, earlier, new) else {
            unclear_restatement(cells, &slot(RestatementPart::Reference), &reference);
            continue;
        };
        all.push(Restatement { measure, figure, quarter, old, new, reason, place });
    }
    all
}

fn unclear_restatement(cells: &mut Cells<'_>, slot: &Slot, reference: &str) {
    if let Some(cell) = cells.cell(slot) {
        let message = format!("the restatement of “{reference}” is incomplete");
        let finding = cells.find(Code::M09, cell, message);
        finding.severity = Severity::Error;
        finding.remedy = "Give the reference as on the Measures sheet, such as 13a; an earlier \
                          quarter of this year, such as Q1; and the new figure."
            .into();
    }
}

type Steps = BTreeMap<StepId, StepReturn>;
type Reports = BTreeMap<(StepId, u16), ReportReturn>;

pub(super) fn actions(cells: &mut Cells<'_>, plan: &Plan, service: &ServiceId) -> (Steps, Reports) {
    let (mut steps, mut reports) = (BTreeMap::new(), BTreeMap::new());
    for action in plan.actions_of(service) {
        for step in &action.steps {
            let before = cells.findings.len();
            steps.insert(step.id.clone(), step_return(cells, step));
            for nth in (0u16..).take(step.reports.len()) {
                let slot = |part| Slot::Report(step.id.clone(), nth, part);
                let report = ReportReturn {
                    made_on: cells.day(&slot(ReportPart::MadeOn), "The date of the meeting"),
                    reference: cells.text(&slot(ReportPart::Reference)),
                    expected_on: cells.day(&slot(ReportPart::ExpectedOn), "The expected date"),
                    place: cells.place(&slot(ReportPart::MadeOn)),
                };
                reports.insert((step.id.clone(), nth), report);
            }
            for finding in cells.findings.iter_mut().skip(before) {
                finding.about.get_or_insert_with(|| format!("Action {}", action.number));
            }
        }
    }
    (steps, reports)
}

fn step_return(cells: &mut Cells<'_>, step: &Step) -> StepReturn {
    let slot = |part| Slot::Step(step.id.clone(), part);
    let word = cells.text(&slot(StepPart::State));
    let state = word.as_deref().and_then(StepState::called);
    if let (Some(word), None, Some(cell)) = (&word, state, cells.cell(&slot(StepPart::State))) {
        let finding = cells.find(Code::A01, cell, format!("“{word}” is no status from the list"));
        finding.remedy = "Choose a status from the list in that cell.".into();
    }
    StepReturn {
        state,
        percent: percent(cells, &slot(StepPart::Percent)),
        completed_on: cells.day(&slot(StepPart::CompletedOn), "The completion date"),
        evidence: cells.text(&slot(StepPart::Evidence)),
        new_due: cells.day(&slot(StepPart::NewDue), "The new date"),
        new_due_reason: cells.text(&slot(StepPart::NewDueReason)),
        new_due_approver: cells.text(&slot(StepPart::NewDueApprover)),
        comment: cells.text(&slot(StepPart::Comment)),
        owner: cells.text(&slot(StepPart::Owner)),
        place: cells.place(&slot(StepPart::State)),
    }
}

/// 0 to 100; a cell shown as a percentage counts a whole as 1.
fn percent(cells: &mut Cells<'_>, slot: &Slot) -> Option<Decimal> {
    let shown_as_percent = cells.cell(slot).is_some_and(|cell| {
        matches!(cell.value, crate::intake::RawValue::Number { percent: true, .. })
    });
    match cells.number(slot, "How far it is", Asked::Number, true) {
        Read::Number(number) if shown_as_percent => Some(number * Decimal::ONE_HUNDRED),
        Read::Number(number) if number > Decimal::ZERO && number < Decimal::ONE => {
            two_scales(cells, slot, number);
            None
        }
        Read::Number(number) => Some(number),
        Read::Reason(_) | Read::Empty | Read::Unusable(_) => None,
    }
}

/// 0.5 where 0 to 100 is asked for.
fn two_scales(cells: &mut Cells<'_>, slot: &Slot, number: Decimal) {
    let Some(cell) = cells.cell(slot) else { return };
    let hundred = (number * Decimal::ONE_HUNDRED).normalize();
    let number = number.normalize();
    let finding = cells.find(Code::M04, cell, "how far it is could be two things".into());
    finding.read =
        Some(format!("read {number}, which could be {hundred}% or {number}%; it is not used"));
    finding.remedy = format!("Type {hundred} for {hundred}%: how far it is, from 0 to 100.").into();
}

fn amount(cells: &mut Cells<'_>, slot: &Slot, what: &str) -> Option<Decimal> {
    asked_for(cells, slot, what, Asked::Number)
}

fn asked_for(cells: &mut Cells<'_>, slot: &Slot, what: &str, asked: Asked) -> Option<Decimal> {
    match cells.number(slot, what, asked, false) {
        Read::Number(number) => Some(number),
        Read::Reason(_) | Read::Empty | Read::Unusable(_) => None,
    }
}

fn thousands(cells: &mut Cells<'_>, slot: &Slot, what: &str) -> Option<Money> {
    asked_for(cells, slot, what, Asked::Thousands)
        .map(|number| Money::pounds(number * Decimal::ONE_THOUSAND))
}

pub(super) fn budget(
    cells: &mut Cells<'_>,
    plan: &Plan,
    service: &ServiceId,
) -> BTreeMap<LineId, BudgetReturn> {
    let mut all = BTreeMap::new();
    for line in plan.lines_of(service) {
        let before = cells.findings.len();
        all.insert(line.id.clone(), budget_line(cells, line));
        for finding in cells.findings.iter_mut().skip(before) {
            finding.about.get_or_insert_with(|| line.text.clone());
        }
    }
    all
}

fn budget_line(cells: &mut Cells<'_>, line: &BudgetLine) -> BudgetReturn {
    let slot = |part| Slot::Budget(line.id.clone(), part);
    let mut subjective = BTreeMap::new();
    for one in Subjective::ALL {
        let at = |part| Slot::Subjective(line.id.clone(), *one, part);
        let word = one.word();
        let amounts = [
            thousands(cells, &at(SubjectivePart::Forecast), word),
            thousands(cells, &at(SubjectivePart::BudgetToDate), word),
            thousands(cells, &at(SubjectivePart::ActualToDate), word),
        ];
        if amounts.iter().any(Option::is_some) {
            subjective.insert(*one, amounts);
        }
    }
    let returned = BudgetReturn {
        other_changes: thousands(cells, &slot(BudgetPart::OtherChanges), "Other approved changes"),
        forecast: thousands(cells, &slot(BudgetPart::Forecast), "The forecast"),
        budget_to_date: thousands(cells, &slot(BudgetPart::BudgetToDate), "The budget to date"),
        actual_to_date: thousands(cells, &slot(BudgetPart::ActualToDate), "The actual to date"),
        explanation: cells.text(&slot(BudgetPart::Explanation)),
        subjective,
        place: cells.place(&slot(BudgetPart::Forecast)),
        actual_place: cells.place(&slot(BudgetPart::ActualToDate)),
    };
    let needed = [
        (BudgetPart::Forecast, returned.forecast, "the forecast for the year"),
        (BudgetPart::BudgetToDate, returned.budget_to_date, "the budget to date"),
        (BudgetPart::ActualToDate, returned.actual_to_date, "the actual to date"),
    ];
    for (part, value, what) in needed {
        let empty = matches!(
            cells.cell(&slot(part)).map(|cell| &cell.value),
            Some(crate::intake::RawValue::Empty)
        );
        if let (None, true, Some(cell)) = (value, empty, cells.cell(&slot(part))) {
            let finding = cells.find(Code::C04, cell, format!("{what} is empty"));
            finding.remedy =
                "Type the amount in thousands of pounds; 0 where there is none.".into();
        }
    }
    returned
}

pub(super) fn virements(cells: &mut Cells<'_>, plan: &Plan) -> Vec<Virement> {
    let mut all = Vec::new();
    for row in 0..FREE_ROWS {
        let slot = |part| Slot::Virement(row, part);
        let amount = thousands(cells, &slot(VirementPart::Amount), "The virement");
        let from = cells.text(&slot(VirementPart::From));
        let to = cells.text(&slot(VirementPart::To));
        let reference = cells.text(&slot(VirementPart::Reference));
        if amount.is_none() && from.is_none() && to.is_none() && reference.is_none() {
            continue;
        }
        let line = |name: &Option<String>| {
            let name = name.as_deref()?;
            let same = |line: &&BudgetLine| line.text.eq_ignore_ascii_case(name);
            plan.revenue.iter().find(same).map(|line| line.id.clone())
        };
        let place = cells.place(&slot(VirementPart::Amount));
        let approved_on = cells.day(&slot(VirementPart::ApprovedOn), "The date of approval");
        let approver = cells.text(&slot(VirementPart::Approver));
        let purpose = cells.text(&slot(VirementPart::Purpose));
        match (line(&from), line(&to), amount) {
            (Some(from), Some(to), Some(amount)) if from != to && !amount.is_negative() => {
                let virement =
                    Virement { reference, approved_on, approver, from, to, amount, purpose, place };
                all.push(virement);
            }
            _ => unclear_virement(cells, &slot(VirementPart::Amount), place),
        }
    }
    all
}

fn unclear_virement(cells: &mut Cells<'_>, slot: &Slot, place: Place) {
    let message = "a virement lacks an end or its amount; it is not used";
    let mut finding = crate::finding::Finding::new(Code::B04, place, message);
    if let Some(cell) = cells.cell(slot) {
        finding.excerpt = super::cells::excerpt(cell).into();
    }
    finding.remedy =
        "Choose the line it leaves and the line it enters, and type an amount above zero.".into();
    cells.findings.push(finding);
}

pub(super) fn projects(
    cells: &mut Cells<'_>,
    plan: &Plan,
    service: &ServiceId,
) -> BTreeMap<ProjectId, ProjectReturn> {
    let mut all = BTreeMap::new();
    for project in plan.projects_of(service) {
        let slot = |part| Slot::Project(project.id.clone(), part);
        let returned = ProjectReturn {
            changes: thousands(cells, &slot(ProjectPart::Changes), "Approved changes"),
            spend: thousands(cells, &slot(ProjectPart::SpendToDate), "The spend to date"),
            forecast: thousands(cells, &slot(ProjectPart::Forecast), "The forecast"),
            explanation: cells.text(&slot(ProjectPart::Explanation)),
            place: cells.place(&slot(ProjectPart::Forecast)),
        };
        all.insert(project.id.clone(), returned);
    }
    all
}

pub(super) fn people(cells: &mut Cells<'_>) -> PeopleReturn {
    let slot = Slot::People;
    PeopleReturn {
        headcount: amount(cells, &slot(PeoplePart::Headcount), "The headcount"),
        full_time_equivalent: amount(
            cells,
            &slot(PeoplePart::FullTimeEquivalent),
            "The full-time equivalent",
        ),
        as_at: cells.day(&slot(PeoplePart::AsAt), "The day of the count"),
        reason: cells.text(&slot(PeoplePart::Reason)),
        place: cells.place(&slot(PeoplePart::Headcount)),
    }
}

type Risks = BTreeMap<RiskId, RiskReturn>;
type Statistics = BTreeMap<StatisticId, StatisticReturn>;

pub(super) fn context(
    cells: &mut Cells<'_>,
    plan: &Plan,
    service: &ServiceId,
) -> (Risks, Statistics) {
    let (mut risks, mut statistics) = (BTreeMap::new(), BTreeMap::new());
    for risk in plan.risks.iter().filter(|risk| risk.service == *service) {
        let slot = |part| Slot::Risk(risk.id.clone(), part);
        let word = cells.text(&slot(RiskPart::Direction));
        let direction = word.as_deref().and_then(RiskDirection::called);
        if word.is_some() && direction.is_none() {
            cells.unusable.insert(slot(RiskPart::Direction));
        }
        let mitigation = cells.text(&slot(RiskPart::Mitigation));
        risks.insert(risk.id.clone(), RiskReturn { direction, mitigation });
    }
    for one in plan.statistics.iter().filter(|one| one.service == *service) {
        let slot = |part| Slot::Statistic(one.id.clone(), part);
        let returned = StatisticReturn {
            latest: amount(cells, &slot(StatisticPart::Latest), "The latest value"),
            period: cells.text(&slot(StatisticPart::Period)),
            year_before: amount(cells, &slot(StatisticPart::YearBefore), "The year before"),
            comment: cells.text(&slot(StatisticPart::Comment)),
        };
        statistics.insert(one.id.clone(), returned);
    }
    (risks, statistics)
}
