//! Packs made into files. The renderers translate a pack and work nothing out.

pub mod xlsx;
