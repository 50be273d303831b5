//! The standing wording of packs and messages: templates that an officer can edit, with the
//! figures available to them.
//!
//! The templates are carried in the program; a folder of the same names replaces them one by
//! one. All are parsed when they are loaded and tried on sample figures, so that a wrong one is
//! refused before anything is made.

mod message;
mod notice;
mod report;

pub use message::{AttachmentFigures, CountFigures, MessageFigures, Words};
pub use notice::{NOTICES, Notice, NoticeFigures, Point};
pub use report::{BudgetFigures, ExceptionFigures, PlanFigures, QuarterFigures, ReportFigures};
pub use report::{ReturnFigures, SECTIONS, Sentence};

use crate::theme::{Ink, Theme, WHITE, written};
use minijinja::{
    AutoEscape, Environment, UndefinedBehavior, Value, default_auto_escape_callback,
    escape_formatter,
};
use notice::{Framed, guarded, taken_apart};
use serde::Serialize;
use std::collections::BTreeMap;

/// The templates carried in the program: name and text. One whose name ends in `.html` escapes
/// what is put into it.
const EMBEDDED: &[(&str, &str)] = &[
    ("report/purpose.txt", include_str!("../../templates/report/purpose.txt")),
    ("report/recommendations.txt", include_str!("../../templates/report/recommendations.txt")),
    ("report/background.txt", include_str!("../../templates/report/background.txt")),
    ("report/implications.txt", include_str!("../../templates/report/implications.txt")),
    (MESSAGE_TEXT, include_str!("../../templates/email/pack.txt")),
    (MESSAGE_PAGE, include_str!("../../templates/email/pack.html")),
    (NOTICE_TEXT, include_str!("../../templates/email/notice.txt")),
    (NOTICE_PAGE, include_str!("../../templates/email/notice.html")),
    ("email/form.txt", include_str!("../../templates/email/form.txt")),
    ("email/reminder.txt", include_str!("../../templates/email/reminder.txt")),
    ("email/overdue.txt", include_str!("../../templates/email/overdue.txt")),
    ("email/receipt.txt", include_str!("../../templates/email/receipt.txt")),
    ("email/failure.txt", include_str!("../../templates/email/failure.txt")),
    ("email/late-return.txt", include_str!("../../templates/email/late-return.txt")),
    ("email/stopped.txt", include_str!("../../templates/email/stopped.txt")),
    ("email/set-aside.txt", include_str!("../../templates/email/set-aside.txt")),
];
const MESSAGE_TEXT: &str = "email/pack.txt";
const MESSAGE_PAGE: &str = "email/pack.html";
/// How figures are put into notices.
const NOTICE: &str = "notice";
const NOTICE_TEXT: &str = "email/notice.txt";
const NOTICE_PAGE: &str = "email/notice.html";

/// The templates carried in the program, by their names below the folder of templates.
pub fn embedded() -> impl Iterator<Item = (&'static str, &'static str)> {
    EMBEDDED.iter().copied()
}

/// Templates, parsed and tried.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    /// The files of those that were replaced, by their names.
    files: BTreeMap<String, String>,
}

/// A template of the council's own, in the place of one that is carried in the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Its name below the folder of templates: `report/purpose.txt`.
    pub name: String,
    /// Its file, for messages about it.
    pub file: String,
    /// What it says.
    pub text: String,
}

/// A template that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("the template {file}{} can't be used: {detail}", line.map_or_else(String::new, |line| format!(", line {line},")))]
pub struct WordingError {
    /// Its file; the template's name where it is carried in the program.
    pub file: String,
    /// The line at fault, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub detail: String,
}

impl Templates {
    /// The templates carried in the program, in the standard's dress.
    ///
    /// # Errors
    /// When one of them can't be used; a test holds that they can.
    pub fn embedded() -> Result<Self, WordingError> {
        Self::load(Vec::new(), &Theme::default())
    }

    /// The templates carried in the program, with others in their place, and the theme that they
    /// may name.
    ///
    /// # Errors
    /// When a template does not parse or names a figure that there is not, or when one takes the
    /// place of a template that there is not.
    pub fn load(replacements: Vec<Replacement>, theme: &Theme) -> Result<Self, WordingError> {
        let mut own: BTreeMap<String, Replacement> = BTreeMap::new();
        for replacement in replacements {
            refuse_unknown(&replacement)?;
            own.insert(replacement.name.clone(), replacement);
        }
        let files = own.values().map(|own| (own.name.clone(), own.file.clone())).collect();
        let mut templates = Self { environment: environment(), files };
        templates.environment.add_global("theme", named(theme));
        for (name, text) in EMBEDDED {
            let text = own.get(*name).map_or(*text, |own| &own.text).to_owned();
            let added = templates.environment.add_template_owned((*name).to_owned(), text);
            added.map_err(|error| templates.fault(name, &error))?;
        }
        templates.try_all()?;
        Ok(templates)
    }

