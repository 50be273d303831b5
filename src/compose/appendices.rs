//! Returns received, data quality, notes on the plan.

use super::material::{Decided, Material};
use super::pack::Block;
use super::table::{Cell, Column, Row, SUPPRESSED, Table, Width, mm};
use super::text::Text;
use super::{cells, words};
use crate::calendar::{long_date, short_date};
use crate::finding::{Code, Finding, Severity};
use crate::quantity::{grouped, plural};

pub(super) fn table(id: &str, title: &str, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table {
        id: id.into(),
        title: title.into(),
        group_head: None,
        columns,
        rows,
        notes: Vec::new(),
        footnote: None,
        dense: false,
    }
}

/// Who sent what, what was found, and which rules did not run.
pub(super) fn returns(material: &Material<'_>) -> Vec<Block> {
    let deadline = long_date(material.edition.deadline);
    let intro =
        format!("Returns were due on {deadline}. {}", super::summary::returns_sentence(material));
    let mut blocks = vec![Block::Note(Text::plain(intro)), Block::Table(received(material))];
    blocks.push(Block::Subheading("Findings that stand".into()));
    let open: Vec<&Finding> = material.open_findings().collect();
    if open.is_empty() {
        let text = super::summary::nothing_returned(material).unwrap_or_else(|| {
            "Nothing was found in the returns that a person should look at.".into()
        });
        let text = Text::plain(text);
        blocks.push(Block::Paragraph { number: None, text });
    } else {
        blocks.push(Block::Note(Text::plain(found_sentence(&open))));
        blocks.push(Block::Table(findings(&open)));
    }
    let notes = material.findings.len() - open.len();
    if notes > 0 {
        let verb = if notes == 1 { "needs" } else { "need" };
        let text = format!("{notes} more {} {verb} no action.", words::noun(notes, "note"));
        blocks.push(Block::Note(Text::plain(text)));
    }
    blocks.extend(strays(material));
    if !material.edition.decided.is_empty() {
        blocks.push(Block::Subheading("What was decided".into()));
        blocks.push(Block::Table(decided(material)));
    }
    blocks.push(Block::Subheading("Overrides and restatements".into()));
    blocks.extend(corrections(material));
    blocks.push(Block::Subheading("Rules that did not run".into()));
    if material.not_run.is_empty() {
        let text = super::summary::nothing_returned(material).map_or_else(
            || "Every rule ran on every return.".into(),
            |none| format!("{none} No rule ran."),
        );
        let text = Text::plain(text);
        blocks.push(Block::Paragraph { number: None, text });
    } else {
        let count = plural(material.not_run.len(), "rule", "rules");
        let text = format!("For {count} something was missing, in whole or in part.");
        blocks.push(Block::Note(Text::plain(text)));
        blocks.push(Block::Table(not_run(material)));
    }
    blocks
}

/// Files that are no return of any service: that they came, and no more.
fn strays(material: &Material<'_>) -> Option<Block> {
    let text = match material.strays {
        0 => return None,
        1 => "1 more file that came is no service’s return; the officers have it.".to_owned(),
        n => format!("{n} more files that came are no service’s return; the officers have them."),
    };
    Some(Block::Note(Text::plain(text)))
}

/// What reviewers and approvers decided about what is above.
fn decided(material: &Material<'_>) -> Table {
    let row = |one: &Decided| {
        let on =
            one.on.map_or_else(|| Cell::missing("not known"), |day| Cell::text(short_date(day)));
        Row::Cells(vec![
            Cell::text(one.what.as_str()),
            Cell::text(format!("The {}", one.role)),
            on,
            Cell::text(one.reason.as_str()),
        ])
    };
    let columns = vec![
        Column::text("What", Width::Fitted).naming_rows(),
        Column::text("Decided by", mm(42.0)),
        Column::text("On", mm(23.0)),
        Column::text("Because", mm(52.0)),
    ];
    let rows = material.edition.decided.iter().map(row).collect();
    table("decisions", "What was decided", columns, rows)
}

