//! A plan → tables of text, every entry as a plan file would write it.

use super::kind::Kind;
use super::{Row, Tables};
use crate::calendar::FinancialYear;
use crate::plan::measure::{
    Direction, EarlierValue, Formula, Measure, Reading, Sensitivity, TargetRule, Timing,
};
use crate::plan::model::{Action, Plan, ReportDue, Statistic, Step};
use crate::plan::values::{TO_BE_SET, exact};
use crate::plan::{Figure, ServiceId};
use crate::quantity::{Decimal, Unit};

impl Tables {
    /// The tables that make this plan: what they write is read to the same plan again.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut tables = Self::default();
        tables.add(Kind::Plan, whole(plan));
        names(plan, &mut tables);
        for measure in &plan.measures {
            add_measure(measure, &mut tables);
        }
        for action in &plan.actions {
            add_action(action, &mut tables);
        }
        money(plan, &mut tables);
        context(plan, &mut tables);
        tables
    }
}

fn new() -> Row {
    Row::default()
}

fn lines(texts: &[String]) -> String {
    texts.join("\n")
}

fn ids(services: &[ServiceId]) -> String {
    services.iter().map(ServiceId::as_str).collect::<Vec<_>>().join(", ")
}

fn whole(plan: &Plan) -> Row {
    new()
        .with("year", plan.year.to_string())
        .with("title", &plan.title)
        .with("resource", &plan.resource)
        .with("council", &plan.council)
        .with("director_role", &plan.director_role)
        .with("source", &plan.source)
        .with("priorities_called", &plan.headings.priorities)
        .with("measure_columns", lines(&plan.headings.measures))
        .with("context_service", plan.context_service.as_str())
        .with("revenue_total", &plan.revenue_total.printed)
        .with("capital_total", &plan.capital_total.printed)
        .with("as_at_printed", &plan.employees.as_at_printed)
        .with("as_at", plan.employees.as_at.to_string())
        .with("employees_total", &plan.employees.total.printed)
}

fn names(plan: &Plan, tables: &mut Tables) {
    for service in &plan.services {
        let row = new().with("id", service.id.as_str()).with("name", &service.name);
        let row = row.with("heading", &service.heading).with("aliases", lines(&service.aliases));
        tables.add(Kind::Services, row);
    }
    for audience in &plan.audiences {
        let row = new().with("id", audience.id.as_str()).with("name", &audience.name);
        tables.add(Kind::Bodies, row.with("aliases", lines(&audience.aliases)));
    }
    for priority in &plan.priorities {
        let row = new().with("id", &priority.id).with("printed", &priority.text);
        let when_none = priority.when_none.as_deref().unwrap_or_default();
        tables.add(Kind::Priorities, row.with("when_none", when_none));
        for outcome in &priority.outcomes {
            let row = new().with("priority", &priority.id).with("id", outcome.id.as_str());
            let row = row.with("printed", &outcome.text).with("variants", lines(&outcome.variants));
            tables.add(Kind::Outcomes, row);
        }
    }
}

