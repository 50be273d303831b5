//! The whole form for a service and a quarter, and where each of its cells stands.

use super::sheet::{Cell, Sheet, SheetKey};
use super::{actions, background, budget, commentary, cover, measures, meta, money, people};
use crate::calendar::Quarter;
use crate::finding::CellAddress;
use crate::form::context::FormContext;
use crate::form::expression::Addresses;
use crate::form::slot::Slot;
use crate::plan::{MeasureId, Plan, ServiceId};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The version of the form's template: one more whenever rows or columns change their meaning.
pub const TEMPLATE: &str = "1";

/// The form for a service and a quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub service_name: String,
    /// The quarter.
    pub quarter: Quarter,
    /// The hash of the plan it is made from.
    pub plan_hash: String,
    /// The full texts of its measures; the sheets show their short names.
    pub texts: BTreeMap<MeasureId, String>,
    /// Its sheets, in the order of the tabs.
    pub sheets: Vec<Sheet>,
    index: Lazy,
}

/// Made when a form is written; to read one nobody needs it.
#[derive(Clone, Debug, Default)]
struct Lazy(OnceLock<Index>);

impl PartialEq for Lazy {
    /// It follows from the sheets, whether it was made or not.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[derive(Clone, Debug, Default)]
struct Index {
    /// Where each slot stands: its sheet, and the keys of its row and column.
    slots: BTreeMap<Slot, (SheetKey, String, &'static str)>,
    /// Where each cell stands: its address, and its place in its sheet's blocks.
    cells: BTreeMap<(SheetKey, String, &'static str), Spot>,
}

/// Where a cell stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    address: CellAddress,
    block: usize,
    row: usize,
}

/// A form that can't be laid out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// The plan has no such service.
    #[error("the plan for {year} has no service “{service}”")]
    Service {
        /// The plan's year.
        year: String,
        /// The service asked for.
        service: String,
    },
    /// The quarter is not one of the plan's year.
    #[error("the quarter {quarter} is not in the year of the plan for {year}")]
    Quarter {
        /// The plan's year.
        year: String,
        /// The quarter asked for.
        quarter: String,
    },
    /// A budget that the service reports on is still to be set.
    #[error("the plan for {year} does not say the budget of “{line}” yet: it is to be set")]
    ToBeSet {
        /// The plan's year.
        year: String,
        /// The budget line or project.
        line: String,
    },
}

/// What the sheets are laid out from.
pub(super) struct Parts<'a> {
    pub(super) plan: &'a Plan,
    pub(super) service: &'a ServiceId,
    pub(super) name: &'a str,
    pub(super) quarter: Quarter,
    pub(super) context: &'a FormContext,
}

impl Parts<'_> {
    /// The title of a sheet: `Measures: Children and Justice, 2023-24 Quarter 2`.
    pub(super) fn title(&self, sheet: SheetKey) -> String {
        let quarter = format!("{} {}", self.quarter.year(), self.quarter.in_text());
        format!("{}: {}, {quarter}", sheet.tab(), self.name)
    }

    /// What stands in an empty block.
    pub(super) fn none(&self, what: &str) -> String {
        format!(
            "No {what} of the {} plan is reported by {}. There is nothing to fill in here.",
            self.plan.year, self.name
        )
    }
}

/// A budget of a service that is to be set: its form would work sums out without it.
fn unset<'p>(plan: &'p Plan, service: &ServiceId) -> Option<&'p str> {
    let lines = plan.lines_of(service).map(|one| (&one.budget, &one.text));
    let projects = plan.projects_of(service).map(|one| (&one.budget, &one.text));
    let mut unset = lines.chain(projects).filter(|(budget, _)| budget.value.is_none());
    unset.next().map(|(_, text)| text.as_str())
}

impl Layout {
    /// Lays the form out.
    ///
    /// # Errors
    /// The plan has no such service, is for another year, or has yet to set a budget of it.
    pub fn new(
        plan: &Plan,
        service: &ServiceId,
        quarter: Quarter,
        context: &FormContext,
    ) -> Result<Self, LayoutError> {
        let year = || plan.year.to_string();
        let found = plan
            .service(service)
            .ok_or_else(|| LayoutError::Service { year: year(), service: service.to_string() })?;
        if quarter.year() != plan.year {
            return Err(LayoutError::Quarter { year: year(), quarter: quarter.to_string() });
        }
        if let Some(line) = unset(plan, service) {
            return Err(LayoutError::ToBeSet { year: year(), line: line.into() });
        }
        let parts = Parts { plan, service: &found.id, name: &found.name, quarter, context };
        Ok(Self {
            service: found.id.clone(),
            service_name: found.name.clone(),
            quarter,
            plan_hash: plan.hash.clone(),
            texts: plan
                .measures_of(&found.id)
                .map(|measure| (measure.id.clone(), measure.text.clone()))
                .collect(),
            sheets: vec![
                cover::sheet(&parts),
                measures::sheet(&parts),
                commentary::sheet(&parts),
                actions::sheet(&parts),
                budget::sheet(&parts),
                money::virements(&parts),
                money::capital(&parts),
                people::sheet(&parts),
                background::sheet(&parts),
                meta::sheet(&parts),
            ],
            index: Lazy::default(),
        })
    }

