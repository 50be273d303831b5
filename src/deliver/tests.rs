//! Messages parsed back.

use super::*;
use crate::compose::Text;
use crate::reconcile::Status;
use crate::wording::{NoticeFigures, Point, Templates};
use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;

fn pdf() -> Vec<u8> {
    b"%PDF-1.7\nbare\rbreaks\r\n.\n\x00\xff".repeat(900)
}

fn mail() -> PackMail {
    let count = |status, measures, actions| StatusCount { status, measures, actions };
    PackMail {
        audience: "Social Work Committee".into(),
        quarter: "2023-24 Q2".parse().unwrap(),
        version: 2,
        draft: true,
        exempt: None,
        meeting: Some("2023-11-15".parse().unwrap()),
        as_at: "2023-10-27".parse().unwrap(),
        since: Some(1),
        changes: Some(vec![
            Text::marked("Measure 9, Quarter 2: was not returned, is **838** (Green)."),
            Text::marked("Children and Families forecast: was £1.142m over, is **£1.242m over**."),
            Text::plain("<b>Action 13</b> & others: was Green, is Amber."),
        ]),
        ask: Text::marked(
            "Check the draft and reply by **3 November 2023**. Please do not publish this version.",
        ),
        counts: vec![
            count(Status::Blue, None, Some(1)),
            count(Status::Green, Some(10), Some(10)),
            count(Status::Amber, Some(1), Some(2)),
            count(Status::Red, Some(1), Some(0)),
            count(Status::ReportLater, Some(1), Some(1)),
            count(Status::Contextual, Some(1), None),
        ],
        matters: vec![Text::marked("**Red**: Measure 2, case conferences with a parent there")],
        in_the_way: Vec::new(),
        look_at: Vec::new(),
        money: Some(Text::marked(
            "Revenue: forecast **£0.625m over** a budget of £219.616m (0.3%).",
        )),
        attachments: vec![
            Attachment {
                format: FileFormat::Pdf,
                description: "The report: 10 pages, tagged for screen readers".into(),
                bytes: pdf(),
            },
            Attachment {
                format: FileFormat::Xlsx,
                description: "Every figure, to look things up".into(),
                bytes: b"PK\x03\x04workbook".to_vec(),
            },
        ],
        contact: Contact {
            team: "Performance and Support team".into(),
            address: MailAddress::read("performance@council.example").unwrap(),
        },
        illustrative: Some("Illustrative figures.".into()),
        file_stem: "swc-2023-24-q2-v2".into(),
        largest: 20_000_000,
        share: None,
    }
}

fn sender() -> Sender {
    Sender {
        name: "Quarterly returns".into(),
        address: MailAddress::read("returns@council.example").unwrap(),
        reply_to: MailAddress::read("performance@council.example").unwrap(),
    }
}

fn clerk() -> Recipient {
    Recipient {
        role: "Committee clerk".into(),
        address: MailAddress::read("clerk@council.example").unwrap(),
        packs: vec!["social-work-committee".into()],
        formats: FileFormat::ALL.to_vec(),
    }
}

fn send(mail: &PackMail, recipient: &Recipient) -> Message {
    let sent = "2023-10-27T16:30:00".parse().unwrap();
    message(mail, &sender(), recipient, &Templates::embedded().unwrap(), sent, &[]).unwrap()
}

/// The lines of the headers, folded ones joined.
fn headers(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n ", " ").replace("\r\n\t", " ");
    text.split("\r\n\r\n").next().unwrap().split("\r\n").map(str::to_owned).collect()
}

fn names(bytes: &[u8]) -> Vec<String> {
    headers(bytes).iter().map(|line| line.split(':').next().unwrap().to_owned()).collect()
}

#[test]
fn the_headers_are_sound() {
    let sent = send(&mail(), &clerk());
    let lines = headers(&sent.bytes);
    for expected in [
        "Date: Fri, 27 Oct 2023 16:30:00 +0000",
        "From: \"Quarterly returns\" <returns@council.example>",
        "To: \"Committee clerk\" <clerk@council.example>",
        "Reply-To: \"Performance and Support team\" <performance@council.example>",
        "Subject: DRAFT v2: Social Work Committee pack, 2023-24 Q2, for 15 November 2023",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "Content-Language: en-GB",
        "MIME-Version: 1.0",
    ] {
        assert!(lines.contains(&expected.to_owned()), "{expected}\n{lines:#?}");
    }
    assert!(lines.contains(&format!("Message-ID: {}", sent.id)));
    assert!(sent.id.ends_with("@council.example>"));
}

