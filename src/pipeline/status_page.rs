//! The status page for officers: who has sent, what is wrong, what was made, what is outstanding.
//! It says what `status` prints, from the same [`Standing`], in tables.

mod findings;
mod finals;
pub(super) mod written;

use super::fault::RunError;
use super::{Job, Outstanding, Standing, outstanding};
use crate::calendar::{long_date, short_date};
use crate::compose::{
    Block, Cell, Column, Content, NumberFormat, PageLayout, Received, Row, Section, SectionStyle,
    Table, Text, Width,
};
use crate::config::PackFile;
use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::quantity::{Decimal, plural};
use crate::render::html::{FileLink, StatusPage, status_page as page_of};
use crate::store::{MadeFile, PackVersion};

/// The status page. Where it lies in the output folder it leads to the packs, and to the pages
/// that lie `beside` it; elsewhere it leads to none.
///
/// # Errors
/// When there is no plan for the quarter.
pub fn status_page(
    job: &Job<'_>,
    now: &Standing,
    beside: Option<&[FileLink]>,
) -> Result<String, RunError> {
    let plan = job.inputs.plan(job.quarter)?;
    let settings = &job.inputs.settings;
    let stands = Stands { job, plan, now };
    let as_at = long_date(job.as_at);
    let page = StatusPage {
        title: format!("{} {}: returns and packs", plan.resource, job.quarter),
        author: format!("{}, {}", plan.council, plan.resource),
        lines: vec![("Returns due", long_date(now.deadline)), ("Data as at", as_at.clone())],
        warning: settings.illustrative.clone(),
        footer: format!("For officers. Data as at {as_at}."),
        sections: vec![
            stands.outstanding(),
            stands.returns(),
            findings::section_of(&now.findings),
            stands.packs(),
            stands.finals(),
            stands.deliveries(),
        ],
        files: beside.map_or_else(Vec::new, |_| links(&now.versions)),
        pages: beside.unwrap_or_default().to_vec(),
    };
    Ok(page_of(&page, &job.inputs.theme))
}

struct Stands<'a> {
    job: &'a Job<'a>,
    plan: &'a Plan,
    now: &'a Standing,
}

