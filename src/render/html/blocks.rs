//! Sections and their blocks.

use super::chart::status_bar;
use super::markup::Markup;
use super::{exception, table, words};
use crate::compose::{Block, Fact, PageLayout, Section, SectionStyle};

/// Where a block stands.
#[derive(Clone, Debug)]
struct Place {
    /// What the last heading says.
    said: String,
    /// How its section is set.
    among: SectionStyle,
}

/// A section's heading as the contents list it, and where it leads.
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) title: String,
}

/// Names the sections of a page before any of them is written.
pub(super) fn headings(markup: &mut Markup, sections: &[Section]) -> Vec<Heading> {
    let heading =
        |section: &Section| Heading { id: markup.id(&section.id), title: section.title() };
    sections.iter().map(heading).collect()
}

/// Draws a section under its heading.
pub(super) fn section(markup: &mut Markup, section: &Section, heading: &Heading) {
    let labelled = markup.id(&format!("{}-heading", section.id));
    let style = match section.style {
        SectionStyle::Paragraphs => "paragraphs",
        SectionStyle::Tables => "tables",
    };
    let lies = match section.layout {
        PageLayout::Portrait => "portrait",
        PageLayout::Landscape => "landscape",
    };
    let page = if section.new_page { " new-page" } else { "" };
    let class = format!("{style} {lies}{page}");
    let attributes = [("id", &*heading.id), ("class", &*class), ("aria-labelledby", &*labelled)];
    markup.block("section", &attributes, |m| {
        words::plain(m, "h2", &[("id", &*labelled)], &heading.title);
        m.own("\n");
        let mut place = Place { said: section.heading.clone(), among: section.style };
        stack(m, &section.blocks, &mut place);
        m.block("p", &[("class", "back")], |m| {
            m.element("a", &[("href", "#contents")], |m| m.text("Back to contents"));
        });
    });
}

/// Blocks one below the other.
fn stack(markup: &mut Markup, blocks: &[Block], place: &mut Place) {
    for each in blocks {
        block(markup, each, place);
    }
}

fn block(markup: &mut Markup, block: &Block, place: &mut Place) {
    match block {
        Block::Lead(text) => words::element(markup, "p", &[("class", "lead")], text),
        Block::Paragraph { number, text } => {
            let numbered = place.among == SectionStyle::Paragraphs;
            let class = if numbered && number.is_some() { "para hung" } else { "para" };
            words::with_lead(markup, "p", &[("class", class)], number.as_deref(), text);
            markup.own("\n");
        }
        Block::Items(items) => {
            markup.block("ol", &[("class", "items"), ("role", "list")], |m| {
                for (label, text) in items {
                    words::with_lead(m, "li", &[], Some(label), text);
                    m.own("\n");
                }
            });
        }
        Block::Subheading(text) => {
            words::plain(markup, "h3", &[], text);
            markup.own("\n");
            place.said.clone_from(text);
        }
        Block::Note(text) => words::element(markup, "p", &[("class", "note")], text),
        Block::Facts(all) => facts(markup, all),
        Block::Table(each) => table::draw(markup, each, &place.said),
        Block::StatusBar(bar) => status_bar::draw(markup, bar),
        Block::Exception(each) => exception::draw(markup, each),
        Block::SideBySide { left, right, .. } => {
            markup.block("div", &[("class", "columns")], |m| {
                for side in [left, right] {
                    m.block("div", &[], |m| stack(m, side, &mut place.clone()));
                }
            });
        }
    }
}

/// Statements under small headings.
pub(super) fn facts(markup: &mut Markup, facts: &[Fact]) {
    if facts.is_empty() {
        return;
    }
    markup.block("dl", &[("class", "facts")], |m| {
        for fact in facts {
            words::plain(m, "dt", &[], &fact.heading);
            m.own("\n");
            words::element(m, "dd", &[], &fact.text);
        }
    });
}