/// Statuses that were changed by hand, and figures of earlier quarters that changed.
fn corrections(material: &Material<'_>) -> Vec<Block> {
    let mut rows = Vec::new();
    let (mut overrides, mut restated) = (0, 0);
    for (measure, position) in material.measures() {
        let name = || Cell::text(format!("Measure {}", measure.number)).second(&*measure.short);
        if let Some(change) = &position.changed {
            overrides += 1;
            rows.push(Row::Cells(vec![
                name(),
                Cell::text("Status"),
                Cell::text(position.score.status.word()),
                Cell::text(change.status.word()),
                Cell::text(change.reason.as_deref().unwrap_or("No reason was given."))
                    .second(change.approver.as_deref().unwrap_or("no approver named")),
            ]));
        }
        for one in &position.restated {
            restated += 1;
            let figure = measure.figure(&one.figure).map_or("", |figure| figure.label.as_str());
            rows.push(Row::Cells(vec![
                name(),
                Cell::text(one.quarter.in_text()).second(figure),
                one.old.map_or_else(|| Cell::missing("no figure"), |old| Cell::text(grouped(old))),
                Cell::text(grouped(one.new)),
                Cell::text(one.reason.as_deref().unwrap_or("No reason was given.")),
            ]));
        }
        for quarter in material.withheld.of(&measure.id).into_iter().flat_map(|w| &w.restated) {
            restated += 1;
            rows.push(Row::Cells(vec![
                name(),
                Cell::text(quarter.in_text()),
                Cell::missing(SUPPRESSED),
                Cell::missing(SUPPRESSED),
                Cell::missing(material.withheld.reason.as_str()),
            ]));
        }
    }
    if rows.is_empty() {
        let text = "No status was changed by hand, and no figure of an earlier quarter.";
        return vec![Block::Paragraph { number: None, text: Text::plain(text) }];
    }
    let said = format!(
        "{} changed by hand; {} of an earlier quarter changed.",
        was(overrides, "status was", "statuses were"),
        was(restated, "figure", "figures").to_lowercase(),
    );
    let columns = vec![
        Column::text("What", mm(36.0)).naming_rows().second("Measure"),
        Column::text("Of it", mm(36.0)).second("Figure"),
        Column::text("Was", mm(17.0)),
        Column::text("Is", mm(17.0)),
        Column::text("Why", Width::Fitted).second("Approved by"),
    ];
    let made = table("corrections", "Overrides and restatements", columns, rows);
    vec![Block::Note(Text::plain(said)), Block::Table(made)]
}

/// `No figure`, `One status was`, `Two figures`.
fn was(count: usize, one: &str, many: &str) -> String {
    match count {
        0 => format!("No {one}"),
        1 => format!("One {one}"),
        n => format!("{} {many}", words::capital(&words::number(n))),
    }
}

/// `10 errors and 12 warnings stand, most of them (9) about Measure 5.`
fn found_sentence(open: &[&Finding]) -> String {
    let of = |severity| open.iter().filter(|finding| finding.severity == severity).count();
    format!(
        "{} and {} stand.",
        plural(of(Severity::Error), "error", "errors"),
        plural(of(Severity::Warning), "warning", "warnings")
    )
}

fn received(material: &Material<'_>) -> Table {
    let rows = material
        .received
        .iter()
        .map(|received| {
            let name = Cell::text(material.service_name(&received.service));
            let count = |severity: Severity| {
                let used = received.used().map(|used| used.file.as_str());
                let mine = material.findings.iter().filter(|finding| {
                    finding.severity == severity && Some(&*finding.place.file) == used
                });
                cells::count(mine.count())
            };
            let first = received.files.first().map_or_else(
                || Cell::missing("not returned"),
                |file| {
                    let when = short_date(file.received.date());
                    let timing = match file.days_late {
                        0 => "on time".to_owned(),
                        late => format!("{} late", plural(late, "working day", "working days")),
                    };
                    Cell::text(when).second(timing)
                },
            );
            let used = received.used().map_or_else(
                || Cell::missing("none"),
                |file| {
                    let when = short_date(file.received.date());
                    Cell::text(format!("revision {}", file.revision)).second(when)
                },
            );
            Row::Cells(vec![name, first, used, count(Severity::Error), count(Severity::Warning)])
        })
        .collect();
    let columns = vec![
        Column::text("Service", Width::Fitted).naming_rows(),
        Column::text("First return", mm(38.0)).second("In time"),
        Column::text("Used here", mm(32.0)).second("Received"),
        Column::number("Errors", mm(16.0)),
        Column::number("Warnings", mm(20.0)),
    ];
    table("returns-received", "Returns received", columns, rows)
}

