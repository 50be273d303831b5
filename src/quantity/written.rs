//! How numbers are written: grouped thousands, fixed or trimmed decimals.

use rust_decimal::{Decimal, RoundingStrategy};

/// Keeps a number and its unit on one line.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// A number rounded half away from zero to `places` decimals, thousands grouped: `1,234.50`.
#[must_use]
pub fn fixed(number: Decimal, places: u32) -> String {
    let rounded = number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    // A rounded minus nought is nought.
    let rounded = if rounded.is_zero() { Decimal::ZERO } else { rounded };
    group(&format!("{rounded:.*}", usize::try_from(places).unwrap_or(0)))
}

/// A whole number with its thousands grouped: `2,859`. Fractions are rounded away.
#[must_use]
pub fn grouped(number: Decimal) -> String {
    fixed(number, 0)
}

/// As few decimals as say the number, at most `places`: `75`, `12.5`.
#[must_use]
pub fn trimmed(number: Decimal, places: u32) -> String {
    let rounded = number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    group(&rounded.normalize().to_string())
}

/// A number as it is, with its thousands grouped and every decimal it has: `53.9`, `1,234`.
#[must_use]
pub fn exact(number: Decimal) -> String {
    group(&number.normalize().to_string())
}

/// `1 return`, `2 returns`: the count with its noun, one or many, held together.
#[must_use]
pub fn plural(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{}{NO_BREAK_SPACE}{noun}", group(&count.to_string()))
}

fn group(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !part.is_empty() {
        out.push('.');
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_rounded_half_away_from_zero() {
        let check = |number: &str, places, expected: &str| {
            assert_eq!(fixed(number.parse().unwrap(), places), expected);
        };
        check("2859", 0, "2,859");
        check("1234567.885", 2, "1,234,567.89");
        check("-0.5", 0, "-1");
        check("-0.04", 1, "0.0");
        check("70.35", 1, "70.4");
        assert_eq!(trimmed("75.00".parse().unwrap(), 1), "75");
        assert_eq!(trimmed("1000.50".parse().unwrap(), 1), "1,000.5");
    }
}
