//! Where the parts of a workbook's sheets are (ECMA-376, part 2, 6.5: relationships).

use super::table::attribute;
use crate::intake::archive::Archive;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// The part that every program looks at first.
const ROOT: &str = "_rels/.rels";

/// The part of a workbook itself, as the archive's own relations name it.
pub(super) fn workbook(archive: &Archive<'_>) -> String {
    let root = archive.part(ROOT).map(|part| relations(&part)).unwrap_or_default();
    let named = root.into_iter().find(|(_, (kind, _))| kind.ends_with("/officeDocument"));
    named.map_or_else(
        || "xl/workbook.xml".into(),
        |(_, (_, target))| target.trim_start_matches('/').to_owned(),
    )
}

/// The parts that a part is related to, by their ids.
pub(super) fn of(archive: &Archive<'_>, part: &str) -> BTreeMap<String, String> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let joint = if folder.is_empty() { "" } else { "/" };
    let at = format!("{folder}{joint}_rels/{name}.rels");
    let found = archive.part(&at).map(|part| relations(&part)).unwrap_or_default();
    let whole = |target: String| match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}{joint}{target}"),
    };
    found.into_iter().map(|(id, (_, target))| (id, whole(target))).collect()
}

/// Why a workbook can't be read that names styles and has none where readers look for them:
/// without them a day is a plain number, and 76% is 0.76.
pub(super) fn styles_lost(archive: &Archive<'_>, workbook: &str, styles: &str) -> Option<String> {
    let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", workbook));
    let named = archive.part(&format!("{folder}/_rels/{name}.rels"))?;
    let named = relations(&named).into_values().any(|(kind, _)| kind.ends_with("/styles"));
    let lost = named && archive.part(styles).is_none();
    lost.then(|| {
        format!("the part {styles}, which says what is a day or a percentage, is not there")
    })
}

/// Kind and target of each relation.
fn relations(part: &[u8]) -> BTreeMap<String, (String, String)> {
    let mut found = BTreeMap::new();
    tags(part, |tag| {
        if tag.local_name().as_ref() == "Relationship" {
            let of = |key| attribute(tag, key).flatten().unwrap_or_default();
            found.insert(of("Id"), (of("Type"), of("Target")));
        }
    });
    found
}

/// The relation of each sheet that a workbook lists, in the order of the tabs.
pub(super) fn sheets(workbook: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    tags(workbook, |tag| {
        if tag.local_name().as_ref() == "sheet" {
            let mut attributes = tag.attributes();
            let mut attributes = attributes.with_checks(false).flatten();
            let id = attributes.find(|one| one.key.local_name().as_ref() == "id");
            found.push(id.map(|id| id.value.into_owned()).unwrap_or_default());
        }
    });
    found
}

/// Every opening tag, up to the end or to the first that makes no sense.
pub(super) fn tags(part: &[u8], mut each: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    while let Ok(event) = reader.read_event_into(&mut buffer) {
        match event {
            Event::Start(tag) | Event::Empty(tag) => each(&tag),
            Event::Eof => return,
            Event::End(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
        buffer.clear();
    }
}
