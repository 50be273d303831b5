//! The contents: a line a section, with its page, each a link.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::layout::flow::Mark;
use super::layout::maker::{Maker, Room};
use super::layout::page::{Area, Draw, Link, Page, Piece};
use super::layout::strip::Strip;
use super::layout::theme::{BODY, HAIRLINE, HEADING, MARGIN, RULE_HAIR, page_size};
use super::layout::tree::{Id, Role};
use super::layout::units::mm;
use super::typeset::rich::Rich;
use crate::compose::PageLayout;

/// Packs of more pages than this have a contents page.
pub(crate) const FROM_PAGES: usize = 6;
/// Room for the page number.
const NUMBER: f32 = mm(16.0);
const PAD: f32 = 4.0;

/// Lays the contents out; the numbers are filled in once the pages are known.
pub(crate) fn lay(maker: &mut Maker, section: Id, width: f32) -> Vec<Strip> {
    let room = Room { parent: section, width };
    let heading = Rich::new("Contents", HEADING);
    let mut strips = maker.paragraph(room, Role::Heading(2), &heading, 0.0);
    if let Some(first) = strips.first_mut() {
        first.page = Some(PageLayout::Portrait);
    }
    if let Some(last) = strips.last_mut() {
        last.after = 8.0;
    }
    let list = maker.tree.add(section, Role::Contents);
    let entries: Vec<(usize, String)> = maker
        .marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.level == 1)
        .map(|(nth, mark)| (nth, mark.title.clone()))
        .collect();
    for (to, title) in entries {
        let item = maker.tree.add(list, Role::ContentsItem);
        let element = maker.tree.add(item, Role::Link);
        let set = maker.text(element, &Rich::new(&format!("{title} "), BODY), width - NUMBER);
        let height = set.height() + 2.0 * PAD;
        let rule = Draw::rule(0.0, width, height, RULE_HAIR, HAIRLINE);
        strips.push(Strip {
            height,
            pieces: vec![
                Piece::of(element, Draw::lines(&set, 0.0, PAD)),
                Piece::artifact(vec![rule]),
            ],
            links: vec![Link {
                area: Area::new(0.0, 0.0, width, height),
                to,
                words: title,
                element,
            }],
            ..Strip::default()
        });
    }
    strips
}

/// Writes the page numbers at the right of the links. `number` tells a bookmark's page number.
pub(crate) fn fill_in(maker: &mut Maker, pages: &mut [Page], number: impl Fn(&Mark) -> usize) {
    let right = page_size(PageLayout::Portrait).0 - MARGIN;
    for page in pages {
        for link in &mut page.links {
            let Some(mark) = maker.marks.get(link.to) else { continue };
            let shown = number(mark).to_string();
            let set = maker.set.line(&shown, BODY);
            let draws = Draw::lines_to(&set, right, link.area.bottom - PAD - set.lead);
            let own = super::layout::page::Owner::Element(link.element);
            let after = page.pieces.iter().rposition(|piece| piece.owner == own);
            let at = after.map_or(page.pieces.len(), |at| at + 1);
            page.pieces.insert(at, Piece::of(link.element, draws));
            link.words = format!("{}, page {shown}", link.words);
        }
    }
}
