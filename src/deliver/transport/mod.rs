//! How messages leave: what a transport can do, and how it says what became of a message.
//!
//! A transport knows nothing of ledgers. Before each step it asks a watch, which may write down
//! how far things have come, or stop them: nothing is handed over that nobody has written down.

mod fault;
mod oauth;
mod secret;
mod sendmail;
mod smtp;
mod tls;

pub use fault::{Fault, Stage};
pub use oauth::TokenSource;
pub use secret::Secret;
pub use sendmail::Sendmail;
pub use smtp::{Login, Security, Smtp, SmtpServer};
pub use tls::{BadCertificate, PrivateAuthority};

use super::address::MailAddress;

/// A message on its way to one address.
#[derive(Clone, Copy, Debug)]
pub struct Parcel<'a> {
    /// Where bounces go.
    pub from: &'a MailAddress,
    /// The one address it goes to.
    pub to: &'a MailAddress,
    /// The whole message, lines ending in CR LF.
    pub bytes: &'a [u8],
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it.
    Sent {
        /// The server's reply.
        reply: String,
    },
    /// The server refused it for good.
    Refused(Fault),
    /// It was not handed over, and may be later.
    Later(Fault),
    /// The connection went after it was handed over and before the server answered: it may have
    /// been delivered, and may not.
    Unknown(Fault),
}

/// Asked before each step. An error stops what is under way, and is its reason.
pub type Watch<'w> = dyn FnMut(Stage) -> Result<(), String> + 'w;

/// One thing that was tried in looking a transport over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was tried: `negotiate TLS`.
    pub what: &'static str,
    /// What came of it, or what is wrong.
    pub found: Result<String, Fault>,
}

/// A way for messages to leave.
pub trait Transport {
    /// In words: `the server mail.council.example, port 587`.
    fn name(&self) -> String;

    /// Makes it ready; does nothing where it is.
    ///
    /// # Errors
    /// When it can't be made ready. That is no fault of any message.
    fn open(&mut self, watch: &mut Watch<'_>) -> Result<(), Fault>;

    /// Hands one message over to one address.
    fn carry(&mut self, parcel: &Parcel<'_>, watch: &mut Watch<'_>) -> Outcome;

    /// Ends what [`Transport::open`] began.
    fn close(&mut self);

    /// Tries every step short of sending, and says what came of each, up to the first that fails.
    fn examine(&mut self) -> Vec<Step>;
}
