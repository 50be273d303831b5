//! Where in a plan that belongs to a service stands, looked up thousands of times in a run.

use super::budgets::{BudgetLine, EmployeesLine, Project};
use super::measure::Measure;
use super::model::{Action, Plan, Service};
use super::part::Chosen;
use super::{ActionId, LineId, MeasureId, ProjectId, ServiceId};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Made when it is first asked for. A plan that is changed is a copy of another, and a copy makes
/// its own.
#[derive(Default)]
pub(super) struct Reports(OnceLock<Places>);

#[derive(Default)]
struct Places {
    services: HashMap<ServiceId, Held>,
    measures: ById,
    actions: ById,
    lines: ById,
    projects: ById,
}

/// The places of a list's entries in the order of their ids. There may be hundreds of thousands, and
/// a map would hold every id once more.
#[derive(Default)]
struct ById(Box<[u32]>);

/// The places of what a service reports, in the plan's order.
#[derive(Default)]
struct Held {
    service: Option<usize>,
    measures: Vec<usize>,
    actions: Vec<usize>,
    /// Measures and actions in which it is named after another.
    beside: (Vec<usize>, Vec<usize>),
    lines: Vec<usize>,
    projects: Vec<usize>,
    employees: Vec<usize>,
}

impl Plan {
    /// A service by its id.
    #[must_use]
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.get(self.reports.of(self, id)?.service?)
    }

    /// A measure by its id.
    #[must_use]
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.reports.places(self).measures.find(&self.measures, |one| &one.id, id)
    }

    /// An action by its id.
    #[must_use]
    pub fn action(&self, id: &ActionId) -> Option<&Action> {
        self.reports.places(self).actions.find(&self.actions, |one| &one.id, id)
    }

    /// A budget line by its id.
    #[must_use]
    pub fn line(&self, id: &LineId) -> Option<&BudgetLine> {
        self.reports.places(self).lines.find(&self.revenue, |one| &one.id, id)
    }

    /// A capital project by its id.
    #[must_use]
    pub fn project(&self, id: &ProjectId) -> Option<&Project> {
        self.reports.places(self).projects.find(&self.capital, |one| &one.id, id)
    }

    /// The measures that a service reports.
    pub fn measures_of(&self, service: &ServiceId) -> impl Iterator<Item = &Measure> {
        let places = self.reports.of(self, service).map(|held| &*held.measures);
        places.unwrap_or_default().iter().filter_map(|at| self.measures.get(*at))
    }

    /// The actions that a service reports: it is the first one named.
    pub fn actions_of(&self, service: &ServiceId) -> impl Iterator<Item = &Action> {
        let places = self.reports.of(self, service).map(|held| &*held.actions);
        places.unwrap_or_default().iter().filter_map(|at| self.actions.get(*at))
    }

    /// The budget lines that a service reports on.
    pub fn lines_of(&self, service: &ServiceId) -> impl Iterator<Item = &BudgetLine> {
        let places = self.reports.of(self, service).map(|held| &*held.lines);
        places.unwrap_or_default().iter().filter_map(|at| self.revenue.get(*at))
    }

    /// The capital projects that a service reports on.
    pub fn projects_of(&self, service: &ServiceId) -> impl Iterator<Item = &Project> {
        let places = self.reports.of(self, service).map(|held| &*held.projects);
        places.unwrap_or_default().iter().filter_map(|at| self.capital.get(*at))
    }

    /// The lines of employees that are a service's.
    pub fn employees_of(&self, service: &ServiceId) -> impl Iterator<Item = &EmployeesLine> {
        let places = self.reports.of(self, service).map(|held| &*held.employees);
        places.unwrap_or_default().iter().filter_map(|at| self.employees.lines.get(*at))
    }
}

impl Plan {
    /// Each service in the plan's order with what it reports, and last what nobody of them does:
    /// everything in the plan, once.
    #[must_use]
    pub fn by_service(&self) -> Vec<(Option<&ServiceId>, Chosen)> {
        let nobody = self.services.len();
        let mut all: Vec<(Option<&ServiceId>, Chosen)> =
            self.services.iter().map(|one| (Some(&one.id), Chosen::default())).collect();
        all.push((None, Chosen::default()));
        let mut put =
            |service: Option<&ServiceId>, at: usize, list: fn(&mut Chosen) -> &mut Vec<usize>| {
                let place = service.and_then(|id| self.reports.of(self, id)?.service);
                if let Some((_, of)) = all.get_mut(place.unwrap_or(nobody)) {
                    list(of).push(at);
                }
            };
        for (at, one) in self.measures.iter().enumerate() {
            put(one.lead(), at, |of| &mut of.measures);
        }
        for (at, one) in self.actions.iter().enumerate() {
            put(one.services.first(), at, |of| &mut of.actions);
        }
        for (at, one) in self.revenue.iter().enumerate() {
            put(Some(&one.service), at, |of| &mut of.lines);
        }
        for (at, one) in self.capital.iter().enumerate() {
            put(Some(&one.service), at, |of| &mut of.projects);
        }
        for (at, one) in self.employees.lines.iter().enumerate() {
            put(Some(&one.service), at, |of| &mut of.employees);
        }
        all
    }
}

impl Reports {
    fn of(&self, plan: &Plan, service: &ServiceId) -> Option<&Held> {
        self.places(plan).services.get(service)
    }

    /// Adds where everything stands that has to do with a service.
    pub(super) fn add(&self, plan: &Plan, service: &ServiceId, to: &mut Chosen) {
        let Some(held) = self.of(plan, service) else { return };
        to.measures.extend(held.measures.iter().chain(&held.beside.0));
        to.actions.extend(held.actions.iter().chain(&held.beside.1));
        to.lines.extend(&held.lines);
        to.projects.extend(&held.projects);
        to.employees.extend(&held.employees);
    }

