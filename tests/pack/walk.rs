//! What a pack holds, wherever it stands.

use quarterpack::compose::{Block, Cell, Content, Exception, Pack, Row, StatusBar, Table, Text};

/// Everything in a pack, in reading order.
#[derive(Default)]
pub(crate) struct Held<'p> {
    pub(crate) tables: Vec<&'p Table>,
    pub(crate) exceptions: Vec<&'p Exception>,
    pub(crate) bars: Vec<&'p StatusBar>,
    pub(crate) texts: Vec<String>,
    pub(crate) subheadings: Vec<&'p str>,
}

impl<'p> Held<'p> {
    pub(crate) fn of(pack: &'p Pack) -> Self {
        let mut held = Self::default();
        for section in &pack.sections {
            held.blocks(&section.blocks);
        }
        held
    }

    pub(crate) fn in_section(pack: &'p Pack, id: &str) -> Self {
        let mut held = Self::default();
        held.blocks(&pack.sections.iter().find(|section| section.id == id).unwrap().blocks);
        held
    }

    fn blocks(&mut self, blocks: &'p [Block]) {
        for block in blocks {
            match block {
                Block::Lead(text) | Block::Note(text) | Block::Paragraph { text, .. } => {
                    self.text(text);
                }
                Block::Items(items) => items.iter().for_each(|(_, text)| self.text(text)),
                Block::Subheading(heading) => self.subheadings.push(heading),
                Block::Facts(facts) => facts.iter().for_each(|fact| self.text(&fact.text)),
                Block::Table(table) => self.table(table),
                Block::StatusBar(bar) => self.bars.push(bar),
                Block::Exception(exception) => {
                    self.texts.push(exception.title.clone());
                    exception.remarks.iter().for_each(|fact| self.text(&fact.text));
                    self.exceptions.push(exception);
                    self.table(&exception.improvement);
                }
                Block::SideBySide { left, right, .. } => {
                    self.blocks(left);
                    self.blocks(right);
                }
            }
        }
    }

    fn text(&mut self, text: &Text) {
        self.texts.push(text.to_string());
    }

    fn table(&mut self, table: &'p Table) {
        for row in &table.rows {
            if let Row::Group { name, .. } = row {
                self.texts.push(name.clone());
            }
            for cell in cells(row) {
                self.texts.extend(words(cell));
                self.texts.extend(cell.second.iter().map(|second| second.text.clone()));
            }
        }
        self.texts.extend(table.notes.iter().map(|(_, text)| text.to_string()));
        self.texts.extend(table.footnote.iter().map(ToString::to_string));
        self.tables.push(table);
    }

    pub(crate) fn table_called(&self, id: &str) -> &'p Table {
        self.tables.iter().find(|table| table.id == id).unwrap_or_else(|| panic!("no table {id}"))
    }

    /// Whether a text stands anywhere, whatever kinds of spaces it has.
    pub(crate) fn says(&self, text: &str) -> bool {
        let wanted = spaced(text);
        self.texts.iter().any(|one| spaced(one).contains(&wanted))
    }
}

/// A row's cells; a group's row has none.
pub(crate) fn cells(row: &Row) -> &[Cell] {
    match row {
        Row::Cells(cells) | Row::Total(cells) => cells,
        Row::Group { .. } => &[],
    }
}

/// The words of a cell.
pub(crate) fn words(cell: &Cell) -> Option<String> {
    match &cell.content {
        Content::Text(text) => Some(text.to_string()),
        Content::Missing(words) => Some(words.clone()),
        Content::Suppressed(_) => Some("[c]".into()),
        Content::Number { shown, word, .. } => {
            Some(word.as_ref().map_or_else(|| shown.clone(), |word| format!("{shown} {word}")))
        }
        Content::Date { shown, .. } => Some(shown.clone()),
        Content::Status(status) => Some(status.word().into()),
        Content::Empty | Content::Trend(_) => None,
    }
}

/// With single ordinary spaces.
pub(crate) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without any spaces: lines may break anywhere.
pub(crate) fn unspaced(text: &str) -> String {
    text.split_whitespace().collect()
}
