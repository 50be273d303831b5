//! The message that takes a pack to a clerk, with both of its files attached.

use quarterpack::compose::{Pack, Text};
use quarterpack::deliver::{
    Attachment, Contact, FileFormat, MailAddress, Message, PackMail, Recipient, Sender,
    StatusCount, message,
};
use quarterpack::plan::Status;
use quarterpack::render::{pdf, xlsx};
use quarterpack::wording::Templates;
use std::error::Error;

/// All that a message is made from.
pub(crate) struct Letter {
    mail: PackMail,
    sender: Sender,
    clerk: Recipient,
    templates: Templates,
}

impl Letter {
    /// Renders a pack, to be sent.
    pub(crate) fn with(pack: &Pack) -> Result<Self, Box<dyn Error>> {
        let address = MailAddress::read("performance@council.example")?;
        let attached =
            |format, bytes| Attachment { format, description: "Every figure".into(), bytes };
        let mail = PackMail {
            audience: "Social Work Committee".into(),
            quarter: "2023-24 Q2".parse()?,
            version: 1,
            draft: false,
            exempt: None,
            meeting: None,
            as_at: "2023-10-27".parse()?,
            since: None,
            changes: None,
            ask: Text::marked("Note the position at **Quarter 2**."),
            counts: vec![StatusCount {
                status: Status::Green,
                measures: Some(10),
                actions: Some(10),
            }],
            matters: vec![Text::marked("**Red**: Measure 2")],
            in_the_way: Vec::new(),
            look_at: Vec::new(),
            money: None,
            attachments: vec![
                attached(FileFormat::Pdf, pdf::render(pack)?.bytes),
                attached(FileFormat::Xlsx, xlsx::render(pack)?),
            ],
            contact: Contact { team: "Performance team".into(), address: address.clone() },
            illustrative: None,
            file_stem: "social-work-committee-2023-24-q2-v1".into(),
            largest: 100_000_000,
            share: None,
        };
        let sender = Sender {
            name: "Quarterly returns".into(),
            address: address.clone(),
            reply_to: address,
        };
        let clerk = Recipient {
            role: "Committee clerk".into(),
            address: MailAddress::read("clerk@council.example")?,
            packs: Vec::new(),
            formats: FileFormat::ALL.to_vec(),
        };
        Ok(Self { mail, sender, clerk, templates: Templates::embedded()? })
    }

    /// Writes it.
    pub(crate) fn write(&self) -> Result<Message, Box<dyn Error>> {
        let sent = "2023-10-27T16:30:00".parse()?;
        Ok(message(&self.mail, &self.sender, &self.clerk, &self.templates, sent, &[])?)
    }
}
