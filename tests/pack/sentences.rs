//! No sentence says anything else than the counts and the sums it speaks of.

use super::walk::{Held, cells, spaced, words};
use super::{Sample, samples};
use crate::support::INPUTS;
use quarterpack::audience::{Filter, disclose, narrow};
use quarterpack::compose::{Block, Content, Row, Tally};
use quarterpack::plan::Status;

/// Numbers up to ten as sentences write them.
const WORDS: [&str; 11] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// The first number before `after` in a sentence: its last word, in digits or in letters.
fn number_before(sentence: &str, after: &str) -> Option<usize> {
    let (before, _) = sentence.split_once(after)?;
    let word = before.split_whitespace().next_back()?.to_lowercase();
    word.parse().ok().or_else(|| WORDS.iter().position(|one| *one == word))
}

/// The counts in the table of the summary: measures and actions of a status.
fn counted(sample: &Sample) -> Vec<(Status, usize, usize)> {
    let held = Held::of(&sample.pack);
    let table = held.table_called("status-counts");
    let count = |cell: &quarterpack::compose::Cell| match &cell.content {
        Content::Number { value, .. } => value.to_string().parse().unwrap(),
        _ => 0,
    };
    let rows = table.rows.iter().filter(|row| matches!(row, Row::Cells(_))).map(cells);
    rows.map(|cells| match &cells[0].content {
        Content::Status(status) => (*status, count(&cells[1]), count(&cells[3])),
        other => panic!("{other:?}"),
    })
    .collect()
}

fn lead(sample: &Sample, id: &str) -> String {
    let section = sample.pack.sections.iter().find(|section| section.id == id).unwrap();
    let lead = section.blocks.iter().find_map(|block| match block {
        Block::Lead(text) => Some(spaced(&text.to_string())),
        _ => None,
    });
    lead.unwrap()
}

#[test]
fn the_table_counts_what_the_rows_show() {
    for sample in samples() {
        let (position, _) = sample.known.reconciled();
        let part = narrow(&Filter::default(), sample.known.plan, &position, &[], &[], &|_| None);
        // The samples' pack is public: what it keeps back is not counted either.
        let (part, _) = disclose(part, INPUTS.settings.small_numbers, &[]);
        let tally = Tally::of_position(&part.position);
        let counted = counted(sample);
        let kept = tally.measures_at(Status::KeptBack) > 0;
        assert_eq!(counted.len(), Status::ALL.len() + usize::from(kept));
        for (status, measures, actions) in counted {
            assert_eq!(measures, tally.measures_at(status), "{}", status.word());
            assert_eq!(actions, tally.actions_at(status), "{}", status.word());
        }
        // The same once more, from the rows of the measures themselves.
        let held = Held::of(&sample.pack);
        for status in Status::SHOWN {
            let rows = held.table_called("measures").rows.iter().flat_map(cells);
            let shown = rows.filter(|cell| cell.content == Content::Status(status)).count();
            assert_eq!(shown, tally.measures_at(status), "{}", status.word());
        }
    }
}

#[test]
fn the_tally_in_words_is_the_tables() {
    for sample in samples() {
        let counts = counted(sample);
        let of = |status| counts.iter().find(|(one, ..)| *one == status).unwrap();
        let (measures, actions): (usize, usize) =
            counts.iter().fold((0, 0), |sum, (_, m, a)| (sum.0 + m, sum.1 + a));
        assert_eq!(measures, sample.known.plan.measures.len());
        assert_eq!(actions, sample.known.plan.actions.len());
        let said = lead(sample, "summary");
        assert_eq!(number_before(&said, " of "), Some(of(Status::Green).1), "{said}");
        assert_eq!(number_before(&said, " measures met"), Some(measures), "{said}");
        for (status, words) in [
            (Status::Red, ["is red", "are red"]),
            (Status::Amber, ["is amber", "are amber"]),
            (Status::ReportLater, ["will be reported later"; 2]),
            (Status::Contextual, ["has no target", "have no target"]),
            (Status::KeptBack, ["is kept back"; 2]),
        ] {
            let found = words.iter().find_map(|word| number_before(&said, &format!(" {word}")));
            let counted = counts.iter().find(|(one, ..)| *one == status).map_or(0, |one| one.1);
            assert_eq!(found.unwrap_or(0), counted, "{}: {said}", status.word());
        }
    }
}

/// The summary is read alone: what the committee is asked to do stands in it, word for word.
#[test]
fn the_summary_says_what_the_recommendations_ask() {
    for sample in samples() {
        let asked = Held::in_section(&sample.pack, "recommendations").texts;
        assert!(asked.len() > 1, "{asked:?}");
        let summary = Held::in_section(&sample.pack, "summary").texts.join(" ");
        assert!(summary.contains("What is asked."), "{summary}");
        for one in asked {
            assert!(spaced(&summary).contains(&spaced(&one)), "{one}: {summary}");
        }
    }
}

#[test]
fn bars_and_recommendations_count_the_same() {
    for sample in samples() {
        let counts = counted(sample);
        let held = Held::of(&sample.pack);
        for (bar, actions) in held.bars.iter().zip([false, true]) {
            let expected: Vec<(Status, usize)> = counts
                .iter()
                .map(|(status, m, a)| (*status, if actions { *a } else { *m }))
                .filter(|(_, count)| *count > 0)
                .collect();
            assert_eq!(bar.parts, expected);
            for (status, count) in expected {
                assert!(bar.alt.contains(&format!("{} {count}", status.word())), "{}", bar.alt);
            }
        }
        let (red, amber) = (counts.iter()).fold((0, 0), |(r, a), (status, m, _)| match status {
            Status::Red => (r + m, a),
            Status::Amber => (r, a + m),
            _ => (r, a),
        });
        let asked = Held::in_section(&sample.pack, "recommendations").texts.join(" ");
        assert_eq!(number_before(&asked, " red "), Some(red), "{asked}");
        assert_eq!(number_before(&asked, " amber measure"), Some(amber), "{asked}");
        let measures = held.exceptions.iter().filter(|one| one.title.starts_with("Measure "));
        assert_eq!(measures.count(), red + amber, "each has its exception");
    }
}

#[test]
fn the_money_in_words_is_the_tables() {
    for sample in samples() {
        let (position, _) = sample.known.reconciled();
        let variance = position.revenue.total.forecast_variance().unwrap();
        let word = if variance.is_negative() { "under" } else { "over" };
        let said = lead(sample, "revenue");
        let sum = spaced(&variance.abs().in_text());
        assert!(said.contains(&format!("{sum} {word}")), "{said}");
        let held = Held::in_section(&sample.pack, "revenue");
        let Some(Row::Total(total)) = held.tables[0].rows.last() else { panic!("no total") };
        let shown = format!("{} {word}", variance.abs().as_millions());
        assert!(total.iter().any(|cell| words(cell).as_deref() == Some(&*shown)), "{shown}");
    }
}
