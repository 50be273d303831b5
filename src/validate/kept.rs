//! Returns as they are kept while a run goes on. What a run asks for again and again stands open;
//! the whole is packed, and unpacked for the moment in which a service is reconciled.

use super::returned::{Return, RiskReturn, Source, StatisticReturn};
use crate::calendar::{NaiveDate, Quarter};
use crate::finding::Place;
use crate::form::Slot;
use crate::packed::{Packed, Shelf};
use crate::plan::{RiskId, ServiceId, StatisticId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A return, packed.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptReturn {
    /// The service.
    pub service: ServiceId,
    /// The quarter.
    pub quarter: Quarter,
    /// 1 for the first return, one more for each correction.
    pub revision: u32,
    /// The file it was read from.
    pub source: Source,
    /// What packs show of it beside the positions.
    pub beside: Beside,
    /// None where it could not be written down, which is told when it is asked for.
    whole: Option<Packed>,
}

/// What packs show of a return beside the positions that are reconciled from it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Beside {
    /// Last day of the finance period.
    pub period_end: Option<NaiveDate>,
    /// Top risks.
    pub risks: BTreeMap<RiskId, RiskReturn>,
    /// Demand statistics.
    pub statistics: BTreeMap<StatisticId, StatisticReturn>,
    /// What was returned and can't be used.
    pub unusable: BTreeSet<Slot>,
}

/// A return that can't be unpacked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was read from {file} can't be taken up again; run again, and report it if it stays")]
pub struct Unreadable {
    /// Its file.
    pub file: String,
}

impl KeptReturn {
    /// A return, to be kept on a shelf.
    #[must_use]
    pub fn of(returned: &Return, shelf: &Shelf) -> Self {
        Self {
            service: returned.service.clone(),
            quarter: returned.quarter,
            revision: returned.revision,
            source: returned.source.clone(),
            beside: Beside {
                period_end: returned.period_end,
                risks: returned.risks.clone(),
                statistics: returned.statistics.clone(),
                unusable: returned.unusable.clone(),
            },
            whole: Packed::of(returned).map(|packed| shelf.put(packed)),
        }
    }

    /// The return again.
    ///
    /// # Errors
    /// It can't be unpacked, which is never so while memory and the temporary file hold what was put
    /// into them.
    pub fn whole(&self) -> Result<Return, Unreadable> {
        let whole = self.whole.as_ref().and_then(Packed::read::<Return>);
        let mut whole = whole.ok_or_else(|| Unreadable { file: self.source.file.clone() })?;
        whole.share_names();
        Ok(whole)
    }
}

impl Return {
    /// Lets all its places share the names of its file and sheets, which were one each when it was
    /// taken up again: positions keep places for the whole run.
    fn share_names(&mut self) {
        let mut known: Vec<Arc<str>> = vec![self.source.file.as_str().into()];
        let mut share = |name: &mut Arc<str>| {
            if let Some(one) = known.iter().find(|one| *one == name) {
                *name = Arc::clone(one);
            } else {
                known.push(Arc::clone(name));
            }
        };
        for place in self.places_in() {
            share(&mut place.file);
            place.sheet.iter_mut().for_each(&mut share);
        }
    }

    fn places_in(&mut self) -> impl Iterator<Item = &mut Place> {
        let figures = self.figures.values_mut().map(|one| &mut one.place);
        let commentary = self.commentary.values_mut().map(|one| &mut one.place);
        let restatements = self.restatements.iter_mut().map(|one| &mut one.place);
        let steps = self.steps.values_mut().map(|one| &mut one.place);
        let reports = self.reports.values_mut().map(|one| &mut one.place);
        let money = self.budget.values_mut();
        let money = money.flat_map(|one| [&mut one.place, &mut one.actual_place]);
        let virements = self.virements.iter_mut().map(|one| &mut one.place);
        let projects = self.projects.values_mut().map(|one| &mut one.place);
        let quoted = self.quoted.values_mut().map(|one| &mut one.place);
        figures
            .chain(commentary)
            .chain(restatements)
            .chain(steps)
            .chain(reports)
            .chain(money)
            .chain(virements)
            .chain(projects)
            .chain(quoted)
            .chain(std::iter::once(&mut self.people.place))
    }
}
