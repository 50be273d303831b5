//! What Excel says beside an input cell, the lists it offers, and its warnings. A warning never
//! stops anyone: a person may have a reason to type words, and the checks read them later.

use super::Drawn;
use crate::form::layout::{Input, InputKind};
use crate::quantity::Unit;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula,
    Worksheet, XlsxError,
};

pub(super) fn add(
    to: &mut Worksheet,
    row: u32,
    at: u16,
    input: &Input,
    drawn: &Drawn<'_>,
) -> Result<(), XlsxError> {
    let rule = rule(&input.kind, drawn)?;
    let rule = rule
        .ignore_blank(true)
        .set_input_title(&*input.title)?
        .set_input_message(&*input.message)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("Is that right?")?
        .set_error_message(warning(&input.kind))?;
    to.add_data_validation(row, at, row, at, &rule)?;
    Ok(())
}

fn rule(kind: &InputKind, drawn: &Drawn<'_>) -> Result<DataValidation, XlsxError> {
    let new = DataValidation::new();
    Ok(match kind {
        InputKind::Figure(Unit::Count | Unit::Days) => {
            new.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
        }
        InputKind::Figure(Unit::Pounds) => {
            new.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
        }
        InputKind::Thousands | InputKind::Number => {
            new.allow_decimal_number(DataValidationRule::Between(-1e9, 1e9))
        }
        InputKind::OfHundred => new.allow_decimal_number(DataValidationRule::Between(0.0, 100.0)),
        InputKind::WholeFrom(first) => {
            new.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(i32::from(*first)))
        }
        InputKind::Date => {
            let first = ExcelDateTime::from_ymd(2000, 1, 1)?;
            new.allow_date(DataValidationRule::GreaterThanOrEqualTo(first))
        }
        InputKind::Text => new.allow_any_value(),
        InputKind::Word(words) => new.allow_list_strings(words)?,
        InputKind::WordOf(list) => {
            let range = list.written(drawn.sheet.key, drawn.layout);
            new.allow_list_formula(Formula::new(range))
        }
    })
}

const fn warning(kind: &InputKind) -> &'static str {
    match kind {
        InputKind::Figure(Unit::Count | Unit::Days) | InputKind::WholeFrom(_) => {
            "A whole number is expected here, such as 48: no percentage, no words."
        }
        InputKind::Figure(Unit::Pounds) => {
            "An amount in whole pounds is expected here, such as 53900."
        }
        InputKind::Thousands => "An amount in thousands of pounds is expected here, such as 1250.",
        InputKind::OfHundred => "A number from 0 to 100 is expected here, such as 60.",
        InputKind::Number => "A number is expected here, such as 441.",
        InputKind::Date => "A date is expected here, as day/month/year, such as 12/10/2023.",
        InputKind::Text => "Some words are expected here.",
        InputKind::Word(_) | InputKind::WordOf(_) => {
            "This word is not in the list. Choose one of the list with the arrow beside the cell."
        }
    }
}
