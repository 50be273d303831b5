//! A whole page: head, skip link, landmarks, contents, sections.

use super::blocks::{self, Heading};
use super::markup::Markup;
use super::style::Style;
use super::words;
use crate::compose::Section;
use crate::theme::{Logo, Theme};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// What stands around the sections of a page.
pub(super) struct Frame<'a> {
    /// How it looks.
    pub(super) theme: &'a Theme,
    /// The title in the browser's tab.
    pub(super) tab: &'a str,
    /// Whose page it is.
    pub(super) author: &'a str,
    /// Its heading.
    pub(super) title: &'a str,
    /// The mark at the top, and whether it is boxed.
    pub(super) mark: Option<(&'a str, bool)>,
    /// Said at the top and at the foot where figures are not real.
    pub(super) warning: Option<&'a str>,
    /// The line at the foot.
    pub(super) footer: &'a str,
    /// Whether search engines should leave it alone.
    pub(super) hidden: bool,
    /// Labelled lines under the heading.
    pub(super) lines: &'a [(&'a str, String)],
}

/// Writes a page.
pub(super) fn write(
    frame: &Frame<'_>,
    sections: &[Section],
    last: impl FnOnce(&mut Markup),
) -> String {
    let mut markup = Markup::default();
    for taken in ["content", "contents"] {
        markup.id(taken);
    }
    let headings = blocks::headings(&mut markup, sections);
    markup.own("<!DOCTYPE html>\n");
    markup.block("html", &[("lang", "en-GB"), ("dir", "ltr")], |m| {
        m.own("\n");
        m.block("head", &[], |m| head(m, frame));
        m.block("body", &[], |m| {
            m.own("\n");
            m.block("a", &[("class", "skip"), ("href", "#content")], |m| {
                m.text("Skip to main content");
            });
            m.block("header", &[], |m| top(m, frame));
            contents(m, &headings);
            m.block("main", &[("id", "content"), ("tabindex", "-1")], |m| {
                for (section, heading) in sections.iter().zip(&headings) {
                    blocks::section(m, section, heading);
                }
                last(m);
            });
            m.block("footer", &[], |m| {
                words::plain(m, "p", &[], frame.footer);
                words::plain(m, "p", &[], frame.author);
            });
        });
    });
    markup.finish()
}

fn head(markup: &mut Markup, frame: &Frame<'_>) {
    let mark = frame.mark.map_or("", |(mark, _)| mark);
    let style = Style::for_page(frame.theme, frame.title, mark, frame.footer);
    markup.own("\n");
    markup.void("meta", &[("charset", "utf-8")]);
    let policy = style.policy();
    let policy = [("http-equiv", "Content-Security-Policy"), ("content", &*policy)];
    markup.void("meta", &policy);
    let named = |markup: &mut Markup, name: &str, content: &str| {
        markup.own("\n");
        markup.void("meta", &[("name", name), ("content", content)]);
    };
    named(markup, "viewport", "width=device-width, initial-scale=1");
    named(markup, "color-scheme", "light dark");
    named(markup, "referrer", "no-referrer");
    named(markup, "author", frame.author);
    if frame.hidden {
        named(markup, "robots", "noindex");
    }
    markup.own("\n");
    markup.block("title", &[], |m| m.text(frame.tab));
    markup.block("style", &[], |m| m.own(style.sheet()));
}

/// The logo, carried in the page.
fn logo(markup: &mut Markup, logo: &Logo) {
    let (width, height) = logo.size();
    // Hundredths of a millimetre, at 96 pixels to an inch of 25.4 mm.
    let pixels = |size: u32| (size * 96 / 2540).to_string();
    let source = format!("data:image/png;base64,{}", BASE64.encode(&logo.file));
    let attributes = [
        ("class", "logo"),
        ("src", source.as_str()),
        ("alt", logo.alt.as_str()),
        ("width", &*pixels(width)),
        ("height", &*pixels(height)),
    ];
    markup.void("img", &attributes);
}

fn top(markup: &mut Markup, frame: &Frame<'_>) {
    if let Some(own) = &frame.theme.logo {
        logo(markup, own);
    }
    words::plain(markup, "p", &[("class", "author")], frame.author);
    if let Some((mark, boxed)) = frame.mark {
        let class = if boxed { "version boxed" } else { "version" };
        words::plain(markup, "p", &[("class", class)], mark);
    }
    words::plain(markup, "h1", &[], frame.title);
    if !frame.lines.is_empty() {
        markup.block("dl", &[("class", "front")], |m| {
            for (label, value) in frame.lines {
                m.block("div", &[], |m| {
                    words::plain(m, "dt", &[], label);
                    m.own("\n");
                    words::plain(m, "dd", &[], value);
                });
            }
        });
    }
    if let Some(warning) = frame.warning {
        words::plain(markup, "p", &[("class", "warning")], warning);
    }
}

fn contents(markup: &mut Markup, headings: &[Heading]) {
    let labelled = markup.id("contents-heading");
    let attributes = [("id", "contents"), ("aria-labelledby", &*labelled), ("tabindex", "-1")];
    markup.block("nav", &attributes, |m| {
        m.block("h2", &[("id", &*labelled)], |m| m.text("Contents"));
        m.block("ul", &[("role", "list")], |m| {
            for Heading { id, title } in headings {
                m.block("li", &[], |m| {
                    let link = [("href", &*format!("#{id}"))];
                    words::plain(m, "a", &link, title);
                });
            }
        });
    });
}
