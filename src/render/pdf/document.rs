//! A pack as pages and a structure tree: front sheet, contents, sections.

use super::blocks;
use super::contents;
use super::front;
use super::furniture;
use super::layout::flow::{Flow, tighten};
use super::layout::maker::{Maker, Room};
use super::layout::page::Page;
use super::layout::strip::Strip;
use super::layout::theme::{MARGIN, page_size};
use super::layout::tree::{Role, Tree};
use super::typeset::shape::Setter;
use crate::compose::{Pack, PageLayout, Section, SectionStyle};
use crate::theme::Logo;

/// The pages in their order, and what belongs to them.
pub(crate) struct Document {
    /// In the order of making; the contents come last.
    pub(crate) pages: Vec<Page>,
    /// The order of reading, as places in `pages`.
    pub(crate) order: Vec<usize>,
    pub(crate) maker: Maker,
}

impl Document {
    /// The pages as they are read.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (usize, &Page)> {
        self.order.iter().filter_map(|at| Some((*at, self.pages.get(*at)?)))
    }
}

#[expect(clippy::float_arithmetic, reason = "page geometry is in points")]
fn text_width(layout: PageLayout) -> f32 {
    page_size(layout).0 - 2.0 * MARGIN
}

/// Lays a pack out, with the council's logo on its front sheet.
pub(crate) fn lay(pack: &Pack, set: Setter, logo: Option<&Logo>) -> Document {
    let mut maker = Maker::new(set);
    let front_count =
        pack.sections.iter().take_while(|s| s.style == SectionStyle::Paragraphs).count();
    let (first, rest) = pack.sections.split_at(front_count);
    let mut lies = PageLayout::Portrait;
    let sheet = maker.tree.add(Tree::ROOT, Role::Section);
    let room = Room { parent: sheet, width: text_width(lies) };
    let mut strips = front::lay(&mut maker, room, &pack.front, logo);
    if let Some(last) = strips.last_mut() {
        last.keep = false;
    }
    for section in first {
        strips.extend(lay_section(&mut maker, section, &mut lies, false));
    }
    let mut pages = flow(&mut maker, strips, 0);
    let front_pages = pages.len();
    // The contents are read after the front sheet, but can only be made once all else is.
    let listed = maker.tree.add(Tree::ROOT, Role::Section);
    let mut strips = vec![];
    for (nth, section) in rest.iter().enumerate() {
        strips.extend(lay_section(&mut maker, section, &mut lies, nth == 0));
    }
    pages.extend(flow(&mut maker, strips, front_pages));
    let mut order: Vec<usize> = (0..pages.len()).collect();
    if pages.len() > contents::FROM_PAGES {
        let body_pages = pages.len();
        let strips = contents::lay(&mut maker, listed, text_width(PageLayout::Portrait));
        let mut listing = flow(&mut maker, strips, body_pages);
        let more = listing.len();
        contents::fill_in(&mut maker, &mut listing, |mark| {
            let shifted = if mark.page < front_pages { 0 } else { more };
            mark.page.saturating_add(shifted).saturating_add(1)
        });
        pages.extend(listing);
        order.splice(front_pages..front_pages, body_pages..pages.len());
    }
    let count = pages.len();
    for (number, at) in (1..).zip(&order) {
        if let Some(page) = pages.get_mut(*at) {
            furniture::add(&mut maker, page, &pack.identity, (number, count));
        }
    }
    Document { pages, order, maker }
}

fn flow(maker: &mut Maker, strips: Vec<Strip>, first: usize) -> Vec<Page> {
    let Maker { tree, marks, .. } = maker;
    let strips = tighten(strips);
    Flow::new(tree, marks, PageLayout::Portrait).place(strips, first)
}

/// A section's strips; the first begins a page where the section asks for it, lies another way
/// than the one before, or comes first after the front sheet. Where the page before is mostly empty
/// the flow lets it go on there.
fn lay_section(
    maker: &mut Maker,
    section: &Section,
    lies: &mut PageLayout,
    fresh: bool,
) -> Vec<Strip> {
    let parent = maker.tree.add(Tree::ROOT, Role::Section);
    let room = Room { parent, width: text_width(section.layout) };
    let mut strips = blocks::section(maker, room, section);
    let turned = std::mem::replace(lies, section.layout) != section.layout;
    let begins = fresh || turned || section.new_page;
    if let Some(first) = strips.first_mut().filter(|_| begins) {
        first.page = Some(section.layout);
    }
    strips
}
