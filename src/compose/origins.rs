//! Where a pack comes from: what changed since the version before, and the files it rests on.

use super::appendices::table;
use super::material::{Material, Since};
use super::pack::Block;
use super::table::{Cell, Column, Row, Table, Width, mm};
use super::text::Text;
use crate::calendar::short_date;
use crate::quantity::plural;

/// What changed since the version before.
pub(super) fn changes(material: &Material<'_>) -> Vec<Block> {
    let version = material.edition.version;
    let Some(since) = &material.edition.since else {
        let text = Text::plain("This is the first version.");
        return vec![Block::Paragraph { number: None, text }];
    };
    let (before, count) = (since.version, since.changes.len());
    let why = if since.reissue { "deliberately" } else { "because its inputs changed" };
    let made = format!("This is version {version}. It was made again {why}.");
    let said = if count == 0 {
        format!(
            "{made} No figure, status, comment or explanation differs from version {before}; what \
             differs is in findings, sources or standing wording."
        )
    } else {
        let said = since.changes.iter().filter(|change| change.said).count();
        let figures = plural(count - said, "figure or status", "figures and statuses");
        let texts = plural(said, "thing that a service says", "things that services say");
        let what = match (count - said, said) {
            (_, 0) => figures,
            (0, _) => texts,
            _ => format!("{figures} and {texts}"),
        };
        let differ = if count == 1 { "differs" } else { "differ" };
        format!("{made} {what} {differ} from version {before}.")
    };
    let mut blocks = vec![Block::Paragraph { number: None, text: Text::plain(said) }];
    if count > 0 {
        blocks.push(Block::Table(changed(since, version)));
    }
    blocks
}

fn changed(since: &Since, version: u32) -> Table {
    let rows = since
        .changes
        .iter()
        .map(|change| {
            Row::Cells(vec![
                Cell::text(change.label.as_str()),
                Cell::text(change.old.as_str()),
                Cell::text(change.new.as_str()),
                Cell::text(change.by.as_str()),
            ])
        })
        .collect();
    let columns = vec![
        Column::text("What", mm(38.0)).naming_rows(),
        Column::text(format!("Version {}", since.version), Width::Fitted),
        Column::text(format!("Version {version}"), Width::Fitted),
        Column::text("Changed by", mm(44.0)),
    ];
    let title = format!("Changes since version {}", since.version);
    table("changes", &title, columns, rows)
}

/// The files the pack rests on.
pub(super) fn sources(material: &Material<'_>) -> Vec<Block> {
    let rows = material
        .sources
        .iter()
        .map(|source| {
            let received = source
                .received
                .map_or_else(|| Cell::missing("held"), |at| Cell::text(short_date(at.date())));
            Row::Cells(vec![
                Cell::text(source.file.as_str()),
                Cell::text(source.used_for.as_str()),
                received,
                Cell::text(fingerprint(&source.hash)),
            ])
        })
        .collect();
    let columns = vec![
        Column::text("File", Width::Fitted).naming_rows(),
        Column::text("Used for", mm(48.0)),
        Column::text("Received", mm(23.0)),
        Column::text("SHA-256, first 12", mm(30.0)),
    ];
    let intro = format!(
        "This report rests on {}. The first digits of each file’s SHA-256 tell it from any other.",
        plural(material.sources.len(), "file", "files")
    );
    vec![Block::Note(Text::plain(intro)), Block::Table(table("sources", "Sources", columns, rows))]
}

/// The first twelve digits, in fours.
fn fingerprint(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().take(12).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("\u{a0}")
}
