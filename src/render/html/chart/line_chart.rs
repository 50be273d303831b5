//! A measure over the last quarters, each figure labelled, against its target.

use super::super::markup::Markup;
use super::scale::{Tenths, between, count, dot, line, px, text, width_of};
use crate::compose::{ChartTarget, LineChart};
use crate::quantity::Decimal;

const WIDTH: Tenths = 3400;
const HEIGHT: Tenths = 1960;
const PLOT_RIGHT: Tenths = 2560;
const PLOT_TOP: Tenths = 220;
const PLOT_BOTTOM: Tenths = 1520;
/// A label this near the target line goes to the side away from it.
const NEAR: Tenths = 210;
/// From baseline to baseline, and the height of digits.
const LEAD: Tenths = 160;
const DIGITS: Tenths = 95;

type Point = (Tenths, Tenths);

/// The room that a label takes.
#[derive(Clone, Copy)]
struct Area {
    left: Tenths,
    right: Tenths,
    top: Tenths,
    bottom: Tenths,
}

struct Plot<'a> {
    chart: &'a LineChart,
    left: Tenths,
    first: Tenths,
    step: Tenths,
}

/// Draws it; `title` names it, its own words say what it shows.
pub(crate) fn draw(markup: &mut Markup, chart: &LineChart, title: &str) {
    let plot = Plot::of(chart);
    let (named, said) = (markup.id("chart"), markup.id("chart-words"));
    let size = format!("0 0 {} {}", px(WIDTH), px(HEIGHT));
    let attributes = [
        ("class", "line-chart"),
        ("viewBox", &*size),
        ("role", "img"),
        ("aria-labelledby", &named),
        ("aria-describedby", &said),
    ];
    markup.block("svg", &attributes, |m| {
        m.element("title", &[("id", &named)], |m| m.text(title));
        m.element("desc", &[("id", &said)], |m| m.text(&chart.alt));
        let labels = plot.labels();
        let areas: Vec<Area> = labels.iter().map(|(area, ..)| *area).collect();
        plot.axis(m, &areas);
        if let Some(target) = &chart.target {
            plot.target(m, target, &areas);
        }
        plot.line(m);
        for (area, class, shown) in labels {
            text(m, class, (area.left + (area.right - area.left) / 2, area.bottom), shown);
            m.space();
        }
        plot.quarters(m);
    });
}

impl<'a> Plot<'a> {
    fn of(chart: &'a LineChart) -> Self {
        let widest = chart.axis.iter().map(|end| width_of(&end.1)).max().unwrap_or_default();
        let left = widest.max(300) + 70;
        let first = left + 180;
        let gaps = count(chart.points.len().saturating_sub(1).max(1));
        Self { chart, left, first, step: (PLOT_RIGHT - 300 - first) / gaps }
    }

    fn x(&self, nth: usize) -> Tenths {
        self.first + self.step * count(nth)
    }

    fn y(&self, value: Decimal) -> Tenths {
        let ends = (self.chart.axis[0].0, self.chart.axis[1].0);
        between(value, ends, (PLOT_BOTTOM, PLOT_TOP))
    }

    /// A level line, which gives way to labels that it would strike.
    fn level(&self, markup: &mut Markup, class: &str, y: Tenths, labels: &[Area]) {
        for (from, to) in clear_of(labels, y, (self.left, PLOT_RIGHT)) {
            line(markup, class, &[(from, y), (to, y)]);
        }
    }

    fn axis(&self, markup: &mut Markup, labels: &[Area]) {
        let [low, high] = &self.chart.axis;
        for (end, y, class) in [(high, PLOT_TOP, "hair"), (low, PLOT_BOTTOM, "axis")] {
            self.level(markup, class, y, labels);
            text(markup, "label faint end", (self.left - 60, y + DIGITS / 2), &end.1);
        }
    }

    fn target(&self, markup: &mut Markup, target: &ChartTarget, labels: &[Area]) {
        let y = self.y(target.value);
        self.level(markup, "target", y, labels);
        let room = WIDTH - PLOT_RIGHT - 60;
        let mut lines = vec![("label strong", "Target".to_owned())];
        lines.extend(wrapped(&target.shown, room).into_iter().map(|words| ("label", words)));
        lines.extend(wrapped(&target.words, room).into_iter().map(|words| ("label faint", words)));
        let last = HEIGHT - LEAD * count(lines.len()) + LEAD - 40;
        let mut baseline = (y - 30).clamp(DIGITS + 10, last.max(DIGITS + 10));
        for (class, words) in lines {
            text(markup, class, (PLOT_RIGHT + 60, baseline), &words);
            markup.space();
            baseline += LEAD;
        }
    }

