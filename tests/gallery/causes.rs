//! What causes each finding in one return.

use crate::desk::{Desk, cell, number, words};
use quarterpack::calendar::NaiveDate;
use quarterpack::finding::{CellAddress, Code, Finding};
use quarterpack::form::{
    BudgetPart, CommentaryPart, CoverField, FigurePart, PeoplePart, ReportPart, RestatementPart,
    SheetKey, Slot, StepPart, SubjectivePart, VirementPart,
};
use quarterpack::intake::{self, RawValue, Remark, SheetCell};
use quarterpack::plan::{Formula, Measure, TargetRule};
use quarterpack::quantity::Unit;

/// What a person would do to cause a code, and the finding that it gives.
pub(crate) fn caused(code: Code) -> Option<Finding> {
    match code.to_string().chars().next() {
        Some('F') => file(code),
        Some('C') => a_cell(code),
        Some('M') => measure(code),
        Some('A') => action(code),
        Some('B') => budget(code),
        Some('H' | 'D' | 'W') => other(code),
        Some('O') => crate::past::caused(code),
        _ => None,
    }
}

fn file(code: Code) -> Option<Finding> {
    let desk = Desk::usual();
    match code {
        Code::F01 => {
            let pdf = b"%PDF-1.7\n";
            let (_, found) = intake::read("justice q2.xlsx", pdf, &crate::desk::forms);
            found.into_iter().next()
        }
        Code::F02 => desk
            .book(|book| {
                book.sheets.truncate(1);
                book.sheets[0].cells.clear();
                let says = SheetCell { value: words("Figures to follow"), formula: None };
                book.sheets[0].cells.insert(cell("A1"), says);
            })
            .first(code),
        Code::F03 => {
            let mut desk = desk;
            desk.file = "children-and-justice-2021-22-q1.xlsx".into();
            desk.first(code)
        }
        Code::F05 => {
            desk.book(|book| book.sheets.retain(|sheet| sheet.name != "Virements")).first(code)
        }
        Code::F06 => desk
            .sheet(SheetKey::Measures, |sheet| {
                let cells = std::mem::take(&mut sheet.cells);
                let kept = cells.into_iter().filter(|(at, _)| at.column != 5).map(|(at, cell)| {
                    let column = if at.column > 5 { at.column - 1 } else { at.column };
                    (CellAddress { column, ..at }, cell)
                });
                sheet.cells = kept.collect();
            })
            .first(code),
        Code::F07 => desk
            .sheet(SheetKey::Measures, |sheet| {
                let row: Vec<_> = sheet.cells.iter().filter(|(at, _)| at.row == 3).collect();
                let again: Vec<_> = row
                    .into_iter()
                    .map(|(at, cell)| (CellAddress { row: 40, ..*at }, cell.clone()))
                    .collect();
                sheet.cells.extend(again);
            })
            .first(code),
        Code::F08 => desk
            .sheet(SheetKey::Measures, |sheet| sheet.cells.retain(|at, _| at.row != 4))
            .first(code),
        Code::F09 => desk
            .sheet(SheetKey::Measures, |sheet| {
                let says = SheetCell { value: words("* provisional"), formula: None };
                sheet.cells.insert(cell("A40"), says);
            })
            .first(code),
        Code::F10 => desk
            .sheet(SheetKey::Measures, |sheet| sheet.merged.push((cell("F4"), cell("F5"))))
            .first(code),
        Code::F11 => desk
            .sheet(SheetKey::Measures, |sheet| {
                sheet.hidden_rows.insert(4);
            })
            .first(code),
        Code::F12 => {
            let at = cell("D4");
            desk.sheet(SheetKey::Measures, move |sheet| {
                sheet.cells.insert(at, SheetCell { value: words("70% or more"), formula: None });
            })
            .first(code)
        }
        Code::F13 => desk.book(|book| book.remarks.push(Remark::ExternalLinks)).first(code),
        Code::F14 => {
            let slot = desk.slot(|slot| matches!(slot, Slot::Figure(.., FigurePart::Value)));
            desk.put(&slot, words("12,5")).first(code)
        }
        _ => crate::inbox::caused(code),
    }
}

