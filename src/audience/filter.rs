//! Which services, outcomes, measures and actions a pack is about.

use crate::calendar::FinancialYear;
use crate::plan::{Action, ActionId, Measure, MeasureId, OutcomeId, Plan, ServiceId};
use std::collections::BTreeMap;

/// Which part of the plans a pack is about; the default is all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The services; empty for all.
    pub services: Vec<ServiceId>,
    /// What of each year's plan: ids change from plan to plan. Empty for all of every year.
    pub years: BTreeMap<FinancialYear, YearFilter>,
}

/// What of a year's plan; what is left out is not chosen by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearFilter {
    /// Resource outcomes.
    pub outcomes: Option<Vec<OutcomeId>>,
    /// Measures.
    pub measures: Option<Vec<MeasureId>>,
    /// Actions.
    pub actions: Option<Vec<ActionId>>,
}

/// A filter that names what the plan has not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FilterFault {
    /// The setting at fault, with its section.
    pub setting: Vec<String>,
    /// What is wrong, and what to write instead.
    pub message: String,
}

impl Filter {
    /// Whether the pack is about the whole of every plan.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.services.is_empty() && self.years.is_empty()
    }

    /// Whether a pack is made for a year: one that names measures or actions by their ids can't
    /// tell which of another year's plan are meant.
    #[must_use]
    pub fn knows(&self, year: FinancialYear) -> bool {
        self.years.is_empty() || self.years.contains_key(&year)
    }

    /// Whether services are among those chosen.
    #[must_use]
    pub fn has_service(&self, service: &ServiceId) -> bool {
        self.services.is_empty() || self.services.contains(service)
    }

    /// Whether a measure is in the pack.
    #[must_use]
    pub fn has_measure(&self, year: FinancialYear, measure: &Measure) -> bool {
        let Some(only) = self.years.get(&year) else {
            return measure.services.iter().any(|service| self.has_service(service));
        };
        measure.services.iter().any(|service| self.has_service(service))
            && chosen(only.outcomes.as_deref(), &measure.outcome)
            && chosen(only.measures.as_deref(), &measure.id)
    }

    /// Whether an action is in the pack.
    #[must_use]
    pub fn has_action(&self, year: FinancialYear, action: &Action) -> bool {
        let Some(only) = self.years.get(&year) else {
            return action.services.iter().any(|service| self.has_service(service));
        };
        action.services.iter().any(|service| self.has_service(service))
            && chosen(only.outcomes.as_deref(), &action.outcome)
            && chosen(only.actions.as_deref(), &action.id)
    }

    /// What it names that a plan has not; nothing where all is well.
    ///
    /// # Errors
    /// With the first service, outcome, measure or action that there is not.
    pub fn check(&self, plans: &[Plan]) -> Result<(), FilterFault> {
        for service in &self.services {
            if !plans.iter().any(|plan| plan.service(service).is_some()) {
                let known = plans.iter().flat_map(|plan| &plan.services).map(|s| s.id.as_str());
                return Err(fault(&["services"], "service", service.as_str(), known));
            }
        }
        for (year, only) in &self.years {
            let year_name = year.to_string();
            let Some(plan) = plans.iter().find(|plan| plan.year == *year) else {
                let known = plans.iter().map(|plan| plan.year.to_string()).collect::<Vec<_>>();
                let known = known.iter().map(String::as_str);
                return Err(fault(&["only", &year_name], "plan of", &year_name, known));
            };
            for id in only.outcomes.iter().flatten() {
                if !plan.outcomes().any(|outcome| outcome.id == *id) {
                    let known = plan.outcomes().map(|outcome| outcome.id.as_str());
                    let at = ["only", &year_name, "outcomes"];
                    return Err(fault(&at, "outcome", id.as_str(), known));
                }
            }
            for id in only.measures.iter().flatten() {
                if plan.measure(id).is_none() {
                    let known = plan.measures.iter().map(|measure| measure.id.as_str());
                    let at = ["only", &year_name, "measures"];
                    return Err(fault(&at, "measure", id.as_str(), known));
                }
            }
            for id in only.actions.iter().flatten() {
                if !plan.actions.iter().any(|action| action.id == *id) {
                    let known = plan.actions.iter().map(|action| action.id.as_str());
                    let at = ["only", &year_name, "actions"];
                    return Err(fault(&at, "action", id.as_str(), known));
                }
            }
        }
        Ok(())
    }
}

fn chosen<T: PartialEq>(only: Option<&[T]>, one: &T) -> bool {
    only.is_none_or(|only| only.contains(one))
}

fn fault<'a>(
    setting: &[&str],
    what: &str,
    named: &str,
    known: impl Iterator<Item = &'a str>,
) -> FilterFault {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    known.dedup();
    FilterFault {
        setting: setting.iter().map(|part| (*part).to_owned()).collect(),
        message: format!("there is no {what} “{named}”; known are {}", known.join(", ")),
    }
}
