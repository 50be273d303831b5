//! A pack made, written and put into the outbox; or left alone where nothing has changed.

use super::inputs::RunError;
use super::{Job, Reconciled, collect, delivery};
use crate::compose::{Edition, Material, SourceFile, compose};
use crate::config::PackFile;
use crate::deliver::{Attachment, FileFormat};
use crate::intake::digest;
use crate::quantity::plural;
use crate::render::{pdf, xlsx};
use crate::store::{FileError, MadeFile, PackRecord, Record, write_whole};
use crate::validate::Return;
use std::path::{Path, PathBuf};

/// A pack that was made.
#[derive(Clone, Debug)]
pub struct MadePack {
    /// The body it is for.
    pub body: String,
    /// Its version.
    pub version: u32,
    /// Whether it was there already and nothing has changed.
    pub unchanged: bool,
    /// Pages of its PDF; none where it was left alone.
    pub pages: Option<usize>,
    /// Its files.
    pub files: Vec<PathBuf>,
    /// Its messages.
    pub messages: Vec<PathBuf>,
    /// Characters that no font has, and that a reader sees as a substitute.
    pub missing: Vec<char>,
    /// Roles that asked for it and may not have it, with their lists.
    pub refused: Vec<String>,
}

pub(super) fn make(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    record: &mut Record,
) -> Result<MadePack, RunError> {
    let output = &job.inputs.settings.paths.output;
    let name = format!("{} {}", pack.recipe.id, job.quarter);
    let inputs = fingerprint(job, pack, reconciled);
    let before = record.packs.get(&name);
    if let Some(known) = before.filter(|known| known.inputs == inputs && whole(output, known)) {
        return Ok(left_alone(output, pack, known));
    }
    let version = before.map_or(1, |known| known.version + 1);
    let (files, made) =
        with_material(job, pack, reconciled, version, |material| put(job, pack, material))?;
    record.packs.insert(name, PackRecord { version, inputs, files });
    Ok(made)
}

/// Gathers what a version of a pack is made from.
pub(super) fn with_material<T>(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    version: u32,
    then: impl FnOnce(&Material<'_>) -> Result<T, RunError>,
) -> Result<T, RunError> {
    let edition = Edition {
        version,
        state: job.inputs.settings.state,
        deadline: reconciled.deadline,
        illustrative: job.inputs.settings.illustrative.clone(),
    };
    let sources = sources(job, reconciled);
    let context: Vec<&Return> = in_quarter(job, reconciled).collect();
    let plan_findings: Vec<_> = crate::plan::check(&job.inputs.plans)
        .into_iter()
        .filter(|finding| finding.place.file == reconciled.plan.file)
        .collect();
    then(&Material {
        plan: reconciled.plan,
        position: reconciled.position,
        received: &reconciled.selection.received,
        findings: reconciled.findings,
        plan_findings: &plan_findings,
        context: &context,
        not_run: reconciled.not_run,
        sources: &sources,
        recipe: &pack.recipe,
        thresholds: &job.inputs.settings.limits,
        edition: &edition,
    })
}

/// Makes the files and messages of a pack, and writes them if the job writes.
fn put(
    job: &Job<'_>,
    pack: &PackFile,
    material: &Material<'_>,
) -> Result<(Vec<MadeFile>, MadePack), RunError> {
    let output = &job.inputs.settings.paths.output;
    let composed = compose(material, &job.inputs.templates)?;
    let body = || pack.recipe.body.clone();
    let pdf = pdf::render(&composed).map_err(|source| RunError::Pdf { body: body(), source })?;
    let workbook =
        xlsx::render(&composed).map_err(|source| RunError::Workbook { body: body(), source })?;

    let (pages, missing) = (Some(pdf.pages), pdf.missing);
    let attachments = attachments(pdf.bytes, pdf.pages, workbook);
    let stem = &composed.identity.file_stem;
    let files: Vec<(String, &[u8])> = attachments
        .iter()
        .map(|file| (format!("packs/{stem}.{}", file.format.ending()), file.bytes.as_slice()))
        .collect();
    let posted = delivery::messages(job, pack, material, &composed, &attachments)?;
    let post = posted.messages.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice()));
    let mut made = Vec::new();
    for (path, bytes) in files.into_iter().chain(post) {
        if job.write {
            write_whole(&output.join(&path), bytes)?;
        }
        made.push(MadeFile { hash: digest(bytes), path });
    }
    let (files, messages) = (below(output, &made, true), below(output, &made, false));
    let pack = MadePack {
        body: body(),
        version: material.edition.version,
        unchanged: false,
        pages,
        files,
        messages,
        missing,
        refused: posted.refused,
    };
    Ok((made, pack))
}

