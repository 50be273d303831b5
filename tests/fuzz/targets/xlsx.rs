//! A part of an .xlsx → a workbook → a raw return → a return. The first byte chooses the part.
#![no_main]

use quarterpack_fuzz::{around, as_a_reader, holds};

libfuzzer_sys::fuzz_target!(init: as_a_reader(), |data: &[u8]| {
    let calc = data.first().is_some_and(|first| *first >= 128);
    let file = if calc {
        let sheets = ["xl/worksheets/sheet1.xml", around::XLSX[1], around::XLSX[2], around::XLSX[3]];
        around::with_chosen(&around::CALC, &sheets, data)
    } else {
        around::with_chosen(&around::FORM, &around::XLSX, data)
    };
    holds::bytes(&file);
});
