//! Nothing of the plan is left out; what is missing is a named gap.

use super::walk::{Held, cells, words};
use super::{AUTUMN, Sample, YEAR_END, samples};
use quarterpack::compose::{Cell, Content, Row, Table};
use quarterpack::pipeline::compose_pack;
use quarterpack::quantity::Decimal;
use quarterpack::reconcile::Quarterly;

#[test]
fn every_part_of_the_plan_is_in_its_pack() {
    for sample in samples() {
        let plan = sample.known.plan;
        let held = Held::of(&sample.pack);
        let parts: Vec<&str> = [
            plan.outcomes()
                .filter(|outcome| {
                    plan.measures.iter().any(|one| one.outcome == outcome.id)
                        || plan.actions.iter().any(|one| one.outcome == outcome.id)
                })
                .map(|outcome| outcome.text.as_str())
                .collect::<Vec<_>>(),
            plan.measures.iter().map(|one| one.text.as_str()).collect(),
            plan.measures.iter().flat_map(|one| &one.figures).map(|one| &*one.label).collect(),
            plan.actions.iter().map(|one| one.text.as_str()).collect(),
            plan.actions.iter().flat_map(|one| &one.steps).map(|one| &*one.text).collect(),
            plan.revenue.iter().map(|one| one.text.as_str()).collect(),
            plan.capital.iter().map(|one| one.text.as_str()).collect(),
            plan.employees.lines.iter().map(|one| one.text.as_str()).collect(),
            plan.risks.iter().map(|one| one.text.as_str()).collect(),
            plan.statistics.iter().map(|one| one.text.as_str()).collect(),
        ]
        .concat();
        let lost: Vec<&str> = parts.iter().copied().filter(|text| !held.says(text)).collect();
        assert_eq!(lost, Vec::<&str>::new(), "{}", plan.file);
        let counts = (plan.measures.len(), plan.actions.len(), plan.risks.len());
        let expected = if plan.file == "2021-22.toml" { (21, 17, 4) } else { (14, 14, 5) };
        assert_eq!(counts, expected);
    }
}

#[test]
fn every_measure_and_every_action_has_its_row_and_only_one() {
    for sample in samples() {
        let plan = sample.known.plan;
        let held = Held::of(&sample.pack);
        let numbers = |id: &str| -> Vec<String> {
            let rows = held.table_called(id).rows.iter();
            rows.filter_map(|row| cells(row).first()).filter_map(words).collect()
        };
        let measures: Vec<String> = plan.measures.iter().map(|m| m.number.to_string()).collect();
        let mut found = numbers("measures");
        found.sort_by_key(|number| number.parse::<u16>().unwrap());
        assert_eq!(found, measures);
        let printed = numbers("measures-as-printed");
        assert_eq!(printed, measures);
    }
}

/// The annual budget in the table's last row, in £ million.
fn total(sample: &Sample, id: &str) -> (String, Decimal) {
    let held = Held::in_section(&sample.pack, id);
    let table = held.tables[0];
    let annual = |cell: &Cell| match &cell.content {
        Content::Number { value, shown, .. } => Some((shown.clone(), *value)),
        _ => None,
    };
    let rows: Vec<&Row> = table.rows.iter().collect();
    let Some(Row::Total(cells)) = rows.last() else { panic!("{id} has no total") };
    let total = cells.iter().find_map(annual).unwrap();
    let sum: Decimal = rows
        .iter()
        .filter_map(|row| match row {
            Row::Cells(cells) => cells.iter().find_map(annual).map(|(_, value)| value),
            Row::Group { .. } | Row::Total(_) => None,
        })
        .sum();
    assert_eq!(sum, total.1, "the rows make the total");
    total
}

#[test]
fn totals_are_those_of_the_plan() {
    assert_eq!(total(&AUTUMN, "revenue").0, "219.616");
    assert_eq!(total(&YEAR_END, "revenue").0, "175.763");
    assert_eq!(total(&AUTUMN, "capital").0, "1.984");
    assert_eq!(total(&YEAR_END, "capital").0, "6.839");
    assert_eq!(total(&AUTUMN, "employees").0, "2,859");
    assert_eq!(total(&YEAR_END, "employees").0, "2,944");
}

