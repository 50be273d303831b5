//! A measure's position: quarters, year to date, trend, status, direction, commentary.

use super::Now;
use super::past::{self, EnteredFigure, Outturn, YearOutturn};
use super::quarterly::{self, Quarterly};
use super::score::{Score, score};
use super::travel::{self, Travel};
use super::year_to_date::{self, YearToDate};
use crate::calendar::Quarter;
use crate::plan::{Direction, Measure, MeasureId, ServiceId, Status, TargetRule, Timing};
use crate::quantity::{Amount, Decimal, Unit};
use crate::validate::{Commentary, Override, Restatement};
use serde::{Deserialize, Serialize};

/// How a measure stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasurePosition {
    /// The measure.
    pub measure: MeasureId,
    /// The service that reports it.
    pub service: Option<ServiceId>,
    /// The year's quarters up to now.
    pub quarters: Vec<(Quarter, Quarterly)>,
    /// The year so far.
    pub year_to_date: YearToDate,
    /// The last five quarters, this one last; a quarter without a figure is a gap.
    pub trend: Vec<(Quarter, Option<Amount>)>,
    /// The same quarters with the counts behind them.
    pub behind: Vec<(Quarter, Quarterly)>,
    /// The score that the figures make.
    pub score: Score,
    /// The status that counts: the score's, or the one an approver set in its place.
    pub status: Status,
    /// The change of status, where one counts.
    pub changed: Option<Override>,
    /// Against last quarter.
    pub since_last_quarter: Travel,
    /// Against the same quarter a year ago.
    pub since_last_year: Travel,
    /// What the service says.
    pub commentary: Option<Commentary>,
    /// Figures beside the one that is scored.
    pub context: Vec<ContextFigure>,
    /// Figures of earlier quarters that this quarter's return changed.
    pub restated: Vec<Restatement>,
    /// The three years before, oldest first.
    pub years: Vec<YearOutturn>,
    /// Figures of earlier quarters that no return gives and that were entered, of those above.
    pub entered: Vec<EnteredFigure>,
}

/// A figure beside the one that is scored, such as benefits awarded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContextFigure {
    /// What it is.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// The year's quarters up to now, in order.
    pub quarters: Vec<Option<Decimal>>,
    /// The year so far: the sum, or the latest.
    pub year_to_date: Option<Decimal>,
}

impl MeasurePosition {
    /// The figures of earlier quarters and years that come from publications.
    pub fn entries(&self) -> impl Iterator<Item = &EnteredFigure> {
        let years = self.years.iter().filter_map(|year| match &year.outturn {
            Outturn::Entered(entered) => Some(&**entered),
            Outturn::Returned(_)
            | Outturn::Printed(..)
            | Outturn::Gap
            | Outturn::Suppressed { .. } => None,
        });
        years.chain(&self.entered)
    }

    /// Whether the year to date is kept back from this audience: because it holds a quarter of
    /// which a count is below this.
    #[must_use]
    pub fn year_suppressed(&self) -> Option<u32> {
        let mut hidden = self.quarters.iter().filter_map(|(_, one)| one.suppressed());
        hidden.next_back().filter(|_| self.year_to_date.amount.is_none())
    }

    /// The year to date in words: its figure, or why there is none.
    #[must_use]
    pub fn year_words(&self) -> String {
        match (self.year_to_date.amount, self.year_suppressed()) {
            (Some(amount), _) => amount.as_figure(),
            (None, Some(_)) => "[c]".into(),
            (None, None) => "none".into(),
        }
    }

    /// This quarter.
    #[must_use]
    pub fn this_quarter(&self) -> Option<&Quarterly> {
        self.quarters.last().map(|(_, quarterly)| quarterly)
    }
}

pub(super) fn position(now: &Now<'_>, measure: &Measure) -> MeasurePosition {
    let behind = behind(now, measure);
    let of_year = behind.iter().filter(|(quarter, _)| quarter.year() == now.quarter.year());
    let quarters: Vec<(Quarter, Quarterly)> = of_year.cloned().collect();
    let at = |wanted: Quarter| {
        let known = behind.iter().find(|(quarter, _)| *quarter == wanted);
        known.map_or(Quarterly::NotHeld, |(_, quarterly)| quarterly.clone())
    };
    let this = at(now.quarter);
    let last = at(now.quarter.previous());
    let year_ago = at(now.quarter.a_year_before());
    let mut year_to_date = year_to_date::of(&measure.formula, &quarters);
    let score = scored(now, measure, &mut year_to_date, &this, &last);
    let service = measure.lead().cloned();
    let returned = service.as_ref().and_then(|service| now.history.returned(service, now.quarter));
    let returned = returned.as_deref();
    let commentary = returned.and_then(|returned| returned.commentary.get(&measure.id)).cloned();
    let changed = commentary
        .as_ref()
        .and_then(|said| said.changed_to.clone())
        .filter(|change| change.reason.is_some() && change.approver.is_some())
        .filter(|change| change.status != score.status);
    MeasurePosition {
        measure: measure.id.clone(),
        status: changed.as_ref().map_or(score.status, |change| change.status),
        trend: trend(&behind),
        years: past::years(now, measure),
        entered: behind.iter().filter_map(|(_, quarterly)| entered(quarterly)).collect(),
        since_last_quarter: travel::of(wanted(measure), &this, now.quarter.previous(), &last),
        since_last_year: travel::of(wanted(measure), &this, now.quarter.a_year_before(), &year_ago),
        context: context(now, measure),
        restated: returned
            .map(|returned| {
                let mine = |one: &&Restatement| one.measure == measure.id;
                returned.restatements.iter().filter(mine)
            })
            .into_iter()
            .flatten()
            .chain(now.history.revised(now.quarter.year(), &measure.id))
            .cloned()
            .collect(),
        behind,
        service,
        quarters,
        year_to_date,
        score,
        changed,
        commentary,
    }
}

