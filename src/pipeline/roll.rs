//! How a plan's year ended, gathered for the plan that follows it.

use super::fault::RunError;
use super::published::Publishing;
use super::{Job, Reconciled, reconciled};
use crate::calendar::FinancialYear;
use crate::compose::SUPPRESSED;
use crate::finding::Finding;
use crate::plan::roll::{self, ProjectEnd, Rolled, StepEnd, YearEnd, YearOutcome};
use crate::plan::{Formula, Measure, Plan, Status};
use crate::quantity::{Amount, Decimal, Fraction, Percent, trimmed};
use crate::reconcile::{ActionPosition, MeasurePosition, StepPosition};
use crate::store::{PackVersion, Published, Record};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A plan that was rolled over.
#[derive(Clone, Debug)]
pub struct RolledPlan {
    /// The plan file.
    pub text: String,
    /// The plan that it was made from.
    pub from: FinancialYear,
    /// What fixes its outturns.
    pub fixed_by: String,
    /// What should be looked at.
    pub findings: Vec<Finding>,
    /// What was left out.
    pub left_out: Vec<String>,
}

/// Rolls the plan of the job's quarter, a year's last one, over to a later year. Outturns are
/// those that the record's last version for that quarter published; without one they are what
/// the returns make, and that is said.
///
/// # Errors
/// When there is no plan for the quarter, or the record can't be read.
pub fn roll(job: &Job<'_>, to: FinancialYear) -> Result<RolledPlan, RunError> {
    let record = Record::look(&job.inputs.settings.paths.record())?;
    let quarter = job.quarter.to_string();
    // Packs hold the same figures; the one with the newest version knows the newest returns.
    let last = record
        .versions(&quarter)?
        .into_iter()
        .max_by_key(|one| (one.as_at.clone(), one.version, std::cmp::Reverse(one.name.clone())));
    let fixed = match &last {
        Some(version) => {
            let (name, nth) = (&version.name, version.version);
            record.walk_published(name, &quarter, nth, |rows| years_to_date(rows))?
        }
        None => BTreeMap::new(),
    };
    reconciled(job, |reconciled| {
        let end = year_end(job, reconciled, last.as_ref(), &fixed);
        let plan = reconciled.plan;
        let rolled: Rolled = roll::roll(plan, to, &end);
        Ok(RolledPlan {
            text: rolled.text(plan, to, &end.fixed_by),
            from: plan.year,
            fixed_by: end.fixed_by,
            findings: rolled.findings,
            left_out: rolled.left_out,
        })
    })
}

fn year_end(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
    last: Option<&PackVersion>,
    fixed: &BTreeMap<String, Published>,
) -> YearEnd {
    let position = reconciled.position;
    let now = years_to_date(Publishing::of(reconciled).rows());
    let outcomes = reconciled.plan.measures.iter().zip(&position.measures);
    let outturns = outcomes.map(|(measure, stands)| {
        (measure.id.clone(), outcome(measure, &stands, last.map(|_| fixed), &now))
    });
    let complete = position.actions.iter().filter(|action| action.status == Status::Blue);
    let step_ends = |action: Arc<ActionPosition>| {
        let ends = action.steps.iter().map(|step| Some((step.step.clone(), step_end(step)?)));
        ends.flatten().collect::<Vec<_>>()
    };
    let lines = position.revenue.lines.iter();
    let projects = position.capital.projects.iter();
    YearEnd {
        fixed_by: fixed_by(job, reconciled.plan, last),
        is_fixed: last.is_some(),
        outturns: outturns.collect(),
        complete: complete.map(|action| action.action.clone()).collect(),
        steps: position.actions.iter().flat_map(step_ends).collect(),
        lines: lines.filter_map(|line| Some((line.line.clone(), line.figures.forecast?))).collect(),
        projects: projects
            .filter_map(|one| {
                let (forecast, slippage) = (one.forecast?, one.slippage()?);
                Some((one.project.clone()?, ProjectEnd { forecast, slippage }))
            })
            .collect(),
        people: position
            .people
            .services
            .iter()
            .filter_map(|one| Some((one.service.clone(), (one.headcount?, one.as_at))))
            .collect(),
    }
}

