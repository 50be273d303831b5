//! Packs made into files.

#[cfg(test)]
mod fixture;
pub mod pdf;
