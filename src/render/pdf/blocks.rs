//! The blocks of a section, each laid out as strips.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::chart::status_bar;
use super::exception;
use super::layout::maker::{Maker, Room, kept, lines, spaced};
use super::layout::page::{Draw, Piece};
use super::layout::strip::{Strip, beside, body_height, height_of, indent, join};
use super::layout::theme::{BODY, FACT, HANG, HEADING, LEAD, SMALL};
use super::layout::tree::Role;
use super::layout::units::mm;
use super::table;
use super::table::notes;
use super::typeset::rich::Rich;
use crate::compose::{Block, Fact, PageLayout, Section, SectionStyle, Text};

/// From the label of an item to its text.
const ITEM: f32 = mm(10.0);
/// Between two stacks side by side.
const GUTTER: f32 = mm(8.0);

/// How a section's blocks are set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    pub(crate) style: SectionStyle,
    pub(crate) lies: PageLayout,
}

/// A section: its heading and its blocks.
pub(crate) fn section(maker: &mut Maker, room: Room, section: &Section) -> Vec<Strip> {
    let setting = Setting { style: section.style, lies: section.layout };
    let mut strips = match section.style {
        SectionStyle::Paragraphs => numbered_heading(maker, room, section),
        SectionStyle::Tables => {
            let rich = Rich::new(&section.title(), HEADING);
            spaced(maker.paragraph(room, Role::Heading(2), &rich, 0.0), 22.0, 4.0)
        }
    };
    let mark = maker.mark(1, section.title());
    if let Some(first) = strips.first_mut() {
        first.marks.push((mark, 0.0));
    }
    strips.extend(stack(maker, room, &section.blocks, setting));
    if let Some(last) = strips.last_mut() {
        last.keep = false;
    }
    strips
}

fn numbered_heading(maker: &mut Maker, room: Room, section: &Section) -> Vec<Strip> {
    let number = Some(section.number.as_str()).filter(|number| !number.is_empty());
    let number = number.map(|number| format!("{number}. "));
    let heading = Rich::new(&section.heading, BODY.bold());
    let mut strips = hung(maker, room, (Role::Heading(2), number), &heading, HANG);
    for strip in &mut strips {
        strip.keep = true;
    }
    spaced(strips, 13.0, 2.5)
}

/// Text that hangs from its number, both under one element. A number too long for the usual
/// space takes what it needs.
fn hung(
    maker: &mut Maker,
    room: Room,
    (role, number): (Role, Option<String>),
    rich: &Rich,
    x: f32,
) -> Vec<Strip> {
    let element = maker.tree.add(room.parent, role);
    let number = number.map(|number| maker.set.line(&number, rich.style()));
    let taken = number.as_ref().map_or(0.0, |number| number.width() + 4.0);
    let x = x.max(taken).min(room.width / 2.0);
    let set = maker.text(element, rich, room.width - x);
    let mut strips = lines(element, &set, x);
    if let Some((number, first)) = number.zip(strips.first_mut()) {
        first.pieces.insert(0, Piece::of(element, Draw::lines(&number, 0.0, 0.0)));
    }
    strips
}

/// Blocks one below the other.
pub(crate) fn stack(
    maker: &mut Maker,
    room: Room,
    blocks: &[Block],
    setting: Setting,
) -> Vec<Strip> {
    let mut strips = vec![];
    for (nth, each) in blocks.iter().enumerate() {
        let next = blocks.get(nth + 1);
        let leads_to = |wanted: fn(&Block) -> bool| next.is_some_and(wanted);
        let mut laid = block(maker, room, each, setting);
        let keep = match each {
            Block::Lead(_) | Block::Subheading(_) => next.is_some(),
            Block::Note(_) => leads_to(|b| matches!(b, Block::Table(_) | Block::StatusBar(_))),
            Block::Paragraph { .. } => leads_to(|b| matches!(b, Block::Items(_) | Block::Table(_))),
            Block::Items(_)
            | Block::Facts(_)
            | Block::Table(_)
            | Block::StatusBar(_)
            | Block::Exception(_)
            | Block::SideBySide { .. } => false,
        };
        if keep {
            laid = kept(laid);
        }
        // A remark under a table doesn't begin a page by itself.
        let remark = matches!(each, Block::Table(_)) && leads_to(|b| matches!(b, Block::Note(_)));
        if let Some(last) = laid.last_mut().filter(|_| remark) {
            last.keep = true;
        }
        strips.extend(laid);
    }
    strips
}

