//! The PDF of each pack passes PDF/UA-1 and PDF/A-2a, as far as a program can check them.

use super::samples;
use page_validation::{ValidationOptions, validate_pdf_bytes};
use quarterpack::render::pdf;

#[test]
fn the_pdf_has_no_faults_of_accessibility_or_archiving() {
    for sample in samples() {
        let rendered = pdf::render(&sample.pack).unwrap();
        for profile in ["ua1", "2a"] {
            let options = ValidationOptions::default().profile(profile.parse().ok());
            let report = validate_pdf_bytes(&rendered.bytes, &options).unwrap();
            // Compressed data may end in a carriage return, which this checker takes for part of
            // the end of the line after it; veraPDF does not. The next test looks for itself.
            let known = |id: &str| id.ends_with(":6.1.7.1:1");
            let faults = report.failures.iter().filter(|one| !known(&one.rule_id));
            let faults: Vec<String> = faults.map(ToString::to_string).collect();
            assert_eq!(faults, Vec::<String>::new(), "{profile}");
            assert_eq!(report.profile.as_str(), profile);
            assert!(report.rules.total > 50, "{profile}: {} rules", report.rules.total);
        }
    }
}

/// Each stream is as long as it says: an end of line and `endstream` follow its last byte.
#[test]
fn streams_have_the_lengths_they_state() {
    let bytes = pdf::render(&samples()[0].pack).unwrap().bytes;
    let after = |from: usize, wanted: &[u8]| {
        bytes[from..].windows(wanted.len()).position(|one| one == wanted).map(|at| from + at)
    };
    let (mut from, mut streams) = (0, 0);
    while let Some(at) = after(from, b"/Length ") {
        let digits = bytes[at + 8..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let length = String::from_utf8_lossy(&bytes[at + 8..at + 8 + digits]);
        let begins = after(at, b"stream\n").unwrap() + 7;
        let ends = begins + length.parse::<usize>().unwrap();
        assert!(bytes[ends..].starts_with(b"\nendstream"), "the stream at {begins}");
        (from, streams) = (ends, streams + 1);
    }
    assert!(streams > 30, "{streams}");
}

/// The checker finds what it should: a file that no longer says it is tagged.
#[test]
fn a_pdf_that_is_not_marked_as_tagged_is_refused() {
    let rendered = pdf::render(&samples()[1].pack).unwrap();
    let mut file = lopdf::Document::load_mem(&rendered.bytes).unwrap();
    file.catalog_mut().unwrap().remove(b"MarkInfo");
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    let options = ValidationOptions::default().profile("ua1".parse().ok());
    let report = validate_pdf_bytes(&bytes, &options).unwrap();
    assert!(!report.is_compliant);
}
