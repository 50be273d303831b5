//! What the templates of reports may name.

use serde::Serialize;
use std::collections::BTreeMap;

/// The sections whose numbers `section` gives; a section that the pack has not has no number.
pub const SECTIONS: [&str; 19] = [
    "purpose",
    "recommendations",
    "background",
    "summary",
    "exceptions",
    "measures",
    "actions",
    "by_priority_and_service",
    "revenue",
    "capital",
    "employees",
    "risks",
    "implications",
    "measures_in_full",
    "actions_in_full",
    "returns",
    "plan_notes",
    "changes",
    "sources",
];

/// What the templates of reports may name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReportFigures {
    /// The body: `Social Work Committee`.
    pub body: String,
    /// The verb behind it: `is`, or `are` where the name is of two or more bodies.
    pub body_is: String,
    /// The plan.
    pub plan: PlanFigures,
    /// What of the plan the pack is about; says nothing where it is about all of it.
    pub pack: Sentence,
    /// The quarter.
    pub quarter: QuarterFigures,
    /// The numbers of sections, by [`SECTIONS`]: `5`, `Appendix 2`.
    pub section: BTreeMap<String, String>,
    /// What missed its target.
    pub exceptions: ExceptionFigures,
    /// How the measures stand.
    pub measures: Sentence,
    /// How the actions stand.
    pub actions: Sentence,
    /// The revenue budget.
    pub money: BudgetFigures,
    /// The capital programme.
    pub capital: Sentence,
    /// The employees.
    pub people: Sentence,
    /// The returns.
    pub returns: ReturnFigures,
}

/// The plan that a report is about.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PlanFigures {
    /// `Social Work Resource Plan 2023-24`
    pub title: String,
    /// The council.
    pub council: String,
    /// The Resource.
    pub resource: String,
    /// How many measures it sets.
    pub measures: usize,
    /// How many actions it sets.
    pub actions: usize,
    /// Its net revenue budget: `£219.616 million`.
    pub revenue: String,
    /// Its capital programme: `£1.984 million`.
    pub capital: String,
}

/// The quarter that a report is about.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QuarterFigures {
    /// `2023-24 Q2`
    pub name: String,
    /// `Quarter 2`
    pub text: String,
    /// `July to September 2023`
    pub months: String,
    /// `30 September 2023`
    pub end: String,
}

/// Measures that missed their target.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ExceptionFigures {
    /// Whether there is any.
    pub any: bool,
    /// Which they are.
    pub sentence: String,
    /// `the improvement actions`, `the improvement action for one of them`; nothing where none was
    /// returned.
    pub improvement: String,
}

/// What came in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReturnFigures {
    /// Whether any return can be used.
    pub any: bool,
    /// How many there are.
    pub sentence: String,
}

/// The revenue budget.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BudgetFigures {
    /// How it stands.
    pub sentence: String,
    /// What the body is asked to note.
    pub recommendation: String,
}

/// What something comes to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sentence {
    /// In a sentence.
    pub sentence: String,
}

impl ReportFigures {
    /// Figures that between them take every branch of a template: of a pack with every section
    /// and exceptions, of one whose exceptions have no improvement action, of one without
    /// exceptions, of one without returns, and of a part of the plan in few sections.
    pub(super) fn samples() -> [Self; 5] {
        let numbered = |number: &str| -> BTreeMap<String, String> {
            SECTIONS.iter().map(|name| ((*name).to_owned(), number.to_owned())).collect()
        };
        let returns = ReturnFigures { any: true, ..ReturnFigures::default() };
        let none = Self { section: numbered("1"), ..Self::default() };
        let bare = Self { returns, ..none.clone() };
        let without = ExceptionFigures { any: true, ..ExceptionFigures::default() };
        let improvement = "the improvement actions".into();
        let exceptions = ExceptionFigures { improvement, ..without.clone() };
        let pack = Sentence { sentence: "This report is about a part of the plan.".into() };
        let part = Self { section: numbered(""), pack, ..bare.clone() };
        let missed = Self { exceptions: without, ..bare.clone() };
        [Self { exceptions, ..bare.clone() }, missed, bare, none, part]
    }
}
