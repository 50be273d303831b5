//! Lengths of drawings: whole tenths of a pixel, so that no float is needed.

use super::super::markup::Markup;
use crate::quantity::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// A length in tenths of a CSS pixel.
pub(super) type Tenths = i32;

/// As it stands in a drawing: `12.3`.
pub(super) fn px(length: Tenths) -> String {
    let sign = if length < 0 { "-" } else { "" };
    let (whole, part) = (length.abs() / 10, length.abs() % 10);
    if part == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A small count as a number to work with.
pub(super) fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Where a value stands between two lengths that stand for two other values; kept within.
pub(super) fn between(value: Decimal, ends: (Decimal, Decimal), room: (Tenths, Tenths)) -> Tenths {
    let span = ends.1.checked_sub(ends.0).filter(|span| !span.is_zero());
    let part = value.checked_sub(ends.0);
    let share = part.zip(span).and_then(|(part, span)| part.checked_div(span));
    let half = Decimal::new(5, 1);
    let share = share.unwrap_or(half).clamp(Decimal::ZERO, Decimal::ONE);
    let length = Decimal::from(room.0) + Decimal::from(room.1 - room.0) * share;
    length.round().to_i32().unwrap_or(room.0)
}

/// About how wide a text is at 13 pixels in Arial or Noto Sans, bold: a little too much rather
/// than too little.
pub(super) fn width_of(text: &str) -> Tenths {
    text.chars()
        .map(|c| match c {
            '.' | ',' | ' ' | '\u{a0}' | 'i' | 'l' | ':' => 40,
            '%' | 'm' | 'M' | 'W' | 'w' => 116,
            _ => 78,
        })
        .sum()
}

/// A line through points.
pub(super) fn line(markup: &mut Markup, class: &str, points: &[(Tenths, Tenths)]) {
    let points: Vec<String> =
        points.iter().map(|(x, y)| format!("{},{}", px(*x), px(*y))).collect();
    markup.element("polyline", &[("class", class), ("points", &points.join(" "))], |_| {});
}

/// A dot.
pub(super) fn dot(markup: &mut Markup, (x, y): (Tenths, Tenths), radius: Tenths) {
    let at = [("class", "dot"), ("cx", &*px(x)), ("cy", &*px(y)), ("r", &*px(radius))];
    markup.element("circle", &at, |_| {});
}

/// A text whose baseline begins, has its middle or ends at a place, as its class says.
pub(super) fn text(markup: &mut Markup, class: &str, (x, y): (Tenths, Tenths), text: &str) {
    markup.element("text", &[("class", class), ("x", &*px(x)), ("y", &*px(y))], |m| m.text(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_in_tenths() {
        assert_eq!([px(0), px(123), px(-5), px(2000)], ["0", "12.3", "-0.5", "200"]);
    }

    #[test]
    fn values_stand_between_their_ends() {
        let of = |n: i64| Decimal::from(n);
        assert_eq!(between(of(5), (of(0), of(20)), (100, 500)), 200);
        assert_eq!(between(of(5), (of(0), of(20)), (500, 100)), 400);
        assert_eq!(between(of(50), (of(0), of(20)), (100, 500)), 500, "kept within");
        assert_eq!(between(of(3), (of(3), of(3)), (100, 500)), 300, "no span: the middle");
    }
}
