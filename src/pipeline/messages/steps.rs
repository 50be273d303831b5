//! To the officers: what the timetable could not do by itself.

use super::{Written, figures, joined};
use crate::deliver::{Kind, Message};
use crate::pipeline::Job;
use crate::pipeline::fault::RunError;
use crate::wording::{NoticeFigures, Point};
use std::borrow::Cow;

/// A step that stopped, and how.
pub(in crate::pipeline) struct Trouble<'a> {
    /// What it is known by.
    pub(in crate::pipeline) key: &'a str,
    /// The step, for readers.
    pub(in crate::pipeline) step: Cow<'a, str>,
    /// `failed`, `waits` or `was left out`.
    pub(in crate::pipeline) how: &'a str,
    /// Why, and what to do about it.
    pub(in crate::pipeline) reasons: Vec<(String, String)>,
}

/// Tells the officers of a step that stopped: once, however often it is tried.
pub(in crate::pipeline) fn trouble(
    job: &Job<'_>,
    trouble: &Trouble<'_>,
) -> Result<Vec<Message>, RunError> {
    let reasons = trouble.reasons.iter();
    let points = reasons
        .map(|(what, remedy)| Point {
            what: what.clone(),
            detail: String::new(),
            remedy: remedy.clone(),
        })
        .collect();
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
    let key: String = trouble.key.to_lowercase().chars().map(plain).collect();
    let how = trouble.how.replace(' ', "-");
    let notice = Written {
        kind: Kind::Stopped,
        identity: vec![trouble.key.to_owned(), trouble.how.to_owned()],
        stem: joined(&[Kind::Stopped.word(), &key, &how]),
        figures: NoticeFigures {
            file: trouble.step.to_string(),
            verdict: trouble.how.to_owned(),
            points,
            ..figures(job)?
        },
        files: Vec::new(),
        replaces: Vec::new(),
    };
    notice.to_officers(job)
}
