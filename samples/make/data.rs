//! The data as they are written down: returns, each with its sheets, keyed as in the plan.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Value;

/// What stands under one key: the parts of a row, by name.
pub(crate) type Row = BTreeMap<String, Value>;

/// The returns of a year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Year {
    /// The returns; a correction stands after what it corrects.
    #[serde(rename = "return")]
    pub(crate) returns: Vec<Written>,
}

/// A return as written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    /// The service's id.
    pub(crate) service: String,
    /// 1 to 4.
    pub(crate) quarter: u8,
    /// Whether it corrects the return before it; what it leaves out stays as it was.
    #[serde(default)]
    pub(crate) corrects: bool,
    /// The Cover.
    #[serde(default)]
    pub(crate) cover: Row,
    /// Measure → figure → value.
    #[serde(default)]
    pub(crate) figures: BTreeMap<String, Row>,
    /// Measure → what is said of it.
    #[serde(default)]
    pub(crate) commentary: BTreeMap<String, Row>,
    /// Figures of earlier quarters that changed.
    #[serde(default)]
    pub(crate) restatements: Vec<Row>,
    /// Step → how it stands.
    #[serde(default)]
    pub(crate) steps: BTreeMap<String, Step>,
    /// Budget line → its money.
    #[serde(default)]
    pub(crate) budget: BTreeMap<String, Line>,
    /// Virements since 1 April.
    #[serde(default)]
    pub(crate) virements: Vec<Row>,
    /// Capital project → its money.
    #[serde(default)]
    pub(crate) projects: BTreeMap<String, Row>,
    /// The service's people.
    #[serde(default)]
    pub(crate) people: Row,
    /// Top risk → its direction and mitigation.
    #[serde(default)]
    pub(crate) risks: BTreeMap<String, Row>,
    /// Demand statistic → its values.
    #[serde(default)]
    pub(crate) statistics: BTreeMap<String, Row>,
}

/// How a step stands.
#[derive(Deserialize)]
pub(crate) struct Step {
    /// Its reports, in the plan's order.
    #[serde(default)]
    pub(crate) reports: Vec<Row>,
    /// Everything else.
    #[serde(flatten)]
    pub(crate) parts: Row,
}

/// The money of a budget line.
#[derive(Deserialize)]
pub(crate) struct Line {
    /// Subjective line → forecast, budget to date, actual to date.
    #[serde(default)]
    pub(crate) subjective: BTreeMap<String, [Value; 3]>,
    /// Everything else.
    #[serde(flatten)]
    pub(crate) parts: Row,
}
