//! What the form tells a service while it types agrees with what is found later: for each sample
//! return, measure by measure, the Check and Year columns and the reconciliation.

use crate::make;
use quarterpack::form::{SheetKey, Value, Worked};
use quarterpack::pipeline::{Inputs, Job, ReadReturn, collect};
use quarterpack::plan::{Measure, Status};
use quarterpack::quantity::{Amount, Decimal};
use quarterpack::reconcile::{History, MeasurePosition, Positions, reconcile};
use quarterpack::validate::{FigureState, KeptReturn, Return};
use std::path::Path;
use std::sync::LazyLock;

/// The sample configuration, read once.
static INPUTS: LazyLock<Inputs> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Inputs::read(&root.join("config/quarterpack.toml")).unwrap()
});

/// The sample returns as the pipeline reads them.
fn read_returns(quarter: &str) -> Vec<ReadReturn> {
    let quarter = quarter.parse().unwrap();
    let as_at = INPUTS.settings.as_at[&quarter];
    let reader = &quarterpack::intake::Reader::InProcess;
    collect(&Job { inputs: &INPUTS, quarter, as_at, reader, write: false }).unwrap().returns
}

/// The measures of a return as they stand when it is the one that counts for its quarter.
fn positions(sample: &make::Sample, all: &[ReadReturn]) -> (Return, Positions<MeasurePosition>) {
    let file = sample.path.rsplit('/').next().unwrap();
    let mine = all.iter().find(|one| one.returned.source.file == file).unwrap();
    let returned = &mine.returned;
    let mut counted: Vec<&KeptReturn> = all.iter().map(|one| &one.returned).collect();
    counted.retain(|one| one.service == returned.service && one.quarter < returned.quarter);
    counted.push(returned);
    let history = History::new(&INPUTS.plans, counted);
    let plan = history.plan(returned.quarter.year()).unwrap();
    let as_at = returned.source.received.date();
    let limits = &INPUTS.settings.limits;
    let (position, _) = reconcile(plan, returned.quarter, as_at, &history, limits);
    (returned.whole().unwrap(), position.measures)
}

/// What the form shows in the row that holds a measure's result.
fn shown(worked: &Worked<'_>, measure: &Measure, column: &'static str) -> Value {
    let row = format!("{}/{}", measure.id, measure.formula.figures()[0]);
    worked.shows(SheetKey::Measures, &row, column)
}

fn text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        _ => "",
    }
}

/// Whether what was typed can be used as it stands: the form asks to mend anything else, where
/// the product may still read it.
fn typed_well(returned: &Return, measure: &Measure, worked: &Worked<'_>) -> bool {
    measure.formula.figures().into_iter().all(|figure| {
        let row = format!("{}/{figure}", measure.id);
        let said = worked.shows(SheetKey::Measures, &row, "check");
        let asked = text(&said).starts_with("Mend") || text(&said).starts_with("To do");
        let given = &returned.figures[&(measure.id.clone(), figure.clone())].state;
        !asked && !matches!(given, FigureState::Blank | FigureState::Unusable(_))
    })
}

/// An amount on the scale of the form's cells: a percentage as its share of one.
fn on_the_form(amount: Amount) -> Decimal {
    match amount {
        Amount::Percent(_) | Amount::Ratio(_) => amount.number() / Decimal::ONE_HUNDRED,
        Amount::Count(_) | Amount::Money(_) | Amount::PerDay(_) => amount.number(),
    }
}

/// Whether a figure of an earlier quarter was restated. The pack knows it at once; the form goes
/// by what was first returned.
fn restated(stands: &MeasurePosition) -> bool {
    let figures = stands.quarters.iter().filter_map(|(_, quarterly)| quarterly.figure());
    figures.flat_map(|figure| figure.sources.iter()).any(|source| source.restated_from.is_some())
}

