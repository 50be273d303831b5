//! The last quarters as a small line without axes.

use super::super::markup::Markup;
use super::scale::{Tenths, between, count, dot, line};
use crate::compose::Trend;
use crate::quantity::Decimal;

const WIDTH: Tenths = 640;
const HEIGHT: Tenths = 280;
const EDGE: Tenths = 45;

/// Draws it. Without a single figure there is nothing to draw, and only the words are left.
pub(crate) fn draw(markup: &mut Markup, trend: &Trend) {
    let known: Vec<Decimal> = trend.points.iter().flatten().copied().collect();
    let all = || known.iter().copied().chain(trend.target);
    let (Some(low), Some(high), false) = (all().min(), all().max(), known.is_empty()) else {
        markup.element("span", &[("class", "vh")], |m| m.text(&trend.alt));
        return;
    };
    let y = |value| between(value, (low, high), (HEIGHT - EDGE, EDGE));
    let step = (WIDTH - 2 * EDGE) / count(trend.points.len().saturating_sub(1).max(1));
    let x = |nth: usize| EDGE + step * count(nth);
    let points = trend.points.iter().enumerate();
    let placed: Vec<Option<(Tenths, Tenths)>> =
        points.map(|(nth, value)| value.map(|value| (x(nth), y(value)))).collect();
    let attributes = [("class", "trend"), ("viewBox", "0 0 64 28"), ("role", "img")];
    markup.element("svg", &attributes, |m| {
        m.element("title", &[], |m| m.text(&trend.alt));
        if let Some(target) = trend.target {
            line(m, "goal", &[(0, y(target)), (WIDTH, y(target))]);
        }
        // A quarter without a figure is a gap.
        for run in placed.split(Option::is_none) {
            let run: Vec<(Tenths, Tenths)> = run.iter().flatten().copied().collect();
            match run.as_slice() {
                [] => {}
                [one] => dot(m, *one, 18),
                [..] => line(m, "line", &run),
            }
        }
        if let Some(Some(last)) = placed.last() {
            dot(m, *last, 30);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(points: &[Option<i64>]) -> String {
        let points = points.iter().map(|point| point.map(Decimal::from)).collect();
        let trend = Trend { points, target: None, alt: "From 1 to 4".into() };
        let mut markup = Markup::default();
        draw(&mut markup, &trend);
        markup.finish()
    }

    #[test]
    fn a_missing_quarter_is_a_gap_and_nothing_leaves_the_words() {
        assert_eq!(drawn(&[Some(1), Some(2), Some(3)]).matches("<polyline").count(), 1);
        assert_eq!(
            drawn(&[Some(1), Some(2), None, Some(3), Some(4)]).matches("<polyline").count(),
            2
        );
        assert_eq!(drawn(&[None, None]), "<span class=\"vh\">From 1 to 4</span>");
    }
}
