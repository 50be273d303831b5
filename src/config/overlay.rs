//! A configuration's own settings over the defaults, and where each one came from.

use super::fault::{ConfigError, dotted, line_of, nearest};
use super::settings::read;
use super::written::Written;
use std::path::Path;
use toml::{Table, Value};

/// The defaults, with a comment on every setting.
pub const DEFAULTS: &str = include_str!("../../config/defaults.toml");

/// A setting as it counts, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The setting, with its section.
    pub setting: String,
    /// Its value, as TOML writes it.
    pub value: String,
    /// Whether the configuration names it; otherwise it is the default.
    pub named: bool,
}

/// Every setting with its origin.
///
/// # Errors
/// As for [`read`].
pub fn show(file: &Path, text: &str) -> Result<Vec<Shown>, ConfigError> {
    read(file, text)?;
    let (merged, own) = merged(&file.display().to_string(), text)?;
    let mut shown = Vec::new();
    gather(&merged, Some(&own), &mut Vec::new(), &mut shown);
    Ok(shown)
}

fn gather<'t>(
    table: &'t Table,
    own: Option<&Table>,
    path: &mut Vec<&'t str>,
    shown: &mut Vec<Shown>,
) {
    for (key, value) in table {
        path.push(key);
        let mine = own.and_then(|own| own.get(key));
        if let Value::Table(inner) = value {
            gather(inner, mine.and_then(Value::as_table), path, shown);
        } else {
            let (setting, value) = (dotted(path), value.to_string());
            shown.push(Shown { setting, value, named: mine.is_some() });
        }
        path.pop();
    }
}

/// The defaults with the configuration's own settings in their place, and those alone.
pub(super) fn merged(file: &str, text: &str) -> Result<(Table, Table), ConfigError> {
    let syntax = |error: &toml::de::Error| ConfigError::Syntax {
        file: file.to_owned(),
        detail: error.to_string().trim_end().to_owned(),
    };
    let own: Table = text.parse().map_err(|error| syntax(&error))?;
    let mut merged: Table = DEFAULTS.parse().map_err(|error| syntax(&error))?;
    overlay(&mut merged, &own, &mut Vec::new(), &|path, nearest| ConfigError::Unknown {
        file: file.to_owned(),
        line: line_of(text, path),
        setting: dotted(path),
        nearest,
    })?;
    Ok((merged, own))
}

/// The setting that the defaults can't be read with, were it the only one that differs. Values
/// that were merged no longer know their lines.
pub(super) fn culprit(own: &Table, above: &mut Vec<String>) -> Vec<String> {
    for (key, value) in own {
        above.push(key.clone());
        let found = if let Value::Table(inner) = value {
            culprit(inner, above)
        } else if readable(above, value) {
            Vec::new()
        } else {
            above.clone()
        };
        above.pop();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether the defaults can be read with one value in the place of theirs.
fn readable(path: &[String], value: &Value) -> bool {
    let nested = path
        .iter()
        .rev()
        .fold(value.clone(), |inner, key| Value::Table(Table::from_iter([(key.clone(), inner)])));
    let (Ok(mut all), Value::Table(one)) = (DEFAULTS.parse::<Table>(), nested) else { return true };
    let known = |_: &[&str], _: Option<String>| ConfigError::Syntax {
        file: String::new(),
        detail: String::new(),
    };
    overlay(&mut all, &one, &mut Vec::new(), &known).is_ok() && all.try_into::<Written>().is_ok()
}

type Fault<'a> = dyn Fn(&[&str], Option<String>) -> ConfigError + 'a;

fn overlay<'t>(
    base: &mut Table,
    own: &'t Table,
    path: &mut Vec<&'t str>,
    fault: &Fault<'_>,
) -> Result<(), ConfigError> {
    for (key, value) in own {
        path.push(key);
        // Quarters, jobs, addresses and ids are no fixed settings: their names are checked later.
        let free = matches!(
            path[..],
            ["run", "as_at", ..]
                | ["disclosure", "exempt", ..]
                | ["timetable", "jobs", _]
                | ["collection", "senders", _]
        );
        if !free && !base.contains_key(key) {
            return Err(fault(path, nearest(key, base.keys().map(String::as_str))));
        }
        match (base.get_mut(key), value) {
            (Some(Value::Table(inner)), Value::Table(own)) => overlay(inner, own, path, fault)?,
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
        path.pop();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_is_shown_with_its_origin() {
        let text = "[delivery]\nfrom = \"a@council.example\"\nreply_to = \"b@council.example\"\n";
        let shown = show(Path::new("q.toml"), text).unwrap();
        let of = |setting: &str| shown.iter().find(|shown| shown.setting == setting).unwrap();
        assert!(of("delivery.from").named);
        assert!(!of("limits.amber_percent").named);
    }
}
