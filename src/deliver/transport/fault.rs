//! What went wrong on the way, at which step, and what to do about it.

use std::fmt;

/// A step of handing a message over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Getting an access token.
    Token,
    /// Reaching the server; TLS from the first byte, where it is so configured.
    Connect,
    /// The server's greeting, and EHLO.
    Hello,
    /// Agreeing on TLS.
    Tls,
    /// Saying who we are.
    Login,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`, before anything of the message is written.
    Data,
    /// The message itself, up to the server's answer to it. What breaks here is unknown.
    Content,
    /// After the server's answer.
    Done,
}

impl Stage {
    /// What was being done: `the server was asked to take the message`.
    #[must_use]
    pub const fn doing(self) -> &'static str {
        match self {
            Self::Token => "getting an access token",
            Self::Connect => "connecting",
            Self::Hello => "greeting",
            Self::Tls => "negotiating TLS",
            Self::Login => "signing in",
            Self::Sender => "naming the sender (MAIL)",
            Self::Recipient => "naming the recipient (RCPT)",
            Self::Data => "offering the message (DATA)",
            Self::Content => "handing the message over",
            Self::Done => "ending",
        }
    }
}

/// Something that went wrong on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// At which step.
    pub stage: Stage,
    /// What happened: `mail.council.example refused the address: 550 no such user`.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Fault {
    /// Puts a fault together.
    #[must_use]
    pub fn new(stage: Stage, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { stage, what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Fault {}
