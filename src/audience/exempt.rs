//! Exempt content: what must not stand in a public pack, nor in one that names another paragraph.

use super::filter::Filter;
use crate::calendar::FinancialYear;
use crate::plan::{ActionId, MeasureId, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// The last paragraph of Part I of Schedule 7A to the Local Government (Scotland) Act 1973, which
/// describes exempt information.
const LAST: u8 = 15;

/// Paragraphs of Schedule 7A to the Local Government (Scotland) Act 1973: one or more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Paragraphs(BTreeSet<u8>);

/// No paragraphs of Schedule 7A.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}; Schedule 7A to the Local Government (Scotland) Act 1973 has the paragraphs 1 to {LAST}: \
     write such as \"1\" or \"1 and 6\"",
    if .0.is_empty() { "no paragraph is given".to_owned() } else { format!("“{}” is no paragraph", .0) }
)]
pub struct NoParagraph(String);

impl Paragraphs {
    /// Whether all of others are among these.
    #[must_use]
    pub fn hold(&self, others: &Self) -> bool {
        others.0.is_subset(&self.0)
    }
}

impl FromStr for Paragraphs {
    type Err = NoParagraph;

    /// Reads `1`, `1 and 6`, `1, 3 and 6`, `1 & 6`.
    fn from_str(text: &str) -> Result<Self, NoParagraph> {
        let apart = text.replace(" and ", ",").replace('&', ",");
        let one = |part: &str| {
            let part = part.trim();
            let digits = part.bytes().all(|b| b.is_ascii_digit()) && !part.starts_with('0');
            let number = part.parse().ok().filter(|number| digits && (1..=LAST).contains(number));
            number.ok_or_else(|| NoParagraph(part.to_owned()))
        };
        apart.split(',').map(one).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for Paragraphs {
    /// `paragraph 3`, `paragraphs 1, 3 and 6`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(u8::to_string).collect();
        match numbers.split_last() {
            Some((last, [])) => write!(f, "paragraph\u{a0}{last}"),
            Some((last, others)) => {
                write!(f, "paragraphs\u{a0}{} and\u{a0}{last}", others.join(", "))
            }
            None => Ok(()),
        }
    }
}

/// Measures and actions that are exempt: plan year and id, and the paragraphs of Schedule 7A.
pub type Exempt = BTreeMap<(FinancialYear, String), Paragraphs>;

/// Something exempt that a pack would hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptContent {
    /// `Measure 2`, `Action 5`.
    pub name: String,
    /// Its id in the plan.
    pub id: String,
    /// The paragraphs of Schedule 7A.
    pub paragraphs: Paragraphs,
}

/// What a pack's filter leaves of what is exempt in a plan: measures first.
#[must_use]
pub fn exempt_content(plan: &Plan, exempt: &Exempt, filter: &Filter) -> Vec<ExemptContent> {
    let year = plan.year;
    let mine = || exempt.iter().filter(|((of, _), _)| *of == year);
    let content = |name: String, id: &String, paragraphs: &Paragraphs| ExemptContent {
        name,
        id: id.clone(),
        paragraphs: paragraphs.clone(),
    };
    let measures = mine().filter_map(|((_, id), paragraphs)| {
        let one = plan.measure(&MeasureId::from(id.as_str()))?;
        let name = format!("Measure {}", one.number);
        filter.has_measure(year, one).then(|| content(name, id, paragraphs))
    });
    let actions = mine().filter_map(|((_, id), paragraphs)| {
        let one = plan.action(&ActionId::from(id.as_str()))?;
        let name = format!("Action {}", one.number);
        filter.has_action(year, one).then(|| content(name, id, paragraphs))
    });
    measures.chain(actions).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_those_of_the_schedule() {
        for (text, shown) in [
            ("3", "paragraph 3"),
            (" 15 ", "paragraph 15"),
            ("1 and 6", "paragraphs 1 and 6"),
            ("6, 1 & 3", "paragraphs 1, 3 and 6"),
        ] {
            let read: Paragraphs = text.parse().unwrap();
            assert_eq!(read.to_string().replace('\u{a0}', " "), shown);
        }
        for wrong in ["", "banana", "77", "0", "16", "1 and", "1, banana", "+3", "03", "-1", "1.5"]
        {
            assert!(wrong.parse::<Paragraphs>().is_err(), "{wrong}");
        }
        let said = "77".parse::<Paragraphs>().unwrap_err().to_string();
        assert!(said.starts_with("“77” is no paragraph; Schedule 7A"), "{said}");
        let said = "".parse::<Paragraphs>().unwrap_err().to_string();
        assert!(said.starts_with("no paragraph is given; "), "{said}");
    }

    #[test]
    fn paragraphs_hold_their_own() {
        let read = |text: &str| text.parse::<Paragraphs>().unwrap();
        assert!(read("1 and 6").hold(&read("6")) && !read("6").hold(&read("1 and 6")));
    }
}
