//! Imports go one way, and one module names each outside library.
//!
//! The map in `ARCHITECTURE.md` and the table below are the whole truth: a module that names another without standing here
//! fails, and so does an entry that nothing needs any more. Code for tests is not looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The map of the code: the table in `ARCHITECTURE.md` says which folder may name which.
const MAP: &str = include_str!("../../ARCHITECTURE.md");

/// Modules in the order of the map, each with those that it may name, and whether it must name
/// all of them: the last ones may name whatever they need.
fn may_name() -> Vec<(&'static str, Vec<&'static str>, bool)> {
    let rows = MAP.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows: Vec<(&str, &str)> = rows
        .map(|row| {
            let (folder, rest) = row.split_once("` | ").unwrap();
            (folder, rest.trim_end_matches(" |").rsplit_once(" | ").unwrap().1)
        })
        .collect();
    let all: Vec<&str> = rows.iter().map(|(folder, _)| *folder).collect();
    rows.iter()
        .map(|(folder, names)| match *names {
            "nothing" => (*folder, Vec::new(), true),
            "all" | "all but cli" => {
                let before = all.iter().take_while(|name| *name != folder).copied().collect();
                (*folder, before, false)
            }
            names => (*folder, names.split(", ").collect(), true),
        })
        .collect()
}

