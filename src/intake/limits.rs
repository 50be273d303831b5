//! What a return may ask for, in one place. A form has some 3,000 cells, 40 kB as it is sent
//! and 400 kB inflated: every cap below leaves room for a return many times its size, and none
//! for a file made to exhaust the reader.

use std::time::Duration;

/// Bytes of a file: Outlook and most councils' mail gateways let no more than this through.
pub const FILE: u64 = 50 << 20;

/// Bytes of all parts of an archive together, inflated.
pub const INFLATED: u64 = 200 << 20;

/// Bytes of one part, inflated.
pub const PART: u64 = 100 << 20;

/// Parts of an archive: a form has some 40, a workbook with a picture on every sheet 200.
pub const PARTS: usize = 1_000;

/// Inflated bytes for each packed byte. Sheets pack to a tenth, or a thirtieth where they are
/// dull; deflate itself ends at about 1,030.
pub const RATIO: u64 = 200;

/// Below this many inflated bytes the ratio does not matter.
pub const RATIO_FROM: u64 = 10 << 20;

/// Rows of a sheet that may hold something.
pub const ROWS: u32 = 20_000;

/// Columns of a sheet that may hold something.
pub const COLUMNS: u32 = 500;

/// Cells of a workbook that hold something. With 250,000 the sparse sheets stay below 100 MB.
pub const CELLS: usize = 250_000;

/// Letters of a cell: Excel's own limit (“Excel specifications and limits”, Microsoft).
pub const LETTERS: usize = 32_767;

/// Bytes of all texts of a workbook.
pub const TEXT: usize = 20 << 20;

/// Numbers from here on are slips or harm: no council counts in millions of millions of millions,
/// and sums and products of what lies below stay within what a decimal holds.
pub const NUMBER: u64 = 1_000_000_000_000_000_000;

/// Bytes of what a reader answers; a workbook at the caps above makes some 30 MB.
pub const ANSWER: u64 = 64 << 20;

/// Bytes of the pipes to and from a reader: more than an ordinary file, and what is in it.
pub const PIPE: usize = 256 << 10;

/// Memory of a reader: its address space, so its real size is always below.
pub const MEMORY: u64 = 256 << 20;

/// Time for one file, by the clock on the wall.
pub const TIME: Duration = Duration::from_secs(10);

/// A reader that has read so many files, …
pub const FILES_A_READER: usize = 256;

/// … or has worked so long is replaced before the next file: its limit on processor time
/// counts from its start, and must not run out in a file that did nothing wrong.
pub const WORN: Duration = Duration::from_secs(20);

/// Seconds of processor time of a reader: the time until it is worn, one file's, one more.
pub const PROCESSOR: u64 = 31;

/// Bytes kept of what a reader writes to its standard error.
pub const COMPLAINTS: usize = 8 << 10;
