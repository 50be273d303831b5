//! Access tokens for Microsoft 365 and its like: the OAuth 2.0 client credentials grant (RFC 6749,
//! section 4.4).

use super::fault::{Fault, Stage};
use super::secret::Secret;
use super::tls::PrivateAuthority;
use crate::deliver::address::one_line;
use serde::Deserialize;
use std::time::Duration;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

/// The longest answer that is read, in bytes; tokens have a few thousand.
const LONGEST_ANSWER: u64 = 100_000;

/// Where tokens come from.
#[derive(Clone, Debug)]
pub struct TokenSource {
    /// `https://login.microsoftonline.com/TENANT/oauth2/v2.0/token`
    pub endpoint: String,
    /// The program's registration.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Secret,
    /// `https://outlook.office365.com/.default`
    pub scope: String,
    /// A proxy on the way: `http://proxy.council.example:8080`.
    pub proxy: Option<String>,
    /// Trusted in place of the public authorities.
    pub authority: Option<PrivateAuthority>,
    /// How long to wait.
    pub timeout: Duration,
}

#[derive(Deserialize)]
struct Answer {
    access_token: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

impl TokenSource {
    /// Asks for a token.
    ///
    /// # Errors
    /// When the endpoint can't be reached, or gives none.
    pub fn token(&self) -> Result<Secret, Fault> {
        let remedy = "check delivery.oauth2.endpoint, and that this machine may reach it";
        let fault = |what: String, remedy: &str| Fault::new(Stage::Token, what, remedy);
        if !is_safe(&self.endpoint) {
            let what = format!("{} is no https address", self.endpoint);
            return Err(fault(what, "a client secret goes over https only"));
        }
        let agent = self.agent().map_err(|why| fault(why, "mend delivery.oauth2.proxy"))?;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.client_id),
            ("client_secret", self.client_secret.reveal()),
            ("scope", &self.scope),
        ];
        let mut response = agent.post(&self.endpoint).send_form(form).map_err(|error| {
            fault(format!("no access token came from {}: {error}", self.endpoint), remedy)
        })?;
        let status = response.status();
        let text = response.body_mut().with_config().limit(LONGEST_ANSWER).read_to_string();
        let answer = text.ok().and_then(|text| serde_json::from_str::<Answer>(&text).ok());
        let Some(answer) = answer else {
            let what = format!("{} answered {status} with no token in it", self.endpoint);
            return Err(fault(what, remedy));
        };
        match answer.access_token {
            Some(token) if status.is_success() && !token.is_empty() => Ok(Secret::new(&token)),
            _ => {
                let why = answer.error_description.or(answer.error).unwrap_or_default();
                let why: String = one_line(&why).chars().take(300).collect();
                let what = format!("{} gave no access token: {status} {why}", self.endpoint);
                let remedy = "check delivery.oauth2.client_id and scope, and whether the client \
                              secret has expired";
                Err(fault(what, remedy))
            }
        }
    }

    fn agent(&self) -> Result<ureq::Agent, String> {
        let roots = match &self.authority {
            None => RootCerts::WebPki,
            Some(authority) => {
                let certificates = parse_pem(authority.pem()).filter_map(|item| match item {
                    Ok(PemItem::Certificate(certificate)) => Some(certificate),
                    _ => None,
                });
                RootCerts::from(certificates)
            }
        };
        let proxy = match &self.proxy {
            None => None,
            Some(proxy) => Some(ureq::Proxy::new(proxy).map_err(|error| error.to_string())?),
        };
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(self.timeout))
            .http_status_as_error(false)
            // A redirect would carry the secret to somewhere else.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Not the one of the environment.
            .proxy(proxy)
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        Ok(config.into())
    }
}

/// Whether a secret may be sent there: over https, or within this machine.
fn is_safe(endpoint: &str) -> bool {
    let local =
        ["http://127.0.0.1:", "http://127.0.0.1/", "http://localhost:", "http://localhost/"];
    endpoint.starts_with("https://") || local.iter().any(|start| endpoint.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_over_https_or_stay_in_the_machine() {
        assert!(is_safe("https://login.microsoftonline.com/t/oauth2/v2.0/token"));
        assert!(is_safe("http://127.0.0.1:9/token"));
        for endpoint in ["http://login.example/", "ftp://x", "", "http://127.0.0.1.evil.example/"] {
            assert!(!is_safe(endpoint), "{endpoint}");
        }
    }
}
