//! Texts as they are typed into one cell of each kind.

use crate::desk::{LIMITS, PLAN, whose};
use crate::{grid, holds};
use quarterpack::calendar::{FinancialYear, Quarter};
use quarterpack::finding::{CellAddress, Place};
use quarterpack::form::{FigurePart, Layout, Slot};
use quarterpack::intake::{Identity, RawCell, RawReturn, RawValue, identify};
use quarterpack::plan::{Plan, ServiceId};
use quarterpack::quantity::Money;
use quarterpack::validate::{self, FigureState, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

struct Form {
    service: ServiceId,
    quarter: Quarter,
    layout: Layout,
    /// One of each kind of cell.
    slots: Vec<Slot>,
}

static FORM: LazyLock<Form> = LazyLock::new(|| {
    let identity = Identity {
        service: "adult-and-older-people".into(),
        quarter: "2023-24 Q2".into(),
        ..Identity::default()
    };
    let (service, quarter, layout) = whose(&identity).expect("a form");
    let mut kinds = BTreeSet::new();
    let slots =
        layout.slots().map(|(slot, ..)| slot).filter(|slot| kinds.insert(kind(&PLAN, slot)));
    let slots = slots.cloned().collect();
    Form { service, quarter, layout, slots }
});

/// What a cell asks for, whatever measure or line it is of.
fn kind(plan: &Plan, slot: &Slot) -> String {
    if let Slot::Figure(measure, figure, FigurePart::Value) = slot {
        let unit = plan.measure(measure).and_then(|one| one.figure(figure)).map(|one| one.unit);
        return format!("{unit:?}");
    }
    format!("{slot:?}").split('"').step_by(2).collect()
}

/// Every line in a cell of the next kind, as text and as whatever else it looks like.
pub fn lines(text: &str) {
    let form = &*FORM;
    let mut cells = BTreeMap::new();
    for (row, (line, slot)) in (0u32..).zip(text.lines().zip(form.slots.iter().cycle())) {
        let _ = (line.parse::<Quarter>(), line.parse::<FinancialYear>());
        let place = Place::sheet(holds::FILE, "Measures").at(CellAddress { row, column: 5 });
        let formula = line.starts_with("==").then(|| line.to_owned());
        let cell = RawCell { place, value: grid::value(line), formula, labels: Vec::new() };
        cells.insert(slot.clone(), cell);
    }
    let raw = RawReturn {
        file: holds::FILE.into(),
        service: form.service.to_string(),
        quarter: form.quarter.to_string(),
        plan_hash: Some(form.layout.plan_hash.clone()),
        template: None,
        cells,
        typed_over: Vec::new(),
        lost: Vec::new(),
        strays: Vec::new(),
        basis: quarterpack::intake::Basis::Markers,
        quoted: BTreeMap::new(),
    };
    let source = Source {
        file: holds::FILE.into(),
        hash: String::new(),
        received: form.quarter.end().and_hms_opt(10, 0, 0).expect("ten o'clock"),
    };
    let (returned, findings) =
        validate::read(&raw, source, &PLAN, &form.service, form.quarter, &LIMITS);
    holds::figures(&raw, &returned, &findings);
    for ((measure, figure), given) in &returned.figures {
        let FigureState::Number(number) = given.state else { continue };
        let money = Money::pounds(number);
        let _ = (money.as_pounds(), money.as_millions(), money.as_thousands(), money.in_text());
        plain_digits(
            &raw,
            &Slot::Figure(measure.clone(), figure.clone(), FigurePart::Value),
            number,
        );
    }
    let _ = identify(&grid::workbook(text));
}

/// Digits alone are that number and no other.
fn plain_digits(raw: &RawReturn, slot: &Slot, number: quarterpack::quantity::Decimal) {
    let Some(RawValue::Text(text)) = raw.cell(slot).map(|cell| &cell.value) else { return };
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        assert_eq!(text.parse().ok(), Some(number), "{text:?}");
    }
}
