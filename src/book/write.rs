//! A plan written as a workbook: a sheet a kind of entry, headed plainly, with drop-downs.

use crate::calendar::{Datelike, NaiveDate};
use crate::form::style;
use crate::plan::Plan;
use crate::plan::tables::{Choice, Field, Kind, Row, Tables};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, Formula, IgnoreError, Url, Workbook, Worksheet, XlsxError,
};

/// A workbook that can't be written.
#[derive(Debug, thiserror::Error)]
#[error("the plan can't be written as a workbook")]
pub struct BookError(#[from] XlsxError);

/// Sizes of paper, by their numbers in the format.
const A3: u8 = 8;
const A4: u8 = 9;
/// The row of the heads, from 0.
const HEADS: u32 = 3;
/// Empty rows to fill in below the entries.
const SPARE: u32 = 12;
/// The last row that lists and hints reach to.
const LAST: u32 = 499;
/// The height of a line of text, in points, and how many lines a row shows at the most.
const LINE: u16 = 15;
const MOST: u16 = 20;
/// The name of the first sheet.
const GUIDE: &str = "Read me first";

/// How the workbook is used, in order.
const STEPS: [&str; 7] = [
    "Fill in the yellow cells; one row is one entry, and rows may be added, deleted and sorted.",
    "Choose a cell to see what belongs in it. Where there is a list, an arrow stands beside the cell.",
    "“As printed” is word for word what the plan prints, faults and all; “as read” is what it means.",
    "Amounts carry their unit: 75%, £200k, 3,000, 70/30, 10 per day. Budgets are in £ million to three places: 37.742.",
    "What is not decided yet stands as: to be set. It is listed until it is set, and never counted as nought.",
    "Ids join the sheets: a figure names its measure, a step its action. Leave ids as they are from year to year.",
    "When it is done: quarterpack plan import FILE.xlsx --to FILE.toml. What can't be used is told with sheet and cell.",
];

/// A plan as a workbook; the same plan makes the same bytes.
///
/// # Errors
/// An entry that no workbook can hold, such as a text of more than 32,767 characters.
pub fn export(plan: &Plan) -> Result<Vec<u8>, BookError> {
    book(&Tables::of(plan), &plan.title)
}

/// An empty workbook for a first plan.
///
/// # Errors
/// When it can't be put together.
pub fn template() -> Result<Vec<u8>, BookError> {
    book(&Tables::default(), "A new plan")
}

fn book(tables: &Tables, title: &str) -> Result<Vec<u8>, BookError> {
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&day));
    guide(workbook.add_worksheet(), title)?;
    for kind in Kind::ALL {
        let sheet = workbook.add_worksheet();
        sheet.set_name(kind.sheet())?;
        sheet.write_with_format(0, 0, kind.sheet(), &style::title())?;
        sheet.write_with_format(1, 0, kind.about(), &style::lead())?;
        page(sheet);
        let wide: u16 = kind.fields().iter().map(|field| field.width).sum();
        if kind != Kind::Plan && wide > 200 {
            sheet.set_paper_size(A3);
        }
        if kind == Kind::Plan {
            down(sheet, tables.rows(kind).first())?;
        } else {
            across(sheet, kind, tables.rows(kind))?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn page(sheet: &mut Worksheet) {
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_screen_gridlines(false);
}

fn guide(sheet: &mut Worksheet, title: &str) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE)?;
    page(sheet);
    sheet.set_column_width(0, 22)?.set_column_width(1, 96)?;
    sheet.write_with_format(0, 0, title, &style::title())?;
    sheet.write_with_format(1, 0, "How to use this workbook", &style::lead())?;
    let mut row = HEADS;
    for (nth, step) in (1u8..).zip(STEPS) {
        sheet.write_with_format(row, 0, nth.to_string(), &style::name())?;
        sheet.write_with_format(row, 1, step, &style::label())?;
        sheet.set_row_height(row, LINE * lines(step, 96) + 4)?;
        row += 1;
    }
    row += 1;
    sheet.write_with_format(row, 0, "Sheet", &style::head())?;
    sheet.write_with_format(row, 1, "What stands on it", &style::head())?;
    for kind in Kind::ALL {
        row += 1;
        let link = Url::new(format!("internal:'{}'!A1", kind.sheet())).set_text(kind.sheet());
        sheet.write_url_with_format(
            row,
            0,
            link,
            &style::name().set_underline(rust_xlsxwriter::FormatUnderline::Single),
        )?;
        sheet.write_with_format(row, 1, kind.about(), &style::label())?;
    }
    Ok(())
}

/// The sheet Plan: a line a field.
fn down(sheet: &mut Worksheet, row: Option<&Row>) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 34)?.set_column_width(1, 56)?.set_column_width(2, 70)?;
    for (column, head) in (0u16..).zip(["What", "As the plan has it", "What to write"]) {
        sheet.write_with_format(HEADS, column, head, &style::head())?;
    }
    let blank = Row::default();
    let row = row.unwrap_or(&blank);
    let mut at = HEADS;
    for field in Kind::Plan.fields() {
        at += 1;
        sheet.write_with_format(at, 0, field.head, &style::name())?;
        cell(sheet, at, 1, field, row.get(field.key))?;
        sheet.write_with_format(at, 2, field.help, &style::help())?;
        let tallest = lines(row.get(field.key), 56).max(lines(field.help, 70)).clamp(1, MOST);
        sheet.set_row_height(at, LINE * tallest + 4)?;
        hint(sheet, (at, at), 1, field)?;
    }
    sheet.ignore_error_range(HEADS, 1, at, 1, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(HEADS + 1, 0)?;
    Ok(())
}

