//! The page of rules is the catalogue's.

#[path = "../../docs/rules-page.rs"]
#[expect(dead_code, reason = "the program's own main is not called here")]
mod page;

use quarterpack::finding::catalogue;

#[test]
fn the_page_of_rules_is_up_to_date() {
    let made = page::page();
    let there = include_str!("../../docs/rules.md");
    assert!(
        made == there,
        "docs/rules.md is out of date: cargo run --example rules-page > docs/rules.md"
    );
}

#[test]
fn every_rule_stands_on_the_page_once() {
    let page = page::page();
    for rule in catalogue() {
        let entry = format!("\n**{}** (", rule.code);
        assert_eq!(page.matches(&entry).count(), 1, "{}", rule.code);
    }
}