    /// The text of a standing section: `purpose`, `recommendations`.
    ///
    /// # Errors
    /// When the section has no template, or its template fails on these figures.
    pub fn report(&self, section: &str, figures: &ReportFigures) -> Result<String, WordingError> {
        self.fill(&format!("report/{section}.txt"), figures)
    }

    /// The plain text of the message that takes a pack to its readers, and its page in HTML.
    ///
    /// # Errors
    /// When a template fails on these figures.
    pub fn message(&self, figures: &MessageFigures) -> Result<(String, String), WordingError> {
        Ok((self.fill(MESSAGE_TEXT, figures)?, self.fill(MESSAGE_PAGE, figures)?))
    }

    /// A notice: its subject, its plain text, and its page. `kind` is one of [`NOTICES`].
    ///
    /// # Errors
    /// When its template fails on these figures, or does not begin with a subject.
    pub fn notice(&self, kind: &str, figures: &NoticeFigures) -> Result<Notice, WordingError> {
        let name = format!("email/{kind}.txt");
        let (subject, blocks) =
            taken_apart(&self.fill(&name, figures)?).map_err(|detail| WordingError {
                file: self.files.get(&name).unwrap_or(&name).clone(),
                line: Some(1),
                detail,
            })?;
        let framed = Framed { subject: &subject, blocks: &blocks, figures };
        let text = self.fill(NOTICE_TEXT, &framed)?;
        let html = self.fill(NOTICE_PAGE, &framed)?;
        Ok(Notice { subject, text, html })
    }

    /// Fills every template in with samples that between them take every branch.
    fn try_all(&self) -> Result<(), WordingError> {
        for (name, _) in EMBEDDED.iter().filter(|(name, _)| name.starts_with("report/")) {
            for figures in ReportFigures::samples() {
                self.fill(name, &figures)?;
            }
        }
        for figures in MessageFigures::samples() {
            self.message(&figures)?;
        }
        for kind in NOTICES {
            for figures in NoticeFigures::samples() {
                self.notice(kind, &figures)?;
            }
        }
        Ok(())
    }

    fn fill(&self, name: &str, figures: &impl Serialize) -> Result<String, WordingError> {
        let filled = self.environment.get_template(name);
        let filled = filled.and_then(|it| it.render(minijinja::value::Serde(figures)));
        filled.map_err(|error| self.fault(name, &error))
    }

    fn fault(&self, name: &str, error: &minijinja::Error) -> WordingError {
        let name = error.name().unwrap_or(name);
        let what = error.detail().map_or_else(|| error.kind().to_string(), Into::into);
        let line = error.line();
        let template = self.environment.get_template(name).ok();
        let words = template.as_ref().zip(line).and_then(|(template, line)| {
            template.source().lines().nth(line.saturating_sub(1)).map(str::trim)
        });
        let detail = words.map_or_else(|| what.clone(), |words| format!("{what} in “{words}”"));
        let file = self.files.get(name).map_or(name, String::as_str).to_owned();
        WordingError { file, line, detail }
    }
}

/// A template under a misspelt name would never be used, and nobody would know.
fn refuse_unknown(replacement: &Replacement) -> Result<(), WordingError> {
    if EMBEDDED.iter().any(|(known, _)| *known == replacement.name) {
        return Ok(());
    }
    let names: Vec<_> = EMBEDDED.iter().map(|(name, _)| *name).collect();
    let detail = format!("there is no such template; known are {}", names.join(", "));
    Err(WordingError { file: replacement.file.clone(), line: None, detail })
}

