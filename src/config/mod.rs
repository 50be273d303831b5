//! Configuration: as written → checked settings. Each default stands once, in the commented
//! `config/defaults.toml` that is carried in the program.

mod fault;
mod numbers;
mod packs;
mod settings;
mod timetable;
mod written;

pub use fault::ConfigError;
pub use packs::{PackFile, read_pack};
pub use settings::{DEFAULTS, Delivery, Paths, Settings, Shown, read, show};
pub use timetable::timetable_fault;
