//! Which findings a page or a terminal lists, where there are more than anybody would read.

use crate::finding::{Finding, Severity};

/// So many findings are listed and no more: there can be tens of thousands.
const LISTED: usize = 2_000;

/// The findings that are listed, service by service, and how many errors and warnings are not:
/// errors come before warnings where there are too many.
#[must_use]
pub fn listed(groups: &[(String, Vec<Finding>)]) -> (Vec<(&str, Vec<&Finding>)>, usize) {
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
