//! How messages leave: the settings under `[delivery]` that say by which way, how often, and
//! where secrets are kept. A secret itself never stands in a configuration.

use super::fault::{ConfigError, dotted, line_of};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

mod secret;

pub use secret::SecretPlace;
use secret::WrittenSecret;

/// How messages leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// By which way.
    pub way: Way,
    /// The most bytes that a message may have, attachments in base64 and all.
    pub largest: usize,
    /// Where recipients find files that are too big for a message.
    pub share: Option<String>,
    /// The list whose addresses are told of failures; none for the address that answers go to.
    pub officers: Option<String>,
    /// How often a message is tried.
    pub retry: RetryPolicy,
    /// The mail server.
    pub smtp: SmtpSettings,
    /// Where access tokens come from.
    pub oauth2: OAuthSettings,
    /// The sendmail program.
    pub sendmail: SendmailSettings,
}

/// The sendmail program of the machine, as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendmailSettings {
    /// The program.
    pub program: PathBuf,
    /// How long it may take for one message.
    pub timeout: Duration,
    /// Whether it keeps a message in its queue that it ends with 75 for, where that is said.
    pub keeps_temporary: Option<bool>,
}

/// A way for messages to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As files in the outbox folder, for a person to send.
    Outbox,
    /// To a mail server.
    Smtp,
    /// Through the sendmail program of the machine.
    Sendmail,
}

/// How often a message is tried, in minutes and hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Minutes until the second attempt; each later one waits twice as long.
    pub first_minutes: u32,
    /// Minutes between attempts at the most.
    pub longest_minutes: u32,
    /// Hours after the first attempt at which the last one is made.
    pub give_up_hours: u32,
}

/// A mail server, as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Its name.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Protection,
    /// How to sign in.
    pub login: LoginWay,
    /// The account, or the mailbox that sends.
    pub user: String,
    /// Where the password is kept.
    pub password: Option<SecretPlace>,
    /// The name by which this machine greets; none for the domain of the sender.
    pub hello: Option<String>,
    /// Certificates of a private authority.
    pub ca_file: Option<PathBuf>,
    /// How long to wait for an answer.
    pub timeout: Duration,
    /// How long to wait for the answer to a message.
    pub patience: Duration,
}

/// How a connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS.
    StartTls,
    /// Not: an internal relay.
    Plain,
}

/// How to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginWay {
    /// Not at all.
    None,
    /// With a password.
    Password,
    /// With an access token.
    Xoauth2,
}

/// Where access tokens come from, as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthSettings {
    /// The token endpoint.
    pub endpoint: String,
    /// The program's registration.
    pub client_id: String,
    /// Where its secret is kept.
    pub client_secret: Option<SecretPlace>,
    /// What the token is for.
    pub scope: String,
    /// A proxy on the way.
    pub proxy: Option<String>,
    /// Certificates trusted in place of the public authorities.
    pub ca_file: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRetry {
    first_minutes: u32,
    longest_minutes: u32,
    give_up_hours: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenSmtp {
    host: String,
    port: u16,
    security: String,
    login: String,
    user: String,
    password: WrittenSecret,
    hello: String,
    ca_file: PathBuf,
    timeout_seconds: u64,
    reply_seconds: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOAuth {
    endpoint: String,
    client_id: String,
    client_secret: WrittenSecret,
    scope: String,
    proxy: String,
    ca_file: PathBuf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenSendmail {
    program: PathBuf,
    timeout_seconds: u64,
    keeps_temporary: WrittenKeeps,
}

/// Said, or not; `true` and `false` as well.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum WrittenKeeps {
    Word(String),
    Plain(bool),
}

/// The settings of sending as they are written.
#[derive(Debug)]
pub(super) struct WrittenSending<'w> {
    pub(super) transport: &'w str,
    pub(super) largest_message_kb: usize,
    pub(super) share: &'w str,
    pub(super) officers: &'w str,
    pub(super) retry: &'w WrittenRetry,
    pub(super) smtp: &'w WrittenSmtp,
    pub(super) oauth2: &'w WrittenOAuth,
    pub(super) sendmail: &'w WrittenSendmail,
}

/// A setting, and what is wrong with it.
type Wrong = (&'static [&'static str], String);

/// Checks the settings of sending.
pub(super) fn checked(
    file: &str,
    text: &str,
    folder: &Path,
    written: &WrittenSending<'_>,
) -> Result<Sending, ConfigError> {
    sending(folder, written).map_err(|(setting, message)| ConfigError::Value {
        file: file.to_owned(),
        line: line_of(text, setting),
        setting: dotted(setting),
        message,
    })
}