/// The first figure of a measure that fits.
fn figure(desk: &Desk, fits: impl Fn(&Measure) -> bool, nth: usize) -> Slot {
    let measure = desk.plan.measures_of(&desk.layout.service).find(|one| fits(one)).unwrap();
    let id = measure.formula.figures()[nth].clone();
    Slot::Figure(measure.id.clone(), id, FigurePart::Value)
}

fn is_percentage(measure: &Measure) -> bool {
    matches!(measure.formula, Formula::Percentage { .. })
}

fn a_cell(code: Code) -> Option<Finding> {
    let desk = Desk::usual();
    let slot = figure(&desk, is_percentage, 0);
    let put = |value| Desk::usual().put(&slot, value).first(code);
    match code {
        Code::C01 => put(RawValue::Error("#REF!".into())),
        Code::C02 => {
            let (key, at) = desk.layout.place(&slot)?;
            desk.sheet(key, move |sheet| {
                sheet.cells.get_mut(&at).unwrap().formula = Some("20+4".into());
            })
            .first(code)
        }
        Code::C03 => put(words("approx 40")),
        Code::C04 => put(RawValue::Empty),
        Code::C05 => {
            let Slot::Figure(measure, id, _) = slot.clone() else { return None };
            let reason = Slot::Figure(measure, id, FigurePart::Reason);
            desk.put(&reason, words("Not collected")).first(code)
        }
        Code::C06 => put(number("-3")),
        Code::C07 => {
            let slot = Slot::Cover(CoverField::PeriodEnd);
            desk.put(&slot, words("09/31/2021")).first(code)
        }
        _ => None,
    }
}

/// Every service and quarter that has a clean sample with another before it.
fn desks() -> impl Iterator<Item = Desk> {
    ["adult-and-older-people", "children-and-justice", "performance-and-support"]
        .into_iter()
        .flat_map(|service| {
            ["2021-22 Q2", "2021-22 Q1", "2023-24 Q1"].map(|q| Desk::of(service, q))
        })
}

fn measure(code: Code) -> Option<Finding> {
    let desk = Desk::usual();
    let of = desk.plan.measures_of(&desk.layout.service).find(|one| is_percentage(one))?.clone();
    let (part, whole) = (figure(&desk, is_percentage, 0), figure(&desk, is_percentage, 1));
    let key = |measure: &Measure| format!("{}/{}", measure.id, measure.formula.figures()[0]);
    let said = |part| Slot::Commentary(of.id.clone(), part);
    match code {
        Code::M01 => desk.put(&part, number("480")).first(code),
        Code::M02 => desk.put(&whole, number("0")).first(code),
        Code::M03 => desk.over(SheetKey::Measures, &key(&of), "result", number("55")).first(code),
        Code::M04 => {
            let share = RawValue::Number { number: "0.76".parse().ok()?, percent: true };
            desk.put(&part, share).first(code)
        }
        Code::M05 => desks().find_map(|desk| {
            let service = desk.layout.service.clone();
            let mut money = desk
                .plan
                .measures_of(&service)
                .flat_map(|one| one.figures.iter().map(move |figure| (one, figure)))
                .filter(|(_, figure)| figure.unit == Unit::Pounds)
                .map(|(one, figure)| {
                    Slot::Figure(one.id.clone(), figure.id.clone(), FigurePart::Value)
                });
            let slot = money.next()?;
            desk.put(&slot, number("66")).first(code)
        }),
        Code::M06 => desk.put(&whole, RawValue::Empty).first(code),
        Code::M07 => desks().find_map(|desk| {
            let staged = |one: &&Measure| {
                is_percentage(one)
                    && one.figures.len() > 2
                    && one.figures.iter().all(|figure| figure.unit == Unit::Count)
            };
            let one = desk.plan.measures_of(&desk.layout.service).find(staged)?;
            let second = one.figures.get(1)?.id.clone();
            let slot = Slot::Figure(one.id.clone(), second, FigurePart::Value);
            desk.put(&slot, number("5000")).first(code)
        }),
        Code::M08 | Code::M10 => desks().find_map(|desk| {
            let sums = |one: &&Measure| one.is_cumulative();
            let one = desk.plan.measures_of(&desk.layout.service).find(sums)?.clone();
            let typed = if code == Code::M08 { "1" } else { "999999" };
            desk.over(SheetKey::Measures, &key(&one), "year", number(typed)).first(code)
        }),
        Code::M09 => {
            let slot = |part| Slot::Restatement(0, part);
            desk.put(&slot(RestatementPart::Reference), words(&of.figure_reference(0)))
                .put(&slot(RestatementPart::Quarter), words("Q1"))
                .put(&slot(RestatementPart::New), number("7"))
                .first(code)
        }
        Code::M11 => desk.put(&whole, number("900")).first(code),
        Code::M12 => {
            let empty = |desk: Desk, part| desk.put(&said(part), RawValue::Empty);
            let desk = empty(desk.put(&part, number("1")), CommentaryPart::Comment);
            empty(desk, CommentaryPart::Action).first(code)
        }
        Code::M13 => desk.put(&said(CommentaryPart::Comment), words("As before.")).first(code),
        Code::M14 => {
            let Slot::Figure(measure, id, _) = part.clone() else { return None };
            let reason = Slot::Figure(measure, id, FigurePart::Reason);
            desk.put(&part, RawValue::Empty).put(&reason, words("Not yet available")).first(code)
        }
        Code::M15 => desk.put(&said(CommentaryPart::Override), words("Contextual")).first(code),
        Code::M16 => desks().find_map(|desk| {
            let open = |rule: &TargetRule| {
                matches!(rule, TargetRule::ToBeConfirmed | TargetRule::IncreaseEachQuarter { .. })
            };
            let any = desk.plan.measures_of(&desk.layout.service).any(|one| open(&one.target.rule));
            if any { desk.first(code) } else { None }
        }),
        _ => None,
    }
}

