//! How paths are shown.

use std::path::PathBuf;

/// A path as it is shown: with the separators of this system, `.` and `..` left out where they
/// say nothing, nothing resolved.
#[must_use]
pub fn shown(path: &std::path::Path) -> PathBuf {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::FileError;
    use std::path::Path;

    #[test]
    fn errors_name_files_without_ways_round() {
        for (path, tidy) in [("config/../out/a", "out/a"), ("../out/./a", "../out/a")] {
            assert_eq!(shown(Path::new(path)), Path::new(tidy));
        }
        let source = std::io::ErrorKind::NotFound.into();
        let fault = FileError { path: "config/../out/a".into(), doing: "written", source };
        assert_eq!(fault.to_string(), "out/a can't be written");
    }
}
