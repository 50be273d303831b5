//! The sheet Issues: every finding with a link to its cell.

use super::findings_book::{HEADS, severity};
use super::sheet::RELATIONSHIPS;
use super::xml::escaped;
use crate::finding::Finding;
use std::fmt::Write;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The sheet's part. Text is written into the cells themselves, so that the workbook's list of
/// shared texts stays as it is.
pub(super) fn part(verdict: &str, findings: &[&Finding]) -> String {
    let mut rows = String::new();
    let mut links = String::new();
    row(&mut rows, 1, &["What to mend in this return"]);
    row(&mut rows, 2, &[verdict]);
    row(&mut rows, 3, &HEADS);
    for (number, finding) in (4..).zip(findings) {
        let sheet = finding.place.sheet.as_deref();
        let place = match (sheet, finding.place.cell) {
            (Some(sheet), Some(cell)) => format!("{sheet} › {cell}"),
            (Some(sheet), None) => sheet.to_owned(),
            (None, _) => "the whole file".to_owned(),
        };
        if let Some(sheet) = sheet {
            let cell = finding.place.cell.map_or_else(|| "A1".into(), |cell| cell.to_string());
            let target = escaped(&format!("'{}'!{cell}", sheet.replace('\'', "''")));
            // Writing into a string never fails.
            let _ = write!(links, "<hyperlink ref=\"C{number}\" location=\"{target}\"/>");
        }
        let severity = severity(finding);
        let code = finding.code.to_string();
        let about = finding.about.as_deref().unwrap_or_default();
        let read = finding.read.as_deref().unwrap_or_default();
        let cells = [severity, &code, &place, about, &finding.message, read, &finding.remedy];
        row(&mut rows, number, &cells);
    }
    let links = if links.is_empty() { links } else { format!("<hyperlinks>{links}</hyperlinks>") };
    let mut widths = String::new();
    for (width, nth) in [22, 8, 26, 26, 46, 46, 46].iter().zip(1..) {
        let _ = write!(
            widths,
            "<col min=\"{nth}\" max=\"{nth}\" width=\"{width}\" customWidth=\"1\"/>"
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet \
         xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONSHIPS}\"><sheetViews><sheetView \
         workbookViewId=\"0\"><pane ySplit=\"3\" topLeftCell=\"A4\" activePane=\"bottomLeft\" \
         state=\"frozen\"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>{rows}\
         </sheetData>{links}</worksheet>"
    )
}

fn row(rows: &mut String, number: usize, texts: &[&str]) {
    let _ = write!(rows, "<row r=\"{number}\">");
    for (column, text) in ('A'..='Z').zip(texts) {
        let text = escaped(text);
        let _ = write!(
            rows,
            "<c r=\"{column}{number}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t>\
             </is></c>"
        );
    }
    rows.push_str("</row>");
}
