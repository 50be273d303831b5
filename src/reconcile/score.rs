//! A figure against its target.

use super::year_to_date::YearToDate;
use crate::calendar::Quarter;
use crate::plan::{Status, Target, TargetRule};
use crate::quantity::{Amount, Decimal};
use serde::{Deserialize, Serialize};

/// What a figure scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Its status.
    pub status: Status,
    /// How far it is from its target, where it missed it.
    pub shortfall: Option<Shortfall>,
    /// What it was scored against: the target, or its share by this quarter, or last quarter.
    pub against: Option<Amount>,
}

/// How far a figure is from its target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shortfall {
    /// The distance: `6.3 points`.
    pub distance: String,
    /// The same as an amount of its kind.
    pub apart: Amount,
    /// The distance in percent of the target; none where the target is nothing.
    pub percent: Option<Decimal>,
    /// Whether the figure is above its target, and should be below.
    pub above: bool,
}

impl Score {
    const fn plain(status: Status) -> Self {
        Self { status, shortfall: None, against: None }
    }
}

/// Scores the year to date, or for an increase each quarter the quarter against the one before.
///
/// `this` and `last` are the quarter's own amounts. Nothing that is missing is ever red: it is
/// "Report later"; without a target figures are "Contextual".
#[must_use]
pub fn score(
    target: &Target,
    quarter: Quarter,
    year: &YearToDate,
    this: Option<Amount>,
    last: Option<Amount>,
    amber_percent: Decimal,
) -> Score {
    let Some(amount) = year.amount else { return Score::plain(Status::ReportLater) };
    match &target.rule {
        TargetRule::None | TargetRule::ToBeConfirmed => Score::plain(Status::Contextual),
        TargetRule::AtMost(limit) => against(amount, *limit, true, amber_percent),
        TargetRule::AtLeast(wanted) => {
            at_least(target, *wanted, quarter, year, amount, amber_percent)
        }
        TargetRule::IncreaseEachQuarter { and_at_least } => {
            let increase = increase(quarter, this, last, amber_percent);
            let floor = and_at_least.map(|wanted| against(amount, wanted, false, amber_percent));
            worse(increase, floor)
        }
    }
}

fn at_least(
    target: &Target,
    wanted: Amount,
    quarter: Quarter,
    year: &YearToDate,
    amount: Amount,
    amber_percent: Decimal,
) -> Score {
    let share = target
        .profile
        .as_deref()
        .and_then(|profile| profile.get(usize::from(quarter.number() - 1)).copied())
        .unwrap_or(Decimal::ONE);
    let by_now = wanted.with_number(wanted.number() * share);
    let scored = against(amount, by_now, false, amber_percent);
    // A total from which a quarter is missing may have met its share without it; if it has not,
    // nobody knows.
    let unknown = target.profile.is_some() && year.is_partial() && scored.status != Status::Green;
    if unknown { Score::plain(Status::ReportLater) } else { scored }
}

/// The first quarter sets the base, and so does one after a quarter without a figure.
fn increase(
    quarter: Quarter,
    this: Option<Amount>,
    last: Option<Amount>,
    amber_percent: Decimal,
) -> Score {
    let Some(this) = this else { return Score::plain(Status::ReportLater) };
    match last.filter(|_| quarter.number() > 1) {
        None => Score::plain(Status::Contextual),
        Some(last) if this.number() > last.number() => {
            Score { status: Status::Green, shortfall: None, against: Some(last) }
        }
        Some(last) => {
            let scored = against(this, last, false, amber_percent);
            // Standing still is no increase: a minor shortfall.
            let status = if scored.status == Status::Green { Status::Amber } else { scored.status };
            let shortfall = Shortfall {
                distance: this.distance(last),
                apart: apart(this, last),
                percent: percent_of(this, last),
                above: false,
            };
            Score { status, shortfall: Some(shortfall), against: Some(last) }
        }
    }
}

fn against(amount: Amount, target: Amount, ceiling: bool, amber_percent: Decimal) -> Score {
    let over = amount.number() - target.number();
    let met = if ceiling { over <= Decimal::ZERO } else { over >= Decimal::ZERO };
    if met {
        return Score { status: Status::Green, shortfall: None, against: Some(target) };
    }
    let percent = percent_of(amount, target);
    let minor = percent.is_some_and(|percent| percent <= amber_percent);
    let status = if minor { Status::Amber } else { Status::Red };
    let shortfall = Shortfall {
        distance: amount.distance(target),
        apart: apart(amount, target),
        percent,
        above: ceiling,
    };
    Score { status, shortfall: Some(shortfall), against: Some(target) }
}

fn apart(amount: Amount, target: Amount) -> Amount {
    amount.with_number((amount.number() - target.number()).abs())
}

fn percent_of(amount: Amount, target: Amount) -> Option<Decimal> {
    let apart = (amount.number() - target.number()).abs();
    (apart * Decimal::ONE_HUNDRED).checked_div(target.number().abs())
}