#[test]
fn both_bodies_say_the_same_in_the_same_order() {
    let sent = send(&mail(), &clerk());
    let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
    let text = parsed.body_text(0).unwrap().replace('\u{a0}', " ");
    let html = parsed.body_html(0).unwrap().replace('\u{a0}', " ");
    let order = [
        "DRAFT, version 2",
        "Social Work Committee pack: 2023-24 Quarter 2",
        "15 November 2023",
        "27 October 2023",
        "838",
        "3 November 2023",
        "Report later",
        "£0.625m over",
        "swc-2023-24-q2-v2.pdf",
        "PDF, 23 kB",
        "swc-2023-24-q2-v2.xlsx",
        "Excel, 1 kB",
        "performance@council.example",
        "Illustrative figures.",
    ];
    let shown = html.split("</div>").nth(1).unwrap();
    for body in [text.as_str(), shown] {
        let mut from = 0;
        for words in order {
            from +=
                body[from..].find(words).unwrap_or_else(|| panic!("“{words}” is late in {body}"));
        }
    }
    assert!(text.contains("Blue                 n/a         1"), "{text}");
    assert!(text.contains("<b>Action 13</b> & others"));
    assert!(html.contains("&lt;b&gt;Action 13&lt;&#x2f;b&gt; &amp; others"), "{html}");
    assert!(html.contains("is <strong>838</strong> (Green)."));
}

#[test]
fn attachments_arrive_byte_for_byte() {
    let sent = send(&mail(), &clerk());
    let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
    let found: Vec<_> = parsed
        .attachments()
        .map(|part| {
            (part.attachment_name().unwrap(), part.contents(), part.content_type().unwrap())
        })
        .collect();
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].0, found[0].1), ("swc-2023-24-q2-v2.pdf", pdf().as_slice()));
    assert_eq!((found[1].0, found[1].1), ("swc-2023-24-q2-v2.xlsx", &b"PK\x03\x04workbook"[..]));
    assert_eq!(found[0].2.subtype(), Some("pdf"));
}

