//! How paths are shown.

use std::path::PathBuf;

/// A path as it is shown: with the separators of this system, nothing resolved.
pub(crate) fn shown(path: &std::path::Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut out, part| {
        match part {
            std::path::Component::ParentDir
                if out
                    .components()
                    .next_back()
                    .is_some_and(|last| matches!(last, std::path::Component::Normal(_))) =>
            {
                out.pop();
            }
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir
            | std::path::Component::Prefix(_)
            | std::path::Component::RootDir
            | std::path::Component::Normal(_) => out.push(part),
        }
        out
    })
}