/// Outside libraries, each with the places that name it: a folder, or a file.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("calamine", &["intake/open/"]),
    (
        "rust_xlsxwriter",
        &["book/write.rs", "form/write/", "render/xlsx/", "receipt/findings_book.rs"],
    ),
    ("zip", &["intake/archive.rs", "receipt/package.rs"]),
    ("cfb", &["intake/compound.rs"]),
    ("quick_xml", &["intake/open/", "receipt/xml.rs"]),
    ("memchr", &["intake/open/"]),
    (
        "postcard",
        &[
            "intake/process.rs",
            "intake/records.rs",
            "intake/serve.rs",
            "pipeline/unchanged.rs",
            "packed/mod.rs",
        ],
    ),
    ("printpdf", &["render/pdf/"]),
    ("lopdf", &["render/pdf/"]),
    ("flate2", &["render/pdf/file/save.rs", "packed/mod.rs"]),
    ("tempfile", &["packed/shelf.rs"]),
    ("rayon", &["render/pdf/file/draw.rs", "pipeline/rendering.rs", "pipeline/receipts.rs"]),
    ("parley", &["render/pdf/typeset/shape.rs"]),
    ("subsetter", &["render/pdf/"]),
    ("notosans", &["render/pdf/typeset/fonts.rs"]),
    ("dejavu", &["render/pdf/typeset/fonts.rs"]),
    ("toml_parser", &["plan/read/pieces.rs"]),
    ("unicode_normalization", &["render/pdf/typeset/rich.rs"]),
    ("png", &["theme/logo.rs"]),
    ("base64", &["pipeline/texts.rs", "render/html/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/args.rs", "cli/commands/shell.rs"]),
    ("clap_mangen", &["cli/commands/shell.rs"]),
    ("signal_hook", &["cli/commands/serve.rs"]),
    ("sd_notify", &["cli/commands/serve.rs"]),
    ("tracing", &["pipeline/due/", "cli/commands/serve.rs", "cli/progress.rs", "progress.rs"]),
    ("tracing_subscriber", &["cli/logs.rs", "cli/progress.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("anstream", &["cli/mod.rs"]),
    ("anstyle", &["cli/findings.rs"]),
    ("comfy_table", &["cli/commands/run.rs"]),
    ("lettre", &["deliver/"]),
    ("rustls", &["deliver/transport/"]),
    ("ureq", &["deliver/transport/oauth.rs"]),
    ("mail_parser", &["intake/mail.rs"]),
    ("mimalloc", &["main.rs"]),
    ("libmimalloc_sys", &["main.rs"]),
    ("minijinja", &["wording/"]),
    // The calendar is made of it; the others meet it where a clock or a cell gives a time.
    (
        "chrono",
        &[
            "calendar/",
            "timetable/",
            "intake/",
            "validate/days.rs",
            "validate/epoch.rs",
            "pipeline/",
            "cli/clock.rs",
            "cli/commands/serve.rs",
            "deliver/backoff.rs",
        ],
    ),
    ("cron", &["timetable/expression.rs"]),
    ("chrono_tz", &["timetable/zone.rs"]),
    (
        "rust_decimal",
        &[
            "quantity/",
            "form/evaluate.rs",
            "plan/check/",
            "render/pdf/layout/units.rs",
            "render/html/chart/scale.rs",
        ],
    ),
    (
        "sha2",
        &[
            "plan/read.rs",
            "intake/arrival.rs",
            "render/pdf/file/",
            "render/html/style.rs",
            "deliver/",
            "store/hash.rs",
            "release/content.rs",
        ],
    ),
    (
        "strsim",
        &[
            "timetable/zone.rs",
            "plan/fault.rs",
            "deliver/list/check.rs",
            "config/fault.rs",
            "intake/naming.rs",
        ],
    ),
    ("serde_json", &["cli/", "store/journal/", "deliver/transport/oauth.rs"]),
    // What is written down is read where it is read.
    (
        "serde",
        &[
            "packed/",
            "quantity/",
            "calendar/",
            "finding/",
            "plan/",
            "form/slot.rs",
            "form/words.rs",
            "intake/",
            "validate/",
            "reconcile/",
            "wording/",
            "config/",
            "store/",
            "pipeline/unchanged.rs",
            "cli/json.rs",
            "deliver/transport/oauth.rs",
        ],
    ),
    (
        "toml",
        &[
            "theme/",
            "calendar/",
            "plan/",
            "intake/inbox.rs",
            "deliver/list/check.rs",
            "deliver/list.rs",
            "deliver/import.rs",
            "config/",
        ],
    ),
    ("rusqlite", &["store/"]),
    // Every stage has errors of its own.
    ("thiserror", &[""]),
];

/// A source file: its path below `src`, with `/` between folders, and its code without comments
/// and without what is for tests.
struct SourceFile {
    path: String,
    code: String,
}

impl SourceFile {
    /// The top-level module it belongs to; `lib` and `main` belong to none.
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// How many modules lie between the file's own items and the crate's root.
    fn depth(&self) -> usize {
        let whole = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        whole.split('/').count()
    }

    /// Words that follow `before` and are followed by `::` or `;` or the like.
    fn after<'s>(&'s self, before: &'s str) -> impl Iterator<Item = &'s str> {
        self.code.match_indices(before).filter_map(move |(at, _)| {
            let starts = self.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let rest = &self.code[at + before.len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            (!starts).then(|| &rest[..end.unwrap_or(rest.len())])
        })
    }

    /// Whether a library is named in it.
    fn names(&self, library: &str) -> bool {
        let as_path = format!("{library}::");
        self.code.match_indices(&as_path).any(|(at, _)| {
            let before = self.code[..at].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
        }) || self.after("use ").any(|name| name == library)
    }
}

fn sources() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    below(&root, &mut paths);
    paths.sort();
    let of_tests = ["tests.rs", "fixture.rs", "example.rs"];
    paths
        .into_iter()
        .filter(|path| !of_tests.iter().any(|name| path.ends_with(name)))
        .filter(|path| !path.components().any(|part| part.as_os_str() == "tests"))
        .map(|path| {
            let parts: Vec<_> = path.strip_prefix(&root).unwrap().iter().collect();
            let parts: Vec<&str> = parts.iter().map(|part| part.to_str().unwrap()).collect();
            SourceFile { path: parts.join("/"), code: code(&fs::read_to_string(&path).unwrap()) }
        })
        .collect()
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Code without comments and without items under `#[cfg(test)]`. It is formatted, so that an
/// item ends at a bracket as far to the right as it began.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        if line.trim() == "#[cfg(test)]" {
            let item = lines.find(|line| !line.trim_start().starts_with("#[")).unwrap_or_default();
            if !item.trim_end().ends_with([';', ',']) {
                let end = format!("{}}}", " ".repeat(indent));
                lines.find(|line| line.trim_end() == end);
            }
        } else if !line.trim_start().starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

#[test]
fn modules_name_only_what_the_map_allows_and_all_of_it() {
    let mut named: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut faults = Vec::new();
    for file in sources() {
        for name in file.after("crate::") {
            if name.is_empty() {
                faults.push(format!("{}: one path a `use crate::`, so that it is seen", file.path));
            } else if name != file.module() {
                let of = named.entry(file.module().to_owned()).or_default();
                of.entry(name.to_owned()).or_insert_with(|| file.path.clone());
            }
        }
        let to_root = "super::".repeat(file.depth());
        if file.code.contains(&to_root) {
            faults.push(format!("{}: `{to_root}` leads to the root; write `crate::`", file.path));
        }
    }
    for (module, allowed, all) in may_name() {
        let names = named.remove(module).unwrap_or_default();
        for (name, path) in &names {
            if !allowed.contains(&&**name) {
                faults.push(format!("src/{path}: {module} may not name {name}"));
            }
        }
        for name in allowed.iter().filter(|name| all && !names.contains_key(**name)) {
            faults.push(format!("{module} does not name {name} any more: mend the map"));
        }
    }
    // The binary calls the command line and nothing else.
    assert!(named.is_empty(), "in no module of the table: {named:?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_map_stands_in_the_order_of_the_pipeline() {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs"));
    let library = library.unwrap();
    let order: Vec<&str> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let map = may_name();
    let table: Vec<&str> = map.iter().map(|(module, ..)| *module).collect();
    assert_eq!(table, order);
    for (nth, (module, allowed, _)) in map.iter().enumerate() {
        let stand = allowed.iter().map(|name| table.iter().position(|one| one == name).unwrap());
        assert!(stand.into_iter().all(|at| at < nth), "{module} names a later stage");
    }
    let may = |module: &str, name: &str| {
        map.iter().any(|(one, allowed, _)| *one == module && allowed.contains(&name))
    };
    assert!(!may("render", "deliver") && !may("deliver", "render"));
}

