//! A measure over the last quarters, each figure labelled, against its target.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::layout::maker::Maker;
use super::super::layout::page::{Area, Draw, Stroke};
use super::super::layout::theme::{AXIS, HAIRLINE, INK, SMALL};
use super::super::layout::units::{mm, real, share};
use super::super::typeset::rich::Rich;
use super::super::typeset::shape::Set;
use super::marks::circle;
use crate::compose::LineChart;
use std::sync::Arc;

/// Its width.
pub(crate) const WIDTH: f32 = mm(83.0);
/// Its height.
pub(crate) const HEIGHT: f32 = mm(47.0);
const PLOT_RIGHT: f32 = mm(64.0);
const PLOT_TOP: f32 = mm(5.2);
const PLOT_BOTTOM: f32 = mm(37.2);
/// A label this near the target line goes to the side away from it.
const NEAR: f32 = mm(5.2);
const LEAD: f32 = 11.3;

/// The parts of the plot: its left edge and the places of the points.
struct Plot<'a> {
    chart: &'a LineChart,
    left: f32,
    first: f32,
    step: f32,
}

/// Draws it from a corner at 0, 0.
pub(crate) fn draw(maker: &mut Maker, chart: &LineChart) -> Vec<Draw> {
    let label = |maker: &mut Maker, text: &str| maker.set.line(text, SMALL.faint());
    let [low, high] = [&chart.axis[0], &chart.axis[1]].map(|end| label(maker, &end.1));
    let left = mm(9.3).max(low.width().max(high.width()) + mm(1.8));
    let plot = Plot::of(chart, left);
    let labels = plot.labels(maker);
    let areas: Vec<Area> = labels.iter().map(|(area, _)| *area).collect();
    let mut draws = vec![];
    for (set, y, ink) in [(&high, PLOT_TOP, HAIRLINE), (&low, PLOT_BOTTOM, AXIS)] {
        let pieces = clear_of(&areas, y, (left, PLOT_RIGHT)).into_iter();
        draws.extend(pieces.map(|(from, to)| Draw::rule(from, to, y, mm(0.2), ink)));
        draws.extend(Draw::lines_to(set, left - mm(1.8), y - LEAD / 2.0));
    }
    draws.extend(plot.target(maker, &areas));
    draws.extend(plot.line());
    draws.extend(labels.into_iter().flat_map(|(_, draws)| draws));
    draws.extend(plot.quarters(maker));
    draws
}

impl<'a> Plot<'a> {
    fn of(chart: &'a LineChart, left: f32) -> Self {
        let (before, after) = (mm(4.8), mm(8.0));
        let steps = chart.points.len().saturating_sub(1).max(1);
        let step = (PLOT_RIGHT - after - left - before) / real(steps);
        Self { chart, left, first: left + before, step }
    }

    fn x(&self, nth: usize) -> f32 {
        self.first + self.step * real(nth)
    }

    fn y(&self, value: crate::quantity::Decimal) -> f32 {
        let up = share(value, self.chart.axis[0].0, self.chart.axis[1].0);
        PLOT_BOTTOM - up * (PLOT_BOTTOM - PLOT_TOP)
    }

    fn target(&self, maker: &mut Maker, labels: &[Area]) -> Vec<Draw> {
        let Some(target) = &self.chart.target else { return vec![] };
        let y = self.y(target.value);
        let stroke = Stroke { ink: INK, width: mm(0.3), dash: Some((mm(1.6), mm(1.1))) };
        let pieces = clear_of(labels, y, (self.left, PLOT_RIGHT)).into_iter();
        let mut draws: Vec<Draw> =
            pieces.map(|(from, to)| Draw::line(&[(from, y), (to, y)], stroke)).collect();
        let (x, room) = (PLOT_RIGHT + mm(1.6), WIDTH - PLOT_RIGHT - mm(1.6));
        let styles = [SMALL.bold(), SMALL, SMALL.faint()];
        let texts = ["Target", target.shown.as_str(), target.words.as_str()];
        let rich = texts.iter().zip(styles).map(|(text, style)| Rich::new(text, style));
        let sets: Vec<Arc<Set>> = rich.map(|rich| maker.set.set(&rich, room)).collect();
        let height: f32 = sets.iter().map(|set| set.height()).sum();
        let mut top = (y - LEAD).clamp(0.0, (HEIGHT - height).max(0.0));
        for set in sets {
            draws.extend(Draw::lines(&set, x, top));
            top += set.height();
        }
        draws
    }

    /// The points that are known, by their place.
    fn known(&self) -> Vec<Option<(f32, f32)>> {
        let points = self.chart.points.iter().enumerate();
        points
            .map(|(nth, point)| {
                point.value.as_ref().map(|(value, _)| (self.x(nth), self.y(*value)))
            })
            .collect()
    }

