//! Packs of the samples and packs stretched to what may come, laid out: nothing overlaps, nothing
//! stands in the margins, no page ends with a heading.

use super::{check, has, lay};
use crate::compose::{Block, Pack, State};
use crate::intake::{Inbox, Reader};
use crate::pipeline::{Inputs, Job, compose_pack};
use crate::plan::{ActionId, Formula, LineId, MeasureId, Plan, ServiceId, TargetRule};
use crate::quantity::{Amount, Decimal, Money, Percent};
use std::path::Path;

fn inputs() -> Inputs {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Inputs::read(&root.join("config/quarterpack.toml")).unwrap()
}

/// The packs that are made for a quarter, as drafts.
fn packs(inputs: &Inputs, quarter: &str) -> Vec<Pack> {
    let quarter = quarter.parse().unwrap();
    let as_at = inputs.settings.as_at[&quarter];
    let job = Job { inputs, quarter, as_at, reader: &Reader::InProcess, write: false };
    let due = inputs.packs.iter().filter(|pack| pack.recipe.quarters.contains(&quarter.number()));
    due.map(|pack| compose_pack(&job, pack).unwrap()).collect()
}

fn for_committee(change: impl FnOnce(&mut Inputs)) -> Pack {
    let mut inputs = inputs();
    inputs.packs.retain(|pack| pack.recipe.id == "social-work-committee");
    change(&mut inputs);
    packs(&inputs, "2023-24 Q2").pop().unwrap()
}

fn plan(inputs: &mut Inputs) -> &mut Plan {
    inputs.plans.iter_mut().find(|plan| plan.year.to_string() == "2023-24").unwrap()
}

#[test]
fn every_pack_of_the_samples_is_sound_as_a_draft_and_as_a_final() {
    let inputs = inputs();
    let mut all = packs(&inputs, "2021-22 Q4");
    all.extend(packs(&inputs, "2023-24 Q2"));
    assert_eq!(all.len(), 9);
    for pack in &mut all {
        let document = lay(pack);
        check(&document);
        // The summary is one page, from its heading to its last remark.
        let summary = document.pages.iter().find(|page| has(&document, page, "This version."));
        assert!(
            summary.is_some_and(|page| has(&document, page, "Performance summary")),
            "{}",
            pack.identity.file_stem
        );
    }
    let last = all.last_mut().unwrap();
    last.identity.state = State::Final;
    let document = lay(last);
    check(&document);
    assert!(document.pages.iter().all(|page| !has(&document, page, "DRAFT, version")));
}

#[test]
fn a_pack_without_any_return_is_sound() {
    let pack = for_committee(|inputs| inputs.inbox = Inbox::default());
    check(&lay(&pack));
}

#[test]
fn a_pack_in_which_every_measure_is_red_is_sound() {
    let pack = for_committee(|inputs| {
        for measure in &mut plan(inputs).measures {
            let many = Decimal::from(900_000);
            let far = match measure.formula {
                Formula::Percentage { .. } => Amount::Percent(Percent::new(Decimal::from(120))),
                Formula::Ratio { .. } => Amount::Ratio(Percent::new(Decimal::from(120))),
                Formula::Money { .. } => Amount::Money(Money::pounds(many)),
                Formula::Count { .. } => Amount::Count(many),
                Formula::PerDay { .. } => Amount::PerDay(many),
            };
            measure.target.rule = TargetRule::AtLeast(far);
        }
    });
    let red = pack.sections.iter().flat_map(|section| &section.blocks);
    let red = red.filter(|block| matches!(block, Block::Exception(_))).count();
    assert!(red >= 9, "every measure that has a figure: {red}");
    check(&lay(&pack));
}

#[test]
fn a_pack_of_forty_services_is_sound() {
    let pack = for_committee(|inputs| grow(plan(inputs), 40));
    let document = lay(&pack);
    check(&document);
    assert!(document.pages.len() > 60, "{}", document.pages.len());
    for nth in [4, 22, 40] {
        let name = name(nth);
        let found = document.pages.iter().any(|page| has(&document, page, &name[..20]));
        assert!(found, "{name}");
    }
}

fn name(nth: usize) -> String {
    format!("Locality number {nth} and its Neighbourhoods")
}

/// A plan with so many services, each with measures, actions, budget and people of its own.
fn grow(plan: &mut Plan, services: usize) {
    let old = plan.clone();
    for nth in plan.services.len() + 1..=services {
        let id = ServiceId::from(format!("locality-{nth}").as_str());
        let mut service = old.services[0].clone();
        (service.id, service.name, service.aliases) = (id.clone(), name(nth), vec![]);
        plan.services.push(service);
        for measure in old.measures.iter().cycle().skip(nth).take(3) {
            let mut measure = measure.clone();
            measure.number = u32::try_from(plan.measures.len() + 1).unwrap();
            measure.id = MeasureId::from(format!("M{}", measure.number).as_str());
            (measure.services, measure.continues) = (vec![id.clone()], None);
            plan.measures.push(measure);
        }
        let mut action = old.actions[nth % old.actions.len()].clone();
        action.number = u32::try_from(plan.actions.len() + 1).unwrap();
        action.id = ActionId::from(format!("A{}", action.number).as_str());
        action.services = vec![id.clone()];
        plan.actions.push(action);
        let mut line = old.revenue[nth % old.revenue.len()].clone();
        line.id = LineId::from(format!("line-{nth}").as_str());
        (line.text, line.service) = (name(nth), id.clone());
        plan.revenue.push(line);
        let mut people = old.employees.lines[nth % old.employees.lines.len()].clone();
        (people.text, people.service) = (name(nth), id);
        plan.employees.lines.push(people);
    }
}
