//! From the text of a file of past outturns to checked entries, or to everything that is wrong.

use super::super::fault::{Fault, Faults, instead};
use super::super::ids::FigureId;
use super::super::measure::{Formula, Measure, MeasureRef};
use super::super::model::Plan;
use super::super::past::{Entered, Past, PastOutturn, Period, Publication};
use super::super::values;
use super::super::written::Text;
use super::measures::agrees;
use super::source::Source;
use crate::calendar::{FinancialYear, NaiveDate, Quarter, in_toml};
use crate::quantity::{Decimal, plural};
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// A file of past outturns that can't be used, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PastError {
    /// The file's name.
    pub file: String,
    /// At least one, in the order of the file.
    pub faults: Vec<Fault>,
}

impl fmt::Display for PastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = plural(self.faults.len(), "fault", "faults");
        write!(f, "the file of past outturns {} has {count}", self.file)?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    measure: Text,
    period: Text,
    figures: Option<Spanned<BTreeMap<String, Spanned<Number>>>>,
    result: Option<Text>,
    publication: Text,
    page: Option<Number>,
    entered_by: Text,
    #[serde(deserialize_with = "in_toml::day")]
    entered_on: NaiveDate,
}

/// A number or a text, as typed: `320`, `"3,000"`, `53.9`.
struct Number(String);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Typed;
        impl Visitor<'_> for Typed {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number such as 320")
            }

            fn visit_i64<E>(self, number: i64) -> Result<Number, E> {
                Ok(Number(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Number, E> {
                Ok(Number(number.to_string()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Number, E> {
                Ok(Number(text.into()))
            }
        }
        from.deserialize_any(Typed)
    }
}

/// Reads a file of past outturns.
///
/// `file` is its name for messages, without a folder; `plans` are those that its entries name
/// measures of.
///
/// # Errors
/// When it can't be used: [`PastError`] holds every fault, each with its line and what to do.
pub fn read_past(file: &str, text: &str, plans: &[Plan]) -> Result<Past, PastError> {
    let mut faults = Faults::of(text);
    let outturns = entries(text, plans, &mut faults);
    match faults.into_error(file) {
        Some(error) => Err(PastError { file: error.file, faults: error.faults }),
        None => Ok(Past { file: file.into(), hash: super::hash(text), outturns }),
    }
}

fn entries<'t>(text: &'t str, plans: &[Plan], faults: &mut Faults<'t>) -> Vec<PastOutturn> {
    let Some(mut source) = Source::open(text, faults) else { return Vec::new() };
    let written: Vec<Written> = source.list("outturn", faults);
    if !source.finish(faults) {
        return Vec::new();
    }
    let mut known: Vec<PastOutturn> = Vec::new();
    for from in &written {
        let Some(one) = entry(from, plans, faults) else { continue };
        let same = |other: &PastOutturn| other.measure == one.measure && other.period == one.period;
        if let Some(first) = known.iter().find(|other| same(other)) {
            let message = format!(
                "{} of {} is there twice, first in line {}",
                path(from),
                one.period,
                first.line
            );
            faults.add(from.measure.span(), path(from), message, "leave one of them out");
        }
        known.push(one);
    }
    known
}

fn path(from: &Written) -> String {
    format!("outturn of {}", from.measure.get_ref())
}

fn entry(from: &Written, plans: &[Plan], faults: &mut Faults) -> Option<PastOutturn> {
    let path = path(from);
    let said = |text: &Text, what: &str, remedy: &str, faults: &mut Faults| {
        if text.get_ref().trim().is_empty() {
            faults.add(text.span(), &*path, format!("the {what} is empty"), remedy);
        }
    };
    said(&from.publication, "publication", "name where the figure was published", faults);
    said(
        &from.entered_by,
        "role that entered it",
        "name the role, such as Performance Officer",
        faults,
    );
    let found = measure(&from.measure, plans, faults);
    let period = period(&from.period, &path, faults);
    let (plan, measure) = found?;
    let period = period?;
    if period.year() > plan.year {
        let message = format!("{period} is after the plan {}", plan.year);
        let remedy = "name the measure by the plan of that year, or a later one";
        faults.add(from.period.span(), &*path, message, remedy);
    }
    let entered = match (&from.figures, &from.result) {
        (Some(figures), None) => Entered::Figures(self::figures(figures, measure, &path, faults)?),
        (None, Some(result)) => result_of(result, measure, &path, faults)?,
        (None, None) | (Some(_), Some(_)) => {
            let needed = listed(&measure.formula);
            let remedy =
                format!("give figures ({needed}) where the publication has them, or result");
            faults.add(
                from.measure.span(),
                &*path,
                "it needs figures or a result, one of them",
                remedy,
            );
            return None;
        }
    };
    let source = Publication {
        title: from.publication.get_ref().trim().into(),
        page: from.page.as_ref().map(|page| page.0.clone()),
        entered_by: from.entered_by.get_ref().trim().into(),
        entered_on: from.entered_on,
    };
    let measure = MeasureRef { plan: plan.year, id: measure.id.clone() };
    let line = faults.line_of(from.measure.span());
    Some(PastOutturn { measure, period, entered, source, line })
}

/// `2021-22 M05` or `2021-22 5`.
fn measure<'p>(
    text: &Text,
    plans: &'p [Plan],
    faults: &mut Faults,
) -> Option<(&'p Plan, &'p Measure)> {
    let word = text.get_ref().trim();
    let path = format!("outturn of {word}");
    let split = word.split_once(' ');
    let Some((year, id)) =
        split.and_then(|(year, id)| Some((year.parse::<FinancialYear>().ok()?, id.trim())))
    else {
        let message = format!("“{word}” names no measure of a plan");
        let remedy = "write the plan's year and the measure's id or number, such as 2021-22 M05";
        faults.add(text.span(), path, message, remedy);
        return None;
    };
    let Some(plan) = plans.iter().find(|plan| plan.year == year) else {
        let years: Vec<String> = plans.iter().map(|plan| plan.year.to_string()).collect();
        let remedy = format!("name a measure of one of these plans: {}", years.join(", "));
        faults.add(text.span(), path, format!("there is no plan for {year}"), remedy);
        return None;
    };
    let found = plan.measures.iter().find(|measure| {
        measure.id.as_str().eq_ignore_ascii_case(id) || measure.number.to_string() == id
    });
    if found.is_none() {
        let ids = plan.measures.iter().map(|measure| measure.id.as_str());
        let message = format!("the plan for {year} has no measure “{id}”");
        faults.add(text.span(), path, message, instead(id, ids));
    }
    Some((plan, found?))
}

fn period(text: &Text, path: &str, faults: &mut Faults) -> Option<Period> {
    let word = text.get_ref().trim();
    let year = word.parse::<FinancialYear>().ok().map(Period::Year);
    let period = year.or_else(|| word.parse::<Quarter>().ok().map(Period::Quarter));
    if period.is_none() {
        let message = format!("“{word}” is neither a financial year nor a quarter");
        faults.add(text.span(), path, message, "write it as 2020-21 or 2020-21 Q4");
    }
    period
}

fn listed(formula: &Formula) -> String {
    formula.figures().iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" and ")
}

