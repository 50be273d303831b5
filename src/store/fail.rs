//! Numbered steps at which a test stops the process as a kill would, to see that the next run goes
//! on. In builds without debug assertions there are none of them.
//!
//! A step stands before and after everything that is written. They are counted as they are passed,
//! so that a new one is tested without being listed anywhere.

#[cfg(debug_assertions)]
mod armed {
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Steps until the end; 0 for never.
    static LEFT: AtomicUsize = AtomicUsize::new(0);

    pub(super) fn arm(step: usize) {
        LEFT.store(step, Ordering::SeqCst);
    }

    pub(super) fn pass() {
        let before = LEFT
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
            .unwrap_or(0);
        if before == 1 {
            // Nothing is dropped, flushed or given back.
            std::process::abort();
        }
    }
}

/// Ends the process at the nth step from now, in builds with debug assertions.
pub fn stop_at(step: usize) {
    #[cfg(debug_assertions)]
    armed::arm(step);
    #[cfg(not(debug_assertions))]
    let _ = step;
}

/// A step: what has just happened, or is about to, says the name.
#[inline]
pub(super) fn point(_name: &'static str) {
    #[cfg(debug_assertions)]
    armed::pass();
}
