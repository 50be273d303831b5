//! Formulas of single cells: where a reader would check how a figure follows from those beside it.

use super::cells::column_letters;
use super::grid::{Figure, Grid, Held, TotalValue, Value};
use crate::compose::{Made, NumberFormat};
use crate::quantity::Decimal;
use std::cell::OnceCell;
use std::collections::HashMap;

/// Where a table stands: its first row of figures and its total's row, as Excel counts them.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    pub(super) first: usize,
    pub(super) total: usize,
}

/// The formulas of a grid's cells.
pub(super) struct Formulas<'g> {
    grid: &'g Grid,
    rows: Rows,
    /// How many rows each reference of the first column names; counted when it is asked for.
    references: OnceCell<HashMap<&'g str, usize>>,
}

/// A figure worked out here, and the formula that has a workbook work it out.
type Worked = (Decimal, String);

impl<'g> Formulas<'g> {
    /// Of a grid whose rows stand so.
    pub(super) const fn of(grid: &'g Grid, rows: Rows) -> Self {
        Self { grid, rows, references: OnceCell::new() }
    }

    /// The formula of a cell. None where its figure does not follow from what stands in the row (a
    /// part of it is missing, or counted elsewhere): the pack's figure stands then.
    pub(super) fn of_cell(&self, row: usize, column: usize) -> Option<String> {
        let values = self.grid.rows.get(row)?;
        let value = values.get(column)?;
        let figure = value.figure()?;
        let made = value.made.or(self.grid.columns.get(column)?.made)?;
        let number = |at: usize| Some(values.get(at)?.figure()?.value);
        let found = match made {
            Made::Above(up) => self.above((row, column), up),
            Made::Quotient(part, whole) => self.quotient((row, column), (part, whole)),
            Made::Sum(..)
            | Made::Difference(..)
            | Made::Share(_)
            | Made::Change(..)
            | Made::Same(_) => self.in_row(made, &number, self.rows.first + row),
        };
        checked(found?, figure, made)
    }

    /// The formula of a total that is no sum of its column, but follows from the other totals.
    pub(super) fn of_total(&self, column: usize) -> Option<String> {
        let TotalValue::Fixed(value) = self.grid.total.as_ref()?.get(column)? else { return None };
        let made = self.grid.columns.get(column)?.made?;
        let number = |at: usize| self.total(at);
        checked(self.in_row(made, &number, self.rows.total)?, value.figure()?, made)
    }

    /// What follows from figures of one row, which stands at `at`.
    fn in_row(
        &self,
        made: Made,
        number: &dyn Fn(usize) -> Option<Decimal>,
        at: usize,
    ) -> Option<Worked> {
        let cell = |column: usize| format!("{}{at}", column_letters(column));
        Some(match made {
            Made::Sum(first, last) => {
                // Columns of words that stand between are taken for nothing.
                let sum: Decimal = (first..=last).filter_map(number).sum();
                (sum, format!("ROUND(SUM({}:{}),9)", cell(first), cell(last)))
            }
            Made::Difference(one, other) => {
                let difference = number(one)? - number(other)?;
                (difference, format!("ROUND({}-{},9)", cell(one), cell(other)))
            }
            Made::Share(of) => {
                let all = self.total(of)?;
                let share = (number(of)? * Decimal::ONE_HUNDRED).checked_div(all)?;
                let total = format!("{}${}", column_letters(of), self.rows.total);
                (share, format!("{}/{total}", cell(of)))
            }
            Made::Change(is, was) => {
                let (is_number, was_number) = (number(is)?, number(was)?);
                let change =
                    ((is_number - was_number) * Decimal::ONE_HUNDRED).checked_div(was_number)?;
                let (is, was) = (cell(is), cell(was));
                (change, format!("({is}-{was})/{was}*100"))
            }
            Made::Same(column) => (number(column)?, cell(column)),
            Made::Above(_) | Made::Quotient(..) => return None,
        })
    }

