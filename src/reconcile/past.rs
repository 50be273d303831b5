//! Outturns of earlier years: from returns, else as entered from a publication, else as the
//! plan prints them. A year of which nothing is known is a gap, and never nought.

use super::Now;
use super::history::History;
use super::quarterly::{self, QuarterFigure, Quarterly};
use super::year_to_date::{self, YearToDate};
use crate::calendar::{FinancialYear, Quarter};
use crate::finding::{Code, Finding, Place};
use crate::plan::{EarlierValue, Entered, Measure, PastOutturn, Period, Publication, Reading};
use crate::quantity::{Amount, Fraction};
use serde::{Deserialize, Serialize};

/// How many years before the quarter's own are looked at.
const YEARS: usize = 3;

/// What a measure came to in an earlier year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearOutturn {
    /// The year.
    pub year: FinancialYear,
    /// What is known of it.
    pub outturn: Outturn,
    /// Its quarters as returned: what a total of the year could be taken apart with. Empty where
    /// the plans of that year do not have the measure.
    pub quarters: Vec<(Quarter, Quarterly)>,
}

/// The outturn of a year, by what it is known from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outturn {
    /// The year's returns.
    Returned(Box<YearToDate>),
    /// Entered from a publication.
    Entered(Box<EnteredFigure>),
    /// What a plan prints: the plan's year and the value.
    Printed(FinancialYear, Box<EarlierValue>),
    /// Nothing is known.
    Gap,
    /// Kept back from this audience: a count in it, or in one of its quarters, is below this.
    Suppressed {
        /// The smallest count that is shown.
        fewer_than: u32,
    },
}

/// A figure that was entered from a publication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnteredFigure {
    /// The year or quarter it is of.
    pub period: Period,
    /// What it amounts to.
    pub amount: Amount,
    /// The two counts behind it, where the publication gives them.
    pub fraction: Option<Fraction>,
    /// The publication.
    pub source: Publication,
    /// The entry.
    pub place: Place,
}

impl Outturn {
    /// What the year came to. A printed value that can't be what is meant, and a year of which
    /// quarters are missing, amount to nothing that could be compared.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        match self {
            Self::Returned(year) => year.amount.filter(|_| !year.is_partial()),
            Self::Entered(entered) => Some(entered.amount),
            Self::Printed(_, value) => match value.reading {
                Reading::Value(amount) => Some(amount),
                Reading::Suspect { .. }
                | Reading::ToBeConfirmed
                | Reading::NotApplicable
                | Reading::Blank => None,
            },
            Self::Gap | Self::Suppressed { .. } => None,
        }
    }
}

/// The years before the quarter's own, oldest first.
pub(super) fn years(now: &Now<'_>, measure: &Measure) -> Vec<YearOutturn> {
    let mut year = now.quarter.year();
    let mut years = Vec::new();
    for _ in 0..YEARS {
        year = year.previous();
        let quarters = quarters(now, measure, year).unwrap_or_default();
        years.push(YearOutturn { year, outturn: outturn(now, measure, year), quarters });
    }
    years.reverse();
    years
}

fn outturn(now: &Now<'_>, measure: &Measure, year: FinancialYear) -> Outturn {
    let of = now.quarter.year();
    let returned = returned(now, measure, year);
    if let Some(returned) = returned.as_ref().filter(|year| !year.is_partial()) {
        return Outturn::Returned(Box::new(returned.clone()));
    }
    if let Some(entered) = entered(now.history, measure, of, Period::Year(year)) {
        return Outturn::Entered(Box::new(entered));
    }
    let chain = now.history.chain(measure, of);
    let printed = chain.iter().find_map(|(plan, known)| {
        let value = known.earlier.iter().find(|value| value.year == Some(year))?;
        Some(Outturn::Printed(*plan, Box::new(value.clone())))
    });
    let partly = || {
        let partly = returned.filter(|year| year.amount.is_some());
        partly.map(|year| Outturn::Returned(Box::new(year)))
    };
    match printed {
        Some(printed) if printed.amount().is_some() => printed,
        Some(printed) => partly().unwrap_or(printed),
        None => partly().unwrap_or(Outturn::Gap),
    }
}

/// The whole of an earlier year, from its returns.
fn returned(now: &Now<'_>, measure: &Measure, year: FinancialYear) -> Option<YearToDate> {
    let then = now.history.measure_in(measure, now.quarter.year(), year)?;
    Some(year_to_date::of(&then.formula, &quarters(now, measure, year)?))
}

/// The quarters of an earlier year, as returned; none where that year's plan has no such measure.
fn quarters(
    now: &Now<'_>,
    measure: &Measure,
    year: FinancialYear,
) -> Option<Vec<(Quarter, Quarterly)>> {
    now.history.measure_in(measure, now.quarter.year(), year)?;
    let in_quarter = |quarter: Quarter| {
        (quarter, quarterly::returned(now.history, measure, now.quarter, quarter, now.quarter))
    };
    Some(year.quarters().into_iter().map(in_quarter).collect())
}

