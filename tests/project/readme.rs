//! The README's commands work, and print what it says that they print.

use assert_cmd::Command;
use std::fs;
use std::path::Path;

const README: &str = include_str!("../../README.md");

/// Commands of Rust's own tools that the README may show; the tests themselves are one of them.
const CARGO: [&str; 2] = ["cargo test", "cargo install --path . --locked"];

/// The text blocks of one language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    README.split(&fence).skip(1).map(|rest| rest.split_once("\n```").unwrap().0).collect()
}

/// Every command of the shell blocks that runs the program, as its arguments.
fn commands() -> Vec<Vec<String>> {
    let lines = blocks("sh").into_iter().flat_map(str::lines).filter(|line| !CARGO.contains(line));
    lines
        .map(|line| {
            let rest = line
                .strip_prefix("cargo run --release -- ")
                .or_else(|| line.strip_prefix("quarterpack "));
            assert!(rest.is_some(), "the README shows a command that is not known here: {line}");
            words(rest.unwrap())
        })
        .collect()
}

/// Words between spaces; quotation marks hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (nth, part) in line.split('"').enumerate() {
        if nth % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(ToOwned::to_owned));
        }
    }
    words
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A folder with what the program reads.
fn fresh() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["config", "samples", "templates"] {
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(part), &folder.path().join(part));
    }
    folder
}

/// What a command prints, and its exit code.
fn run(folder: &Path, arguments: &[String]) -> (String, i32) {
    let mut command = Command::cargo_bin("quarterpack").unwrap();
    let output = command.env_clear().current_dir(folder).args(arguments).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    (said, output.status.code().unwrap())
}

/// Whether a line is the one shown, where `…` stands for anything.
fn matches(line: &str, shown: &str) -> bool {
    let mut parts = shown.split('…');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap()) else { return false };
    let mut open = false;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        open = part.is_empty();
    }
    open || rest.is_empty()
}

#[test]
fn each_command_of_the_readme_works() {
    let folder = fresh();
    let commands = commands();
    assert!(commands.iter().any(|arguments| arguments == &["run"]), "the main command is shown");
    for arguments in &commands {
        let (_, code) = run(folder.path(), arguments);
        // The checks say 1 where they find errors, and in the samples they do.
        let found = arguments.iter().any(|word| word == "check") && code == 1;
        assert!(code == 0 || found, "quarterpack {} ends with {code}", arguments.join(" "));
    }
}

#[test]
fn the_main_command_prints_what_the_readme_shows_and_writes_what_it_names() {
    let folder = fresh();
    let (said, code) = run(folder.path(), &["run".to_owned()]);
    assert_eq!(code, 0);
    let mut lines = said.lines();
    for shown in blocks("text")[0].lines().filter(|line| *line != "…") {
        let found = lines.any(|line| matches(line, shown));
        assert!(found, "the README shows what `run` no longer prints here: {shown}");
    }
    for path in said.lines().map(str::trim).filter(|line| line.starts_with("out/")) {
        assert!(folder.path().join(path).is_file(), "{path}");
    }
    let (again, code) = run(folder.path(), &["run".to_owned()]);
    assert_eq!(code, 0);
    assert!(again.contains("Nothing has changed"), "{again}");
}

#[test]
fn every_file_that_the_readme_links_to_is_there() {
    let links = README.split("](").skip(1).map(|rest| rest.split_once(')').unwrap().0);
    let pictures = README.split("src=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0);
    for link in links.chain(pictures).filter(|link| !link.contains("://")) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(link).is_file(), "{link}");
    }
}