fn figures(
    from: &Spanned<BTreeMap<String, Spanned<Number>>>,
    measure: &Measure,
    path: &str,
    faults: &mut Faults,
) -> Option<BTreeMap<FigureId, Decimal>> {
    let before = faults.count();
    let mut read = BTreeMap::new();
    for (id, number) in from.get_ref() {
        let figure = FigureId::from(id.as_str());
        if measure.figure(&figure).is_none() {
            let ids = measure.figures.iter().map(|figure| figure.id.as_str());
            let message = format!("the measure has no figure “{id}”");
            faults.add(number.span(), path, message, instead(id, ids));
        }
        if let Some(value) = values::number(&number.get_ref().0) {
            read.insert(figure, value);
        } else {
            let message = format!("“{}” is not a number", number.get_ref().0);
            faults.add(number.span(), path, message, "write digits only, such as 320");
        }
    }
    for id in measure.formula.figures() {
        if !from.get_ref().contains_key(id.as_str()) {
            let message = format!("the figure “{id}” is missing");
            let remedy =
                format!("give {}, or the published result alone", listed(&measure.formula));
            faults.add(from.span(), path, message, remedy);
        }
    }
    if let Formula::Percentage { numerator, denominator, .. } = &measure.formula
        && let (Some(part), Some(whole)) = (read.get(numerator), read.get(denominator))
        && (part > whole || whole.is_zero())
    {
        let message = format!("{part} of {whole} is no share");
        faults.add(from.span(), path, message, "compare both figures with the publication");
    }
    (faults.count() == before).then_some(read)
}

fn result_of(text: &Text, measure: &Measure, path: &str, faults: &mut Faults) -> Option<Entered> {
    match values::amount(text.get_ref()) {
        Ok(amount) => {
            agrees(amount, Some(&measure.formula), text.span(), path, faults);
            Some(Entered::Result(amount))
        }
        Err(message) => {
            let remedy = "write the published result with its unit, such as 65% or £53,900";
            faults.add(text.span(), path, message, remedy);
            None
        }
    }
}
