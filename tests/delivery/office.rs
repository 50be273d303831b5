//! An office: a folder with the sample configuration, messages to send, and a clock of its own.

use crate::server::Server;
use quarterpack::calendar::{NaiveDateTime, Quarter};
use quarterpack::config::SecretPlace;
use quarterpack::deliver::transport::Secret;
use quarterpack::deliver::{
    Addressee, AttachedFile, Kind, Letter, MailAddress, Message, Sender, put_together,
};
use quarterpack::intake::Reader;
use quarterpack::pipeline::{self, Delivered, Inputs, Job, NoSecret, Surroundings};
use quarterpack::store::{Delivery, DeliveryState};
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) const CLERK: &str = "clerk@council.example";
pub(crate) const DIRECTOR: &str = "director@council.example";
pub(crate) const HEAD: &str = "head@council.example";
/// Who is told of failures.
pub(crate) const OFFICERS: &str = "performance@council.example";

pub(crate) struct Office {
    pub(crate) folder: TempDir,
    pub(crate) inputs: Inputs,
    now: Cell<NaiveDateTime>,
}

pub(crate) fn quarter() -> Quarter {
    "2023-24 Q2".parse().unwrap()
}

impl Office {
    /// With a relay on loopback, without encryption.
    pub(crate) fn with(server: &Server) -> Self {
        Self::configured(server.port, "security = \"plain-internal-relay\"\n", "")
    }

    /// With a mail server, its settings below `[delivery.smtp]`, and others.
    pub(crate) fn configured(port: u16, smtp: &str, more: &str) -> Self {
        let host = if smtp.contains("host =") { "" } else { "host = \"127.0.0.1\"\n" };
        Self::sending(&format!(
            "transport = \"smtp\"\n[delivery.smtp]\n{host}port = {port}\ntimeout_seconds = 1\n\
             reply_seconds = 1\n{smtp}{more}"
        ))
    }

    /// With a sendmail program that does what these lines of shell say.
    #[cfg(unix)]
    pub(crate) fn with_sendmail(does: &str, more: &str) -> Self {
        let office = Self::sending(&format!(
            "transport = \"sendmail\"\n[delivery.sendmail]\nprogram = \"/nowhere\"\n{more}"
        ));
        // The program itself is never written: while another test starts a process, what is open
        // for writing can't be run.
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sendmail");
        std::os::unix::fs::symlink(program, office.path("sendmail")).unwrap();
        fs::write(office.path("does"), does).unwrap();
        let file = office.path("config/quarterpack.toml");
        let text = fs::read_to_string(&file).unwrap();
        let program = office.path("sendmail").display().to_string();
        fs::write(&file, text.replace("/nowhere", &program)).unwrap();
        let inputs = Inputs::read(&file).unwrap();
        Self { inputs, ..office }
    }

