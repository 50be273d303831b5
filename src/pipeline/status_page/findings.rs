//! The findings on the status page.

use super::{count, lead_block, number, section, table};
use crate::compose::{Block, Cell, Column, Row, Section, Table, Text, Width};
use crate::finding::{Finding, Severity};
use crate::pipeline::listed;
use crate::quantity::{Decimal, grouped, plural};

/// What stands, counted for each service, and the errors and warnings themselves.
pub(super) fn section_of(groups: &[(String, Vec<Finding>)]) -> Section {
    let all = || groups.iter().flat_map(|(_, found)| found);
    let of = |severity| all().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let notes = of(Severity::Note);
    let lead = format!(
        "{}, {} and {} stand.",
        plural(errors, "error", "errors"),
        plural(warnings, "warning", "warnings"),
        plural(notes, "note", "notes")
    );
    let mut blocks = vec![lead_block(lead)];
    let counted = |(name, found): &(String, Vec<Finding>)| {
        let of = |severity| number(count(found, severity));
        let cells = [Severity::Error, Severity::Warning, Severity::Note].map(of);
        Row::Cells(std::iter::once(Cell::text(name.as_str())).chain(cells).collect())
    };
    let rows: Vec<Row> = groups.iter().map(counted).collect();
    if rows.is_empty() {
        return section("findings", "Findings", blocks);
    }
    let narrow = Width::Millimetres(22.0);
    let columns = vec![
        Column::text("Service", Width::Fitted).naming_rows(),
        Column::number("Errors", narrow),
        Column::number("Warnings", narrow),
        Column::number("Notes", narrow),
    ];
    blocks.push(Block::Table(table("findings", "Findings, service by service", columns, rows)));
    let (shown, more) = listed(groups);
    if more > 0 {
        let words = format!(
            "{} more {} not listed here, so that this page stays one that a browser opens: \
                 the receipt of each return lists its own.",
            grouped(Decimal::from(more)),
            if more == 1 { "is" } else { "are" }
        );
        blocks.push(Block::Lead(Text::plain(words)));
    }
    for (nth, (name, found)) in shown.into_iter().enumerate() {
        if let Some(told) = told(nth, name, &found) {
            blocks.push(Block::Subheading(name.to_owned()));
            blocks.push(Block::Table(told));
        }
    }
    section("findings", "Findings", blocks)
}

fn told(nth: usize, name: &str, found: &[&Finding]) -> Option<Table> {
    let mut rows = Vec::new();
    for (severity, word) in [(Severity::Error, "Error"), (Severity::Warning, "Warning")] {
        let mine = found.iter().filter(|finding| finding.severity == severity);
        for finding in mine {
            rows.push(Row::Cells(vec![
                Cell::text(finding.code.to_string()).second(word),
                Cell::text(finding.message.as_str())
                    .second(finding.about.clone().unwrap_or_default()),
                Cell::text(finding.place.to_string()),
                Cell::text(&*finding.remedy),
            ]));
        }
    }
    let columns = vec![
        Column::text("Rule", Width::Millimetres(20.0)).naming_rows(),
        Column::text("What is wrong", Width::Fitted),
        Column::text("Where", Width::Fitted),
        Column::text("What to do", Width::Fitted),
    ];
    let id = format!("findings-{}", nth + 1);
    let title = format!("Errors and warnings: {name}");
    (!rows.is_empty()).then(|| table(&id, &title, columns, rows))
}
