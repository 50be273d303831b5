//! What runs along the top and the foot of every page. None of it is read out: artifacts.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::layout::maker::Maker;
use super::layout::page::{Area, Draw, Page, Piece};
use super::layout::theme::{HAIRLINE, INK, MARGIN, RULE_BOX, RULE_HAIR, SMALL};
use super::layout::units::mm;
use super::typeset::rich::Rich;
use crate::compose::Identity;

/// The header's baseline.
const HEADER: f32 = mm(15.0);
/// The footer's rule above the page's edge.
const FOOTER: f32 = mm(15.0);
const BOX: (f32, f32) = (mm(2.3), mm(5.5));

/// Adds header and footer to a page: the `number`th of `count`.
pub(crate) fn add(
    maker: &mut Maker,
    page: &mut Page,
    identity: &Identity,
    (number, count): (usize, usize),
) {
    let (width, height) = page.size;
    let (left, right) = (MARGIN, width - MARGIN);
    let (mark, boxed) = identity.mark();
    let set = maker.set.line(&mark, if boxed { SMALL.bold() } else { SMALL });
    let inset = if boxed { BOX.0 } else { 0.0 };
    let x = right - inset - set.width();
    let mut head = Draw::lines(&set, x, HEADER - set.baseline + 0.6);
    if boxed {
        let area = Area::new(x - inset, HEADER - mm(3.6), set.width() + 2.0 * inset, BOX.1);
        head.push(Draw::edge(area, RULE_BOX, INK));
    }
    let room = x - inset - mm(6.0) - left;
    let title = maker.set.set(&Rich::new(&identity.title, SMALL.faint()), room);
    // A title of several lines stands on the header's baseline with its last.
    head.extend(Draw::lines(&title, left, HEADER - title.baseline - title.height() + title.lead));
    let foot_y = height - FOOTER;
    let number = maker.set.line(&format!("Page {number} of {count}"), SMALL.faint());
    let room = right - left - number.width() - mm(6.0);
    let as_at = maker.set.set(&Rich::new(&identity.footer(), SMALL.faint()), room);
    let mut foot = vec![Draw::rule(left, right, foot_y, RULE_HAIR, HAIRLINE)];
    foot.extend(Draw::lines(&as_at, left, foot_y + 4.2));
    foot.extend(Draw::lines_to(&number, right, foot_y + 4.2));
    page.pieces.insert(0, Piece::artifact(head));
    page.pieces.push(Piece::artifact(foot));
}