    fn index(&self) -> &Index {
        self.index.0.get_or_init(|| Index::of(&self.sheets))
    }

    /// Its sheet of this key.
    #[must_use]
    pub fn sheet(&self, key: SheetKey) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.key == key)
    }

    /// Every slot with where it stands in the form as it is sent out.
    pub fn slots(&self) -> impl Iterator<Item = (&Slot, SheetKey, CellAddress)> {
        let Index { slots, cells } = self.index();
        slots
            .iter()
            .filter_map(|(slot, key)| cells.get(key).map(|spot| (slot, key.0, spot.address)))
    }

    /// Where a slot stands in the form as it is sent out.
    #[must_use]
    pub fn place(&self, slot: &Slot) -> Option<(SheetKey, CellAddress)> {
        let key = self.index().slots.get(slot)?;
        self.index().cells.get(key).map(|spot| (key.0, spot.address))
    }

    /// The input cell of a slot.
    #[must_use]
    pub fn input(&self, slot: &Slot) -> Option<&super::Input> {
        let key = self.index().slots.get(slot)?;
        match self.cell(key.0, &key.1, key.2)? {
            Cell::Input(input) => Some(input),
            Cell::Blank | Cell::Label(_) | Cell::Worked(..) | Cell::Sample(_) => None,
        }
    }

    fn spot(&self, sheet: SheetKey, row: &str, column: &'static str) -> Option<Spot> {
        self.index().cells.get(&(sheet, row.to_owned(), column)).copied()
    }

    /// Where a cell stands, by the keys of its row and its column.
    #[must_use]
    pub fn address(&self, sheet: SheetKey, row: &str, column: &'static str) -> Option<CellAddress> {
        self.spot(sheet, row, column).map(|spot| spot.address)
    }

    /// The cell by the keys of its row and its column.
    #[must_use]
    pub fn cell(&self, sheet: SheetKey, row: &str, column: &'static str) -> Option<&Cell> {
        let spot = self.spot(sheet, row, column)?;
        let row = self.sheet(sheet)?.blocks.get(spot.block)?.rows.get(spot.row)?;
        row.cells.get(usize::from(spot.address.column))
    }

    /// The first and the last cell of a block's column.
    #[must_use]
    pub fn range(
        &self,
        sheet: SheetKey,
        block: &str,
        column: &str,
    ) -> Option<(CellAddress, CellAddress)> {
        let block = self.sheet(sheet)?.blocks.iter().find(|one| one.key == block)?;
        let column = block.column(column)?;
        let first = CellAddress { row: block.head_row + 1, column };
        Some((first, CellAddress { row: block.after().saturating_sub(1), column }))
    }

    /// What stands in row 1 of a sheet's key column: by it the sheet is known again under any
    /// name, and a sheet of another form is told from this one's.
    #[must_use]
    pub fn marker(&self, sheet: SheetKey) -> String {
        let word = sheet.tab().to_ascii_lowercase();
        format!("quarterpack:{word}:{}:{}", self.service, self.quarter)
    }
}

impl Index {
    fn of(sheets: &[Sheet]) -> Self {
        let mut index = Self::default();
        for sheet in sheets {
            for (block, content) in sheet.blocks.iter().enumerate() {
                for (row, (at, line)) in content.placed().enumerate() {
                    let columns = (0u16..).zip(&content.columns).zip(&line.cells);
                    for ((column, head), cell) in columns {
                        let key = (sheet.key, line.key.clone(), head.key);
                        if let Some(slot) = cell.slot() {
                            index.slots.insert(slot.clone(), key.clone());
                        }
                        let address = CellAddress { row: at, column };
                        index.cells.insert(key, Spot { address, block, row });
                    }
                }
            }
        }
        index
    }
}

fn written(from: SheetKey, sheet: SheetKey, address: &str) -> String {
    if from == sheet { address.into() } else { format!("{}!{address}", sheet.tab()) }
}

fn absolute(address: CellAddress) -> String {
    let plain = address.to_string();
    let split = plain.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (letters, digits) = plain.split_at(split);
    format!("${letters}${digits}")
}

/// A cell that is not in this form is written as the error that Excel shows for one.
const NOWHERE: &str = "#REF!";

impl Addresses for Layout {
    fn input(&self, from: SheetKey, slot: &Slot) -> String {
        self.place(slot).map_or_else(
            || NOWHERE.into(),
            |(sheet, address)| written(from, sheet, &address.to_string()),
        )
    }

    fn cell(&self, from: SheetKey, sheet: SheetKey, row: &str, column: &'static str) -> String {
        self.address(sheet, row, column)
            .map_or_else(|| NOWHERE.into(), |address| written(from, sheet, &address.to_string()))
    }

    fn area(&self, from: SheetKey, sheet: SheetKey, block: &str, column: &'static str) -> String {
        self.range(sheet, block, column).map_or_else(
            || NOWHERE.into(),
            |(first, last)| {
                let range = format!("{}:{}", absolute(first), absolute(last));
                written(from, sheet, &range)
            },
        )
    }
}

/// The form's file name: `children-and-justice-2023-24-q2.xlsx`.
#[must_use]
pub fn file_name(service: &ServiceId, quarter: Quarter) -> String {
    format!("{service}-{}.xlsx", quarter.slug())
}