fn block(maker: &mut Maker, room: Room, block: &Block, setting: Setting) -> Vec<Strip> {
    let among_text = setting.style == SectionStyle::Paragraphs;
    let inset = if among_text { HANG } else { 0.0 };
    let narrow = Room { width: room.width - inset, ..room };
    match block {
        Block::Lead(text) => {
            // One that takes more than a line is set as running text.
            let large = Rich::of(text, LEAD);
            let fits = maker.set.widths(&large).1 <= room.width;
            let rich = if fits { large } else { Rich::of(text, BODY) };
            spaced(maker.paragraph(room, Role::Paragraph, &rich, 0.0), 4.0, 9.0)
        }
        Block::Paragraph { number, text } => paragraph(maker, room, number.as_deref(), text, inset),
        Block::Items(items) => indent(list(maker, narrow, items), inset),
        Block::Subheading(text) => {
            let rich = Rich::new(text, BODY.bold());
            let mut strips = maker.paragraph(narrow, Role::Heading(3), &rich, 0.0);
            let mark = maker.mark(2, text.clone());
            if let Some(first) = strips.first_mut() {
                first.marks.push((mark, 0.0));
            }
            indent(spaced(strips, 14.0, 4.0), inset)
        }
        Block::Note(text) => {
            let rich = Rich::of(text, SMALL.faint());
            indent(spaced(maker.paragraph(narrow, Role::Paragraph, &rich, 0.0), 4.5, 4.5), inset)
        }
        Block::Facts(all) => indent(facts(maker, narrow, all), inset),
        Block::Table(each) => indent(table::lay(maker, narrow, each, among_text), inset),
        Block::StatusBar(bar) => indent(vec![status_bar::lay(maker, narrow, bar)], inset),
        Block::Exception(each) => indent(exception::lay(maker, narrow, each, setting.lies), inset),
        Block::SideBySide { left, right, left_percent } => {
            indent(side_by_side(maker, narrow, (left, right, *left_percent), setting), inset)
        }
    }
}

fn paragraph(
    maker: &mut Maker,
    room: Room,
    number: Option<&str>,
    text: &Text,
    inset: f32,
) -> Vec<Strip> {
    let x = if number.is_some() { HANG } else { inset };
    let number = number.map(|number| format!("{number} "));
    let strips = hung(maker, room, (Role::Paragraph, number), &Rich::of(text, BODY), x);
    spaced(strips, 2.5, 5.5)
}

fn list(maker: &mut Maker, room: Room, items: &[(String, Text)]) -> Vec<Strip> {
    let list = maker.tree.add(room.parent, Role::List);
    let labels = items.iter().map(|(label, _)| maker.set.line(label, BODY).width() + 4.0);
    let hang = labels.fold(ITEM, f32::max).min(room.width / 3.0);
    let mut strips = vec![];
    for (label, text) in items {
        let rich = Rich::of(text, BODY);
        let item = notes::item(maker, (list, room.width), &format!("{label} "), &rich, hang);
        strips.extend(spaced(item, 2.4, 2.4));
    }
    spaced(strips, 5.5, 5.5)
}

/// Statements under small headings.
pub(crate) fn facts(maker: &mut Maker, room: Room, facts: &[Fact]) -> Vec<Strip> {
    let mut strips = vec![];
    for fact in facts {
        let heading = Rich::new(&fact.heading, FACT.bold());
        let heading = maker.paragraph(room, Role::Paragraph, &heading, 0.0);
        strips.extend(kept(spaced(heading, 4.5, 0.0)));
        let text = Rich::of(&fact.text, FACT);
        strips.extend(spaced(maker.paragraph(room, Role::Paragraph, &text, 0.0), 0.0, 5.0));
    }
    strips
}

/// Two stacks side by side in one strip, or one below the other where that is too tall.
fn side_by_side(
    maker: &mut Maker,
    room: Room,
    (left, right, percent): (&[Block], &[Block], u8),
    setting: Setting,
) -> Vec<Strip> {
    let widths = room.width - GUTTER;
    let wide = widths * f32::from(percent.clamp(10, 90)) / 100.0;
    let setting = Setting { style: SectionStyle::Tables, ..setting };
    let first = stack(maker, Room { width: wide, ..room }, left, setting);
    let second = stack(maker, Room { width: widths - wide, ..room }, right, setting);
    let most = body_height(setting.lies);
    if height_of(&first) > most || height_of(&second) > most {
        return first.into_iter().chain(second).collect();
    }
    let (first, mut second) = (join(first), join(second));
    second.shift(wide + GUTTER, 0.0);
    let mut both = beside(first, second);
    both.keep = false;
    vec![both]
}