fn attachments(pdf: Vec<u8>, pages: usize, workbook: Vec<u8>) -> Vec<Attachment> {
    let pages = plural(pages, "page", "pages");
    vec![
        Attachment {
            format: FileFormat::Pdf,
            description: format!("The report: {pages}, tagged for screen readers"),
            bytes: pdf,
        },
        Attachment {
            format: FileFormat::Xlsx,
            description: "Every figure, to look things up".into(),
            bytes: workbook,
        },
    ]
}

/// The packs, or else the messages, among files that were made.
fn below(output: &Path, made: &[MadeFile], packs: bool) -> Vec<PathBuf> {
    let mine = |file: &&MadeFile| file.path.starts_with("packs/") == packs;
    made.iter().filter(mine).map(|file| super::shown(&output.join(&file.path))).collect()
}

/// Whether every file of a version is still there as it was made.
fn whole(output: &Path, known: &PackRecord) -> bool {
    let same = |file: &MadeFile| -> Result<bool, FileError> {
        let path = output.join(&file.path);
        let bytes =
            std::fs::read(&path).map_err(|source| FileError { path, doing: "read", source })?;
        Ok(digest(&bytes) == file.hash)
    };
    known.files.iter().all(|file| same(file).unwrap_or(false))
}

fn left_alone(output: &Path, pack: &PackFile, known: &PackRecord) -> MadePack {
    MadePack {
        body: pack.recipe.body.clone(),
        version: known.version,
        unchanged: true,
        pages: None,
        files: below(output, &known.files, true),
        messages: below(output, &known.files, false),
        missing: Vec::new(),
        refused: Vec::new(),
    }
}

fn in_quarter<'a>(
    job: &'a Job<'_>,
    reconciled: &'a Reconciled<'_>,
) -> impl Iterator<Item = &'a Return> {
    let used = reconciled.selection.used.iter().map(|read| &read.returned);
    used.filter(|returned| returned.quarter == job.quarter)
}

/// SHA-256 over everything that a version is made from.
fn fingerprint(job: &Job<'_>, pack: &PackFile, reconciled: &Reconciled<'_>) -> String {
    let head = format!(
        "{} {} {} {} {}",
        env!("CARGO_PKG_VERSION"),
        pack.recipe.id,
        job.quarter,
        job.as_at,
        reconciled.deadline
    );
    let texts = job.inputs.texts.iter();
    let texts = texts.map(|(name, text)| format!("{name} {}", digest(text.as_bytes())));
    let returns = collect::came(job).map(|arrival| {
        let came = arrival.arrived.map_or_else(String::new, |at| at.to_string());
        format!("{} {} {came}", arrival.file, arrival.digest)
    });
    let all: Vec<String> = std::iter::once(head).chain(texts).chain(returns).collect();
    digest(all.join("\n").as_bytes())
}

/// The plan, and the returns of the quarter and of the year's earlier quarters.
fn sources(job: &Job<'_>, reconciled: &Reconciled<'_>) -> Vec<SourceFile> {
    let plan = reconciled.plan;
    let mut sources = vec![SourceFile {
        file: plan.source.clone(),
        used_for: "Targets, actions, budgets".into(),
        received: None,
        hash: plan.hash.clone(),
    }];
    let year = job.quarter.year();
    let used = reconciled.selection.used.iter().map(|read| &read.returned);
    for returned in used.filter(|returned| returned.quarter.year() == year) {
        let service = plan.service(&returned.service);
        let name = service.map_or_else(String::new, |service| service.name.clone());
        sources.push(SourceFile {
            file: returned.source.file.clone(),
            used_for: format!("{name}, {}", returned.quarter.short()),
            received: Some(returned.source.received),
            hash: returned.source.hash.clone(),
        });
    }
    sources
}
