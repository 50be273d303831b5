//! The sample configuration and returns, taken through the pipeline in memory.

use quarterpack::calendar::{Holidays, Quarter};
use quarterpack::finding::Finding;
use quarterpack::pipeline::{Inputs, Job, collect, select};
use quarterpack::plan::Plan;
use quarterpack::reconcile::{History, Position, reconcile};
use quarterpack::validate::Return;
use std::path::Path;
use std::sync::LazyLock;

/// The sample configuration, read once.
pub(crate) static INPUTS: LazyLock<Inputs> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Inputs::read(&root.join("config/quarterpack.toml")).unwrap()
});

/// A quarter by its name.
pub(crate) fn quarter(name: &str) -> Quarter {
    name.parse().unwrap()
}

/// A run for a quarter of the samples; nothing is written.
pub(crate) fn job(name: &str) -> Job<'static> {
    let quarter = quarter(name);
    let as_at = INPUTS.settings.as_at[&quarter];
    let reader = &quarterpack::intake::Reader::InProcess;
    Job { inputs: &INPUTS, quarter, as_at, reader, write: false }
}

/// A quarter's plan and the returns that count for it, its own and those before it. A test may
/// change the returns and see what follows.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) job: Job<'static>,
    pub(crate) plan: &'static Plan,
    pub(crate) returns: Vec<Return>,
}

impl Known {
    pub(crate) fn at(name: &str) -> Self {
        let job = job(name);
        let plan = INPUTS.plan(job.quarter).unwrap();
        let holidays = Holidays::scotland([]).unwrap();
        let collected = collect(&job).unwrap();
        let selection = select(&job, plan, &collected, &holidays, job.as_at).unwrap();
        let returns = selection.used.iter().map(|read| read.returned.whole().unwrap()).collect();
        Self { job, plan, returns }
    }

    pub(crate) fn reconciled(&self) -> (Position, Vec<Finding>) {
        let history = History::new(&INPUTS.plans, &self.returns);
        let limits = &INPUTS.settings.limits;
        reconcile(self.plan, self.job.quarter, self.job.as_at, &history, limits)
    }
}
