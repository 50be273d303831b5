//! SMTP (RFC 5321), a step at a time, so that what breaks is known to have broken where it did.

use super::fault::{Fault, Stage};
use super::tls::parameters;
use super::{Outcome, Parcel, Step, Transport, Watch};
use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS, Mechanism};
use lettre::transport::smtp::client::SmtpConnection;
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, MailParameter};
use lettre::transport::smtp::response::Response;
use std::time::Duration;

mod server;
mod sorted;

pub use server::{Login, Security, SmtpServer};
use sorted::{Gone, Sorted, sorted};

/// SMTP to one server: one connection for several messages, one transaction a recipient.
pub struct Smtp {
    server: SmtpServer,
    session: Option<Session>,
}

struct Session {
    connection: SmtpConnection,
    /// What the server says of the size of messages (RFC 1870); none where it says nothing.
    size: Option<SizeLimit>,
    /// What was said of a message before: begun anew with RSET.
    used: bool,
}

impl Smtp {
    /// A transport to a server; nothing is connected yet.
    #[must_use]
    pub const fn new(server: SmtpServer) -> Self {
        Self { server, session: None }
    }

    fn fault(&self, stage: Stage, error: &lettre::transport::smtp::Error) -> Fault {
        sorted(error, &self.server.host).fault(stage, &self.server)
    }

    /// Connects as far as EHLO, with TLS.
    fn connect(&self, watch: &mut Watch<'_>) -> Result<SmtpConnection, Fault> {
        let server = &self.server;
        let stopped = |stage| move |why| Fault::new(stage, why, "run it again");
        let hello = ClientId::Domain(server.hello.clone());
        let tls = match server.security {
            Security::Plain => None,
            Security::Tls | Security::StartTls => Some(
                parameters(&server.host, server.authority.as_ref())
                    .map_err(|why| Fault::new(Stage::Tls, why, "mend delivery.smtp.ca_file"))?,
            ),
        };
        watch(Stage::Connect).map_err(stopped(Stage::Connect))?;
        let at_once = tls.as_ref().filter(|_| server.security == Security::Tls);
        let reached = (server.host.as_str(), server.port);
        let timeout = Some(server.timeout);
        let mut connection = SmtpConnection::connect(reached, timeout, &hello, at_once, None)
            .map_err(|error| {
                let sorted = sorted(&error, &server.host);
                sorted.fault(sorted.stage_of_connecting(), server)
            })?;
        if let Some(tls) = tls.as_ref().filter(|_| server.security == Security::StartTls) {
            watch(Stage::Tls).map_err(stopped(Stage::Tls))?;
            if !connection.can_starttls() {
                connection.abort();
                return Err(Fault::new(
                    Stage::Tls,
                    format!("{} offers no STARTTLS, so nothing was sent to it", server.host),
                    "ask whoever runs the server, or the network between: something may have \
                     taken the offer out on the way. Only a relay inside the council's own \
                     network may go without (delivery.smtp.security)",
                ));
            }
            connection.starttls(tls, &hello).map_err(|error| self.fault(Stage::Tls, &error))?;
        }
        if server.security != Security::Plain && !connection.is_encrypted() {
            connection.abort();
            let what = format!("the connection to {} is not encrypted", server.host);
            return Err(Fault::new(Stage::Tls, what, "ask whoever runs the server"));
        }
        Ok(connection)
    }

    /// Asks what the server takes; the library's own EHLO does not keep the size.
    fn sized(&self, mut connection: SmtpConnection) -> Result<Session, Fault> {
        let hello = Ehlo::new(ClientId::Domain(self.server.hello.clone()));
        let answer = connection.command(hello).map_err(|error| self.fault(Stage::Hello, &error))?;
        if !answer.has_code(250) {
            return Err(self.strange(Stage::Hello, &answer));
        }
        let size = answer.message().find_map(size_of);
        Ok(Session { connection, size, used: false })
    }

