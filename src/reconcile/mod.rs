//! Returns × plan × history → positions: year to date, status, direction of travel, budgets,
//! people and actions.
//!
//! Nothing here fails: what can't be worked out is said, and what a service or an officer should
//! mend is a finding beside the position.

mod actions;
mod capital;
mod commentary;
mod history;
mod measures;
mod past;
mod people;
mod quarterly;
mod revenue;
mod score;
mod travel;
mod year_to_date;

use crate::calendar::{NaiveDate, Quarter};
use crate::finding::Finding;
use crate::plan::{Chosen, Plan, chosen};
use crate::validate::Thresholds;
use std::sync::Arc;

pub use crate::plan::Status;
pub use actions::{ActionPosition, ReportPosition, StepPosition, said_status};
pub use capital::{CapitalPosition, ProjectPosition};
pub use history::History;
pub use measures::{ContextFigure, MeasurePosition};
pub use past::{EnteredFigure, Outturn, YearOutturn};
pub use people::{PeoplePosition, ServicePeople};
pub use quarterly::{QuarterFigure, Quarterly, SourceCell};
pub use revenue::{LineFigures, LinePosition, RevenuePosition};
pub use score::{Score, Shortfall, score};
pub use travel::{Judgement, Movement, Travel};
pub use year_to_date::YearToDate;

/// How everything in the plan stands at a quarter's end. Packs share the positions of measures and
/// actions: only one in which something is kept back is copied.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The quarter.
    pub quarter: Quarter,
    /// The day to which the data go.
    pub as_at: NaiveDate,
    /// Measures in the plan's order, every one of them.
    pub measures: Vec<Arc<MeasurePosition>>,
    /// Actions in the plan's order, every one of them.
    pub actions: Vec<Arc<ActionPosition>>,
    /// Revenue budget.
    pub revenue: RevenuePosition,
    /// Capital programme.
    pub capital: CapitalPosition,
    /// Employees.
    pub people: PeoplePosition,
}

impl Position {
    /// A part of the whole plan's position, with totals of its own: everything in it stands where
    /// it stands in the plan.
    #[must_use]
    pub fn part(&self, of: &Chosen) -> Self {
        let lines = chosen(&self.revenue.lines, &of.lines);
        let total = revenue::total(&lines);
        let revenue = RevenuePosition { lines, total, period_end: self.revenue.period_end };
        let projects = chosen(&self.capital.projects, &of.projects);
        let total = capital::total(&projects);
        Self {
            quarter: self.quarter,
            as_at: self.as_at,
            measures: chosen(&self.measures, &of.measures),
            actions: chosen(&self.actions, &of.actions),
            revenue,
            capital: CapitalPosition { projects, total },
            people: people::total(chosen(&self.people.services, &of.employees)),
        }
    }
}

/// Reconciles what was returned with the plan.
#[must_use]
pub fn reconcile(
    plan: &Plan,
    quarter: Quarter,
    as_at: NaiveDate,
    history: &History<'_>,
    thresholds: &Thresholds,
) -> (Position, Vec<Finding>) {
    let now = Now { plan, quarter, as_at, history, thresholds };
    let mut findings = Vec::new();
    let measures: Vec<Arc<MeasurePosition>> =
        plan.measures.iter().map(|measure| Arc::new(measures::position(&now, measure))).collect();
    for position in &measures {
        findings.extend(commentary::check(&now, position));
    }
    let actions = plan.actions.iter();
    let actions = actions.map(|action| Arc::new(actions::position(&now, action))).collect();
    let (revenue, found) = revenue::position(&now);
    findings.extend(found);
    findings.extend(past::check(&now));
    let capital = capital::position(&now);
    let people = people::position(&now);
    (Position { quarter, as_at, measures, actions, revenue, capital, people }, findings)
}

/// What every part of the reconciliation looks at.
#[derive(Clone, Copy)]
struct Now<'a> {
    plan: &'a Plan,
    quarter: Quarter,
    as_at: NaiveDate,
    history: &'a History<'a>,
    thresholds: &'a Thresholds,
}
