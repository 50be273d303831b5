//! Sentences say what is known, and no more than that.

use super::{AUTUMN, made};
use crate::files::pack_file;
use crate::support::Known;
use crate::walk::{Held, cells, spaced, words};
use quarterpack::compose::{Cell, Content, Pack};
use quarterpack::form::StepState;
use quarterpack::plan::{Formula, MeasureId, Status, StepId};
use quarterpack::quantity::Decimal;
use quarterpack::render::pdf;
use quarterpack::theme::Theme;
use quarterpack::validate::FigureState;
use quarterpack::wording::{Replacement, Templates};

fn known() -> Known {
    AUTUMN.known.clone()
}

/// Everything that a section says, with single spaces.
fn said(pack: &Pack, section: &str) -> String {
    spaced(&Held::in_section(pack, section).texts.join(" "))
}

/// A pack whose standing section has another wording.
fn worded(section: &str, text: &str) -> Pack {
    let name = format!("report/{section}.txt");
    let own = vec![Replacement { file: name.clone(), name, text: text.into() }];
    let templates = Templates::load(own, &Theme::default()).unwrap();
    made::with(&known(), &pack_file("social-work-committee").recipe, &templates)
}

#[test]
fn a_variance_is_called_explained_only_where_it_is() {
    let large = "more than £0.050m and 1% of its budget";
    let sample = said(&AUTUMN.pack, "revenue");
    let named = "needs an explanation; none was returned for Justice and Substance Misuse.";
    assert!(sample.contains(&format!("A variance of {large} {named}")), "{sample}");
    let mut all = known();
    for returned in &mut all.returns {
        returned.budget.values_mut().for_each(|line| line.explanation = Some("Known.".into()));
    }
    let all = said(&made::pack(&all), "revenue");
    assert!(all.contains(&format!("Every variance of {large} is explained.")), "{all}");
}

#[test]
fn improvement_actions_are_recommended_where_there_are_any() {
    let mut none = known();
    let mut one = known();
    let mut given = 0;
    for returned in one.returns.iter_mut().chain(&mut none.returns) {
        returned.commentary.values_mut().for_each(|said| said.action = None);
    }
    let none = said(&made::pack(&none), "recommendations");
    assert!(!none.contains("the improvement action"), "{none}");
    let why = "set out in section 5 without an improvement action, because none was returned,";
    assert!(none.contains(why), "{none}");
    let quarter = one.job.quarter;
    for returned in one.returns.iter_mut().filter(|one| one.quarter == quarter) {
        if let Some(said) = returned.commentary.get_mut(&MeasureId::from("M13")) {
            said.action = Some("Walk-in sessions.".into());
            given += 1;
        }
    }
    assert_eq!(given, 1);
    let one = said(&made::pack(&one), "recommendations");
    assert!(
        one.contains("and the improvement action for one of them in section 5, be noted"),
        "{one}"
    );
}

/// Of a quarter for which no return came no pack says anything good.
#[test]
fn a_pack_without_returns_says_so_first_and_praises_nothing() {
    let mut nothing = known();
    let quarter = nothing.job.quarter;
    nothing.returns.retain(|one| one.quarter != quarter);
    let pack = made::pack(&nothing);
    let none = "No return that can be used has come for Quarter 2.";
    assert!(said(&pack, "summary").starts_with(none));
    assert!(said(&pack, "exceptions").starts_with(none));
    let asked = said(&pack, "recommendations");
    assert!(asked.contains("no service’s return can be used yet"), "{asked}");
    let held = Held::of(&pack);
    for praise in [
        "None of 14",
        "none of the",
        "0 of 14 measures met",
        "None of the 14 measures met",
        "0 of 14 actions",
        "No red or amber",
        "is late",
        "no measure is red",
        "Every rule ran",
        "Every variance",
        "gave different dates",
        "that the progress",
    ] {
        assert!(!held.says(praise), "{praise}");
    }
    for known in [
        "How the 14 measures stand is to be reported later.",
        "How the 14 actions stand is to be reported later.",
        "whether they were made was not returned.",
        "No action was reported on: which are late is not known.",
        "No service gave the end of its finance period.",
        "needs an explanation; no variance is known yet.",
    ] {
        assert!(held.says(known), "{known}");
    }
}

