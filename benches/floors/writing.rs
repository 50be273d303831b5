//! Writing: the cells of the packs' workbooks again by `rust_xlsxwriter`, and their words again on
//! as many pages as the packs' PDFs have by printpdf.

use super::features::{self, Features, Values};
use calamine::{Data, Reader, Xlsx};
use printpdf::{
    Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem, TextMatrix,
};
use rust_xlsxwriter::{Format, Workbook};
use std::error::Error;
use std::io::Cursor;

type Cells = Vec<(u32, u16, Data)>;

/// A pack as floors see it.
pub(crate) struct Pack {
    sheets: Vec<(String, Cells)>,
    /// Of each sheet, with its values by their places.
    features: Vec<(Features, Values)>,
    pages: usize,
}

impl Pack {
    /// From its workbook and its PDF.
    pub(crate) fn read(workbook: &[u8], pdf: &[u8]) -> Result<Self, Box<dyn Error>> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook))?;
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name)?;
            let (down, right) = range.start().unwrap_or_default();
            let mut cells = Vec::new();
            for (row, column, data) in range.used_cells() {
                let row = down + u32::try_from(row)?;
                cells.push((row, u16::try_from(right + u32::try_from(column)?)?, data.clone()));
            }
            sheets.push((name, cells));
        }
        let mut features = Vec::new();
        for (number, (_, cells)) in (1..).zip(&sheets) {
            let values = cells.iter().map(|(row, column, data)| ((*row, *column), data.clone()));
            features.push((Features::read(workbook, number)?, values.collect()));
        }
        let pages = lopdf::Document::load_mem(pdf)?.get_pages().len();
        Ok(Self { sheets, features, pages })
    }

    /// How many pages its PDF has.
    pub(crate) const fn pages(&self) -> usize {
        self.pages
    }

    /// Its cells in a workbook, each with a format and nothing else.
    pub(crate) fn workbook(&self) -> Result<usize, Box<dyn Error>> {
        let mut book = Workbook::new();
        let format = Format::new().set_text_wrap();
        for (name, cells) in &self.sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(name)?;
            for (row, column, data) in cells {
                if let Data::Float(number) = data {
                    sheet.write_number_with_format(*row, *column, *number, &format)?;
                } else {
                    sheet.write_string_with_format(*row, *column, data.to_string(), &format)?;
                }
            }
        }
        Ok(book.save_to_buffer()?.len())
    }

    /// Its cells again, with what the workbook has beside them.
    pub(crate) fn whole_workbook(&self) -> Result<usize, Box<dyn Error>> {
        let names = self.sheets.iter().map(|(name, _)| name.as_str());
        features::book(names.zip(&self.features).map(|(name, (own, values))| (name, own, values)))
    }

    /// Its words on pages, a line a cell, in a font that is carried whole.
    pub(crate) fn pdf(&self) -> Result<usize, Box<dyn Error>> {
        let mut document = PdfDocument::new("");
        let font = ParsedFont::from_bytes(notosans::REGULAR_TTF, 0, &mut vec![]);
        let font = document.add_font(&font.ok_or("no font")?);
        let lines: Vec<String> = self
            .sheets
            .iter()
            .flat_map(|(_, cells)| cells)
            .map(|cell| cell.2.to_string())
            .collect();
        let a_page = lines.len().div_ceil(self.pages.max(1)).max(1);
        let page = |lines: &[String]| {
            let mut ops = Vec::new();
            for (line, height) in lines.iter().zip((0u16..842).rev().cycle()) {
                let height = Pt(f32::from(height));
                ops.push(Op::StartTextSection);
                let font = PdfFontHandle::External(font.clone());
                ops.push(Op::SetFont { font, size: Pt(10.0) });
                let matrix = TextMatrix::Translate(Pt(40.0), height);
                ops.push(Op::SetTextMatrix { matrix });
                ops.push(Op::ShowText { items: vec![TextItem::Text(line.clone())] });
                ops.push(Op::EndTextSection);
            }
            PdfPage::new(Pt(595.0).into(), Pt(842.0).into(), ops)
        };
        let pages: Vec<PdfPage> = lines.chunks(a_page).map(page).collect();
        document.with_pages(pages);
        Ok(document.save(&PdfSaveOptions::default(), &mut vec![]).len())
    }
}
