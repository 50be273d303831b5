//! What a measure amounts to in one quarter, from the figures returned for it.

use super::history::History;
use super::past::{self, EnteredFigure};
use crate::calendar::Quarter;
use crate::finding::Place;
use crate::form::NoFigure;
use crate::plan::{FigureId, Formula, Measure, Period, ServiceId};
use crate::quantity::{Amount, Decimal, Fraction, Money, Percent};
use crate::validate::{FigureState, Restatement, Return};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// A measure in one quarter. What is missing stays apart from zero, and each way of missing
/// from the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Quarterly {
    /// A figure.
    Figure(QuarterFigure),
    /// None, for a reason.
    NoFigure(NoFigure),
    /// What was returned can't be used; why.
    Unusable(Cow<'static, str>),
    /// The service has sent no return.
    NotReturned,
    /// The measure, or its plan, is not known for that quarter.
    NotHeld,
    /// A figure, kept back from this audience.
    Suppressed {
        /// Small numbers are those below this.
        fewer_than: u32,
    },
}

/// A figure of a quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuarterFigure {
    /// What it amounts to.
    pub amount: Amount,
    /// The two counts behind it.
    pub fraction: Option<Fraction>,
    /// The cells it was made from; none where it was entered.
    pub sources: Arc<[SourceCell]>,
    /// The entry it comes from, where no return gives it.
    pub entered: Option<Box<EnteredFigure>>,
}

/// A number and the cell it was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceCell {
    /// The figure of the measure.
    pub figure: FigureId,
    /// The number.
    pub number: Decimal,
    /// Where it stands.
    pub place: Place,
    /// The number it replaces, where it was restated.
    pub restated_from: Option<Decimal>,
}

impl Quarterly {
    /// The figure, if there is one.
    #[must_use]
    pub const fn figure(&self) -> Option<&QuarterFigure> {
        match self {
            Self::Figure(figure) => Some(figure),
            Self::NoFigure(_)
            | Self::Unusable(_)
            | Self::NotReturned
            | Self::NotHeld
            | Self::Suppressed { .. } => None,
        }
    }

    /// What it amounts to, if it has a figure.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.figure().map(|figure| figure.amount)
    }

    /// Below which number a count of it is kept back, where one is.
    #[must_use]
    pub const fn suppressed(&self) -> Option<u32> {
        match self {
            Self::Suppressed { fewer_than } => Some(*fewer_than),
            Self::Figure(_)
            | Self::NoFigure(_)
            | Self::Unusable(_)
            | Self::NotReturned
            | Self::NotHeld => None,
        }
    }

    /// How it is written where there is no figure.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Figure(figure) => figure.amount.as_figure(),
            Self::NoFigure(why) => why.word().to_lowercase(),
            Self::Unusable(_) => "not usable".into(),
            Self::NotReturned => "not returned".into(),
            Self::NotHeld => "not held".into(),
            Self::Suppressed { .. } => "[c]".into(),
        }
    }
}

/// A measure in a quarter of any year, as known at `until`. What no return of an earlier year
/// gives may have been entered from a publication.
pub(super) fn of(
    history: &History<'_>,
    measure: &Measure,
    of: Quarter,
    quarter: Quarter,
    until: Quarter,
) -> Quarterly {
    let known = returned(history, measure, of, quarter, until);
    if known.figure().is_some() || quarter.year() >= of.year() {
        return known;
    }
    let entered = past::entered(history, measure, of.year(), Period::Quarter(quarter));
    entered.map_or(known, |entered| {
        let (amount, fraction) = (entered.amount, entered.fraction);
        let entered = Some(Box::new(entered));
        Quarterly::Figure(QuarterFigure { amount, fraction, sources: Arc::default(), entered })
    })
}

/// What the returns say of a measure in a quarter of any year.
pub(super) fn returned(
    history: &History<'_>,
    measure: &Measure,
    of: Quarter,
    quarter: Quarter,
    until: Quarter,
) -> Quarterly {
    let then = history.measure_in(measure, of.year(), quarter.year());
    let Some(then) = then else { return Quarterly::NotHeld };
    let Some(service) = then.lead() else { return Quarterly::NotHeld };
    match history.returned(service, quarter) {
        Some(returned) => {
            let restated =
                |figure: &FigureId| history.restated(service, quarter, until, &then.id, figure);
            in_return(then, &returned, &restated)
        }
        // A year without any return is not held, rather than not returned.
        None if held(history, service, quarter) => Quarterly::NotReturned,
        None => Quarterly::NotHeld,
    }
}