/// The way the plan wants; none while it has set no target, for then nothing is judged.
const fn wanted(measure: &Measure) -> Direction {
    match measure.target.rule {
        TargetRule::ToBeConfirmed | TargetRule::None => Direction::Monitor,
        TargetRule::AtLeast(_) | TargetRule::AtMost(_) | TargetRule::IncreaseEachQuarter { .. } => {
            measure.direction
        }
    }
}

/// Without a figure for this very quarter there is nothing to report yet, unless there was
/// nothing to count.
fn scored(
    now: &Now<'_>,
    measure: &Measure,
    year: &mut YearToDate,
    this: &Quarterly,
    last: &Quarterly,
) -> Score {
    let amber = now.thresholds.amber_percent;
    let idle = matches!(this, Quarterly::NoFigure(crate::form::NoFigure::NoActivity));
    if this.figure().is_none() && !idle {
        return Score { status: Status::ReportLater, shortfall: None, against: None };
    }
    let last = last
        .amount()
        .filter(|_| matches!(measure.target.rule, TargetRule::IncreaseEachQuarter { .. }));
    score(&measure.target, now.quarter, year, this.amount(), last, amber)
}

fn entered(quarterly: &Quarterly) -> Option<EnteredFigure> {
    match quarterly {
        Quarterly::Figure(figure) => figure.entered.as_deref().cloned(),
        Quarterly::NoFigure(_)
        | Quarterly::Unusable(_)
        | Quarterly::Suppressed { .. }
        | Quarterly::NotReturned
        | Quarterly::NotHeld => None,
    }
}

fn trend(behind: &[(Quarter, Quarterly)]) -> Vec<(Quarter, Option<Amount>)> {
    behind.iter().map(|(quarter, one)| (*quarter, one.amount())).collect()
}

/// The last five quarters, oldest first.
fn behind(now: &Now<'_>, measure: &Measure) -> Vec<(Quarter, Quarterly)> {
    let mut quarters = vec![now.quarter];
    for _ in 0..4 {
        if let Some(first) = quarters.last() {
            quarters.push(first.previous());
        }
    }
    let at = |quarter| quarterly::of(now.history, measure, now.quarter, quarter, now.quarter);
    quarters.into_iter().rev().map(|quarter| (quarter, at(quarter))).collect()
}

fn context(now: &Now<'_>, measure: &Measure) -> Vec<ContextFigure> {
    let scored = measure.formula.figures();
    let Some(service) = measure.lead() else { return Vec::new() };
    let beside = measure.figures.iter().filter(|figure| !scored.contains(&&figure.id));
    beside
        .map(|figure| {
            let number = |quarter| {
                let restated =
                    now.history.restated(service, quarter, now.quarter, &measure.id, &figure.id);
                restated.map(|change| change.new).or_else(|| {
                    now.history.returned(service, quarter)?.number(&measure.id, &figure.id)
                })
            };
            let quarters: Vec<Option<Decimal>> = now
                .quarter
                .year()
                .quarters()
                .into_iter()
                .filter(|quarter| *quarter <= now.quarter)
                .map(number)
                .collect();
            let known: Vec<Decimal> = quarters.iter().copied().flatten().collect();
            let year_to_date = match measure.formula.timing() {
                Timing::AtQuarterEnd => known.last().copied(),
                Timing::InQuarter if known.is_empty() => None,
                Timing::InQuarter => Some(known.iter().sum()),
            };
            let label = String::from(&figure.label);
            ContextFigure { label, unit: figure.unit, quarters, year_to_date }
        })
        .collect()
}

/// Whether lower is better, for the sentence under a direction of travel.
impl Direction {
    /// Whether a reader should be told that lower is better.
    #[must_use]
    pub const fn is_lower(self) -> bool {
        matches!(self, Self::LowerIsBetter)
    }
}
