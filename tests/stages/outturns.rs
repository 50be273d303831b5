//! Every kind of figure and of target, from the sample returns to the status.

use crate::support::{INPUTS, Known, quarter};
use quarterpack::finding::Code;
use quarterpack::plan::{Formula, Reading, Status, TargetRule};
use quarterpack::quantity::{Amount, Decimal, Money, Percent};
use quarterpack::reconcile::{MeasurePosition, Quarterly};
use quarterpack::validate::{FigureState, Return};
use std::sync::LazyLock;

static YEAR_END: LazyLock<Known> = LazyLock::new(|| Known::at("2021-22 Q4"));
static AUTUMN: LazyLock<Known> = LazyLock::new(|| Known::at("2023-24 Q2"));

impl Known {
    /// How the measure of this number stands.
    fn measure(&self, number: u32) -> MeasurePosition {
        let id = &self.plan.measures.iter().find(|one| one.number == number).unwrap().id;
        let (position, _) = self.reconciled();
        MeasurePosition::clone(&position.measures.iter().find(|one| one.measure == *id).unwrap())
    }
}

/// The same, with other numbers for a measure's figures: quarter, figure, number.
fn with(known: &Known, number: u32, numbers: &[(u8, &str, i64)]) -> Known {
    let mut known = known.clone();
    let measure = known.plan.measures.iter().find(|one| one.number == number).unwrap();
    let year = known.job.quarter.year();
    for (nth, figure, number) in numbers {
        let quarter = year.quarter(*nth).unwrap();
        let returned = returned(&mut known.returns, &measure.services[0], quarter);
        let given = returned.figures.get_mut(&(measure.id.clone(), (*figure).into())).unwrap();
        given.state = FigureState::Number((*number).into());
        returned.restatements.retain(|one| one.measure != measure.id);
    }
    known
}

fn returned<'a>(
    returns: &'a mut [Return],
    service: &quarterpack::plan::ServiceId,
    quarter: quarterpack::calendar::Quarter,
) -> &'a mut Return {
    let mine = |one: &&mut Return| one.service == *service && one.quarter == quarter;
    returns.iter_mut().find(mine).unwrap()
}

fn percent(text: &str) -> Amount {
    Amount::Percent(Percent::new(text.parse().unwrap()))
}

fn year(position: &MeasurePosition) -> Amount {
    position.year_to_date.amount.unwrap()
}

#[test]
fn four_quarters_make_exactly_what_the_next_plan_prints() {
    let (position, _) = YEAR_END.reconciled();
    let next = INPUTS.plan(quarter("2023-24 Q1")).unwrap();
    let mut made = Vec::new();
    for measure in &next.measures {
        let Some(before) = &measure.continues else { continue };
        let stands = position.measures.iter().find(|one| one.measure == before.id).unwrap();
        let printed = measure.earlier.iter().find(|value| value.year == Some(before.plan)).unwrap();
        let meant = match &printed.reading {
            Reading::Value(amount) | Reading::Suspect { meant: amount, .. } => *amount,
            Reading::ToBeConfirmed | Reading::NotApplicable | Reading::Blank => {
                panic!("measure {} prints {}", measure.number, printed.printed)
            }
        };
        assert_eq!(year(&stands), meant, "measure {}: to the last digit", measure.number);
        made.push((measure.number, year(&stands).as_target()));
    }
    let expected = [
        (1, "£267k"),
        (4, "94%"),
        (5, "82%"),
        (6, "10%"),
        (7, "94%"),
        (8, "95%"),
        (12, "68%"),
        (13, "65%"),
        (14, "99%"),
    ];
    assert_eq!(made, expected.map(|(number, text)| (number, text.to_owned())));
    assert_eq!(year(&YEAR_END.measure(1)), Amount::Money(Money::thousands(267)));
}

/// Every measure of 2021-22 at the year's end, in a line: target, year, fraction, coverage,
/// status as calculated and as it counts.
#[test]
fn every_measure_of_2021_22_stands_as_written_down() {
    let (position, _) = YEAR_END.reconciled();
    let lines: Vec<String> = YEAR_END
        .plan
        .measures
        .iter()
        .zip(&position.measures)
        .map(|(measure, stands)| {
            assert_eq!(measure.id, stands.measure);
            let year = &stands.year_to_date;
            let fraction = year.fraction.map(|f| format!("{} of {}", f.part, f.whole));
            let at = year.at.map(|at| format!(", at {at}"));
            format!(
                "{:>2} {:<20} {:<12} {:<14} {}{}  {}{}",
                measure.number,
                kind(&measure.target.rule),
                year.amount.unwrap().as_figure(),
                fraction.unwrap_or_default(),
                year.coverage(),
                at.unwrap_or_default(),
                stands.score.status.word(),
                stands
                    .changed
                    .as_ref()
                    .map_or_else(String::new, |to| format!(", changed to {}", to.status.word())),
            )
        })
        .collect();
    insta::assert_snapshot!("year_end", lines.join("\n"));
}

