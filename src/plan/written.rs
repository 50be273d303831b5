//! The plan file as it is written. The file's own head explains it to its editors;
//! `read` turns these into checked types.

use crate::calendar::{NaiveDate, in_toml};
use serde::Deserialize;
use toml::Spanned;

/// A text that keeps its place in the file, so that a fault can say its line.
pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) year: Text,
    pub(super) title: String,
    pub(super) resource: String,
    pub(super) council: String,
    pub(super) director_role: String,
    pub(super) source: String,
    pub(super) priorities_called: String,
    pub(super) measure_columns: Vec<String>,
    pub(super) context_service: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Service {
    pub(super) id: Text,
    pub(super) name: String,
    pub(super) heading: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Audience {
    pub(super) id: Text,
    pub(super) name: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Priority {
    pub(super) id: Text,
    pub(super) printed: String,
    pub(super) when_none: Option<String>,
    #[serde(default)]
    pub(super) outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outcome {
    pub(super) id: Text,
    pub(super) printed: String,
    #[serde(default)]
    pub(super) variants: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measure {
    pub(super) id: Text,
    pub(super) number: u32,
    pub(super) printed: String,
    pub(super) short: Text,
    pub(super) outcome: Text,
    pub(super) services: Spanned<Vec<Text>>,
    pub(super) service_printed: String,
    #[serde(default)]
    pub(super) link: String,
    pub(super) notes_printed: Option<String>,
    pub(super) formula: Spanned<Formula>,
    pub(super) direction: Direction,
    pub(super) target: Target,
    pub(super) profile: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    pub(super) earlier: Vec<Earlier>,
    pub(super) figures: Vec<Figure>,
    #[serde(default)]
    pub(super) sensitivity: Sensitivity,
    pub(super) continues: Option<Text>,
    #[serde(default)]
    pub(super) notes: Vec<String>,
}

/// One of the five kinds, and when it is counted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Formula {
    pub(super) percentage: Option<[Text; 2]>,
    pub(super) count: Option<Text>,
    pub(super) money: Option<Text>,
    pub(super) ratio: Option<[Text; 2]>,
    pub(super) per_day: Option<[Text; 2]>,
    #[serde(default)]
    pub(super) timing: Timing,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timing {
    #[default]
    #[serde(rename = "in quarter")]
    InQuarter,
    #[serde(rename = "at quarter end")]
    AtQuarterEnd,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum Direction {
    Higher,
    Lower,
    Monitor,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum Sensitivity {
    #[default]
    None,
    Children,
    #[serde(rename = "child protection")]
    ChildProtection,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Target {
    pub(super) printed: String,
    pub(super) read: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Earlier {
    pub(super) period: String,
    pub(super) printed: String,
    pub(super) read: Text,
    pub(super) meant: Option<Text>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Figure {
    pub(super) id: Text,
    pub(super) label: String,
    pub(super) unit: Unit,
    #[serde(default)]
    pub(super) small_numbers: bool,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Count,
    Pounds,
    Days,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action {
    pub(super) id: Text,
    pub(super) number: u32,
    pub(super) printed: String,
    pub(super) short: Text,
    pub(super) outcome: Text,
    pub(super) services: Spanned<Vec<Text>>,
    pub(super) service_printed: String,
    #[serde(default)]
    pub(super) link: String,
    #[serde(default)]
    pub(super) continues: Vec<Text>,
    pub(super) step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) id: Text,
    pub(super) printed: String,
    pub(super) short: Text,
    pub(super) service_printed: String,
    pub(super) when: Option<String>,
    #[serde(default, deserialize_with = "in_toml::optional_day")]
    pub(super) due: Option<NaiveDate>,
    pub(super) read_as: Option<String>,
    #[serde(default)]
    pub(super) reports: Vec<Spanned<Report>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Report {
    pub(super) to: Option<Text>,
    pub(super) quarters: Option<Vec<u8>>,
    #[serde(default, deserialize_with = "in_toml::optional_day")]
    pub(super) by: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revenue {
    pub(super) total: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RevenueLine {
    pub(super) id: Text,
    pub(super) printed: String,
    pub(super) service: Text,
    pub(super) budget: Text,
    pub(super) percent: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Capital {
    pub(super) total: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Project {
    pub(super) id: Text,
    pub(super) printed: String,
    pub(super) service: Text,
    pub(super) budget: Text,
    pub(super) continues: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Employees {
    pub(super) as_at_printed: String,
    #[serde(deserialize_with = "in_toml::day")]
    pub(super) as_at: NaiveDate,
    pub(super) total: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EmployeesLine {
    pub(super) printed: String,
    pub(super) service: Text,
    pub(super) headcount: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Risk {
    pub(super) id: Text,
    pub(super) printed: String,
    pub(super) short: Text,
    pub(super) service: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Statistic {
    pub(super) id: Text,
    pub(super) printed: String,
    pub(super) short: Text,
    pub(super) unit: Option<String>,
    pub(super) service: Option<Text>,
    pub(super) from: Option<Observed>,
    pub(super) to: Option<Observed>,
    pub(super) change: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Observed {
    pub(super) value: Text,
    /// Left out where the text does not say when.
    #[serde(default)]
    pub(super) when: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Passage {
    pub(super) section: String,
    pub(super) printed: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    pub(super) code: Text,
    pub(super) about: String,
    pub(super) text: String,
    pub(super) handling: String,
}
