//! `doctor`: whether what quarterpack needs from outside is there. Nothing is sent or changed.

use crate::cli::{Exit, Failure, secrets};
use crate::config::{LoginWay, SecretPlace, Way};
use crate::pipeline::{Inputs, RunError};
use crate::quantity::plural;
use std::io::Write;

/// What a check found: what was looked at, and how it is; or what is wrong, and what to do.
pub(super) struct Found {
    what: String,
    is: Result<String, Ailment>,
}

/// Something that is wrong.
struct Ailment {
    wrong: String,
    remedy: String,
}

impl Found {
    fn good(what: impl Into<String>, is: impl Into<String>) -> Self {
        Self { what: what.into(), is: Ok(is.into()) }
    }

    fn bad(what: impl Into<String>, wrong: impl Into<String>, remedy: impl Into<String>) -> Self {
        let ailment = Ailment { wrong: wrong.into(), remedy: remedy.into() };
        Self { what: what.into(), is: Err(ailment) }
    }
}

/// A check: its heading, and how it looks.
type Check = (&'static str, fn(&Inputs) -> Vec<Found>);

/// Every check, in the order in which they are told. A new one is a line here.
const CHECKS: &[Check] =
    &[("Who is written to", lists), ("Secrets", kept_secrets), ("Delivery", delivery)];

pub(super) fn run(inputs: &Inputs, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut wrong = 0_usize;
    for (heading, check) in CHECKS {
        writeln!(out, "{heading}:")?;
        for Found { what, is } in check(inputs) {
            match is {
                Ok(is) => writeln!(out, "  ok     {what}: {is}")?,
                Err(Ailment { wrong: how, remedy }) => {
                    wrong += 1;
                    writeln!(out, "  WRONG  {what}: {how}\n         to do: {remedy}")?;
                }
            }
        }
        writeln!(out)?;
    }
    if wrong == 0 {
        writeln!(out, "Everything is as it should be. Nothing was sent.")?;
        return Ok(Exit::Done);
    }
    let verb = if wrong == 1 { "is" } else { "are" };
    let things = plural(wrong, "thing", "things");
    writeln!(out, "{things} {verb} not as it should be. Nothing was sent.")?;
    Ok(Exit::Undelivered)
}

fn lists(inputs: &Inputs) -> Vec<Found> {
    let file = crate::pipeline::shown(&inputs.settings.paths.lists).display().to_string();
    let mut found = Vec::new();
    for pack in &inputs.packs {
        let id = &pack.recipe.id;
        let count = inputs.lists.for_pack(id, pack.recipe.exempt.is_some()).recipients.len();
        found.push(if count == 0 {
            let remedy = format!("name {id} in the packs of a recipient in {file}");
            Found::bad(id, "nobody is on a list for it", remedy)
        } else {
            Found::good(id, plural(count, "recipient", "recipients"))
        });
    }
    if let Some(plan) = inputs.plans.last() {
        for service in &plan.services {
            let count = inputs.lists.service(service.id.as_str()).len();
            found.push(if count == 0 {
                let remedy = format!("add a [[service]] with the id {} to {file}", service.id);
                Found::bad(&service.name, "there is no address for forms and receipts", remedy)
            } else {
                Found::good(&service.name, plural(count, "address", "addresses"))
            });
        }
    }
    let officers = inputs.settings.delivery.sending.officers.as_deref();
    if let Some(id) = officers.filter(|id| inputs.lists.list(id).is_empty()) {
        let remedy = format!("set delivery.officers to the id of a list in {file}");
        found.push(Found::bad("officers", format!("there is no list “{id}”"), remedy));
    }
    found
}

fn kept_secrets(inputs: &Inputs) -> Vec<Found> {
    let sending = &inputs.settings.delivery.sending;
    let needed = match (sending.way, sending.smtp.login) {
        (Way::Smtp, LoginWay::Password) => sending.smtp.password.as_ref(),
        (Way::Smtp, LoginWay::Xoauth2) => sending.oauth2.client_secret.as_ref(),
        (Way::Smtp, LoginWay::None) | (Way::Outbox | Way::Sendmail, _) => None,
    };
    needed
        .map_or_else(|| vec![Found::good("secrets", "none are needed")], |place| vec![kept(place)])
}

fn kept(place: &SecretPlace) -> Found {
    let what = place.to_string();
    if let Err(error) = secrets::read(place) {
        let error = RunError::from(error);
        return Found::bad(what, error.to_string(), error.remedy().unwrap_or_default());
    }
    if secrets::is_open_to_others(place) {
        let remedy = "take the rights of others away: chmod 600";
        return Found::bad(what, "others than its owner may read it", remedy);
    }
    Found::good(what, "there is a secret")
}

fn delivery(inputs: &Inputs) -> Vec<Found> {
    match crate::pipeline::transport(inputs, &secrets::read) {
        Err(error) => {
            vec![Found::bad("transport", error.to_string(), error.remedy().unwrap_or_default())]
        }
        Ok(None) => {
            let folder = crate::pipeline::shown(&inputs.settings.paths.output.join("outbox"));
            let is = format!("messages are put into {}, for you to send", folder.display());
            vec![Found::good("transport", is)]
        }
        Ok(Some(mut transport)) => {
            let steps = transport.examine().into_iter();
            steps
                .map(|step| match step.found {
                    Ok(is) => Found::good(step.what, is),
                    Err(fault) => Found::bad(step.what, fault.what, fault.remedy),
                })
                .collect()
        }
    }
}
