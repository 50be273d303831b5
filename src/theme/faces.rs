//! Faces of pages and messages: the first that the reader's computer has is taken.

/// Names of faces in the order in which they are tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faces(Vec<String>);

impl Faces {
    /// Faces by their names.
    pub(super) fn of(names: &[&str]) -> Self {
        Self(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// Reads `Noto Sans, Arial, sans-serif`. A name has letters, digits, spaces and hyphens: what
    /// is written into style sheets must not end them.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
        let plain = |name: &String| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-')
        };
        names.iter().all(plain).then_some(Self(names))
    }

    /// As a style sheet writes them: `'Noto Sans', Arial, sans-serif`. A name in single quotes may
    /// stand in an attribute too.
    #[must_use]
    pub fn css(&self) -> String {
        let name = |name: &String| {
            let word = name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
            if word { name.clone() } else { format!("'{name}'") }
        };
        self.0.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_written_as_style_sheets_ask() {
        let faces = Faces::read(" Source Sans 3,Arial , sans-serif").unwrap();
        assert_eq!(faces.css(), "'Source Sans 3', Arial, sans-serif");
        for wrong in ["", "Arial,", "a\"; } body { display: none", "url(x)", "'Arial'"] {
            assert_eq!(Faces::read(wrong), None, "{wrong}");
        }
    }
}
