//! Who gets which pack, when a version is made and again when a message leaves.

use super::Job;
use super::inputs::Inputs;
use crate::compose::Format;
use crate::config::PackFile;
use crate::deliver::transport::{Fault, Stage};
use crate::deliver::{DistributionLists, FileFormat, ForPack, MailAddress, Recipient};
use crate::store::{Delivery, NewDelivery};
use std::fmt;
use std::path::Path;

/// Who gets a version of a pack. The final goes to its lists; a draft to the officers alone, where
/// the settings name their list, and that of an exempt pack only where their list may have such
/// papers.
pub(super) fn recipients(job: &Job<'_>, pack: &PackFile, draft: bool) -> ForPack {
    let lists = &job.inputs.lists;
    let (id, exempt) = (&pack.recipe.id, pack.recipe.exempt.is_some());
    let officers = job.inputs.settings.delivery.sending.officers.as_deref().filter(|_| draft);
    let Some(officers) = officers else { return lists.for_pack(id, exempt) };
    let all = lists.recipients(officers).iter().cloned().map(|one| Recipient {
        packs: vec![id.clone()],
        formats: of_draft(pack, one.formats),
        ..one
    });
    if exempt && lists.may_have_exempt(officers) != Some(true) {
        let name = lists.name(officers).unwrap_or(officers);
        let refused = all.map(|one| (name.to_owned(), one)).collect();
        return ForPack { recipients: Vec::new(), refused };
    }
    ForPack { recipients: all.collect(), refused: Vec::new() }
}

/// A recipient who asks for an exempt pack on a list that may not have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The pack, by its id.
    pub pack: String,
    /// The list's name.
    pub list: String,
    /// Who asks for it.
    pub role: String,
}

impl LeftOut {
    /// What to do.
    #[must_use]
    pub fn remedy(&self, lists: &Path) -> String {
        format!(
            "put restricted = true into the list if everybody on it may have exempt papers, or \
             take {} off it, in {}",
            self.pack,
            lists.display()
        )
    }
}

impl fmt::Display for LeftOut {
    /// `the list “Committee” is not restricted: the Clerk does not get public-protection, which is
    /// exempt`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pack, list, role } = self;
        write!(
            f,
            "the list “{list}” is not restricted: {role} does not get {pack}, which is exempt"
        )
    }
}

/// Who asks for a pack on a list that may not have it, now or once it is final.
#[must_use]
pub fn left_out(inputs: &Inputs, pack: &PackFile) -> Vec<LeftOut> {
    left_out_of(&inputs.lists, pack)
}

/// The same of lists that are not those of the inputs.
#[must_use]
pub fn left_out_of(lists: &DistributionLists, pack: &PackFile) -> Vec<LeftOut> {
    let id = &pack.recipe.id;
    let refused = lists.for_pack(id, pack.recipe.exempt.is_some()).refused.into_iter();
    let left =
        |(list, one): (String, Recipient)| LeftOut { pack: id.clone(), list, role: one.role };
    refused.map(left).collect()
}

/// The formats in which an officer gets a draft: those asked for, or else whatever it is made in.
fn of_draft(pack: &PackFile, asked: Vec<FileFormat>) -> Vec<FileFormat> {
    let made: Vec<FileFormat> = pack.recipe.formats.iter().map(|one| as_file(*one)).collect();
    if asked.iter().any(|format| made.contains(format)) { asked } else { made }
}

const fn as_file(format: Format) -> FileFormat {
    match format {
        Format::Pdf => FileFormat::Pdf,
        Format::Workbook => FileFormat::Xlsx,
        Format::Page => FileFormat::Html,
    }
}

/// Whether an address is on a list that may have an exempt pack, or its draft.
pub(super) fn may_have_exempt(
    inputs: &Inputs,
    pack: &str,
    draft: bool,
    address: &MailAddress,
) -> bool {
    let folded = address.folded();
    let is_it = |other: &MailAddress| other.folded() == folded;
    if inputs.lists.for_pack(pack, true).recipients.iter().any(|one| is_it(&one.address)) {
        return true;
    }
    let officers = inputs.settings.delivery.sending.officers.as_deref().filter(|_| draft);
    officers.is_some_and(|officers| {
        inputs.lists.may_have_exempt(officers) == Some(true)
            && inputs.lists.list(officers).iter().any(|one| is_it(&one.address))
    })
}

/// Whether a message takes a draft.
pub(super) fn is_draft(message: &NewDelivery) -> bool {
    message.kind == crate::deliver::Kind::Draft.word()
}

/// The address, where it may still have the message: what was allowed when it was queued need not
/// be so any more.
pub(super) fn may_have(inputs: &Inputs, row: &Delivery) -> Result<MailAddress, Fault> {
    let message = &row.message;
    let refused = |what: String, remedy: &str| Fault::new(Stage::Connect, what, remedy);
    let address = MailAddress::read(&message.recipient).map_err(|error| {
        refused(error.to_string(), "correct the address in the distribution lists")
    })?;
    if !address.is_within(&inputs.settings.delivery.allowed_domains) {
        let what = format!("{address} is outside the allowed domains, so nothing was sent to it");
        return Err(refused(
            what,
            "correct the address in the distribution lists, or allow its domain in \
             delivery.allowed_domains, then resend it",
        ));
    }
    if message.exempt {
        let pack = message.pack.as_ref().map_or("", |(pack, _)| pack.as_str());
        if !may_have_exempt(inputs, pack, is_draft(message), &address) {
            let what = format!("{address} is on no list for exempt papers, so nothing was sent");
            return Err(refused(
                what,
                "put the address on a list with restricted = true, then resend it",
            ));
        }
    }
    Ok(address)
}
