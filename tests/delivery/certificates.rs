//! TLS: certificates that are right, expired, for another host, or signed by nobody; and STARTTLS
//! that somebody took out on the way.

use crate::office::{CLERK, DIRECTOR, Office};
use crate::server::{Act, Guard, Server};
use quarterpack::store::DeliveryState;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;

/// An authority of the tests' own, and what it signs.
pub(crate) struct Authority {
    pub(crate) pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    /// The settings of a server with a certificate for a host, good until a year.
    pub(crate) fn server(&self, host: &str, until: i32) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        config(certificate.der().clone(), &key)
    }
}

fn self_signed(host: &str) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    config(params.self_signed(&key).unwrap().der().clone(), &key)
}

fn config(
    certificate: rustls::pki_types::CertificateDer<'static>,
    key: &KeyPair,
) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = builder.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
    Arc::new(config)
}

fn serving(guard: Guard) -> Server {
    Server::new(guard, &["AUTH PLAIN LOGIN"], Box::new(|_, _, _| Act::Properly))
}

#[test]
fn a_right_certificate_is_taken_both_ways() {
    let authority = Authority::new();
    let good = || authority.server("localhost", 2100);
    for (guard, security) in [(Guard::Tls(good()), "tls"), (Guard::StartTls(good()), "starttls")] {
        let server = serving(guard);
        let pem = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(pem.path(), &authority.pem).unwrap();
        let office = trusting(&server, security, pem.path());
        office.queue([CLERK, DIRECTOR]);
        assert!(office.deliver().is_complete(), "{:?}", office.rows());
        let mails = server.mails();
        assert_eq!(mails.len(), 2);
        assert!(mails.iter().all(|mail| mail.encrypted && mail.login.is_some()));
    }
}

/// An office that trusts the authority in a file, and signs in with a password.
pub(crate) fn trusting(server: &Server, security: &str, pem: &std::path::Path) -> Office {
    let smtp = format!(
        "host = \"localhost\"\nsecurity = \"{security}\"\nca_file = \"{}\"\nlogin = \"password\"\n\
         user = \"packs\"\npassword = {{ env = \"X\" }}\n",
        pem.display()
    );
    Office::configured(server.port, &smtp, "")
}

#[test]
fn a_wrong_certificate_stops_everything_before_a_word_is_said() {
    let authority = Authority::new();
    let stranger = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    for (config, said, helps) in [
        (authority.server("localhost", 2020), "has expired", "renewed"),
        (authority.server("mail.elsewhere.example", 2100), "is not for localhost", "smtp.host"),
        (stranger.server("localhost", 2100), "signed by nobody", "ca_file"),
        (self_signed("localhost"), "signed by nobody", "signs itself"),
    ] {
        for (guard, security) in
            [(Guard::Tls(config.clone()), "tls"), (Guard::StartTls(config.clone()), "starttls")]
        {
            let server = serving(guard);
            let office = trusting(&server, security, pem.path());
            office.queue([CLERK, DIRECTOR]);
            let delivered = office.deliver();
            assert_eq!(delivered.sent(), 0);
            for address in [CLERK, DIRECTOR] {
                let row = office.row(address);
                assert_eq!(row.state, DeliveryState::Retry, "no message is to blame");
                assert!(row.reply.contains(said), "{security}, {said}: {}", row.reply);
                assert!(row.remedy.contains(helps), "{security}: {}", row.remedy);
            }
            assert_eq!(server.steps("AUTH") + server.steps("MAIL"), 0, "{:?}", server.heard());
            let said = server.heard();
            assert!(
                said.iter().all(|line| line.starts_with("EHLO") || line == "STARTTLS"),
                "{said:?}"
            );
        }
    }
}

#[test]
fn starttls_that_was_taken_out_on_the_way_is_refused() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    // The server would offer AUTH and take everything: somebody in between might.
    let server = serving(Guard::Plain);
    let office = trusting(&server, "starttls", pem.path());
    office.queue([CLERK]);
    office.deliver();
    let row = office.row(CLERK);
    assert_eq!(row.state, DeliveryState::Retry);
    assert!(row.reply.contains("offers no STARTTLS, so nothing was sent"), "{}", row.reply);
    assert_eq!(server.steps("AUTH") + server.steps("MAIL"), 0);
    assert!(!server.heard().iter().any(|line| line.contains("AUTH")), "{:?}", server.heard());
}

#[test]
fn a_server_that_hangs_up_or_sulks_in_starttls_loses_nothing() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    for (at, act) in [
        ("STARTTLS", Act::Hang),
        ("STARTTLS", Act::Sulk),
        ("STARTTLS", Act::Say("454 4.7.0 TLS not available")),
        // Says that it would, and talks on in the clear.
        ("STARTTLS", Act::Say("220 go ahead")),
        ("AUTH", Act::Hang),
        ("AUTH", Act::Sulk),
    ] {
        let script = move |step: &str, _: &str, nth: usize| {
            if step == at && nth == 0 { act } else { Act::Properly }
        };
        let guard = Guard::StartTls(authority.server("localhost", 2100));
        let server = Server::new(guard, &["AUTH PLAIN"], Box::new(script));
        let office = trusting(&server, "starttls", pem.path());
        office.queue([CLERK]);
        office.deliver();
        let row = office.row(CLERK);
        assert_eq!(row.state, DeliveryState::Retry, "{at} {act:?}: {}", row.reply);
        office.wait(10);
        assert!(office.deliver().is_complete(), "{at} {act:?}: {}", office.row(CLERK).reply);
        assert_eq!(server.counts().get(CLERK), Some(&1));
    }
}

#[test]
fn what_is_slipped_in_before_tls_is_noticed() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    // Answers in the clear, in one packet with the leave to begin TLS: were they taken for answers
    // of the server, every later answer would be that to the command before.
    let slipped = "220 go ahead\r\n250-mail\r\n250 AUTH PLAIN";
    let script = move |step: &str, _: &str, _: usize| match step {
        "STARTTLS" => Act::KeepAndSay(slipped),
        _ => Act::Properly,
    };
    let guard = Guard::StartTls(authority.server("localhost", 2100));
    let server = Server::new(guard, &["AUTH PLAIN"], Box::new(script));
    let office = trusting(&server, "starttls", pem.path());
    office.queue([CLERK]);
    office.deliver();
    assert_ne!(office.state(CLERK), DeliveryState::Sent);
    assert_eq!(server.mails().len(), 0);
}
