//! A raw return made into a return, sheet by sheet.

use super::cells::{Cells, Read, excerpt};
use super::cleared::Cleared;
use super::places::Places;
use super::returned::{
    Commentary, FigureState, Given, Override, QuotedNumber, Return, Side, Source,
};
use super::rows;
use super::text;
use super::thresholds::Thresholds;
use super::values::{self, Asked};
use crate::calendar::Quarter;
use crate::finding::{Code, Finding, Severity};
use crate::form::{CommentaryPart, CoverField, FigurePart, Slot};
use crate::intake::{Basis, Quoted, RawCell, RawReturn, RawValue};
use crate::plan::{Figure, Measure, Plan, ServiceId, Status};
use crate::quantity::{Decimal, Unit};
use std::collections::BTreeMap;

/// Reads a raw return against its plan. Whatever can be used is in the return; whatever can't
/// is a finding.
#[must_use]
pub fn read(
    raw: &RawReturn,
    source: Source,
    plan: &Plan,
    service: &ServiceId,
    quarter: Quarter,
    thresholds: &Thresholds,
) -> (Return, Vec<Finding>) {
    read_cleared(raw, source, plan, service, quarter, thresholds, &Cleared::default())
}

/// As [`read`], with what reviewers decided of texts in which personal data was found.
#[must_use]
pub fn read_cleared(
    raw: &RawReturn,
    source: Source,
    plan: &Plan,
    service: &ServiceId,
    quarter: Quarter,
    thresholds: &Thresholds,
    cleared: &Cleared,
) -> (Return, Vec<Finding>) {
    let mut cells = Cells::new(raw, cleared);
    let revision = revision(&mut cells);
    let signed_off = sign_off(&mut cells, thresholds);
    let completed_by = cells.text(&Slot::Cover(CoverField::CompletedBy));
    let period_end = cells.day(&Slot::Cover(CoverField::PeriodEnd), "The finance period's end");
    let measures: Vec<&Measure> = plan.measures_of(service).collect();
    let figures = figures(&mut cells, &measures);
    let commentary = commentary(&mut cells, &measures);
    let restatements = rows::restatements(&mut cells, plan, service, quarter);
    let virements = rows::virements(&mut cells, plan);
    let people = rows::people(&mut cells);
    // A workbook that was not made from the form has measures and comments only.
    let form = raw.basis != Basis::Heading;
    let whole = form.then(|| {
        (
            rows::actions(&mut cells, plan, service),
            rows::budget(&mut cells, plan, service),
            rows::projects(&mut cells, plan, service),
            rows::context(&mut cells, plan, service),
        )
    });
    let ((steps, reports), budget, projects, (risks, statistics)) = whole.unwrap_or_default();
    let returned = Return {
        service: service.clone(),
        quarter,
        revision,
        source,
        completed_by,
        signed_off,
        period_end,
        figures,
        commentary,
        restatements,
        steps,
        reports,
        budget,
        virements,
        projects,
        people,
        risks,
        statistics,
        basis: raw.basis,
        quoted: quoted(&mut cells),
        places: Places::of(raw),
        unusable: std::mem::take(&mut cells.unusable),
    };
    let mut findings = cells.findings;
    findings.extend(text::personal_data(raw, cleared));
    findings.extend(text::decimal_commas(raw));
    (returned, findings.into_iter().map(text::without_personal_data).collect())
}

/// Numbers that were typed where the form works them out; one that can't be read is told.
fn quoted(cells: &mut Cells<'_>) -> BTreeMap<Quoted, QuotedNumber> {
    let mut all = BTreeMap::new();
    for (what, cell) in &cells.raw.quoted {
        let place = cell.place.clone();
        let (number, percent, side) = match &cell.value {
            RawValue::Number { number, percent: true } => {
                (*number * Decimal::ONE_HUNDRED, true, None)
            }
            RawValue::Number { number, percent: false } => (*number, false, None),
            RawValue::Text(text) => {
                let lower = text.trim().to_lowercase();
                let side = [Side::Under, Side::Over];
                let side = side.into_iter().find(|side| lower.ends_with(side.word()));
                let bare = side.and_then(|side| lower.strip_suffix(side.word())).unwrap_or(&lower);
                match values::number(bare, Asked::Number) {
                    values::Typed::Number(number) => (number, false, side),
                    values::Typed::Percent(number) => (number, true, side),
                    values::Typed::Reason(_) | values::Typed::Doubt(_) | values::Typed::Unclear => {
                        continue;
                    }
                }
            }
            RawValue::Error(_) => {
                cells.findings.push(error_shown(cell));
                continue;
            }
            RawValue::Empty | RawValue::Date(_) | RawValue::Truth(_) | RawValue::OutOfRange(_) => {
                continue;
            }
        };
        all.insert(what.clone(), QuotedNumber { number, percent, side, place });
    }
    all
}

