//! The blocks of exceptions: kept together, apart, and whole.

use super::{check, has, lay, texts};
use crate::compose::{Block, Status, Text};
use crate::render::fixture;
use crate::render::pdf::layout::units::mm;

#[test]
fn exceptions_never_split() {
    let many = (0..7).map(|_| Block::Exception(Box::new(fixture::red()))).collect();
    let document = lay(&fixture::pack_of(vec![fixture::section_of(many)]));
    check(&document);
    for page in &document.pages {
        let texts = texts(&document, page);
        let count = |wanted| texts.iter().filter(|(text, _)| text.contains(wanted)).count();
        assert_eq!(count("Direction of travel"), count("Improvement action"));
        assert!(count("Improvement action") <= 2);
    }
}

/// “Increase” beside “15.4%” reads as one, unless there is room between them.
#[test]
fn figures_of_an_exception_keep_their_distance() {
    for value in ["Increase", "1,234,567", "£267.4 million"] {
        let mut block = fixture::red();
        let block_value = value.replace(' ', "\u{a0}");
        block.figures[0].value.clone_from(&block_value);
        block.figures[1].value = "15.4%".into();
        let blocks = vec![Block::Exception(Box::new(block))];
        let document = lay(&fixture::pack_of(vec![fixture::section_of(blocks)]));
        check(&document);
        let page = document.pages.iter().find(|page| has(&document, page, "15.4%")).unwrap();
        let texts = texts(&document, page);
        let figure = texts.iter().find(|(text, _)| text.trim() == "15.4%").unwrap().1;
        let beside = texts
            .iter()
            .filter(|(text, area)| text.trim() == block_value.trim() && area.left < figure.left);
        // Its last letter is a space, which keeps it apart where it is copied.
        let nearest = beside.map(|(_, area)| area.right).fold(0.0_f32, f32::max);
        assert!(nearest > 0.0, "{texts:?}");
        assert!(figure.left - nearest > mm(3.0), "{value}: {nearest} {figure:?}");
    }
}

#[test]
fn an_exception_with_more_to_say_than_a_page_holds_is_still_whole() {
    let mut long = fixture::red();
    long.remarks[1].text = Text::plain("Staff absence and a late return. ".repeat(300));
    let blocks = vec![Block::Exception(Box::new(long))];
    let document = lay(&fixture::pack_of(vec![fixture::section_of(blocks)]));
    check(&document);
    let all = document.pages.iter().flat_map(|page| texts(&document, page));
    assert_eq!(all.map(|(text, _)| text.matches("absence").count()).sum::<usize>(), 300);
}

#[test]
fn exceptions_of_any_status_stand_in_a_narrow_stack_too() {
    let mut later = fixture::red();
    later.status = Status::ReportLater;
    let stack = vec![Block::Exception(Box::new(later))];
    let both = Block::SideBySide { left: stack.clone(), right: vec![], left_percent: 60 };
    let blocks = vec![both].into_iter().chain(stack).collect();
    check(&lay(&fixture::pack_of(vec![fixture::section_of(blocks)])));
}
