//! A table's cell: what stands in it and how it is drawn.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::chart::marks::{self, ARROW, MARK};
use super::super::chart::sparkline;
use super::super::layout::maker::Maker;
use super::super::layout::page::{Area, Draw, Piece};
use super::super::layout::theme::{CELL, SMALL, Style};
use super::super::layout::tree::{Id, Role};
use super::super::typeset::rich::Rich;
use super::super::typeset::shape::Set;
use super::columns::{Place, WORD_GAP};
use crate::compose::{Cell, Content, Emphasis, SUPPRESSED, Second, Status, Trend};
use std::sync::Arc;

/// An arrow and the space after it.
pub(crate) const ARROW_ROOM: f32 = ARROW + 3.2;

/// No text is set narrower than this, however narrow its column.
const LEAST: f32 = 8.0;

/// What stands in a cell's first place.
pub(crate) enum Main<'a> {
    /// Nothing.
    Nothing,
    /// Words, which may wrap.
    Words(Rich),
    /// Words for a figure that isn't there.
    Gone(Rich),
    /// A figure, which may not, and the word after it.
    Figure { shown: String, style: Style, word: Option<String> },
    /// A status.
    Status(Status),
    /// A small chart.
    Trend(&'a Trend),
}

/// What a cell holds, in the style of its row.
pub(crate) fn main(cell: &Cell, base: Style) -> Main<'_> {
    let style = match cell.emphasis {
        Emphasis::Plain => base,
        Emphasis::Bold => base.bold(),
        Emphasis::Faint => base.faint(),
    };
    match &cell.content {
        Content::Empty if cell.notes.is_empty() => Main::Nothing,
        Content::Empty => Main::Words(Rich::default().noted(&cell.notes)),
        Content::Text(text) => Main::Words(Rich::of(text, style).noted(&cell.notes)),
        Content::Suppressed(_) => Main::Gone(Rich::new(SUPPRESSED, base).noted(&cell.notes)),
        // Short signs such as "tbc" and "[c]" stand like figures; sentences stand back.
        Content::Missing(words) if words.chars().count() <= 4 => {
            Main::Gone(Rich::new(words, base).noted(&cell.notes))
        }
        Content::Missing(words) => Main::Gone(Rich::new(words, SMALL.faint()).noted(&cell.notes)),
        Content::Number { shown, word, .. } => {
            Main::Figure { shown: shown.clone(), style, word: word.clone() }
        }
        Content::Date { shown, .. } => Main::Words(Rich::new(shown, style).noted(&cell.notes)),
        Content::Status(status) => Main::Status(*status),
        Content::Trend(trend) => Main::Trend(trend),
    }
}

/// A figure set in one line.
pub(crate) struct Figure {
    pub(crate) set: Arc<Set>,
    /// The width left of its decimal point.
    pub(crate) lead: f32,
    /// Whether it has one.
    pub(crate) pointed: bool,
}

/// Sets a figure and finds its decimal point.
pub(crate) fn figure(maker: &mut Maker, shown: &str, style: Style) -> Figure {
    let set = maker.set.line(shown, style);
    let point = shown.rfind('.').and_then(|at| shown.split_at_checked(at));
    let point = point.filter(|(_, tail)| tail.chars().nth(1).is_some_and(|c| c.is_ascii_digit()));
    let lead = point.map(|(lead, _)| maker.set.line(lead, style).width());
    Figure { lead: lead.unwrap_or_else(|| set.width()), pointed: lead.is_some(), set }
}

/// The width of a status's mark and word.
pub(crate) fn status_width(maker: &mut Maker, status: Status) -> f32 {
    MARK + marks::GAP + maker.set.line(status.word(), CELL.bold()).width() + 0.1
}

/// A cell laid out: pieces from the row's top, and how much height they take.
#[derive(Default)]
pub(crate) struct Laid {
    pub(crate) height: f32,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) figures: Vec<(Id, Area)>,
}

/// How far a cell of figures may reach to the left, over empty neighbours.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reach {
    pub(crate) main: f32,
    pub(crate) second: f32,
}