    fn line(&self) -> Vec<Draw> {
        let known = self.known();
        let stroke = Stroke { ink: INK, width: mm(0.7), dash: None };
        let mut draws = vec![];
        for run in known.split(Option::is_none) {
            let run: Vec<(f32, f32)> = run.iter().flatten().copied().collect();
            if run.len() > 1 {
                draws.push(Draw::line(&run, stroke));
            }
        }
        let last = known.len().saturating_sub(1);
        for (nth, (x, y)) in known.iter().enumerate().filter_map(|(nth, at)| Some((nth, (*at)?))) {
            let radius = if nth == last { mm(1.25) } else { mm(0.85) };
            draws.push(circle(x, y, radius, Some(INK), None));
        }
        draws
    }

    /// Labels stand above their points, or below where the target line is near above. One that
    /// would be cut by the line, or meet the label before, goes to the side that is freest.
    fn labels(&self, maker: &mut Maker) -> Vec<(Area, Vec<Draw>)> {
        let last = self.chart.points.len().saturating_sub(1);
        let target = self.chart.target.as_ref().map(|target| self.y(target.value));
        let known = self.known();
        let (mut placed, mut before): (Vec<(Area, Vec<Draw>)>, Option<Area>) = (vec![], None);
        for (nth, point) in self.chart.points.iter().enumerate() {
            let Some((value, shown)) = &point.value else { continue };
            let style = if nth == last { SMALL.bold() } else { SMALL };
            let set = maker.set.line(shown, style);
            let (x, y, width) = (self.x(nth), self.y(*value), set.width());
            let dot = if nth == last { mm(1.25) } else { mm(0.85) };
            let near = target.filter(|target| (y - target).abs() < NEAR);
            let above = near.is_none_or(|target| y <= target);
            let segments = segments(&known, nth);
            let faults = |area: &Area| {
                let cut = segments.iter().any(|(from, to)| cuts(*from, *to, *area));
                let meets = before.is_some_and(|last| meet(*area, last));
                let crossed =
                    target.is_some_and(|at| area.top + 2.0 < at && at < area.bottom - 0.3);
                // The line at the axis's upper end.
                let struck = area.top + 1.0 < PLOT_TOP && PLOT_TOP < area.bottom - 0.3;
                let low = area.bottom > PLOT_BOTTOM - 1.0;
                let out = low || area.top < 0.0;
                u8::from(out) * 8
                    + u8::from(meets) * 4
                    + u8::from(cut) * 2
                    + u8::from(crossed || struck)
            };
            // The middle first, then a little to either side; the preferred side of the point
            // before the other; last beyond the target's line, where it runs close by.
            let place = |above: bool, aside: f32, beyond: Option<f32>| {
                let top = match beyond {
                    Some(line) if above => (y - dot - LEAD - 0.3).min(line - LEAD - 0.6),
                    Some(line) => (y + dot + 0.8).max(line + 1.0),
                    None if above => y - dot - LEAD - 0.3,
                    None => y + dot + 0.8,
                };
                let left = (x - width / 2.0 + aside * width * 0.55)
                    .min(PLOT_RIGHT + mm(0.8) - width)
                    .max(0.0);
                Area::new(left, top, width, LEAD)
            };
            let sides = [(above, None), (!above, None), (!above, near), (above, near)];
            let places = sides
                .into_iter()
                .flat_map(|(above, beyond)| [0.0, -1.0, 1.0].map(|to| place(above, to, beyond)));
            let Some(area) = places.min_by_key(faults) else { continue };
            placed.push((area, Draw::lines(&set, area.left, area.top)));
            before = Some(area);
        }
        placed
    }

    fn quarters(&self, maker: &mut Maker) -> Vec<Draw> {
        let mut draws = vec![];
        let points = &self.chart.points;
        let last = points.len().saturating_sub(1);
        let top = PLOT_BOTTOM + 3.6;
        for (nth, point) in points.iter().enumerate() {
            let style = if nth == last { SMALL.bold() } else { SMALL };
            let set = maker.set.line(&point.quarter.short(), style);
            draws.extend(Draw::lines(&set, self.x(nth) - set.width() / 2.0, top));
        }
        let mut first = 0;
        for group in points.chunk_by(|a, b| a.quarter.year() == b.quarter.year()) {
            let end = first + group.len() - 1;
            if let Some(point) = group.first() {
                let set = maker.set.line(&point.quarter.year().to_string(), SMALL.faint());
                let middle = f32::midpoint(self.x(first), self.x(end));
                // Clear of the ticks on either side, as far as it has room between them.
                let from = if first > 0 { self.x(first) - self.step / 2.0 + 2.0 } else { 0.0 };
                let to = if end < last { self.x(end) + self.step / 2.0 - 2.0 } else { WIDTH };
                let x = (middle - set.width() / 2.0).min(to - set.width()).max(from);
                draws.extend(Draw::lines(&set, x, top + 12.4));
            }
            if first > 0 {
                let x = self.x(first) - self.step / 2.0;
                let stroke = Stroke { ink: AXIS, width: mm(0.2), dash: None };
                draws.push(Draw::line(&[(x, PLOT_BOTTOM), (x, HEIGHT)], stroke));
            }
            first = end + 1;
        }
        draws
    }
}

