//! An example of each kind of message.

use super::with_form;
use super::{Came, Trouble, Written, deadline, figures, joined, receipts, set_aside, trouble};
use crate::calendar::long_date;
use crate::deliver::{Kind, Message};
use crate::intake::{Aside, SetAside};
use crate::pipeline::Job;
use crate::pipeline::fault::RunError;
use crate::plan::Service;
use crate::receipt::Verdict;
use crate::wording::{NoticeFigures, Point};

/// An example of each kind, whether or not there is an occasion for it.
pub(in crate::pipeline) fn examples(job: &Job<'_>) -> Result<Vec<Message>, RunError> {
    let plan = job.inputs.plan(job.quarter)?;
    let mut messages = Vec::new();
    let has_address =
        |service: &&Service| !job.inputs.lists.service(service.id.as_str()).is_empty();
    if let Some(service) = plan.services.iter().find(has_address) {
        let deadline = deadline(job)?;
        let before = Job { as_at: deadline - crate::calendar::Days::new(1), ..*job };
        let after = Job { as_at: deadline + crate::calendar::Days::new(1), ..*job };
        messages.extend(with_form(job, plan, service, Kind::Form, "")?);
        let (early, late) = (before.as_at.to_string(), after.as_at.to_string());
        messages.extend(with_form(&before, plan, service, Kind::Reminder, &early)?);
        messages.extend(with_form(&after, plan, service, Kind::Overdue, &late)?);
    }
    let received = receipts(job)?;
    let none = received.is_empty();
    messages.extend(received);
    if none {
        let addressed = plan.services.iter().find(has_address);
        let receipt = receipt(job, addressed.or(plan.services.first()))?;
        let addresses = addressed.map_or(&[][..], |one| job.inputs.lists.service(one.id.as_str()));
        messages.extend(match addressed {
            Some(service) => receipt.to_all(job, &service.name, addresses)?,
            None => receipt.to_officers(job)?,
        });
    }
    let late = NoticeFigures {
        service: plan.services.first().map_or_else(String::new, |service| service.name.clone()),
        file: "an-example-of-a-return.xlsx".into(),
        came: long_date(job.as_at),
        packs: vec!["An example of a pack, version 1".into()],
        ..figures(job)?
    };
    let late = Written {
        kind: Kind::Late,
        identity: vec!["example".into()],
        stem: joined(&[Kind::Late.word(), &job.quarter.slug(), "example"]),
        figures: late,
        files: Vec::new(),
        replaces: Vec::new(),
    };
    messages.extend(late.to_officers(job)?);
    messages.extend(trouble(job, &waits(job))?);
    messages.extend(set_aside(job, &[Came::Mail(&stranger(), None)])?);
    Ok(messages)
}

/// The receipt of a return with something to mend, for a quarter of which none has come.
fn receipt(job: &Job<'_>, service: Option<&Service>) -> Result<Written, RunError> {
    let figures = NoticeFigures {
        service: service.map_or_else(String::new, |service| service.name.clone()),
        file: "an-example-of-a-return.xlsx".into(),
        came: long_date(job.as_at),
        verdict: Verdict::NotAccepted(1).words(),
        to_mend: true,
        when: long_date(deadline(job)?),
        points: vec![Point {
            what: "Measure 1: an example of a cell that holds no number".into(),
            detail: "Measures › F4".into(),
            remedy: "Type the number itself.".into(),
        }],
        ..figures(job)?
    };
    Ok(Written {
        kind: Kind::Receipt,
        identity: vec!["example".into()],
        stem: joined(&[Kind::Receipt.word(), &job.quarter.slug(), "example"]),
        figures,
        files: Vec::new(),
        replaces: Vec::new(),
    })
}

/// A message of somebody who is on no list.
fn stranger() -> SetAside {
    SetAside {
        message: "an-example-of-a-message".into(),
        digest: String::new(),
        why: Aside::Stranger,
        sender: "somebody@elsewhere.example".into(),
        subject: "An example of a message".into(),
        about: Vec::new(),
    }
}

/// A final pack that waits for people.
fn waits(job: &Job<'_>) -> Trouble<'static> {
    let due = |quarters: &[u8]| quarters.contains(&job.quarter.number());
    let pack = job.inputs.packs.iter().find(|pack| due(&pack.recipe.quarters));
    let pack = pack.map_or("a-pack", |pack| &*pack.recipe.id);
    let quarter = job.quarter;
    Trouble {
        key: "example",
        step: format!("{quarter}: final, {pack}").into(),
        how: "waits",
        reasons: vec![(
            "R04: an example of a return that has not come".to_owned(),
            "ask for it, or let it pass: docs/release.md says how".to_owned(),
        )],
    }
}