/// A number that the form works out anyway: nothing is lost, and still somebody should look.
fn error_shown(cell: &RawCell) -> Finding {
    let message = format!("the cell shows {}", cell.quoted());
    let finding = Finding::new(Code::C01, cell.place.clone(), message);
    finding.severity(Severity::Warning).excerpt(excerpt(cell))
}

fn revision(cells: &mut Cells<'_>) -> u32 {
    let slot = Slot::Cover(CoverField::Revision);
    match cells.number(&slot, "The revision number", Asked::Count, false) {
        Read::Number(number) if number.fract().is_zero() && number >= Decimal::ONE => {
            number.normalize().to_string().parse().unwrap_or(1)
        }
        Read::Empty => 1,
        Read::Number(_) | Read::Reason(_) | Read::Unusable(_) => {
            if let Some(cell) = cells.cell(&slot) {
                let finding =
                    cells.find(Code::C06, cell, "the revision number is not 1, 2, 3 …".into());
                finding.remedy =
                    "Type 1 for the first return, and one more for each correction.".into();
            }
            1
        }
    }
}

fn sign_off(
    cells: &mut Cells<'_>,
    thresholds: &Thresholds,
) -> Option<(String, Option<crate::calendar::NaiveDate>)> {
    let slot = Slot::Cover(CoverField::SignedOffBy);
    let role = cells.text(&slot);
    let day = cells.day(&Slot::Cover(CoverField::SignedOffOn), "The date of the sign-off");
    if role.is_none() {
        let severity =
            if thresholds.require_sign_off { Severity::Error } else { Severity::Warning };
        let finding = Finding::new(Code::W02, cells.place(&slot), "the return is not signed off");
        cells.findings.push(finding.severity(severity));
    }
    role.map(|role| (role, day))
}

type Figures = BTreeMap<(crate::plan::MeasureId, crate::plan::FigureId), Given>;

fn figures(cells: &mut Cells<'_>, measures: &[&Measure]) -> Figures {
    let mut figures = BTreeMap::new();
    for measure in measures {
        for figure in &measure.figures {
            let state = figure_state(cells, measure, figure);
            let slot = Slot::Figure(measure.id.clone(), figure.id.clone(), FigurePart::Value);
            let place = cells.place(&slot);
            figures.insert((measure.id.clone(), figure.id.clone()), Given { state, place });
        }
    }
    figures
}

fn figure_state(cells: &mut Cells<'_>, measure: &Measure, figure: &Figure) -> FigureState {
    let about = format!("Measure {}", measure.number);
    let slot = |part| Slot::Figure(measure.id.clone(), figure.id.clone(), part);
    let (value, reason) = (slot(FigurePart::Value), slot(FigurePart::Reason));
    let before = cells.findings.len();
    let asked = match figure.unit {
        Unit::Count | Unit::Days => Asked::Count,
        Unit::Pounds => Asked::Pounds,
    };
    let read = cells.number(&value, &figure.label, asked, false);
    let why = reason_given(cells, &reason);
    let state = match (read, why) {
        (Read::Number(number), None) => judged(cells, &value, figure, number),
        (Read::Number(number), Some(why)) => {
            both(cells, &value, figure, number, why);
            FigureState::Unusable(number.normalize().to_string())
        }
        (Read::Reason(why), _) | (Read::Empty, Some(why)) => FigureState::None(why),
        (Read::Unusable(text), _) => FigureState::Unusable(text),
        (Read::Empty, None) => {
            blank(cells, &value, figure);
            FigureState::Blank
        }
    };
    for finding in cells.findings.iter_mut().skip(before) {
        finding.about.get_or_insert_with(|| about.clone());
    }
    state
}