fn add_measure(measure: &Measure, tables: &mut Tables) {
    let (kind, first, second) = match &measure.formula {
        Formula::Percentage { numerator, denominator, .. } => {
            ("percentage", numerator, Some(denominator))
        }
        Formula::Count { count, .. } => ("count", count, None),
        Formula::Money { amount } => ("money", amount, None),
        Formula::Ratio { left, right } => ("ratio", left, Some(right)),
        Formula::PerDay { numerator, days } => ("per day", numerator, Some(days)),
    };
    let continues = measure.continues.as_ref();
    let row = new()
        .with("id", measure.id.as_str())
        .with("number", measure.number.to_string())
        .with("printed", &measure.text)
        .with("short", &measure.short)
        .with("outcome", measure.outcome.as_str())
        .with("services", ids(&measure.services))
        .with("service_printed", &measure.service_printed)
        .with("link", &measure.link.printed)
        .with("notes_printed", measure.notes_printed.as_deref().unwrap_or_default())
        .with("formula", kind)
        .with("first", first.as_str())
        .with("second", second.map_or("", |id| id.as_str()))
        .with(
            "timing",
            match measure.formula.timing() {
                Timing::InQuarter => "",
                Timing::AtQuarterEnd => "at quarter end",
            },
        )
        .with(
            "direction",
            match measure.direction {
                Direction::HigherIsBetter => "higher",
                Direction::LowerIsBetter => "lower",
                Direction::Monitor => "monitor",
            },
        )
        .with("target_printed", &measure.target.printed)
        .with("target", target(measure))
        .with("profile", profile(measure))
        .with(
            "sensitivity",
            match measure.sensitivity {
                Sensitivity::None => "",
                Sensitivity::Children => "children",
                Sensitivity::ChildProtection => "child protection",
            },
        )
        .with(
            "continues",
            continues.map_or_else(String::new, |of| format!("{} {}", of.plan, of.id)),
        )
        .with("notes", lines(&measure.notes));
    tables.add(Kind::Measures, row);
    for one in &measure.figures {
        tables.add(Kind::Figures, figure(measure, one));
    }
    for value in &measure.earlier {
        tables.add(Kind::Earlier, earlier(measure, value));
    }
}

fn figure(measure: &Measure, figure: &Figure) -> Row {
    let unit = match figure.unit {
        Unit::Count => "count",
        Unit::Pounds => "pounds",
        Unit::Days => "days",
    };
    let row = new().with("measure", measure.id.as_str()).with("id", figure.id.as_str());
    let row = row.with("label", &figure.label).with("unit", unit);
    row.with("small_numbers", if figure.small_numbers { "yes" } else { "" })
}

fn target(measure: &Measure) -> String {
    match &measure.target.rule {
        TargetRule::AtLeast(amount) => format!("at least {}", exact(*amount)),
        TargetRule::AtMost(amount) => format!("at most {}", exact(*amount)),
        TargetRule::IncreaseEachQuarter { and_at_least: None } => "increase each quarter".into(),
        TargetRule::IncreaseEachQuarter { and_at_least: Some(amount) } => {
            format!("increase each quarter, at least {}", exact(*amount))
        }
        TargetRule::ToBeConfirmed if measure.target.printed == TO_BE_SET => TO_BE_SET.into(),
        TargetRule::ToBeConfirmed => "to be confirmed".into(),
        TargetRule::None => "none".into(),
    }
}

/// The shares, where they are not the usual ones.
fn profile(measure: &Measure) -> String {
    let usual = [25, 50, 75, 100].map(|percent| Decimal::new(percent, 2));
    let shares = measure.target.profile.as_deref().filter(|shares| **shares != usual);
    let percent = |share: &Decimal| format!("{}%", (share * Decimal::ONE_HUNDRED).normalize());
    shares.into_iter().flatten().map(percent).collect::<Vec<_>>().join(", ")
}

fn earlier(measure: &Measure, value: &EarlierValue) -> Row {
    let (read, meant) = match &value.reading {
        Reading::Value(amount) => (exact(*amount), String::new()),
        Reading::Suspect { printed, meant } => (exact(*printed), exact(*meant)),
        Reading::ToBeConfirmed => ("to be confirmed".into(), String::new()),
        Reading::NotApplicable => ("not applicable".into(), String::new()),
        Reading::Blank => ("blank".into(), String::new()),
    };
    new()
        .with("measure", measure.id.as_str())
        .with("period", &value.period)
        .with("printed", &value.printed)
        .with("read", read)
        .with("meant", meant)
        .with("note", value.note.as_deref().unwrap_or_default())
}

fn add_action(action: &Action, tables: &mut Tables) {
    let continues: Vec<String> = action.continues.iter().map(named).collect();
    let row = new()
        .with("id", action.id.as_str())
        .with("number", action.number.to_string())
        .with("printed", &action.text)
        .with("short", &action.short)
        .with("outcome", action.outcome.as_str())
        .with("services", ids(&action.services))
        .with("service_printed", &action.service_printed)
        .with("link", &action.link.printed)
        .with("continues", continues.join(", "));
    tables.add(Kind::Actions, row);
    for step in &action.steps {
        add_step(action, step, tables);
    }
}

