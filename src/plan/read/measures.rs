//! Measures: formula, figures, target and earlier values made to agree.

use super::super::fault::{Faults, instead};
use super::super::ids::{FigureId, MeasureId};
use super::super::measure::{
    Direction, EarlierValue, Figure, Formula, Link, Measure, MeasureRef, Reading, Sensitivity,
    Target, TargetRule, Timing,
};
use super::super::values;
use super::super::written::{self, Text};
use super::names::{self, Ids};
use super::{Known, kinds};
use crate::calendar::FinancialYear;
use crate::quantity::{Amount, Decimal, Unit};
use std::ops::Range;
use toml::Spanned;

/// A measure, under its id.
pub(super) fn measure(
    from: written::Measure,
    id: MeasureId,
    known: &Known,
    faults: &mut Faults,
) -> Option<Measure> {
    let path = format!("measure {id}");
    let formula = formula(&from, known, &path, faults);
    let rule = target(&from, formula.as_ref(), &path, faults);
    let earlier =
        from.earlier.into_iter().map(|e| earlier(e, formula.as_ref(), &path, faults)).collect();
    let continues = from.continues.as_ref().and_then(|text| {
        let (plan, id) = names::earlier(text, known.year, &path, faults)?;
        Some(MeasureRef { plan, id: id.as_str().into() })
    });
    let mut measure = Measure {
        id,
        number: from.number,
        text: from.printed,
        short: names::short(from.short, &path, faults),
        outcome: known.outcomes.find(&from.outcome, &path, faults),
        services: known.services.find_all(&from.services, &path, faults),
        service_printed: known.shared.words(from.service_printed),
        formula: formula?,
        figures: from.figures.into_iter().map(|one| figure(one, known)).collect(),
        direction: match from.direction {
            written::Direction::Higher => Direction::HigherIsBetter,
            written::Direction::Lower => Direction::LowerIsBetter,
            written::Direction::Monitor => Direction::Monitor,
        },
        target: Target {
            printed: known.shared.words(from.target.printed),
            rule: rule?,
            profile: None,
        },
        earlier,
        continues,
        link: known.shared.link(link(&from.link)),
        sensitivity: match from.sensitivity {
            written::Sensitivity::None => Sensitivity::None,
            written::Sensitivity::Children => Sensitivity::Children,
            written::Sensitivity::ChildProtection => Sensitivity::ChildProtection,
        },
        notes_printed: from.notes_printed,
        notes: from.notes,
    };
    measure.target.profile = profile(from.profile.as_ref(), &measure, &path, faults);
    Some(measure)
}

fn figure(from: written::Figure, known: &Known) -> Figure {
    Figure {
        unit: figure_unit(&from),
        id: known.shared.figure(from.id.get_ref().as_str().into()),
        label: known.shared.words(from.label),
        small_numbers: from.small_numbers,
    }
}

