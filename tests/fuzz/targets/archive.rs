//! Any bytes → what they are: archives are measured on the way.
#![no_main]

use quarterpack_fuzz::as_a_reader;

libfuzzer_sys::fuzz_target!(init: as_a_reader(), |data: &[u8]| {
    if let Ok(kind) = quarterpack::intake::kind(data) {
        assert!(!kind.words().is_empty());
    }
});
