//! A message in the ledger: what it is, where it stands, what became of it.

use serde::{Deserialize, Serialize};

/// A message that is to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDelivery {
    /// Its Message-ID.
    pub message_id: String,
    /// What kind of message it is: `pack`, `form`, `failure`.
    pub kind: String,
    /// The quarter it is about.
    pub quarter: String,
    /// The pack that it takes, and its version.
    pub pack: Option<(String, u32)>,
    /// Its subject.
    pub subject: String,
    /// The role of whom it is for.
    pub role: String,
    /// The one address it goes to.
    pub recipient: String,
    /// Its file, below the output folder.
    pub path: String,
    /// SHA-256 of that file.
    pub sha256: String,
    /// Whether only lists that are marked for exempt papers may have it.
    pub exempt: bool,
}

/// How a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeliveryState {
    /// Put into the outbox, for a person to send.
    Outbox,
    /// To be sent.
    Queued,
    /// Under way.
    Sending,
    /// Taken by the server.
    Sent,
    /// Refused for good.
    Refused,
    /// To be tried again.
    Retry,
    /// Given up after the last attempt.
    Expired,
    /// It may have been delivered, and may not. Nothing sends it again by itself.
    Unknown,
}

impl DeliveryState {
    /// Every state, with its name in the database.
    pub(super) const ALL: [(Self, &'static str); 8] = [
        (Self::Outbox, "outbox"),
        (Self::Queued, "queued"),
        (Self::Sending, "sending"),
        (Self::Sent, "sent"),
        (Self::Refused, "refused"),
        (Self::Retry, "retry"),
        (Self::Expired, "expired"),
        (Self::Unknown, "unknown"),
    ];

    /// Its name in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Retry => "retry",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it waits for somebody to look at it.
    #[must_use]
    pub const fn has_failed(self) -> bool {
        matches!(self, Self::Refused | Self::Expired | Self::Unknown)
    }

    /// Whether it will be tried by itself.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Retry)
    }
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its number.
    pub id: i64,
    /// The message.
    pub message: NewDelivery,
    /// How it stands.
    pub state: DeliveryState,
    /// Whether it was written to the server.
    pub handed_over: bool,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was tried first.
    pub first_at: Option<String>,
    /// When it is tried next; none for at once.
    pub next_at: Option<String>,
    /// When it came to its state.
    pub settled_at: Option<String>,
    /// What the server said last, or what went wrong.
    pub reply: String,
    /// What to do about it.
    pub remedy: String,
}

/// How a message stands, as the journal has it: all of its row that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The message, by its Message-ID.
    pub message_id: String,
    /// The word of its state.
    pub state: String,
    /// Whether it was written to the server.
    pub handed_over: bool,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was tried first.
    pub first_at: Option<String>,
    /// When it is tried next.
    pub next_at: Option<String>,
    /// When it came to its state.
    pub settled_at: Option<String>,
    /// What the server said last, or what went wrong.
    pub reply: String,
    /// What to do about it.
    pub remedy: String,
    /// Whether the officers have been told that it failed.
    pub told: bool,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The state that it comes to.
    pub state: DeliveryState,
    /// What the server said, or what went wrong.
    pub reply: String,
    /// What to do about it.
    pub remedy: String,
    /// When it is tried next.
    pub next_at: Option<String>,
}

/// A person's word on a message whose fate is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The role of who says so.
    pub by: String,
    /// Why.
    pub because: String,
    /// Whether it is to be sent again; otherwise it is known to have arrived.
    pub again: bool,
}

/// What a person's word came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruled {
    /// It was noted.
    Done,
    /// There is no such message.
    NoSuch,
    /// The message is in a state on which no word is needed.
    Settled(DeliveryState),
}
