//! Tables of a pack. A cell carries the value for a workbook beside the text for a page, so
//! that no renderer works anything out.

use super::text::Text;
use crate::calendar::NaiveDate;
use crate::plan::Status;
use crate::quantity::Decimal;

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// A stable name, unique in the pack, of letters and hyphens: `revenue-budget`.
    pub id: String,
    /// What it shows, in a few words: the sheet's title, and the name a screen reader gives it.
    pub title: String,
    /// What a group row names, such as "Resource outcome": in a workbook groups become a first
    /// column under this head. None where the table has no groups.
    pub group_head: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Notes under it: the label (`note 1`), which stands in square brackets after the text it
    /// belongs to, and what it says.
    pub notes: Vec<(String, Text)>,
    /// A last line in small type under it.
    pub footnote: Option<Text>,
    /// One-line rows set closer.
    pub dense: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// The head of the column that second lines become in a workbook, such as "Basis".
    pub second_head: Option<String>,
    /// How wide it is on a page.
    pub width: Width,
    /// How its cells stand.
    pub align: Align,
    /// Whether its cells name their rows.
    pub names_row: bool,
    /// How a workbook works out its total.
    pub total: Total,
    /// How its figures follow from others of their rows, for a workbook to work them out again.
    pub made: Option<Made>,
}

/// How a figure follows from others of its row; columns are counted from nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// The columns from the first to the last, added up; what is no number counts nothing.
    Sum(usize, usize),
    /// The first less the second.
    Difference(usize, usize),
    /// The share of the column's total, as a percentage.
    Share(usize),
    /// The change from the second to the first, in percent of the second.
    Change(usize, usize),
    /// What stands in this column.
    Same(usize),
    /// What stands so many rows above.
    Above(usize),
    /// What stands so many rows above, divided by what stands so many rows above.
    Quotient(usize, usize),
}

/// A column's width on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// So many millimetres, the space between columns not counted.
    Millimetres(f32),
    /// A share of what is left, by what the cells need.
    Fitted,
}

/// So many millimetres of width.
pub(super) const fn mm(width: f32) -> Width {
    Width::Millimetres(width)
}

/// How cells stand in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text, from the left.
    Left,
    /// Numbers, flush right or on the point.
    Right,
}

/// How a workbook works out a column's total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// It doesn't.
    None,
    /// By adding the rows up.
    Sum,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A heading across the table: `Outcome: Promote self-care`. In a workbook it fills the
    /// column of groups in the rows that follow.
    Group {
        /// What the page says: `Outcome: Promote self-care`.
        shown: String,
        /// What the workbook's column says: `Promote self-care`.
        name: String,
    },
    /// One cell a column.
    Cells(Vec<Cell>),
    /// The total: one cell a column.
    Total(Vec<Cell>),
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Cell {
    /// What it holds.
    pub content: Content,
    /// A second line in small type.
    pub second: Option<Second>,
    /// How strongly it is set.
    pub emphasis: Emphasis,
    /// Labels of the notes that belong to it: `note 1`.
    pub notes: Vec<String>,
    /// How its figure follows from others, where that is another way than its column's.
    pub made: Option<Made>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Content {
    /// Nothing, and nothing is meant.
    #[default]
    Empty,
    /// Words.
    Text(Text),
    /// Words that stand for a figure that is not there: "not returned", "tbc", `[c]`.
    Missing(String),
    /// A figure that is kept back: `[c]` stands for it. Why, such as `suppressed: fewer than 5`.
    Suppressed(String),
    /// A number.
    Number {
        /// The exact value, as `format` counts it.
        value: Decimal,
        /// How a workbook shows it.
        format: NumberFormat,
        /// How a page shows it, without the word after it: `0.434`.
        shown: String,
        /// The word after it: `under`.
        word: Option<String>,
    },
    /// A day.
    Date {
        /// The day.
        value: NaiveDate,
        /// How a page shows it.
        shown: String,
    },
    /// A status: its mark and its word.
    Status(Status),
    /// A small chart of the last quarters.
    Trend(Trend),
}

/// What stands for a figure that is kept back.
pub const SUPPRESSED: &str = "[c]";

/// How a workbook shows a number, and what its value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFormat {
    /// Whole: `1,234`.
    Whole,
    /// So many decimals.
    Decimals(u8),
    /// A percentage with one decimal; the value 70.4 means 70.4%.
    Percent,
    /// Whole pounds.
    Pounds,
    /// Pounds shown in thousands with one decimal; the value is in pounds.
    PoundsInThousands,
    /// £ million with three decimals; the value is in millions.
    Millions,
    /// £ million with three decimals; above zero is "over", below "under".
    MillionsOverUnder,
    /// £ million with three decimals; above zero is "in", below "out".
    MillionsInOut,
    /// Whole; above zero is "more", below "fewer".
    MoreFewer,
    /// One decimal; above zero is "up", below "down".
    UpDown,
}

