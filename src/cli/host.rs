//! The host that the program runs on.

use crate::config::Settings;
use crate::store::Host;

/// This host, by the name that the settings give it, or else by the system's.
pub(super) fn this(settings: &Settings) -> Host {
    match &settings.host {
        Some(name) => Host::new(name, None),
        None => Host::new(&name(), id().as_deref()),
    }
}

#[cfg(unix)]
fn name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// The system's own id, where it has one: systemd's.
fn id() -> Option<String> {
    std::fs::read_to_string("/etc/machine-id").ok()
}
