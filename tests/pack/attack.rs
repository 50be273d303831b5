//! Small numbers attacked: whatever a small number is, public packs are the same to the byte.
//!
//! A pack that does not change when a secret changes can't tell it: by no total, complement,
//! earlier quarter, chart, cached value, hidden sheet, property or alternative text.

use super::guess::{Guess, RULE, known_at};
use super::walk::{Held, cells, words};
use crate::files::pack_file;
use crate::support::INPUTS;
use quarterpack::audience::{Clearance, Filter, SmallNumbers, disclose, narrow};
use quarterpack::calendar::Quarter;
use quarterpack::compose::{Content, Pack, Recipe, SectionKind};
use quarterpack::plan::MeasureId;
use quarterpack::quantity::{Amount, Decimal, Fraction, Percent};
use quarterpack::reconcile::{Outturn, Quarterly, YearOutturn, YearToDate};
use quarterpack::render::{html, pdf, xlsx};
use quarterpack::store::{Published, Record};
use std::sync::Arc;

/// Every public pack of the samples, and one of the measure alone.
fn public_recipes(measure: &str) -> Vec<Recipe> {
    let mut recipes: Vec<Recipe> =
        INPUTS.packs.iter().map(|pack| pack.recipe.clone()).filter(Recipe::is_public).collect();
    assert!(recipes.len() >= 3);
    let mut alone = pack_file("social-work-committee").recipe.clone();
    alone.filter = Filter::default();
    let only = quarterpack::audience::YearFilter {
        measures: Some(vec![MeasureId::from(measure)]),
        ..Default::default()
    };
    for plan in &INPUTS.plans {
        if plan.measure(&MeasureId::from(measure)).is_some() {
            alone.filter.years.insert(plan.year, only.clone());
        }
    }
    recipes.push(alone);
    recipes
}

/// Packs whose measure's quarter the attacker can't see are one and the same, whatever it holds.
fn cannot_tell(report: &str, measure: &'static str, quarter: &'static str, guesses: &[(u32, u32)]) {
    for recipe in public_recipes(measure) {
        if !recipe.filter.knows(report.parse::<Quarter>().unwrap().year()) {
            continue;
        }
        let packs: Vec<Pack> = guesses
            .iter()
            .map(|&(part, whole)| {
                Guess { measure, quarter, part, whole }.pack(report, &recipe, &[])
            })
            .collect();
        for (pack, guess) in packs.iter().zip(guesses).skip(1) {
            let same = pack == &packs[0];
            assert!(same, "{}: {measure} {quarter} as {guess:?} can be told", recipe.id);
        }
        // Equal packs render to equal bytes, charts' caches and properties too.
        if recipe.id != "social-work-committee" || recipe.filter != Filter::default() {
            continue;
        }
        let book = xlsx::render(&packs[0]).unwrap();
        assert!(book == xlsx::render(packs.last().unwrap()).unwrap());
        assert!(html::render(&packs[0]) == html::render(packs.last().unwrap()));
        let paper = pdf::render(&packs[0]).unwrap().bytes;
        assert!(paper == pdf::render(packs.last().unwrap()).unwrap().bytes);
    }
}

#[test]
fn a_small_count_in_this_quarter_can_not_be_told() {
    cannot_tell("2023-24 Q2", "M04", "2023-24 Q2", &[(57, 60), (58, 60), (59, 61), (46, 50)]);
}

#[test]
fn a_small_count_in_an_earlier_quarter_can_not_be_told() {
    cannot_tell("2023-24 Q2", "M03", "2023-24 Q1", &[(4, 11), (1, 11), (2, 9), (3, 20)]);
}

/// The status of a measure that is to increase each quarter is the comparison of the two: it would
/// say on which side of the quarter that is shown the other stands, or that they are equal.
#[test]
fn a_status_that_compares_with_a_small_quarter_can_not_be_told() {
    cannot_tell("2023-24 Q2", "M03", "2023-24 Q1", &[(4, 11), (4, 5), (7, 8), (1, 2)]);
}

#[test]
fn a_small_whole_can_not_be_told() {
    cannot_tell("2023-24 Q2", "M06", "2023-24 Q1", &[(1, 3), (0, 4), (2, 2), (3, 4)]);
}

#[test]
fn a_small_count_of_a_year_can_not_be_told() {
    cannot_tell("2021-22 Q4", "M02", "2021-22 Q2", &[(30, 31), (31, 32), (32, 33)]);
}

