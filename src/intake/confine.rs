//! What a reader process gives up before it looks at a file. It is handed bytes, and needs
//! nothing else: no file, no connection, no other process.

use serde::{Deserialize, Serialize};

/// How a reader is confined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    /// Whether the system limits its memory, processor time and files.
    pub limits: bool,
    /// Whether the kernel lets it open anything by name, or connect to anywhere.
    pub fence: Fence,
}

/// What Landlock does for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fence {
    /// It opens nothing and connects nowhere.
    Whole,
    /// The kernel knows some of the rules only.
    Partly,
    /// The kernel has no Landlock, or it is switched off.
    Absent,
}

/// Confines this process for good.
pub(super) fn confine() -> Confinement {
    // The fence first: building it opens a file, which the limits then forbid.
    let fence = fence();
    Confinement { limits: limit(), fence }
}

#[cfg(unix)]
fn limit() -> bool {
    use super::limits::{MEMORY, PROCESSOR};
    use rustix::process::{Resource, Rlimit, setrlimit};
    let set = |resource, value| {
        let both = Rlimit { current: Some(value), maximum: Some(value) };
        setrlimit(resource, both).is_ok()
    };
    // Standard input, output and error are open; one more file than these can't be.
    let wanted = [
        (Resource::As, MEMORY),
        (Resource::Data, MEMORY),
        (Resource::Cpu, PROCESSOR),
        (Resource::Nofile, 3),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ];
    let all = wanted.map(|(resource, value)| set(resource, value)).iter().all(|done| *done);
    // No further process; some systems let the superuser start them all the same.
    let _ = set(Resource::Nproc, 0);
    all
}

#[cfg(not(unix))]
fn limit() -> bool {
    false
}

#[cfg(target_os = "linux")]
fn fence() -> Fence {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, RestrictionStatus, Ruleset, RulesetAttr, RulesetError,
        RulesetStatus, Scope,
    };
    // Linux 6.12; an older kernel does what it knows of it.
    const KNOWN: ABI = ABI::V6;
    fn restrict() -> Result<RestrictionStatus, RulesetError> {
        Ruleset::default()
            .handle_access(AccessFs::from_all(KNOWN))?
            .handle_access(AccessNet::from_all(KNOWN))?
            .scope(Scope::from_all(KNOWN))?
            .create()?
            .restrict_self()
    }
    match restrict().map(|status| status.ruleset) {
        Ok(RulesetStatus::FullyEnforced) => Fence::Whole,
        Ok(RulesetStatus::PartiallyEnforced) => Fence::Partly,
        Ok(RulesetStatus::NotEnforced) | Err(_) => Fence::Absent,
    }
}

#[cfg(not(target_os = "linux"))]
fn fence() -> Fence {
    Fence::Absent
}
