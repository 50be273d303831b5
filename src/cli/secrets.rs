//! Secrets read from where the configuration says they are kept, and handed to what needs them.

use crate::config::SecretPlace;
use crate::deliver::transport::Secret;
use crate::pipeline::NoSecret;
use std::path::{Path, PathBuf};

/// Reads a secret.
///
/// # Errors
/// When there is none where it should be. What was read is never part of an error.
#[expect(clippy::disallowed_methods, reason = "secrets of the environment are read here alone")]
pub(super) fn read(place: &SecretPlace) -> Result<Secret, NoSecret> {
    let none = |source| NoSecret { place: place.clone(), source };
    let text = match place {
        SecretPlace::Env(name) => std::env::var(name).map_err(|_| none(None))?,
        SecretPlace::File(path) => file(path).map_err(|error| none(Some(error)))?,
        SecretPlace::Credential(name) => {
            // systemd names the folder of a service's credentials (systemd.exec, Credentials).
            let folder = std::env::var("CREDENTIALS_DIRECTORY").map_err(|_| none(None))?;
            let path = PathBuf::from(folder).join(name);
            file(&path).map_err(|error| none(Some(error)))?
        }
    };
    let secret = Secret::new(&text);
    if secret.is_empty() { Err(none(None)) } else { Ok(secret) }
}

fn file(path: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

/// Whether others than its owner may read the file of a secret; not known on systems without such
/// rights.
#[cfg(unix)]
pub(super) fn is_open_to_others(place: &SecretPlace) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let SecretPlace::File(path) = place else { return false };
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

/// Whether others than its owner may read the file of a secret; not known on this system.
#[cfg(not(unix))]
pub(super) fn is_open_to_others(_: &SecretPlace) -> bool {
    false
}
