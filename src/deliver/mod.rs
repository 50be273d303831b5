//! Packs sent: who gets what, complete messages, and the names of their files in the outbox.

mod address;
mod figures;
mod file_name;
mod list;
mod mail;
mod message;
pub mod transport;

#[cfg(test)]
mod tests;

pub use address::{AddressError, MailAddress};
pub use file_name::file_name;
pub use list::{DistributionLists, ForPack, ListProblem, ListsError, Recipient};
pub use mail::{Attachment, Contact, FileFormat, PackMail, StatusCount};
pub use message::{Message, MessageError, Sender, message, subject};