/// Every sample return with its measures.
fn each(mut then: impl FnMut(&make::Sample, &Return, &Measure, &MeasurePosition, &Worked<'_>)) {
    let all = [read_returns("2021-22 Q4"), read_returns("2023-24 Q2")];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, read) in make::YEARS.into_iter().zip(&all) {
        let year = make::year(root, name).unwrap();
        for sample in make::samples(&year).unwrap() {
            let worked = Worked::new(&sample.layout, &sample.filled);
            let (returned, positions) = positions(&sample, read);
            for measure in year.plan.measures_of(&sample.layout.service) {
                let stands = positions.iter().find(|one| one.measure == measure.id).unwrap();
                then(&sample, &returned, measure, &stands, &worked);
            }
        }
    }
}

#[test]
fn the_status_that_the_form_shows_is_the_one_that_counts() {
    let mut compared = 0;
    let mut differ = Vec::new();
    each(|sample, returned, measure, stands, worked| {
        if !typed_well(returned, measure, worked) {
            return;
        }
        let check = shown(worked, measure, "check");
        let expected = match stands.status {
            Status::Red => text(&check).starts_with("Red: "),
            Status::Amber => text(&check).starts_with("Amber: "),
            Status::Green | Status::Contextual => text(&check) == "OK",
            Status::ReportLater => text(&check).starts_with("OK: "),
            Status::Blue | Status::KeptBack => false,
        };
        compared += 1;
        if !expected {
            let number = measure.number;
            let word = stands.status.word();
            differ.push(format!("{} {number}: {} / {word}", sample.path, text(&check)));
        }
    });
    assert_eq!(differ, Vec::<String>::new());
    assert!(compared > 100, "{compared}");
}

#[test]
fn the_year_to_date_that_the_form_shows_is_the_one_that_counts() {
    let mut compared = 0;
    let mut differ = Vec::new();
    let mut aside = Vec::new();
    each(|sample, returned, measure, stands, worked| {
        if !typed_well(returned, measure, worked) {
            return;
        }
        if restated(stands) {
            aside.push(format!("{} {}", sample.layout.quarter, measure.number));
            return;
        }
        let form = shown(worked, measure, "year");
        let said = match (&form, stands.year_to_date.amount) {
            (Value::Number(number), Some(amount)) => {
                number.round_dp(20) == on_the_form(amount).round_dp(20)
            }
            (Value::Text(text), Some(amount @ Amount::Ratio(_))) => *text == amount.as_figure(),
            (Value::Text(text), None) => text.is_empty(),
            (Value::Text(text), Some(_)) => {
                // Without a figure for this quarter the form shows no year; the pack shows what
                // the other quarters made.
                text.is_empty() && stands.status == Status::ReportLater
            }
            _ => false,
        };
        compared += 1;
        if !said {
            let year = stands.year_to_date.amount.map(Amount::as_figure);
            differ.push(format!("{} {}: {form:?} / {year:?}", sample.path, measure.number));
        }
    });
    assert_eq!(differ, Vec::<String>::new());
    let expected = ["2021-22 Q2 3", "2021-22 Q3 3", "2021-22 Q4 3", "2023-24 Q2 7", "2023-24 Q2 7"];
    assert_eq!(aside, expected);
    assert!(compared > 100, "{compared}");
}

/// Where the form asks to mend a figure of the formula, something is found in it later too.
#[test]
fn what_the_form_asks_to_mend_is_found_later() {
    let all = [read_returns("2021-22 Q4"), read_returns("2023-24 Q2")].concat();
    let mut asked = Vec::new();
    each(|sample, returned, measure, _, worked| {
        if typed_well(returned, measure, worked) {
            return;
        }
        let file = sample.path.rsplit('/').next().unwrap();
        let read = all.iter().find(|one| one.returned.source.file == file).unwrap();
        let about = format!("Measure {}", measure.number);
        let found = read.findings().unwrap().iter().any(|one| one.about.as_deref() == Some(&about));
        // A part larger than its whole is found by the checks and not while reading.
        let larger = text(&shown(worked, measure, "check")).contains("exceed");
        assert!(found || larger, "{file}: {about}");
        asked.push(format!("{} {}", sample.layout.service, measure.number));
    });
    assert_eq!(
        asked,
        [
            "adult-and-older-people 8",
            "adult-and-older-people 9",
            "adult-and-older-people 10",
            "adult-and-older-people 11",
            "children-and-justice 2",
            "children-and-justice 5",
        ]
    );
}
