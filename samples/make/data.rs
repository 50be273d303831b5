//! The data as they are written down: returns, each with its sheets, keyed as in the plan.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Value;

/// What stands under one key: the parts of a row, by name.
pub type Row = BTreeMap<String, Value>;

/// The returns of a year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// The returns; a correction stands after what it corrects.
    #[serde(rename = "return")]
    pub returns: Vec<Written>,
}

/// A return as written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// The service's id.
    pub service: String,
    /// 1 to 4.
    pub quarter: u8,
    /// Whether it corrects the return before it; what it leaves out stays as it was.
    #[serde(default)]
    pub corrects: bool,
    /// The Cover.
    #[serde(default)]
    pub cover: Row,
    /// Measure → figure → value.
    #[serde(default)]
    pub figures: BTreeMap<String, Row>,
    /// Measure → what is said of it.
    #[serde(default)]
    pub commentary: BTreeMap<String, Row>,
    /// Figures of earlier quarters that changed.
    #[serde(default)]
    pub restatements: Vec<Row>,
    /// Step → how it stands.
    #[serde(default)]
    pub steps: BTreeMap<String, Step>,
    /// Budget line → its money.
    #[serde(default)]
    pub budget: BTreeMap<String, Line>,
    /// Virements since 1 April.
    #[serde(default)]
    pub virements: Vec<Row>,
    /// Capital project → its money.
    #[serde(default)]
    pub projects: BTreeMap<String, Row>,
    /// The service's people.
    #[serde(default)]
    pub people: Row,
    /// Top risk → its direction and mitigation.
    #[serde(default)]
    pub risks: BTreeMap<String, Row>,
    /// Demand statistic → its values.
    #[serde(default)]
    pub statistics: BTreeMap<String, Row>,
}

/// How a step stands.
#[derive(Deserialize)]
pub struct Step {
    /// Its reports, in the plan's order.
    #[serde(default)]
    pub reports: Vec<Row>,
    /// Everything else.
    #[serde(flatten)]
    pub parts: Row,
}

/// The money of a budget line.
#[derive(Deserialize)]
pub struct Line {
    /// Subjective line → forecast, budget to date, actual to date.
    #[serde(default)]
    pub subjective: BTreeMap<String, [Value; 3]>,
    /// Everything else.
    #[serde(flatten)]
    pub parts: Row,
}
