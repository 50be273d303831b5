//! The settings of sending, read and refused.

use crate::config::{Protection, SecretPlace, Settings, Way, read};
use std::path::Path;

const LEAST: &str = "[delivery]\nfrom = \"a@council.example\"\nreply_to = \"b@council.example\"\n";

fn with(more: &str) -> Result<Settings, String> {
    read(Path::new("conf/quarterpack.toml"), &format!("{LEAST}{more}"))
        .map_err(|error| error.to_string())
}

#[test]
fn the_outbox_needs_nothing() {
    let sending = with("").unwrap().delivery.sending;
    assert_eq!(sending.way, Way::Outbox);
    assert_eq!(sending.largest, 20_000_000);
}

#[test]
fn a_server_is_read_with_its_usual_port() {
    let settings = with(
        "transport = \"smtp\"\n[delivery.smtp]\nhost = \"mail.council.example\"\n\
         login = \"password\"\nuser = \"packs\"\npassword = { file = \"mail.secret\" }\n",
    );
    let smtp = settings.unwrap().delivery.sending.smtp;
    assert_eq!((smtp.port, smtp.security), (587, Protection::StartTls));
    assert_eq!(smtp.password, Some(SecretPlace::File("conf/mail.secret".into())));
}

#[test]
fn a_secret_that_is_written_down_is_refused_and_not_repeated() {
    for by_value in ["\"hunter2\"", "42", "{ value = \"hunter2\" }"] {
        let said = with(&format!("[delivery.smtp]\npassword = {by_value}\n")).unwrap_err();
        assert!(!said.contains("hunter2"), "{said}");
        assert!(!said.contains("42"), "{said}");
        assert!(said.contains("line 5"), "{said}");
    }
    let said = with("[delivery.smtp]\npassword = \"hunter2\"\n").unwrap_err();
    assert!(said.contains("say where it is kept: { env = \"NAME\" }"), "{said}");
}

#[test]
fn what_would_be_unsafe_or_can_t_work_is_refused() {
    let smtp = "transport = \"smtp\"\n[delivery.smtp]\n";
    for (more, said) in [
        ("transport = \"pigeon\"\n", "“pigeon” is not “outbox”, “smtp” or “sendmail”"),
        (smtp, "name the mail server"),
        (&*format!("{smtp}host = \"m\"\nsecurity = \"none\"\n"), "“plain-internal-relay”"),
        (
            &*format!(
                "{smtp}host = \"m\"\nsecurity = \"plain-internal-relay\"\nlogin = \
                 \"password\"\nuser = \"u\"\npassword = {{ env = \"P\" }}\n"
            ),
            "nobody signs in over a connection that is not encrypted",
        ),
        (
            &*format!("{smtp}host = \"m\"\nlogin = \"password\"\nuser = \"u\"\n"),
            "say where the password is kept",
        ),
        (
            &*format!("{smtp}host = \"m\"\nlogin = \"xoauth2\"\nuser = \"u\"\n"),
            "signing in with xoauth2 needs this",
        ),
        (
            &*format!("{smtp}password = {{ env = \"A\", file = \"B\" }}\n"),
            "name one place: env, file or credential",
        ),
    ] {
        let told = with(more).unwrap_err();
        assert!(told.contains(said), "{told}");
    }
}
