//! Actions and people back to their cells.

use super::{Found, cell, empty, goes_by, numbered, returned};
use crate::calendar::long_date;
use crate::form::{PeoplePart, Slot};
use crate::pipeline::Reconciled;
use crate::quantity::{grouped, trimmed};
use crate::validate::Unreadable;

pub(super) fn action(reconciled: &Reconciled<'_>, name: &str) -> Option<Found> {
    let actions = &reconciled.plan.actions;
    // A bare number is a measure.
    let mut named = actions.iter().filter(|_| name.trim().parse::<u16>().is_err());
    let action = named.find(|one| numbered(name, one.id.as_str(), one.number))?;
    let position = reconciled.position.actions.iter().find(|one| one.action == action.id)?;
    let mut trace = empty(format!("Action {}: {}", action.number, action.text));
    for step in &position.steps {
        let due = step
            .due
            .map_or_else(|| "no due date".to_owned(), |due| format!("due {}", long_date(due)));
        let late = step.days_late.map_or_else(String::new, |days| {
            format!(", {days} {} late", if days == 1 { "day" } else { "days" })
        });
        trace.arithmetic.push(format!("{}: {}, {due}{late}", step.step, step.status.word()));
        let Some(returned) = &step.returned else { continue };
        let holds =
            returned.state.map_or_else(|| "nothing".to_owned(), |one| one.word().to_owned());
        let what = format!("{}, {}", reconciled.position.quarter, step.step);
        trace.cells.push(cell(reconciled, what, holds, &returned.place));
        if let (Some(new), Some(approver)) = (returned.new_due, &returned.new_due_approver) {
            let reason = returned.new_due_reason.as_deref().unwrap_or("no reason is given");
            let new = long_date(new);
            let said = format!("{}: moved to {new}, approved by {approver}: {reason}", step.step);
            trace.decisions.push(said);
        }
    }
    let status = position.status.word();
    trace.arithmetic.push(format!("The worst of its steps that is late counts: {status}"));
    Some(Found { key: format!("action/{}/", action.id), trace })
}

pub(super) fn people(reconciled: &Reconciled<'_>, name: &str) -> Result<Option<Found>, Unreadable> {
    let known = &reconciled.plan.services;
    let service = known.iter().find(|one| goes_by(name, one.id.as_str(), &one.name));
    let Some(service) = service else { return Ok(None) };
    let people = &reconciled.position.people.services;
    let Some(position) = people.iter().find(|one| one.service == service.id) else {
        return Ok(None);
    };
    let mut trace = empty(format!("Employees, {}", service.name));
    let shown = |number: Option<_>| number.map_or_else(|| "not returned".to_owned(), grouped);
    let change = position.headcount.map(|now| now - position.planned);
    trace.arithmetic.push(format!(
        "Change: {} - {} in the plan = {}",
        shown(position.headcount),
        grouped(position.planned),
        shown(change)
    ));
    let quarter = reconciled.position.quarter;
    if let Some(returned) = returned(reconciled, &service.id, quarter)? {
        for (what, number, part) in [
            ("headcount", position.headcount, PeoplePart::Headcount),
            ("full-time equivalent", position.full_time_equivalent, PeoplePart::FullTimeEquivalent),
        ] {
            let Some(number) = number else { continue };
            let what = format!("{}, {what}", reconciled.position.quarter);
            let place = returned.place(&Slot::People(part));
            trace.cells.push(cell(reconciled, what, trimmed(number, 10), &place));
        }
    }
    Ok(Some(Found { key: format!("people/{}/", service.id), trace }))
}
