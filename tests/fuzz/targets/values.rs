//! Cells as they are typed → values, days, quarters, money: one line a cell.
#![no_main]

use quarterpack_fuzz::{as_a_reader, typed};

libfuzzer_sys::fuzz_target!(init: as_a_reader(), |data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    typed::lines(&text);
});
