//! What a message says, as its templates name it.

use super::letter::AttachedFile;
use super::mail::{Attachment, FileFormat, PackMail, StatusCount};
use super::message::subject;
use crate::calendar::long_date;
use crate::compose::Text;
use crate::reconcile::Status;
use crate::wording::{AttachmentFigures, CountFigures, MessageFigures, Words};

/// What a recipient is told who gets these formats, of those that were asked for.
pub(super) fn figures(
    mail: &PackMail,
    formats: &[FileFormat],
    asked: &[FileFormat],
) -> MessageFigures {
    let attached = mail.attachments.iter().filter(|file| formats.contains(&file.format));
    let left_out = mail
        .attachments
        .iter()
        .filter(|file| asked.contains(&file.format) && !formats.contains(&file.format));
    MessageFigures {
        subject: subject(mail),
        mark: mail.mark(),
        boxed: mail.draft || mail.exempt.is_some(),
        audience: mail.audience.clone(),
        year: mail.quarter.year().to_string(),
        quarter: mail.quarter.in_text(),
        meeting: mail.meeting.map(long_date),
        as_at: long_date(mail.as_at),
        since: mail.since,
        changes: mail.changes.as_ref().map(|changes| changes.iter().map(words).collect()),
        ask: words(&mail.ask),
        counts: mail.counts.iter().map(count).collect(),
        money: mail.money.as_ref().map(words),
        matters: mail.matters.iter().map(words).collect(),
        in_the_way: mail.in_the_way.iter().map(words).collect(),
        look_at: mail.look_at.iter().map(words).collect(),
        attachments: attached.map(|file| attachment(mail, file)).collect(),
        left_out: left_out.map(|file| attachment(mail, file)).collect(),
        share: mail.share.clone(),
        team: mail.contact.team.clone(),
        address: mail.contact.address.to_string(),
        illustrative: mail.illustrative.clone(),
    }
}

fn words(text: &Text) -> Vec<Words> {
    text.0.iter().map(|span| Words { text: span.text.clone(), bold: span.bold }).collect()
}

fn count(row: &StatusCount) -> CountFigures {
    let shown = |count: Option<usize>| count.map_or_else(|| "n/a".to_owned(), |n| n.to_string());
    CountFigures {
        status: row.status.word().to_owned(),
        class: class(row.status).to_owned(),
        measures: shown(row.measures),
        actions: shown(row.actions),
    }
}

fn attachment(mail: &PackMail, file: &Attachment) -> AttachmentFigures {
    AttachmentFigures {
        name: mail.attachment_name(file.format),
        kind: file.format.word().to_owned(),
        size: size(file.bytes.len()),
        description: file.description.clone(),
    }
}

/// What a message says of a workbook that is attached to it.
#[must_use]
pub fn attached_figures(file: &AttachedFile, description: &str) -> AttachmentFigures {
    AttachmentFigures {
        name: file.name.clone(),
        kind: FileFormat::Xlsx.word().to_owned(),
        size: size(file.bytes.len()),
        description: description.to_owned(),
    }
}

/// A file's size as readers see it: `176 kB`, `1.2 MB`; never less than 1 kB.
fn size(bytes: usize) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    if tenths >= 10 {
        format!("{}.{}\u{a0}MB", tenths / 10, tenths % 10)
    } else {
        format!("{}\u{a0}kB", (bytes.saturating_add(500) / 1_000).max(1))
    }
}

/// The name that a status goes by in the page's styles.
const fn class(status: Status) -> &'static str {
    match status {
        Status::Blue => "blue",
        Status::Green => "green",
        Status::Amber => "amber",
        Status::Red => "red",
        Status::ReportLater => "later",
        // Its word says which; the square beside it decorates.
        Status::Contextual | Status::KeptBack => "context",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_in_a_list_of_files() {
        let said = |bytes| size(bytes).replace('\u{a0}', " ");
        assert_eq!([said(0), said(175_600), said(949_999)], ["1 kB", "176 kB", "950 kB"]);
        assert_eq!([said(950_000), said(1_234_567)], ["1.0 MB", "1.2 MB"]);
    }
}
