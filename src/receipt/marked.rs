//! A service's own workbook with marks: a fill and a note on each cell in question, and a sheet
//! that leads to them.

use super::package::{Package, PackageError, folder, relationships_of, target};
use super::sheet::RELATIONSHIPS;
use super::summary::verdict;
use super::xml::{Edits, Kind, XmlError, escaped, tags};
use super::{comments, issues, sheet, styles};
use crate::finding::{CellAddress, Finding, Severity};
use std::collections::BTreeMap;

/// A workbook that can't be marked.
#[derive(Debug, thiserror::Error)]
pub enum MarkError {
    /// Its package.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// One of its parts.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// It lacks a part that every workbook has.
    #[error("the workbook has no {0}")]
    Missing(&'static str),
}

const TYPES: &str = "[Content_Types].xml";
const SHEET_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const COMMENTS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING_TYPE: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
const PACKAGE_RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The workbook with marks on the cells that findings are about.
///
/// # Errors
/// When the bytes are no .xlsx workbook.
pub fn marked(bytes: &[u8], findings: &[Finding]) -> Result<Vec<u8>, MarkError> {
    let mut package = Package::open(bytes)?;
    let workbook = workbook_part(&mut package)?;
    let sheets = sheets(&mut package, &workbook)?;
    let told: Vec<&Finding> =
        findings.iter().filter(|finding| finding.severity != Severity::Note).collect();
    let mut by_sheet: BTreeMap<&str, BTreeMap<CellAddress, Vec<&Finding>>> = BTreeMap::new();
    for finding in &told {
        let part = finding.place.sheet.as_ref().and_then(|name| sheets.get(&**name));
        if let (Some(part), Some(cell)) = (part, finding.place.cell) {
            by_sheet.entry(part).or_default().entry(cell).or_default().push(finding);
        }
    }
    let styled = restyle(&mut package, &workbook, &by_sheet)?;
    for (nth, (part, cells)) in by_sheet.iter().enumerate() {
        mark_sheet(&mut package, part, cells, styled.get(*part), nth)?;
    }
    let mut names: Vec<&str> = sheets.keys().map(String::as_str).collect();
    names.sort_unstable();
    let words = format!("This return is {}.", verdict(findings).words());
    add_issues(&mut package, &workbook, &names, &issues::part(&words, &told))?;
    Ok(package.write()?)
}

/// The workbook's part, from the package's own relationships.
fn workbook_part(package: &mut Package<'_>) -> Result<String, MarkError> {
    let text = package.text("_rels/.rels")?.ok_or(MarkError::Missing("relationships"))?;
    let found = relations(&text)?.into_iter().find(|relation| relation.kind == "officeDocument");
    found.map(|relation| target("", &relation.target)).ok_or(MarkError::Missing("workbook part"))
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(text: &str) -> Result<Vec<Relation>, MarkError> {
    let all = tags(text)?;
    let of = all.iter().filter(|tag| tag.local() == "Relationship" && tag.kind != Kind::Close);
    Ok(of
        .filter_map(|tag| {
            let kind = tag.attribute("Type")?;
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            Some(Relation { id: tag.attribute("Id")?, kind, target: tag.attribute("Target")? })
        })
        .collect())
}

/// Names of sheets and their parts.
fn sheets(
    package: &mut Package<'_>,
    workbook: &str,
) -> Result<BTreeMap<String, String>, MarkError> {
    let text = package.text(workbook)?.ok_or(MarkError::Missing("workbook part"))?;
    let links = package.text(&relationships_of(workbook))?;
    let links = relations(&links.ok_or(MarkError::Missing("relationships of sheets"))?)?;
    let mut found = BTreeMap::new();
    for tag in tags(&text)?.iter().filter(|tag| tag.local() == "sheet") {
        let (Some(name), Some(id)) = (tag.attribute("name"), tag.attribute("id")) else { continue };
        if let Some(link) = links.iter().find(|link| link.id == id) {
            found.insert(name, target(workbook, &link.target));
        }
    }
    Ok(found)
}

type Cells<'f> = BTreeMap<CellAddress, Vec<&'f Finding>>;
type Styled = BTreeMap<String, BTreeMap<CellAddress, u32>>;

fn worst(findings: &[&Finding]) -> Severity {
    findings.iter().map(|finding| finding.severity).min().unwrap_or(Severity::Warning)
}

/// Adds the marks' styles; gives each cell's new style, sheet by sheet.
fn restyle(
    package: &mut Package<'_>,
    workbook: &str,
    by_sheet: &BTreeMap<&str, Cells<'_>>,
) -> Result<Styled, MarkError> {
    let mut now: BTreeMap<&str, BTreeMap<CellAddress, u32>> = BTreeMap::new();
    for (part, cells) in by_sheet {
        let text = package.text(part)?.ok_or(MarkError::Missing("part of a sheet"))?;
        let addresses: Vec<CellAddress> = cells.keys().copied().collect();
        now.insert(part, sheet::styles(&text, &addresses)?);
    }
    let wanted = now.iter().flat_map(|(part, cells)| {
        let findings = by_sheet.get(part);
        cells.iter().filter_map(move |(at, style)| Some((*style, worst(findings?.get(at)?))))
    });
    let wanted: Vec<(u32, Severity)> = wanted.collect();
    let part = format!("{}styles.xml", folder(workbook));
    let Some(text) = package.text(&part)? else { return Ok(Styled::new()) };
    let Some((text, marked)) = styles::add(&text, wanted)? else { return Ok(Styled::new()) };
    package.set(&part, text);
    let restyled = |part: &str, cells: &BTreeMap<CellAddress, u32>| {
        let findings = by_sheet.get(part);
        let new = cells.iter().filter_map(|(at, style)| {
            let severity = worst(findings?.get(at)?);
            Some((*at, *marked.get(&(*style, severity))?))
        });
        (part.to_owned(), new.collect())
    };
    Ok(now.iter().map(|(part, cells)| restyled(part, cells)).collect())
}

fn mark_sheet(
    package: &mut Package<'_>,
    part: &str,
    cells: &Cells<'_>,
    styled: Option<&BTreeMap<CellAddress, u32>>,
    nth: usize,
) -> Result<(), MarkError> {
    let text = package.text(part)?.ok_or(MarkError::Missing("part of a sheet"))?;
    let none = BTreeMap::new();
    let notes_id = "rIdQuarterpackNotes";
    let done = sheet::mark(&text, styled.unwrap_or(&none), notes_id)?;
    package.set(part, done.text);
    let notes: BTreeMap<CellAddress, String> =
        cells.iter().map(|(at, findings)| (*at, note(findings))).collect();
    let links_part = relationships_of(part);
    let links = package.text(&links_part)?;
    let known = links.as_deref().map_or_else(|| Ok(Vec::new()), relations)?;
    let of_kind = |kind: &str| known.iter().find(|relation| relation.kind == kind);
    let old = of_kind("comments").map(|relation| target(part, &relation.target));
    let drawing = done
        .comments
        .and_then(|id| known.iter().find(|relation| relation.id == id))
        .map(|relation| target(part, &relation.target));
    let mut new_links = String::new();
    let mut fresh: Vec<CellAddress> = notes.keys().copied().collect();
    let base = folder(part).trim_end_matches("worksheets/").to_owned();
    if let Some(old) = old.as_deref().filter(|part| package.has(part)) {
        let text = package.text(old)?.unwrap_or_default();
        let there = comments::noted(&text)?;
        fresh.retain(|at| !there.contains(at));
        package.set(old, comments::added(&text, &notes)?);
    } else {
        let new = format!("{base}commentsQuarterpack{nth}.xml");
        package.set(&new, comments::new_part(&notes));
        new_links.push_str(&link("rIdQuarterpackText", "comments", &new));
        content_type(package, &new, COMMENTS_TYPE)?;
    }
    if let Some(old) = drawing.as_deref().filter(|part| package.has(part)) {
        let text = package.text(old)?.unwrap_or_default();
        package.set(old, comments::added_drawing(&text, &fresh));
    } else {
        let new = format!("{base}drawings/vmlDrawingQuarterpack{nth}.vml");
        package.set(&new, comments::new_drawing(&fresh));
        new_links.push_str(&link(notes_id, "vmlDrawing", &new));
        default_type(package, "vml", DRAWING_TYPE)?;
    }
    add_links(package, &links_part, links, &new_links)
}

/// The findings of a cell as its note.
fn note(findings: &[&Finding]) -> String {
    let notes: Vec<String> = findings
        .iter()
        .map(|finding| {
            let read = finding.read.as_ref().map_or_else(String::new, |read| format!("\n{read}"));
            let word = finding.severity.word();
            format!("{word} {}: {}{read}\nTo do: {}", finding.code, finding.message, finding.remedy)
        })
        .collect();
    notes.join("\n\n")
}

fn link(id: &str, kind: &str, part: &str) -> String {
    format!(
        "<Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"/{}\"/>",
        escaped(part)
    )
}

fn add_links(
    package: &mut Package<'_>,
    part: &str,
    links: Option<String>,
    more: &str,
) -> Result<(), MarkError> {
    if more.is_empty() {
        return Ok(());
    }
    let empty = format!("<Relationships xmlns=\"{PACKAGE_RELATIONSHIPS}\"></Relationships>");
    let links = links.unwrap_or(empty);
    let text = into(&links, "Relationships", more)?.ok_or(MarkError::Missing("relationships"))?;
    package.set(part, text);
    Ok(())
}

/// A text put at the end of an element, also where that is empty.
fn into(text: &str, element: &str, more: &str) -> Result<Option<String>, MarkError> {
    let all = tags(text)?;
    let Some(last) = all.iter().rfind(|tag| tag.local() == element) else { return Ok(None) };
    let mut edits = Edits::default();
    if last.kind == Kind::Empty {
        let close = format!("</{}>", last.name());
        edits.replace(last.range.clone(), format!("{}{more}{close}", last.opened()));
    } else {
        edits.insert(last.range.start, more.to_owned());
    }
    Ok(Some(edits.apply(text)))
}

fn content_type(package: &mut Package<'_>, part: &str, kind: &str) -> Result<(), MarkError> {
    let entry = format!("<Override PartName=\"/{}\" ContentType=\"{kind}\"/>", escaped(part));
    let text = package.text(TYPES)?.ok_or(MarkError::Missing("content types"))?;
    let text = into(&text, "Types", &entry)?.ok_or(MarkError::Missing("content types"))?;
    package.set(TYPES, text);
    Ok(())
}

fn default_type(package: &mut Package<'_>, ending: &str, kind: &str) -> Result<(), MarkError> {
    let text = package.text(TYPES)?.ok_or(MarkError::Missing("content types"))?;
    let all = tags(&text)?;
    let known = all.iter().any(|tag| {
        tag.local() == "Default"
            && tag.attribute("Extension").is_some_and(|known| known.eq_ignore_ascii_case(ending))
    });
    let first = all.iter().find(|tag| tag.local() == "Types").map(|tag| tag.range.end);
    if let (false, Some(place)) = (known, first) {
        let mut edits = Edits::default();
        edits.insert(place, format!("<Default Extension=\"{ending}\" ContentType=\"{kind}\"/>"));
        package.set(TYPES, edits.apply(&text));
    }
    Ok(())
}

/// Adds the sheet Issues as the last one.
fn add_issues(
    package: &mut Package<'_>,
    workbook: &str,
    names: &[&str],
    sheet: &str,
) -> Result<(), MarkError> {
    // A copy that is marked again has such a sheet already.
    let part = |nth: usize| format!("{}worksheets/sheetQuarterpack{nth}.xml", folder(workbook));
    let nth = (0..=names.len()).find(|nth| !package.has(&part(*nth))).unwrap_or(0);
    let (part, relation) = (part(nth), format!("rIdQuarterpackIssues{nth}"));
    package.set(&part, sheet.to_owned());
    content_type(package, &part, SHEET_TYPE)?;
    let links_part = relationships_of(workbook);
    let links = package.text(&links_part)?;
    add_links(package, &links_part, links, &link(&relation, "worksheet", &part))?;
    let text = package.text(workbook)?.ok_or(MarkError::Missing("workbook part"))?;
    let all = tags(&text)?;
    let ids = all
        .iter()
        .filter(|tag| tag.local() == "sheet")
        .filter_map(|tag| tag.attribute("sheetId").and_then(|id| id.parse::<u32>().ok()));
    let id = ids.max().unwrap_or(0) + 1;
    let free = |name: &String| !names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|nth| format!("Issues {nth}"));
    let name = std::iter::once("Issues".to_owned()).chain(numbered).find(free);
    let name = name.unwrap_or_else(|| "Issues".into());
    let prefix = all.first().map_or("", |root| root.prefix());
    let entry = format!(
        "<{prefix}sheet xmlns:r=\"{RELATIONSHIPS}\" name=\"{}\" sheetId=\"{id}\" \
         r:id=\"{relation}\"/>",
        escaped(&name)
    );
    let text = into(&text, "sheets", &entry)?.ok_or(MarkError::Missing("list of sheets"))?;
    package.set(workbook, text);
    Ok(())
}
