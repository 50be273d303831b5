//! What an approval is bound to: everything that a pack says and shows, and not its marking.

use super::{AUTUMN, YEAR_END};
use proptest::prelude::*;
use quarterpack::compose::{
    Block, Cell, Content, Emphasis, Exception, Identity, Pack, PageLayout, Row, State, Table, Text,
    Trend,
};
use quarterpack::pipeline::compose_pack;
use quarterpack::quantity::Decimal;
use quarterpack::release::content;
use std::sync::LazyLock;

/// A part of a pack that somebody could change.
enum Part<'p> {
    Words(&'p mut String),
    Number(&'p mut Decimal),
}

impl Part<'_> {
    fn change(self) {
        match self {
            Self::Words(words) => words.push('·'),
            Self::Number(number) => *number += Decimal::new(1, 6),
        }
    }
}

/// Every text and number of a pack, in its order.
fn parts(pack: &mut Pack) -> Vec<Part<'_>> {
    let mut all = Vec::new();
    let Pack { identity, front, sections } = pack;
    let Identity { title, audience, author, illustrative, exempt, file_stem, .. } = identity;
    all.extend([title, audience, author, file_stem].map(Part::Words));
    all.extend(illustrative.iter_mut().chain(exempt).map(Part::Words));
    all.extend([&mut front.report_to, &mut front.report_by].map(Part::Words));
    all.extend(front.subject.iter_mut().map(Part::Words));
    for section in sections {
        all.extend([&mut section.id, &mut section.number, &mut section.heading].map(Part::Words));
        section.blocks.iter_mut().for_each(|block| of_block(block, &mut all));
    }
    all
}

fn of_block<'p>(block: &'p mut Block, all: &mut Vec<Part<'p>>) {
    match block {
        Block::Lead(text) | Block::Note(text) => of_text(text, all),
        Block::Paragraph { number, text } => {
            all.extend(number.iter_mut().map(Part::Words));
            of_text(text, all);
        }
        Block::Items(items) => {
            for (label, text) in items {
                all.push(Part::Words(label));
                of_text(text, all);
            }
        }
        Block::Subheading(heading) => all.push(Part::Words(heading)),
        Block::Facts(facts) => {
            for fact in facts {
                all.push(Part::Words(&mut fact.heading));
                of_text(&mut fact.text, all);
            }
        }
        Block::Table(table) => of_table(table, all),
        Block::StatusBar(bar) => all.extend([&mut bar.title, &mut bar.alt].map(Part::Words)),
        Block::Exception(exception) => of_exception(exception, all),
        Block::SideBySide { left, right, .. } => {
            left.iter_mut().chain(right).for_each(|block| of_block(block, all));
        }
    }
}

fn of_exception<'p>(exception: &'p mut Exception, all: &mut Vec<Part<'p>>) {
    all.push(Part::Words(&mut exception.title));
    for figure in &mut exception.figures {
        all.extend([&mut figure.label, &mut figure.value, &mut figure.detail].map(Part::Words));
    }
    if let Some(chart) = &mut exception.chart {
        all.push(Part::Words(&mut chart.alt));
        for (value, label) in chart.points.iter_mut().filter_map(|point| point.value.as_mut()) {
            all.extend([Part::Number(value), Part::Words(label)]);
        }
        if let Some(target) = &mut chart.target {
            all.push(Part::Number(&mut target.value));
            all.extend([&mut target.shown, &mut target.words].map(Part::Words));
        }
    }
    for remark in &mut exception.remarks {
        all.push(Part::Words(&mut remark.heading));
        of_text(&mut remark.text, all);
    }
    of_table(&mut exception.improvement, all);
}

