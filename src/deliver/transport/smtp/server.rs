//! A mail server, as the configuration describes it.

use super::super::oauth::TokenSource;
use super::super::secret::Secret;
use super::super::tls::PrivateAuthority;
use std::time::Duration;

/// How a connection is kept from being read on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS, or no connection at all.
    StartTls,
    /// Not at all: a relay inside the council's own network.
    Plain,
}

/// How to sign in.
#[derive(Clone, Debug)]
pub enum Login {
    /// Not at all: the relay knows this machine.
    None,
    /// With a password.
    Password {
        /// The account.
        user: String,
        /// Its password.
        password: Secret,
    },
    /// With an access token (XOAUTH2).
    Token {
        /// The mailbox that sends.
        user: String,
        /// Where the token comes from.
        source: TokenSource,
    },
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct SmtpServer {
    /// `mail.council.example`
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// How to sign in.
    pub login: Login,
    /// The name by which this machine greets.
    pub hello: String,
    /// Trusted beside the authorities of the system.
    pub authority: Option<PrivateAuthority>,
    /// How long to wait for an answer.
    pub timeout: Duration,
    /// How long to wait for the answer to a message (RFC 5321, 4.5.3.2.6 asks for ten minutes).
    pub patience: Duration,
}
