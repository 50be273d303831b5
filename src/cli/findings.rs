//! Findings on a terminal: what is wrong, where, the row with a caret under the cell, and what
//! to do.

use crate::finding::{Finding, Severity, excerpt_lines};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Blue,
    };
    colour.on_default().bold()
}

/// Prints a finding.
pub(super) fn print(out: &mut dyn Write, finding: &Finding) -> io::Result<()> {
    let (word, style) = (finding.severity.word(), style(finding.severity));
    let about = finding.about.as_ref().map_or_else(String::new, |about| format!("{about}: "));
    writeln!(out, "{style}{word} {}{style:#}: {about}{}", finding.code, finding.message)?;
    writeln!(out, "  {}", finding.place)?;
    for line in excerpt_lines(&finding.excerpt.rows()) {
        writeln!(out, "  {line}")?;
    }
    if let Some(read) = &finding.read {
        writeln!(out, "  {read}")?;
    }
    writeln!(out, "  to do: {}", finding.remedy)
}

/// One line a finding: code, place, message.
pub(super) fn print_short(out: &mut dyn Write, finding: &Finding) -> io::Result<()> {
    let style = style(finding.severity);
    let about = finding.about.as_ref().map_or_else(String::new, |about| format!("{about}: "));
    let word = finding.severity.word();
    let read = finding.read.as_ref().map_or_else(String::new, |read| format!(" ({read})"));
    writeln!(out, "{style}{word:<7} {}{style:#} {about}{}{read}", finding.code, finding.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, ExcerptRow, Place};

    #[test]
    fn a_finding_shows_its_row_with_a_caret() {
        let place = Place::sheet("q2.xlsx", "Measures").at("F14".parse().unwrap());
        let row = ExcerptRow {
            row: 14,
            cells: vec!["5a".into(), "Reports submitted on time".into(), "76%".into()],
            marked: Some(2),
        };
        let finding = Finding::new(Code::M04, place, "a percentage where a count is asked for")
            .about("Measure 5")
            .read("read “76%”")
            .excerpt(vec![row])
            .remedy("Enter how many, such as 96.");
        let mut out = anstream::StripStream::new(Vec::new());
        print(&mut out, &finding).unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        assert_eq!(
            text,
            "error M04: Measure 5: a percentage where a count is asked for\n  \
             q2.xlsx › Measures › F14\n      \
             14 │ 5a │ Reports submitted on time │ 76%\n         \
             │                                  ^^^\n  \
             read “76%”\n  \
             to do: Enter how many, such as 96.\n"
        );
    }
}