fn formula(
    from: &written::Measure,
    known: &Known,
    path: &str,
    faults: &mut Faults,
) -> Option<Formula> {
    let path = format!("{path} › formula");
    let ids =
        Ids::<FigureId>::gather("figure", from.figures.iter().map(|figure| &figure.id), faults);
    let written = from.formula.get_ref();
    let timing = match written.timing {
        written::Timing::InQuarter => Timing::InQuarter,
        written::Timing::AtQuarterEnd => Timing::AtQuarterEnd,
    };
    let mut find = |id: &Text, unit: Option<Unit>| -> FigureId {
        let found = known.shared.figure(ids.find(id, &path, faults));
        let figure = from.figures.iter().find(|figure| figure.id.get_ref() == id.get_ref());
        if let (Some(unit), Some(given)) = (unit, figure.map(figure_unit))
            && unit != given
        {
            let message = format!("the unit of “{}” is {}", id.get_ref(), unit_word(given));
            let remedy = format!("it must be {}", unit_word(unit));
            faults.add(id.span(), &*path, message, remedy);
        }
        found
    };
    let kinds = [
        written.percentage.as_ref().map(|[part, whole]| Formula::Percentage {
            numerator: find(part, None),
            denominator: find(whole, None),
            timing,
        }),
        written
            .count
            .as_ref()
            .map(|n| Formula::Count { count: find(n, Some(Unit::Count)), timing }),
        written.money.as_ref().map(|sum| Formula::Money { amount: find(sum, Some(Unit::Pounds)) }),
        written.ratio.as_ref().map(|[left, right]| Formula::Ratio {
            left: find(left, Some(Unit::Count)),
            right: find(right, Some(Unit::Count)),
        }),
        written.per_day.as_ref().map(|[n, days]| Formula::PerDay {
            numerator: find(n, Some(Unit::Count)),
            days: find(days, Some(Unit::Days)),
        }),
    ];
    let mut given = kinds.into_iter().flatten();
    let only = given.next();
    if only.is_none() || given.next().is_some() {
        let remedy = "write one of percentage, count, money, ratio and per_day";
        faults.add(from.formula.span(), path, "a formula has one kind", remedy);
        return None;
    }
    let only = only?;
    same_units(&only, from, &path, faults);
    untimed(&only, from, &path, faults);
    Some(only)
}

/// Pounds of pounds, or counts of counts.
fn same_units(formula: &Formula, from: &written::Measure, path: &str, faults: &mut Faults) {
    let Formula::Percentage { numerator, denominator, .. } = formula else { return };
    let unit = |id: &FigureId| {
        from.figures.iter().find(|f| f.id.get_ref() == id.as_str()).map(figure_unit)
    };
    if let (Some(part), Some(whole)) = (unit(numerator), unit(denominator))
        && part != whole
    {
        let message =
            format!("the figures have two units, {} and {}", unit_word(part), unit_word(whole));
        faults.add(from.formula.span(), path, message, "give both figures one unit");
    }
}

/// Sums of money, ratios and rates are of the quarter; another timing would be passed over.
fn untimed(formula: &Formula, from: &written::Measure, path: &str, faults: &mut Faults) {
    let timed = matches!(formula, Formula::Percentage { .. } | Formula::Count { .. });
    if !timed && from.formula.get_ref().timing == written::Timing::AtQuarterEnd {
        let message = "only a percentage or a count can be taken at the quarter's end";
        faults.add(from.formula.span(), path, message, "leave the timing out");
    }
}

const fn figure_unit(figure: &written::Figure) -> Unit {
    match figure.unit {
        written::Unit::Count => Unit::Count,
        written::Unit::Pounds => Unit::Pounds,
        written::Unit::Days => Unit::Days,
    }
}

const fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Pounds => "pounds",
        Unit::Days => "days",
    }
}

fn target(
    from: &written::Measure,
    formula: Option<&Formula>,
    path: &str,
    faults: &mut Faults,
) -> Option<TargetRule> {
    let path = format!("{path} › target");
    let read = &from.target.read;
    let rule = values::target(read.get_ref());
    let rule = rule
        .map_err(|message| faults.add(read.span(), &*path, message, remedy_for(read.get_ref())))
        .ok()?;
    let asked = match &rule {
        TargetRule::AtLeast(amount) | TargetRule::AtMost(amount) => Some(*amount),
        TargetRule::IncreaseEachQuarter { and_at_least } => *and_at_least,
        TargetRule::ToBeConfirmed | TargetRule::None => None,
    };
    if let Some(amount) = asked {
        agrees(amount, formula, read.span(), &path, faults);
    }
    Some(rule)
}

fn remedy_for(read: &str) -> String {
    let words = ["at least 75%", "at most 12%", "increase each quarter", "to be confirmed", "none"];
    if values::amount(read).is_ok() {
        return format!("write “at least {read}” or “at most {read}”");
    }
    instead(read, words)
}

