//! What steps want told to people by e-mail, beside the packs' own messages.

use crate::calendar::Quarter;
use crate::pipeline::{Inputs, RunError};
use crate::plan::ServiceId;
use crate::store::{MailReturn, Record};
use crate::timetable::Instant;
use std::path::PathBuf;

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Post {
    /// To a service: here is the blank form.
    Form {
        /// The quarter.
        quarter: Quarter,
        /// The service.
        service: ServiceId,
        /// The form, as it was written.
        file: PathBuf,
    },
    /// To a service that has not sent: a reminder.
    Reminder {
        /// The quarter.
        quarter: Quarter,
        /// The service.
        service: ServiceId,
        /// Which reminder: `5-before-deadline`.
        nth: String,
    },
    /// To a service whose return came: what was found.
    Receipt {
        /// The quarter of the return.
        quarter: Quarter,
        /// The service.
        service: ServiceId,
        /// The return's file, as it is read.
        file: String,
        /// SHA-256 of it.
        sha256: String,
        /// The receipt, and the marked copy where there is one.
        files: Vec<PathBuf>,
        /// The message that it came with, so that the receipt answers it.
        answers: Option<Box<MailReturn>>,
    },
    /// To the officers: a step failed.
    Failure {
        /// The step, by its key.
        step: String,
        /// Which attempt it was.
        attempt: u32,
        /// Why.
        error: String,
    },
}

/// What became of something to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// So many messages were put into the outbox or sent.
    Messages(usize),
    /// This version has no message of the kind: nothing was sent, and the step's record says so.
    NoSuchMessage,
}

impl Posted {
    /// Counts two together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Messages(one), Self::Messages(more)) => Self::Messages(one + more),
            (Self::Messages(some), Self::NoSuchMessage)
            | (Self::NoSuchMessage, Self::Messages(some)) => Self::Messages(some),
            (Self::NoSuchMessage, Self::NoSuchMessage) => Self::NoSuchMessage,
        }
    }

    /// For a step's record.
    #[must_use]
    pub fn told(self) -> String {
        match self {
            Self::Messages(count) => crate::quantity::plural(count, "message", "messages"),
            Self::NoSuchMessage => "no message: none of this kind is sent by this version".into(),
        }
    }
}

/// Tells it. This is the one place at which steps become messages: `forms`, `reminders`,
/// `receipts` and `failure` of the distribution lists. It must be safe to tell the same twice: a
/// step that was interrupted is done again.
///
/// # Errors
/// When a message could not be put into the outbox; the step fails and is tried again.
#[expect(clippy::unnecessary_wraps, reason = "sending can fail; what sends joins here")]
pub(super) fn post(
    _inputs: &Inputs,
    _record: &mut Record,
    _now: Instant,
    _post: &Post,
) -> Result<Posted, RunError> {
    Ok(Posted::NoSuchMessage)
}

/// Sends what waits in the outbox, at the end of every call. The one place for it.
///
/// # Errors
/// When nothing could be sent at all; what is unsettled is tried at the next call.
#[expect(clippy::unnecessary_wraps, reason = "sending can fail; what sends joins here")]
pub(super) fn send_waiting(
    _inputs: &Inputs,
    _record: &mut Record,
    _now: Instant,
) -> Result<Posted, RunError> {
    Ok(Posted::NoSuchMessage)
}