/// A table: a row an entry.
fn across(sheet: &mut Worksheet, kind: Kind, rows: &[Row]) -> Result<(), XlsxError> {
    let blank = Row::default();
    let entries = u32::try_from(rows.len()).unwrap_or(LAST);
    let mut width = 0;
    for (column, field) in (0u16..).zip(kind.fields()) {
        width = column;
        sheet.set_column_width(column, field.width)?;
        sheet.write_with_format(HEADS, column, field.head, &style::head())?;
        let spare = std::iter::repeat_n(&blank, usize::try_from(SPARE).unwrap_or(0));
        for (at, row) in (HEADS + 1..).zip(rows.iter().chain(spare)) {
            cell(sheet, at, column, field, row.get(field.key))?;
        }
        hint(sheet, (HEADS + 1, LAST.max(HEADS + entries + SPARE)), column, field)?;
    }
    heights(sheet, kind, rows)?;
    let last = HEADS + entries + SPARE;
    sheet.ignore_error_range(HEADS + 1, 0, last, width, IgnoreError::NumberStoredAsText)?;
    // The name of an entry stays in sight: of what belongs to another, that one's too.
    let kept = if kind.within().is_some() { 2 } else { 1 };
    sheet.set_freeze_panes(HEADS + 1, kept)?;
    sheet.set_repeat_rows(HEADS, HEADS)?;
    Ok(())
}

/// Rows as high as their longest text needs: not every program works that out by itself.
fn heights(sheet: &mut Worksheet, kind: Kind, rows: &[Row]) -> Result<(), XlsxError> {
    let tallest = |texts: &mut dyn Iterator<Item = (&str, u16)>| -> u16 {
        texts.map(|(text, width)| lines(text, width)).max().unwrap_or(1).clamp(1, MOST)
    };
    let mut heads = kind.fields().iter().map(|field| (field.head, field.width));
    sheet.set_row_height(HEADS, LINE * tallest(&mut heads) + 6)?;
    for (at, row) in (HEADS + 1..).zip(rows) {
        let mut texts = kind.fields().iter().map(|field| (row.get(field.key), field.width));
        sheet.set_row_height(at, LINE * tallest(&mut texts) + 4)?;
    }
    let spare = HEADS + 1 + u32::try_from(rows.len()).unwrap_or(LAST);
    for at in spare..spare + SPARE {
        sheet.set_row_height(at, LINE + 4)?;
    }
    Ok(())
}

/// The lines that a text takes in a column: the indent and the wrapping of whole words cost
/// a few characters of each.
fn lines(text: &str, width: u16) -> u16 {
    let room = usize::from(width).saturating_sub(3).max(4);
    let count: usize =
        text.split('\n').map(|line| line.chars().count().div_ceil(room).max(1)).sum();
    u16::try_from(count).unwrap_or(MOST)
}

fn cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    field: &Field,
    text: &str,
) -> Result<(), XlsxError> {
    let format = format(field);
    if text.is_empty() {
        sheet.write_blank(row, column, &format)?;
        return Ok(());
    }
    match field.choice {
        Choice::Whole => {
            if let Ok(number) = text.parse::<u16>() {
                sheet.write_number_with_format(row, column, number, &format)?;
                return Ok(());
            }
        }
        Choice::Day => {
            if let Some(day) = text.parse::<NaiveDate>().ok().and_then(excel_day) {
                sheet.write_datetime_with_format(row, column, &day, &format)?;
                return Ok(());
            }
        }
        Choice::Words | Choice::Lines | Choice::Ids | Choice::OneOf(_) | Choice::IdOf(_) => {}
    }
    sheet.write_string_with_format(row, column, text, &format)?;
    Ok(())
}

fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let (month, of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, of_month).ok()
}

fn format(field: &Field) -> Format {
    match field.choice {
        Choice::Whole => style::whole(),
        Choice::Day => style::day(),
        Choice::Words | Choice::Lines | Choice::Ids | Choice::OneOf(_) | Choice::IdOf(_) => {
            style::words()
        }
    }
}

/// What is said beside a cell, and its list. A warning never stops anyone: the import tells what
/// can't be used.
fn hint(
    sheet: &mut Worksheet,
    (first, last): (u32, u32),
    column: u16,
    field: &Field,
) -> Result<(), XlsxError> {
    let new = DataValidation::new();
    let rule = match field.choice {
        Choice::OneOf(words) => new.allow_list_strings(words)?,
        Choice::IdOf(kind) => {
            let ids = kind.fields().iter().position(|field| field.key == "id").unwrap_or(0);
            let letter = if ids == 0 { "A" } else { "B" };
            let (from, to) = (HEADS + 2, LAST + 1);
            let list = format!("'{}'!${letter}${from}:${letter}${to}", kind.sheet());
            new.allow_list_formula(Formula::new(list))
        }
        Choice::Whole => new.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(1)),
        Choice::Day => {
            let start = ExcelDateTime::from_ymd(2000, 1, 1)?;
            new.allow_date(DataValidationRule::GreaterThanOrEqualTo(start))
        }
        Choice::Words | Choice::Lines | Choice::Ids => new.allow_any_value(),
    };
    let rule = rule
        .ignore_blank(true)
        .set_input_title(field.head)?
        .set_input_message(field.help)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("Is that right?")?
        .set_error_message(field.help)?;
    sheet.add_data_validation(first, column, last, column, &rule)?;
    Ok(())
}