/// An amount must be of the kind that the formula makes.
pub(super) fn agrees(
    amount: Amount,
    formula: Option<&Formula>,
    span: Range<usize>,
    path: &str,
    faults: &mut Faults,
) {
    let Some(formula) = formula else { return };
    let fits = matches!(
        (formula, amount),
        (Formula::Percentage { .. }, Amount::Percent(_))
            | (Formula::Count { .. }, Amount::Count(_))
            | (Formula::Money { .. }, Amount::Money(_))
            | (Formula::Ratio { .. }, Amount::Ratio(_))
            | (Formula::PerDay { .. }, Amount::PerDay(_))
    );
    if !fits {
        let (wanted, example) = kinds::wanted(formula);
        let message = format!(
            "“{}” is {}, and the formula makes {wanted}",
            amount.as_target(),
            kinds::of(amount)
        );
        faults.add(span, path, message, format!("write it with its unit, such as {example}"));
    }
}

fn earlier(
    from: written::Earlier,
    formula: Option<&Formula>,
    path: &str,
    faults: &mut Faults,
) -> EarlierValue {
    let path = format!("{path} › earlier {}", from.period);
    let meant = from.meant.as_ref().map(|meant| meant.get_ref().as_str());
    let reading = values::reading(from.read.get_ref(), meant).unwrap_or_else(|message| {
        let remedy =
            "write an amount with its unit, “to be confirmed”, “not applicable” or “blank”";
        faults.add(from.read.span(), &*path, message, remedy);
        Reading::Blank
    });
    if let Reading::Value(amount) | Reading::Suspect { meant: amount, .. } = reading {
        agrees(amount, formula, from.read.span(), &path, faults);
    }
    EarlierValue {
        year: from.period.parse::<FinancialYear>().ok(),
        period: from.period,
        printed: from.printed,
        reading,
        note: from.note,
    }
}

/// What each quarter's end asks of a year's total: a quarter of it each, unless the file says
/// otherwise.
fn profile(
    from: Option<&Spanned<Vec<String>>>,
    measure: &Measure,
    path: &str,
    faults: &mut Faults,
) -> Option<Box<[Decimal; 4]>> {
    let scored = matches!(measure.target.rule, TargetRule::AtLeast(_) | TargetRule::AtMost(_));
    let builds_up = scored && measure.is_cumulative();
    let Some(written) = from else {
        let usual = || [25, 50, 75, 100].map(|percent| Decimal::new(percent, 2)).into();
        return builds_up.then(usual);
    };
    let path = format!("{path} › profile");
    if !builds_up {
        let message = "only a total that builds up over the year has a profile";
        faults.add(written.span(), path, message, "leave the profile out");
        return None;
    }
    let shares: Vec<Decimal> = written.get_ref().iter().filter_map(|text| share(text)).collect();
    let rising = shares.is_sorted() && shares.last() == Some(&Decimal::ONE);
    match <[Decimal; 4]>::try_from(shares) {
        Ok(shares) if rising && written.get_ref().len() == 4 => Some(shares.into()),
        _ => {
            let remedy = "write four rising shares, the last one 100%";
            faults.add(written.span(), path, "these are no four quarters of a year", remedy);
            None
        }
    }
}

fn share(text: &str) -> Option<Decimal> {
    match values::amount(text) {
        Ok(Amount::Percent(percent)) => Some(percent.number() / Decimal::ONE_HUNDRED),
        _ => None,
    }
}

/// `C6.1`, `C01.06` and `04.05` in one form; what is not of that form gives no code.
pub(super) fn link(printed: &str) -> Link {
    let code = |part: &str| {
        let (major, minor) = part.trim().trim_start_matches(['C', 'c']).split_once('.')?;
        let (major, minor): (u8, u8) = (major.parse().ok()?, minor.parse().ok()?);
        Some(format!("{major:02}.{minor:02}"))
    };
    Link { printed: printed.into(), codes: printed.split([',', ';']).filter_map(code).collect() }
}
