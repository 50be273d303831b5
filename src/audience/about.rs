//! What a finding is about, by the number under which the plan has it.

use crate::finding::Finding;

/// The number of the measure that a finding is about: 4 of `Measure 4, Quarter 2`.
pub(super) fn measure(finding: &Finding) -> Option<u32> {
    number(finding, "Measure")
}

/// The number of the action that a finding is about.
pub(super) fn action(finding: &Finding) -> Option<u32> {
    number(finding, "Action")
}

fn number(finding: &Finding, kind: &str) -> Option<u32> {
    let rest = finding.about.as_deref()?.strip_prefix(kind)?.strip_prefix(char::is_whitespace)?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Place};

    #[test]
    fn a_measure_or_an_action_is_known_by_its_number() {
        let about = |text: &str| Finding::new(Code::M01, Place::file("a.xlsx"), "").about(text);
        assert_eq!(measure(&about("Measure 4")), Some(4));
        assert_eq!(measure(&about("Measure 12, Quarter 2")), Some(12));
        assert_eq!(action(&about("Action 3")), Some(3));
        for other in ["Action 3", "Measures", "Measure", "Measure four", "Employees"] {
            assert_eq!(measure(&about(other)), None, "{other}");
        }
        assert_eq!(measure(&Finding::new(Code::M01, Place::file("a.xlsx"), "")), None);
    }
}
