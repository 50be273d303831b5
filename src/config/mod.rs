//! Configuration: as written → checked settings. Each default stands once, in the commented
//! `config/defaults.toml` that is carried in the program.

mod fault;
mod numbers;
mod packs;
mod settings;
mod written;

pub use fault::ConfigError;
pub use packs::{PackFile, check_lists, check_pack, read_pack};
pub use settings::{DEFAULTS, Delivery, Paths, Settings, Shown, read, show};
