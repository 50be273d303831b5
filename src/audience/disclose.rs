//! Small numbers of people kept back from public packs, and with them whatever tells them.
//!
//! A measure's quarter is shown or kept back as one: its counts, what they make, and what stands
//! beside them. A sum that holds a quarter kept back is kept back too, always: never another
//! quarter in its place, so that no two packs, of two versions, quarters or audiences, hold a sum
//! and all but one of its parts.

use super::findings;
use super::kept::of_measure;
use super::mask::Mask;
use super::narrow::Part;
use super::small::{SmallNumbers, is_marked};
use super::years::hide_years;
use crate::calendar::{NaiveDate, Quarter};
use crate::plan::{Formula, Measure, MeasureId, Status, TargetRule, Timing};
use crate::quantity::{Amount, Decimal};
use crate::reconcile::{MeasurePosition, Quarterly, Score, Travel};
use crate::validate::{Commentary, Restatement};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A decision to show a measure's quarter although it holds a small number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clearance {
    /// The measure, in the plan of the quarter that is reported.
    pub measure: MeasureId,
    /// The quarter.
    pub quarter: Quarter,
    /// The role that decided it.
    pub approver: String,
    /// Why.
    pub reason: String,
    /// On which day.
    pub on: Option<NaiveDate>,
}

/// What was kept back from a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// The measures of which something was kept back.
    pub measures: BTreeMap<MeasureId, WithheldMeasure>,
    /// Why: `suppressed: fewer than 5`. Empty for a pack that shows everything.
    pub reason: String,
    /// Decisions without which more would have been kept back.
    pub cleared: Vec<Clearance>,
}

/// What was kept back of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WithheldMeasure {
    /// Quarters, of this year and of the one before.
    pub quarters: BTreeSet<Quarter>,
    /// Whether the year to date was.
    pub year: bool,
    /// Whether the status was.
    pub status: bool,
    /// Whether the trend was for what is no point of it: an earlier year, or a figure before it
    /// was restated.
    pub trend: bool,
    /// Quarters that were restated, the figures being kept back.
    pub restated: Vec<Quarter>,
}

impl Withheld {
    /// What was kept back of a measure, if anything was.
    #[must_use]
    pub fn of(&self, measure: &MeasureId) -> Option<&WithheldMeasure> {
        self.measures.get(measure)
    }

    /// Whether a measure's quarter was kept back.
    #[must_use]
    pub fn has(&self, measure: &MeasureId, quarter: Quarter) -> bool {
        self.of(measure).is_some_and(|one| one.quarters.contains(&quarter))
    }

    /// Whether anything was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.measures.is_empty()
    }
}

/// Takes out of a pack's part whatever must not be published.
#[must_use]
pub fn disclose<'a>(
    mut part: Part<'a>,
    rule: SmallNumbers,
    cleared: &[Clearance],
) -> (Part<'a>, Withheld) {
    let mut withheld = Withheld { reason: rule.reason(), ..Withheld::default() };
    let mut masks: BTreeMap<u32, Mask> = BTreeMap::new();
    // Positions stand in the plan's order.
    let before = part.position.measures.clone();
    let mut walk = before.iter();
    for (at, measure) in part.plan.measures.iter().enumerate().filter(|(_, one)| is_marked(one)) {
        let Some(position) = walk.at(at).filter(|one| one.measure == measure.id) else { continue };
        let mut position = Arc::unwrap_or_clone(position);
        keep_back((rule, cleared), measure, &mut position, (&mut withheld, &mut masks));
        // The position of a pack of everything is copied here, measure by measure, and only here.
        part.position.to_mut().measures.put(at, position);
    }
    findings::say_less(&mut part, &withheld, &masks);
    (part, withheld)
}

/// Takes out of a measure's position what must not be published, and notes it.
fn keep_back(
    (rule, cleared): (SmallNumbers, &[Clearance]),
    measure: &Measure,
    position: &mut MeasurePosition,
    (withheld, masks): (&mut Withheld, &mut BTreeMap<u32, Mask>),
) {
    let small = of_measure(rule, measure, position);
    let quarters: Vec<Quarter> = small.iter().map(|one| one.quarter).collect();
    let (let_through, quarters): (BTreeSet<Quarter>, BTreeSet<Quarter>) =
        quarters.into_iter().partition(|quarter| {
            cleared.iter().any(|one| one.measure == measure.id && one.quarter == *quarter)
        });
    withheld.cleared.extend(
        cleared
            .iter()
            .filter(|one| one.measure == measure.id && let_through.contains(&one.quarter))
            .cloned(),
    );
    let shown_all_the_same =
        cleared.iter().filter(|one| one.measure == measure.id).map(|one| one.quarter).collect();
    let years = hide_years(rule, measure, position, (&quarters, &shown_all_the_same));
    let all_cleared = quarters.is_empty() && !let_through.is_empty();
    let restated = hide_restatements(rule, measure, position, &quarters);
    if quarters.is_empty() && restated.is_empty() && !years {
        // What was typed and could not be used is told in texts alone.
        if !all_cleared {
            let mask = Mask::small(rule.smallest_shown);
            if position.this_quarter().is_none_or(|now| now.figure().is_none()) {
                say_less(position, mask);
            }
            masks.insert(measure.number, mask);
        }
        return;
    }
    let mut found = WithheldMeasure { quarters, restated, ..WithheldMeasure::default() };
    hide(rule, measure, position, &mut found);
    masks.insert(measure.number, Mask::strict());
    withheld.measures.insert(measure.id.clone(), found);
}

