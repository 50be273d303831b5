//! Two plans in a row: budgets, projects and people that change a great deal (P26, P29, P34).

use super::super::model::Plan;
use super::odd;
use crate::finding::{Code, Finding};
use crate::quantity::{Decimal, Money, trimmed};

/// Percent beyond which a budget line, a project or a programme needs an explanation.
const BUDGET: i64 = 50;
/// Percent beyond which a service's headcount does.
const PEOPLE: i64 = 10;

/// What the whole programme is called.
const PROGRAMME: &str = "Capital programme";

/// Something with a printed value in each of two plans.
struct Change<'p> {
    part: &'static str,
    about: &'p str,
    before: (&'p str, Decimal),
    after: (&'p str, Decimal),
    threshold: i64,
}

pub(super) fn check(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let changes = budgets(earlier, later).into_iter().chain(people(earlier, later));
    let mut findings: Vec<Finding> =
        changes.filter_map(|change| change.finding(earlier, later)).collect();
    findings.extend(renamed(earlier, later));
    findings.extend(counted_when(earlier, later));
    findings
}

impl Change<'_> {
    fn percent(&self) -> Option<Decimal> {
        let step = self.after.1.checked_sub(self.before.1)?;
        step.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(self.before.1)
    }

    fn finding(&self, earlier: &Plan, later: &Plan) -> Option<Finding> {
        let percent = self.percent()?;
        if percent.abs() <= Decimal::from(self.threshold) {
            return None;
        }
        let way = if percent.is_sign_negative() { "falls" } else { "rises" };
        let message = format!(
            "{way} by {}%, from {} in {} to {} in {}",
            trimmed(percent.abs(), 1),
            self.before.0,
            earlier.year,
            self.after.0,
            later.year,
        );
        let threshold = format!("changes are looked at from {}% up", self.threshold);
        let read = if self.about == PROGRAMME {
            threshold
        } else {
            format!("{}; {threshold}", whole(self.part, earlier, later))
        };
        Some(odd(later, Code::P26, self.part, message).about(self.about).read(read))
    }
}

/// How the total changed, for comparison.
fn whole(part: &str, earlier: &Plan, later: &Plan) -> String {
    let set = |total: Option<Money>| total.map_or(Decimal::ZERO, Money::in_pounds);
    let (before, after) = match part.get(..3) {
        Some("5.1") => (set(earlier.revenue_total.value), set(later.revenue_total.value)),
        Some("5.2") => (set(earlier.capital_total.value), set(later.capital_total.value)),
        _ => (earlier.employees.total.value, later.employees.total.value),
    };
    if before.is_zero() || after.is_zero() {
        return "the total is still to be set".into();
    }
    let percent = (after - before).checked_mul(Decimal::ONE_HUNDRED);
    let percent = percent.and_then(|step| step.checked_div(before)).unwrap_or_default();
    let way = if percent.is_sign_negative() { "falls" } else { "rises" };
    format!("the total {way} by {}%", trimmed(percent.abs(), 1))
}

fn budgets<'p>(earlier: &'p Plan, later: &'p Plan) -> Vec<Change<'p>> {
    let lines = later.revenue.iter().filter_map(|line| {
        let before = earlier.line(&line.id)?;
        Some(Change {
            part: "5.1 Revenue budget",
            about: &line.text,
            before: (&before.budget.printed, before.budget.value?.in_pounds()),
            after: (&line.budget.printed, line.budget.value?.in_pounds()),
            threshold: BUDGET,
        })
    });
    let projects = later.capital.iter().filter_map(|project| {
        let (_, id) = project.continues.as_ref().filter(|(plan, _)| *plan == earlier.year)?;
        let before = earlier.project(id)?;
        Some(Change {
            part: "5.2 Capital budget",
            about: &project.text,
            before: (&before.budget.printed, before.budget.value?.in_pounds()),
            after: (&project.budget.printed, project.budget.value?.in_pounds()),
            threshold: BUDGET,
        })
    });
    let (before, after) = (&earlier.capital_total, &later.capital_total);
    let programme = before.value.zip(after.value).map(|(was, is)| Change {
        part: "5.2 Capital budget",
        about: PROGRAMME,
        before: (&before.printed, was.in_pounds()),
        after: (&after.printed, is.in_pounds()),
        threshold: BUDGET,
    });
    lines.chain(projects).chain(programme).collect()
}

fn people<'p>(earlier: &'p Plan, later: &'p Plan) -> Vec<Change<'p>> {
    let lines = later.employees.lines.iter().filter_map(|line| {
        let before = earlier.employees.lines.iter().find(|b| b.service == line.service)?;
        Some(Change {
            part: "5.3 Employees",
            about: &line.text,
            before: (&before.headcount.printed, before.headcount.value),
            after: (&line.headcount.printed, line.headcount.value),
            threshold: PEOPLE,
        })
    });
    lines.collect()
}

/// A project that goes on under another name.
fn renamed(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let renamed = later.capital.iter().filter_map(|project| {
        let (_, id) = project.continues.as_ref().filter(|(plan, _)| *plan == earlier.year)?;
        let before = earlier.project(id)?;
        (before.text != project.text).then(|| {
            let message = format!("it was called “{}” in {}", before.text, earlier.year);
            odd(later, Code::P29, "5.2 Capital budget", message).about(&project.text)
        })
    });
    renamed.collect()
}

fn counted_when(earlier: &Plan, later: &Plan) -> Option<Finding> {
    let month = |printed: &str| printed.split_whitespace().next().map(str::to_owned);
    let (before, after) = (&earlier.employees.as_at_printed, &later.employees.as_at_printed);
    (month(before) != month(after)).then(|| {
        let message = format!(
            "employees were counted in “{before}” and in “{after}”, which are other months"
        );
        odd(later, Code::P34, "5.3 Employees", message)
    })
}
