//! Cell styles with a mark's fill: each style in question once more, with the fill changed.

use super::xml::{Edits, Kind, Tag, XmlError, tags};
use crate::finding::Severity;
use std::collections::BTreeMap;

/// Light red and light amber, on which black text keeps a contrast above 4.5 to 1 (WCAG 1.4.3).
const fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "FFFFC7CE",
        Severity::Warning | Severity::Note => "FFFFE0A3",
    }
}

/// A style of the workbook with a mark's fill.
pub(super) type Marked = BTreeMap<(u32, Severity), u32>;

/// Adds the styles asked for; gives back the text and where each one stands.
///
/// # Errors
/// When the part is no XML.
pub(super) fn add(
    text: &str,
    wanted: impl IntoIterator<Item = (u32, Severity)>,
) -> Result<Option<(String, Marked)>, XmlError> {
    let all = tags(text)?;
    let (Some(fills), Some(formats)) = (list(&all, "fills"), list(&all, "cellXfs")) else {
        return Ok(None);
    };
    let entries = entries(&all, formats);
    let mut edits = Edits::default();
    let mut fill_of: BTreeMap<Severity, usize> = BTreeMap::new();
    let mut marked = Marked::new();
    let (mut new_fills, mut new_formats) = (String::new(), String::new());
    let fill_count = children(&all, fills).count();
    for (base, severity) in wanted {
        if marked.contains_key(&(base, severity)) {
            continue;
        }
        let next = fill_count + fill_of.len();
        let prefix = fills.prefix();
        let fill = *fill_of.entry(severity).or_insert_with(|| {
            let rgb = colour(severity);
            let solid = format!("{prefix}patternFill patternType=\"solid\"");
            let colours =
                format!("<{prefix}fgColor rgb=\"{rgb}\"/><{prefix}bgColor indexed=\"64\"/>");
            let pattern = format!("<{solid}>{colours}</{prefix}patternFill>");
            new_fills = format!("{new_fills}<{prefix}fill>{pattern}</{prefix}fill>");
            next
        });
        let at = usize::try_from(base).unwrap_or(0);
        let Some((tag, rest)) = entries.get(at).or_else(|| entries.first()) else { continue };
        let filled = filled(tag, fill);
        new_formats.push_str(&filled);
        new_formats.push_str(text.get(rest.clone()).unwrap_or_default());
        let index = entries.len() + marked.len();
        marked.insert((base, severity), u32::try_from(index).unwrap_or(0));
    }
    grow(&mut edits, &all, fills, fill_count + fill_of.len(), new_fills);
    grow(&mut edits, &all, formats, entries.len() + marked.len(), new_formats);
    Ok(Some((edits.apply(text), marked)))
}

fn filled(tag: &Tag<'_>, fill: usize) -> String {
    let with_fill = tag.with("fillId", &fill.to_string());
    // The second change is made on the text of the first.
    tags(&with_fill)
        .ok()
        .and_then(|tags| tags.first().map(|tag| tag.with("applyFill", "1")))
        .unwrap_or(with_fill)
}

fn list<'a, 't>(all: &'a [Tag<'t>], name: &str) -> Option<&'a Tag<'t>> {
    all.iter().find(|tag| tag.local() == name && tag.kind == Kind::Open)
}

/// Tags directly below a list.
fn children<'a, 't>(all: &'a [Tag<'t>], list: &'a Tag<'t>) -> impl Iterator<Item = &'a Tag<'t>> {
    let after = all.iter().skip_while(move |tag| tag.range.start <= list.range.start);
    after
        .scan(0_i32, |depth, tag| {
            let at = *depth;
            match tag.kind {
                Kind::Open => *depth += 1,
                Kind::Close => *depth -= 1,
                Kind::Empty => {}
            }
            (*depth >= 0).then_some((at, tag))
        })
        .filter(|(depth, tag)| *depth == 0 && tag.kind != Kind::Close)
        .map(|(_, tag)| tag)
}

/// Each format's tag, and the range of what follows it up to its end.
fn entries<'a, 't>(
    all: &'a [Tag<'t>],
    list: &'a Tag<'t>,
) -> Vec<(&'a Tag<'t>, std::ops::Range<usize>)> {
    children(all, list)
        .map(|tag| {
            let end = if tag.kind == Kind::Empty {
                tag.range.end
            } else {
                all.iter()
                    .find(|other| {
                        other.kind == Kind::Close
                            && other.local() == tag.local()
                            && other.range.start >= tag.range.end
                    })
                    .map_or(tag.range.end, |close| close.range.end)
            };
            (tag, tag.range.end..end)
        })
        .collect()
}

fn grow(edits: &mut Edits, all: &[Tag<'_>], list: &Tag<'_>, count: usize, more: String) {
    edits.replace(list.range.clone(), list.with("count", &count.to_string()));
    let close = all.iter().find(|tag| {
        tag.kind == Kind::Close && tag.local() == list.local() && tag.range.start >= list.range.end
    });
    if let Some(close) = close {
        edits.insert(close.range.start, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_kept_and_only_its_fill_changes() {
        let text = "<styleSheet><fills count=\"2\"><fill/><fill><patternFill/></fill></fills>\
                    <cellXfs count=\"2\"><xf fillId=\"0\"/><xf numFmtId=\"9\" fillId=\"1\">\
                    <protection locked=\"0\"/></xf></cellXfs></styleSheet>";
        let (styled, marked) =
            add(text, [(1, Severity::Error), (1, Severity::Error)]).unwrap().unwrap();
        assert_eq!(marked, Marked::from([((1, Severity::Error), 2)]));
        assert!(styled.contains("<fills count=\"3\">"), "{styled}");
        assert!(styled.contains(
            "<cellXfs count=\"3\"><xf fillId=\"0\"/><xf numFmtId=\"9\" fillId=\"1\"><protection \
             locked=\"0\"/></xf><xf numFmtId=\"9\" fillId=\"2\" applyFill=\"1\"><protection \
             locked=\"0\"/></xf></cellXfs>"
        ), "{styled}");
    }
}
