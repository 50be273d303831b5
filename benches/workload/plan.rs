//! The text of a plan for any number of services.

use super::{ACTIONS, LINES, MEASURES};
use quarterpack::quantity::Decimal;
use rust_decimal::RoundingStrategy;
use std::fmt::{self, Write};

/// The id of the nth service.
pub(crate) fn service(nth: usize) -> String {
    format!("service-{:05}", nth + 1)
}

/// The plan's text.
pub(crate) fn text(services: usize) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_all(&mut text, services);
    text
}

fn write_all(out: &mut String, services: usize) -> fmt::Result {
    out.push_str(HEAD);
    for nth in 0..services {
        let id = service(nth);
        writeln!(out, "[[service]]\nid = \"{id}\"\nname = \"Service {:05}\"", nth + 1)?;
        writeln!(out, "heading = \"Service {:05}\"\n", nth + 1)?;
    }
    out.push_str(OUTCOMES);
    for nth in 0..services {
        measures(out, nth)?;
    }
    for nth in 0..services {
        actions(out, nth)?;
    }
    money(out, services)
}

fn measures(out: &mut String, nth: usize) -> fmt::Result {
    let id = service(nth);
    for which in 0..MEASURES {
        let number = nth * MEASURES + which + 1;
        let place = nth + 1;
        writeln!(out, "[[measure]]\nid = \"M{number:02}\"\nnumber = {number}")?;
        writeln!(
            out,
            "printed = \"Percentage of reviews of kind {} completed within timescale by service \
             {place:05}\"",
            which + 1
        )?;
        writeln!(out, "short = \"Reviews {} on time, service {place:05}\"", which + 1)?;
        writeln!(out, "outcome = \"O{:02}\"\nservices = [\"{id}\"]", which % 5 + 1)?;
        writeln!(out, "service_printed = \"Service {place:05}\"\nlink = \"03.02\"")?;
        if which == 0 {
            writeln!(out, "formula = {{ count = \"n\" }}\ndirection = \"higher\"")?;
            writeln!(out, "target = {{ printed = \"400\", read = \"at least 400\" }}")?;
            writeln!(out, "figures = [{{ id = \"n\", label = \"Reviews\", unit = \"count\" }}]\n")?;
            continue;
        }
        writeln!(out, "formula = {{ percentage = [\"num\", \"den\"] }}\ndirection = \"higher\"")?;
        writeln!(out, "target = {{ printed = \"75%\", read = \"at least 75%\" }}")?;
        writeln!(out, "earlier = [{{ period = \"2021-22\", printed = \"78%\", read = \"78%\" }}]")?;
        writeln!(
            out,
            "figures = [\n  {{ id = \"num\", label = \"Reviews completed within timescale\", unit \
             = \"count\" }},\n  {{ id = \"den\", label = \"Reviews due\", unit = \"count\" \
             }},\n]\n"
        )?;
    }
    Ok(())
}

fn actions(out: &mut String, nth: usize) -> fmt::Result {
    let (id, place) = (service(nth), nth + 1);
    for which in 0..ACTIONS {
        let number = nth * ACTIONS + which + 1;
        writeln!(out, "[[action]]\nid = \"A{number:02}\"\nnumber = {number}")?;
        writeln!(out, "printed = \"Improve practice {} in service {place:05}\"", which + 1)?;
        writeln!(out, "short = \"Practice {}, service {place:05}\"", which + 1)?;
        writeln!(out, "outcome = \"O{:02}\"\nservices = [\"{id}\"]", which % 5 + 1)?;
        writeln!(out, "service_printed = \"Service {place:05}\"\nlink = \"03.02\"\n")?;
        for step in 1..=2 {
            writeln!(out, "[[action.step]]\nid = \"A{number:02}.{step}\"")?;
            writeln!(out, "printed = \"Report on stage {step} of the work by March 2024\"")?;
            writeln!(out, "short = \"Stage {step}\"\nservice_printed = \"Service {place:05}\"")?;
            writeln!(out, "when = \"by March 2024\"\ndue = 2024-03-31\n")?;
        }
    }
    Ok(())
}

fn money(out: &mut String, services: usize) -> fmt::Result {
    let lines = services * LINES;
    writeln!(out, "[revenue]\ntotal = \"{lines}.000\"\n")?;
    // Every line is as large as any other.
    let share = Decimal::ONE_HUNDRED / Decimal::from(lines);
    let percent = share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    for nth in 0..services {
        for line in 1..=LINES {
            let place = nth + 1;
            writeln!(out, "[[revenue.line]]\nid = \"service-{place:05}-line-{line:02}\"")?;
            writeln!(out, "printed = \"Service {place:05}, line {line:02}\"")?;
            writeln!(out, "service = \"{}\"\nbudget = \"1.000\"", service(nth))?;
            writeln!(out, "percent = \"{percent}\"\n")?;
        }
    }
    writeln!(out, "[capital]\ntotal = \"1.000\"\n")?;
    writeln!(out, "[[capital.project]]\nid = \"new-system\"\nprinted = \"New system\"")?;
    writeln!(out, "service = \"{}\"\nbudget = \"1.000\"\n", service(0))?;
    writeln!(out, "[employees]\nas_at_printed = \"March 2023\"\nas_at = 2023-03-31")?;
    writeln!(out, "total = \"{}\"\n", services * 100)?;
    for nth in 0..services {
        writeln!(out, "[[employees.line]]\nprinted = \"Service {:05}\"", nth + 1)?;
        writeln!(out, "service = \"{}\"\nheadcount = \"100\"\n", service(nth))?;
    }
    Ok(())
}

const HEAD: &str = r#"# Made to measure with: nothing in it is real.

[plan]
year = "2023-24"
title = "Resource Plan 2023-24"
resource = "All Resources"
council = "Example Councils"
director_role = "Director"
source = "Made to measure with"
priorities_called = "Connect Outcomes"
measure_columns = ["Measure", "2021-22", "2022-23", "2023-24 Target", "Links", "Service", "Notes"]
context_service = "service-00001"

[[audience]]
id = "swc"
name = "Social Work Committee"

"#;

const OUTCOMES: &str = r#"[[priority]]
id = "P01"
printed = "Health and Wellbeing"
outcomes = [
  { id = "O01", printed = "Promote early help" },
  { id = "O02", printed = "Protect people from harm" },
  { id = "O03", printed = "Support carers" },
  { id = "O04", printed = "Care close to home" },
  { id = "O05", printed = "Best value" },
]

"#;
