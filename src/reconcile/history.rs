//! What was returned, quarter by quarter, and how measures carry on from plan to plan.

use crate::calendar::{FinancialYear, Quarter};
use crate::plan::{FigureId, Measure, MeasureId, Past, PastOutturn, Period, Plan, ServiceId};
use crate::validate::{Restatement, Return};
use std::collections::BTreeMap;

/// The returns that count, one for each service and quarter, and the plans they answer to.
#[derive(Clone, Debug)]
pub struct History<'a> {
    plans: &'a [Plan],
    returns: BTreeMap<(Quarter, ServiceId), &'a Return>,
    past: Option<&'a Past>,
}

impl<'a> History<'a> {
    /// From the plans known and the returns that count.
    #[must_use]
    pub fn new(plans: &'a [Plan], returns: impl IntoIterator<Item = &'a Return>) -> Self {
        let keyed = |returned: &'a Return| ((returned.quarter, returned.service.clone()), returned);
        Self { plans, returns: returns.into_iter().map(keyed).collect(), past: None }
    }

    /// With the past outturns that were entered from publications.
    #[must_use]
    pub fn with_past(self, past: &'a Past) -> Self {
        Self { past: Some(past), ..self }
    }

    /// The past outturns that were entered.
    #[must_use]
    pub const fn past(&self) -> Option<&'a Past> {
        self.past
    }

    /// A measure and what it was in earlier plans, followed link by link, newest first, each
    /// with its plan's year.
    #[must_use]
    pub fn chain(&self, measure: &Measure, of: FinancialYear) -> Vec<(FinancialYear, &'a Measure)> {
        let mut chain = Vec::new();
        let (mut at, mut id) = (of, measure.id.clone());
        while let Some(found) = self.plan(at).and_then(|plan| plan.measure(&id)) {
            chain.push((at, found));
            let before = found.continues.as_ref().filter(|before| before.plan < at);
            let Some(before) = before else { break };
            (at, id) = (before.plan, before.id.clone());
        }
        chain
    }

    /// What was entered for a measure and a time, under any of the names that it has had, with
    /// the measure as that plan has it.
    #[must_use]
    pub fn entered(
        &self,
        measure: &Measure,
        of: FinancialYear,
        period: Period,
    ) -> Option<(&'a Measure, &'a PastOutturn)> {
        let past = self.past?;
        let named = |(plan, known): (FinancialYear, &'a Measure)| {
            Some((known, past.of(plan, &known.id, period)?))
        };
        self.chain(measure, of).into_iter().find_map(named)
    }

    /// What a service returned for a quarter.
    #[must_use]
    pub fn returned(&self, service: &ServiceId, quarter: Quarter) -> Option<&'a Return> {
        self.returns.get(&(quarter, service.clone())).copied()
    }

    /// What the same service returned for earlier quarters of the same year, oldest first.
    #[must_use]
    pub fn earlier(&self, returned: &Return) -> Vec<&'a Return> {
        let quarters = returned.quarter.year().quarters().into_iter();
        quarters
            .filter(|quarter| *quarter < returned.quarter)
            .filter_map(|quarter| self.returned(&returned.service, quarter))
            .collect()
    }

    /// What any service returned for years before this one, oldest first.
    #[must_use]
    pub fn years_before(&self, year: FinancialYear) -> Vec<&'a Return> {
        let before = self.returns.iter().filter(|((quarter, _), _)| quarter.year() < year);
        before.map(|(_, returned)| *returned).collect()
    }

    /// The plan of a year.
    #[must_use]
    pub fn plan(&self, year: FinancialYear) -> Option<&'a Plan> {
        self.plans.iter().find(|plan| plan.year == year)
    }

    /// The measure that this one was in an earlier year, followed link by link; none where the
    /// links lead past that year or end before it.
    #[must_use]
    pub fn measure_in(
        &self,
        measure: &Measure,
        of: FinancialYear,
        year: FinancialYear,
    ) -> Option<&'a Measure> {
        let mut chain = self.chain(measure, of).into_iter();
        chain.find(|(at, _)| *at == year).map(|(_, found)| found)
    }

    /// The last restatement of a figure that later returns of the same year make.
    #[must_use]
    pub fn restated(
        &self,
        service: &ServiceId,
        quarter: Quarter,
        until: Quarter,
        measure: &MeasureId,
        figure: &FigureId,
    ) -> Option<&'a Restatement> {
        let later = self.returns.iter().filter(|((at, by), _)| {
            by == service && at.year() == quarter.year() && *at > quarter && *at <= until
        });
        later
            .flat_map(|(_, returned)| &returned.restatements)
            .rfind(|one| one.quarter == quarter && one.measure == *measure && one.figure == *figure)
    }
}
