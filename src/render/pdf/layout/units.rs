//! Numbers between their types: the one place where geometry is turned into other kinds.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use crate::quantity::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// Millimetres in points.
pub(crate) const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// A count as a PDF integer.
pub(crate) fn int(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A small count (of columns, points, lines) as a length.
pub(crate) fn real(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// An index as a code or glyph number; none past 65,535.
pub(crate) fn code(index: usize) -> Option<u16> {
    u16::try_from(index).ok()
}

/// The nearest whole number that the type holds.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "rounded; the cast from a float saturates at the ends of the type"
)]
pub(crate) fn rounded(value: f32) -> i16 {
    value.round() as i16
}

/// Where a value stands between two others: 0 at the first, 1 at the second, kept within.
pub(crate) fn share(value: Decimal, low: Decimal, high: Decimal) -> f32 {
    let span = high.checked_sub(low).filter(|span| !span.is_zero());
    let part = value.checked_sub(low);
    let share = part.zip(span).and_then(|(part, span)| part.checked_div(span));
    share.and_then(|share| share.to_f32()).unwrap_or(0.5).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_kept_within_its_ends() {
        let of = |n: i64| Decimal::from(n);
        assert!((share(of(5), of(0), of(20)) - 0.25).abs() < 1e-6);
        assert!((share(of(50), of(0), of(20)) - 1.0).abs() < 1e-6);
        assert!((share(of(3), of(3), of(3)) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn an_inch_is_seventy_two_points() {
        assert!((mm(25.4) - 72.0).abs() < 1e-4);
        assert_eq!(rounded(1e9), i16::MAX);
    }
}
