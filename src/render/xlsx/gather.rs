//! A pack's blocks sorted by the sheet they go to.

use crate::compose::{Block, Content, Exception, Pack, Row, Section, StatusBar, Table};

/// What a pack holds, in reading order, by the kind of sheet it goes to.
#[derive(Debug, Default)]
pub(super) struct Gathered<'p> {
    /// Running text: a row of the sheet "Report" each.
    pub(super) text: Vec<TextRow>,
    /// Tables: a sheet each.
    pub(super) tables: Vec<Placed<'p>>,
    /// Counts by status, with the section they stand in.
    pub(super) bars: Vec<(&'p Section, &'p StatusBar)>,
    /// Exceptions, with the section they stand in.
    pub(super) exceptions: Vec<(&'p Section, &'p Exception)>,
}

/// A table and where it stands.
#[derive(Debug)]
pub(super) struct Placed<'p> {
    /// Its section.
    pub(super) section: &'p Section,
    /// What leads up to it.
    pub(super) lead: Option<String>,
    /// The table.
    pub(super) table: &'p Table,
}

/// A row of the sheet "Report".
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TextRow {
    /// The section, and the heading within it.
    pub(super) place: String,
    /// A paragraph's number, a list's label, a fact's heading.
    pub(super) item: String,
    /// The text.
    pub(super) text: String,
}

impl<'p> Gathered<'p> {
    /// Walks through a pack.
    pub(super) fn of(pack: &'p Pack) -> Self {
        let mut gathered = Self::default();
        for section in &pack.sections {
            let mut walk = Walk { section, subheading: None, lead: None };
            walk.blocks(&section.blocks, &mut gathered);
        }
        gathered
    }
}

/// Where the walk is.
struct Walk<'p> {
    section: &'p Section,
    subheading: Option<&'p str>,
    /// A lead that no table has taken yet: it speaks of the first table after it.
    lead: Option<String>,
}

impl<'p> Walk<'p> {
    fn blocks(&mut self, blocks: &'p [Block], gathered: &mut Gathered<'p>) {
        for block in blocks {
            self.block(block, gathered);
        }
    }

    fn block(&mut self, block: &'p Block, gathered: &mut Gathered<'p>) {
        let section = self.section;
        match block {
            Block::Lead(text) => {
                self.lead = Some(text.to_string());
                gathered.text.push(self.row("In short", text.to_string()));
            }
            Block::Paragraph { number, text } => {
                let number = number.as_deref().unwrap_or_default();
                gathered.text.push(self.row(number, text.to_string()));
            }
            Block::Items(items) => gathered
                .text
                .extend(items.iter().map(|(label, text)| self.row(label, text.to_string()))),
            Block::Subheading(heading) => self.subheading = Some(heading),
            Block::Note(text) => gathered.text.push(self.row("Note", text.to_string())),
            Block::Facts(facts) => gathered
                .text
                .extend(facts.iter().map(|fact| self.row(&fact.heading, fact.text.to_string()))),
            // The cover has it, beside the contents.
            Block::Table(table) if is_status_key(table) => {}
            Block::Table(table) => {
                let lead = self.lead.take();
                gathered.tables.push(Placed { section, lead, table });
            }
            Block::StatusBar(bar) => gathered.bars.push((section, bar)),
            Block::Exception(exception) => gathered.exceptions.push((section, exception)),
            Block::SideBySide { left, right, .. } => {
                self.blocks(left, gathered);
                self.blocks(right, gathered);
            }
        }
    }

    fn row(&self, item: &str, text: String) -> TextRow {
        let title = self.section.title();
        let place = self.subheading.map_or_else(|| title.clone(), |sub| format!("{title}: {sub}"));
        TextRow { place, item: item.to_owned(), text }
    }
}

/// Whether a table does no more than say what each status means.
fn is_status_key(table: &Table) -> bool {
    let explains = |row: &Row| {
        let Row::Cells(cells) = row else { return false };
        let [status, meaning] = cells.as_slice() else { return false };
        let (Content::Status(status), Content::Text(text)) = (&status.content, &meaning.content)
        else {
            return false;
        };
        text.to_string() == status.meaning()
    };
    !table.rows.is_empty() && table.rows.iter().all(explains)
}
