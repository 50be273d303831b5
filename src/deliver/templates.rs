//! The texts of messages, made from templates: embedded ones, or a council's own.

use super::mail::{FileFormat, PackMail};
use super::message::subject;
use crate::calendar::long_date;
use crate::compose::{Span, Text};
use crate::reconcile::Status;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use std::path::{Path, PathBuf};

/// The plain text, as it comes with the product.
const TEXT: &str = include_str!("../../templates/email/pack.txt");
/// The page, as it comes with the product.
const HTML: &str = include_str!("../../templates/email/pack.html");
/// Their names; a template named `.html` escapes what is put into it.
const NAMES: [&str; 2] = ["pack.txt", "pack.html"];

/// The templates of messages, parsed and tried.
#[derive(Debug)]
pub struct Templates(Environment<'static>);

/// A template can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Its file can't be read.
    #[error("the template {} can't be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is no template, or asks for something that a pack's message doesn't have.
    #[error("{file}, line {line}: the template can't be used")]
    Wrong {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// Why.
        source: minijinja::Error,
    },
}

impl Templates {
    /// Those that come with the product.
    ///
    /// # Errors
    /// When they are wrong; a test holds that they aren't.
    pub fn embedded() -> Result<Self, TemplateError> {
        Self::of([("pack.txt".into(), TEXT.into()), ("pack.html".into(), HTML.into())])
    }

    /// Those of a folder, where it has them; otherwise the embedded ones.
    ///
    /// # Errors
    /// When a file can't be read, or is not a template for a pack's message.
    pub fn from_folder(folder: &Path) -> Result<Self, TemplateError> {
        let read = |name: &str, embedded: &str| {
            let path = folder.join(name);
            match std::fs::read_to_string(&path) {
                Ok(text) => Ok((path.display().to_string(), text)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    Ok((name.to_owned(), embedded.to_owned()))
                }
                Err(source) => Err(TemplateError::Read { path, source }),
            }
        };
        let [text, html] = NAMES;
        Self::of([read(text, TEXT)?, read(html, HTML)?])
    }

    /// Parses the two sources, each with the name of its file, and tries them on a message that
    /// has everything, so that a wrong name is found now and not on the day of sending.
    fn of(sources: [(String, String); 2]) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.add_filter("left", |text: String, width: usize| format!("{text:<width$}"));
        environment.add_filter("right", |text: String, width: usize| format!("{text:>width$}"));
        let files = [sources[0].0.clone(), sources[1].0.clone()];
        for ((name, (_, source)), file) in NAMES.into_iter().zip(sources).zip(&files) {
            environment.add_template_owned(name, source).map_err(|source| wrong(file, source))?;
        }
        let templates = Self(environment);
        for (name, file) in NAMES.into_iter().zip(&files) {
            for values in trials() {
                templates.fill(name, values).map_err(|source| wrong(file, source))?;
            }
        }
        Ok(templates)
    }

    /// The message's plain text and its page, for a recipient of these formats.
    pub(super) fn bodies(
        &self,
        mail: &PackMail,
        formats: &[FileFormat],
    ) -> Result<(String, String), minijinja::Error> {
        let values = values(mail, formats);
        let [text, html] = NAMES;
        Ok((self.fill(text, values.clone())?, self.fill(html, values)?))
    }

    fn fill(&self, name: &str, values: Value) -> Result<String, minijinja::Error> {
        self.0.get_template(name)?.render(values)
    }
}

fn wrong(file: &str, source: minijinja::Error) -> TemplateError {
    TemplateError::Wrong { file: file.to_owned(), line: source.line().unwrap_or(1), source }
}

