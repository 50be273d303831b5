//! The plan files that come with the product load, and faulty ones say what is wrong.

use super::read;
use crate::plan::Plan;

pub(crate) const PLAN_2021: &str = include_str!("../../../config/plans/2021-22.toml");
pub(crate) const PLAN_2023: &str = include_str!("../../../config/plans/2023-24.toml");

fn plan(file: &str, text: &str) -> Plan {
    read(file, text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn both_plans_load() {
    plan("2021-22.toml", PLAN_2021);
    plan("2023-24.toml", PLAN_2023);
}
