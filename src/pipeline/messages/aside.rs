//! To the officers: what came and is no return, where nobody else can be told of it.

use super::{Written, figures, joined};
use crate::deliver::{Kind, Message};
use crate::intake::{Aside, SetAside, digest};
use crate::pipeline::Job;
use crate::pipeline::fault::RunError;
use crate::store::Delivery;
use crate::wording::{NoticeFigures, Point};

/// How many are listed in one message.
const FIRST: usize = 20;

/// Something that came and is no return.
pub(in crate::pipeline) enum Came<'a> {
    /// A message, and the message of ours that it says could not be delivered.
    Mail(&'a SetAside, Option<&'a Delivery>),
    /// A file or a folder that can't be opened: its name, what the system says, what to do.
    Shut(&'a str, &'a str, &'a str),
}

impl Came<'_> {
    /// What it is known by: its name, and the digest of what was in it.
    pub(in crate::pipeline) fn key(&self) -> (String, String) {
        match self {
            Self::Mail(mail, _) => (mail.message.clone(), mail.digest.clone()),
            // Nobody knows what is in it.
            Self::Shut(name, ..) => ((*name).to_owned(), "can't be opened".to_owned()),
        }
    }

    fn point(&self) -> Point {
        match self {
            Self::Mail(mail, ours) => letter(mail, *ours),
            Self::Shut(name, said, remedy) => Point {
                what: (*name).to_owned(),
                detail: format!("can’t be opened; {said}"),
                remedy: (*remedy).trim_end_matches('.').to_owned(),
            },
        }
    }
}

fn letter(mail: &SetAside, ours: Option<&Delivery>) -> Point {
    let subject = match &*mail.subject {
        "" => "A message without a subject".to_owned(),
        subject => format!("“{subject}”"),
    };
    let what = format!("{subject} from {}", mail.from());
    let kept = format!("it is kept as {} in the folder cur of the Maildir, flagged", mail.message);
    let detail = match ours {
        Some(ours) => {
            let (id, ours) = (ours.id, &ours.message);
            let about = format!("number {id}, {}, to {}", ours.subject, ours.recipient);
            format!("says that a message could not be delivered: {about}; {kept}")
        }
        None => format!("{}; {kept}", mail.why.words()),
    };
    let remedy = match (mail.why, ours) {
        (Aside::Undelivered, Some(ours)) => format!(
            "correct the address in the distribution lists, and send that message by hand: {} in \
             the output folder",
            ours.message.path
        ),
        (Aside::Stranger, _) => "if a return is attached, save its workbook into the inbox; to \
                                 have the next one taken, add the address to the service in \
                                 lists.toml or under [collection.senders]"
            .to_owned(),
        (Aside::NoWorkbook, _) => "read it: it may be a question, or a return that was forgotten \
                                   or sent as something else than a workbook"
            .to_owned(),
        (Aside::NoMessage | Aside::Undelivered | Aside::Automatic, _) => "look at it".to_owned(),
    };
    Point { what, detail, remedy }
}

/// Tells the officers of what came, in one message.
pub(in crate::pipeline) fn set_aside(
    job: &Job<'_>,
    came: &[Came<'_>],
) -> Result<Vec<Message>, RunError> {
    let keys = came.iter().map(Came::key).map(|(name, sha256)| format!("{name} {sha256}"));
    let identity: Vec<String> = keys.collect();
    let short = digest(identity.join("\n").as_bytes());
    let mut points: Vec<Point> = came.iter().take(FIRST).map(Came::point).collect();
    if let Some(more) = came.len().checked_sub(FIRST).filter(|more| *more > 0) {
        points.push(Point {
            what: format!("{more} more"),
            detail: "are in the same places".to_owned(),
            remedy: "look at them there".to_owned(),
        });
    }
    let notice = Written {
        kind: Kind::Aside,
        identity,
        stem: joined(&[Kind::Aside.word(), short.get(..8).unwrap_or_default()]),
        figures: NoticeFigures { points, ..figures(job)? },
        files: Vec::new(),
        replaces: Vec::new(),
    };
    notice.to_officers(job)
}