    /// The points that are known, by their place.
    fn known(&self) -> Vec<Option<Point>> {
        let points = self.chart.points.iter().enumerate();
        let place = |(nth, value): (usize, &Decimal)| (self.x(nth), self.y(*value));
        points
            .map(|(nth, point)| point.value.as_ref().map(|(value, _)| place((nth, value))))
            .collect()
    }

    fn line(&self, markup: &mut Markup) {
        let known = self.known();
        for run in known.split(Option::is_none) {
            let run: Vec<Point> = run.iter().flatten().copied().collect();
            if run.len() > 1 {
                line(markup, "line", &run);
            }
        }
        for (nth, point) in known.iter().enumerate() {
            if let Some(point) = point {
                dot(markup, *point, self.radius(nth));
            }
        }
    }

    fn is_last(&self, nth: usize) -> bool {
        nth + 1 == self.chart.points.len()
    }

    /// This quarter's dot is larger.
    fn radius(&self, nth: usize) -> Tenths {
        if self.is_last(nth) { 48 } else { 34 }
    }

    /// Labels stand above their points, or below where the target line is near above. One that
    /// would be cut by the line, or meet the label before, goes to the side that is freest.
    fn labels(&self) -> Vec<(Area, &'static str, &str)> {
        let mut placed = Vec::new();
        let known = self.known();
        let target = self.chart.target.as_ref().map(|target| self.y(target.value));
        let mut before: Option<Area> = None;
        for (nth, point) in self.chart.points.iter().enumerate() {
            let Some((value, shown)) = &point.value else { continue };
            let (x, y, width) = (self.x(nth), self.y(*value), width_of(shown));
            let near = target.filter(|target| (y - target).abs() < NEAR);
            let above = near.is_none_or(|target| y <= target);
            let segments = segments(&known, nth);
            let faults = |area: &Area| {
                let cut = segments.iter().any(|(from, to)| cuts(*from, *to, *area));
                let meets = before.is_some_and(|last| meet(*area, last));
                let crossed = target.is_some_and(|at| area.top < at && at < area.bottom);
                let low = area.bottom > PLOT_BOTTOM - 15;
                let struck = area.top < PLOT_TOP && PLOT_TOP < area.bottom;
                u8::from(low) * 8
                    + u8::from(meets) * 4
                    + u8::from(cut) * 2
                    + u8::from(crossed || struck)
            };
            let place = |above: bool, aside: Tenths| {
                let gap = self.radius(nth) + 40;
                let top = if above { y - gap - DIGITS } else { y + gap };
                let left =
                    (x - width / 2 + aside * width * 55 / 100).min(PLOT_RIGHT + 30 - width).max(0);
                Area { left, right: left + width, top, bottom: top + DIGITS }
            };
            let sides = [above, !above].into_iter();
            let places = sides.flat_map(|above| [0, -1, 1].map(|aside| place(above, aside)));
            let Some(area) = places.min_by_key(faults) else { continue };
            let class = if self.is_last(nth) { "label strong mid" } else { "label mid" };
            placed.push((area, class, shown.as_str()));
            before = Some(area);
        }
        placed
    }

    /// Quarters under the plot, and their years under these, split by a tick.
    fn quarters(&self, markup: &mut Markup) {
        let points = &self.chart.points;
        let mut first = 0;
        for (nth, point) in points.iter().enumerate() {
            let class = if self.is_last(nth) { "label strong mid" } else { "label mid" };
            text(markup, class, (self.x(nth), PLOT_BOTTOM + 190), &point.quarter.short());
            markup.space();
            let year = point.quarter.year();
            if points.get(nth + 1).is_some_and(|next| next.quarter.year() == year) {
                continue;
            }
            let middle = i32::midpoint(self.x(first), self.x(nth));
            let name = year.to_string();
            // One that would leave the drawing at its left edge moves in.
            let middle = middle.max(width_of(&name) / 2);
            text(markup, "label faint mid", (middle, PLOT_BOTTOM + 370), &name);
            markup.space();
            if first > 0 {
                let x = self.x(first) - self.step / 2;
                line(markup, "axis", &[(x, PLOT_BOTTOM), (x, HEIGHT - 20)]);
            }
            first = nth + 1;
        }
    }
}

