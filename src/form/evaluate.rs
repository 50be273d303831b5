//! What a formula of the form shows: Excel's rules for the few functions that it uses.

use super::expression::{Expression, Function, Operator};
use super::layout::SheetKey;
use super::slot::Slot;
use crate::quantity::{Decimal, grouped};
use rust_decimal::RoundingStrategy;
use std::cmp::Ordering;

/// What a cell holds, as a formula sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A number; a date is the number of its day.
    Number(Decimal),
    /// A text.
    Text(String),
    /// True or false.
    Truth(bool),
    /// An error such as `#VALUE!`.
    Error(String),
}

/// The cells that a formula looks at.
pub trait Cells {
    /// What an input holds.
    fn input(&self, slot: &Slot) -> Value;
    /// What another cell of the form holds.
    fn cell(&self, sheet: SheetKey, row: &str, column: &'static str) -> Value;
    /// What the cells of a block's column hold, from top to bottom.
    fn area(&self, sheet: SheetKey, block: &str, column: &'static str) -> Vec<Value>;
}

impl Expression {
    /// Works the formula out.
    #[must_use]
    pub fn value(&self, cells: &dyn Cells) -> Value {
        match self {
            Self::Number(number) => Value::Number(*number),
            Self::Text(text) => Value::Text(text.clone()),
            Self::Input(slot) => cells.input(slot),
            Self::Cell(sheet, row, column) => cells.cell(*sheet, row, column),
            // A range is looked at only by the functions that count and sum.
            Self::Area(..) => wrong(),
            Self::Call(function, arguments) => call(*function, arguments, cells),
            Self::Binary(operator, left, right) => {
                binary(*operator, left.value(cells), right.value(cells))
            }
        }
    }

    fn values(&self, cells: &dyn Cells) -> Vec<Value> {
        if let Self::Area(sheet, block, column) = self {
            cells.area(*sheet, block, column)
        } else {
            vec![self.value(cells)]
        }
    }
}

fn wrong() -> Value {
    Value::Error("#VALUE!".into())
}

fn call(function: Function, arguments: &[Expression], cells: &dyn Cells) -> Value {
    match (function, arguments) {
        (Function::If, [condition, yes, no]) => match truth(condition.value(cells)) {
            Ok(true) => yes.value(cells),
            Ok(false) => no.value(cells),
            Err(error) => error,
        },
        (Function::And, all) => fold(all, cells, true),
        (Function::Or, all) => fold(all, cells, false),
        (Function::IsNumber, [one]) => Value::Truth(matches!(one.value(cells), Value::Number(_))),
        (Function::IsBlank, [one]) => Value::Truth(one.value(cells) == Value::Empty),
        (Function::Not, [one]) => {
            truth(one.value(cells)).map_or_else(|error| error, |truth| Value::Truth(!truth))
        }
        (Function::IsError, [one]) => Value::Truth(matches!(one.value(cells), Value::Error(_))),
        (Function::Sum | Function::Count, all) => {
            let values: Vec<_> = all.iter().flat_map(|one| one.values(cells)).collect();
            tally(function, &values)
        }
        (Function::CountIf, [area, criterion]) => {
            let wanted = criterion.value(cells);
            let hits = area.values(cells).iter().filter(|one| fits(one, &wanted)).count();
            Value::Number(hits.into())
        }
        (Function::SumIf, [area, criterion, amounts]) => {
            let wanted = criterion.value(cells);
            let pairs = area.values(cells).into_iter().zip(amounts.values(cells));
            let hits: Vec<_> =
                pairs.filter(|(one, _)| fits(one, &wanted)).map(|(_, amount)| amount).collect();
            tally(Function::Sum, &hits)
        }
        (Function::Round, [one, places]) => {
            let places = number(places.value(cells)).ok().and_then(|one| u32::try_from(one).ok());
            numeric(one.value(cells), |number| rounded(number, places.unwrap_or(0)))
        }
        (Function::Int, [one]) => numeric(one.value(cells), |number| number.floor()),
        (Function::Abs, [one]) => numeric(one.value(cells), |number| number.abs()),
        (Function::Grouped, [one]) => number(one.value(cells))
            .map_or_else(|error| error, |number| Value::Text(grouped(number))),
        (Function::Lower, [one]) => joined(one.value(cells))
            .map_or_else(|error| error, |text| Value::Text(text.to_lowercase())),
        _ => wrong(),
    }
}

fn numeric(value: Value, of: impl FnOnce(Decimal) -> Decimal) -> Value {
    number(value).map_or_else(|error| error, |number| Value::Number(of(number)))
}

fn rounded(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// AND (`start` true) and OR (`start` false) look at every argument: an error anywhere shows.
fn fold(all: &[Expression], cells: &dyn Cells, start: bool) -> Value {
    let mut result = start;
    for one in all {
        match truth(one.value(cells)) {
            Ok(holds) if start => result &= holds,
            Ok(holds) => result |= holds,
            Err(error) => return error,
        }
    }
    Value::Truth(result)
}

fn tally(function: Function, values: &[Value]) -> Value {
    let mut sum = Decimal::ZERO;
    let mut count = 0i64;
    for value in values {
        match value {
            Value::Number(number) => {
                count += 1;
                let Some(next) = sum.checked_add(*number) else { return wrong() };
                sum = next;
            }
            Value::Error(error) if function == Function::Sum => return Value::Error(error.clone()),
            Value::Empty | Value::Text(_) | Value::Truth(_) | Value::Error(_) => {}
        }
    }
    Value::Number(if function == Function::Sum { sum } else { count.into() })
}

/// A criterion of COUNTIF and SUMIF: a text, with `*` for anything at either end.
fn fits(value: &Value, criterion: &Value) -> bool {
    let (Value::Text(text), Value::Text(wanted)) = (value, criterion) else { return false };
    let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
    let (ends, wanted) = wanted.strip_prefix('*').map_or((false, &*wanted), |rest| (true, rest));
    let (starts, wanted) = wanted.strip_suffix('*').map_or((false, wanted), |rest| (true, rest));
    match (starts, ends) {
        (true, true) => text.contains(wanted),
        (true, false) => text.starts_with(wanted),
        (false, true) => text.ends_with(wanted),
        (false, false) => text == wanted,
    }
}

fn binary(operator: Operator, left: Value, right: Value) -> Value {
    match operator {
        Operator::Join => match (joined(left), joined(right)) {
            (Ok(left), Ok(right)) => Value::Text(left + &right),
            (Err(error), _) | (_, Err(error)) => error,
        },
        Operator::Plus => arithmetic(left, right, Decimal::checked_add),
        Operator::Minus => arithmetic(left, right, Decimal::checked_sub),
        Operator::Times => arithmetic(left, right, Decimal::checked_mul),
        Operator::Over if number(right.clone()) == Ok(Decimal::ZERO) => {
            Value::Error("#DIV/0!".into())
        }
        Operator::Over => arithmetic(left, right, Decimal::checked_div),
        Operator::Equal => comparison(left, right, Ordering::is_eq),
        Operator::Unequal => comparison(left, right, Ordering::is_ne),
        Operator::Less => comparison(left, right, Ordering::is_lt),
        Operator::AtMost => comparison(left, right, Ordering::is_le),
        Operator::More => comparison(left, right, Ordering::is_gt),
        Operator::AtLeast => comparison(left, right, Ordering::is_ge),
    }
}

fn arithmetic(
    left: Value,
    right: Value,
    operation: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Value {
    match (number(left), number(right)) {
        (Ok(left), Ok(right)) => {
            operation(left, right).map_or_else(|| Value::Error("#NUM!".into()), Value::Number)
        }
        (Err(error), _) | (_, Err(error)) => error,
    }
}

fn comparison(left: Value, right: Value, holds: fn(Ordering) -> bool) -> Value {
    compared(left, right).map_or_else(|error| error, |order| Value::Truth(holds(order)))
}

/// Numbers stand before texts, texts before truths; an empty cell is 0, or a text of no length.
fn compared(left: Value, right: Value) -> Result<Ordering, Value> {
    let of_kind = |empty: Value, other: &Value| match (empty, other) {
        (Value::Empty, Value::Text(_)) => Value::Text(String::new()),
        (Value::Empty, Value::Truth(_)) => Value::Truth(false),
        (Value::Empty, _) => Value::Number(Decimal::ZERO),
        (filled, _) => filled,
    };
    let left = of_kind(left, &right);
    let right = of_kind(right, &left);
    match (left, right) {
        (error @ Value::Error(_), _) | (_, error @ Value::Error(_)) => Err(error),
        (Value::Number(left), Value::Number(right)) => Ok(left.cmp(&right)),
        (Value::Text(left), Value::Text(right)) => {
            Ok(left.to_lowercase().cmp(&right.to_lowercase()))
        }
        (Value::Truth(left), Value::Truth(right)) => Ok(left.cmp(&right)),
        (left, right) => Ok(rank(&left).cmp(&rank(&right))),
    }
}

const fn rank(value: &Value) -> u8 {
    match value {
        Value::Empty | Value::Number(_) => 0,
        Value::Text(_) => 1,
        Value::Truth(_) | Value::Error(_) => 2,
    }
}

fn number(value: Value) -> Result<Decimal, Value> {
    match value {
        Value::Empty => Ok(Decimal::ZERO),
        Value::Number(number) => Ok(number),
        Value::Truth(truth) => Ok(Decimal::from(u8::from(truth))),
        Value::Text(_) => Err(wrong()),
        error @ Value::Error(_) => Err(error),
    }
}

fn truth(value: Value) -> Result<bool, Value> {
    number(value).map(|number| !number.is_zero())
}

fn joined(value: Value) -> Result<String, Value> {
    match value {
        Value::Empty => Ok(String::new()),
        Value::Number(number) => Ok(number.normalize().to_string()),
        Value::Text(text) => Ok(text),
        Value::Truth(truth) => Ok(if truth { "TRUE" } else { "FALSE" }.into()),
        error @ Value::Error(_) => Err(error),
    }
}
