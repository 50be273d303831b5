//! Single cells: values, formulas with their results, and addresses.

use super::book::Book;
use super::grid::{Figure, Held, Value};
use super::numbers;
use super::trends;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Sparkline, Worksheet, XlsxError};

/// The longest text a cell holds, in characters, less room for a remark.
const CELL_TEXT: usize = 32_000;

/// The result that readers see who don't recalculate.
pub(super) fn cached(figure: &Figure) -> String {
    numbers::stored(figure.value, figure.format).to_string()
}

/// Writes a figure as the formula that makes it, with its result for those who don't recalculate.
pub(super) fn write_made(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    formula: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let Some(figure) = value.figure() else { return Ok(()) };
    let formula = Formula::new(formula).set_result(cached(figure));
    worksheet.write_formula_with_format(row, column, formula, format)?;
    Ok(())
}

/// Writes one value. Words are always written as words, whatever they begin with.
pub(super) fn write_value(
    book: &Book,
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    format: &Format,
) -> Result<(), XlsxError> {
    match &value.held {
        Held::Empty => {
            worksheet.write_blank(row, column, format)?;
        }
        Held::Words(text) => {
            worksheet.write_string_with_format(row, column, clean(text), format)?;
        }
        Held::Number(figure) => {
            let number = numbers::stored(figure.value, figure.format);
            worksheet.write_number_with_format(row, column, number, format)?;
        }
        Held::Day(day) => {
            let date = ExcelDateTime::parse_from_str(&day.format("%Y-%m-%d").to_string())?;
            worksheet.write_datetime_with_format(row, column, &date, format)?;
        }
        Held::Status(status) => {
            worksheet.write_string_with_format(row, column, status.word(), format)?;
        }
        Held::Sparkline(series) => {
            worksheet.write_blank(row, column, format)?;
            if let Some((first, last)) = book.trend_rows(*series)? {
                let range = (trends::SHEET, first, trends::FIGURE, last, trends::FIGURE);
                let sparkline = Sparkline::new()
                    .set_range(range)
                    .set_sparkline_color(book.look.ink())
                    .show_last_point(true)
                    .set_last_point_color(book.look.ink())
                    .set_line_weight(1.5);
                worksheet.add_sparkline(row, column, &sparkline)?;
            }
        }
    }
    Ok(())
}

/// Without characters that a workbook can't hold; a text beyond its limit says that it is cut.
pub(super) fn clean(text: &str) -> String {
    let held = |c: char| (!c.is_control() || c == '\n') && c != '\u{fffe}' && c != '\u{ffff}';
    // Nearly every text is plain, and is looked through by its bytes.
    let kept = if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) || text.chars().all(held) {
        text.to_owned()
    } else {
        text.replace(|c| !held(c), " ")
    };
    // No text has more units of UTF-16 than bytes.
    if kept.len() <= CELL_TEXT || kept.encode_utf16().count() <= CELL_TEXT {
        return kept;
    }
    // Half the limit holds whatever the characters are.
    let start: String = kept.chars().take(CELL_TEXT / 2).collect();
    format!("{start}… (cut here: the report in PDF holds the whole text)")
}

/// The first words that fit.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    let kept = kept.rsplit_once(' ').map_or(kept.as_str(), |(words, _)| words);
    format!("{kept}…")
}

/// A row's number in the file's own type.
pub(super) fn row_number(row: usize) -> Result<u32, XlsxError> {
    u32::try_from(row).map_err(|_| XlsxError::RowColumnLimitError)
}

/// A column's number in the file's own type.
pub(super) fn column_number(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

/// A column's letters: `A`, `Z`, `AA`.
pub(super) fn column_letters(column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters
}
