//! A sheet of the form: a few lines at its top, then blocks of rows under a head.

use super::input::Input;
use crate::calendar::NaiveDate;
use crate::form::expression::Expression;
use crate::form::slot::Slot;
use crate::quantity::Decimal;

/// A sheet of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetKey {
    /// What the return is, how to fill it in, who signs it off.
    Cover,
    /// Figures, a row each.
    Measures,
    /// Comments, improvement actions, overrides, restatements.
    Commentary,
    /// Steps of actions, and the reports they promise.
    Actions,
    /// Revenue budget lines with their subjective lines.
    Budget,
    /// Virements.
    Virements,
    /// Capital projects.
    Capital,
    /// Employees.
    People,
    /// Top risks and demand statistics.
    Context,
    /// Hidden: what the form was made from, and earlier quarters' figures.
    Meta,
}

impl SheetKey {
    /// Every sheet, in the order of the tabs.
    pub const ALL: [Self; 10] = [
        Self::Cover,
        Self::Measures,
        Self::Commentary,
        Self::Actions,
        Self::Budget,
        Self::Virements,
        Self::Capital,
        Self::People,
        Self::Context,
        Self::Meta,
    ];

    /// The tab's name in the form as it is sent out.
    #[must_use]
    pub const fn tab(self) -> &'static str {
        match self {
            Self::Cover => "Cover",
            Self::Measures => "Measures",
            Self::Commentary => "Commentary",
            Self::Actions => "Actions",
            Self::Budget => "Budget",
            Self::Virements => "Virements",
            Self::Capital => "Capital",
            Self::People => "People",
            Self::Context => "Context",
            Self::Meta => "Meta",
        }
    }
}

/// A sheet's content.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Which sheet it is.
    pub key: SheetKey,
    /// The lines at its top, one a row.
    pub lead: Vec<Lead>,
    /// Its blocks, one below the other.
    pub blocks: Vec<Block>,
    /// Columns that stay in sight when the sheet is scrolled sideways.
    pub frozen_columns: u16,
}

/// A line at the top of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// What it says.
    pub text: String,
    /// How loud.
    pub tone: Tone,
}

/// How loud a line or a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The sheet's title.
    Title,
    /// Below the title.
    Subtitle,
    /// Ordinary.
    Plain,
    /// The first row of a group.
    First,
    /// A further row of a group: its labels repeat and stand back.
    Further,
    /// A sentence over the whole width.
    Remark,
}

/// Rows under one head.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its stable key, unique in its sheet.
    pub key: &'static str,
    /// What stands above its head, where the sheet has several.
    pub title: Option<String>,
    /// Its columns, from column A.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The row of its head, from 0.
    pub head_row: u32,
}

/// A column of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its stable key, unique in its block.
    pub key: &'static str,
    /// Its head; by this text it is found again.
    pub head: String,
    /// Its width in characters.
    pub width: u16,
    /// To which side its cells lean.
    pub align: Align,
}

/// To which side a cell leans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// A row of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its stable key, unique in its sheet; it stands in the hidden key column.
    pub key: String,
    /// How loud it is.
    pub tone: Tone,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A cell of the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, locked.
    Blank,
    /// The form's own text or number, locked.
    Label(Label),
    /// To be filled in.
    Input(Input),
    /// Worked out, locked.
    Worked(Expression, Show),
    /// A sample of a look, for the key to the colours.
    Sample(Show),
}

/// The form's own text, number or date.
#[derive(Clone, Debug, PartialEq)]
pub enum Label {
    /// A text.
    Text(String, Source),
    /// A number, with how it is shown.
    Number(Decimal, Show, Source),
    /// A day.
    Date(NaiveDate, Source),
}

/// Where a label comes from. Only the plan's words are compared when a return comes back:
/// what was sent for earlier quarters may have been corrected since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The plan, or the form itself.
    Plan,
    /// Earlier quarters, the timetable, the configuration.
    Earlier,
}

/// How a cell's number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// As a text.
    Text,
    /// As a text that stands out.
    Strong,
    /// A judgement: it stands out where something is to be mended.
    Check,
    /// An input's look.
    Input,
    /// One decimal and a percent sign; the number is the share.
    Percent,
    /// Grouped thousands.
    Whole,
    /// Pounds, grouped thousands.
    Pounds,
    /// One decimal and "a day".
    PerDay,
    /// Thousands of pounds, grouped, up to three decimals.
    Thousands,
    /// Up to two decimals.
    Decimal,
}