/// What was entered for a measure and a time, worked out.
pub(super) fn entered(
    history: &History<'_>,
    measure: &Measure,
    of: FinancialYear,
    period: Period,
) -> Option<EnteredFigure> {
    let (then, entry) = history.entered(measure, of, period)?;
    worked_out(history, then, entry)
}

fn worked_out(
    history: &History<'_>,
    measure: &Measure,
    entry: &PastOutturn,
) -> Option<EnteredFigure> {
    let (amount, fraction) = match &entry.entered {
        Entered::Result(amount) => (*amount, None),
        Entered::Figures(figures) => {
            let ids = measure.formula.figures();
            let numbers: Option<Vec<_>> = ids.iter().map(|id| figures.get(*id).copied()).collect();
            quarterly::amount(&measure.formula, &numbers?)?
        }
    };
    let place = Place::sheet(&*history.past()?.file, entry.source.named());
    let (period, source) = (entry.period, entry.source.clone());
    Some(EnteredFigure { period, amount, fraction, source, place })
}

/// O01: what was entered beside what was returned; the return counts. O02: beside what the plan
/// prints.
pub(super) fn check(now: &Now<'_>) -> Vec<Finding> {
    let Some(past) = now.history.past() else { return Vec::new() };
    let mut findings = Vec::new();
    if past.outturns.is_empty() {
        return findings;
    }
    for measure in &now.plan.measures {
        let chain = now.history.chain(measure, now.plan.year);
        let mine = past.outturns.iter().filter_map(|entry| {
            let named = |(plan, known): &&(FinancialYear, &Measure)| {
                *plan == entry.measure.plan && known.id == entry.measure.id
            };
            chain.iter().find(named).map(|(_, then)| (*then, entry))
        });
        for (then, entry) in mine {
            let Some(entered) = worked_out(now.history, then, entry) else { continue };
            let about = format!("Measure {}, {}", measure.number, entry.period);
            findings.extend(
                against_returns(now, measure, &entered)
                    .or_else(|| against_print(&chain, &entered))
                    .map(|found| {
                        let line = format!("; line {} of {}", entry.line, past.file);
                        let read = found.read.clone().unwrap_or_default();
                        found.read(read + &line).about(about)
                    }),
            );
        }
    }
    findings
}

fn against_returns(now: &Now<'_>, measure: &Measure, entered: &EnteredFigure) -> Option<Finding> {
    let known: (Amount, Option<Fraction>) = match entered.period {
        Period::Year(year) => {
            let year = returned(now, measure, year).filter(|year| !year.is_partial())?;
            (year.amount?, year.fraction)
        }
        Period::Quarter(quarter) => {
            let all = quarterly::returned(now.history, measure, now.quarter, quarter, now.quarter);
            let QuarterFigure { amount, fraction, .. } = all.figure()?.clone();
            (amount, fraction)
        }
    };
    let same = match (entered.fraction, known.1) {
        (Some(mine), Some(theirs)) => mine == theirs,
        _ => as_published(known.0, entered.amount),
    };
    (!same).then(|| {
        let message = format!(
            "{} was entered, and the returns make {}; the returns count",
            shown(entered.amount, entered.fraction),
            shown(known.0, known.1)
        );
        let read = format!("entered from {}, {}", entered.source.named(), entered.source.entry());
        Finding::new(Code::O01, entered.place.clone(), message).read(read)
    })
}

/// Whether an exact figure is what a publication shows of it, with as many places.
fn as_published(exact: Amount, published: Amount) -> bool {
    let places = published.number().normalize().scale();
    crate::quantity::fixed(exact.number(), places)
        == crate::quantity::fixed(published.number(), places)
        || exact.as_figure() == published.as_figure()
}

fn shown(amount: Amount, fraction: Option<Fraction>) -> String {
    let counts = fraction.map(|fraction| {
        format!(" ({} of {})", fraction.part.normalize(), fraction.whole.normalize())
    });
    format!("{}{}", amount.as_figure(), counts.unwrap_or_default())
}

fn against_print(chain: &[(FinancialYear, &Measure)], entered: &EnteredFigure) -> Option<Finding> {
    let Period::Year(year) = entered.period else { return None };
    let (plan, value) = chain.iter().find_map(|(plan, known)| {
        let value = known.earlier.iter().find(|value| value.year == Some(year))?;
        Some((plan, value))
    })?;
    let (Reading::Value(printed) | Reading::Suspect { meant: printed, .. }) = value.reading else {
        return None;
    };
    if as_published(entered.amount, printed) || as_published(printed, entered.amount) {
        return None;
    }
    let message = format!(
        "{} was entered, and the plan {plan} prints “{}”; what was entered counts",
        shown(entered.amount, entered.fraction),
        value.printed
    );
    let read = format!("entered from {}, {}", entered.source.named(), entered.source.entry());
    Some(Finding::new(Code::O02, entered.place.clone(), message).read(read))
}
