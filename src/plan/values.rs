//! Amounts, targets and earlier values as the plan file writes them, read exactly:
//! `75%`, `£200k`, `3,000`, `70/30`, `10 per day`, `at least 75%`, `to be confirmed`.

use super::measure::{Reading, TargetRule};
use crate::quantity::{Amount, Decimal, Money, Percent};

/// Digits before the point, and after it, that a plan's number can have: enough for any budget
/// in pounds, and few enough that sums, shares and scales of such numbers stay exact.
const DIGITS: usize = 12;
const PLACES: usize = 6;

/// What stands where a new plan has still to say something: a target, a budget, a time.
pub(crate) const TO_BE_SET: &str = "to be set";

/// What a text was taken to be, and why that can't be.
pub(super) type Unread = String;

/// An amount with its unit.
pub(super) fn amount(text: &str) -> Result<Amount, Unread> {
    let text = spaced(text);
    if let Some(money) = text.strip_prefix('£') {
        return pounds(money).map(Amount::Money).ok_or_else(|| refuse(&text));
    }
    if let Some(percent) = text.strip_suffix('%') {
        let number = number(percent).ok_or_else(|| refuse(&text))?;
        return Ok(Amount::Percent(Percent::new(number)));
    }
    if let Some((left, right)) = text.split_once('/') {
        return ratio(left, right).ok_or_else(|| {
            format!("“{text}” is no ratio: its two parts do not make a hundred, as 70/30 does")
        });
    }
    if let Some(rate) = text.strip_suffix("per day").or_else(|| text.strip_suffix("a day")) {
        return number(rate).map(Amount::PerDay).ok_or_else(|| refuse(&text));
    }
    number(&text).map(Amount::Count).ok_or_else(|| refuse(&text))
}

/// An amount as a plan file writes it, to the last digit.
pub(super) fn exact(amount: Amount) -> String {
    let plain = |number: Decimal| number.normalize().to_string();
    match amount {
        Amount::Count(number) => plain(number),
        Amount::PerDay(number) => format!("{} per day", plain(number)),
        Amount::Percent(percent) => format!("{}%", plain(percent.number())),
        Amount::Ratio(share) => {
            let left = share.number();
            format!("{}/{}", plain(left), plain(Decimal::ONE_HUNDRED - left))
        }
        Amount::Money(money) => {
            let pounds = money.in_pounds();
            let thousands = pounds / Decimal::ONE_THOUSAND;
            if thousands.is_integer() && !thousands.is_zero() {
                format!("£{}k", plain(thousands))
            } else {
                format!("£{}", plain(pounds))
            }
        }
    }
}

/// A target in words.
pub(super) fn target(text: &str) -> Result<TargetRule, Unread> {
    let text = spaced(text);
    let folded = text.to_lowercase();
    let rest = |prefix: &str| folded.strip_prefix(prefix).map(str::trim);
    match folded.as_str() {
        "none" => return Ok(TargetRule::None),
        "to be confirmed" | TO_BE_SET => return Ok(TargetRule::ToBeConfirmed),
        "increase each quarter" => {
            return Ok(TargetRule::IncreaseEachQuarter { and_at_least: None });
        }
        _ => {}
    }
    if let Some(least) = rest("at least ") {
        return amount(least).map(TargetRule::AtLeast);
    }
    if let Some(most) = rest("at most ").or_else(|| rest("no more than ")) {
        return amount(most).map(TargetRule::AtMost);
    }
    if let Some(least) = rest("increase each quarter, at least ") {
        let and_at_least = Some(amount(least)?);
        return Ok(TargetRule::IncreaseEachQuarter { and_at_least });
    }
    Err(format!("“{text}” is not a target"))
}

/// An earlier value; `meant` stands beside one that can't be what is meant.
pub(super) fn reading(text: &str, meant: Option<&str>) -> Result<Reading, Unread> {
    let plain = match spaced(text).to_lowercase().as_str() {
        "to be confirmed" => Reading::ToBeConfirmed,
        "not applicable" => Reading::NotApplicable,
        "blank" => Reading::Blank,
        _ => Reading::Value(amount(text)?),
    };
    match (plain, meant) {
        (Reading::Value(printed), Some(meant)) => {
            Ok(Reading::Suspect { printed, meant: amount(meant)? })
        }
        (_, Some(_)) => Err(format!("“{text}” is no value, so nothing else can be meant by it")),
        (plain, None) => Ok(plain),
    }
}

/// A plain number, its thousands grouped or not: `3,000`, `3000`, `11.4`; never below zero.
pub(super) fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').map_or((text, None), |(w, p)| (w, Some(p)));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !part.is_none_or(|part| digits(part) && part.len() <= PLACES) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| digits(first))?;
    let mut plain = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !digits(group) {
            return None;
        }
        plain.push_str(group);
    }
    if plain.len() > DIGITS {
        return None;
    }
    if let Some(part) = part {
        plain.push('.');
        plain.push_str(part);
    }
    Decimal::from_str_exact(&plain).ok()
}

