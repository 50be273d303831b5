//! TLS: whose certificates are trusted, and what is wrong with one that is not.

use lettre::transport::smtp::client::{Certificate, TlsParameters};
use rustls::CertificateError;
use std::fmt;

/// Certificates of a private authority, trusted beside those of the system.
#[derive(Clone)]
pub struct PrivateAuthority {
    certificate: Certificate,
    pem: Vec<u8>,
}

/// A file that holds no certificate.
#[derive(Debug, thiserror::Error)]
#[error("it holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----")]
pub struct BadCertificate;

impl PrivateAuthority {
    /// Reads certificates in PEM.
    ///
    /// # Errors
    /// When there is none, or one is damaged.
    pub fn read(pem: &[u8]) -> Result<Self, BadCertificate> {
        let begins = b"-----BEGIN CERTIFICATE-----";
        if !pem.windows(begins.len()).any(|window| window == begins) {
            return Err(BadCertificate);
        }
        let certificate = Certificate::from_pem(pem).map_err(|_| BadCertificate)?;
        Ok(Self { certificate, pem: pem.to_vec() })
    }

    /// As it was read.
    pub(super) fn pem(&self) -> &[u8] {
        &self.pem
    }
}

impl fmt::Debug for PrivateAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateAuthority")
    }
}

/// What a connection to a host needs for TLS: certificates are checked against those of the
/// system and of the private authority, for this host, at the time of the connection.
pub(super) fn parameters(
    host: &str,
    authority: Option<&PrivateAuthority>,
) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(authority) = authority {
        builder = builder.add_root_certificate(authority.certificate.clone());
    }
    builder.build().map_err(|error| error.to_string())
}

/// What is wrong about TLS, and what to do, where an error is of that kind.
pub(super) fn told(error: &rustls::Error, host: &str) -> (String, String) {
    let rustls::Error::InvalidCertificate(fault) = error else {
        let remedy = "check that the port speaks TLS: 465 does from the first byte (security = \
                      \"tls\"), 587 and 25 after STARTTLS (security = \"starttls\")";
        return (format!("TLS could not be agreed on with {host}: {error}"), remedy.to_owned());
    };
    // The library's list of faults grows; what is not known here is told in its words.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is open")]
    match fault {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => (
            format!("the certificate of {host} has expired"),
            "have it renewed by whoever runs the mail server".to_owned(),
        ),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
            format!("the certificate of {host} is not valid yet"),
            "check the clocks of this machine and of the mail server".to_owned(),
        ),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => (
            format!("the certificate that was shown is not for {host}"),
            "name the server in delivery.smtp.host as its certificate does, or have the \
             certificate made for this name"
                .to_owned(),
        ),
        // A bad signature is one by somebody who bears the name of a trusted authority.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => (
            format!("the certificate of {host} is signed by nobody whom this machine trusts"),
            "if the council has an authority of its own, name its certificate in \
             delivery.smtp.ca_file; a certificate that signs itself has to be replaced"
                .to_owned(),
        ),
        other => (
            format!("the certificate of {host} can't be accepted: {other:?}"),
            "show this to whoever runs the mail server".to_owned(),
        ),
    }
}
