//! From the text of a plan file to a checked [`Plan`], or to everything that is wrong with it.

mod actions;
mod budgets;
mod kinds;
mod measures;
mod names;
mod past;
mod pieces;
mod source;

use super::fault::{Faults, PlanError, instead};
use super::ids::ServiceId;
use super::model::{Audience, Headings, Note, Outcome, Passage, Plan, Priority, Service};
use super::written;
use crate::calendar::FinancialYear;
use crate::finding::{Code, catalogue};
use names::Ids;
pub use past::{PastError, read_past};
use sha2::{Digest, Sha256};
use source::Source;

/// What the rest of the file may name.
struct Known {
    year: FinancialYear,
    services: Ids,
    audiences: Ids,
    outcomes: Ids,
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

/// Every part of the file as written.
struct Parts {
    head: Option<written::Head>,
    services: Vec<written::Service>,
    audiences: Vec<written::Audience>,
    priorities: Vec<written::Priority>,
    measures: Vec<written::Measure>,
    actions: Vec<written::Action>,
    revenue: Option<written::Revenue>,
    capital: Option<written::Capital>,
    employees: Option<written::Employees>,
    risks: Vec<written::Risk>,
    statistics: Vec<written::Statistic>,
    texts: Vec<written::Passage>,
    notes: Vec<written::Note>,
    /// Something was wrong with the entries that the others name.
    names_are_torn: bool,
}

impl Parts {
    /// Takes them; none where some of the file is not TOML.
    fn take<'t>(mut source: Source<'t>, faults: &mut Faults<'t>) -> Option<Self> {
        let head = source.table("plan", faults);
        let before = faults.count();
        let services = source.list("service", faults);
        let audiences = source.list("audience", faults);
        let priorities = source.list("priority", faults);
        let names_are_torn = faults.count() > before;
        let parts = Self {
            head,
            services,
            audiences,
            priorities,
            names_are_torn,
            measures: source.list("measure", faults),
            actions: source.list("action", faults),
            revenue: source.table("revenue", faults),
            capital: source.table("capital", faults),
            employees: source.table("employees", faults),
            risks: source.list("risk", faults),
            statistics: source.list("statistic", faults),
            texts: source.list("text", faults),
            notes: source.list("note", faults),
        };
        source.finish(faults).then_some(parts)
    }
}

fn parts<'t>(file: &str, text: &'t str, faults: &mut Faults<'t>) -> Option<Plan> {
    let parts = Parts::take(Source::open(text, faults)?, faults)?;
    let head = parts.head.as_ref()?;
    if parts.names_are_torn {
        // Every mention of a name that could not be read would be a fault of its own.
        return None;
    }
    let year = year(head, faults)?;
    let known = known(year, &parts, faults);
    let owner: ServiceId = known.services.find(&head.context_service, "plan", faults);
    let measures: Vec<_> =
        parts.measures.iter().map(|from| measures::measure(from, &known, faults)).collect();
    let actions = parts.actions.iter().map(|from| actions::action(from, &known, faults)).collect();
    let risks =
        parts.risks.iter().map(|from| budgets::risk(from, &owner, &known, faults)).collect();
    let statistics = parts
        .statistics
        .iter()
        .map(|from| budgets::statistic(from, &owner, &known, faults))
        .collect();
    let notes: Vec<_> = parts.notes.iter().map(|from| note(from, faults)).collect();
    let (revenue, revenue_total) = budgets::revenue(parts.revenue.as_ref()?, &known, faults);
    let (capital, capital_total) = budgets::capital(parts.capital.as_ref()?, &known, faults);
    let employees = budgets::employees(parts.employees.as_ref()?, &known, faults);
    Some(Plan {
        year,
        title: head.title.clone(),
        resource: head.resource.clone(),
        council: head.council.clone(),
        director_role: head.director_role.clone(),
        source: head.source.clone(),
        file: file.into(),
        hash: hash(text),
        headings: Headings {
            priorities: head.priorities_called.clone(),
            measures: head.measure_columns.clone(),
        },
        context_service: owner,
        services: parts.services.iter().map(service).collect(),
        audiences: parts.audiences.iter().map(audience).collect(),
        priorities: parts.priorities.iter().map(priority).collect(),
        measures: measures.into_iter().collect::<Option<_>>()?,
        actions,
        revenue,
        revenue_total,
        capital,
        capital_total,
        employees,
        risks,
        statistics,
        texts: parts.texts.into_iter().map(passage).collect(),
        notes: notes.into_iter().collect::<Option<_>>()?,
        reports: super::reports::Reports::default(),
    })
}

fn year(head: &written::Head, faults: &mut Faults) -> Option<FinancialYear> {
    let year = head.year.get_ref().parse();
    year.map_err(|_| {
        let message = format!("“{}” is not a financial year", head.year.get_ref());
        faults.add(head.year.span(), "plan › year", message, "write it as 2023-24");
    })
    .ok()
}

/// Gathers all ids, and with them the ones that are there twice.
fn known(year: FinancialYear, parts: &Parts, faults: &mut Faults) -> Known {
    let steps = parts.actions.iter().flat_map(|action| &action.step);
    let outcomes = parts.priorities.iter().flat_map(|priority| &priority.outcomes);
    Ids::gather("priority", parts.priorities.iter().map(|x| &x.id), faults);
    Ids::gather("measure", parts.measures.iter().map(|x| &x.id), faults);
    Ids::gather("action", parts.actions.iter().map(|x| &x.id), faults);
    Ids::gather("step", steps.map(|x| &x.id), faults);
    Ids::gather("risk", parts.risks.iter().map(|x| &x.id), faults);
    Ids::gather("statistic", parts.statistics.iter().map(|x| &x.id), faults);
    Known {
        year,
        services: Ids::gather("service", parts.services.iter().map(|x| &x.id), faults),
        audiences: Ids::gather("audience", parts.audiences.iter().map(|x| &x.id), faults),
        outcomes: Ids::gather("outcome", outcomes.map(|x| &x.id), faults),
    }
}

fn service(from: &written::Service) -> Service {
    Service {
        id: from.id.get_ref().as_str().into(),
        name: from.name.clone(),
        heading: from.heading.clone(),
        aliases: from.aliases.clone(),
    }
}

fn audience(from: &written::Audience) -> Audience {
    Audience {
        id: from.id.get_ref().as_str().into(),
        name: from.name.clone(),
        aliases: from.aliases.clone(),
    }
}

fn priority(from: &written::Priority) -> Priority {
    let outcome = |from: &written::Outcome| Outcome {
        id: from.id.get_ref().as_str().into(),
        text: from.printed.clone(),
        variants: from.variants.clone(),
    };
    Priority {
        id: from.id.get_ref().clone(),
        text: from.printed.clone(),
        when_none: from.when_none.clone(),
        outcomes: from.outcomes.iter().map(outcome).collect(),
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
