//! Signing in: passwords, access tokens, and what is never said aloud.

use crate::certificates::{Authority, trusting};
use crate::office::{CLERK, DIRECTOR, Office};
use crate::server::{Act, Guard, Server};
use quarterpack::deliver::transport::Secret;
use quarterpack::store::DeliveryState;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

#[test]
fn a_wrong_password_blames_no_message_and_is_tried_once_a_round() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    let guard = Guard::StartTls(authority.server("localhost", 2100));
    let wrong = |step: &str, _: &str, nth: usize| match (step, nth) {
        ("AUTH", 0) => Act::Say("535 5.7.8 authentication failed"),
        _ => Act::Properly,
    };
    let server = Server::new(guard, &["AUTH PLAIN LOGIN"], Box::new(wrong));
    let office = trusting(&server, "starttls", pem.path());
    office.queue([CLERK, DIRECTOR]);
    office.deliver();
    for address in [CLERK, DIRECTOR] {
        let row = office.row(address);
        assert_eq!(row.state, DeliveryState::Retry, "nobody is forgotten for a wrong password");
        assert!(row.reply.contains("535 5.7.8"), "{}", row.reply);
        assert!(row.remedy.contains("delivery.smtp.password"), "{}", row.remedy);
    }
    assert_eq!(server.steps("AUTH"), 1, "not once a message: accounts are locked for that");
    office.wait(10);
    assert!(office.deliver().is_complete());
    assert_eq!(server.counts().into_values().collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn a_server_that_offers_no_login_gets_no_password() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    let guard = Guard::Tls(authority.server("localhost", 2100));
    let server = Server::new(guard, &["8BITMIME"], Box::new(|_, _, _| Act::Properly));
    let office = trusting(&server, "tls", pem.path());
    office.queue([CLERK]);
    office.deliver();
    assert!(office.row(CLERK).reply.contains("does not offer to sign in with PLAIN or LOGIN"));
    assert_eq!(server.steps("AUTH"), 0);
}

/// A token endpoint that answers one request; what it was asked is given back.
fn endpoint(status: &str, body: &str) -> (u16, thread::JoinHandle<String>) {
    endpoint_of(&[(status, body)])
}

/// A token endpoint that answers so many requests, one after the other; the last one is given back.
fn endpoint_of(answers: &[(&str, &str)]) -> (u16, thread::JoinHandle<String>) {
    let answer = |(status, body): &(&str, &str)| {
        let length = body.len();
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
    };
    let answers: Vec<String> = answers.iter().map(answer).collect();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = thread::spawn(move || {
        let asked: Vec<String> = answers.iter().map(|answer| answered(&listener, answer)).collect();
        asked.last().unwrap().clone()
    });
    (port, asked)
}

fn answered(listener: &TcpListener, answer: &str) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut heard = Vec::new();
    let mut bytes = [0_u8; 4096];
    // The form ends with the scope.
    while !String::from_utf8_lossy(&heard).contains("scope=") {
        let count = stream.read(&mut bytes).unwrap();
        assert!(count > 0, "{}", String::from_utf8_lossy(&heard));
        heard.extend_from_slice(&bytes[..count]);
    }
    stream.write_all(answer.as_bytes()).unwrap();
    String::from_utf8(heard).unwrap()
}

fn with_token(server: &Server, pem: &std::path::Path, token_port: u16) -> Office {
    let smtp = format!(
        "host = \"localhost\"\nsecurity = \"starttls\"\nca_file = \"{}\"\nlogin = \"xoauth2\"\n\
         user = \"packs@council.example\"\n",
        pem.display()
    );
    let oauth = format!(
        "[delivery.oauth2]\nendpoint = \"http://127.0.0.1:{token_port}/token\"\n\
         client_id = \"quarterpack\"\nclient_secret = {{ credential = \"m365\" }}\n"
    );
    Office::configured(server.port, &smtp, &oauth)
}

#[test]
fn a_token_signs_in_for_the_mailbox() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    let guard = Guard::StartTls(authority.server("localhost", 2100));
    let server = Server::new(guard, &["AUTH LOGIN XOAUTH2"], Box::new(|_, _, _| Act::Properly));
    let token = r#"{"token_type":"Bearer","expires_in":3599,"access_token":"ey.J0.abc"}"#;
    let (port, asked) = endpoint("200 OK\r\nContent-Type: application/json", token);
    let office = with_token(&server, pem.path(), port);
    office.queue([CLERK]);
    assert!(office.deliver().is_complete(), "{:?}", office.rows());
    let form = asked.join().unwrap();
    for part in [
        "grant_type=client_credentials",
        "client_id=quarterpack",
        "client_secret=s3cret",
        "scope=https%3A%2F%2Foutlook.office365.com%2F.default",
    ] {
        assert!(form.contains(part), "{part}: {form}");
    }
    // user=packs@council.example ^A auth=Bearer ey.J0.abc ^A ^A, in base64.
    let expected = "AUTH XOAUTH2 dXNlcj1wYWNrc0Bjb3VuY2lsLmV4YW1wbGUBYXV0aD1CZWFyZXIgZXkuSjAuYWJj\
                    AQE=";
    assert_eq!(server.mails()[0].login.as_deref(), Some(expected));
}