fn kind(rule: &TargetRule) -> String {
    match rule {
        TargetRule::AtLeast(amount) => format!("at least {}", amount.as_target()),
        TargetRule::AtMost(amount) => format!("at most {}", amount.as_target()),
        TargetRule::IncreaseEachQuarter { and_at_least: None } => "increase".into(),
        TargetRule::IncreaseEachQuarter { and_at_least: Some(amount) } => {
            format!("increase, {}", amount.as_target())
        }
        TargetRule::ToBeConfirmed => "tbc".into(),
        TargetRule::None => "none".into(),
    }
}

#[test]
fn percentages_are_sums_over_sums_and_no_mean_of_percentages() {
    // Nine of ten, then none of ninety: 9% of all, where the mean of the percentages is 45%.
    let known = with(&YEAR_END, 5, &[(1, "num", 9), (1, "den", 10), (2, "num", 0), (2, "den", 90)]);
    let known = with(&known, 5, &[(3, "num", 0), (3, "den", 0), (4, "num", 0), (4, "den", 0)]);
    let mut known = known;
    known.job.quarter = quarter("2021-22 Q2");
    let stands = known.measure(5);
    assert_eq!(year(&stands), percent("9"));
    assert_eq!(stands.status, Status::Red);
    let quarters: Vec<_> = stands.quarters.iter().map(|(_, one)| one.amount().unwrap()).collect();
    assert_eq!(quarters, [percent("90"), percent("0")]);
    // The samples show it too: their quarters have other sizes.
    let mean: Decimal = YEAR_END
        .measure(5)
        .quarters
        .iter()
        .map(|(_, one)| one.amount().unwrap().number() / Decimal::from(4))
        .sum();
    assert_ne!(mean.round_dp(3), Decimal::from(65));
}

#[test]
fn an_unrounded_figure_is_scored() {
    // 74.96% shows as 75.0% and is short of 75%.
    let numbers = [1, 2, 3, 4].map(|q| [(q, "num", 1874), (q, "den", 2500)]).concat();
    let stands = with(&YEAR_END, 4, &numbers).measure(4);
    assert_eq!((year(&stands).as_figure().as_str(), stands.status), ("75.0%", Status::Amber));
}

#[test]
fn a_ratio_is_a_sum_to_a_sum() {
    let stands = YEAR_END.measure(16);
    let share = year(&stands);
    assert!(matches!(share, Amount::Ratio(_)));
    let fraction = stands.year_to_date.fraction.unwrap();
    assert_eq!(share.number(), fraction.part * Decimal::ONE_HUNDRED / fraction.whole);
    assert_eq!((share.as_figure().as_str(), stands.status), ("71/29", Status::Green));
    let short = with(&YEAR_END, 16, &[(4, "planned", 0)]).measure(16);
    assert_eq!(short.status, Status::Red);
}

#[test]
fn a_rate_per_day_is_a_sum_over_all_days() {
    let stands = YEAR_END.measure(17);
    let fraction = stands.year_to_date.fraction.unwrap();
    assert_eq!(fraction.whole, Decimal::from(365), "91, 92, 92 and 90 days");
    assert_eq!(year(&stands).number(), fraction.part / fraction.whole);
    assert_eq!(
        (year(&stands).as_figure().as_str(), stands.status),
        ("9.8 a\u{a0}day", Status::Amber)
    );
    let met = with(&YEAR_END, 17, &[(1, "num", 1100)]).measure(17);
    assert_eq!(met.status, Status::Green);
    let nothing = with(&YEAR_END, 17, &[(4, "den", 0)]).measure(17);
    assert!(matches!(nothing.this_quarter(), Some(Quarterly::Unusable(_))));
    assert_eq!(nothing.status, Status::ReportLater);
}

#[test]
fn conversions_say_how_many_go_on_at_each_stage() {
    for (number, beside) in [(7, None), (8, Some("Child protection investigations completed"))] {
        let stands = YEAR_END.measure(number);
        let fraction = stands.year_to_date.fraction.unwrap();
        assert_eq!(year(&stands), Amount::Percent(fraction.percent().unwrap()));
        assert_eq!(stands.status, Status::Contextual, "nothing is asked of it");
        let labels: Vec<&str> = stands.context.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(labels, Vec::from_iter(beside), "measure {number}");
        for stage in &stands.context {
            let sum: Decimal = stage.quarters.iter().flatten().sum();
            assert_eq!(stage.year_to_date, Some(sum));
            assert!(sum >= fraction.whole, "no stage is larger than the one before it");
        }
    }
}