    fn sign_in(&self, session: &mut Session, watch: &mut Watch<'_>) -> Result<(), Fault> {
        let (credentials, mechanisms): (_, &[Mechanism]) = match &self.server.login {
            Login::None => return Ok(()),
            Login::Password { user, password } => {
                (Credentials::new(user.clone(), password.reveal().to_owned()), DEFAULT_MECHANISMS)
            }
            Login::Token { user, source } => {
                watch(Stage::Token).map_err(|why| Fault::new(Stage::Token, why, "run it again"))?;
                let token = source.token()?;
                let credentials = Credentials::new(user.clone(), token.reveal().to_owned());
                (credentials, &[Mechanism::Xoauth2])
            }
        };
        watch(Stage::Login).map_err(|why| Fault::new(Stage::Login, why, "run it again"))?;
        let host = &self.server.host;
        if session.connection.server_info().get_auth_mechanism(mechanisms).is_none() {
            let names: Vec<String> = mechanisms.iter().map(ToString::to_string).collect();
            let what = format!("{host} does not offer to sign in with {}", names.join(" or "));
            let remedy = "choose another delivery.smtp.login; Microsoft 365 takes no passwords, \
                          and many internal relays want no login at all";
            return Err(Fault::new(Stage::Login, what, remedy));
        }
        match session.connection.auth(mechanisms, &credentials) {
            Ok(answer) if answer.has_code(235) => Ok(()),
            Ok(answer) => Err(self.strange(Stage::Login, &answer)),
            // The library has no answer to the challenge in which a refused token is told.
            Err(error) if error.is_client() => Err(Fault::new(
                Stage::Login,
                format!("{host} did not accept the access token"),
                "check that delivery.smtp.user is the mailbox that the token may send for",
            )),
            Err(error) => Err(self.fault(Stage::Login, &error)),
        }
    }

    fn strange(&self, stage: Stage, answer: &Response) -> Fault {
        let said = sorted::said(answer);
        Sorted::Gone(Gone::Garbage(said)).fault(stage, &self.server)
    }

    fn drop_session(&mut self) {
        if let Some(mut session) = self.session.take() {
            // A connection that has gone is not asked to wait for a farewell.
            let _ = session.connection.set_timeout(Some(Duration::from_millis(200)));
            session.connection.abort();
        }
    }
}

/// Why a transaction did not come to an end.
enum Trouble {
    Library(lettre::transport::smtp::Error),
    Strange(Response),
    Stopped(String),
}

impl Session {
    /// The transaction, up to the server's leave to write the message.
    fn offer(
        &mut self,
        parcel: &Parcel<'_>,
        watch: &mut Watch<'_>,
    ) -> Result<(), (Stage, Trouble)> {
        let size = MailParameter::Size(parcel.bytes.len());
        let parameters = if self.size.is_some() { vec![size] } else { Vec::new() };
        if self.used {
            self.command(Stage::Sender, 250, Rset)?;
        }
        self.used = true;
        let begin = |watch: &mut Watch<'_>, stage| {
            watch(stage).map_err(|why| (stage, Trouble::Stopped(why)))
        };
        begin(watch, Stage::Sender)?;
        let from: Address = parcel.from.inner();
        self.command(Stage::Sender, 250, Mail::new(Some(from), parameters))?;
        begin(watch, Stage::Recipient)?;
        // 251: the server knows where to forward it.
        match self.command(Stage::Recipient, 250, Rcpt::new(parcel.to.inner(), Vec::new())) {
            Err((_, Trouble::Strange(answer))) if answer.has_code(251) => {}
            other => other?,
        }
        begin(watch, Stage::Data)?;
        self.command(Stage::Data, 354, Data)
    }

    fn command(
        &mut self,
        stage: Stage,
        expected: u16,
        command: impl std::fmt::Display,
    ) -> Result<(), (Stage, Trouble)> {
        match self.connection.command(command) {
            Ok(answer) if answer.has_code(expected) => Ok(()),
            Ok(answer) => Err((stage, Trouble::Strange(answer))),
            Err(error) => Err((stage, Trouble::Library(error))),
        }
    }
}

