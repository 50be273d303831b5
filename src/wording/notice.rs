//! Messages that are words alone (forms, reminders, receipts, notes to the officers): one template
//! a kind, from which the plain text and the page are both made, so that the two say the same.

use super::message::{AttachmentFigures, Words};
use serde::Serialize;

/// The kinds of notice: the names of their templates below `email/`.
pub const NOTICES: [&str; 8] =
    ["form", "reminder", "overdue", "receipt", "failure", "late-return", "stopped", "set-aside"];

/// What the templates of notices may name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoticeFigures {
    /// The service: `Children and Justice`; nothing in notes to the officers.
    pub service: String,
    /// `2023-24`
    pub year: String,
    /// `Quarter 2`
    pub quarter: String,
    /// `2023-24 Q2`
    pub quarter_name: String,
    /// `30 September 2023`
    pub quarter_end: String,
    /// The day by which returns are due: `13 October 2023`.
    pub deadline: String,
    /// How far away that is: `in 3 working days`; nothing where it has passed.
    pub when: String,
    /// Where returns are sent; may be nothing.
    pub return_to: String,
    /// The file that this is about; may be nothing.
    pub file: String,
    /// When it came: `16 October 2023, 09:12`; may be nothing.
    pub came: String,
    /// What it came to: `accepted, with 2 warnings`; may be nothing.
    pub verdict: String,
    /// Whether something has to be mended.
    pub to_mend: bool,
    /// What there is to say, point by point.
    pub points: Vec<Point>,
    /// The packs that are concerned: `Social Work Committee pack, version 1`.
    pub packs: Vec<String>,
    /// The files that are attached.
    pub attachments: Vec<AttachmentFigures>,
    /// The team to ask.
    pub team: String,
    /// Its address.
    pub address: String,
    /// Said where figures are not real.
    pub illustrative: Option<String>,
}

/// A point of a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Point {
    /// What: `Measure 2: the part is larger than the whole`.
    pub what: String,
    /// Where or why: `Measures › F4`; may be nothing.
    pub detail: String,
    /// What to do; may be nothing.
    pub remedy: String,
}

/// A notice, filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as a page.
    pub html: String,
}

/// What the two pages around a notice are filled with.
#[derive(Debug, Serialize)]
pub(super) struct Framed<'f> {
    pub(super) subject: &'f str,
    pub(super) blocks: &'f [Block],
    #[serde(flatten)]
    pub(super) figures: &'f NoticeFigures,
}

/// A piece of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Block {
    /// `title`, `heading`, `paragraph` or `items`.
    kind: &'static str,
    /// Its lines; a list has several.
    lines: Vec<Vec<Words>>,
}

/// Signs that have a meaning in a template's text, and what stands for them where they come from
/// a figure: a name of a file must not make a heading. The stand-ins are of the private use area.
const GUARDED: [(char, char); 3] = [('*', '\u{E000}'), ('#', '\u{E001}'), ('-', '\u{E002}')];

/// A figure as it is put into a notice: on one line, its signs without meaning.
pub(super) fn guarded(text: &str) -> String {
    let one = |c: char| {
        if c.is_control() || c == '\u{2028}' || c == '\u{2029}' {
            return ' ';
        }
        GUARDED.iter().find(|(sign, _)| *sign == c).map_or(c, |(_, stand_in)| *stand_in)
    };
    text.chars().map(one).collect()
}

fn plain(text: &str) -> String {
    let one =
        |c: char| GUARDED.iter().find(|(_, stand_in)| *stand_in == c).map_or(c, |(sign, _)| *sign);
    text.chars().map(one).collect()
}

/// A filled template taken apart: its subject, and its pieces. A line is a paragraph; `# ` begins
/// the title, `## ` a heading, `- ` an item; `**` is for bold words.
pub(super) fn taken_apart(filled: &str) -> Result<(String, Vec<Block>), String> {
    let mut lines = filled.trim_start().lines();
    let subject = lines.next().and_then(|line| line.strip_prefix("Subject: "));
    let subject = subject.map(|subject| plain(subject.trim())).filter(|one| !one.is_empty());
    let Some(subject) = subject else {
        return Err("the first line has to be the subject: Subject: …".to_owned());
    };
    let mut blocks: Vec<Block> = Vec::new();
    let mut in_list = false;
    for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
        let (kind, words) = if let Some(words) = line.strip_prefix("# ") {
            ("title", words)
        } else if let Some(words) = line.strip_prefix("## ") {
            ("heading", words)
        } else if let Some(words) = line.strip_prefix("- ") {
            ("items", words)
        } else {
            ("paragraph", line)
        };
        let words = spans(words);
        match blocks.last_mut() {
            Some(list) if kind == "items" && in_list => list.lines.push(words),
            _ => blocks.push(Block { kind, lines: vec![words] }),
        }
        in_list = kind == "items";
    }
    Ok((subject, blocks))
}

fn spans(line: &str) -> Vec<Words> {
    let pieces = line.split("**").enumerate().filter(|(_, piece)| !piece.is_empty());
    pieces.map(|(nth, piece)| Words { text: plain(piece), bold: nth % 2 == 1 }).collect()
}

impl NoticeFigures {
    /// Figures that between them take every branch of a template.
    pub(super) fn samples() -> [Self; 2] {
        let words = || "words".to_owned();
        let full = Self {
            service: words(),
            when: words(),
            return_to: words(),
            file: words(),
            came: words(),
            verdict: words(),
            to_mend: true,
            points: vec![Point { what: words(), detail: words(), remedy: words() }],
            packs: vec![words()],
            attachments: vec![AttachmentFigures::default()],
            illustrative: Some(words()),
            ..Self::default()
        };
        [full, Self::default()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_taken_apart_line_by_line() {
        let text = "Subject: Return due\n\n# Title\nOne **two** three.\n\n- a\n- b\n## More\n- c\n";
        let (subject, blocks) = taken_apart(text).unwrap();
        assert_eq!(subject, "Return due");
        let kinds: Vec<(&str, usize)> =
            blocks.iter().map(|block| (block.kind, block.lines.len())).collect();
        let expected = [("title", 1), ("paragraph", 1), ("items", 2), ("heading", 1), ("items", 1)];
        assert_eq!(kinds, expected);
        assert!(blocks[1].lines[0][1].bold);
        assert!(taken_apart("# Title\n").is_err());
    }

    #[test]
    fn signs_in_a_figure_have_no_meaning() {
        let file = "# a**b**\r\nBcc: x\n- c";
        let filled = format!("Subject: Return\n{}\n", guarded(file));
        let (_, blocks) = taken_apart(&filled).unwrap();
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].kind, "paragraph");
        assert_eq!(blocks[0].lines[0].len(), 1, "nothing is bold");
        assert_eq!(blocks[0].lines[0][0].text, "# a**b**  Bcc: x - c");
    }
}
