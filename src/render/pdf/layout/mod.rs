//! What every block is laid out with: lengths and colours, the display list, the structure tree,
//! strips and how they fall on pages.

pub(crate) mod flow;
pub(crate) mod maker;
pub(crate) mod page;
pub(crate) mod strip;
pub(crate) mod theme;
pub(crate) mod tree;
pub(crate) mod units;
