//! Same inputs and same day: same bytes in every file.

use quarterpack::pipeline::{Inputs, Job, run};
use std::fs;
use std::path::Path;

/// Everything that a run for a quarter writes, in the order of the paths.
fn made(quarter: &str) -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs = Inputs::read(&root.join("config/quarterpack.toml")).unwrap();
    inputs.settings.paths.output = folder.path().join("out");
    let quarter = quarter.parse().unwrap();
    let as_at = inputs.settings.as_at[&quarter];
    let reader = &quarterpack::intake::Reader::InProcess;
    run(&Job { inputs: &inputs, quarter, as_at, reader, write: true }).unwrap();
    let mut files = Vec::new();
    for name in ["packs", "outbox", "record"] {
        for entry in fs::read_dir(folder.path().join("out").join(name)).unwrap() {
            let path = entry.unwrap().path();
            // The lock is empty.
            if path.is_file() && !path.ends_with("lock") {
                let file = path.file_name().unwrap().to_string_lossy().into_owned();
                files.push((file, fs::read(path).unwrap()));
            }
        }
    }
    let status = fs::read(folder.path().join("out/status.html")).unwrap();
    files.push(("status.html".into(), status));
    files.sort();
    files
}

#[test]
fn two_runs_into_two_folders_write_the_same() {
    let (first, second) = (made("2023-24 Q2"), made("2023-24 Q2"));
    let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&first), names(&second));
    assert_eq!(first.len(), 18, "ten files, four messages, the record's four, the status page");
    for ((name, one), (_, other)) in first.iter().zip(&second) {
        assert!(one == other, "{name} differs");
    }
}