/// Takes out a measure's quarters and what rests on them.
fn hide(
    rule: SmallNumbers,
    measure: &Measure,
    position: &mut MeasurePosition,
    found: &mut WithheldMeasure,
) {
    let hidden = found.quarters.clone();
    let (now, last) = (
        position.quarters.last().map(|(quarter, _)| *quarter),
        position.quarters.last().map(|(quarter, _)| quarter.previous()),
    );
    let is_hidden = |quarter: Option<Quarter>| quarter.is_some_and(|q| hidden.contains(&q));
    for (quarter, one) in position.quarters.iter_mut().chain(&mut position.behind) {
        if hidden.contains(quarter) {
            *one = Quarterly::Suppressed { fewer_than: rule.smallest_shown };
        }
    }
    let in_sum: Vec<Quarter> = match measure.formula.timing() {
        Timing::InQuarter => position.quarters.iter().map(|(quarter, _)| *quarter).collect(),
        Timing::AtQuarterEnd => position.year_to_date.at.into_iter().collect(),
    };
    found.year = in_sum.iter().any(|quarter| hidden.contains(quarter));
    let year = &mut position.year_to_date;
    if found.year {
        found.status = tells_the_count(rule, measure, position.score.status, year.amount);
        (year.amount, year.fraction) = (None, None);
    }
    for context in &mut position.context {
        for ((quarter, _), number) in position.quarters.iter().zip(&mut context.quarters) {
            if hidden.contains(quarter) {
                *number = None;
            }
        }
        if found.year {
            context.year_to_date = None;
        }
    }
    // A series of which a point is kept back draws nothing.
    found.trend = position.trend.iter().any(|(_, point)| point.is_some())
        && !position.behind.iter().any(|(quarter, _)| hidden.contains(quarter));
    position.trend.iter_mut().for_each(|(_, point)| *point = None);
    let by_quarter = matches!(measure.target.rule, TargetRule::IncreaseEachQuarter { .. });
    let by_quarter = by_quarter && (is_hidden(now) || is_hidden(last));
    // Its status is the comparison itself: amber says that the two quarters are equal. One that is to
    // be reported later compares nothing.
    found.status |= by_quarter && position.score.status != Status::ReportLater;
    if found.year || by_quarter {
        position.score = Score { against: None, shortfall: None, ..position.score.clone() };
    }
    if found.status {
        position.status = Status::KeptBack;
        position.score.status = Status::KeptBack;
        position.changed = None;
    }
    let compared = |travel: &mut Travel, since: Option<Quarter>| {
        if is_hidden(now) || is_hidden(since) {
            *travel = Travel::Suppressed;
        }
    };
    compared(&mut position.since_last_quarter, last);
    compared(&mut position.since_last_year, now.map(Quarter::a_year_before));
    // Nobody can list all that is worked out from a figure: no number stays.
    say_less(position, Mask::strict());
}

/// Whether a status would tell a small count: too few counts would come to the same one.
fn tells_the_count(
    rule: SmallNumbers,
    measure: &Measure,
    status: Status,
    amount: Option<Amount>,
) -> bool {
    let (Formula::Count { .. }, Some(Amount::Count(_))) = (&measure.formula, amount) else {
        return false;
    };
    let limit = match &measure.target.rule {
        TargetRule::AtLeast(limit) | TargetRule::AtMost(limit) => limit.number(),
        TargetRule::IncreaseEachQuarter { .. } | TargetRule::ToBeConfirmed | TargetRule::None => {
            return false;
        }
    };
    // A target well above every small count leaves them all red, and tells none of them.
    status != Status::Contextual && limit <= Decimal::from(rule.smallest_shown * 2)
}

/// Restatements that tell a figure which is kept back, or was before it changed.
fn hide_restatements(
    rule: SmallNumbers,
    measure: &Measure,
    position: &mut MeasurePosition,
    hidden: &BTreeSet<Quarter>,
) -> Vec<Quarter> {
    let known: Vec<(Quarter, Quarterly)> = position.quarters.clone();
    let before_was_small = |one: &Restatement| {
        let figure = known.iter().find(|(quarter, _)| *quarter == one.quarter);
        let Some(figure) = figure.and_then(|(_, quarterly)| quarterly.figure()) else {
            return true;
        };
        let mut before = figure.clone();
        for source in Arc::make_mut(&mut before.sources)
            .iter_mut()
            .filter(|source| source.figure == one.figure)
        {
            source.number = one.old.or(source.restated_from).unwrap_or(source.number);
        }
        rule.keep_back(measure, &before, &[])
    };
    let (gone, kept): (Vec<Restatement>, Vec<Restatement>) = std::mem::take(&mut position.restated)
        .into_iter()
        .partition(|one| hidden.contains(&one.quarter) || before_was_small(one));
    position.restated = kept;
    let mut quarters: Vec<Quarter> = gone.into_iter().map(|one| one.quarter).collect();
    quarters.dedup();
    quarters
}

/// Takes the numbers out of what the service says.
fn say_less(position: &mut MeasurePosition, mask: Mask) {
    let less = |text: &mut Option<String>| *text = text.as_deref().map(|text| mask.text(text));
    if let Some(Commentary { comment, action, changed_to, .. }) = &mut position.commentary {
        less(comment);
        less(action);
        if let Some(change) = changed_to {
            less(&mut change.reason);
        }
    }
    if let Some(change) = &mut position.changed {
        less(&mut change.reason);
    }
    for one in &mut position.restated {
        less(&mut one.reason);
    }
}
