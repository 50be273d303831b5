//! What the system says of a disk: how much is free, whether it is this host's own, who may do what.

use std::io;
use std::path::Path;

/// What is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    /// Bytes that this account may still write.
    pub(super) bytes: u64,
    /// How many more files it may make; none where the file system sets no limit.
    pub(super) files: Option<u64>,
}

/// Where a folder lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// On a drive of the network.
    Network,
    /// On a disk of this host, as far as is known.
    Local,
}

/// How much is free; none where the system does not say.
///
/// # Errors
/// When the folder can't be asked.
#[cfg(unix)]
pub(super) fn free(folder: &Path) -> io::Result<Option<Room>> {
    let said = rustix::fs::statvfs(folder)?;
    let bytes = said.f_bavail.saturating_mul(said.f_frsize);
    let files = (said.f_files > 0).then_some(said.f_favail);
    Ok(Some(Room { bytes, files }))
}

/// How much is free; this system does not say.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub(super) fn free(_: &Path) -> io::Result<Option<Room>> {
    Ok(None)
}

/// Where a folder lies, by the numbers that Linux gives file systems (statfs(2)): NFS, SMB, CIFS,
/// SMB2, AFS, Ceph, 9P.
#[cfg(target_os = "linux")]
pub(super) fn kind(folder: &Path) -> Kind {
    const NETWORK: [u64; 7] =
        [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x5346_414f, 0x00c3_6400, 0x0102_1997];
    let known = rustix::fs::statfs(folder).ok();
    let number = known.and_then(|said| u64::try_from(said.f_type).ok());
    // The number has 32 bits, with a sign on some machines.
    let number = number.map(|number| number & 0xffff_ffff);
    if number.is_some_and(|number| NETWORK.contains(&number)) { Kind::Network } else { Kind::Local }
}

/// Where a folder lies; not known on this system.
#[cfg(not(target_os = "linux"))]
pub(super) fn kind(_: &Path) -> Kind {
    Kind::Local
}

/// Whether others than its owner and group may change it.
pub(super) fn others_may_write(path: &Path) -> bool {
    others_may(path, 0o002)
}

/// Whether others than its owner and group may read it.
pub(super) fn others_may_read(path: &Path) -> bool {
    others_may(path, 0o004)
}

#[cfg(unix)]
fn others_may(path: &Path, right: u32) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & right != 0)
}

#[cfg(not(unix))]
fn others_may(_: &Path, _: u32) -> bool {
    false
}
