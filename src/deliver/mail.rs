//! What a message says about a pack.

use super::address::MailAddress;
use crate::calendar::{NaiveDate, Quarter};
use crate::compose::Text;
use crate::reconcile::Status;

/// A pack to be sent, in the words of its message.
#[derive(Clone, Debug, PartialEq)]
pub struct PackMail {
    /// The body the pack is for: `Social Work Committee`.
    pub audience: String,
    /// The quarter it reports.
    pub quarter: Quarter,
    /// Its version, from 1.
    pub version: u32,
    /// Whether it may still change.
    pub draft: bool,
    /// `paragraph 3`: of Schedule 7A, under which it is exempt; none for a public paper.
    pub exempt: Option<String>,
    /// The day the body meets, where it is set.
    pub meeting: Option<NaiveDate>,
    /// The day its data go to.
    pub as_at: NaiveDate,
    /// The version that the changes are told against; none for a first version.
    pub since: Option<u32>,
    /// What changed since then, a line each; none where that is not known.
    pub changes: Option<Vec<Text>>,
    /// What the reader is asked to do, and by when.
    pub ask: Text,
    /// How many measures and actions stand where.
    pub counts: Vec<StatusCount>,
    /// The things that matter most, three at the most.
    pub matters: Vec<Text>,
    /// What still stands in the way of publishing it.
    pub in_the_way: Vec<Text>,
    /// What an officer should look at before it is published, and nothing holds it for.
    pub look_at: Vec<Text>,
    /// The money in one line.
    pub money: Option<Text>,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// Whom to ask.
    pub contact: Contact,
    /// Said where figures are not real: `Illustrative figures.`
    pub illustrative: Option<String>,
    /// The name of its files, without the ending: `social-work-committee-2023-24-q2-v2`.
    pub file_stem: String,
    /// The most bytes that a message may have.
    pub largest: usize,
    /// Where files are found that are too large to send; a file's name is put behind it.
    pub share: Option<String>,
}

/// How many measures and actions have a status; none where the status is not for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusCount {
    /// The status.
    pub status: Status,
    /// Measures with it.
    pub measures: Option<usize>,
    /// Actions with it.
    pub actions: Option<usize>,
}

/// A file that goes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// What kind of file it is.
    pub format: FileFormat,
    /// What it is for: `The report: 10 pages, tagged for screen readers`.
    pub description: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileFormat {
    /// The report to read.
    Pdf,
    /// The workbook to look things up in.
    Xlsx,
    /// The report as a page, to publish.
    Html,
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The team: `Performance and Support team`.
    pub team: String,
    /// Its address.
    pub address: MailAddress,
}

impl FileFormat {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Xlsx, Self::Html];

    /// The ending of its files, and its name in a configuration.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
        }
    }

    /// Its media type (IANA).
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Html => "text/html; charset=utf-8",
        }
    }

    /// What readers call it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Xlsx => "Excel",
            Self::Html => "Web page",
        }
    }
}

impl PackMail {
    /// The name under which a file is attached.
    #[must_use]
    pub fn attachment_name(&self, format: FileFormat) -> String {
        format!("{}.{}", self.file_stem, format.ending())
    }

    /// The mark in the box at the top: `DRAFT, version 2`.
    #[must_use]
    pub fn mark(&self) -> String {
        let version = if self.draft {
            format!("DRAFT, version\u{a0}{}", self.version)
        } else {
            format!("Version\u{a0}{}", self.version)
        };
        match &self.exempt {
            Some(paragraphs) => {
                format!("NOT FOR PUBLICATION, {paragraphs}. {version}")
            }
            None => version,
        }
    }
}