#[test]
fn no_token_means_that_nothing_is_sent_and_says_why() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    for (status, body, said) in [
        (
            "401 Unauthorized",
            r#"{"error":"invalid_client","error_description":"AADSTS7000222: it has expired"}"#,
            "AADSTS7000222: it has expired",
        ),
        ("200 OK", "wat!", "no token in it"),
        ("302 Found\r\nLocation: http://127.0.0.1:1/", "", "no token in it"),
        ("wat", "", "no access token came"),
    ] {
        let guard = Guard::StartTls(authority.server("localhost", 2100));
        let server = Server::new(guard, &["AUTH XOAUTH2"], Box::new(|_, _, _| Act::Properly));
        let (port, asked) = endpoint(status, body);
        let office = with_token(&server, pem.path(), port);
        office.queue([CLERK]);
        office.deliver();
        asked.join().unwrap();
        let row = office.row(CLERK);
        assert_eq!(row.state, DeliveryState::Retry);
        assert!(row.reply.contains(said), "{}", row.reply);
        assert!(!row.reply.contains("s3cret"), "{}", row.reply);
        assert_eq!(server.steps("AUTH") + server.steps("MAIL"), 0);
    }
}

#[test]
fn a_token_that_is_not_accepted_is_told_as_such() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    for answer in ["535 5.7.3 Authentication unsuccessful", "334 eyJzdGF0dXMiOiI0MDEifQ=="] {
        let guard = Guard::StartTls(authority.server("localhost", 2100));
        let refuses = move |step: &str, _: &str, _: usize| {
            if step == "AUTH" { Act::Say(answer) } else { Act::Properly }
        };
        let server = Server::new(guard, &["AUTH XOAUTH2"], Box::new(refuses));
        let (port, asked) = endpoint("200 OK", r#"{"access_token":"tok"}"#);
        let office = with_token(&server, pem.path(), port);
        office.queue([CLERK]);
        office.deliver();
        asked.join().unwrap();
        let row = office.row(CLERK);
        assert_eq!(row.state, DeliveryState::Retry, "{}", row.reply);
        assert!(row.remedy.contains("delivery.smtp.user"), "{}", row.remedy);
        assert_eq!(server.mails().len(), 0);
    }
}

#[test]
fn a_token_that_has_expired_is_replaced_at_the_next_round() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    let guard = Guard::StartTls(authority.server("localhost", 2100));
    // The first token is no longer good; the same answer again would lock the account.
    let expired = |step: &str, _: &str, nth: usize| match (step, nth) {
        ("AUTH", 0) => Act::Say("535 5.7.3 Authentication unsuccessful, the token has expired"),
        _ => Act::Properly,
    };
    let server = Server::new(guard, &["AUTH XOAUTH2"], Box::new(expired));
    let token = |name: &str| format!(r#"{{"expires_in":3599,"access_token":"{name}"}}"#);
    let (old, new) = (token("old"), token("new"));
    let (port, asked) = endpoint_of(&[("200 OK", &old), ("200 OK", &new)]);
    let office = with_token(&server, pem.path(), port);
    office.queue([CLERK, DIRECTOR]);
    office.deliver();
    for address in [CLERK, DIRECTOR] {
        let row = office.row(address);
        assert_eq!(row.state, DeliveryState::Retry, "no message is to blame");
        assert!(row.reply.contains("the token has expired"), "{}", row.reply);
    }
    assert_eq!(server.steps("AUTH"), 1);
    office.wait(10);
    assert!(office.deliver().is_complete(), "{:?}", office.rows());
    asked.join().unwrap();
    // user=packs@council.example ^A auth=Bearer new ^A ^A, in base64.
    let expected = "AUTH XOAUTH2 dXNlcj1wYWNrc0Bjb3VuY2lsLmV4YW1wbGUBYXV0aD1CZWFyZXIgbmV3AQE=";
    assert_eq!(server.mails()[0].login.as_deref(), Some(expected));
    assert_eq!(server.counts().into_values().collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn a_secret_that_is_not_there_stops_before_anything_is_tried() {
    let authority = Authority::new();
    let pem = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pem.path(), &authority.pem).unwrap();
    let guard = Guard::StartTls(authority.server("localhost", 2100));
    let server = Server::new(guard, &["AUTH PLAIN"], Box::new(|_, _, _| Act::Properly));
    let office = trusting(&server, "starttls", pem.path());
    office.queue([CLERK]);
    let none = |place: &quarterpack::config::SecretPlace| {
        Err(quarterpack::pipeline::NoSecret { place: place.clone(), source: None })
    };
    let refused = quarterpack::pipeline::transport(&office.inputs, &none);
    assert_eq!(
        refused.err().unwrap().to_string(),
        "there is no secret in the environment variable X"
    );
    // And what was given is shown nowhere.
    let mut given =
        quarterpack::pipeline::transport(&office.inputs, &|_| Ok(Secret::new("s3cret")))
            .unwrap()
            .unwrap();
    assert!(!given.name().contains("s3cret"));
    assert!(!format!("{:?}", given.examine()).contains("s3cret"));
}
