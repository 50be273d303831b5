//! Errors of the mail library, sorted by what they mean for a message.

use super::super::fault::{Fault, Stage};
use super::super::tls::told;
use super::SmtpServer;
use crate::deliver::address::one_line;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;
use std::error::Error as _;
use std::io::{self, ErrorKind};

/// The longest answer that is kept, in characters.
const LONGEST_ANSWER: usize = 400;

/// An error of the mail library, by what it means.
#[derive(Debug)]
pub(super) enum Sorted {
    /// The server said no, for good (5xx).
    Refused {
        /// `550 5.1.1 no such user`
        said: String,
    },
    /// The server said not now (4xx).
    Later {
        /// `451 4.7.1 greylisted`
        said: String,
        /// Whether it ends the connection with it (421).
        closing: bool,
    },
    /// The connection can't be used, or what was said on it makes no sense.
    Gone(Gone),
}

/// What became of a connection.
#[derive(Debug)]
pub(super) enum Gone {
    /// Nobody answers at that address.
    Unreachable(String),
    /// No answer came in time.
    Silent,
    /// It ended.
    Closed,
    /// TLS could not be agreed on: what, and what to do.
    Tls(String, String),
    /// An answer that is none.
    Garbage(String),
}

/// An answer on one line, no longer than is of use.
pub(super) fn said(answer: &Response) -> String {
    let words: Vec<&str> = answer.message().collect();
    short(&format!("{} {}", answer.code(), words.join(" ")))
}

fn short(text: &str) -> String {
    one_line(text).chars().take(LONGEST_ANSWER).collect()
}

/// Sorts an error.
pub(super) fn sorted(error: &Error, host: &str) -> Sorted {
    if let Some(code) = error.status() {
        let words = error.source().map_or_else(String::new, ToString::to_string);
        let said = short(&format!("{code} {words}"));
        return if error.is_permanent() {
            Sorted::Refused { said }
        } else {
            Sorted::Later { said, closing: code.to_string() == "421" }
        };
    }
    let mut cause = error.source();
    while let Some(one) = cause {
        if let Some(tls) = one.downcast_ref::<rustls::Error>() {
            let (what, remedy) = told(tls, host);
            return Sorted::Gone(Gone::Tls(what, remedy));
        }
        if let Some(io) = one.downcast_ref::<io::Error>() {
            return Sorted::Gone(of_io(io, error, host));
        }
        cause = one.source();
    }
    let words = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    if words == "incomplete response" {
        return Sorted::Gone(Gone::Closed);
    }
    if error.is_response() {
        Sorted::Gone(Gone::Garbage(short(&words)))
    } else {
        Sorted::Gone(Gone::Unreachable(short(&words)))
    }
}

fn of_io(io: &io::Error, error: &Error, host: &str) -> Gone {
    let tls = io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    if let Some(tls) = tls {
        let (what, remedy) = told(tls, host);
        return Gone::Tls(what, remedy);
    }
    // The list of kinds is open; what is not known here is told in the system's words.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is open")]
    match io.kind() {
        ErrorKind::InvalidData => Gone::Garbage("an answer that is no text".to_owned()),
        _ if error.to_string().starts_with("Connection error") => {
            Gone::Unreachable(short(&io.to_string()))
        }
        // A read that ran out of time is “would block” on Unix.
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Gone::Silent,
        _ => Gone::Closed,
    }
}

impl Sorted {
    /// The step at which connecting failed: the library connects and greets in one.
    pub(super) const fn stage_of_connecting(&self) -> Stage {
        match self {
            Self::Gone(Gone::Unreachable(_)) => Stage::Connect,
            Self::Gone(Gone::Tls(..)) => Stage::Tls,
            Self::Gone(Gone::Silent | Gone::Closed | Gone::Garbage(_))
            | Self::Refused { .. }
            | Self::Later { .. } => Stage::Hello,
        }
    }

    /// Whether the server takes nothing from anybody who has not signed in, or not over this
    /// connection (530 of RFC 4954 and RFC 3207): no message is to blame for that.
    pub(super) fn wants_login(&self) -> bool {
        matches!(self, Self::Refused { said } if said.starts_with("530"))
    }

    /// What to tell the operator.
    pub(super) fn fault(&self, stage: Stage, server: &SmtpServer) -> Fault {
        let (host, port, doing) = (&server.host, server.port, stage.doing());
        let seconds =
            if stage == Stage::Content { server.patience } else { server.timeout }.as_secs();
        let (what, remedy) = match self {
            Self::Refused { said } if self.wants_login() => (
                format!("{host} wants to know first who sends: {said}"),
                "set delivery.smtp.login, delivery.smtp.user and the place of the secret; nothing \
                 is lost, and messages go when signing in works",
            ),
            Self::Refused { said } if too_large(stage, said) => (
                format!("{host} refused: {said}"),
                "set delivery.largest_message_kb to less than the server takes, and make the pack \
                 again: it then goes without the workbook, or as a link to the share",
            ),
            Self::Refused { said } => (format!("{host} refused: {said}"), refused(stage)),
            Self::Later { said, .. } => (
                format!("{host} does not take it now: {said}"),
                "nothing: it is tried again by itself when quarterpack runs the next time",
            ),
            Self::Gone(Gone::Tls(what, remedy)) => {
                return Fault::new(Stage::Tls, what.clone(), remedy.clone());
            }
            Self::Gone(Gone::Unreachable(why)) => (
                format!("{host}, port {port}, can't be reached: {why}"),
                "check delivery.smtp.host and port, and that this machine may connect there",
            ),
            Self::Gone(Gone::Silent) => {
                (format!("{host} did not answer for {seconds} seconds while {doing}"), gone(stage))
            }
            Self::Gone(Gone::Closed) => {
                (format!("{host} closed the connection while {doing}"), gone(stage))
            }
            Self::Gone(Gone::Garbage(said)) => (
                format!("{host} gave an answer that makes no sense while {doing}: {said}"),
                gone(stage),
            ),
        };
        Fault::new(stage, what, remedy)
    }
}

/// Whether the message is larger than the server takes (RFC 1870, RFC 3463); a recipient's mailbox that
/// is full has the same code.
fn too_large(stage: Stage, said: &str) -> bool {
    said.starts_with("552") && stage != Stage::Recipient
}

/// What to do about a refusal, by what was refused.
const fn refused(stage: Stage) -> &'static str {
    match stage {
        Stage::Token | Stage::Login => {
            "check delivery.smtp.user and the secret that delivery.smtp.password names; nothing \
             is lost, and messages go when signing in works again"
        }
        Stage::Connect | Stage::Hello | Stage::Tls => {
            "ask whoever runs the server whether this machine may send through it"
        }
        Stage::Sender => {
            "ask whoever runs the server whether the address in delivery.from may send through it"
        }
        Stage::Recipient => "correct the address in the distribution lists, then resend it",
        Stage::Data | Stage::Content | Stage::Done => {
            "ask whoever runs the server why, then resend it"
        }
    }
}

/// What to do when a connection went.
const fn gone(stage: Stage) -> &'static str {
    match stage {
        Stage::Content | Stage::Done => {
            "it may have been delivered: ask the recipient, or look into the server's log, before \
             it is sent again"
        }
        Stage::Token
        | Stage::Connect
        | Stage::Hello
        | Stage::Tls
        | Stage::Login
        | Stage::Sender
        | Stage::Recipient
        | Stage::Data => {
            "nothing: it was not handed over, and is tried again by itself when quarterpack runs \
             the next time"
        }
    }
}
