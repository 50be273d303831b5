//! The form as a whole: what it says while it is filled in.

use super::example::{every_layout, filled, layout, plan, quarter};
use super::{
    BudgetPart, CommentaryPart, Entry, FigurePart, Filled, FormContext, Layout, NoFigure,
    ProjectPart, SheetKey, Slot, StepPart, Subjective, SubjectivePart, Value, VirementPart, Worked,
    write,
};
use crate::calendar::NaiveDate;
use crate::plan::{FigureId, MeasureId};
use crate::quantity::Decimal;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::fs;

/// Entries of every kind in slots of every kind, right and wrong.
fn anything(form: &Layout) -> impl Strategy<Value = Filled> + use<> {
    let slots: Vec<_> = form.slots().map(|(slot, ..)| slot.clone()).collect();
    let number = prop_oneof![
        (0i64..200).prop_map(Decimal::from),
        (-2000i64..90_000).prop_map(|digits| Decimal::new(digits, 1)),
    ];
    let words: Vec<_> = NoFigure::ALL
        .iter()
        .map(|one| one.word())
        .chain(["Red", "amber", "Complete", "On track", "Minor slippage", "approx 40", "76%"])
        .chain(["Children and Families", "Adult and Older People", " "])
        .collect();
    let day = NaiveDate::from_ymd_opt(2023, 9, 12).unwrap();
    let entry = prop_oneof![
        6 => number.clone().prop_map(Entry::Number),
        1 => (1i64..100).prop_map(|share| Entry::Percent(Decimal::new(share, 2))),
        3 => prop::sample::select(words).prop_map(|text| Entry::Text(text.into())),
        1 => Just(Entry::Date(day)),
        1 => Just(Entry::Formula("1/0".into(), Box::new(Entry::Text("#DIV/0!".into())))),
        1 => Just(Entry::Formula("6*7".into(), Box::new(Entry::Number(42.into())))),
    ];
    prop::collection::vec(prop::option::weighted(0.8, entry), slots.len()).prop_map(
        move |entries| {
            let pairs = slots.iter().cloned().zip(entries);
            pairs.filter_map(|(slot, entry)| entry.map(|entry| (slot, entry))).collect()
        },
    )
}

/// For `check-xlsx` and for looking at: blank, filled and muddled forms in `target/forms`.
#[test]
#[ignore = "writes files to look at"]
fn forms_to_look_at() {
    fs::create_dir_all("target/forms").unwrap();
    let mut runner = TestRunner::deterministic();
    for form in every_layout() {
        let name = format!("{}-{}", form.service, form.quarter.slug());
        let muddled = anything(&form).new_tree(&mut runner).unwrap().current();
        let kinds = [("blank", Filled::new()), ("filled", filled(&form)), ("muddled", muddled)];
        for (kind, entries) in kinds {
            let bytes = write(&form, &entries).unwrap();
            fs::write(format!("target/forms/{name}-{kind}.xlsx"), bytes).unwrap();
        }
    }
}

#[test]
fn the_same_form_makes_the_same_bytes() {
    let form = layout("children-and-justice");
    let entries = filled(&form);
    assert_eq!(write(&form, &entries).unwrap(), write(&form, &entries).unwrap());
}

