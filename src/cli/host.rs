//! The host that the program runs on.

use super::Failure;
use crate::config::Settings;
use crate::pipeline::{Inputs, RunError};
use crate::store::Host;

/// This host, by the name that the settings give it, or else by the system's.
pub(super) fn this(settings: &Settings) -> Host {
    match &settings.host {
        Some(name) => Host::new(name, None),
        None => Host::new(&name(), id().as_deref()),
    }
}

/// Says on standard error that the record belongs to another host: what is read here may be older
/// than what that host has written.
pub(super) fn warn(inputs: &Inputs) -> Result<(), Failure> {
    let other = crate::pipeline::other_host(inputs).map_err(RunError::from)?;
    if let (Some(its), Some(mine)) = (other, &inputs.host) {
        let folder = crate::pipeline::shown(&inputs.settings.paths.record());
        super::warn(&format!(
            "the record in {} belongs to the host {its}, and this is {mine}: what is read here may \
             be behind what runs there\n  to do: ask there; if the record was moved here for good: \
             quarterpack record adopt",
            folder.display()
        ))?;
    }
    Ok(())
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
