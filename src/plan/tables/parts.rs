//! The parts of a plan file, each from its tables.

use super::kind::Kind;
use super::quoted;
use super::write::{At, Pen, parts};

/// The parts of a file, in order.
pub(super) const PARTS: [fn(&mut Pen<'_>); 12] = [
    plan, services, bodies, priorities, measures, actions, revenue, capital, employees, risks,
    statistics, words,
];

fn plan(pen: &mut Pen<'_>) {
    for at in pen.rows(Kind::Plan) {
        pen.entry(at, "[plan]");
        pen.texts(at, &["year", "title", "resource", "council", "director_role", "source"]);
        pen.text(at, "priorities_called", "priorities_called");
        pen.list(at, "measure_columns", "measure_columns");
        pen.text(at, "context_service", "context_service");
    }
}

fn services(pen: &mut Pen<'_>) {
    pen.section("Services");
    for at in pen.rows(Kind::Services) {
        pen.entry(at, "[[service]]");
        pen.texts(at, &["id", "name", "heading"]);
        pen.list(at, "aliases", "aliases");
    }
}

fn bodies(pen: &mut Pen<'_>) {
    pen.section("Bodies that reports go to");
    for at in pen.rows(Kind::Bodies) {
        pen.entry(at, "[[audience]]");
        pen.texts(at, &["id", "name"]);
        pen.list(at, "aliases", "aliases");
    }
}

fn priorities(pen: &mut Pen<'_>) {
    pen.section("Priorities and resource outcomes");
    for at in pen.rows(Kind::Priorities) {
        pen.entry(at, "[[priority]]");
        pen.texts(at, &["id", "printed"]);
        pen.maybe(at, "when_none", "when_none");
        let outcomes = pen.of(Kind::Outcomes, at.get("id"));
        if outcomes.is_empty() {
            continue;
        }
        pen.text.push_str("outcomes = [\n");
        for outcome in outcomes {
            let mut fields = Pen::fields(outcome, &[("id", true), ("printed", true)]);
            let variants: Vec<String> =
                parts(outcome, "variants").into_iter().map(quoted::text).collect();
            if !variants.is_empty() {
                fields.push(("variants", "variants", format!("[{}]", variants.join(", "))));
            }
            pen.inline(outcome, &fields);
        }
        pen.text.push_str("]\n");
    }
}

fn measures(pen: &mut Pen<'_>) {
    pen.section("Measures");
    for at in pen.rows(Kind::Measures) {
        pen.entry(at, "[[measure]]");
        pen.text(at, "id", "id");
        pen.whole(at, "number");
        pen.texts(at, &["printed", "short", "outcome"]);
        pen.list(at, "services", "services");
        pen.text(at, "service_printed", "service_printed");
        pen.text(at, "link", "link");
        pen.maybe(at, "notes_printed", "notes_printed");
        formula(pen, at);
        pen.text(at, "direction", "direction");
        target(pen, at);
        pen.maybe_list(at, "profile", "profile");
        let id = at.get("id");
        let values = pen.of(Kind::Earlier, id);
        if !values.is_empty() {
            pen.text.push_str("earlier = [\n");
            for value in values {
                let keys = [
                    ("period", true),
                    ("printed", true),
                    ("read", true),
                    ("meant", false),
                    ("note", false),
                ];
                pen.inline(value, &Pen::fields(value, &keys));
            }
            pen.text.push_str("]\n");
        }
        figures(pen, id);
        if !matches!(at.get("sensitivity"), "" | "none") {
            pen.text(at, "sensitivity", "sensitivity");
        }
        pen.maybe(at, "continues", "continues");
        pen.maybe_list(at, "notes", "notes");
    }
}

fn formula(pen: &mut Pen<'_>, at: At<'_>) {
    pen.remarks(at, "formula", "");
    pen.origin(at, "formula");
    pen.text.push_str("formula = { ");
    let kind = at.get("formula");
    let name = if kind == "per day" { "per_day" } else { kind };
    if matches!(kind, "percentage" | "count" | "money" | "ratio" | "per day") {
        pen.text.push_str(name);
        let pair = !matches!(kind, "count" | "money");
        pen.text.push_str(if pair { " = [" } else { " = " });
        pen.origin(at, "first");
        pen.text.push_str(&quoted::text(at.get("first")));
        if pair {
            pen.text.push_str(", ");
            pen.origin(at, "second");
            pen.text.push_str(&quoted::text(at.get("second")));
            pen.text.push(']');
        } else if !at.get("second").is_empty() {
            let message = format!("a {kind} has one figure");
            pen.fault(
                at,
                "second",
                message,
                "leave it empty, or choose how it is worked out".into(),
            );
        }
        if !matches!(at.get("timing"), "" | "in quarter") {
            pen.text.push_str(", ");
            pen.origin(at, "timing");
            pen.text.push_str("timing = ");
            pen.text.push_str(&quoted::text(at.get("timing")));
        }
    } else {
        let message = format!("“{kind}” is no way to work a measure out");
        let remedy = "choose percentage, count, money, ratio or per day";
        pen.fault(at, "formula", message, remedy.into());
    }
    pen.text.push_str(" }\n");
}

fn target(pen: &mut Pen<'_>, at: At<'_>) {
    pen.remarks(at, "target", "");
    pen.origin(at, "target_printed");
    pen.text.push_str("target = { printed = ");
    pen.text.push_str(&quoted::text(at.get("target_printed")));
    pen.text.push_str(", read = ");
    pen.origin(at, "target");
    pen.text.push_str(&quoted::text(at.get("target")));
    pen.text.push_str(" }\n");
}

fn figures(pen: &mut Pen<'_>, id: &str) {
    pen.text.push_str("figures = [\n");
    for figure in pen.of(Kind::Figures, id) {
        let mut fields = Pen::fields(figure, &[("id", true), ("label", true), ("unit", true)]);
        match figure.get("small_numbers") {
            "yes" => fields.push(("small_numbers", "small_numbers", "true".into())),
            "" | "no" => {}
            other => {
                let message = format!("“{other}” is neither yes nor no");
                pen.fault(figure, "small_numbers", message, "choose one of them".into());
            }
        }
        pen.inline(figure, &fields);
    }
    pen.text.push_str("]\n");
}

fn actions(pen: &mut Pen<'_>) {
    pen.section("Actions");
    for at in pen.rows(Kind::Actions) {
        pen.entry(at, "[[action]]");
        pen.text(at, "id", "id");
        pen.whole(at, "number");
        pen.texts(at, &["printed", "short", "outcome"]);
        pen.list(at, "services", "services");
        pen.text(at, "service_printed", "service_printed");
        pen.text(at, "link", "link");
        pen.maybe_list(at, "continues", "continues");
        let steps = pen.of(Kind::Steps, at.get("id"));
        if steps.is_empty() {
            pen.text.push_str("step = []\n");
        }
        for step_ in steps {
            step(pen, step_);
        }
    }
    pen.after(Kind::Actions);
}

fn step(pen: &mut Pen<'_>, at: At<'_>) {
    pen.entry(at, "[[action.step]]");
    pen.texts(at, &["id", "printed", "short", "service_printed"]);
    pen.maybe(at, "when", "when");
    if let Some(day) = pen.day(at, "due") {
        pen.line(at, "due", "due", &day);
    }
    pen.maybe(at, "read_as", "read_as");
    let reports = pen.of(Kind::Reports, at.get("id"));
    if reports.is_empty() {
        return;
    }
    pen.text.push_str("reports = [\n");
    for report in reports {
        let mut fields = Pen::fields(report, &[("to", false)]);
        if !report.get("quarters").is_empty() {
            let quarters = quarters(pen, report);
            fields.push(("quarters", "quarters", format!("[{}]", quarters.join(", "))));
        }
        if let Some(day) = pen.day(report, "by") {
            fields.push(("by", "by", day));
        }
        pen.inline(report, &fields);
    }
    pen.text.push_str("]\n");
}

fn quarters(pen: &mut Pen<'_>, at: At<'_>) -> Vec<String> {
    let mut quarters = Vec::new();
    for part in parts(at, "quarters") {
        if let Ok(number) = part.parse::<u8>() {
            quarters.push(number.to_string());
        } else {
            let message = format!("“{part}” is no quarter");
            pen.fault(at, "quarters", message, "write some of 1 to 4, such as 2, 4".into());
        }
    }
    quarters
}

/// A `[table]` with a total of the sheet Plan, and its entries.
fn totalled(pen: &mut Pen<'_>, table: &str, totals: &[(&'static str, &str)]) {
    pen.push(&["\n[", table, "]\n"]);
    for at in pen.rows(Kind::Plan) {
        for (key, name) in totals {
            if *key == "as_at" {
                if let Some(day) = pen.day(at, key) {
                    pen.line(at, key, name, &day);
                }
            } else {
                pen.text(at, key, name);
            }
        }
    }
}

