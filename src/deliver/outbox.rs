//! The outbox: a folder of complete messages, which needs no server.

use super::address::{MailAddress, hex};
use super::message::Message;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A folder that messages are put into, one file each.
#[derive(Clone, Debug)]
pub struct Outbox {
    folder: PathBuf,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// It is new.
    Written(PathBuf),
    /// It was there, byte for byte.
    AlreadyThere(PathBuf),
    /// Another message of this name was there, and this one took its place.
    Replaced(PathBuf),
}

/// A message could not be put into the outbox.
#[derive(Debug, thiserror::Error)]
#[error("the message could not be put into the outbox at {}", .path.display())]
pub struct OutboxError {
    /// The file, or the folder.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl Placed {
    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Written(path) | Self::AlreadyThere(path) | Self::Replaced(path) => path,
        }
    }
}

impl Outbox {
    /// The outbox in this folder, which is made when the first message comes.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Puts a message in, whole or not at all: it is written beside its place, brought to the
    /// disk, and moved.
    ///
    /// # Errors
    /// When the folder or the file can't be written.
    pub fn put(&self, file_stem: &str, message: &Message) -> Result<Placed, OutboxError> {
        let path = self.folder.join(file_name(file_stem, &message.to));
        let placed = match fs::read(&path) {
            Ok(bytes) if bytes == message.bytes => return Ok(Placed::AlreadyThere(path)),
            Ok(_) => Placed::Replaced(path.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Placed::Written(path.clone()),
            Err(source) => return Err(OutboxError { path, source }),
        };
        match self.write(&path, &message.bytes) {
            Ok(()) => Ok(placed),
            Err(source) => Err(OutboxError { path, source }),
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let beside = path.with_extension("eml.part");
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, path)?;
        // The folder's own record of the move. Windows has no such call for folders.
        if cfg!(unix) {
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }
}

/// The name of a message's file: `swc-2023-24-q2-v2--clerk-at-council.example.eml`.
#[must_use]
pub fn file_name(file_stem: &str, to: &MailAddress) -> String {
    format!("{}--{}.eml", plain(file_stem), slug(to))
}

/// An address as a part of a file's name. One that loses characters on the way gets a few
/// letters of its digest, so that no two addresses share a file.
fn slug(to: &MailAddress) -> String {
    let address = to.folded();
    let slug = plain(&address.replace('@', "-at-"));
    if slug.replacen("-at-", "@", 1) == address && slug.len() <= 80 {
        return slug;
    }
    let letters = hex(&Sha256::digest(address.as_bytes()), 4);
    let short: String = slug.chars().take(80).collect();
    format!("{short}-{letters}")
}

/// Letters, figures, dots and hyphens only; no dot at the beginning.
fn plain(text: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '-' };
    let name: String = text.chars().map(keep).collect();
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> Message {
        let to = MailAddress::read("Clerk@council.example").unwrap();
        Message { id: "<a@b>".into(), to, bytes: bytes.to_vec() }
    }

    #[test]
    fn the_same_message_twice_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::new(folder.path().join("out/box"));
        let path = folder.path().join("out/box/swc-v2--clerk-at-council.example.eml");
        assert_eq!(outbox.put("swc-v2", &message(b"one")).unwrap(), Placed::Written(path.clone()));
        assert_eq!(
            outbox.put("swc-v2", &message(b"one")).unwrap(),
            Placed::AlreadyThere(path.clone())
        );
        assert_eq!(outbox.put("swc-v2", &message(b"two")).unwrap(), Placed::Replaced(path.clone()));
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_name_stays_in_its_folder_and_is_its_own() {
        let name = |address: &str| file_name("../a/b", &MailAddress::read(address).unwrap());
        assert!(name("clerk@council.example").starts_with("-a-b--clerk-at-council.example"));
        assert_ne!(name("a+b@council.example"), name("a-b@council.example"));
        assert_ne!(name("a-at-b@council.example"), name("a@b-at-council.example"));
        assert!(!name("a/b@council.example").contains('/'));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, b"").unwrap();
        let error = Outbox::new(&file).put("swc", &message(b"one")).unwrap_err();
        assert!(error.to_string().contains("swc--clerk-at-council.example.eml"), "{error}");
    }
}
