//! Exact numbers as a workbook stores them: the one place where a decimal becomes a double.

use crate::compose::NumberFormat;
use crate::quantity::Decimal;

/// The number a cell stores. A percentage is stored as its share of one, as Excel does.
pub(super) fn stored(value: Decimal, format: NumberFormat) -> f64 {
    let value = match format {
        NumberFormat::Percent => value / Decimal::ONE_HUNDRED,
        NumberFormat::Whole
        | NumberFormat::Decimals(_)
        | NumberFormat::Pounds
        | NumberFormat::PoundsInThousands
        | NumberFormat::Millions
        | NumberFormat::MillionsOverUnder
        | NumberFormat::MillionsInOut
        | NumberFormat::MoreFewer
        | NumberFormat::UpDown => value,
    };
    double(value)
}

/// The double nearest to a decimal. A double holds a small whole number and a small power of ten
/// exactly, and division rounds correctly; others are read from their digits, since a conversion
/// by arithmetic may miss by a bit.
#[expect(clippy::float_arithmetic, reason = "one division of exact numbers")]
pub(super) fn double(value: Decimal) -> f64 {
    const TENS: [f64; 10] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
    let whole = i32::try_from(value.mantissa()).ok();
    let tens = usize::try_from(value.scale()).ok().and_then(|scale| TENS.get(scale));
    match (whole, tens) {
        // Nought has a sign in a decimal's digits.
        (Some(whole), Some(tens)) if whole != 0 => f64::from(whole) / tens,
        _ => value.to_string().parse().unwrap_or(0.0),
    }
}

/// The number format's code in the file. `word` follows the number where the format has no
/// words of its own.
pub(super) fn code(format: NumberFormat, word: Option<&str>) -> String {
    let code = match format {
        NumberFormat::Whole | NumberFormat::Decimals(0) => "#,##0".to_owned(),
        NumberFormat::Decimals(places) => format!("#,##0.{}", "0".repeat(places.min(15).into())),
        NumberFormat::Percent => "0.0%".to_owned(),
        NumberFormat::Pounds => r##""£"#,##0;-"£"#,##0"##.to_owned(),
        // Below a thousand pounds the report shows whole pounds, from a million up millions, and so
        // does the workbook.
        NumberFormat::PoundsInThousands => {
            r##"[>=1000000]"£"#,##0.000,,"m";[>=1000]"£"#,##0.0,"k";"£"#,##0"##.to_owned()
        }
        NumberFormat::Millions => "#,##0.000".to_owned(),
        NumberFormat::MillionsOverUnder => worded("#,##0.000", "over", "under"),
        NumberFormat::MillionsInOut => worded("#,##0.000", "in", "out"),
        NumberFormat::MoreFewer => worded("#,##0", "more", "fewer"),
        NumberFormat::UpDown => worded("#,##0.0", "up", "down"),
    };
    match (word, has_words(format)) {
        (Some(word), false) if !code.contains(';') => {
            format!("{code}\" {}\"", word.replace('"', ""))
        }
        _ => code,
    }
}

fn worded(number: &str, above: &str, below: &str) -> String {
    format!(r#"{number}" {above}";{number}" {below}";{number}"#)
}

const fn has_words(format: NumberFormat) -> bool {
    matches!(
        format,
        NumberFormat::MillionsOverUnder
            | NumberFormat::MillionsInOut
            | NumberFormat::MoreFewer
            | NumberFormat::UpDown
    )
}

/// The code of an axis whose ends are labelled so: without decimals where the label has none.
pub(super) fn axis_code(format: NumberFormat, label: &str) -> String {
    match format {
        NumberFormat::Percent if !label.contains('.') => "0%".to_owned(),
        NumberFormat::PoundsInThousands if !label.contains('.') => {
            r##"[>=1000000]"£"#,##0,,"m";[>=1000]"£"#,##0,"k";"£"#,##0"##.to_owned()
        }
        NumberFormat::Whole
        | NumberFormat::Decimals(_)
        | NumberFormat::Percent
        | NumberFormat::Pounds
        | NumberFormat::PoundsInThousands
        | NumberFormat::Millions
        | NumberFormat::MillionsOverUnder
        | NumberFormat::MillionsInOut
        | NumberFormat::MoreFewer
        | NumberFormat::UpDown => code(format, None),
    }
}

/// What the label of a chart's point counts, seen from how it is written: a point carries a
/// label (`70.4%`) where a cell carries a format.
pub(super) fn format_of_label(label: &str) -> NumberFormat {
    let label = label.trim();
    if label.ends_with('%') {
        NumberFormat::Percent
    } else if label.contains('£') {
        let short = label.ends_with(['k', 'm']);
        if short { NumberFormat::PoundsInThousands } else { NumberFormat::Pounds }
    } else {
        let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).count();
        let places = label.split_once('.').map_or(0, |(_, part)| digits(part));
        NumberFormat::Decimals(u8::try_from(places).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percentages_are_stored_as_shares() {
        let stored = |text: &str, format| stored(text.parse().unwrap(), format);
        assert_eq!(stored("70.4", NumberFormat::Percent).to_bits(), 0.704_f64.to_bits());
        assert_eq!(
            stored("-0.434", NumberFormat::MillionsOverUnder).to_bits(),
            (-0.434_f64).to_bits()
        );
    }

    proptest! {
        #[test]
        fn a_double_is_the_nearest(whole in any::<i64>(), small in any::<i32>(), scale in 0_u32..=12) {
            for value in [Decimal::new(whole, scale), Decimal::new(small.into(), scale)] {
                let read: f64 = value.to_string().parse().unwrap();
                prop_assert_eq!(double(value).to_bits(), read.to_bits());
            }
        }
    }

    #[test]
    fn codes_carry_their_words() {
        let over = r#"#,##0.000" over";#,##0.000" under";#,##0.000"#;
        assert_eq!(code(NumberFormat::MillionsOverUnder, Some("over")), over);
        assert_eq!(code(NumberFormat::Decimals(1), Some("a \"day\"")), "#,##0.0\" a day\"");
        let down = r#"#,##0.0" up";#,##0.0" down";#,##0.0"#;
        assert_eq!(code(NumberFormat::UpDown, Some("down")), down);
        assert_eq!(code(NumberFormat::Pounds, None), "\"£\"#,##0;-\"£\"#,##0");
    }

    #[test]
    fn a_label_tells_its_format() {
        assert_eq!(format_of_label("70.4%"), NumberFormat::Percent);
        assert_eq!(format_of_label("£53.9k"), NumberFormat::PoundsInThousands);
        assert_eq!(format_of_label("£2.346m"), NumberFormat::PoundsInThousands);
        assert_eq!(format_of_label("£870"), NumberFormat::Pounds);
        assert_eq!(format_of_label("10.3 a\u{a0}day"), NumberFormat::Decimals(1));
        assert_eq!(format_of_label("1,214"), NumberFormat::Decimals(0));
    }
}
