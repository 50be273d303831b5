//! The ends of a chart's axis: round numbers a little beyond the values.

use crate::quantity::Decimal;

/// Round numbers below and above all values: steps of 1, 2, 2.5 or 5 times a power of ten.
pub(super) fn ends(values: impl Iterator<Item = Decimal>) -> (Decimal, Decimal) {
    let mut low = Decimal::MAX;
    let mut high = Decimal::MIN;
    for value in values {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return (Decimal::ZERO, Decimal::ONE);
    }
    // At least a fifth of the value, so that a small change does not look like a cliff.
    let step = step((high - low).max(high.abs() / Decimal::from(5)));
    let down = (low / step).floor() * step;
    let up = (high / step).ceil() * step;
    let down = if down >= low { down - step } else { down };
    let up = if up <= high { up + step } else { up };
    // No value below nothing, no axis below nothing.
    (if low >= Decimal::ZERO { down.max(Decimal::ZERO) } else { down }, up)
}

/// About a third of the spread, made round.
fn step(spread: Decimal) -> Decimal {
    let wanted = spread / Decimal::from(3);
    let mut power = Decimal::ONE;
    while power * Decimal::TEN <= wanted {
        power *= Decimal::TEN;
    }
    let tenth = Decimal::new(1, 1);
    let least = Decimal::new(1, 6);
    while power > wanted && power > least {
        power *= tenth;
    }
    [Decimal::ONE, Decimal::TWO, Decimal::new(25, 1), Decimal::from(5), Decimal::TEN]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= wanted)
        .unwrap_or(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ends_are_round() {
        let of = |values: &[&str]| {
            let (low, high) = ends(values.iter().map(|v| v.parse().unwrap()));
            (low.normalize().to_string(), high.normalize().to_string())
        };
        assert_eq!(of(&["61.8", "70.4", "75"]), ("60".into(), "80".into()));
        assert_eq!(of(&["9.4", "10.4", "10"]), ("9".into(), "11".into()));
        assert_eq!(of(&["0", "0"]), ("0".into(), "0.000001".into()));
    }

    proptest! {
        #[test]
        fn all_values_lie_between_the_ends(values in proptest::collection::vec(0i64..10_000_000, 1..6)) {
            let numbers: Vec<Decimal> = values.iter().map(|v| Decimal::new(*v, 2)).collect();
            let (low, high) = ends(numbers.iter().copied());
            prop_assert!(low < high);
            prop_assert!(numbers.iter().all(|v| (low..=high).contains(v)));
        }
    }
}