/// A status that is kept back is counted by itself, and shown as what it is.
#[test]
fn a_status_that_is_kept_back_adds_to_no_other() {
    let pack = &AUTUMN.pack;
    let held = Held::of(pack);
    let measures = held.table_called("measures");
    let kept = Content::Status(Status::KeptBack);
    let shown = measures.rows.iter().flat_map(cells).filter(|cell| cell.content == kept);
    assert_eq!(shown.count(), 1, "measure 3 increases from a small number");
    let count = |status: Status| {
        let mut rows = held.table_called("status-counts").rows.iter().map(cells);
        let row = rows.find(|row| row[0].content == Content::Status(status));
        row.and_then(|row| words(&row[1]))
    };
    assert_eq!(count(Status::KeptBack).as_deref(), Some("1"));
    let contextual = |cell: &&Cell| cell.content == Content::Status(Status::Contextual);
    let contextual = measures.rows.iter().flat_map(cells).filter(contextual).count();
    assert_eq!(count(Status::Contextual), Some(contextual.to_string()));
    let bar = held.bars[0];
    assert!(bar.parts.contains(&(Status::KeptBack, 1)), "{:?}", bar.parts);
    assert!(bar.alt.contains("Kept back 1"), "{}", bar.alt);
    assert!(held.says("Not published, because it would reveal a small number"));
}

/// Measure 4 was measure 9 of the plan for 2021-22, whose quarters are small: of its own quarters,
/// none is here.
#[test]
fn a_trend_that_is_kept_back_is_not_called_none() {
    let mut known = known();
    let quarter = known.job.quarter;
    let id = MeasureId::from("M04");
    for returned in known.returns.iter_mut().filter(|one| one.quarter == quarter) {
        for ((measure, figure), given) in &mut returned.figures {
            if *measure == id && figure.as_str() == "num" {
                given.state = FigureState::Number(Decimal::from(50));
            }
        }
    }
    let pack = made::pack(&known);
    let held = Held::of(&pack);
    let measures = held.table_called("measures");
    let mut rows = measures.rows.iter().map(cells).filter(|row| !row.is_empty());
    let row = rows.find(|row| words(&row[0]).as_deref() == Some("4")).unwrap();
    let shown: Vec<Option<String>> = row.iter().map(words).collect();
    assert!(shown[3].as_deref().is_some_and(|q1| q1.ends_with('%')), "{shown:?}");
    assert!(shown[4].as_deref().is_some_and(|q2| q2.ends_with('%')), "{shown:?}");
    assert!(matches!(&row[6].content, Content::Suppressed(_)), "{:?}", row[6]);
    assert!(held.says("No trend is drawn, because earlier figures are suppressed."));
}

/// The first meeting was on the third day: that counts days, and nobody.
#[test]
fn what_a_service_says_reads_well_with_its_numbers_taken_out() {
    let said = said(&super::YEAR_END.pack, "exceptions");
    assert!(said.contains("delayed a first meeting until the third day;"), "{said}");
    assert!(!said.contains("the [c] day"), "{said}");
    let explained = "In what a service says it stands in the place of a number.";
    assert_eq!(said.contains(explained), said.contains("[c]"), "{said}");
}

/// A service's own word beside a status is told as the service's, and why the status is another.
#[test]
fn a_services_own_word_is_told_as_its_own() {
    let mut known = known();
    let quarter = known.job.quarter;
    let due = known.plan.actions.iter().flat_map(|action| &action.steps);
    let due: Vec<StepId> = due
        .filter(|step| step.due.is_some_and(|day| day < known.job.as_at))
        .map(|one| one.id.clone())
        .collect();
    for returned in known.returns.iter_mut().filter(|one| one.quarter == quarter) {
        for (_, step) in returned.steps.iter_mut().filter(|(id, _)| due.contains(id)) {
            step.state = Some(StepState::OnTrack);
            (step.percent, step.completed_on, step.new_due) = (None, None, None);
        }
    }
    let all = said(&made::pack(&known), "actions-in-full");
    assert!(all.contains("the service returned “On track”; it was due"), "{all}");
    let as_said = said(&AUTUMN.pack, "actions-in-full");
    assert!(as_said.contains("the service returned “On track”, 45%"), "{as_said}");
}

