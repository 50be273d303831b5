//! The standing sections: wording from templates, with the figures of the pack.

use super::material::Material;
use super::pack::Block;
use super::recipe::{Numbering, SectionKind};
use super::table::{Cell, Column, Row, Table, Width, mm};
use super::tally::Tally;
use super::text::Text;
use super::{capital, employees, money, summary};
use crate::calendar::long_date;
use crate::plan::Status;
use crate::wording::{
    BudgetFigures, ExceptionFigures, PlanFigures, QuarterFigures, ReportFigures, ReturnFigures,
    Sentence, Templates, WordingError,
};

/// The most characters of recommendations that leave the summary on its page.
const MOST_ASKED: usize = 420;

fn figures(material: &Material<'_>, numbering: &Numbering) -> ReportFigures {
    let plan = material.whole;
    let quarter = material.quarter();
    let tally = Tally::of(material);
    let sections =
        SectionKind::ALL.iter().map(|kind| (named(*kind), numbering.number(*kind).to_owned()));
    let missed = tally.measures_at(Status::Red) + tally.measures_at(Status::Amber);
    ReportFigures {
        body: material.recipe.body.clone(),
        body_is: if material.recipe.several_bodies { "are" } else { "is" }.to_owned(),
        plan: PlanFigures {
            title: plan.title.clone(),
            council: plan.council.clone(),
            resource: plan.resource.clone(),
            measures: plan.measures.len(),
            actions: plan.actions.len(),
            revenue: super::words::budget(plan.revenue_total.value),
            capital: super::words::budget(plan.capital_total.value),
        },
        pack: Sentence { sentence: part_sentence(material).unwrap_or_default() },
        quarter: QuarterFigures {
            name: quarter.to_string(),
            text: quarter.in_text(),
            months: quarter.months(),
            end: long_date(quarter.end()),
        },
        section: sections.collect(),
        exceptions: ExceptionFigures {
            any: missed > 0,
            sentence: tally.exceptions_sentence(),
            improvement: super::exceptions::improvement_actions(material),
        },
        measures: Sentence { sentence: tally.measures_sentence() },
        actions: Sentence { sentence: tally.actions_sentence() },
        money: BudgetFigures {
            sentence: plain(&money::revenue_sentence(material)),
            recommendation: money::recommendation(material),
        },
        capital: Sentence { sentence: plain(&capital::sentence(material)) },
        people: Sentence { sentence: plain(&employees::sentence(material)) },
        returns: ReturnFigures {
            any: summary::nothing_returned(material).is_none(),
            sentence: summary::returns_sentence(material),
        },
    }
}

/// `This report is about 5 of the plan’s 14 measures and 2 of its 14 actions.` Nothing where the
/// pack is about the whole plan.
pub(super) fn part_sentence(material: &Material<'_>) -> Option<String> {
    let (part, whole) = (material.plan, material.whole);
    let measures = (part.measures.len(), whole.measures.len());
    let actions = (part.actions.len(), whole.actions.len());
    (measures.0 < measures.1 || actions.0 < actions.1).then(|| part_of(measures, actions))
}

fn part_of(measures: (usize, usize), actions: (usize, usize)) -> String {
    let one = |(part, whole): (usize, usize), whose: &str, noun: &str| {
        let part = match part {
            0 => "none".to_owned(),
            all if all == whole => "all".to_owned(),
            part => part.to_string(),
        };
        format!("{part} of {whose} {whole} {}", super::words::noun(whole, noun))
    };
    format!(
        "This report is about {} and {}: the counts here are of these alone.",
        one(measures, "the plan’s", "measure"),
        one(actions, "its", "action")
    )
}

/// The name of a section in templates.
fn named(kind: SectionKind) -> String {
    kind.id().replace('-', "_")
}

fn plain(marked: &str) -> String {
    marked.replace("**", "")
}