fn none(pen: &mut Pen<'_>, kind: Kind, key: &str) {
    if pen.tables.rows(kind).is_empty() {
        pen.text.push_str(key);
        pen.text.push_str(" = []\n");
    }
}

fn revenue(pen: &mut Pen<'_>) {
    pen.section("Revenue budget, in £ million as printed");
    totalled(pen, "revenue", &[("revenue_total", "total")]);
    none(pen, Kind::Budget, "line");
    for at in pen.rows(Kind::Budget) {
        pen.entry(at, "[[revenue.line]]");
        pen.texts(at, &["id", "printed", "service", "budget", "percent"]);
    }
}

fn capital(pen: &mut Pen<'_>) {
    pen.section("Capital programme, in £ million as printed");
    totalled(pen, "capital", &[("capital_total", "total")]);
    none(pen, Kind::Capital, "project");
    for at in pen.rows(Kind::Capital) {
        pen.entry(at, "[[capital.project]]");
        pen.texts(at, &["id", "printed", "service", "budget"]);
        pen.maybe(at, "continues", "continues");
    }
    pen.after(Kind::Capital);
}

fn employees(pen: &mut Pen<'_>) {
    pen.section("Employees, by headcount");
    let totals =
        [("as_at_printed", "as_at_printed"), ("as_at", "as_at"), ("employees_total", "total")];
    totalled(pen, "employees", &totals);
    none(pen, Kind::Employees, "line");
    for at in pen.rows(Kind::Employees) {
        pen.entry(at, "[[employees.line]]");
        pen.texts(at, &["printed", "service", "headcount"]);
    }
}

