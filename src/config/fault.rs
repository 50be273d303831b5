//! What is wrong with a configuration, where, and what to do.

use std::path::PathBuf;

/// A configuration that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file that isn't there or can't be opened.
    #[error("{} can't be read", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is no TOML.
    #[error("{file} is not written as TOML:\n{detail}")]
    Syntax {
        /// The file's name.
        file: String,
        /// The reader's own words, with the line.
        detail: String,
    },
    /// A setting that there is not.
    #[error("{file}, line {line}: there is no setting “{setting}”{}", nearest.as_ref().map_or_else(String::new, |near| format!("; did you mean “{near}”?")))]
    Unknown {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The setting, with its section: `limits.amber_procent`.
        setting: String,
        /// The setting of the nearest name.
        nearest: Option<String>,
    },
    /// A value that makes no sense.
    #[error("{file}, line {line}, {setting}: {message}")]
    Value {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The setting, with its section.
        setting: String,
        /// What is wrong and what to write instead.
        message: String,
    },
}

/// A setting with its section, as TOML has it: `disclosure.exempt."2023-24 A05"`.
pub(super) fn dotted(path: &[&str]) -> String {
    let bare = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let part = |part: &&str| if bare(part) { (*part).to_owned() } else { format!("\"{part}\"") };
    path.iter().map(part).collect::<Vec<_>>().join(".")
}

/// The line of a setting in a TOML text, from 1: the first line that gives its last name, below
/// its section's heading where there is one.
pub(super) fn line_of(text: &str, path: &[&str]) -> usize {
    let (Some((key, section)), lines) = (path.split_last(), text.lines()) else { return 1 };
    let heading = format!("[{}]", section.join("."));
    let mut inside = section.is_empty();
    for (number, line) in (1..).zip(lines) {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line == heading;
        } else if inside {
            let name = line.split('=').next().unwrap_or_default().trim().trim_matches('"');
            if name == *key {
                return number;
            }
        }
    }
    // A key within braces stands on the line of what it belongs to.
    if section.is_empty() { 1 } else { line_of(text, section) }
}

/// The known name nearest to a misspelt one, if any is near.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|one| (strsim::damerau_levenshtein(name, one), one))
        .filter(|(distance, one)| *distance <= one.len().max(name.len()) / 2)
        .min()
        .map(|(_, one)| one.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_found_in_its_section() {
        let text = "[run]\nquarter = \"\"\n\n[limits]\nquarter = 1\n";
        assert_eq!(line_of(text, &["limits", "quarter"]), 5);
        assert_eq!(line_of(text, &["run", "quarter"]), 2);
        assert_eq!(line_of(text, &["nowhere"]), 1);
    }

    #[test]
    fn a_misspelt_name_has_a_neighbour_and_a_strange_one_has_none() {
        let known = ["amber_percent", "amber_days"];
        assert_eq!(nearest("amber_procent", known.into_iter()).as_deref(), Some("amber_percent"));
        assert_eq!(nearest("zzz", known.into_iter()), None);
    }
}
