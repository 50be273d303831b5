//! The command `quarterpack`: everything lives in the library.

/// A run makes and drops millions of small values; `benches/README.md` says what this one saves.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    quarterpack::cli::main()
}