/// Of a version's rows those that say how measures' years ended, by their keys.
fn years_to_date(rows: impl Iterator<Item = Published>) -> BTreeMap<String, Published> {
    let ends = rows.filter(|row| row.key.ends_with("/year-to-date"));
    ends.map(|row| (row.key.clone(), row)).collect()
}

fn fixed_by(job: &Job<'_>, plan: &Plan, last: Option<&PackVersion>) -> String {
    match last {
        Some(version) => format!(
            "The outturns of {} are those that version {} of the pack for the {} published for {} \
             (data as at {}, content {}).",
            plan.year,
            version.version,
            version.audience,
            job.quarter,
            version.as_at,
            version.content().get(..12).unwrap_or_default()
        ),
        None => format!(
            "The outturns of {} are not fixed: no pack for {} was published. They are what the \
             returns make now.",
            plan.year, job.quarter
        ),
    }
}

fn outcome(
    measure: &Measure,
    stands: &MeasurePosition,
    fixed: Option<&BTreeMap<String, Published>>,
    now: &BTreeMap<String, Published>,
) -> YearOutcome {
    let year = &stands.year_to_date;
    let partial = Some(year.coverage()).filter(|_| year.is_partial());
    let key = format!("measure/{}/year-to-date", measure.id);
    let mut files: Vec<&str> = Vec::new();
    for (_, one) in &stands.quarters {
        for source in one.figure().into_iter().flat_map(|figure| figure.sources.iter()) {
            if !files.contains(&&*source.place.file) {
                files.push(&source.place.file);
            }
        }
    }
    let made = year.fraction.map_or_else(String::new, |Fraction { part, whole }| {
        format!("{} of {}, ", trimmed(part, 6), trimmed(whole, 6))
    });
    let origin = match (year.amount, files.as_slice()) {
        (None, _) | (_, []) => "nothing was returned".to_owned(),
        (Some(_), files) => format!("{made}from {}", files.join(", ")),
    };
    // What a public pack kept back is what the returns make: it was published to nobody.
    let value = fixed.and_then(|all| all.get(&key)).filter(|one| one.shown != SUPPRESSED);
    let value = value.map(|one| one.value.clone());
    let current = now.get(&key).and_then(|one| one.value.clone());
    match value {
        // It was published; what the returns make now may be another figure.
        Some(value) if value != current => {
            let amount = value.as_deref().and_then(|text| amount(&measure.formula, text));
            let origin = "as published".to_owned();
            YearOutcome { amount, partial, origin, restated: year.amount }
        }
        _ => YearOutcome { amount: year.amount, partial, origin, restated: None },
    }
}

/// A published value, which is an exact decimal, in the measure's own kind.
fn amount(formula: &Formula, text: &str) -> Option<Amount> {
    let number: Decimal = text.parse().ok()?;
    Some(match formula {
        Formula::Percentage { .. } => Amount::Percent(Percent::new(number)),
        Formula::Count { .. } => Amount::Count(number),
        Formula::Money { .. } => Amount::Money(crate::quantity::Money::pounds(number)),
        Formula::Ratio { .. } => Amount::Ratio(Percent::new(number)),
        Formula::PerDay { .. } => Amount::PerDay(number),
    })
}

fn step_end(step: &StepPosition) -> Option<StepEnd> {
    let returned = step.returned.as_ref()?;
    let state = returned.state.map_or("no status", |state| state.word());
    let percent =
        returned.percent.map_or_else(String::new, |percent| format!(", {}%", trimmed(percent, 0)));
    Some(StepEnd {
        complete: step.status == Status::Blue,
        said: format!("{state}{percent}"),
        moved_to: returned.new_due,
    })
}
