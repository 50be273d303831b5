//! What people decided of a traced figure's texts, and of the packs that published it.

use super::Trace;
use crate::calendar::{NaiveDate, long_date};
use crate::finding::Place;
use crate::pipeline::Job;
use crate::pipeline::decided::{clearings, day, shown_small, what};
use crate::pipeline::{Reconciled, disclosing, make};
use crate::store::{Decision, DecisionKind, Final};

/// Adds decisions on texts in the rows that a figure comes from, then approvals, holds let pass
/// and finals of the quarter's packs.
pub(super) fn add(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
    key: &str,
    finals: &[Final],
    trace: &mut Trace,
) {
    let rows = rows(reconciled, key, trace);
    for returned in make::in_quarter(job, reconciled) {
        for one in clearings(&job.inputs.decisions, &returned.source.hash) {
            if rows.iter().any(|place| is_in_row(one, place)) {
                trace.decisions.push(format!("{}: {}", what(one), by(one)));
            }
        }
    }
    let (plan, position) = (reconciled.plan, reconciled.position);
    let smallest = job.inputs.settings.small_numbers.smallest_shown;
    for one in disclosing::clearances(job, reconciled.selection, plan, position) {
        if key == format!("measure/{}/", one.measure) {
            let by = told(&one.approver, one.on, &one.reason);
            let what = shown_small(plan, &one, smallest);
            trace.decisions.push(format!("{what} in public packs: {by}"));
        }
    }
    let quarter = job.quarter.to_string();
    let mine =
        job.inputs.decisions.iter().filter(|one| one.subject.quarter.as_ref() == Some(&quarter));
    for one in mine {
        let (Some(pack), Some(version)) = (&one.subject.pack, one.subject.version) else {
            continue;
        };
        let done = match one.kind {
            DecisionKind::Approve => "approved".to_owned(),
            DecisionKind::OverrideHold => {
                let code = one.subject.code.as_deref().unwrap_or_default();
                format!("{code} let pass")
            }
            DecisionKind::ClearPersonalData
            | DecisionKind::ClearSuppression
            | DecisionKind::Withdraw => continue,
        };
        trace.decisions.push(format!("{pack}, version {version}: {done}, {}", by(one)));
    }
    for one in finals {
        let approval = one.approval.map_or_else(
            || "no approval is asked for".to_owned(),
            |number| format!("by decision {number}"),
        );
        let (pack, version) = (&one.name, one.version);
        trace.decisions.push(format!("{pack}, version {version}: made final, {approval}"));
    }
}

/// The rows of the figure's cells, and of what is said of it.
fn rows(reconciled: &Reconciled<'_>, key: &str, trace: &Trace) -> Vec<Place> {
    let mut rows: Vec<Place> = trace.cells.iter().map(|cell| cell.place.clone()).collect();
    let measures = reconciled.position.measures.iter();
    let said = measures.filter(|one| key == format!("measure/{}/", one.measure));
    rows.extend(said.filter_map(|one| Some(one.commentary.as_ref()?.place.clone())));
    rows
}

fn is_in_row(clearing: &Decision, place: &Place) -> bool {
    let subject = &clearing.subject;
    let cell: Option<crate::finding::CellAddress> =
        subject.cell.as_deref().and_then(|cell| cell.parse().ok());
    subject.file.as_deref() == Some(&*place.file)
        && subject.sheet.as_deref() == place.sheet.as_deref()
        && cell.map(|cell| cell.row) == place.cell.map(|cell| cell.row)
}

/// `by the Head of Service on 3 November 2023: it is right`
fn by(one: &Decision) -> String {
    told(&one.role, day(&one.at), &one.reason)
}

fn told(role: &str, on: Option<NaiveDate>, reason: &str) -> String {
    let on = on.map_or_else(String::new, |day| format!(" on {}", long_date(day)));
    format!("by the {role}{on}: {reason}")
}
