//! What has to hold, whatever a file says.

use crate::desk::{LIMITS, PLAN, whose};
use quarterpack::finding::{Code, Finding};
use quarterpack::form::{FigurePart, Slot};
use quarterpack::intake::{Identity, Opened, RawReturn, RawValue, open, read_opened};
use quarterpack::validate::{self, FigureState, Return, Source};

/// The file's name in every finding.
pub const FILE: &str = "return.xlsx";

/// A file's bytes through the reader and all that follows.
pub fn bytes(bytes: &[u8]) {
    opened(&open(bytes));
}

/// What a reader made of a file, through all that follows.
pub fn opened(opened: &Opened) {
    let layout = |identity: &Identity| whose(identity).map(|(.., layout)| layout);
    let (raw, findings) = read_opened(FILE, opened, &layout);
    findings.iter().for_each(told);
    let Some(raw) = raw else {
        assert!(!findings.is_empty(), "a file was refused without a word");
        return;
    };
    let identity = Identity {
        service: raw.service.clone(),
        quarter: raw.quarter.clone(),
        ..Identity::default()
    };
    let Some((service, quarter, _)) = whose(&identity) else { return };
    let source = Source {
        file: FILE.into(),
        hash: String::new(),
        received: quarter.end().and_hms_opt(10, 0, 0).expect("ten o'clock"),
    };
    let (returned, findings) = validate::read(&raw, source, &PLAN, &service, quarter, &LIMITS);
    findings.iter().for_each(told);
    figures(&raw, &returned, &findings);
}

/// A finding can be understood and acted on.
fn told(finding: &Finding) {
    let text = finding.to_string();
    assert!(!finding.message.is_empty() && finding.remedy.ends_with('.'), "{text}");
    assert_eq!(finding.place.file, FILE, "{text}");
    assert!(finding.place.cell.is_none() || finding.place.sheet.is_some(), "{text}");
}

/// A figure is what stands in its cell, or something is said about it.
pub fn figures(raw: &RawReturn, returned: &Return, findings: &[Finding]) {
    for ((measure, figure), given) in &returned.figures {
        let FigureState::Number(number) = given.state else { continue };
        let slot = Slot::Figure(measure.clone(), figure.clone(), FigurePart::Value);
        let cell = raw.cell(&slot).expect("a figure comes from a cell");
        match &cell.value {
            RawValue::Number { number: stands, percent: false } => assert_eq!(number, *stands),
            RawValue::Text(text) => {
                let said =
                    |finding: &&Finding| finding.code == Code::C03 && finding.place == given.place;
                assert!(findings.iter().any(|finding| said(&finding)), "{text:?} as {number}");
                let digits = text.chars().any(char::is_numeric);
                let word = ["zero", "nought"].contains(&&*text.trim().to_lowercase());
                assert!(digits || word, "{text:?} as {number}");
            }
            other => panic!("{other:?} as {number}"),
        }
    }
}
