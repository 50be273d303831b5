//! Packs sent: who gets what, complete messages, and the names of their files in the outbox.

mod address;
mod backoff;
mod fields;
mod figures;
mod file_name;
mod import;
mod letter;
mod list;
mod mail;
mod message;
pub mod transport;

#[cfg(test)]
mod tests;

pub use address::{AddressError, MailAddress};
pub use backoff::Backoff;
pub use fields::{as_test, dated};
pub use figures::attached_figures;
pub use file_name::file_name;
pub use import::{ImportError, ListSheet, lists_from};
pub use letter::{Addressee, AttachedFile, Kind, Letter, put_together};
pub use list::{DistributionLists, ForPack, ListProblem, ListsError, Recipient};
pub use mail::{Attachment, Contact, FileFormat, PackMail, StatusCount};
pub use message::{Message, MessageError, Sender, message, subject};
