//! The parts of a TOML file, taken one entry at a time, so that one wrong entry does not hide
//! the faults of the others.

use super::super::fault::{Faults, instead};
use super::pieces::{self, Pieces};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

/// Where a list begins, and its batches of entries.
type Batches = (usize, Vec<Range<usize>>);

pub(super) struct Source<'t> {
    text: &'t str,
    top: DeTable<'t>,
    /// Lists that are not in `top`: they are taken apart when they are asked for.
    lists: BTreeMap<&'t str, Batches>,
    known: Vec<&'static str>,
    /// Some of it was not TOML.
    torn: bool,
}

impl<'t> Source<'t> {
    /// The file's parts; what is not TOML is noted, and then nothing else can be said.
    pub(super) fn open(text: &'t str, faults: &mut Faults<'t>) -> Option<Self> {
        let whole =
            || Pieces { others: vec![Range { start: 0, end: text.len() }], ..Pieces::default() };
        let Pieces { others, lists } = Pieces::of(text).unwrap_or_else(whole);
        let (top, known) = (DeTable::new(), Vec::new());
        let mut source = Self { text, top, lists, known, torn: false };
        for other in others {
            let part = source.part(other, faults);
            source.top.extend(part);
        }
        for key in source.top.keys() {
            if source.lists.contains_key(&**key.get_ref()) {
                let message = format!("“{}” is there as a list as well", key.get_ref());
                faults.add(key.span(), "the file", message, "keep one of the two");
                source.torn = true;
            }
        }
        (!source.torn).then_some(source)
    }

    /// A stretch of the file taken apart.
    fn part(&mut self, at: Range<usize>, faults: &mut Faults) -> DeTable<'t> {
        let (part, errors) = pieces::table(self.text, at);
        for (span, error) in &errors {
            let message = format!("this is not TOML: {}", error.message());
            faults.add(span.clone(), "the file", message, "compare it with the entries around it");
        }
        self.torn |= !errors.is_empty();
        part
    }

    /// A `[table]` that must be there.
    pub(super) fn table<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<T> {
        self.known.push(key);
        let Some(value) = self.take(key) else {
            let message = format!("there is no [{key}]");
            faults.add(0..0, "the file", message, format!("write a part that begins with [{key}]"));
            return None;
        };
        entry(value, key, faults)
    }

    /// A list of `[[entries]]`, empty where there are none.
    pub(super) fn list<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Vec<T> {
        self.known.push(key);
        if let Some((_, batches)) = self.lists.remove(key) {
            let mut entries = Vec::new();
            for batch in batches {
                for (_, value) in self.part(batch, faults) {
                    entries.extend(listed(value, key, faults));
                }
            }
            return entries;
        }
        let Some(value) = self.take(key) else { return Vec::new() };
        listed(value, key, faults)
    }

    /// Notes what nobody asked for; false where some of the file was not TOML.
    pub(super) fn finish(self, faults: &mut Faults) -> bool {
        let lists = self.lists.iter().map(|(key, (begins, _))| (*key, *begins..*begins));
        let others = self.top.keys().map(|key| (&**key.get_ref(), key.span()));
        for (key, span) in others.chain(lists) {
            let message = format!("there is no part called “{key}”");
            faults.add(span, "the file", message, instead(key, self.known.iter().copied()));
        }
        !self.torn
    }

    fn take(&mut self, key: &str) -> Option<Spanned<DeValue<'t>>> {
        let found = self.top.keys().find(|k| k.get_ref() == key)?.clone();
        self.top.remove(&found)
    }
}

/// The entries of a list.
fn listed<T: DeserializeOwned>(
    value: Spanned<DeValue<'_>>,
    key: &str,
    faults: &mut Faults,
) -> Vec<T> {
    let span = value.span();
    let DeValue::Array(entries) = value.into_inner() else {
        let message = format!("“{key}” is not a list");
        faults.add(span, key, message, format!("begin each entry with [[{key}]]"));
        return Vec::new();
    };
    entries.into_iter().filter_map(|value| entry(value, key, faults)).collect()
}

fn entry<T: DeserializeOwned>(
    value: Spanned<DeValue<'_>>,
    key: &str,
    faults: &mut Faults,
) -> Option<T> {
    let span = value.span();
    let id = value.get_ref().as_table().and_then(|table| {
        table
            .iter()
            .find(|(key, _)| key.get_ref() == "id")
            .and_then(|(_, id)| id.get_ref().as_str())
    });
    let path = id.map_or_else(|| key.to_owned(), |id| format!("{key} {id}"));
    match T::deserialize(ValueDeserializer::from(value)) {
        Ok(entry) => Some(entry),
        Err(error) => {
            note(&error, span, path, faults);
            None
        }
    }
}

/// Puts serde's words for a wrong entry into plainer ones.
fn note(error: &Error, entry: Range<usize>, path: String, faults: &mut Faults) {
    let span = error.span().unwrap_or(entry);
    let quoted: Vec<&str> = error.message().split('`').skip(1).step_by(2).collect();
    let (message, remedy) = match (error.message().split('`').next(), quoted.split_first()) {
        (Some("unknown field "), Some((unknown, known))) => {
            (format!("there is no key “{unknown}” here"), instead(unknown, known.iter().copied()))
        }
        (Some("unknown variant "), Some((unknown, known))) => {
            (format!("“{unknown}” can't stand here"), instead(unknown, known.iter().copied()))
        }
        (Some("missing field "), Some((missing, _))) => {
            (format!("the key “{missing}” is missing"), format!("write {missing} = …"))
        }
        _ => (error.message().to_owned(), "see the head of the file for how to write it".into()),
    };
    faults.add(span, path, message, remedy);
}