/// Words in lines of a width.
fn wrapped(words: &str, room: Tenths) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width_of(line) + 40 + width_of(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The pieces of the line that end in a point.
fn segments(known: &[Option<Point>], nth: usize) -> Vec<(Point, Point)> {
    let at = |nth: usize| known.get(nth).copied().flatten();
    let Some(here) = at(nth) else { return vec![] };
    let before = nth.checked_sub(1).and_then(at).map(|before| (before, here));
    let after = at(nth + 1).map(|after| (here, after));
    before.into_iter().chain(after).collect()
}

/// A level line in the pieces that strike no label.
fn clear_of(labels: &[Area], y: Tenths, (from, to): (Tenths, Tenths)) -> Vec<(Tenths, Tenths)> {
    let mut gaps: Vec<&Area> =
        labels.iter().filter(|a| a.top - 5 < y && y < a.bottom + 5).collect();
    gaps.sort_by_key(|area| area.left);
    let (mut pieces, mut start) = (Vec::new(), from);
    for gap in gaps {
        pieces.push((start, gap.left - 15));
        start = start.max(gap.right + 15);
    }
    pieces.push((start, to));
    pieces.retain(|(from, to)| from < to);
    pieces
}

/// Whether a piece of the line runs through a label.
fn cuts(from: Point, to: Point, label: Area) -> bool {
    (1..20).any(|part| {
        let x = from.0 + (to.0 - from.0) * part / 20;
        let y = from.1 + (to.1 - from.1) * part / 20;
        label.left - 10 < x && x < label.right + 10 && label.top - 10 < y && y < label.bottom + 10
    })
}

fn meet(a: Area, b: Area) -> bool {
    a.left < b.right + 20 && b.left < a.right + 20 && a.top < b.bottom && b.top < a.bottom
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::ChartPoint;

    fn chart(values: &[Option<i64>]) -> LineChart {
        let mut quarter: crate::calendar::Quarter = "2022-23 Q2".parse().unwrap();
        let mut points = Vec::new();
        for value in values {
            let value = value.map(|value| (Decimal::from(value), format!("{value}.0%")));
            points.push(ChartPoint { quarter, value });
            quarter = quarter.next();
        }
        LineChart {
            alt: "Line chart".into(),
            points,
            target: Some(ChartTarget {
                value: Decimal::from(75),
                shown: "75%".into(),
                words: "or more".into(),
            }),
            axis: [(Decimal::from(60), "60%".into()), (Decimal::from(80), "80%".into())],
        }
    }

    #[test]
    fn every_figure_and_quarter_is_labelled_and_a_gap_breaks_the_line() {
        let mut markup = Markup::default();
        draw(&mut markup, &chart(&[Some(62), Some(66), None, Some(67), Some(70)]), "Measure 13");
        let page = markup.finish();
        for label in
            [">62.0%<", ">70.0%<", ">Target<", ">75%<", ">or more<", ">2022-23<", ">2023-24<"]
        {
            assert!(page.contains(label), "{label} in {page}");
        }
        assert_eq!(page.matches("class=\"line\"").count(), 2);
        assert_eq!(page.matches("<circle").count(), 4);
    }

    /// Where a point lies at the axis's end or at the target, the line there gives way to its label.
    #[test]
    fn no_level_line_strikes_a_label() {
        for values in [[79, 79, 79, 79, 79], [74, 75, 76, 75, 74], [80, 60, 80, 60, 80]] {
            let chart = chart(&values.map(Some));
            let plot = Plot::of(&chart);
            let areas: Vec<Area> = plot.labels().iter().map(|(area, ..)| *area).collect();
            assert_eq!(areas.len(), 5);
            for y in [PLOT_TOP, PLOT_BOTTOM, plot.y(Decimal::from(75))] {
                for (from, to) in clear_of(&areas, y, (plot.left, PLOT_RIGHT)) {
                    let struck =
                        |a: &&Area| a.top < y && y < a.bottom && a.left < to && from < a.right;
                    assert_eq!(areas.iter().filter(struck).count(), 0, "{values:?} at {y}");
                }
            }
        }
    }

    #[test]
    fn labels_keep_clear_of_each_other() {
        for values in [[70, 70, 70, 70, 70], [62, 79, 62, 79, 62], [74, 75, 76, 75, 74]] {
            let chart = chart(&values.map(Some));
            let plot = Plot::of(&chart);
            assert!(plot.step >= width_of("70.0%") * 8 / 10, "there is room for them");
            assert!(plot.x(4) + 48 <= PLOT_RIGHT);
        }
    }
}
