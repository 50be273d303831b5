//! Strips onto pages: what stays together, where pages end, and how a broken table goes on.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::page::{Draw, Page, Piece};
use super::strip::{Head, Strip, body_height, height_of};
use super::theme::{INK, MARGIN, RULE, TOP, page_size};
use super::tree::Tree;
use crate::compose::PageLayout;
use std::sync::Arc;

/// A place that bookmarks, the contents and links lead to.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// 1 for a section, 2 for what is within it.
    pub(crate) level: u8,
    pub(crate) title: String,
    /// The page, by its place in the order of making.
    pub(crate) page: usize,
    /// How far below the page's top.
    pub(crate) top: f32,
}

/// Room kept for "Table continues on the next page."
const GOES_ON: f32 = 14.5;

/// So little room at a page's foot is no place to begin something long.
const CORNER: f32 = 150.0;

/// A last page with no more than this is not worth turning to.
const REMNANT: f32 = 150.0;

/// A section that begins a page goes on instead below what takes no more of a page than this: a
/// page that is mostly empty looks like the end.
const BEGUN: f32 = 0.5;

/// Spaces between blocks drawn in by so much, at most, to spare such a page.
const DRAWN_IN: [f32; 2] = [0.75, 0.5];

/// Draws in the spaces of those runs of pages whose last one would hold a few lines alone, where
/// that makes room for them on the page before.
pub(crate) fn tighten(strips: Vec<Strip>) -> Vec<Strip> {
    let mut runs: Vec<Vec<Strip>> = vec![];
    for strip in strips {
        match runs.last_mut().filter(|_| strip.page.is_none()) {
            Some(run) => run.push(strip),
            None => runs.push(vec![strip]),
        }
    }
    runs.into_iter().flat_map(tightened).collect()
}

fn tightened(run: Vec<Strip>) -> Vec<Strip> {
    let (pages, last) = tried(&run);
    if pages < 2 || last > REMNANT {
        return run;
    }
    for by in DRAWN_IN {
        let drawn = run.iter().map(|strip| {
            let mut strip = strip.clone();
            (strip.before, strip.after) = (strip.before * by, strip.after * by);
            strip
        });
        let drawn: Vec<Strip> = drawn.collect();
        if tried(&drawn).0 < pages {
            return drawn;
        }
    }
    run
}

/// How many pages a run takes, and how far down it comes on the last.
fn tried(run: &[Strip]) -> (usize, f32) {
    let (mut tree, mut marks) = (Tree::new(), []);
    let mut flow = Flow::new(&mut tree, &mut marks, PageLayout::Portrait);
    flow.run(run.to_vec(), 0);
    (flow.pages.len(), flow.y)
}

/// The pages made so far and where on the last one the next strip falls.
pub(crate) struct Flow<'a> {
    pub(crate) pages: Vec<Page>,
    tree: &'a mut Tree,
    marks: &'a mut [Mark],
    layout: PageLayout,
    /// From the body's top.
    y: f32,
    /// The space asked for after the last strip.
    after: f32,
    /// The table that the last strip was a row of.
    head: Option<Arc<Head>>,
}

impl<'a> Flow<'a> {
    /// No page yet.
    pub(crate) fn new(tree: &'a mut Tree, marks: &'a mut [Mark], layout: PageLayout) -> Self {
        Self { pages: vec![], tree, marks, layout, y: 0.0, after: 0.0, head: None }
    }

    /// Puts strips on pages, new ones as they are needed. `first` is the number of pages that
    /// were made before by others.
    pub(crate) fn place(mut self, strips: Vec<Strip>, first: usize) -> Vec<Page> {
        self.run(strips, first);
        self.pages
    }

    fn run(&mut self, strips: Vec<Strip>, first: usize) {
        let mut rest = strips.into_iter().peekable();
        while let Some(strip) = rest.next() {
            let mut chain = vec![strip];
            while chain.last().is_some_and(|last| last.keep) {
                let Some(next) = rest.next_if(|next| next.page.is_none()) else { break };
                chain.push(next);
            }
            let next = rest.peek().and_then(|next| next.head.clone());
            self.chain(chain, next.as_ref(), first);
        }
    }

    /// Whether the last strip's table and the one given are the same.
    fn same(last: Option<&Arc<Head>>, next: Option<&Arc<Head>>) -> bool {
        last.zip(next).is_some_and(|(last, next)| Arc::ptr_eq(last, next))
    }

    /// Puts strips that stay together; one that takes more than a page is broken after all.
    fn chain(&mut self, chain: Vec<Strip>, next: Option<&Arc<Head>>, first: usize) {
        let start = chain.first().and_then(|strip| strip.page);
        if self.pages.is_empty() || start.is_some() {
            let begun = start == Some(self.layout)
                && !self.pages.is_empty()
                && self.y <= body_height(self.layout) * BEGUN;
            self.layout = start.unwrap_or(self.layout);
            self.head = None;
            if !begun {
                self.turn();
            }
        }
        let height = height_of(&chain);
        let last = chain.last().and_then(|strip| strip.head.as_ref());
        let spare = if Self::same(last, next) { GOES_ON } else { 0.0 };
        let head = chain.first().and_then(|strip| strip.head.clone());
        let full = self.gap(chain.first()) + height + spare > self.room();
        if full && !self.is_fresh() && self.is_worth_a_page(height, head.as_ref()) {
            self.break_for(head.as_ref());
        }
        let fits = self.gap(chain.first()) + height + spare <= self.room();
        if fits {
            for strip in chain {
                self.put(strip, first);
            }
        } else {
            self.chain_in_parts(chain, next, first);
        }
    }