    /// What stands in a row above, found by its reference in the first column: rows may be sorted.
    fn above(&self, (row, column): (usize, usize), up: usize) -> Option<Worked> {
        let values = self.grid.rows.get(row.checked_sub(up)?)?;
        let reference = reference(values)?;
        let plain = reference.chars().all(char::is_alphanumeric);
        if !plain || self.references().get(reference) != Some(&1) {
            return None;
        }
        let first = self.rows.first;
        let last = first + self.grid.rows.len() - 1;
        let range = |letters: &str| format!("{letters}${first}:{letters}${last}");
        let (figures, references) = (range(&column_letters(column)), range("$A"));
        let number = values.get(column)?.figure()?.value;
        Some((number, format!("SUMIFS({figures},{references},\"{reference}\")")))
    }

    fn references(&self) -> &HashMap<&'g str, usize> {
        self.references.get_or_init(|| {
            let mut counts = HashMap::new();
            for reference in self.grid.rows.iter().filter_map(|row| reference(row)) {
                *counts.entry(reference).or_default() += 1;
            }
            counts
        })
    }

    fn quotient(&self, at: (usize, usize), (part, whole): (usize, usize)) -> Option<Worked> {
        let (part, part_formula) = self.above(at, part)?;
        let (whole, whole_formula) = self.above(at, whole)?;
        Some((part.checked_div(whole)?, format!("{part_formula}/{whole_formula}")))
    }

    fn total(&self, column: usize) -> Option<Decimal> {
        Some(self.grid.total.as_ref()?.get(column)?.figure()?.value)
    }
}

/// The words of a row's first cell.
fn reference(row: &[Value]) -> Option<&str> {
    match &row.first()?.held {
        Held::Words(reference) => Some(reference),
        Held::Empty | Held::Number(_) | Held::Day(_) | Held::Status(_) | Held::Sparkline(_) => None,
    }
}

/// A formula, where it comes to the pack's figure and is shown as that is.
fn checked((worked_out, formula): Worked, figure: &Figure, made: Made) -> Option<String> {
    let percent = figure.format == NumberFormat::Percent;
    let share = percent && matches!(made, Made::Quotient(..));
    let worked_out = if share { worked_out * Decimal::ONE_HUNDRED } else { worked_out };
    let fits = match made {
        Made::Share(_) => percent,
        Made::Same(_) | Made::Above(_) | Made::Quotient(..) => true,
        Made::Sum(..) | Made::Difference(..) | Made::Change(..) => !percent,
    };
    (fits && worked_out.round_dp(9) == figure.value.round_dp(9)).then_some(formula)
}

#[cfg(test)]
mod tests {
    use super::super::grid::Grid;
    use super::*;
    use crate::compose::Align;

    const ROWS: Rows = Rows { first: 5, total: 9 };

    /// A grid of one row, whose last column is made so.
    fn grid(numbers: &[&str], format: NumberFormat, made: Made) -> Grid {
        let heads: Vec<(String, Align)> =
            (0..numbers.len()).map(|nth| (format!("C{nth}"), Align::Right)).collect();
        let mut grid = Grid::headed(&heads);
        let value = |(nth, text): (usize, &&str)| match text.parse::<Decimal>() {
            Ok(number) if nth + 1 == numbers.len() => Value::number(number, format, *text),
            Ok(number) => Value::number(number, NumberFormat::Millions, *text),
            Err(_) => Value::words(*text),
        };
        grid.rows.push(numbers.iter().enumerate().map(value).collect());
        grid.columns.last_mut().unwrap().made = Some(made);
        grid
    }

    fn written(numbers: &[&str], format: NumberFormat, made: Made) -> Option<String> {
        Formulas::of(&grid(numbers, format, made), ROWS).of_cell(0, numbers.len() - 1)
    }