fn held(history: &History<'_>, service: &ServiceId, quarter: Quarter) -> bool {
    quarter.year().quarters().iter().any(|q| history.has_returned(service, *q))
        || history.plan(quarter.year()).is_some()
}

type Restated<'a> = dyn Fn(&FigureId) -> Option<Cow<'a, Restatement>> + 'a;

fn in_return(measure: &Measure, returned: &Return, restated: &Restated<'_>) -> Quarterly {
    let mut sources = Vec::new();
    for id in measure.formula.figures() {
        let given = returned.figures.get(&(measure.id.clone(), id.clone()));
        if let Some(change) = restated(id) {
            let old = given.and_then(|given| match given.state {
                FigureState::Number(number) => Some(number),
                FigureState::None(_) | FigureState::Blank | FigureState::Unusable(_) => None,
            });
            sources.push(SourceCell {
                figure: id.clone(),
                number: change.new,
                place: change.place.clone(),
                // A later revision stands where the figure itself does.
                restated_from: match given {
                    Some(given) if given.place == change.place => change.old,
                    Some(_) | None => old.or(change.old),
                },
            });
            continue;
        }
        let Some(given) = given else {
            return Quarterly::Unusable("the form's row is gone".into());
        };
        match &given.state {
            FigureState::Number(number) => sources.push(SourceCell {
                figure: id.clone(),
                number: *number,
                place: given.place.clone(),
                restated_from: None,
            }),
            FigureState::None(why) => return Quarterly::NoFigure(*why),
            FigureState::Blank => {
                return Quarterly::Unusable("the cell is empty, with no reason".into());
            }
            FigureState::Unusable(_) => {
                return Quarterly::Unusable("what was typed is no figure".into());
            }
        }
    }
    let numbers: Vec<Decimal> = sources.iter().map(|source| source.number).collect();
    worked_out(&measure.formula, &numbers, sources)
}

/// What numbers in the formula's order make, if they make anything.
pub(super) fn amount(formula: &Formula, numbers: &[Decimal]) -> Option<(Amount, Option<Fraction>)> {
    match worked_out(formula, numbers, Vec::new()) {
        Quarterly::Figure(figure) => Some((figure.amount, figure.fraction)),
        Quarterly::NoFigure(_)
        | Quarterly::Unusable(_)
        | Quarterly::Suppressed { .. }
        | Quarterly::NotReturned
        | Quarterly::NotHeld => None,
    }
}

fn worked_out(formula: &Formula, numbers: &[Decimal], sources: Vec<SourceCell>) -> Quarterly {
    let figure = |amount, fraction| {
        Quarterly::Figure(QuarterFigure {
            amount,
            fraction,
            sources: sources.into(),
            entered: None,
        })
    };
    match (formula, numbers) {
        (Formula::Count { .. }, [number]) => figure(Amount::Count(*number), None),
        (Formula::Money { .. }, [number]) => figure(Amount::Money(Money::pounds(*number)), None),
        (_, [first, second]) => match amount_of(formula, *first, *second) {
            Ok((amount, fraction)) => figure(amount, Some(fraction)),
            Err(otherwise) => otherwise,
        },
        _ => Quarterly::Unusable("the form's row is gone".into()),
    }
}

/// What two numbers make under a formula of two figures.
pub(super) fn amount_of(
    formula: &Formula,
    first: Decimal,
    second: Decimal,
) -> Result<(Amount, Fraction), Quarterly> {
    let (part, whole) = match formula {
        Formula::Ratio { .. } => (first, first + second),
        Formula::Percentage { .. }
        | Formula::PerDay { .. }
        | Formula::Count { .. }
        | Formula::Money { .. } => (first, second),
    };
    let fraction = Fraction { part, whole };
    if matches!(formula, Formula::PerDay { .. }) {
        return match fraction.per() {
            Some(rate) => Ok((Amount::PerDay(rate), fraction)),
            None => Err(Quarterly::Unusable("no days are given".into())),
        };
    }
    if part > whole {
        return Err(Quarterly::Unusable("the part is larger than the whole".into()));
    }
    let share = fraction.percent().ok_or(Quarterly::NoFigure(NoFigure::NoActivity))?;
    let amount = if matches!(formula, Formula::Ratio { .. }) {
        Amount::Ratio(Percent::new(share.number()))
    } else {
        Amount::Percent(share)
    };
    Ok((amount, fraction))
}
