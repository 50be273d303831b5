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
        source.nothing_twice(faults);
        (!source.torn).then_some(source)
    }

    /// Notes lists that stand in the top or in a table as well as by themselves.
    fn nothing_twice(&mut self, faults: &mut Faults) {
        let mut twice = Vec::new();
        for (key, value) in &self.top {
            let inner = value.get_ref().as_table().into_iter().flatten();
            let inner =
                inner.map(|(inner, _)| (format!("{}.{}", key.get_ref(), inner.get_ref()), inner));
            let all = std::iter::once((key.get_ref().to_string(), key)).chain(inner);
            twice.extend(all.filter(|(name, _)| self.lists.contains_key(&**name)));
        }
        self.torn |= !twice.is_empty();
        for (name, key) in twice {
            let message = format!("“{name}” is there as a list as well");
            faults.add(key.span(), "the file", message, "keep one of the two");
        }
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
        let Some(value) = taken(&mut self.top, key) else {
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
        let mut entries = Vec::new();
        self.each(key, faults, |entry, _| entries.push(entry));
        entries
    }

    /// The `[[entries]]` of a list of the file, or of one of its tables (`revenue.line`): each is handed on
    /// as soon as it is read, so that no more of them than a batch are held as written. False where
    /// there is no such list. One in a table is to be asked for before its table.
    pub(super) fn each<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
        mut then: impl FnMut(T, &mut Faults),
    ) -> bool {
        self.known.push(key);
        let last = key.rsplit('.').next().unwrap_or(key);
        if let Some((_, batches)) = self.lists.remove(key) {
            for batch in batches {
                let mut part = self.part(batch, faults);
                let value = taken(&mut part, key);
                listed(value, last, faults, &mut then);
            }
            return true;
        }
        let value = taken(&mut self.top, key);
        let is_there = value.is_some();
        listed(value, last, faults, &mut then);
        is_there
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
}

/// What stands in a table under a key, or under a key of one of its tables.
fn taken<'t>(table: &mut DeTable<'t>, key: &str) -> Option<Spanned<DeValue<'t>>> {
    if let Some((outer, inner)) = key.split_once('.') {
        let mut outer = table.iter_mut().find(|(key, _)| key.get_ref() == outer);
        let table = outer.as_mut()?.1.get_mut();
        return if let DeValue::Table(table) = table { taken(table, inner) } else { None };
    }
    let found = table.keys().find(|k| k.get_ref() == key)?.clone();
    table.remove(&found)
}

/// Reads the entries of a list.
fn listed<T: DeserializeOwned>(
    value: Option<Spanned<DeValue<'_>>>,
    key: &str,
    faults: &mut Faults,
    then: &mut impl FnMut(T, &mut Faults),
) {
    let Some(value) = value else { return };
    let span = value.span();
    let DeValue::Array(entries) = value.into_inner() else {
        let message = format!("“{key}” is not a list");
        faults.add(span, key, message, format!("begin each entry with [[{key}]]"));
        return;
    };
    for value in entries {
        if let Some(entry) = entry(value, key, faults) {
            then(entry, faults);
        }
    }
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
