//! Sentences of the sample packs that once said what was not so, or not in English.

use crate::audiences::pack;
use crate::walk::Held;
use crate::{AUTUMN, YEAR_END};

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
