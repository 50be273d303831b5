//! A part of an .xlsb → a workbook → a raw return → a return. The first byte chooses the part.
#![no_main]

use quarterpack_fuzz::{around, as_a_reader, holds};

libfuzzer_sys::fuzz_target!(init: as_a_reader(), |data: &[u8]| {
    holds::bytes(&around::with_chosen(&around::BINARY, &around::XLSB, data));
});
