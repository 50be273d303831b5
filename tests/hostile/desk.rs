//! What the product does with an opened file after the reader: cells found again, values read.

use super::file;
use quarterpack::calendar::Quarter;
use quarterpack::finding::Finding;
use quarterpack::form::{FormContext, Layout};
use quarterpack::intake::{Opened, RawReturn, read_opened};
use quarterpack::plan::{Plan, ServiceId};
use quarterpack::validate::{self, Return, Source, Thresholds};
use std::path::Path;
use std::sync::LazyLock;

/// The name of the file in every finding.
pub(crate) const FILE: &str = "return";

struct Desk {
    plan: Plan,
    limits: Thresholds,
    service: ServiceId,
    quarter: Quarter,
    layout: Layout,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let text = |path| String::from_utf8(file(path)).unwrap();
    let plan = quarterpack::plan::read("2023-24.toml", &text("config/plans/2023-24.toml")).unwrap();
    let settings = text("config/quarterpack.toml");
    let settings = quarterpack::config::read(Path::new("quarterpack.toml"), &settings).unwrap();
    let (service, quarter): (ServiceId, Quarter) =
        ("children-and-justice".into(), "2023-24 Q2".parse().unwrap());
    let layout = Layout::new(&plan, &service, quarter, &FormContext::default()).unwrap();
    Desk { plan, limits: settings.limits, service, quarter, layout }
});

/// A file of children-and-justice for 2023-24 Q2 as it is read and checked.
pub(crate) fn read(opened: &Opened) -> (Option<(RawReturn, Return)>, Vec<Finding>) {
    let desk = &*DESK;
    let (raw, mut findings) = read_opened(FILE, opened, &|_| Some(desk.layout.clone().into()));
    let Some(raw) = raw else { return (None, findings) };
    let received = "2023-10-12T10:00:00".parse().unwrap();
    let source = Source { file: FILE.into(), hash: String::new(), received };
    let (returned, found) =
        validate::read(&raw, source, &desk.plan, &desk.service, desk.quarter, &desk.limits);
    findings.extend(found);
    (Some((raw, returned)), findings)
}
