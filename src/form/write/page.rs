//! What holds for a sheet as a whole: protection, panes, print, where it opens.

use super::{look, width};
use crate::form::layout::{Cell, Column, Layout, Sheet, SheetKey};
use rust_xlsxwriter::{
    ConditionalFormatText, ConditionalFormatTextRule, IgnoreError, ProtectionOptions, Worksheet,
    XlsxError,
};

/// Characters across a landscape page, in print that can still be read (about 8 points).
const WIDEST: u16 = 215;

/// A4.
const PAPER: u8 = 9;

pub(super) fn set(to: &mut Worksheet, layout: &Layout, sheet: &Sheet) -> Result<(), XlsxError> {
    // Without a password: it keeps slips out, and a person who must may lift it.
    to.protect_with_options(&ProtectionOptions {
        format_cells: false,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    to.set_screen_gridlines(false);
    // References such as 2.1 are text on purpose.
    if let Some(last) = sheet.blocks.last() {
        let end = last.after().saturating_sub(1);
        to.ignore_error_range(0, 0, end, 0, IgnoreError::NumberStoredAsText)?;
    }
    print(to, layout, sheet)?;
    panes(to, sheet)?;
    for block in &sheet.blocks {
        if let Some(check) = block.columns.iter().position(is_check) {
            let column = u16::try_from(check).unwrap_or(0);
            judged(to, block.head_row + 1, block.after().saturating_sub(1), column)?;
        }
    }
    let first = sheet.cells().find(|(_, _, cell, _)| matches!(cell, Cell::Input(_)));
    if let Some((row, column, ..)) = first {
        to.set_selection(row, column, row, column)?;
    }
    if sheet.key == SheetKey::Cover {
        to.set_active(true);
    }
    to.set_hidden(sheet.key == SheetKey::Meta);
    Ok(())
}

fn is_check(column: &Column) -> bool {
    column.key == "check"
}

/// What is to be mended stands white on ink; what is still needed is bold.
fn judged(to: &mut Worksheet, first: u32, last: u32, column: u16) -> Result<(), XlsxError> {
    let rule = |rule, format| ConditionalFormatText::new().set_rule(rule).set_format(format);
    let mend = rule(ConditionalFormatTextRule::BeginsWith("Mend".into()), look::mend());
    let needed = rule(ConditionalFormatTextRule::EndsWith("needed".into()), look::needed());
    to.add_conditional_format(first, column, last, column, &mend)?;
    to.add_conditional_format(first, column, last, column, &needed)?;
    Ok(())
}

fn print(to: &mut Worksheet, layout: &Layout, sheet: &Sheet) -> Result<(), XlsxError> {
    to.set_landscape().set_paper_size(PAPER);
    // The Cover is one page. A sheet too wide for one is two pages wide, and its labels repeat.
    let wide = (0..sheet.key_column()).map(|at| width(sheet, at)).sum::<u16>() > WIDEST;
    if sheet.key == SheetKey::Cover {
        to.set_print_fit_to_pages(1, 1);
    } else if wide {
        to.set_print_fit_to_pages(2, 0);
        to.set_repeat_columns(0, sheet.frozen_columns.saturating_sub(1))?;
    } else {
        to.set_print_fit_to_pages(1, 0);
    }
    to.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    to.set_footer(format!(
        "&L{}, {}&CSheet: {}&RPage &P of &N",
        layout.service_name.replace('&', "&&"),
        layout.quarter,
        sheet.key.tab()
    ));
    if let Some(last) = sheet.blocks.last() {
        let right = sheet.key_column().saturating_sub(1);
        to.set_print_area(0, 0, last.after().saturating_sub(1), right)?;
    }
    if let Some(head) = scrolling_head(sheet) {
        to.set_repeat_rows(head, head)?;
    }
    Ok(())
}

/// The head to keep in sight: that of a sheet's only block. Over a second block it would
/// name the wrong columns.
fn scrolling_head(sheet: &Sheet) -> Option<u32> {
    match &*sheet.blocks {
        [only] => Some(only.head_row),
        _ => None,
    }
}

fn panes(to: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    if sheet.key == SheetKey::Cover || sheet.key == SheetKey::Meta {
        return Ok(());
    }
    let leads = u32::try_from(sheet.lead.len()).unwrap_or(0);
    let row = scrolling_head(sheet).map_or(leads, |head| head + 1);
    to.set_freeze_panes(row, sheet.frozen_columns)?;
    Ok(())
}
