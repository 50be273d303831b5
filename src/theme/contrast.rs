//! How far two colours stand apart, as WCAG 2.2 measures it.

use super::Ink;

/// The relative luminance of a colour, in thousandths, from the table of the sRGB curve: WCAG 2.2,
/// "relative luminance".
#[expect(clippy::float_arithmetic, reason = "the sRGB curve is a power; no figure comes of it")]
fn luminance(ink: Ink) -> f64 {
    let [red, green, blue] = ink.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast ratio of two colours: from 1 (none) to 21 (black on white).
#[must_use]
#[expect(clippy::float_arithmetic, reason = "a ratio of luminances; no figure comes of it")]
pub fn contrast(one: Ink, other: Ink) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    if one > other { one / other } else { other / one }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_what_the_standard_measured() {
        let white = [0xFF; 3];
        for (ink, measured) in [
            ([0; 3], 21.0),
            ([0x14, 0x18, 0x1C], 17.8),
            ([0x4B, 0x53, 0x5B], 7.8),
            ([0x7A, 0x82, 0x8A], 3.9),
            ([0x1F, 0x5C, 0x9E], 6.8),
            ([0x1F, 0x7A, 0x43], 5.4),
            ([0xC0, 0x1F, 0x2E], 6.0),
            ([0x87, 0x58, 0x00], 6.1),
            ([0x66, 0x6E, 0x76], 5.2),
        ] {
            assert!((contrast(ink, white) - measured).abs() < 0.06, "{ink:?}");
        }
        assert!((contrast([0x14, 0x18, 0x1C], [0xF5, 0xA8, 0x00]) - 8.9).abs() < 0.06);
    }
}
