//! A part of a plan: what one audience's pack is about.

use super::ServiceId;
use super::budgets::{Employees, Quantified};
use super::measure::Measure;
use super::model::{Action, Plan};
use super::reports::Reports;

/// What of a plan is chosen, by where it stands there: in the plan's order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Measures.
    pub measures: Vec<usize>,
    /// Actions.
    pub actions: Vec<usize>,
    /// Budget lines.
    pub lines: Vec<usize>,
    /// Capital projects.
    pub projects: Vec<usize>,
    /// Lines of employees.
    pub employees: Vec<usize>,
}

/// Those of a list that stand at these places.
#[must_use]
pub fn chosen<T: Clone>(all: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|at| all.get(*at)).cloned().collect()
}

impl Plan {
    /// What these services have to do with: measures and actions that are wanted and name one of
    /// them, first or beside another, and their money and people. Of the rest of a plan, which may
    /// be hundreds of times as large, nothing is looked at.
    #[must_use]
    pub fn choose<'a>(
        &self,
        services: impl IntoIterator<Item = &'a ServiceId>,
        measure: impl Fn(&Measure) -> bool,
        action: impl Fn(&Action) -> bool,
    ) -> Chosen {
        let mut found = Chosen::default();
        for service in services {
            self.reports.add(self, service, &mut found);
        }
        let Chosen { measures, actions, lines, projects, employees } = &mut found;
        for places in [&mut *measures, actions, lines, projects, employees] {
            places.sort_unstable();
            places.dedup();
        }
        measures.retain(|at| self.measures.get(*at).is_some_and(&measure));
        actions.retain(|at| self.actions.get(*at).is_some_and(&action));
        found
    }

    /// A part of it, with totals of its own.
    #[must_use]
    pub fn part(&self, of: &Chosen) -> Self {
        let measures = chosen(&self.measures, &of.measures);
        let actions = chosen(&self.actions, &of.actions);
        let revenue = chosen(&self.revenue, &of.lines);
        let capital = chosen(&self.capital, &of.projects);
        let lines = chosen(&self.employees.lines, &of.employees);
        let total =
            fresh(&self.employees.total, lines.iter().map(|line| line.headcount.value).sum());
        Self {
            title: self.title.clone(),
            resource: self.resource.clone(),
            council: self.council.clone(),
            director_role: self.director_role.clone(),
            source: self.source.clone(),
            file: self.file.clone(),
            hash: self.hash.clone(),
            headings: self.headings.clone(),
            context_service: self.context_service.clone(),
            services: self.services.clone(),
            audiences: self.audiences.clone(),
            priorities: self.priorities.clone(),
            measures,
            actions,
            revenue_total: fresh(
                &self.revenue_total,
                revenue.iter().map(|one| one.budget.value).sum(),
            ),
            revenue,
            capital_total: fresh(
                &self.capital_total,
                capital.iter().map(|one| one.budget.value).sum(),
            ),
            capital,
            employees: Employees { lines, total, ..self.employees.clone() },
            risks: self.risks.clone(),
            statistics: self.statistics.clone(),
            texts: self.texts.clone(),
            notes: self.notes.clone(),
            reports: Reports::default(),
            ..*self
        }
    }
}

/// A total of what is left, beside what is printed under all of it.
fn fresh<T>(printed: &Quantified<T>, value: T) -> Quantified<T> {
    Quantified { printed: printed.printed.clone(), value }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn a_part_of_all_is_the_whole() {
        let text = include_str!("../../config/plans/2023-24.toml");
        let plan = read("2023-24.toml", text).unwrap();
        let all: Vec<_> = plan.services.iter().map(|service| service.id.clone()).collect();
        let whole = plan.choose(&all, |_| true, |_| true);
        assert_eq!(plan.part(&whole), plan);
        let twice = plan.choose(all.iter().rev().chain(&all), |_| true, |_| true);
        assert_eq!(twice, whole, "in the plan's order, each once");
        for service in &all {
            let mine = plan.part(&plan.choose([service], |_| true, |_| true));
            let of = plan.measures.iter().filter(|one| one.services.contains(service));
            assert!(mine.measures.iter().eq(of), "those beside another service too");
            let of = plan.actions.iter().filter(|one| one.services.contains(service));
            assert!(mine.actions.iter().eq(of));
        }
        let two = plan.part(&plan.choose(&all, |_| false, |one| one.number < 3));
        assert_eq!((two.measures.len(), two.actions.len()), (0, 2));
        let first = &plan.services[0].id;
        let part = plan.part(&plan.choose([first], |_| false, |one| one.number < 3));
        let of = plan.actions.iter().filter(|one| one.number < 3 && one.services.contains(first));
        assert!(part.measures.is_empty());
        assert!(part.actions.iter().eq(of));
        assert!(part.revenue.iter().eq(plan.lines_of(first)));
        let sum = plan.lines_of(first).map(|line| line.budget.value).sum();
        assert_eq!(part.revenue_total.value, sum);
    }
}
