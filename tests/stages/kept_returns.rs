//! Returns as they are kept: what is unpacked is what was read, and what is reconciled from kept
//! returns is what is reconciled from whole ones.

use crate::support::{INPUTS, Known};
use quarterpack::packed::Shelf;
use quarterpack::reconcile::{History, reconcile};
use quarterpack::validate::{KeptReturn, Return};
use std::sync::Arc;

#[test]
fn every_sample_return_comes_back_as_it_was() {
    for quarter in ["2021-22 Q4", "2023-24 Q2"] {
        for returned in Known::at(quarter).returns {
            let kept = KeptReturn::of(&returned, &Shelf::default());
            assert_eq!(kept.whole().unwrap(), returned);
            let of = (&kept.service, kept.quarter, kept.revision, &kept.source);
            let was = (&returned.service, returned.quarter, returned.revision, &returned.source);
            assert_eq!(of, was);
            assert_eq!(kept.beside.risks, returned.risks);
            assert_eq!(kept.beside.statistics, returned.statistics);
            assert_eq!(kept.beside.unusable, returned.unusable);
            assert_eq!(kept.beside.period_end, returned.period_end);
        }
    }
}

#[test]
fn places_share_the_name_of_their_file_when_a_return_is_unpacked() {
    let known = Known::at("2023-24 Q2");
    let whole = KeptReturn::of(&known.returns[0], &Shelf::default()).whole().unwrap();
    let mut files = whole.figures.values().map(|given| &given.place.file);
    let first = files.next().unwrap();
    assert!(files.all(|file| Arc::ptr_eq(first, file)));
}

#[test]
fn kept_returns_are_reconciled_as_whole_ones() {
    for quarter in ["2021-22 Q4", "2023-24 Q2"] {
        let known = Known::at(quarter);
        let kept: Vec<KeptReturn> =
            known.returns.iter().map(|one| KeptReturn::of(one, &Shelf::default())).collect();
        let history = History::new(&INPUTS.plans, &kept);
        let limits = &INPUTS.settings.limits;
        let job = &known.job;
        let of_kept = reconcile(known.plan, job.quarter, job.as_at, &history, limits);
        assert_eq!(history.fault(), None);
        assert_eq!(of_kept, known.reconciled());
    }
}

/// No more than a few dozen are open at a time; one that was closed is opened again.
#[test]
fn each_of_many_returns_is_found_as_often_as_it_is_asked_for() {
    let first = Known::at("2023-24 Q2").returns.swap_remove(0);
    let of = |nth: u32| {
        let service = format!("service-{nth}").as_str().into();
        KeptReturn::of(&Return { service, revision: nth, ..first.clone() }, &Shelf::default())
    };
    let kept: Vec<KeptReturn> = (1..=150).map(of).collect();
    let history = History::new(&INPUTS.plans, &kept);
    for one in kept.iter().chain(&kept).chain(kept.iter().rev()) {
        let found = history.returned(&one.service, one.quarter).unwrap();
        assert_eq!((&found.service, found.revision), (&one.service, one.revision));
    }
    assert_eq!(history.fault(), None);
    assert!(!history.has_returned(&"service-0".into(), first.quarter));
}
