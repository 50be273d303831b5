//! An exception: a measure or an action that is red or amber.

use super::blocks::facts;
use super::chart::line_chart;
use super::markup::Markup;
use super::{marks, table, words};
use crate::compose::{Exception, KeyFigure};

/// Draws one as an article under its heading.
pub(super) fn draw(markup: &mut Markup, exception: &Exception) {
    let id = markup.id("exception");
    let attributes = [("class", "exception"), ("aria-labelledby", &*id)];
    markup.block("article", &attributes, |m| {
        m.block("h3", &[("id", &*id)], |m| {
            marks::status(m, exception.status);
            m.space();
            words::plain(m, "span", &[("class", "name")], &exception.title);
        });
        if !exception.figures.is_empty() {
            m.block("dl", &[("class", "figures")], |m| {
                exception.figures.iter().for_each(|figure| key_figure(m, figure));
            });
        }
        m.block("div", &[("class", "beside")], |m| {
            if let Some(chart) = &exception.chart {
                line_chart::draw(m, chart, &format!("Chart. {}", exception.title));
            }
            facts(m, &exception.remarks);
        });
        table::draw(m, &exception.improvement, "");
    });
}

fn key_figure(markup: &mut Markup, figure: &KeyFigure) {
    markup.block("div", &[], |m| {
        words::plain(m, "dt", &[], &figure.label);
        m.own("\n");
        m.element("dd", &[], |m| {
            words::plain(m, "span", &[("class", "value")], &figure.value);
            m.space();
            words::plain(m, "span", &[("class", "detail")], &figure.detail);
        });
    });
}
