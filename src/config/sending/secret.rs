//! Where secrets are kept. A secret itself never stands in a configuration, and one that somebody
//! wrote there is not repeated.

use super::Wrong;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use std::fmt;
use std::path::{Path, PathBuf};

/// Where a secret is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretPlace {
    /// In an environment variable.
    Env(String),
    /// In a file.
    File(PathBuf),
    /// Among the credentials that systemd hands to a service.
    Credential(String),
}

impl fmt::Display for SecretPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "the environment variable {name}"),
            Self::File(path) => write!(f, "the file {}", path.display()),
            Self::Credential(name) => write!(f, "the systemd credential {name}"),
        }
    }
}

/// Where a secret is kept, as it is written: `{ env = "NAME" }`.
#[derive(Debug, Default)]
pub(in crate::config) struct WrittenSecret {
    env: String,
    file: PathBuf,
    credential: String,
}

/// What to write where somebody wrote a secret. The secret itself must not be repeated: not on a
/// terminal, and not in a log.
const BY_VALUE: &str = "a secret is never written here; say where it is kept: { env = \"NAME\" }, \
                        { file = \"PATH\" } or { credential = \"NAME\" }";

impl<'de> Deserialize<'de> for WrittenSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlaceVisitor)
    }
}

struct PlaceVisitor;

impl<'de> Visitor<'de> for PlaceVisitor {
    type Value = WrittenSecret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(BY_VALUE)
    }

    fn visit_str<E: de::Error>(self, _secret: &str) -> Result<WrittenSecret, E> {
        Err(E::custom(BY_VALUE))
    }

    fn visit_i64<E: de::Error>(self, _secret: i64) -> Result<WrittenSecret, E> {
        Err(E::custom(BY_VALUE))
    }

    fn visit_f64<E: de::Error>(self, _secret: f64) -> Result<WrittenSecret, E> {
        Err(E::custom(BY_VALUE))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<WrittenSecret, A::Error> {
        let mut secret = WrittenSecret::default();
        while let Some((key, value)) = map.next_entry::<String, String>()? {
            match key.as_str() {
                "env" => secret.env = value,
                "file" => secret.file = value.into(),
                "credential" => secret.credential = value,
                _ => return Err(de::Error::custom(BY_VALUE)),
            }
        }
        Ok(secret)
    }
}

impl WrittenSecret {
    pub(super) fn place(
        &self,
        folder: &Path,
        setting: &'static [&'static str],
    ) -> Result<Option<SecretPlace>, Wrong> {
        let named = [
            Some(SecretPlace::Env(self.env.clone())).filter(|_| !self.env.is_empty()),
            Some(SecretPlace::File(folder.join(&self.file)))
                .filter(|_| !self.file.as_os_str().is_empty()),
            Some(SecretPlace::Credential(self.credential.clone()))
                .filter(|_| !self.credential.is_empty()),
        ];
        let mut named = named.into_iter().flatten();
        match (named.next(), named.next()) {
            (place, None) => Ok(place),
            _ => Err((setting, "name one place: env, file or credential".into())),
        }
    }
}
