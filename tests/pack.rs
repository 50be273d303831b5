//! The packs of the samples: whole, without contradiction, the same in every format, and the
//! same again.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "helpers of tests stop the test where they find something else than was written down"
)]

#[path = "pack/accessible.rs"]
mod accessible;
#[path = "pack/beside.rs"]
mod beside;
#[path = "pack/contrast.rs"]
mod contrast;
#[path = "pack/content.rs"]
mod content;
#[path = "pack/attack.rs"]
mod attack;
#[path = "pack/audiences.rs"]
mod audiences;
#[path = "pack/files.rs"]
mod files;
#[path = "pack/formats.rs"]
mod formats;
#[path = "pack/guess.rs"]
mod guess;
#[path = "pack/html.rs"]
mod html;
#[path = "pack/logo.rs"]
mod logo;
#[path = "pack/made.rs"]
mod made;
#[path = "pack/plain.rs"]
mod plain;
#[path = "pack/returns.rs"]
mod returns;
#[path = "pack/same_bytes.rs"]
mod same_bytes;
#[path = "pack/sentences.rs"]
mod sentences;
mod support;
#[path = "pack/truth.rs"]
mod truth;
#[path = "pack/walk.rs"]
mod walk;
#[path = "pack/whole.rs"]
mod whole;
#[path = "pack/workbook.rs"]
mod workbook;

use files::pack_file;
use quarterpack::compose::Pack;
use quarterpack::pipeline::compose_pack;
use std::sync::LazyLock;
use support::{Known, job};

/// A pack and what it was made from.
struct Sample {
    known: Known,
    pack: Pack,
}

fn sample(quarter: &str) -> Sample {
    let pack = compose_pack(&job(quarter), pack_file("social-work-committee")).unwrap();
    Sample { known: Known::at(quarter), pack }
}

static YEAR_END: LazyLock<Sample> = LazyLock::new(|| sample("2021-22 Q4"));
static AUTUMN: LazyLock<Sample> = LazyLock::new(|| sample("2023-24 Q2"));

/// Both packs, and the quarters they are for.
fn samples() -> [&'static Sample; 2] {
    [&YEAR_END, &AUTUMN]
}

/// Every pack of the samples, each of the bodies' in both quarters.
static EVERY: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for quarter in ["2021-22 Q4", "2023-24 Q2"] {
        let job = job(quarter);
        let packs = support::INPUTS.packs.iter();
        let due = packs.filter(|pack| pack.recipe.quarters.contains(&job.quarter.number()));
        all.extend(due.map(|pack| compose_pack(&job, pack).unwrap()));
    }
    assert_eq!(all.len(), 9);
    all
});

/// Every pack of the samples.
fn every() -> impl Iterator<Item = &'static Pack> {
    EVERY.iter()
}