#[test]
fn each_outside_library_is_named_where_the_table_says_and_nowhere_else() {
    let files = sources();
    let mut faults = Vec::new();
    for (library, places) in LIBRARIES {
        let naming: Vec<&str> =
            files.iter().filter(|file| file.names(library)).map(|file| &*file.path).collect();
        for path in &naming {
            if !places.iter().any(|place| path.starts_with(place)) {
                faults.push(format!("src/{path} names {library}"));
            }
        }
        for place in *places {
            if !naming.iter().any(|path| path.starts_with(place)) {
                faults.push(format!("nothing in {place} names {library} any more"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_dependency_has_its_place_in_the_table() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let manifest: toml::Table = manifest.unwrap().parse().unwrap();
    let wanted: BTreeSet<String> = manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .map(|name| name.replace('-', "_"))
        .collect();
    let table: BTreeSet<String> = LIBRARIES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(table, wanted);
}

#[test]
fn the_scanner_sees_what_is_there_and_not_what_is_for_tests() {
    let text = "use crate::plan::Plan;\n// crate::render\n#[cfg(test)]\nmod tests {\n    \
                use crate::deliver::X;\n}\nfn f() -> crate::form::Y { lopdf::g() }\n\
                #[cfg(test)]\nuse crate::store::Z;\n";
    let file = SourceFile { path: "compose/a/mod.rs".into(), code: code(text) };
    assert_eq!(file.after("crate::").collect::<Vec<_>>(), ["plan", "form"]);
    assert_eq!((file.module(), file.depth()), ("compose", 2));
    assert!(file.names("lopdf") && !file.names("pdf") && !file.names("calamine"));
}