/// A second line of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Second {
    /// An arrow before it.
    pub arrow: Option<Arrow>,
    /// Its words: `or more`, `1 of 2 quarters`, `Better`.
    pub text: String,
}

/// An arrow for the way a figure moved; the judgement is in the word beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// The figure rose.
    Up,
    /// The figure fell.
    Down,
    /// The figure stayed.
    Level,
}

/// How strongly a cell is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Emphasis {
    /// As body text.
    #[default]
    Plain,
    /// Bold.
    Bold,
    /// In the second ink.
    Faint,
}

/// A small chart without axes: the last quarters, the target as a dashed line.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Oldest first; a quarter without a figure is a gap. The last is this quarter.
    pub points: Vec<Option<Decimal>>,
    /// The target at this quarter.
    pub target: Option<Decimal>,
    /// What it shows, in words.
    pub alt: String,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(head: impl Into<String>, width: Width) -> Self {
        Self {
            head: head.into(),
            second_head: None,
            width,
            align: Align::Left,
            names_row: false,
            total: Total::None,
            made: None,
        }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(head: impl Into<String>, width: Width) -> Self {
        Self { align: Align::Right, ..Self::text(head, width) }
    }

    /// Its cells name their rows.
    #[must_use]
    pub const fn naming_rows(mut self) -> Self {
        self.names_row = true;
        self
    }

    /// Second lines become a column of their own in a workbook.
    #[must_use]
    pub fn second(mut self, head: impl Into<String>) -> Self {
        self.second_head = Some(head.into());
        self
    }

    /// A workbook adds it up.
    #[must_use]
    pub const fn summed(mut self) -> Self {
        self.total = Total::Sum;
        self
    }

    /// A workbook works its figures out from others of their rows.
    #[must_use]
    pub const fn made(mut self, made: Made) -> Self {
        self.made = Some(made);
        self
    }
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<Text>) -> Self {
        Self { content: Content::Text(text.into()), ..Self::default() }
    }

    /// Nothing, and nothing is meant.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Words that stand for a figure that is not there.
    #[must_use]
    pub fn missing(words: impl Into<String>) -> Self {
        Self {
            content: Content::Missing(words.into()),
            emphasis: Emphasis::Faint,
            ..Self::default()
        }
    }

    /// A figure that is kept back, because a count of it is below a number.
    #[must_use]
    pub fn suppressed(fewer_than: u32) -> Self {
        let content = Content::Suppressed(format!("suppressed: fewer than {fewer_than}"));
        Self { content, ..Self::default() }
    }

    /// A number.
    #[must_use]
    pub fn number(value: Decimal, format: NumberFormat, shown: impl Into<String>) -> Self {
        let content = Content::Number { value, format, shown: shown.into(), word: None };
        Self { content, ..Self::default() }
    }

    /// A number with a word after it.
    #[must_use]
    pub fn worded(
        value: Decimal,
        format: NumberFormat,
        shown: impl Into<String>,
        word: impl Into<String>,
    ) -> Self {
        let word = Some(word.into()).filter(|word: &String| !word.is_empty());
        let content = Content::Number { value, format, shown: shown.into(), word };
        Self { content, ..Self::default() }
    }

    /// A status.
    #[must_use]
    pub fn status(status: Status) -> Self {
        Self { content: Content::Status(status), ..Self::default() }
    }

    /// Adds a second line.
    #[must_use]
    pub fn second(mut self, text: impl Into<String>) -> Self {
        self.second = Some(Second { arrow: None, text: text.into() });
        self
    }

    /// Adds a second line with an arrow.
    #[must_use]
    pub fn moved(mut self, arrow: Option<Arrow>, text: impl Into<String>) -> Self {
        self.second = Some(Second { arrow, text: text.into() });
        self
    }

    /// Sets it in bold.
    #[must_use]
    pub const fn bold(mut self) -> Self {
        self.emphasis = Emphasis::Bold;
        self
    }

    /// Sets it in the second ink.
    #[must_use]
    pub const fn faint(mut self) -> Self {
        self.emphasis = Emphasis::Faint;
        self
    }

    /// A workbook works its figure out from others.
    #[must_use]
    pub const fn made(mut self, made: Made) -> Self {
        self.made = Some(made);
        self
    }

    /// Adds a note's label.
    #[must_use]
    pub fn noted(mut self, label: impl Into<String>) -> Self {
        self.notes.push(label.into());
        self
    }
}