fn action(code: Code) -> Option<Finding> {
    let desk = Desk::of("performance-and-support", "2021-22 Q2");
    let step = desk.slot(|slot| matches!(slot, Slot::Step(_, StepPart::State)));
    let Slot::Step(id, _) = step.clone() else { return None };
    let of = |part| Slot::Step(id.clone(), part);
    let day = |text: &str| text.parse::<NaiveDate>().ok().map(RawValue::Date);
    match code {
        Code::A01 => desk.put(&step, words("Nearly there")).first(code),
        Code::A02 => desk
            .put(&step, words("Complete"))
            .put(&of(StepPart::Percent), number("100"))
            .put(&of(StepPart::CompletedOn), RawValue::Empty)
            .first(code),
        Code::A03 => desk
            .put(&step, words("Complete"))
            .put(&of(StepPart::CompletedOn), day("2021-12-24")?)
            .first(code),
        Code::A04 => desk
            .put(&step, words("On track"))
            .put(&of(StepPart::NewDue), day("2021-09-01")?)
            .first(code),
        Code::A05 => {
            let falls = |slot: &Slot| matches!(slot, Slot::Step(_, StepPart::Percent));
            let all: Vec<Slot> =
                desk.layout.slots().map(|(slot, ..)| slot.clone()).filter(falls).collect();
            all.iter().fold(desk, |desk, slot| desk.put(slot, number("1"))).first(code)
        }
        Code::A06 => {
            let made = |slot: &Slot| matches!(slot, Slot::Report(.., ReportPart::MadeOn));
            let all: Vec<Slot> =
                desk.layout.slots().map(|(slot, ..)| slot.clone()).filter(made).collect();
            all.iter().fold(desk, |desk, slot| desk.put(slot, RawValue::Empty)).first(code)
        }
        Code::A07 => desk.put(&of(StepPart::NewDue), day("2022-03-01")?).first(code),
        _ => None,
    }
}

