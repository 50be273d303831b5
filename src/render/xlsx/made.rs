//! Formulas of single cells: where a reader would check how a figure follows from those beside it.

use super::cells::column_letters;
use super::grid::{Grid, TotalValue, Value};
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
    let figure = values.get(column)?.figure()?;
    let made = grid.columns.get(column)?.made?;
    let number = |at: usize| Some(values.get(at)?.figure()?.value);
    let at = rows.first + row;
    let cell = |column: usize| format!("{}{at}", column_letters(column));
    let (worked_out, formula) = match made {
        Made::Sum(first, last) => {
            let parts = values.get(first..=last)?.iter().filter_map(Value::figure);
            let sum: Decimal = parts.map(|part| part.value).sum();
            // Columns of words that stand between are taken for nothing.
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
    };
    let percent = figure.format == NumberFormat::Percent;
    let fits = percent == matches!(made, Made::Share(_));
    (fits && worked_out.round_dp(9) == figure.value.round_dp(9)).then_some(formula)
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
    fn a_figure_that_does_not_follow_stands_as_it_is() {
        let millions = NumberFormat::Millions;
        assert_eq!(written(&["7", "1", "9"], millions, Made::Sum(0, 1)), None);
        assert_eq!(written(&["tbc", "1", "1"], millions, Made::Difference(0, 1)), None);
        assert_eq!(written(&["5", "0", "1"], millions, Made::Change(0, 1)), None);
    }
}
