//! Formulas of single cells: where a reader would check how a figure follows from those beside it.

use super::cells::column_letters;
use super::grid::{Figure, Grid, Held, TotalValue, Value};
use crate::compose::{Made, NumberFormat};
use crate::quantity::Decimal;

/// Where a table stands: its first row of figures and its total's row, as Excel counts them.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    pub(super) first: usize,
    pub(super) total: usize,
}

/// The formula of a cell of a grid. None where its figure does not follow from what stands in the
/// row (a part of it is missing, or counted elsewhere): the pack's figure stands then.
pub(super) fn formula(grid: &Grid, row: usize, column: usize, rows: Rows) -> Option<String> {
    let values = grid.rows.get(row)?;
    let value = values.get(column)?;
    let figure = value.figure()?;
    let made = value.made.or(grid.columns.get(column)?.made)?;
    let number = |at: usize| Some(values.get(at)?.figure()?.value);
    let found = match made {
        Made::Above(up) => above(grid, (row, column), up, rows),
        Made::Quotient(part, whole) => quotient(grid, (row, column), (part, whole), rows),
        Made::Sum(..)
        | Made::Difference(..)
        | Made::Share(_)
        | Made::Change(..)
        | Made::Same(_) => in_row(grid, made, &number, rows.first + row, rows),
    };
    checked(found?, figure, made)
}

/// The formula of a total that is no sum of its column, but follows from the other totals.
pub(super) fn of_total(grid: &Grid, column: usize, rows: Rows) -> Option<String> {
    let TotalValue::Fixed(value) = grid.total.as_ref()?.get(column)? else { return None };
    let made = grid.columns.get(column)?.made?;
    let number = |at: usize| total(grid, at);
    checked(in_row(grid, made, &number, rows.total, rows)?, value.figure()?, made)
}

/// A formula, where it comes to the pack's figure and is shown as that is.
fn checked(
    (worked_out, formula): (Decimal, String),
    figure: &Figure,
    made: Made,
) -> Option<String> {
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

/// What follows from figures of one row, which stands at `at`.
fn in_row(
    grid: &Grid,
    made: Made,
    number: &dyn Fn(usize) -> Option<Decimal>,
    at: usize,
    rows: Rows,
) -> Option<(Decimal, String)> {
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
            let all = total(grid, of)?;
            let share = (number(of)? * Decimal::ONE_HUNDRED).checked_div(all)?;
            let total = format!("{}${}", column_letters(of), rows.total);
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
fn above(
    grid: &Grid,
    (row, column): (usize, usize),
    up: usize,
    rows: Rows,
) -> Option<(Decimal, String)> {
    let values = grid.rows.get(row.checked_sub(up)?)?;
    let Held::Words(reference) = &values.first()?.held else { return None };
    let named = |other: &&Vec<Value>| matches!(other.first().map(|one| &one.held), Some(Held::Words(one)) if one == reference);
    let plain = reference.chars().all(char::is_alphanumeric);
    if !plain || grid.rows.iter().filter(named).count() != 1 {
        return None;
    }
    let last = rows.first + grid.rows.len() - 1;
    let range = |letters: &str| format!("{letters}${}:{letters}${last}", rows.first);
    let (figures, references) = (range(&column_letters(column)), range("$A"));
    let number = values.get(column)?.figure()?.value;
    Some((number, format!("SUMIFS({figures},{references},\"{reference}\")")))
}

fn quotient(
    grid: &Grid,
    at: (usize, usize),
    (part, whole): (usize, usize),
    rows: Rows,
) -> Option<(Decimal, String)> {
    let (part, part_formula) = above(grid, at, part, rows)?;
    let (whole, whole_formula) = above(grid, at, whole, rows)?;
    Some((part.checked_div(whole)?, format!("{part_formula}/{whole_formula}")))
}

fn total(grid: &Grid, column: usize) -> Option<Decimal> {
    match grid.total.as_ref()?.get(column)? {
        TotalValue::Live(figure) => Some(figure.value),
        TotalValue::Fixed(value) => value.figure().map(|figure| figure.value),
    }
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
        formula(&grid(numbers, format, made), 0, numbers.len() - 1, ROWS)
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
        assert_eq!(formula(&grid, 0, 1, ROWS), None, "there is no total");
        let all = Value::number(Decimal::from(14), NumberFormat::Whole, "14");
        grid.total = Some(vec![TotalValue::Fixed(all), TotalValue::Fixed(Value::EMPTY)]);
        assert_eq!(formula(&grid, 0, 1, ROWS).as_deref(), Some("A5/A$9"));
    }

    #[test]
    fn a_total_that_is_no_sum_follows_from_the_other_totals() {
        let mut grid = grid(&["7", "50"], NumberFormat::Percent, Made::Share(0));
        let all = Value::number(Decimal::from(14), NumberFormat::Whole, "14");
        let hundred = Value::number(Decimal::ONE_HUNDRED, NumberFormat::Percent, "100%");
        grid.total = Some(vec![TotalValue::Fixed(all), TotalValue::Fixed(hundred)]);
        assert_eq!(of_total(&grid, 1, ROWS).as_deref(), Some("A9/A$9"));
        assert_eq!(of_total(&grid, 0, ROWS), None);
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
        assert_eq!(formula(&grid, 2, 1, ROWS).as_deref(), Some(wanted));
        grid.rows[1][1] = number(41, whole);
        assert_eq!(formula(&grid, 2, 1, ROWS), None, "it does not come to the pack's figure");
    }

    #[test]
    fn a_figure_that_does_not_follow_stands_as_it_is() {
        let millions = NumberFormat::Millions;
        assert_eq!(written(&["7", "1", "9"], millions, Made::Sum(0, 1)), None);
        assert_eq!(written(&["tbc", "1", "1"], millions, Made::Difference(0, 1)), None);
        assert_eq!(written(&["5", "0", "1"], millions, Made::Change(0, 1)), None);
    }
}
