//! A quarter of the samples taken from the draft to the final, and what was made of it.

use crate::make;
use crate::place::{Place, Said, root};
use quarterpack::form::{CommentaryPart, Entry, Filled, Slot, write};
use quarterpack::plan::MeasureId;
use std::fs;

/// A quarter of the samples in which nothing is wrong.
pub(crate) const Q4: &str = "2021-22 Q4";
pub(crate) const PACK: &str = "social-work-committee";
pub(crate) const STEM: &str = "out/packs/social-work-committee-2021-22-q4";
pub(crate) const HEAD: &str = "Head of Performance and Support";
pub(crate) const DIRECTOR: &str = "Director of Health and Social Care";
pub(crate) const CHILDREN: &str = "children-and-justice-2021-22-q4.xlsx";
pub(crate) const SUPPORT: &str = "performance-and-support-2021-22-q4.xlsx";

/// A sample return of the quarter with other entries.
pub(crate) fn returned(name: &str, change: impl FnOnce(&mut Filled)) -> Vec<u8> {
    let samples = make::samples(&make::year(root(), "2021-22").unwrap()).unwrap();
    let mut sample = samples.into_iter().find(|one| one.path.ends_with(name)).unwrap();
    change(&mut sample.filled);
    write(&sample.layout, &sample.filled).unwrap()
}

pub(crate) fn comment(text: &str) -> impl FnOnce(&mut Filled) {
    let slot = Slot::Commentary(MeasureId::from("M04"), CommentaryPart::Comment);
    let entry = Entry::Text(text.to_owned());
    move |filled| {
        assert!(filled.insert(slot, entry).is_some(), "the sample has a comment there");
    }
}

/// The sample place with another return of children and justice.
pub(crate) fn with(change: impl FnOnce(&mut Filled)) -> Place {
    let place = Place::new();
    fs::write(place.path(&in_inbox(CHILDREN)), returned(CHILDREN, change)).unwrap();
    place
}

pub(crate) fn in_inbox(name: &str) -> String {
    format!("samples/returns/2021-22/q4/{name}")
}

pub(crate) fn run(place: &Place) -> Said {
    let said = place.quarterpack(["run", "--quarter", Q4]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    said
}

pub(crate) fn approve(place: &Place, by: &str) -> Said {
    place.quarterpack(["approve", PACK, "--quarter", Q4, "--by", by, "--because", "I read it"])
}

pub(crate) fn release(place: &Place) -> Said {
    place.quarterpack(["release", PACK, "--quarter", Q4])
}

pub(crate) fn done(said: &Said) {
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
}

/// The codes that stand under “What holds its final”.
pub(crate) fn held(said: &Said) -> Vec<String> {
    let code = |line: &str| {
        let (code, _) = line.trim().split_once(": ")?;
        let is = code.len() == 3 && code.starts_with('R') && !line.contains("let pass by");
        is.then(|| code.to_owned())
    };
    said.out.lines().filter_map(code).collect()
}

/// Packs that need no approval.
pub(crate) fn automatic(place: &Place) {
    let file = "config/packs/social-work-committee.toml";
    place.replace(file, "release = \"approval\"\n", "release = \"automatic\"\n");
    place.replace(file, &format!("approver = \"{HEAD}\"\n"), "");
}

/// The words of a PDF, a line each.
pub(crate) fn lines(bytes: &[u8]) -> Vec<String> {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    let text = file.extract_text(&pages).unwrap();
    text.lines().map(|line| line.replace('\u{a0}', " ").trim().to_owned()).collect()
}

pub(crate) fn pack(place: &Place, ending: &str) -> Vec<u8> {
    fs::read(place.path(&format!("{STEM}{ending}"))).unwrap()
}
