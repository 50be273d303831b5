//! Formulas of the form, defined once: written as Excel writes them, and worked out here, so
//! that a cell's cached value is what Excel would show.

use super::layout::SheetKey;
use super::slot::Slot;
use crate::quantity::Decimal;

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number.
    Number(Decimal),
    /// A text.
    Text(String),
    /// The cell of an input.
    Input(Slot),
    /// Another cell of the form: sheet, row key, column key.
    Cell(SheetKey, String, &'static str),
    /// A block's column from its first row to its last: sheet, block key, column key.
    Area(SheetKey, &'static str, &'static str),
    /// A function of some arguments.
    Call(Function, Vec<Expression>),
    /// An operator between two.
    Binary(Operator, Box<Expression>, Box<Expression>),
}

/// The functions that the form's formulas use; each does what Excel's does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `IF`.
    If,
    /// `AND`.
    And,
    /// `OR`.
    Or,
    /// `NOT`.
    Not,
    /// `ISNUMBER`.
    IsNumber,
    /// `ISBLANK`; a cell with an error is not blank.
    IsBlank,
    /// `ISERROR`.
    IsError,
    /// `SUM`; texts and empty cells count nothing.
    Sum,
    /// `COUNT` of numbers.
    Count,
    /// `COUNTIF`; `*` at either end of the criterion stands for anything.
    CountIf,
    /// `SUMIF`.
    SumIf,
    /// `ROUND`, half away from zero.
    Round,
    /// `INT`, towards minus infinity.
    Int,
    /// `ABS`.
    Abs,
    /// `LOWER`.
    Lower,
    /// `TEXT(…,"#,##0")`.
    Grouped,
}

/// Operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Times,
    /// `/`.
    Over,
    /// `&`.
    Join,
    /// `=`.
    Equal,
    /// `<>`.
    Unequal,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    More,
    /// `>=`.
    AtLeast,
}

impl Function {
    /// Its name in a formula.
    const fn name(self) -> &'static str {
        match self {
            Self::If => "IF",
            Self::And => "AND",
            Self::Or => "OR",
            Self::Not => "NOT",
            Self::IsNumber => "ISNUMBER",
            Self::IsBlank => "ISBLANK",
            Self::IsError => "ISERROR",
            Self::Sum => "SUM",
            Self::Count => "COUNT",
            Self::CountIf => "COUNTIF",
            Self::SumIf => "SUMIF",
            Self::Round => "ROUND",
            Self::Int => "INT",
            Self::Abs => "ABS",
            Self::Lower => "LOWER",
            Self::Grouped => "TEXT",
        }
    }
}

impl Operator {
    const fn sign(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
            Self::Join => "&",
            Self::Equal => "=",
            Self::Unequal => "<>",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// Where cells stand, for writing a formula.
pub trait Addresses {
    /// The address of an input, as a formula on `from` writes it.
    fn input(&self, from: SheetKey, slot: &Slot) -> String;
    /// The address of another cell.
    fn cell(&self, from: SheetKey, sheet: SheetKey, row: &str, column: &'static str) -> String;
    /// The range of a block's column.
    fn area(&self, from: SheetKey, sheet: SheetKey, block: &str, column: &'static str) -> String;
}

impl Expression {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self::Number(number.into())
    }

    /// `IF(condition, yes, no)`.
    #[must_use]
    pub fn when(condition: Self, yes: Self, no: Self) -> Self {
        Self::Call(Function::If, vec![condition, yes, no])
    }

    /// All of them hold. Excel looks at every one, so none may be an error.
    #[must_use]
    pub fn all(conditions: Vec<Self>) -> Self {
        Self::several(Function::And, conditions)
    }

    /// One of them holds, at least.
    #[must_use]
    pub fn any(conditions: Vec<Self>) -> Self {
        Self::several(Function::Or, conditions)
    }

    fn several(function: Function, mut conditions: Vec<Self>) -> Self {
        match (conditions.len(), conditions.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                conditions.extend(last);
                Self::Call(function, conditions)
            }
        }
    }

    /// The sum of these, numbers only.
    #[must_use]
    pub fn sum(parts: Vec<Self>) -> Self {
        Self::Call(Function::Sum, parts)
    }

    /// A function of this.
    #[must_use]
    pub fn apply(self, function: Function) -> Self {
        Self::Call(function, vec![self])
    }

    /// Whether it is a number.
    #[must_use]
    pub fn is_number(self) -> Self {
        self.apply(Function::IsNumber)
    }

    /// Whether a cell is empty. An error in it is no emptiness, and does not spread.
    #[must_use]
    pub fn is_empty(self) -> Self {
        self.apply(Function::IsBlank)
    }

    /// Whether a cell holds anything.
    #[must_use]
    pub fn is_filled(self) -> Self {
        self.is_empty().apply(Function::Not)
    }

    /// Whether a cell holds this text, in any case. COUNTIF, because a comparison with a cell
    /// that shows an error is an error itself.
    #[must_use]
    pub fn is(self, text: &str) -> Self {
        Self::Call(Function::CountIf, vec![self, Self::text(text)])
    }

    /// Whether a formula shows nothing.
    #[must_use]
    pub fn shows_nothing(self) -> Self {
        self.binary(Operator::Equal, Self::text(""))
    }

    /// Whether a cell holds this number.
    #[must_use]
    pub fn is_exactly(self, number: i64) -> Self {
        let equal = self.clone().binary(Operator::Equal, Self::whole(number));
        Self::when(self.is_number(), equal, Self::whole(0))
    }

    /// A cell's number, and nothing added where it holds something else.
    #[must_use]
    pub fn or_nothing(self) -> Self {
        Self::when(self.clone().is_number(), self, Self::whole(0))
    }

    /// An operator between this and another.
    #[must_use]
    pub fn binary(self, operator: Operator, other: Self) -> Self {
        Self::Binary(operator, Box::new(self), Box::new(other))
    }

    /// This text and then another.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        self.binary(Operator::Join, other)
    }

    /// As Excel writes it in a cell of the sheet `from`, without the leading `=`.
    #[must_use]
    pub fn written(&self, from: SheetKey, addresses: &dyn Addresses) -> String {
        match self {
            Self::Number(number) => number.normalize().to_string(),
            Self::Text(text) => format!("\"{}\"", text.replace('"', "\"\"")),
            Self::Input(slot) => addresses.input(from, slot),
            Self::Cell(sheet, row, column) => addresses.cell(from, *sheet, row, column),
            Self::Area(sheet, block, column) => addresses.area(from, *sheet, block, column),
            Self::Call(function, arguments) => {
                let written: Vec<_> =
                    arguments.iter().map(|argument| argument.written(from, addresses)).collect();
                let rest = if *function == Function::Grouped { ",\"#,##0\"" } else { "" };
                format!("{}({}{rest})", function.name(), written.join(","))
            }
            Self::Binary(operator, left, right) => format!(
                "{}{}{}",
                left.operand(from, addresses),
                operator.sign(),
                right.operand(from, addresses)
            ),
        }
    }

    /// An operand in brackets where it needs them.
    fn operand(&self, from: SheetKey, addresses: &dyn Addresses) -> String {
        let written = self.written(from, addresses);
        let negative = matches!(self, Self::Number(number) if number.is_sign_negative());
        if negative || matches!(self, Self::Binary(..)) { format!("({written})") } else { written }
    }
}
