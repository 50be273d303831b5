//! Packs sent: who gets what, complete messages, and the outbox that needs no server.

mod address;
mod list;
mod mail;
mod message;
mod outbox;
mod templates;

#[cfg(test)]
mod tests;

pub use address::{AddressError, MailAddress};
pub use list::{DistributionLists, ForPack, ListProblem, ListsError, Recipient};
pub use mail::{Attachment, Contact, FileFormat, PackMail, StatusCount};
pub use message::{Message, MessageError, Sender, message, subject};
pub use outbox::{Outbox, OutboxError, Placed, file_name};
pub use templates::{TemplateError, Templates};