#[test]
fn a_recipient_gets_the_formats_asked_for() {
    let reader = Recipient { formats: vec![FileFormat::Pdf], ..clerk() };
    let sent = send(&mail(), &reader);
    let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
    assert_eq!(parsed.attachment_count(), 1);
    assert!(!parsed.body_text(0).unwrap().contains(".xlsx"));
    let workbook_only = PackMail { attachments: mail().attachments.split_off(1), ..mail() };
    let sent = "2023-10-27T16:30:00".parse().unwrap();
    let templates = Templates::embedded().unwrap();
    let error = message(&workbook_only, &sender(), &reader, &templates, sent, &[]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the pack has none of the formats that clerk@council.example asks for"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes_and_no_line_is_too_long() {
    let mut long = mail();
    long.changes = Some(vec![Text::plain("x".repeat(5000))]);
    long.audience = "Very long ".repeat(60);
    let sent = send(&long, &clerk());
    assert_eq!(sent, send(&long, &clerk()));
    let longest = sent.bytes.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap();
    assert!(longest <= 998, "{longest}");
    let bare = sent.bytes.windows(2).filter(|pair| pair[1] == b'\n' && pair[0] != b'\r').count();
    assert_eq!(bare, 0, "every line ends in CR LF");
}

#[test]
fn a_message_is_named_by_what_it_is() {
    let id = |mail: &PackMail, recipient: &Recipient| send(mail, recipient).id;
    let first = id(&mail(), &clerk());
    assert_ne!(first, id(&PackMail { version: 3, ..mail() }, &clerk()));
    assert_ne!(first, id(&PackMail { draft: false, ..mail() }, &clerk()));
    let other =
        Recipient { address: MailAddress::read("other@council.example").unwrap(), ..clerk() };
    assert_ne!(first, id(&mail(), &other));
    // What is said may be worded anew: it is the same message.
    assert_eq!(first, id(&PackMail { changes: None, ..mail() }, &clerk()));
}

#[test]
fn what_changed_is_said_as_far_as_it_is_known() {
    let said = |changes| {
        let sent = send(&PackMail { changes, ..mail() }, &clerk());
        let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
        let text = parsed.body_text(0).unwrap().replace("\r\n", "\n");
        let from = text.find("2023.\n").unwrap() + 6;
        text[from..text.find("WHAT YOU NEED TO DO").unwrap()].to_owned()
    };
    assert_eq!(said(None), "This version replaces version 1, whose sources have changed.\n\n");
    let none = "This version replaces version 1.\n\nCHANGED SINCE VERSION 1\n\
                No figure, status, comment or explanation; what differs is in findings, sources or wording.\n\n";
    assert_eq!(said(Some(Vec::new())), none);
    let one = "This version replaces version 1.\n\nCHANGED SINCE VERSION 1\n1. One.\n\n";
    assert_eq!(said(Some(vec![Text::plain("One.")])), one);
}

#[test]
fn a_final_and_a_first_version_read_well() {
    let first = PackMail {
        draft: false,
        version: 1,
        meeting: None,
        since: None,
        changes: None,
        money: None,
        illustrative: None,
        exempt: Some("paragraph\u{a0}3".into()),
        ..mail()
    };
    assert_eq!(
        subject(&first),
        "NOT FOR PUBLICATION, FINAL v1: Social Work Committee pack, 2023-24 Q2"
    );
    let sent = send(&first, &clerk());
    let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
    let text = parsed.body_text(0).unwrap().replace('\u{a0}', " ").replace("\r\n", "\n");
    let start = "NOT FOR PUBLICATION, paragraph 3. Version 1\n\nSocial Work Committee pack: 2023-24 \
                 Quarter 2\nData as at 27 October 2023.\nThis is the first version.\n\nWHAT YOU NEED TO DO\n";
    assert!(text.starts_with(start), "{text}");
    assert!(!text.contains("\n\n\n"), "{text}");
}

#[test]
fn what_is_too_large_goes_without_the_workbook_and_then_as_a_link() {
    let body = |largest, share: Option<&str>| {
        let mut large = mail();
        large.attachments[1].bytes = vec![b'x'; 200_000];
        large.largest = largest;
        large.share = share.map(str::to_owned);
        let sent = send(&large, &clerk());
        assert!(sent.bytes.len() <= largest, "{} of {largest}", sent.bytes.len());
        let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
        let text = parsed.body_text(0).unwrap().into_owned();
        (parsed.attachment_count(), text)
    };
    let share = Some("https://share.example/packs/");
    let (attached, text) = body(400_000, share);
    assert_eq!((attached, text.contains("TOO LARGE")), (2, false));
    let (attached, text) = body(100_000, share);
    assert_eq!(attached, 1, "the PDF alone");
    assert!(text.contains("TOO LARGE TO ATTACH\r\nswc-2023-24-q2-v2.xlsx"), "{text}");
    assert!(text.contains("https://share.example/packs/swc-2023-24-q2-v2.xlsx"), "{text}");
    let (attached, text) = body(25_000, share);
    assert_eq!(attached, 0, "base64 counts: the PDF has 23 kB");
    assert!(text.contains("https://share.example/packs/swc-2023-24-q2-v2.pdf"), "{text}");
    let (_, text) = body(25_000, None);
    assert!(text.contains("Ask the Performance and Support team for it."), "{text}");
}

#[test]
fn a_new_version_names_what_it_replaces() {
    let earlier: Vec<String> = (1..=40).map(|n| format!("<{n:032x}@council.example>")).collect();
    let sent = "2023-10-27T16:30:00".parse().unwrap();
    let templates = Templates::embedded().unwrap();
    let sent = message(&mail(), &sender(), &clerk(), &templates, sent, &earlier).unwrap();
    let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
    let last = earlier.last().unwrap().trim_matches(['<', '>']);
    assert_eq!(parsed.in_reply_to().as_text(), Some(last));
    assert_eq!(parsed.references().as_text_list().unwrap().len(), 10);
    let longest = sent.bytes.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap();
    assert!(longest <= 998, "{longest}");
    assert!(parsed.body_text(0).unwrap().contains("This version replaces version 1."));
}

#[test]
fn a_draft_tells_the_officers_what_stands_in_its_way() {
    let with = |reason: &str| PackMail { in_the_way: vec![Text::plain(reason)], ..mail() };
    let sent = send(&with("Measure 13 is red and has no comment"), &clerk());
    assert_eq!(sent.kind, Kind::Draft);
    let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
    let text = parsed.body_text(0).unwrap().replace("\r\n", "\n");
    let said = "WHAT STILL STANDS IN ITS WAY\n- Measure 13 is red and has no comment\n";
    assert!(text.contains(said), "{text}");
    // Told with other reasons, or with none, it is the same message: nobody gets it twice.
    for other in [with("Another reason"), mail()] {
        let other = send(&other, &clerk());
        assert_eq!((&sent.id, &sent.name, other.kind), (&other.id, &other.name, Kind::Draft));
    }
    let last = send(&PackMail { draft: false, ..mail() }, &clerk());
    assert_eq!(last.kind, Kind::Pack);
    assert_ne!((sent.id, sent.name), (last.id, last.name));
}

/// A notice of a kind, with odd words in every place.
fn notice(kind: Kind, words: &str) -> Message {
    let words = || words.to_owned();
    let figures = NoticeFigures {
        service: words(),
        file: words(),
        came: words(),
        verdict: words(),
        to_mend: true,
        when: words(),
        return_to: words(),
        points: vec![Point { what: words(), detail: words(), remedy: words() }],
        packs: vec![words()],
        team: words(),
        address: words(),
        illustrative: Some(words()),
        ..NoticeFigures::default()
    };
    let notice = Templates::embedded().unwrap().notice(kind.word(), &figures).unwrap();
    let file =
        AttachedFile { name: words(), media_type: FileFormat::Xlsx.media_type(), bytes: pdf() };
    let letter = Letter {
        kind,
        quarter: mail().quarter,
        identity: vec![words()],
        subject: notice.subject,
        text: notice.text,
        html: notice.html,
        files: vec![file],
        to: Addressee { role: words(), address: clerk().address },
        team: words(),
        replaces: vec![words()],
        stem: words(),
    };
    put_together(letter, &sender(), "2023-10-27T16:30:00".parse().unwrap()).unwrap()
}

/// Writes a message and its page where a person can look at them:
/// `cargo test -- --ignored the_message_as_a_file`.
#[test]
#[ignore = "writes files to look at"]
fn the_message_as_a_file() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/look");
    std::fs::create_dir_all(folder).unwrap();
    let sent = send(&mail(), &clerk());
    let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
    std::fs::write(format!("{folder}/pack.html"), parsed.body_html(0).unwrap().as_bytes()).unwrap();
    std::fs::write(format!("{folder}/pack.txt"), parsed.body_text(0).unwrap().as_bytes()).unwrap();
    let name = file_name("swc-2023-24-q2-v2", &sent.to);
    std::fs::write(format!("{folder}/{name}"), &sent.bytes).unwrap();
    assert_eq!(name, "swc-2023-24-q2-v2--clerk-at-council.example.eml");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever stands in a file's name, a comment or a service's name, a notice has the headers
    /// that it should, one recipient, one attachment, whole; and no words make a heading.
    #[test]
    fn nothing_can_add_a_header_to_a_notice(
        words in "(\r\n|\n|\\*\\*|# |\\PC){0,40}\r\nBcc: x@y.example\r\n\r\n# x",
        nth in 2..Kind::ALL.len(),
    ) {
        let kind = Kind::ALL[nth];
        let expected = names(&notice(kind, "words").bytes);
        let sent = notice(kind, &words);
        prop_assert_eq!(names(&sent.bytes), expected);
        let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
        prop_assert!(parsed.bcc().is_none());
        prop_assert_eq!(parsed.to().unwrap().iter().count(), 1);
        prop_assert_eq!(parsed.attachment_count(), 1);
        let whole = pdf();
        prop_assert_eq!(parsed.attachments().next().unwrap().contents(), whole.as_slice());
        let longest = sent.bytes.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap();
        prop_assert!(longest <= 998, "a line of {} bytes", longest);
        prop_assert_eq!(sent.page.matches("<h1").count(), 1);
        prop_assert!(!sent.name.contains(['/', '\\', '\r', '\n']));
        // As it leaves, and as a test.
        let leaves = dated(&sent.bytes, "2023-11-03T09:00:00".parse().unwrap());
        prop_assert_eq!(names(&leaves).len(), names(&sent.bytes).len());
        let test = as_test(&sent.bytes, "clerk@council.example", &clerk().address, "<t@x.example>");
        prop_assert!(MessageParser::default().parse(&test).unwrap().bcc().is_none());
    }

    /// Whatever stands in a name, a change or a body's name, no header is added.
    #[test]
    fn nothing_can_add_a_header(
        role in "(\r\n|\n|[ -~é“]){0,40}Bcc: x@y.example\r\n\r\n",
        words in "(\r\n|\n|\\PC){0,60}",
    ) {
        let expected = names(&send(&mail(), &clerk()).bytes);
        let mut odd = mail();
        odd.audience = format!("{role}{words}");
        odd.contact.team = role.clone();
        odd.changes = Some(vec![Text::plain(&words)]);
        odd.ask = Text::plain(format!("\r\n--=_pack\r\n{words}"));
        odd.file_stem = format!("a\r\nBcc: {words}");
        odd.illustrative = Some(words.clone());
        let sent = send(&odd, &Recipient { role, ..clerk() });
        prop_assert_eq!(names(&sent.bytes), expected);
        let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
        prop_assert!(parsed.bcc().is_none());
        prop_assert_eq!(parsed.attachment_count(), 2);
        prop_assert_eq!(parsed.to().unwrap().iter().count(), 1);
        let longest = sent.bytes.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap();
        prop_assert!(longest <= 998, "a line of {longest} bytes");
    }
}
