//! Blank return forms, with what the service returned for earlier quarters beside each cell.

use super::fault::RunError;
use super::inputs::Inputs;
use super::{Job, collect, select};
use crate::calendar::{NaiveDate, Quarter};
use crate::form::{
    Earlier, EarlierMoney, Filled, FormContext, FormError, Layout, LayoutError, Thresholds, write,
};
use crate::intake::Reader;
use crate::plan::{FigureId, MeasureId, Plan, ServiceId};
use crate::progress;
use crate::quantity::{Decimal, Money};
use crate::reconcile::History;
use crate::validate::{FigureState, Return};

/// A form that can't be made.
#[derive(Debug, thiserror::Error)]
pub enum FormsError {
    /// It can't be laid out.
    #[error("the form can't be laid out")]
    Layout(#[from] LayoutError),
    /// It can't be written.
    #[error("the form can't be written")]
    Write(#[from] FormError),
    /// The inputs it rests on.
    #[error(transparent)]
    Inputs(Box<RunError>),
}

impl From<RunError> for FormsError {
    fn from(source: RunError) -> Self {
        Self::Inputs(Box::new(source))
    }
}

/// The blank form of a service and quarter, with what earlier returns said.
///
/// # Errors
/// When the plan has no such service or quarter, or the workbook can't be written.
pub fn blank_form(
    inputs: &Inputs,
    reader: &Reader,
    plan: &Plan,
    service: &ServiceId,
    quarter: Quarter,
) -> Result<Vec<u8>, FormsError> {
    let mut forms = blank_forms(inputs, reader, plan, std::slice::from_ref(service), quarter)?;
    Ok(forms.pop().map(|(_, bytes)| bytes).unwrap_or_default())
}

/// The blank forms of several services, for which earlier returns are read once.
///
/// # Errors
/// As for [`blank_form`].
pub fn blank_forms(
    inputs: &Inputs,
    reader: &Reader,
    plan: &Plan,
    services: &[ServiceId],
    quarter: Quarter,
) -> Result<Vec<(ServiceId, Vec<u8>)>, FormsError> {
    let settings = &inputs.settings;
    let holidays = settings.holidays().map_err(RunError::from)?;
    let deadline = holidays.after(quarter.end(), settings.deadline_working_days);
    let job = Job { inputs, quarter, as_at: deadline, reader, write: false };
    let collected = collect(&job).map_err(RunError::from)?;
    let selection = select(&job, plan, &collected, &holidays, deadline).map_err(RunError::from)?;
    let used = selection.used.iter().map(|read| &read.returned);
    let history = History::new(&inputs.plans, used);
    let form = |service: &ServiceId| -> Result<(ServiceId, Vec<u8>), FormsError> {
        let context = context(inputs, &history, service, quarter, deadline);
        history.fault().map_or(Ok(()), |fault| Err(RunError::from(fault)))?;
        let layout = Layout::new(plan, service, quarter, &context)?;
        Ok((service.clone(), write(&layout, &Filled::new())?))
    };
    let mut forms = Vec::with_capacity(services.len());
    for service in services {
        forms.push(form(service)?);
        progress::at("Making forms", forms.len(), services.len());
    }
    Ok(forms)
}

/// What a form shows beside its cells.
fn context(
    inputs: &Inputs,
    history: &History<'_>,
    service: &ServiceId,
    quarter: Quarter,
    deadline: NaiveDate,
) -> FormContext {
    let settings = &inputs.settings;
    let quarters = quarter.year().quarters().into_iter().filter(|one| *one < quarter);
    let earlier = quarters
        .filter_map(|at| history.returned(service, at))
        .map(|returned| (returned.quarter, earlier(&returned, history, quarter.previous())))
        .collect();
    let limits = &settings.limits;
    let thousands = |money: Money| money.in_pounds() / Decimal::ONE_THOUSAND;
    let share = |percent: Decimal| percent / Decimal::ONE_HUNDRED;
    FormContext {
        deadline: Some(deadline),
        return_to: settings.return_to.clone(),
        earlier,
        thresholds: Thresholds {
            amber_share: share(limits.amber_percent),
            explain_thousands: thousands(limits.explain_above),
            explain_share: share(limits.explain_percent),
            rounding_thousands: thousands(limits.rounding_a_line),
        },
    }
}

/// What a service returned, with what its returns until then restated, as later forms show it.
fn earlier(returned: &Return, history: &History<'_>, until: Quarter) -> Earlier {
    let restated = |(measure, figure): &(MeasureId, FigureId)| {
        let found = history.restated(&returned.service, returned.quarter, until, measure, figure);
        found.map(|change| change.new)
    };
    let thousands = |money: Option<Money>| money.map(|m| m.in_pounds() / Decimal::ONE_THOUSAND);
    let figures = returned.figures.iter().filter_map(|(key, given)| {
        let first = match given.state {
            FigureState::Number(number) => Some(number),
            FigureState::None(_) | FigureState::Blank | FigureState::Unusable(_) => None,
        };
        Some((key.clone(), restated(key).or(first)?))
    });
    let lines = returned.budget.iter().map(|(id, line)| {
        let forecast = thousands(line.forecast);
        (id.clone(), EarlierMoney { forecast, actual: thousands(line.actual_to_date) })
    });
    let projects = returned.projects.iter().map(|(id, project)| {
        let forecast = thousands(project.forecast);
        (id.clone(), EarlierMoney { forecast, actual: thousands(project.spend) })
    });
    let steps = returned.steps.iter();
    Earlier {
        figures: figures.collect(),
        steps: steps
            .filter_map(|(id, step)| Some((id.clone(), (step.state?, step.percent))))
            .collect(),
        lines: lines.collect(),
        projects: projects.collect(),
        headcount: returned.people.headcount,
        full_time_equivalent: returned.people.full_time_equivalent,
        risks: returned
            .risks
            .iter()
            .filter_map(|(id, risk)| Some((id.clone(), risk.direction?)))
            .collect(),
        statistics: returned
            .statistics
            .iter()
            .filter_map(|(id, one)| Some((id.clone(), one.latest?)))
            .collect(),
    }
}
