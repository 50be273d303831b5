//! Plans and entries for tests.

use super::context::{Earlier, EarlierMoney, FormContext};
use super::filled::{Entry, Filled};
use super::layout::{InputKind, Layout};
use super::slot::{CommentaryPart, FigurePart, Slot};
use super::words::{RiskDirection, StepState};
use crate::calendar::{NaiveDate, Quarter};
use crate::plan::{Formula, Plan, read};
use crate::quantity::{Decimal, Unit};

/// The two plans.
pub(crate) fn plans() -> [Plan; 2] {
    [
        read("2021-22.toml", include_str!("../../config/plans/2021-22.toml")).unwrap(),
        read("2023-24.toml", include_str!("../../config/plans/2023-24.toml")).unwrap(),
    ]
}

/// The plan of 2023-24.
pub(crate) fn plan() -> Plan {
    let [_, plan] = plans();
    plan
}

/// A quarter.
pub(crate) fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}

/// The form of a service of the plan of 2023-24 for Q2, with figures of Q1.
pub(crate) fn layout(service: &str) -> Layout {
    let (plan, quarter) = (plan(), quarter("2023-24 Q2"));
    Layout::new(&plan, &service.into(), quarter, &context(&plan, quarter)).unwrap()
}

/// Every form there is: two plans, three services, four quarters.
pub(crate) fn every_layout() -> Vec<Layout> {
    let mut layouts = Vec::new();
    for plan in plans() {
        for quarter in plan.year.quarters() {
            for service in &plan.services {
                let context = context(&plan, quarter);
                layouts.push(Layout::new(&plan, &service.id, quarter, &context).unwrap());
            }
        }
    }
    layouts
}

/// Earlier quarters with a figure everywhere.
pub(crate) fn context(plan: &Plan, quarter: Quarter) -> FormContext {
    let mut context = FormContext {
        deadline: NaiveDate::from_ymd_opt(2023, 10, 13),
        return_to: Some("returns@council.example".into()),
        ..FormContext::default()
    };
    for earlier in [quarter.previous(), quarter.previous().previous()] {
        context.earlier.insert(earlier, self::earlier(plan));
    }
    context
}

fn earlier(plan: &Plan) -> Earlier {
    let mut earlier = Earlier::default();
    for measure in &plan.measures {
        for (index, figure) in (0i64..).zip(&measure.figures) {
            let number = match (figure.unit, &measure.formula) {
                (Unit::Pounds, _) => 51_200,
                (_, Formula::PerDay { .. }) => 920 - 828 * index,
                _ => 60 + 15 * index,
            };
            let key = (measure.id.clone(), figure.id.clone());
            earlier.figures.insert(key, number.into());
        }
    }
    for action in &plan.actions {
        for step in &action.steps {
            earlier.steps.insert(step.id.clone(), (StepState::OnTrack, Some(30.into())));
        }
    }
    let money = EarlierMoney { forecast: Some(1200.into()), actual: Some(290.into()) };
    earlier.lines.extend(plan.revenue.iter().map(|line| (line.id.clone(), money)));
    earlier.projects.extend(plan.capital.iter().map(|project| (project.id.clone(), money)));
    earlier.headcount = Some(1201.into());
    earlier.full_time_equivalent = Some(Decimal::new(10_205, 1));
    earlier.risks.extend(plan.risks.iter().map(|risk| (risk.id.clone(), RiskDirection::Steady)));
    earlier.statistics.extend(plan.statistics.iter().map(|one| (one.id.clone(), 412.into())));
    earlier
}

/// Something of its kind in every input.
pub(crate) fn filled(layout: &Layout) -> Filled {
    let slots = layout.slots().enumerate();
    slots
        .filter_map(|(index, (slot, ..))| {
            let number = i64::try_from(index % 7).unwrap();
            let entry = entry(slot, &layout.input(slot)?.kind, number)?;
            Some((slot.clone(), entry))
        })
        .collect()
}

fn entry(slot: &Slot, kind: &InputKind, number: i64) -> Option<Entry> {
    if matches!(slot, Slot::Figure(_, _, FigurePart::Reason))
        || matches!(slot, Slot::Commentary(_, CommentaryPart::Override))
    {
        return None;
    }
    let whole = matches!(slot, Slot::Figure(_, id, _) if id.as_str() == "den");
    let figure = if whole { 100 } else { 60 + number * 6 };
    Some(match kind {
        InputKind::Figure(Unit::Pounds) => Entry::Number(Decimal::new(5_390_000 + number, 2)),
        InputKind::Figure(_) => Entry::Number(figure.into()),
        InputKind::Thousands => Entry::Number((250 + number).into()),
        InputKind::OfHundred => Entry::Number((number * 10).into()),
        InputKind::WholeFrom(first) => Entry::Number((*first).into()),
        InputKind::Number => Entry::Number(Decimal::new(4410 + number, 1)),
        InputKind::Date => Entry::Date(NaiveDate::from_ymd_opt(2023, 9, 12)?),
        InputKind::Text => Entry::Text("Fewer foster households are available.".into()),
        InputKind::Word(words) => Entry::Text((*words.get(1)?).into()),
        InputKind::WordOf(_) => Entry::Text("Adults and Older People".into()),
    })
}
