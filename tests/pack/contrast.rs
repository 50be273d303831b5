//! The colours of the page, light and dark, have the contrast that WCAG 2.2 AA asks for.
#![expect(clippy::float_arithmetic, reason = "contrast is a formula on floats")]

use super::AUTUMN;
use quarterpack::render::html;
use std::collections::BTreeMap;

/// Relative luminance as in WCAG 2.2, of a colour such as #14181C.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colours of the first `:root` after a place in the sheet.
fn colours(sheet: &str) -> BTreeMap<String, String> {
    let rules = sheet.split_once(":root {").unwrap().1.split_once('}').unwrap().0;
    let named = rules.split(';').filter_map(|rule| rule.trim().strip_prefix("--"));
    named
        .map(|rule| {
            let (name, colour) = rule.split_once(':').unwrap();
            (name.to_owned(), colour.trim().to_owned())
        })
        .collect()
}

#[test]
fn colours_have_the_contrast_that_wcag_asks_for() {
    // Text 4.5:1 (1.4.3); what has to be seen of a drawing 3:1 (1.4.11).
    const PAIRS: [(&str, &str, f64); 22] = [
        ("ink", "ground", 7.0),
        ("ink", "tint", 7.0),
        ("second", "ground", 4.5),
        ("second", "tint", 4.5),
        ("link", "ground", 4.5),
        ("on-fill", "blue", 4.5),
        ("on-fill", "green", 4.5),
        ("on-fill", "red", 4.5),
        ("on-amber", "amber", 4.5),
        ("ink", "pale", 4.5),
        ("ink", "inside", 4.5),
        ("blue", "ground", 3.0),
        ("green", "ground", 3.0),
        ("red", "ground", 3.0),
        ("amber-edge", "ground", 3.0),
        ("grey", "ground", 3.0),
        ("axis", "ground", 3.0),
        ("inside", "blue", 3.0),
        ("link", "tint", 4.5),
        ("red", "tint", 3.0),
        ("green", "tint", 3.0),
        ("blue", "tint", 3.0),
    ];
    let page = html::render(&AUTUMN.pack);
    let (light, dark) = page.split_once("(prefers-color-scheme: dark)").unwrap();
    for (scheme, sheet) in [("light", light), ("dark", dark)] {
        let colours = colours(sheet);
        for (one, other, least) in PAIRS {
            let ratio = contrast(&colours[one], &colours[other]);
            assert!(ratio >= least, "{scheme}: {one} on {other} is {ratio:.2}, not {least}");
        }
    }
}