fn risks(pen: &mut Pen<'_>) {
    pen.section("Top risks");
    for at in pen.rows(Kind::Risks) {
        pen.entry(at, "[[risk]]");
        pen.texts(at, &["id", "printed", "short"]);
        pen.maybe(at, "service", "service");
    }
}

fn statistics(pen: &mut Pen<'_>) {
    pen.section("Demand statistics");
    for at in pen.rows(Kind::Statistics) {
        pen.entry(at, "[[statistic]]");
        pen.texts(at, &["id", "printed", "short"]);
        pen.maybe(at, "unit", "unit");
        pen.maybe(at, "service", "service");
        observed(pen, at, "from", "from_when");
        observed(pen, at, "to", "to_when");
        pen.maybe(at, "change", "change");
    }
}

fn observed(pen: &mut Pen<'_>, at: At<'_>, key: &'static str, when: &'static str) {
    if at.get(key).is_empty() && at.get(when).is_empty() {
        return;
    }
    pen.origin(at, key);
    pen.push(&[key, " = { value = ", &quoted::text(at.get(key))]);
    if !at.get(when).is_empty() {
        pen.text.push_str(", ");
        pen.origin(at, when);
        pen.push(&["when = ", &quoted::text(at.get(when))]);
    }
    pen.text.push_str(" }\n");
}

fn words(pen: &mut Pen<'_>) {
    pen.section("Sentences that are checked, and what a person noticed");
    for at in pen.rows(Kind::Texts) {
        pen.entry(at, "[[text]]");
        pen.texts(at, &["section", "printed"]);
    }
    pen.after(Kind::Texts);
    for at in pen.rows(Kind::Notes) {
        pen.entry(at, "[[note]]");
        pen.texts(at, &["code", "about", "text", "handling"]);
    }
}
