//! The front sheet: the logo, "Report", the agenda item's box, the four labelled lines.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::layout::maker::{Maker, Room};
use super::layout::page::{Area, Draw, Piece};
use super::layout::strip::Strip;
use super::layout::theme::{BODY, INK, LEAD, RULE, RULE_BOX, SMALL, Style, TITLE};
use super::layout::tree::Role;
use super::layout::units::mm;
use super::typeset::rich::Rich;
use crate::calendar::long_date;
use crate::compose::FrontSheet;
use crate::theme::Logo;

/// The column of labels.
const LABELS: f32 = mm(42.0);
const BOX: (f32, f32) = (mm(44.0), mm(14.0));

/// Lays it out.
pub(crate) fn lay(
    maker: &mut Maker,
    room: Room,
    front: &FrontSheet,
    own: Option<&Logo>,
) -> Vec<Strip> {
    let mut strips: Vec<Strip> = own.map(|own| logo(maker, room, own)).into_iter().collect();
    strips.push(title(maker, room));
    strips.push(rule(room, 11.0, RULE_BOX));
    let meeting = front.meeting.map_or_else(|| "no date set".to_owned(), long_date);
    let lines = [
        ("Report to:", front.report_to.as_str()),
        ("Date of Meeting:", meeting.as_str()),
        ("Report by:", front.report_by.as_str()),
    ];
    for (label, value) in lines {
        strips.push(labelled(maker, room, label, value, BODY));
    }
    strips.push(rule(room, 3.0, RULE_BOX));
    strips.push(labelled(maker, room, "Subject:", &front.subject.join("\n"), LEAD.bold()));
    strips.push(rule(room, 5.0, RULE));
    if let Some(last) = strips.last_mut() {
        last.after = 22.0;
    }
    strips
}

/// The logo, with its words for those who don't see it.
fn logo(maker: &mut Maker, room: Room, own: &Logo) -> Strip {
    // Hundredths of a millimetre, of which a page has few enough for either type.
    let size =
        |hundredths: u32| mm(f32::from(u16::try_from(hundredths).unwrap_or(u16::MAX)) / 100.0);
    let (width, height) = own.size();
    let (width, height) = (size(width), size(height));
    let figure = maker.tree.add(room.parent, Role::Figure);
    maker.tree.describe(figure, &own.alt);
    let area = Area::new(0.0, 0.0, width, height);
    Strip {
        height,
        after: mm(6.0),
        keep: true,
        pieces: vec![Piece::of(figure, vec![Draw::Logo { area }])],
        figures: vec![(figure, area)],
        ..Strip::default()
    }
}

fn title(maker: &mut Maker, room: Room) -> Strip {
    let heading = maker.tree.add(room.parent, Role::Heading(1));
    let set = maker.set.line("Report", TITLE);
    let item = maker.tree.add(room.parent, Role::Paragraph);
    let label = maker.set.line("Agenda item", SMALL.bold());
    let left = room.width - BOX.0;
    let edge = Draw::edge(Area::new(left, 0.0, BOX.0, BOX.1), RULE_BOX, INK);
    let pieces = vec![
        Piece::of(heading, Draw::lines(&set, 0.0, 0.0)),
        Piece::artifact(vec![edge]),
        Piece::of(item, Draw::lines(&label, left + mm(2.2), mm(1.4))),
    ];
    Strip { height: BOX.1, keep: true, pieces, ..Strip::default() }
}

fn rule(room: Room, before: f32, weight: f32) -> Strip {
    let rule = Draw::rule(0.0, room.width, 0.0, weight, INK);
    let pieces = vec![Piece::artifact(vec![rule])];
    Strip { before, after: 5.0, keep: true, pieces, ..Strip::default() }
}

fn labelled(maker: &mut Maker, room: Room, label: &str, value: &str, style: Style) -> Strip {
    let element = maker.tree.add(room.parent, Role::Paragraph);
    let label = maker.set.line(&format!("{label} "), BODY.bold());
    let set = maker.text(element, &Rich::new(value, style), room.width - LABELS);
    // Both stand on one baseline, whatever the size of the value.
    let drop = (set.baseline - label.baseline).max(0.0);
    let mut draws = Draw::lines(&label, 0.0, drop);
    draws.extend(Draw::lines(&set, LABELS, 0.0));
    Strip {
        height: set.height().max(label.height()),
        before: 5.5,
        after: 5.5,
        keep: true,
        pieces: vec![Piece::of(element, draws)],
        ..Strip::default()
    }
}
