//! Configuration: as written → checked settings. Each default stands once, in the commented
//! `config/defaults.toml` that is carried in the program.

mod exempt;
mod fault;
mod numbers;
mod overlay;
mod packs;
mod sending;
mod settings;
mod timetable;
mod written;

pub use exempt::check_exempt;
pub use fault::ConfigError;
pub use overlay::{DEFAULTS, Shown, show};
pub use packs::{
    PackFile, ReleaseRule, check_lists, check_officers, check_pack, read_pack, unknown,
};
pub use sending::{
    LoginWay, OAuthSettings, Protection, RetryPolicy, SecretPlace, Sending, SendmailSettings,
    SmtpSettings, Way,
};
pub use settings::{Delivery, Paths, Release, Settings, read};
pub use timetable::timetable_fault;
