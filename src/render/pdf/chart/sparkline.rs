//! The last quarters as a small line without axes.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::layout::page::{Draw, Stroke};
use super::super::layout::theme::{AXIS, INK};
use super::super::layout::units::{mm, real, share};
use super::marks::circle;
use crate::compose::Trend;
use crate::quantity::Decimal;

/// Its width.
pub(crate) const WIDTH: f32 = mm(17.0);
/// Its height.
pub(crate) const HEIGHT: f32 = mm(7.4);
const DOT: f32 = mm(0.8);
const EDGE: f32 = mm(1.2);

/// Draws it from a top left corner. Without a single figure it draws nothing.
pub(crate) fn draw(trend: &Trend, x: f32, y: f32, width: f32) -> Vec<Draw> {
    let known: Vec<Decimal> = trend.points.iter().flatten().copied().collect();
    if known.is_empty() {
        return vec![];
    }
    let all = || known.iter().copied().chain(trend.target);
    let (low, high) = (all().min().unwrap_or_default(), all().max().unwrap_or_default());
    let height = |value| {
        let room = HEIGHT - 2.0 * EDGE;
        y + EDGE + room * (1.0 - share(value, low, high))
    };
    let mut draws = vec![];
    if let Some(target) = trend.target {
        let (ink, dash) = (AXIS, Some((mm(1.0), mm(0.8))));
        let stroke = Stroke { ink, width: mm(0.2), dash };
        draws.push(Draw::line(&[(x, height(target)), (x + width, height(target))], stroke));
    }
    let step = (width - 2.0 * EDGE) / real(trend.points.len().saturating_sub(1).max(1));
    let place = |nth: usize| x + EDGE + step * real(nth);
    let points = trend.points.iter().enumerate();
    let placed: Vec<Option<(f32, f32)>> =
        points.map(|(nth, value)| value.map(|value| (place(nth), height(value)))).collect();
    for run in placed.split(Option::is_none) {
        let run: Vec<(f32, f32)> = run.iter().flatten().copied().collect();
        match run.as_slice() {
            [] => {}
            [(x, y)] => draws.push(circle(*x, *y, DOT * 0.6, Some(INK), None)),
            [..] => {
                let stroke = Stroke { ink: INK, width: mm(0.35), dash: None };
                draws.push(Draw::line(&run, stroke));
            }
        }
    }
    if let Some(Some((x, y))) = placed.last() {
        draws.push(circle(*x, *y, DOT, Some(INK), None));
    }
    draws
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trend(points: &[Option<i64>], target: Option<i64>) -> Trend {
        let points = points.iter().map(|point| point.map(Decimal::from)).collect();
        Trend { points, target: target.map(Decimal::from), alt: "Trend".into() }
    }

    #[test]
    fn it_stays_in_its_room() {
        let trend = trend(&[Some(1), Some(900), None, Some(4), Some(7)], Some(2000));
        for draw in draw(&trend, 0.0, 0.0, WIDTH) {
            let area = draw.area();
            assert!(area.left >= -0.3 && area.right <= WIDTH + 0.3, "{area:?}");
            assert!(area.top >= 0.0 && area.bottom <= HEIGHT, "{area:?}");
        }
    }

    #[test]
    fn a_missing_quarter_is_a_gap_and_nothing_draws_nothing() {
        let open = |draws: &[Draw]| {
            draws.iter().filter(|d| matches!(d, Draw::Path(path) if !path.closed)).count()
        };
        assert_eq!(open(&draw(&trend(&[Some(1), Some(2), Some(3)], None), 0.0, 0.0, WIDTH)), 1);
        let gap = trend(&[Some(1), Some(2), None, Some(3), Some(4)], None);
        assert_eq!(open(&draw(&gap, 0.0, 0.0, WIDTH)), 2);
        assert!(draw(&trend(&[None, None], Some(1)), 0.0, 0.0, WIDTH).is_empty());
    }
}
