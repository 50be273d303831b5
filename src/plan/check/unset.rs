//! What a new plan has still to say (P39).

use super::super::model::Plan;
use super::super::values::{TO_BE_SET, is_to_be_set};
use super::{measure_part, odd, step_part, steps_of};
use crate::finding::{Code, Finding};

const REVENUE: &str = "5.1 Revenue budget";
const CAPITAL: &str = "5.2 Capital budget";

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let unset = |part: String, message: &str| odd(plan, Code::P39, part, message);
    let targets = plan
        .measures
        .iter()
        .filter(|measure| measure.target.printed == TO_BE_SET)
        .map(|measure| unset(measure_part(measure), "the target is to be set"));
    let times = steps_of(plan)
        .filter(|(_, step)| step.when_printed.as_deref().is_some_and(is_to_be_set))
        .map(|(action, step)| unset(step_part(action, step), "the time is to be set"));
    let money = |part: &str, about: &str, what: &str| {
        odd(plan, Code::P39, part, format!("the {what} is to be set")).about(about)
    };
    let lines = plan.revenue.iter().flat_map(|line| {
        let budget = line.budget.value.is_none().then(|| money(REVENUE, &line.text, "budget"));
        let share = is_to_be_set(&line.percent_printed);
        budget.into_iter().chain(share.then(|| money(REVENUE, &line.text, "share of the budget")))
    });
    let projects = plan.capital.iter().filter(|project| project.budget.value.is_none());
    let projects = projects.map(|project| money(CAPITAL, &project.text, "programme"));
    let totals = [
        (REVENUE, "Revenue budget", plan.revenue_total.value),
        (CAPITAL, "Capital programme", plan.capital_total.value),
    ];
    let totals = totals
        .into_iter()
        .filter(|(.., value)| value.is_none())
        .map(|(part, about, _)| money(part, about, "total"));
    targets.chain(times).chain(lines).chain(projects).chain(totals).collect()
}
