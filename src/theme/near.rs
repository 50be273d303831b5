//! The colours of a theme that do not stand out from what they stand on: WCAG 2.2, 1.4.3 for text
//! (4.5 to 1) and 1.4.11 for what else has to be seen (3 to 1).

use super::{Colours, Dark, Ink, WHITE, contrast};

/// A pair of colours, under the setting that is said to be at fault.
struct Pair {
    section: &'static str,
    key: &'static str,
    ink: Ink,
    ground: Ink,
    /// The ground in words.
    on: &'static str,
    /// The least contrast.
    least: f64,
}

/// A colour that is too near another.
pub(super) struct Near {
    pub(super) section: &'static str,
    pub(super) key: &'static str,
    pub(super) message: String,
}

/// The first colour that does not stand out.
pub(super) fn too_near(light: &Colours, dark: &Dark) -> Option<Near> {
    let darker = on_white(light).into_iter().map(|pair| {
        let lighter = pair.key == "amber" || pair.key == "pale";
        (pair, if lighter { "lighter" } else { "darker" })
    });
    let lighter = on_dark(dark).into_iter().map(|pair| {
        let darker = pair.key == "pale" || pair.key == "tint";
        (pair, if darker { "darker" } else { "lighter" })
    });
    let mut near = darker.chain(lighter).filter_map(|(pair, take)| {
        let is = contrast(pair.ink, pair.ground);
        (is < pair.least).then(|| Near {
            section: pair.section,
            key: pair.key,
            message: format!(
                "the contrast on {} is {is:.1} to 1, and must be {} to 1: take a {take} one",
                pair.on, pair.least
            ),
        })
    });
    near.next()
}

fn on_white(of: &Colours) -> Vec<Pair> {
    let pair = |section, key, ink, ground, on, least| Pair { section, key, ink, ground, on, least };
    vec![
        pair("colours", "ink", of.ink, WHITE, "white", 4.5),
        pair("colours", "ink", of.ink, of.tint, "the tint", 4.5),
        pair("colours", "second", of.second, WHITE, "white", 4.5),
        pair("colours", "second", of.second, of.tint, "the tint", 4.5),
        pair("colours", "axis", of.axis, WHITE, "white", 3.0),
        pair("colours", "link", of.link, WHITE, "white", 4.5),
        pair("colours", "link", of.link, of.tint, "the tint", 4.5),
        pair("status", "blue", of.blue, WHITE, "white", 4.5),
        pair("status", "green", of.green, WHITE, "white", 4.5),
        pair("status", "red", of.red, WHITE, "white", 4.5),
        pair("status", "amber", of.ink, of.amber, "it, for the ink", 4.5),
        pair("status", "amber_edge", of.amber_edge, WHITE, "white", 3.0),
        pair("status", "grey", of.grey, WHITE, "white", 4.5),
        pair("status", "pale", of.ink, of.pale, "it, for the ink", 4.5),
    ]
}

fn on_dark(of: &Dark) -> Vec<Pair> {
    let ground = of.ground;
    let pair = |key, ink, ground, on, least| Pair { section: "dark", key, ink, ground, on, least };
    vec![
        pair("ink", of.ink, ground, "the dark ground", 4.5),
        pair("second", of.second, ground, "the dark ground", 4.5),
        pair("link", of.link, ground, "the dark ground", 4.5),
        pair("tint", of.ink, of.tint, "it, for the ink", 4.5),
        pair("tint", of.second, of.tint, "it, for the second text", 4.5),
        pair("tint", of.link, of.tint, "it, for links", 4.5),
        pair("axis", of.axis, ground, "the dark ground", 3.0),
        // The ground's colour is that of the text on them.
        pair("blue", of.blue, ground, "the dark ground", 4.5),
        pair("green", of.green, ground, "the dark ground", 4.5),
        pair("red", of.red, ground, "the dark ground", 4.5),
        pair("amber", of.amber, ground, "the dark ground", 4.5),
        pair("grey", of.grey, ground, "the dark ground", 3.0),
        pair("pale", of.ink, of.pale, "it, for the ink", 4.5),
    ]
}
