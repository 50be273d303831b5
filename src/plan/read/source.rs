//! The parts of a TOML file, taken one entry at a time, so that one wrong entry does not hide
//! the faults of the others.

use super::super::fault::{Faults, instead};
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

pub(super) struct Source<'t> {
    top: DeTable<'t>,
    known: Vec<&'static str>,
}

impl<'t> Source<'t> {
    /// The file's parts; what is not TOML is noted, and then nothing else can be said.
    pub(super) fn open(text: &'t str, faults: &mut Faults<'t>) -> Option<Self> {
        let (top, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let message = format!("this is not TOML: {}", error.message());
            let span = error.span().unwrap_or(0..0);
            faults.add(span, "the file", message, "compare it with the entries around it");
        }
        errors.is_empty().then(|| Self { top: top.into_inner(), known: Vec::new() })
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
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = value.span();
        let DeValue::Array(entries) = value.into_inner() else {
            let message = format!("“{key}” is not a list");
            faults.add(span, key, message, format!("begin each entry with [[{key}]]"));
            return Vec::new();
        };
        entries.into_iter().filter_map(|value| entry(value, key, faults)).collect()
    }

    /// Notes what nobody asked for.
    pub(super) fn finish(self, faults: &mut Faults) {
        for key in self.top.keys() {
            let message = format!("there is no part called “{}”", key.get_ref());
            let remedy = instead(key.get_ref(), self.known.iter().copied());
            faults.add(key.span(), "the file", message, remedy);
        }
    }

    fn take(&mut self, key: &str) -> Option<Spanned<DeValue<'t>>> {
        let found = self.top.keys().find(|k| k.get_ref() == key)?.clone();
        self.top.remove(&found)
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