/// How large a message may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SizeLimit {
    /// The server sets no limit.
    None,
    /// So many bytes.
    Bytes(usize),
}

/// The SIZE line of an EHLO answer.
fn size_of(line: &str) -> Option<SizeLimit> {
    let mut words = line.split_whitespace();
    words.next().filter(|word| word.eq_ignore_ascii_case("SIZE"))?;
    let limit = words.next().and_then(|number| number.parse().ok()).filter(|limit| *limit > 0);
    Some(limit.map_or(SizeLimit::None, SizeLimit::Bytes))
}

impl Transport for Smtp {
    fn name(&self) -> String {
        format!("the server {}, port {}", self.server.host, self.server.port)
    }

    fn open(&mut self, watch: &mut Watch<'_>) -> Result<(), Fault> {
        if self.session.is_some() {
            return Ok(());
        }
        let connection = self.connect(watch)?;
        let mut session = self.sized(connection)?;
        self.sign_in(&mut session, watch)?;
        self.session = Some(session);
        Ok(())
    }

    fn carry(&mut self, parcel: &Parcel<'_>, watch: &mut Watch<'_>) -> Outcome {
        let Some(mut session) = self.session.take() else {
            let what = "there is no connection".to_owned();
            return Outcome::Later(Fault::new(Stage::Connect, what, "run it again"));
        };
        if let Some(SizeLimit::Bytes(limit)) = session.size
            && parcel.bytes.len() > limit
        {
            self.session = Some(session);
            return Outcome::Refused(too_big(&self.server.host, parcel.bytes.len(), limit));
        }
        let offered = session.offer(parcel, watch);
        if let Err((stage, trouble)) = offered {
            return self.not_handed_over(session, stage, trouble);
        }
        if let Err(why) = watch(Stage::Content) {
            // Leave to write was given: only a closed connection ends the transaction.
            self.session = Some(session);
            self.drop_session();
            return Outcome::Later(Fault::new(Stage::Data, why, "run it again"));
        }
        let _ = session.connection.set_timeout(Some(self.server.patience));
        let answer = session.connection.message(parcel.bytes);
        let _ = session.connection.set_timeout(Some(self.server.timeout));
        match answer {
            Ok(answer) if answer.has_code(250) => {
                self.session = Some(session);
                Outcome::Sent { reply: sorted::said(&answer) }
            }
            Ok(answer) => {
                let fault = self.strange(Stage::Content, &answer);
                self.session = Some(session);
                self.drop_session();
                Outcome::Unknown(fault)
            }
            Err(error) => {
                let sorted = sorted(&error, &self.server.host);
                let fault = sorted.fault(Stage::Content, &self.server);
                self.session = Some(session);
                match sorted {
                    Sorted::Refused { .. } => Outcome::Refused(fault),
                    Sorted::Later { closing, .. } => {
                        if closing {
                            self.drop_session();
                        }
                        Outcome::Later(fault)
                    }
                    Sorted::Gone(_) => {
                        self.drop_session();
                        Outcome::Unknown(fault)
                    }
                }
            }
        }
    }

    fn close(&mut self) {
        if let Some(mut session) = self.session.take() {
            // Everything is settled: whether the farewell is heard makes no difference.
            let _ = session.connection.set_timeout(Some(Duration::from_secs(2)));
            let _ = session.connection.quit();
        }
    }

