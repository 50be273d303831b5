//! Texts as people type them.

use super::*;
use proptest::prelude::*;

fn n(text: &str) -> Typed {
    Typed::Number(text.parse().unwrap())
}

#[test]
fn what_is_certain_is_read() {
    let cases = [
        ("1,234", n("1234")),
        (" 48 ", n("48")),
        ("48\u{a0}", n("48")),
        ("1 234", n("1234")),
        ("1\u{202f}234\u{202f}567", n("1234567")),
        ("1'234", n("1234")),
        ("1.234.567", n("1234567")),
        ("1.234,5", n("1234.5")),
        ("1,234.56", n("1234.56")),
        ("٣٤", n("34")),
        ("\u{ff13}\u{ff14}", n("34")),
        ("£1.2k", n("1200")),
        ("£0.5m", n("500000")),
        ("£1.234m", n("1234000")),
        ("(250)", n("-250")),
        ("-3", n("-3")),
        ("0", n("0")),
        ("0.125", n("0.125")),
        ("zero", n("0")),
        ("95%", Typed::Percent(95.into())),
        (" 95.5 % ", Typed::Percent("95.5".parse().unwrap())),
        ("tbc", Typed::Reason(NoFigure::NotYetAvailable)),
        ("TBC", Typed::Reason(NoFigure::NotYetAvailable)),
        ("tbc at Q4", Typed::Reason(NoFigure::NotYetAvailable)),
        ("Not collected", Typed::Reason(NoFigure::NotCollected)),
        ("", Typed::Unclear),
        ("1,2,3", Typed::Unclear),
        ("--3", Typed::Unclear),
        ("k", Typed::Unclear),
        ("see sheet 2", Typed::Unclear),
    ];
    for (text, expected) in cases {
        assert_eq!(number(text, Asked::Pounds), expected, "{text}");
    }
}

#[test]
fn what_could_be_two_things_says_both() {
    let said = |text: &str, asked| {
        let Typed::Doubt(said) = number(text, asked) else { panic!("{text} is no doubt") };
        said
    };
    let lines: Vec<String> = [
        "1.234",
        "12,5",
        "1,23",
        "12*",
        "12¹",
        "12 (1)",
        "12 [a]",
        "approx 40",
        "c. 40",
        "<5",
        "40+",
        "10-15",
        "10 to 15",
        "70/30",
        "48 of 63",
        "12 34",
        "1O5",
        "l2",
        "nil",
        "none",
        "-",
        "n/a",
        "NA",
        "not known",
        "1.2k",
    ]
    .iter()
    .map(|text| format!("{text}: {}", said(text, Asked::Count)))
    .chain(
        ["£650", "£1.2k", "650k"]
            .iter()
            .map(|text| format!("{text} in thousands: {}", said(text, Asked::Thousands))),
    )
    .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn thousands_of_pounds_keep_their_scale() {
    assert_eq!(number("£1.2m", Asked::Thousands), n("1200"));
    assert_eq!(number("1,200", Asked::Thousands), n("1200"));
}

#[test]
fn decimal_commas_are_known() {
    for (text, comma) in
        [("12,5", true), ("1.234,56", true), ("1,234", false), ("12.5", false), ("a,b", false)]
    {
        assert_eq!(decimal_comma(text), comma, "{text}");
    }
}

proptest! {
    #[test]
    fn a_grouped_number_reads_as_itself_or_offers_itself(
        whole in 0i64..1_000_000_000,
        places in 0u32..4,
    ) {
        let value = Decimal::new(whole, places);
        let written = crate::quantity::fixed(value, places);
        let read = number(&written, Asked::Number);
        if let Typed::Doubt(said) = &read {
            prop_assert!(places == 3 && said.contains(&value.normalize().to_string()));
        } else {
            prop_assert_eq!(read, Typed::Number(value.normalize()));
        }
    }

    #[test]
    fn no_text_makes_it_fall(text in "\\PC*") {
        for asked in [Asked::Count, Asked::Pounds, Asked::Thousands, Asked::Number] {
            let _ = number(&text, asked);
        }
        let _ = decimal_comma(&text);
    }
}
