//! A small mail server: a thread a connection, TLS, AUTH, and a script that says where it
//! misbehaves. Every wait in it is bounded.

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What the server does at a step instead of what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// As it should.
    Properly,
    /// Answers this, and at CONTENT keeps no mail.
    Say(&'static str),
    /// Keeps the mail, and answers this; at STARTTLS says this, and begins TLS.
    KeepAndSay(&'static str),
    /// Ends the connection.
    Hang,
    /// Keeps the mail, and ends the connection; at CONTENT alone.
    KeepAndHang,
    /// Says nothing for as long as the client waits.
    Sulk,
}

/// Step (`GREETING`, `EHLO`, `STARTTLS`, `AUTH`, `MAIL`, `RCPT`, `DATA`, `CONTENT`), its argument,
/// and how often this step and argument have come before.
pub(crate) type Script = dyn Fn(&str, &str, usize) -> Act + Send + Sync;

/// A mail that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) data: Vec<u8>,
    pub(crate) encrypted: bool,
    pub(crate) login: Option<String>,
}

/// How the server is protected.
#[derive(Clone)]
pub(crate) enum Guard {
    Plain,
    StartTls(Arc<ServerConfig>),
    Tls(Arc<ServerConfig>),
}

struct Shared {
    script: Box<Script>,
    guard: Guard,
    /// Lines of the EHLO answer beside STARTTLS.
    offers: Vec<String>,
    mails: Mutex<Vec<Mail>>,
    heard: Mutex<Vec<String>>,
    seen: Mutex<BTreeMap<(String, String), usize>>,
    stop: AtomicBool,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn new(guard: Guard, offers: &[&str], script: Box<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            script,
            guard,
            offers: offers.iter().map(|offer| (*offer).to_owned()).collect(),
            mails: Mutex::default(),
            heard: Mutex::default(),
            seen: Mutex::default(),
            stop: AtomicBool::new(false),
        });
        let of_thread = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if of_thread.stop.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&of_thread);
                // What a broken connection leaves is of no interest.
                thread::spawn(move || drop(serve(stream.unwrap(), &shared)));
            }
        });
        Self { port, shared, thread: Some(thread) }
    }

    /// A server without encryption that does everything as it should.
    pub(crate) fn proper() -> Self {
        Self::scripted(|_, _, _| Act::Properly)
    }

    /// A server without encryption, with a script.
    pub(crate) fn scripted(
        script: impl Fn(&str, &str, usize) -> Act + Send + Sync + 'static,
    ) -> Self {
        Self::new(Guard::Plain, &["8BITMIME"], Box::new(script))
    }

    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.shared.mails.lock().unwrap().clone()
    }

    /// How many mails each address got.
    pub(crate) fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for mail in self.mails() {
            *counts.entry(mail.to).or_default() += 1;
        }
        counts
    }

    /// Every line that was heard, secrets too.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.shared.heard.lock().unwrap().clone()
    }

    /// How often a step was come to.
    pub(crate) fn steps(&self, step: &str) -> usize {
        let seen = self.shared.seen.lock().unwrap();
        seen.iter().filter(|((known, _), _)| known == step).map(|(_, count)| count).sum()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Shared {
    fn act(&self, step: &str, argument: &str) -> Act {
        let mut seen = self.seen.lock().unwrap();
        let count = seen.entry((step.to_owned(), argument.to_owned())).or_default();
        let act = (self.script)(step, argument, *count);
        *count += 1;
        act
    }
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

struct Line {
    stream: Stream,
    buffer: Vec<u8>,
}

impl Line {
    fn fill(&mut self) -> io::Result<()> {
        let mut bytes = [0_u8; 8192];
        let count = match &mut self.stream {
            Stream::Plain(stream) => stream.read(&mut bytes)?,
            Stream::Tls(stream) => stream.read(&mut bytes)?,
        };
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.buffer.extend_from_slice(&bytes[..count]);
        Ok(())
    }

    /// Everything up to an end, the end left out.
    fn until(&mut self, end: &[u8]) -> io::Result<Vec<u8>> {
        let mut from = 0;
        loop {
            let found = self.buffer[from..].windows(end.len()).position(|bytes| bytes == end);
            if let Some(at) = found.map(|at| from + at) {
                let rest = self.buffer.split_off(at + end.len());
                let mut line = std::mem::replace(&mut self.buffer, rest);
                line.truncate(at);
                return Ok(line);
            }
            from = self.buffer.len().saturating_sub(end.len());
            self.fill()?;
        }
    }

    fn command(&mut self, shared: &Shared) -> io::Result<String> {
        let line = String::from_utf8_lossy(&self.until(b"\r\n")?).into_owned();
        shared.heard.lock().unwrap().push(line.clone());
        Ok(line)
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        let text = format!("{text}\r\n");
        match &mut self.stream {
            Stream::Plain(stream) => stream.write_all(text.as_bytes()),
            Stream::Tls(stream) => stream.write_all(text.as_bytes()).and_then(|()| stream.flush()),
        }
    }

    /// Does what a script asks instead; says whether the step is to be done properly.
    fn perform(&mut self, act: Act) -> io::Result<bool> {
        match act {
            Act::Properly => Ok(true),
            Act::Say(text) | Act::KeepAndSay(text) => self.say(text).map(|()| false),
            Act::Hang | Act::KeepAndHang => Err(io::ErrorKind::ConnectionAborted.into()),
            Act::Sulk => {
                // Until the client has had enough.
                self.fill()?;
                Err(io::ErrorKind::TimedOut.into())
            }
        }
    }

    fn upgrade(self, config: &Arc<ServerConfig>) -> Self {
        let Stream::Plain(stream) = self.stream else { panic!("it is encrypted already") };
        let connection = ServerConnection::new(Arc::clone(config)).unwrap();
        let stream = Stream::Tls(Box::new(StreamOwned::new(connection, stream)));
        Self { stream, buffer: Vec::new() }
    }
}

fn serve(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(8)))?;
    stream.set_nodelay(true)?;
    let mut line = Line { stream: Stream::Plain(stream), buffer: Vec::new() };
    if let Guard::Tls(config) = &shared.guard {
        line = line.upgrade(config);
    }
    if line.perform(shared.act("GREETING", ""))? {
        line.say("220 mail.council.example ESMTP")?;
    }
    let (mut login, mut to) = (None, String::new());
    loop {
        let command = line.command(shared)?;
        let verb = command.split(' ').next().unwrap().to_uppercase();
        let argument = command.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let encrypted = matches!(line.stream, Stream::Tls(_));
        if verb == "QUIT" {
            return line.say("221 bye");
        }
        if verb == "RSET" {
            line.say("250 reset")?;
            continue;
        }
        if verb == "EHLO" && !line.perform(shared.act(&verb, if encrypted { "tls" } else { "" }))? {
            continue;
        }
        let act = if verb == "STARTTLS" { shared.act(&verb, "slipped") } else { Act::Properly };
        if let (Act::KeepAndSay(slipped), Guard::StartTls(config)) = (act, &shared.guard) {
            line.say(slipped)?;
            line = line.upgrade(config);
            continue;
        }
        if ["STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"].contains(&verb.as_str())
            && !line.perform(shared.act(&verb, &argument))?
        {
            continue;
        }
        match verb.as_str() {
            "EHLO" => {
                let mut offers = shared.offers.clone();
                if matches!(shared.guard, Guard::StartTls(_)) && !encrypted {
                    offers.insert(0, "STARTTLS".into());
                }
                offers.insert(0, "mail.council.example".into());
                let last = offers.pop().unwrap();
                for offer in offers {
                    line.say(&format!("250-{offer}"))?;
                }
                line.say(&format!("250 {last}"))?;
            }
            "STARTTLS" => {
                let Guard::StartTls(config) = &shared.guard else { return line.say("502 no") };
                line.say("220 go ahead")?;
                line = line.upgrade(config);
            }
            "AUTH" => {
                login = Some(command.clone());
                line.say("235 welcome")?;
            }
            "RCPT" => {
                to.clone_from(&argument);
                line.say("250 recipient ok")?;
            }
            "MAIL" => line.say("250 sender ok")?,
            "DATA" => {
                line.say("354 go on")?;
                let act = shared.act("CONTENT", &to);
                if act == Act::Hang && to.starts_with("early") {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
                let data = line.until(b"\r\n.\r\n")?;
                if matches!(act, Act::Properly | Act::KeepAndSay(_) | Act::KeepAndHang) {
                    let data = String::from_utf8(data).unwrap().replace("\r\n..", "\r\n.");
                    let (to, login, data) = (to.clone(), login.clone(), data.into_bytes());
                    shared.mails.lock().unwrap().push(Mail { to, data, encrypted, login });
                }
                if line.perform(act)? {
                    line.say("250 2.0.0 queued as 4711")?;
                }
            }
            _ => line.say("500 what?")?,
        }
    }
}
