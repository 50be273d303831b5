//! Returns × plan × history → positions: year to date, status, direction of travel, budgets,
//! people and actions.
//!
//! Nothing here fails: what can't be worked out is said, and what a service or an officer should
//! mend is a finding beside the position.

mod actions;
mod capital;
mod commentary;
mod held;
mod history;
mod measures;
mod past;
mod people;
mod positions;
mod quarterly;
mod revenue;
mod score;
mod travel;
mod virements;
mod year_to_date;

use crate::calendar::{NaiveDate, Quarter};
use crate::finding::Finding;
use crate::packed::Shelf;
use crate::plan::{Chosen, Plan, chosen};
use crate::validate::Thresholds;
use positions::Gathering;

pub use crate::plan::Status;
pub use actions::{ActionPosition, ReportPosition, StepPosition, said_status};
pub use capital::{CapitalPosition, ProjectPosition};
pub use held::{Held, Known};
pub use history::History;
pub use measures::{ContextFigure, MeasurePosition};
pub use past::{EnteredFigure, Outturn, YearOutturn};
pub use people::{PeoplePosition, ServicePeople};
pub use positions::{Pack, Positions, Walk};
pub use quarterly::{QuarterFigure, Quarterly, SourceCell};
pub use revenue::{LineFigures, LinePosition, RevenuePosition};
pub use score::{Score, Shortfall, score};
pub use travel::{Judgement, Movement, Travel};
pub use year_to_date::YearToDate;

/// How everything in the plan stands at a quarter's end. Of a whole plan the positions of measures,
/// actions and budget lines are packed; those of a pack's part are open.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The quarter.
    pub quarter: Quarter,
    /// The day to which the data go.
    pub as_at: NaiveDate,
    /// Measures in the plan's order, every one of them.
    pub measures: Positions<MeasurePosition>,
    /// Actions in the plan's order, every one of them.
    pub actions: Positions<ActionPosition>,
    /// Revenue budget.
    pub revenue: RevenuePosition,
    /// Capital programme.
    pub capital: CapitalPosition,
    /// Employees.
    pub people: PeoplePosition,
}

impl Position {
    /// Whether some of it could not be taken up again where it lies: nothing may be made of the rest.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.measures.is_lost() || self.actions.is_lost() || self.revenue.lines.is_lost()
    }

    /// A part of the whole plan's position, with totals of its own: everything in it stands where
    /// it stands in the plan.
    #[must_use]
    pub fn part(&self, of: &Chosen) -> Self {
        let lines = self.revenue.lines.chosen(&of.lines);
        let total = revenue::total(&lines);
        let revenue = RevenuePosition { lines, total, period_end: self.revenue.period_end };
        let projects = chosen(&self.capital.projects, &of.projects);
        Self {
            quarter: self.quarter,
            as_at: self.as_at,
            measures: self.measures.chosen(&of.measures),
            actions: self.actions.chosen(&of.actions),
            revenue,
            capital: capital::position(projects),
            people: people::total(chosen(&self.people.services, &of.employees)),
        }
    }
}

/// Reconciles what was returned with the plan, service by service: no more returns are open at a
/// time than one service has. Findings in a return show the row around their cell.
#[must_use]
pub fn reconcile(
    plan: &Plan,
    quarter: Quarter,
    as_at: NaiveDate,
    history: &History<'_>,
    thresholds: &Thresholds,
) -> (Position, Vec<Finding>) {
    let now = Now { plan, quarter, as_at, history, thresholds };
    let shelf = Shelf::default();
    let mut measures = Gathering::of(plan.measures.len(), &shelf);
    let mut actions = Gathering::of(plan.actions.len(), &shelf);
    let mut lines = Gathering::of(plan.revenue.len(), &shelf);
    let mut projects = Placed::of(plan.capital.len());
    let mut people = Placed::of(plan.employees.lines.len());
    let (mut asked, mut statement) = (Vec::new(), revenue::Statement::default());
    for (service, of) in plan.by_service() {
        let of_service = items(&plan.measures, &of.measures).map(|(at, measure)| {
            let position = measures::position(&now, measure);
            asked.extend(commentary::check(&now, &position).into_iter().map(|found| (at, found)));
            (at, position)
        });
        measures.add(of_service.collect());
        let of_service = items(&plan.actions, &of.actions);
        let of_service = of_service.map(|(at, action)| (at, actions::position(&now, action)));
        actions.add(of_service.collect());
        let of_service = items(&plan.revenue, &of.lines);
        lines.add(of_service.map(|(at, line)| (at, revenue::line(&now, line))).collect());
        for (at, project) in items(&plan.capital, &of.projects) {
            projects.put(at, capital::project(&now, project));
        }
        for (at, line) in items(&plan.employees.lines, &of.employees) {
            people.put(at, people::service(&now, line));
        }
        if let Some(service) = service {
            statement.add(&now, service, !of.lines.is_empty());
        }
    }
    // Told in the plan's order.
    asked.sort_by_key(|(at, _)| *at);
    let mut findings: Vec<Finding> = asked.into_iter().map(|(_, found)| found).collect();
    let (revenue, found) = statement.position(&now, &lines.all());
    findings.extend(found);
    findings.extend(past::check(&now));
    let position = Position {
        quarter,
        as_at,
        measures: measures.all(),
        actions: actions.all(),
        revenue,
        capital: capital::position(projects.all()),
        people: people::total(people.all()),
    };
    (position, findings)
}

/// Those of a list that stand at these places, with the places.
fn items<'a, T>(all: &'a [T], places: &'a [usize]) -> impl Iterator<Item = (usize, &'a T)> {
    places.iter().filter_map(|at| Some((*at, all.get(*at)?)))
}

/// What is worked out in another order than the one it stands in.
struct Placed<T>(Vec<Option<T>>);

impl<T> Placed<T> {
    fn of(length: usize) -> Self {
        Self(std::iter::repeat_with(|| None).take(length).collect())
    }

    fn put(&mut self, at: usize, value: T) {
        if let Some(place) = self.0.get_mut(at) {
            *place = Some(value);
        }
    }

    fn all(self) -> Vec<T> {
        let mut all = Vec::with_capacity(self.0.len());
        all.extend(self.0.into_iter().flatten());
        all
    }
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
