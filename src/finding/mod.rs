//! Findings: what a service or a plan's owner should mend, in their own words.
//!
//! A finding is not an error: the work goes on beside it. Every finding carries a stable
//! [`Code`](crate::finding::Code) from the catalogue, the place where it was found, what was
//! read, what was expected, and what to do.

mod catalogue;
mod excerpt;
mod place;
mod rule;
mod text;

pub use catalogue::{Code, catalogue};
pub use excerpt::{Excerpt, ExcerptRow};
pub use place::{CellAddress, Place};
pub use rule::{Rule, Severity, UnknownCode};
pub use text::excerpt_lines;

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// Something found in a return or in a plan. Whoever tells it has it from whoever found it: it is
/// held once, and a copy is made where one is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding(Arc<Told>);

/// What a [`Finding`] says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Which rule of the catalogue it breaks.
    pub code: Code,
    /// How much it matters here; usually the rule's own severity.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What it is about, as a reader knows it: `Measure 13`, `Action 8`, `Children and Families`.
    pub about: Option<String>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What was read, and why it can't stand.
    pub read: Option<String>,
    /// What to do about it; nearly always the rule's own words.
    #[serde(deserialize_with = "text::remedy")]
    pub remedy: Cow<'static, str>,
    /// The rows around it, for a terminal or a receipt.
    pub excerpt: Excerpt,
}

impl Deref for Finding {
    type Target = Told;

    fn deref(&self) -> &Told {
        &self.0
    }
}

impl DerefMut for Finding {
    fn deref_mut(&mut self) -> &mut Told {
        Arc::make_mut(&mut self.0)
    }
}

impl Finding {
    /// A finding under a rule of the catalogue, with the rule's severity and remedy.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let rule = code.rule();
        Self(Arc::new(Told {
            code,
            severity: rule.severity,
            place,
            about: None,
            message: fitted(message.into()),
            read: None,
            remedy: Cow::Borrowed(rule.remedy),
            excerpt: Excerpt::default(),
        }))
    }

    /// Says what it is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.about = Some(fitted(subject.into()));
        self
    }

    /// Says what was read.
    #[must_use]
    pub fn read(mut self, read: impl Into<String>) -> Self {
        self.read = Some(fitted(read.into()));
        self
    }

    /// Says what to do, where the rule's own remedy is too general.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<Cow<'static, str>>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// Sets another severity than the rule's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Shows the rows around it.
    #[must_use]
    pub fn excerpt(mut self, rows: Vec<ExcerptRow>) -> Self {
        self.excerpt = rows.into();
        self
    }
}

/// A text without room for more: formatting leaves some, and findings stay for a whole run. A copy is
/// made, since the allocator takes back no less than half of what it gave.
fn fitted(text: String) -> String {
    if text.len() == text.capacity() { text } else { text.as_str().into() }
}