fn of_table<'p>(table: &'p mut Table, all: &mut Vec<Part<'p>>) {
    all.extend([&mut table.id, &mut table.title].map(Part::Words));
    all.extend(table.group_head.iter_mut().map(Part::Words));
    for column in &mut table.columns {
        all.push(Part::Words(&mut column.head));
        all.extend(column.second_head.iter_mut().map(Part::Words));
    }
    for row in &mut table.rows {
        match row {
            Row::Group { shown, name } => all.extend([shown, name].map(Part::Words)),
            Row::Cells(cells) | Row::Total(cells) => {
                for cell in cells {
                    of_cell(cell, all);
                }
            }
        }
    }
    for (label, text) in &mut table.notes {
        all.push(Part::Words(label));
        of_text(text, all);
    }
    table.footnote.iter_mut().for_each(|text| of_text(text, all));
}

fn of_cell<'p>(cell: &'p mut Cell, all: &mut Vec<Part<'p>>) {
    match &mut cell.content {
        Content::Empty | Content::Status(_) => {}
        Content::Text(text) => of_text(text, all),
        Content::Missing(words) | Content::Suppressed(words) => all.push(Part::Words(words)),
        Content::Number { value, shown, word, .. } => {
            all.extend([Part::Number(value), Part::Words(shown)]);
            all.extend(word.iter_mut().map(Part::Words));
        }
        Content::Date { shown, .. } => all.push(Part::Words(shown)),
        Content::Trend(Trend { points, target, alt }) => {
            all.push(Part::Words(alt));
            all.extend(points.iter_mut().flatten().chain(target).map(Part::Number));
        }
    }
    all.extend(cell.second.iter_mut().map(|second| Part::Words(&mut second.text)));
    all.extend(cell.notes.iter_mut().map(Part::Words));
}

fn of_text<'p>(text: &'p mut Text, all: &mut Vec<Part<'p>>) {
    all.extend(text.0.iter_mut().map(|span| Part::Words(&mut span.text)));
}

static HASH: LazyLock<String> = LazyLock::new(|| content(&AUTUMN.pack));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_and_any_number_that_is_changed_alters_the_hash(at in any::<prop::sample::Index>()) {
        let mut pack = AUTUMN.pack.clone();
        let mut all = parts(&mut pack);
        prop_assert!(all.len() > 2_000, "{} parts", all.len());
        let at = at.index(all.len());
        all.swap_remove(at).change();
        prop_assert_ne!(content(&pack), HASH.as_str(), "part {}", at);
    }
}

#[test]
fn whatever_is_no_text_and_no_number_alters_the_hash_too() {
    let changes: [fn(&mut Pack); 9] = [
        |pack| pack.identity.version += 1,
        |pack| pack.identity.quarter = pack.identity.quarter.next(),
        |pack| pack.identity.as_at = pack.identity.as_at.succ_opt().unwrap(),
        |pack| pack.identity.exempt = Some("paragraph 1".into()),
        |pack| pack.front.meeting = None,
        |pack| pack.sections[0].new_page = !pack.sections[0].new_page,
        |pack| pack.sections[0].layout = PageLayout::Landscape,
        |pack| pack.sections.swap(0, 1),
        |pack| {
            pack.sections.pop();
        },
    ];
    for (nth, change) in changes.into_iter().enumerate() {
        let mut pack = AUTUMN.pack.clone();
        change(&mut pack);
        assert_ne!(content(&pack), *HASH, "change {nth}");
    }
    let mut pack = AUTUMN.pack.clone();
    for section in &mut pack.sections {
        for block in &mut section.blocks {
            if let Block::Table(table) = block
                && let Some(Row::Cells(cells)) = table.rows.first_mut()
            {
                let was = cells[0].emphasis;
                cells[0].emphasis =
                    if was == Emphasis::Bold { Emphasis::Plain } else { Emphasis::Bold };
                assert_ne!(content(&pack), *HASH);
                return;
            }
        }
    }
    panic!("no table");
}

#[test]
fn two_drafts_of_one_content_have_one_hash_and_so_has_their_final() {
    let again =
        compose_pack(&AUTUMN.known.job, crate::files::pack_file("social-work-committee")).unwrap();
    assert_eq!(content(&again), *HASH);
    let mut last = again;
    last.identity.state = State::Final;
    assert_eq!(content(&last), *HASH, "the state is marking");
    assert_ne!(content(&YEAR_END.pack), *HASH);
}
