//! Cells for amounts, money, targets, directions and trends.

use super::table::{Arrow, Cell, Content, Emphasis, NumberFormat, Trend};
use super::unusable::NOT_RETURNED;
use crate::plan::{Target, TargetRule};
use crate::quantity::{Amount, Decimal, Money, fixed, grouped};
use crate::reconcile::{MeasurePosition, Quarterly, Travel};
use std::cmp::Ordering;

/// An amount of a measure.
pub(super) fn amount(amount: Amount) -> Cell {
    let shown = amount.as_figure();
    match amount {
        Amount::Count(number) => Cell::number(number, NumberFormat::Whole, shown),
        Amount::Money(money) => {
            Cell::number(money.in_pounds(), NumberFormat::PoundsInThousands, shown)
        }
        Amount::Percent(percent) => Cell::number(percent.number(), NumberFormat::Percent, shown),
        Amount::PerDay(rate) => {
            Cell::number(rate, NumberFormat::Decimals(1), fixed(rate, 1)).second("a day")
        }
        Amount::Ratio(_) => Cell::text(shown),
    }
}

/// An amount's number as a workbook holds it; a ratio is words.
pub(super) fn number_of(amount: Amount) -> Option<(Decimal, NumberFormat)> {
    Some(match amount {
        Amount::Count(number) => (number, NumberFormat::Whole),
        Amount::Money(money) => (money.in_pounds(), NumberFormat::PoundsInThousands),
        Amount::Percent(percent) => (percent.number(), NumberFormat::Percent),
        Amount::PerDay(rate) => (rate, NumberFormat::Decimals(1)),
        Amount::Ratio(_) => return None,
    })
}

/// A quarter of a measure: its figure, or the word for its absence.
pub(super) fn quarterly(quarterly: &Quarterly) -> Cell {
    match (quarterly.amount(), quarterly.suppressed()) {
        (Some(known), _) => amount(known),
        (None, Some(fewer_than)) => Cell::suppressed(fewer_than),
        (None, None) => Cell::missing(quarterly.words()),
    }
}

/// Money in £ million.
pub(super) fn millions(money: Option<Money>) -> Cell {
    money.map_or_else(missing, |money| {
        Cell::number(money.in_millions(), NumberFormat::Millions, money.as_millions())
    })
}

/// A variance in £ million: "0.625 over".
pub(super) fn variance(money: Option<Money>) -> Cell {
    money.map_or_else(missing, |money| {
        let word = if money.is_zero() {
            ""
        } else if money.is_negative() {
            "under"
        } else {
            "over"
        };
        let (value, shown) = (money.in_millions(), money.abs().as_millions());
        Cell::worded(value, NumberFormat::MillionsOverUnder, shown, word)
    })
}

/// A change of budget in £ million: "0.120 in".
pub(super) fn in_or_out(money: Option<Money>) -> Cell {
    money.map_or_else(missing, |money| {
        let word = if money.is_zero() {
            ""
        } else if money.is_negative() {
            "out"
        } else {
            "in"
        };
        let (value, shown) = (money.in_millions(), money.abs().as_millions());
        Cell::worded(value, NumberFormat::MillionsInOut, shown, word)
    })
}

/// A number of people.
pub(super) fn people(number: Option<Decimal>) -> Cell {
    number.map_or_else(missing, |n| Cell::number(n, NumberFormat::Whole, grouped(n)))
}

/// A change in a number of people: "14 fewer".
pub(super) fn more_or_fewer(change: Option<Decimal>) -> Cell {
    change.map_or_else(missing, |change| {
        let word = match change.cmp(&Decimal::ZERO) {
            Ordering::Greater => "more",
            Ordering::Less => "fewer",
            Ordering::Equal => "",
        };
        Cell::worded(change, NumberFormat::MoreFewer, grouped(change.abs()), word)
    })
}

/// A plan's budget in £ million, which may be still to be set.
pub(super) fn budgeted(money: Option<Money>) -> Cell {
    money.map_or_else(|| Cell::missing("to be confirmed"), |money| millions(Some(money)))
}

fn missing() -> Cell {
    Cell::missing(NOT_RETURNED)
}

/// A whole count.
pub(super) fn count(count: usize) -> Cell {
    let number = Decimal::from(count);
    Cell::number(number, NumberFormat::Whole, grouped(number))
}

/// A target: the amount, and below it what it asks.
pub(super) fn target(target: &Target, quarter: crate::calendar::Quarter) -> Cell {
    let wanted = |wanted: Amount| {
        let cell = amount(wanted);
        let content = match cell.content {
            Content::Number { value, format, .. } => {
                Content::Number { value, format, shown: wanted.as_target(), word: None }
            }
            other @ (Content::Empty
            | Content::Text(_)
            | Content::Missing(_)
            | Content::Suppressed(_)
            | Content::Date { .. }
            | Content::Status(_)
            | Content::Trend(_)) => other,
        };
        Cell { content, second: None, ..cell }
    };
    match &target.rule {
        TargetRule::AtLeast(least) => match by_now(target, quarter) {
            Some(share) if share == *least => wanted(*least).second("in the year"),
            Some(share) => {
                let by = format!("in the year\n{} by {}", share.as_target(), quarter.short());
                wanted(*least).second(by)
            }
            None => wanted(*least).second("or more"),
        },
        TargetRule::AtMost(most) => wanted(*most).second("or less"),
        TargetRule::IncreaseEachQuarter { and_at_least: None } => {
            Cell::text("Increase").second("each quarter")
        }
        TargetRule::IncreaseEachQuarter { and_at_least: Some(least) } => {
            Cell::text("Increase").second(format!("each quarter; {} or more", least.as_target()))
        }
        TargetRule::ToBeConfirmed => Cell::missing("tbc"),
        TargetRule::None => Cell::missing("none"),
    }
}