#[test]
fn every_message_fits_and_every_formula_finds_its_cells() {
    for form in every_layout() {
        for (slot, ..) in form.slots() {
            let input = form.input(slot).unwrap();
            assert!(input.title.encode_utf16().count() <= 32, "{}", input.title);
            assert!(input.message.encode_utf16().count() <= 255, "{}", input.message);
        }
        for sheet in &form.sheets {
            for (.., cell, row) in sheet.cells() {
                if let super::Cell::Worked(formula, _) = cell {
                    let written = formula.written(sheet.key, &form);
                    assert!(!written.contains("#REF!"), "{} {}: {written}", form.quarter, row.key);
                    assert!(written.len() < 8192, "{} {}", form.quarter, row.key);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever is entered, the form says something sensible: no formula of it fails.
    #[test]
    fn no_formula_fails(entries in anything(&layout("children-and-justice"))) {
        let form = layout("children-and-justice");
        let worked = Worked::new(&form, &entries);
        for sheet in &form.sheets {
            for block in &sheet.blocks {
                for row in &block.rows {
                    for (column, cell) in block.columns.iter().zip(&row.cells) {
                        if matches!(cell, super::Cell::Worked(..)) {
                            let shows = worked.shows(sheet.key, &row.key, column.key);
                            let failed = matches!(shows, Value::Error(_));
                            prop_assert!(!failed, "{} {}: {shows:?}", row.key, column.key);
                        }
                    }
                }
            }
        }
    }
}

fn measures(form: &Layout, entries: &Filled, row: &str, column: &'static str) -> String {
    match Worked::new(form, entries).shows(SheetKey::Measures, row, column) {
        Value::Text(text) => text,
        Value::Number(number) => number.round_dp(3).normalize().to_string(),
        Value::Empty | Value::Truth(_) | Value::Error(_) => String::new(),
    }
}

fn figure(measure: &str, figure: &str, part: FigurePart) -> Slot {
    Slot::Figure(MeasureId::from(measure), FigureId::from(figure), part)
}

fn number(number: &str) -> Entry {
    Entry::Number(number.parse().unwrap())
}

fn pair(measure: &str, part: &str, whole: &str) -> Filled {
    Filled::from([
        (figure(measure, "num", FigurePart::Value), number(part)),
        (figure(measure, "den", FigurePart::Value), number(whole)),
    ])
}

/// The form of Q1: the year to date is the quarter.
fn first_quarter(service: &str) -> Layout {
    let context = FormContext::default();
    Layout::new(&plan(), &service.into(), quarter("2023-24 Q1"), &context).unwrap()
}

#[test]
fn the_check_of_a_percentage_says_what_to_do() {
    let form = first_quarter("children-and-justice");
    let check = |part: &str, whole: &str, expected: &str| {
        let shows = measures(&form, &pair("M05", part, whole), "M05/num", "check");
        assert_eq!(shows, expected, "{part} of {whole}");
    };
    check("96", "126", "OK");
    check("0.76", "126", "Mend: enter how many, such as 96");
    check("1.5", "126", "Mend: enter how many, such as 48");
    check("-4", "126", "Mend: enter 0 or more");
    check("127", "126", "Mend: a part cannot exceed its whole");
    // 75% is asked for; up to 5% of it short is amber.
    check("75", "100", "OK");
    check("72", "100", "Amber: comment needed");
    check("71", "100", "Red: comment and action needed");
    let empty = Filled::new();
    let todo = "To do: enter a figure, or choose why not";
    assert_eq!(measures(&form, &empty, "M05/num", "check"), todo);
    assert_eq!(measures(&form, &empty, "M05/num", "result"), "");
}

#[test]
fn a_reason_stands_for_a_figure_and_not_beside_one() {
    let form = first_quarter("children-and-justice");
    let reason = figure("M05", "num", FigurePart::Reason);
    let check = |entries: &Filled, expected: &str| {
        assert_eq!(measures(&form, entries, "M05/num", "check"), expected);
    };
    let late = NoFigure::NotYetAvailable.word();
    let only = Filled::from([(reason.clone(), Entry::Text(late.into()))]);
    check(&only, "OK: not yet available");
    let status = Worked::new(&form, &only).shows(SheetKey::Commentary, "M05", "status");
    assert_eq!(status, Value::Text("Report later".into()));
    let mut both = pair("M05", "96", "126");
    both.insert(reason.clone(), Entry::Text(late.into()));
    check(&both, "Mend: a figure and a reason; delete one");
    let other = Filled::from([(reason, Entry::Text("tbc".into()))]);
    check(&other, "Mend: choose a reason from the list");
    let words = figure("M05", "num", FigurePart::Value);
    let words = Filled::from([(words, Entry::Text("about 50".into()))]);
    check(&words, "Mend: type digits only, such as 48");
}

#[test]
fn red_is_answered_by_a_comment_and_a_whole_action() {
    let form = first_quarter("children-and-justice");
    let mut entries = pair("M05", "50", "100");
    let said = |part| Slot::Commentary(MeasureId::from("M05"), part);
    let words = Entry::Text("Two posts were vacant in August.".into());
    for part in [CommentaryPart::Comment, CommentaryPart::Action, CommentaryPart::Owner] {
        entries.insert(said(part), words.clone());
        let shows = measures(&form, &entries, "M05/num", "check");
        assert_eq!(shows, "Red: comment and action needed");
    }
    let day = NaiveDate::from_ymd_opt(2023, 12, 31).unwrap();
    entries.insert(said(CommentaryPart::By), Entry::Date(day));
    assert_eq!(measures(&form, &entries, "M05/num", "check"), "Red: comment and action given");
    entries.insert(said(CommentaryPart::Override), Entry::Text("Amber".into()));
    assert_eq!(
        measures(&form, &entries, "M05/num", "check"),
        "Mend: a changed status needs a reason and an approver"
    );
    entries.insert(said(CommentaryPart::OverrideReason), words.clone());
    entries.insert(said(CommentaryPart::OverrideApprover), words);
    assert_eq!(measures(&form, &entries, "M05/num", "check"), "Amber: comment given");
}

#[test]
fn the_year_to_date_is_a_sum_over_a_sum() {
    // The quarter before had 60 of 75.
    let form = layout("children-and-justice");
    let entries = pair("M05", "60", "100");
    assert_eq!(measures(&form, &entries, "M05/num", "result"), "0.6");
    assert_eq!(measures(&form, &entries, "M05/num", "year"), "0.686");
    assert_eq!(measures(&form, &entries, "M05/num", "check"), "Red: comment and action needed");
    // Residential placements: the latest counts; less is better.
    let entries = pair("M06", "52", "501");
    assert_eq!(measures(&form, &entries, "M06/num", "year"), "0.104");
    assert_eq!(measures(&form, &entries, "M06/num", "check"), "Amber: comment needed");
    // An increase each quarter: against 60 of 75, that is 80%.
    for (part, check) in
        [("81", "OK"), ("80", "Amber: comment needed"), ("75", "Red: comment and action needed")]
    {
        let shows = measures(&form, &pair("M03", part, "100"), "M03/num", "check");
        assert_eq!(shows, check, "{part}");
    }
}

#[test]
fn the_cover_counts_what_is_entered_and_what_is_left() {
    let form = first_quarter("children-and-justice");
    let cover = |entries: &Filled, row: &str| {
        Worked::new(&form, entries).shows(SheetKey::Cover, row, "value")
    };
    let entries = pair("M05", "0.76", "126");
    assert_eq!(cover(&entries, "entered"), Value::Text("Measures: 1 of 16".into()));
    let Value::Text(left) = cover(&entries, "left") else { panic!("no words") };
    assert!(left.ends_with(" entries; 0 comments or actions"), "{left}");
}

#[test]
fn budget_lines_add_up_and_large_variances_are_explained() {
    let form = first_quarter("children-and-justice");
    let id = crate::plan::LineId::from("children-and-families");
    let mut entries = Filled::new();
    let parts = [
        (BudgetPart::Forecast, SubjectivePart::Forecast, "37750"),
        (BudgetPart::BudgetToDate, SubjectivePart::BudgetToDate, "9000"),
        (BudgetPart::ActualToDate, SubjectivePart::ActualToDate, "9434"),
    ];
    for (part, below, amount) in parts {
        entries.insert(Slot::Budget(id.clone(), part), number(amount));
        let slot = Slot::Subjective(id.clone(), Subjective::Employees, below);
        entries.insert(slot, number(amount));
    }
    let shows = |entries: &Filled, column: &'static str| {
        Worked::new(&form, entries).shows(SheetKey::Budget, "line/children-and-families", column)
    };
    let text = |text: &str| Value::Text(text.into());
    assert_eq!(shows(&entries, "variance"), text("434 over"));
    assert_eq!(shows(&entries, "check"), text("Explanation needed"));
    let why = Slot::Budget(id.clone(), BudgetPart::Explanation);
    entries.insert(why, Entry::Text("Fostering fees.".into()));
    assert_eq!(shows(&entries, "check"), text("OK: explanation given"));
    let income = Slot::Subjective(id.clone(), Subjective::Income, SubjectivePart::ActualToDate);
    entries.insert(income.clone(), number("-10"));
    assert_eq!(shows(&entries, "check"), text("OK: explanation given"));
    entries.insert(income, number("-11"));
    assert_eq!(shows(&entries, "check"), text("Mend: actual to date: the lines below make 9,423"));
    // A virement into the line raises its current budget.
    let name = plan().revenue.iter().find(|line| line.id == id).unwrap().text.clone();
    entries.insert(Slot::Virement(2, VirementPart::To), Entry::Text(name));
    entries.insert(Slot::Virement(2, VirementPart::Amount), number("120"));
    assert_eq!(shows(&entries, "virements"), Value::Number(120.into()));
}

#[test]
fn actions_and_projects_say_what_is_missing() {
    let form = layout("children-and-justice");
    let steps = form.slots().filter_map(|(slot, ..)| {
        if let Slot::Step(id, StepPart::State) = slot { Some(id.clone()) } else { None }
    });
    let step = steps.min().unwrap();
    let check = |state: &str| {
        let slot = Slot::Step(step.clone(), StepPart::State);
        let entries = Filled::from([(slot, Entry::Text(state.into()))]);
        Worked::new(&form, &entries).shows(SheetKey::Actions, step.as_str(), "check")
    };
    let text = |text: &str| Value::Text(text.into());
    assert_eq!(check("On track"), text("OK"));
    assert_eq!(check("Minor slippage"), text("Amber: comment needed"));
    assert_eq!(check("Complete"), text("Mend: Complete needs 100, the day and the evidence"));
    assert_eq!(check("nearly"), text("Mend: choose a status from the list"));
    let projects = every_layout().into_iter().flat_map(|form| {
        let slots = form.slots().map(|(slot, ..)| slot.clone()).collect::<Vec<_>>();
        slots.into_iter().filter(|slot| matches!(slot, Slot::Project(_, ProjectPart::Forecast)))
    });
    assert!(projects.count() > 0);
}

#[test]
fn every_figure_has_a_reference_of_its_own() {
    for plan in super::example::plans() {
        let references: Vec<_> = plan
            .measures
            .iter()
            .flat_map(|measure| (0..measure.figures.len()).map(|nth| measure.figure_reference(nth)))
            .collect();
        let mut unique = references.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), references.len());
        assert!(references.contains(&"13a".into()));
    }
}

#[test]
fn a_total_that_builds_up_is_scored_on_its_share() {
    // £200k in the year: £100k by Q2; the quarter before brought £51,200.
    let form = layout("adult-and-older-people");
    let check = |form: &Layout, saving: &str, expected: &str| {
        let entries = Filled::from([(figure("M01", "saving", FigurePart::Value), number(saving))]);
        let shows = Worked::new(form, &entries).shows(SheetKey::Commentary, "M01", "status");
        assert_eq!(shows, Value::Text(expected.into()), "{saving}");
    };
    check(&form, "48800", "Green");
    check(&form, "48799", "Amber");
    check(&form, "43000", "Red");
    // Without the quarter before, nobody knows.
    let bare = FormContext::default();
    let service = "adult-and-older-people".into();
    let alone = Layout::new(&plan(), &service, quarter("2023-24 Q2"), &bare).unwrap();
    check(&alone, "48800", "Report later");
    check(&alone, "100000", "Green");
}

#[test]
fn a_quarter_with_nothing_to_count_keeps_the_year_as_it_was() {
    let form = layout("children-and-justice");
    let reason = |id| (figure("M05", id, FigurePart::Reason), Entry::Text("No activity".into()));
    let entries = Filled::from([reason("num"), reason("den")]);
    assert_eq!(measures(&form, &entries, "M05/num", "result"), "");
    assert_eq!(measures(&form, &entries, "M05/num", "year"), "0.8");
    let status = Worked::new(&form, &entries).shows(SheetKey::Commentary, "M05", "status");
    assert_eq!(status, Value::Text("Green".into()));
    // 0 of 0 says the same.
    assert_eq!(measures(&form, &pair("M05", "0", "0"), "M05/num", "year"), "0.8");
}

#[test]
fn a_plan_with_more_lines_than_anybody_looks_through_has_them_typed() {
    use super::{Cell, InputKind};
    let plan = plan();
    let line = plan.revenue[0].clone();
    for (lines, listed) in [(plan.revenue.len(), true), (501, false)] {
        let mut large = plan.clone();
        large.revenue.resize(lines, line.clone());
        let service = &large.services[0].id;
        let form = Layout::new(&large, service, quarter("2023-24 Q2"), &FormContext::default());
        let form = form.unwrap();
        let names = form.sheet(SheetKey::Meta).unwrap().blocks.iter();
        let names = names.flat_map(|block| &block.rows).filter(|row| row.key.starts_with("line/"));
        assert_eq!(names.count(), if listed { lines } else { 0 });
        let cell = form.cell(SheetKey::Virements, "virement/1", "to").unwrap();
        let Cell::Input(input) = cell else { panic!("{cell:?}") };
        assert_eq!(matches!(input.kind, InputKind::WordOf(_)), listed);
        assert!(write(&form, &Filled::new()).is_ok());
    }
}