impl Stands<'_> {
    fn name(&self, received: &Received) -> &str {
        self.plan.service(&received.service).map_or("", |service| &service.name)
    }

    /// Packs that are made for this quarter.
    fn due(&self) -> impl Iterator<Item = &PackFile> {
        let number = self.job.quarter.number();
        self.job.inputs.packs.iter().filter(move |pack| pack.recipe.quarters.contains(&number))
    }

    fn versions<'s>(&'s self, pack: &'s PackFile) -> impl Iterator<Item = &'s PackVersion> {
        self.now.versions.iter().filter(|version| version.name == pack.recipe.id)
    }

    /// What someone has still to do.
    fn outstanding(&self) -> Section {
        let all = outstanding(self.job, self.plan, self.now);
        let item = |one: &Outstanding| Text::bold(&one.whose).then(format!(": {}", one.what));
        let items: Vec<Text> = all.iter().map(item).collect();
        let sentence = match items.len() {
            0 => "Nothing is outstanding.".to_owned(),
            1 => "1 thing is outstanding.".to_owned(),
            more => format!("{more} things are outstanding."),
        };
        let mut blocks = vec![Block::Lead(Text::plain(sentence))];
        if !items.is_empty() {
            let numbered = (1_u32..).map(|nth| format!("{nth}.")).zip(items);
            blocks.push(Block::Items(numbered.collect()));
        }
        section("outstanding", "Outstanding", blocks)
    }

    fn returns(&self) -> Section {
        let mut rows = Vec::new();
        let mut used = 0;
        for received in &self.now.received {
            let name = self.name(received);
            if received.files.is_empty() {
                let gap = |words: &str| Cell::missing(words);
                rows.push(Row::Cells(vec![
                    Cell::text(name),
                    gap("nothing that can be used"),
                    Cell::empty(),
                    Cell::empty(),
                    Cell::empty(),
                    Cell::text("Missing").bold(),
                ]));
            }
            used += usize::from(received.used().is_some());
            for file in &received.files {
                let late = match file.days_late {
                    0 => "on time".to_owned(),
                    days => format!("{} late", plural(days, "working day", "working days")),
                };
                let day = file.received.date();
                let time = file.received.format("%H:%M").to_string();
                let state = if file.used { "Used" } else { "Not used" };
                let state = Cell::text(state);
                rows.push(Row::Cells(vec![
                    Cell::text(name),
                    Cell::text(file.file.as_str()),
                    number(usize::try_from(file.revision).unwrap_or(usize::MAX)),
                    date(day).second(time),
                    Cell::text(late),
                    if file.used { state.bold() } else { state },
                ]));
            }
        }
        let all = self.now.received.len();
        let lead = format!(
            "{used} of {} sent returns that can be used.",
            plural(all, "service", "services")
        );
        let columns = vec![
            Column::text("Service", Width::Fitted).naming_rows(),
            Column::text("File", Width::Fitted),
            Column::number("Revision", Width::Millimetres(18.0)),
            Column::text("Received", Width::Millimetres(28.0)),
            Column::text("In time", Width::Millimetres(38.0)),
            Column::text("State", Width::Millimetres(25.0)),
        ];
        let table = table("returns", "Returns, service by service", columns, rows);
        section("returns", "Returns", vec![lead_block(lead), Block::Table(table)])
    }

    fn packs(&self) -> Section {
        let mut rows = Vec::new();
        let mut made = 0;
        let mut bodies = 0;
        for pack in self.due() {
            bodies += 1;
            let meets = || {
                let meeting = pack.recipe.meeting(self.job.quarter);
                meeting.map_or_else(|| Cell::missing("no date set"), date)
            };
            let body = || Cell::text(pack.recipe.body.as_str());
            let before = rows.len();
            for version in self.versions(pack) {
                let how = if version.reissue { "a reissue" } else { "made from new data" };
                let how = if version.version == 1 { "the first" } else { how };
                rows.push(Row::Cells(vec![
                    body(),
                    number(usize::try_from(version.version).unwrap_or(usize::MAX)),
                    as_at(&version.as_at),
                    Cell::text(how),
                    Cell::text(formats(version)),
                    meets(),
                ]));
            }
            if rows.len() == before {
                let gap = Cell::missing("not made yet");
                let nothing = Cell::empty;
                rows.push(Row::Cells(vec![body(), gap, nothing(), nothing(), nothing(), meets()]));
            } else {
                made += 1;
            }
        }
        if rows.is_empty() {
            let lead = format!("No pack is made for {}.", self.job.quarter.in_text());
            return section("packs", "Packs", vec![lead_block(lead)]);
        }
        let lead = format!("{made} of {} made.", plural(bodies, "pack is", "packs are"));
        let columns = vec![
            Column::text("Pack", Width::Fitted).naming_rows(),
            Column::number("Version", Width::Millimetres(18.0)),
            Column::text("Data as at", Width::Millimetres(28.0)),
            Column::text("How", Width::Millimetres(38.0)),
            Column::text("Files", Width::Millimetres(38.0)),
            Column::text("Meeting", Width::Millimetres(28.0)),
        ];
        let table = table("packs", "Packs and their versions", columns, rows);
        section("packs", "Packs", vec![lead_block(lead), Block::Table(table)])
    }

    fn deliveries(&self) -> Section {
        let message = |file: &&MadeFile| !file.is_pack();
        let posted = |version: &PackVersion| -> Vec<Row> {
            let row = |file: &MadeFile| {
                Row::Cells(vec![
                    Cell::text(version.audience.as_str()),
                    number(usize::try_from(version.version).unwrap_or(usize::MAX)),
                    Cell::text(file.path.as_str()),
                ])
            };
            version.files.iter().filter(message).map(row).collect()
        };
        let rows: Vec<Row> = self.now.versions.iter().flat_map(posted).collect();
        let lead = match rows.len() {
            0 => "No message has been made.".to_owned(),
            1 => "1 message is made.".to_owned(),
            more => format!("{more} messages are made."),
        };
        let mut blocks = vec![lead_block(lead)];
        if !rows.is_empty() {
            let columns = vec![
                Column::text("Pack", Width::Fitted).naming_rows(),
                Column::number("Version", Width::Millimetres(18.0)),
                Column::text("Message", Width::Fitted),
            ];
            let title = "Messages, pack by pack";
            blocks.push(Block::Table(table("deliveries", title, columns, rows)));
        }
        section("deliveries", "Deliveries", blocks)
    }
}

/// The errors and warnings of a service; notes are in its receipt.
/// What a version can be had as: `PDF, workbook, page`.
fn formats(version: &PackVersion) -> String {
    let packs = version.files.iter().filter(|file| file.is_pack());
    packs.map(|file| word(&file.path).to_owned()).collect::<Vec<_>>().join(", ")
}

/// What readers call a file.
fn word(path: &str) -> &str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("pdf") => "PDF",
        Some("xlsx") => "workbook",
        Some("html") => "page",
        Some(_) | None => "file",
    }
}

fn links(versions: &[PackVersion]) -> Vec<FileLink> {
    let of = |version: &PackVersion| -> Vec<FileLink> {
        let packs = version.files.iter().filter(|file| file.is_pack());
        let link = |file: &MadeFile| FileLink {
            words: format!(
                "{}, version {}: {}",
                version.audience,
                version.version,
                word(&file.path)
            ),
            path: file.path.clone(),
        };
        packs.map(link).collect()
    };
    versions.iter().flat_map(of).collect()
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}

fn number(count: usize) -> Cell {
    Cell::number(Decimal::from(count), NumberFormat::Whole, count.to_string())
}

fn date(day: crate::calendar::NaiveDate) -> Cell {
    let content = Content::Date { value: day, shown: short_date(day) };
    Cell { content, ..Cell::default() }
}

/// A day as the record holds it.
fn as_at(day: &str) -> Cell {
    day.parse().map_or_else(|_| Cell::text(day), date)
}

fn lead_block(words: String) -> Block {
    Block::Lead(Text::plain(words))
}

fn table(id: &str, title: &str, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table {
        id: id.to_owned(),
        title: title.to_owned(),
        group_head: None,
        columns,
        rows,
        notes: Vec::new(),
        footnote: None,
        dense: true,
    }
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.to_owned(),
        number: String::new(),
        heading: heading.to_owned(),
        style: SectionStyle::Tables,
        layout: PageLayout::Portrait,
        new_page: false,
        blocks,
    }
}
