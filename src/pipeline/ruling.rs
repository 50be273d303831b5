//! A person's word on a message that was refused, given up, or whose fate is unknown.

use super::decided::{By, reason};
use super::fault::RunError;
use super::inputs::Inputs;
use super::keeper;
use super::refused::{AskedError, who_may};
use super::send::TIME;
use crate::calendar::NaiveDateTime;
use crate::store::{Ruled, Ruling, RunLock};

/// Takes a person's word on a message: that it is to be sent again, or that it has arrived.
///
/// # Errors
/// When the role may not, gives no reason or one that holds personal data, when the record can't
/// be changed, or when another process is sending.
pub fn rule(
    inputs: &Inputs,
    id: i64,
    ruling: &Ruling,
    now: NaiveDateTime,
) -> Result<Ruled, RunError> {
    let at = now.format(TIME).to_string();
    let by = By { role: &ruling.by, reason: &ruling.because, at: &at };
    let ruling = Ruling { by: role(inputs, &by)?, because: reason(&by)?, again: ruling.again };
    let folder = inputs.settings.paths.record();
    let mut record = keeper::open(inputs)?;
    // Whatever a killed process left is sorted before anybody decides on it.
    let _lock = RunLock::of_delivery(&folder)?;
    record.recover(&at)?;
    Ok(record.rule(id, &ruling, &at)?)
}

/// The role as it is recorded, where it may decide: one that may take decisions on packs, or one
/// that is told of failures.
fn role(inputs: &Inputs, by: &By<'_>) -> Result<String, AskedError> {
    let mut roles = inputs.settings.release.approvers.clone();
    let officers = inputs.settings.delivery.sending.officers.as_deref();
    let officers = officers.map(|list| inputs.lists.list(list)).unwrap_or_default();
    for one in officers {
        if !roles.iter().any(|role| role.eq_ignore_ascii_case(&one.role)) {
            roles.push(one.role);
        }
    }
    let asked = by.role.trim();
    let found = roles.iter().find(|role| role.eq_ignore_ascii_case(asked)).cloned();
    found.ok_or_else(|| AskedError::DeliveryRole { role: asked.to_owned(), may: who_may(&roles) })
}
