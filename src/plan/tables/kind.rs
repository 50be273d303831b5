//! What a plan's tables are, and the fields of each.

use super::fields::{
    ACTIONS, BODIES, BUDGET, CAPITAL, EARLIER, EMPLOYEES, FIGURES, MEASURES, NOTES, OUTCOMES, PLAN,
    PRIORITIES, REPORTS, RISKS, SERVICES, STATISTICS, STEPS, TEXTS,
};

/// A kind of entry: a sheet of the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The plan as a whole, and its totals: one row.
    Plan,
    /// Services.
    Services,
    /// Bodies that reports go to.
    Bodies,
    /// Priorities.
    Priorities,
    /// Resource outcomes.
    Outcomes,
    /// Measures.
    Measures,
    /// What a service types for each measure.
    Figures,
    /// Values of earlier years.
    Earlier,
    /// Actions.
    Actions,
    /// Steps of actions.
    Steps,
    /// Reports that steps promise.
    Reports,
    /// Lines of the revenue budget.
    Budget,
    /// Projects of the capital programme.
    Capital,
    /// People by service.
    Employees,
    /// Top risks.
    Risks,
    /// Demand statistics.
    Statistics,
    /// Sentences of the plan.
    Texts,
    /// What a person noticed.
    Notes,
}

/// What may be written into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Any words.
    Words,
    /// Several texts, each on a line of its own.
    Lines,
    /// Several ids, with commas between.
    Ids,
    /// A whole number.
    Whole,
    /// A day.
    Day,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// An id that stands in another table.
    IdOf(Kind),
}

/// A field of a kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key in the plan file, or what stands for it here.
    pub key: &'static str,
    /// Its head in the workbook.
    pub head: &'static str,
    /// What may stand in it.
    pub choice: Choice,
    /// Whether an entry must have it.
    pub needed: bool,
    /// What to write, for whoever fills it in.
    pub help: &'static str,
    /// How wide its column is, in characters.
    pub width: u16,
}

impl Kind {
    /// Every kind, in the order of the sheets.
    pub const ALL: [Self; 18] = [
        Self::Plan,
        Self::Services,
        Self::Bodies,
        Self::Priorities,
        Self::Outcomes,
        Self::Measures,
        Self::Figures,
        Self::Earlier,
        Self::Actions,
        Self::Steps,
        Self::Reports,
        Self::Budget,
        Self::Capital,
        Self::Employees,
        Self::Risks,
        Self::Statistics,
        Self::Texts,
        Self::Notes,
    ];

    /// The name of its sheet.
    #[must_use]
    pub const fn sheet(self) -> &'static str {
        match self {
            Self::Plan => "Plan",
            Self::Services => "Services",
            Self::Bodies => "Bodies",
            Self::Priorities => "Priorities",
            Self::Outcomes => "Outcomes",
            Self::Measures => "Measures",
            Self::Figures => "Figures",
            Self::Earlier => "Earlier years",
            Self::Actions => "Actions",
            Self::Steps => "Steps",
            Self::Reports => "Reports",
            Self::Budget => "Budget",
            Self::Capital => "Capital",
            Self::Employees => "Employees",
            Self::Risks => "Risks",
            Self::Statistics => "Statistics",
            Self::Texts => "Texts",
            Self::Notes => "Notes",
        }
    }

    /// What stands on its sheet, for its reader.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Plan => "The plan as a whole and its totals. Fill in the right-hand column.",
            Self::Services => "A row for each service that sends returns.",
            Self::Bodies => "A row for each body that reports go to.",
            Self::Priorities => "A row for each priority of the council plan, in the plan's order.",
            Self::Outcomes => "A row for each resource outcome, with the priority it stands under.",
            Self::Measures => "A row for each measure.",
            Self::Figures => "A row for each figure that a service types for a measure.",
            Self::Earlier => "A row for each value of an earlier year that the plan prints.",
            Self::Actions => {
                "A row for each action; what is done for it stands on the sheet Steps."
            }
            Self::Steps => "A row for each step of an action, at least one an action.",
            Self::Reports => "A row for each report that a step promises.",
            Self::Budget => "A row for each line of the net revenue budget.",
            Self::Capital => "A row for each project of the capital programme.",
            Self::Employees => "A row for each line of the table of employees.",
            Self::Risks => "A row for each top risk.",
            Self::Statistics => "A row for each demand statistic that the plan's text quotes.",
            Self::Texts => {
                "Sentences of the plan worth checking: dates, bodies, sums, what is cited."
            }
            Self::Notes => "What a person noticed and no program can see.",
        }
    }

    /// Its fields, left to right.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Plan => PLAN,
            Self::Services => SERVICES,
            Self::Bodies => BODIES,
            Self::Priorities => PRIORITIES,
            Self::Outcomes => OUTCOMES,
            Self::Measures => MEASURES,
            Self::Figures => FIGURES,
            Self::Earlier => EARLIER,
            Self::Actions => ACTIONS,
            Self::Steps => STEPS,
            Self::Reports => REPORTS,
            Self::Budget => BUDGET,
            Self::Capital => CAPITAL,
            Self::Employees => EMPLOYEES,
            Self::Risks => RISKS,
            Self::Statistics => STATISTICS,
            Self::Texts => TEXTS,
            Self::Notes => NOTES,
        }
    }

    /// A field by its key.
    #[must_use]
    pub fn field(self, key: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.key == key)
    }

    /// The table whose entries this one's belong to, and the field that names them.
    #[must_use]
    pub const fn within(self) -> Option<(Self, &'static str)> {
        match self {
            Self::Outcomes => Some((Self::Priorities, "priority")),
            Self::Figures | Self::Earlier => Some((Self::Measures, "measure")),
            Self::Steps => Some((Self::Actions, "action")),
            Self::Reports => Some((Self::Steps, "step")),
            Self::Plan
            | Self::Services
            | Self::Bodies
            | Self::Priorities
            | Self::Measures
            | Self::Actions
            | Self::Budget
            | Self::Capital
            | Self::Employees
            | Self::Risks
            | Self::Statistics
            | Self::Texts
            | Self::Notes => None,
        }
    }
}
