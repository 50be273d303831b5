//! What the templates of messages may name.

use serde::Serialize;

/// What the templates of messages may name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MessageFigures {
    /// `DRAFT v2: Social Work Committee pack, 2023-24 Q2, for 15 November 2023`
    pub subject: String,
    /// `DRAFT, version 2`
    pub mark: String,
    /// Whether the mark stands in a box: drafts and exempt papers.
    pub boxed: bool,
    /// The body: `Social Work Committee`.
    pub audience: String,
    /// `2023-24`
    pub year: String,
    /// `Quarter 2`
    pub quarter: String,
    /// `15 November 2023`; none where it is not set.
    pub meeting: Option<String>,
    /// `27 October 2023`
    pub as_at: String,
    /// The version before; none for a first version.
    pub since: Option<u32>,
    /// What changed since then, a line each; none where that is not known.
    pub changes: Option<Vec<Vec<Words>>>,
    /// What the reader is asked to do.
    pub ask: Vec<Words>,
    /// Counts by status.
    pub counts: Vec<CountFigures>,
    /// The things that matter most, a line each.
    pub matters: Vec<Vec<Words>>,
    /// What still stands in the way of publishing it, a line each.
    pub in_the_way: Vec<Vec<Words>>,
    /// What an officer should look at before it is published, a line each.
    pub look_at: Vec<Vec<Words>>,
    /// The money in one line.
    pub money: Option<Vec<Words>>,
    /// The files that this recipient gets.
    pub attachments: Vec<AttachmentFigures>,
    /// The files that were asked for and are too large to send.
    pub left_out: Vec<AttachmentFigures>,
    /// Where those are found; a file's name is put behind it.
    pub share: Option<String>,
    /// The team to ask.
    pub team: String,
    /// Its address.
    pub address: String,
    /// Said where figures are not real.
    pub illustrative: Option<String>,
}

/// A piece of running text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Its characters.
    pub text: String,
    /// Whether it is bold.
    pub bold: bool,
}

/// How many measures and actions have a status.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CountFigures {
    /// The status in words.
    pub status: String,
    /// The name it goes by in the page's styles: `later`.
    pub class: String,
    /// Measures; `n/a` where the status is not for them.
    pub measures: String,
    /// Actions; `n/a` where the status is not for them.
    pub actions: String,
}

/// A file that goes with a message.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AttachmentFigures {
    /// Its name.
    pub name: String,
    /// `PDF`, `Excel`
    pub kind: String,
    /// `176 kB`
    pub size: String,
    /// What it is for.
    pub description: String,
}

impl MessageFigures {
    /// Figures that between them take every branch of a template: of a message that has
    /// everything, and of one that has nothing.
    pub(super) fn samples() -> [Self; 2] {
        let line = || vec![Words { text: "text".into(), bold: true }];
        let full = Self {
            boxed: true,
            meeting: Some("15 November 2023".into()),
            since: Some(1),
            changes: Some(vec![line()]),
            ask: line(),
            // The styles of a page are looked up by the status's class.
            counts: vec![CountFigures { class: "green".into(), ..CountFigures::default() }],
            matters: vec![line()],
            in_the_way: vec![line()],
            look_at: vec![line()],
            money: Some(line()),
            attachments: vec![AttachmentFigures::default()],
            left_out: vec![AttachmentFigures::default()],
            share: Some("https://share.example/".into()),
            illustrative: Some("Illustrative.".into()),
            ..Self::default()
        };
        [full, Self::default()]
    }
}
