//! A part of a plan: what one audience's pack is about.

use super::ServiceId;
use super::measure::Measure;
use super::model::{Action, BudgetLine, Employees, EmployeesLine, Plan, Project, Quantified};
use super::reports::Reports;

impl Plan {
    /// A part of it, with totals of its own: these measures and actions, and the money and people
    /// of these services.
    #[must_use]
    pub fn part(
        &self,
        measure: impl Fn(&Measure) -> bool,
        action: impl Fn(&Action) -> bool,
        service: impl Fn(&ServiceId) -> bool,
    ) -> Self {
        let measures = self.measures.iter().filter(|one| measure(one)).cloned().collect();
        let actions = self.actions.iter().filter(|one| action(one)).cloned().collect();
        let revenue = self.revenue.iter().filter(|one| service(&one.service));
        let revenue: Vec<BudgetLine> = revenue.cloned().collect();
        let capital = self.capital.iter().filter(|one| service(&one.service));
        let capital: Vec<Project> = capital.cloned().collect();
        let lines = self.employees.lines.iter().filter(|one| service(&one.service));
        let lines: Vec<EmployeesLine> = lines.cloned().collect();
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
        assert_eq!(plan.part(|_| true, |_| true, |_| true), plan);
        let first = &plan.services[0].id;
        let part = plan.part(|_| false, |one| one.number < 3, |service| service == first);
        assert_eq!((part.measures.len(), part.actions.len()), (0, 2));
        assert!(part.revenue.iter().eq(plan.lines_of(first)));
        let sum = plan.lines_of(first).map(|line| line.budget.value).sum();
        assert_eq!(part.revenue_total.value, sum);
    }
}
