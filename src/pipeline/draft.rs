//! A draft to the officers, with what still stands in the way of publishing it.

use super::inputs::RunError;
use super::published::published;
use super::{Job, delivery, examples, make, messages, reconciled, view};
use crate::compose::{Text, compose};
use crate::config::PackFile;
use crate::deliver::{FileFormat, Message, Recipient, message};
use crate::store::Record;

/// The message that takes the last version of a pack to the officers, with what still stands in
/// its way. None where no version has been made. Other reasons make another message.
///
/// # Errors
/// When the record can't be read, or the message can't be made.
pub fn draft(
    job: &Job<'_>,
    pack: &PackFile,
    in_the_way: &[String],
) -> Result<Vec<Message>, RunError> {
    let record = Record::look(&job.inputs.settings.paths.record())?;
    let (id, quarter) = (&pack.recipe.id, job.quarter.to_string());
    let Some(known) = record.last_version(id, &quarter)? else { return Ok(Vec::new()) };
    reconciled(job, |whole| {
        view::for_pack(job, pack, whole, |reconciled| {
            let now = published(reconciled);
            let edition = make::again(job, pack, reconciled, &record, &known, &now)?;
            make::with_material(job, pack, reconciled, &edition, |material| {
                let composed = compose(material, &job.inputs.templates)?;
                let files = examples::files(pack, &composed)?;
                let mut mail = delivery::pack_mail(
                    job,
                    pack,
                    material,
                    &composed,
                    &files,
                    delivery::contact(pack)?,
                );
                mail.in_the_way = in_the_way.iter().map(Text::plain).collect();
                let mut made = Vec::new();
                for to in messages::officers(job)? {
                    let recipient = Recipient {
                        role: to.role,
                        address: to.address,
                        packs: vec![id.clone()],
                        formats: FileFormat::ALL.to_vec(),
                    };
                    let sender = delivery::sender(job)?;
                    let templates = &job.inputs.templates;
                    let dated = delivery::dated(job);
                    made.push(message(&mail, &sender, &recipient, templates, dated, &[])?);
                }
                Ok(made)
            })
        })
    })
}
