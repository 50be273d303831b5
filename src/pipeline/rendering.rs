//! A version's files, in each of its formats, and the messages that take them.

use super::fault::RunError;
use super::make::with_material;
use super::view::not_lost;
use super::{Job, Reconciled, delivery, holding, send};
use crate::compose::{Edition, Format, Pack, compose};
use crate::config::PackFile;
use crate::deliver::{Attachment, FileFormat, MailAddress, Message};
use crate::intake::digest;
use crate::quantity::plural;
use crate::release::content;
use crate::render::{html, pdf, xlsx};
use crate::store::{MadeFile, Record};
use rayon::prelude::*;

/// A version's files and messages, by their paths below the output folder, not yet written.
pub(super) struct Rendered {
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) messages: Vec<Message>,
    /// SHA-256 over the pack as it was composed, its marking left out.
    pub(super) composed: String,
    pub(super) pages: Option<usize>,
    /// Characters that no carried font has.
    pub(super) missing: Vec<char>,
    /// Who asked for it and may not have it.
    pub(super) refused: Vec<String>,
}

impl Rendered {
    pub(super) fn list(&self) -> Vec<MadeFile> {
        let file = |(path, bytes): &(String, Vec<u8>)| MadeFile {
            path: path.clone(),
            hash: digest(bytes),
        };
        self.files.iter().map(file).collect()
    }
}

/// Makes the files and messages of a version.
pub(super) fn rendered(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    record: &Record,
    edition: &Edition,
) -> Result<Rendered, RunError> {
    let (quarter, version) = (job.quarter.to_string(), edition.version);
    let earlier = |address: &MailAddress| {
        let address = address.to_string();
        Ok(record.earlier_messages(&pack.recipe.id, &quarter, version, &address)?)
    };
    with_material(job, pack, reconciled, edition, |material| {
        let composed = compose(material, &job.inputs.templates)?;
        not_lost(material.position)?;
        let formats = &pack.recipe.formats;
        let made: Result<Vec<Attached>, RunError> =
            formats.par_iter().map(|format| in_format(job, pack, &composed, *format)).collect();
        let mut attachments = Vec::new();
        let (mut pages, mut missing) = (None, Vec::new());
        for one in made? {
            attachments.push(one.attachment);
            pages = pages.or(one.pages);
            missing.extend(one.missing);
        }
        let holds = holding::holds_of_draft(job, pack, reconciled);
        let posted = delivery::messages(
            job,
            pack,
            material,
            &composed,
            (&attachments, &missing),
            &earlier,
            &holds,
        )?;
        let stem = &composed.identity.file_stem;
        let named =
            |file: Attachment| (format!("packs/{stem}.{}", file.format.ending()), file.bytes);
        let mut files: Vec<(String, Vec<u8>)> = attachments.into_iter().map(named).collect();
        files.extend(posted.messages.iter().map(|one| (send::path(one), one.bytes.clone())));
        let composed = content(&composed);
        Ok(Rendered {
            files,
            messages: posted.messages,
            composed,
            pages,
            missing,
            refused: posted.refused,
        })
    })
}

/// A file of a pack, and what is to be said of it.
struct Attached {
    attachment: Attachment,
    pages: Option<usize>,
    missing: Vec<char>,
}

/// Makes a pack's file in a format.
fn in_format(
    job: &Job<'_>,
    pack: &PackFile,
    composed: &Pack,
    format: Format,
) -> Result<Attached, RunError> {
    let (theme, body) = (&job.inputs.theme, || pack.recipe.body.clone());
    let plain = |attachment| Attached { attachment, pages: None, missing: Vec::new() };
    Ok(match format {
        Format::Pdf => {
            let pdf = pdf::render_in(composed, theme)
                .map_err(|source| RunError::Pdf { body: body(), source })?;
            let attachment = report(pdf.bytes, pdf.pages);
            Attached { attachment, pages: Some(pdf.pages), missing: pdf.missing }
        }
        Format::Workbook => {
            let bytes = xlsx::render_in(composed, theme)
                .map_err(|source| RunError::Workbook { body: body(), source })?;
            plain(workbook(bytes))
        }
        Format::Page => plain(page(html::render_in(composed, theme))),
    })
}

fn report(bytes: Vec<u8>, pages: usize) -> Attachment {
    let pages = plural(pages, "page", "pages");
    Attachment {
        format: FileFormat::Pdf,
        description: format!("The report: {pages}, tagged for screen readers"),
        bytes,
    }
}

fn workbook(bytes: Vec<u8>) -> Attachment {
    Attachment {
        format: FileFormat::Xlsx,
        description: "Every figure, to look things up".into(),
        bytes,
    }
}

fn page(text: String) -> Attachment {
    Attachment {
        format: FileFormat::Html,
        description: "The report as a page for the website".into(),
        bytes: text.into_bytes(),
    }
}