/// The worse of two; a score beats none.
fn worse(first: Score, second: Option<Score>) -> Score {
    let Some(second) = second else { return first };
    let rank = |score: &Score| match score.status {
        Status::Red => 3,
        Status::Amber => 2,
        Status::Green => 1,
        Status::Blue | Status::ReportLater | Status::Contextual | Status::KeptBack => 0,
    };
    if rank(&second) > rank(&first) { second } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Money, Percent};

    fn percent(number: &str) -> Amount {
        Amount::Percent(Percent::new(number.parse().unwrap()))
    }

    fn quarter(number: u8) -> Quarter {
        format!("2023-24 Q{number}").parse().unwrap()
    }

    fn year(amount: Option<Amount>, covered: usize, of: usize) -> YearToDate {
        YearToDate { amount, fraction: None, at: None, covered, of }
    }

    fn target(rule: TargetRule, cumulative: bool) -> Target {
        let quarter = Decimal::new(25, 2);
        let profile = [quarter, quarter * Decimal::TWO, Decimal::new(75, 2), Decimal::ONE];
        Target { printed: "".into(), rule, profile: cumulative.then(|| profile.into()) }
    }

    fn status(
        target: &Target,
        number: u8,
        year: &YearToDate,
        this: Option<Amount>,
        last: Option<Amount>,
    ) -> Status {
        score(target, quarter(number), year, this, last, Decimal::from(5)).status
    }

    #[test]
    fn a_floor_is_green_from_its_target_amber_to_five_percent_short_and_red_beyond() {
        let floor = target(TargetRule::AtLeast(percent("75")), false);
        for (amount, expected) in [
            ("75", Status::Green),
            ("74.99", Status::Amber),
            ("71.25", Status::Amber),
            ("71.24", Status::Red),
            ("0", Status::Red),
        ] {
            let year = year(Some(percent(amount)), 2, 2);
            assert_eq!(status(&floor, 2, &year, None, None), expected, "{amount}");
        }
    }

    #[test]
    fn a_ceiling_is_the_other_way_round() {
        let ceiling = target(TargetRule::AtMost(percent("10")), false);
        for (amount, expected) in
            [("10", Status::Green), ("10.38", Status::Amber), ("10.51", Status::Red)]
        {
            let year = year(Some(percent(amount)), 1, 1);
            assert_eq!(status(&ceiling, 1, &year, None, None), expected, "{amount}");
        }
    }

    #[test]
    fn a_total_is_scored_against_its_share_of_the_year() {
        let total = target(TargetRule::AtLeast(Amount::Money(Money::thousands(200))), true);
        let money = |thousands| Some(Amount::Money(Money::thousands(thousands)));
        assert_eq!(status(&total, 2, &year(money(100), 2, 2), None, None), Status::Green);
        assert_eq!(status(&total, 2, &year(money(96), 2, 2), None, None), Status::Amber);
        assert_eq!(status(&total, 4, &year(money(100), 4, 4), None, None), Status::Red);
        // One quarter is missing: it may have made up for it, or it has met its share already.
        assert_eq!(status(&total, 2, &year(money(60), 1, 2), None, None), Status::ReportLater);
        assert_eq!(status(&total, 2, &year(money(101), 1, 2), None, None), Status::Green);
    }

    #[test]
    fn an_increase_is_scored_quarter_against_quarter() {
        let rule = target(TargetRule::IncreaseEachQuarter { and_at_least: None }, false);
        let full = year(Some(percent("40")), 2, 2);
        let case = |number, this: &str, last: Option<&str>| {
            status(&rule, number, &full, Some(percent(this)), last.map(percent))
        };
        assert_eq!(case(1, "40", Some("90")), Status::Contextual);
        assert_eq!(case(2, "44.4", Some("37.5")), Status::Green);
        assert_eq!(case(2, "37.5", Some("37.5")), Status::Amber);
        assert_eq!(case(2, "30", Some("37.5")), Status::Red);
        assert_eq!(case(2, "30", None), Status::Contextual);
    }

    #[test]
    fn with_a_figure_beside_it_the_worse_of_the_two_counts() {
        let wanted = Amount::Count(Decimal::from(800));
        let rule = TargetRule::IncreaseEachQuarter { and_at_least: Some(wanted) };
        let rule = target(rule, false);
        let people = |n: i64| Amount::Count(Decimal::from(n));
        let case = |this, last| {
            status(
                &rule,
                2,
                &year(Some(people(this)), 2, 2),
                Some(people(this)),
                Some(people(last)),
            )
        };
        assert_eq!(case(810, 790), Status::Green);
        assert_eq!(case(790, 780), Status::Amber);
        assert_eq!(case(700, 690), Status::Red);
        assert_eq!(case(805, 900), Status::Red);
    }

    #[test]
    fn what_is_missing_is_never_red_and_no_target_is_never_scored() {
        let empty = year(None, 0, 2);
        let floor = target(TargetRule::AtLeast(percent("75")), false);
        assert_eq!(status(&floor, 2, &empty, None, None), Status::ReportLater);
        for rule in [TargetRule::ToBeConfirmed, TargetRule::None] {
            let rule = target(rule, false);
            assert_eq!(status(&rule, 2, &empty, None, None), Status::ReportLater);
            let some = year(Some(percent("1")), 1, 2);
            assert_eq!(status(&rule, 2, &some, None, None), Status::Contextual);
        }
    }
}
