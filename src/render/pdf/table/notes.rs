//! Notes and the last line under a table.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::layout::maker::{Maker, Room, kept, lines, spaced};
use super::super::layout::page::{Draw, Piece};
use super::super::layout::strip::Strip;
use super::super::layout::theme::{CELL, SMALL};
use super::super::layout::tree::{Id, Role};
use super::super::typeset::rich::Rich;
use crate::compose::Table;

/// The notes as a list that hangs from its labels, then the footnote.
pub(crate) fn lay(maker: &mut Maker, room: Room, table: &Table) -> Vec<Strip> {
    let mut strips = vec![];
    if !table.notes.is_empty() {
        if table.notes.len() > 1 {
            let title = Rich::new("Notes", CELL.bold());
            let title = maker.paragraph(room, Role::Paragraph, &title, 0.0);
            strips.extend(kept(spaced(title, 6.0, 1.0)));
        }
        strips.extend(list(maker, room, table));
    }
    if let Some(footnote) = &table.footnote {
        let rich = Rich::of(footnote, SMALL.faint());
        strips.extend(spaced(maker.paragraph(room, Role::Paragraph, &rich, 0.0), 4.5, 6.5));
    }
    strips
}

fn list(maker: &mut Maker, room: Room, table: &Table) -> Vec<Strip> {
    let list = maker.tree.add(room.parent, Role::List);
    let labels: Vec<String> = table
        .notes
        .iter()
        .map(|(label, _)| format!("[{}] ", label.replace(' ', "\u{a0}")))
        .collect();
    let widest =
        labels.iter().map(|label| maker.set.line(label, SMALL).width()).fold(0.0, f32::max);
    let hang = (widest + 5.0).min(room.width / 3.0);
    let mut strips = vec![];
    for (label, (_, text)) in labels.iter().zip(&table.notes) {
        strips.extend(spaced(
            item(maker, (list, room.width), label, &Rich::of(text, SMALL), hang),
            2.5,
            2.5,
        ));
    }
    strips
}

/// An item of a list: a label, and text that hangs from it.
pub(crate) fn item(
    maker: &mut Maker,
    (list, width): (Id, f32),
    label: &str,
    rich: &Rich,
    hang: f32,
) -> Vec<Strip> {
    let item = maker.tree.add(list, Role::Item);
    let name = maker.tree.add(item, Role::Label);
    let body = maker.tree.add(item, Role::ItemBody);
    let label = Rich::new(label, rich.style());
    let label = maker.text(name, &label, hang);
    let set = maker.text(body, rich, width - hang);
    let mut strips = lines(body, &set, hang);
    let draws = Draw::lines(&label, 0.0, 0.0);
    if strips.is_empty() {
        strips.push(Strip { height: label.lead, ..Strip::default() });
    }
    if let Some(first) = strips.first_mut() {
        first.pieces.insert(0, Piece::of(name, draws));
        first.height = first.height.max(label.height());
    }
    strips
}