/// One standing section.
///
/// # Errors
/// When its template can't be filled in.
pub(super) fn blocks(
    material: &Material<'_>,
    numbering: &Numbering,
    kind: SectionKind,
    templates: &Templates,
) -> Result<Vec<Block>, WordingError> {
    let text = templates.report(kind.id(), &figures(material, numbering))?;
    let number = numbering.number(kind);
    if kind != SectionKind::Background {
        return Ok(paragraphs(&text, number));
    }
    let kept = Tally::of(material).measures_at(Status::KeptBack) > 0;
    Ok(with_key(paragraphs(&text, number), key(kept)))
}

/// Whether a section would say nothing: its template was emptied, and it has nothing else.
///
/// # Errors
/// When its template can't be filled in.
pub(super) fn is_empty(
    material: &Material<'_>,
    numbering: &Numbering,
    kind: SectionKind,
    templates: &Templates,
) -> Result<bool, WordingError> {
    let from_template =
        [SectionKind::Purpose, SectionKind::Recommendations, SectionKind::Implications];
    Ok(from_template.contains(&kind) && blocks(material, numbering, kind, templates)?.is_empty())
}

/// The key of the statuses stands after the paragraph that leads to it, the last one that ends with
/// a colon; where there is none, at the end.
fn with_key(mut blocks: Vec<Block>, key: Table) -> Vec<Block> {
    let leads = |at: &usize| {
        let Some(Block::Paragraph { text, .. }) = blocks.get(*at) else { return false };
        text.to_string().trim_end().ends_with(':')
            && !matches!(blocks.get(at + 1), Some(Block::Items(_)))
    };
    let at = (0..blocks.len()).rev().find(leads).map_or(blocks.len(), |at| at + 1);
    blocks.insert(at, Block::Table(key));
    blocks
}

/// What the body is asked to do, in one paragraph for the summary: the words of the recommendations.
/// Where they are too long for that, how many there are. Nothing where the pack has none.
///
/// # Errors
/// When the template can't be filled in.
pub(super) fn asked(
    material: &Material<'_>,
    numbering: &Numbering,
    templates: &Templates,
) -> Result<Option<Text>, WordingError> {
    let kind = SectionKind::Recommendations;
    let section = numbering.number(kind);
    if section.is_empty() {
        return Ok(None);
    }
    let said = templates.report(kind.id(), &figures(material, numbering))?;
    Ok(in_one_paragraph(&said, section))
}

fn in_one_paragraph(said: &str, section: &str) -> Option<Text> {
    let mut items = 0;
    let lines =
        said.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let words: Vec<String> = lines
        .map(|line| match line.strip_prefix("- ") {
            Some(item) => {
                items += 1;
                format!("({items}) {item}")
            }
            None => line.to_owned(),
        })
        .collect();
    let words = match (words.join(" "), items) {
        (all, _) if all.chars().count() <= MOST_ASKED => all,
        (_, 0) => format!("What section {section} asks."),
        (_, items) => format!("{} in section {section}.", recommendations(items)),
    };
    let mut text = Text::bold("What is asked. ");
    text.0.extend(Text::marked(&words).0);
    (!words.is_empty()).then_some(text)
}

fn recommendations(count: usize) -> String {
    let number = super::words::capital(&super::words::number(count));
    format!("{number} {}", super::words::noun(count, "recommendation"))
}

/// A line is a paragraph, numbered; `- ` begins an item of a list, `# ` a small heading. A heading
/// with nothing under it is left away.
fn paragraphs(text: &str, section: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut count = 0;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(item) = line.strip_prefix("- ") {
            let item = Text::marked(item);
            if let Some(Block::Items(items)) = blocks.last_mut() {
                let label = format!("({})", items.len() + 1);
                items.push((label, item));
            } else {
                blocks.push(Block::Items(vec![("(1)".into(), item)]));
            }
        } else if let Some(heading) = line.strip_prefix("# ") {
            blocks.pop_if(|last| matches!(last, Block::Subheading(_)));
            blocks.push(Block::Subheading(heading.into()));
        } else {
            count += 1;
            let number = Some(format!("{section}.{count}."));
            blocks.push(Block::Paragraph { number, text: Text::marked(line) });
        }
    }
    blocks.pop_if(|last| matches!(last, Block::Subheading(_)));
    blocks
}