/// Whether a text says that something is still to be set.
pub(super) fn is_to_be_set(text: &str) -> bool {
    spaced(text).eq_ignore_ascii_case(TO_BE_SET)
}

/// A budget in £ million to three places, as the plans print them: `219.616`.
pub(super) fn millions(text: &str) -> Option<Money> {
    let (_, thousandths) = text.trim().split_once('.')?;
    let millions = number(text).filter(|_| thousandths.len() == 3)?;
    millions.checked_mul(Decimal::from(1_000_000)).map(Money::pounds)
}

fn pounds(text: &str) -> Option<Money> {
    let scales = [("thousand", 1_000), ("million", 1_000_000), ("k", 1_000), ("m", 1_000_000)];
    let (digits, scale) = scales
        .iter()
        .find_map(|(suffix, scale)| Some((text.strip_suffix(suffix)?, *scale)))
        .unwrap_or((text, 1));
    number(digits)?.checked_mul(Decimal::from(scale)).map(Money::pounds)
}

fn ratio(left: &str, right: &str) -> Option<Amount> {
    let (left, right) = (number(left)?, number(right)?);
    let whole = left.checked_add(right)?;
    (whole == Decimal::ONE_HUNDRED).then_some(Amount::Ratio(Percent::new(left)))
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn refuse(text: &str) -> Unread {
    format!("“{text}” is not an amount")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn percent(n: i64) -> Amount {
        Amount::Percent(Percent::new(n.into()))
    }

    #[test]
    fn amounts_are_read_exactly_with_their_unit() {
        assert_eq!(amount("75%"), Ok(percent(75)));
        assert_eq!(amount("£200k"), Ok(Amount::Money(Money::thousands(200))));
        assert_eq!(amount("£219.616 million"), Ok(Amount::Money(Money::thousands(219_616))));
        assert_eq!(amount("£6.839m"), Ok(Amount::Money(Money::thousands(6_839))));
        assert_eq!(amount("2,500"), Ok(Amount::Count(2500.into())));
        assert_eq!(amount("10 per day"), Ok(Amount::PerDay(10.into())));
        assert_eq!(amount("70/30"), Ok(Amount::Ratio(Percent::new(70.into()))));
        for wrong in [
            "",
            "%",
            "£",
            "tbc",
            "2,50",
            "25,00",
            "1234,567",
            "1234567890123",
            "0.1234567",
            "70/20",
            "-5",
            "1e4",
            "5.",
        ] {
            assert!(amount(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn targets_are_read_from_words() {
        assert_eq!(target("at least 75%"), Ok(TargetRule::AtLeast(percent(75))));
        assert_eq!(target("At most 12%"), Ok(TargetRule::AtMost(percent(12))));
        assert_eq!(
            target("increase each quarter, at least 800"),
            Ok(TargetRule::IncreaseEachQuarter { and_at_least: Some(Amount::Count(800.into())) })
        );
        assert_eq!(target("to be confirmed"), Ok(TargetRule::ToBeConfirmed));
        assert_eq!(target("75%"), Err("“75%” is not a target".into()));
    }

    #[test]
    fn words_are_never_zero() {
        assert_eq!(reading("blank", None), Ok(Reading::Blank));
        assert_eq!(reading("to be confirmed", None), Ok(Reading::ToBeConfirmed));
        assert!(reading("tbc", None).is_err());
        let Ok(Reading::Suspect { printed, meant }) = reading("£267", Some("£267k")) else {
            panic!("a value with `meant` is suspect");
        };
        assert_eq!(printed.number() * Decimal::ONE_THOUSAND, meant.number());
        assert!(reading("blank", Some("£1k")).is_err());
    }

    #[test]
    fn budgets_are_in_millions_to_three_places() {
        assert_eq!(millions("219.616"), Some(Money::thousands(219_616)));
        for wrong in ["219616", "219.6", "£219.616", "219.616m", ""] {
            assert_eq!(millions(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_as_a_target_is_read_back(tenths in 0i64..100_000_000) {
            let number = Decimal::new(tenths, 1);
            let amounts = [
                Amount::Percent(Percent::new(number)),
                Amount::PerDay(number),
                Amount::Count(Decimal::from(tenths)),
                Amount::Money(Money::pounds(Decimal::from(tenths) * Decimal::ONE_HUNDRED)),
            ];
            for written in amounts {
                prop_assert_eq!(amount(&written.as_target()), Ok(written));
                prop_assert_eq!(amount(&exact(written)), Ok(written));
            }
        }

        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,12}") {
            let _ = (amount(&text), target(&text), reading(&text, Some(&text)), millions(&text));
        }
    }
}
