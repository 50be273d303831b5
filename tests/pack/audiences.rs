//! Packs by audience: each holds its part, counts that part alone, and is marked as it must be.

use super::walk::{Held, cells, words};
use crate::files::pack_file;
use crate::support::{INPUTS, job};
use quarterpack::audience::Filter;
use quarterpack::compose::{Content, Pack, Row, Status, Total};
use quarterpack::pipeline::{Inputs, Job, RunError, compose_pack, run};
use quarterpack::quantity::Decimal;
use quarterpack::render::{pdf, xlsx};
use std::io::Read;

pub(crate) fn pack(id: &str) -> Pack {
    compose_pack(&job("2023-24 Q2"), pack_file(id)).unwrap()
}

#[test]
fn a_pack_holds_its_measures_and_actions_in_every_section() {
    let pack = pack("public-protection");
    let plan = INPUTS.plan("2023-24 Q2".parse().unwrap()).unwrap();
    let filter = &pack_file("public-protection").recipe.filter;
    let held = Held::of(&pack);
    for measure in &plan.measures {
        let wanted = filter.has_measure(plan.year, measure);
        assert_eq!(held.says(&measure.text), wanted, "measure {}", measure.number);
        assert_eq!(held.says(&measure.short), wanted, "measure {}", measure.number);
        let about = held.texts.iter().any(|text| *text == format!("Measure {}", measure.number));
        assert!(wanted || !about, "a finding about measure {}", measure.number);
    }
    for action in &plan.actions {
        let wanted = filter.has_action(plan.year, action);
        assert_eq!(held.says(&action.text), wanted, "action {}", action.number);
    }
    assert!(held.says("This report is about 7 of the plan’s 14 measures and 3 of its 14 actions"));
    let counts = held.table_called("status-counts");
    let Some(Row::Total(total)) = counts.rows.last() else { panic!("no total") };
    assert_eq!(words(&total[1]).as_deref(), Some("7"));
    assert_eq!(words(&total[3]).as_deref(), Some("3"));
}

#[test]
fn money_of_some_services_adds_up_to_a_total_of_its_own() {
    let pack = pack("ijb-performance-and-audit");
    let held = Held::in_section(&pack, "revenue");
    let table = held.table_called("revenue-budget");
    let annual = |row: &Row| match &cells(row)[1].content {
        Content::Number { value, .. } => *value,
        other => panic!("{other:?}"),
    };
    let (total, lines) = table.rows.split_last().unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines.iter().map(annual).sum::<Decimal>(), annual(total));
    assert_ne!(annual(total).to_string(), "219.616");
    assert!(held.says("The total is of the lines in this report: Adult and Older People and"));
    assert!(!Held::of(&pack).says("Unpaid work"), "another service's measures");
}

/// Status by priority and by service counts what the summary counts.
#[test]
fn status_by_priority_and_by_service_adds_up() {
    let pack = pack("social-work-committee");
    let held = Held::of(&pack);
    let summary = held.table_called("status-counts");
    let number = |cell: &quarterpack::compose::Cell| words(cell).unwrap_or_default();
    for by in ["priority", "service"] {
        for (nth, what) in ["measures", "actions"].into_iter().enumerate() {
            let table = held.table_called(&format!("{what}-by-{by}"));
            let Some(Row::Total(total)) = table.rows.last() else { panic!("{what} by {by}") };
            for (column, cell) in table.columns.iter().zip(total).skip(1) {
                assert_eq!(column.total, Total::Sum, "a workbook adds up {what} by {by}");
                let status = Status::SHOWN.into_iter().find(|status| status.word() == column.head);
                // The last column is of all statuses: the total of the summary.
                let row = status.map_or(summary.rows.len() - 1, |status| {
                    Status::SHOWN.into_iter().position(|one| one == status).unwrap()
                });
                let counted = cells(&summary.rows[row]);
                assert_eq!(number(cell), number(&counted[1 + 2 * nth]), "{what}, {}", column.head);
            }
            assert!(held.says(&format!("ed and amber {what} stand under")), "{what}");
            assert!(held.says(&format!("ed and amber {what} are reported by")), "{what}");
        }
    }
}