/// A theme as templates name it: `theme.ink`, `theme.dark.ink`, `theme.faces`.
fn named(theme: &Theme) -> Value {
    let text = |(name, ink): (&'static str, Ink)| (name, Value::from(written(ink)));
    let dark: BTreeMap<&str, Value> = theme.dark.by_name().into_iter().map(text).collect();
    let light = theme.colours.by_name().into_iter().chain([("ground", WHITE)]).map(text);
    let others = [("dark", dark.into()), ("faces", theme.message_faces.css().into())];
    light.chain(others).collect::<BTreeMap<&str, Value>>().into()
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    // A misspelt name is a fault, not an empty place in a public paper.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // What is put into a notice is kept from being read as its marks.
    environment.set_auto_escape_callback(|name| {
        let notice = name.strip_prefix("email/").and_then(|name| name.strip_suffix(".txt"));
        if notice.is_some_and(|notice| NOTICES.contains(&notice)) {
            AutoEscape::Custom(NOTICE.into())
        } else {
            default_auto_escape_callback(name)
        }
    });
    environment.set_formatter(|out, state, value| {
        if matches!(state.auto_escape(), AutoEscape::Custom(name) if name == NOTICE) {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            return out.write_str(&guarded(&text)).map_err(Into::into);
        }
        escape_formatter(out, state, value)
    });
    // Columns of a plain text.
    environment.add_filter("left", |text: String, width: usize| format!("{text:<width$}"));
    environment.add_filter("right", |text: String, width: usize| format!("{text:>width$}"));
    environment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, text: &str) -> Result<Templates, WordingError> {
        let file = format!("/own/{name}");
        let own = vec![Replacement { name: name.into(), file, text: text.into() }];
        Templates::load(own, &Theme::default())
    }

    #[test]
    fn the_embedded_templates_can_be_used() {
        Templates::embedded().unwrap();
    }

    #[test]
    fn a_wrong_template_is_refused_with_its_file_and_line() {
        for (name, text) in [
            ("report/purpose.txt", "One\n{% if %}\n"),
            ("report/purpose.txt", "One\ntwo {{ qarter.text }}\n"),
            ("report/purpose.txt", "One\ntwo {{ quarter.txet }}\n"),
            ("report/implications.txt", "One\n{{ section.risk }}"),
            ("report/purpose.txt", "{% if exceptions.any %}\n{% else %}{{ nothing }}{% endif %}"),
            ("email/pack.txt", "one\ntwo {{ qarter }}\n"),
            ("email/reminder.txt", "Subject: one\ntwo {{ qarter }}\n"),
            ("email/pack.html", "{% if illustrative %}\n{% else %}{{ nothing }}{% endif %}"),
        ] {
            let error = with(name, text).unwrap_err();
            assert_eq!((error.file, error.line), (format!("/own/{name}"), Some(2)), "{text}");
        }
        let error = with("email/pack.txt", "one\n two {{ qarter }}\n").unwrap_err().to_string();
        let said = "the template /own/email/pack.txt, line 2, can't be used: undefined value in \
                    “two {{ qarter }}”";
        assert_eq!(error, said);
    }

    #[test]
    fn a_template_of_an_unknown_name_is_refused() {
        let error = with("report/purpse.txt", "").unwrap_err().to_string();
        assert!(error.contains("/own/report/purpse.txt"), "{error}");
        assert!(error.contains("known are report/purpose.txt"), "{error}");
    }

    #[test]
    fn one_template_may_be_replaced_and_pages_alone_are_escaped() {
        let [mut figures, _] = MessageFigures::samples();
        figures.mark = "<DRAFT>".into();
        let said = |name| {
            let (text, page) = with(name, "Only {{ mark }}").unwrap().message(&figures).unwrap();
            (text.starts_with("Only"), text.contains("<DRAFT>"), page.starts_with("Only &lt;"))
        };
        assert_eq!(said("email/pack.txt"), (true, true, false));
        assert_eq!(said("email/pack.html"), (false, true, true));
    }
    #[test]
    fn messages_are_dressed_by_the_theme() {
        let mut theme = Theme::default();
        theme.colours.ink = [0x10, 0x20, 0x30];
        theme.dark.ink = [0x9A, 0xBC, 0xDE];
        theme.message_faces = crate::theme::Faces::read("House Sans, Arial").unwrap();
        let [figures, _] = MessageFigures::samples();
        let [notice, _] = NoticeFigures::samples();
        let dressed = Templates::load(Vec::new(), &theme).unwrap();
        let plain = Templates::embedded().unwrap();
        let pages = |templates: &Templates| {
            let notice = templates.notice("form", &notice).unwrap().html;
            [templates.message(&figures).unwrap().1, notice]
        };
        for (page, standard) in pages(&dressed).iter().zip(pages(&plain)) {
            for (own, before) in [("#102030", "#14181C"), ("#9ABCDE", "#E9ECEF")] {
                assert!(page.contains(own) && !page.contains(before), "{own} for {before}");
                assert!(standard.contains(before), "{before} is the standard's");
            }
            assert!(page.contains("font-family:&#x27;House Sans&#x27;, Arial;"), "{page}");
        }
    }

    #[test]
    fn the_templates_hold_no_colour_and_no_face_of_their_own() {
        for name in [MESSAGE_PAGE, NOTICE_PAGE] {
            let (_, text) = EMBEDDED.iter().find(|(known, _)| *known == name).unwrap();
            let colour = text.match_indices('#').find(|(at, _)| {
                let six = text.get(at + 1..at + 7).unwrap_or_default();
                six.len() == 6 && six.chars().all(|c| c.is_ascii_hexdigit())
            });
            assert_eq!(colour, None, "{name}");
            assert!(!text.contains("Arial"), "{name}");
        }
    }
}
