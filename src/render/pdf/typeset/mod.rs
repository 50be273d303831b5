//! Text set in lines: the faces carried, rich text, shaping and line breaking.

pub(crate) mod fonts;
pub(crate) mod rich;
pub(crate) mod shape;
