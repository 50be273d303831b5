//! Texts that shape packs, from the disk or from the archive, by their files as seen from the
//! configuration's folder: which folder the program is run in makes no difference.

use super::fault::RunError;
use crate::config::ConfigError;
use crate::intake::digest;
use crate::store::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A text that shapes packs.
#[derive(Clone, Debug)]
pub struct ReadText {
    lies: Lies,
    /// SHA-256 of what it says, in hexadecimal: every pack asks for it.
    pub sha256: String,
}

/// Where a text lies while a run goes on.
#[derive(Clone, Debug)]
enum Lies {
    Here(String),
    /// In its file: a plan of thousands of services is as large as all that a run needs to hold.
    InFile(PathBuf),
}

/// Texts longer than this, in bytes, are left in their files.
const LONG: usize = 1024 * 1024;

impl ReadText {
    /// What it says.
    ///
    /// # Errors
    /// It lies in its file, and that can't be read or says something else by now.
    pub fn text(&self) -> io::Result<Cow<'_, str>> {
        let path = match &self.lies {
            Lies::Here(text) => return Ok(Cow::Borrowed(text)),
            Lies::InFile(path) => path,
        };
        let text = std::fs::read_to_string(path)?;
        if digest(text.as_bytes()) == self.sha256 {
            return Ok(Cow::Owned(text));
        }
        Err(io::Error::other("it was changed after it was read; run again"))
    }
}

impl Bytes for ReadText {
    fn load(&self) -> io::Result<Cow<'_, [u8]>> {
        Ok(match self.text()? {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })
    }
}

/// Texts, and which of them were read so far.
pub(super) struct Texts {
    folder: PathBuf,
    /// What there is, where it does not lie on the disk.
    archived: Option<BTreeMap<PathBuf, String>>,
    read: BTreeMap<String, ReadText>,
}

impl Texts {
    /// Those beside a configuration.
    pub(super) fn on_disk(config: &Path) -> Self {
        let folder = config.parent().unwrap_or_else(|| Path::new("")).to_owned();
        Self { folder, archived: None, read: BTreeMap::new() }
    }

    /// Those that were read once, by their names.
    pub(super) fn archived(texts: BTreeMap<String, String>) -> Self {
        let texts = texts.into_iter().map(|(name, text)| (PathBuf::from(name), text)).collect();
        Self { folder: PathBuf::new(), archived: Some(texts), read: BTreeMap::new() }
    }

    /// A file as seen from the configuration's folder.
    pub(super) fn name(&self, path: &Path) -> String {
        path.strip_prefix(&self.folder).unwrap_or(path).display().to_string()
    }

    /// Reads a text, which is then one of those that shape a pack.
    pub(super) fn read(&mut self, path: &Path) -> Result<String, RunError> {
        let text = match &self.archived {
            None => text(path)?,
            Some(texts) => texts.get(path).cloned().ok_or_else(|| missing(path))?,
        };
        let in_file = self.archived.is_none() && text.len() > LONG;
        let lies = if in_file { Lies::InFile(path.into()) } else { Lies::Here(text.clone()) };
        self.was_read(path, lies, digest(text.as_bytes()));
        Ok(text)
    }

    /// Reads a file that is no text, such as a picture; it is kept among the texts in Base64.
    pub(super) fn read_bytes(&mut self, path: &Path) -> Result<Vec<u8>, RunError> {
        let fault = |source| ConfigError::Unreadable { file: super::shown(path), source };
        let kept = match &self.archived {
            None => BASE64.encode(std::fs::read(path).map_err(fault)?),
            Some(texts) => texts.get(path).cloned().ok_or_else(|| missing(path))?,
        };
        let bytes = BASE64.decode(&kept).map_err(|_| fault(ErrorKind::InvalidData.into()))?;
        let sha256 = digest(kept.as_bytes());
        self.was_read(path, Lies::Here(kept), sha256);
        Ok(bytes)
    }

    fn was_read(&mut self, path: &Path, lies: Lies, sha256: String) {
        self.read.insert(self.name(path), ReadText { lies, sha256 });
    }

    /// Files of a folder with an ending, in the order of their names.
    pub(super) fn files(&self, folder: &Path, ending: &str) -> Result<Vec<PathBuf>, RunError> {
        let mut found: Vec<PathBuf> = match &self.archived {
            None => on_disk(folder)?,
            Some(texts) => in_folder(texts, folder).cloned().collect(),
        };
        found.retain(|path| path.extension().is_some_and(|known| known == ending));
        found.sort();
        Ok(found)
    }

    /// Whether a folder is there.
    pub(super) fn has_folder(&self, folder: &Path) -> bool {
        match &self.archived {
            None => folder.is_dir(),
            Some(texts) => in_folder(texts, folder).next().is_some(),
        }
    }

    /// Whether a file is there.
    pub(super) fn has_file(&self, path: &Path) -> bool {
        match &self.archived {
            None => path.is_file(),
            Some(texts) => texts.contains_key(path),
        }
    }

    /// What was read.
    pub(super) fn into_read(self) -> BTreeMap<String, ReadText> {
        self.read
    }
}

fn in_folder<'a>(
    texts: &'a BTreeMap<PathBuf, String>,
    folder: &'a Path,
) -> impl Iterator<Item = &'a PathBuf> {
    texts.keys().filter(move |path| path.parent() == Some(folder))
}

fn on_disk(folder: &Path) -> Result<Vec<PathBuf>, RunError> {
    let fault = |source| ConfigError::Unreadable { file: super::shown(folder), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        found.push(entry.map_err(fault)?.path());
    }
    Ok(found)
}

/// A text of the disk.
pub(super) fn text(path: &Path) -> Result<String, RunError> {
    let fault = |source| ConfigError::Unreadable { file: super::shown(path), source };
    Ok(std::fs::read_to_string(path).map_err(fault)?)
}

fn missing(path: &Path) -> RunError {
    let source = ErrorKind::NotFound.into();
    ConfigError::Unreadable { file: path.into(), source }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A long text is read again when it is asked for; one that was changed since is not taken for
    /// what was read.
    #[test]
    fn a_long_text_is_what_was_read_or_a_fault() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.toml");
        let long = "a".repeat(LONG + 1);
        std::fs::write(&path, &long).unwrap();
        let mut texts = Texts::on_disk(&folder.path().join("quarterpack.toml"));
        assert_eq!(texts.read(&path).unwrap(), long);
        let read = texts.into_read();
        assert_eq!(read["plan.toml"].text().unwrap(), long);
        assert_eq!(&*read["plan.toml"].load().unwrap(), long.as_bytes());
        std::fs::write(&path, "b").unwrap();
        let fault = read["plan.toml"].text().unwrap_err();
        assert_eq!(fault.to_string(), "it was changed after it was read; run again");
    }
}