type Point = (f32, f32);

/// The pieces of the line that end in a point.
fn segments(known: &[Option<Point>], nth: usize) -> Vec<(Point, Point)> {
    let at = |nth: usize| known.get(nth).copied().flatten();
    let Some(here) = at(nth) else { return vec![] };
    let before = nth.checked_sub(1).and_then(at).map(|before| (before, here));
    let after = at(nth + 1).map(|after| (here, after));
    before.into_iter().chain(after).collect()
}

/// A level line in the pieces that strike no label: where all sides of a point are taken, the line
/// gives way.
fn clear_of(labels: &[Area], y: f32, (from, to): (f32, f32)) -> Vec<(f32, f32)> {
    let struck = |area: &&Area| area.top + 1.0 < y && y < area.bottom - 0.3;
    let mut gaps: Vec<&Area> = labels.iter().filter(struck).collect();
    gaps.sort_by(|a, b| a.left.total_cmp(&b.left));
    let (mut pieces, mut start) = (vec![], from);
    for gap in gaps {
        pieces.push((start, gap.left - 1.0));
        start = start.max(gap.right + 1.0);
    }
    pieces.push((start, to));
    pieces.retain(|(from, to)| from < to);
    pieces
}

/// Whether a piece of the line runs through a label.
fn cuts(from: Point, to: Point, label: Area) -> bool {
    const STEPS: [f32; 19] = [
        0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8,
        0.85, 0.9, 0.95,
    ];
    STEPS.into_iter().any(|part| {
        let (x, y) = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        label.left - 0.8 < x
            && x < label.right + 0.8
            && label.top + 1.5 < y
            && y < label.bottom - 1.5
    })
}

fn meet(a: Area, b: Area) -> bool {
    a.left < b.right + 1.0 && b.left < a.right + 1.0 && a.top < b.bottom && b.top < a.bottom
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Quarter;
    use crate::compose::{ChartPoint, ChartTarget};
    use crate::quantity::Decimal;
    use crate::render::pdf::typeset::fonts::carried;
    use crate::render::pdf::typeset::shape::Setter;

    #[test]
    fn a_level_line_gives_way_to_a_label() {
        let labels = [Area::new(40.0, 10.0, 20.0, 11.0), Area::new(70.0, 60.0, 20.0, 11.0)];
        assert_eq!(clear_of(&labels, 15.0, (0.0, 100.0)), [(0.0, 39.0), (61.0, 100.0)]);
        assert_eq!(clear_of(&labels, 40.0, (0.0, 100.0)), [(0.0, 100.0)]);
        assert_eq!(clear_of(&labels, 65.0, (0.0, 80.0)), [(0.0, 69.0)]);
    }

    /// A label beside another point, or at the target, would tell the wrong height.
    #[test]
    fn a_label_stands_by_its_point() {
        let amount = |value: i64| (Decimal::from(value), format!("£{value}.0k"));
        let end = |value: i64| (Decimal::from(value), format!("£{value}k"));
        let start: Quarter = "2023-24 Q1".parse().unwrap();
        let mut maker = Maker::new(Setter::new(carried().unwrap()));
        for values in [[51, 10], [10, 51], [100, 10], [10, 100], [0, 120]] {
            let quarters = [start, start.next()];
            let points = quarters.into_iter().zip(values);
            let chart = LineChart {
                alt: "Line chart".into(),
                points: points
                    .map(|(quarter, value)| ChartPoint { quarter, value: Some(amount(value)) })
                    .collect(),
                target: Some(ChartTarget {
                    value: Decimal::from(60),
                    shown: "£60k".into(),
                    words: "in the year".into(),
                }),
                axis: [end(0), end(120)],
            };
            let plot = Plot::of(&chart, mm(9.3));
            for ((area, _), value) in plot.labels(&mut maker).iter().zip(values) {
                let y = plot.y(Decimal::from(value));
                let apart = (y - area.bottom).max(area.top - y);
                assert!(apart < LEAD, "{value} of {values:?} stands {apart} points away");
            }
        }
    }
}