    /// With settings below `[delivery]`.
    fn sending(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&root.join("config"), &folder.path().join("config"));
        one_pack(folder.path());
        fs::create_dir_all(folder.path().join("samples/returns")).unwrap();
        let file = folder.path().join("config/quarterpack.toml");
        let sample = fs::read_to_string(&file).unwrap();
        let sample = sample.replace("arrivals = \"../samples/arrivals.toml\"", "");
        // Drafts to the lists: more than one recipient.
        let sample = sample.replace("officers = \"officers\"\n", "");
        fs::write(&file, format!("{sample}{settings}")).unwrap();
        let inputs = Inputs::read(&file).unwrap();
        let now = Cell::new("2023-11-03T09:00:00".parse().unwrap());
        Self { folder, inputs, now }
    }

    /// Names the list of officers, as the sample does.
    pub(crate) fn name_officers(&self) {
        let from = "\nfrom = ";
        self.edit("config/quarterpack.toml", from, &format!("\nofficers = \"officers\"{from}"));
    }

    /// Replaces the first of a text in a file.
    pub(crate) fn edit(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(old), "{file}: {old}");
        fs::write(self.path(file), text.replacen(old, new, 1)).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn job(&self) -> Job<'_> {
        let as_at = "2023-10-27".parse().unwrap();
        let reader = &Reader::InProcess;
        Job { inputs: &self.inputs, quarter: quarter(), as_at, reader, write: true }
    }

    /// Queues a message to each address.
    pub(crate) fn queue<const N: usize>(&self, addresses: [&str; N]) {
        let messages = addresses.map(message);
        assert_eq!(pipeline::queue(&self.job(), &messages).unwrap(), N);
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, minutes: i64) {
        self.now.set(self.now.get() + chrono::TimeDelta::minutes(minutes));
    }

    pub(crate) fn now(&self) -> NaiveDateTime {
        self.now.get()
    }

    pub(crate) fn deliver(&self) -> Delivered {
        let secrets = |_: &SecretPlace| Ok::<_, NoSecret>(Secret::new("s3cret"));
        let mut transport = pipeline::transport(&self.inputs, &secrets).unwrap().unwrap();
        let around = Surroundings { now: &|| self.now.get(), step: &|| () };
        pipeline::deliver(&self.job(), transport.as_mut(), around).unwrap()
    }

    /// The message to an address, as the ledger has it; notes to the officers left out.
    pub(crate) fn row(&self, address: &str) -> Delivery {
        let mut rows = self.rows();
        rows.retain(|row| row.message.recipient == address && row.message.kind != "failure");
        assert_eq!(rows.len(), 1, "{address}");
        rows.remove(0)
    }

    pub(crate) fn rows(&self) -> Vec<Delivery> {
        pipeline::ledger(&self.inputs, None).unwrap()
    }

    pub(crate) fn state(&self, address: &str) -> DeliveryState {
        self.row(address).state
    }

    /// The notes to the officers.
    pub(crate) fn notes(&self) -> Vec<Delivery> {
        let mut rows = self.rows();
        rows.retain(|row| row.message.kind == "failure");
        rows
    }
}

/// A message to an address, with an attachment and lines that begin with dots.
pub(crate) fn message(address: &str) -> Message {
    let sender = Sender {
        name: "Quarterly returns".into(),
        address: MailAddress::read("returns@council.example").unwrap(),
        reply_to: MailAddress::read(OFFICERS).unwrap(),
    };
    let letter = Letter {
        kind: Kind::Pack,
        quarter: quarter(),
        identity: vec!["swc".into()],
        subject: "FINAL v1: Social Work Committee pack".into(),
        text: ".\n..\n.dots at the beginning\nof lines: £".into(),
        html: "<p>.</p>".into(),
        files: vec![AttachedFile {
            name: "pack.pdf".into(),
            media_type: "application/pdf",
            bytes: b"%PDF-1.7\n.\r\n\x00\xff".repeat(4000),
        }],
        to: Addressee {
            role: "Committee clerk".into(),
            address: MailAddress::read(address).unwrap(),
        },
        team: "Performance and Support team".into(),
        replaces: Vec::new(),
        stem: "swc-2023-24-q2-v1".into(),
    };
    put_together(letter, &sender, "2023-10-27T00:00:00".parse().unwrap()).unwrap()
}

/// Keeps the Social Work Committee's pack alone, for any list that asks for it.
fn one_pack(folder: &Path) {
    const PACK: &str = "social-work-committee.toml";
    for entry in fs::read_dir(folder.join("config/packs")).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with(PACK) {
            fs::remove_file(path).unwrap();
        }
    }
    let pack = folder.join("config/packs").join(PACK);
    let text = fs::read_to_string(&pack).unwrap();
    fs::write(&pack, text.replace("lists = [\"committee\", \"officers\"]\n", "")).unwrap();
    let lists = folder.join("config/lists.toml");
    let text = fs::read_to_string(&lists).unwrap();
    let (before, others) = text.split_once("\n# The next two").unwrap();
    let (_, services) = others.split_once("\n# Where the services").unwrap();
    fs::write(&lists, format!("{before}\n# Where the services{services}")).unwrap();
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
