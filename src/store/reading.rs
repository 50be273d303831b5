//! What is read in a return, as the record keeps it.

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnState {
    /// It is the return that counts.
    Used,
    /// A higher revision has come.
    Superseded,
    /// It is the return that counts, sent again.
    Duplicate,
    /// Another, different return has the same revision: a person has to choose.
    Undecided,
    /// It can't be used.
    Refused,
}

impl ReturnState {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Superseded => "superseded",
            Self::Duplicate => "duplicate",
            Self::Undecided => "undecided",
            Self::Refused => "refused",
        }
    }
}

/// What was read in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The file's name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The service's id, where the file is a return.
    pub service: Option<String>,
    /// The quarter: `2023-24 Q2`.
    pub quarter: Option<String>,
    /// The revision.
    pub revision: Option<u32>,
    /// What became of it.
    pub state: ReturnState,
    /// Whether the findings are those of a run of its own quarter.
    pub checked: bool,
    /// What was found.
    pub findings: Vec<FindingRow>,
    /// What it says.
    pub figures: Vec<FigureRow>,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingRow {
    /// The rule's code.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// The sheet.
    pub sheet: Option<String>,
    /// The cell.
    pub cell: Option<String>,
    /// What it is about.
    pub about: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What was read.
    pub read: Option<String>,
    /// What to do.
    pub remedy: String,
}

/// A figure of a return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// `measure`, `restatement`, `budget`, `capital` or `people`.
    pub kind: &'static str,
    /// The measure, line, project or service.
    pub item: String,
    /// Which of its figures.
    pub figure: String,
    /// The quarter that it is of.
    pub quarter: String,
    /// The number, exact; none where there is a reason.
    pub number: Option<String>,
    /// Why there is no number.
    pub reason: Option<String>,
    /// The sheet.
    pub sheet: Option<String>,
    /// The cell.
    pub cell: Option<String>,
    /// The number that it replaces.
    pub restated_from: Option<String>,
}
