//! A clean return to spoil: the sample of a service and quarter, changed as it is filled in or
//! as a workbook, and taken through intake, checks and reconciliation.

use crate::make::{self, Sample};
use quarterpack::calendar::{NaiveDate, Quarter};
use quarterpack::finding::{CellAddress, Code, Finding};
use quarterpack::form::{self, Filled, FormContext, Layout, SheetKey, Slot};
use quarterpack::intake::{self, Identity, RawValue, SheetCell, SheetCells, Workbook};
use quarterpack::plan::Plan;
use quarterpack::quantity::Decimal;
use quarterpack::reconcile::{History, reconcile};
use quarterpack::validate::checks::{self, Context};
use quarterpack::validate::{self, Return, Source, Thresholds};
use std::path::Path;
use std::sync::LazyLock;

/// The plans with their samples.
pub(crate) static YEARS: LazyLock<Vec<(Plan, Vec<Sample>)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let year = |name: &&str| {
        let year = make::year(root, name).unwrap();
        let samples = make::samples(&year).unwrap();
        (year.plan, samples)
    };
    make::YEARS.iter().map(year).collect()
});

pub(crate) static PLANS: LazyLock<Vec<Plan>> =
    LazyLock::new(|| YEARS.iter().map(|(plan, _)| plan.clone()).collect());

pub(crate) static LIMITS: LazyLock<Thresholds> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/quarterpack.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    quarterpack::config::read(&file, &text).unwrap().limits
});

/// The forms that the plans have.
pub(crate) fn forms(identity: &Identity) -> Option<std::sync::Arc<Layout>> {
    let quarter: Quarter = identity.quarter.parse().ok()?;
    let plan = PLANS.iter().find(|plan| plan.year == quarter.year())?;
    let service = plan.service_called(&identity.service)?.id.clone();
    Layout::new(plan, &service, quarter, &FormContext::default()).ok().map(Into::into)
}

type Change = Box<dyn FnOnce(&mut Workbook)>;

/// A return on the desk.
pub(crate) struct Desk {
    pub(crate) plan: &'static Plan,
    pub(crate) layout: Layout,
    pub(crate) filled: Filled,
    pub(crate) file: String,
    changes: Vec<Change>,
}

impl Desk {
    /// The sample of a service for a quarter.
    pub(crate) fn of(service: &str, quarter: &str) -> Self {
        let quarter: Quarter = quarter.parse().unwrap();
        let (plan, sample) = YEARS
            .iter()
            .flat_map(|(plan, samples)| samples.iter().map(move |sample| (plan, sample)))
            .find(|(_, sample)| {
                sample.layout.quarter == quarter && sample.layout.service.as_str() == service
            })
            .unwrap();
        let file = sample.path.rsplit('/').next().unwrap().to_owned();
        let (layout, filled) = (sample.layout.clone(), sample.filled.clone());
        Self { plan, layout, filled, file, changes: Vec::new() }
    }

    /// The sample that most causes start from: clean, with a quarter before it.
    pub(crate) fn usual() -> Self {
        Self::of("children-and-justice", "2021-22 Q2")
    }

    /// Changes the workbook after it was written.
    pub(crate) fn book(mut self, change: impl FnOnce(&mut Workbook) + 'static) -> Self {
        self.changes.push(Box::new(change));
        self
    }

    /// Changes one sheet of it.
    pub(crate) fn sheet(
        self,
        key: SheetKey,
        change: impl FnOnce(&mut SheetCells) + 'static,
    ) -> Self {
        self.book(move |book| {
            change(book.sheets.iter_mut().find(|sheet| sheet.name == key.tab()).unwrap());
        })
    }

    /// Puts a value into the cell of a slot.
    pub(crate) fn put(self, slot: &Slot, value: RawValue) -> Self {
        let (key, at) = self.layout.place(slot).unwrap();
        self.sheet(key, move |sheet| {
            sheet.cells.insert(at, SheetCell { value, formula: None });
        })
    }

    /// Types over a cell that the form works out, by the keys of its row and column.
    pub(crate) fn over(
        self,
        key: SheetKey,
        row: &str,
        column: &'static str,
        value: RawValue,
    ) -> Self {
        let at = self.layout.address(key, row, column).unwrap();
        self.sheet(key, move |sheet| {
            sheet.cells.insert(at, SheetCell { value, formula: None });
        })
    }

    /// The first slot of its form that fits.
    pub(crate) fn slot(&self, fits: impl Fn(&Slot) -> bool) -> Slot {
        self.layout.slots().map(|(slot, ..)| slot).find(|slot| fits(slot)).unwrap().clone()
    }

    fn workbook(&mut self) -> Workbook {
        let bytes = form::write(&self.layout, &self.filled).unwrap();
        let mut workbook = intake::open(&bytes).unwrap();
        for change in std::mem::take(&mut self.changes) {
            change(&mut workbook);
        }
        workbook
    }

    /// The return as it is read.
    pub(crate) fn returned(mut self) -> Return {
        self.read().0.unwrap()
    }

    pub(crate) fn read(&mut self) -> (Option<Return>, Vec<Finding>) {
        let workbook = self.workbook();
        let (raw, mut findings) = intake::read_workbook(&self.file, &workbook, &forms);
        let Some(raw) = raw else { return (None, findings) };
        let quarter = self.layout.quarter;
        let received = quarter.end() + chrono::Days::new(12);
        let source = Source {
            file: self.file.clone(),
            hash: String::new(),
            received: received.and_time(chrono::NaiveTime::MIN),
        };
        let service = &self.layout.service;
        let (returned, found) = validate::read(&raw, source, self.plan, service, quarter, &LIMITS);
        findings.extend(found);
        let findings = findings.into_iter().map(|finding| returned.shown(finding)).collect();
        (Some(returned), findings)
    }

    /// Everything found in it.
    pub(crate) fn found(mut self) -> Vec<Finding> {
        let (returned, mut findings) = self.read();
        let Some(returned) = returned else { return findings };
        let quarter = self.layout.quarter;
        let earlier: Vec<Return> = quarter
            .year()
            .quarters()
            .into_iter()
            .filter(|earlier| *earlier < quarter)
            .filter_map(|earlier| {
                Self::of(self.layout.service.as_str(), &earlier.to_string()).read().0
            })
            .collect();
        let before: Vec<&Return> = earlier.iter().collect();
        let as_at: NaiveDate = quarter.end() + chrono::Days::new(20);
        findings.extend(checks::run(&Context {
            plan: self.plan,
            returned: &returned,
            earlier: &before,
            years_before: &[],
            thresholds: &LIMITS,
            as_at,
        }));
        let history = History::new(&PLANS, before.into_iter().chain([&returned]));
        let (_, reconciled) = reconcile(self.plan, quarter, as_at, &history, &LIMITS);
        findings.extend(reconciled.into_iter().map(|finding| returned.shown(finding)));
        findings
    }

    /// The first finding of a code.
    pub(crate) fn first(self, code: Code) -> Option<Finding> {
        self.found().into_iter().find(|finding| finding.code == code)
    }
}

pub(crate) fn number(text: &str) -> RawValue {
    RawValue::Number { number: text.parse::<Decimal>().unwrap(), percent: false }
}

pub(crate) fn words(text: &str) -> RawValue {
    RawValue::Text(text.into())
}

pub(crate) fn cell(text: &str) -> CellAddress {
    text.parse().unwrap()
}