/// "Not for publication" with its paragraph: on every page, every sheet, and in the properties.
#[test]
fn exempt_papers_say_so_on_every_page_and_sheet() {
    let pack = pack("public-protection");
    let paper = pdf::render(&pack).unwrap();
    let file = lopdf::Document::load_mem(&paper.bytes).unwrap();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    for page in &pages {
        let text: String =
            file.extract_text(&[*page]).unwrap().split_whitespace().collect::<Vec<_>>().join("");
        assert!(text.contains("NOTFORPUBLICATION,paragraph3.DRAFT,version1"), "page {page}");
    }
    let book = xlsx::render(&pack).unwrap();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut sheets = 0;
    for nth in 0..package.len() {
        let mut part = package.by_index(nth).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.starts_with("xl/worksheets/sheet") || name == "docProps/core.xml" {
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let text = text.replace('\u{a0}', " ");
            assert!(text.contains("NOT FOR PUBLICATION, paragraph 3"), "{name}");
            let keywords = "<cp:keywords>NOT FOR PUBLICATION, paragraph 3</cp:keywords>";
            assert!(name != "docProps/core.xml" || text.contains(keywords), "{text}");
            sheets += 1;
        }
    }
    assert!(sheets > 8, "{sheets}");
    marked_in_a_cell(&xlsx::render(&pack).unwrap(), "NOT FOR PUBLICATION, paragraph 3");
    let mut last = pack;
    last.identity.state = quarterpack::compose::State::Final;
    assert_eq!(
        last.identity.mark().0.replace('\u{a0}', " "),
        "NOT FOR PUBLICATION, paragraph 3. Version 1"
    );
}

/// What is copied or looked at on a screen has no print header: each sheet says it in a cell.
fn marked_in_a_cell(book: &[u8], mark: &str) {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(book)).unwrap();
    for (name, range) in book.worksheets() {
        let mut top = range.rows().take(8).flatten().map(ToString::to_string);
        let said = top.any(|cell| cell.replace('\u{a0}', " ").starts_with(mark));
        assert!(said, "{name} does not say it");
    }
}

fn configured(change: impl FnOnce(&mut Inputs)) -> (tempfile::TempDir, Inputs) {
    let folder = tempfile::tempdir().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs = Inputs::read(&root.join("config/quarterpack.toml")).unwrap();
    inputs.settings.paths.output = folder.path().join("out");
    change(&mut inputs);
    (folder, inputs)
}

fn refused(change: impl FnOnce(&mut Inputs)) -> RunError {
    let (folder, inputs) = configured(change);
    let base = job("2023-24 Q2");
    let error = run(&Job { inputs: &inputs, write: true, ..base }).unwrap_err();
    assert!(!folder.path().join("out").exists(), "nothing is begun");
    assert!(error.remedy().is_some() && error.is_configuration());
    error
}

#[test]
fn a_public_pack_that_would_hold_exempt_content_is_refused() {
    let error = refused(|inputs| {
        inputs.packs.retain(|pack| pack.recipe.id == "social-work-committee");
        let key = (inputs.plans[1].year, "A05".to_owned());
        inputs.settings.exempt.insert(key, "3".parse().unwrap());
    });
    assert_eq!(
        error.to_string(),
        "the pack for the Social Work Committee is public and would hold exempt content: Action 5 \
         (A05), paragraph\u{a0}3"
    );
    // Where only exempt packs hold it, it is made.
    let (_folder, inputs) = configured(|inputs| {
        let key = (inputs.plans[1].year, "A05".to_owned());
        inputs.settings.exempt.insert(key, "3".parse().unwrap());
        inputs.packs.retain(|pack| pack.recipe.exempt.is_some());
        for pack in &mut inputs.packs {
            pack.recipe.exempt = Some("3 and 6".parse().unwrap());
        }
        inputs.lists = quarterpack::deliver::DistributionLists::default();
    });
    let base = job("2023-24 Q2");
    let outcome = run(&Job { inputs: &inputs, write: false, ..base }).unwrap();
    assert_eq!(outcome.packs.len(), 2);
}

