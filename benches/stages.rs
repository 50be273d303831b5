//! What each stage takes, on the returns of a group of 40 services and the pack made of them:
//! `cargo bench --bench stages`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark whose workload is not as it should be has nothing to say"
)]

#[path = "stages/letter.rs"]
mod letter;
#[path = "workload/mod.rs"]
mod workload;

use divan::Bencher;
use quarterpack::calendar::{Holidays, Quarter};
use quarterpack::compose::Pack;
use quarterpack::form::{FormContext, Layout};
use quarterpack::intake::{Identity, Opened, Reader, open, read_opened};
use quarterpack::pipeline::{Inputs, Job, collect, compose_pack, select};
use quarterpack::reconcile::{History, reconcile};
use quarterpack::render::{html, pdf, xlsx};
use quarterpack::validate::{self, KeptReturn, Source};
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

/// The services of a group.
const SERVICES: usize = 40;

fn main() {
    divan::main();
}

/// The working folder, made once.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("stages");
    // One that is left from before may be of another form.
    let _ = std::fs::remove_dir_all(&folder);
    workload::write(SERVICES, &folder).expect("the workload can be written");
    folder
});

static INPUTS: LazyLock<Inputs> = LazyLock::new(|| {
    Inputs::read(&FOLDER.join("config/quarterpack.toml")).expect("the workload can be read")
});

static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let arrivals = INPUTS.inbox.arrivals.iter();
    arrivals.map(|one| one.bytes().expect("a return").into_owned()).collect()
});

static OPENED: LazyLock<Vec<Opened>> =
    LazyLock::new(|| FILES.iter().map(|file| open(file)).collect());

static RETURNS: LazyLock<Vec<KeptReturn>> = LazyLock::new(|| {
    let job = job();
    let plan = job.inputs.plan(job.quarter).expect("a plan");
    let collected = collect(&job).expect("readable returns");
    let holidays = Holidays::scotland([]).expect("holidays");
    let selection = select(&job, plan, &collected, &holidays, job.as_at).expect("a selection");
    selection.used.iter().map(|read| read.returned.clone()).collect()
});

static PACK: LazyLock<Pack> =
    LazyLock::new(|| compose_pack(&job(), &INPUTS.packs[0]).expect("a pack"));

fn job() -> Job<'static> {
    let quarter: Quarter = "2023-24 Q2".parse().expect("a quarter");
    let as_at = INPUTS.settings.as_at[&quarter];
    Job { inputs: &INPUTS, quarter, as_at, reader: &Reader::InProcess, write: false }
}

fn files() -> Vec<&'static [u8]> {
    FILES.iter().map(Vec::as_slice).collect()
}

/// Files to cells, in this process.
#[divan::bench]
fn read_in_process(bencher: Bencher<'_, '_>) {
    let files = files();
    bencher.bench(|| Reader::InProcess.open_all(&files).expect("a reader"));
}

/// The same in one confined child, its start and all.
#[divan::bench]
fn read_in_a_child(bencher: Bencher<'_, '_>) {
    let files = files();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_quarterpack"));
    let reader = Reader::Children { program, at_once: 1 };
    bencher.bench(|| reader.open_all(&files).expect("a reader"));
}

/// Cells to returns, each judged by itself.
#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let job = job();
    let plan = job.inputs.plan(job.quarter).expect("a plan");
    let whose = |identity: &Identity| {
        let quarter: Quarter = identity.quarter.parse().ok()?;
        Some((plan.service_called(&identity.service)?.id.clone(), quarter))
    };
    let layout = |identity: &Identity| {
        let (service, quarter) = whose(identity)?;
        Layout::new(plan, &service, quarter, &FormContext::default()).ok().map(Arc::new)
    };
    bencher.bench(|| {
        for (arrival, opened) in job.inputs.inbox.arrivals.iter().zip(&*OPENED) {
            let (raw, _) = read_opened(&arrival.file, opened, &layout);
            let raw = raw.expect("a return");
            let quarter = raw.quarter.parse().expect("a quarter");
            let service = plan.service_called(&raw.service).expect("a service").id.clone();
            let source = Source {
                file: arrival.file.clone(),
                hash: arrival.digest.clone(),
                received: arrival.arrived.expect("a time"),
            };
            let limits = &job.inputs.settings.limits;
            black_box(validate::read(&raw, source, plan, &service, quarter, limits));
        }
    });
}

/// Returns against the plan.
#[divan::bench]
fn reconcile_all(bencher: Bencher<'_, '_>) {
    let job = job();
    let plan = job.inputs.plan(job.quarter).expect("a plan");
    let returns = &*RETURNS;
    bencher.bench(|| {
        let history = History::new(&job.inputs.plans, returns);
        reconcile(plan, job.quarter, job.as_at, &history, &job.inputs.settings.limits)
    });
}

/// All of the above, and the pack's document.
#[divan::bench]
fn files_to_pack(bencher: Bencher<'_, '_>) {
    let job = job();
    LazyLock::force(&FILES);
    bencher.bench(|| compose_pack(&job, &job.inputs.packs[0]).expect("a pack"));
}

/// The pack as a PDF.
#[divan::bench]
fn render_pdf(bencher: Bencher<'_, '_>) {
    let pack = &*PACK;
    bencher.bench(|| pdf::render(pack).expect("a PDF"));
}

/// The pack as a workbook.
#[divan::bench]
fn render_workbook(bencher: Bencher<'_, '_>) {
    let pack = &*PACK;
    bencher.bench(|| xlsx::render(pack).expect("a workbook"));
}

/// The pack as a page.
#[divan::bench]
fn render_page(bencher: Bencher<'_, '_>) {
    let pack = &*PACK;
    bencher.bench(|| html::render(pack));
}

/// The message that takes it to a clerk, PDF and workbook attached.
#[divan::bench]
fn write_message(bencher: Bencher<'_, '_>) {
    let letter = letter::Letter::with(&PACK).expect("a letter");
    bencher.bench(|| letter.write().expect("a message"));
}
