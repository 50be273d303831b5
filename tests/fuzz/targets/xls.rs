//! An .xls, or its stream of records → a workbook → a raw return → a return.
#![no_main]

use quarterpack_fuzz::{around, as_a_reader, holds};

libfuzzer_sys::fuzz_target!(init: as_a_reader(), |data: &[u8]| {
    holds::bytes(&around::xls(data));
});