/// A decision shows what it names: another small quarter of the same measure can't be told by it,
/// by no sum, chart or comparison.
#[test]
fn what_a_decision_does_not_name_can_not_be_told() {
    let cleared = Clearance {
        measure: MeasureId::from("M03"),
        quarter: "2023-24 Q1".parse().unwrap(),
        approver: "Chief Social Work Officer".into(),
        reason: "It is known already.".into(),
        on: None,
    };
    let cleared = std::slice::from_ref(&cleared);
    let pack = |part, recipe: &Recipe| {
        let guess = Guess { measure: "M03", quarter: "2023-24 Q2", part, whole: 11 };
        guess.pack("2023-24 Q2", recipe, cleared)
    };
    for recipe in public_recipes("M03") {
        if !recipe.filter.knows("2023-24 Q2".parse::<Quarter>().unwrap().year()) {
            continue;
        }
        let one = pack(1, &recipe);
        for part in [2, 3, 4] {
            assert!(one == pack(part, &recipe), "{}: {part} of 11 can be told", recipe.id);
        }
    }
    let recipe = pack_file("social-work-committee").recipe.clone();
    let (one, other) = (pack(1, &recipe), pack(4, &recipe));
    assert!(xlsx::render(&one).unwrap() == xlsx::render(&other).unwrap());
    assert!(html::render(&one) == html::render(&other));
    let rows = Held::of(&one);
    let rows = rows.table_called("measures").rows.iter().map(cells);
    let row = rows.clone().find(|row| row.first().and_then(words).as_deref() == Some("3")).unwrap();
    let hidden = |at: usize| matches!(row[at].content, Content::Suppressed(_));
    assert_eq!([3, 4, 5].map(hidden), [false, true, true], "Quarter 1 alone is shown");
}

/// A year is a sum: with one small quarter it is kept back, from returns or from a publication,
/// and so is one that is small by itself; what the plan prints is public.
#[test]
fn an_earlier_year_with_a_small_quarter_can_not_be_told() {
    let known = known_at("2023-24 Q2");
    let (position, _) = known.reconciled();
    let id = MeasureId::from("M04");
    let part = |quarter: u32, outturn: Outturn| {
        let mut part = narrow(&Filter::default(), known.plan, &position, &[], &[], &|_| None);
        let at = position.measures.iter().position(|one| one.measure == id).unwrap();
        let mut mine = Arc::unwrap_or_clone(position.measures.get(at).unwrap());
        let mut figure = mine.quarters[0].1.figure().unwrap().clone();
        let (seen, whole) = (Decimal::from(60 - quarter), Decimal::from(60));
        let sources = Arc::make_mut(&mut figure.sources);
        (sources[0].number, sources[1].number) = (seen, whole);
        let year = known.plan.year.previous();
        let first = year.quarters()[0];
        let quarters = vec![(first, Quarterly::Figure(figure))];
        mine.years = vec![YearOutturn { year, outturn, quarters }];
        part.position.to_mut().measures.put(at, mine);
        disclose(part, RULE, &[]).0
    };
    let total = |number: u32| {
        Outturn::Returned(Box::new(YearToDate {
            amount: Some(Amount::Percent(Percent::new(Decimal::from(number)))),
            fraction: Some(Fraction { part: Decimal::from(number), whole: Decimal::from(100) }),
            at: None,
            covered: 4,
            of: 4,
        }))
    };
    let years = |part: &quarterpack::audience::Part| {
        let mine = part.position.measures.iter().find(|one| one.measure == id).unwrap();
        mine.years[0].outturn.clone()
    };
    let one = part(1, total(80));
    assert_eq!(years(&one), Outturn::Suppressed { fewer_than: 5 });
    assert!(one.position == part(3, total(78)).position, "whatever the quarter is");
    assert_eq!(years(&part(20, total(80))), total(80), "nothing in it is small");
    assert_eq!(years(&part(20, total(97))), Outturn::Suppressed { fewer_than: 5 });
    assert_eq!(years(&part(1, Outturn::Gap)), Outturn::Gap);
}

/// The same attack on a pack that keeps nothing back succeeds: the test can fail.
#[test]
fn a_restricted_pack_tells_all() {
    let mut recipe = pack_file("social-work-committee").recipe.clone();
    recipe.exempt = Some("3".parse().unwrap());
    let guess = |part| Guess { measure: "M04", quarter: "2023-24 Q2", part, whole: 60 };
    let (one, other) =
        (guess(57).pack("2023-24 Q2", &recipe, &[]), guess(58).pack("2023-24 Q2", &recipe, &[]));
    assert!(one != other);
    let held = Held::of(&one);
    let suppressed = held.tables.iter().flat_map(|t| &t.rows).flat_map(cells);
    assert_eq!(suppressed.filter(|c| matches!(c.content, Content::Suppressed(_))).count(), 0);
    assert!(held.says("read 57 of 60"));
}

