//! Every published figure leads back to a cell that holds it.

use quarterpack::finding::Place;
use quarterpack::intake::{RawValue, digest, open};
use quarterpack::pipeline::{Inputs, Job, Trace, trace};
use quarterpack::quantity::Decimal;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static INPUTS: LazyLock<Inputs> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs = Inputs::read(&root.join("config/quarterpack.toml")).unwrap();
    // A folder where nothing was made.
    inputs.settings.paths.record = Some(PathBuf::from("/nowhere/at/all"));
    inputs
});

fn traced(quarter: &str, name: &str) -> Vec<Trace> {
    let quarter = quarter.parse().unwrap();
    let as_at = INPUTS.settings.as_at[&quarter];
    let reader = &quarterpack::intake::Reader::InProcess;
    trace(&Job { inputs: &INPUTS, quarter, as_at, reader, write: false }, name).unwrap()
}

/// What stands in a cell of the file with this hash.
fn read(hash: &str, place: &Place) -> RawValue {
    let file = INPUTS.inbox.arrivals.iter().find(|one| one.digest == hash).unwrap();
    assert_eq!(digest(&file.bytes().unwrap()), hash);
    let book = open(&file.bytes().unwrap()).unwrap();
    let sheet = book.sheets.iter().find(|one| Some(&*one.name) == place.sheet.as_deref()).unwrap();
    sheet.cells[&place.cell.unwrap()].value.clone()
}

/// Whether a cell holds what the trace says: the same number, or the same word.
fn holds(value: &RawValue, said: &str) -> bool {
    let number = |text: &str| text.replace([',', ' ', '£'], "").trim().parse::<Decimal>().ok();
    match value {
        RawValue::Number { number: held, .. } => number(said) == Some(held.normalize()),
        RawValue::Text(text) => {
            text.trim() == said || (number(said).is_some() && number(text) == number(said))
        }
        RawValue::Empty
        | RawValue::Date(_)
        | RawValue::Truth(_)
        | RawValue::Error(_)
        | RawValue::OutOfRange(_) => false,
    }
}

/// Checks every cell of a trace, and says how many there were.
fn check(trace: &Trace) -> usize {
    for cell in &trace.cells {
        let value = read(&cell.hash, &cell.place);
        assert!(
            holds(&value, &cell.holds),
            "{}: {} says {}, {value:?}",
            trace.title,
            cell.place,
            cell.holds
        );
        assert!(cell.received.is_some() && cell.revision > 0);
    }
    trace.cells.len()
}

#[test]
fn every_measure_leads_to_cells_that_hold_its_numbers() {
    for quarter in ["2023-24 Q2", "2021-22 Q4"] {
        let plan = INPUTS.plan(quarter.parse().unwrap()).unwrap();
        let mut cells = 0;
        for measure in &plan.measures {
            let traces = traced(quarter, measure.id.as_str());
            assert_eq!(traces.len(), 1, "{}", measure.id);
            cells += check(&traces[0]);
            let shown = traces[0].shown.iter().filter(|(what, _)| what.starts_with("Quarter "));
            let none = |shown: &str| shown.chars().all(|c| c.is_alphabetic() || c == ' ');
            let figures = shown.filter(|(_, shown)| !none(shown)).count();
            assert!(traces[0].cells.len() >= figures, "{}: a figure without a cell", measure.id);
            assert_eq!(traced(quarter, &measure.number.to_string()), traces);
        }
        assert!(cells >= plan.measures.len(), "{cells} cells");
    }
}

#[test]
fn every_line_project_action_and_service_leads_to_its_cells() {
    let quarter = "2023-24 Q2";
    let plan = INPUTS.plan(quarter.parse().unwrap()).unwrap();
    let lines = plan.revenue.iter().map(|one| one.id.to_string());
    let projects = plan.capital.iter().map(|one| one.id.to_string());
    let actions = plan.actions.iter().map(|one| one.id.to_string());
    let services = plan.employees.lines.iter().map(|one| one.service.to_string());
    for name in lines.chain(projects).chain(actions).chain(services) {
        let traces = traced(quarter, &name);
        let cells: usize = traces.iter().map(check).sum();
        for trace in &traces {
            every_returned_figure_has_its_cell(trace);
        }
        assert!(
            cells > 0
                || traces.iter().all(|one| one
                    .shown
                    .iter()
                    .all(|(_, s)| s == "not returned" || s == "Report later")),
            "{name}: {traces:?}"
        );
        assert!(traces.iter().all(|one| !one.shown.is_empty()), "{name}");
    }
}

/// What the pack shows of a line, project or service and does not work out comes from a cell.
fn every_returned_figure_has_its_cell(trace: &Trace) {
    let worked_out = ["current budget", "status"];
    for (what, shown) in &trace.shown {
        if shown == "not returned" || worked_out.contains(&what.as_str()) {
            continue;
        }
        let what_of = |cell: &quarterpack::pipeline::TracedCell| {
            let after = cell.what.split_once(", ").map_or("", |(_, what)| what).to_owned();
            after.starts_with(what.as_str())
        };
        assert!(trace.cells.iter().any(what_of), "{}: no cell for {what}, {shown}", trace.title);
    }
}

#[test]
fn a_restated_figure_shows_both_cells_and_who_restated_it() {
    let all: Vec<Trace> = INPUTS
        .plan("2023-24 Q2".parse().unwrap())
        .unwrap()
        .measures
        .iter()
        .flat_map(|measure| traced("2023-24 Q2", measure.id.as_str()))
        .filter(|trace| trace.cells.iter().any(|cell| cell.restated_from.is_some()))
        .collect();
    assert!(!all.is_empty(), "the samples hold a restatement");
    for trace in all {
        let new = trace.cells.iter().find(|cell| cell.restated_from.is_some()).unwrap();
        let old = trace.cells.iter().find(|cell| cell.what.ends_with("as first returned")).unwrap();
        assert_eq!(new.restated_from.as_ref(), Some(&old.holds));
        assert_ne!(new.hash, old.hash);
        assert!(trace.decisions.iter().any(|one| one.contains("restated from")));
    }
}

#[test]
fn nothing_goes_by_another_name() {
    assert!(traced("2023-24 Q2", "M99").is_empty());
    assert!(traced("2023-24 Q2", "").is_empty());
}