    /// Puts a chain that no page holds. A row that follows its group's is cut rather than leave
    /// the group's row at a page's foot; a block that doesn't split begins a page.
    fn chain_in_parts(&mut self, chain: Vec<Strip>, next: Option<&Arc<Head>>, first: usize) {
        let mut rest = chain.into_iter().peekable();
        let mut bound = false;
        while let Some(strip) = rest.next() {
            let following = rest.peek().filter(|_| strip.keep);
            let begun = following.map_or(0.0, |next| next.height.min(CORNER));
            let head = strip.head.clone();
            let more = rest.peek().map_or(next.cloned(), |_| head.clone());
            let spare = if Self::same(head.as_ref(), more.as_ref()) { GOES_ON } else { 0.0 };
            let height = self.gap(Some(&strip)) + strip.height + begun + spare;
            let worth = self.is_worth_a_page(strip.height + begun, head.as_ref());
            let cut = bound && head.is_some();
            if height > self.room() && !self.is_fresh() && worth && !cut {
                self.break_for(head.as_ref());
            }
            bound = strip.keep;
            self.put_whole_or_cut(strip, spare, first);
        }
    }

    fn put_whole_or_cut(&mut self, mut strip: Strip, last: f32, first: usize) {
        while self.gap(Some(&strip)) + strip.height + last > self.room() + 0.1 {
            let spare = if strip.head.is_some() { GOES_ON } else { 0.0 };
            let room = self.room() - self.gap(Some(&strip)) - spare;
            let Some(rest) = strip.cut(room) else { break };
            let head = strip.head.clone();
            self.put(strip, first);
            self.break_for(head.as_ref());
            strip = rest;
        }
        self.put(strip, first);
    }

    fn put(&mut self, mut strip: Strip, first: usize) {
        self.y += self.gap(Some(&strip));
        strip.shift(MARGIN, TOP + self.y);
        let Some(page) = self.pages.len().checked_sub(1) else { return };
        for (figure, area) in strip.figures {
            if let Some(element) = self.tree.get_mut(figure) {
                element.tell().place = Some((first + page, area));
            }
        }
        for (mark, top) in strip.marks {
            if let Some(mark) = self.marks.get_mut(mark) {
                (mark.page, mark.top) = (first + page, top);
            }
        }
        if let Some(page) = self.pages.last_mut() {
            page.pieces.extend(strip.pieces);
            page.links.extend(strip.links);
        }
        self.y += strip.height;
        (self.after, self.head) = (strip.after, strip.head);
    }

    /// Ends the page; a table that goes on says so, and has its head again on the next.
    fn break_for(&mut self, next: Option<&Arc<Head>>) {
        let going_on = Self::same(self.head.as_ref(), next).then(|| self.head.take()).flatten();
        let Some(head) = going_on else { return self.turn() };
        let y = TOP + self.y;
        let (left, right) = (MARGIN + head.edges.0, MARGIN + head.edges.1);
        if let Some(page) = self.pages.last_mut() {
            let mut draws = vec![Draw::rule(left, right, y, RULE, INK)];
            draws.extend(Draw::lines_to(&head.goes_on, right, y + 2.5));
            page.pieces.push(Piece::artifact(draws));
        }
        self.turn();
        let mut again = Piece::artifact(head.draws.clone());
        again.shift(MARGIN, TOP);
        if let Some(page) = self.pages.last_mut() {
            page.pieces.push(again);
        }
        self.y = head.height;
        self.head = Some(head);
    }

    fn turn(&mut self) {
        let size = page_size(self.layout);
        self.pages.push(Page { size, pieces: vec![], links: vec![] });
        (self.y, self.after) = (0.0, 0.0);
    }

    /// Whether nothing of its own stands on the page yet: nothing, or a repeated head.
    fn is_fresh(&self) -> bool {
        let repeated = self.head.as_ref().map_or(0.0, |head| head.height);
        self.y <= repeated && self.pages.last().is_some_and(|page| page.pieces.len() <= 1)
    }

    /// Whether a new page helps: what doesn't fit one either is better begun here, unless there
    /// is only a corner left.
    fn is_worth_a_page(&self, height: f32, head: Option<&Arc<Head>>) -> bool {
        let again = head.map_or(0.0, |head| head.height) + GOES_ON;
        height + again <= body_height(self.layout) || self.room() < CORNER
    }

    fn room(&self) -> f32 {
        body_height(self.layout) - self.y
    }

    fn gap(&self, next: Option<&Strip>) -> f32 {
        let at_top = self.y <= 0.0;
        next.map_or(0.0, |next| if at_top { 0.0 } else { next.before.max(self.after) })
    }
}
