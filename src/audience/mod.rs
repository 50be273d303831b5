//! What one audience is shown: its part of the plan and of the position, without what must not
//! be published.
//!
//! Between reconciling and composing. What is kept back is taken out of the values themselves, so
//! that no format, chart or message has it to give away.

mod about;
mod disclose;
mod exempt;
mod filter;
mod findings;
mod kept;
mod mask;
mod narrow;
mod numbers;
mod small;
mod words;
mod years;

pub use disclose::{Clearance, Withheld, WithheldMeasure, disclose};
pub use exempt::{Exempt, ExemptContent, NoParagraph, Paragraphs, exempt_content};
pub use filter::{Filter, FilterFault, YearFilter};
pub use kept::{SmallQuarter, small_numbers};
pub use mask::Mask;
pub use narrow::{Part, narrow};
pub use small::SmallNumbers;
