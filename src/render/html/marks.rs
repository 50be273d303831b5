//! Marks of status and arrows as small drawings; the word stands beside each of them.

use super::markup::Markup;
use crate::compose::{Arrow, Status};

/// The name that a status goes by in the style sheet.
pub(super) const fn class(status: Status) -> &'static str {
    match status {
        Status::Blue => "blue",
        Status::Green => "green",
        Status::Amber => "amber",
        Status::Red => "red",
        Status::ReportLater => "later",
        Status::Contextual => "context",
        Status::KeptBack => "kept",
    }
}

/// A status: its mark, which says nothing that the word doesn't, and its word.
pub(super) fn status(markup: &mut Markup, status: Status) {
    let name = format!("status {}", class(status));
    markup.element("span", &[("class", &name)], |m| {
        mark(m, status);
        m.element("b", &[], |m| m.text(status.word()));
    });
}

/// A status's mark in a square of 10: the shape differs, so that grey paper tells them apart.
pub(super) fn mark(markup: &mut Markup, status: Status) {
    let name = format!("mark {}", class(status));
    let attributes = [
        ("class", &*name),
        ("viewBox", "0 0 10 10"),
        ("aria-hidden", "true"),
        ("focusable", "false"),
    ];
    markup.element("svg", &attributes, |m| shapes(m, status));
}

fn shapes(markup: &mut Markup, status: Status) {
    let mut path = |class: &str, drawing: &str| {
        markup.element("path", &[("class", class), ("d", drawing)], |_| {});
    };
    match status {
        Status::Blue => {
            path("fill", "M.4.4h9.2v9.2H.4z");
            path("tick", "M2.5 5.2 4.4 7.1 7.6 3.1");
        }
        Status::Green => path("fill", "M5 .2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6z"),
        Status::Amber => path("fill edged", "M5 .9 9.5 9.1H.5z"),
        Status::Red => path("fill", "M5 0 10 5 5 10 0 5z"),
        Status::ReportLater => path("ring", "M5 1a4 4 0 1 1 0 8a4 4 0 1 1 0-8z"),
        Status::Contextual => path("fill", "M0 3.8h10v2.4H0z"),
        Status::KeptBack => path("ring", "M1.2 1.2h7.6v7.6H1.2z"),
    }
}

/// An arrow for the way a figure moved. It says so to those who can't see it.
pub(super) fn arrow(markup: &mut Markup, arrow: Arrow) {
    let (words, drawing) = match arrow {
        Arrow::Up => ("up", "M5 10V1M1.5 4.5 5 1l3.5 3.5"),
        Arrow::Down => ("down", "M5 0v9M1.5 5.5 5 9l3.5-3.5"),
        Arrow::Level => ("level", "M0 5h9M5.5 1.5 9 5 5.5 8.5"),
    };
    let attributes = [("class", "arrow"), ("viewBox", "0 0 10 10"), ("role", "img")];
    markup.element("svg", &attributes, |m| {
        m.element("title", &[], |m| m.text(words));
        m.element("path", &[("d", drawing)], |_| {});
    });
}
