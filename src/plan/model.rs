//! The plan as a whole: outcomes, actions, budgets, people, risks and statistics.

use super::budgets::{BudgetLine, Employees, Project, Quantified};
use super::ids::{ActionId, AudienceId, OutcomeId, RiskId, ServiceId, StatisticId, StepId};
use super::measure::{Link, Measure};
use super::reports::Reports;
use super::words::Words;
use crate::calendar::{FinancialYear, NaiveDate};
use crate::finding::Code;
use crate::quantity::{Decimal, Money};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A Resource Plan, checked: every id in it leads somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The financial year it is for.
    pub year: FinancialYear,
    /// Its title, as printed.
    pub title: String,
    /// The Resource (department), as printed.
    pub resource: String,
    /// The council.
    pub council: String,
    /// The role that reports on it; never a person's name.
    pub director_role: String,
    /// The document it was read from.
    pub source: String,
    /// The name of the file it was read from, for findings and for the sources in a pack.
    pub file: String,
    /// SHA-256 of that file, in hexadecimal: the plan's version.
    pub hash: String,
    /// What the plan calls its parts.
    pub headings: Headings,
    /// The service that reports on risks and statistics that name none.
    pub context_service: ServiceId,
    /// The services that send returns.
    pub services: Vec<Service>,
    /// The bodies reports go to.
    pub audiences: Vec<Audience>,
    /// Priorities, each with its outcomes, in the plan's order.
    pub priorities: Vec<Priority>,
    /// Measures in the plan's order.
    pub measures: Vec<Measure>,
    /// Actions in the plan's order.
    pub actions: Vec<Action>,
    /// Net revenue budget: the lines and the printed total.
    pub revenue: Vec<BudgetLine>,
    /// The total printed under the revenue budget; none while it is to be set.
    pub revenue_total: Quantified<Option<Money>>,
    /// Capital programme.
    pub capital: Vec<Project>,
    /// The total printed under the capital programme; none while it is to be set.
    pub capital_total: Quantified<Option<Money>>,
    /// People by service.
    pub employees: Employees,
    /// Top risks.
    pub risks: Vec<Risk>,
    /// Demand statistics quoted in the plan's text.
    pub statistics: Vec<Statistic>,
    /// Sentences of the plan's text that are checked: dates, bodies, sums, what is cited.
    pub texts: Vec<Passage>,
    /// What no program can see, noted by a person.
    pub notes: Vec<Note>,
    /// Where what belongs to a service stands.
    pub(super) reports: Reports,
}

/// What a plan calls its parts; the words change from plan to plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headings {
    /// The head of the column of priorities: `Connect Priority`.
    pub priorities: String,
    /// The heads of the table of measures, left to right.
    pub measures: Vec<String>,
}

/// A sentence of the plan's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The section it stands in: `2.4`.
    pub section: String,
    /// As printed.
    pub text: String,
}

/// A service that sends returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// Its name in reports.
    pub name: String,
    /// The heading under which the plan's introduction describes it.
    pub heading: String,
    /// Other spellings of it, in plans and returns.
    pub aliases: Vec<String>,
}

/// A body that reports go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    /// Its id.
    pub id: AudienceId,
    /// Its name in reports.
    pub name: String,
    /// Other names of it.
    pub aliases: Vec<String>,
}

/// A priority of the council plan ("Connect"), or of delivering the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// Its id, such as `P03`.
    pub id: String,
    /// As printed.
    pub text: String,
    /// What the plan prints where it has no outcomes.
    pub when_none: Option<String>,
    /// Its resource outcomes.
    pub outcomes: Vec<Outcome>,
}

/// A resource outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its id, such as `O04`.
    pub id: OutcomeId,
    /// As printed in section 3.
    pub text: String,
    /// Spellings of it elsewhere in the plan.
    pub variants: Vec<String>,
}

/// An action with its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its id in this plan, such as `A08`.
    pub id: ActionId,
    /// The number printed before it.
    pub number: u32,
    /// Its text, verbatim, without the number.
    pub text: String,
    /// A short name for narrow tables.
    pub short: String,
    /// The resource outcome it stands under.
    pub outcome: OutcomeId,
    /// The services that answer for it; the first one reports its status.
    pub services: Vec<ServiceId>,
    /// The service as printed beside it.
    pub service_printed: Words,
    /// Links to the council plan.
    pub link: Arc<Link>,
    /// What of an earlier plan it carries on: plan year and id of a measure or an action.
    pub continues: Vec<(FinancialYear, String)>,
    /// Its steps, at least one.
    pub steps: Vec<Step>,
}

