//! The command `quarterpack`: everything lives in the library.

use libmimalloc_sys::{mi_option_get, mi_option_set, mi_option_t};
use std::ffi::c_long;

/// A run makes and drops millions of small values; `benches/README.md` says what this one saves.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Options of mimalloc 2 (`mi_option_e` in its `mimalloc.h`), each with what it is by itself and
/// what it is to be. By itself what is free goes back to the system when nothing has been freed for
/// 10 ms, and in a run something always is: a third of its memory was free.
const OPTIONS: [(mi_option_t, c_long, c_long); 2] = [
    // `mi_option_purge_delay`, in milliseconds
    (15, 10, 2),
    // `mi_option_purge_extend_delay`: each time something is freed, so many milliseconds more
    (25, 1, 0),
];

fn main() -> std::process::ExitCode {
    set_options();
    quarterpack::cli::main()
}

/// Sets the options, but for what the environment says otherwise.
#[expect(unsafe_code, reason = "the allocator has options in its C interface alone")]
fn set_options() {
    for (option, usual, wanted) in OPTIONS {
        // SAFETY: both take any number, and do nothing with one that is no option's.
        unsafe {
            if mi_option_get(option) == usual {
                mi_option_set(option, wanted);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With another version of the allocator the numbers may be those of other options.
    #[test]
    #[expect(unsafe_code, reason = "the allocator has options in its C interface alone")]
    fn the_options_are_the_ones_that_are_meant() {
        // SAFETY: as above.
        let now = |option| unsafe { mi_option_get(option) };
        assert_eq!(OPTIONS.map(|(option, ..)| now(option)), OPTIONS.map(|(_, usual, _)| usual));
        set_options();
        assert_eq!(OPTIONS.map(|(option, ..)| now(option)), OPTIONS.map(|(.., wanted)| wanted));
    }
}
