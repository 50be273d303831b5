//! The findings on the status page.

use super::{count, lead_block, number, section, table};
use crate::compose::{Block, Cell, Column, Row, Section, Table, Text, Width};
use crate::finding::{Finding, Severity};
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

/// The page lists no more findings than this.
const LISTED: usize = 2_000;

/// The findings that are listed, service by service, and how many errors and warnings are not:
/// errors come before warnings where there are too many.
fn listed(groups: &[(String, Vec<Finding>)]) -> (Vec<(&str, Vec<&Finding>)>, usize) {
    let of = |severity: Severity| {
        let all = groups.iter().flat_map(|(_, found)| found);
        all.filter(move |finding| finding.severity == severity).count()
    };
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let (mut errors_left, mut warnings_left) = (LISTED, LISTED.saturating_sub(errors));
    let mut take = |finding: &&Finding| {
        let left = match finding.severity {
            Severity::Error => &mut errors_left,
            Severity::Warning => &mut warnings_left,
            Severity::Note => return false,
        };
        let takes = *left > 0;
        *left = left.saturating_sub(1);
        takes
    };
    let shown = groups
        .iter()
        .map(|(name, found)| (name.as_str(), found.iter().filter(&mut take).collect()))
        .collect();
    (shown, (errors + warnings).saturating_sub(LISTED))
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
                Cell::text(finding.remedy.as_str()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Place};

    #[test]
    fn a_page_of_very_many_findings_lists_errors_first_and_says_how_many_it_leaves_out() {
        let found = |severity, many: usize| {
            let one = Finding::new(Code::C01, Place::file("a.xlsx"), "it is wrong");
            vec![one.severity(severity); many]
        };
        let groups = [
            ("First".to_owned(), found(Severity::Warning, LISTED)),
            ("Second".to_owned(), found(Severity::Error, 30)),
            ("Third".to_owned(), found(Severity::Note, 5)),
        ];
        let (shown, more) = listed(&groups);
        let counts: Vec<usize> = shown.iter().map(|(_, found)| found.len()).collect();
        assert_eq!((counts, more), (vec![LISTED - 30, 30, 0], 30));
        let (shown, more) = listed(&groups[1..]);
        assert_eq!((shown[0].1.len(), shown[1].1.len(), more), (30, 0, 0));
    }
}
