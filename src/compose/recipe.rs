//! What a pack holds, for whom: the checked form of a file in `config/packs/`.

use crate::audience::{Filter, Paragraphs};
use crate::calendar::{NaiveDate, Quarter};
use std::num::NonZeroUsize;

/// What a pack holds, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// Its id, also the beginning of its files' names: `social-work-committee`.
    pub id: String,
    /// The body it is for, in text: `Social Work Committee`.
    pub body: String,
    /// Whether that names two or more bodies: they are asked, and not it is.
    pub several_bodies: bool,
    /// The quarters of the year it is made for, 1 to 4.
    pub quarters: Vec<u8>,
    /// Its sections, in order.
    pub sections: Vec<SectionKind>,
    /// When the body meets on a quarter.
    pub meetings: Vec<(Quarter, NaiveDate)>,
    /// Whom to ask about it.
    pub contact: String,
    /// The paragraphs of Schedule 7A under which it is exempt; none for a public paper.
    pub exempt: Option<Paragraphs>,
    /// Which part of the plans it is about.
    pub filter: Filter,
    /// The formats it is made in.
    pub formats: Vec<Format>,
    /// How many exceptions it sets out at the most, those furthest from their targets; none for
    /// all.
    pub exceptions_at_most: Option<NonZeroUsize>,
}

/// A format that a pack can be made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A report to read and to publish.
    Pdf,
    /// A workbook to look things up in.
    Workbook,
    /// A page for a website.
    Page,
}

impl Format {
    /// Every format there is.
    pub const ALL: &[Self] = &[Self::Pdf, Self::Workbook, Self::Page];

    /// Its name in a pack's file.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Workbook => "xlsx",
            Self::Page => "html",
        }
    }
}

impl Recipe {
    /// Whether anybody may read it: it is not exempt, and small numbers are kept back from it.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        self.exempt.is_none()
    }

    /// Whether it has a section.
    #[must_use]
    pub fn has(&self, kind: SectionKind) -> bool {
        self.sections.contains(&kind)
    }

    /// The meeting that takes the pack for a quarter.
    #[must_use]
    pub fn meeting(&self, quarter: Quarter) -> Option<NaiveDate> {
        self.meetings.iter().find(|(of, _)| *of == quarter).map(|(_, day)| *day)
    }
}

macro_rules! sections {
    ($($kind:ident $id:literal $heading:literal $appendix:literal;)*) => {
        /// A section that a pack can hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SectionKind { $(#[doc = $heading] $kind,)* }

        impl SectionKind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// Its id in a pack's file, and its name in templates with `_` for `-`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$kind => $id,)* }
            }

            /// Its heading.
            #[must_use]
            pub const fn heading(self) -> &'static str {
                match self { $(Self::$kind => $heading,)* }
            }

            /// Whether it is an appendix.
            #[must_use]
            pub const fn is_appendix(self) -> bool {
                match self { $(Self::$kind => $appendix,)* }
            }
        }
    };
}

sections! {
    Purpose "purpose" "Purpose of report" false;
    Recommendations "recommendations" "Recommendations" false;
    Background "background" "Background" false;
    Summary "summary" "Performance summary" false;
    Exceptions "exceptions" "Exceptions" false;
    Measures "measures" "Measures by resource outcome" false;
    Actions "actions" "Actions and reports due" false;
    Parts "by-priority-and-service" "Status by priority and by service" false;
    Revenue "revenue" "Revenue budget" false;
    Capital "capital" "Capital programme" false;
    Employees "employees" "Employees" false;
    Risks "risks" "Top risks and demand" false;
    Implications "implications" "Implications" false;
    MeasuresInFull "measures-in-full" "Every measure in full" true;
    ActionsInFull "actions-in-full" "Every action in full" true;
    Returns "returns" "Returns received and data quality" true;
    PlanNotes "plan-notes" "Notes on the plan" true;
    Changes "changes" "Changes since the last version" true;
    Sources "sources" "Sources" true;
}

/// Where sections stand: their numbers, worked out from the recipe.
#[derive(Clone, Debug)]
pub(super) struct Numbering(Vec<(SectionKind, String)>);

impl Numbering {
    pub(super) fn of(sections: &[SectionKind]) -> Self {
        let (mut main, mut appendix) = (0, 0);
        let numbered = sections.iter().map(|kind| {
            if kind.is_appendix() {
                appendix += 1;
                (*kind, format!("Appendix {appendix}"))
            } else {
                main += 1;
                (*kind, main.to_string())
            }
        });
        Self(numbered.collect())
    }

    /// `5`, `Appendix 2`; empty where the pack has no such section.
    pub(super) fn number(&self, kind: SectionKind) -> &str {
        self.0.iter().find(|(known, _)| *known == kind).map_or("", |(_, number)| number)
    }

    /// `section 5`, `Appendix 2`; none where the pack has no such section.
    pub(super) fn reference(&self, kind: SectionKind) -> Option<String> {
        let number = Some(self.number(kind)).filter(|number| !number.is_empty())?;
        Some(if kind.is_appendix() { number.to_owned() } else { format!("section\u{a0}{number}") })
    }

    /// ` See section 5.`, with the words before; nothing where the pack has no such section.
    pub(super) fn see(&self, before: &str, kind: SectionKind) -> String {
        self.reference(kind).map_or_else(String::new, |number| format!("{before}{number}."))
    }
}
