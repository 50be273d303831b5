//! Which measure a row of a service's own table names: by reference, by number, by its short name,
//! by the plan's full text, or by words so like one of these that no other measure is meant.

use super::locate;
use super::words::folded;
use crate::form::{FigurePart, Layout, Row, SheetKey, Slot};
use crate::plan::{FigureId, MeasureId};

/// A measure of the form, as a reader would name it.
pub(super) struct Known<'a> {
    pub(super) id: MeasureId,
    pub(super) number: String,
    pub(super) short: String,
    /// Its short name and its full text, folded.
    names: Vec<String>,
    /// Figure, its reference, what it is called, the row's labels.
    pub(super) figures: Vec<(FigureId, String, String, &'a Row)>,
}

impl Known<'_> {
    /// `13 “Unpaid work: started in seven days”`.
    pub(super) fn title(&self) -> String {
        format!("{} “{}”", self.number, self.short)
    }
}

/// What a row says of its measure, folded.
pub(super) struct Said {
    pub(super) reference: String,
    pub(super) name: String,
    pub(super) figure: String,
}

/// What a row of the table names.
pub(super) enum Named<'k> {
    /// A figure of a measure, by its place.
    Figure(&'k Known<'k>, usize),
    /// A whole measure.
    Measure(&'k Known<'k>),
    /// A measure by words that are not quite its own, and what it names of it.
    Alike(&'k Known<'k>, Box<Named<'k>>),
    /// None, with those that it could mean.
    Unknown(Vec<&'k Known<'k>>),
}

/// The measures of the form with their figures, in its order.
pub(super) fn measures(layout: &Layout) -> Vec<Known<'_>> {
    let mut all: Vec<Known<'_>> = Vec::new();
    let sheet = layout.sheet(SheetKey::Measures);
    let rows = sheet.into_iter().flat_map(|sheet| &sheet.blocks).flat_map(|block| &block.rows);
    for row in rows {
        let value = row.cells.iter().find_map(|cell| {
            let Slot::Figure(measure, figure, FigurePart::Value) = cell.slot()? else {
                return None;
            };
            Some((measure, figure))
        });
        let Some((measure, figure)) = value else { continue };
        let mut labels = row.cells.iter().filter_map(locate::label_text);
        let (Some(reference), Some(short), Some(label)) =
            (labels.next(), labels.next(), labels.next())
        else {
            continue;
        };
        let number = reference.trim_end_matches(|c: char| c.is_alphabetic()).to_owned();
        let figure = (figure.clone(), folded(&reference), folded(&label), row);
        if let Some(last) = all.last_mut().filter(|last| last.id == *measure) {
            last.figures.push(figure);
            continue;
        }
        let text = layout.texts.get(measure).map(|text| folded(text));
        let names = std::iter::once(folded(&short)).chain(text).collect();
        all.push(Known { id: measure.clone(), number, short, names, figures: vec![figure] });
    }
    all
}

/// By reference, by a number before the name, or by the name; a row with nothing but a figure's
/// name belongs to the measure above it.
pub(super) fn named<'k>(
    known: &'k [Known<'k>],
    said: &Said,
    last: Option<&'k Known<'k>>,
) -> Named<'k> {
    let first = said.name.split(' ').next().unwrap_or_default();
    for said_first in [&*said.reference, first] {
        let bare = said_first.trim_start_matches("measure").trim_start_matches('m').trim();
        for measure in known.iter().filter(|_| !bare.is_empty()) {
            let nth = measure.figures.iter().position(|(_, one, ..)| one == bare);
            if let Some(nth) = nth {
                return Named::Figure(measure, nth);
            }
            if bare == measure.number {
                return of(measure, &said.figure);
            }
        }
    }
    if said.name.is_empty() {
        return match last.filter(|_| said.reference.is_empty() && !said.figure.is_empty()) {
            Some(measure) => of(measure, &said.figure),
            None => Named::Unknown(Vec::new()),
        };
    }
    by_words(known, said)
}

fn of<'k>(measure: &'k Known<'k>, figure: &str) -> Named<'k> {
    let nth = measure.figures.iter().position(|(_, _, label, _)| label == figure);
    match nth {
        Some(nth) => Named::Figure(measure, nth),
        None => Named::Measure(measure),
    }
}

/// How like its own words a measure's name has to be: an ending left off, a letter typed wrong.
const ALIKE: f64 = 0.88;
/// Likeness of a name whose numbers are others, at the most.
const OTHER_NUMBERS: f64 = 0.87;
/// From here on it is offered as a candidate.
const OFFERED: f64 = 0.6;
/// So many candidates are offered at the most.
const MOST: usize = 3;
/// A name this long that begins a measure's text is that measure's, cut off.
const ENOUGH: usize = 15;

fn by_words<'k>(known: &'k [Known<'k>], said: &Said) -> Named<'k> {
    let one = |fits: &dyn Fn(&str) -> bool| {
        let mut all = known.iter().filter(|measure| measure.names.iter().any(|name| fits(name)));
        all.next().filter(|_| all.next().is_none())
    };
    let same = |name: &str| name == said.name;
    if let Some(measure) = one(&same) {
        return of(measure, &said.figure);
    }
    // A longer name begins with the measure's own; a shorter one was cut off.
    let begins = |name: &str| {
        let more = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
        };
        let cut_off = said.name.len() >= ENOUGH && more(name, &said.name);
        more(&said.name, name) || cut_off
    };
    if let Some(measure) = one(&begins) {
        return of(measure, &said.figure);
    }
    let mut likeness: Vec<(f64, &Known<'_>)> =
        known.iter().map(|measure| (likeness(measure, &said.name), measure)).collect();
    likeness.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let fitting: Vec<&Known<'_>> =
        likeness.iter().filter(|(like, _)| *like >= ALIKE).map(|(_, measure)| *measure).collect();
    if let [measure] = *fitting {
        return Named::Alike(measure, Box::new(of(measure, &said.figure)));
    }
    let offered = likeness.into_iter().filter(|(like, _)| *like >= OFFERED);
    Named::Unknown(offered.map(|(_, measure)| measure).take(MOST).collect())
}

/// How like a measure's short name or text a name is, from 0 to 1. A number that differs is no
/// slip of the keyboard: “in 2 days” and “in 5 days” are two measures.
fn likeness(measure: &Known<'_>, said: &str) -> f64 {
    let like = measure.names.iter().map(|name| {
        let like = strsim::normalized_damerau_levenshtein(name, said);
        if numbers(name) == numbers(said) { like } else { like.min(OTHER_NUMBERS) }
    });
    like.fold(0.0, f64::max)
}

fn numbers(text: &str) -> Vec<&str> {
    text.split(' ').filter(|word| word.chars().any(char::is_numeric)).collect()
}
