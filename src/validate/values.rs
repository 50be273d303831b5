//! What people type, read without guessing.

use crate::calendar::NaiveDate;
use crate::form::NoFigure;
use crate::quantity::Decimal;

/// A text read as a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Typed {
    /// It is this number, without doubt.
    Number(Decimal),
    /// It is this percentage: 76 for `76%`.
    Percent(Decimal),
    /// It says why there is no figure.
    Reason(NoFigure),
    /// It could be two things, or is nothing that can be used.
    Unclear,
}

/// Reads a text as a number: ` 1,234 `, `£1.2k`, `95%`, `(250)`, `tbc`. What could be two things
/// (`n/a`, `10-15`, `approx 40`, `12*`) is unclear.
pub(super) fn number(text: &str) -> Typed {
    let folded: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}' && *c != '\u{200b}')
        .collect::<String>()
        .to_lowercase();
    match folded.as_str() {
        "tbc" | "notyetavailable" => return Typed::Reason(NoFigure::NotYetAvailable),
        "notcollected" => return Typed::Reason(NoFigure::NotCollected),
        "notapplicable" => return Typed::Reason(NoFigure::NotApplicable),
        "noactivity" => return Typed::Reason(NoFigure::NoActivity),
        _ => {}
    }
    let (sign, rest) = match folded.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (-Decimal::ONE, inner),
        None => match folded.strip_prefix(['-', '−', '–']) {
            Some(inner) => (-Decimal::ONE, inner),
            None => (Decimal::ONE, folded.as_str()),
        },
    };
    let rest = rest.strip_prefix('£').unwrap_or(rest);
    if let Some(percent) = rest.strip_suffix('%') {
        return digits(percent).map_or(Typed::Unclear, |n| Typed::Percent(sign * n));
    }
    let (rest, scale) = scaled(rest);
    digits(rest)
        .and_then(|n| n.checked_mul(scale))
        .map_or(Typed::Unclear, |n| Typed::Number(sign * n))
}

fn scaled(text: &str) -> (&str, Decimal) {
    let million = Decimal::from(1_000_000);
    for (ending, scale) in [("million", million), ("k", Decimal::ONE_THOUSAND), ("m", million)] {
        if let Some(rest) = text.strip_suffix(ending) {
            return (rest, scale);
        }
    }
    (text, Decimal::ONE)
}

/// Digits, with commas only where thousands stand.
fn digits(text: &str) -> Option<Decimal> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let grouped: Vec<&str> = whole.split(',').collect();
    let well_grouped = grouped.iter().skip(1).all(|group| group.len() == 3)
        && grouped
            .first()
            .is_some_and(|first| grouped.len() == 1 || (1..=3).contains(&first.len()));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let plain = grouped.concat();
    if !well_grouped || !all_digits(&plain) || !all_digits(part) {
        return None;
    }
    format!("{plain}.{part}").parse::<Decimal>().ok().map(|number| number.normalize())
}

/// The ways of writing a day that leave no doubt in Britain.
const FORMATS: [&str; 8] = [
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y-%m-%d",
    "%d %B %Y",
    "%d %b %Y",
    "%d/%m/%y",
    "%A %d %B %Y",
];

/// Reads a text as a day when it can only be one: day, month, year; or year, month, day.
/// `03/04/2023` is read as British; what only fits month before day is not read.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    FORMATS
        .iter()
        .filter_map(|format| NaiveDate::parse_from_str(&text, format).ok())
        .find(|day| (1990..2100).contains(&chrono::Datelike::year(day)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn n(text: &str) -> Typed {
        Typed::Number(text.parse().unwrap())
    }

    #[test]
    fn what_is_certain_is_read_and_the_rest_is_not() {
        let cases = [
            ("1,234", n("1234")),
            (" 48 ", n("48")),
            ("48\u{a0}", n("48")),
            ("£1.2k", n("1200")),
            ("£0.5m", n("500000")),
            ("(250)", n("-250")),
            ("-3", n("-3")),
            ("0", n("0")),
            ("95%", Typed::Percent(95.into())),
            (" 95.5 % ", Typed::Percent("95.5".parse().unwrap())),
            ("tbc", Typed::Reason(NoFigure::NotYetAvailable)),
            ("TBC", Typed::Reason(NoFigure::NotYetAvailable)),
            ("Not collected", Typed::Reason(NoFigure::NotCollected)),
            ("n/a", Typed::Unclear),
            ("approx 40", Typed::Unclear),
            ("12*", Typed::Unclear),
            ("10-15", Typed::Unclear),
            ("70/30", Typed::Unclear),
            ("1,23", Typed::Unclear),
            ("", Typed::Unclear),
            ("1,2,3", Typed::Unclear),
            ("--3", Typed::Unclear),
            ("k", Typed::Unclear),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn days_are_british_or_not_read() {
        let day_of = |text: &str| day(text).map(|day| day.to_string());
        assert_eq!(day_of("12/10/2023").as_deref(), Some("2023-10-12"));
        assert_eq!(day_of("12 October 2023").as_deref(), Some("2023-10-12"));
        assert_eq!(day_of("2023-10-12").as_deref(), Some("2023-10-12"));
        for wrong in ["10/13/2023", "31/06/2023", "next week", ""] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_grouped_number_reads_as_itself(whole in 0i64..1_000_000_000, places in 0u32..4) {
            let value = Decimal::new(whole, places);
            let written = crate::quantity::fixed(value, places);
            prop_assert_eq!(number(&written), Typed::Number(value.normalize()));
        }

        #[test]
        fn no_text_makes_it_fall(text in "\\PC*") {
            let _ = number(&text);
            let _ = day(&text);
        }
    }
}