/// A step of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its id, such as `A08.1`.
    pub id: StepId,
    /// Its text, verbatim.
    pub text: String,
    /// A short name for narrow tables.
    pub short: String,
    /// The service as printed beside it; empty where the cell is blank.
    pub service_printed: Words,
    /// When it is to be done, as printed: `by March 2024`.
    pub when_printed: Option<Words>,
    /// The day by which it is to be done, where the plan sets one.
    pub due: Option<NaiveDate>,
    /// How the print was read, where it leaves something open.
    pub inferred: Option<String>,
    /// The reports it promises: to whom and when.
    pub reports: Vec<Report>,
}

/// A report that a step promises to a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// To whom; none where the plan names nobody.
    pub audience: Option<AudienceId>,
    /// When.
    pub due: ReportDue,
}

/// When a report is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportDue {
    /// In these quarters of the plan's year, 1 to 4.
    Quarters(Vec<u8>),
    /// By this day.
    By(NaiveDate),
    /// The plan sets no time.
    NoDate,
}

/// A top risk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// Its id, such as `R01`.
    pub id: RiskId,
    /// As printed.
    pub text: String,
    /// A short name.
    pub short: String,
    /// The service that reports on it.
    pub service: ServiceId,
}

/// A demand statistic quoted in the plan's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistic {
    /// Its id, such as `S06`.
    pub id: StatisticId,
    /// As printed.
    pub text: String,
    /// A short name.
    pub short: String,
    /// What it is counted in, such as `hours a week for each user`.
    pub unit: Option<String>,
    /// The service that reports on it.
    pub service: ServiceId,
    /// The earlier value and when it was taken, where the text gives it.
    pub from: Option<(Decimal, String)>,
    /// The later value and when it was taken, where the text gives it.
    pub to: Option<(Decimal, String)>,
    /// The change that the text states, in percent.
    pub change_printed: Option<Decimal>,
    /// Whether the two values are of like periods.
    pub like_for_like: bool,
}

/// What a person noticed and no program can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The rule it is reported under.
    pub code: Code,
    /// What it is about: `Measure 16`, `Section 5.4`.
    pub about: String,
    /// What was noticed.
    pub text: String,
    /// What is done about it.
    pub handling: String,
}

impl Step {
    /// The day after which it is late: the plan's date; or the year's end where the plan sets
    /// neither a date nor a time for its reports.
    #[must_use]
    pub fn last_day(&self, year: FinancialYear) -> Option<NaiveDate> {
        let timed = self.reports.iter().any(|report| report.due != ReportDue::NoDate);
        self.due.or_else(|| (!timed).then(|| year.end()))
    }
}

impl Plan {
    /// The service that goes by this name, in any case and spacing.
    #[must_use]
    pub fn service_called(&self, name: &str) -> Option<&Service> {
        let wanted = folded(name);
        self.services.iter().find(|service| {
            service.id.as_str() == wanted
                || folded(&service.name) == wanted
                || service.aliases.iter().any(|alias| folded(alias) == wanted)
        })
    }

    /// Services by all that they are called, for whoever asks for many.
    #[must_use]
    pub fn service_names(&self) -> ServiceNames<'_> {
        let mut names = BTreeMap::new();
        for service in &self.services {
            let others = service.aliases.iter().map(|alias| folded(alias));
            let called = [service.id.as_str().to_owned(), folded(&service.name)];
            for name in called.into_iter().chain(others) {
                names.entry(name).or_insert(service);
            }
        }
        ServiceNames(names)
    }

    /// An audience by its id.
    #[must_use]
    pub fn audience(&self, id: &AudienceId) -> Option<&Audience> {
        self.audiences.iter().find(|audience| audience.id == *id)
    }

    /// Outcomes in the plan's order.
    pub fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.priorities.iter().flat_map(|priority| &priority.outcomes)
    }
}

/// A plan's services by all that they are called.
#[derive(Clone, Debug)]
pub struct ServiceNames<'a>(BTreeMap<String, &'a Service>);

impl<'a> ServiceNames<'a> {
    /// As [`Plan::service_called`].
    #[must_use]
    pub fn called(&self, name: &str) -> Option<&'a Service> {
        self.0.get(&folded(name)).copied()
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(due: Option<NaiveDate>, reports: Vec<ReportDue>) -> Step {
        let reports = reports.into_iter().map(|due| Report { audience: None, due }).collect();
        Step {
            id: "A01.1".into(),
            text: String::new(),
            short: String::new(),
            service_printed: "".into(),
            when_printed: None,
            due,
            inferred: None,
            reports,
        }
    }

    #[test]
    fn a_step_without_any_time_is_late_after_the_years_end() {
        let year: FinancialYear = "2023-24".parse().unwrap();
        let day: NaiveDate = "2023-09-30".parse().unwrap();
        assert_eq!(step(Some(day), vec![]).last_day(year), Some(day));
        assert_eq!(step(None, vec![]).last_day(year), Some(year.end()));
        assert_eq!(step(None, vec![ReportDue::NoDate]).last_day(year), Some(year.end()));
        assert_eq!(step(None, vec![ReportDue::Quarters(vec![2, 4])]).last_day(year), None);
    }
}
