//! Tables: a head that comes again, rows that don't split, groups, totals, notes.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

pub(crate) mod cell;
pub(crate) mod columns;
pub(crate) mod notes;

use super::layout::maker::{Maker, Room, kept, spaced, together};
use super::layout::page::{Area, Draw, Piece};
use super::layout::strip::{Head, Strip, height_of};
use super::layout::theme::{
    BODY, CELL, HAIRLINE, HANG, INK, RULE, RULE_HAIR, RULE_HEAVY, SMALL, Style, TINT,
};
use super::layout::tree::{Id, Role, Scope};
use super::layout::units::mm;
use super::typeset::rich::Rich;
use crate::compose::{Align, Cell, Content, Row, Table};
use cell::Reach;
use columns::Place;
use std::sync::Arc;

const PAD: f32 = mm(1.1);
const PAD_DENSE: f32 = mm(0.6);
const GROUP_INSET: f32 = mm(1.4);

/// Lays a table out over the whole width. In a section of paragraphs a table without heads, such
/// as the key of statuses, is set in the size of the paragraphs.
pub(crate) fn lay(maker: &mut Maker, room: Room, table: &Table, among_text: bool) -> Vec<Strip> {
    let headless = table.columns.iter().all(|column| column.head.is_empty());
    let base = if headless && among_text { BODY } else { CELL };
    let element = maker.tree.add(room.parent, Role::Table);
    maker.tree.describe(element, &table.title);
    let places = columns::places(maker, table, base, room.width);
    let pad = if table.dense { PAD_DENSE } else { PAD };
    let inset = if among_text { HANG } else { 0.0 };
    let mut grid = Grid { maker, table, places, base, pad, width: room.width, inset };
    let mut strips = vec![];
    let head = if headless { None } else { Some(grid.head(element)) };
    let head = head.map(|(strip, head)| {
        strips.push(strip);
        head
    });
    if head.is_none() && !among_text {
        strips.push(grid.top_rule());
    }
    strips.extend(grid.body(element, head.as_ref()));
    let glance = if among_text { mm(60.0) } else { mm(48.0) };
    if (among_text || table.dense) && height_of(&strips) < glance {
        // A short one is read at a glance, and stays whole.
        let all = strips.len().saturating_sub(1);
        strips.iter_mut().take(all).for_each(|strip| strip.keep = true);
    }
    let mut strips = spaced(strips, 4.5, 4.5);
    let under = notes::lay(maker, room, table);
    if !under.is_empty() {
        strips = kept(strips);
        // A few notes stay together with the last row.
        let few = height_of(&under) < mm(70.0);
        strips.extend(if few { together(under) } else { under });
    }
    strips
}

/// A table being laid out.
struct Grid<'a> {
    maker: &'a mut Maker,
    table: &'a Table,
    places: Vec<Place>,
    base: Style,
    pad: f32,
    width: f32,
    /// How far the table will be moved to the right.
    inset: f32,
}

