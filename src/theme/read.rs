//! The theme's file, read and checked.

use super::near::too_near;
use super::{Faces, Ink, Logo, Theme};
use std::sync::Arc;
use toml::{Table, Value};

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

/// Gives a picture's file by its name beside the theme's, or says why it can't.
pub type Picture<'a> = &'a mut dyn FnMut(&str) -> Result<Vec<u8>, String>;

/// Reads a theme; what it leaves out is as the visual standard has it.
///
/// # Errors
/// When it is no TOML, names a setting that there is not, gives no colour where one belongs, or
/// a text that does not stand out from its ground; when the logo can't be shown in every format.
pub fn read(file: &str, text: &str, picture: Picture<'_>) -> Result<Theme, ThemeError> {
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
            let message = "write it under [colours], [status], [dark], [type] or [logo]".into();
            return Err(fault(line_of(text, "", section), section.clone(), message));
        };
        if section == "logo" {
            let logo = logo(settings, picture);
            theme.logo = Some(Arc::new(logo.map_err(|(key, message)| wrong(key, message))?));
            continue;
        }
        for (key, value) in settings {
            set(&mut theme, section, key, value).map_err(|message| wrong(key, message))?;
        }
    }
    if let Some(near) = too_near(&theme.colours, &theme.dark) {
        let line = line_of(text, near.section, near.key);
        return Err(fault(line, format!("{}.{}", near.section, near.key), near.message));
    }
    Ok(theme)
}

/// The logo that a section names, or the setting at fault with what is wrong.
fn logo<'s>(settings: &'s Table, picture: Picture<'_>) -> Result<Logo, (&'s str, String)> {
    if let Some(key) = settings.keys().find(|key| !["file", "alt"].contains(&key.as_str())) {
        let message = "there is no such setting; known are logo.file and logo.alt".to_owned();
        return Err((key, message));
    }
    let text = |key| settings.get(key).and_then(Value::as_str).map(str::trim);
    let text = |key| text(key).filter(|text| !text.is_empty());
    let file = text("file").ok_or_else(|| {
        ("file", "name a PNG that lies beside this file, such as \"logo.png\"".to_owned())
    })?;
    if file.contains(['/', '\\']) {
        let message = format!("“{file}” lies elsewhere: put the PNG beside this file");
        return Err(("file", message));
    }
    let alt = text("alt").ok_or_else(|| {
        let such = "say in words what the logo shows, such as \"South Lanarkshire Council\"";
        ("alt", such.to_owned())
    })?;
    let bytes = picture(file)
        .map_err(|why| ("file", format!("“{file}” can’t be read beside this file: {why}")))?;
    Logo::read(file, &bytes, alt).map_err(|message| ("file", message))
}

/// Puts a setting into a theme, or says what is wrong with it.
fn set(theme: &mut Theme, section: &str, key: &str, value: &Value) -> Result<(), String> {
    let face = || {
        let face = value.as_str().map(str::trim).filter(|face| !face.is_empty());
        face.ok_or_else(|| "name a face, such as \"Arial\"".to_owned())
    };
    let faces = || {
        let faces = value.as_str().and_then(Faces::read);
        let such = "name faces with commas between them, such as \"Noto Sans, Arial, sans-serif\"";
        faces.ok_or_else(|| such.to_owned())
    };
    match (section, key) {
        ("type", "workbook") => face()?.clone_into(&mut theme.workbook_face),
        ("type", "page") => theme.page_faces = faces()?,
        ("type", "message") => theme.message_faces = faces()?,
        _ => {
            let mut named = theme.colours.named();
            named.append(&mut theme.dark.named());
            let known = named.iter().position(|(s, k, _)| (*s, *k) == (section, key));
            let Some((_, _, ink)) = known.and_then(|at| named.get_mut(at)) else {
                let known: Vec<String> =
                    named.iter().map(|(section, key, _)| format!("{section}.{key}")).collect();
                return Err(format!(
                    "there is no such setting; known are {}, type.workbook, type.page, \
                     type.message, logo.file and logo.alt",
                    known.join(", ")
                ));
            };
            **ink =
                colour(value).ok_or_else(|| format!("{value} is no colour such as \"#1F5C9E\""))?;
        }
    }
    Ok(())
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

/// The line of a setting, from 1; that of its section where it is left out.
fn line_of(text: &str, section: &str, key: &str) -> usize {
    let (mut inside, mut heading) = (section.is_empty(), 1);
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
    use super::super::logo::tests::png;
    use super::super::{Colours, Dark};
    use super::{Theme, ThemeError, line_of};

    /// Reads a theme beside which lies a logo.
    fn read(file: &str, text: &str) -> Result<Theme, ThemeError> {
        let mut beside = |name: &str| match name {
            "logo.png" => Ok(png(png::ColorType::Rgb, (400, 100), &[1, 2, 3])),
            "logo.svg" => Ok(b"<svg/>".to_vec()),
            _ => Err("there is none".to_owned()),
        };
        super::read(file, text, &mut beside)
    }

    fn fault(text: &str) -> String {
        read("theme.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn a_logo_is_a_png_beside_the_theme_with_words() {
        let theme = read("theme.toml", "[logo]\nfile = \"logo.png\"\nalt = \"Council\"\n").unwrap();
        let logo = theme.logo.unwrap();
        assert_eq!((logo.alt.as_str(), logo.width, logo.height), ("Council", 400, 100));
        for (text, said) in [
            ("file = \"logo.png\"", "theme.toml, line 1, logo.alt: say in words"),
            ("file = \"logo.png\"\nalt = \" \"", "theme.toml, line 3, logo.alt: say in words"),
            ("alt = \"Council\"", "theme.toml, line 1, logo.file: name a PNG"),
            ("file = \"logo.svg\"\nalt = \"C\"", "line 2, logo.file: “logo.svg” is no PNG"),
            ("alt = \"C\"\nfile = \"a.png\"", "line 3, logo.file: “a.png” can’t be read beside"),
            ("file = \"../a.png\"\nalt = \"C\"", "line 2, logo.file: “../a.png” lies elsewhere"),
            ("size = 3", "theme.toml, line 2, logo.size: there is no such setting"),
        ] {
            let fault = fault(&format!("[logo]\n{text}\n"));
            assert!(fault.contains(said), "{fault}");
        }
    }

    #[test]
    fn the_file_that_is_carried_says_what_the_program_has() {
        let carried = include_str!("../../config/theme.toml");
        assert_eq!(read("theme.toml", carried).unwrap(), Theme::default());
        assert_eq!(read("theme.toml", "").unwrap(), Theme::default());
        let (mut colours, mut dark) = (Colours::STANDARD, Dark::STANDARD);
        for (section, key, _) in colours.named().into_iter().chain(dark.named()) {
            let line = line_of(carried, section, key).checked_sub(1).unwrap();
            let line = carried.lines().nth(line).unwrap();
            assert!(line.starts_with(key), "{section}.{key} stands in the file");
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
        assert_eq!(
            fault("\nink = \"#000000\"\n"),
            "theme.toml, line 2, ink: write it under [colours], [status], [dark], [type] or [logo]"
        );
        assert_eq!(
            fault("[dark]\nred = \"#C01F2E\"\n"),
            "theme.toml, line 2, dark.red: the contrast on the dark ground is 2.9 to 1, and must \
             be 4.5 to 1: take a lighter one"
        );
        assert!(fault("[dark]\ntint = \"#808080\"\n").ends_with("take a darker one"));
        assert!(fault("[type]\npage = \"url(x)\"\n").contains("line 2, type.page: name faces"));
    }
}