    fn places(&self, plan: &Plan) -> &Places {
        self.0.get_or_init(|| Places::of(plan))
    }
}

impl Places {
    fn of(plan: &Plan) -> Self {
        let mut places = Self {
            services: HashMap::new(),
            measures: ById::of(&plan.measures, |one| &one.id),
            actions: ById::of(&plan.actions, |one| &one.id),
            lines: ById::of(&plan.revenue, |one| &one.id),
            projects: ById::of(&plan.capital, |one| &one.id),
        };
        for (at, service) in plan.services.iter().enumerate() {
            places.held(&service.id).service.get_or_insert(at);
        }
        for (at, measure) in plan.measures.iter().enumerate() {
            if let Some(service) = measure.lead() {
                places.held(service).measures.push(at);
            }
            for service in measure.services.iter().filter(|one| Some(*one) != measure.lead()) {
                places.held(service).beside.0.push(at);
            }
        }
        for (at, action) in plan.actions.iter().enumerate() {
            if let Some(service) = action.services.first() {
                places.held(service).actions.push(at);
            }
            for service in action.services.iter().skip(1) {
                places.held(service).beside.1.push(at);
            }
        }
        for (at, line) in plan.revenue.iter().enumerate() {
            places.held(&line.service).lines.push(at);
        }
        for (at, project) in plan.capital.iter().enumerate() {
            places.held(&project.service).projects.push(at);
        }
        for (at, line) in plan.employees.lines.iter().enumerate() {
            places.held(&line.service).employees.push(at);
        }
        places
    }

    fn held(&mut self, service: &ServiceId) -> &mut Held {
        if !self.services.contains_key(service) {
            self.services.insert(service.clone(), Held::default());
        }
        self.services.entry(service.clone()).or_default()
    }
}

impl ById {
    fn of<T, I: Ord>(all: &[T], id: fn(&T) -> &I) -> Self {
        let mut places: Vec<u32> = (0..).take(all.len()).collect();
        places.sort_by(|one, other| entry(all, *one).map(id).cmp(&entry(all, *other).map(id)));
        Self(places.into())
    }

    /// The entry with an id; the first of several.
    fn find<'p, T, I: Ord>(&self, all: &'p [T], id: fn(&T) -> &I, wanted: &I) -> Option<&'p T> {
        let before = |at: &u32| entry(all, *at).map(id) < Some(wanted);
        let found = entry(all, *self.0.get(self.0.partition_point(before))?)?;
        (id(found) == wanted).then_some(found)
    }
}

fn entry<T>(all: &[T], at: u32) -> Option<&T> {
    all.get(usize::try_from(at).ok()?)
}

impl Clone for Reports {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Reports {
    /// It follows from the plan.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Reports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reports")
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn what_a_service_reports_is_found_as_by_looking_through_all_of_it() {
        let text = include_str!("../../config/plans/2023-24.toml");
        let plan = read("2023-24.toml", text).unwrap();
        // A copy that is changed must not be read by its original's places.
        let _ = plan.measures_of(&plan.services[0].id).count();
        let mut fewer = plan.clone();
        fewer.measures.remove(0);
        for plan in [&plan, &fewer] {
            for service in &plan.services {
                let id = &service.id;
                assert_eq!(plan.service(id), Some(service));
                let of = plan.measures.iter().filter(|one| one.lead() == Some(id));
                assert!(plan.measures_of(id).eq(of));
                let of = plan.actions.iter().filter(|one| one.services.first() == Some(id));
                assert!(plan.actions_of(id).eq(of));
                assert!(plan.lines_of(id).eq(plan.revenue.iter().filter(|one| one.service == *id)));
                let of = plan.capital.iter().filter(|one| one.service == *id);
                assert!(plan.projects_of(id).eq(of));
                let of = plan.employees.lines.iter().filter(|one| one.service == *id);
                assert!(plan.employees_of(id).eq(of));
            }
            assert!(plan.measures.iter().all(|one| plan.measure(&one.id) == Some(one)));
            assert!(plan.actions.iter().all(|one| plan.action(&one.id) == Some(one)));
            assert!(plan.revenue.iter().all(|one| plan.line(&one.id) == Some(one)));
            assert!(plan.capital.iter().all(|one| plan.project(&one.id) == Some(one)));
            let by_service = plan.by_service();
            let services = plan.services.iter().map(|one| Some(&one.id)).chain([None]);
            assert!(by_service.iter().map(|(service, _)| *service).eq(services));
            let sorted = |list: fn(&super::Chosen) -> &Vec<usize>| {
                let mut all: Vec<usize> =
                    by_service.iter().flat_map(|(_, of)| list(of)).copied().collect();
                all.sort_unstable();
                all
            };
            assert!(sorted(|of| &of.measures).into_iter().eq(0..plan.measures.len()));
            assert!(sorted(|of| &of.actions).into_iter().eq(0..plan.actions.len()));
            assert!(sorted(|of| &of.lines).into_iter().eq(0..plan.revenue.len()));
            assert!(sorted(|of| &of.projects).into_iter().eq(0..plan.capital.len()));
            assert!(sorted(|of| &of.employees).into_iter().eq(0..plan.employees.lines.len()));
            for (service, of) in &by_service {
                let leads = |at: &usize| plan.measures[*at].lead() == *service;
                assert!(of.measures.iter().all(leads));
            }
            assert_eq!(plan.service(&"nobody".into()), None);
            assert_eq!(plan.measures_of(&"nobody".into()).count(), 0);
        }
    }
}