#[test]
fn what_was_not_returned_is_a_gap_with_a_name() {
    let (position, _) = AUTUMN.known.reconciled();
    let held = Held::of(&AUTUMN.pack);
    let table = held.table_called("measures");
    let at = |head: &str| table.columns.iter().position(|column| column.head == head).unwrap();
    let (now, year) = (at("Q2"), at("Year to date"));
    let mut gaps = 0;
    for (measure, stands) in AUTUMN.known.plan.measures.iter().zip(&position.measures) {
        let row = row(table, &measure.number.to_string());
        let missing =
            |cell: &Cell| matches!(&cell.content, Content::Missing(word) if !word.is_empty());
        let known = stands.this_quarter().and_then(Quarterly::figure).is_some();
        assert_eq!(missing(&row[now]), !known, "measure {}", measure.number);
        let known = stands.year_to_date.amount.is_some();
        assert_eq!(missing(&row[year]), !known, "measure {}", measure.number);
        gaps += usize::from(missing(&row[now]));
    }
    assert_eq!(gaps, 3, "of the samples measures 2, 5 and 11 have no figure for Q2");
}

fn row<'t>(table: &'t Table, name: &str) -> &'t [Cell] {
    let mine = |row: &&Row| cells(row).first().and_then(words).is_some_and(|word| word == name);
    cells(table.rows.iter().find(mine).unwrap())
}

/// Without any return at all the plan's parts stand there still, and no figure is made up.
#[test]
fn a_pack_without_returns_names_every_gap() {
    let mut inputs = quarterpack::pipeline::Inputs {
        inbox: quarterpack::intake::Inbox::default(),
        ..read_again()
    };
    inputs.packs.retain(|pack| pack.recipe.id == "social-work-committee");
    let job = quarterpack::pipeline::Job { inputs: &inputs, ..AUTUMN.known.job };
    let pack = compose_pack(&job, crate::files::pack_of(&inputs, "social-work-committee")).unwrap();
    let held = Held::of(&pack);
    for measure in &AUTUMN.known.plan.measures {
        assert!(held.says(&measure.text), "measure {}", measure.number);
        let row = row(held.table_called("measures"), &measure.number.to_string());
        let figures = row[3..].iter().filter(|cell| matches!(cell.content, Content::Number { .. }));
        assert_eq!(figures.count(), 0, "measure {}", measure.number);
        assert!(row.iter().any(|cell| words(cell).as_deref() == Some("not returned")));
    }
    let revenue = Held::in_section(&pack, "revenue");
    for cells in revenue.tables[0].rows.iter().map(cells) {
        let numbers = cells.iter().filter(|cell| matches!(cell.content, Content::Number { .. }));
        assert_eq!(numbers.count(), 1, "the plan's own budget and nothing else");
    }
    assert!(held.says("There is no forecast for the whole budget of £219.616 million"));
}

pub(crate) fn read_again() -> quarterpack::pipeline::Inputs {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    quarterpack::pipeline::Inputs::read(&root.join("config/quarterpack.toml")).unwrap()
}

#[test]
fn the_misprinted_267_stands_with_its_note_and_as_no_number() {
    let held = Held::of(&AUTUMN.pack);
    let table = held.table_called("measures-as-printed");
    let cell = row(table, "1").iter().find(|cell| words(cell).as_deref() == Some("£267")).unwrap();
    let [label] = &cell.notes[..] else { panic!("it has one note: {:?}", cell.notes) };
    let note = table.notes.iter().find(|(one, _)| one == label).unwrap();
    assert!(note.1.to_string().contains("thousands are meant"), "{}", note.1);
    let value = Decimal::from(267);
    for table in &held.tables {
        for cell in table.rows.iter().flat_map(cells) {
            let is =
                matches!(&cell.content, Content::Number { value: number, .. } if *number == value);
            assert!(!is, "table {}", table.id);
        }
    }
}

#[test]
fn tbc_is_shown_as_a_word_and_never_as_nothing() {
    let held = Held::of(&AUTUMN.pack);
    let table = held.table_called("measures");
    for number in ["10", "11"] {
        assert_eq!(words(&row(table, number)[2]).as_deref(), Some("tbc"), "measure {number}");
    }
    let printed = held.table_called("measures-as-printed");
    assert_eq!(words(&row(printed, "1")[3]).as_deref(), Some("tbc at Q4"));
}
