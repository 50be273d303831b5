//! Sentences of the sample packs that once said what was not so, or not in English.

use crate::audiences::pack;
use crate::walk::{Held, cells, words};
use crate::{AUTUMN, YEAR_END, made};
use quarterpack::form::{BudgetPart, PeoplePart, Slot};

#[test]
fn money_is_told_with_its_way_and_the_lines_it_is_of() {
    let pack = pack("ijb-performance-and-audit");
    let held = Held::of(&pack);
    assert!(!held.says("£-"), "a minus is said in words");
    assert!(held.says("Approved changes bring £0.065\u{a0}million out of these budgets."));
    assert!(held.says("on the two budget lines in this report in section"));
}

#[test]
fn a_headcount_of_another_day_says_which() {
    assert!(Held::in_section(&AUTUMN.pack, "employees").says("at 30 Jun 2023"));
}

#[test]
fn the_last_recommendation_follows_an_and() {
    for id in ["public-protection", "ijb-performance-and-audit", "social-work-committee"] {
        let pack = pack(id);
        let asked = Held::in_section(&pack, "recommendations").texts;
        let items: Vec<&String> = asked.iter().filter(|text| text.starts_with("that ")).collect();
        let [.., before, last] = &items[..] else { panic!("{asked:?}") };
        assert!(before.ends_with("; and") && last.ends_with('.'), "{asked:?}");
    }
}

#[test]
fn what_is_of_one_is_told_of_one() {
    let pack = pack("public-protection");
    let held = Held::of(&pack);
    assert!(held.says("no date in the plan (action 4)"));
    assert!(held.says("None of the 3 actions is late"));
    assert!(!held.says("counted among these"));
}

/// Action 9 of the plan for 2021-22 is for quarter 4, and action 12 of that for 2023-24 for no time.
#[test]
fn a_date_that_moved_stands_beside_what_the_plan_says() {
    let (autumn, year_end) = (Held::of(&AUTUMN.pack), Held::of(&YEAR_END.pack));
    assert!(autumn.says("the plan set no date; set to 31 August 2023"));
    assert!(year_end.says("moved from Q4 to 11 May 2022"));
    assert!(!autumn.says("moved from no date") && !year_end.says("moved from no date"));
    let full = Held::in_section(&AUTUMN.pack, "actions-in-full");
    assert!(full.says("by 31 Aug 2023") && full.says("plan: no date set"));
}

/// A name with an “and” in it may be of one body or of two: the pack's file says which.
#[test]
fn two_bodies_are_asked_and_one_is() {
    let two = Held::in_section(&pack("public-protection"), "recommendations").texts;
    let asked = "The Adult Protection Committee and Chief Officers Group are asked to approve";
    assert!(two[0].starts_with(asked), "{two:?}");
    let one = Held::in_section(&pack("ijb-performance-and-audit"), "recommendations").texts;
    let asked = "The IJB Performance and Audit Sub-Committee is asked to approve";
    assert!(one[0].starts_with(asked), "{one:?}");
}

/// The fourth statistic came as `#REF!`, and one that was left empty was not returned.
#[test]
fn what_was_returned_and_cannot_be_read_is_not_called_missing() {
    let held = Held::in_section(&AUTUMN.pack, "risks");
    let demand = held.table_called("demand");
    let inquiries = cells(&demand.rows[3]);
    assert_eq!(words(&inquiries[2]).as_deref(), Some("not usable"));
    assert_eq!(words(&inquiries[3]).as_deref(), Some("853"));
    assert!(held.says(
        "Adult protection inquiries: the latest value was returned, but what stands in the form \
         can’t be read as a number."
    ));
    assert!(held.says("Counted in: Population, people;"));
    assert!(!held.says("Adult protection inquiries, inquiries"), "its name says what is counted");
    let mut known = AUTUMN.known.clone();
    let quarter = known.job.quarter;
    for returned in known.returns.iter_mut().filter(|one| one.quarter == quarter) {
        returned.unusable.clear();
        returned.people.headcount = None;
        returned.unusable.insert(Slot::People(PeoplePart::Headcount));
        for (line, money) in &mut returned.budget {
            money.forecast = None;
            returned.unusable.insert(Slot::Budget(line.clone(), BudgetPart::Forecast));
        }
    }
    let pack = made::pack(&known);
    let held = Held::of(&pack);
    let inquiries = cells(&held.table_called("demand").rows[3]).to_vec();
    assert_eq!(words(&inquiries[2]).as_deref(), Some("not returned"));
    for (table, columns) in [("employees", vec![2, 3]), ("revenue-budget", vec![4, 5])] {
        for row in &held.table_called(table).rows {
            for column in &columns {
                let said = words(&cells(row)[*column]);
                assert_eq!(said.as_deref(), Some("not usable"), "{table}");
            }
        }
    }
}

/// A year before is a year before: the plan's own values of a period are those of that period.
#[test]
fn a_year_before_agrees_with_what_the_plan_prints_of_it() {
    let held = Held::in_section(&AUTUMN.pack, "risks");
    let demand = held.table_called("demand");
    let row = |nth: usize| cells(&demand.rows[nth]).to_vec();
    // Mid-2022: the plan prints 321,849.
    assert_eq!(words(&row(0)[2]).as_deref(), Some("321,849"));
    assert_ne!(words(&row(0)[3]).as_deref(), Some("321,849"));
    // July to September 2022: 441 reports.
    assert_eq!(words(&row(5)[3]).as_deref(), Some("441"));
}

/// What a risk says of money is true in every pack that it stands in.
#[test]
fn a_risk_about_money_says_whose_it_is() {
    let pack = pack("ijb-performance-and-audit");
    let held = Held::of(&pack);
    assert!(held.says("under"), "the pack's own services are forecast to underspend");
    assert!(held.says("Social Work Resources as a whole is forecast to overspend"));
}
