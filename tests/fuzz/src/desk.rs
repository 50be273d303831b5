//! The sample plan, its forms and limits.

use quarterpack::calendar::Quarter;
use quarterpack::form::{FormContext, Layout};
use quarterpack::intake::Identity;
use quarterpack::plan::{Plan, ServiceId};
use quarterpack::validate::Thresholds;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

/// The plan of the samples that targets are made from.
pub static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let text = include_str!("../../../config/plans/2023-24.toml");
    quarterpack::plan::read("2023-24.toml", text).expect("the sample plan")
});

/// The sample configuration's limits.
pub static LIMITS: LazyLock<Thresholds> = LazyLock::new(|| {
    let text = include_str!("../../../config/quarterpack.toml");
    quarterpack::config::read(Path::new("quarterpack.toml"), text).expect("settings").limits
});

/// Service, quarter and form that a file names.
pub fn whose(identity: &Identity) -> Option<(ServiceId, Quarter, Layout)> {
    static MADE: Mutex<BTreeMap<(ServiceId, Quarter), Layout>> = Mutex::new(BTreeMap::new());
    let quarter: Quarter = identity.quarter.parse().ok()?;
    if quarter.year() != PLAN.year {
        return None;
    }
    let service = PLAN.service_called(&identity.service)?.id.clone();
    let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let layout = made.entry((service.clone(), quarter)).or_insert_with(|| {
        Layout::new(&PLAN, &service, quarter, &FormContext::default()).expect("a form")
    });
    Some((service, quarter, layout.clone()))
}
