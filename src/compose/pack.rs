//! The pack: one document model, translated by every renderer and computed by none.

use super::table::{NumberFormat, Table};
use super::text::Text;
use crate::calendar::{NaiveDate, Quarter};
use crate::plan::Status;
use crate::quantity::Decimal;

/// A committee pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// What it is, for whom, and which version.
    pub identity: Identity,
    /// The four labelled lines of the front sheet.
    pub front: FrontSheet,
    /// Its sections, in order; the first ones follow the front sheet's lines on its first page.
    pub sections: Vec<Section>,
}

/// What a pack is, for whom, and which version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its title, also the running header: `Social Work Resource Plan 2023-24: Quarter 2 progress report`.
    pub title: String,
    /// The body it is for: `Social Work Committee`.
    pub audience: String,
    /// The council and the Resource: the document's author.
    pub author: String,
    /// The quarter it reports.
    pub quarter: Quarter,
    /// Its version, from 1.
    pub version: u32,
    /// Draft or final.
    pub state: State,
    /// The day its data go to.
    pub as_at: NaiveDate,
    /// Said on every page where figures are not real.
    pub illustrative: Option<String>,
    /// `paragraph 3`: of Schedule 7A, under which it is exempt; none for a public paper.
    pub exempt: Option<String>,
    /// The name of its files, without the ending: `social-work-committee-2023-24-q2-v1`.
    pub file_stem: String,
}

/// Whether a pack may still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It may.
    Draft,
    /// It may not.
    Final,
}

/// The four labelled lines of the front sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontSheet {
    /// The body reported to.
    pub report_to: String,
    /// The day it meets, where it is set.
    pub meeting: Option<NaiveDate>,
    /// The role that reports.
    pub report_by: String,
    /// The subject, a line each.
    pub subject: Vec<String>,
}

/// A section.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// A stable name, unique in the pack: `revenue`.
    pub id: String,
    /// Its number: `8`, `Appendix 1`.
    pub number: String,
    /// Its heading, without the number.
    pub heading: String,
    /// How it is set.
    pub style: SectionStyle,
    /// Which way its pages lie.
    pub layout: PageLayout,
    /// Whether it begins a page; otherwise it follows on where there is room.
    pub new_page: bool,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// How a section is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionStyle {
    /// In numbered paragraphs that hang from their numbers, with a small heading: the standing
    /// sections of a committee report.
    Paragraphs,
    /// Under a large heading: tables and charts.
    Tables,
}

/// Which way a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageLayout {
    /// Upright.
    Portrait,
    /// On its side, for wide tables.
    Landscape,
}

/// A block of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The sentence that says what the section comes to.
    Lead(Text),
    /// A paragraph, numbered (`1.1.`) or not.
    Paragraph {
        /// Its number.
        number: Option<String>,
        /// Its text.
        text: Text,
    },
    /// A list: label, such as `(1)`, and text.
    Items(Vec<(String, Text)>),
    /// A heading within a section.
    Subheading(String),
    /// A remark in small type.
    Note(Text),
    /// Short statements under small headings, such as the money in one line each.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// Counts by status as a bar.
    StatusBar(StatusBar),
    /// A measure or an action that is red or amber.
    Exception(Box<Exception>),
    /// Two stacks of blocks side by side, the left one taking so many percent of the width.
    SideBySide {
        /// The left stack.
        left: Vec<Block>,
        /// The right stack.
        right: Vec<Block>,
        /// The left one's share of the width, in percent.
        left_percent: u8,
    },
}

/// A short statement under a small heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The heading.
    pub heading: String,
    /// The statement.
    pub text: Text,
}

/// Counts by status as a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusBar {
    /// What is counted: `14 measures`.
    pub title: String,
    /// The counts in the order of [`Status::SHOWN`]; none of them is zero.
    pub parts: Vec<(Status, usize)>,
    /// What it shows, in words.
    pub alt: String,
}

impl StatusBar {
    /// What stands on a part of a bar, in one piece: its status and how many are of it.
    #[must_use]
    pub fn label(status: Status, count: usize) -> String {
        format!("{}\u{a0}{}", status.word(), super::words::digits(count))
    }
}

/// A measure that missed its target: what, how far, since when, why, and what is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// Its status.
    pub status: Status,
    /// `Measure 13: Percentage of people …`
    pub title: String,
    /// Target, quarter, year to date, shortfall.
    pub figures: Vec<KeyFigure>,
    /// The quarters known.
    pub chart: Option<LineChart>,
    /// Direction of travel, the service's comment, an override.
    pub remarks: Vec<Fact>,
    /// Improvement actions: what, owner's role, by when.
    pub improvement: Table,
}

/// A figure in large type with its label and detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFigure {
    /// `Quarter 2`
    pub label: String,
    /// `70.4%`
    pub value: String,
    /// The number in it, as a workbook holds it; none where it is words.
    pub number: Option<(Decimal, NumberFormat)>,
    /// `95 of 135 people`
    pub detail: String,
}

/// A measure over the last quarters.
#[derive(Clone, Debug, PartialEq)]
pub struct LineChart {
    /// What it shows, in words.
    pub alt: String,
    /// Oldest first; the last is this quarter.
    pub points: Vec<ChartPoint>,
    /// The target as a dashed line.
    pub target: Option<ChartTarget>,
    /// The axis: its lower and upper end, with their labels.
    pub axis: [(Decimal, String); 2],
}

/// A quarter in a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartPoint {
    /// The quarter.
    pub quarter: Quarter,
    /// Its figure and label; none is a gap.
    pub value: Option<(Decimal, String)>,
}

/// A target in a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartTarget {
    /// Its value.
    pub value: Decimal,
    /// `75%`
    pub shown: String,
    /// `or more`
    pub words: String,
}

impl Section {
    /// The heading with its number, as it stands on the page: `8. Revenue budget`.
    #[must_use]
    pub fn title(&self) -> String {
        if self.number.is_empty() {
            self.heading.clone()
        } else {
            format!("{}. {}", self.number, self.heading)
        }
    }
}

impl Identity {
    /// The mark in the running header, and whether it is boxed: drafts and exempt papers are.
    /// `NOT FOR PUBLICATION, paragraph 3. DRAFT, version 1`
    #[must_use]
    pub fn mark(&self) -> (String, bool) {
        let (version, boxed) = match self.state {
            State::Draft => (format!("DRAFT, version\u{a0}{}", self.version), true),
            State::Final => (format!("Version\u{a0}{}", self.version), false),
        };
        match self.not_for_publication() {
            Some(mark) => (format!("{mark}. {version}"), true),
            None => (version, boxed),
        }
    }

    /// What an exempt paper is marked with: `NOT FOR PUBLICATION, paragraph 3`.
    #[must_use]
    pub fn not_for_publication(&self) -> Option<String> {
        self.exempt.as_ref().map(|paragraphs| format!("NOT FOR PUBLICATION, {paragraphs}"))
    }

    /// The line at the foot of every page.
    #[must_use]
    pub fn footer(&self) -> String {
        let as_at = crate::calendar::long_date(self.as_at);
        let illustrative = self.illustrative.as_deref().unwrap_or_default();
        format!("Data as at {as_at}. {illustrative}").trim_end().to_owned()
    }

    /// The front sheet's heading for the meeting date.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self.state, State::Final)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_bar_says_its_number_as_sentences_do() {
        assert_eq!(StatusBar::label(Status::Green, 1512), "Green\u{a0}1,512");
        assert_eq!(StatusBar::label(Status::Red, 7), "Red\u{a0}7");
    }
}
