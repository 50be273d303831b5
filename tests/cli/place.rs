//! A folder with the sample configuration and returns, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The folder of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of its own.
pub(crate) struct Place {
    folder: TempDir,
}

/// What a command said, and how it ended.
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

impl Said {
    /// The lines of standard output from the first one that holds `text` to the next empty one.
    pub(crate) fn paragraph(&self, text: &str) -> Vec<&str> {
        self.out
            .lines()
            .skip_while(|line| !line.contains(text))
            .take_while(|line| !line.is_empty())
            .collect()
    }
}

impl Place {
    /// With copies of the sample configuration and returns, and of its packs the Social Work
    /// Committee's alone: one pack is enough for most, and quicker.
    pub(crate) fn new() -> Self {
        let place = Self::whole();
        for entry in fs::read_dir(place.path("config/packs")).unwrap() {
            let path = entry.unwrap().path();
            if !path.ends_with("social-work-committee.toml") {
                fs::remove_file(path).unwrap();
            }
        }
        let lists = fs::read_to_string(place.path("config/lists.toml")).unwrap();
        let (before, others) = lists.split_once("\n# The next two").unwrap();
        let (_, services) = others.split_once("\n# Where the services").unwrap();
        place.write("config/lists.toml", &format!("{before}\n# Where the services{services}"));
        place
    }

    /// With copies of the sample configuration and returns, and every pack of it.
    pub(crate) fn whole() -> Self {
        let place = Self::empty();
        for name in ["config", "samples/returns"] {
            copy(&root().join(name), &place.path(name));
        }
        fs::copy(root().join("samples/arrivals.toml"), place.path("samples/arrivals.toml"))
            .unwrap();
        place
    }

    /// With nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces a text that stands in a file once.
    pub(crate) fn replace(&self, name: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{name}: {old}");
        fs::write(self.path(name), text.replace(old, new)).unwrap();
    }

    /// Puts a file into the inbox, and when it came into the manifest.
    pub(crate) fn arrives(&self, name: &str, bytes: &[u8], when: &str) {
        fs::write(self.path("samples/returns").join(name), bytes).unwrap();
        let manifest = fs::read_to_string(self.path("samples/arrivals.toml")).unwrap();
        self.write("samples/arrivals.toml", &format!("{manifest}\n\"{name}\" = {when}\n"));
    }

    /// Runs the program in this folder, without an environment.
    pub(crate) fn quarterpack<const N: usize>(&self, arguments: [&str; N]) -> Said {
        self.quarterpack_in("", arguments)
    }

    /// Runs the program in this folder with as many arguments as there are.
    pub(crate) fn quarterpack_with(&self, arguments: &[&str]) -> Said {
        self.said("", arguments)
    }

    /// Runs the program in a folder of this one.
    pub(crate) fn quarterpack_in<const N: usize>(&self, below: &str, arguments: [&str; N]) -> Said {
        self.said(below, &arguments)
    }

    fn said(&self, below: &str, arguments: &[&str]) -> Said {
        let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_quarterpack"))
            .env_clear()
            .current_dir(self.path(below))
            .args(arguments)
            .output()
            .unwrap();
        Said {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().expect("it ends by itself"),
        }
    }

    /// What was made for committees: packs and messages.
    pub(crate) fn made(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = self.files("out");
        let beside = ["receipts/", "record/", "status"];
        files.retain(|(name, _)| !beside.iter().any(|one| name.starts_with(one)));
        files
    }

    /// Every file below a folder, with its bytes, in the order of their paths. What the last run
    /// said is left out: it stands beside the times of files, which are never the same.
    pub(crate) fn files(&self, below: &str) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        gather(&self.path(below), &mut found);
        found.retain(|path| !path.ends_with("record/last-run"));
        found.sort();
        let name = |path: &Path| {
            let parts = path.strip_prefix(self.path(below)).unwrap().iter();
            parts.map(|part| part.to_str().unwrap()).collect::<Vec<_>>().join("/")
        };
        found.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
    }
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn copy(from: &Path, to: &Path) {
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