    #[test]
    fn a_figure_that_follows_from_its_row_is_a_formula() {
        let millions = NumberFormat::Millions;
        let sum = written(&["7.068", "0.055", "7.123"], millions, Made::Sum(0, 1));
        assert_eq!(sum.as_deref(), Some("ROUND(SUM(A5:B5),9)"));
        let sum = written(&["6", "n/a", "6"], NumberFormat::Whole, Made::Sum(0, 1));
        assert_eq!(sum.as_deref(), Some("ROUND(SUM(A5:B5),9)"));
        let less = written(&["1.5", "2", "-0.5"], millions, Made::Difference(0, 1));
        assert_eq!(less.as_deref(), Some("ROUND(A5-B5,9)"));
        let change = written(&["110", "100", "10"], NumberFormat::UpDown, Made::Change(0, 1));
        assert_eq!(change.as_deref(), Some("(A5-B5)/B5*100"));
    }

    #[test]
    fn a_share_is_of_the_total() {
        let mut grid = grid(&["7", "50"], NumberFormat::Percent, Made::Share(0));
        assert_eq!(Formulas::of(&grid, ROWS).of_cell(0, 1), None, "there is no total");
        let all = Value::number(Decimal::from(14), NumberFormat::Whole, "14");
        grid.total = Some(vec![TotalValue::Fixed(all), TotalValue::Fixed(Value::EMPTY)]);
        assert_eq!(Formulas::of(&grid, ROWS).of_cell(0, 1).as_deref(), Some("A5/A$9"));
    }

    #[test]
    fn a_total_that_is_no_sum_follows_from_the_other_totals() {
        let mut grid = grid(&["7", "50"], NumberFormat::Percent, Made::Share(0));
        let all = Value::number(Decimal::from(14), NumberFormat::Whole, "14");
        let hundred = Value::number(Decimal::ONE_HUNDRED, NumberFormat::Percent, "100%");
        grid.total = Some(vec![TotalValue::Fixed(all), TotalValue::Fixed(hundred)]);
        assert_eq!(Formulas::of(&grid, ROWS).of_total(1).as_deref(), Some("A9/A$9"));
        assert_eq!(Formulas::of(&grid, ROWS).of_total(0), None);
    }

    /// A result is found by the references of its figures, wherever the rows are sorted to.
    #[test]
    fn a_result_is_made_of_the_figures_above_it() {
        let mut grid = Grid::headed(&[("Ref.".into(), Align::Left), ("Q1".into(), Align::Right)]);
        let number = |n: u32, format| Value::number(Decimal::from(n), format, "");
        let whole = NumberFormat::Whole;
        grid.rows.push(vec![Value::words("13a"), number(30, whole)]);
        grid.rows.push(vec![Value::words("13b"), number(40, whole)]);
        let mut result = number(75, NumberFormat::Percent);
        result.made = Some(Made::Quotient(2, 1));
        grid.rows.push(vec![Value::EMPTY, result]);
        let wanted = "SUMIFS(B$5:B$7,$A$5:$A$7,\"13a\")/SUMIFS(B$5:B$7,$A$5:$A$7,\"13b\")";
        assert_eq!(Formulas::of(&grid, ROWS).of_cell(2, 1).as_deref(), Some(wanted));
        grid.rows[1][1] = number(41, whole);
        assert_eq!(
            Formulas::of(&grid, ROWS).of_cell(2, 1),
            None,
            "it does not come to the pack's figure"
        );
    }

    #[test]
    fn a_figure_that_does_not_follow_stands_as_it_is() {
        let millions = NumberFormat::Millions;
        assert_eq!(written(&["7", "1", "9"], millions, Made::Sum(0, 1)), None);
        assert_eq!(written(&["tbc", "1", "1"], millions, Made::Difference(0, 1)), None);
        assert_eq!(written(&["5", "0", "1"], millions, Made::Change(0, 1)), None);
    }
}