fn sending(folder: &Path, written: &WrittenSending<'_>) -> Result<Sending, Wrong> {
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let path = |path: &PathBuf| {
        Some(path).filter(|path| !path.as_os_str().is_empty()).map(|path| folder.join(path))
    };
    let way = match written.transport {
        "outbox" => Way::Outbox,
        "smtp" => Way::Smtp,
        "sendmail" => Way::Sendmail,
        other => {
            let message = format!("“{other}” is not “outbox”, “smtp” or “sendmail”");
            return Err((&["delivery", "transport"], message));
        }
    };
    if written.largest_message_kb < 100 {
        let message = "a message of less than 100 kB holds no pack".to_owned();
        return Err((&["delivery", "largest_message_kb"], message));
    }
    let smtp = smtp(folder, written, way)?;
    let oauth2 = OAuthSettings {
        endpoint: written.oauth2.endpoint.clone(),
        client_id: written.oauth2.client_id.clone(),
        client_secret: written
            .oauth2
            .client_secret
            .place(folder, &["delivery", "oauth2", "client_secret"])?,
        scope: written.oauth2.scope.clone(),
        proxy: filled(&written.oauth2.proxy),
        ca_file: path(&written.oauth2.ca_file),
    };
    if way == Way::Smtp && smtp.login == LoginWay::Xoauth2 {
        let missing = |key: &'static [&'static str]| -> Wrong {
            (key, "signing in with xoauth2 needs this".to_owned())
        };
        if oauth2.endpoint.is_empty() {
            return Err(missing(&["delivery", "oauth2", "endpoint"]));
        }
        if oauth2.client_secret.is_none() {
            return Err(missing(&["delivery", "oauth2", "client_secret"]));
        }
    }
    Ok(Sending {
        way,
        largest: written.largest_message_kb.saturating_mul(1000),
        share: filled(written.share),
        officers: filled(written.officers),
        retry: RetryPolicy {
            first_minutes: written.retry.first_minutes,
            longest_minutes: written.retry.longest_minutes,
            give_up_hours: written.retry.give_up_hours,
        },
        smtp,
        oauth2,
        sendmail: SendmailSettings {
            program: written.sendmail.program.clone(),
            timeout: Duration::from_secs(written.sendmail.timeout_seconds.max(1)),
            keeps_temporary: keeps(&written.sendmail.keeps_temporary)?,
        },
    })
}

fn keeps(written: &WrittenKeeps) -> Result<Option<bool>, Wrong> {
    match written {
        WrittenKeeps::Plain(keeps) => Ok(Some(*keeps)),
        WrittenKeeps::Word(word) => match word.as_str() {
            "yes" => Ok(Some(true)),
            "no" => Ok(Some(false)),
            "" => Ok(None),
            other => {
                let message = format!("“{other}” is not “yes” or “no”; empty where nobody knows");
                Err((&["delivery", "sendmail", "keeps_temporary"], message))
            }
        },
    }
}

fn smtp(folder: &Path, written: &WrittenSending<'_>, way: Way) -> Result<SmtpSettings, Wrong> {
    let smtp = written.smtp;
    let security = match smtp.security.as_str() {
        "tls" => Protection::Tls,
        "starttls" => Protection::StartTls,
        "plain-internal-relay" => Protection::Plain,
        other => {
            let message = format!(
                "“{other}” is not “starttls” or “tls”; a relay inside the council's own network \
                 that knows no encryption is “plain-internal-relay”"
            );
            return Err((&["delivery", "smtp", "security"], message));
        }
    };
    let login = match smtp.login.as_str() {
        "none" => LoginWay::None,
        "password" => LoginWay::Password,
        "xoauth2" => LoginWay::Xoauth2,
        other => {
            let message = format!("“{other}” is not “none”, “password” or “xoauth2”");
            return Err((&["delivery", "smtp", "login"], message));
        }
    };
    let password = smtp.password.place(folder, &["delivery", "smtp", "password"])?;
    if way == Way::Smtp {
        if smtp.host.is_empty() {
            let message = "name the mail server, such as mail.council.example".to_owned();
            return Err((&["delivery", "smtp", "host"], message));
        }
        if login != LoginWay::None && security == Protection::Plain {
            let message = "nobody signs in over a connection that is not encrypted".to_owned();
            return Err((&["delivery", "smtp", "login"], message));
        }
        if login != LoginWay::None && smtp.user.is_empty() {
            let message = "name the account that sends".to_owned();
            return Err((&["delivery", "smtp", "user"], message));
        }
        if login == LoginWay::Password && password.is_none() {
            let message = "say where the password is kept, such as { env = \"NAME\" }".to_owned();
            return Err((&["delivery", "smtp", "password"], message));
        }
    }
    // The ports that IANA has for submission, over TLS, and for relays.
    let usual = match security {
        Protection::Tls => 465,
        Protection::StartTls => 587,
        Protection::Plain => 25,
    };
    Ok(SmtpSettings {
        host: smtp.host.clone(),
        port: if smtp.port == 0 { usual } else { smtp.port },
        security,
        login,
        user: smtp.user.clone(),
        password,
        hello: Some(smtp.hello.clone()).filter(|name| !name.is_empty()),
        ca_file: Some(&smtp.ca_file)
            .filter(|path| !path.as_os_str().is_empty())
            .map(|path| folder.join(path)),
        timeout: Duration::from_secs(smtp.timeout_seconds.max(1)),
        patience: Duration::from_secs(smtp.reply_seconds.max(1)),
    })
}

#[cfg(test)]
mod tests;
