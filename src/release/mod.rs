//! May a pack be made final? What holds it, and what an approval binds. Pure: facts in, holds
//! out; who decided what is known to the record, and comes in as facts.

mod content;
mod holds;

pub use content::content;
pub use holds::{Facts, Hold, Passed, Waiting, holds, standing};