/// A date that moved is told with who approved it and why.
#[test]
fn a_date_that_moved_has_its_reason_and_approver() {
    let mut known = known();
    let quarter = known.job.quarter;
    let mut moved = 0;
    for returned in known.returns.iter_mut().filter(|one| one.quarter == quarter) {
        for step in returned.steps.values_mut().take(1) {
            step.state = Some(StepState::MinorSlippage);
            step.new_due = "2024-02-29".parse().ok();
            step.new_due_reason = Some("The building is not ready.".into());
            step.new_due_approver = Some("Head of Health and Social Care".into());
            moved += 1;
        }
    }
    assert!(moved > 1);
    let pack = made::pack(&known);
    let held = Held::of(&pack);
    let why = "to 29 February 2024, approved by the Head of Health and Social Care. The building is not ready.";
    for table in ["actions-late", "actions", "actions-in-full"] {
        let table = held.table_called(table);
        let told = table.notes.iter().filter(|(_, text)| spaced(&text.to_string()).contains(why));
        assert_eq!(told.count(), moved, "{}", table.id);
        let named = table.rows.iter().flat_map(cells).filter(|cell| !cell.notes.is_empty());
        assert!(named.count() >= moved, "{}", table.id);
    }
}

#[test]
fn a_demand_figure_has_its_name_and_the_services_comment() {
    let mut known = known();
    let quarter = known.job.quarter;
    for returned in known.returns.iter_mut().filter(|one| one.quarter == quarter) {
        if let Some(one) = returned.statistics.values_mut().next() {
            one.comment = Some("Counted anew since July.".into());
        }
    }
    let pack = made::pack(&known);
    let table = Held::of(&pack).table_called("demand").clone();
    let first = |row| words(&cells(row)[0]).unwrap();
    let names: Vec<String> = table.rows.iter().map(first).collect();
    assert!(names.contains(&"Justice Social Work Reports".to_owned()), "{names:?}");
    let mut anew = 0;
    for (label, text) in &table.notes {
        let text = text.to_string();
        let (name, comment) = text.split_once(": ").unwrap();
        anew += usize::from(comment == "Counted anew since July.");
        let row = table.rows.iter().find(|row| first(row) == name).unwrap();
        assert!(cells(row)[0].notes.contains(label), "{name}");
    }
    assert!(anew > 0);
}

/// A section whose template was emptied is left away, and those after it move up.
#[test]
fn an_emptied_template_leaves_no_heading() {
    let pack = worded("purpose", "\n");
    let titles: Vec<String> =
        pack.sections.iter().map(quarterpack::compose::Section::title).collect();
    assert!(!titles.iter().any(|title| title.contains("Purpose")), "{titles:?}");
    assert_eq!(titles[0], "1. Recommendations");
    assert!(said(&pack, "recommendations").contains("summarised in section 3"));
    let pack = worded("implications", "# Employee implications\n# Other implications\nNone.\n");
    let held = Held::in_section(&pack, "implications");
    assert_eq!(held.subheadings, ["Other implications"]);
}

/// What the summary shows stays on its page, however much went wrong.
#[test]
fn a_summary_with_everything_red_stays_on_its_page() {
    let mut known = known();
    let quarter = known.job.quarter;
    let measures: Vec<_> = known.plan.measures.iter().collect();
    for returned in known.returns.iter_mut().filter(|one| one.quarter == quarter) {
        for ((id, figure), given) in &mut returned.figures {
            let measure = measures.iter().find(|measure| measure.id == *id).unwrap();
            let whole = match &measure.formula {
                Formula::Percentage { denominator, .. } => Some(denominator),
                _ => None,
            };
            let lower = measure.direction.is_lower();
            if let FigureState::Number(number) = &mut given.state {
                match whole {
                    Some(whole) if whole == figure && !lower => *number *= Decimal::from(9),
                    Some(whole) if whole != figure && lower => *number *= Decimal::from(6),
                    None => *number = (*number / Decimal::from(9)).round(),
                    Some(_) => {}
                }
            }
        }
    }
    let pack = made::pack(&known);
    let paper = pdf::render(&pack).unwrap();
    let file = lopdf::Document::load_mem(&paper.bytes).unwrap();
    let page = |number: &u32| spaced(&file.extract_text(&[*number]).unwrap());
    let pages: Vec<String> = file.get_pages().keys().map(page).collect();
    let summary = pages.iter().find(|page| page.contains("What changed since")).unwrap();
    assert!(summary.contains("This version."), "{summary}");
}

/// Notes are numbered in the order in which a reader meets them.
#[test]
fn notes_stand_in_order_in_every_table() {
    for pack in super::every() {
        for table in Held::of(pack).tables {
            let mut met: Vec<&String> = Vec::new();
            for label in table.rows.iter().flat_map(cells).flat_map(|cell| &cell.notes) {
                if !met.contains(&label) {
                    met.push(label);
                }
            }
            let listed: Vec<&String> = table.notes.iter().map(|(label, _)| label).collect();
            assert_eq!(met, listed, "{} of {}", table.id, pack.identity.file_stem);
        }
    }
}
