//! What someone has still to do about a quarter: the status page and `status` say the same.

use super::{Job, PackState, Standing};
use crate::calendar::long_date;
use crate::finding::{Code, Finding, Severity};
use crate::plan::Plan;
use crate::quantity::plural;
use crate::release::standing;
use crate::store::{Delivery, DeliveryState};

/// Something that is outstanding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outstanding {
    /// Whose it is: a service, the body of a pack.
    pub whose: String,
    /// What it is, a sentence.
    pub what: String,
}

/// What is outstanding: returns and their errors, packs that are not made, are held, or await
/// their approval or release, messages that did not leave, and signs that no font has.
#[must_use]
pub fn outstanding(job: &Job<'_>, plan: &Plan, now: &Standing) -> Vec<Outstanding> {
    let mut all = Vec::new();
    let mut add = |whose: &str, what: String| {
        all.push(Outstanding { whose: whose.to_owned(), what });
    };
    for received in &now.received {
        let name = plan.service(&received.service).map_or("", |service| &service.name);
        let missing = received.used().is_none();
        if missing {
            let due = long_date(now.deadline);
            add(name, format!("no return that can be used, due on {due}."));
        }
        let found = now.findings.iter().find(|(known, _)| known == name);
        // That it is missing is a finding as well, and is told already.
        let told = |one: &&Finding| !(missing && one.code == Code::W01);
        let errors = found.map_or(0, |(_, found)| errors(found.iter().filter(told)));
        if errors > 0 {
            add(name, format!("{} to mend.", plural(errors, "error", "errors")));
        }
    }
    for (name, found) in now.no_service(plan) {
        let errors = errors(found.iter());
        if errors > 0 {
            add(name, format!("{} to look into.", plural(errors, "error", "errors")));
        }
    }
    for (service, signs) in &now.undrawn {
        add(service, undrawn(signs));
    }
    for pack in &now.packs {
        of_pack(job, pack, &mut add);
    }
    for row in &now.messages {
        if let Some(what) = not_sent(row) {
            add(&row.message.role, what);
        }
    }
    all
}

fn errors<'f>(found: impl Iterator<Item = &'f Finding>) -> usize {
    found.filter(|finding| finding.severity == Severity::Error).count()
}

fn of_pack(job: &Job<'_>, pack: &PackState, add: &mut impl FnMut(&str, String)) {
    let body = &pack.body;
    let Some(version) = pack.version else {
        return add(body, "the pack has not been made.".into());
    };
    if pack.last.as_ref().is_some_and(|last| last.version == version) {
        return;
    }
    let mut held = false;
    for hold in standing(&pack.holds) {
        held = true;
        add(body, format!("version {version} is held by {hold}."));
    }
    if !held {
        let (name, quarter) = (&pack.name, job.quarter);
        let command = format!("quarterpack release {name} --quarter \"{quarter}\"");
        add(body, format!("nothing holds version {version}, and no final is made: {command}"));
    }
}

/// What is to be done about a message that did not leave, and will not by itself.
fn not_sent(row: &Delivery) -> Option<String> {
    let how = match row.state {
        DeliveryState::Refused => "was refused",
        DeliveryState::Expired => "was given up",
        DeliveryState::Unknown => "may have been delivered, and may not",
        DeliveryState::Outbox
        | DeliveryState::Queued
        | DeliveryState::Sending
        | DeliveryState::Sent
        | DeliveryState::Retry => return None,
    };
    let subject = &row.message.subject;
    Some(format!("message {} ({subject}) {how}: see quarterpack deliver.", row.id))
}

/// What is said of signs in a service's return that no font has.
fn undrawn(signs: &[char]) -> String {
    let signs: Vec<String> = signs.iter().map(|sign| sign_words(*sign)).collect();
    format!(
        "no font has {} in its return, and a PDF shows a substitute: ask for other words.",
        signs.join(", ")
    )
}

/// `“😀” (U+1F600)`
pub(super) fn sign_words(sign: char) -> String {
    format!("“{sign}” (U+{:04X})", u32::from(sign))
}
