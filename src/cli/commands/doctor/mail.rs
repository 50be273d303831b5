//! Who is written to, where secrets are kept, and whether messages can leave.

use super::Found;
use crate::cli::secrets;
use crate::config::{LoginWay, SecretPlace, Settings, Way};
use crate::pipeline::{Inputs, RunError};
use crate::quantity::plural;

pub(super) fn lists(inputs: &Inputs) -> Vec<Found> {
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
        let left = crate::pipeline::left_out(inputs, pack).into_iter();
        found.extend(left.map(|one| {
            let remedy = one.remedy(&crate::pipeline::shown(&inputs.settings.paths.lists));
            Found::bad(id, one.to_string(), remedy)
        }));
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
    let exempt = inputs.packs.iter().find(|pack| pack.recipe.exempt.is_some());
    match inputs.settings.delivery.sending.officers.as_deref() {
        None => found.push(Found::note(
            "officers",
            "delivery.officers names no list: drafts go to the packs' own lists",
        )),
        Some(id) => {
            let count = plural(inputs.lists.list(id).len(), "officer", "officers");
            found.push(match exempt.filter(|_| inputs.lists.may_have_exempt(id) != Some(true)) {
                None => Found::good("officers", format!("drafts and failures go to {count}")),
                Some(pack) => Found::bad(
                    "officers",
                    format!("the draft of {} is exempt, and goes to nobody", pack.recipe.id),
                    format!("put restricted = true into the list {id} in {file}"),
                ),
            });
        }
    }
    found
}

pub(super) fn kept_secrets(settings: &Settings) -> Vec<Found> {
    let sending = &settings.delivery.sending;
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

pub(super) fn delivery(inputs: &Inputs) -> Vec<Found> {
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
