//! What the fuzz targets share: plans and forms, archives put together around a part, and what
//! has to hold for whatever a file says.

#![feature(alloc_error_hook)]

pub mod around;
pub mod desk;
pub mod grid;
pub mod holds;
pub mod typed;
#[path = "../../support/binary_workbook.rs"]
pub mod binary_workbook;

use cap::Cap;
use std::alloc::{Layout, System};

/// The memory of a reader process (`intake::limits::MEMORY`).
const MEMORY: usize = 256 << 20;

/// How a panic for want of memory begins.
const NO_ROOM: &str = "no room for";

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MEMORY);

/// Makes this process behave as a reader does: a panic inside a library of readers is caught by
/// `intake::open`, and too large an allocation ends the reading. A panic of the product itself
/// ends the process, wherever it is caught.
pub fn as_a_reader() {
    std::alloc::set_alloc_error_hook(|layout: Layout| {
        std::panic::panic_any(format!("{NO_ROOM} {} bytes", layout.size()));
    });
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let said = panic.payload().downcast_ref::<String>();
        let of_memory = said.is_some_and(|said| said.starts_with(NO_ROOM));
        let foreign = ["/registry/", "/rustc/", "/library/"].iter().any(|at| place.contains(at));
        if !of_memory && !foreign {
            eprintln!("{panic}");
            std::process::abort();
        }
    }));
}
