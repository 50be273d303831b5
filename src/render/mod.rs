//! Packs made into files. The renderers translate a pack and work nothing out.

#[cfg(test)]
mod fixture;
pub mod html;
pub mod pdf;
pub mod xlsx;
