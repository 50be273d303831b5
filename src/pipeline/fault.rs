//! Why work could not be done, and what to do about it.

use crate::calendar::HolidaysError;
use crate::config::ConfigError;
use crate::deliver::{AddressError, ListsError, MessageError};
use crate::intake::{ArrivalsError, Changed, InboxError, ReadError, ReaderError};
use crate::plan::{PastError, PlanError};
use crate::render::{pdf::PdfError, xlsx::WorkbookError};
use crate::store::{FileError, RecordError};
use crate::theme::ThemeError;
use crate::validate::Unreadable;
use crate::wording::WordingError;
use std::path::PathBuf;

/// Work that could not be done. What is wrong inside a return is a finding instead.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A plan file.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The file of past outturns.
    #[error(transparent)]
    Past(#[from] PastError),
    /// No plan for the quarter.
    #[error("there is no plan for {year}: {folder} holds {held}")]
    NoPlan {
        /// The year asked for.
        year: String,
        /// The folder of plans.
        folder: String,
        /// The years it holds.
        held: String,
    },
    /// The distribution lists.
    #[error(transparent)]
    Lists(#[from] ListsError),
    /// A return that was read and is not there any more.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// What was worked out and put aside is not there any more.
    #[error(
        "what was worked out can't be read again from the system's folder for temporary files: see \
         that its disk is whole and has room, and run again"
    )]
    Lost,
    /// A template.
    #[error(transparent)]
    Wording(#[from] WordingError),
    /// The theme.
    #[error(transparent)]
    Theme(#[from] ThemeError),
    /// An address in the settings or in a pack's file.
    #[error("{setting}")]
    Address {
        /// Where it stands.
        setting: String,
        /// What is wrong with it.
        source: AddressError,
    },
    /// A pack that names measures or actions of other years only.
    #[error("the pack for the {body} says nothing of {year}")]
    PackYear {
        /// The body.
        body: String,
        /// The year.
        year: String,
    },
    /// A pack that would hold what is exempt under no paragraph of its own.
    #[error("the pack for the {body} is {what} and would hold exempt content: {content}")]
    Exempt {
        /// The body.
        body: String,
        /// `public`, or exempt under other paragraphs.
        what: String,
        /// What, and under which paragraph.
        content: String,
    },
    /// New lists that a pack or the settings don't agree with.
    #[error("the new lists don’t agree with what names them")]
    NewLists(#[source] ConfigError),
    /// A list that asks for a pack that there is not.
    #[error("the list “{list}” asks for a pack for {role}: {fault}")]
    NoSuchPack {
        /// The list's name.
        list: String,
        /// The recipient's role.
        role: String,
        /// That there is none, and which is near.
        fault: String,
    },
    /// The inbox.
    #[error(transparent)]
    Inbox(#[from] InboxError),
    /// Nothing reads workbooks.
    #[error(transparent)]
    Reader(#[from] ReaderError),
    /// A file of the inbox that was changed while the run was looking at it.
    #[error(transparent)]
    Changed(#[from] Changed),
    /// The manifest of arrivals.
    #[error("{file} can't be used")]
    Arrivals {
        /// The manifest.
        file: String,
        /// Why.
        source: ArrivalsError,
    },
    /// The calendar.
    #[error(transparent)]
    Holidays(#[from] HolidaysError),
    /// The PDF.
    #[error("the PDF of the pack for the {body} can't be made")]
    Pdf {
        /// The body.
        body: String,
        /// Why.
        source: PdfError,
    },
    /// The workbook.
    #[error("the workbook of the pack for the {body} can't be made")]
    Workbook {
        /// The body.
        body: String,
        /// Why.
        source: WorkbookError,
    },
    /// A workbook of findings.
    #[error(transparent)]
    Findings(#[from] crate::receipt::BookError),
    /// A message.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// A file of certificates.
    #[error("the certificates in {} can't be used", file.display())]
    Authority {
        /// The file.
        file: PathBuf,
        /// Why.
        source: crate::deliver::transport::BadCertificate,
    },
    /// A secret that is not where it is said to be kept.
    #[error(transparent)]
    NoSecret(#[from] super::transports::NoSecret),
    /// The form that goes with a message.
    #[error("the form of {service} can't be made")]
    Form {
        /// The service.
        service: String,
        /// Why.
        source: super::FormsError,
    },
    /// A decision that can't be taken, or a final that can't be made.
    #[error(transparent)]
    Release(#[from] super::ReleaseError),
    /// The record.
    #[error(transparent)]
    Record(RecordError),
    /// A file of the output.
    #[error(transparent)]
    File(#[from] FileError),
}

impl RunError {
    /// What to do about it, where the error itself does not say so.
    #[must_use]
    pub const fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::NoPlan { .. } => Some(
                "put the plan of that year into the folder (docs/plan-file.md says how it is \
                 written), or name a quarter of another year",
            ),
            Self::Inbox(_) => {
                Some("make the folder, or name the one that returns come into as paths.inbox")
            }
            Self::PackYear { .. } => Some(
                "add a table of that year under [only] in the pack’s file, with the measures and \
                 actions of its plan",
            ),
            Self::NewLists(_) => Some(
                "a list’s id is made from its name: put the id there, or name the list in the \
                 workbook as it was",
            ),
            Self::NoSuchPack { .. } => Some(
                "write the id of a pack, which is the name of its file without .toml, in the \
                 column Packs of the recipient’s row, or make the pack first",
            ),
            Self::Exempt { .. } => Some(
                "leave it out with [only] in the pack’s file, or name every paragraph there as \
                 exempt, such as exempt = \"3\" or \"3 and 6\"",
            ),
            Self::Wording(_) => {
                Some("mend the template, or move it away to use the one carried in the program")
            }
            Self::File(_) => Some(
                "check that paths.output names a folder that can be written into, on a disk with room",
            ),
            Self::Record(error) => Some(error.remedy()),
            Self::NoSecret(_) => Some(
                "put the secret there, readable by the account that runs quarterpack alone; \
                 docs/delivery.md says how",
            ),
            Self::Authority { .. } => Some("name a file of certificates in PEM"),
            Self::Release(error) => Some(error.remedy()),
            Self::Changed(Changed::Here { .. }) => {
                Some("put files into the inbox whole, and run again: nothing of this run is lost")
            }
            Self::Changed(Changed::Kept { .. }) => {
                Some("bring the file back from a backup, or ask the service for the return again")
            }
            Self::Reader(_)
            | Self::Config(_)
            | Self::Plan(_)
            | Self::Past(_)
            | Self::Lists(_)
            | Self::Theme(_)
            | Self::Unreadable(_)
            | Self::Lost
            | Self::Address { .. }
            | Self::Arrivals { .. }
            | Self::Holidays(_)
            | Self::Pdf { .. }
            | Self::Workbook { .. }
            | Self::Message(_)
            | Self::Form { .. }
            | Self::Findings(_) => None,
        }
    }

    /// Whether the configuration is at fault, rather than the work.
    #[must_use]
    pub const fn is_configuration(&self) -> bool {
        matches!(
            self,
            Self::Release(super::ReleaseError::Asked(_))
                | Self::Config(_)
                | Self::Plan(_)
                | Self::Past(_)
                | Self::NoPlan { .. }
                | Self::Lists(_)
                | Self::Wording(_)
                | Self::Theme(_)
                | Self::PackYear { .. }
                | Self::Exempt { .. }
                | Self::NewLists(_)
                | Self::NoSuchPack { .. }
                | Self::Address { .. }
                | Self::Inbox(_)
                | Self::Arrivals { .. }
                | Self::Authority { .. }
                | Self::NoSecret(_)
        )
    }
}

impl From<ReadError> for RunError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Reader(error) => Self::Reader(error),
            ReadError::Changed(error) => Self::Changed(error),
        }
    }
}

impl From<RecordError> for RunError {
    fn from(source: RecordError) -> Self {
        Self::Record(source)
    }
}
