//! From the text of a plan file to a checked [`Plan`], or to everything that is wrong with it.

mod actions;
mod budgets;
mod kinds;
mod measures;
mod names;
mod past;
mod pieces;
mod shared;
mod source;

use super::fault::{Faults, PlanError, instead};
use super::ids::{AudienceId, OutcomeId, ServiceId};
use super::measure::Measure;
use super::model::{Action, Audience, Headings, Note, Outcome, Passage, Plan, Priority, Service};
use super::written;
use crate::calendar::FinancialYear;
use crate::finding::{Code, catalogue};
use names::Ids;
pub use past::{PastError, read_past};
use sha2::{Digest, Sha256};
use shared::Shared;
use source::Source;
use std::sync::Arc;

/// What the rest of the file may name.
struct Known {
    year: FinancialYear,
    services: Ids<ServiceId>,
    audiences: Ids<AudienceId>,
    outcomes: Ids<OutcomeId>,
    shared: Shared,
}

/// Reads a plan file.
///
/// `file` is its name for messages, without a folder; `text` is what it holds.
///
/// # Errors
/// When the plan can't be used: [`PlanError`] holds every fault that was found, each with its
/// line and what to do.
pub fn read(file: &str, text: &str) -> Result<Plan, PlanError> {
    let mut faults = Faults::of(text);
    let plan = parts(file, text, &mut faults);
    match (plan, faults.into_error(file)) {
        (Some(plan), None) => Ok(plan),
        (_, Some(error)) => Err(error),
        (None, None) => Err(PlanError { file: file.into(), faults: Vec::new() }),
    }
}

/// What the other parts name, as written.
struct Named {
    head: Option<written::Head>,
    services: Vec<written::Service>,
    audiences: Vec<written::Audience>,
    priorities: Vec<written::Priority>,
    /// Something was wrong with the entries that the others name.
    are_torn: bool,
}

impl Named {
    fn take(source: &mut Source<'_>, faults: &mut Faults) -> Self {
        let head = source.table("plan", faults);
        let before = faults.count();
        let services = source.list("service", faults);
        let audiences = source.list("audience", faults);
        let priorities = source.list("priority", faults);
        Self { head, services, audiences, priorities, are_torn: faults.count() > before }
    }

    /// None where every mention of a name that could not be read would be a fault of its own.
    fn known(&self, faults: &mut Faults) -> Option<Known> {
        let outcomes = self.priorities.iter().flat_map(|priority| &priority.outcomes);
        let year = year(self.head.as_ref()?, faults)?;
        if self.are_torn {
            return None;
        }
        Ids::<Arc<str>>::gather("priority", self.priorities.iter().map(|x| &x.id), faults);
        Some(Known {
            year,
            services: Ids::gather("service", self.services.iter().map(|x| &x.id), faults),
            audiences: Ids::gather("audience", self.audiences.iter().map(|x| &x.id), faults),
            outcomes: Ids::gather("outcome", outcomes.map(|x| &x.id), faults),
            shared: Shared::default(),
        })
    }
}

fn parts<'t>(file: &str, text: &'t str, faults: &mut Faults<'t>) -> Option<Plan> {
    let mut source = Source::open(text, faults)?;
    let named = Named::take(&mut source, faults);
    let known = named.known(faults);
    let known = known.as_ref();
    let owner = named.head.as_ref().zip(known);
    let owner =
        owner.map(|(head, known)| known.services.find(&head.context_service, "plan", faults));
    let measures = measures(&mut source, known, faults);
    let actions = actions(&mut source, known, faults);
    let revenue = budgets::revenue(&mut source, known, faults);
    let capital = budgets::capital(&mut source, known, faults);
    let employees = budgets::employees(&mut source, known, faults);
    let of_service = owner.as_ref().zip(known);
    let risks = budgets::risks(&mut source, of_service, faults);
    let statistics = budgets::statistics(&mut source, of_service, faults);
    let texts = source.list("text", faults).into_iter().map(passage).collect();
    let mut notes = Vec::new();
    source.each("note", faults, |from, faults| notes.push(note(&from, faults)));
    // Told whatever else is wrong.
    let whole = source.finish(faults);
    let head = named.head.filter(|_| whole && known.is_some())?;
    let ((revenue, revenue_total), (capital, capital_total)) = (revenue?, capital?);
    Some(Plan {
        year: known?.year,
        title: head.title,
        resource: head.resource,
        council: head.council,
        director_role: head.director_role,
        source: head.source,
        file: file.into(),
        hash: hash(text),
        headings: Headings { priorities: head.priorities_called, measures: head.measure_columns },
        context_service: owner?,
        services: named.services.into_iter().map(service).collect(),
        audiences: named.audiences.into_iter().map(audience).collect(),
        priorities: named.priorities.into_iter().map(priority).collect(),
        measures: measures?,
        actions,
        revenue,
        revenue_total,
        capital,
        capital_total,
        employees: employees?,
        risks,
        statistics,
        texts,
        notes: notes.into_iter().collect::<Option<_>>()?,
        reports: super::reports::Reports::default(),
    })
}

