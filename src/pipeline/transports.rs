//! The transport that the settings ask for, with the secrets that it needs.

use super::fault::RunError;
use super::inputs::Inputs;
use crate::config::{ConfigError, LoginWay, Protection, SecretPlace, Way};
use crate::deliver::transport::{
    Login, PrivateAuthority, Secret, Security, Sendmail, Smtp, SmtpServer, TokenSource, Transport,
};
use std::path::PathBuf;
use std::time::Duration;

/// How long the token endpoint may take.
const TOKEN_PATIENCE: Duration = Duration::from_secs(30);

/// A secret that is not where it is said to be kept.
#[derive(Debug, thiserror::Error)]
#[error("there is no secret in {place}")]
pub struct NoSecret {
    /// Where it should be.
    pub place: SecretPlace,
    /// Why it can't be read, where there is a reason.
    pub source: Option<std::io::Error>,
}

/// Reads a secret from where it is kept; nothing but the command line can.
pub type Secrets<'s> = dyn Fn(&SecretPlace) -> Result<Secret, NoSecret> + 's;

/// The transport that the settings ask for; none for the outbox folder. Nothing is connected yet.
///
/// # Errors
/// When a secret can't be read, or a file of certificates can't be used.
pub fn transport(
    inputs: &Inputs,
    secrets: &Secrets<'_>,
) -> Result<Option<Box<dyn Transport>>, RunError> {
    let sending = &inputs.settings.delivery.sending;
    match sending.way {
        Way::Outbox => Ok(None),
        Way::Sendmail => Ok(Some(Box::new(Sendmail {
            program: sending.sendmail.program.clone(),
            timeout: sending.sendmail.timeout,
            keeps_temporary: sending.sendmail.keeps_temporary,
        }))),
        Way::Smtp => Ok(Some(Box::new(Smtp::new(server(inputs, secrets)?)))),
    }
}

fn server(inputs: &Inputs, secrets: &Secrets<'_>) -> Result<SmtpServer, RunError> {
    let settings = &inputs.settings.delivery;
    let (smtp, oauth2) = (&settings.sending.smtp, &settings.sending.oauth2);
    let secret = |place: &Option<SecretPlace>| -> Result<Secret, RunError> {
        match place {
            Some(place) => Ok(secrets(place)?),
            // The settings were checked: what is needed is named.
            None => Ok(Secret::new("")),
        }
    };
    let user = smtp.user.clone();
    let login = match smtp.login {
        LoginWay::None => Login::None,
        LoginWay::Password => Login::Password { user, password: secret(&smtp.password)? },
        LoginWay::Xoauth2 => Login::Token {
            user,
            source: TokenSource {
                endpoint: oauth2.endpoint.clone(),
                client_id: oauth2.client_id.clone(),
                client_secret: secret(&oauth2.client_secret)?,
                scope: oauth2.scope.clone(),
                proxy: oauth2.proxy.clone(),
                authority: authority(oauth2.ca_file.as_ref())?,
                timeout: TOKEN_PATIENCE,
            },
        },
    };
    let domain = settings.from.rsplit('@').next().unwrap_or_default().trim().to_owned();
    Ok(SmtpServer {
        host: smtp.host.clone(),
        port: smtp.port,
        security: match smtp.security {
            Protection::Tls => Security::Tls,
            Protection::StartTls => Security::StartTls,
            Protection::Plain => Security::Plain,
        },
        login,
        hello: smtp.hello.clone().unwrap_or(domain),
        authority: authority(smtp.ca_file.as_ref())?,
        timeout: smtp.timeout,
        patience: smtp.patience,
    })
}

fn authority(file: Option<&PathBuf>) -> Result<Option<PrivateAuthority>, RunError> {
    let Some(file) = file else { return Ok(None) };
    let pem = std::fs::read(file)
        .map_err(|source| ConfigError::Unreadable { file: super::shown(file), source })?;
    let read = PrivateAuthority::read(&pem);
    let read = read.map_err(|source| RunError::Authority { file: super::shown(file), source })?;
    Ok(Some(read))
}
