//! What was returned, quarter by quarter, and how measures carry on from plan to plan.

use super::held::{Held, Known, Open};
use crate::calendar::{FinancialYear, Quarter};
use crate::plan::{FigureId, Measure, MeasureId, Past, PastOutturn, Period, Plan, ServiceId};
use crate::validate::{Restatement, Return, Unreadable};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The returns that count, one for each service and quarter, and the plans they answer to.
#[derive(Debug)]
pub struct History<'a> {
    plans: &'a [Plan],
    /// The measures of every plan: a chain of links is followed for each figure.
    measures: BTreeMap<(FinancialYear, &'a MeasureId), &'a Measure>,
    returns: BTreeMap<(Quarter, &'a ServiceId), Known<'a>>,
    open: Open,
    past: Option<&'a Past>,
    /// Figures that a later revision of their own return changed.
    revised: &'a [Restatement],
}

impl<'a> History<'a> {
    /// From the plans known and the returns that count.
    #[must_use]
    pub fn new<K: Into<Known<'a>>>(
        plans: &'a [Plan],
        returns: impl IntoIterator<Item = K>,
    ) -> Self {
        let returns = returns.into_iter().map(Into::into);
        let returns = returns.map(|returned: Known<'a>| (returned.of(), returned)).collect();
        let mut measures = BTreeMap::new();
        for plan in plans {
            for measure in &plan.measures {
                measures.entry((plan.year, &measure.id)).or_insert(measure);
            }
        }
        Self { plans, measures, returns, open: Open::default(), past: None, revised: &[] }
    }

    /// The return that could not be unpacked, if one could not: what was worked out without it is
    /// not to be used.
    #[must_use]
    pub fn fault(&self) -> Option<Unreadable> {
        self.open.fault.take()
    }

    /// With the past outturns that were entered from publications.
    #[must_use]
    pub fn with_past(self, past: &'a Past) -> Self {
        Self { past: Some(past), ..self }
    }

    /// With the figures that later revisions of earlier quarters' returns changed.
    #[must_use]
    pub fn with_revised(self, revised: &'a [Restatement]) -> Self {
        Self { revised, ..self }
    }

    /// The figures of a measure that later revisions of a year's returns changed.
    pub fn revised(
        &self,
        year: FinancialYear,
        measure: &MeasureId,
    ) -> impl Iterator<Item = &'a Restatement> {
        let of = move |one: &&Restatement| one.quarter.year() == year && one.measure == *measure;
        self.revised.iter().filter(of)
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
        while let Some(found) = self.measure(at, &id) {
            chain.push((at, found));
            let before = found.continues.as_ref().filter(|before| before.plan < at);
            let Some(before) = before else { break };
            (at, id) = (before.plan, before.id.clone());
        }
        chain
    }

    /// A measure of a year's plan.
    #[must_use]
    pub fn measure(&self, year: FinancialYear, id: &MeasureId) -> Option<&'a Measure> {
        self.measures.get(&(year, id)).copied()
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
    pub fn returned(&self, service: &ServiceId, quarter: Quarter) -> Option<Held<'a>> {
        match self.returns.get(&(quarter, service)).copied()? {
            Known::Whole(returned) => Some(Held::Whole(returned)),
            Known::Kept(kept) => self.open.get(kept).map(Held::Unpacked),
        }
    }

    /// Whether a service returned anything for a quarter.
    #[must_use]
    pub fn has_returned(&self, service: &ServiceId, quarter: Quarter) -> bool {
        self.returns.contains_key(&(quarter, service))
    }

    /// What the same service returned for earlier quarters of the same year, oldest first.
    #[must_use]
    pub fn earlier(&self, returned: &Return) -> Vec<Held<'a>> {
        let quarters = returned.quarter.year().quarters().into_iter();
        quarters
            .filter(|quarter| *quarter < returned.quarter)
            .filter_map(|quarter| self.returned(&returned.service, quarter))
            .collect()
    }

    /// What any service returned for the same quarter of earlier years on the measures that those
    /// of a return continue, oldest first.
    #[must_use]
    pub fn years_before(&self, returned: &Return) -> Vec<Held<'a>> {
        let Some(plan) = self.plan(returned.quarter.year()) else { return Vec::new() };
        let mut found = BTreeSet::new();
        for measure in plan.measures_of(&returned.service) {
            let Some(before) = &measure.continues else { continue };
            let quarter = before.plan.quarter(returned.quarter.number());
            let quarter = quarter.filter(|quarter| quarter.year() < plan.year);
            let then = self.measure(before.plan, &before.id);
            found.extend(quarter.zip(then.and_then(Measure::lead)));
        }
        found.into_iter().filter_map(|(quarter, lead)| self.returned(lead, quarter)).collect()
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

    /// The last restatement of a figure that later returns of the same year make, or else a later
    /// revision of its own return.
    #[must_use]
    pub fn restated(
        &self,
        service: &ServiceId,
        quarter: Quarter,
        until: Quarter,
        measure: &MeasureId,
        figure: &FigureId,
    ) -> Option<Cow<'a, Restatement>> {
        let later =
            quarter.year().quarters().into_iter().filter(|at| *at > quarter && *at <= until);
        let same = |one: &&Restatement| {
            one.quarter == quarter && one.measure == *measure && one.figure == *figure
        };
        let by_cells = later.rev().filter_map(|at| self.returned(service, at)).find_map(|one| {
            Some(match &one {
                Held::Whole(one) => Cow::Borrowed(one.restatements.iter().rfind(same)?),
                Held::Unpacked(one) => Cow::Owned(one.restatements.iter().rfind(same)?.clone()),
            })
        });
        by_cells.or_else(|| self.revised.iter().find(same).map(Cow::Borrowed))
    }
}