/// What a target for the year's total asks for by this quarter.
pub(super) fn by_now(target: &Target, quarter: crate::calendar::Quarter) -> Option<Amount> {
    let TargetRule::AtLeast(wanted) = &target.rule else { return None };
    let share = target.profile.as_ref()?.get(usize::from(quarter.number() - 1)).copied()?;
    Some(wanted.with_number(wanted.number() * share))
}

/// What a single quarter is drawn against: the target, or its share of a year's total.
pub(super) fn drawn_target(target: &Target, quarter: crate::calendar::Quarter) -> Option<Amount> {
    match &target.rule {
        TargetRule::AtLeast(wanted) => {
            let Some(profile) = target.profile.as_deref() else { return Some(*wanted) };
            let nth = usize::from(quarter.number() - 1);
            let upto = profile.get(nth).copied()?;
            let before = nth.checked_sub(1).and_then(|n| profile.get(n).copied());
            Some(wanted.with_number(wanted.number() * (upto - before.unwrap_or_default())))
        }
        TargetRule::AtMost(wanted) => Some(*wanted),
        TargetRule::IncreaseEachQuarter { and_at_least } => *and_at_least,
        TargetRule::ToBeConfirmed | TargetRule::None => None,
    }
}

/// The target in one line of text: "75% or more".
pub(super) fn target_text(target: &Target) -> String {
    match &target.rule {
        TargetRule::AtLeast(least) if target.profile.is_some() => {
            format!("{} in the year", least.as_target())
        }
        TargetRule::AtLeast(least) => format!("{} or more", least.as_target()),
        TargetRule::AtMost(most) => format!("{} or less", most.as_target()),
        TargetRule::IncreaseEachQuarter { and_at_least: None } => "increase each quarter".into(),
        TargetRule::IncreaseEachQuarter { and_at_least: Some(least) } => {
            format!("increase each quarter; {} or more", least.as_target())
        }
        TargetRule::ToBeConfirmed => "tbc".into(),
        TargetRule::None => "none".into(),
    }
}

/// The arrow for a movement of the figure.
pub(super) fn arrow(travel: &Travel) -> Option<Arrow> {
    travel.movement().map(|movement| match movement.way {
        Ordering::Greater => Arrow::Up,
        Ordering::Less => Arrow::Down,
        Ordering::Equal => Arrow::Level,
    })
}

/// The year to date, with what it covers where that must be said.
pub(super) fn year_to_date(position: &MeasurePosition) -> Cell {
    let year = &position.year_to_date;
    if let Some(fewer_than) = position.year_suppressed() {
        return Cell::suppressed(fewer_than);
    }
    let Some(value) = year.amount else {
        return Cell::missing(position.this_quarter().map_or_else(String::new, Quarterly::words));
    };
    let cell = amount(value);
    match year.at {
        Some(at) => cell.second(format!("at {}", crate::calendar::day_month(at.end()))),
        None if year.is_partial() => cell.second(year.coverage()),
        None => cell,
    }
}

/// The small chart of the last five quarters; `kept_back` says why it is not shown, where earlier
/// figures must not be.
pub(super) fn trend(
    position: &MeasurePosition,
    target: &Target,
    short: &str,
    kept_back: Option<&str>,
) -> Cell {
    let known = position.trend.iter().filter(|(_, amount)| amount.is_some()).count();
    if let Some(fewer_than) = position.behind.iter().find_map(|(_, one)| one.suppressed()) {
        return Cell::suppressed(fewer_than);
    }
    if let Some(why) = kept_back {
        return Cell { content: Content::Suppressed(why.to_owned()), ..Cell::default() };
    }
    if known == 0 {
        return Cell::missing("none yet");
    }
    let now = position.trend.last().map(|(quarter, _)| *quarter);
    let said: Vec<String> = position
        .trend
        .iter()
        .map(|(quarter, amount)| {
            let figure = amount.map_or_else(|| "no figure".into(), Amount::as_figure);
            format!("{quarter} {figure}")
        })
        .collect();
    let drawn = now.and_then(|now| drawn_target(target, now));
    let against = match (&target.rule, drawn) {
        (TargetRule::AtLeast(_) | TargetRule::AtMost(_), Some(drawn)) => {
            format!("; target {}", drawn.as_target())
        }
        _ => String::new(),
    };
    let trend = Trend {
        points: position.trend.iter().map(|(_, amount)| amount.map(Amount::number)).collect(),
        target: drawn.map(Amount::number),
        alt: format!("Trend of {short}: {}{against}.", said.join(", ")),
    };
    Cell { content: Content::Trend(trend), emphasis: Emphasis::Plain, ..Cell::default() }
}