/// What each status means.
fn key(kept_back: bool) -> Table {
    let row = |status: Status| Row::Cells(vec![Cell::status(status), Cell::text(status.meaning())]);
    let shown = Status::SHOWN.into_iter().filter(|one| kept_back || *one != Status::KeptBack);
    Table {
        id: "status-key".into(),
        title: "What each status means".into(),
        group_head: None,
        columns: vec![
            Column::text("Status", mm(40.0)).naming_rows(),
            Column::text("Meaning", Width::Fitted),
        ],
        rows: shown.map(row).collect(),
        notes: Vec::new(),
        footnote: None,
        dense: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_tried_on_the_sections_that_there_are() {
        let kinds: Vec<String> = SectionKind::ALL.iter().copied().map(named).collect();
        assert_eq!(kinds, crate::wording::SECTIONS);
    }

    #[test]
    fn a_part_of_the_plan_is_told_as_the_plans() {
        assert_eq!(
            part_of((7, 14), (3, 14)),
            "This report is about 7 of the plan’s 14 measures and 3 of its 14 actions: the counts \
             here are of these alone."
        );
        let said = part_of((14, 14), (0, 1));
        assert!(said.contains("all of the plan’s 14 measures and none of its 1 action:"), "{said}");
    }

    #[test]
    fn what_is_asked_is_one_paragraph_and_a_long_list_is_counted() {
        let said = |template: &str| in_one_paragraph(template, "2").map(|text| text.to_string());
        assert_eq!(
            said("The committee is asked:\n- to **note** it;\n- to agree.\n").as_deref(),
            Some("What is asked. The committee is asked: (1) to note it; (2) to agree.")
        );
        assert_eq!(said("\n"), None);
        let long = "- that this be noted, and that, and the other too;\n".repeat(12);
        let long = said(&long);
        assert_eq!(long.as_deref(), Some("What is asked. 12 recommendations in section 2."));
        let long = said(&"The committee is asked to note this. ".repeat(20));
        assert_eq!(long.as_deref(), Some("What is asked. What section 2 asks."));
    }

    #[test]
    fn lines_become_numbered_paragraphs_items_and_headings() {
        let blocks =
            paragraphs("The committee is asked:\n- to note;\n- to agree.\n# More\nText.\n", "2");
        let said: Vec<String> = blocks
            .iter()
            .map(|block| {
                if let Block::Paragraph { number, text } = block {
                    format!("{} {text}", number.clone().unwrap_or_default())
                } else if let Block::Items(items) = block {
                    items.iter().map(|(l, t)| format!("{l} {t}")).collect::<Vec<_>>().join("|")
                } else if let Block::Subheading(text) = block {
                    format!("# {text}")
                } else {
                    panic!("{block:?}")
                }
            })
            .collect();
        assert_eq!(
            said,
            ["2.1. The committee is asked:", "(1) to note;|(2) to agree.", "# More", "2.2. Text."]
        );
    }

    #[test]
    fn a_heading_with_nothing_under_it_is_left_away() {
        let blocks = paragraphs("# One\n\n# Two\nText.\n# Three\n", "9");
        let headings = blocks.iter().filter(|block| matches!(block, Block::Subheading(_)));
        assert_eq!(headings.collect::<Vec<_>>(), [&Block::Subheading("Two".into())]);
        assert!(paragraphs("# One\n", "9").is_empty());
    }

    #[test]
    fn the_key_stands_after_the_line_that_leads_to_it() {
        let at = |text: &str| {
            let blocks = with_key(paragraphs(text, "3"), key(false));
            blocks.iter().position(|block| matches!(block, Block::Table(_)))
        };
        assert_eq!(at("One.\nThe key:\n"), Some(2));
        assert_eq!(at("One.\nThe key:\nA line that was added.\n"), Some(2));
        assert_eq!(at("These:\n- one;\n- two.\nMore.\n"), Some(3), "a colon before a list");
        assert_eq!(at("One.\n"), Some(1));
    }
}