fn named((plan, id): &(FinancialYear, String)) -> String {
    format!("{plan} {id}")
}

fn add_step(action: &Action, step: &Step, tables: &mut Tables) {
    let row = new()
        .with("action", action.id.as_str())
        .with("id", step.id.as_str())
        .with("printed", &step.text)
        .with("short", &step.short)
        .with("service_printed", &step.service_printed)
        .with("when", step.when_printed.as_deref().unwrap_or_default())
        .with("due", step.due.map_or_else(String::new, |day| day.to_string()))
        .with("read_as", step.inferred.as_deref().unwrap_or_default());
    tables.add(Kind::Steps, row);
    for report in &step.reports {
        let (quarters, by) = match &report.due {
            ReportDue::Quarters(quarters) => {
                let quarters: Vec<String> = quarters.iter().map(ToString::to_string).collect();
                (quarters.join(", "), String::new())
            }
            ReportDue::By(day) => (String::new(), day.to_string()),
            ReportDue::NoDate => (String::new(), String::new()),
        };
        let row = new()
            .with("step", step.id.as_str())
            .with("to", report.audience.as_ref().map_or("", |to| to.as_str()))
            .with("quarters", quarters)
            .with("by", by);
        tables.add(Kind::Reports, row);
    }
}

fn money(plan: &Plan, tables: &mut Tables) {
    for line in &plan.revenue {
        let row = new()
            .with("id", line.id.as_str())
            .with("printed", &line.text)
            .with("service", line.service.as_str())
            .with("budget", &line.budget.printed)
            .with("percent", &line.percent_printed);
        tables.add(Kind::Budget, row);
    }
    for project in &plan.capital {
        let continues = project.continues.as_ref();
        let continues = continues.map_or_else(String::new, |(plan, id)| format!("{plan} {id}"));
        let row = new()
            .with("id", project.id.as_str())
            .with("printed", &project.text)
            .with("service", project.service.as_str())
            .with("budget", &project.budget.printed)
            .with("continues", continues);
        tables.add(Kind::Capital, row);
    }
    for line in &plan.employees.lines {
        let row = new().with("printed", &line.text).with("service", line.service.as_str());
        tables.add(Kind::Employees, row.with("headcount", &line.headcount.printed));
    }
}

fn context(plan: &Plan, tables: &mut Tables) {
    let own = |service: &ServiceId| {
        if *service == plan.context_service { String::new() } else { service.to_string() }
    };
    for risk in &plan.risks {
        let row = new().with("id", risk.id.as_str()).with("printed", &risk.text);
        tables.add(Kind::Risks, row.with("short", &risk.short).with("service", own(&risk.service)));
    }
    for one in &plan.statistics {
        tables.add(Kind::Statistics, statistic(one).with("service", own(&one.service)));
    }
    for text in &plan.texts {
        let row = new().with("section", &text.section).with("printed", &text.text);
        tables.add(Kind::Texts, row);
    }
    for note in &plan.notes {
        let row = new().with("code", note.code.to_string()).with("about", &note.about);
        tables.add(Kind::Notes, row.with("text", &note.text).with("handling", &note.handling));
    }
}

fn statistic(one: &Statistic) -> Row {
    let mut row = new()
        .with("id", one.id.as_str())
        .with("printed", &one.text)
        .with("short", &one.short)
        .with(
            "change",
            one.change_printed.map_or_else(String::new, |n| format!("{}%", n.normalize())),
        );
    if let Some(unit) = &one.unit {
        row.set("unit", unit);
    }
    let values = [("from", "from_when", &one.from), ("to", "to_when", &one.to)];
    for (key, when_key, observed) in values {
        if let Some((value, when)) = observed {
            row.set(key, value.normalize().to_string());
            row.set(when_key, when);
        }
    }
    row
}
