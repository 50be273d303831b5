//! The theme's file, read and checked.

use super::{Colours, Ink, Theme, contrast};
use toml::{Table, Value};

const WHITE: Ink = [0xFF; 3];

/// A theme that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}{}: {message}", if setting.is_empty() { String::new() } else { format!(", {setting}") })]
pub struct ThemeError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The setting, with its section; empty where the file is no TOML.
    pub setting: String,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Reads a theme; what it leaves out is as the visual standard has it.
///
/// # Errors
/// When it is no TOML, names a setting that there is not, gives no colour where one belongs, or
/// a text that does not stand out from its ground.
pub fn read(file: &str, text: &str) -> Result<Theme, ThemeError> {
    let fault = |line: usize, setting: String, message: String| ThemeError {
        file: file.to_owned(),
        line,
        setting,
        message,
    };
    let written: Table = text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        fault(line, String::new(), error.message().to_owned())
    })?;
    let mut theme = Theme::default();
    for (section, settings) in &written {
        let wrong = |key: &str, message: String| {
            fault(line_of(text, section, key), format!("{section}.{key}"), message)
        };
        let Some(settings) = settings.as_table() else {
            return Err(wrong("", "write it under [colours], [status] or [type]".into()));
        };
        for (key, value) in settings {
            if (section.as_str(), key.as_str()) == ("type", "workbook") {
                let face = value.as_str().map(str::trim).filter(|face| !face.is_empty());
                let face = face.ok_or_else(|| wrong(key, "name a face, such as Arial".into()))?;
                face.clone_into(&mut theme.workbook_face);
                continue;
            }
            let mut named = theme.colours.named();
            let known = named.iter().position(|(s, k, _)| s == section && k == key);
            let Some((_, _, ink)) = known.and_then(|at| named.get_mut(at)) else {
                let known: Vec<String> =
                    named.iter().map(|(section, key, _)| format!("{section}.{key}")).collect();
                let known = known.join(", ");
                return Err(wrong(
                    key,
                    format!("there is no such setting; known are {known} and type.workbook"),
                ));
            };
            **ink = colour(value)
                .ok_or_else(|| wrong(key, format!("{value} is no colour such as \"#1F5C9E\"")))?;
        }
    }
    if let Some((section, key, message)) = too_near(&theme.colours).into_iter().next() {
        let line = line_of(text, section, key);
        return Err(fault(line, format!("{section}.{key}"), message));
    }
    Ok(theme)
}

/// `#RRGGBB`
fn colour(value: &Value) -> Option<Ink> {
    let digits = value.as_str()?.strip_prefix('#')?;
    let part = |from: usize| {
        let two = digits.get(from..from + 2)?;
        u8::from_str_radix(two, 16).ok()
    };
    (digits.len() == 6).then_some([part(0)?, part(2)?, part(4)?])
}

/// The colours that do not stand out from what they stand on.
fn too_near(of: &Colours) -> Vec<(&'static str, &'static str, String)> {
    let pairs = [
        ("colours", "ink", of.ink, WHITE, "white", 4.5),
        ("colours", "ink", of.ink, of.tint, "the tint", 4.5),
        ("colours", "second", of.second, WHITE, "white", 4.5),
        ("colours", "second", of.second, of.tint, "the tint", 4.5),
        ("colours", "axis", of.axis, WHITE, "white", 3.0),
        ("colours", "link", of.link, WHITE, "white", 4.5),
        ("status", "blue", of.blue, WHITE, "white", 4.5),
        ("status", "green", of.green, WHITE, "white", 4.5),
        ("status", "red", of.red, WHITE, "white", 4.5),
        ("status", "amber", of.ink, of.amber, "it, for the ink", 4.5),
        ("status", "amber_edge", of.amber_edge, WHITE, "white", 3.0),
        ("status", "grey", of.grey, WHITE, "white", 4.5),
        ("status", "pale", of.ink, of.pale, "it, for the ink", 4.5),
    ];
    let near = pairs.into_iter().filter_map(|(section, key, ink, ground, name, least)| {
        let is = contrast(ink, ground);
        (is < least).then(|| {
            let message = format!(
                "the contrast on {name} is {is:.1} to 1, and must be {least} to 1: take a {} one",
                if key == "amber" || key == "pale" { "lighter" } else { "darker" }
            );
            (section, key, message)
        })
    });
    near.collect()
}

/// The line of a setting, from 1; that of its section where it is left out.
fn line_of(text: &str, section: &str, key: &str) -> usize {
    let (mut inside, mut heading) = (false, 1);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.starts_with(&format!("[{section}]"));
            if inside {
                heading = number;
            }
        } else if inside && line.split('=').next().is_some_and(|name| name.trim() == key) {
            return number;
        }
    }
    heading
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        read("theme.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn the_file_that_is_carried_says_what_the_program_has() {
        let carried = include_str!("../../config/theme.toml");
        assert_eq!(read("theme.toml", carried).unwrap(), Theme::default());
        assert_eq!(read("theme.toml", "").unwrap(), Theme::default());
        let mut colours = Colours::STANDARD;
        for (section, key, _) in colours.named() {
            assert!(line_of(carried, section, key) > 5, "{section}.{key} stands in the file");
        }
    }

    #[test]
    fn a_colour_dresses_what_the_standard_draws() {
        let theme = read("theme.toml", "[status]\nred = \"#8A0F1C\"\n").unwrap();
        assert_eq!(theme.colours.dress(Colours::STANDARD.red), [0x8A, 0x0F, 0x1C]);
        assert_eq!(theme.colours.dress(Colours::STANDARD.green), Colours::STANDARD.green);
        assert_eq!(theme.colours.dress([1, 2, 3]), [1, 2, 3]);
    }

    #[test]
    fn wrong_themes_are_told_with_line_and_remedy() {
        assert_eq!(
            fault("[colours]\nsecond = \"#999999\"\n"),
            "theme.toml, line 2, colours.second: the contrast on white is 2.8 to 1, and must be \
             4.5 to 1: take a darker one"
        );
        assert_eq!(
            fault("[status]\n\namber = \"#5A3D00\"\n"),
            "theme.toml, line 3, status.amber: the contrast on it, for the ink is 1.8 to 1, and \
             must be 4.5 to 1: take a lighter one"
        );
        assert_eq!(
            fault("[status]\nred = \"red\"\n"),
            "theme.toml, line 2, status.red: \"red\" is no colour such as \"#1F5C9E\""
        );
        assert!(fault("[status]\npurple = \"#800080\"\n").contains("line 2, status.purple: there"));
        assert!(fault("[type]\nworkbook = 11\n").contains("line 2, type.workbook: name a face"));
        assert!(fault("[colours]\nink = \n").starts_with("theme.toml, line 2: "));
        assert!(fault("ink = \"#000000\"\n").contains("[colours]"));
    }
}
