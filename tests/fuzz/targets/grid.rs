//! A grid of texts and numbers → whose return it is → a raw return → a return. Lines are rows,
//! tabs part cells, and a line that begins with `=` begins a sheet.
#![no_main]

use quarterpack_fuzz::{as_a_reader, grid, holds};

libfuzzer_sys::fuzz_target!(init: as_a_reader(), |data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    holds::opened(&Ok(grid::workbook(&text)));
});