impl Grid<'_> {
    /// A rule above a table without heads.
    fn top_rule(&self) -> Strip {
        let rule = Draw::rule(0.0, self.width, 0.0, RULE, INK);
        Strip { keep: true, pieces: vec![Piece::artifact(vec![rule])], ..Strip::default() }
    }

    /// The heads, standing on their last lines, and the same to be drawn again.
    fn head(&mut self, table: Id) -> (Strip, Arc<Head>) {
        let part = self.maker.tree.add(table, Role::TableHead);
        let row = self.maker.tree.add(part, Role::Row);
        let mut sets = vec![];
        for (column, place) in self.table.columns.iter().zip(&self.places) {
            let scope = Role::Head { scope: Scope::Column, columns: 1 };
            let element = self.maker.tree.add(row, scope);
            let rich = Rich::new(&column.head, SMALL.bold());
            let set = self.maker.set.even(&rich, place.width);
            sets.push((element, self.maker.texted(element, set), *place));
        }
        let tallest = sets.iter().map(|(_, set, _)| set.height()).fold(0.0, f32::max);
        let height = tallest + 2.0 * PAD;
        let rules = vec![
            Draw::rule(0.0, self.width, RULE_HEAVY / 2.0, RULE_HEAVY, INK),
            Draw::rule(0.0, self.width, height, RULE, INK),
        ];
        let mut pieces = vec![Piece::artifact(rules)];
        for (element, set, place) in sets {
            let y = PAD + tallest - set.height();
            let right = place.x + place.width;
            let draws = if place.right {
                Draw::lines_to(&set, right, y)
            } else {
                Draw::lines(&set, place.x, y)
            };
            pieces.push(Piece::of(element, draws));
        }
        let words = "Table continues on the next page.";
        // Drawn again it is not moved with the rows.
        let mut again = pieces.clone();
        for piece in &mut again {
            piece.shift(self.inset, 0.0);
        }
        let head = Head {
            height,
            draws: again.into_iter().flat_map(|piece| piece.draws).collect(),
            edges: (self.inset, self.inset + self.width),
            goes_on: self.maker.set.line(words, SMALL.faint()),
        };
        (Strip { height, keep: true, pieces, ..Strip::default() }, Arc::new(head))
    }

    fn body(&mut self, table: Id, head: Option<&Arc<Head>>) -> Vec<Strip> {
        let part = self.maker.tree.add(table, Role::TableBody);
        let rows = &self.table.rows;
        let mut strips = vec![];
        if rows.is_empty() {
            let named = self.table.columns.iter().position(|column| column.names_row);
            let mut cells = vec![Cell::empty(); named.unwrap_or_default()];
            cells.push(Cell::text("None.").faint());
            strips.push(self.row(part, &cells, self.base));
        }
        for row in rows {
            strips.push(match row {
                Row::Group { shown, .. } => self.group(part, shown),
                Row::Cells(cells) => self.row(part, cells, self.base),
                Row::Total(cells) => self.row(part, cells, self.base.bold()),
            });
        }
        let count = strips.len();
        for (nth, strip) in strips.iter_mut().enumerate() {
            let total = |nth: usize| matches!(rows.get(nth), Some(Row::Total(_)));
            let (weight, ink) = match nth + 1 {
                end if end == count && total(nth) => (RULE_HEAVY, INK),
                end if end == count && self.base == BODY => (RULE_HAIR, HAIRLINE),
                end if end == count => (RULE, INK),
                next if total(nth) || total(next) => (RULE, INK),
                _ => (RULE_HAIR, HAIRLINE),
            };
            let rule = Draw::rule(0.0, self.width, strip.height, weight, ink);
            strip.pieces.push(Piece::artifact(vec![rule]));
            strip.head = head.cloned();
            // A total doesn't stand alone on a page.
            strip.keep |= nth + 1 < count && total(nth + 1);
        }
        if self.table.dense {
            keep_groups(rows, &mut strips);
        }
        keep_ends(rows, &mut strips);
        strips
    }

    fn group(&mut self, part: Id, shown: &str) -> Strip {
        let row = self.maker.tree.add(part, Role::Row);
        let columns = self.table.columns.len();
        let head = Role::Head { scope: Scope::Row, columns };
        let element = self.maker.tree.add(row, head);
        let rich = Rich::new(shown, CELL.bold());
        let set = self.maker.text(element, &rich, self.width - 2.0 * GROUP_INSET);
        let height = set.height() + 2.0 * PAD;
        // The ground leaves the rule above it in sight.
        let inset = RULE / 2.0;
        let area = Area::new(0.0, inset, self.width, height - inset);
        let ground = Draw::Fill { area, ink: TINT };
        let pieces = vec![
            Piece::artifact(vec![ground]),
            Piece::of(element, Draw::lines(&set, GROUP_INSET, PAD)),
        ];
        Strip { height, keep: true, pieces, ..Strip::default() }
    }

    fn row(&mut self, part: Id, cells: &[Cell], base: Style) -> Strip {
        let row = self.maker.tree.add(part, Role::Row);
        let mut strip = Strip::default();
        let empty = Cell::empty();
        let places = std::mem::take(&mut self.places);
        for (nth, (column, place)) in self.table.columns.iter().zip(&places).enumerate() {
            let cell = cells.get(nth).unwrap_or(&empty);
            let role = if column.names_row {
                Role::Head { scope: Scope::Row, columns: 1 }
            } else {
                Role::Cell
            };
            let element = self.maker.tree.add(row, role);
            let reach = reach(self.table, cells, &places, nth);
            let laid = cell::lay(self.maker, element, cell, place, (base, reach));
            strip.height = strip.height.max(laid.height);
            strip.pieces.extend(laid.pieces);
            strip.figures.extend(laid.figures);
        }
        self.places = places;
        strip.height = strip.height.max(f32::from(base.lead) / 10.0);
        strip.shift(0.0, self.pad);
        strip.height += 2.0 * self.pad;
        strip
    }
}

/// Keeps the first two rows together, and the last two: one alone at a page's foot or head looks
/// lost. Tall ones may part, or half a page would stay empty for them.
fn keep_ends(rows: &[Row], strips: &mut [Strip]) {
    let of_cells = |row: &Row| !matches!(row, Row::Group { .. });
    let first = rows.iter().position(of_cells);
    let last = strips.len().checked_sub(2);
    for at in [first, last].into_iter().flatten() {
        if let Some(pair) = strips.get_mut(at..at + 2)
            && height_of(pair) < mm(40.0)
            && let Some(one) = pair.first_mut()
        {
            one.keep = true;
        }
    }
}

/// Keeps the few rows of a group on one page.
fn keep_groups(rows: &[Row], strips: &mut [Strip]) {
    let is_group = |row: &Row| matches!(row, Row::Group { .. });
    let mut from = 0;
    for group in rows.chunk_by(|_, next| !is_group(next)) {
        let to = from + group.len();
        if let Some(strips) = strips.get_mut(from..to)
            && group.first().is_some_and(is_group)
            && height_of(strips) < mm(48.0)
        {
            let all = strips.len().saturating_sub(1);
            strips.iter_mut().take(all).for_each(|strip| strip.keep = true);
        }
        from = to;
    }
}

/// How far a cell may reach to the left: its words over empty neighbours, its second line over
/// neighbours that have none and whose first is one line.
fn reach(table: &Table, cells: &[Cell], places: &[Place], nth: usize) -> Reach {
    let mut reach = Reach::default();
    let Some(own) = places.get(nth).filter(|place| place.right) else { return reach };
    let neighbours = || {
        let before = table.columns.iter().zip(cells).zip(places).take(nth).rev();
        before.take_while(|((column, _), _)| column.align == Align::Right)
    };
    let free = |cell: &Cell| cell.second.is_none() && cell.content == Content::Empty;
    for ((_, cell), place) in neighbours() {
        if !free(cell) {
            break;
        }
        reach.main = own.x - place.x;
    }
    for ((_, cell), place) in neighbours() {
        let one_line = matches!(cell.content, Content::Number { .. } | Content::Empty);
        if cell.second.is_some() || !one_line {
            break;
        }
        reach.second = own.x - place.x;
    }
    reach
}
