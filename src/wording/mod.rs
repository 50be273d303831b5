//! The standing wording of packs and messages: templates that an officer can edit, with the
//! figures available to them.
//!
//! The templates are carried in the program; a folder of the same names replaces them one by
//! one. All are parsed when they are loaded, so that a wrong one is refused before anything is
//! made.

use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;
use std::collections::BTreeMap;

/// The templates carried in the program: name and text.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("report/purpose.txt", include_str!("../../templates/report/purpose.txt")),
    ("report/recommendations.txt", include_str!("../../templates/report/recommendations.txt")),
    ("report/background.txt", include_str!("../../templates/report/background.txt")),
    ("report/implications.txt", include_str!("../../templates/report/implications.txt")),
];

/// Templates, parsed.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

/// A template that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("the template {name}{} can't be used: {detail}", line.map_or_else(String::new, |line| format!(", line {line},")))]
pub struct WordingError {
    /// Its name below the templates' folder.
    pub name: String,
    /// The line at fault, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub detail: String,
}

impl WordingError {
    fn of(name: &str, error: &minijinja::Error) -> Self {
        let detail = error.detail().map_or_else(|| error.kind().to_string(), Into::into);
        let name = error.name().unwrap_or(name).to_owned();
        Self { name, line: error.line(), detail }
    }
}

impl Templates {
    /// The embedded templates, with `replaced` (name and text) in their place.
    ///
    /// # Errors
    /// When a template does not parse, or `replaced` names one that the program does not know.
    pub fn load(replaced: &BTreeMap<String, String>) -> Result<Self, WordingError> {
        let mut environment = Environment::new();
        // A misspelt name is a fault, not an empty place in a public paper.
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let known = |name: &String| EMBEDDED.iter().any(|(known, _)| known == name);
        if let Some(name) = replaced.keys().find(|name| !known(name)) {
            let names: Vec<_> = EMBEDDED.iter().map(|(name, _)| *name).collect();
            let detail = format!("there is no such template; known are {}", names.join(", "));
            return Err(WordingError { name: name.clone(), line: None, detail });
        }
        for (name, text) in EMBEDDED {
            let text = replaced.get(*name).map_or(*text, String::as_str);
            let added = environment.add_template_owned((*name).to_owned(), text.to_owned());
            added.map_err(|error| WordingError::of(name, &error))?;
        }
        Ok(Self { environment })
    }

    /// Fills a template in.
    ///
    /// # Errors
    /// When it names a figure that there is not, or fails while it is filled in.
    pub fn fill(&self, name: &str, figures: &impl Serialize) -> Result<String, WordingError> {
        let template = self.environment.get_template(name);
        let template = template.map_err(|error| WordingError::of(name, &error))?;
        template
            .render(minijinja::value::Serde(figures))
            .map_err(|error| WordingError::of(name, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(name: &str, text: &str) -> BTreeMap<String, String> {
        BTreeMap::from([(name.to_owned(), text.to_owned())])
    }

    #[test]
    fn the_embedded_templates_parse() {
        assert!(Templates::load(&BTreeMap::new()).is_ok());
    }

    #[test]
    fn a_wrong_template_is_refused_with_its_name_and_line() {
        let wrong = replaced("report/purpose.txt", "One\n{% if %}\n");
        let error = Templates::load(&wrong).unwrap_err();
        assert_eq!((error.name.as_str(), error.line), ("report/purpose.txt", Some(2)));
        let unknown = replaced("report/purpse.txt", "");
        let error = Templates::load(&unknown).unwrap_err().to_string();
        assert!(error.contains("report/purpse.txt"), "{error}");
    }

    #[test]
    fn a_figure_that_there_is_not_is_refused() {
        let templates = Templates::load(&replaced("report/purpose.txt", "\n{{ figure }}")).unwrap();
        let error = templates.fill("report/purpose.txt", &BTreeMap::<String, String>::new());
        assert_eq!(error.unwrap_err().line, Some(2));
    }
}