fn findings(open: &[&Finding]) -> Table {
    let rows = open
        .iter()
        .map(|finding| {
            let found = Cell::text(words::capital(&finding.message));
            let found = finding.read.iter().fold(found, |cell, read| cell.second(read.as_str()));
            let severity = words::capital(finding.severity.word());
            Row::Cells(vec![
                Cell::text(finding.code.to_string()).second(severity),
                Cell::text(finding.about.clone().unwrap_or_else(|| "The file".into()))
                    .second(finding.place.to_string()),
                found,
                Cell::text(&*finding.remedy),
            ])
        })
        .collect();
    let columns = vec![
        Column::text("Rule", mm(17.0)).naming_rows().second("Severity"),
        Column::text("About", mm(46.0)).second("Where"),
        Column::text("What was found", Width::Fitted).second("What was read"),
        Column::text("What to do", mm(46.0)),
    ];
    table("findings", "Findings that stand", columns, rows)
}

fn not_run(material: &Material<'_>) -> Table {
    let row = |(code, why): &(Code, String)| {
        Row::Cells(vec![
            Cell::text(code.to_string()),
            Cell::text(words::capital(code.rule().title)),
            Cell::text(words::capital(why)),
        ])
    };
    let columns = vec![
        Column::text("Rule", mm(14.0)).naming_rows(),
        Column::text("What it asks", mm(66.0)),
        Column::text("Why it did not run", Width::Fitted),
    ];
    table(
        "rules-not-run",
        "Rules that did not run",
        columns,
        material.not_run.iter().map(row).collect(),
    )
}

/// What was found in the plan itself.
pub(super) fn plan_notes(material: &Material<'_>) -> Vec<Block> {
    let open: Vec<&Finding> =
        material.plan_findings.iter().filter(|f| f.severity != Severity::Note).collect();
    let all = open.len();
    let intro = format!(
        "Reading the plan raised {}. The plan’s text stands as printed everywhere in this report.",
        plural(all, "question for its owner", "questions for its owner")
    );
    let rows = together(&open)
        .into_iter()
        .map(|(code, message, about, read)| {
            let found = Cell::text(words::capital(message));
            let found = read.into_iter().fold(found, Cell::second);
            Row::Cells(vec![Cell::text(code.to_string()), Cell::text(words::list(&about)), found])
        })
        .collect();
    let columns = vec![
        Column::text("Rule", mm(14.0)).naming_rows(),
        Column::text("Where", mm(46.0)),
        Column::text("What was found", Width::Fitted).second("Detail"),
    ];
    vec![
        Block::Note(Text::plain(intro)),
        Block::Table(table("plan-notes", "Notes on the plan", columns, rows)),
    ]
}

type Grouped<'a> = (Code, &'a str, Vec<String>, Option<&'a str>);

/// Findings that say the same of several things in one row; the detail stays where there is
/// only one.
fn together<'a>(open: &[&'a Finding]) -> Vec<Grouped<'a>> {
    let mut rows: Vec<Grouped<'a>> = Vec::new();
    for finding in open {
        let about =
            finding.about.clone().or_else(|| Some(finding.place.sheet.as_deref()?.to_owned()));
        let about = about.unwrap_or_default();
        let known = rows
            .iter_mut()
            .find(|(code, message, ..)| *code == finding.code && *message == finding.message);
        if let Some((_, _, all, read)) = known {
            all.push(about);
            *read = None;
        } else {
            rows.push((finding.code, &finding.message, vec![about], finding.read.as_deref()));
        }
    }
    rows
}