#[test]
fn people_are_scored_and_the_money_stands_beside_them() {
    let carers = YEAR_END.measure(18);
    assert_eq!(year(&carers), Amount::Count(Decimal::from(426)));
    assert_eq!(carers.status, Status::Green);
    assert_eq!(carers.context.len(), 1);
    let benefits = &carers.context[0];
    assert_eq!(benefits.quarters.len(), 4);
    assert_eq!(benefits.year_to_date, Some(benefits.quarters.iter().flatten().sum()));
    let clients = YEAR_END.measure(21);
    assert_eq!(year(&clients), Amount::Count(Decimal::from(2496)));
    assert_eq!(clients.status, Status::Amber, "four short of 2,500");
    assert_eq!(clients.context.len(), 3);
    // Money has no part in the score.
    let rich = with(&YEAR_END, 18, &[(4, "benefits", 0), (4, "carers", 0)]).measure(18);
    assert_eq!(rich.status, Status::Red);
    assert_eq!(rich.context[0].quarters[3], Some(Decimal::ZERO), "zero is a number");
}

#[test]
fn an_increase_each_quarter_is_scored_quarter_against_quarter() {
    let status = |known: &Known| known.measure(19).status;
    assert_eq!(year(&YEAR_END.measure(19)), Amount::Count(Decimal::from(829)));
    assert_eq!(status(&YEAR_END), Status::Green);
    // As many as the quarter before, which is no increase; fewer; more, and below 800.
    for (third, fourth, expected) in [
        (829, 829, Status::Amber),
        (840, 829, Status::Amber),
        (900, 829, Status::Red),
        (700, 790, Status::Amber),
        (700, 750, Status::Red),
        (799, 800, Status::Green),
    ] {
        let known = with(&YEAR_END, 19, &[(3, "n", third), (4, "n", fourth)]);
        assert_eq!(status(&known), expected, "{third} then {fourth}");
    }
    // Without a figure beside it, in 2023-24: 3 of 8 and then 4 of 9, or as the case may be.
    let stands = AUTUMN.measure(3);
    let quarters: Vec<_> = stands.quarters.iter().map(|(_, one)| one.amount().unwrap()).collect();
    assert!(quarters[1].number() > quarters[0].number());
    assert_eq!((stands.status, stands.score.against), (Status::Green, Some(quarters[0])));
    let worse = with(&AUTUMN, 3, &[(1, "num", 4), (1, "den", 4)]).measure(3);
    assert_eq!(worse.status, Status::Red);
    // The year to date would say otherwise: it is not asked.
    let base = Known::at("2023-24 Q1").measure(3);
    assert_eq!(base.status, Status::Contextual, "the first quarter sets the base");
}

#[test]
fn a_ceiling_counts_the_latest_quarter() {
    let stands = YEAR_END.measure(11);
    assert_eq!((year(&stands), stands.status), (percent("10"), Status::Green));
    assert_eq!(stands.year_to_date.at, Some(quarter("2021-22 Q4")));
    let case = |num| with(&YEAR_END, 11, &[(4, "num", num), (4, "den", 1000)]).measure(11).status;
    assert_eq!(
        [120, 121, 126, 127].map(case),
        [Status::Green, Status::Amber, Status::Amber, Status::Red]
    );
    // Earlier quarters make no difference.
    let before = with(&YEAR_END, 11, &[(1, "num", 600), (2, "num", 600)]).measure(11);
    assert_eq!((year(&before), before.status), (percent("10"), Status::Green));
}

#[test]
fn a_total_is_scored_against_its_share_of_the_year() {
    // £200k in the year is £100k by the half.
    let case =
        |first, second| with(&AUTUMN, 1, &[(1, "saving", first), (2, "saving", second)]).measure(1);
    let met = case(60_000, 40_000);
    assert_eq!((year(&met), met.status), (Amount::Money(Money::thousands(100)), Status::Green));
    assert_eq!(met.score.against, Some(Amount::Money(Money::thousands(100))));
    assert_eq!(case(60_000, 35_000).status, Status::Amber);
    assert_eq!(case(60_000, 34_999).status, Status::Red);
    // 3,000 people in the year is 1,500 by the half.
    let people = |second| with(&AUTUMN, 9, &[(1, "n", 700), (2, "n", second)]).measure(9).status;
    assert_eq!([800, 799, 724].map(people), [Status::Green, Status::Amber, Status::Red]);
}

