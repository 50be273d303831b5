//! A pack as one page of HTML that needs nothing else: for publishing, and for screen readers.
//!
//! It is written element by element rather than from a template: a pack is a tree of blocks that
//! nest, and here the compiler asks for each kind of block and cell; elements close by
//! themselves, and all text is escaped on its way in. The page has no scripts, and its
//! Content-Security-Policy allows none.

mod blocks;
mod chart;
mod document;
mod exception;
mod markup;
mod marks;
mod officers;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use officers::{FileLink, StatusPage, status_page};

use crate::calendar::long_date;
use crate::compose::{Pack, State};
use crate::theme::Theme;
use document::Frame;

/// Makes a pack's page in the standard's dress. The same pack always gives the same text.
#[must_use]
pub fn render(pack: &Pack) -> String {
    render_in(pack, &Theme::default())
}

/// Makes a pack's page as a theme has it.
#[must_use]
pub fn render_in(pack: &Pack, theme: &Theme) -> String {
    let identity = &pack.identity;
    let (mark, boxed) = identity.mark();
    let front = &pack.front;
    let meeting = front.meeting.map_or_else(|| "no date set".to_owned(), long_date);
    let version = match identity.state {
        State::Draft => format!("draft, version {}", identity.version),
        State::Final => format!("version {}", identity.version),
    };
    let lines = [
        ("Report to", front.report_to.clone()),
        ("Date of meeting", meeting),
        ("Report by", front.report_by.clone()),
        ("Subject", front.subject.join("\n")),
    ];
    let frame = Frame {
        theme,
        tab: &format!("{}, {} ({version})", identity.title, identity.audience),
        author: &identity.author,
        title: &identity.title,
        mark: Some((&mark, boxed)),
        warning: identity.illustrative.as_deref(),
        footer: &identity.footer(),
        hidden: identity.exempt.is_some() || !identity.is_final(),
        lines: &lines,
    };
    document::write(&frame, &pack.sections, |_| {})
}
