//! Progress bars on a terminal, for work that takes long; none in logs, pipes and files.

use crate::progress::TARGET;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Debug;
use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// What is done sooner than this is not worth a bar.
const SOON: Duration = Duration::from_millis(300);

/// Draws bars on standard error from here on, where it is a terminal.
pub(super) fn begin() {
    if io::stderr().is_terminal() {
        let bars = Bars::on(ProgressDrawTarget::stderr());
        // A log that has begun already is what somebody asked for.
        let _ = tracing_subscriber::registry().with(bars).try_init();
    }
}

/// Bars, one at a time.
struct Bars(Mutex<State>);

struct State {
    /// Where they are drawn; none once the first is.
    target: Option<ProgressDrawTarget>,
    bar: Option<ProgressBar>,
    /// What is under way, and since when.
    what: Option<(String, Instant)>,
    announced: bool,
}

impl Bars {
    fn on(target: ProgressDrawTarget) -> Self {
        Self(Mutex::new(State { target: Some(target), bar: None, what: None, announced: false }))
    }

    fn tell(&self, said: Said) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Said { what, done, of } = said;
        if state.what.as_ref().is_none_or(|(known, _)| *known != what) {
            state.clear();
            state.what = Some((what.clone(), Instant::now()));
        }
        if done >= of {
            // It has ended: what is printed next finds an empty line.
            state.clear();
            return;
        }
        let begun = state.what.as_ref().map_or(SOON, |(_, begun)| begun.elapsed());
        // What is announced before its first part is long in each of them.
        state.announced |= done == 0;
        if begun >= SOON || state.announced {
            state.draw(&what, done, of);
        }
    }
}

impl State {
    fn draw(&mut self, what: &str, done: u64, of: u64) {
        let target = &mut self.target;
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(
                None,
                target.take().unwrap_or_else(ProgressDrawTarget::stderr),
            );
            let style = ProgressStyle::with_template("{msg}  {wide_bar}  {pos} of {len}");
            // The template is one of this program's own, and right.
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar
        });
        bar.set_length(of);
        bar.set_message(what.to_owned());
        bar.set_position(done);
        bar.tick();
    }

    fn clear(&mut self) {
        (self.what, self.announced) = (None, false);
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// An event of progress.
#[derive(Default)]
struct Said {
    what: String,
    done: u64,
    of: u64,
}

impl Visit for Said {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "done" => self.done = value,
            "of" => self.of = value,
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "what" {
            value.clone_into(&mut self.what);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

impl<S: Subscriber> Layer<S> for Bars {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == TARGET {
            let mut said = Said::default();
            event.record(&mut said);
            self.tell(said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress;
    use indicatif::InMemoryTerm;

    #[test]
    fn a_bar_is_drawn_while_work_goes_on_and_is_gone_when_it_has_ended() {
        let screen = InMemoryTerm::new(10, 60);
        let target = ProgressDrawTarget::term_like(Box::new(screen.clone()));
        let subscriber = tracing_subscriber::registry().with(Bars::on(target));
        tracing::subscriber::with_default(subscriber, || {
            progress::at("Making packs", 0, 4);
            progress::at("Making packs", 1, 4);
            let shown = screen.contents();
            assert!(shown.starts_with("Making packs  ") && shown.ends_with("1 of 4"), "{shown}");
            assert_eq!(shown.lines().count(), 1, "{shown}");
            // Other events are no progress.
            tracing::info!(target: "quarterpack", what = "a step", done = 1_u64, of = 2_u64);
            progress::at("Making packs", 4, 4);
            assert_eq!(screen.contents(), "");
        });
    }

    #[test]
    fn what_is_done_soon_has_no_bar() {
        let screen = InMemoryTerm::new(10, 60);
        let target = ProgressDrawTarget::term_like(Box::new(screen.clone()));
        let subscriber = tracing_subscriber::registry().with(Bars::on(target));
        tracing::subscriber::with_default(subscriber, || {
            for done in 1..=20 {
                progress::at("Reading returns", done, 20);
                assert_eq!(screen.contents(), "");
            }
        });
    }
}
