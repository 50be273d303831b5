//! An example of each kind of message.

use super::{Trouble, Written, deadline, figures, joined, receipts, trouble, with_form};
use crate::calendar::long_date;
use crate::deliver::{Kind, Message};
use crate::pipeline::Job;
use crate::pipeline::inputs::RunError;
use crate::plan::Service;
use crate::wording::NoticeFigures;

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
    messages.extend(receipts(job)?);
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
    Ok(messages)
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