/// Lays a cell out in its column. A cell of several parts gets an element for each.
pub(crate) fn lay(
    maker: &mut Maker,
    element: Id,
    cell: &Cell,
    place: &Place,
    (base, reach): (Style, Reach),
) -> Laid {
    let mut laid = Laid::default();
    let content = main(cell, base);
    let apart = cell.second.is_some();
    let own = |maker: &mut Maker, role| if apart { maker.tree.add(element, role) } else { element };
    match content {
        Main::Nothing => {}
        Main::Words(rich) => {
            let element = own(maker, Role::Paragraph);
            let set = maker.text(element, &rich, place.width);
            laid.put(element, align(&set, place, 0.0), set.height());
        }
        Main::Gone(rich) => {
            let element = own(maker, Role::Paragraph);
            let whole = maker.set.widths(&rich).1;
            let fits = whole > place.width && whole <= place.width + reach.main;
            let set = maker.text(element, &rich, if fits { whole } else { place.width });
            laid.put(element, align(&set, place, 0.0), set.height());
        }
        Main::Figure { shown, style, word } => {
            let element = own(maker, Role::Paragraph);
            let (draws, height) = lay_figure(maker, &shown, style, word.as_deref(), place);
            laid.put(element, draws, height);
        }
        Main::Status(status) => {
            let element = own(maker, Role::Paragraph);
            lay_status(maker, &mut laid, element, status, place, base);
        }
        Main::Trend(trend) => {
            let figure = maker.tree.add(element, Role::Figure);
            maker.tree.describe(figure, &trend.alt);
            let width = sparkline::WIDTH.min(place.width);
            let draws = sparkline::draw(trend, place.x, 0.0, width);
            let area = Area::new(place.x, 0.0, width, sparkline::HEIGHT);
            laid.figures.push((figure, area));
            laid.put(figure, draws, sparkline::HEIGHT);
        }
    }
    if let Some(second) = &cell.second {
        lay_second(maker, &mut laid, element, second, (place, reach.second));
    }
    laid
}

impl Laid {
    fn put(&mut self, element: Id, mut draws: Vec<Draw>, height: f32) {
        for draw in &mut draws {
            draw.shift(0.0, self.height);
        }
        self.pieces.push(Piece::of(element, draws));
        self.height += height;
    }
}

fn align(set: &Arc<Set>, place: &Place, y: f32) -> Vec<Draw> {
    if place.right {
        Draw::lines_to(set, place.x + place.width, y)
    } else {
        Draw::lines(set, place.x, y)
    }
}

fn lay_figure(
    maker: &mut Maker,
    shown: &str,
    style: Style,
    word: Option<&str>,
    place: &Place,
) -> (Vec<Draw>, f32) {
    let figure = figure(maker, shown, style);
    let x = match (place.right, figure.pointed) {
        (false, _) => place.x,
        (true, true) => place.x + place.width - place.word - place.tail - figure.lead,
        (true, false) => place.x + place.width - place.word - figure.set.width(),
    };
    if x < place.x - 0.5 {
        // A column too narrow for its figures, on a page too narrow for its table: they wrap.
        let words = word.map_or_else(String::new, |word| format!(" {word}"));
        let set = maker.set.set(&Rich::new(&format!("{shown}{words}"), style), place.width);
        return (align(&set, place, 0.0), set.height());
    }
    let mut draws = Draw::lines(&figure.set, x, 0.0);
    if let Some(word) = word {
        // The space before the word is what keeps them apart where they are read or copied.
        let set = maker.set.line(&format!(" {word}"), style);
        let space = set.width() - maker.set.line(word, style).width();
        let from = if place.right {
            place.x + place.width - place.word + WORD_GAP
        } else {
            place.x + figure.set.width() + WORD_GAP
        };
        draws.extend(Draw::lines(&set, from - space, 0.0));
    }
    (draws, figure.set.height())
}

fn lay_status(
    maker: &mut Maker,
    laid: &mut Laid,
    element: Id,
    status: Status,
    place: &Place,
    base: Style,
) {
    let room = (place.width - MARK - marks::GAP).max(LEAST);
    let word = maker.set.set(&Rich::new(status.word(), base.bold()), room);
    // The mark's middle stands at the middle of the capitals, 0.714 em high.
    let middle = word.baseline - f32::from(base.size) / 10.0 * 0.357;
    let mark = marks::status(status, place.x, middle - MARK / 2.0, MARK);
    laid.pieces.push(Piece::artifact(mark));
    let draws = Draw::lines(&word, place.x + MARK + marks::GAP, 0.0);
    laid.put(element, draws, word.height());
}

fn lay_second(
    maker: &mut Maker,
    laid: &mut Laid,
    element: Id,
    second: &Second,
    (place, reach): (&Place, f32),
) {
    let rich = Rich::new(&second.text, SMALL.faint());
    let whole = maker.set.widths(&rich).1;
    let room = (place.width - second.arrow.map_or(0.0, |_| ARROW_ROOM)).max(LEAST);
    let width = if whole > room && whole <= room + reach { whole } else { room };
    let mut text = maker.tree.add(element, Role::Paragraph);
    let mut x = place.x;
    if let Some(arrow) = second.arrow {
        let figure = maker.tree.add(text, Role::Figure);
        maker.tree.describe(figure, marks::arrow_words(arrow));
        text = maker.tree.add(text, Role::Span);
        let set = maker.text(text, &rich, width);
        if place.right {
            x = place.x + place.width - set.width() - ARROW_ROOM;
        }
        let draws = marks::arrow(arrow, x, laid.height + set.baseline);
        let area = Area::new(x, laid.height, ARROW, set.lead);
        laid.figures.push((figure, area));
        laid.pieces.push(Piece::of(figure, draws));
        x += ARROW_ROOM;
    }
    let set = maker.text(text, &rich, width);
    let draws = if place.right {
        Draw::lines_to(&set, place.x + place.width, 0.0)
    } else {
        Draw::lines(&set, x, 0.0)
    };
    laid.put(text, draws, set.height());
}