/// What is kept back has a sign and a reason, and is neither nought nor empty.
#[test]
fn what_is_kept_back_says_so() {
    let recipe = &pack_file("social-work-committee").recipe;
    let guess = Guess { measure: "M04", quarter: "2023-24 Q2", part: 57, whole: 60 };
    let pack = guess.pack("2023-24 Q2", recipe, &[]);
    let held = Held::of(&pack);
    let row = held.table_called("measures").rows.iter().map(cells);
    let row = row.clone().find(|row| row.first().and_then(words).as_deref() == Some("4")).unwrap();
    let reason = "suppressed: fewer than 5";
    for cell in &row[4..7] {
        assert_eq!(cell.content, Content::Suppressed(reason.into()));
    }
    assert_eq!(words(&row[3]).as_deref(), Some("91.9%"), "Quarter 1 is not small");
    assert!(held.says(reason));
    let said = held.texts.iter().any(|text| text.contains("all but [c] of [c] were seen"));
    let red = pack.sections.iter().any(|section| section.id == SectionKind::Exceptions.id());
    assert!(red && !said, "a green measure has no block, and its comment is nowhere");
}

/// A decision shows the quarter that it names and no other, and is told for the log.
#[test]
fn a_named_decision_shows_one_quarter() {
    let recipe = &pack_file("social-work-committee").recipe;
    let quarter: Quarter = "2023-24 Q2".parse().unwrap();
    let cleared = Clearance {
        measure: MeasureId::from("M04"),
        quarter,
        approver: "Chief Social Work Officer".into(),
        reason: "The parents were asked.".into(),
        on: None,
    };
    let guess = Guess { measure: "M04", quarter: "2023-24 Q2", part: 57, whole: 60 };
    let pack = guess.pack("2023-24 Q2", recipe, std::slice::from_ref(&cleared));
    let held = Held::of(&pack);
    let row = |name: &str| {
        let rows = held.table_called("measures").rows.iter().map(cells);
        rows.clone().find(|row| row.first().and_then(words).as_deref() == Some(name)).unwrap()
    };
    assert_eq!(words(&row("4")[4]).as_deref(), Some("95.0%"));
    assert!(matches!(row("3")[3].content, Content::Suppressed(_)), "it was not cleared");
    let known = known_at("2023-24 Q2");
    let (position, findings) = known.reconciled();
    let part = narrow(&recipe.filter, known.plan, &position, &findings, &[], &|_| None);
    let (_, withheld) = disclose(part, RULE, std::slice::from_ref(&cleared));
    assert_eq!(withheld.cleared, [cleared]);
    assert!(!withheld.has(&MeasureId::from("M04"), quarter));
}

/// Without nought shown, nought is kept back too, and the whole beside it.
#[test]
fn nought_is_shown_unless_configured() {
    let known =
        Guess { measure: "M04", quarter: "2023-24 Q2", part: 60, whole: 60 }.known("2023-24 Q2");
    let (position, _) = known.reconciled();
    let hidden = |show_zero| {
        let filter = Filter::default();
        let part = narrow(&filter, known.plan, &position, &[], &[], &|_| None);
        let rule = SmallNumbers { show_zero, ..RULE };
        let (_, withheld) = disclose(part, rule, &[]);
        withheld.has(&MeasureId::from("M04"), known.job.quarter)
    };
    assert!(!hidden(true));
    assert!(hidden(false));
}

/// The record of a public version, against which the next is compared, holds no secret; nor do
/// its messages.
#[test]
fn neither_the_record_nor_a_message_tells() {
    let folder = tempfile::tempdir().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs =
        quarterpack::pipeline::Inputs::read(&root.join("config/quarterpack.toml")).unwrap();
    inputs.settings.paths.output = folder.path().join("out");
    let base = known_at("2023-24 Q2").job;
    let job = quarterpack::pipeline::Job { inputs: &inputs, write: true, ..base };
    quarterpack::pipeline::run(&job).unwrap();
    let record = Record::look(&inputs.settings.paths.record()).unwrap();
    let shown = |pack: &str| {
        let wanted = ["measure/M03/2023-24 Q1", "measure/M03/year-to-date"];
        let mine = |rows: &mut dyn Iterator<Item = Published>| {
            let mine = rows.filter(|one| wanted.contains(&one.key.as_str()));
            mine.map(|one| (one.shown, one.value)).collect::<Vec<_>>()
        };
        record.walk_published(pack, "2023-24 Q2", 1, mine).unwrap()
    };
    assert_eq!(shown("social-work-committee"), vec![("[c]".to_owned(), None); 2]);
    assert_eq!(shown("senior-management-team")[0].0, "36.4%");
    let ijb = shown("ijb-performance-and-audit");
    assert_eq!(ijb, [], "another service's measure is not in it");
    for entry in std::fs::read_dir(folder.path().join("out/outbox")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let message = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        let text = message.body_text(0).unwrap();
        assert!(!text.contains("36.4") && !text.contains("41.7"), "{name}");
        let exempt = text.contains("NOT FOR PUBLICATION");
        let restricted =
            ["senior-management", "public-protection"].iter().any(|pack| name.contains(pack));
        assert_eq!(exempt, restricted, "{name}");
    }
}