#[test]
fn a_missing_quarter_is_said_and_not_guessed() {
    let without = |number: u32, nth: u8| {
        let mut known = YEAR_END.clone();
        let measure = known.plan.measures.iter().find(|one| one.number == number).unwrap();
        let gone = known.job.quarter.year().quarter(nth).unwrap();
        known.returns.retain(|one| (&one.service, one.quarter) != (&measure.services[0], gone));
        known.measure(number)
    };
    let percentage = without(5, 2);
    assert_eq!(percentage.year_to_date.coverage(), "3 of 4 quarters");
    assert!(matches!(percentage.quarters[1].1, Quarterly::NotReturned));
    let whole = YEAR_END.measure(5).year_to_date.fraction.unwrap();
    let part = percentage.year_to_date.fraction.unwrap();
    assert!(part.whole < whole.whole && part.part < whole.part, "no quarter is put in its place");
    // A total that lacks a quarter may have met its target without it; otherwise nobody knows.
    assert_eq!(without(21, 2).status, Status::ReportLater);
    assert!(without(1, 2).year_to_date.is_partial());
    // Without this quarter's own return there is nothing to report yet.
    let last = without(5, 4);
    assert_eq!((last.status, last.year_to_date.covered), (Status::ReportLater, 3));
}

#[test]
fn what_is_to_be_confirmed_is_never_zero() {
    // A target still to be set: with figures Contextual, without them Report later.
    let counted = AUTUMN.measure(10);
    assert_eq!(counted.status, Status::Contextual);
    assert_eq!(counted.score.against, None, "there is no target, not one of nothing");
    let unknown = AUTUMN.measure(11);
    assert_eq!(unknown.status, Status::ReportLater);
    assert_eq!(unknown.year_to_date.amount, None);
    assert!(unknown.trend.iter().all(|(_, amount)| amount.is_none()));
    // No value that the plan prints as tbc, n/a or not at all has been read as a number.
    for measure in INPUTS.plans.iter().flat_map(|plan| &plan.measures) {
        for value in &measure.earlier {
            let number = value.printed.chars().any(|c| c.is_ascii_digit());
            let read = matches!(value.reading, Reading::Value(_) | Reading::Suspect { .. });
            let word = value.printed.to_lowercase().starts_with("tbc");
            assert_eq!(read, number && !word, "measure {}: {}", measure.number, value.printed);
        }
    }
}

#[test]
fn the_misprinted_267_is_read_as_thousands_and_compared_with_nothing() {
    let plan = AUTUMN.plan;
    let measure = plan.measures.iter().find(|one| one.number == 1).unwrap();
    let value = measure.earlier.iter().find(|one| one.period == "2021-22").unwrap();
    let pounds = |n: i64| Amount::Money(Money::pounds(n.into()));
    let expected = Reading::Suspect { printed: pounds(267), meant: pounds(267_000) };
    assert_eq!((value.printed.as_str(), &value.reading), ("£267", &expected));
    let found = quarterpack::plan::check(&INPUTS.plans);
    let told = found.iter().filter(|finding| *finding.place.file == *plan.file).any(|finding| {
        let read = finding.read.as_deref().unwrap_or_default();
        finding.message.contains("£267") || read.contains("£267")
    });
    assert!(told, "the plan's own check tells it");
    let (position, findings) = AUTUMN.reconciled();
    let stands = position.measures.get(0).unwrap();
    let known = stands.trend.iter().filter_map(|(_, amount)| *amount);
    assert!(known.chain(stands.score.against).all(|amount| amount.number() > Decimal::from(267)));
    assert!(findings.iter().all(|one| one.code != Code::M05), "no return is measured by it");
}

/// Both plans together hold every kind of formula and of target that there is.
#[test]
fn no_kind_of_figure_or_target_is_left_out() {
    let measures = || INPUTS.plans.iter().flat_map(|plan| &plan.measures);
    let formulas = [
        measures().filter(|m| matches!(m.formula, Formula::Percentage { .. })).count(),
        measures().filter(|m| matches!(m.formula, Formula::Count { .. })).count(),
        measures().filter(|m| matches!(m.formula, Formula::Money { .. })).count(),
        measures().filter(|m| matches!(m.formula, Formula::Ratio { .. })).count(),
        measures().filter(|m| matches!(m.formula, Formula::PerDay { .. })).count(),
    ];
    assert_eq!(formulas, [25, 6, 2, 1, 1]);
    let rules = |wanted: &dyn Fn(&TargetRule) -> bool| {
        measures().filter(|measure| wanted(&measure.target.rule)).count()
    };
    let increase = |floor| {
        rules(
            &move |rule| matches!(rule, TargetRule::IncreaseEachQuarter { and_at_least } if and_at_least.is_some() == floor),
        )
    };
    assert_eq!(
        [
            rules(&|rule| matches!(rule, TargetRule::AtLeast(_))),
            rules(&|rule| matches!(rule, TargetRule::AtMost(_))),
            increase(true),
            increase(false),
            rules(&|rule| matches!(rule, TargetRule::ToBeConfirmed)),
            rules(&|rule| matches!(rule, TargetRule::None)),
        ],
        [26, 2, 1, 1, 2, 3]
    );
}