/// A reader is told under which paragraphs a paper is exempt: all of them.
#[test]
fn an_exempt_pack_names_the_paragraph_of_whatever_it_holds() {
    let exempt = |paragraph: &'static str| {
        move |inputs: &mut Inputs| {
            inputs.packs.retain(|pack| pack.recipe.id == "senior-management-team");
            let key = (inputs.plans[1].year, "A05".to_owned());
            inputs.settings.exempt.insert(key, paragraph.parse().unwrap());
        }
    };
    assert_eq!(
        refused(exempt("3 and 6")).to_string().replace('\u{a0}', " "),
        "the pack for the Senior Management Team is exempt under paragraph 6 alone and would hold \
         exempt content: Action 5 (A05), paragraphs 3 and 6"
    );
    let (_folder, inputs) = configured(exempt("6"));
    quarterpack::pipeline::check_exempt_content(&inputs).unwrap();
    let (_folder, mut inputs) = configured(exempt("3 and 6"));
    assert!(quarterpack::pipeline::check_exempt_content(&inputs).is_err());
    inputs.packs[0].recipe.exempt = Some("6, 3".parse().unwrap());
    quarterpack::pipeline::check_exempt_content(&inputs).unwrap();
}

#[test]
fn a_pack_that_says_nothing_of_the_year_is_refused() {
    let error = refused(|inputs| {
        let year = inputs.plans[1].year;
        for pack in &mut inputs.packs {
            pack.recipe.filter.years.remove(&year);
            if pack.recipe.id == "public-protection" {
                let old = inputs.plans[0].year;
                pack.recipe.filter.years.entry(old).or_default();
            }
        }
    });
    let said = error.to_string();
    assert!(said.ends_with("says nothing of 2023-24"), "{said}");
    assert!(Filter::default().knows(INPUTS.plans[0].year));
}

/// A pack in one format is made in that alone.
#[test]
fn formats_are_those_of_the_packs_file() {
    let (folder, inputs) = configured(|inputs| {
        inputs.packs.retain(|pack| pack.recipe.id == "social-work-committee");
        inputs.packs[0].recipe.formats = vec![quarterpack::compose::Format::Workbook];
        inputs.lists = quarterpack::deliver::DistributionLists::default();
    });
    let base = job("2023-24 Q2");
    let outcome = run(&Job { inputs: &inputs, write: true, ..base }).unwrap();
    assert_eq!(outcome.packs[0].pages, None);
    let files = std::fs::read_dir(folder.path().join("out/packs")).unwrap();
    let names: Vec<String> =
        files.map(|f| f.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["social-work-committee-2023-24-q2-v1.xlsx"]);
}

/// The red one, and of two amber ones the one that missed by more; the rest is counted.
#[test]
fn a_pack_with_room_for_some_exceptions_sets_out_those_that_missed_by_most() {
    let whole = pack("social-work-committee");
    let mut file = pack_file("social-work-committee").clone();
    file.recipe.exceptions_at_most = std::num::NonZeroUsize::new(2);
    let some = compose_pack(&job("2023-24 Q2"), &file).unwrap();
    let titles = |pack: &Pack| -> Vec<String> {
        Held::of(pack).exceptions.iter().map(|one| one.title.clone()).collect()
    };
    let all = titles(&whole);
    assert_eq!(all.len(), 3);
    assert_eq!(titles(&some), [all[0].clone(), all[2].clone()], "{all:#?}");
    assert!(Held::of(&some).says(
        "Three of 14 measures missed their target: the two that missed it by most are set out \
         here, red first, then amber. All are in section"
    ));
    let counted = |pack: &Pack| Held::of(pack).table_called("status-counts").clone();
    assert_eq!(counted(&some), counted(&whole));
}
