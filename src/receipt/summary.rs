//! The short receipt: accepted or not, what to do, by when.

use crate::calendar::{NaiveDate, long_date};
use crate::finding::{Finding, Severity};
use crate::quantity::plural;
use std::fmt::Write;

/// Whether a return can be used as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it is.
    Accepted,
    /// As it is, and a person should look.
    WithWarnings(usize),
    /// Not as it is: some of it can't be used.
    NotAccepted(usize),
}

/// What the findings come to.
#[must_use]
pub fn verdict(findings: &[Finding]) -> Verdict {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    match (of(Severity::Error), of(Severity::Warning)) {
        (0, 0) => Verdict::Accepted,
        (0, warnings) => Verdict::WithWarnings(warnings),
        (errors, _) => Verdict::NotAccepted(errors),
    }
}

impl Verdict {
    /// In words: `accepted, with 2 warnings`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Accepted => "accepted".into(),
            Self::WithWarnings(n) => {
                format!("accepted, with {}", plural(n, "warning", "warnings"))
            }
            Self::NotAccepted(n) => {
                format!("not accepted as it is: {} to mend", plural(n, "error", "errors"))
            }
        }
    }
}

/// The receipt for a file, as plain text. `deadline`: the day by which a correction counts; none
/// where it has passed.
#[must_use]
pub fn summary(file: &str, findings: &[Finding], deadline: Option<NaiveDate>) -> String {
    let verdict = verdict(findings);
    let mut text = format!("Your return {file} is {}.\n", verdict.words());
    let by = deadline
        .map_or_else(|| " as soon as you can".into(), |day| format!(" by {}", long_date(day)));
    let ask = match verdict {
        Verdict::Accepted => "Thank you. There is nothing to do.".to_owned(),
        Verdict::WithWarnings(_) => format!(
            "Please look at the points below. If something is wrong, mend it, raise the revision \
             number on the Cover by one, and send the whole file again{by}."
        ),
        Verdict::NotAccepted(_) => format!(
            "Please mend the errors below, raise the revision number on the Cover by one, and send \
             the whole file again{by}. The cells in question are marked in the copy that comes \
             with this receipt; its sheet Issues leads to each."
        ),
    };
    // Writing into a string never fails.
    let _ = writeln!(text, "{ask}");
    for severity in [Severity::Error, Severity::Warning] {
        for finding in findings.iter().filter(|finding| finding.severity == severity) {
            let about = finding.about.as_ref().map_or_else(String::new, |a| format!("{a}: "));
            let _ = writeln!(
                text,
                "\n{} {}: {about}{}",
                severity.word(),
                finding.code,
                finding.message
            );
            let _ = writeln!(text, "  {}", finding.place);
            if let Some(read) = &finding.read {
                let _ = writeln!(text, "  {read}");
            }
            let _ = writeln!(text, "  to do: {}", finding.remedy);
        }
    }
    text.replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Place};

    #[test]
    fn a_receipt_says_what_it_came_to_what_to_do_and_by_when() {
        let day: NaiveDate = "2023-10-20".parse().unwrap();
        assert_eq!(
            summary("q2.xlsx", &[], Some(day)),
            "Your return q2.xlsx is accepted.\nThank you. There is nothing to do.\n"
        );
        let finding =
            Finding::new(Code::C04, Place::sheet("q2.xlsx", "Measures"), "a cell is empty");
        let text = summary("q2.xlsx", &[finding], Some(day));
        assert!(
            text.starts_with("Your return q2.xlsx is not accepted as it is: 1 error to mend.\n")
        );
        assert!(text.contains("by 20 October 2023"));
        assert!(text.contains("error C04: a cell is empty\n  q2.xlsx › Measures\n  to do: "));
    }
}
