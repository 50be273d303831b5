//! Counts by status as one stacked bar whose parts say what they are, as wide as the page.

use super::super::marks::{class, mark};
use super::super::markup::Markup;
use super::scale::{Tenths, count, px, width_of};
use crate::compose::{Status, StatusBar};

/// The narrowest bar, on a phone: a label that fits there fits everywhere.
const NARROWEST: Tenths = 2800;
/// Left and right of a label.
const SPARE: Tenths = 160;

/// Draws a bar with its title; labels of parts that are too thin stand in a line under it.
pub(crate) fn draw(markup: &mut Markup, bar: &StatusBar) {
    let total: usize = bar.parts.iter().map(|(_, count)| count).sum();
    let (title, words) = (markup.id("bar"), markup.id("bar-words"));
    markup.block("div", &[("class", "bar")], |m| {
        m.block("p", &[("class", "bar-title")], |m| {
            m.element("strong", &[], |m| m.text(&bar.title));
        });
        let attributes = [
            ("class", "status-bar"),
            ("role", "img"),
            ("aria-labelledby", &title),
            ("aria-describedby", &words),
        ];
        m.block("svg", &attributes, |m| {
            m.element("title", &[("id", &title)], |m| m.text(&bar.title));
            m.element("desc", &[("id", &words)], |m| m.text(&bar.alt));
            let mut before = 0;
            for (status, parts) in &bar.parts {
                part(m, *status, *parts, (before, total));
                before += parts;
            }
        });
        let under: Vec<&(Status, usize)> =
            bar.parts.iter().filter(|(status, parts)| !fits(*status, *parts, total)).collect();
        if !under.is_empty() {
            // The drawing's words have said it to those who listen.
            m.block("p", &[("class", "bar-labels"), ("aria-hidden", "true")], |m| {
                for (status, parts) in under {
                    m.element("span", &[("class", "status")], |m| {
                        mark(m, *status);
                        m.element("b", &[], |m| m.text(&StatusBar::label(*status, *parts)));
                    });
                    m.space();
                }
            });
        }
    });
}

/// A place in the bar, in tenths of a percent.
fn share(parts: usize, total: usize) -> Tenths {
    count(parts.saturating_mul(1000) / total.max(1))
}

fn fits(status: Status, parts: usize, total: usize) -> bool {
    width_of(&StatusBar::label(status, parts)) + SPARE <= share(parts, total) * NARROWEST / 1000
}

/// A part in a frame of its own, which nothing leaves.
fn part(markup: &mut Markup, status: Status, parts: usize, (before, total): (usize, usize)) {
    let from = share(before, total);
    let (x, width) =
        (format!("{}%", px(from)), format!("{}%", px(share(before + parts, total) - from)));
    let attributes = [("x", &*x), ("width", &*width), ("height", "28"), ("class", class(status))];
    markup.element("svg", &attributes, |m| {
        let all = [("class", "part"), ("width", "100%"), ("height", "100%")];
        m.element("rect", &all, |_| {});
        if fits(status, parts, total) {
            let at = [("class", "part-label"), ("x", "8"), ("y", "19")];
            m.element("text", &at, |m| m.text(&StatusBar::label(status, parts)));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_labelled_in_the_bar_or_under_it() {
        let parts = vec![(Status::Green, 10), (Status::Amber, 1), (Status::ReportLater, 3)];
        let bar = StatusBar { title: "14 measures".into(), parts, alt: "Bar".into() };
        let mut markup = Markup::default();
        draw(&mut markup, &bar);
        let page = markup.finish();
        for label in ["Green\u{a0}10", "Amber\u{a0}1", "Report later\u{a0}3"] {
            assert_eq!(page.matches(label).count(), 1, "{label}");
        }
        let (inside, under) = page.split_once("bar-labels").unwrap();
        assert!(inside.contains("Green\u{a0}10") && under.contains("Amber\u{a0}1"));
        assert!(page.contains("x=\"71.4%\" width=\"7.1%\""), "{page}");
    }
}