    fn examine(&mut self) -> Vec<Step> {
        let mut steps = Vec::new();
        if let Login::Token { source, .. } = &self.server.login {
            let found = source.token().map(|_| format!("{} gave one", source.endpoint));
            let failed = found.is_err();
            steps.push(Step { what: "get an access token", found });
            if failed {
                return steps;
            }
        }
        let silent = &mut |_: Stage| Ok(());
        let connection = match self.connect(silent) {
            Ok(connection) => connection,
            Err(fault) => {
                let what = if fault.stage == Stage::Tls { "negotiate TLS" } else { "connect" };
                if fault.stage == Stage::Tls {
                    let reached = format!("{} answers", self.name());
                    steps.push(Step { what: "connect", found: Ok(reached) });
                }
                steps.push(Step { what, found: Err(fault) });
                return steps;
            }
        };
        steps.push(Step { what: "connect", found: Ok(format!("{} answers", self.name())) });
        let how = match self.server.security {
            Security::Plain => "no encryption, as the configuration says".to_owned(),
            Security::Tls | Security::StartTls => {
                format!("encrypted; the certificate is for {} and trusted", self.server.host)
            }
        };
        steps.push(Step { what: "negotiate TLS", found: Ok(how) });
        let mut session = match self.sized(connection) {
            Ok(session) => session,
            Err(fault) => {
                steps.push(Step { what: "ask for SIZE", found: Err(fault) });
                return steps;
            }
        };
        let signed = self.sign_in(&mut session, silent).map(|()| match &self.server.login {
            Login::None => "not asked for".to_owned(),
            Login::Password { user, .. } => format!("{user} may, with a password"),
            Login::Token { user, .. } => format!("{user} may, with an access token"),
        });
        let failed = signed.is_err();
        steps.push(Step { what: "sign in", found: signed });
        if !failed {
            let size = match session.size {
                Some(SizeLimit::Bytes(limit)) => {
                    format!("the server takes messages of up to {}", kilobytes(limit))
                }
                Some(SizeLimit::None) => "the server sets no limit to a message".to_owned(),
                None => "the server does not say how large a message may be".to_owned(),
            };
            steps.push(Step { what: "ask for SIZE", found: Ok(size) });
        }
        self.session = Some(session);
        self.close();
        steps
    }
}

impl Smtp {
    /// Sorts what ended a transaction before the message was handed over.
    fn not_handed_over(&mut self, session: Session, stage: Stage, trouble: Trouble) -> Outcome {
        self.session = Some(session);
        match trouble {
            Trouble::Stopped(why) => {
                self.drop_session();
                Outcome::Later(Fault::new(stage, why, "run it again"))
            }
            Trouble::Strange(answer) => {
                let fault = self.strange(stage, &answer);
                self.drop_session();
                Outcome::Later(fault)
            }
            Trouble::Library(error) => {
                let sorted = sorted(&error, &self.server.host);
                let fault = sorted.fault(stage, &self.server);
                match sorted {
                    Sorted::Refused { .. } if sorted.wants_login() => Outcome::Later(fault),
                    Sorted::Refused { .. } => Outcome::Refused(fault),
                    Sorted::Later { closing, .. } => {
                        if closing {
                            self.drop_session();
                        }
                        Outcome::Later(fault)
                    }
                    Sorted::Gone(_) => {
                        self.drop_session();
                        Outcome::Later(fault)
                    }
                }
            }
        }
    }
}

fn too_big(host: &str, bytes: usize, limit: usize) -> Fault {
    let (bytes, limit) = (kilobytes(bytes), kilobytes(limit));
    Fault::new(
        Stage::Sender,
        format!("the message has {bytes}, and {host} takes messages of up to {limit}"),
        format!(
            "set delivery.largest_message_kb to less than {limit}: larger packs then go without \
             the workbook, or as a link to the share"
        ),
    )
}

fn kilobytes(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_that_a_server_takes_is_read() {
        assert_eq!(size_of("SIZE 35882577"), Some(SizeLimit::Bytes(35_882_577)));
        assert_eq!(size_of("size"), Some(SizeLimit::None));
        assert_eq!(size_of("SIZE 0"), Some(SizeLimit::None), "nought is no limit (RFC 1870)");
        assert_eq!(size_of("8BITMIME"), None);
    }
}