impl Sheet {
    /// A sheet whose blocks are placed one below the other.
    #[must_use]
    pub fn new(key: SheetKey, lead: Vec<Lead>, mut blocks: Vec<Block>) -> Self {
        let mut next = u32::try_from(lead.len()).unwrap_or(u32::MAX);
        for block in &mut blocks {
            block.head_row = next + u32::from(block.title.is_some());
            next = block.after();
        }
        Self { key, lead, blocks, frozen_columns: 0 }
    }

    /// With columns that stay in sight.
    #[must_use]
    pub const fn freeze(mut self, columns: u16) -> Self {
        self.frozen_columns = columns;
        self
    }

    /// Its hidden last column, that of the keys.
    #[must_use]
    pub fn key_column(&self) -> u16 {
        let widest = self.blocks.iter().map(|block| block.columns.len()).max().unwrap_or(1);
        u16::try_from(widest).unwrap_or(u16::MAX)
    }

    /// Every cell of its blocks: row, column, the cell, its row.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u16, &Cell, &Row)> {
        self.blocks.iter().flat_map(|block| {
            block.placed().flat_map(|(at, row)| {
                (0u16..).zip(&row.cells).map(move |(column, cell)| (at, column, cell, row))
            })
        })
    }
}

impl Block {
    /// A block without rows yet.
    #[must_use]
    pub const fn new(key: &'static str, columns: Vec<Column>) -> Self {
        Self { key, title: None, columns, rows: Vec::new(), head_row: 0 }
    }

    /// With a title above its head.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        self.title = Some(title.into());
        self
    }

    /// With rows, or, where there are none, with one row that says so.
    #[must_use]
    pub fn rows(mut self, rows: Vec<Row>, when_none: &str) -> Self {
        self.rows = rows;
        if self.rows.is_empty() {
            let mut cells = vec![Cell::text(when_none)];
            cells.resize(self.columns.len(), Cell::Blank);
            self.rows.push(Row { key: format!("{}/none", self.key), tone: Tone::Remark, cells });
        }
        self
    }

    /// Its rows with where they stand.
    pub fn placed(&self) -> impl Iterator<Item = (u32, &Row)> {
        (self.head_row + 1..).zip(&self.rows)
    }

    /// The row after its last one.
    #[must_use]
    pub fn after(&self) -> u32 {
        self.head_row + 1 + u32::try_from(self.rows.len()).unwrap_or(0)
    }

    /// Its column of this key.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<u16> {
        (0u16..).zip(&self.columns).find(|(_, column)| column.key == key).map(|(at, _)| at)
    }
}

impl Column {
    /// A column of texts.
    #[must_use]
    pub fn left(key: &'static str, head: &str, width: u16) -> Self {
        Self { key, head: head.into(), width, align: Align::Left }
    }

    /// A column of numbers.
    #[must_use]
    pub fn right(key: &'static str, head: &str, width: u16) -> Self {
        Self { align: Align::Right, ..Self::left(key, head, width) }
    }
}

impl Lead {
    /// The two lines at the top of a sheet: title and instruction.
    #[must_use]
    pub fn pair(title: String, instruction: &str) -> Vec<Self> {
        vec![
            Self { text: title, tone: Tone::Title },
            Self { text: instruction.into(), tone: Tone::Plain },
        ]
    }
}

impl Row {
    /// An ordinary row.
    #[must_use]
    pub fn new(key: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { key: key.into(), tone: Tone::Plain, cells }
    }

    /// With a tone.
    #[must_use]
    pub const fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

impl Cell {
    /// A text of the plan or of the form itself; nothing where it is empty.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Label(Label::Text(text, Source::Plan)) }
    }

    /// A text that may change after the form was sent; empty where there was none.
    #[must_use]
    pub fn earlier_text(text: impl Into<String>) -> Self {
        Self::Label(Label::Text(text.into(), Source::Earlier))
    }

    /// A number of the plan.
    #[must_use]
    pub const fn number(number: Decimal, show: Show) -> Self {
        Self::Label(Label::Number(number, show, Source::Plan))
    }

    /// A number of an earlier quarter; empty where there was none.
    #[must_use]
    pub fn earlier(number: Option<Decimal>, show: Show) -> Self {
        number.map_or_else(
            || Self::earlier_text(""),
            |number| Self::Label(Label::Number(number, show, Source::Earlier)),
        )
    }

    /// A day of the plan.
    #[must_use]
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Blank, |day| Self::Label(Label::Date(day, Source::Plan)))
    }

    /// The slot it is for, where it is an input.
    #[must_use]
    pub const fn slot(&self) -> Option<&Slot> {
        match self {
            Self::Input(input) => Some(&input.slot),
            Self::Blank | Self::Label(_) | Self::Worked(..) | Self::Sample(_) => None,
        }
    }
}
