//! The command `quarterpack`: everything lives in the library.

fn main() -> std::process::ExitCode {
    quarterpack::cli::main()
}