fn reason_given(cells: &mut Cells<'_>, slot: &Slot) -> Option<crate::form::NoFigure> {
    let text = cells.text(slot)?;
    let read = crate::form::NoFigure::called(&text);
    if read.is_none()
        && let Some(cell) = cells.cell(slot)
    {
        let finding = cells.find(Code::C04, cell, format!("“{text}” is no reason from the list"));
        finding.remedy = "Choose a reason from the list in that cell.".into();
    }
    read
}

fn judged(cells: &mut Cells<'_>, slot: &Slot, figure: &Figure, number: Decimal) -> FigureState {
    let whole = matches!(figure.unit, Unit::Count | Unit::Days);
    let fault = if number.is_sign_negative() && !number.is_zero() {
        Some("is below zero")
    } else if whole && !number.fract().is_zero() {
        Some("is not a whole number")
    } else if number.abs() >= Decimal::from(1_000_000_000_000_000_i64) {
        Some("has more than 15 digits")
    } else {
        None
    };
    let (Some(fault), Some(cell)) = (fault, cells.cell(slot)) else {
        return FigureState::Number(number);
    };
    let quoted = cell.quoted();
    let share = whole && number > Decimal::ZERO && number < Decimal::ONE;
    let finding = cells.find(Code::C06, cell, format!("{} {fault}", figure.label));
    finding.read = Some(if share {
        let percent = (number * Decimal::ONE_HUNDRED).normalize();
        format!("read {quoted}, which could be {percent}% or a slip; it is not used")
    } else {
        format!("read {quoted}; it is not used")
    });
    if matches!(figure.unit, Unit::Pounds) {
        finding.remedy = "Type an amount in pounds, such as 53900.".into();
    }
    FigureState::Unusable(quoted)
}

fn both(
    cells: &mut Cells<'_>,
    slot: &Slot,
    figure: &Figure,
    number: Decimal,
    why: crate::form::NoFigure,
) {
    if let Some(cell) = cells.cell(slot) {
        let message = format!("{} has a figure and a reason why there is none", figure.label);
        let finding = cells.find(Code::C05, cell, message);
        finding.read = Some(format!("read {} and “{}”", number.normalize(), why.word()));
    }
}

fn blank(cells: &mut Cells<'_>, slot: &Slot, figure: &Figure) {
    if let Some(cell) = cells.cell(slot) {
        let message = format!("{} is empty, with no reason given", figure.label);
        cells.find(Code::C04, cell, message);
    } else if cells.raw.basis != Basis::Heading {
        let place = crate::finding::Place::file(cells.raw.file.clone());
        let message = format!("{} has no cell in this return", figure.label);
        cells.findings.push(Finding::new(Code::F08, place, message));
    }
}

fn commentary(
    cells: &mut Cells<'_>,
    measures: &[&Measure],
) -> BTreeMap<crate::plan::MeasureId, Commentary> {
    let mut all = BTreeMap::new();
    for measure in measures {
        let slot = |part| Slot::Commentary(measure.id.clone(), part);
        let commentary = Commentary {
            comment: cells.text(&slot(CommentaryPart::Comment)),
            action: cells.text(&slot(CommentaryPart::Action)),
            owner: cells.text(&slot(CommentaryPart::Owner)),
            by: cells.day(&slot(CommentaryPart::By), "The date of the improvement action"),
            changed_to: changed_to(cells, &slot),
            place: cells.place(&slot(CommentaryPart::Comment)),
        };
        all.insert(measure.id.clone(), commentary);
    }
    all
}

fn changed_to(cells: &mut Cells<'_>, slot: &dyn Fn(CommentaryPart) -> Slot) -> Option<Override> {
    let at = slot(CommentaryPart::Override);
    let word = cells.text(&at)?;
    let reason = cells.text(&slot(CommentaryPart::OverrideReason));
    let approver = cells.text(&slot(CommentaryPart::OverrideApprover));
    let status = Status::called(&word).filter(|status| *status != Status::Blue);
    if status.is_none()
        && let Some(cell) = cells.cell(&at)
    {
        let finding = cells.find(Code::M15, cell, format!("“{word}” is no status of a measure"));
        finding.remedy = "Choose a status from the list in that cell, or leave it empty.".into();
    }
    status.map(|status| Override { status, reason, approver })
}