/// What a template may name.
fn values(mail: &PackMail, formats: &[FileFormat]) -> Value {
    let count = |count: Option<usize>| count.map_or_else(|| "n/a".to_owned(), |n| n.to_string());
    let counts: Vec<Value> = mail
        .counts
        .iter()
        .map(|row| {
            context! {
                status => row.status.word(),
                class => class(row.status),
                measures => count(row.measures),
                actions => count(row.actions),
            }
        })
        .collect();
    let attachments: Vec<Value> = mail
        .attachments
        .iter()
        .filter(|attachment| formats.contains(&attachment.format))
        .map(|attachment| {
            context! {
                name => mail.attachment_name(attachment.format),
                kind => attachment.format.word(),
                description => attachment.description.clone(),
            }
        })
        .collect();
    context! {
        subject => subject(mail),
        mark => mail.mark(),
        boxed => mail.draft || mail.exempt.is_some(),
        audience => mail.audience.clone(),
        year => mail.quarter.year().to_string(),
        quarter => mail.quarter.in_text(),
        meeting => mail.meeting.map(long_date),
        as_at => long_date(mail.as_at),
        since => mail.since,
        changes => mail.changes.iter().map(spans).collect::<Vec<_>>(),
        ask => spans(&mail.ask),
        counts => counts,
        money => mail.money.as_ref().map(spans),
        attachments => attachments,
        team => mail.contact.team.clone(),
        address => mail.contact.address.to_string(),
        illustrative => mail.illustrative.clone(),
    }
}

fn spans(text: &Text) -> Vec<Value> {
    let value = |span: &Span| context! { text => span.text.clone(), bold => span.bold };
    text.0.iter().map(value).collect()
}

/// The name that a status goes by in the page's styles.
const fn class(status: Status) -> &'static str {
    match status {
        Status::Blue => "blue",
        Status::Green => "green",
        Status::Amber => "amber",
        Status::Red => "red",
        Status::ReportLater => "later",
        Status::Contextual => "context",
    }
}

/// Messages that between them take every branch of a template: one with everything, one bare.
fn trials() -> [Value; 2] {
    let line = || vec![context! { text => "text", bold => true }];
    let full = context! {
        subject => "subject", mark => "DRAFT, version 1", boxed => true, audience => "body",
        year => "2023-24", quarter => "Quarter 2", meeting => Some("15 November 2023"),
        as_at => "27 October 2023", since => Some(1), changes => vec![line()], ask => line(),
        counts => vec![
            context! { status => "Green", class => "green", measures => "10", actions => "n/a" },
        ],
        money => Some(line()),
        attachments => vec![context! { name => "a.pdf", kind => "PDF", description => "report" }],
        team => "team", address => "team@council.example", illustrative => Some("Illustrative."),
    };
    let bare = context! {
        subject => "subject", mark => "Version 1", boxed => false, audience => "body",
        year => "2023-24", quarter => "Quarter 2", meeting => None::<String>,
        as_at => "27 October 2023", since => None::<u32>, changes => Vec::<Value>::new(),
        ask => Vec::<Value>::new(), counts => Vec::<Value>::new(), money => None::<Value>,
        attachments => Vec::<Value>::new(), team => "team", address => "team@council.example",
        illustrative => None::<String>,
    };
    [full, bare]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_text(source: &str) -> TemplateError {
        Templates::of([("/own/pack.txt".into(), source.into()), ("pack.html".into(), HTML.into())])
            .unwrap_err()
    }

    #[test]
    fn the_embedded_templates_can_be_used() {
        Templates::embedded().unwrap();
    }

    #[test]
    fn a_wrong_template_is_refused_with_file_and_line() {
        let error = with_text("one\n{% if %}\n").to_string();
        assert_eq!(error, "/own/pack.txt, line 2: the template can't be used");
        let error = with_text("one\ntwo {{ qarter }}\n").to_string();
        assert_eq!(error, "/own/pack.txt, line 2: the template can't be used");
        let error =
            with_text("{% if illustrative %}\n{% else %}{{ nothing }}{% endif %}").to_string();
        assert_eq!(error, "/own/pack.txt, line 2: the template can't be used");
    }

    #[test]
    fn a_folder_may_have_one_of_the_two() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pack.txt"), "Only {{ mark }}").unwrap();
        let templates = Templates::from_folder(folder.path()).unwrap();
        let [full, _] = trials();
        assert_eq!(templates.fill("pack.txt", full.clone()).unwrap(), "Only DRAFT, version 1");
        assert!(templates.fill("pack.html", full).unwrap().contains("<html"));
    }
}