fn budget(code: Code) -> Option<Finding> {
    let desk = Desk::usual();
    let slot = desk.slot(|slot| matches!(slot, Slot::Budget(_, BudgetPart::ActualToDate)));
    let Slot::Budget(line, _) = slot.clone() else { return None };
    let row = format!("line/{line}");
    let of = |part| Slot::Budget(line.clone(), part);
    let sheet = SheetKey::Budget;
    match code {
        Code::B01 => {
            let at = desk.layout.address(sheet, &row, "line")?;
            desk.sheet(sheet, move |sheet| sheet.cells.retain(|cell, _| cell.row != at.row))
                .first(code)
        }
        Code::B02 => desk.over(sheet, &row, "annual", number("12345")).first(code),
        Code::B03 => desk.over(sheet, &row, "current", number("12345")).first(code),
        Code::B04 => {
            let rows = desk.layout.slots().filter_map(|(slot, ..)| match slot {
                Slot::Virement(row, _) => Some(*row),
                _ => None,
            });
            let last = rows.max()?;
            let of = |part| Slot::Virement(last, part);
            desk.put(&of(VirementPart::Reference), words("V21-99"))
                .put(&of(VirementPart::Amount), number("120"))
                .first(code)
        }
        Code::B05 => desk.over(sheet, &row, "variance", words("999 over")).first(code),
        Code::B06 => {
            let parts = desk.slot(|slot| {
                matches!(slot, Slot::Subjective(of, _, SubjectivePart::ActualToDate) if *of == line)
            });
            desk.put(&parts, number("1")).first(code)
        }
        Code::B07 => desk.put(&slot, number("1")).first(code),
        Code::B08 => desk
            .put(&slot, number("99999"))
            .put(&of(BudgetPart::Explanation), RawValue::Empty)
            .first(code),
        Code::B09 => desk
            .put(&Slot::Cover(CoverField::PeriodEnd), RawValue::Date("2021-08-20".parse().ok()?))
            .first(code),
        Code::B10 => {
            let share = RawValue::Number { number: "0.48".parse().ok()?, percent: true };
            desk.put(&slot, share).first(code)
        }
        _ => None,
    }
}

fn other(code: Code) -> Option<Finding> {
    let desk = Desk::usual();
    match code {
        Code::H01 => {
            desk.put(&Slot::People(PeoplePart::FullTimeEquivalent), number("9999")).first(code)
        }
        Code::H02 => desk.put(&Slot::People(PeoplePart::Headcount), number("5000")).first(code),
        Code::D01 => {
            let comment =
                desk.slot(|slot| matches!(slot, Slot::Commentary(_, CommentaryPart::Comment)));
            let says = "Two families wait; Mrs Janet Brown of ML3 0AA (01698 455455) complained.";
            desk.put(&comment, words(says)).first(code)
        }
        Code::D02 => desks().find_map(|desk| {
            let marked = |slot: &Slot| {
                let Slot::Figure(measure, figure, FigurePart::Value) = slot else { return false };
                let figure = desk.plan.measure(measure).and_then(|one| one.figure(figure));
                figure.is_some_and(|figure| figure.small_numbers)
            };
            let slot = desk.layout.slots().map(|(slot, ..)| slot).find(|slot| marked(slot))?;
            let slot = slot.clone();
            desk.put(&slot, number("3")).first(code)
        }),
        Code::W02 => desk.put(&Slot::Cover(CoverField::SignedOffBy), RawValue::Empty).first(code),
        _ => crate::inbox::caused(code),
    }
}

#[test]
fn personal_data_in_a_comment_goes_no_further_than_the_return() {
    let desk = Desk::usual();
    let slot = desk.slot(|slot| matches!(slot, Slot::Commentary(_, CommentaryPart::Comment)));
    let Slot::Commentary(measure, _) = slot.clone() else { panic!("{slot:?}") };
    let says = "Two families wait; Mrs Janet Brown of ML3 0AA (01698 455455) complained.";
    let returned = desk.put(&slot, words(says)).returned();
    let comment = returned.commentary[&measure].comment.clone().unwrap();
    assert!(comment.starts_with("Two families wait; "), "{comment}");
    for private in ["Janet", "Brown", "ML3 0AA", "455455"] {
        assert!(!comment.contains(private), "{comment}");
    }
}

/// A day that was pasted from a workbook that counts from 1904 is four years and a day too early.
#[test]
fn a_day_pasted_from_the_other_way_of_counting_is_told_with_both_readings() {
    let slot = Slot::Cover(CoverField::PeriodEnd);
    let day: NaiveDate = "2017-09-09".parse().unwrap();
    let found = Desk::usual().put(&slot, RawValue::Date(day)).found();
    let told = found.iter().find(|finding| finding.code == Code::F14).unwrap().to_string();
    let told = told.replace('\u{a0}', " ");
    assert!(told.contains("9 September 2017") && told.contains("10 September 2021"), "{told}");
}