/// The measures; none where one of them can't be one.
fn measures(
    source: &mut Source<'_>,
    known: Option<&Known>,
    faults: &mut Faults,
) -> Option<Vec<Measure>> {
    let (mut ids, mut all) = (Ids::of("measure"), Vec::new());
    let mut whole = true;
    source.each("measure", faults, |from: written::Measure, faults| {
        let id = ids.add(&from.id, faults);
        let measure = known.and_then(|known| measures::measure(from, id, known, faults));
        whole &= measure.is_some();
        all.extend(measure);
    });
    // They stay for as long as the program runs.
    all.shrink_to_fit();
    whole.then_some(all)
}

fn actions(source: &mut Source<'_>, known: Option<&Known>, faults: &mut Faults) -> Vec<Action> {
    let (mut ids, mut steps) = (Ids::of("action"), Ids::of("step"));
    let mut all = Vec::new();
    source.each("action", faults, |from: written::Action, faults| {
        let id = ids.add(&from.id, faults);
        let steps = from.step.iter().map(|step| steps.add(&step.id, faults)).collect();
        all.extend(known.map(|known| actions::action(from, (id, steps), known, faults)));
    });
    all.shrink_to_fit();
    all
}

fn year(head: &written::Head, faults: &mut Faults) -> Option<FinancialYear> {
    let year = head.year.get_ref().parse();
    year.map_err(|_| {
        let message = format!("“{}” is not a financial year", head.year.get_ref());
        faults.add(head.year.span(), "plan › year", message, "write it as 2023-24");
    })
    .ok()
}

fn service(from: written::Service) -> Service {
    Service {
        id: from.id.get_ref().as_str().into(),
        name: from.name,
        heading: from.heading,
        aliases: from.aliases,
    }
}

fn audience(from: written::Audience) -> Audience {
    Audience { id: from.id.get_ref().as_str().into(), name: from.name, aliases: from.aliases }
}

fn priority(from: written::Priority) -> Priority {
    let outcome = |from: written::Outcome| Outcome {
        id: from.id.get_ref().as_str().into(),
        text: from.printed,
        variants: from.variants,
    };
    Priority {
        id: from.id.into_inner(),
        text: from.printed,
        when_none: from.when_none,
        outcomes: from.outcomes.into_iter().map(outcome).collect(),
    }
}

fn passage(from: written::Passage) -> Passage {
    Passage { section: from.section, text: from.printed }
}

fn note(from: &written::Note, faults: &mut Faults) -> Option<Note> {
    let written = from.code.get_ref();
    let code = written.parse::<Code>().map_err(|error| {
        let codes: Vec<String> = catalogue().iter().map(|rule| rule.code.to_string()).collect();
        let plan_codes = codes.iter().map(String::as_str).filter(|code| code.starts_with('P'));
        let remedy = instead(written, plan_codes);
        faults.add(from.code.span(), format!("note on {}", from.about), error.to_string(), remedy);
    });
    Some(Note {
        code: code.ok()?,
        about: from.about.clone(),
        text: from.text.clone(),
        handling: from.handling.clone(),
    })
}

fn hash(text: &str) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
pub(super) mod tests;
